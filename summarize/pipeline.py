"""The library's functions: load ► read ► reconcile, each alone, and all of them in one.

Every function has a sync form and an async form; the sync form cannot be called from a running event loop.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import AsyncIterator, Callable, Iterable, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel

from summarize.errors import AllFailed, BudgetReached, NoModelError, SummarizeError
from summarize.extract import KeptRecords, read_many, unanswered
from summarize.load import load
from summarize.model import (
    Answer,
    Batch,
    Collected,
    InstructorModel,
    Model,
    ModelSettings,
    Question,
    Seen,
    Speed,
    Submitted,
    Usage,
    open_model,
)
from summarize.model.batch import collect, none_waiting, status, submit
from summarize.reconcile import Register, updated
from summarize.reconcile import reconcile as reconcile_records
from summarize.reconcile.unravel import records_of
from summarize.schemas import PARTS, Document, Dossier, Judgement, Part, Records, Tokens
from summarize.schemas.changes import Changes
from summarize.waiting import wait

__all__ = [
    "Outcome",
    "Progress",
    "aread",
    "areconcile",
    "asubmit_batch",
    "asummarize",
    "batch_status",
    "collect_batch",
    "none_waiting",
    "read",
    "reconcile",
    "settings_for",
    "submit_batch",
    "summarize",
]

T = TypeVar("T", bound=BaseModel)


@dataclass(frozen=True)
class Progress:
    """How far a run is: `done` of `total` documents; `document` is the one just finished, `stage` read or reconcile.

    `seen` is how it goes with the model; `seconds_left` what the documents left will take at this speed, if known.
    """

    done: int
    total: int
    document: str
    stage: str
    tokens: Tokens
    seen: Seen | None = None
    seconds_left: float | None = None


@dataclass(frozen=True)
class Outcome:
    """What a run came to: the dossier, what could not be read or answered, and what was spent.

    `usage` is the same by document, with money: the contents of `usage.json`. `changes` is how the dossier differs from
    the one it was added to, null where there was none.
    """

    dossier: Dossier
    failures: tuple[SummarizeError, ...]
    tokens: Tokens
    usage: dict[str, Any] | None = None
    changes: Changes | None = None


Listener = Callable[[Progress], None]


class _Counting:
    """A model that adds up what its answers cost."""

    def __init__(self, model: InstructorModel) -> None:
        self._model, self.usage = model, Usage()

    async def ask(self, question: Question[T]) -> Answer[T]:
        answer = await self._model.ask(question)
        self.usage += answer.usage
        return answer

    @property
    def tokens(self) -> Tokens:
        return Tokens.model_validate({name: getattr(self.usage, name) for name in Tokens.model_fields})


# --- one stage at a time ----------------------------------------------------------------------------


async def aread(
    documents: Iterable[Document], settings: ModelSettings, *, ask: Sequence[Part] = PARTS
) -> list[Records]:
    """The records of each document, in the order given. Raises the first `ModelError`."""
    found: dict[int, Records] = {}
    async with open_model(settings) as model:
        async for done in read_many(documents, model, ask=ask, at_once=_at_once(settings)):
            if done.error is not None:
                raise done.error
            if done.records is not None:
                found[done.number] = done.records
    return [found[number] for number in sorted(found)]


async def areconcile(
    records: Iterable[Records],
    settings: ModelSettings | None = None,
    *,
    registers: Sequence[str | Path] = (),
    judgements: Sequence[Judgement] = (),
) -> Dossier:
    """One dossier of many documents' records. Without `settings` the doubtful pairs stay apart, listed as unsure."""
    register = Register.load(*registers)
    async with _maybe(settings) as model:
        return await reconcile_records(list(records), model=model, register=register, judgements=judgements)


def read(documents: Iterable[Document], settings: ModelSettings, *, ask: Sequence[Part] = PARTS) -> list[Records]:
    """`aread`, and wait for it."""
    return wait(aread(documents, settings, ask=ask))


def reconcile(
    records: Iterable[Records],
    settings: ModelSettings | None = None,
    *,
    registers: Sequence[str | Path] = (),
    judgements: Sequence[Judgement] = (),
) -> Dossier:
    """`areconcile`, and wait for it."""
    return wait(areconcile(records, settings, registers=registers, judgements=judgements))


# --- the whole way ----------------------------------------------------------------------------------


