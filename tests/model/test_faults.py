"""Against the misbehaving server, from articles to records: nothing lost, nothing asked again, killed and resumed."""

from __future__ import annotations

import asyncio
import random
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from benchmarks.corpus import article, articles, write_answers
from summarize.errors import BudgetReached, ModelError, ModelRefused, ModelUnavailable
from summarize.extract import KeptRecords, estimate, read_many
from summarize.model import ModelSettings, open_model, open_recordings
from tests.mock_server import Mock

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def answers(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_answers(tmp_path_factory.mktemp("answers") / "answers.json")


@pytest.fixture
def mock(answers: Path) -> Iterator[Mock]:
    with Mock(answers, log=True) as running:
        yield running


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Waits between tries are a hundredth of what they are."""

    async def pause(seconds: float) -> None:
        await asyncio.sleep(seconds / 100)

    monkeypatch.setattr("summarize.model.retry._pause", pause)


def read(mock: Mock, count: int, place: Path | None = None, **settings: Any) -> dict[str, str | ModelError]:
    """Records (as JSON without what they took) or errors, by document."""

    async def run() -> dict[str, str | ModelError]:
        found: dict[str, str | ModelError] = {}
        chosen = ModelSettings(
            **({"name": "mock", "base_url": mock.url, "record": place, "concurrency": 16} | settings)
        )
        async with open_model(chosen) as model:
            async for done in read_many(articles(count), model, at_once=32):
                assert done.records is not None or done.error is not None
                found[done.document] = done.error or done.records.model_dump_json(exclude={"tokens"})  # type: ignore[union-attr]
        return found

    return asyncio.run(run())


@pytest.mark.parametrize("name", ["recordings", "recordings.sqlite"])
def test_nothing_is_lost_and_nothing_asked_again(mock: Mock, tmp_path: Path, quick: None, name: str) -> None:
    sound = read(mock, 60)
    mock.reset()
    mock.faults(shares={"429": 0.30, "malformed": 0.10, "reset": 0.05, "half": 0.03, "stall": 0.02}, retry_after=0.01)
    found = read(mock, 60, tmp_path / name, timeout=1.0, max_reasks=6)
    assert found == sound
    served = mock.stats()
    assert served["by_fault"]["429"] > 10
    assert served["by_fault"].keys() >= {"reset", "stall", "ok"}
    assert served["resent"] == 0
    mock.reset()
    assert read(mock, 60, tmp_path / name, max_reasks=6) == sound
    assert mock.stats()["requests"] == 0


@pytest.mark.parametrize("fault", ["408", "409", "429", "500", "502", "503", "reset", "half", "stall", "garbage"])
def test_a_fault_that_lasts_fails_the_document_with_its_cause(mock: Mock, quick: None, fault: str) -> None:
    mock.faults(script=["ok"])
    assert len(read(mock, 1)) == 1
    mock.faults(script=["ok"], shares={fault: 1.0})
    found = read(mock, 3, attempts=3, timeout=0.3)
    failed = [error for error in found.values() if isinstance(error, ModelUnavailable)]
    assert len(failed) == 2
    assert "in 3 tries" in str(failed[0])
    assert len(found) == 3
    mock.faults(shares={})
    assert not [error for error in read(mock, 3).values() if isinstance(error, ModelError)]


@pytest.mark.parametrize(("status", "advice"), [("401", "key"), ("403", "not allowed"), ("404", "--model")])
def test_a_refusal_stops_at_once(mock: Mock, status: str, advice: str) -> None:
    mock.faults(shares={status: 1.0})
    with pytest.raises(ModelRefused, match=advice):
        read(mock, 50, concurrency=2)
    assert mock.stats()["requests"] <= 4


def test_a_document_that_is_refused_stops_the_run_only_where_none_was_accepted(mock: Mock) -> None:
    mock.faults(script=["400"])
    with pytest.raises(ModelRefused, match="--mode"):
        read(mock, 5, concurrency=1)
    mock.faults(script=["ok", "400", "ok", "413"])
    found = read(mock, 6, concurrency=1)
    assert len(found) == 6
    assert sum(isinstance(error, ModelRefused) for error in found.values()) == 2


def test_where_nothing_has_ever_answered_all_fail_after_the_first(quick: None, answers: Path) -> None:
    with Mock(answers) as gone:
        pass
    began = time.monotonic()
    found = read(gone, 200, first_attempts=2)
    assert time.monotonic() - began < 5
    assert len(found) == 200
    assert all(isinstance(error, ModelUnavailable) for error in found.values())
    assert any("--base-url" in str(error) for error in found.values())


def test_retry_after_is_waited_for_by_everybody(mock: Mock) -> None:
    mock.faults(script=["429"], retry_after=0.5)
    began = time.monotonic()
    read(mock, 4, concurrency=1)
    assert time.monotonic() - began >= 0.5
    assert mock.stats()["requests"] == 5


def test_no_more_documents_are_under_way_than_there_is_room_for(mock: Mock) -> None:
    taken = most = done = 0

    def counted() -> Iterator[Any]:
        nonlocal taken
        for number in range(60):
            taken += 1
            yield article(number)

    async def run() -> None:
        nonlocal most, done
        async with open_model(ModelSettings(name="mock", base_url=mock.url, concurrency=4)) as model:
            async for _ in read_many(counted(), model, at_once=8):
                done += 1
                most = max(most, taken - done)

    asyncio.run(run())
    assert done == 60
    assert most <= 2 * 8 + 1
    assert mock.stats()["most_under_way"] <= 4


BUDGETS = [{"max_requests": 7}, {"max_tokens": 150_000, "max_output_tokens": 2_000}, {"max_requests": 1}]


@pytest.mark.parametrize("budget", BUDGETS, ids=str)
def test_a_budget_holds_in_the_eyes_of_the_server(
    mock: Mock, tmp_path: Path, quick: None, budget: dict[str, int]
) -> None:
    mock.faults(shares={"429": 0.2, "half": 0.1, "malformed": 0.1})
    with pytest.raises(BudgetReached):
        read(mock, 60, tmp_path / "r.sqlite", **budget)
    served = mock.stats()
    assert served["requests"] <= budget.get("max_requests", 10_000)
    assert served["tokens"] <= budget.get("max_tokens", 10**9)
    kept = len(list(open_recordings(tmp_path / "r.sqlite").keys())) if (tmp_path / "r.sqlite").exists() else 0
    assert kept <= served["answered"]
    mock.faults(shares={})
    mock.reset()
    assert len(read(mock, 60, tmp_path / "r.sqlite", max_reasks=6)) == 60
    assert mock.stats()["resent"] == 0


RUN = """
import asyncio, sys
from pathlib import Path
from benchmarks.corpus import articles
from summarize.extract import KeptRecords, estimate, read_many
from summarize.model import ModelSettings, open_model

async def run(url, count, place):
    kept = KeptRecords(place / "records.sqlite", "mock")
    settings = ModelSettings(name="mock", base_url=url, record=place / sys.argv[4], concurrency=8, max_reasks=6)
    async with open_model(settings) as model:
        print("open", flush=True)
        async for done in read_many(articles(count), model, kept=kept, hand_out_kept=False):
            assert done.error is None, done.error
    kept.close()

asyncio.run(run(sys.argv[1], int(sys.argv[2]), Path(sys.argv[3])))
"""


@pytest.mark.parametrize("name", ["recordings", "recordings.sqlite"])
def test_killed_at_random_moments_the_records_are_the_same_and_nothing_kept_is_asked_again(
    mock: Mock, tmp_path: Path, name: str
) -> None:
    count, chance = 40, random.Random(7)  # noqa: S311
    sound = read(mock, count)
    mock.latency(0.05)
    mock.faults(shares={"malformed": 0.1})
    mock.reset()
    kept, ended = set[str](), -1
    command = [sys.executable, "-c", RUN, mock.url, str(count), str(tmp_path), name]
    for kills_left in (2, 1, 0):
        before = len(mock.keys())
        with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
            assert process.stdout is not None
            assert process.stdout.readline() == "open\n"
            if kills_left:
                time.sleep(chance.uniform(0.05, 0.3))
                process.send_signal(signal.SIGKILL)
            ended = process.wait()
        assert not kept & set(mock.keys()[before:]), "what was on the disk when it was killed was asked again"
        if (tmp_path / name).exists():
            store = open_recordings(tmp_path / name)
            kept = set(store.keys())
            store.close()
    assert ended == 0
    shelf = KeptRecords(tmp_path / "records.sqlite", "mock")
    for number in range(count):
        records = shelf.get(shelf.fingerprint(article(number), ("actors", "events", "relations", "tallies")))
        assert records is not None
        assert records.model_dump_json(exclude={"tokens"}) == sound[article(number).id]
    shelf.close()


def test_an_estimate_makes_the_very_requests_and_sends_none(mock: Mock, tmp_path: Path) -> None:
    read(mock, 2, tmp_path / "r.sqlite")
    mock.reset()
    settings = ModelSettings(name="openai/gpt-4o-mini", base_url=mock.url)
    assert asyncio.run(estimate(articles(5), settings)).requests == 5
    settings = ModelSettings(name="mock", base_url=mock.url, record=tmp_path / "r.sqlite")
    told = asyncio.run(estimate(articles(5), settings))
    assert (told.documents, told.recorded, told.requests, told.cost) == (5, 2, 3, None)
    assert 3 * 4_000 < told.input_tokens < 3 * 20_000
    assert told.output_tokens > 0
    assert mock.stats()["requests"] == 0


def test_what_is_kept_is_not_read_again_unless_something_changed(mock: Mock, tmp_path: Path) -> None:
    async def run(answers: str, ask: tuple[Any, ...]) -> int:
        kept, fresh = KeptRecords(tmp_path / "records.sqlite", answers), 0
        async with open_model(ModelSettings(name="mock", base_url=mock.url)) as model:
            async for done in read_many(articles(3), model, ask=ask, kept=kept):
                assert done.records is not None
                fresh += not done.kept
                assert done.records.tokens.sent == (0 if done.kept else 1)
        kept.close()
        return fresh

    whole = ("actors", "events", "relations", "tallies")
    assert asyncio.run(run("mock", whole)) == 3
    assert asyncio.run(run("mock", whole)) == 0
    assert asyncio.run(run("another", whole)) == 3
    database = sqlite3.connect(tmp_path / "records.sqlite")
    assert database.execute("SELECT count(*) FROM records").fetchone() == (6,)
    database.close()
    (tmp_path / "records.sqlite").write_bytes(b"not a database" * 500)
    assert asyncio.run(run("mock", whole)) == 3
