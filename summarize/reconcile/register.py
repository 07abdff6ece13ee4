"""The alias register: which names are known to be one body's, and which bodies are related without being the same.

It is looked up, not searched: a name is folded to its key, and the key leads to entries. A relation (successor,
branch, member, umbrella) joins two different entries; identity is only ever inside one entry.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from summarize.reconcile.names import parse_names, without_country
from summarize.reconcile.persons import person_words
from summarize.reconcile.registers import Entry, Link, read_register, shipped_entries
from summarize.schemas import ActorRecord

__all__ = ["Entry", "Link", "Register"]


@dataclass(frozen=True)
class Register:
    """Known bodies and their names.

    Build it with `Register.shipped()` or `Register.load("mine.csv", "export.ftm.json")`; a later line with the id of an
    earlier one adds to it.
    """

    entries: dict[str, Entry]
    _strong: dict[str, tuple[str, ...]] = field(repr=False)
    _weak: dict[str, tuple[str, ...]] = field(repr=False)

    @classmethod
    def of(cls, entries: Iterable[Entry]) -> Register:
        """A register of these entries alone."""
        merged: dict[str, Entry] = {}
        for entry in entries:
            merged[entry.id] = _add(merged[entry.id], entry) if entry.id in merged else entry
        strong = _index(merged.values(), lambda entry: (entry.name, *entry.aliases))
        return cls(merged, strong, _index(merged.values(), lambda entry: entry.weak))

    @classmethod
    def shipped(cls) -> Register:
        """The register that comes with the package (data/register.csv)."""
        return cls.of(shipped_entries())

    @classmethod
    def load(cls, *paths: str | Path) -> Register:
        """The shipped register and the user's files: CSV, or FollowTheMoney entities as JSON lines.

        Raises `DossierError`, with file and line, for what cannot be read.
        """
        return cls.of([*shipped_entries(), *(entry for path in paths for entry in read_register(Path(path)))])

    def find(self, name: str, record: ActorRecord) -> str | None:
        """The one entry that this name of the record means; None where there is none, or more than one.

        An entry fits if the record's kind is one of its kinds, and its country, if known, one of its countries. A body
        may be named with its country ("Hezbollah Brigades of Iraq"); the entry must then have it. A name in small
        letters is only found where an alias is written so.
        """
        person = record.kind == "person"
        fitting = {key for key in self._strong.get(_key(name, person), ()) if _fits(self.entries[key], record)}
        if not fitting and not person and (bare := without_country(name)) is not None:
            of_it = record.model_copy(update={"country": record.country or bare[1]})
            keys = self._strong.get(_key(bare[0], person), ())
            fitting = {
                key for key in keys if bare[1] in self.entries[key].countries and _fits(self.entries[key], of_it)
            }
        if name.islower():
            fitting = {key for key in fitting if _small_alias(self.entries[key], name)}
        return fitting.pop() if len(fitting) == 1 else None

    def candidates(self, names: Iterable[str], record: ActorRecord) -> frozenset[str]:
        """Entries that names hint at: background names, former and weak aliases. They never decide."""
        keys = [_key(name, record.kind == "person") for name in names]
        found = (key for name in keys for index in (self._strong, self._weak) for key in index.get(name, ()))
        return frozenset(key for key in found if _fits(self.entries[key], record))

    def related(self, entry: str) -> frozenset[str]:
        """The entries that stand in a relation to this one, in either direction."""
        own = {link.entry for link in self.entries[entry].relations} if entry in self.entries else set()
        return frozenset(
            own | {key for key, other in self.entries.items() if any(link.entry == entry for link in other.relations)}
        )

    def rulers(self) -> dict[str, str]:
        """Folded one-word names of rulers, with their country: whose "government" or "army" a phrase may mean."""
        people = (
            entry for entry in self.entries.values() if any(link.kind == "holds_office_in" for link in entry.relations)
        )
        return {
            parsed.folded: entry.countries[0]
            for entry in people
            if len(entry.countries) == 1
            for name in (entry.name, *entry.aliases)
            for parsed in parse_names(name)
            if len(parsed.folded.split()) == 1
        }


def _key(name: str, person: bool) -> str:
    if person:
        return "person " + " ".join(sorted(person_words(name)))
    parsed = parse_names(name)
    return parsed[0].key if parsed else ""


def _index(entries: Iterable[Entry], names_of: Callable[[Entry], Iterable[str]]) -> dict[str, tuple[str, ...]]:
    index: dict[str, set[str]] = defaultdict(set)
    for entry in entries:
        for name in names_of(entry):
            for form in parse_names(name):
                index[_key(form.written, "person" in entry.kinds)].add(entry.id)
    index.pop("", None)
    index.pop("person ", None)
    return {key: tuple(sorted(ids)) for key, ids in index.items()}


def _fits(entry: Entry, record: ActorRecord) -> bool:
    if entry.kinds and record.kind not in entry.kinds:
        return False
    return record.country is None or not entry.countries or record.country in entry.countries


def _small_alias(entry: Entry, name: str) -> bool:
    return any(alias.islower() and _key(alias, person=False) == _key(name, person=False) for alias in entry.aliases)


def _add(first: Entry, second: Entry) -> Entry:
    def both(left: Sequence[str], right: Sequence[str]) -> tuple[str, ...]:
        return tuple(dict.fromkeys((*left, *right)))

    return replace(
        first,
        aliases=both(first.aliases, (second.name, *second.aliases)),
        weak=both(first.weak, second.weak),
        kinds=tuple(dict.fromkeys((*first.kinds, *second.kinds))) if first.kinds and second.kinds else (),
        countries=both(first.countries, second.countries) if first.countries and second.countries else (),
        relations=tuple(dict.fromkeys((*first.relations, *second.relations))),
        source="; ".join(both((first.source,), (second.source,))),
    )
