"""Reading registers: the package's own CSV form, and FollowTheMoney entities (OpenSanctions' exports) as JSON lines."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import as_file, files
from pathlib import Path
from typing import Any, NamedTuple, TypeVar, get_args

from summarize.errors import DossierError
from summarize.reconcile.folding import slug
from summarize.schemas.vocabulary import ActorKind, RelationKind

__all__ = ["Entry", "Link", "read_register", "shipped_entries"]

T = TypeVar("T")

_COLUMNS = frozenset({"id", "name", "aliases", "weak", "kind", "country", "relations", "source"})
_KINDS: dict[str, ActorKind] = {kind: kind for kind in get_args(ActorKind)}
_RELATIONS: dict[str, RelationKind] = {kind: kind for kind in get_args(RelationKind)}
# FollowTheMoney's schemata, and the kinds of ours they may be. What is no actor there is none here.
_FTM_KINDS: dict[str, tuple[ActorKind, ...]] = {
    "Person": ("person",),
    "Organization": (
        "armed_group",
        "umbrella",
        "coalition",
        "party",
        "organisation",
        "media",
        "state_force",
        "government",
    ),
    "Company": ("organisation", "media"),
    "LegalEntity": (),
    "PublicBody": ("state", "government", "state_force", "organisation"),
}


class Link(NamedTuple):
    """A relation of an entry to another: `successor_of`, `branch_of`, `member_of` …"""

    kind: RelationKind
    entry: str


@dataclass(frozen=True)
class Entry:
    """One known body. `aliases` identify it; `weak` names (former, ambiguous) only make it a candidate."""

    id: str
    name: str
    aliases: tuple[str, ...] = ()
    weak: tuple[str, ...] = ()
    kinds: tuple[ActorKind, ...] = ()
    countries: tuple[str, ...] = ()
    relations: tuple[Link, ...] = ()
    source: str = ""


@cache
def shipped_entries() -> tuple[Entry, ...]:
    """The entries of data/register.csv."""
    with as_file(files("summarize.reconcile").joinpath("data/register.csv")) as path:
        return tuple(_read_csv(path))


def read_register(path: Path) -> Iterator[Entry]:
    """The entries of a user's file. Raises `DossierError`, with file and line, for what cannot be read.

    `.csv`: the columns id, name, aliases, weak, kind, country, relations and source, of which only name must be there;
    several values in a cell are separated by `|`, a relation is `member_of:other-id`. Anything else is read as one
    FollowTheMoney entity a line.
    """
    try:
        yield from _read_csv(path) if path.suffix.casefold() == ".csv" else _read_ftm(path)
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise DossierError(
            f"The register {path} cannot be read: {error}. Give a CSV file or JSON lines, in UTF-8."
        ) from error


def _read_csv(path: Path) -> Iterator[Entry]:
    with path.open(encoding="utf-8-sig", newline="") as lines:
        reader = csv.DictReader(lines)
        if unknown := set(reader.fieldnames or ()) - _COLUMNS:
            raise DossierError(
                f"The register {path} has columns {', '.join(sorted(map(str, unknown)))} that nothing reads. "
                f"It can have {', '.join(sorted(_COLUMNS))}."
            )
        for row in reader:
            yield _csv_entry(row, f"{path} line {reader.line_num}")


def _csv_entry(row: Mapping[str | None, Any], where: str) -> Entry:
    if None in row or any(value is None for value in row.values()):
        raise DossierError(
            f"{where}: the line does not have as many cells as the header. Quote cells that hold a comma."
        )
    cells = {str(key): str(value).strip() for key, value in row.items()}
    name = cells.get("name", "")
    if not name:
        raise DossierError(f"{where}: the column name is empty or missing. Each line names one body.")
    return Entry(
        id=cells.get("id") or slug(name),
        name=name,
        aliases=_many(cells.get("aliases")),
        weak=_many(cells.get("weak")),
        kinds=tuple(_known(kind, _KINDS, "kind", where) for kind in _many(cells.get("kind"))),
        countries=tuple(country.upper() for country in _many(cells.get("country"))),
        relations=tuple(_link(text, where) for text in _many(cells.get("relations"))),
        source=cells.get("source", ""),
    )


def _many(cell: str | None) -> tuple[str, ...]:
    return tuple(part.strip() for part in (cell or "").split("|") if part.strip())


def _known(word: str, words: Mapping[str, T], what: str, where: str) -> T:
    if word not in words:
        raise DossierError(f"{where}: {word!r} is no {what}. It can be {', '.join(words)}.")
    return words[word]


def _link(text: str, where: str) -> Link:
    kind, colon, entry = text.partition(":")
    if not colon or not entry:
        raise DossierError(f"{where}: {text!r} is no relation. Write kind:id, as in member_of:some-umbrella.")
    return Link(_known(kind, _RELATIONS, "relation", where), entry.strip())


def _read_ftm(path: Path) -> Iterator[Entry]:
    with path.open(encoding="utf-8") as lines:
        for number, line in enumerate(lines, start=1):
            if line.strip() and (entry := _ftm_entry(line, f"{path} line {number}")):
                yield entry


def _ftm_entry(line: str, where: str) -> Entry | None:
    """The entry of one entity; None for schemata that are no actors. Former names are weak: a body may outlive them."""
    try:
        entity = json.loads(line)
        schema, properties = entity["schema"], entity["properties"]
        names = [*properties.get("name", []), *properties.get("alias", [])]
        weak = [*properties.get("weakAlias", []), *properties.get("previousName", [])]
        countries = [*properties.get("country", []), *properties.get("jurisdiction", [])]
        if schema not in _FTM_KINDS or not names:
            return None
        return Entry(
            id=str(entity["id"]),
            name=str(entity.get("caption") or names[0]),
            aliases=tuple(map(str, names)),
            weak=tuple(map(str, weak)),
            kinds=_FTM_KINDS[schema],
            countries=tuple(str(country).upper() for country in countries if len(str(country)) == 2),
            source="; ".join(map(str, entity.get("datasets", []))) or where,
        )
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise DossierError(
            f"{where}: this is not a FollowTheMoney entity ({type(error).__name__}: {error}). "
            "Each line is a JSON object with id, schema and properties."
        ) from error
