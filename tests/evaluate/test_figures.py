"""What is whole gets full marks; what is broken in one way loses them in exactly the measures that are about it."""

from __future__ import annotations

import json

import pytest

from summarize.evaluate import Gold, Report, evaluate
from summarize.evaluate.findings import ALL_MEASURES, MEASURES
from summarize.schemas import Dossier, Side, When
from tests.evaluate import changes as do
from tests.evaluate.changes import Change

# The rubric's denominators for the five articles, where they do not depend on the output.
OUT_OF = {
    "core_actor_recall": 84,
    "core_event_own_record": 33,
    "discrete_attack_recall": 11,
    "day_dates": 17,
    "tallies": 11,
    "relations_found": 68,
    "relations_scope": 46,
    "relations_asserter": 68,
    "relations_asserter_other": 9,
    "attribution": 13,
    "negative_assertions_violated": 40,
    "contradictions": 16,
    "actor_pair_recall": 56,
    "do_not_merge_violated": 26,
    "events_kept_as_one": 6,
    "events_kept_apart": 11,
}


def faults(report: Report) -> dict[str, float]:
    """What each measure lacks to full marks."""
    figures = report.figures()
    return {
        name: figures[name].den - figures[name].num if more_is_better else figures[name].num
        for name, (_, more_is_better) in ALL_MEASURES.items()
    }


def worse(dossier: Dossier, gold: Gold) -> set[str]:
    return {name for name, lacking in faults(evaluate(dossier, gold)).items() if lacking > 0}


def test_what_is_whole_gets_full_marks(perfect: Dossier, gold: Gold) -> None:
    report = evaluate(perfect, gold)
    assert {name: lacking for name, lacking in faults(report).items() if lacking} == {}
    assert not report.unsatisfied()
    assert {name: report.figures()[name].den for name in OUT_OF} == OUT_OF


def test_json_has_the_measures_and_nothing_else(perfect: Dossier, gold: Gold) -> None:
    figures = json.loads(evaluate(perfect, gold).to_json())
    assert list(figures) == list(MEASURES)
    assert figures["attribution"] == {"num": 13, "den": 13}


def test_figures_of_the_documents_sum_to_the_total(perfect: Dossier, gold: Gold) -> None:
    report = evaluate(perfect, gold)
    parts = [report.figures(name) for name in (*report.documents, "")]
    assert all(sum(part[name].den for part in parts) == whole.den for name, whole in report.figures().items())


