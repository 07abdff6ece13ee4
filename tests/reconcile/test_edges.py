from __future__ import annotations

import asyncio
from typing import Any

import pytest

from summarize.reconcile import Register, reconcile
from summarize.schemas import ConflictRecord, Dossier, Judgement, Place, Side, Toll, When
from tests.reconcile.conftest import Article, run


def two(
    register: Register, left: dict[str, Any], right: dict[str, Any], days: tuple[str | None, str | None]
) -> Dossier:
    """Two articles, each saying how the Tamar Brigade stands to the Army of Noon."""
    articles = [Article("one", days[0]), Article("two", days[1])]
    for article, said in zip(articles, (left, right), strict=True):
        content = {"kind": "supports", **said}
        ends = [article.actor("Tamar Brigade"), article.actor("Army of Noon")]
        if content.pop("turned", False):
            ends.reverse()
        if content.pop("by_other", False):
            content["according_to"] = (article.actor("Jane Stone", "person"),)
        article.relation(ends[0], content.pop("kind"), ends[1], **content)
    return run(*articles, register=register)


NEAR = ("2024-01-01", "2024-02-01")
OPEN: dict[str, Any] = {"time": "past", "when": When(edtf="2020")}


@pytest.mark.parametrize(
    ("left", "right", "days", "count", "reason"),
    [
        ({}, {}, NEAR, 1, "the same statement"),
        ({}, {}, ("2016-01-01", "2024-01-01"), 2, "now is not then"),
        ({}, {}, (None, "2024-01-01"), 2, "nobody knows when the one's now was"),
        (OPEN, OPEN, ("2016-01-01", "2024-01-01"), 1, "dated in itself"),
        ({}, {"kind": "arms"}, NEAR, 2, "another kind"),
        ({}, {"turned": True}, NEAR, 2, "the other way round"),
        ({"kind": "allied_with"}, {"kind": "allied_with", "turned": True}, NEAR, 1, "symmetric"),
        ({"place": "Iraq"}, {"place": "Syria"}, NEAR, 2, "another place"),
        ({"place": "Northern Syria"}, {"place": "northern Syria"}, NEAR, 1, "the same place"),
        ({}, {"time": "past"}, NEAR, 2, "another time"),
        ({}, {"status": "denied"}, NEAR, 2, "denied"),
        ({}, {"by_other": True}, NEAR, 2, "another source"),
        ({"by_other": True}, {"by_other": True}, NEAR, 1, "the same source"),
    ],
)
def test_relations(
    left: dict[str, Any],
    right: dict[str, Any],
    days: tuple[str | None, str | None],
    count: int,
    reason: str,
    empty: Register,
) -> None:
    dossier = two(empty, left, right, days)
    assert len(dossier.relations) == count, reason
    assert len({relation.id for relation in dossier.relations}) == count
    assert {relation.subject for relation in dossier.relations} <= {"actor:tamar-brigade", "actor:army-of-noon"}


@pytest.mark.parametrize(
    ("left", "right", "days", "found", "reason"),
    [
        ({"kind": "allied_with"}, {"kind": "hostile_to"}, NEAR, True, "friend and enemy"),
        ({"kind": "allied_with"}, {"kind": "hostile_to", "turned": True}, NEAR, True, "either way round"),
        ({"kind": "supports"}, {"kind": "opposes"}, NEAR, True, "for and against"),
        ({"kind": "supports"}, {"kind": "opposes", "turned": True}, NEAR, False, "each its own stance"),
        (
            {"kind": "allied_with", "place": "Iraq"},
            {"kind": "hostile_to", "place": "Syria"},
            NEAR,
            False,
            "here and there",
        ),
        ({"kind": "allied_with"}, {"kind": "hostile_to"}, ("2016-01-01", "2024-01-01"), False, "then and now"),
        ({"kind": "funds"}, {"kind": "funds", "status": "denied"}, NEAR, True, "said and denied"),
        ({"kind": "supports"}, {"kind": "funds"}, NEAR, False, "both friendly"),
    ],
)
def test_stances(
    left: dict[str, Any],
    right: dict[str, Any],
    days: tuple[str | None, str | None],
    found: bool,
    reason: str,
    empty: Register,
) -> None:
    contradictions = two(empty, left, right, days).contradictions
    assert [one.kind for one in contradictions] == (["stance"] if found else []), reason


@pytest.mark.parametrize(
    ("right", "count"),
    [
        ({}, 1),
        ({"unit": "Attack"}, 1),
        ({"unit": "wounded"}, 2),
        ({"min": 25}, 2),
        ({"comparator": "more_than"}, 2),
        ({"period": When(edtf="2024-01")}, 2),
        ({"where": Place(name="Qasr", kind="town")}, 2),
        ({"actors": ()}, 2),
    ],
)
def test_tallies_merge_only_if_all_agrees(right: dict[str, Any], count: int, empty: Register) -> None:
    one, other = Article("one"), Article("two")
    for article, more in ((one, {}), (other, right)):
        by = article.actor("Tamar Brigade")
        content = {
            "unit": "attacks",
            "comparator": "at_least",
            "min": 24,
            "actors": (by,),
            "period": When(edtf="2024"),
            **more,
        }
        article.tally("at least 24", **content)
    tallies = run(one, other, register=empty).tallies
    assert len(tallies) == count
    assert len({tally.id for tally in tallies}) == count


