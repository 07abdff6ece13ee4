from __future__ import annotations

from typing import Any

import pytest

from summarize.reconcile import Register
from summarize.schemas import Event, Outlet, Toll
from tests.reconcile.conftest import Article, run

DAY = "2024-03-10"
WIRE = (
    "The drone hit the base before dawn and wounded two of the guards who slept in the northern barracks, a clerk said"
)


class Story(Article):
    """An article of an outlet, with a text of its own or the wire's."""

    def __init__(self, key: str, outlet: str | None, *, wire: bool = False, published: str = "2024-03-11") -> None:
        super().__init__(key, published)
        self._outlet = outlet
        own = " ".join(f"{key}{number}" for number in range(25))
        self._evidence(f"{WIRE}. {WIRE[::-1]}." if wire else f"{own}.")

    def records(self) -> Any:
        made = super().records()
        outlet = Outlet(name=self._outlet, basis="stated") if self._outlet else None
        return made.model_copy(update={"document": made.document.model_copy(update={"outlet": outlet})})


def reported(*stories: tuple[Story, dict[str, Any]], register: Register) -> Event:
    for story, fields in stories:
        teller = fields.pop("teller", None)
        told = {"according_to": (story.actor(teller, "media"),), "status": "reported"} if teller else {}
        story.attack(DAY, "Qasr", **told, **fields)
    (event,) = run(*(story for story, _ in stories), register=register).events
    return event


CASES = [
    ([("Gazette", False, None), ("Courier", False, None)], 2, 2, "two outlets, two sources"),
    ([("Gazette", True, None), ("Courier", True, None), ("Herald", True, None)], 3, 1, "one text in three outlets"),
    ([("Gazette", False, "Wire One"), ("Courier", False, "Wire One")], 2, 1, "both have it from one"),
    ([("Wire One", False, None), ("Courier", False, "Wire One")], 2, 1, "one has it from the other"),
    ([("Gazette", False, None), ("Gazette", False, None)], 1, 1, "one outlet twice"),
    ([("Gazette", True, None), ("Wire One", True, None), ("Courier", False, "Wire One")], 3, 1, "through a chain"),
    ([("Gazette", False, "Wire One"), ("Courier", False, "Wire Two")], 2, 2, "from two"),
    ([(None, False, None), (None, False, None)], 2, 2, "of unknown outlets"),
]


@pytest.mark.parametrize(("told", "outlets", "independent", "reason"), CASES, ids=[case[3] for case in CASES])
def test_sources_behind_an_event(
    told: list[tuple[str | None, bool, str | None]], outlets: int, independent: int, reason: str, empty: Register
) -> None:
    stories = [
        (Story(f"d{at}", outlet, wire=wire), {"teller": teller}) for at, (outlet, wire, teller) in enumerate(told)
    ]
    event = reported(*stories, register=empty)
    assert (event.outlets, event.independent_sources) == (outlets, independent), reason


def toll(number: int) -> dict[str, Any]:
    return {"killed": Toll(min=number, max=number)}


def test_three_copies_do_not_outvote_two_sources(empty: Register) -> None:
    copies = [(Story(f"c{at}", f"Outlet {at}", wire=True), toll(9)) for at in range(3)]
    own = [(Story(f"o{at}", f"Paper {at}", published="2024-03-10"), toll(4)) for at in range(2)]
    assert reported(*copies, *own, register=empty).killed == Toll(min=4, max=4)


@pytest.mark.parametrize(
    ("numbers", "rises"),
    [((2, 3, 5), True), ((2, 2, 5), True), ((5, 3, 2), False), ((3, 3, 3), False), ((2, 5, 3), False)],
)
def test_a_rising_toll_is_a_sequence(numbers: tuple[int, ...], rises: bool, empty: Register) -> None:
    stories = [
        (Story(f"d{at}", f"Paper {at}", published=f"2024-03-1{at + 1}"), toll(number))
        for at, number in enumerate(numbers)
    ]
    event = reported(*stories, register=empty)
    steps = event.rising.get("killed", ())
    assert [step.toll.min for step in steps] == (list(numbers) if rises else [])
    if rises:
        assert [step.records for step in steps] == [("d0:e1",), ("d1:e1",), ("d2:e1",)]
