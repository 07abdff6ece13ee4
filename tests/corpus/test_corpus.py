"""The corpus and its gold agree: anchors stand, halves share nothing, and only declared copies are copies."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from datetime import date
from itertools import combinations
from pathlib import Path
from typing import Any, get_args

import pytest
import yaml
from rapidfuzz import fuzz

from summarize.load.sentences import split_sentences
from summarize.schemas.contradictions import ContradictionKind
from summarize.schemas.dates import bounds, overlaps
from summarize.schemas.vocabulary import ActorKind

HERE = Path(__file__).parent
ROWS: list[dict[str, Any]] = [json.loads(line) for line in (HERE / "articles.jsonl").read_text("utf-8").splitlines()]
ARTICLES = {row["id"]: row for row in ROWS}
GOLD: dict[str, Any] = yaml.safe_load((HERE / "gold.yaml").read_text(encoding="utf-8"))
INCIDENTS: dict[str, dict[str, Any]] = {incident["id"]: incident for incident in GOLD["incidents"]}
HALVES = ("tune", "report")
CASES = {
    "same_base_neighbouring_days", "two_bases_same_night", "rising_toll", "claimed_and_denied", "date_corrected",
    "wire_copied", "umbrella_claim", "transliteration", "background_retelling", "aggregate_count",
    "opposite_sides_same_day", "government_and_army", "office_names", "predecessor_successor", "same_surname",
}  # fmt: skip
SEEDS_OWN = ("2016-02", "2018-04", "2023-10-17/2023-10-30", "2024-11-27/2024-12-08")
COPY, OTHER = 85, 75  # token_sort_ratio: a copied wire reaches the first, nothing else the second


def sentences(article: str) -> list[str]:
    text: str = ARTICLES[article]["text"]
    return [text[sentence.start : sentence.end] for sentence in split_sentences(text)]


def anchors() -> Iterator[tuple[str, str]]:
    for article, gold in GOLD["articles"].items():
        yield from ((article, anchor) for report in gold["reports"] for anchor in report["anchors"])
        yield from ((article, anchor) for anchor in gold.get("tallies", ()))
    for item in GOLD["contradictions"]:
        yield from ((side["article"], side["anchor"]) for side in item["sides"])
    for item in GOLD["shared_speakers"]:
        yield from ((side["article"], side["anchor"]) for side in item["statements"])


def reported(article: str) -> set[str]:
    return {report["incident"] for report in GOLD["articles"][article]["reports"]}


def families() -> list[set[str]]:
    return [{group["original"], *group["copies"]} for group in GOLD["copied_wires"]]


def test_ids_are_unique_and_the_same_on_both_sides() -> None:
    assert len(ROWS) == len(ARTICLES) >= 48
    assert len(GOLD["incidents"]) == len(INCIDENTS) >= 16
    assert set(GOLD["articles"]) == set(ARTICLES)
    for name, key in (("actors", "name"), ("contradictions", "id")):
        assert max(Counter(item[key] for item in GOLD[name]).values()) == 1


@pytest.mark.parametrize("article", ARTICLES)
def test_an_article_is_short_dated_and_reports_something(article: str) -> None:
    row = ARTICLES[article]
    assert list(row) == ["id", "title", "outlet", "authors", "published", "text"]
    assert 90 <= len(row["text"].split()) <= 220
    assert row["title"]
    assert row["outlet"]
    assert reported(article)
    assert reported(article) <= set(INCIDENTS)
    assert set(GOLD["articles"][article]["serves"]) <= CASES


@pytest.mark.parametrize("article", ARTICLES)
def test_nothing_is_reported_before_it_happened(article: str) -> None:
    published = date.fromisoformat(ARTICLES[article]["published"])
    for incident in reported(article):
        first, _ = bounds(INCIDENTS[incident]["date"])
        assert first is not None
        assert first <= published, incident


def test_every_anchor_opens_exactly_one_sentence() -> None:
    for article, anchor in set(anchors()):
        opened = [sentence for sentence in sentences(article) if sentence.startswith(anchor)]
        assert len(opened) == 1, (article, anchor)


def test_a_tally_is_no_event() -> None:
    for article, gold in GOLD["articles"].items():
        events = {anchor for report in gold["reports"] for anchor in report["anchors"]}
        assert events.isdisjoint(gold.get("tallies", ())), article


def test_every_name_stands_in_its_article() -> None:
    for actor in GOLD["actors"]:
        assert actor["mentions"]
        for article, names in actor["mentions"].items():
            assert [name for name in names if name not in ARTICLES[article]["text"]] == [], (article, actor["name"])


def test_a_name_means_one_actor_in_one_article() -> None:
    uses = Counter(
        (article, name) for actor in GOLD["actors"] for article, names in actor["mentions"].items() for name in names
    )
    assert [use for use, count in uses.items() if count > 1] == []


def test_the_vocabulary_is_the_package_s() -> None:
    assert {actor["kind"] for actor in GOLD["actors"]} <= {*get_args(ActorKind), "ship"}
    assert {item["kind"] for item in GOLD["contradictions"]} <= set(get_args(ContradictionKind))
    assert {item["verdict"] for item in GOLD["contradictions"]} == {
        "contradiction", "sequence", "compatible", "optional",
    }  # fmt: skip


def test_parties_and_pairs_are_known() -> None:
    actors = {actor["name"] for actor in GOLD["actors"]}
    for incident in INCIDENTS.values():
        assert actors.issuperset(incident["initiators"] + incident["targets"]), incident["id"]
    for known, pairs in ((actors, GOLD["actors_apart"]), (set(INCIDENTS), GOLD["incidents_apart"])):
        for item in pairs:
            assert len(set(item["pair"])) == 2
            assert known.issuperset(item["pair"])
            assert item["reason"]


def test_no_incident_of_the_five_seeds_is_used() -> None:
    clashes = [name for name, it in INCIDENTS.items() for span in SEEDS_OWN if overlaps(it["date"], span)]
    assert clashes == []


def test_no_incident_is_in_both_halves() -> None:
    for article, gold in GOLD["articles"].items():
        assert {INCIDENTS[name]["half"] for name in reported(article)} == {gold["half"]}, article
    seen = {name for article in ARTICLES for name in reported(article)}
    assert seen == set(INCIDENTS)


def test_a_contradiction_lies_in_the_half_of_its_articles() -> None:
    for item in GOLD["contradictions"]:
        assert {GOLD["articles"][side["article"]]["half"] for side in item["sides"]} == {item["half"]}, item["id"]
        articles = {side["article"] for side in item["sides"]}
        assert item["scope"] == ("within" if len(articles) == 1 else "across"), item["id"]
        if item["incident"]:
            assert all(item["incident"] in reported(article) for article in articles), item["id"]


def test_the_halves_are_balanced() -> None:
    for sizes in (
        Counter(incident["half"] for incident in INCIDENTS.values()),
        Counter(gold["half"] for gold in GOLD["articles"].values()),
    ):
        assert set(sizes) == set(HALVES)
        assert min(sizes.values()) / sum(sizes.values()) > 0.45
    for half in HALVES:
        served = {case for gold in GOLD["articles"].values() if gold["half"] == half for case in gold["serves"]}
        assert served == CASES


def test_only_declared_copies_are_alike() -> None:
    texts = {article: " ".join(sorted(row["text"].split())) for article, row in ARTICLES.items()}
    for one, two in combinations(texts, 2):
        alike = fuzz.ratio(texts[one], texts[two])
        if any({one, two} <= family for family in families()):
            assert alike >= COPY, (one, two)
        else:
            assert alike < OTHER, (one, two)


def test_a_copied_wire_is_in_five_outlets() -> None:
    assert {group["half"] for group in GOLD["copied_wires"]} == set(HALVES)
    for family in families():
        assert len({ARTICLES[article]["outlet"] for article in family}) == len(family) == 5
