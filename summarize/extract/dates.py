"""Dates: whether the date that the model gives can be what the words say, and the record that comes of it.

Nothing here guesses a date. A check says in a plain sentence, fit to be sent back to the model, why a date cannot be
believed; normalising fills in the precision and takes back a basis that the words do not carry.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from datetime import date, timedelta

from summarize.extract.ground import find
from summarize.extract.phrases import MONTHS, WEEKDAYS, Order, Phrase, Said, date_order, parse, shift, windows, years_in
from summarize.schemas.dates import (
    Bounds,
    DateBasis,
    When,
    bounds,
    check_edtf,
    is_exact_day,
    precision_of,
)
from summarize.schemas.documents import Document, Published
from summarize.schemas.reading import ReadPublished, ReadWhen
from summarize.schemas.vocabulary import RelationTime

_GRACE = timedelta(days=1)  # time zones: an evening in Washington is the next day in Baghdad


# --- checking ------------------------------------------------------------------------------------


def check_when(
    words: str | None,
    edtf: str,
    published: When | None,
    *,
    future_allowed: bool = False,
    order: Order | None = None,
) -> list[str]:
    """Reasons why a date cannot be what the words say; empty where nothing speaks against it.

    Against the words: weekday, day and month, year, a precision they do not carry. Against the day of publication (as
    far as its own bounds go): "today", "last week", "on Thursday" and the like, and a date after it unless
    `future_allowed`. `order` settles numeric dates such as 03.04.21; without it either order will do.
    """
    try:
        first, last = bounds(edtf)
    except ValueError as error:
        return [f"{error}."]
    phrase = parse(words or "", order)
    reasons = list(_against_words(words or "", phrase, edtf, (first, last)))
    appeared = bounds(published.edtf) if published and published.edtf else (None, None)
    if not reasons and words:
        reasons += _against_publication(words, (first, last), appeared, future=future_allowed)
    latest = appeared[1]
    if not future_allowed and first and latest and first - latest > _GRACE:
        reasons.append(f"{edtf} lies after the article's publication, by {latest}, yet it is not planned.")
    return reasons


def _against_words(words: str, phrase: Phrase, edtf: str, span: Bounds) -> Iterator[str]:
    first, last = span
    if first is last is None:
        return
    if wrong := [ways for ways in phrase.dates if not any(_fits(said, span, phrase) for said in ways)]:
        exact = first == last and len(wrong) < len(phrase.dates)  # one day, and the words name several: one is enough
        if not exact:
            yield f"The words {words!r} name {_name(wrong[0][0])}, but {edtf} is {_span(span)}."
            return
    if not _year_fits(phrase, span):
        yield f"The words {words!r} name the year {min(phrase.years)}, but {edtf} is {_span(span)}."
    elif reason := _weekday_reason(words, phrase, edtf, span):
        yield reason
    elif is_exact_day(edtf) and _too_exact(words, phrase):
        yield f"The words {words!r} do not give a day, but {edtf} does; give what they give, such as {edtf[:7]}."


def _fits(said: Said, span: Bounds, phrase: Phrase) -> bool:
    """Whether a date named in the words can lie in the span; after and before it, only the side is compared."""
    first, last = span
    anchored = phrase.after or phrase.before
    years = {day.year for day in span if day} | ({first.year + 1} if first and not last else set())
    years |= {last.year - 1} if last and not first else set()
    for year in [said.year] if said.year else sorted(years):
        start, end = _days_of(said, year)
        if start is None or end is None:
            continue
        if first and first == last and ((phrase.after and first >= start) or (phrase.before and first <= end)):
            return True
        grace = _GRACE if anchored or None in span else timedelta(0)
        if (first is None or first - end <= grace) and (last is None or start - last <= grace):
            return True
    return False


def _days_of(said: Said, year: int) -> Bounds:
    try:
        return bounds(f"{year:04}-{said.month:02}" + (f"-{said.day:02}" if said.day else ""))
    except ValueError:
        return None, None


def _year_fits(phrase: Phrase, span: Bounds) -> bool:
    first, last = span
    if not phrase.years or phrase.after or phrase.before:
        return True
    return any((not first or first.year <= year) and (not last or year <= last.year) for year in phrase.years)


def _weekday_reason(words: str, phrase: Phrase, edtf: str, span: Bounds) -> str | None:
    """Why the weekdays in the words rule a span out: none of its days is one of them."""
    first, last = span
    if not phrase.weekdays or not first or not last or (last - first).days > 5:
        return None
    if (phrase.after or phrase.before) and not phrase.dates:
        return None  # "two days after Thursday's raid"
    days = [first + timedelta(days=n) for n in range((last - first).days + 1)]
    if any(day.weekday() in phrase.weekdays for day in days):
        return None
    named = phrase.weekdays[0]
    near = shift(first, (named - first.weekday() + 3) % 7 - 3)
    return (
        f"The words {words!r} name a {WEEKDAYS[named]}, but {edtf} is {_span(span)}; "
        f"the nearest {WEEKDAYS[named]} is {near.isoformat()}."
    )


_LEANING = re.compile(
    r"\b(?:day|night|today|yesterday|tonight|morning|evening|eve|ago|week|weekend|end|start|\d+(?:st|nd|rd|th))", re.I
)


def _too_exact(words: str, phrase: Phrase) -> bool:
    """Whether the words name a month or a year and nothing from which a day could follow."""
    if phrase.days or phrase.weekdays or phrase.after or phrase.before or _LEANING.search(words):
        return False
    return bool(phrase.dates or phrase.years)


def _against_publication(words: str, span: Bounds, appeared: Bounds, *, future: bool) -> Iterator[str]:
    first, last = span
    earliest, latest = appeared
    if not earliest or not latest or not 1000 < earliest.year <= latest.year < 9000:
        return
    for said, start, end in windows(words, earliest, latest, future):
        if (first and first > end) or (last and last < start):
            yield (
                f"{said!r} of an article that appeared {_between(earliest, latest)} lies {_between(start, end)}, "
                f"not on {_span(span)}."
            )
            return


def _between(start: date, end: date) -> str:
    return f"on {start.isoformat()}" if start == end else f"between {start.isoformat()} and {end.isoformat()}"


def _span(span: Bounds) -> str:
    first, last = span
    if first and first == last:
        return f"{WEEKDAYS[first.weekday()]}, {first.isoformat()}"
    return f"{first or 'any time'} to {last or 'any time'}"


def _name(said: Said) -> str:
    day = f" {said.day}" if said.day else ""
    return f"{MONTHS[said.month - 1]}{day}" + (f", {said.year}" if said.year else "")


def check_relation_time(time: str) -> list[str]:
    """Reasons why a relation's time is none: it is `now`, `past`, `future` or EDTF."""
    if time.strip().lower() in _SCOPES:
        return []
    try:
        check_edtf(time)
    except ValueError as error:
        return [f"{error}; or say 'now', 'past' or 'future'."]
    return []


