"""The small parts: best matchings, names, times, kinds; and that matching is of meaning, not of wording or order."""

from __future__ import annotations

import itertools
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summarize.evaluate import Gold, evaluate
from summarize.evaluate.acts import ACTS
from summarize.evaluate.matching import best_matching
from summarize.evaluate.negatives import CHECKS
from summarize.evaluate.relation_kinds import KINDS
from summarize.evaluate.tally_figures import COMPARATORS
from summarize.evaluate.text import fold, place_matches, spelled_alike
from summarize.evaluate.times import days, lies_within, overlap, years_named
from summarize.schemas import Dossier, Evidence
from summarize.schemas.vocabulary import AcledType, Comparator, PloverType, RelationKind
from tests.evaluate import changes as do
from tests.evaluate.test_figures import worse

CELLS = st.dictionaries(
    st.tuples(st.sampled_from("abcd"), st.sampled_from("wxyz")), st.sampled_from([0.0, 1.0, 2.0, 3.5]), max_size=16
)


@given(CELLS)
def test_a_best_matching_is_the_best_of_all(weights: dict[tuple[str, str], float]) -> None:
    joined = best_matching(weights)
    rows = sorted({row for row, _ in weights})
    best = max(
        (
            sum(weights.get(pair, 0.0) for pair in zip(rows, columns, strict=False))
            for columns in itertools.permutations("wxyz", len(rows))
        ),
        default=0.0,
    )
    assert sum(weights[pair] for pair in joined.items()) == best
    assert len(set(joined.values())) == len(joined)


@pytest.mark.parametrize(
    ("left", "right", "same"),
    [
        ("the U.S. forces", "US forces", True),
        ("Kata’ib Hezbollah", "Kata'ib Hezbollah", True),
        ("Iran’s", "Iran", True),
        ("“Axis of Resistance.”", "Axis of Resistance", True),
        ("southeastern Syria", "south-eastern Syria", True),
        ("Iran-backed", "Iran backed", True),
        ("Badr Brigade", "Baqir Brigade", False),
    ],
)
def test_folded_names(left: str, right: str, same: bool) -> None:
    assert (fold(left) == fold(right)) is same


def test_a_slip_of_spelling_is_not_another_name() -> None:
    assert spelled_alike("islamic revolutionary guard corps", "islamic revolutionary guards corps")
    assert not spelled_alike("badr brigade", "baqir brigade")
    assert not spelled_alike("jabhat al nusra", "jaish al nasr")


@pytest.mark.parametrize(
    ("given_place", "wanted", "matches"),
    [
        ("the Syrian city of Aleppo", "Aleppo", True),
        ("southern Aleppo province", "Aleppo", True),
        ("Syria", "southeast Syria", False),
        ("Iraq and Syria", "Syria", True),
        (None, "Syria", False),
    ],
)
def test_places(given_place: str | None, wanted: str, matches: bool) -> None:
    assert place_matches(given_place, wanted) is matches


@pytest.mark.parametrize(
    ("given_date", "wanted", "within"),
    [
        ("2018-04-14", "2018-04-13/2018-04-14", True),
        ("2018-04-13/2018-04-14", "2018-04-13/2018-04-14", True),
        ("2018-04-13", "2018-04-13?", True),
        ("2016-02-18", "2016-02-18~", True),
        ("2018-04", "2018-04-13/2018-04-14", False),
        ("2018-04-15", "2018-04-13/2018-04-14", False),
        ("../2018-04-13", "2018-04-13", False),
        ("XXXX-04-13", "2018-04-13", False),
        (None, "2018-04-13", False),
    ],
)
def test_dates_within(given_date: str | None, wanted: str, within: bool) -> None:
    assert lies_within(given_date, wanted) is within


def test_a_day_without_a_year() -> None:
    assert lies_within("XXXX-10-29", "2023-10-29", year_optional=True)
    assert not lies_within("XXXX-10-28", "2023-10-29", year_optional=True)
    assert days("XXXX-10-29") is None


