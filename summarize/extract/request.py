"""Requests: what is asked of the model for one document, and for the faults in its answer."""

from __future__ import annotations

import hashlib
import json
import re
import unicodedata
from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import cache

from pydantic import create_model

from summarize.model import Question
from summarize.prompts import render
from summarize.schemas import PARTS, Document, Mending, Part, Reading
from summarize.schemas.reading import ReadActor, Wire

READ, MEND = "read.v1", "mend.v1"
# How long an answer may be, in characters for each one of the article, by what is asked for; and the least that is
# allowed if all is asked for. A reading that records every passing remark costs half as much again and is no better.
LENGTH: Mapping[Part, float] = {"actors": 0.36, "events": 0.5, "relations": 1.0, "tallies": 0.54}
SHORTEST = 3_600


@cache
def answer_type(ask: tuple[Part, ...]) -> type[Wire]:
    """The form of the answer: the whole `Reading`, conflicts included, or only the lists asked for."""
    if set(ask) == set(PARTS):
        return Reading
    fields = {name: (Reading.model_fields[name].annotation, Reading.model_fields[name]) for name in ("document", *ask)}
    return create_model("Reading", __base__=Wire, __doc__=Reading.__doc__, **fields)  # type: ignore[call-overload, no-any-return]


def read_question(
    document: Document, part: range, ask: tuple[Part, ...], known: Sequence[ReadActor] = (), events: int = 0
) -> Question[Wire]:
    """The question that reads sentences `part` of the document; `known` are the actors of earlier parts."""
    messages = render(
        READ,
        ask=ask,
        origin=_origin(document),
        known="\n".join(f"{actor.key} {_line(actor.name)} ({actor.kind})" for actor in known),
        next_actor=len(known) + 1,
        next_event=events + 1,
        fence=fence(document),
        sentences=(shown := numbered(document, part)),
        budget=answer_length(len(shown), ask),
    )
    return Question(task=READ, subject=document.id, messages=messages, answer=answer_type(ask))


def mend_question(
    document: Document, reading: Reading, faults: Iterable[tuple[str, str, object]], part: Collection[int]
) -> Question[Mending]:
    """The one re-ask: the same static part, the article, and each faulty item with the reasons it cannot stand."""
    static = read_question(document, range(1, 1), PARTS).messages[0]
    lines = [f"- {key}: {reason}\n  {json.dumps(item, ensure_ascii=False)}" for key, reason, item in faults]
    keys = ", ".join(f"{key} {_line(name)}" for key, name in _names(reading))
    user = render(MEND, fence=fence(document), sentences=numbered(document, part), faults="\n".join(lines), keys=keys)
    return Question(task=MEND, subject=document.id, messages=(static, *user), answer=Mending)


def answer_length(length: int, ask: Sequence[Part]) -> int:
    """Characters that the answer may have for an article of that length."""
    share = sum(LENGTH[name] for name in ask)
    return round(max(length * share, SHORTEST * share / sum(LENGTH.values())) / 100) * 100


def fence(document: Document) -> str:
    """A mark the article cannot contain by design: it is a hash of the article."""
    return hashlib.sha256(document.text.encode()).hexdigest()[:10]


def numbered(document: Document, part: Collection[int]) -> str:
    """The sentences as `number text` lines; line breaks and invisible marks inside one are left out of the view."""
    return "\n".join(f"{number} {_line(document.sentence_text(number))}" for number in part)


def _names(reading: Reading) -> list[tuple[str, str]]:
    actors = [(actor.key, actor.name) for actor in reading.actors]
    return actors + [(event.key, event.what) for event in reading.events]


def _origin(document: Document) -> str:
    known = document.metadata
    parts = {
        "title": known.title,
        "authors": ", ".join(known.authors),
        "outlet": known.outlet,
        "published": known.published,
        "url": known.url,
    }
    return "; ".join(f"{name}: {_line(value)}" for name, value in parts.items() if value)


def _line(text: str) -> str:
    if text.isprintable():  # nothing in it is invisible, and no space is other than a plain one
        return re.sub(r" {2,}", " ", text).strip()
    shown = "".join(
        " " if c.isspace() else c for c in text if c.isspace() or unicodedata.category(c) not in ("Cc", "Cf")
    )
    return re.sub(r" {2,}", " ", shown).strip()
