"""The command line: parses, calls one library function, writes.

Exit codes: 0 everything went through; 1 a run failed; 2 the call or an input cannot be used; 3 some inputs failed,
each named with its reason, and the rest went through; 130 interrupted.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.text import Text

from summarize._version import __version__
from summarize.errors import DossierError, DuplicateInput, SummarizeError, UsageError
from summarize.schemas import PARTS, Part
from summarize.schemas.dates import check_edtf
from summarize.schemas.display import visible

if TYPE_CHECKING:
    from summarize.model import Batch, ModelSettings
    from summarize.pipeline import Outcome, Progress
    from summarize.reconcile import Ledger
    from summarize.schemas import Dossier

EXPORTS = ("sqlite", "parquet", "csv", "xlsx", "geojson", "graphml", "ftm", "acled", "ged", "stix")
FAILED, USAGE, PARTLY, INTERRUPTED = 1, 2, 3, 130

app = typer.Typer(
    help="News articles in, one reconciled and cited dossier out.",
    epilog="Exit codes: 0 all fine; 1 a run failed; 2 wrong usage; 3 some inputs failed, the rest went through; "
    "130 interrupted.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)
batch_app = typer.Typer(help="Look at and collect what run --batch submitted.", no_args_is_help=True)
app.add_typer(batch_app, name="batch")


class SchemaOf(StrEnum):
    """What has a published JSON Schema."""

    dossier = "dossier"
    reading = "reading"


def main() -> None:
    """Entry point of the `summarize` program."""
    app()


# --- what every command shares --------------------------------------------------------------------------------


def _say(message: str, style: str = "") -> None:
    """A message on standard error, its lines and their indents kept; nothing in it is markup or steers the terminal."""
    Console(stderr=True).print(Text(_lines(message), style=style), soft_wrap=True)


def _lines(text: str) -> str:
    """A text with its lines and indents kept, and whatever could steer a terminal made visible."""
    return "\n".join(" " * (len(line) - len(line.lstrip(" "))) + visible(line) for line in text.split("\n"))


@contextmanager
def _reported(interrupted: str = "Interrupted.") -> Iterator[None]:
    """Our own errors become one message and an exit code; Ctrl-C becomes a word and 130."""
    try:
        yield
    except SummarizeError as error:
        _say(f"summarize: {error}", "red")
        raise typer.Exit(USAGE if isinstance(error, UsageError) else FAILED) from error
    except KeyboardInterrupt as error:
        _say(interrupted, "yellow")
        raise typer.Exit(INTERRUPTED) from error


@contextmanager
def _progress_bar() -> Iterator[Callable[[Progress], None]]:
    """A bar on standard error that follows a run's progress, and goes when the run is over."""
    from rich import progress

    words = progress.TextColumn("{task.description}", markup=False)
    columns = (words, progress.BarColumn(), progress.MofNCompleteColumn(), progress.TimeElapsedColumn())
    with progress.Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("loading", total=None)

        def follow(state: Progress) -> None:
            tokens = state.tokens.input_tokens + state.tokens.output_tokens
            told = f"{state.stage} {visible(state.document)[:40]} · {tokens:,} tokens"
            bar.update(task, completed=state.done, total=state.total, description=told)

        yield follow


def _parts(value: str) -> str:
    unknown = [part for part in value.split(",") if part.strip() not in PARTS]
    if unknown:
        raise typer.BadParameter(f"{visible(', '.join(unknown)) or 'nothing'!r} is not among {', '.join(PARTS)}.")
    return value


def _formats(values: list[str]) -> list[str]:
    unknown = [value for value in values if value not in {*EXPORTS, "all"}]
    if unknown:
        raise typer.BadParameter(f"{visible(', '.join(unknown))!r} is not among {', '.join(EXPORTS)}, all.")
    return list(EXPORTS) if "all" in values else list(dict.fromkeys(values))


def _published(value: str | None) -> str | None:
    try:
        return None if value is None else check_edtf(value)
    except ValueError as error:
        raise typer.BadParameter(f"{error}.") from error


def _show_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"summarize {__version__}")
        raise typer.Exit


# --- commands -------------------------------------------------------------------------------------------------


@app.callback()
def _root(
    version: Annotated[
        bool, typer.Option("--version", callback=_show_version, is_eager=True, help="Say the version and leave.")
    ] = False,
) -> None:
    """News articles in, one reconciled and cited dossier out."""


