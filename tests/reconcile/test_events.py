from __future__ import annotations

import random
from typing import Any, NamedTuple

import pytest

from summarize.reconcile import Register
from summarize.schemas import Attack, Event, Judgement, Place, Toll, When
from tests.reconcile.conftest import Article, groups, run

FIRST, SECOND = "2024-03-10", "2024-03-11"


def at(name: str, kind: Any = "town", **fields: Any) -> Place:
    return Place(name=name, kind=kind, **fields)


class Pair(NamedTuple):
    """Two attacks of two articles, each (day, place, fields), and whether they end as one."""

    left: tuple[Any, ...]
    right: tuple[Any, ...]
    verdict: str
    reason: str


BASE = (FIRST, "Qasr")
PAIRS = [
    Pair(BASE, BASE, "same", "day and place"),
    Pair(BASE, (FIRST, "al-Qasr air base"), "same", "the place in other words"),
    Pair(BASE, (SECOND, "Qasr"), "different", "the next day"),
    Pair(BASE, (SECOND, "Qasr", {"when": When(edtf=SECOND, basis="inferred")}), "unsure", "the next day, but inferred"),
    Pair(BASE, (FIRST, "Dayr"), "different", "another place"),
    Pair(BASE, (FIRST, None), "unsure", "no place"),
    Pair(BASE, (None, "Qasr"), "unsure", "no date"),
    Pair(BASE, ("2024-03", "Qasr"), "unsure", "only a month"),
    Pair(BASE, ("2024-03-09/2024-03-10", "Qasr"), "same", "a night over two days"),
    Pair(BASE, ("2024-04", "Qasr"), "different", "another month"),
    Pair(BASE, (FIRST, "Qasr", {"extent": "series"}), "different", "a series is no single attack"),
    Pair(BASE, (FIRST, "Qasr", {"status": "planned"}), "different", "planned did not happen"),
    Pair(BASE, (FIRST, "Qasr", {"status": "denied"}), "same", "a denial is of the same event"),
    Pair(
        BASE,
        (FIRST, "Qasr", {"acled_type": "Protests", "acled_sub_type": None, "attack": None}),
        "unsure",
        "another type",
    ),
    Pair(
        (FIRST, "Qasr", {"where": at("Qasr", latitude=33.0, longitude=40.0)}),
        (FIRST, "Green Camp", {"where": at("Green Camp", "site", latitude=33.01, longitude=40.02)}),
        "same",
        "two kilometres apart under two names",
    ),
    Pair(
        (FIRST, "Qasr", {"where": at("Qasr", latitude=33.0, longitude=40.0)}),
        (FIRST, "Qasr", {"where": at("Qasr", latitude=36.0, longitude=40.0)}),
        "unsure",
        "two places of one name",
    ),
    Pair(BASE, (FIRST, "Anwar Province", {"where": at("Anwar Province", "province")}), "unsure", "only a province"),
    Pair(
        (FIRST, "Qasr", {"where": at("Qasr", country="IQ")}),
        (FIRST, "Qasr", {"where": at("Qasr", country="SY")}),
        "different",
        "two countries",
    ),
]


@pytest.mark.parametrize("pair", PAIRS, ids=lambda pair: pair.reason)
def test_two_reports(pair: Pair, empty: Register) -> None:
    one, other = Article("one", "2024-03-12"), Article("two", "2024-03-12")
    for article, (day, place, *fields) in ((one, pair.left), (other, pair.right)):
        by = article.actor("Tamar Brigade")
        article.attack(day, place, **{"initiators": (by,), **(fields[0] if fields else {})})
    dossier = run(one, other, register=empty)
    verdicts = [judged.verdict for judged in dossier.judgements if ":e" in judged.left]
    assert (verdicts or ["different"]) == [pair.verdict]
    assert len(dossier.events) == (1 if pair.verdict == "same" else 2)


