"""Reading one document: ask, check, mend once, build. What the model says is not believed before the last step."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import TypeVar

from pydantic import BaseModel

from summarize.extract.build import Built, build
from summarize.extract.checks import Checked, Fault, check
from summarize.extract.dates import normalise_published
from summarize.extract.ground import whole
from summarize.extract.inherited import inherited
from summarize.extract.instructions import suspicious
from summarize.extract.items import Item, cited, items, joined, keyed, mended
from summarize.extract.repair import repaired
from summarize.extract.request import mend_question, read_question
from summarize.load import chunks
from summarize.model import Model, Question, Usage
from summarize.schemas import PARTS, Credit, Document, Notice, Outlet, Part, Reading, Records, Tokens
from summarize.schemas.reading import ReadActor, ReadDocument

WINDOW_TOKENS = 24_000
NEAR = 3  # sentences shown before and after a faulty item's own, where the document is too long to be shown again
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
        document = _described(self.document, reading.document, faults)
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
        known: dict[str, Item | ReadDocument] = {key: item for _, key, item in items(reading)}
        known["document"] = reading.document
        faulty = (
            (fault.key, fault.reason, known[fault.key].model_dump(mode="json", by_alias=True, exclude_defaults=True))
            for fault in faults
            if fault.key in known
        )
        mending = await self._ask(mend_question(self.document, reading, list(faulty), self._around(faults, known)))
        self.tokens += Tokens(reasks=1)
        return mended(reading, mending)

    def _around(self, faults: Sequence[Fault], known: Mapping[str, Item | ReadDocument]) -> Collection[int]:
        """The sentences a re-ask shows: the whole document where it fits the window, else those near the faults."""
        last = len(self.document.sentences)
        if len(chunks(self.document, self.window)) == 1:
            return range(1, last + 1)
        faulty = (known.get(fault.key) for fault in faults)
        found = (cited(item) for item in faulty if item and not isinstance(item, ReadDocument))
        near = {other for numbers in found for number in numbers for other in range(number - NEAR, number + NEAR + 1)}
        return sorted({1, 2, 3, *near} & set(range(1, last + 1)))

    async def _ask(self, question: Question[T]) -> T:
        answer = await self.model.ask(question)
        self.tokens += _tokens(answer.usage)
        return answer.value

    def _faults(self, reading: Reading) -> list[Fault]:
        published = normalise_published(reading.document.published, self.document)
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


def _tokens(usage: Usage) -> Tokens:
    """The model room's usage in the dossier's terms."""
    return Tokens.model_validate({name: getattr(usage, name) for name in Tokens.model_fields})


def _described(document: Document, read: ReadDocument, faults: Iterable[Fault]) -> Document:
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
            "published": normalise_published(read.published, document),
        }
    )


def _outlet(document: Document, read: ReadDocument) -> Outlet | None:
    if document.metadata.outlet:
        return Outlet(name=document.metadata.outlet, basis="metadata")
    return Outlet(name=read.outlet.name, basis=read.outlet.basis, sentence=read.outlet.s) if read.outlet else None


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
