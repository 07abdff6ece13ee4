"""Files that are there whole or not at all, and the word for a library that is not installed."""

from __future__ import annotations

import csv
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from summarize.errors import ConfigError, OutputError
from summarize.schemas.spreadsheets import cell
from summarize.schemas.tables import Cell

__all__ = ["missing", "replacing", "write_csv", "write_text"]


def missing(library: str, format: str) -> ConfigError:  # noqa: A002  # what the user calls it
    """The error for an export whose library is not installed."""
    return ConfigError(
        f"The {format} export needs {library}, which is not installed. Install all that exports need: "
        "pip install 'summarize[exports]'"
    )


@contextmanager
def replacing(path: Path) -> Iterator[Path]:
    """A place to write a file that takes the place of `path` once it is written without an error.

    Whoever reads finds the earlier file or the whole new one. Raises `OutputError` where it cannot be written.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=f".{path.name}.", dir=path.parent) as folder:
            part = Path(folder) / path.name
            yield part
            part.replace(path)
    except OSError as error:
        raise OutputError(f"{path} cannot be written: {error.strerror or error}.") from error


def write_text(path: Path, text: str) -> Path:
    """The text as a UTF-8 file, its line ends as they are."""
    with replacing(path) as part:
        part.write_text(text, encoding="utf-8", newline="")
    return path


def write_csv(path: Path, header: Sequence[str], rows: Iterable[Sequence[Cell]]) -> Path:
    """A CSV file that a spreadsheet opens well and that cannot make it do anything (see `schemas.spreadsheets`)."""
    with replacing(path) as part, part.open("w", encoding="utf-8-sig", newline="") as out:
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow(header)
        writer.writerows([cell(value) for value in row] for row in rows)
    return path
