"""Date figures: day-exact dates, years that are wrong, days that were invented, and the articles' own dates."""

from __future__ import annotations

from collections.abc import Iterator

from summarize.evaluate.events import EventMap
from summarize.evaluate.findings import Finding
from summarize.evaluate.gold import GoldEvent
from summarize.evaluate.page import Page
from summarize.evaluate.times import days, lies_within, overlap, years, years_named
from summarize.schemas.dates import When
from summarize.schemas.events import EventRecord

__all__ = ["date_findings"]

_DAYS = frozenset({"day", "night", "day_approx", "day_uncertain"})


def date_findings(page: Page, found: EventMap) -> Iterator[Finding]:
    """Every date figure of one article."""
    records = {record.id: record for record in page.events}
    for event in page.gold.events:
        record = records.get(_stating(event, found))
        if event.granularity in _DAYS:
            yield _day(page, event, record)
        elif record is not None:
            yield _invented(page, event, record)
    yield from _years(page, found)
    if page.document is not None:
        yield _published(page)


def _stating(event: GoldEvent, found: EventMap) -> str:
    """The record that states an event: its own, else the most alike."""
    return found.own.get(event.id) or next(iter(found.records_of(event.id)), "")


def _day(page: Page, event: GoldEvent, record: EventRecord | None) -> Finding:
    given = record.when.edtf if record else None
    right = event.when is not None and lies_within(given, event.when, year_optional=page.gold.document.year_outside)
    return Finding(
        measure="day_dates",
        document=page.id,
        verdict="right" if right else "wrong" if given else "missed",
        num=right,
        den=1,
        gold=event.id,
        label=event.label,
        record=record.id if record else None,
        sentences=tuple(sorted(page.of_pieces(event.evidence))),
        why="" if right else f"gold {event.when}, given {given or ('no date' if record else 'no record')}",
    )


def _invented(page: Page, event: GoldEvent, record: EventRecord) -> Finding:
    """A single day where the gold knows none, unless the record marks it as inferred."""
    span = days(record.when.edtf)
    one_day = span is not None and span.first is not None and span.first == span.last
    wide = days(event.when)
    known = wide is not None and wide.first is not None and wide.first == wide.last
    bad = one_day and not known and record.when.basis != "inferred"
    return Finding(
        measure="invented_dates",
        document=page.id,
        verdict="wrong" if bad else "right",
        num=bad,
        den=1,
        gold=event.id,
        label=event.label,
        record=record.id,
        why=f"gold {event.when or 'no date'}, given {record.when.edtf}" if bad else "",
    )


def _years(page: Page, found: EventMap) -> Iterator[Finding]:
    """All dated records: against their own gold event, else against the years the article and its gold know."""
    golds = {record: page.gold_events[gold].when for gold, record in found.own.items()}
    known = _known_years(page)
    dated: list[tuple[str, str, When]] = [(one.id, one.label, one.when) for one in page.events]
    dated += [(one.id, one.kind, one.when) for one in page.relations]
    dated += [(one.id, one.label, one.period) for one in page.tallies]
    for record, label, when in dated:
        if not years_named(when.edtf):
            continue
        fault = _wrong_year(when, golds.get(record), known)
        yield Finding(
            measure="wrong_year",
            document=page.id,
            verdict="wrong" if fault else "right",
            num=bool(fault),
            den=1,
            record=record,
            label=label,
            why=fault,
        )


def _wrong_year(when: When, gold: str | None, known: frozenset[int]) -> str:
    mine, theirs = years(when.edtf), years(gold)
    if mine and theirs and gold and overlap(_span(mine), _span(theirs)) is False:
        return f"gold {gold}, given {when.edtf}"
    strange = years_named(when.edtf) - known
    if gold is None and strange:
        return f"{', '.join(map(str, sorted(strange)))} is no year of this article ({when.edtf})"
    return ""


def _span(span: tuple[object, object]) -> str:
    return "/".join(str(end) if end else ".." for end in span)


def _known_years(page: Page) -> frozenset[int]:
    gold = page.gold
    told = [gold.document.published, *(one.when for one in gold.events), *(one.period for one in gold.tallies)]
    told += [one.time for one in gold.relations if one.time and one.time[0].isdigit()]
    in_text = frozenset(year for year in range(1900, 2100) if str(year) in page.text)
    return in_text.union(*(years_named(one) for one in told))


def _published(page: Page) -> Finding:
    """A document's date: none, or inside the gold's range; `stated` only where the article states it."""
    document, gold = page.document, page.gold.document
    given = document.published if document else None
    fault = ""
    if given and given.when.edtf:
        if overlap(given.when.edtf, gold.published) is not True:
            fault = f"gold {gold.published}, given {given.when.edtf}"
        elif given.basis == "stated" and not gold.published_stated:
            fault = f"{given.when.edtf} is marked as stated, and the article states no date"
    return Finding(
        measure="document_dates",
        document=page.id,
        verdict="wrong" if fault else "right",
        num=not fault,
        den=1,
        label=page.gold.document.title or page.id,
        why=fault,
    )
