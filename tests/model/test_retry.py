"""Patience and its end: what is tried again, after how long, and what stops a run at once."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import httpx2
import pytest

from summarize.errors import ModelRefused, ModelUnavailable
from summarize.model import ModelSettings, open_model
from summarize.model.retry import Delivery, Patience, deliver, judge, within
from summarize.model.wire import Body
from tests.model.conftest import SERVER, Provider, question

SETTINGS = ModelSettings(name="m", base_url=SERVER)


def failing(status: int, message: str = "so it is", **headers: str) -> httpx2.Response:
    return httpx2.Response(status, json={"error": {"message": message}}, headers=headers)


@pytest.mark.parametrize("status", [408, 409, 429, 500, 502, 503, 529])
def test_what_may_pass_is_tried_again(provider: Provider, pauses: list[float], status: int) -> None:
    provider.replies = [failing(status), failing(status), '{"killed": 3}']
    (answer,) = provider.ask(question())
    assert answer.value.killed == 3
    assert len(provider.requests) == 3
    assert answer.usage.sent == 1
    assert len(pauses) == 2
    assert 0 < pauses[0] <= pauses[1] <= 61


@pytest.mark.parametrize(
    "fault",
    [
        httpx2.ConnectError("refused"),
        httpx2.ReadError("reset"),
        httpx2.ReadTimeout("stalled"),
        httpx2.RemoteProtocolError("half a body"),
    ],
    ids=lambda fault: type(fault).__name__,
)
def test_a_connection_that_fails_is_tried_again(provider: Provider, pauses: list[float], fault: Exception) -> None:
    provider.replies = [fault, '{"killed": 3}']
    assert provider.ask(question())[0].value.killed == 3
    provider.replies = [fault]
    with pytest.raises(ModelUnavailable, match=f"2 tries.*{type(fault).__name__}: {fault}"):
        provider.ask(question(), attempts=2)


def test_retry_after_is_honoured(provider: Provider, pauses: list[float]) -> None:
    date = format_datetime(datetime.now(UTC) + timedelta(seconds=40), usegmt=True)
    provider.replies = [
        failing(429, **{"retry-after": "17"}),
        failing(429, **{"retry-after-ms": "2500"}),
        failing(503, **{"Retry-After": date}),
        '{"killed": 3}',
    ]
    provider.ask(question())
    assert 17 <= pauses[0] <= 17 * 1.1
    assert 2.5 <= pauses[1] <= 2.5 * 1.1
    assert 35 <= pauses[2] <= 44


@pytest.mark.parametrize("said", ["soon", "", "Thu, 99 Foo 2024"])
def test_a_retry_after_that_says_nothing_is_backed_off_from(provider: Provider, pauses: list[float], said: str) -> None:
    provider.replies = [failing(429, **{"retry-after": said}), '{"killed": 3}']
    provider.ask(question())
    assert 0 < pauses[0] <= 2


def test_a_wait_of_hours_is_left_to_the_user(provider: Provider, pauses: list[float]) -> None:
    provider.replies = [failing(429, **{"retry-after": "7200"})]
    with pytest.raises(ModelUnavailable, match="wait 7200 s"):
        provider.ask(question())
    assert not pauses


@pytest.mark.parametrize(
    ("status", "advice"),
    [
        (400, "--mode"),
        (401, "key"),
        (402, "credit"),
        (403, "not allowed"),
        (404, "--model"),
        (413, "too long"),
        (422, "--mode"),
    ],
)
def test_what_will_not_pass_stops_at_once(provider: Provider, pauses: list[float], status: int, advice: str) -> None:
    provider.replies = [failing(status, "no, and why")]
    with pytest.raises(ModelRefused, match=f"{status}.*no, and why.*{advice}") as caught:
        provider.ask(question())
    assert caught.value.status == status
    assert len(provider.requests) == 1
    assert not pauses


def test_a_spent_quota_is_no_busy_provider(provider: Provider, pauses: list[float]) -> None:
    body = {"error": {"message": "You exceeded your quota", "code": "insufficient_quota"}}
    provider.replies = [httpx2.Response(429, json=body)]
    with pytest.raises(ModelRefused, match="credit"):
        provider.ask(question())
    assert len(provider.requests) == 1


def test_after_a_refused_key_nothing_more_is_sent(provider: Provider) -> None:
    provider.replies = [failing(401)]
    with pytest.raises(ModelRefused):
        provider.ask(*(question(str(number)) for number in range(6)), concurrency=1)
    assert len(provider.requests) == 1


def test_one_document_that_is_not_accepted_does_not_stop_the_others(provider: Provider) -> None:
    provider.replies = [failing(400), '{"killed": 3}']

    async def run() -> None:
        async with open_model(SETTINGS, wire=httpx2.MockTransport(provider)) as model:
            with pytest.raises(ModelRefused):
                await model.ask(question("far too long"))
            assert (await model.ask(question("short"))).value.killed == 3

    asyncio.run(run())


def test_a_key_that_the_provider_quotes_is_not_shown(provider: Provider, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "sk-very-secret-0123")
    provider.replies = [failing(401, "wrong key: sk-very-secret-0123")]
    with pytest.raises(ModelRefused) as caught:
        provider.ask(question())
    assert "sk-very" not in str(caught.value)


def test_a_request_may_not_take_longer_than_its_timeout(pauses: list[float]) -> None:
    patience = Patience(attempts=2, timeout=0.01)

    async def stall() -> Delivery:
        await asyncio.sleep(60)
        raise AssertionError

    async def attempt() -> Body:
        return judge(await within(stall, patience))

    with pytest.raises(ModelUnavailable, match=r"2 tries.*within 0\.01 s"):
        asyncio.run(deliver(attempt, patience))


def test_no_more_requests_are_under_way_than_allowed(provider: Provider) -> None:
    under_way, most = 0, 0

    async def handle(request: httpx2.Request) -> httpx2.Response:
        nonlocal under_way, most
        under_way += 1
        most = max(most, under_way)
        await asyncio.sleep(0.002)
        under_way -= 1
        return await Provider.__call__(provider, request)

    provider.replies = ['{"killed": 3}']

    async def run() -> None:
        settings = SETTINGS.model_copy(update={"concurrency": 3})
        async with open_model(settings, wire=httpx2.MockTransport(handle)) as model:
            await asyncio.gather(*(model.ask(question(str(number))) for number in range(12)))

    asyncio.run(run())
    assert most == 3
