"""Tally figures: a count is captured if number, comparator and period stand in a typed record."""

from __future__ import annotations

from collections.abc import Iterator

from summarize.evaluate.findings import Finding
from summarize.evaluate.gold import GoldTally
from summarize.evaluate.matching import best_matching
from summarize.evaluate.page import Page
from summarize.evaluate.text import fold, similar
from summarize.evaluate.times import overlap
from summarize.schemas.tallies import TallyRecord

__all__ = ["tally_findings"]

# The article's comparator → ours that keep its meaning.
COMPARATORS: dict[str, frozenset[str]] = {
    "at least": frozenset({"at_least"}),
    "around": frozenset({"about"}),
    "roughly": frozenset({"about"}),
    "as much as": frozenset({"at_most"}),
    "exactly": frozenset({"exactly", "about"}),
    "hundreds": frozenset({"at_least", "more_than", "about", "between"}),
    "dozens": frozenset({"at_least", "more_than", "about", "between"}),
    "tens of thousands": frozenset({"at_least", "more_than", "about", "between"}),
}
# Codebooks differ: "hundreds" is from 100 in ACLED, and from 200 taken as a plural.
_WORD_NUMBERS = frozenset({"hundreds", "dozens", "tens of thousands"})


def tally_findings(page: Page) -> Iterator[Finding]:
    """Core tallies, one to one with tally records that share a sentence and have the number."""
    likely = {
        (gold.id, record.id): 1 + similar(record.as_written, gold.words) + (not _fault(record, gold))
        for gold in page.gold.tallies
        for record in page.tallies
        if page.of_pieces(gold.evidence) & page.of_evidence(record.evidence) and _number_fits(record, gold)
    }
    joined = best_matching(likely)
    records = {record.id: record for record in page.tallies}
    for gold in page.gold.tallies:
        if gold.tier == "core":
            yield _judged(page, gold, records.get(joined.get(gold.id, "")))


def _judged(page: Page, gold: GoldTally, record: TallyRecord | None) -> Finding:
    fault = _fault(record, gold) if record else _why_missed(page, gold)
    return Finding(
        measure="tallies",
        document=page.id,
        verdict="right" if not fault else "wrong" if record else "missed",
        num=not fault,
        den=1,
        gold=gold.id,
        label=gold.words,
        record=record.id if record else None,
        sentences=tuple(sorted(page.of_pieces(gold.evidence))),
        why=fault,
    )


def _number_fits(record: TallyRecord, gold: GoldTally) -> bool:
    ends = {end for end in (record.min, record.max) if end is not None}
    if gold.approx is not None:
        low, high = record.min, record.max
        inside = low is not None and high is not None and low <= gold.approx <= high
        return gold.approx in ends or inside
    wanted, given = (gold.min, record.min) if gold.min is not None else (gold.max, record.max)
    if wanted is None or given is None:
        return False
    return given == wanted or (gold.qualifier in _WORD_NUMBERS and given == 2 * wanted)


def _fault(record: TallyRecord, gold: GoldTally) -> str:
    if record.comparator not in COMPARATORS[gold.qualifier]:
        return f"comparator {record.comparator}, the article has {gold.qualifier!r}"
    if gold.qualifier in _WORD_NUMBERS and fold(gold.qualifier) not in fold(record.as_written):
        return f"the words {gold.qualifier!r} are not kept"
    return _period_fault(record, gold)


def _period_fault(record: TallyRecord, gold: GoldTally) -> str:
    """A period whose start the article states must be given with it; any other may be left open or unknown."""
    given = record.period.edtf
    if overlap(given, gold.period) is False:
        return f"period {given}, gold {gold.period}"
    if gold.period_stated and not (given and _starts_alike(given, gold.period)):
        return f"period {given or 'unknown'}, gold {gold.period}"
    return ""


def _starts_alike(given: str, wanted: str) -> bool:
    """The start is what makes a period: it must lie in the wanted period, and an open start does not."""
    start = given.partition("/")[0].strip("[]").split("..")[0]
    return bool(start) and overlap(start, wanted) is not False


def _why_missed(page: Page, gold: GoldTally) -> str:
    sentences = page.of_pieces(gold.evidence)
    near = [one for one in page.tallies if page.of_evidence(one.evidence) & sentences]
    if near:
        return "number differs: " + ", ".join(f"{one.id} {one.min}–{one.max} ({one.as_written!r})" for one in near)
    event = next((one for one in page.events if page.of_evidence(one.evidence) & sentences), None)
    return f"no tally there; closest is event {event.id} {event.label!r}" if event else "no record there"