def check_published(read: ReadPublished, document: Document) -> list[str]:
    """Reasons why a document's date cannot be believed; a stated one must stand in the text, with its year."""
    try:
        check_edtf(read.edtf)
    except ValueError as error:
        return [f"{error}."]
    if read.basis == "inferred":
        return [] if read.reason else ["An inferred publication date needs its reason, in one clause."]
    if not read.words:
        return ["A stated publication date needs the words of the date line; without one, it is inferred."]
    if not find(document.text, read.words):
        return [f"The date line {read.words!r} does not stand in the article as written."]
    order = date_order(document.text)
    if basis_of(read.words, read.edtf, order=order) != "stated":
        return [
            f"The words {read.words!r} do not give all of {read.edtf}: the publication date is inferred, with a reason."
        ]
    return check_when(read.words, read.edtf, None, order=order)


# --- normalising ---------------------------------------------------------------------------------


def basis_of(
    words: str | None, edtf: str, text_years: Collection[int] = (), *, order: Order | None = None
) -> DateBasis:
    """`stated` only if the words give every part of the date; the year may stand elsewhere in the text (`text_years`).

    `relative` where a part has to be worked out ("on Thursday", "Oct. 29" in a text without a year), `inferred`
    where there are no words.
    """
    if not words or not words.strip():
        return "inferred"
    phrase = parse(words, order)
    years = {day.year for day in bounds(edtf) if day}
    if not years or not years <= phrase.years | set(text_years):
        return "relative"
    if re.search(r"\d{4}-\d\d-\d", edtf):
        return "stated" if phrase.days else "relative"
    if re.search(r"\d{4}-\d\d", edtf):
        return "stated" if phrase.dates or re.search(r"spring|summer|autumn|fall|winter", words, re.I) else "relative"
    return "stated" if phrase.years else "relative"


