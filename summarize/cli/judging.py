"""`judge`, `explain` and `review`: a person's word on what was merged."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.text import Text

from summarize.cli.shared import app, lines, reported, say
from summarize.errors import DossierError

__all__ = ["Word", "explain", "judge", "review"]


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

    with reported():
        ledger = Ledger(out / "judgements.jsonl")
        kept = keep(load_dossier(out), ledger, verdict.value, left, right, reason=reason, by=by or getpass.getuser())
    say(f"Kept: {kept.left} and {kept.right} are {kept.verdict}. The next run into {out} goes by it.")


@app.command()
def explain(
    left: Annotated[str, typer.Argument(metavar="ID", help="An actor, an event, or one record of it.")],
    right: Annotated[str | None, typer.Argument(metavar="[ID]", help="A second one.")] = None,
    out: Annotated[Path, typer.Option("--out", "-o", metavar="DIR", help="Folder that a run wrote to.")] = Path("out"),
) -> None:
    """Say why an item's reports were merged, or why two items are one or not."""
    from summarize.reconcile import explain as why
    from summarize.report import load_dossier

    with reported():
        try:
            found = why(load_dossier(out), left, right)
        except LookupError as error:
            raise DossierError(str(error.args[0])) from error
    Console().print(Text(lines(found.words)), soft_wrap=True)


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

    with reported():
        serve(folder, by=by or getpass.getuser(), port=port, registers=register or (), announce=announce)