def test_overlap_and_years() -> None:
    assert overlap("../2016-02-12", "2016-02-12/..") is True
    assert overlap("2003/..", "2002") is False
    assert overlap(None, "2002") is None
    assert years_named("2003/2011~") == {2003, 2011}
    assert years_named("[2018-04-15..2018-04-20]") == {2018}
    assert years_named("XXXX-10-29") == frozenset()


def test_every_label_of_the_gold_has_its_kinds(gold: Gold) -> None:
    labels = {one.label for seed in gold.seeds for one in seed.relations}
    assert labels == set(KINDS)
    assert {kind.lstrip("<") for kinds in KINDS.values() for kind in kinds} <= set(get_args(RelationKind))
    assert {kind for seed in gold.seeds for one in seed.relations for kind in one.kinds} <= set(get_args(RelationKind))


def test_every_act_check_and_comparator_of_the_gold_is_known(gold: Gold) -> None:
    assert {one.act for seed in gold.seeds for one in seed.events} == set(ACTS)
    assert set().union(*ACTS.values()) <= {*get_args(AcledType), *get_args(PloverType)}
    kinds = {one.kind for seed in gold.seeds for one in seed.negative_assertions}
    assert kinds == {*CHECKS, "untestable"}
    assert {one.qualifier for seed in gold.seeds for one in seed.tallies} == set(COMPARATORS)
    assert set().union(*COMPARATORS.values()) <= set(get_args(Comparator))


def test_the_gold_quotes_its_articles(gold: Gold, perfect: Dossier) -> None:
    for seed in gold.seeds:
        text = do.paper(perfect, seed.document.id[:3]).text
        assert [piece for piece in seed.pieces() if text[piece.start : piece.end] != piece.quote] == []


def test_the_order_of_records_changes_nothing(gold: Gold, perfect: Dossier) -> None:
    turned = perfect.model_copy(
        update={part: getattr(perfect, part)[::-1] for part in ("actors", "events", "relations", "tallies")}
    )
    assert evaluate(turned, gold).to_json() == evaluate(perfect, gold).to_json()


def test_a_narrower_quote_is_as_good(gold: Gold, perfect: Dossier) -> None:
    one = do.record(perfect, "e003.us_strike").evidence[0]
    words = "striking at Iranian weapons storage sites"
    start = do.paper(perfect, "003").text.index(words)
    narrow = Evidence(document=one.document, sentence=one.sentence, start=start, end=start + len(words), quote=words)
    assert worse(do.edit("e003.us_strike", evidence=(narrow,))(perfect), gold) == set()


HEADLINES = {
    "e000.offensive": "Militias seek to link supply route",
    "e001.badr_unit": "Unit reported near the front",
    "e001.kurdish_base": "Kurds seize a base",
    "e002.douma": "Suspected gas attack",
    "e002.march30": "Two killed by roadside bomb",
    "e003.omar_1027": "Oil field hit",
    "e004.maaret": "Town seized",
    "e004.turkey_support": "Ankara aids rebels",
}


@pytest.mark.parametrize("gold_id", HEADLINES)
def test_another_headline_is_the_same_event(gold_id: str, gold: Gold, perfect: Dossier) -> None:
    assert worse(do.edit(gold_id, label=HEADLINES[gold_id])(perfect), gold) == set()


def test_no_other_record_takes_the_place_of_a_dropped_event(gold: Gold, perfect: Dossier) -> None:
    """Only a count may: a typed tally is a record of the event that is a count."""
    counts = {"e001.russian_strikes", "e001.displacement"}
    for event in (one for seed in gold.seeds for one in seed.events if one.tier == "core"):
        figure = evaluate(do.drop(event.id)(perfect), gold).figures()["core_event_own_record"]
        assert figure.num == (33 if event.id in counts else 32), event.id
