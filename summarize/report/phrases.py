"""Records put into words. Text from documents goes through `show`: as Markdown, unless told otherwise."""

from __future__ import annotations

import calendar
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from summarize.report.markdown import text
from summarize.schemas import Actor, Event, Place, Relation, Tally, Toll, When
from summarize.schemas.vocabulary import AUTHOR, UNSPECIFIED, Certainty, Status

_DAY = re.compile(r"(?P<year>\d{4})(?:-(?P<month>0[1-9]|1[0-2])(?:-(?P<day>\d\d))?)?(?P<mark>[?~%]?)")
Show = Callable[[str], str]
_MARKS = {"": "", "?": " (uncertain)", "~": " (approximate)", "%": " (uncertain and approximate)"}


def _one_date(expression: str) -> str | None:
    found = _DAY.fullmatch(expression)
    if found is None:
        return None
    parts = [found["day"].lstrip("0")] if found["day"] else []
    parts += [calendar.month_name[int(found["month"])]] if found["month"] else []
    return " ".join([*parts, found["year"]]) + _MARKS[found["mark"]]


def date(expression: str | None, show: Show = text) -> str:
    """EDTF in words (`2023-10-29` is `29 October 2023`); what has no simple wording stays EDTF."""
    if expression is None:
        return "no date given"
    start, slash, end = expression.partition("/")
    if not slash:
        return _one_date(expression) or f"EDTF {show(expression)}"
    first, last = _one_date(start), _one_date(end)
    if first and last:
        return f"{first} to {last}"
    if first and end in {"", ".."}:
        return f"from {first}"
    return f"until {last}" if last and start in {"", ".."} else f"EDTF {show(expression)}"


def when(value: When, show: Show = text) -> str:
    """A date with the words it was read from, and a remark where it was inferred."""
    said = f" (“{show(value.as_written)}”)" if value.as_written else ""
    inferred = " (inferred)" if value.edtf and value.basis == "inferred" else ""
    return date(value.edtf, show) + said + inferred


def place(value: Place, show: Show = text) -> str:
    """A place's name, with its first-order division and country where they add something."""
    parts = [value.name, value.admin1, value.country]
    return ", ".join(show(part) for part in dict.fromkeys(part for part in parts if part))


def toll(value: Toll, show: Show = text) -> str:
    """`3`, `3 to 5`, `at least 3`, with the words where they are not the bare number."""
    low, high = value.min, value.max
    if low is not None and high is not None:
        number = str(low) if low == high else f"{low} to {high}"
    elif low is not None or high is not None:
        number = f"at least {low}" if high is None else f"at most {high}"
    else:
        return f"“{show(value.as_written)}”" if value.as_written else "an unstated number"
    said = value.as_written if value.as_written and value.as_written != number else None
    return number + (f" (“{show(said)}”)" if said else "")


