"""The library's functions: load ► read ► reconcile, each alone, and all of them in one.

Every function has a sync form and an async form; the sync form cannot be called from a running event loop.
"""

from __future__ import annotations

import asyncio
import os
from collections.abc import AsyncIterator, Callable, Coroutine, Iterable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel

from summarize.errors import AllFailed, ModelError, ModelRefused, NoModelError, RunError, SummarizeError
from summarize.extract import read as read_document
from summarize.load import load
from summarize.model import Answer, Model, ModelSettings, Question, Usage, open_model
from summarize.reconcile import Register
from summarize.reconcile import reconcile as reconcile_records
from summarize.schemas import PARTS, Document, Dossier, Judgement, Part, Records, Tokens

__all__ = ["Outcome", "Progress", "aread", "areconcile", "asummarize", "read", "reconcile", "settings_for", "summarize"]

T = TypeVar("T", bound=BaseModel)
R = TypeVar("R")


@dataclass(frozen=True)
class Progress:
    """How far a run is: `done` of `total` documents; `document` is the one just finished, `stage` read or reconcile."""

    done: int
    total: int
    document: str
    stage: str
    tokens: Tokens


@dataclass(frozen=True)
class Outcome:
    """What a run came to: the dossier, what could not be read or answered, and what was spent."""

    dossier: Dossier
    failures: tuple[SummarizeError, ...]
    tokens: Tokens


Listener = Callable[[Progress], None]


class _Counting:
    """A model that adds up what its answers cost, and holds back beyond `concurrency` documents' questions."""

    def __init__(self, model: Model) -> None:
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
    async with open_model(settings) as model:
        return list(await asyncio.gather(*(read_document(document, model, ask=ask) for document in documents)))


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
    return _wait(aread(documents, settings, ask=ask))


def reconcile(
    records: Iterable[Records],
    settings: ModelSettings | None = None,
    *,
    registers: Sequence[str | Path] = (),
    judgements: Sequence[Judgement] = (),
) -> Dossier:
    """`areconcile`, and wait for it."""
    return _wait(areconcile(records, settings, registers=registers, judgements=judgements))


# --- the whole way ----------------------------------------------------------------------------------


async def asummarize(
    *paths: str | Path,
    settings: ModelSettings | None = None,
    published: str | None = None,
    ask: Sequence[Part] = PARTS,
    registers: Sequence[str | Path] = (),
    judgements: Sequence[Judgement] = (),
    progress: Listener | None = None,
) -> Outcome:
    """News articles in, one dossier out.

    `paths` are files and folders (see `summarize.load`); `published` dates the documents that bring no date. A document
    that cannot be read, or that the model does not answer for, is in `failures`; the others go through. Without
    `settings` the recordings beside the documents are replayed. Raises `UsageError` for what the user can put right,
    `ModelRefused` where the provider will answer nothing, and `AllFailed` where not one document came through.
    """
    loaded = load(*paths, published=published)
    if not loaded.documents:
        raise _none(loaded.failures)
    register = Register.load(*registers)
    async with open_model(settings or settings_for(paths)) as opened:
        model = _Counting(opened)
        records, failed = await _read_all(loaded.documents, model, ask, progress)
        if not records:
            raise _none((*loaded.failures, *failed))
        dossier = await reconcile_records(records, model=model, register=register, judgements=judgements)
    return Outcome(dossier, (*loaded.failures, *failed), model.tokens)


def summarize(
    *paths: str | Path,
    settings: ModelSettings | None = None,
    published: str | None = None,
    ask: Sequence[Part] = PARTS,
    registers: Sequence[str | Path] = (),
    judgements: Sequence[Judgement] = (),
    progress: Listener | None = None,
) -> Outcome:
    """`asummarize`, and wait for it."""
    return _wait(
        asummarize(
            *paths,
            settings=settings,
            published=published,
            ask=ask,
            registers=registers,
            judgements=judgements,
            progress=progress,
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


# --- within -----------------------------------------------------------------------------------------


async def _read_all(
    documents: Sequence[Document], model: _Counting, ask: Sequence[Part], progress: Listener | None
) -> tuple[list[Records], list[SummarizeError]]:
    """Every document's records in the documents' order, and what failed. A refusal for good stops the run."""
    done = 0

    async def one(document: Document) -> Records | RunError:
        nonlocal done
        try:
            result: Records | RunError = await read_document(document, model, ask=ask)
        except ModelRefused:
            raise
        except ModelError as error:
            result = error
        done += 1
        if progress:
            progress(Progress(done, len(documents), document.id, "read", model.tokens))
        return result

    async with asyncio.TaskGroup() as group:
        tasks = [group.create_task(one(document)) for document in documents]
    results = [task.result() for task in tasks]
    records = [result for result in results if isinstance(result, Records)]
    return records, [result for result in results if isinstance(result, SummarizeError)]


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


def _wait(coroutine: Coroutine[Any, Any, R]) -> R:
    try:
        return asyncio.run(coroutine)
    except BaseExceptionGroup as group:
        raise _first(group) from None


def _first(group: BaseExceptionGroup[BaseException]) -> BaseException:
    """The first of our own errors in a group of tasks' failures, else the first failure."""
    leaves = [_first(error) if isinstance(error, BaseExceptionGroup) else error for error in group.exceptions]
    return next((leaf for leaf in leaves if isinstance(leaf, SummarizeError)), leaves[0])
