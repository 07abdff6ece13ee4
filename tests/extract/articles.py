"""Invented articles and readings, and a model that answers from a list and remembers what it was asked."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, TypeVar

from pydantic import BaseModel

from summarize.load import document_from_text
from summarize.model import Answer, Question, Usage
from summarize.schemas import Document, Reading

T = TypeVar("T", bound=BaseModel)

ARTICLE = (
    "Raid on Port Amsel leaves three dead\n\n"
    "PORT AMSEL, May 5, 2031 - Gunmen of the Free Coast Army (FCA), led by Ida\u00a0Moll, killed three policemen here "
    "on Sunday, the governor said. The “Free Coast Army” denied it.\n\n"
    "At least nine raids were counted since April 1.\n\n"
    "Subscribe to our newsletter!"
)


def article(text: str = ARTICLE, id: str = "amsel") -> Document:  # noqa: A002
    return document_from_text(text, id=id)


def reading(**change: Any) -> dict[str, Any]:
    """A faultless answer for ARTICLE, as JSON on the wire, with some lists exchanged."""
    return {
        "document": {
            "title": 1,
            "published": {"edtf": "2031-05-05", "words": "May 5, 2031", "s": 2, "basis": "stated"},
            "boilerplate": [5],
        },
        "actors": [
            {"k": "a1", "name": "Free Coast Army", "also": ["FCA"], "kind": "armed_group", "s": [2, 3]},
            {"k": "a2", "name": "Ida Moll", "kind": "person", "s": [2]},
            {"k": "a3", "name": "policemen", "kind": "state_force", "form": "label", "s": [2]},
            {"k": "a4", "name": "the governor", "kind": "person", "form": "unnamed", "s": [2]},
        ],
        "events": [event()],
        "relations": [{"from": "a2", "kind": "leads", "to": "a1", "place": None, "time": "now", "s": [2]}],
        "tallies": [tally()],
        "conflicts": [
            {
                "kind": "status",
                "sides": [
                    {"says": "its gunmen killed three policemen", "about": ["e1"], "s": [2]},
                    {"says": "it denies the raid", "about": ["a1"], "s": [3]},
                ],
            }
        ],
    } | change


def event(**change: Any) -> dict[str, Any]:
    return {
        "k": "e1",
        "what": "FCA gunmen kill three policemen in Port Amsel",
        "type": "Armed clash",
        "when": {"edtf": "2031-05-04", "words": "Sunday", "basis": "relative"},
        "where": {"name": "Port Amsel", "kind": "town"},
        "by": ["a1"],
        "to": ["a3"],
        "attack": {"type": "Armed Assault", "target": "policemen", "target_type": "Police"},
        "killed": {"words": "three", "min": 3, "max": 3},
        "status": "reported",
        "source": ["a4"],
        "s": [2],
    } | change


def tally(**change: Any) -> dict[str, Any]:
    return {
        "words": "At least nine raids",
        "unit": "raids",
        "comparator": "at_least",
        "min": 9,
        "period": {"edtf": "2031-04-01/2031-05-05", "words": "since April 1", "basis": "relative"},
        "contains": ["e1"],
        "s": [4],
    } | change


def parsed(**change: Any) -> Reading:
    return Reading.model_validate(reading(**change))


class Scripted:
    """A model that gives the answers of a list in turn; `asked` keeps the questions."""

    def __init__(self, answers: Sequence[dict[str, Any]]) -> None:
        self.answers, self.asked = list(answers), list[Question[Any]]()

    async def ask(self, question: Question[T]) -> Answer[T]:
        self.asked.append(question)
        answer = self.answers.pop(0)
        return Answer(question.answer.model_validate(answer), Usage(sent=1, input_tokens=100, output_tokens=10), False)
