"""The command line, over a pipeline that is not there: what it passes on, what it writes, how it ends."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from summarize import evaluate, pipeline
from summarize._version import __version__
from summarize.cli import app
from summarize.errors import (
    DossierError,
    DuplicateInput,
    InputError,
    MissingRecording,
    ModelUnavailable,
    NoModelError,
    SummarizeError,
)
from summarize.pipeline import Outcome, Progress
from summarize.schemas import Dossier, Judgement, Tokens
from tests.report.factory import dossier

Fake = Callable[..., Outcome]


class Pipeline:
    """Remembers how it was called; answers with a dossier, or raises."""

    def __init__(self, failures: tuple[SummarizeError, ...] = (), error: BaseException | None = None) -> None:
        self.failures, self.error = failures, error
        self.paths: tuple[Path, ...] = ()
        self.options: dict[str, Any] = {}
        self.answer = dossier()

    def __call__(self, *paths: Path, **options: Any) -> Outcome:
        self.paths, self.options = paths, options
        options["progress"](Progress(done=1, total=2, document="d1\x1b[31m[red]", stage="read", tokens=Tokens()))
        if self.error:
            raise self.error
        spent = Tokens(sent=1, replayed=4, reasks=1, input_tokens=12000, output_tokens=3400)
        return Outcome(self.answer, self.failures, spent)


@pytest.fixture
def use(monkeypatch: pytest.MonkeyPatch) -> Callable[[Pipeline], Pipeline]:
    """Puts a pipeline in the real one's place."""

    def put(fake: Pipeline) -> Pipeline:
        monkeypatch.setattr(pipeline, "summarize", fake)
        return fake

    return put


@pytest.fixture(autouse=True)
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is written into the repository."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("SUMMARIZE_MODEL", raising=False)


def call(*arguments: str) -> Result:
    return CliRunner().invoke(app, arguments)


def test_run_writes_and_sums_up(use: Callable[[Pipeline], Pipeline], tmp_path: Path) -> None:
    use(Pipeline())
    result = call("run", "articles", "-o", "here", "--replay", "rec")
    assert result.exit_code == 0
    for words in ("documents", "attacks", "contradictions", "requests replayed / sent", "4 / 1", "12,000 / 3,400"):
        assert words in result.stdout
    for name in ("dossier.json", "brief.md", "tables/events.csv"):
        assert (tmp_path / "here" / name).exists()
        assert str(Path("here") / name) in result.stdout


def test_run_passes_on_what_it_is_told(use: Callable[[Pipeline], Pipeline]) -> None:
    fake = use(Pipeline())
    result = call(
        "run", "a.txt", "b", "--model", "openai/x", "--base-url", "http://127.0.0.1:1/v1", "--record", "rec",
        "--published", "2024-05", "--ask", "events, actors", "--register", "r.csv", "--register", "s.json",
        "--concurrency", "3",
    )  # fmt: skip
    assert result.exit_code == 0, result.output
    settings = fake.options["settings"]
    assert fake.paths == (Path("a.txt"), Path("b"))
    assert (settings.name, settings.base_url, settings.record, settings.replay, settings.concurrency) == (
        "openai/x", "http://127.0.0.1:1/v1", Path("rec"), None, 3,
    )  # fmt: skip
    assert fake.options["ask"] == ["actors", "events"]
    assert fake.options["published"] == "2024-05"
    assert fake.options["registers"] == [Path("r.csv"), Path("s.json")]


def test_what_is_paid_for_is_kept(use: Callable[[Pipeline], Pipeline]) -> None:
    fake = use(Pipeline())
    assert call("run", "a.txt", "-o", "here", "--model", "openai/x").exit_code == 0
    assert fake.options["settings"].record == Path("here/recordings")


def test_what_people_judged_in_the_folder_holds_for_the_next_run(
    use: Callable[[Pipeline], Pipeline], tmp_path: Path
) -> None:
    fake = use(Pipeline())
    judged = Judgement(
        left="a", right="b", verdict="same", author="person", by="ana", reason="r", at=datetime(2031, 1, 1, tzinfo=UTC)
    )
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "judgements.jsonl").write_text(judged.model_dump_json() + "\n")
    assert CliRunner().invoke(app, ["run", "articles", "--model", "m", "-o", str(tmp_path / "out")]).exit_code == 0
    assert fake.options["judgements"] == (judged,)


def test_recordings_beside_the_articles_are_replayed(use: Callable[[Pipeline], Pipeline], tmp_path: Path) -> None:
    (tmp_path / "articles/recordings").mkdir(parents=True)
    (tmp_path / "articles/recordings/manifest.json").write_text("{}")
    fake = use(Pipeline())
    assert call("run", "articles").exit_code == 0
    settings = fake.options["settings"]
    assert (settings.replay, settings.record) == (Path("articles/recordings"), None)