@pytest.mark.parametrize(
    ("left", "right", "merged", "reason"),
    [
        (("Tamar Brigade", "named"), ("Liwa Tamar", "named"), True, "one actor"),
        (("Tamar Brigade", "named"), ("hill militias", "label"), True, "a label is neutral"),
        (("Tamar Brigade", "named"), None, True, "the unknown is neutral"),
        (("Tamar Brigade", "named"), ("Army of Noon", "named"), False, "two groups"),
    ],
)
def test_who_did_it(
    left: tuple[str, Any], right: tuple[str, Any] | None, merged: bool, reason: str, empty: Register
) -> None:
    one, other = Article("one"), Article("two")
    for article, who in ((one, left), (other, right)):
        by = (article.actor(who[0], form=who[1]),) if who else ()
        article.attack(FIRST, "Qasr", initiators=by, acled_sub_type=None, attack=Attack())
    assert (len(run(one, other, register=empty).events) == 1) is merged, reason


def test_an_umbrella_and_its_member_do_not_conflict(shipped: Register, empty: Register) -> None:
    def events(register: Register) -> int:
        one, other = Article("one"), Article("two")
        for article, name, kind in (
            (one, "Islamic Resistance in Iraq", "umbrella"),
            (other, "Kata'ib Hezbollah", "armed_group"),
        ):
            article.attack(FIRST, "Qasr", initiators=(article.actor(name, kind),), acled_sub_type=None, attack=Attack())
        return len(run(one, other, register=register).events)

    assert (events(shipped), events(empty)) == (1, 2)


def test_two_events_of_one_document_are_two_and_a_third_joins_one_of_them(empty: Register) -> None:
    one, other = Article("one"), Article("two")
    one.attack(FIRST, "Qasr")
    one.attack(FIRST, "Qasr")
    other.attack(FIRST, "Qasr")
    assert len(run(one, other, register=empty).events) == 2


def week() -> list[Article]:
    """Five articles over a week of attacks on two bases, some undated, some vague."""
    articles = [Article(f"d{number}", f"2024-03-1{number}") for number in range(5)]
    for number, article in enumerate(articles):
        by = article.actor(("Tamar Brigade", "Liwa Tamar")[number % 2], country="JO")
        for day in range(10, 14):
            article.attack(
                f"2024-03-{day}",
                "Qasr" if number % 2 else "al-Qasr",
                initiators=(by,),
                killed=Toll(min=number, max=number),
            )
        article.attack(None, "Qasr", initiators=(by,))
        article.attack("2024-03", "Dayr", initiators=(by,))
        article.relation(by, "hostile_to", article.actor("Army of Noon"))
        article.tally("four", "attacks", min=4, max=4, actors=(by,), period=When(edtf="2024-03"))
    return articles


def test_a_week_of_attacks_and_one_dossier_in_a_hundred_orders(empty: Register) -> None:
    articles, source = week(), random.Random(3)  # noqa: S311 - a fixed sequence, no secret
    expected = run(*articles, register=empty)
    sizes = sorted(len(event.records) for event in expected.events)
    assert sizes == [1] * 10 + [5] * 4
    assert (len(expected.actors), len(expected.relations), len(expected.tallies)) == (2, 1, 1)
    for _ in range(100):
        source.shuffle(articles)
        assert run(*articles, register=empty) == expected


def merged(*articles: Article, register: Register, same: tuple[str, str] | None = None) -> Event:
    word = (
        [Judgement(left=same[0], right=same[1], verdict="same", author="person", by="ann", reason="")] if same else []
    )
    (event,) = run(*articles, register=register, judgements=word).events
    return event


