"""A long document in parts that fit a model's window: ranges of sentence numbers.

A part ends at a sentence, and where it can at a paragraph. Parts do not overlap: an event told in the overlap would be
read twice; what the next part must know (who "he" is) is carried over by the reading as the actors found so far.
"""

from __future__ import annotations

from summarize.errors import ConfigError
from summarize.schemas.documents import Document

__all__ = ["chunks", "tokens_at_most"]

BYTES_PER_TOKEN = 3  # prose has 3.5 to 5 bytes a token in today's vocabularies, Arabic prose 3 to 6
NUMBERING = 6  # tokens for "[123] " before a sentence and the line break after it


def tokens_at_most(text: str) -> int:
    """An estimate of a text's tokens that prose does not exceed, from its UTF-8 bytes."""
    return -(-len(text.encode()) // BYTES_PER_TOKEN)


def chunks(document: Document, budget_tokens: int) -> list[range]:
    """The document's sentences as consecutive ranges of numbers, each of at most `budget_tokens` with its numbering.

    A range ends behind the last paragraph of its second half, if one ends there. No sentences: no ranges.
    Raises `ConfigError` if a single sentence is more than the budget.
    """
    costs = [_cost(document, sentence.number, budget_tokens) for sentence in document.sentences]
    found: list[range] = []
    start = 1
    while start <= len(costs):
        end = _filled(costs, start, budget_tokens)
        if end <= len(costs):
            end = _paragraph_end(document, start, end)
        found.append(range(start, end))
        start = end
    return found


def _cost(document: Document, number: int, budget: int) -> int:
    cost = tokens_at_most(document.sentence_text(number)) + NUMBERING
    if cost > budget:
        sentence = f"sentence {number} of {document.id} (up to {cost} tokens)"
        raise ConfigError(f"parts of {budget} tokens cannot hold {sentence}: allow larger ones.")
    return cost


def _filled(costs: list[int], start: int, budget: int) -> int:
    """The number behind the last sentence that still fits with those from `start` on."""
    end, total = start, 0
    while end <= len(costs) and total + costs[end - 1] <= budget:
        total += costs[end - 1]
        end += 1
    return end


def _paragraph_end(document: Document, start: int, end: int) -> int:
    """`end`, or the last number in the range's second half before which a line break stands."""
    for number in range(end, (start + end) // 2, -1):
        before, after = document.sentences[number - 2], document.sentences[number - 1]
        if "\n" in document.text[before.end : after.start]:
            return number
    return end