def test_without_any_model_the_ways_to_one_are_named() -> None:
    result = call("run", "articles")
    assert result.exit_code == 2
    for way in ("OPENAI_API_KEY", "ollama/", "--base-url", "--replay"):
        assert way in result.stderr


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["run"], "Missing argument"),
        (["run", "x", "--ask", "actors,colours"], "'colours' is not among actors, events, relations, tallies"),
        (["run", "x", "--ask", ""], "is not among"),
        (["run", "x", "--published", "yesterday"], "not an EDTF date"),
        (["run", "x", "--concurrency", "0"], "greater than or equal to 1"),
        (["run", "x", "--model", "m", "--record", "a", "--replay", "b"], "exclude each other"),
        (["run", "x", "--colour"], "No such option"),
        (["schema", "colour"], "colour"),
        (["nothing"], "No such command"),
    ],
)
def test_wrong_usage_is_2(arguments: list[str], message: str) -> None:
    result = call(*arguments)
    assert result.exit_code == 2
    assert message in " ".join(result.stderr.split())


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (InputError("notes.txt", "it is empty", "Leave it out."), 2),
        (NoModelError("No model."), 2),
        (DossierError("No register."), 2),
        (MissingRecording("No recording."), 1),
        (ModelUnavailable("No answer."), 1),
    ],
)
def test_our_errors_are_one_message(
    error: SummarizeError, code: int, use: Callable[[Pipeline], Pipeline], tmp_path: Path
) -> None:
    use(Pipeline(error=error))
    result = call("run", "x", "--replay", "rec")
    assert result.exit_code == code
    assert f"summarize: {error}" in result.stderr
    assert "Traceback" not in result.output
    assert not (tmp_path / "out").exists()


def test_a_duplicate_is_named_and_harmless(use: Callable[[Pipeline], Pipeline]) -> None:
    use(Pipeline(failures=(DuplicateInput("copy.txt", "it has the same bytes as notes.txt"),)))
    result = call("run", "x", "--replay", "rec")
    assert result.exit_code == 0
    assert "copy.txt" in result.stderr


def test_some_inputs_failed_is_3(use: Callable[[Pipeline], Pipeline], tmp_path: Path) -> None:
    use(
        Pipeline(failures=(InputError("notes.txt", "it is empty", "Leave it out."), ModelUnavailable("d7: \x1b[31mno")))
    )
    result = call("run", "x", "--replay", "rec")
    assert result.exit_code == 3
    assert "2 left out:" in result.stderr
    assert "notes.txt: it is empty. Leave it out." in result.stderr
    assert "d7: [31mno" in result.stderr
    assert (tmp_path / "out/dossier.json").exists()


def test_a_message_of_several_lines_keeps_them(use: Callable[[Pipeline], Pipeline]) -> None:
    use(Pipeline(error=MissingRecording("No recording.\n  nearest: a\x1b[2J\n    - b")))
    assert "summarize: No recording.\n  nearest: a[2J\n    - b\n" in call("run", "x", "--replay", "rec").stderr


def test_nothing_went_through_is_1(use: Callable[[Pipeline], Pipeline]) -> None:
    fake = Pipeline(failures=(ModelUnavailable("no"),))
    fake.answer = Dossier()
    use(fake)
    assert call("run", "x", "--replay", "rec").exit_code == 1


def test_interrupted_is_130_and_says_how_to_go_on(use: Callable[[Pipeline], Pipeline], tmp_path: Path) -> None:
    use(Pipeline(error=KeyboardInterrupt()))
    result = call("run", "x", "--replay", "rec")
    assert result.exit_code == 130
    assert "the same command goes on from there" in result.stderr
    assert not (tmp_path / "out").exists()


def test_an_output_that_cannot_be_written_is_1(use: Callable[[Pipeline], Pipeline], tmp_path: Path) -> None:
    use(Pipeline())
    (tmp_path / "out").write_text("a file")
    result = call("run", "x", "--replay", "rec")
    assert result.exit_code == 1
    assert "cannot be written" in result.stderr


def test_a_bug_is_not_hidden(use: Callable[[Pipeline], Pipeline]) -> None:
    use(Pipeline(error=ZeroDivisionError("a bug")))
    assert isinstance(call("run", "x", "--replay", "rec").exception, ZeroDivisionError)


def test_show(use: Callable[[Pipeline], Pipeline]) -> None:
    use(Pipeline())
    call("run", "x", "--replay", "rec")
    result = call("show", "2024-01-28-tower-22")
    assert result.exit_code == 0
    assert "d1 sentence 1: “Three soldiers were killed on Sunday at Tower 22.”" in result.stdout
    wrong = call("show", "2024-01-28-tower-23")
    assert wrong.exit_code == 2
    assert "the nearest are 2024-01-28-tower-22" in wrong.stderr


def test_show_without_a_dossier() -> None:
    result = call("show", "x", "-o", "nowhere")
    assert result.exit_code == 2
    assert "nowhere does not exist" in result.stderr


@pytest.mark.parametrize(("of", "title"), [([], "Dossier"), (["dossier"], "Dossier"), (["reading"], "Reading")])
def test_schema(of: list[str], title: str) -> None:
    result = call("schema", *of)
    assert result.exit_code == 0
    assert json.loads(result.stdout)["title"] == title


def test_eval(monkeypatch: pytest.MonkeyPatch) -> None:
    def run_eval(gold: Path, dossier: Path, *, as_json: bool, misses: bool) -> str:
        return f"{gold} {dossier} {as_json} {misses}"

    monkeypatch.setattr(evaluate, "run_eval", run_eval)
    assert call("eval", "gold").stdout == "gold out/dossier.json False False\n"
    assert call("eval", "gold", "--dossier", "d.json", "--json", "--misses").stdout == "gold d.json True True\n"


def test_version_and_help() -> None:
    assert call("--version").stdout == f"summarize {__version__}\n"
    text = " ".join(call("--help").stdout.split())
    assert "0 all fine; 1 a run failed; 2 wrong usage; 3 some inputs failed" in text
