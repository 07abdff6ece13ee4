"""Checks: what a program can see is wrong with a reading, item by item, in words that can be sent back.

A fault with a `field` costs the item only that field; one without costs the item. Nothing here changes a reading.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations

from summarize.extract.dates import check_published, check_relation_time, check_when
from summarize.extract.ground import find
from summarize.extract.instructions import suspicious
from summarize.extract.items import Item, cited, items
from summarize.extract.ordinals import ordinals_in
from summarize.extract.quantities import number_stands, read_quantity
from summarize.schemas import Document
from summarize.schemas.dates import When, check_edtf, overlaps
from summarize.schemas.reading import ReadActor, ReadConflict, ReadEvent, Reading, ReadRelation, ReadTally, ReadWhen
from summarize.schemas.records import ItemType
from summarize.schemas.vocabulary import AUTHOR, UNSPECIFIED

NOT_YET = frozenset({"planned", "threatened", "hypothetical"})


@dataclass(frozen=True)
class Fault:
    """Why an item, or one field of it, cannot be believed."""

    type: ItemType
    key: str
    reason: str
    field: str | None = None


@dataclass(frozen=True)
class Checked:
    """What every check may look at: the document, the reading, the day of publication."""

    document: Document
    reading: Reading
    published: When | None

    @cached_property
    def void(self) -> frozenset[int]:
        """Sentences nothing may rest on alone: boilerplate, and what tries to instruct the model."""
        read = self.reading.document
        return frozenset((*read.boilerplate, *read.instructions, *suspicious(self.document)))


def check(checked: Checked) -> list[Fault]:
    """All faults of a reading, in the order of its items; empty where a program finds none."""
    faults = list(_document(checked))
    for kind, key, item in items(checked.reading):
        for test in (_sentences, _references, *_TESTS[type(item)]):
            faults += [Fault(kind, key, reason, field) for reason, field in test(item, checked)]
    return faults + list(_keys(checked)) + list(_repeats(checked))


Reasons = Iterator[tuple[str, str | None]]


def _document(checked: Checked) -> Iterator[Fault]:
    read, document = checked.reading.document, checked.document
    for reason in check_published(read.published, document):
        yield Fault("document", "document", reason, "published")
    for credit in read.credits:
        if not find(document.text, credit.name):
            yield Fault(
                "document", "document", f"credits name {credit.name!r}, who does not stand in the article", "credits"
            )
    cited = [read.title, *(c.s for c in read.credits), *read.boilerplate, *read.instructions]
    for number in sorted({n for n in cited if n is not None and not 1 <= n <= len(document.sentences)}):
        yield Fault(
            "document",
            "document",
            f"there is no sentence {number}; the article has {len(document.sentences)}",
            "sentences",
        )


def _sentences(item: Item, checked: Checked) -> Reasons:
    numbers, last = cited(item), len(checked.document.sentences)
    if not numbers:
        yield "it cites no sentence", None
    if missing := [number for number in numbers if not 1 <= number <= last]:
        yield f"it cites sentence {missing[0]}, but the article has sentences 1 to {last}", None
    if numbers and set(numbers) <= checked.void:
        yield "it stands only in sentences that are not the article's own reporting", None


def _references(item: Item, checked: Checked) -> Reasons:
    actors = {actor.key for actor in checked.reading.actors}
    events = {event.key for event in checked.reading.events}
    for field, key in _refers(item):
        known = actors | events if field == "about" else events if field in ("part_of", "contains") else actors
        if key not in known and not (field == "source" and key in (AUTHOR, UNSPECIFIED)):
            yield f"{field} refers to {key!r}, which is not declared", None if field in ("subject", "object") else field
    if isinstance(item, ReadEvent) and item.part_of == item.key:
        yield "it is said to be part of itself", "part_of"


def _refers(item: Item) -> Iterator[tuple[str, str]]:
    """Every key an item refers to, with the field."""
    for field in ("by", "to", "helping", "parties", "source", "actors", "contains"):
        for key in getattr(item, field, ()) if isinstance(getattr(item, field, ()), list) else ():
            yield field, key
    if isinstance(item, ReadRelation):
        yield from (("subject", item.subject), ("object", item.object))
    if isinstance(item, ReadEvent):
        yield from (("part_of", item.part_of),) if item.part_of else ()
        yield from (("claim", item.attack.claim.by),) if item.attack and item.attack.claim else ()
    if isinstance(item, ReadConflict):
        yield from (("about", key) for side in item.sides for key in side.about)


def _actor(item: ReadActor, checked: Checked) -> Reasons:
    if not find(checked.document.text, item.name):
        yield f"the name {item.name!r} does not stand in the article as written", None
    for name in item.also:
        if not find(checked.document.text, name):
            yield f"{name!r} does not stand in the article as written", f"also:{name}"


def _event(item: ReadEvent, checked: Checked) -> Reasons:
    document = checked.document
    yield from _when(item.when, "when", checked, future_allowed=item.status in NOT_YET)
    if item.where:
        yield from _written(item.where.name, "where", document)
    for field in ("killed", "wounded"):
        if count := getattr(item, field):
            yield from _written(count.words, field, document)
            yield from _numbers(count.words, (count.min, count.max), field, item, checked)
    for field in ("weapon", "target"):
        if item.attack and (words := getattr(item.attack, field)):
            yield from _written(words, field, document)
    if item.extent != "single" and item.when and (item.when.words or "").casefold().startswith("since"):
        yield from _start_of_period(item.when)


def _start_of_period(when: ReadWhen) -> Reasons:
    if when.edtf and "/" not in when.edtf:
        yield f"{when.words!r} is when a period starts; write it as an interval, {when.edtf}/..", "when"


def _relation(item: ReadRelation, checked: Checked) -> Reasons:
    if item.subject == item.object and item.kind != "same_as":
        yield "an actor cannot stand in this relation to itself", None
    if item.place:
        yield from _written(item.place, "place", checked.document)
    for reason in check_relation_time(item.time):
        yield f"time: {reason}", "time"


def _tally(item: ReadTally, checked: Checked) -> Reasons:
    yield from ((reason, None) for reason, _ in _written(item.words, "words", checked.document))
    yield from ((reason, None) for reason, _ in _numbers(item.words, (item.min, item.max), "words", item, checked))
    yield from _when(item.period, "period", checked, future_allowed=True)
    if item.where:
        yield from _written(item.where.name, "where", checked.document)


def _conflict(item: ReadConflict, _: Checked) -> Reasons:
    if len(item.sides) < 2:
        yield "a conflict has at least two sides", None


def _written(words: str, field: str, document: Document) -> Reasons:
    if not find(document.text, words):
        yield f"{field}: {words!r} does not stand in the article as written", field


def _numbers(words: str, given: tuple[int | None, int | None], field: str, item: Item, checked: Checked) -> Reasons:
    """A number the words do not give must at least stand in, or be countable from, the cited sentences."""
    if read_quantity(words) is not None:
        return
    if given == (None, None):
        yield f"{field}: {words!r} gives no number", field
    text = " ".join(_texts(item, checked.document))
    told = f"{words} {text}"
    for number in given:
        # 0 is words only ("everybody lived"), which stand in the article or are a fault of their own.
        if number and number not in ordinals_in(told) and number_stands(number, told) == "no":
            yield f"{field}: {number} does not stand in the cited sentences", field


def _texts(item: Item, document: Document) -> Iterator[str]:
    return (document.sentence_text(n) for n in cited(item) if 1 <= n <= len(document.sentences))


def _when(when: ReadWhen | None, field: str, checked: Checked, *, future_allowed: bool) -> Reasons:
    if when is None:
        return
    if when.words:
        yield from _written(when.words, field, checked.document)
    if when.edtf and not (bad := list(_edtf(when.edtf, field))):
        for reason in check_when(when.words, when.edtf, checked.published, future_allowed=future_allowed):
            yield f"{field}: {reason}", field
    elif when.edtf:
        yield from bad


def _edtf(value: str, field: str) -> Reasons:
    try:
        check_edtf(value)
    except ValueError as error:
        yield f"{field}: {error}", field


def _keys(checked: Checked) -> Iterator[Fault]:
    seen: set[str] = set()
    for kind, key, _ in items(checked.reading):
        if key in seen:
            yield Fault(kind, key, f"the key {key} is given to two items")
        seen.add(key)


def _repeats(checked: Checked) -> Iterator[Fault]:
    """Items that say again what an earlier one says."""
    for first, later in combinations(checked.reading.actors, 2):
        if _folded(first.name) == _folded(later.name):
            yield Fault("actor", later.key, f"it repeats {first.key}: the same name, {later.name!r}")
    for one, two in combinations(checked.reading.events, 2):
        if same_event(one, two):
            yield Fault(
                "event",
                two.key,
                f"it repeats {one.key} ({one.what!r}): same sentences, place, actors and kind of act",
            )
    seen: dict[object, str] = {}
    for relation in checked.reading.relations:
        said = (
            relation.subject,
            relation.kind,
            relation.object,
            relation.place,
            relation.time,
            relation.status,
            tuple(relation.source),
        )
        if said in seen:
            yield Fault("relation", relation.key or "", f"it repeats {seen[said]}")
        seen.setdefault(said, relation.key or "")


def same_event(one: ReadEvent, two: ReadEvent) -> bool:
    """Whether two events of one article look like one told twice (then the model is asked, nothing is decided)."""
    return (
        bool(set(one.sentences) & set(two.sentences))
        and (one.type, one.plover, one.extent) == (two.type, two.plover, two.extent)
        and (one.status in NOT_YET) == (two.status in NOT_YET)
        and _folded(one.where.name if one.where else "") == _folded(two.where.name if two.where else "")
        and set(one.by) == set(two.by)
        and (set(one.to) == set(two.to) or not one.to or not two.to)
        and _may_overlap(one.when, two.when)
    )


def _may_overlap(one: ReadWhen | None, two: ReadWhen | None) -> bool:
    if not (one and two and one.edtf and two.edtf):
        return True
    try:
        return overlaps(one.edtf, two.edtf) is not False
    except ValueError:
        return True


def _folded(text: str) -> str:
    return " ".join(text.casefold().split())


_TESTS: dict[type, tuple[Callable[..., Iterable[tuple[str, str | None]]], ...]] = {
    ReadActor: (_actor,),
    ReadEvent: (_event,),
    ReadRelation: (_relation,),
    ReadTally: (_tally,),
    ReadConflict: (_conflict,),
}
