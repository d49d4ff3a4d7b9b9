from datetime import UTC, datetime

import pytest
import standardwebhooks

from crawler.core.signing import signature_headers

SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
OTHER = "whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD"
BODY = '{"type":"alert.created","조약":"treaty"}'.encode()


def now() -> datetime:
    """Return the moment the reference library compares with: the machine's, when a test runs."""
    return datetime.now(UTC)  # noqa: TID251 - see above


def test_the_reference_library_accepts_the_signature() -> None:
    headers = signature_headers([SECRET], message_id="al1", at=now(), body=BODY)
    assert standardwebhooks.Webhook(SECRET).verify(BODY, headers)["type"] == "alert.created"


@pytest.mark.parametrize("secret", [SECRET, OTHER])
def test_while_secrets_are_rotated_either_verifies(secret: str) -> None:
    headers = signature_headers([SECRET, OTHER], message_id="al1", at=now(), body=BODY)
    standardwebhooks.Webhook(secret).verify(BODY, headers)


def test_the_published_example_is_reproduced() -> None:
    """The vector of the specification's reference libraries."""
    headers = signature_headers(
        [SECRET],
        message_id="msg_p5jXN8AQM9LWM0D4loKWxJek",
        at=datetime.fromtimestamp(1614265330, UTC),
        body=b'{"test": 2432232314}',
    )
    assert headers == {
        "webhook-id": "msg_p5jXN8AQM9LWM0D4loKWxJek",
        "webhook-timestamp": "1614265330",
        "webhook-signature": "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
    }


@pytest.mark.parametrize("change", ["body", "id", "timestamp"])
def test_any_change_breaks_the_signature(change: str) -> None:
    headers = signature_headers([SECRET], message_id="al1", at=now(), body=BODY)
    body = BODY + b" " if change == "body" else BODY
    if change == "id":
        headers["webhook-id"] = "al2"
    if change == "timestamp":
        headers["webhook-timestamp"] = str(int(headers["webhook-timestamp"]) + 1)
    with pytest.raises(standardwebhooks.WebhookVerificationError):
        standardwebhooks.Webhook(SECRET).verify(body, headers)


def test_without_a_secret_nothing_is_signed() -> None:
    assert "webhook-signature" not in signature_headers([], message_id="al1", at=now(), body=BODY)


def test_a_secret_that_is_not_base64_is_refused() -> None:
    with pytest.raises(ValueError, match=r"base64|Only|padding"):
        signature_headers(["whsec_%%%"], message_id="al1", at=now(), body=BODY)
