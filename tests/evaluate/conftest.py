"""The gold of the five articles, and the dossier that is written from it."""

from __future__ import annotations

import pytest

from summarize.evaluate import Gold
from summarize.schemas import Dossier
from tests.evaluate.writer import SEEDS, write


@pytest.fixture(scope="session")
def gold() -> Gold:
    return Gold.load(SEEDS / "gold")


@pytest.fixture(scope="session")
def perfect(gold: Gold) -> Dossier:
    return write(gold)
