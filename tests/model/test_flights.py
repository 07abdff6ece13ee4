"""The same work at once is done once, also where it fails or its doer is cancelled."""

from __future__ import annotations

import asyncio

import pytest

from summarize.model.flights import Flights


class Work:
    """Counts how often it is begun; ends when let go."""

    def __init__(self) -> None:
        self.begun = 0
        self.go = asyncio.Event()

    async def __call__(self) -> int:
        self.begun += 1
        await self.go.wait()
        return self.begun


async def settle() -> None:
    for _ in range(5):
        await asyncio.sleep(0)


def test_who_comes_later_shares_the_result() -> None:
    async def run() -> None:
        flights, work = Flights[int](), Work()
        tasks = [asyncio.create_task(flights.join("k", work)) for _ in range(3)]
        other = asyncio.create_task(flights.join("other", work))
        await settle()
        work.go.set()
        results = [await task for task in tasks]
        assert sorted(mine for _, mine in results) == [False, False, True]
        assert len({result for result, _ in results}) == 1
        assert (await other)[1]
        assert work.begun == 2
        assert (await flights.join("k", work)) == (3, True)

    asyncio.run(run())


def test_an_error_is_shared_and_forgotten() -> None:
    async def fail() -> int:
        await asyncio.sleep(0)
        raise ValueError

    async def run() -> None:
        flights = Flights[int]()
        results = await asyncio.gather(*(flights.join("k", fail) for _ in range(2)), return_exceptions=True)
        assert [type(result) for result in results] == [ValueError, ValueError]
        with pytest.raises(ValueError):  # noqa: PT011  (the one raised above)
            await flights.join("k", fail)

    asyncio.run(run())


def test_when_the_doer_is_cancelled_another_does_it() -> None:
    async def run() -> None:
        flights, work = Flights[int](), Work()
        first, second, third = (asyncio.create_task(flights.join("k", work)) for _ in range(3))
        await settle()
        first.cancel()
        await settle()
        assert work.begun == 2
        work.go.set()
        assert {await second, await third} == {(2, True), (2, False)}

    asyncio.run(run())


def test_when_one_who_waits_is_cancelled_the_work_goes_on() -> None:
    async def run() -> None:
        flights, work = Flights[int](), Work()
        first, second = (asyncio.create_task(flights.join("k", work)) for _ in range(2))
        await settle()
        second.cancel()
        await settle()
        assert second.cancelled()
        work.go.set()
        assert await first == (1, True)

    asyncio.run(run())
