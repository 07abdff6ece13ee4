"""Mentions: actor records with what comparing needs worked out once: names taken apart, the register's entry."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from summarize.reconcile.bodies import Body, body_of
from summarize.reconcile.names import Name, parse_names
from summarize.reconcile.persons import person_words
from summarize.reconcile.register import Register
from summarize.schemas import ActorRecord, Document, Records
from summarize.schemas.dates import bounds

__all__ = ["Mention", "mentions_of", "published"]


@dataclass(frozen=True)
class Mention:
    """One document's actor, ready to be compared.

    `names` are its proper names in that document, `hints` names that only suggest (background, phrases without a
    capital). `entry` is the register's entry or body of state it is; `candidates` the entries that hints lead to.
    `apart` are the name keys of the actors that some document lists beside one of these names.
    """

    record: ActorRecord
    names: tuple[Name, ...]
    hints: tuple[Name, ...]
    entry: str | None
    body: Body | None
    candidates: frozenset[str]
    published: date | None
    context: tuple[str, ...] = ()
    apart: frozenset[str] = field(default=frozenset(), repr=False)

    @property
    def id(self) -> str:
        return self.record.id

    @property
    def document(self) -> str:
        return self.record.document

    @property
    def collective(self) -> bool:
        """A category that others put on several actors. A phrase for a whole body of state is none."""
        return self.record.form == "label" and self.body is None

    @property
    def anonymous(self) -> bool:
        return self.record.form == "unnamed"

    @property
    def persons(self) -> tuple[tuple[str, ...], ...]:
        """Each of a person's names as words without titles; none for what is no person."""
        if self.record.kind != "person":
            return ()
        return tuple(dict.fromkeys(words for name in self.names if (words := person_words(name.written))))


def published(document: Document) -> date | None:
    """The first day the document can have been published; None where nothing is known."""
    if document.published is not None:
        return bounds(document.published.when.edtf)[0]
    return bounds(document.metadata.published)[0]


def mentions_of(records: Sequence[Records], register: Register, *, context: int = 2) -> list[Mention]:
    """All actors of all documents as mentions, in no particular order. `context` is the number of sentences kept."""
    rulers = register.rulers()
    listed = _listed_apart(records)
    return [
        _mention(actor, one.document, register, {**rulers, **_local_rulers(one.actors)}, listed, context)
        for one in records
        for actor in one.actors
    ]


def _mention(
    record: ActorRecord,
    document: Document,
    register: Register,
    rulers: Mapping[str, str],
    listed: Mapping[str, frozenset[str]],
    context: int,
) -> Mention:
    written = tuple(dict.fromkeys((record.name, *record.names)))
    parsed = [name for text in written for name in parse_names(text)]
    proper = tuple(name for name in parsed if name.proper)
    background = [name for text in record.background_names for name in parse_names(text)]
    entry, body = (None, None) if record.form == "unnamed" else _known_as(record, written, register, rulers)
    hints = (*background, *(name for name in parsed if not name.proper))
    return Mention(
        record=record,
        names=proper,
        hints=hints,
        entry=entry,
        body=body,
        candidates=register.candidates((name.written for name in (*background, *proper)), record) - {entry},
        published=published(document),
        context=_sentences(record, document, context),
        apart=frozenset().union(*(listed.get(name.key, frozenset()) for name in proper)),
    )


def _known_as(
    record: ActorRecord, written: Sequence[str], register: Register, rulers: Mapping[str, str]
) -> tuple[str | None, Body | None]:
    """The register's entry and the body of state of the first name that has either; the fullest name comes first."""
    for text in written:
        body = body_of(text, record.kind, record.country, rulers)
        for form in parse_names(text):
            if record.form == "named" and (found := register.find(form.written, record)):
                return found, body
        if body is not None:
            return register.find(body.name, record.model_copy(update={"kind": body.kind})) or body.id, body
    return None, None


def _local_rulers(actors: Iterable[ActorRecord]) -> dict[str, str]:
    """Surnames of a document's office holders, for phrases like "X's government"."""
    people = [actor for actor in actors if actor.kind == "person" and actor.country and _rules(actor.role)]
    return {words[-1]: actor.country or "" for actor in people if (words := person_words(actor.name))}


def _rules(role: str | None) -> bool:
    return any(
        word in (role or "").casefold().split()
        for word in ("president", "minister", "king", "leader", "premier", "dictator")
    )


def _listed_apart(records: Sequence[Records]) -> dict[str, frozenset[str]]:
    """For each name key, the keys of all other actors that a document lists beside an actor of that name."""
    apart: dict[str, set[str]] = defaultdict(set)
    for one in records:
        keys = [
            {name.key for text in (actor.name, *actor.names) for name in parse_names(text) if name.distinctive}
            for actor in one.actors
        ]
        everything = set().union(*keys)
        for own in keys:
            for key in own:
                apart[key] |= everything - own
    return {key: frozenset(others) for key, others in apart.items()}


def _sentences(record: ActorRecord, document: Document, count: int) -> tuple[str, ...]:
    numbers = list(dict.fromkeys(piece.sentence for piece in record.evidence))[:count]
    return tuple(" ".join(document.sentence_text(number).split()) for number in numbers)
