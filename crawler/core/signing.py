"""Signatures of webhooks.

Source: https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md
"""

import base64
import hashlib
import hmac
from collections.abc import Iterable
from datetime import datetime

_PREFIX = "whsec_"


def signature_headers(
    secrets: Iterable[str], *, message_id: str, at: datetime, body: bytes
) -> dict[str, str]:
    """Return the headers that let a receiver check who sent a body, and when.

    Args:
        secrets: each ``whsec_`` and base64; every one signs, so that a receiver may know the old
            one or the new while they are rotated. Without any, no signature is made.
        message_id: stable over retries; receivers tell repeats by it.
        at: the moment of this attempt; receivers refuse what is older than 5 minutes.
        body: the exact bytes sent.

    Raises:
        ValueError: a secret is not base64.
    """
    timestamp = str(int(at.timestamp()))
    signed = b".".join([message_id.encode(), timestamp.encode(), body])
    signatures = [_sign(secret, signed) for secret in secrets]
    headers = {"webhook-id": message_id, "webhook-timestamp": timestamp}
    return headers | ({"webhook-signature": " ".join(signatures)} if signatures else {})


def _sign(secret: str, signed: bytes) -> str:
    key = base64.b64decode(secret.removeprefix(_PREFIX), validate=True)
    return f"v1,{base64.b64encode(hmac.digest(key, signed, hashlib.sha256)).decode()}"