FOUND = {"core_event_own_record", "core_event_found"}
RELATION = {"relations_found", "relations_asserter"}
BREAKS: dict[str, tuple[Change, set[str]]] = {
    # actors
    "an actor dropped": (do.drop("a003.babb"), {"core_actor_recall", "core_actor_own_record"}),
    "an actor swallowed by another": (
        do.both(do.drop("a003.babb"), do.edit("a003.voa", names=("Voice of America", "Carla Babb"))),
        {"core_actor_own_record"},
    ),
    "a name of a credit line as an actor": (do.add_actor("001", "Michael Weiss", "person"), {"actor_precision"}),
    "the same actor twice": (
        do.add_actor("003", "hamas", "armed_group", where="destroy Hamas"),
        {"actor_precision"},
    ),
    "an actor the article does not have": (do.add_actor("003", "Wagner Group", where="Hamas"), {"actor_precision"}),
    "a further actor of the article": (do.add_actor("001", "Terms of Trade", where="Free Syrian Army"), {"actor_precision"}),
    "an unlisted actor that is in the article": (do.add_actor("003", "Al Assad Air Base", where="Al Assad Air Base"), set()),
    # events
    "an event dropped": (do.drop("e001.kurdish_base"), FOUND | {"day_dates"}),
    "an event told twice": (
        do.copy_event("e002.strikes", "U.S.-led airstrikes hit Syria"),
        {"event_precision", "discrete_attack_precision", "events_kept_as_one", "negative_assertions_violated"},
    ),
    "one attack for two": (
        do.both(
            do.drop("e003.omar_1027"),
            do.also_cites("e003.omar_1029", "003", "The other two strikes"),
            do.also_cites("e003.omar_1029", "003", "One of the attacks targeted"),
            do.edit("e003.omar_1029", when=When(edtf="2023-10-27/2023-10-29")),
        ),
        FOUND - {"core_event_found"}
        | {"discrete_attack_recall", "day_dates", "events_kept_apart", "negative_assertions_violated"},
    ),
    "a series as one attack": (
        do.edit("e001.russian_strikes", extent="single"),
        {"event_precision", "discrete_attack_precision"},
    ),
    "a count as one attack": (
        do.add_event("003", "Militias launch 24 strikes", "at least 24 strikes", attack=True, initiators=("a003.iran_backed_militias",)),
        {"event_precision", "discrete_attack_precision"},
    ),
    "a supposition as fact": (
        do.add_event("003", "Bases overrun", "in danger of being overrun"),
        {"event_precision", "negative_assertions_violated"},
    ),
    "an event of boilerplate": (do.add_event("001", "Subscribing", 'By clicking "Subscribe,"'), {"event_precision", "negative_assertions_violated"}),
    "an attack that is no attack": (do.edit("e003.hamas_oct7", attack=None), {"discrete_attack_recall"}),
    # dates
    "the wrong day": (do.edit("e003.shaddadi_1029", when=When(edtf="2023-10-28")), {"day_dates"}),
    "the wrong year": (do.edit("e003.shaddadi_1029", when=When(edtf="2022-10-29")), {"day_dates", "wrong_year"}),
    "a year that no event has": (
        do.add_event("003", "Envoys meet", "The IRI was established", when=When(edtf="1998")),
        {"wrong_year"},
    ),
    "no date": (do.edit("e002.march30", when=When()), {"day_dates"}),
    "an invented day": (do.edit("e001.aleppo_campaign", when=When(edtf="2016-02-01")), {"invented_dates"}),
    "a day without the year the article lacks": (do.edit("e003.omar_1029", when=When(edtf="XXXX-10-29")), set()),
    "a day without the year the article has": (do.edit("e001.kurdish_base", when=When(edtf="XXXX-02-11")), {"day_dates"}),
    # tallies
    "another number": (do.edit("g003.2", min=42), {"tallies"}),
    "another comparator": (do.edit("g003.2", comparator="at_most"), {"tallies"}),
    "no period": (do.edit("g003.2", period=When()), {"tallies"}),
    "another period": (do.edit("g003.2", period=When(edtf="2023-10-07/2023-10-30")), {"tallies"}),
    "no words": (do.edit("g004.2", as_written="12 areas"), {"tallies"}),
    "the other codebook's dozens": (do.edit("g004.2", min=24), set()),
    "a period open where its start is stated": (do.edit("g003.2", period=When(edtf="../2023-10-30")), {"tallies"}),
    "an open period left unknown": (do.edit("g001.2", period=When()), set()),
    # relations
    "a kind that loses the meaning": (do.edit("r003.12", kind="linked_to"), RELATION),
    "a relation reversed": (
        do.edit("r000.4", subject="a000.assad_government", object="a000.iran_backed_militias"),
        RELATION | {"relations_scope"},
    ),
    "a symmetric relation reversed": (
        do.edit("r000.3", subject="a000.iran_backed_militias", object="a000.us"), set()
    ),
    "another object": (do.edit("r003.13", object="a003.iran"), RELATION),
    "a denial as a fact": (
        do.edit("r001.18", status="stated"), RELATION | {"relations_scope", "relations_asserter_other"}
    ),
    "no place": (do.edit("r000.4", place=None), {"relations_scope"}),
    "the other place": (do.edit("r000.2", place="Syria"), {"relations_scope"}),
    "the past as the present": (do.edit("r001.4", time="at_publication"), {"relations_scope"}),
    "one of two places": (do.edit("r003.1", place="Iraq"), {"relations_scope"}),
    "an author for a source": (
        do.edit("r002.4", according_to=("author",)), {"relations_asserter", "relations_asserter_other"}
    ),
    "an unspecified source for the author": (do.edit("r000.4", according_to=("unspecified",)), {"relations_asserter"}),
    # attribution
    "an unconfirmed report as fact": (
        do.edit("e001.us_weapons", status="stated"), {"attribution", "attribution_fully_typed"}
    ),
    "a plan as done": (do.edit("e003.israel_gaza", status="stated"), {"attribution", "attribution_fully_typed"}),
    "a hedge told by the certainty": (do.edit("e001.us_weapons", status="stated", certainty="possible"), set()),
    "an invented accuser": (
        do.edit("e004.turkey_support", according_to=("a004.us",)),
        {"attribution", "attribution_fully_typed", "negative_assertions_violated"},
    ),
    # evidence
    "a shifted offset": (do.shift("a003.hamas"), {"verbatim_evidence", "misplaced_quotes"}),
    "no evidence for a relation": (do.edit("r003.13", evidence=()), {"verbatim_evidence"}),
    # contradictions
    "a contradiction dropped": (do.edit_contradiction("x003.1"), {"contradictions"}),
    # across documents
    "an actor left apart": (do.split_actors("a004.badr"), {"actor_pair_recall"}),
    "Badr and Baqir as one": (do.join_actors("a001.badr", "a002.baqir"), {"actor_pair_precision", "do_not_merge_violated"}),
    "two of one document as one": (
        do.join_actors("a003.kh", "a003.kss"), {"actor_pair_precision", "do_not_merge_violated"}
    ),
    "a category fused": (
        do.join_actors("a000.iran_backed_militias", "a004.iran_backed_militias"),
        {"actor_pair_precision", "collective_labels_joined"},
    ),
    "an event merged across documents": (do.join_events("e002.strikes", "e003.us_strike"), {"event_merge_errors"}),
    "two events of one document merged": (
        do.join_events("e004.khan_sheikhun", "e004.maaret"), {"events_kept_apart"}
    ),
    # documents
    "an inferred date as stated": (
        lambda dossier: do.edit_document(
            "003", published=do.paper(dossier, "001").published
        )(dossier),
        {"document_dates"},
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", BREAKS)
def test_a_break_costs_what_it_is_about(name: str, perfect: Dossier, gold: Gold) -> None:
    change, measures = BREAKS[name]
    assert worse(change(perfect), gold) == measures


def test_a_contradiction_needs_a_side_for_each(perfect: Dossier, gold: Gold) -> None:
    """Both sides on the sentences of one side only: the conflict was not seen."""
    one = next(one for one in perfect.contradictions if one.id == "x002.3").sides[0]
    change = do.edit_contradiction("x002.3", sides=(one, Side(says="the same", evidence=one.evidence)))
    assert worse(change(perfect), gold) == {"contradictions"}


def test_a_place_told_by_two_relations_is_told(perfect: Dossier, gold: Gold) -> None:
    change = do.both(
        do.edit("r003.1", place="Iraq"),
        do.add_relation("003", "a003.irgc", "founded", "a003.iran_backed_militias", "established by", place="Syria"),
    )
    assert worse(change(perfect), gold) == set()


def test_a_document_left_out_is_missed_not_an_error(perfect: Dossier, gold: Gold) -> None:
    """The rest keeps its marks."""
    kept = tuple(one for one in perfect.documents if not one.id.startswith("000"))
    report = evaluate(perfect.model_copy(update={"documents": kept}), gold)
    assert str(report.figures()["core_actor_recall"]) == "78/84"
    assert str(report.figures()["core_event_own_record"]) == "29/33"
    assert str(report.figures("003_fb19fa5dbdecdea8")["core_actor_recall"]) == "15/15"


def test_an_empty_dossier_gets_nothing(gold: Gold) -> None:
    figures = evaluate(Dossier(), gold).figures()
    assert {name for name, figure in figures.items() if figure.num} == set()
