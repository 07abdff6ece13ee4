"""How fast requests may go: halving and growing, so many a minute, and what the provider's headers say."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta

import pytest

from summarize.model.pace import Bucket, Pace, Slots
from summarize.model.ratelimit import Allowance, allowances


class Clock:
    """A clock that a test sets."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


def test_busy_halves_once_for_all_that_were_under_way_and_answers_grow_it_again() -> None:
    clock = Clock()
    slots = Slots(64, clock)
    began = clock.now - 5
    assert slots.cut(began)
    assert slots.limit == 32
    assert not any(slots.cut(began) for _ in range(30))
    assert slots.limit == 32
    clock.now += 2
    assert slots.cut(clock.now - 1)
    assert slots.limit == 16
    before = slots.limit
    for _ in range(16):
        slots.answered()
    assert before + 3 < slots.limit <= before + 4
    for _ in range(2000):
        slots.answered()
    assert slots.limit == 64


def test_the_limit_never_falls_below_one() -> None:
    clock = Clock()
    slots = Slots(2, clock)
    for _ in range(5):
        clock.now += 10
        slots.cut(clock.now)
    assert slots.limit == 1


def test_no_more_than_the_limit_and_first_come_first_served() -> None:
    async def run() -> list[int]:
        slots, order = Slots(2), list[int]()

        async def one(number: int) -> None:
            await slots.take()
            order.append(number)
            assert slots.under_way <= 2
            await asyncio.sleep(0)
            slots.give()

        await asyncio.gather(*(one(number) for number in range(10)))
        assert slots.under_way == 0
        return order

    assert asyncio.run(run()) == list(range(10))


def test_who_is_cancelled_while_waiting_takes_no_slot() -> None:
    async def run() -> None:
        slots = Slots(1)
        await slots.take()
        waiting = [asyncio.create_task(slots.take()) for _ in range(3)]
        await asyncio.sleep(0)
        waiting[0].cancel()
        slots.give()
        waiting[1].cancel()  # it has just been given the slot
        await asyncio.wait_for(waiting[2], 1)
        assert slots.under_way == 1

    asyncio.run(run())


@pytest.mark.parametrize("a_minute", [1, 3, 60, 500, 10_000])
def test_no_minute_has_more_than_allowed(a_minute: int) -> None:
    clock = Clock()
    bucket = Bucket(a_minute, clock)
    went: list[float] = []
    for _ in range(min(3 * a_minute, 3_000)):
        clock.now += bucket.take(1)
        went.append(clock.now)
    most = max(sum(start <= time < start + 59.999 for time in went) for start in went[:: max(1, len(went) // 40)])
    assert most <= a_minute


def test_a_bucket_takes_what_it_turned_out_to_be() -> None:
    clock = Clock()
    bucket = Bucket(6000, clock)
    assert bucket.take(500) == 0
    bucket.correct(600)
    assert bucket.take(1) == pytest.approx(501 / 90, rel=0.01)


NOW = 50.0
HEADERS: list[tuple[dict[str, str], dict[str, tuple[float, float | None, float]]]] = [
    ({}, {}),
    (
        {
            "x-ratelimit-remaining-requests": "0",
            "x-ratelimit-limit-requests": "60",
            "x-ratelimit-reset-requests": "1m30s",
        },
        {"requests": (0, 60, 90)},
    ),
    (
        {"x-ratelimit-remaining-tokens": "149", "x-ratelimit-reset-tokens": "120ms"},
        {"tokens": (149, None, 0.12)},
    ),
    ({"x-ratelimit-remaining-requests": "5"}, {}),
    ({"x-ratelimit-remaining-requests": "many", "x-ratelimit-reset-requests": "1s"}, {}),
    ({"x-ratelimit-remaining-requests": "0", "x-ratelimit-reset-requests": "soon"}, {}),
    ({"x-ratelimit-remaining-requests": "0", "x-ratelimit-reset-requests": "23h"}, {}),
]


@pytest.mark.parametrize(("headers", "told"), HEADERS)
def test_headers(headers: dict[str, str], told: dict[str, tuple[float, float | None, float]]) -> None:
    found = {kind: (a.remaining, a.limit, round(a.full_at - NOW, 6)) for kind, a in allowances(headers, NOW).items()}
    assert found == told


def test_anthropics_headers_give_a_time() -> None:
    reset = (datetime.now(UTC) + timedelta(seconds=30)).isoformat().replace("+00:00", "Z")
    found = allowances(
        {
            "anthropic-ratelimit-requests-remaining": "3",
            "anthropic-ratelimit-requests-limit": "50",
            "anthropic-ratelimit-requests-reset": reset,
        },
        NOW,
    )
    assert found["requests"].remaining == 3
    assert 28 < found["requests"].full_at - NOW <= 30


WAITS = [
    (Allowance(5, 60, NOW, NOW + 60), 1, 0.0),
    (Allowance(0, 60, NOW, NOW + 60), 1, 1.0),
    (Allowance(0, None, NOW, NOW + 60), 1, 60.0),
    (Allowance(100, 1000, NOW, NOW + 9), 550, 4.5),
    (Allowance(100, 1000, NOW, NOW + 9), 5000, 9.0),
    (Allowance(0, 60, NOW - 70, NOW - 10), 1, 0.0),
]


@pytest.mark.parametrize(("allowance", "units", "seconds"), WAITS)
def test_what_is_left_says_how_long_to_wait(allowance: Allowance, units: float, seconds: float) -> None:
    assert allowance.wait(units, NOW) == pytest.approx(seconds)


def test_a_request_waits_until_the_provider_wants_to_hear_of_us() -> None:
    async def run() -> float:
        pace = Pace(Slots(4))
        began = await pace.turn(10)
        pace.heard(429, {}, began, 0.05)
        pace.done()
        assert pace.paused_for > 0.04
        assert pace.slots.limit == 2
        return await pace.turn(10) - began

    assert asyncio.run(run()) >= 0.05