def normalise_when(read: ReadWhen | None, published: When | None, document_text: str) -> When:
    """The record of a time: precision read off the EDTF, basis as far as the words carry it, words kept.

    Where it was worked out from a publication date that is itself inferred, the reason says so. `ValueError` for what
    is not EDTF.
    """
    if read is None:
        return When()
    if read.edtf is None:
        basis: DateBasis = "relative" if read.basis == "stated" else read.basis
        return When(as_written=read.words, basis=basis, reason=read.reason)
    edtf = check_edtf(read.edtf)
    basis = basis_of(read.words, edtf, years_in(document_text), order=date_order(document_text))
    if basis == "relative" and read.basis == "inferred":
        basis = "inferred"
    reason = read.reason
    if basis == "relative" and reason is None and published and published.basis == "inferred":
        reason = f"counted from the publication date {published.edtf}, which is inferred"
    return When(edtf=edtf, precision=precision_of(edtf), as_written=read.words, basis=basis, reason=reason)


def normalise_published(read: ReadPublished | None, document: Document) -> Published | None:
    """When the document appeared: as its metadata say, else as its text states, else as inferred; None if not EDTF.

    What the text does not state is never `stated`; a day that is only inferred carries EDTF's `?`.
    """
    if given := document.metadata.published:
        return Published(when=When(edtf=given, precision=precision_of(given), basis="metadata"), basis="metadata")
    if read is None:
        return None
    try:
        edtf = check_edtf(read.edtf)
    except ValueError:
        return None
    doubts = check_published(read, document)
    if read.basis == "stated" and not doubts:
        when = When(edtf=edtf, precision=precision_of(edtf), as_written=read.words, basis="stated")
        return Published(when=when, basis="stated", sentence=read.s)
    edtf = f"{edtf}?" if is_exact_day(edtf) and re.fullmatch(r"[\d-]+", edtf) else edtf
    reason = read.reason or (doubts[0] if doubts else None)
    when = When(edtf=edtf, precision=precision_of(edtf), as_written=read.words, basis="inferred", reason=reason)
    return Published(when=when, basis="inferred", sentence=read.s, reason=reason)


_SCOPES: dict[str, RelationTime] = {"now": "at_publication", "past": "past", "future": "future"}


def normalise_relation_time(
    time: str, published: When | None, text_years: Collection[int] = ()
) -> tuple[RelationTime, When]:
    """A relation's time scope and its dates: `now` is the publication, `past` up to it, `future` from it on.

    Anything else is EDTF, an `interval`; `ValueError` where it is not. `text_years` are the years that stand in the
    text: a bare year or span of years that does is `stated`.
    """
    scope = _SCOPES.get(time.strip().lower())
    if scope is None:
        edtf = check_edtf(time)
        years = {day.year for day in bounds(edtf) if day}
        stated = bool(years) and years <= set(text_years) and not re.search(r"\d-\d", edtf)
        return "interval", When(edtf=edtf, precision=precision_of(edtf), basis="stated" if stated else "relative")
    appeared = published.edtf if published else None
    basis = published.basis if published and scope == "at_publication" else "relative"
    edtf_of = {"past": _up_to(appeared), "future": _from(appeared)}.get(scope, appeared)
    return scope, When(edtf=edtf_of, precision=precision_of(edtf_of), basis=basis)


def _up_to(appeared: str | None) -> str | None:
    """`../X`, X being the publication date if it is one date, else its last possible day."""
    last = bounds(appeared)[1]
    return f"../{_single(appeared) or last}" if last else None


def _from(appeared: str | None) -> str | None:
    first = bounds(appeared)[0]
    return f"{_single(appeared) or first}/.." if first else None


def _single(edtf: str | None) -> str | None:
    return edtf if edtf and not set(edtf) & set("/[{X") else None
