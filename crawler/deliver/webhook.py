"""Posting messages as signed webhooks, to the Standard Webhooks specification.

No redirect is followed, no cookie kept. The status is the verdict: a message is taken with the head
of a 2xx, however its body ends, or it would be told twice to a receiver that is well. Whatever else
is answered is a failure and tried again, except 410; what it says is read to a bound, to be shown.
"""

import asyncio
from contextlib import suppress
from datetime import timedelta

import httpx

from crawler import __version__
from crawler.clock import Clock
from crawler.core.digests.webhook import body
from crawler.core.escaping import one_line
from crawler.core.replies import retry_after
from crawler.core.signing import signature_headers
from crawler.model.alert import Message, WebhookChannel
from crawler.model.errors import ChannelGoneError, DeliveryError, FetchError

TOTAL = timedelta(seconds=20)
"""From the name look-up to the head of the answer (Standard Webhooks: 15 to 30 s)."""
SAID_WITHIN = timedelta(seconds=2)
MOST_ANSWER_BYTES = 64 * 1024
_SHOWN = 200
_SECRET_PATH = 8
"""A path of fewer characters is no secret, and would blot out words that happen to hold it."""


class WebhookDeliverer:
    """Posts messages to one URL."""

    def __init__(
        self,
        channel: WebhookChannel,
        client: httpx.AsyncClient,
        clock: Clock,
        published_at: str | None = None,
    ) -> None:
        self._channel, self._client, self._clock = channel, client, clock
        self._published_at = published_at

    async def deliver(self, message: Message) -> None:
        """Post one message.

        Raises:
            DeliveryError: no answer in time, or one that is not 2xx.
            ChannelGoneError: the answer is 410.
        """
        total = self._channel.timeout or TOTAL
        try:
            async with asyncio.timeout(total.total_seconds()):
                answer = await self._post(message)
        except TimeoutError as error:
            raise self._failure(f"no answer within {total.total_seconds():g} s") from error
        except FetchError as error:
            hint = f" ({error.advice})" if error.advice else ""
            raise self._failure(f"{error.problem}{hint}") from error
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            raise self._failure(str(error) or type(error).__name__) from error
        try:
            if not answer.is_success:
                raise self._refusal(answer, await _said(answer, min(total, SAID_WITHIN)))
        finally:
            await answer.aclose()

    async def _post(self, message: Message) -> httpx.Response:
        """Post; return as soon as the head of the answer is here."""
        content = body(message, self._published_at)
        headers = {
            "content-type": "application/json",
            "user-agent": f"Wirewatch/{__version__}",
            "accept-encoding": "identity",  # an answer is not worth a decompression bomb
        } | signature_headers(
            [secret.reveal() for secret in self._channel.secrets],
            message_id=message.id,
            at=self._clock.now(),
            body=content,
        )
        url = self._channel.url.reveal()
        request = self._client.build_request("POST", url, content=content, headers=headers)
        return await self._client.send(request, stream=True)

    def _refusal(self, answer: httpx.Response, said: str) -> DeliveryError:
        status = answer.status_code
        problem = f"answered {status} {answer.reason_phrase}".rstrip()
        if status == httpx.codes.GONE:
            return ChannelGoneError(self._channel.name, f"{problem}: it wants no more messages")
        if answer.has_redirect_location:
            problem += ": redirects are not followed, write the new address into the configuration"
        elif said.strip():
            problem += f": {one_line(said, _SHOWN)}"
        wish = answer.headers.get("retry-after")
        until = retry_after(wish, self._clock.now()) if wish else None
        return DeliveryError(self._channel.name, self._masked(problem), until)

    def _failure(self, problem: str) -> DeliveryError:
        return DeliveryError(self._channel.name, self._masked(problem))

    def _masked(self, problem: str) -> str:
        """Take the URL out of a text, whoever repeated it: it is often a secret."""
        url = self._channel.url.reveal()
        _, _, path = url.partition("://")[2].partition("/")
        masked = problem.replace(url, "***")
        return masked.replace(path, "***") if len(path) >= _SECRET_PATH else masked


async def _said(answer: httpx.Response, within: timedelta) -> str:
    """Return what a refusal says besides its status, as much as comes soon and fits."""
    said = b""
    with suppress(httpx.HTTPError, TimeoutError):
        async with asyncio.timeout(within.total_seconds()):
            async for chunk in answer.aiter_raw():
                said += chunk
                if len(said) >= MOST_ANSWER_BYTES:
                    break
    return said[:MOST_ANSWER_BYTES].decode("utf-8", "replace")
