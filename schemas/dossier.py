"""The dossier: everything the documents say, reconciled, with nothing lost on the way."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING, Any

from pydantic import Field

from summarize.errors import ConfigError
from summarize.schemas import narrowing, views
from summarize.schemas._base import Model
from summarize.schemas.actors import Actor
from summarize.schemas.charts import charts
from summarize.schemas.contradictions import Contradiction
from summarize.schemas.dates import bounds
from summarize.schemas.documents import Document
from summarize.schemas.events import Event
from summarize.schemas.judgements import Judgement
from summarize.schemas.records import Notice, Rejected
from summarize.schemas.relations import Relation
from summarize.schemas.tables import COLUMNS, TableName, rows
from summarize.schemas.tallies import Tally

if TYPE_CHECKING:
    import pandas as pd
    import polars as pl
    from bokeh.models import Column
    from bokeh.plotting import figure

DOSSIER_VERSION = 1


class Dossier(Model):
    """Canonical records of many documents. Written as `dossier.json`, read back without loss.

    Iterating gives its items: actors, events by date, relations, tallies, contradictions.
    """

    version: int = DOSSIER_VERSION
    documents: tuple[Document, ...] = ()
    actors: tuple[Actor, ...] = ()
    events: tuple[Event, ...] = ()
    relations: tuple[Relation, ...] = ()
    tallies: tuple[Tally, ...] = ()
    contradictions: tuple[Contradiction, ...] = ()
    judgements: tuple[Judgement, ...] = ()
    aliases: dict[str, str] = Field({}, description="Ids of earlier runs that were given up, and what each leads to.")
    rejected: tuple[Rejected, ...] = ()
    notices: tuple[Notice, ...] = ()

    @property
    def attacks(self) -> tuple[Event, ...]:
        """The events that are attacks, series and campaigns included."""
        return tuple(event for event in self.events if event.attack is not None)

    def __iter__(self) -> Iterator[views.Item]:  # type: ignore[override]  # a dossier is walked by items, not by fields
        return views.items(self)

    def find(self, key: str) -> Document | views.Item | views.Record:
        """What has this id, or had it in an earlier run: a document, item or record.

        Where nothing has it, a `LookupError` names the nearest ids.
        """
        return views.find(self, self.aliases.get(key, key))

    def filter(
        self,
        *,
        actor: str | None = None,
        type: str | None = None,  # noqa: A002  # the codebooks' word
        place: str | None = None,
        after: str | date | None = None,
        before: str | date | None = None,
        status: str | None = None,
    ) -> Dossier:
        """A smaller dossier: the events, relations and tallies that meet every condition, and what belongs to them.

        `actor` is an id or a name, in any role. `type` is an ACLED type or sub-type, a PLOVER type, a GTD attack
        type or `attack`; of a relation its kind, of a tally its unit. `place` is part of a place's name or a country
        code. `after` and `before` are days or EDTF, both inclusive: an item is kept if it may lie within them; undated
        ones then go. Actors, contradictions, judgements and documents stay where a kept item needs them; `part_of`
        and `contains` may name events that went. Raises `ValueError` for a date that is not EDTF.
        """
        query = narrowing.Query(
            actors=None if actor is None else narrowing.ids_called(self, actor),
            type=type,
            place=place,
            after=bounds(after)[0] if isinstance(after, str) else after,
            before=bounds(before)[1] if isinstance(before, str) else before,
            status=status,
        )
        return self if query == narrowing.Query() else self.model_copy(update=narrowing.narrowed(self, query))

    def to_pandas(self, table: TableName = "events") -> pd.DataFrame:
        """A table as a pandas frame, a row an item; cells with several values are lists. Needs `summarize[frames]`."""
        try:
            import pandas as pd
        except ImportError as error:
            raise _no_frames("pandas") from error
        return pd.DataFrame(rows(self, table), columns=list(COLUMNS[table]))

    def to_polars(self, table: TableName = "events") -> pl.DataFrame:
        """A table as a polars frame, a row an item; cells with several values are lists. Needs `summarize[frames]`."""
        try:
            import polars as pl
        except ImportError as error:
            raise _no_frames("polars") from error
        found = rows(self, table)
        return pl.DataFrame(found, infer_schema_length=None) if found else pl.DataFrame(schema=list(COLUMNS[table]))

    def timeline(self) -> Column:
        """Events and tallies over time, uncertain dates as intervals: a Bokeh layout; `bokeh.io.show` displays it."""
        return charts().timeline(self)

    def map(self) -> figure:
        """Where events happened, each drawn as exactly as it is known: a Bokeh figure; `bokeh.io.show` displays it."""
        return charts().map_of(self)

    def network(self) -> figure:
        """Actors and their relations, a line for each stance in each scope: a Bokeh figure for `bokeh.io.show`."""
        return charts().network(self)

    def __repr__(self) -> str:
        return views.headline(self)

    def __str__(self) -> str:
        return views.listing(self)

    def __rich_console__(self, console: Any, _options: Any) -> Iterator[Any]:
        """The same for rich, with nothing in it read as markup. The console makes the text: no import is needed."""
        yield console.render_str(views.listing(self), markup=False, emoji=False, highlight=False)

    def _repr_html_(self) -> str:
        return views.page(self)


def _no_frames(library: str) -> ConfigError:
    return ConfigError(
        f"{library} is not installed. Install it, or all that frames need: pip install 'summarize[frames]'"
    )
