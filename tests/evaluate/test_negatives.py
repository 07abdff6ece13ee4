"""Each negative assertion is violated by what it is about, and by nothing else."""

from __future__ import annotations

import pytest

from summarize.evaluate import Gold, evaluate
from summarize.schemas import Attack, Claim, Credit, Dossier, Toll, When
from tests.evaluate import changes as do
from tests.evaluate.changes import Change

BREAKS: dict[str, Change] = {
    "n000.1": do.add_event("000", "Rebels attack militias", "Syrian rebels are reporting", attack=True),
    "n000.2": do.add_actor("000", "Forbes"),
    "n000.3": do.add_actor("000", "Kata’ib Hezbollah", "armed_group", where="Shi’ite militias are backing"),
    "n000.4": do.add_tally("000", "a lot of the militia fighters", "fighters"),
    "n000.5": do.edit("r000.6", kind="supports", object="a000.assad_government", place="Iraq"),
    "n000.6": do.both(
        do.add_actor("000", "Assad", "person", where="Alawite-dominated Assad"),
        do.edit("e000.offensive", according_to=(f"{do.D['000']}:x-Assad",)),
    ),
    "n001.1": do.add_event("001", "Fall of Aleppo", "The fall of Aleppo, Syria"),
    "n001.2": do.also_cites("a001.amiri", "001", "in Amiri and Tikrit"),
    "n001.3": do.edit_document("001", credits=(Credit(name="Michael Weiss"),)),
    "n001.4": do.edit("e001.casualties", killed=Toll(min=3, max=3)),
    "n001.5": do.add_actor("001", "YPG", "armed_group", where="Kurdish forces captured"),
    "n001.6": do.add_actor("001", "Daily Digest", where="Daily Digest"),
    "n001.7": do.edit("e001.kurdish_base", when=When(edtf="2016-12-01")),
    "n001.8": do.join_actors("a001.fsa", "a001.saa"),
    "n001.9": do.requote("a001.pmf", "In Iraq", "In\u00a0Iraq"),
    "n002.1": do.edit("e002.march30", initiators=("a002.iran_backed_militias",)),
    "n002.2": do.edit("e002.douma", initiators=("a002.syria_gov",)),
    "n002.3": do.copy_event("e002.strikes", "U.S.-led airstrikes on Saturday"),
    "n002.4": do.edit("e002.strikes", when=When(edtf="2018-04-07")),
    "n002.5": do.edit("e002.baqir_statement", attack=Attack()),
    "n002.6": do.add_actor("002", "WPeMatico"),
    "n002.7": do.edit("g002.2", min=4000, max=4000),
    "n002.8": do.requote("e002.demonstrations", "\u00a0", " "),
    "n002.9": do.add_event("002", "Action by the Baqir Brigade", "Eventually we might see action"),
    "n003.1": do.add_actor("003", "Boko Haram", "armed_group"),
    "n003.2": do.edit("e003.omar_1027", attack=Attack(claim=Claim(by=do.ref("a003.iri")))),
    "n003.3": do.edit("e003.omar_1027", attack=Attack(weapon="drones")),
    "n003.4": do.edit("e003.us_strike", killed=Toll(min=0, max=0)),
    "n003.5": do.join_events("e003.shaddadi_1029", "e003.omar_1029"),
    "n003.6": do.add_relation("003", "a003.kss", "member_of", "a003.iri", "The IRI was established"),
    "n003.7": do.add_event("003", "Bases in danger of being overrun", "in danger of being overrun"),
    "n003.8": do.add_actor("003", "Foundation for Defense of Democracies"),
    "n004.1": do.edit_document("004", title="Already a subscriber?"),
    "n004.2": do.add_event("004", "Airstrikes on the route", "to avoid airstrikes", attack=True),
    "n004.3": do.join_actors("a004.kh", "a004.lebanese_hezbollah"),
    "n004.4": do.add_event(
        "004", "Clash", "Turkey has clashed", acled_type="Battles", initiators=("a004.turkey",), targets=("a004.us",)
    ),
    "n004.5": do.add_actor("004", "Syrian Democratic Forces", "armed_group", where="the Kurds as terrorists"),
    "n004.6": do.edit("r004.11", according_to=("a004.us_officials",)),
    "n004.7": do.requote("e004.crossing", "Fotage", "Footage"),
}


def violated(dossier: Dossier, gold: Gold) -> set[str | None]:
    found = evaluate(dossier, gold).findings
    return {one.gold for one in found if one.measure == "negative_assertions_violated" and one.num}


@pytest.mark.parametrize("key", BREAKS)
def test_it_is_violated_by_what_it_is_about(key: str, perfect: Dossier, gold: Gold) -> None:
    assert violated(BREAKS[key](perfect), gold) == {key}


def test_every_assertion_but_the_untestable_is_tried(gold: Gold) -> None:
    testable = {one.id for seed in gold.seeds for one in seed.negative_assertions if one.kind != "untestable"}
    assert testable == set(BREAKS)


ALLOWED: dict[str, Change] = {
    "a plan is no attack": do.add_event("000", "A strike", "Syrian rebels", attack=True, status="planned"),
    "a series is no single attack": do.add_event("000", "Strikes", "Syrian rebels", attack=True, extent="series"),
    "the author may be recorded": do.add_actor("003", "Bill Roggio", "person"),
    "a supposition as one": do.add_event("001", "Fall of Aleppo", "The fall of Aleppo, Syria", status="hypothetical"),
    "words without a number": do.edit("e001.casualties", killed=Toll(as_written="casualties")),
    "an unnamed perpetrator": do.both(
        do.add_actor("002", "unknown", "armed_group", where="roadside bomb struck", form="unnamed"),
        do.edit("e002.march30", initiators=(f"{do.D['002']}:x-unknown",)),
    ),
    "a threat is no attack": do.edit("e002.baqir_statement", status="threatened", attack=Attack()),
    "a member denied": do.add_relation("003", "a003.kss", "part_of", "a003.iri", "The IRI", status="denied"),
    "a month is no trap": do.edit("e002.strikes", when=When(edtf="2018-04")),
}


@pytest.mark.parametrize("name", ALLOWED)
def test_it_is_not_violated_by_its_neighbours(name: str, perfect: Dossier, gold: Gold) -> None:
    assert violated(ALLOWED[name](perfect), gold) == set()
