"""What the terminal shows. Text from documents is never markup here, and steers nothing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from pydantic import BaseModel
from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from summarize.schemas import (
    Actor,
    Contradiction,
    Document,
    Dossier,
    Event,
    Evidence,
    FieldValue,
    Relation,
    Tally,
    Tokens,
)
from summarize.schemas.display import clip, visible
from summarize.schemas.tables import names_of
from summarize.schemas.views import Item, Record, counts

VALUE_LIMIT = 2000  # characters of one field in `summarize show`


def _grid() -> Table:
    table = Table.grid(padding=(0, 2))
    table.add_column(style="bold", no_wrap=True)
    table.add_column(overflow="fold")
    return table


def terminal_summary(dossier: Dossier, paths: Sequence[Path], tokens: Tokens) -> RenderableType:
    """The short table after a run (how many of each, requests replayed and sent, tokens), and the paths written."""
    table = Table(show_header=False, box=None, padding=(0, 1))
    table.add_column(style="bold")
    table.add_column()
    for name, number in counts(dossier).items():
        table.add_row(name, f"{number:,}")
    table.add_row("requests replayed / sent", f"{tokens.replayed:,} / {tokens.sent:,}")
    table.add_row("tokens in / out", f"{tokens.input_tokens:,} / {tokens.output_tokens:,}")
    lines = [_left_out(len(dossier.rejected))] if dossier.rejected else []
    return Group(table, *lines, *(_written(path) for path in paths))


def _left_out(number: int) -> Text:
    items = "1 item was" if number == 1 else f"{number:,} items were"
    return Text(f"{items} left out; brief.md says which and why.", style="yellow")


def _written(path: Path) -> Text:
    return Text.assemble(("wrote ", "dim"), visible(str(path)), overflow="fold")


def item_view(dossier: Dossier, key: str) -> RenderableType:
    """Everything about one document, item or record, evidence last. `LookupError` where nothing has this id."""
    thing = dossier.find(key)
    names = names_of(dossier)
    grid = _grid()
    grid.add_row("id", Text(visible(thing.id)))
    for field, value in thing:
        if field in {"id", "evidence", "records", "values", "text", "sentences"} or value in (None, (), {}, ""):
            continue
        grid.add_row(field, Text(clip(_words(value, names), VALUE_LIMIT)))
    for field, values in getattr(thing, "values", {}).items():
        if len(values) > 1:
            grid.add_row(f"{field}: all values", Text("\n".join(_reported(values, names))))
    parts: list[RenderableType] = [grid, *_origin(dossier, thing), *_quotes(getattr(thing, "evidence", ()))]
    return Group(*parts)


def _words(value: Any, names: dict[str, str]) -> str:
    """A field's value in a line; an actor's id is followed by its name."""
    if isinstance(value, BaseModel):
        told = [(name, part) for name, part in value if part not in (None, (), "")]
        return " · ".join(f"{name} {_words(part, names)}" for name, part in told)
    if isinstance(value, dict):
        return " · ".join(f"{name} {_words(part, names)}" for name, part in value.items() if part is not None)
    if isinstance(value, tuple | list):
        return "; ".join(_words(each, names) for each in value)
    name = names.get(value) if isinstance(value, str) else None
    return f"{value} ({name})" if name and name != value else str(value)


def _reported(values: Iterable[FieldValue], names: dict[str, str]) -> Iterator[str]:
    for each in values:
        shown = " (shown)" if each.shown else ""
        yield f"{clip(_words(each.value, names), VALUE_LIMIT)}{shown} — {clip(', '.join(each.records), VALUE_LIMIT)}"


def _origin(dossier: Dossier, thing: Document | Item | Record) -> list[Text]:
    """A canonical item's records, or the item that holds a record."""
    if isinstance(thing, Document | Contradiction):
        return []
    if isinstance(thing, Actor | Event | Relation | Tally):
        word, keys = "records", [record.id for record in thing.records]
    else:
        held = (item for item in dossier if not isinstance(item, Contradiction))
        word, keys = "part of", [item.id for item in held if any(record.id == thing.id for record in item.records)]
    return [Text(f"{word}: {visible(', '.join(keys))}", style="dim")] if keys else []


def _quotes(evidence: Iterable[Evidence]) -> Iterator[Text]:
    for piece in evidence:
        place = (f"{visible(piece.document)} sentence {piece.sentence}: ", "cyan")
        yield Text.assemble(place, f"“{clip(piece.quote, VALUE_LIMIT)}”", overflow="fold")
