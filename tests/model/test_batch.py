"""Through the Batch API, against the mock server: submitted, collected, replayed; nothing sent or paid twice."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from benchmarks.corpus import article, articles, write_answers
from summarize.cli import app
from summarize.errors import ConfigError, InUse, ModelRefused, ModelUnavailable, NoModelError, RecordingsError
from summarize.extract import read_many, unanswered
from summarize.model import Collected, ModelSettings, Submitted, locked, open_model, open_recordings
from summarize.model.batch import collect, none_waiting, status, submit
from summarize.model.batch_state import BatchState
from tests.mock_server import Mock


@pytest.fixture(scope="module")
def answers(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_answers(tmp_path_factory.mktemp("answers") / "answers.json")


@pytest.fixture
def mock(answers: Path) -> Iterator[Mock]:
    with Mock(answers, log=True) as running:
        yield running


@pytest.fixture
def out(tmp_path: Path) -> Path:
    return tmp_path / "out"


def chosen(mock: Mock, out: Path, **more: Any) -> ModelSettings:
    return ModelSettings(**{"name": "mock", "base_url": mock.url, "record": out / "recordings.sqlite", **more})


def submitted(mock: Mock, out: Path, count: int, bounds: dict[str, int] | None = None, **more: Any) -> Submitted:
    settings = chosen(mock, out, **more)
    return asyncio.run(submit(unanswered(articles(count), settings), settings, out, **(bounds or {})))


def collected(out: Path) -> Collected:
    return asyncio.run(collect(out))


def statuses(out: Path) -> list[tuple[str, bool]]:
    return [(batch.status, batch.collected) for batch in asyncio.run(status(out))]


def records(mock: Mock, out: Path | None, count: int) -> list[str]:
    """The records that a plain run comes to, as JSON without what they took."""

    async def run() -> list[str]:
        settings = ModelSettings(name="mock", base_url=mock.url, record=out and out / "recordings.sqlite")
        async with open_model(settings) as model:
            done = [each async for each in read_many(articles(count), model)]
        return sorted(each.records.model_dump_json(exclude={"tokens"}) for each in done if each.records)

    return asyncio.run(run())


def test_submitted_collected_and_then_replayed_with_nothing_sent(mock: Mock, out: Path) -> None:
    direct = records(mock, None, 12)
    done = submitted(mock, out, 12)
    assert (done.requests, done.waiting, done.batches, done.reached) == (12, 0, ("batch_1",), None)
    sent_directly, in_batches = mock.bodies()
    assert sent_directly == in_batches  # byte by byte
    assert sorted(mock.keys()) == sorted(mock.batches())
    assert statuses(out) == [("in_progress", False)]
    assert (collected(out).answered, collected(out).waiting) == (0, 12)
    mock.batches(outcome="completed")
    found = collected(out)
    assert (found.answered, found.failures, found.waiting, found.cost) == (12, (), 0, None)
    assert found.tokens.given > 0
    assert found.tokens.taken > 0
    assert statuses(out) == [("completed", True)]
    assert not list((out / "batches").iterdir())
    mock.reset()
    assert records(mock, out, 12) == direct
    assert mock.stats()["requests"] == 0
    assert submitted(mock, out, 12).requests == 0


@pytest.mark.parametrize(
    ("fault", "reason"),
    [
        ("400", "refused the request (400)"),
        ("429", "429: fault 429"),
        ("500", "500: fault 500"),
        ("expired", "not done in time"),
        ("lost", "the batch ended without an answer to it (completed)"),
        ("silence", "the model said nothing"),
    ],
)
def test_failed_lines_are_said_and_asked_again(mock: Mock, out: Path, fault: str, reason: str) -> None:
    submitted(mock, out, 5)
    mock.batches(outcome="completed", faults=["ok", fault, fault])
    found = collected(out)
    assert (found.answered, len(found.failures)) == (3, 2)
    assert all(reason in str(failure) for failure in found.failures)
    assert article(1).id in str(found.failures[0])
    before = mock.batches()
    assert submitted(mock, out, 5).requests == 2  # in a new batch ...
    assert sorted(mock.batches()[5:]) == sorted(before[1:3])
    (out / "batches.json").unlink()
    assert len(records(mock, out, 5)) == 5  # ... or directly
    assert sorted(mock.keys()) == sorted(before[1:3])


def test_a_malformed_answer_is_kept_and_its_correction_asked_for(mock: Mock, out: Path) -> None:
    submitted(mock, out, 2)
    mock.batches(outcome="completed", faults=["truncated"])
    assert collected(out).answered == 2
    assert submitted(mock, out, 2).requests == 1
    assert len(set(mock.batches())) == 3
    assert collected(out).answered == 1
    assert len(records(mock, out, 2)) == 2
    assert mock.stats()["requests"] == 0


@pytest.mark.parametrize(
    ("outcome", "reason"),
    [
        ("expired", "not done in time"),
        ("cancelled", "not done in time"),
        ("failed", "ended without an answer to it (failed; too many tokens enqueued)"),
    ],
)
def test_a_batch_that_expired_or_failed_gives_what_it_has(mock: Mock, out: Path, outcome: str, reason: str) -> None:
    submitted(mock, out, 4)
    mock.batches(outcome=outcome, faults=["ok", "expired", "expired", "expired"])
    found = collected(out)
    assert found.answered == (0 if outcome == "failed" else 1)
    assert reason in str(found.failures[-1])
    assert statuses(out) == [(outcome, True)]
    assert submitted(mock, out, 4).requests == len(found.failures)


def test_what_is_under_way_or_answered_is_not_sent_again(mock: Mock, out: Path) -> None:
    submitted(mock, out, 4)
    again = submitted(mock, out, 6)
    assert (again.requests, again.waiting) == (2, 4)
    mock.batches(outcome="completed")
    assert collected(out).answered == 6
    last = submitted(mock, out, 7)
    assert (last.requests, last.waiting) == (1, 0)
    assert len(mock.batches()) == len(set(mock.batches())) == 7


def test_a_direct_run_is_told_what_is_under_way(mock: Mock, out: Path) -> None:
    none_waiting(out)
    submitted(mock, out, 3)
    with pytest.raises(ConfigError, match=r"3 requests.*paid for twice.*batch collect"):
        none_waiting(out)
    mock.batches(outcome="completed")
    collected(out)
    none_waiting(out)


@pytest.mark.parametrize("bounds", [{"most_lines": 3}, {"most_bytes": 3 * 24_000}])
def test_many_requests_are_many_batches(mock: Mock, out: Path, bounds: dict[str, int]) -> None:
    done = submitted(mock, out, 7, bounds)
    assert len(done.batches) > 2
    assert len(set(mock.batches())) == 7
    mock.batches(outcome="completed")
    assert collected(out).answered == 7


def test_a_folder_keeps_the_answers_too(mock: Mock, out: Path) -> None:
    submitted(mock, out, 2, record=out / "recordings")
    mock.batches(outcome="completed")
    assert collected(out).record == (out / "recordings").absolute()
    assert len(list(open_recordings(out / "recordings").keys())) == 2


# --- budgets ------------------------------------------------------------------------------------------


PRICES = "- {model: mock, input: '1', output: '1'}\n"


@pytest.mark.parametrize(
    ("budget", "sent"),
    [
        ({"max_requests": 3}, 3),
        ({"max_requests": 0}, 0),
        ({"max_tokens": 0}, 0),
        ({"max_tokens": 10_000_000}, 6),
        ({"max_cost": Decimal("0.0001")}, 0),
    ],
)
def test_the_budget_holds_whatever_the_answers_take(
    mock: Mock, out: Path, tmp_path: Path, budget: dict[str, Any], sent: int
) -> None:
    (tmp_path / "prices.yaml").write_text(PRICES)
    done = submitted(mock, out, 6, **budget, prices=tmp_path / "prices.yaml")
    assert done.requests == sent == len(mock.batches())
    assert (done.reached is None) == (sent == 6)


def test_a_batch_costs_half_as_much(mock: Mock, out: Path, tmp_path: Path) -> None:
    (tmp_path / "prices.yaml").write_text(PRICES)
    size = max(each.request.size for each in asked(mock, out))
    whole = Decimal(size + 100) / 1_000_000  # a dollar for a million tokens, in or out alike
    budget: dict[str, Any] = {"max_cost": whole / 2, "max_output_tokens": 100, "prices": tmp_path / "prices.yaml"}
    assert submitted(mock, out, 1, **budget).requests == 1
    mock.batches(outcome="completed")
    found = collected(out)
    assert found.cost == Decimal(found.tokens.given + found.tokens.taken) / 2_000_000


def asked(mock: Mock, out: Path) -> list[Any]:
    async def run() -> list[Any]:
        return [each async for each in unanswered(articles(3), chosen(mock, out))]

    return asyncio.run(run())


def test_a_limit_for_the_budget_is_sent_and_is_no_part_of_the_key(mock: Mock, out: Path) -> None:
    submitted(mock, out, 2, max_tokens=10_000_000)
    limited = mock.bodies()[1]
    submitted(mock, out / "other", 2)  # the same without a limit
    assert len(set(mock.batches())) == 2
    assert len(mock.bodies()[1] - limited) == 2
    mock.batches(outcome="completed")
    assert collected(out).answered == 2
    assert len(records(mock, out, 2)) == 2
    assert mock.stats()["requests"] == 0


@pytest.mark.parametrize(("budget", "kept"), [({"max_tokens": 10_000_000}, 1), ({}, 2)])
def test_an_answer_cut_off_at_the_budgets_limit_is_not_kept(
    mock: Mock, out: Path, budget: dict[str, Any], kept: int
) -> None:
    submitted(mock, out, 2, **budget)
    mock.batches(outcome="completed", faults=["cut_off"])
    found = collected(out)
    assert (found.answered, len(found.failures)) == (kept, 2 - kept)


# --- what breaks off ----------------------------------------------------------------------------------


@pytest.mark.parametrize("refusal", ["reset", "500", "429"])
def test_a_batch_whose_beginning_broke_off_is_begun_once(mock: Mock, out: Path, refusal: str) -> None:
    mock.batches(refusal=refusal)
    with pytest.raises(ModelUnavailable, match="Batch API"):
        submitted(mock, out, 3)
    again = submitted(mock, out, 3)
    assert (again.requests, again.waiting) == (0, 3)
    assert len(mock.batches()) == 3
    mock.batches(outcome="completed")
    assert collected(out).answered == 3


@pytest.mark.parametrize(("refusal", "error"), [("400", ModelRefused), ("401", ModelRefused), ("404", ConfigError)])
def test_a_batch_that_is_refused_is_forgotten(mock: Mock, out: Path, refusal: str, error: type[Exception]) -> None:
    mock.batches(refusal=refusal)
    with pytest.raises(error, match=refusal):
        submitted(mock, out, 3)
    assert statuses(out) == []
    assert submitted(mock, out, 3).requests == 3


def test_a_crash_before_it_is_noted_loses_nothing(mock: Mock, out: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    submitted(mock, out, 3)
    mock.batches(outcome="completed")

    def crash(*_: Any) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(BatchState, "finish", crash)
        with pytest.raises(KeyboardInterrupt):
            collected(out)
    assert collected(out).answered == 3
    assert len(records(mock, out, 3)) == 3
    assert mock.stats()["requests"] == 0


def test_two_at_once_on_one_output(mock: Mock, out: Path) -> None:
    with locked(out / "batches.json"), pytest.raises(InUse):
        submitted(mock, out, 1)


def test_what_lies_there_names_no_key(mock: Mock, out: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "sk-0123456789")
    submitted(mock, out, 1)
    assert json.loads((out / "batches.json").read_text())["batches"][0]["requests"] == 1
    assert not [path for path in out.rglob("*") if path.is_file() and b"sk-0123456789" in path.read_bytes()]


@pytest.mark.parametrize(
    ("settings", "error", "words"),
    [
        ({"name": "ollama/x", "base_url": None}, ConfigError, "ollama is asked without --batch"),
        ({"name": None}, NoModelError, "No model is named"),
        ({"record": None}, ConfigError, "--record"),
    ],
)
def test_where_there_are_no_batches(
    mock: Mock, out: Path, settings: dict[str, Any], error: type[Exception], words: str
) -> None:
    with pytest.raises(error, match=words):
        submitted(mock, out, 1, **settings)


def test_files_that_cannot_be_read_are_named(mock: Mock, out: Path) -> None:
    submitted(mock, out, 1)
    next((out / "batches").iterdir()).write_text("{")
    with pytest.raises(RecordingsError, match="jsonl cannot be read"):
        submitted(mock, out, 1)
    (out / "batches.json").write_text("[]")
    with pytest.raises(RecordingsError, match="delete it to forget"):
        collected(out)


# --- the command --------------------------------------------------------------------------------------


def test_the_command(mock: Mock, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "news").mkdir()
    for number in range(2):
        (tmp_path / "news" / f"{number}.txt").write_text(article(number).text)

    def call(*arguments: str) -> tuple[int, str]:
        done = CliRunner().invoke(app, arguments)
        return done.exit_code, done.output

    run = ("run", "news", "-o", "out", "--model", "mock", "--base-url", mock.url)
    assert "2 requests submitted in 1 batches." in call(*run, "--batch")[1]
    assert "0 of 2 done" in call("batch", "status", "-o", "out")[1]
    code, said = call(*run)
    assert (code, "paid for twice" in said) == (2, True)
    mock.batches(outcome="completed", faults=["500"])
    code, said = call("batch", "collect", "-o", "out")
    assert (code, "1 answers recorded" in said, "1 left out" in said) == (3, True, True)
    assert "1 of 2 answered, 1 failed" in call("batch", "status", "-o", "out")[1]
    code, said = call(*run)
    assert code == 0
    assert "1 / 1" in said
    assert (tmp_path / "out" / "dossier.json").exists()
    assert "Nothing is left to ask" in call(*run, "--batch")[1]
    assert call("run", "news", "--replay", "out/recordings", "--batch")[0] == 2
