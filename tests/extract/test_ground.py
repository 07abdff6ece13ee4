from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summarize.extract.ground import find, locate, nearest, whole
from tests.extract.articles import ARTICLE, article


@pytest.mark.parametrize(
    ("text", "words", "found"),
    [
        ("The Kata’ib al-Bahr struck.", "Kata'ib al-Bahr", "Kata’ib al-Bahr"),
        ("led by Ida\u00a0Moll today", "Ida Moll", "Ida\u00a0Moll"),
        ("a so-called “safe zone” here", '"safe zone"', "safe zone"),
        ("in 2013–2014 they", "2013-2014", "2013–2014"),
        ("across two\n  lines", "two lines", "two\n  lines"),
        ("the US told us", "US", "US"),
        ("they told us", "US", None),
        ("Iran-backed men", "Iran", "Iran"),
        ("Iranian men", "Iran", "Iranian"),
        ("Omani men", "Iran", None),
        ("U.S.-led raids", "United States", "U.S."),
        ("an American jet", "the United States", "American"),
        ("GUNMEN came", "gunmen", "GUNMEN"),
        ("ﬁghters of the ﬁrst", "fighters", "ﬁghters"),
        ("mark\u200b\u202eed text", "marked", "mark\u200b\u202eed"),
        ("by northern and southern troops today", "northern troops", "northern and southern troops"),
        ("by northern, eastern and U.S. troops", "northern troops", "northern, eastern and U.S. troops"),
        ("northern men met southern troops", "northern troops", None),
        ("anything", "  ", None),
        ("a (b) [c] d.*", "d.*", "d.*"),
    ],
)
def test_words_are_found_as_printed(text: str, words: str, found: str | None) -> None:
    span = find(text, words)
    assert (None if span is None else text[span[0] : span[1]]) == found


@given(st.text(max_size=60), st.text(max_size=12))
def test_a_span_always_lies_in_the_text(text: str, words: str) -> None:
    span = find(text, words)
    assert span is None or 0 <= span[0] < span[1] <= len(text)


def test_evidence_quotes_the_original_text() -> None:
    document = article()
    for spot in (locate(document, "Ida Moll", [1, 2]), locate(document, "'Free Coast Army'", [3]), whole(document, 4)):
        assert spot is not None
        assert ARTICLE[spot.start : spot.end] == spot.quote


def test_nearest_looks_around_the_cited_sentence() -> None:
    assert nearest(article(), "Free Coast Army", [4]) == 3
    assert nearest(article(), "Free Coast Army", [1]) == 2
    assert nearest(article(), "Nobody", [1]) is None
