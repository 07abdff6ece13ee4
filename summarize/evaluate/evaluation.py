"""The whole evaluation: every room's findings in one report, from objects or from files."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from pydantic import ValidationError

from summarize.errors import DossierError
from summarize.evaluate.actors import ActorMap, actor_findings, map_actors
from summarize.evaluate.attribution import attribution_findings
from summarize.evaluate.clusters import cluster_findings, event_merge_findings
from summarize.evaluate.date_figures import date_findings
from summarize.evaluate.event_figures import event_findings, identity_findings, judge_events
from summarize.evaluate.evidence_figures import contradiction_findings, cross_contradiction_findings, verbatim_findings
from summarize.evaluate.findings import Finding, Report
from summarize.evaluate.gold import Gold
from summarize.evaluate.negatives import Found, negative_findings
from summarize.evaluate.page import Page, pages
from summarize.evaluate.relation_figures import relation_findings
from summarize.evaluate.rendering import as_text
from summarize.evaluate.tally_figures import tally_findings
from summarize.schemas.dossier import Dossier

__all__ = ["evaluate", "load_dossier", "run_eval"]


def evaluate(dossier: Dossier, gold: Gold | Path) -> Report:
    """Hold a dossier against gold (or the folder that holds it).

    Records are matched inside each article, one to one, by shared sentences, kind and actors; canonical actors and
    events give the figures across articles. An article that the dossier lacks counts as missed; articles that the gold
    lacks count nowhere. `DossierError` where the texts differ or the gold cannot be read.
    """
    whole = gold if isinstance(gold, Gold) else Gold.load(gold)
    leaves = pages(whole, dossier)
    maps = {page.id: map_actors(page) for page in leaves}
    findings = [finding for page in leaves for finding in _page_findings(page, whole, maps[page.id])]
    findings += cluster_findings(whole, dossier, maps)
    findings += event_merge_findings(dossier, frozenset(page.document.id for page in leaves if page.document))
    findings += cross_contradiction_findings(leaves, dossier, whole)
    return Report(documents=tuple(page.id for page in leaves), findings=tuple(findings))


def _page_findings(page: Page, gold: Gold, actors: ActorMap) -> Iterator[Finding]:
    events, faults = judge_events(page, actors)
    yield from actor_findings(page, actors)
    yield from event_findings(page, events, faults)
    yield from identity_findings(page, gold, events, faults)
    yield from date_findings(page, events)
    yield from tally_findings(page)
    yield from relation_findings(page, actors)
    yield from attribution_findings(page, events, actors)
    yield from verbatim_findings(page)
    yield from negative_findings(Found(page, actors, events, faults))
    yield from contradiction_findings(page)


def load_dossier(path: Path) -> Dossier:
    """Read a `dossier.json`; `DossierError` says what is wrong with it."""
    try:
        return Dossier.model_validate_json(path.read_bytes())
    except OSError as error:
        raise DossierError(f"{path} cannot be read: {error.strerror}. Name a dossier.json of a run.") from error
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"]) or "the whole file"
        raise DossierError(f"{path} is not a dossier of this version: {where}: {first['msg']}.") from error


def run_eval(gold: Path, dossier: Path, as_json: bool = False, misses: bool = False) -> str:
    """What `summarize eval` prints: the figures as a table or as JSON, with `misses` each item missed or wrong too."""
    report = evaluate(load_dossier(dossier), gold)
    return report.to_json(details=misses) if as_json else as_text(report, with_misses=misses)
