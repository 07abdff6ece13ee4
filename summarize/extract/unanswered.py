"""The requests that reading documents still needs: the reader is run dry, and what it would have sent is handed out."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Iterable, Sequence
from contextlib import suppress

from summarize.errors import AnswerRejected, MissingRecording
from summarize.extract.reader import read
from summarize.model import ModelSettings, Unanswered, open_dry
from summarize.schemas import PARTS, Document, Part

__all__ = ["unanswered"]


async def unanswered(
    documents: Iterable[Document], settings: ModelSettings, *, ask: Sequence[Part] = PARTS
) -> AsyncGenerator[Unanswered]:
    """The next request of each document that the recordings do not answer, one document after the other.

    A document whose recorded answer is faulty brings the request that asks for a correction; of one in several parts
    comes the next part. One that is wholly answered, or whose answers were rejected for good, brings none.
    """
    found: list[Unanswered] = []
    async with open_dry(settings, found.append) as model:
        for document in documents:
            with suppress(MissingRecording, AnswerRejected):  # the first is what is looked for; the run says the second
                await read(document, model, ask=ask)
            while found:
                yield found.pop()
