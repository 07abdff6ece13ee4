from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summarize.errors import ConfigError
from summarize.load import chunks, document_from_text, tokens_at_most
from summarize.load.chunks import NUMBERING

PARAGRAPHS = "\n\n".join(f"Raid {number} began. It was long. It ended." for number in range(20))


@given(st.integers(min_value=15, max_value=2000))
def test_chunks_hold_every_sentence_once_within_the_budget(budget: int) -> None:
    document = document_from_text(PARAGRAPHS)
    found = chunks(document, budget)
    assert [number for part in found for number in part] == list(range(1, 61))
    for part in found:
        assert sum(tokens_at_most(document.sentence_text(number)) + NUMBERING for number in part) <= budget
    for part, following in pairwise(found):
        assert part.stop == following.start


def test_a_chunk_ends_with_a_paragraph_where_it_can() -> None:
    found = chunks(document_from_text(PARAGRAPHS), 115)
    assert {len(part) for part in found[:-1]} == {9}


def test_one_long_paragraph_is_cut_at_sentences() -> None:
    assert [len(part) for part in chunks(document_from_text("It fell. " * 10), 27)] == [3, 3, 3, 1]


def test_what_fits_is_one_chunk() -> None:
    assert chunks(document_from_text("It fell. It rose."), 1000) == [range(1, 3)]


def test_a_budget_below_a_sentence_is_refused() -> None:
    with pytest.raises(ConfigError, match="sentence 2 of text"):
        chunks(document_from_text("It fell. " + "It rose and fell and rose again in the night."), 15)


def test_a_token_is_counted_for_every_three_bytes() -> None:
    assert [tokens_at_most(text) for text in ("", "a", "abc", "abcd", "سقط")] == [0, 1, 1, 2, 2]
