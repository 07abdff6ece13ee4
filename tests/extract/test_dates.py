from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summarize.extract.dates import (
    basis_of,
    check_published,
    check_relation_time,
    check_when,
    normalise_published,
    normalise_relation_time,
    normalise_when,
)
from summarize.extract.phrases import date_order, years_in
from summarize.schemas.dates import When
from summarize.schemas.documents import Document, Metadata
from summarize.schemas.reading import ReadPublished, ReadWhen

FRIDAY = When(edtf="2021-04-16", precision="day")  # every article below appeared on Friday, 16 April 2021
SOME_WEEK = When(edtf="[2021-04-12..2021-04-18]", precision="range", basis="inferred")
NO_DAY = When(edtf="../2021-04", precision="open", basis="inferred")


# --- a date against its words --------------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "edtf"),
    [
        ("Thursday", "2021-04-15"),
        ("on Thursday night", "2021-04-15/2021-04-16"),
        ("from Tuesday to Thursday", "2021-04-13/2021-04-15"),
        ("last Thursday", "2021-04-08"),
        ("early Friday", "2021-04-16"),
        ("today", "2021-04-16"),
        ("overnight", "2021-04-15/2021-04-16"),
        ("yesterday", "2021-04-15"),
        ("last week", "2021-04-05/2021-04-11"),
        ("in the last week", "2021-04-09/2021-04-16"),
        ("this week", "2021-04-12/2021-04-16"),
        ("over the weekend", "2021-04-10/2021-04-11"),
        ("this month", "2021-04"),
        ("last month", "2021-03"),
        ("this year", "2021"),
        ("last year", "2020"),
        ("two weeks ago", "2021-04-02~"),
        ("three years ago", "2018~"),
        ("over the past six months", "2020-10/2021-04"),
        ("March 30", "2021-03-30"),
        ("on 30 March", "2021-03-30"),
        ("Mar. 30, 2021", "2021-03-30"),
        ("the night of April 13", "2021-04-13/2021-04-14"),
        ("April 6-8", "2021-04-06/2021-04-08"),
        ("between April 6 and April 8", "2021-04-06/2021-04-08"),
        ("27 March - 3 April", "2021-03-27/2021-04-03"),
        ("since Dec. 17", "2020-12-17/.."),
        ("since Dec. 17", "2020-12-17/2021-04-16"),
        ("until Jan. 3", "../2021-01-03"),
        ("after March 27", "2021-03-28/.."),
        ("two days after the March 27 raid", "2021-03-29"),
        ("a day before the April 9 talks", "2021-04-08"),
        ("two days after Thursday's raid", "2021-04-03"),
        ("at 10 p.m. on April 9", "2021-04-09"),
        ("03.04.21", "2021-04-03"),
        ("03.04.21", "2021-03-04"),
        ("Saturday, 03/04/2021", "2021-04-03"),
        ("in May", "2020-05"),
        ("may have begun in 2019", "2019"),
        ("2013 and 2014", "2013/2014"),
        ("in late 2019", "2019-10/2019-12"),
        ("the second day of the truce in 2019", "2019-05-04"),
        ("some time back", "2019"),
        (None, "2021-04-15"),
        ("since 2003", "2003/.."),
        ("2,003 fighters", "2021-04"),
    ],
)
def test_a_date_that_its_words_allow(words: str | None, edtf: str) -> None:
    assert check_when(words, edtf, FRIDAY) == []


@pytest.mark.parametrize(
    ("words", "edtf", "says"),
    [
        ("Thursday", "2021-04-14", "the nearest Thursday is 2021-04-15"),
        ("on Thursday night", "2021-04-13/2021-04-14", "Thursday"),
        ("Thursday", "2021-04-01", "lies between 2021-04-09 and 2021-04-17"),
        ("Thursday", "2021-04-08", "lies between"),
        ("today", "2021-04-13", "lies between 2021-04-15 and 2021-04-17"),
        ("yesterday", "2021-04-10", "yesterday"),
        ("last week", "2021-03-29", "last week"),
        ("in the last week", "2021-03-20/2021-03-25", "the last week"),
        ("last month", "2021-02", "between 2021-03-01 and 2021-03-31"),
        ("last year", "2019", "between 2020-01-01 and 2020-12-31"),
        ("this year", "2020-11-02", "this year"),
        ("two weeks ago", "2021-02-20", "two weeks ago"),
        ("three years ago", "2012", "three years ago"),
        ("March 30", "2021-03-29", "March 30"),
        ("on 30 March", "2021-04-30", "March 30"),
        ("Mar. 30, 2021", "2020-03-30", "March 30, 2021"),
        ("April 6-8", "2021-04-06/2021-04-07", "April 8"),
        ("after March 27", "2021-03-20", "March 27"),
        ("Thursday, April 15", "2020-04-15", "Thursday"),
        ("Saturday, 03/04/2021", "2021-03-04", "Saturday"),
        ("03.04.21", "2021-05-03", "2021"),
        ("13.04.21", "2021-03-13", "2021"),
        ("in May", "2020-06", "May"),
        ("in 2019", "2018", "the year 2019"),
        ("in March 2021", "2021-03-15", "do not give a day"),
        ("in 2019", "2019-03-15", "do not give a day"),
        ("Monday", "2021-04-19", "not on Monday"),
        (None, "2021-05-02", "after the article's publication"),
        ("2021", "2021-02-30", "not an EDTF date"),
        ("April", "2021-04-12/2021-04-02", "ends before it starts"),
    ],
)
def test_a_date_that_its_words_rule_out(words: str | None, edtf: str, says: str) -> None:
    reasons = check_when(words, edtf, FRIDAY)
    assert says in " ".join(reasons)
    assert all(reason.endswith(".") for reason in reasons)


