"""The brief: every sentence cites, every citation leads somewhere."""

from __future__ import annotations

import re

import pytest

from summarize.report import brief
from summarize.report.brief import KEY_EVENTS, key_events
from summarize.report.citations import SHOWN
from summarize.report.phrases import date, toll
from summarize.schemas import Dossier, Toll
from tests.report.factory import dossier

CITED = ("Key events", "Disputed", "By time", "Actors and relations", "Tallies")


def sections(text: str) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for line in text.splitlines():
        if line.startswith("## "):
            found[line[3:]] = []
        elif found:
            found[list(found)[-1]].append(line)
    return found


def test_every_sentence_cites() -> None:
    found = sections(brief(dossier()))
    assert set(CITED) < set(found)
    lines = [line for title in CITED for line in found[title] if line and not line.startswith("#")]
    assert len(lines) > 10
    assert [line for line in lines if not re.search(r"\[\\\[E\d+\\\]\]\(#e\d+\)$", line)] == []


def test_every_link_has_its_anchor_and_every_anchor_its_link() -> None:
    text = brief(dossier())
    links, anchors = set(re.findall(r"\]\(#([ed]\d+)\)", text)), re.findall(r'<a id="([ed]\d+)"></a>', text)
    assert len(anchors) == len(set(anchors))
    assert links == set(anchors)


def test_evidence_gives_quote_document_and_sentence() -> None:
    given = dossier()
    entries = sections(brief(given))["Evidence"]
    for record in given.events[1].records:
        (entry,) = (line for line in entries if f"** {record.id} " in line)
        number = [each.id for each in given.documents].index(record.document) + 1
        assert f"[D{number}](#d{number}) sentence 1: “{record.evidence[0].quote}”" in entry


def test_what_the_brief_says() -> None:
    text = brief(dossier())
    for words in (
        "**Strike on Tower 22**: 28 January 2024 (“on Sunday”); Tower 22, JO; by Northern Brigade",
        "claimed, according to Northern Brigade, an unspecified source (probable)",
        "### January 2024",
        "### No date given",
        "Reports differ on *killed*: 4",
        "Tehran **arms** Northern Brigade; in Syria; in the past",
        "“at least the 24th” (strikes)",
        "17 October 2023 to 29 January 2024",
        "29 January 2024 (inferred: a reason)",
        "event e9 was left out: no such words",
        "instruction: tries to instruct",
    ):
        assert words in text


def test_an_empty_dossier_has_a_brief() -> None:
    assert sections(brief(Dossier())) == {}
    assert "| 0 | 0 |" in brief(Dossier())


def test_a_record_without_evidence_says_so() -> None:
    base = dossier()
    tally = base.tallies[0].model_copy(update={"evidence": (), "records": ()})
    text = brief(base.model_copy(update={"tallies": (tally,)}))
    assert "strikes-since-october — no sentence recorded" in text


def test_a_much_reported_event_stays_readable() -> None:
    base = dossier()
    event = base.events[1]
    many = tuple(event.records[0].model_copy(update={"id": f"d1:x{number}"}) for number in range(SHOWN + 5))
    text = brief(base.model_copy(update={"events": (event.model_copy(update={"records": many}),)}))
    assert "and 5 more" in text


def test_key_events_are_the_much_reported_ones_in_order_of_date() -> None:
    base = dossier()
    minor = [base.events[0].model_copy(update={"id": f"talks-{number}"}) for number in range(KEY_EVENTS + 3)]
    found = key_events(base.model_copy(update={"events": (*minor, base.events[1])}))
    assert len(found) == KEY_EVENTS
    assert found[0].id == "2024-01-28-tower-22"


def test_the_same_dossier_gives_the_same_brief() -> None:
    assert brief(dossier()) == brief(dossier())


@pytest.mark.parametrize(
    ("edtf", "words"),
    [
        (None, "no date given"),
        ("2024-01-05", "5 January 2024"),
        ("2024-01", "January 2024"),
        ("2024", "2024"),
        ("2024-01-05~", "5 January 2024 (approximate)"),
        ("2003/..", "from 2003"),
        ("../2018-04", "until April 2018"),
        ("2018-04-13/2018-04-14", "13 April 2018 to 14 April 2018"),
        ("[2018-04-15..2018-04-20]", r"EDTF \[2018-04-15..2018-04-20\]"),
        ("2024-11-2X", "EDTF 2024-11-2X"),
        ("2001-21", "EDTF 2001-21"),
    ],
)
def test_dates_in_words(edtf: str | None, words: str) -> None:
    assert date(edtf) == words


@pytest.mark.parametrize(
    ("given", "words"),
    [
        (Toll(min=3, max=3), "3"),
        (Toll(min=3, max=5, as_written="three to five"), "3 to 5 (“three to five”)"),
        (Toll(min=3), "at least 3"),
        (Toll(max=3), "at most 3"),
        (Toll(as_written="dozens"), "“dozens”"),
        (Toll(), "an unstated number"),
        (Toll(min=0, max=0, as_written="no one"), "0 (“no one”)"),
    ],
)
def test_tolls_in_words(given: Toll, words: str) -> None:
    assert toll(given) == words
