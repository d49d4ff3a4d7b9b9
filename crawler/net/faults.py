"""What went wrong on the wire: aiohttp's errors in httpx's types, and httpx's as ours.

Every fault leaves with a sentence a person understands and an advice.
"""

import os
import socket
from collections.abc import Mapping
from types import MappingProxyType

import aiohttp
import httpx

from crawler.model.errors import AGAIN, FetchError, TimedOutError, TooLargeError, UnreachableError

MAX_REASON_CHARS = 120

_OWN_AUTHORITY = "for a server of your own, name its authority's file in SSL_CERT_FILE"
_UNKNOWN_AUTHORITY = (
    "nobody this machine trusts vouches for its TLS certificate",
    f"the publisher may have left out a part of the chain; {_OWN_AUTHORITY}",
)
_CERTIFICATE: Mapping[int, tuple[str, str]] = MappingProxyType(
    {
        2: _UNKNOWN_AUTHORITY,
        9: ("its TLS certificate is not valid yet", "check the clock of this machine"),
        10: ("its TLS certificate has expired", f"the publisher has to renew it; {AGAIN}"),
        18: ("its TLS certificate is self-signed: nobody vouches for it", _OWN_AUTHORITY),
        19: _UNKNOWN_AUTHORITY,
        20: _UNKNOWN_AUTHORITY,
        21: _UNKNOWN_AUTHORITY,
        23: ("its TLS certificate was revoked", "the publisher has to replace it"),
        62: ("its TLS certificate is for another host", "check the address"),
        64: ("its TLS certificate is for another host", "check the address"),
    }
)
"""By X509_V_ERR code (OpenSSL, x509_vfy.h): the texts differ from version to version."""


class UnresolvedError(httpx.ConnectError):
    """The host name has no address."""


class CertificateError(httpx.ConnectError):
    """The server's certificate proves nothing to us.

    Attributes:
        advice: what may be done about this one.
    """

    def __init__(self, problem: str, advice: str) -> None:
        super().__init__(problem)
        self.advice = advice


class TlsError(httpx.ConnectError):
    """No secure connection came about, for another reason than the certificate."""


class FloodError(httpx.RemoteProtocolError):
    """More header lines, header bytes or framing than any honest server sends."""


def translate(error: aiohttp.ClientError) -> httpx.TransportError:
    """Say in httpx's types, and in a sentence a person understands, what went wrong."""
    fault: httpx.TransportError
    match error:
        case aiohttp.ClientConnectorError():
            fault = _connect_fault(error)
        case aiohttp.ConnectionTimeoutError():
            fault = httpx.ConnectTimeout("no connection in time")
        case aiohttp.ServerTimeoutError():
            fault = httpx.ReadTimeout("the server kept us waiting too long")
        case aiohttp.ClientPayloadError():
            fault = httpx.ReadError("the body ended early")
        case aiohttp.ClientConnectionError():
            fault = httpx.RemoteProtocolError("the server closed the connection without an answer")
        case aiohttp.ClientResponseError():
            said = error.message.partition("\n")[0].strip(" :")[:MAX_REASON_CHARS]
            fault = httpx.RemoteProtocolError(f"the answer is not HTTP: {said}")
        case _:
            fault = httpx.RemoteProtocolError(str(error))
    return fault


def fetch_error(url: str, error: httpx.TransportError) -> FetchError:
    """Return the error of ours that a transport's fault is, with its advice.

    Args:
        url: what was asked for, without credentials.
        error: as `translate` or another transport made it.
    """
    problem = str(error) or type(error).__name__
    match error:
        case httpx.TimeoutException():
            return TimedOutError(url, problem, AGAIN)
        case FloodError():
            return TooLargeError(url, problem, "the publisher has to mend this")
        case CertificateError():
            return UnreachableError(url, problem, error.advice)
        case UnresolvedError():
            advice = f"check the spelling of the host; if it is right, {AGAIN}"
        case TlsError():
            advice = f"if the server speaks plain http only, write the address so; {AGAIN}"
        case httpx.ConnectError():
            advice = f"the server may be down: {AGAIN}"
        case _:
            advice = AGAIN
    return UnreachableError(url, problem, advice)


def _connect_fault(error: aiohttp.ClientConnectorError) -> httpx.ConnectError:
    cause = error.os_error
    match error:
        case aiohttp.ClientConnectorDNSError():
            silent = cause.errno == socket.EAI_AGAIN
            why = "no name server answers" if silent else "there is no such host"
            return UnresolvedError(f"the name {error.host!r} does not resolve: {why}")
        case aiohttp.ClientConnectorCertificateError():
            return _certificate_fault(error)
        case aiohttp.ClientConnectorSSLError():
            reason = getattr(cause, "reason", None) or str(cause)
            said = reason.replace("_", " ").lower()[:MAX_REASON_CHARS]
            return TlsError(f"TLS failed, no secure connection came about: {said}")
        case _:
            reason = os.strerror(cause.errno) if cause.errno else str(cause)
            return httpx.ConnectError(f"nobody answers at {error.host}:{error.port}: {reason}")


def _certificate_fault(error: aiohttp.ClientConnectorCertificateError) -> CertificateError:
    cause = error.certificate_error
    known = _CERTIFICATE.get(getattr(cause, "verify_code", 0))
    if known is not None:
        return CertificateError(*known)
    said = getattr(cause, "verify_message", None) or cause
    return CertificateError(
        f"its TLS certificate is not valid: {str(said)[:MAX_REASON_CHARS]}", AGAIN
    )
