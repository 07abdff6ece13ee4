from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.corpus_disagreements import disagreements
from benchmarks.corpus_gold import CORPUS, Gold, map_records
from benchmarks.corpus_misses import misses
from benchmarks.corpus_score import Scored, read_corpus, same_item, same_row, score
from summarize.schemas import Dossier, Records

RECORDINGS = CORPUS / "recordings"


@pytest.fixture(scope="module")
def records() -> list[Records]:
    return read_corpus(RECORDINGS)


@pytest.fixture(scope="module")
def tune(records: list[Records]) -> Scored:
    return score(records, "tune")


def _interactions() -> list[Path]:
    return [path for path in RECORDINGS.glob("*.json") if path.name != "manifest.json"]


def test_every_recording_is_used_and_nothing_is_sent(records: list[Records]) -> None:
    assert len(records) == 80
    assert sum(one.tokens.sent for one in records) == 0
    assert sum(one.tokens.replayed for one in records) == len(_interactions())


def test_nothing_of_the_readings_was_rejected(records: list[Records]) -> None:
    assert [rejected for one in records for rejected in one.rejected] == []


@pytest.mark.parametrize(("half", "most"), [("tune", 2), ("report", 11)])
def test_what_the_gold_names_was_read(half: str, most: int, records: list[Records]) -> None:
    gold = Gold.load(half)
    mentions = map_records((one for one in records if one.document.id in gold.articles), gold)
    assert len(mentions.unread) <= most, mentions.unread


# What was measured, less a little: a floor to notice a loss by, not what is aimed at.
@pytest.mark.parametrize(
    ("pairs", "measure", "floor"),
    [
        ("event_pairs", "precision", 0.98),
        ("event_pairs", "recall_read", 0.48),
        ("actor_pairs", "precision", 0.99),
        ("actor_pairs", "recall_read", 0.93),
    ],
)
def test_pairs_of_the_tune_half(pairs: str, measure: str, floor: float, tune: Scored) -> None:
    assert tune.figures[pairs][measure] >= floor, tune.figures[pairs]


def test_what_must_not_be_merged_is_not(tune: Scored) -> None:
    assert tune.figures["do_not_merge"]["of"] > 30
    assert tune.figures["do_not_merge"]["pairs"] == []


def test_contradictions_of_the_tune_half(tune: Scored) -> None:
    assert tune.figures["contradictions_found"]["num"] >= 5, tune.figures["contradictions_found"]
    assert tune.figures["sequences_as_contradictions"]["num"] <= 3, tune.figures["sequences_as_contradictions"]


# --- the measure itself ----------------------------------------------------------------------------


def test_pairs_are_of_two_articles_and_one_row_or_item() -> None:
    item_of = {("one", "a"): 1, ("one", "b"): 1, ("two", "a"): 1, ("two", "b"): 2, ("six", "a"): 3}
    assert same_row(item_of) == {
        (("one", "a"), ("two", "a")),
        (("one", "b"), ("two", "b")),
        (("six", "a"), ("two", "a")),
        (("one", "a"), ("six", "a")),
    }
    assert same_item(item_of) == {(("one", "a"), ("two", "a")), (("one", "b"), ("two", "a"))}


def test_a_record_stands_for_one_row_at_most(tune: Scored) -> None:
    for mentions in (tune.mentions.events, tune.mentions.actors):
        assert len({record.id for record in mentions.values()}) == len(mentions)


def test_a_dossier_that_lists_nothing_finds_no_contradiction(tune: Scored) -> None:
    silent = tune.dossier.model_copy(update={"contradictions": ()})
    found = disagreements(Gold.load("tune"), silent)
    assert {name: told["num"] for name, told in found.items()} == dict.fromkeys(found, 0)
    assert len(found["contradictions_found"]["missed"]) == found["contradictions_found"]["of"] == 13


def test_a_side_set_against_itself_is_no_contradiction(tune: Scored) -> None:
    halved = tuple(one.model_copy(update={"sides": one.sides[:1]}) for one in tune.dossier.contradictions)
    dossier: Dossier = tune.dossier.model_copy(update={"contradictions": halved})
    assert disagreements(Gold.load("tune"), dossier)["contradictions_found"]["num"] == 0


def test_every_missed_pair_is_listed(tune: Scored) -> None:
    lines = list(misses(tune))
    missed = sum(
        tune.figures[pairs]["wanted_read"] - tune.figures[pairs]["right"] for pairs in ("event_pairs", "actor_pairs")
    )
    wrong = sum(tune.figures[pairs]["given"] - tune.figures[pairs]["right"] for pairs in ("event_pairs", "actor_pairs"))
    assert sum(line.startswith("- ") for line in lines) == missed + wrong > 0
