"""Evidence and contradictions: quotes that stand where they say, and conflicts of which both sides were found."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from summarize.evaluate.findings import Finding
from summarize.evaluate.gold import Gold, GoldContradiction
from summarize.evaluate.matching import best_matching
from summarize.evaluate.page import Page
from summarize.schemas.contradictions import Contradiction
from summarize.schemas.dossier import Dossier
from summarize.schemas.evidence import Evidence

__all__ = ["all_evidence", "contradiction_findings", "cross_contradiction_findings", "stands", "verbatim_findings"]


def verbatim_findings(page: Page) -> Iterator[Finding]:
    """A record counts if it has evidence and every quote of it stands at its offsets, in the sentence it names."""
    for record, evidence in all_evidence(page):
        bad = [one for one in evidence if not stands(page, one)]
        why = "" if evidence else "no evidence"
        if bad:
            why = f"[{bad[0].start}:{bad[0].end}] in sentence {bad[0].sentence} does not read {bad[0].quote!r}"
        yield Finding(
            measure="verbatim_evidence",
            document=page.id,
            verdict="wrong" if why else "right",
            num=not why,
            den=1,
            record=record,
            why=why,
        )
        yield Finding(
            measure="misplaced_quotes",
            document=page.id,
            verdict="right",  # told by the finding above; this one only counts quotes
            num=len(bad),
            den=len(evidence),
            record=record,
        )


def all_evidence(page: Page) -> Iterator[tuple[str, tuple[Evidence, ...]]]:
    """Each record's id with all its evidence, that of single fields and of sides included."""
    for actor in page.actors:
        yield actor.id, actor.evidence
    for event in page.events:
        yield event.id, (*event.evidence, *(span for spans in event.spans.values() for span in spans))
    for relation in page.relations:
        yield relation.id, relation.evidence
    for tally in page.tallies:
        yield tally.id, tally.evidence
    for conflict in page.contradictions:
        yield conflict.id, (*conflict.evidence, *(span for side in conflict.sides for span in side.evidence))


def stands(page: Page, evidence: Evidence) -> bool:
    """Whether a quote is exactly the text at its offsets, inside the sentence it names, of this article."""
    document = page.document
    if document is None or evidence.document != document.id or evidence.sentence > len(document.sentences):
        return False
    sentence = document.sentences[evidence.sentence - 1]
    inside = sentence.start <= evidence.start and evidence.end <= sentence.end
    return inside and page.text[evidence.start : evidence.end] == evidence.quote


def contradiction_findings(page: Page) -> Iterator[Finding]:
    """In-document contradictions that rest on the text alone, one to one with records whose sides cite both sides."""
    counted = [gold for gold in page.gold.contradictions if gold.counted]
    likely = {
        (gold.id, record.id): 10 + _closeness(page, gold, record)
        for gold in counted
        for record in page.contradictions
        if _surfaces(page, gold, record)
    }
    joined = best_matching(likely)
    for gold in counted:
        record = joined.get(gold.id)
        yield Finding(
            measure="contradictions",
            document=page.id,
            verdict="right" if record else "missed",
            num=record is not None,
            den=1,
            gold=gold.id,
            label=gold.text,
            record=record,
            sentences=tuple(sorted(frozenset().union(*(page.of_pieces(side) for side in gold.sides)))),
            why="" if record else "no record has evidence of both sides on different sides",
        )


def _surfaces(page: Page, gold: GoldContradiction, record: Contradiction) -> bool:
    """Whether two different sides of the record cite the two sides of the gold."""
    first, second = (page.of_pieces(side) for side in gold.sides)
    sides = [page.of_evidence(side.evidence) for side in record.sides]
    return any(
        one & first and other & second
        for index, one in enumerate(sides)
        for place, other in enumerate(sides)
        if index != place
    )


def _closeness(page: Page, gold: GoldContradiction, record: Contradiction) -> float:
    """The share of the sentences of both that both have: decides between two records on the same sentences."""
    wanted = frozenset().union(*(page.of_pieces(side) for side in gold.sides))
    given = frozenset().union(*(page.of_evidence(side.evidence) for side in record.sides))
    return len(wanted & given) / len(wanted | given)


def cross_contradiction_findings(pages: Iterable[Page], dossier: Dossier, gold: Gold) -> Iterator[Finding]:
    """Contradictions between articles: a note for each with the records that span them; the content needs a reader."""
    names = {page.id.partition("_")[0]: page.document.id for page in pages if page.document}
    spans = {one.id: {span.document for side in one.sides for span in side.evidence} for one in dossier.contradictions}
    for wanted in gold.cross.contradictions:
        if not wanted.counted:
            continue
        wide = {names.get(one, one) for one in wanted.documents}
        near = [one for one, found in spans.items() if len(found & wide) > 1]
        yield Finding(
            measure="cross_contradictions",
            document="",
            verdict="note",
            gold=wanted.id,
            label=wanted.text,
            why=f"needs a reader: candidates {', '.join(near)}" if near else "no record spans these documents",
        )