@pytest.mark.parametrize(
    ("words", "edtf", "published", "good"),
    [
        ("today", "2021-04-13", SOME_WEEK, True),
        ("today", "2021-04-25", SOME_WEEK, False),
        ("last week", "2021-04-05/2021-04-11", SOME_WEEK, True),
        ("Thursday", "2021-04-08", SOME_WEEK, True),
        ("Thursday", "2021-03-18", SOME_WEEK, False),
        ("today", "2019-02-03", NO_DAY, True),  # nothing says when it appeared but by when
        ("in June 2021", "2021-06", NO_DAY, False),
        ("today", "2019-02-03", None, True),
    ],
)
def test_only_what_the_publication_date_says_is_held_against_a_date(
    words: str, edtf: str, published: When | None, good: bool
) -> None:
    assert (check_when(words, edtf, published) == []) is good


_WORDS = st.lists(
    st.sampled_from("on the last next past two 3 31st 32 Oct. May May, Thursday Thursdays today week weeks ago year of 2021 1000 "
                    "9999 03/04/21 99/99/99 2021-02-30 since until - , a.m. before later weekend month".split(" ")), max_size=6
).map(" ".join)  # fmt: skip


_EDTF = st.sampled_from(
    (
        "2021-04-15",
        "2021-04",
        "2021",
        "2021-04-10/2021-04-11",
        "../2021",
        "2020/..",
        "1000",
        "9999-12-31",
        "0001",
        "XXXX-10-29",
    )
)


@given(_WORDS | st.text(max_size=40), _EDTF, _EDTF)
def test_no_words_break_the_check(words: str, edtf: str, published: str) -> None:
    for reason in check_when(words, edtf, When(edtf=published)):
        assert reason.endswith(".")
    basis_of(words, "2021-04", ())


def test_what_is_planned_may_lie_ahead() -> None:
    assert check_when("next Monday", "2021-04-19", FRIDAY, future_allowed=True) == []
    assert check_when("on Monday", "2021-04-19", FRIDAY, future_allowed=True) == []
    assert check_when("on Monday", "2021-05-03", FRIDAY, future_allowed=True) != []


def test_a_marker_settles_the_order_of_a_numeric_date() -> None:
    assert check_when("03.04.21", "2021-04-03", None, order="day_first") == []
    assert check_when("03.04.21", "2021-03-04", None, order="day_first") != []
    assert date_order("Posted 04/16/2021. The raid of April 9 …") == "month_first"
    assert date_order("16 April 2021. The raid of 9 April …") == "day_first"
    assert date_order("Posted 03/04/2021.") is None
    assert date_order("On April 9, as on 9 April") is None


def test_years_are_found_and_counts_are_not() -> None:
    assert years_in("In 2019, 2,003 men with $2011 and 2050% more; see 03.04.21 and 2017-05-01.") == {2019, 2021, 2017}


# --- what becomes of it --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "edtf", "text_years", "basis"),
    [
        ("April 9, 2021", "2021-04-09", (), "stated"),
        ("April 9", "2021-04-09", (), "relative"),
        ("April 9", "2021-04-09", (2021,), "stated"),
        ("Thursday", "2021-04-15", (2021,), "relative"),
        ("in April", "2021-04", (2021,), "stated"),
        ("in 2019", "2019", (), "stated"),
        ("since 2003", "2003/..", (), "stated"),
        ("since 2003", "2003/2021-04-16", (), "relative"),
        ("09.04.21", "2021-04-09", (), "stated"),
        (None, "2021-04-09", (2021,), "inferred"),
    ],
)
def test_stated_needs_words_that_state_it(
    words: str | None, edtf: str, text_years: tuple[int, ...], basis: str
) -> None:
    assert basis_of(words, edtf, text_years) == basis