async def asummarize(
    *paths: str | Path,
    settings: ModelSettings | None = None,
    published: str | None = None,
    ask: Sequence[Part] = PARTS,
    registers: Sequence[str | Path] = (),
    judgements: Sequence[Judgement] = (),
    progress: Listener | None = None,
    keep: Path | None = None,
    previous: Dossier | None = None,
) -> Outcome:
    """News articles in, one dossier out.

    `paths` are files and folders (see `summarize.load`); `published` dates the documents that bring no date. A document
    that cannot be read, or that the model does not answer for, is in `failures`; the others go through. Without
    `settings` the recordings beside the documents are replayed. Raises `UsageError` for what the user can put right,
    `ModelRefused` where the provider will answer nothing, and `AllFailed` where not one document came through. Where a
    budget is reached, `BudgetReached` is among the failures and says how much is left.

    `keep` is a file (such as `out/records.sqlite`) in which documents' records are kept from run to run. With
    `previous` the documents are added to that dossier: what it says of others stays, ids last, and `changes` tells
    what became different. A document that it has already is read anew.
    """
    loaded = load(*paths, published=published)
    if not loaded.documents:
        raise _none(loaded.failures)
    documents = _apart(loaded.documents, previous)
    register = Register.load(*registers)
    settings = settings or settings_for(paths)
    async with open_model(settings) as opened:
        reading = _Reading(documents, opened, progress)
        with _kept(keep, settings) as kept:
            await reading.run(ask, _at_once(settings), kept)
        if not reading.records:
            raise _none((*loaded.failures, *reading.failures))
        records = [*_earlier(previous, documents), *(reading.records[number] for number in sorted(reading.records))]
        try:
            dossier = await reconcile_records(records, model=reading.model, register=register, judgements=judgements)
        except BudgetReached as reached:  # what is doubtful stays apart, and is listed as unsure
            reading.failures.append(reached)
            dossier = await reconcile_records(records, model=None, register=register, judgements=judgements)
        usage = opened.ledger.report()
    dossier, changes = updated(previous, dossier) if previous else (dossier, None)
    return Outcome(dossier, (*loaded.failures, *reading.failures), reading.tokens, usage, changes)


def summarize(
    *paths: str | Path,
    settings: ModelSettings | None = None,
    published: str | None = None,
    ask: Sequence[Part] = PARTS,
    registers: Sequence[str | Path] = (),
    judgements: Sequence[Judgement] = (),
    progress: Listener | None = None,
    keep: Path | None = None,
    previous: Dossier | None = None,
) -> Outcome:
    """`asummarize`, and wait for it."""
    return wait(
        asummarize(
            *paths,
            settings=settings,
            published=published,
            ask=ask,
            registers=registers,
            judgements=judgements,
            progress=progress,
            keep=keep,
            previous=previous,
        )
    )


def settings_for(
    paths: Sequence[str | Path] = (),
    *,
    name: str | None = None,
    base_url: str | None = None,
    record: Path | None = None,
    replay: Path | None = None,
    **more: Any,
) -> ModelSettings:
    """The settings a call means.

    A model by name is asked; with no name, recordings are replayed: those given, or a folder `recordings/` beside the
    documents. Raises `NoModelError` where there is neither.
    """
    if name is None and record is None and replay is None:
        beside = (Path(path) / "recordings" for path in paths)
        replay = next((folder for folder in beside if (folder / "manifest.json").exists()), None)
        name = None if replay else os.environ.get("SUMMARIZE_MODEL")
    if name is None and record is None and replay is None:
        raise NoModelError(
            "No model was named. There are three ways to get one: a hosted model (set OPENAI_API_KEY or your "
            "provider's key and say --model openai/NAME, anthropic/NAME …), a local one (--model ollama/NAME), or any "
            "OpenAI-compatible server (--model NAME --base-url http://127.0.0.1:8000/v1). Recorded answers need none: "
            "--replay FOLDER."
        )
    return ModelSettings(name=name, base_url=base_url, record=record, replay=replay, **more)


# --- in batches, at half the price ------------------------------------------------------------------


