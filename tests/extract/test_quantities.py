from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summarize.extract.numbers import conventions
from summarize.extract.quantities import number_stands, numbers_in, read_quantity


@pytest.mark.parametrize(
    ("words", "comparator", "low", "high"),
    [
        ("four", "exactly", 4, 4),
        ("1,200 fighters", "exactly", 1200, 1200),
        ("1.2 million", "exactly", 1_200_000, 1_200_000),
        ("2k", "exactly", 2000, 2000),
        ("$1.5bn", "exactly", 1_500_000_000, 1_500_000_000),
        ("two dozen", "exactly", 24, 24),
        ("half a dozen", "exactly", 6, 6),
        ("a hundred men", "exactly", 100, 100),
        ("one hundred and fifty", "exactly", 150, 150),
        ("twenty-four", "exactly", 24, 24),
        ("both pilots", "exactly", 2, 2),
        ("a soldier", "exactly", 1, 1),
        ("no casualties", "exactly", 0, 0),
        ("nobody", "exactly", 0, 0),
        ("24 Marines", "exactly", 24, 24),
        ("at least 24 raids since Oct. 17", "at_least", 24, None),
        ("more than 40 raids in 2021", "more_than", 40, None),
        ("over 100", "more_than", 100, None),
        ("no fewer than six", "at_least", 6, None),
        ("50 or more", "at_least", 50, None),
        ("15+", "at_least", 15, None),
        ("≥ 5", "at_least", 5, None),
        ("about 2,000", "about", 2000, 2000),
        ("roughly $720 a month", "about", 720, 720),
        ("some 20 rockets", "about", 20, 20),
        ("nearly a dozen", "about", 12, 12),
        ("30 or so", "about", 30, 30),
        ("20-odd", "about", 20, 20),
        ("up to 10", "at_most", None, 10),
        ("as many as 40", "at_most", None, 40),
        ("no more than three", "at_most", None, 3),
        ("fewer than five", "less_than", None, 5),
        ("between 10 and 15", "between", 10, 15),
        ("10 to 15", "between", 10, 15),
        ("10-15 soldiers", "between", 10, 15),
        ("two to three thousand", "between", 2000, 3000),
        ("three or four", "between", 3, 4),
        ("dozens of villages", "at_least", 12, None),
        ("at least dozens", "at_least", 12, None),
        ("scores", "at_least", 20, None),
        ("hundreds of men", "at_least", 100, None),
        ("tens of thousands", "at_least", 10_000, None),
        ("several", "at_least", 3, None),
        ("several hundred", "at_least", 300, None),
        ("a few thousand", "at_least", 3000, None),
        ("a couple of rockets", "about", 2, 3),
        ("more than a dozen", "more_than", 12, None),
    ],
)
def test_what_the_words_of_a_count_say(words: str, comparator: str, low: int | None, high: int | None) -> None:
    quantity = read_quantity(words)
    assert quantity is not None
    assert (quantity.comparator, quantity.min, quantity.max, quantity.words) == (comparator, low, high, words)


@pytest.mark.parametrize(
    "words",
    ["casualties", "eight soldiers and four policemen", "one of 24", "13 and 14", "an American and a Briton", "a group of men",
     "107mm rockets", "the 10th raid", "two-thirds of them", "", "2.5 men"],
)  # fmt: skip
def test_words_that_give_no_single_count(words: str) -> None:
    assert read_quantity(words) is None


def test_every_vague_word_is_read_by_the_table_and_says_so() -> None:
    for form, convention in conventions().items():
        quantity = read_quantity(f"{form} fighters")
        assert quantity is not None
        assert (quantity.min, quantity.max, quantity.convention) == (convention.min, convention.max, convention)
        assert convention.acled in (None, convention.min)
        assert convention.usual_max is None or convention.usual_max >= convention.min


def test_numbers_of_a_text() -> None:
    text = "On Oct. 27, 1,200 men, two dozen lorries, twenty-four of a hundred; 2k, dozens, an F-16 at 10:30."
    assert numbers_in(text) == {27, 1200, 24, 100, 2000}
    assert numbers_in("No one was hurt.") == {0}


@pytest.mark.parametrize(
    ("value", "text", "verdict"),
    [
        (24, "They counted 24 raids.", "yes"),
        (24, "They counted twenty-four raids.", "yes"),
        (24, "They counted two dozen raids.", "yes"),
        (0, "Nobody was hurt.", "yes"),
        (0, "There was no damage.", "maybe"),
        (2, "An American and a British soldier died.", "maybe"),
        (3, "An American and a British soldier died.", "no"),
        (12, "Eight soldiers and four policemen died.", "maybe"),
        (100, "Hundreds fled.", "maybe"),
        (200, "Hundreds fled.", "no"),
        (11, "Ten died.", "no"),
        (30, "It rained.", "no"),
    ],
)
def test_whether_a_number_stands(value: int, text: str, verdict: str) -> None:
    assert number_stands(value, text) == verdict


@given(st.integers(0, 10**12))
def test_a_figure_is_read_back(value: int) -> None:
    for written in (str(value), f"{value:,}"):
        assert numbers_in(f"They counted {written} of them.") == {value}


@given(st.text(max_size=80) | st.text("0123456789.,-–ok mdozenhurdthsafw", max_size=40))
def test_no_words_break_the_reader(words: str) -> None:
    quantity = read_quantity(words)
    assert quantity is None or quantity.min is None or quantity.max is None or 0 <= quantity.min <= quantity.max