def attacks(article: Article, number: int, **tally: Any) -> None:
    listed = tuple(article.attack(f"2024-03-{10 + day}", "Qasr") for day in range(number))
    article.tally(
        tally.pop("words", "at least four"),
        "attacks",
        **{"min": 4, "comparator": "at_least", "contains": listed, **tally},
    )


@pytest.mark.parametrize(
    ("listed", "tally", "found"),
    [
        (5, {}, True),
        (4, {}, False),
        (3, {}, False),
        (5, {"comparator": "exactly", "max": 4}, True),
        (5, {"comparator": "between", "max": 6}, False),
        (5, {"comparator": "at_most", "min": None, "max": 4}, True),
        (5, {"min": None}, False),
    ],
)
def test_a_count_beside_a_longer_list(listed: int, tally: dict[str, Any], found: bool, empty: Register) -> None:
    article = Article("one")
    attacks(article, listed, **tally)
    contradictions = run(article, register=empty).contradictions
    assert [one.kind for one in contradictions] == (["count_and_list"] if found else [])
    if found:
        assert contradictions[0].found_by == "rule"
        assert len(contradictions[0].records) == 6
        assert contradictions[0].records[0].startswith("tally:")


def test_a_count_that_the_reader_already_set_against_something_is_not_found_again(empty: Register) -> None:
    article = Article("one")
    attacks(article, 5)
    records = article.records()
    (tally,) = records.tallies
    sides = (
        Side(says="at least four", evidence=tally.evidence),
        Side(says="five", evidence=records.events[0].evidence),
    )
    listed = ConflictRecord(
        id="one:c1",
        document="one",
        key="c1",
        kind="count_and_list",
        about="four or five",
        sides=sides,
        evidence=tally.evidence,
    )
    dossier = asyncio.run(reconcile([records.model_copy(update={"conflicts": (listed,)})], register=empty))
    assert [(found.kind, found.found_by) for found in dossier.contradictions] == [("count_and_list", "model")]


def test_a_documents_own_conflicts_are_kept_with_both_sides_once(empty: Register) -> None:
    article = Article("one")
    article.conflict("date", "on Monday", "on Tuesday")
    (found,) = run(article, register=empty).contradictions
    assert (found.kind, found.found_by) == ("date", "model")
    assert [side.says for side in found.sides] == ["on Monday", "on Tuesday"]
    assert {piece.sentence for side in found.sides for piece in side.evidence} <= {
        piece.sentence for piece in found.evidence
    }


@pytest.mark.parametrize(
    ("left", "right", "days", "kinds", "reason"),
    [
        (
            {"killed": Toll(min=3, max=3)},
            {"killed": Toll(min=5, max=5)},
            ("2024-03-11", "2024-03-11"),
            ["number"],
            "two tolls",
        ),
        (
            {"killed": Toll(min=3, max=3)},
            {"killed": Toll(min=5, max=5)},
            ("2024-03-11", "2024-03-12"),
            [],
            "a rising toll",
        ),
        (
            {"killed": Toll(min=5, max=5)},
            {"killed": Toll(min=3, max=3)},
            ("2024-03-11", "2024-03-12"),
            ["number"],
            "it fell",
        ),
        (
            {"killed": Toll(min=3, max=3)},
            {"killed": Toll(min=5, max=5)},
            ("2024-03-11", None),
            ["number"],
            "nobody knows when",
        ),
        (
            {"killed": Toll(min=3)},
            {"killed": Toll(min=5, max=5)},
            ("2024-03-11", "2024-03-11"),
            [],
            "at least three are five",
        ),
        (
            {"wounded": Toll(min=0, max=0)},
            {"wounded": Toll(min=1, max=2)},
            ("2024-03-11", "2024-03-11"),
            ["number"],
            "nobody",
        ),
        ({}, {"status": "denied"}, ("2024-03-11", "2024-03-11"), ["status"], "said and denied"),
        (
            {"when": When(edtf="2024-03-11")},
            {},
            ("2024-03-11", "2024-03-11"),
            ["date"],
            "two exact days, one by a person's word",
        ),
        ({}, {}, ("2024-03-11", "2024-03-11"), [], "nothing to contradict"),
    ],
)
def test_within_a_merged_event(
    left: dict[str, Any],
    right: dict[str, Any],
    days: tuple[str | None, str | None],
    kinds: list[str],
    reason: str,
    empty: Register,
) -> None:
    one, other = Article("one", days[0]), Article("two", days[1])
    one.attack("2024-03-10", "Qasr", **left)
    other.attack("2024-03-10", "Qasr", **right)
    word = Judgement(left="one:e1", right="two:e1", verdict="same", author="person", by="ann", reason="")
    dossier = run(one, other, register=empty, judgements=[word])
    assert [found.kind for found in dossier.contradictions] == kinds, reason
    for found in dossier.contradictions:
        assert len(found.sides) == 2
        assert found.records == (dossier.events[0].id,)
        assert {piece.document for piece in found.evidence} == {"one", "two"}