@app.command()
def run(
    paths: Annotated[list[Path], typer.Argument(metavar="PATH", help="Files and folders of articles.")],
    out: Annotated[Path, typer.Option("--out", "-o", metavar="DIR", help="Folder to write to.")] = Path("out"),
    model: Annotated[
        str | None, typer.Option(metavar="NAME", help="openai/…, anthropic/…, ollama/…; any name with --base-url.")
    ] = None,
    base_url: Annotated[str | None, typer.Option(metavar="URL", help="An OpenAI-compatible server.")] = None,
    record: Annotated[
        Path | None,
        typer.Option(
            metavar="DIR",
            help="Answer from these recordings, ask for the rest and keep it there. Default: recordings/ in -o.",
        ),
    ] = None,
    replay: Annotated[
        Path | None, typer.Option(metavar="DIR", help="Answer only from these recordings: no key, no network.")
    ] = None,
    published: Annotated[
        str | None,
        typer.Option(metavar="DATE", callback=_published, help="Publication date (EDTF) of articles that bring none."),
    ] = None,
    ask: Annotated[
        str, typer.Option(metavar="PARTS", callback=_parts, help="What to ask for and pay for, with commas between.")
    ] = ",".join(PARTS),
    register: Annotated[
        list[Path] | None, typer.Option(metavar="FILE", help="Known names of actors; may be given more than once.")
    ] = None,
    concurrency: Annotated[int | None, typer.Option(min=1, metavar="N", help="Requests under way at once.")] = None,
    batch: Annotated[
        bool, typer.Option("--batch", help="Submit to the provider's Batch API, at half the price, and leave.")
    ] = False,
) -> None:
    """Read articles into one dossier, and write it to a folder."""
    from summarize import pipeline

    more = {} if concurrency is None else {"concurrency": concurrency}
    wanted: list[Part] = [part for part in PARTS if part in {each.strip() for each in ask.split(",")}]
    with _reported("Interrupted. What was answered is kept; the same command goes on from there."):
        settings = pipeline.settings_for(paths, name=model, base_url=base_url, record=record, replay=replay, **more)
        if (
            settings.record is None and settings.replay is None
        ):  # what is paid for is kept: the next run goes on from it
            settings = settings.model_copy(update={"record": out / "recordings"})
        if batch:
            _submit(paths, settings, out, published, wanted)
            return
        if settings.replay is None:
            pipeline.none_waiting(out)
        ledger, previous = _before(out)
        with _progress_bar() as follow:
            outcome = pipeline.summarize(
                *paths,
                settings=settings,
                published=published,
                ask=wanted,
                registers=register or (),
                judgements=ledger.read(),
                progress=follow,
                previous=previous,
            )
        _write(outcome, out)
        ledger.append(outcome.dossier.judgements)
    if outcome.failures:
        _name_failures(outcome.failures)
        if any(not isinstance(failure, DuplicateInput) for failure in outcome.failures):
            raise typer.Exit(PARTLY if outcome.dossier.documents else FAILED)


def _before(out: Path) -> tuple[Ledger, Dossier | None]:
    """The judgements kept in an output folder, and the dossier that an earlier run wrote there, if any."""
    from summarize.reconcile import Ledger
    from summarize.report import load_dossier

    return Ledger(out / "judgements.jsonl"), load_dossier(out) if (out / "dossier.json").exists() else None


def _submit(paths: list[Path], settings: ModelSettings, out: Path, published: str | None, ask: list[Part]) -> None:
    from summarize import pipeline

    done = pipeline.submit_batch(*paths, settings=settings, out=out, published=published, ask=ask)
    waiting = f"; {done.waiting:,} are under way already" if done.waiting else ""
    typer.echo(f"{done.requests:,} requests submitted in {len(done.batches)} batches{waiting}.")
    if done.requests or done.waiting:
        typer.echo(
            f"Next: summarize batch status -o {out}, and when they are completed: summarize batch collect -o {out}"
        )
    else:
        typer.echo("Nothing is left to ask for the readings: run without --batch.")
    if done.reached is not None:
        _say(str(done.reached), "yellow")
    if done.failures:
        _name_failures(done.failures)
        if any(not isinstance(failure, DuplicateInput) for failure in done.failures):
            raise typer.Exit(PARTLY)


