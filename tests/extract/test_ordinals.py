from __future__ import annotations

import pytest

from summarize.extract.dates import check_when
from summarize.extract.ordinals import ordinals_in, with_figures


@pytest.mark.parametrize(
    ("text", "figures", "values"),
    [
        ("on the twenty-third", "on the 23rd", {23}),
        ("The First of May", "The 1st of May", {1}),
        ("the twelfth and the thirtieth", "the 12th and the 30th", {12, 30}),
        ("the 2nd raid", "the 2nd raid", {2}),
        ("seconds later, firstly", "seconds later, firstly", set()),
    ],
)
def test_ordinals_are_read(text: str, figures: str, values: set[int]) -> None:
    assert with_figures(text) == figures
    assert ordinals_in(text) == values


def test_a_day_in_words_is_a_day() -> None:
    assert check_when("the twenty-seventh of December", "2031-12-27", None) == []
    assert check_when("the twenty-seventh of December", "2031-12-26", None) != []
