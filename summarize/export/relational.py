"""The dossier as normalised tables: what a table is, and the look-ups that filling one takes.

The tables are declared in `items` (documents, actors, events, relations, tallies, contradictions) and `provenance`
(records, their sentences, the values of merged fields, judgements). SQLite, Parquet and CSV write the same tables.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Literal

from summarize.schemas import Dossier, When
from summarize.schemas.dates import bounds
from summarize.schemas.tables import names_of

__all__ = [
    "Column",
    "Kind",
    "Line",
    "Scalar",
    "Source",
    "Table",
    "boolean",
    "integer",
    "real",
    "refers",
    "text",
    "when_cells",
    "when_columns",
]

Kind = Literal["text", "integer", "real", "boolean"]
Scalar = str | int | float | bool | None
Line = dict[str, Scalar]


@dataclass(frozen=True)
class Column:
    """A column: its name, what it holds, whether it is (part of) the key, and the table whose id it gives."""

    name: str
    kind: Kind = "text"
    key: bool = False
    of: str | None = None


@dataclass(frozen=True)
class Table:
    """A table: its columns, how to fill it, what full-text search covers, and what its rows are, in words."""

    name: str
    about: str
    columns: tuple[Column, ...]
    lines: Callable[[Source], Iterable[Line]]
    search: tuple[str, ...] = ()
    sentences: bool = False  # (document_id, sentence) is a sentence's key
    indexed: tuple[str, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        """The columns' names in order."""
        return tuple(column.name for column in self.columns)

    def rows(self, source: Source) -> Iterator[tuple[Scalar, ...]]:
        """The rows, each with a cell for every column; a line that has another set of cells is an error here."""
        for line in self.lines(source):
            if line.keys() != set(self.names):
                raise KeyError(f"{self.name}: {line.keys() ^ set(self.names)}")
            yield tuple(line[name] for name in self.names)


def text(*names: str, key: bool = False) -> tuple[Column, ...]:
    """Columns of text."""
    return tuple(Column(name, "text", key) for name in names)


def integer(*names: str, key: bool = False) -> tuple[Column, ...]:
    """Columns of whole numbers."""
    return tuple(Column(name, "integer", key) for name in names)


def real(*names: str) -> tuple[Column, ...]:
    """Columns of numbers."""
    return tuple(Column(name, "real") for name in names)


def boolean(*names: str) -> tuple[Column, ...]:
    """Columns that say yes or no."""
    return tuple(Column(name, "boolean") for name in names)


def refers(name: str, table: str, *, key: bool = False) -> tuple[Column, ...]:
    """A column with the id of a row of another table; empty where the dossier does not hold what is named."""
    return (Column(name, "text", key, of=table),)


@dataclass(frozen=True)
class Source:
    """A dossier with the look-ups that the tables share."""

    dossier: Dossier

    @cached_property
    def names(self) -> dict[str, str]:
        """Actors' names by canonical id and by record id."""
        return names_of(self.dossier)

    @cached_property
    def ids(self) -> dict[str, frozenset[str]]:
        """The ids that each table holds."""
        records = [
            record.id
            for items in (self.dossier.actors, self.dossier.events, self.dossier.relations, self.dossier.tallies)
            for item in items
            for record in item.records
        ]
        return {
            "documents": frozenset(one.id for one in self.dossier.documents),
            "actors": frozenset(one.id for one in self.dossier.actors),
            "events": frozenset(one.id for one in self.dossier.events),
            "relations": frozenset(one.id for one in self.dossier.relations),
            "tallies": frozenset(one.id for one in self.dossier.tallies),
            "records": frozenset(records),
        }

    @cached_property
    def sentences(self) -> frozenset[tuple[str, int]]:
        """Every sentence's document and number."""
        return frozenset((one.id, sentence.number) for one in self.dossier.documents for sentence in one.sentences)

    def known(self, table: str, key: str | None) -> str | None:
        """The id, if the table holds it."""
        return key if key in self.ids[table] else None


def when_columns(prefix: str) -> tuple[Column, ...]:
    """The columns of a time: the EDTF expression, the first and last day it can mean, and where it comes from."""
    return text(prefix, *(f"{prefix}_{part}" for part in ("first", "last", "precision", "as_written", "basis")))


def when_cells(when: When | None, prefix: str) -> Line:
    """The cells of `when_columns`; the days as YYYY-MM-DD, empty where that side is open."""
    values: tuple[Any, ...] = (None,) * 6
    if when is not None:
        first, last = bounds(when.edtf)
        days = (first.isoformat() if first else None, last.isoformat() if last else None)
        values = (when.edtf, *days, when.precision, when.as_written, when.basis if when.edtf else None)
    return dict(zip((column.name for column in when_columns(prefix)), values, strict=True))
