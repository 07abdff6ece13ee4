"""Reading one document: ask, check, mend once, build. What the model says is not believed before the last step."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TypeVar

from pydantic import BaseModel

from summarize.extract.build import Built, build
from summarize.extract.checks import Checked, Fault, check
from summarize.extract.ground import whole
from summarize.extract.inherited import inherited
from summarize.extract.instructions import suspicious
from summarize.extract.items import items, joined, keyed, mended
from summarize.extract.repair import repaired
from summarize.extract.request import mend_question, read_question
from summarize.load import chunks
from summarize.model import Model, Question, Usage
from summarize.schemas import PARTS, Credit, Document, Notice, Outlet, Part, Published, Reading, Records, Tokens, When
from summarize.schemas.dates import precision_of
from summarize.schemas.reading import ReadActor, ReadDocument

WINDOW_TOKENS = 24_000
T = TypeVar("T", bound=BaseModel)


async def read(
    document: Document, model: Model, *, ask: Sequence[Part] = PARTS, window: int = WINDOW_TOKENS, mend: bool = True
) -> Records:
    """The records of one document.

    One request where the document fits `window` tokens, one a part where it does not, and at most one more for the
    items that fail the checks; what still fails is in `rejected` with its reasons. Raises a `ModelError` where
    the model gives no usable answer at all.
    """
    return await _Session(document, model, tuple(part for part in PARTS if part in ask), window, mend).run()


class _Session:
    """One document being read: the questions asked so far and what they cost."""

    def __init__(self, document: Document, model: Model, ask: tuple[Part, ...], window: int, mend: bool) -> None:
        self.document, self.model, self.ask, self.window, self.may_mend = document, model, ask, window, mend
        self.tokens = Tokens()

    async def run(self) -> Records:
        reading = repaired(keyed(await self._read()), self.document)
        faults = self._faults(reading)
        if faults and self.may_mend and not self.tokens.reasks:
            reading = repaired(await self._mend(reading, faults), self.document)
            faults = self._faults(reading)
        document = described(self.document, reading.document, faults)
        dropped = {key: f"said of the group in {group}, and only once" for key, group in inherited(reading).items()}
        return self._records(document, reading, build(reading, document, faults, dropped))

    async def _read(self) -> Reading:
        first, *later = chunks(self.document, self.window)
        reading = await self._part(first)
        for part in later:
            reading = joined(reading, await self._part(part, reading.actors, len(reading.events)))
        return reading

    async def _part(self, part: range, known: Sequence[ReadActor] = (), events: int = 0) -> Reading:
        answer = await self._ask(read_question(self.document, part, self.ask, known, events))
        return Reading.model_validate({name: getattr(answer, name) for name in type(answer).model_fields})

    async def _mend(self, reading: Reading, faults: Sequence[Fault]) -> Reading:
        known = {key: item for _, key, item in items(reading)} | {"document": reading.document}
        faulty = (
            (fault.key, fault.reason, known[fault.key].model_dump(mode="json", by_alias=True, exclude_defaults=True))
            for fault in faults
            if fault.key in known
        )
        mending = await self._ask(mend_question(self.document, reading, faulty, self.ask))
        self.tokens += Tokens(reasks=1)
        return mended(reading, mending)

    async def _ask(self, question: Question[T]) -> T:
        answer = await self.model.ask(question)
        self.tokens += tokens(answer.usage)
        return answer.value

    def _faults(self, reading: Reading) -> list[Fault]:
        published = _published(self.document, reading.document)
        return check(Checked(self.document, reading, published.when if published else None))

    def _records(self, document: Document, reading: Reading, built: Built) -> Records:
        return Records(
            document=document,
            actors=tuple(built.actors),
            events=tuple(built.events),
            relations=tuple(built.relations),
            tallies=tuple(built.tallies),
            conflicts=tuple(built.conflicts),
            rejected=tuple(built.rejected),
            notices=tuple(_notices(document, reading.document)),
            tokens=self.tokens,
        )


def tokens(usage: Usage) -> Tokens:
    """The model room's usage in the dossier's terms."""
    return Tokens.model_validate({name: getattr(usage, name) for name in Tokens.model_fields})


def described(document: Document, read: ReadDocument, faults: Iterable[Fault]) -> Document:
    """The document with its title, credits, outlet and date: what came with the file stands before what was read."""
    bad = {fault.field for fault in faults if fault.key == "document"}
    title = read.title if read.title and 1 <= read.title <= len(document.sentences) else None
    said = () if "credits" in bad else tuple(Credit(name=c.name, role=c.role, sentence=c.s) for c in read.credits)
    given = tuple(Credit(name=name) for name in document.metadata.authors)
    return document.model_copy(
        update={
            "title": document.metadata.title or (document.sentence_text(title) if title else None),
            "credits": given or said,
            "outlet": _outlet(document, read),
            "published": _published(document, read) if "published" not in bad or document.metadata.published else None,
        }
    )


def _outlet(document: Document, read: ReadDocument) -> Outlet | None:
    if document.metadata.outlet:
        return Outlet(name=document.metadata.outlet, basis="metadata")
    return Outlet(name=read.outlet.name, basis=read.outlet.basis, sentence=read.outlet.s) if read.outlet else None


def _published(document: Document, read: ReadDocument) -> Published | None:
    if given := document.metadata.published:
        return Published(when=When(edtf=given, precision=precision_of(given), basis="metadata"), basis="metadata")
    said = read.published
    try:
        when = When(
            edtf=said.edtf,
            precision=precision_of(said.edtf),
            as_written=said.words,
            basis="stated" if said.basis == "stated" else "inferred",
            reason=said.reason,
        )
    except ValueError:
        return None
    return Published(when=when, basis=said.basis, sentence=said.s, reason=said.reason)


def _notices(document: Document, read: ReadDocument) -> Iterable[Notice]:
    last = len(document.sentences)
    orders = sorted({*(n for n in read.instructions if 1 <= n <= last), *suspicious(document)})
    for number in orders:
        message = f"sentence {number} reads like an instruction to the model; it was not followed"
        yield Notice(document=document.id, kind="instruction", message=message, evidence=(whole(document, number),))
    for number in sorted(n for n in set(read.boilerplate) if 1 <= n <= last):
        message = f"sentence {number} was passed over as boilerplate"
        yield Notice(document=document.id, kind="boilerplate", message=message, evidence=(whole(document, number),))


__all__ = ["read"]