@dataclass(frozen=True)
class Wording:
    """Words for records, given actors' names and events' labels by id. `show` makes foreign text fit its place."""

    names: Mapping[str, str]
    labels: Mapping[str, str]
    show: Show = text

    def actors(self, ids: Iterable[str]) -> str:
        """Names in a row: `A, B and C`."""
        called = [self.show(self.names.get(key, key)) for key in ids]
        return " and ".join(part for part in (", ".join(called[:-1]), *called[-1:]) if part)

    def said_by(self, status: Status, sources: Iterable[str], certainty: Certainty = "certain") -> str:
        """Who says so and how; empty for what the author states in his own voice."""
        ids = list(sources)
        named = self.actors(key for key in ids if key not in {AUTHOR, UNSPECIFIED})
        unnamed = "an unspecified source" if UNSPECIFIED in ids else ""
        author = "the article's author" if AUTHOR in ids and (named or unnamed or status != "stated") else ""
        voices = ", ".join(part for part in (named, unnamed, author) if part)
        how = "" if status == "stated" else status
        told = ", ".join(part for part in (how, f"according to {voices}" if voices else "") if part)
        return f"{told} ({certainty})".strip() if certainty != "certain" else told

    def event(self, event: Event) -> str:
        """One sentence, without its full stop: what, when, where, who, the toll, who says so."""
        roles = [
            ("by", event.initiators), ("against", event.targets), ("supported by", event.supporters),
            ("with", event.participants),
        ]  # fmt: skip
        acted = " ".join(f"{word} {self.actors(ids)}" for word, ids in roles if ids)
        parts = [
            when(event.when, self.show),
            place(event.where, self.show) if event.where else "",
            acted,
            *self._kind(event),
            f"{toll(event.killed, self.show)} killed" if event.killed else "",
            f"{toll(event.wounded, self.show)} wounded" if event.wounded else "",
            self.said_by(event.status, event.according_to, event.certainty),
            f"part of “{self.show(self.labels.get(event.part_of, event.part_of))}”" if event.part_of else "",
        ]
        return f"**{self.show(event.label)}**: " + "; ".join(part for part in parts if part)

    def _kind(self, event: Event) -> list[str]:
        kind = event.acled_sub_type or event.acled_type or event.plover_type
        parts = [kind or "", "" if event.extent == "single" else f"a {event.extent} of acts"]
        if event.attack:
            weapon, target, claim = event.attack.weapon, event.attack.target, event.attack.claim
            parts += [f"with “{self.show(weapon)}”" if weapon else "", f"hit “{self.show(target)}”" if target else ""]
            parts += [f"responsibility claimed by {self.actors([claim.by])}" if claim else ""]
        return parts

    def actor(self, actor: Actor) -> str:
        """Who an actor is, without the full stop: name, kind, office, other names."""
        form = {"named": "", "label": ", a collective label", "unnamed": ", not named"}[actor.form]
        others = [name for name in dict.fromkeys(actor.names) if name != actor.name]
        parts = [
            f"**{self.show(actor.name)}**: {actor.kind.replace('_', ' ')}{form}",
            self.show(actor.role) if actor.role else "",
            self.show(actor.country) if actor.country else "",
            f"also written {', '.join(f'“{self.show(name)}”' for name in others)}" if others else "",
        ]
        return "; ".join(part for part in parts if part)

    def relation(self, relation: Relation) -> str:
        """One sentence without its full stop: who, how, to whom, where, when, who says so."""
        scope = {"at_publication": "at publication", "past": "in the past", "future": "in the future"}
        time = scope.get(relation.time, "") if relation.when.edtf is None else when(relation.when, self.show)
        parts = [
            f"{self.actors([relation.subject])} **{relation.kind.replace('_', ' ')}** {self.actors([relation.object])}",
            f"in {self.show(relation.place)}" if relation.place else "",
            time,
            self.said_by(relation.status, relation.according_to, relation.certainty),
        ]
        return "; ".join(part for part in parts if part)

    def tally(self, tally: Tally) -> str:
        """One sentence without its full stop: the count as written, of what, by whom, over which period."""
        parts = [
            f"**{self.show(tally.label)}**: “{self.show(tally.as_written)}” ({self.show(tally.unit)})",
            f"of {self.actors(tally.actors)}" if tally.actors else "",
            place(tally.where, self.show) if tally.where else "",
            when(tally.period, self.show) if tally.period.edtf or tally.period.as_written else "",
            self.said_by(tally.status, tally.according_to, tally.certainty),
            f"contains {', '.join(self.show(self.labels.get(key, key)) for key in tally.contains)}"
            if tally.contains
            else "",
        ]
        return "; ".join(part for part in parts if part)

    def value(self, value: Any) -> str:
        """Any value of a merged field: a place, a date, a toll, a list of actors, a term."""
        if value is None:
            return "not said"
        if isinstance(value, Mapping):
            return self._mapping(value)
        if isinstance(value, list | tuple):
            return self.actors(str(each) for each in value) or "nobody"
        return self.show(self.names.get(str(value), str(value)))

    def _mapping(self, value: Mapping[str, Any]) -> str:
        models: list[tuple[str, type[When | Toll | Place], Any]] = [
            ("edtf", When, when), ("min", Toll, toll), ("name", Place, place)
        ]  # fmt: skip
        for key, model, words in models:
            if key in value and set(value) <= set(model.model_fields):
                return str(words(model.model_validate(value), self.show))
        return self.show(", ".join(f"{key} {each}" for key, each in value.items() if each is not None))
