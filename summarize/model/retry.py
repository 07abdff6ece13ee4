"""Sending with patience: what is tried again, how long it waits, and what is final.

Tried again: 408, 409, 429, 5xx, a connection that fails or stalls, a body that breaks off. Final: every other
status, with a word on what to do. The waits are tenacity's, exponential with jitter; a provider's Retry-After goes
before them. The bound is a number of tries: few while the provider has never answered, for then it is the address
or the network that is wrong; more once it has, because it will come back.
"""

from __future__ import annotations

import asyncio
import json
import random
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass

from tenacity import AsyncRetrying, RetryCallState, retry_if_exception_type, wait_exponential_jitter

from summarize.errors import ModelRefused, ModelUnavailable
from summarize.model.ratelimit import retry_after
from summarize.model.wire import Body

__all__ = ["Busy", "ConnectionFailed", "Delivery", "Patience", "Send", "deliver", "judge", "within"]

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
MOVED = "The address has moved: name the new one with --base-url."


class ConnectionFailed(Exception):
    """What carries requests could not deliver this one: the message is the cause.

    `sent` is false where it is certain that the provider never had the request.
    """

    def __init__(self, cause: str, *, sent: bool = True) -> None:
        self.sent = sent
        super().__init__(cause)


@dataclass(frozen=True)
class Delivery:
    """A provider's reply as it came: `headers` in lower case, `content` decoded but not parsed."""

    status: int
    headers: Mapping[str, str]
    content: bytes


Send = Callable[[], Awaitable[Delivery]]
Try = Callable[[], Awaitable[Body]]


@dataclass
class Patience:
    """How often one request is tried and how many seconds each try may take.

    `attempts` holds once the provider has answered anything (`met`), `first_attempts` before.
    """

    attempts: int
    timeout: float
    first_attempts: int | None = None
    met: bool = False

    @property
    def bound(self) -> int:
        """The tries a request has now."""
        if self.met or self.first_attempts is None:
            return self.attempts
        return min(self.attempts, self.first_attempts)


class Busy(Exception):
    """A fault that may pass. `retry_after`: seconds the provider asks to wait, if it does.

    `kind` names it without a word of what the provider said ("429", "timeout", "connection", "broken").
    """

    def __init__(self, cause: str, kind: str, retry_after: float | None = None) -> None:
        self.kind, self.retry_after = kind, retry_after
        super().__init__(cause)


async def _pause(seconds: float) -> None:
    """Wait between two tries; tests put their own in its place."""
    await asyncio.sleep(seconds)


async def deliver(
    attempt: Try, patience: Patience, before_retry: Callable[[Busy, float], None] = lambda *_: None
) -> Body:
    """The parsed body of a successful reply, which `attempt` gives or raises `Busy` for.

    Raises `ModelRefused` where the provider says no for good, `ModelUnavailable` after the last try or where it asks
    for a wait of more than 900 s. `before_retry` is told of each fault and of the seconds that are waited for it.
    """
    tries = AsyncRetrying(
        stop=lambda state: state.attempt_number >= patience.bound,
        wait=_wait,
        retry=retry_if_exception_type(Busy),
        before_sleep=lambda state: before_retry(_fault(state), state.next_action.sleep if state.next_action else 0.0),
        sleep=lambda seconds: _pause(seconds),
        reraise=True,
    )

    async def one() -> Body:  # tenacity awaits only what it can see is a coroutine function
        return await attempt()

    try:
        return await tries(one)
    except Busy as last:
        raise ModelUnavailable(
            f"The provider did not answer in {patience.bound} tries; the last: {last}. Run again later: what is "
            "answered is kept where --record is given."
        ) from last


async def within(send: Send, patience: Patience) -> Delivery:
    """The reply, if it comes within the time that one try has. Raises `Busy`."""
    try:
        async with asyncio.timeout(patience.timeout):
            return await send()
    except TimeoutError as error:
        raise Busy(f"no complete answer within {patience.timeout:g} s", "timeout") from error
    except ConnectionFailed as error:
        raise Busy(f"the connection failed ({error})", "connection" if error.sent else "no connection") from error


def judge(delivery: Delivery) -> Body:
    """The body of a reply that is an answer; else `Busy`, `ModelRefused` or `ModelUnavailable`."""
    body = _parse(delivery.content)
    if delivery.status in BUSY or delivery.status >= 500:
        return _busy_or_spent(delivery, body)
    if not 200 <= delivery.status < 300:
        advice = MOVED if 300 <= delivery.status < 400 else ADVICE.get(delivery.status, "")
        raise ModelRefused(_refusal(delivery, body, advice), delivery.status)
    if body is None:
        raise Busy("the answer broke off: it is no JSON object", "broken")
    if body.get("error"):
        raise Busy(f"an error in place of an answer: {_said(delivery, body)}", "error")
    return body


def _busy_or_spent(delivery: Delivery, body: Body | None) -> Body:
    said = _said(delivery, body)
    if "insufficient_quota" in delivery.content.decode(errors="replace"):
        raise ModelRefused(_refusal(delivery, body, ADVICE[402]), 402)
    wait = retry_after(delivery.headers)
    if wait is not None and wait > LONGEST_WAIT:
        raise ModelUnavailable(f"The provider asks to wait {wait:.0f} s ({delivery.status}: {said}). Run again then.")
    raise Busy(f"{delivery.status}: {said}", str(delivery.status), wait)


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


def _fault(state: RetryCallState) -> Busy:
    error = state.outcome.exception() if state.outcome else None
    return error if isinstance(error, Busy) else Busy("unknown", "unknown")


def _wait(state: RetryCallState) -> float:
    asked = _fault(state).retry_after
    if asked is None:
        return _backoff(state)
    return asked + random.uniform(0, 0.1 * asked)  # noqa: S311  (spreads those who were told the same)