def test_a_time_keeps_its_words_and_loses_a_basis_they_do_not_carry() -> None:
    read = ReadWhen(edtf="2021-04-15", words="Thursday", basis="stated")
    when = normalise_when(read, SOME_WEEK, "They struck on Thursday.")
    assert (when.edtf, when.precision, when.as_written, when.basis) == ("2021-04-15", "day", "Thursday", "relative")
    assert when.reason == "counted from the publication date [2021-04-12..2021-04-18], which is inferred"
    assert normalise_when(read, FRIDAY, "").reason is None
    assert normalise_when(None, FRIDAY, "") == When()
    assert normalise_when(ReadWhen(words="long ago"), FRIDAY, "").basis == "relative"


@pytest.mark.parametrize(
    ("time", "published", "scope", "edtf", "precision"),
    [
        ("now", FRIDAY, "at_publication", "2021-04-16", "day"),
        ("now", SOME_WEEK, "at_publication", "[2021-04-12..2021-04-18]", "range"),
        ("now", None, "at_publication", None, "unknown"),
        ("past", FRIDAY, "past", "../2021-04-16", "open"),
        ("past", SOME_WEEK, "past", "../2021-04-18", "open"),
        ("past", When(edtf="2021-04"), "past", "../2021-04", "open"),
        ("past", None, "past", None, "unknown"),
        ("Future", FRIDAY, "future", "2021-04-16/..", "open"),
        ("future", NO_DAY, "future", None, "unknown"),
        ("2003/..", FRIDAY, "interval", "2003/..", "open"),
        ("2019", FRIDAY, "interval", "2019", "year"),
    ],
)
def test_the_time_of_a_relation(
    time: str, published: When | None, scope: str, edtf: str | None, precision: str
) -> None:
    found, when = normalise_relation_time(time, published)
    assert (found, when.edtf, when.precision) == (scope, edtf, precision)
    assert check_relation_time(time) == []


def test_a_relation_time_that_is_none() -> None:
    assert "'now', 'past' or 'future'" in check_relation_time("lately")[0]
    with pytest.raises(ValueError, match="EDTF"):
        normalise_relation_time("lately", FRIDAY)
    assert normalise_relation_time("2003/..", FRIDAY, {2003})[1].basis == "stated"


def _document(text: str, published: str | None = None) -> Document:
    return Document(id="d", source="d.txt", text=text, metadata=Metadata(published=published))


@pytest.mark.parametrize(
    ("text", "read", "basis", "edtf"),
    [
        ("16 April 2021. They met.", {"edtf": "2021-04-16", "words": "16 April 2021", "basis": "stated"}, "stated", "2021-04-16"),
        ("16 April. They met.", {"edtf": "2021-04-16", "words": "16 April", "basis": "stated"}, "inferred", "2021-04-16?"),
        ("They met.", {"edtf": "2021-04-16", "words": "16 April 2021", "basis": "stated"}, "inferred", "2021-04-16?"),
        ("They met.", {"edtf": "2021-04-16", "basis": "stated"}, "inferred", "2021-04-16?"),
        ("They met.", {"edtf": "2021-04", "basis": "inferred", "reason": "the talks"}, "inferred", "2021-04"),
        ("17 April 2021.", {"edtf": "2021-04-16", "words": "17 April 2021", "basis": "stated"}, "inferred", "2021-04-16?"),
    ],
)  # fmt: skip
def test_a_publication_date_is_stated_only_by_the_text(text: str, read: dict[str, str], basis: str, edtf: str) -> None:
    given = ReadPublished.model_validate(read)
    published = normalise_published(given, _document(text))
    assert published is not None
    assert (published.basis, published.when.basis, published.when.edtf) == (basis, basis, edtf)
    assert bool(check_published(given, _document(text))) is (read["basis"] == "stated" and basis == "inferred")
    assert bool(published.reason) is (basis == "inferred")


def test_metadata_date_the_document() -> None:
    published = normalise_published(ReadPublished(edtf="2020", basis="inferred"), _document("x", "2021-04-16"))
    assert published is not None
    assert (published.basis, published.when.edtf, published.when.precision) == ("metadata", "2021-04-16", "day")
    assert normalise_published(None, _document("x")) is None
    assert normalise_published(ReadPublished(edtf="soon", basis="inferred"), _document("x")) is None
