"""Sending with patience: what is tried again, how long it waits, and what is final.

Tried again: 408, 409, 429, 5xx, a connection that fails or stalls, a body that breaks off. Final: every other
status, with a word on what to do. The waits are tenacity's, exponential with jitter; a provider's Retry-After goes
before them.
"""

from __future__ import annotations

import asyncio
import json
import random
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from tenacity import AsyncRetrying, RetryCallState, retry_if_exception_type, stop_after_attempt, wait_exponential_jitter

from summarize.errors import ModelRefused, ModelUnavailable
from summarize.model.wire import Body

__all__ = ["ConnectionFailed", "Delivery", "Patience", "Send", "deliver"]

LONGEST_WAIT = 900.0
BUSY = frozenset({408, 409, 429})
SHOWN = 400
_backoff = wait_exponential_jitter(initial=1, max=60)

ADVICE: Mapping[int, str] = {
    400: "The request itself is not accepted: the model may not know this --mode (try json_schema or md_json), or the"
    " document is too long for its window.",
    401: "Check the key: it is missing, wrong or expired.",
    402: "The account has no credit left.",
    403: "The key is not allowed to use this model.",
    404: "There is no such model or path: check --model and --base-url.",
    413: "The document is too long for this provider.",
    422: "The request itself is not accepted: the model may not know this --mode (try json_schema or md_json).",
}


class ConnectionFailed(Exception):
    """What carries requests could not deliver this one: the message is the cause."""


@dataclass(frozen=True)
class Delivery:
    """A provider's reply as it came: `headers` in lower case, `content` decoded but not parsed."""

    status: int
    headers: Mapping[str, str]
    content: bytes


Send = Callable[[], Awaitable[Delivery]]


@dataclass(frozen=True)
class Patience:
    """How often one request is tried and how many seconds each try may take."""

    attempts: int
    timeout: float


class _Busy(Exception):
    """A fault that may pass. `retry_after`: seconds the provider asks to wait, if it does."""

    def __init__(self, cause: str, retry_after: float | None = None) -> None:
        self.retry_after = retry_after
        super().__init__(cause)


async def _pause(seconds: float) -> None:
    """Wait between two tries; tests put their own in its place."""
    await asyncio.sleep(seconds)


async def deliver(send: Send, patience: Patience) -> Body:
    """The parsed body of a successful reply.

    Raises `ModelRefused` where the provider says no for good, `ModelUnavailable` after the last try or where it asks
    for a wait of more than 900 s.
    """
    tries = AsyncRetrying(
        stop=stop_after_attempt(patience.attempts),
        wait=_wait,
        retry=retry_if_exception_type(_Busy),
        sleep=lambda seconds: _pause(seconds),
        reraise=True,
    )
    try:
        return await tries(_attempt, send, patience)
    except _Busy as last:
        raise ModelUnavailable(
            f"The provider did not answer in {patience.attempts} tries; the last: {last}. Run again later: what is "
            "answered is kept where --record is given."
        ) from last


async def _attempt(send: Send, patience: Patience) -> Body:
    try:
        async with asyncio.timeout(patience.timeout):
            delivery = await send()
    except TimeoutError as error:
        raise _Busy(f"no complete answer within {patience.timeout:g} s") from error
    except ConnectionFailed as error:
        raise _Busy(f"the connection failed ({error})") from error
    return _judge(delivery)


def _judge(delivery: Delivery) -> Body:
    body = _parse(delivery.content)
    if delivery.status in BUSY or delivery.status >= 500:
        return _busy_or_spent(delivery, body)
    if not 200 <= delivery.status < 300:
        advice = ADVICE.get(delivery.status, "")
        raise ModelRefused(_refusal(delivery, body, advice), delivery.status)
    if body is None:
        raise _Busy("the answer broke off: it is no JSON object")
    if body.get("error"):
        raise _Busy(f"an error in place of an answer: {_said(delivery, body)}")
    return body


def _busy_or_spent(delivery: Delivery, body: Body | None) -> Body:
    said = _said(delivery, body)
    if "insufficient_quota" in delivery.content.decode(errors="replace"):
        raise ModelRefused(_refusal(delivery, body, ADVICE[402]), 402)
    wait = _retry_after(delivery.headers)
    if wait is not None and wait > LONGEST_WAIT:
        raise ModelUnavailable(f"The provider asks to wait {wait:.0f} s ({delivery.status}: {said}). Run again then.")
    raise _Busy(f"{delivery.status}: {said}", wait)


def _refusal(delivery: Delivery, body: Body | None, advice: str) -> str:
    return f"The provider refused the request ({delivery.status}): {_said(delivery, body)}. {advice}".strip()


def _parse(content: bytes) -> Body | None:
    try:
        body = json.loads(content)
    except ValueError:
        return None
    return body if isinstance(body, dict) else None


def _said(delivery: Delivery, body: Body | None) -> str:
    """The provider's own words, one line of them."""
    error = (body or {}).get("error")
    message = error.get("message") if isinstance(error, dict) else error
    text = str(message) if message else delivery.content.decode(errors="replace")
    return " ".join(text.split())[:SHOWN].rstrip(".") or "no reason given"


def _retry_after(headers: Mapping[str, str]) -> float | None:
    """Seconds to wait, from `Retry-After-Ms` or `Retry-After` (seconds or an HTTP date); None where not said."""
    try:
        if "retry-after-ms" in headers:
            return max(0.0, float(headers["retry-after-ms"]) / 1000)
        return max(0.0, float(headers["retry-after"]))
    except KeyError:
        return None
    except ValueError:
        return _until(headers.get("retry-after", ""))


def _until(date: str) -> float | None:
    try:
        then = parsedate_to_datetime(date)
    except ValueError:
        return None
    then = then if then.tzinfo else then.replace(tzinfo=UTC)
    return max(0.0, (then - datetime.now(UTC)).total_seconds())


def _wait(state: RetryCallState) -> float:
    error = state.outcome.exception() if state.outcome else None
    asked = error.retry_after if isinstance(error, _Busy) else None
    if asked is None:
        return _backoff(state)
    return asked + random.uniform(0, 0.1 * asked)  # noqa: S311  (spreads those who were told the same)
