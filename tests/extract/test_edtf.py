from __future__ import annotations

import subprocess
import sys
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from summarize.schemas.dates import When, bounds, check_edtf, is_exact_day, month_and_day, overlaps, precision_of


@pytest.mark.parametrize(
    ("edtf", "first", "last", "precision"),
    [
        ("2023-10-29", "2023-10-29", "2023-10-29", "day"),
        ("2023-10-29?", "2023-10-29", "2023-10-29", "day"),
        ("2024-12", "2024-12-01", "2024-12-31", "month"),
        ("2024-02-XX", "2024-02-01", "2024-02-29", "month"),
        ("2018-04-01/2018-04-30", "2018-04-01", "2018-04-30", "month"),
        ("2015", "2015-01-01", "2015-12-31", "year"),
        ("2003/..", "2003-01-01", None, "open"),
        ("2003/", "2003-01-01", None, "open"),
        ("../2018-04", None, "2018-04-30", "open"),
        ("../2018-04?", None, "2018-04-30", "open"),
        ("[..2018-04]", None, "2018-04-30", "open"),
        ("2018-04-13/2018-04-14", "2018-04-13", "2018-04-14", "night"),
        ("[2018-04-13..2018-04-14]", "2018-04-13", "2018-04-14", "range"),
        ("2018-04-09/2018-04-15", "2018-04-09", "2018-04-15", "week"),
        ("[2018-04-15..2018-04-20]", "2018-04-15", "2018-04-20", "range"),
        ("{2023-10-27,2023-10-29}", "2023-10-27", "2023-10-29", "range"),
        ("[2018-01,2018-03..2018-05]", "2018-01-01", "2018-05-31", "range"),
        ("2024-11-2X", "2024-11-20", "2024-11-29", "range"),
        ("2024-11-0X", "2024-11-01", "2024-11-09", "range"),
        ("2024-11-3X", "2024-11-30", "2024-11-30", "day"),
        ("2024-11-2X/2024-12-01~", "2024-11-20", "2024-12-01", "range"),
        ("2016-02-05~/2016-02-12", "2016-02-05", "2016-02-12", "range"),
        ("2018-21", "2018-03-01", "2018-05-31", "season"),
        ("2018-24", "2017-12-01", "2019-02-28", "season"),
        ("202X", "2020-01-01", "2029-12-31", "range"),
        ("2018-?04-10", "2018-04-10", "2018-04-10", "day"),
        ("XXXX-10-29", None, None, "unknown"),
        ("../..", None, None, "unknown"),
        ("-0044", None, None, "unknown"),
        (None, None, None, "unknown"),
    ],
)
def test_bounds_and_precision(edtf: str | None, first: str | None, last: str | None, precision: str) -> None:
    assert bounds(edtf) == (first and date.fromisoformat(first), last and date.fromisoformat(last))
    assert precision_of(edtf) == precision


@pytest.mark.parametrize(
    "edtf",
    ["", "today", "2018-13", "2021-02-29", "2018-05/2018-02", "[2018-01..2017]", "2018-1X", "2018-02-3X", "2018/unknown",
     "2018/2019/2020", "٢٠٢١", "/", "[]", "[2018", "2018??", "2018-4-3", "29.10.2023"],
)  # fmt: skip
def test_what_is_no_edtf_is_refused_quietly(edtf: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(ValueError, match=r"EDTF|ends before"):
        check_edtf(edtf)
    with pytest.raises(ValidationError):
        When(edtf=edtf)
    assert capsys.readouterr() == ("", "")  # the edtf package prints some of its failures


def test_importing_edtf_is_silent_where_warnings_are_errors() -> None:
    code = "from summarize.schemas.dates import bounds; assert bounds('2018-21')[0].month == 3"
    done = subprocess.run([sys.executable, "-W", "error", "-c", code], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")


_DAYS = st.dates(date(1900, 1, 1), date(2099, 12, 31))
_POINTS = st.one_of(
    _DAYS.map(str),
    _DAYS.map(lambda day: f"{day:%Y-%m}"),
    _DAYS.map(lambda day: f"{day:%Y}"),
    _DAYS.map(lambda day: f"{day:%Y-%m-}{day.day // 10}X").filter(lambda text: not text.endswith("02-3X")),
    _DAYS.map(lambda day: f"{day.year}-2{day.month % 4 + 1}"),
    _DAYS.map(lambda day: f"{day.year // 10}X"),
)
_QUALIFIED = st.tuples(_POINTS, st.sampled_from(["", "?", "~", "%"])).map("".join)
_EXPRESSIONS = st.one_of(
    _QUALIFIED,
    st.tuples(_QUALIFIED, _QUALIFIED).map("/".join),
    st.tuples(_POINTS, _POINTS).map(lambda pair: f"[{pair[0]}..{pair[1]}]"),
    st.lists(_POINTS, min_size=2, max_size=4).map(lambda points: "{" + ",".join(points) + "}"),
    _QUALIFIED.map("../{}".format),
    _QUALIFIED.map("{}/..".format),
)


@given(_EXPRESSIONS)
def test_bounds_never_run_backwards(edtf: str) -> None:
    try:
        first, last = bounds(edtf)
    except ValueError as error:
        assert "ends before it starts" in str(error)  # noqa: PT017 - which of the two outcomes it is, the draw decides
        return
    assert first is None or last is None or first <= last
    assert is_exact_day(edtf) <= (precision_of(edtf) == "day")
    assert overlaps(edtf, edtf) is True


@given(_EXPRESSIONS, _EXPRESSIONS)
def test_overlap_is_symmetric(one: str, two: str) -> None:
    try:
        assert overlaps(one, two) is overlaps(two, one)
    except ValueError as error:
        assert "ends before it starts" in str(error)  # noqa: PT017 - the same


@pytest.mark.parametrize(
    ("one", "two", "expected"),
    [
        ("2018-04-13", "2018-04", True),
        ("2018-04-13/2018-04-14", "2018-04-14", True),
        ("2018-04-13", "2018-04-14", False),
        ("2018-04-13~", "2018-04-14", None),
        ("2018-04-13~", "2018-04-15", False),
        ("2018-04?", "2018-05-20", None),
        ("../2018-04", "2018-03-02", True),
        ("../2018-04", "2018-05-01", False),
        ("2003/..", "2018", True),
        ("XXXX-10-29", "2018-10-29", None),
        (None, "2018", None),
    ],
)
def test_overlaps(one: str | None, two: str, expected: bool | None) -> None:
    assert overlaps(one, two) is expected


@pytest.mark.parametrize(
    ("edtf", "expected"),
    [("XXXX-10-29", (10, 29)), ("XXXX-10", (10, None)), ("2018-21", (None, None)), ("2024-11-2X", (11, None))],
)
def test_month_and_day_without_a_year(edtf: str, expected: tuple[int | None, int | None]) -> None:
    assert month_and_day(edtf) == expected
