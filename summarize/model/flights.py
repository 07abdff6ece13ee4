"""The same thing asked twice at once is done once."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Generic, TypeVar

__all__ = ["Flights"]

R = TypeVar("R")


class Flights(Generic[R]):
    """Work under way, by key."""

    def __init__(self) -> None:
        self._under_way: dict[str, asyncio.Future[R]] = {}

    async def join(self, key: str, work: Callable[[], Awaitable[R]]) -> tuple[R, bool]:
        """The result of `work`, and whether it was this caller who did it.

        Who comes while another does the same waits for that result, or for its error. If the doer is cancelled, one
        of those who wait does it instead.
        """
        while (under_way := self._under_way.get(key)) is not None:
            try:
                return await asyncio.shield(under_way), False
            except asyncio.CancelledError:
                if not under_way.cancelled():
                    raise
        return await self._lead(key, work), True

    async def _lead(self, key: str, work: Callable[[], Awaitable[R]]) -> R:
        outcome: asyncio.Future[R] = asyncio.get_running_loop().create_future()
        self._under_way[key] = outcome
        try:
            result = await work()
        except asyncio.CancelledError:
            outcome.cancel()
            raise
        except Exception as error:
            outcome.set_exception(error)
            outcome.exception()  # taken note of, also where nobody else waits
            raise
        else:
            outcome.set_result(result)
            return result
        finally:
            del self._under_way[key]
