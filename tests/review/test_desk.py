"""The desk: what comes first, what is shown of it, and what a decision does to the dossier."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from summarize.errors import DossierError, JudgementError
from summarize.reconcile import Ledger
from summarize.report import load_dossier
from summarize.review.cases import cases_of, shown
from summarize.review.desk import Desk, Overtaken
from summarize.schemas import Judgement
from tests.review.folder import ACTORS, DOUBT, MODEL, dossier, folder, word_of_model


@pytest.fixture
def out(tmp_path: Path) -> Path:
    return folder(tmp_path / "out")


@pytest.fixture
def desk(out: Path) -> Iterator[Desk]:
    made = Desk(out, "ana")
    yield made
    made.close()


def events(out: Path) -> set[frozenset[str]]:
    return {frozenset(record.id for record in event.records) for event in load_dossier(out).events}


# --- what there is to judge -------------------------------------------------------------------------


def test_doubts_come_first_then_the_models_word_then_the_weakest_merges() -> None:
    found = [(case.left, case.right, case.standing) for case in cases_of(dossier())]
    assert found == [(*DOUBT, "unsure"), (*MODEL, "decided by the model"), (*ACTORS, "merged")]


def test_merges_come_weakest_first_and_doubts_likeliest_first() -> None:
    base = dossier()

    def scored(pair: tuple[str, str], verdict: str, score: float) -> Judgement:
        return Judgement.model_validate(
            {
                "left": pair[0],
                "right": pair[1],
                "verdict": verdict,
                "author": "rule",
                "by": "x",
                "score": score,
                "reason": "r",
            }
        )

    given = [
        scored(DOUBT, "unsure", 0.2), scored(("d1:e1", "d1:e2"), "unsure", 0.7),
        scored(ACTORS, "same", 0.99), scored(MODEL, "same", 0.95),
    ]  # fmt: skip
    found = cases_of(base.model_copy(update={"judgements": tuple(given)}))
    assert [(case.left, case.right) for case in found] == [("d1:e1", "d1:e2"), DOUBT, MODEL, ACTORS]


def test_of_many_doubts_between_two_events_one_is_asked() -> None:
    base = dossier()
    more = Judgement(
        left="d1:e2", right="d2:e1", verdict="unsure", author="rule", by="x", score=0.3, reason="r", at=None
    )
    most = more.model_copy(update={"left": "d2:e1", "right": "d2:e2", "score": 0.4})
    found = cases_of(base.model_copy(update={"judgements": (*base.judgements, more, most)}))
    between = [case for case in found if case.score in {0.3, 0.4}]
    assert [(case.left, case.right) for case in between] == [("d2:e1", "d2:e2")]


def test_a_case_is_shown_side_by_side_with_what_speaks_for_and_against() -> None:
    base = dossier()
    view = shown(base, cases_of(base)[0])
    assert [(column["record"], column["side"]) for column in view["columns"]] == [("d1:e1", "left"), ("d2:e1", "right")]
    fields = {field["name"]: field for field in view["fields"]}
    assert fields["when"] == {"name": "when", "left": "2031-03-01", "right": "2031-03-03", "agree": False}
    assert fields["where"]["agree"] is True
    assert fields["by"] == {
        "name": "by",
        "left": "Brigade of the North",
        "right": "Brigade of the North",
        "agree": True,
    }
    weights = {one["what"]: one["weight"] for one in view["speaks"]}
    assert weights["place"] > 0 > weights["date"]
    quotes = [sentence["quote"] for column in view["columns"] for sentence in column["sentences"]]
    assert quotes == ["Strike near Erbil is told."] * 2
    around = view["columns"][0]["sentences"][0]
    assert (around["before"], around["after"]) == ("Brigade of the North is named.", "A convoy is hit is told.")


def test_more_than_two_reports_stand_beside_each_other() -> None:
    base = dossier()
    merged = base.model_copy(
        update={
            "events": (
                base.events[0],
                base.events[1].model_copy(update={"records": base.events[1].records + base.events[2].records}),
            )
        }
    )
    view = shown(merged, cases_of(merged)[0])
    assert [column["record"] for column in view["columns"]] == ["d1:e1", "d2:e1", "d1:e2", "d2:e2"]
    assert view["more"] == 0


# --- deciding ---------------------------------------------------------------------------------------


def test_same_joins_different_splits_and_both_are_kept_at_once(desk: Desk, out: Path) -> None:
    before = events(out)
    assert desk.decide(*DOUBT, "same", "the same base") == 1
    line = json.loads((out / "judgements.jsonl").read_text())
    assert (line["verdict"], line["author"], line["by"], line["reason"]) == ("same", "person", "ana", "the same base")
    desk.decide(*MODEL, "different")
    desk.settle()
    assert events(out) == {frozenset(DOUBT), frozenset({"d1:e2"}), frozenset({"d2:e2"})} != before
    kept = [one for one in load_dossier(out).judgements if one.author == "person"]
    assert {(one.left, one.right, one.verdict) for one in kept} == {(*DOUBT, "same"), (*MODEL, "different")}


def test_a_decision_knows_where_its_records_stand(desk: Desk, out: Path) -> None:
    desk.decide(*DOUBT, "same")
    (kept,) = Ledger(out / "judgements.jsonl").read()
    assert kept.anchors is not None
    assert [anchor.document for anchor in kept.anchors] == ["d1", "d2"]
    (span,) = kept.anchors[0].spans
    assert load_dossier(out).documents[0].text[slice(*span)] == "Strike near Erbil is told."


def test_an_id_that_is_given_up_leads_on(desk: Desk, out: Path) -> None:
    desk.decide(*DOUBT, "same")
    desk.settle()
    made = load_dossier(out)
    assert made.find("event:2031-03-03-erbil-attack") == made.find("event:2031-03-01-erbil-attack")


def test_of_two_people_the_later_takes_the_earlier_ones_word_back(out: Path) -> None:
    one, other = Desk(out, "ana"), Desk(out, "ben")
    try:
        one.decide(*DOUBT, "same")
        other.decide(*DOUBT, "different", seen=1)
        assert [json.loads(line).get("undo") for line in (out / "judgements.jsonl").read_text().splitlines()] == [
            None,
            1,
            None,
        ]
        assert [(judgement.by, judgement.verdict) for judgement in Ledger(out / "judgements.jsonl").read()] == [
            ("ben", "different")
        ]
    finally:
        one.close()
        other.close()


def test_an_undone_decision_leaves_the_dossier_as_it_was(desk: Desk, out: Path) -> None:
    before = (out / "dossier.json").read_bytes()
    line = desk.decide(*DOUBT, "same")
    desk.settle()
    assert (out / "dossier.json").read_bytes() != before
    assert desk.undo(line) == 2
    desk.settle()
    assert (out / "dossier.json").read_bytes() == before
    assert len((out / "judgements.jsonl").read_text().splitlines()) == 2


def test_the_queue_tells_what_was_decided_and_how_far_one_is(desk: Desk) -> None:
    desk.decide(*MODEL, "different")
    desk.settle()
    queue = desk.queue()
    assert (queue["total"], queue["decided"], queue["derived"], queue["trouble"]) == (3, 1, True, "")
    case = next(one for one in queue["cases"] if (one["left"], one["right"]) == MODEL)
    assert (case["verdict"], case["line"], case["by"]) == ("different", 1, "ana")
    assert desk.case(*MODEL)["left"] == MODEL[0]


def test_a_split_merge_can_still_be_looked_at_and_undone_after_a_restart(out: Path) -> None:
    first = Desk(out, "ana")
    first.decide(*ACTORS, "different")
    first.close()
    assert len(load_dossier(out).actors) == 2
    second = Desk(out, "ana")
    try:
        assert second.case(*ACTORS)["kind"] == "actor"
        second.undo(1)
        second.settle()
        assert len(load_dossier(out).actors) == 1
    finally:
        second.close()


def test_a_models_word_in_the_ledger_is_in_nobodys_way(desk: Desk, out: Path) -> None:
    Ledger(out / "judgements.jsonl").append([word_of_model(DOUBT, "different")])
    assert desk.queue()["decided"] == 0
    assert desk.decide(*DOUBT, "same", seen=0) == 2
    Ledger(out / "judgements.jsonl").append([word_of_model(DOUBT, "unsure")])
    desk.settle()
    assert desk.queue()["decided"] == 1
    assert frozenset(DOUBT) in events(out)
    with pytest.raises(LookupError, match="no person's judgement"):
        desk.undo(1)


def test_two_windows_do_not_lose_a_decision(desk: Desk) -> None:
    desk.decide(*DOUBT, "same", seen=0)
    with pytest.raises(Overtaken) as caught:
        desk.decide(*DOUBT, "different", seen=0)
    assert caught.value.judgement is not None
    assert caught.value.judgement.verdict == "same"
    assert desk.decide(*DOUBT, "different", seen=1) == 2  # having seen it, one may say otherwise
    desk.undo(2)
    with pytest.raises(Overtaken):
        desk.decide(*DOUBT, "different", seen=2)


def test_two_desks_on_one_folder_come_to_one_dossier(out: Path) -> None:
    one, other = Desk(out, "ana"), Desk(out, "ben")
    try:
        one.decide(*DOUBT, "same")
        other.decide(*MODEL, "different")
        for desk in (one, other, one, other):
            desk.settle()
        kept = {
            (judgement.left, judgement.by) for judgement in load_dossier(out).judgements if judgement.author == "person"
        }
        assert {("d1:e1", "ana"), ("d1:e2", "ben")} >= kept
    finally:
        one.close()
        other.close()
    last = Desk(out, "ana")  # whoever comes next puts right what two at once may have left behind
    last.close()
    kept = {
        (judgement.left, judgement.by) for judgement in load_dossier(out).judgements if judgement.author == "person"
    }
    assert kept == {("d1:e1", "ana"), ("d1:e2", "ben")}


def test_decisions_that_contradict_each_other_are_refused_with_both_shown(desk: Desk, out: Path) -> None:
    desk.decide("d1:e1", "d2:e1", "same")
    desk.decide("d2:e1", "d2:e2", "same")
    with pytest.raises(JudgementError, match=r"d1:e1(.|\n)*d2:e2(.|\n)*are different(.|\n)*are the same"):
        desk.decide("d1:e1", "d2:e2", "different")
    assert len((out / "judgements.jsonl").read_text().splitlines()) == 2


@pytest.mark.parametrize(("left", "right"), [("d1:e1", "d1:e1"), ("d1:e1", "d1:a1"), ("d1:e1", "nothing"), ("", "")])
def test_only_two_records_of_one_kind_are_judged(left: str, right: str, desk: Desk, out: Path) -> None:
    with pytest.raises(LookupError):
        desk.decide(left, right, "same")
    assert not (out / "judgements.jsonl").exists()


@pytest.mark.parametrize("line", [0, 1, 99, -1])
def test_only_what_stands_is_undone(line: int, desk: Desk) -> None:
    desk.decide(*DOUBT, "same")
    desk.undo(1)
    with pytest.raises(LookupError):
        desk.undo(line)


def test_a_ledger_that_cannot_be_read_is_said_at_the_start(out: Path) -> None:
    (out / "judgements.jsonl").write_text("nonsense\n")
    with pytest.raises(DossierError, match="line 1"):
        Desk(out, "ana")


def test_what_goes_wrong_while_deriving_is_shown_and_the_decision_stays(desk: Desk, out: Path) -> None:
    (out / "dossier.json").write_text("broken")
    desk.decide(*DOUBT, "same")
    desk.settle()
    assert "is not JSON" in desk.queue()["trouble"]
    assert len((out / "judgements.jsonl").read_text().splitlines()) == 1


def test_a_run_that_wrote_the_dossier_meanwhile_is_built_upon(desk: Desk, out: Path) -> None:
    folder(out, " city")
    desk.decide(*DOUBT, "same")
    desk.settle()
    assert "Strike near Erbil city" in {event.label for event in load_dossier(out).events}
