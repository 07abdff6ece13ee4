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
    from summarize.pipeline import Outcome, Progress

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
    lines = [" " * (len(line) - len(line.lstrip(" "))) + visible(line) for line in message.split("\n")]
    Console(stderr=True).print(Text("\n".join(lines), style=style), soft_wrap=True)


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
) -> None:
    """Read articles into one dossier, and write it to a folder."""
    from summarize import pipeline
    from summarize.review import judgements_in

    more = {} if concurrency is None else {"concurrency": concurrency}
    wanted: list[Part] = [part for part in PARTS if part in {each.strip() for each in ask.split(",")}]
    with _reported("Interrupted. What was answered is kept; the same command goes on from there."):
        settings = pipeline.settings_for(paths, name=model, base_url=base_url, record=record, replay=replay, **more)
        if (
            settings.record is None and settings.replay is None
        ):  # what is paid for is kept: the next run goes on from it
            settings = settings.model_copy(update={"record": out / "recordings"})
        with _progress_bar() as follow:
            outcome = pipeline.summarize(
                *paths,
                settings=settings,
                published=published,
                ask=wanted,
                registers=register or (),
                judgements=judgements_in(out),  # what people decided about this folder holds for every later run
                progress=follow,
            )
        _write(outcome, out)
    if outcome.failures:
        _name_failures(outcome.failures)
        if any(not isinstance(failure, DuplicateInput) for failure in outcome.failures):
            raise typer.Exit(PARTLY if outcome.dossier.documents else FAILED)


def _write(outcome: Outcome, out: Path) -> None:
    from summarize.report import terminal_summary, write

    written = write(outcome.dossier, out)
    Console().print(terminal_summary(outcome.dossier, written, outcome.tokens))


def _wrote(path: Path) -> None:
    Console().print(Text.assemble(("wrote ", "dim"), visible(str(path))), soft_wrap=True)


def _name_failures(failures: Sequence[SummarizeError]) -> None:
    _say(f"{len(failures)} left out:", "red")
    for failure in failures:
        _say("  " + str(failure).replace("\n", "\n  "))


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
