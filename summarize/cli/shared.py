"""What every command shares: the program, its exit codes, and how it says that something went wrong.

Exit codes: 0 everything went through; 1 a run failed; 2 the call or an input cannot be used; 3 some inputs failed,
each named with its reason, and the rest went through; 130 interrupted.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Annotated

import typer
from rich.console import Console
from rich.text import Text

from summarize._version import __version__
from summarize.errors import SummarizeError, UsageError
from summarize.schemas.display import visible

__all__ = [
    "FAILED",
    "INTERRUPTED",
    "PARTLY",
    "USAGE",
    "app",
    "batch_app",
    "lines",
    "main",
    "name_failures",
    "reported",
    "say",
]

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


def main() -> None:
    """Entry point of the `summarize` program."""
    app()


def say(message: str, style: str = "") -> None:
    """A message on standard error, its lines and their indents kept; nothing in it is markup or steers the terminal."""
    Console(stderr=True).print(Text(lines(message), style=style), soft_wrap=True)


def lines(text: str) -> str:
    """A text with its lines and indents kept, and whatever could steer a terminal made visible."""
    return "\n".join(" " * (len(line) - len(line.lstrip(" "))) + visible(line) for line in text.split("\n"))


@contextmanager
def reported(interrupted: str = "Interrupted.") -> Iterator[None]:
    """Our own errors become one message and an exit code; Ctrl-C becomes a word and 130."""
    try:
        yield
    except SummarizeError as error:
        say(f"summarize: {error}", "red")
        raise typer.Exit(USAGE if isinstance(error, UsageError) else FAILED) from error
    except KeyboardInterrupt as error:
        say(interrupted, "yellow")
        raise typer.Exit(INTERRUPTED) from error


def name_failures(failures: Sequence[SummarizeError]) -> None:
    """Each input that was left out, with its reason, on standard error."""
    say(f"{len(failures)} left out:", "red")
    for failure in failures:
        say("  " + str(failure).replace("\n", "\n  "))


def _show_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"summarize {__version__}")
        raise typer.Exit


@app.callback()
def _root(
    version: Annotated[
        bool, typer.Option("--version", callback=_show_version, is_eager=True, help="Say the version and leave.")
    ] = False,
) -> None:
    """News articles in, one reconciled and cited dossier out."""