async def asubmit_batch(
    *paths: str | Path,
    settings: ModelSettings,
    out: Path,
    published: str | None = None,
    ask: Sequence[Part] = PARTS,
) -> Submitted:
    """Send what reading these documents still needs through the provider's Batch API, noted in `out/batches.json`.

    Comes back at once; the answers are there within a day (`batch_status`, `collect_batch`). Then `summarize` with the
    same settings replays them. Documents that cannot be loaded are among the `failures`. Raises as
    `summarize.model.submit`, and where not one document could be loaded.
    """
    loaded = load(*paths, published=published)
    if not loaded.documents:
        raise _none(loaded.failures)
    submitted = await submit(unanswered(loaded.documents, settings, ask=ask), settings, out)
    return replace(submitted, failures=loaded.failures)


def submit_batch(
    *paths: str | Path,
    settings: ModelSettings,
    out: Path,
    published: str | None = None,
    ask: Sequence[Part] = PARTS,
) -> Submitted:
    """`asubmit_batch`, and wait until all is submitted."""
    return wait(asubmit_batch(*paths, settings=settings, out=out, published=published, ask=ask))


def batch_status(out: Path) -> list[Batch]:
    """The batches of an output and how they go."""
    return wait(status(out))


def collect_batch(out: Path) -> Collected:
    """Record the answers of the batches that have ended."""
    return wait(collect(out))


# --- within -----------------------------------------------------------------------------------------


class _Reading:
    """The stage that reads all documents: records by the document's place, and what failed."""

    def __init__(self, documents: Sequence[Document], opened: InstructorModel, progress: Listener | None) -> None:
        self._documents, self._opened, self._progress = documents, opened, progress
        self.model, self._speed = _Counting(opened), Speed()
        self.records: dict[int, Records] = {}
        self.failures: list[SummarizeError] = []
        self._kept = Tokens()

    @property
    def tokens(self) -> Tokens:
        """What was sent and replayed, what was kept from an earlier run included."""
        return self.model.tokens + self._kept

    async def run(self, ask: Sequence[Part], at_once: int, kept: KeptRecords | None) -> None:
        """Read every document, or as many as the budget has room for. A refusal for good stops the run."""
        done = 0
        try:
            async for each in read_many(self._documents, self.model, ask=ask, at_once=at_once, kept=kept):
                done += 1
                if each.records is not None:
                    self.records[each.number] = each.records
                if each.error is not None:
                    self.failures.append(each.error)
                if each.kept and each.records is not None:
                    self._kept += each.records.tokens
                self._tell(done, each.document)
        except BudgetReached as reached:
            left = len(self._documents) - done
            told = f"{reached} {left:,} of {len(self._documents):,} documents are left to read."
            self.failures.append(BudgetReached(told, spent=reached.spent))

    def _tell(self, done: int, document: str) -> None:
        self._speed.count()
        if self._progress:
            total = len(self._documents)
            left = self._speed.seconds_for(total - done)
            self._progress(Progress(done, total, document, "read", self.tokens, self._opened.seen(), left))


def _at_once(settings: ModelSettings) -> int:
    """Documents under way: more than requests, so that one that waits to be tried again holds up no other."""
    return 2 * settings.concurrency


@contextmanager
def _kept(path: Path | None, settings: ModelSettings) -> Iterator[KeptRecords | None]:
    if path is None:
        yield None
        return
    shape = settings.model_dump_json(include={"name", "base_url", "mode", "strict", "temperature", "options"})
    kept = KeptRecords(path, shape)
    try:
        yield kept
    finally:
        kept.close()


def _apart(documents: Sequence[Document], previous: Dossier | None) -> tuple[Document, ...]:
    """The documents; one that has an earlier document's id and another text gets an id of its own."""
    texts = {document.id: document.text for document in previous.documents} if previous else {}
    return tuple(
        document.model_copy(update={"id": f"{document.id}-{hashlib.sha256(document.text.encode()).hexdigest()[:8]}"})
        if texts.get(document.id, document.text) != document.text
        else document
        for document in documents
    )


def _earlier(previous: Dossier | None, documents: Sequence[Document]) -> list[Records]:
    """What an earlier dossier says of documents that are not read now."""
    now = {document.id for document in documents}
    return [records for records in records_of(previous) if records.document.id not in now] if previous else []


def _none(failures: Sequence[SummarizeError]) -> SummarizeError:
    """What to raise where nothing came through: the one failure itself, or all of them."""
    return failures[0] if len(failures) == 1 else AllFailed(tuple(failures))


@asynccontextmanager
async def _maybe(settings: ModelSettings | None) -> AsyncIterator[Model | None]:
    if settings is None:
        yield None
    else:
        async with open_model(settings) as model:
            yield model