def _write(outcome: Outcome, out: Path) -> None:
    from summarize.report import terminal_summary, write, write_record

    written = write(outcome.dossier, out)
    if outcome.usage is not None:
        written.append(write_record(outcome.usage, out / "usage.json"))
    if outcome.changes is not None:
        written.append(write_record(outcome.changes.model_dump(mode="json"), out / "changes.json"))
    Console().print(terminal_summary(outcome.dossier, written, outcome.tokens))


def _wrote(path: Path) -> None:
    Console().print(Text.assemble(("wrote ", "dim"), visible(str(path))), soft_wrap=True)


def _name_failures(failures: Sequence[SummarizeError]) -> None:
    _say(f"{len(failures)} left out:", "red")
    for failure in failures:
        _say("  " + str(failure).replace("\n", "\n  "))


@batch_app.command("status")
def batch_status(
    out: Annotated[Path, typer.Option("--out", "-o", metavar="DIR", help="Folder that run wrote to.")] = Path("out"),
) -> None:
    """Say how the batches of an output go."""
    from summarize import pipeline

    with _reported():
        batches = pipeline.batch_status(out)
        typer.echo("\n".join(_batch_line(batch) for batch in batches) or f"{out} has no batches.")


def _batch_line(batch: Batch) -> str:
    told = f"{batch.id}  {batch.submitted:%Y-%m-%d %H:%M} UTC  {visible(batch.status)}"
    if batch.collected:
        return f"{told}, collected: {batch.answered:,} of {batch.requests:,} answered, {batch.failed:,} failed"
    return f"{told}: {batch.done:,} of {batch.requests:,} done"


@batch_app.command("collect")
def batch_collect(
    out: Annotated[Path, typer.Option("--out", "-o", metavar="DIR", help="Folder that run wrote to.")] = Path("out"),
) -> None:
    """Record the answers of the batches that have ended; run then goes on from them."""
    from summarize import pipeline

    with _reported("Interrupted. Collect again: what is recorded is kept."):
        done = pipeline.collect_batch(out)
        cost = "unknown" if done.cost is None else f"{done.cost:.4f} US dollars"
        place = f" in {done.record}" if done.record else ""
        typer.echo(
            f"{done.answered:,} answers recorded{place}; {len(done.failures):,} requests failed, {done.waiting:,} are "
            f"under way. Tokens in / out: {done.tokens.given:,} / {done.tokens.taken:,}; cost: {cost}."
        )
        if done.failures:
            _name_failures(done.failures)
            _say("The next run asks for these again, directly or with --batch.")
            raise typer.Exit(PARTLY)


@app.command()
def show(
    key: Annotated[str, typer.Argument(metavar="ID", help="A document, actor, event, relation, tally or record.")],
    out: Annotated[Path, typer.Option("--out", "-o", metavar="DIR", help="Folder that a run wrote to.")] = Path("out"),
) -> None:
    """Show one item of a dossier with the sentences it rests on."""
    from summarize.report import item_view, load_dossier

    with _reported():
        dossier = load_dossier(out)
        try:
            view = item_view(dossier, key)
        except LookupError as error:
            raise DossierError(f"{out}: {error}.") from error
        Console().print(view)


@app.command()
def brief(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="Folder that a run wrote to.")],
    model: Annotated[
        str | None, typer.Option(metavar="NAME", help="Has this model write a summary; its every sentence is checked.")
    ] = None,
    base_url: Annotated[str | None, typer.Option(metavar="URL", help="An OpenAI-compatible server.")] = None,
    record: Annotated[
        Path | None, typer.Option(metavar="DIR", help="Keep what the model answers here. Default: recordings/ in DIR.")
    ] = None,
    replay: Annotated[Path | None, typer.Option(metavar="DIR", help="Answer only from these recordings.")] = None,
) -> None:
    """Write the brief of a dossier anew (Markdown, HTML, Word), with a written summary if a model is named."""
    from summarize import pipeline
    from summarize.report import load_dossier, write_brief

    with _reported():
        dossier, narrative = load_dossier(folder), None
        if model or base_url or record or replay:
            from summarize.report.narrating import narrated

            if record is None and replay is None:
                record = folder / "recordings"
            settings = pipeline.settings_for((), name=model, base_url=base_url, record=record, replay=replay)
            narrative = narrated(dossier, settings)
        for path in write_brief(dossier, folder, narrative):
            _wrote(path)


