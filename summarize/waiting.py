"""Waiting for a coroutine from code that is not async, with one error in the place of a group of them."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from typing import Any, TypeVar

from summarize.errors import SummarizeError

__all__ = ["wait"]

R = TypeVar("R")


def wait(coroutine: Coroutine[Any, Any, R]) -> R:
    """What the coroutine returns. Of several failures the first of our own is raised, else the first."""
    try:
        return asyncio.run(coroutine)
    except BaseExceptionGroup as group:
        raise _first(group) from None


def _first(group: BaseExceptionGroup[BaseException]) -> BaseException:
    """The first of our own errors in a group of tasks' failures, else the first failure."""
    leaves = [_first(error) if isinstance(error, BaseExceptionGroup) else error for error in group.exceptions]
    return next((leaf for leaf in leaves if isinstance(leaf, SummarizeError)), leaves[0])
