"""`run`, and `batch`: from articles to a dossier in a folder."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console

from summarize.cli.shared import FAILED, PARTLY, app, batch_app, name_failures, reported, say
from summarize.errors import DuplicateInput
from summarize.schemas import PARTS, Part
from summarize.schemas.dates import check_edtf
from summarize.schemas.display import visible

if TYPE_CHECKING:
    from summarize.model import Batch, ModelSettings
    from summarize.pipeline import Outcome, Progress
    from summarize.reconcile import Ledger
    from summarize.schemas import Dossier

__all__ = ["batch_collect", "batch_status", "run"]


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


def _published(value: str | None) -> str | None:
    try:
        return None if value is None else check_edtf(value)
    except ValueError as error:
        raise typer.BadParameter(f"{error}.") from error


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
    max_cost: Annotated[
        float | None, typer.Option(min=0, metavar="USD", help="Stop in order before this run costs more.")
    ] = None,
    max_tokens: Annotated[
        int | None, typer.Option(min=0, metavar="N", help="Stop in order before it takes more tokens, both ways.")
    ] = None,
    max_requests: Annotated[
        int | None, typer.Option(min=0, metavar="N", help="Stop in order before it sends more requests.")
    ] = None,
    batch: Annotated[
        bool, typer.Option("--batch", help="Submit to the provider's Batch API, at half the price, and leave.")
    ] = False,
) -> None:
    """Read articles into one dossier, and write it to a folder."""
    from summarize import pipeline

    limits = {"max_cost": max_cost, "max_tokens": max_tokens, "max_requests": max_requests, "concurrency": concurrency}
    more = {name: limit for name, limit in limits.items() if limit is not None}
    wanted: list[Part] = [part for part in PARTS if part in {each.strip() for each in ask.split(",")}]
    with reported("Interrupted. What was answered is kept; the same command goes on from there."):
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
        name_failures(outcome.failures)
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
        say(str(done.reached), "yellow")
    if done.failures:
        name_failures(done.failures)
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


@batch_app.command("status")
def batch_status(
    out: Annotated[Path, typer.Option("--out", "-o", metavar="DIR", help="Folder that run wrote to.")] = Path("out"),
) -> None:
    """Say how the batches of an output go."""
    from summarize import pipeline

    with reported():
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

    with reported("Interrupted. Collect again: what is recorded is kept."):
        done = pipeline.collect_batch(out)
        cost = "unknown" if done.cost is None else f"{done.cost:.4f} US dollars"
        place = f" in {done.record}" if done.record else ""
        typer.echo(
            f"{done.answered:,} answers recorded{place}; {len(done.failures):,} requests failed, {done.waiting:,} are "
            f"under way. Tokens in / out: {done.tokens.given:,} / {done.tokens.taken:,}; cost: {cost}."
        )
        if done.failures:
            name_failures(done.failures)
            say("The next run asks for these again, directly or with --batch.")
            raise typer.Exit(PARTLY)