@app.command()
def export(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="Folder that a run wrote to.")],
    formats: Annotated[
        list[str],
        typer.Option("--format", "-f", metavar="NAME", callback=_formats, help=f"{', '.join(EXPORTS)}, or all."),
    ],
    to: Annotated[Path | None, typer.Option("--to", metavar="DIR", help="Where to. Default: exports/ in DIR.")] = None,
) -> None:
    """Write a dossier in the formats of other tools; --format may be given more than once."""
    from summarize.export import export as write_exports
    from summarize.report import load_dossier

    with _reported():
        for path in write_exports(load_dossier(folder), to or folder / "exports", formats):
            _wrote(path)


class Word(StrEnum):
    """What a person can say of two items."""

    same = "same"
    different = "different"


@app.command()
def judge(
    verdict: Annotated[Word, typer.Argument(help="same or different.")],
    left: Annotated[str, typer.Argument(metavar="ID", help="An actor, an event, or one record of it.")],
    right: Annotated[str, typer.Argument(metavar="ID", help="The other one.")],
    reason: Annotated[str, typer.Option(metavar="WORDS", help="Why; it is kept with the judgement.")],
    out: Annotated[Path, typer.Option("--out", "-o", metavar="DIR", help="Folder that a run wrote to.")] = Path("out"),
    by: Annotated[str | None, typer.Option(metavar="NAME", help="Whose judgement. Default: your login name.")] = None,
) -> None:
    """Say that two items are the same or not; every later run keeps to it."""
    import getpass

    from summarize.reconcile import Ledger
    from summarize.reconcile import judge as keep
    from summarize.report import load_dossier

    with _reported():
        ledger = Ledger(out / "judgements.jsonl")
        kept = keep(load_dossier(out), ledger, verdict.value, left, right, reason=reason, by=by or getpass.getuser())
    _say(f"Kept: {kept.left} and {kept.right} are {kept.verdict}. The next run into {out} goes by it.")


@app.command()
def explain(
    left: Annotated[str, typer.Argument(metavar="ID", help="An actor, an event, or one record of it.")],
    right: Annotated[str | None, typer.Argument(metavar="[ID]", help="A second one.")] = None,
    out: Annotated[Path, typer.Option("--out", "-o", metavar="DIR", help="Folder that a run wrote to.")] = Path("out"),
) -> None:
    """Say why an item's reports were merged, or why two items are one or not."""
    from summarize.reconcile import explain as why
    from summarize.report import load_dossier

    with _reported():
        try:
            found = why(load_dossier(out), left, right)
        except LookupError as error:
            raise DossierError(str(error.args[0])) from error
    Console().print(Text(_lines(found.words)), soft_wrap=True)


@app.command()
def review(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="Folder that a run wrote to.")],
    port: Annotated[int, typer.Option(min=0, max=65535, metavar="N", help="Port on 127.0.0.1; 0: any free one.")] = 0,
    by: Annotated[str | None, typer.Option(metavar="NAME", help="Whose judgements. Default: your login name.")] = None,
    register: Annotated[
        list[Path] | None, typer.Option(metavar="FILE", help="The registers that the run was given, if any.")
    ] = None,
) -> None:
    """Judge doubtful merges on a local page; what you decide is kept, and the dossier is made anew."""
    import getpass

    from summarize.review import review as serve

    def announce(address: str) -> None:
        typer.echo(f"Open this in a browser; it works once. Ctrl-C ends the review.\n{address}")

    with _reported():
        serve(folder, by=by or getpass.getuser(), port=port, registers=register or (), announce=announce)


@app.command()
def schema(
    of: Annotated[SchemaOf, typer.Argument(metavar="[dossier|reading]", help="Of which.")] = SchemaOf.dossier,
) -> None:
    """Print the JSON Schema of dossier.json, or of a reading."""
    from summarize.report import schema_json

    typer.echo(schema_json("reading" if of is SchemaOf.reading else "dossier"))


@app.command("eval")
def evaluate(
    gold: Annotated[Path, typer.Argument(metavar="GOLD", help="Gold annotations: a file or a folder.")],
    dossier: Annotated[
        Path, typer.Option("--dossier", "-d", metavar="FILE", help="The dossier.json to measure.")
    ] = Path("out/dossier.json"),
    as_json: Annotated[bool, typer.Option("--json", help='Print {"measure": {"num": n, "den": d}}.')] = False,
    misses: Annotated[bool, typer.Option("--misses", help="Name what was missed and what was wrong.")] = False,
) -> None:
    """Measure a dossier against gold annotations."""
    from summarize.evaluate import run_eval

    with _reported():
        typer.echo(run_eval(gold, dossier, as_json=as_json, misses=misses))