def test_merging_keeps_every_value_and_shows_one_by_policy(empty: Register) -> None:
    articles = [Article(f"d{number}", f"2024-03-1{number}") for number in range(3)]
    for number, article in enumerate(articles):
        by = article.actor("Tamar Brigade") if number else article.actor("hill militias", form="label")
        article.attack(
            FIRST,
            ("Qasr", "Qasr", "Qasr air base")[number],
            initiators=(by,),
            killed=Toll(min=(2, 3, 3)[number], max=(2, 3, 3)[number]),
            label=f"Report {number}",
            attack=Attack(type="Bombing/Explosion", weapon=("a drone", None, "drones")[number]),
        )
    event = merged(*articles, register=empty)
    assert [(one.value["min"], one.records, one.shown) for one in event.values["killed"]] == [
        (3, ("d1:e1", "d2:e1"), True),  # most documents
        (2, ("d0:e1",), False),
    ]
    assert event.killed is not None
    assert event.killed.min == 3
    assert event.label == "Report 2"  # of equals, the latest
    assert event.initiators == ("actor:tamar-brigade",)
    assert {one.value for one in event.values["attack.weapon"]} == {"a drone", "drones"}
    assert event.attack is not None
    assert event.attack.weapon == "drones"
    assert [piece.document for piece in event.evidence] == ["d0", "d1", "d2"]
    assert event.records[0].initiators == ("d0:a1",)  # records keep record ids
    assert all(sum(value.shown for value in values) == 1 for values in event.values.values())
    assert event.id == "event:2024-03-10-qasr-attack"


def test_the_most_precise_is_shown_among_equals(empty: Register) -> None:
    one, other = Article("one", "2024-03-12"), Article("two", "2024-03-13")
    one.attack(FIRST, "Qasr", killed=Toll(min=4, max=4))
    other.attack("2024-03-09/2024-03-11", "Qasr", killed=Toll(min=2, max=9))
    event = merged(one, other, register=empty)
    assert (event.when.edtf, event.killed) == (FIRST, Toll(min=4, max=4))


def test_who_says_so_comes_from_the_reports_of_the_shown_status(empty: Register) -> None:
    articles = [Article("a", "2024-03-10"), Article("b", "2024-03-11"), Article("c", "2024-03-12")]
    for number, article in enumerate(articles):
        by = article.actor("Tamar Brigade")
        told = (by, "unspecified")[: number + 1]  # the same one alone would be one source behind both
        status = {"status": "claimed", "according_to": told, "certainty": "possible"} if number < 2 else {}
        article.attack(FIRST, "Qasr", initiators=(by,), **status)
    event = merged(*articles, register=empty)
    assert (event.status, event.certainty) == ("claimed", "possible")
    assert event.according_to == ("actor:tamar-brigade", "unspecified")


def test_parts_point_to_canonical_events(empty: Register) -> None:
    one, other = Article("one"), Article("two")
    for article in (one, other):
        whole = article.event("The offensive", extent="campaign", when=When(edtf=FIRST), where=at("Qasr"))
        article.attack(FIRST, "Qasr", part_of=whole)
    events = {event.is_discrete_attack: event for event in run(one, other, register=empty).events}
    assert events[True].part_of == events[False].id
    assert events[False].part_of is None


@pytest.mark.parametrize(
    ("fields", "key"),
    [
        ({}, "event:2024-03-10-qasr-attack"),
        ({"when": When()}, "event:undated-qasr-attack"),
        ({"when": When(edtf="2024-03-01/..")}, "event:2024-03-01-to-open-qasr-attack"),
        ({"where": None}, "event:2024-03-10-drone-strike-on-qasr"),
        ({"attack": None, "acled_sub_type": "Agreement"}, "event:2024-03-10-qasr-agreement"),
        ({"extent": "series"}, "event:2024-03-10-qasr-attack-series"),
    ],
)
def test_readable_ids(fields: dict[str, Any], key: str, empty: Register) -> None:
    article = Article("one")
    article.attack(FIRST, "Qasr", **fields)
    assert [event.id for event in run(article, register=empty).events] == [key]


def test_two_events_of_one_name_have_two_ids(empty: Register) -> None:
    article = Article("one")
    article.attack(FIRST, "Qasr")
    article.attack(FIRST, "Qasr")
    ids = [event.id for event in run(article, register=empty).events]
    assert len(set(ids)) == 2
    assert all(key.startswith("event:2024-03-10-qasr-attack-") for key in ids)


def test_records_of_a_merged_event_are_never_of_one_document(empty: Register) -> None:
    for group in groups(run(*week(), register=empty).events):
        documents = [key.partition(":")[0] for key in group]
        assert len(documents) == len(set(documents))
