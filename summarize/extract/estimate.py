"""What reading documents will take, before anything is asked: the very requests are made, measured, and not sent."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from summarize.errors import MissingRecording
from summarize.extract.reader import read
from summarize.extract.request import answer_length
from summarize.model import ModelSettings, open_dry, price_of
from summarize.model.wire import TokenCounts
from summarize.schemas import PARTS, Document, Part

__all__ = ["Estimate", "estimate"]

CHARACTERS_A_TOKEN = 4


@dataclass(frozen=True)
class Estimate:
    """`requests` would be sent for `documents`, of which `recorded` are answered already.

    Tokens are estimates at four bytes each, the output as long as the prompt lets an answer be; re-asks come on top (a
    document has none or one). `cost` is in US dollars, None where the model's price is not known.
    """

    documents: int
    recorded: int
    requests: int
    input_tokens: int
    output_tokens: int
    cost: Decimal | None


async def estimate(documents: Iterable[Document], settings: ModelSettings, *, ask: Sequence[Part] = PARTS) -> Estimate:
    """What reading these documents will take. Of a document in several parts only the first part's request is known."""
    count = recorded = output = 0
    sizes: list[int] = []
    async with open_dry(settings, lambda missed: sizes.append(missed.request.size)) as model:
        for document in documents:
            count += 1
            try:
                await read(document, model, ask=ask)
                recorded += 1
            except MissingRecording:
                output += answer_length(len(document.text), ask) // CHARACTERS_A_TOKEN
    given = sum(sizes) // CHARACTERS_A_TOKEN
    price = price_of(settings.name or "", settings.prices)
    cost = price.cost(TokenCounts(given, output)) if price else None
    return Estimate(count, recorded, len(sizes), given, output, cost)
