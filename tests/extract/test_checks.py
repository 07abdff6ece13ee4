from __future__ import annotations

from typing import Any

import pytest

from summarize.extract.checks import Checked, Fault, check
from summarize.extract.items import keyed
from summarize.extract.repair import repaired
from summarize.schemas import When
from tests.extract.articles import article, event, parsed, tally

PUBLISHED = When(edtf="2031-05-05", precision="day", basis="stated")


def faults(**change: Any) -> list[Fault]:
    document = article()
    return check(Checked(document, repaired(keyed(parsed(**change)), document), PUBLISHED))


def test_a_faultless_reading_has_no_faults() -> None:
    assert faults() == []


ACTOR = {"k": "a9", "name": "Free Coast Army", "kind": "armed_group", "s": [2]}


@pytest.mark.parametrize(
    ("change", "key", "words"),
    [
        ({"events": [event(s=[99])]}, "e1", "sentence 99"),
        ({"events": [event(s=[], where=None, when=None, killed=None)]}, "e1", "cites no sentence"),
        ({"events": [event(s=[5], where=None, when=None, killed=None)]}, "e1", "not the article's own reporting"),
        ({"events": [event(by=["a7"])]}, "e1", "'a7'"),
        ({"events": [event(part_of="e1")]}, "e1", "part of itself"),
        ({"events": [event(where={"name": "Port Lark", "kind": "town"})]}, "e1", "'Port Lark'"),
        ({"events": [event(when={"edtf": "2031-05-03", "words": "Sunday", "basis": "relative"})]}, "e1", "Sunday"),
        ({"events": [event(when={"edtf": "May 4", "words": "Sunday"})]}, "e1", "not an EDTF date"),
        ({"events": [event(when={"edtf": "2031-05-04", "words": "on Whit Sunday"})]}, "e1", "'on Whit Sunday'"),
        ({"events": [event(killed={"words": "thirteen", "min": 13})]}, "e1", "'thirteen'"),
        ({"events": [event(), event(k="e2", what="Three dead in raid")]}, "e2", "repeats e1"),
        (
            {"relations": [{"from": "a2", "kind": "leads", "to": "a2", "place": None, "time": "now", "s": [2]}]},
            "r1",
            "to itself",
        ),
        (
            {"relations": [{"from": "a2", "kind": "leads", "to": "a8", "place": None, "time": "now", "s": [2]}]},
            "r1",
            "'a8'",
        ),
        (
            {"relations": [{"from": "a2", "kind": "leads", "to": "a1", "place": None, "time": "lately", "s": [2]}]},
            "r1",
            "EDTF",
        ),
        (
            {"relations": [{"from": "a2", "kind": "leads", "to": "a1", "place": None, "time": "now", "s": [2]}] * 2},
            "r2",
            "repeats r1",
        ),
        ({"tallies": [tally(words="about ninety raids")]}, "t1", "'about ninety raids'"),
        ({"conflicts": [{"kind": "status", "sides": [{"says": "x", "s": [2]}]}]}, "c1", "two sides"),
        (
            {"actors": [*parsed().model_dump(mode="json", by_alias=True, exclude_defaults=True)["actors"], ACTOR]},
            "a9",
            "repeats a1",
        ),
    ],
)
def test_each_fault_is_seen_and_said(change: dict[str, Any], key: str, words: str) -> None:
    found = faults(**change)
    assert [fault.key for fault in found] == [key], found
    assert words in found[0].reason


def test_an_invented_name_is_a_fault_of_the_actor() -> None:
    actors = [{"k": "a1", "name": "Sea Tigers", "kind": "armed_group", "s": [2]}]
    found = faults(actors=actors, events=[], relations=[], conflicts=[], tallies=[])
    assert [(fault.key, fault.field) for fault in found] == [("a1", None)]


def test_a_document_date_that_no_line_states_is_a_fault() -> None:
    found = faults(document={"published": {"edtf": "2031-06-01", "words": "June 1, 2031", "s": 2, "basis": "stated"}})
    assert found[0].key == "document"


def test_a_sentence_is_added_where_the_words_stand() -> None:
    document = article()
    fixed = repaired(keyed(parsed(events=[event(s=[1])])), document)
    assert fixed.events[0].sentences == [1, 2]


def test_a_label_has_no_background_names() -> None:
    actors = parsed().model_dump(mode="json", by_alias=True, exclude_defaults=True)["actors"]
    actors[2]["background"] = ["Coast Police"]
    assert repaired(parsed(actors=actors), article()).actors[2].background == []
