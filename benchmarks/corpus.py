"""Articles for measuring: any number of them, each other than the rest, with one answer of 3 KB that is right for all.

Everything in them is invented. `@1@` in the answer is filled in by the mock server with the number in the dateline.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from summarize.load import document_from_text
from summarize.schemas import Document

__all__ = ["ANSWER", "SUBJECT", "article", "articles", "write_answers"]

SUBJECT = r"dispatch no\. (\d+)"
TEXT = """Raid on Port Amsel leaves three dead

PORT AMSEL, May 5, 2031 (dispatch no. {n}) - Gunmen of the Free Coast Army (FCA), led by Ida Moll, killed three \
policemen here on Sunday, the governor said. The “Free Coast Army” denied it in a statement. "We had no fighters in \
the town that day," its spokesman, Otto Lark, told reporters.

Hours later, a drone struck a fuel depot at Camp Halden, wounding five soldiers of the Northern \
Brigade, according to the Defence Office. No one claimed the strike. The Defence Office blamed the \
Free Coast Army, which it says is armed by the Harbour Council.

The Northern Brigade shelled the village of Ostrand on Monday in response, residents said. Two houses burned down, and \
the road to the harbour was closed until the evening. Schools stayed shut.

At least nine raids were counted since April 1. The Harbour Council supports the Free Coast Army on the coast, and \
opposes it in the hills, where both claim the same mines. Talks between the governor and the Harbour Council are \
planned for May 20 in Lindmark.

Merchants in the old market, some of whom have paid both sides for years, said that they expected nothing from the \
talks. "They come, they eat, they leave," said one of them. The ferry to the islands runs twice a week again.

Subscribe to our newsletter! Entry {n} of the series.
"""

BY_MINISTRY = ["a6"]
ANSWER: dict[str, Any] = {
    "document": {
        "title": 1,
        "published": {"edtf": "2031-05-05", "words": "May 5, 2031", "s": 2, "basis": "stated"},
        "boilerplate": [17, 18],
    },
    "actors": [
        {"k": "a1", "name": "Free Coast Army", "also": ["FCA"], "kind": "armed_group", "s": [2, 3]},
        {"k": "a2", "name": "Ida Moll", "kind": "person", "s": [2]},
        {"k": "a3", "name": "policemen", "kind": "state_force", "form": "label", "s": [2]},
        {"k": "a4", "name": "the governor", "kind": "person", "form": "unnamed", "s": [2]},
        {"k": "a5", "name": "Otto Lark", "kind": "person", "role": "spokesman", "s": [4]},
        {"k": "a6", "name": "Defence Office", "kind": "government", "s": [5]},
        {"k": "a7", "name": "Northern Brigade", "kind": "state_force", "s": [5]},
        {"k": "a8", "name": "Harbour Council", "kind": "government", "s": [7]},
    ],
    "events": [
        {
            "k": "e1",
            "what": "FCA gunmen kill three policemen in Port Amsel (no. @1@)",
            "type": "Armed clash",
            "when": {"edtf": "2031-05-04", "words": "Sunday", "basis": "relative"},
            "where": {"name": "PORT AMSEL", "kind": "town"},
            "by": ["a1"],
            "to": ["a3"],
            "attack": {"type": "Armed Assault", "target": "policemen", "target_type": "Police"},
            "killed": {"words": "three", "min": 3, "max": 3},
            "status": "reported",
            "source": ["a4"],
            "s": [2],
        },
        {
            "k": "e2",
            "what": "Drone strikes a fuel depot at Camp Halden",
            "type": "Air/drone strike",
            "where": {"name": "Camp Halden", "kind": "site"},
            "to": ["a7"],
            "attack": {
                "type": "Bombing/Explosion",
                "weapon": "drone",
                "target": "fuel depot",
                "target_type": "Military",
            },
            "wounded": {"words": "five", "min": 5, "max": 5},
            "status": "reported",
            "source": BY_MINISTRY,
            "s": [5],
        },
        {
            "k": "e3",
            "what": "Northern Brigade shells Ostrand",
            "type": "Shelling/artillery/missile attack",
            "when": {"edtf": "2031-05-05", "words": "Monday", "basis": "relative"},
            "where": {"name": "Ostrand", "kind": "town"},
            "by": ["a7"],
            "attack": {"type": "Bombing/Explosion", "target": "village", "target_type": "Private Citizens & Property"},
            "status": "reported",
            "source": ["unspecified"],
            "s": [8],
        },
        {
            "k": "e4",
            "what": "Talks between the governor and the Harbour Council",
            "plover": "CONSULT",
            "when": {"edtf": "2031-05-20", "words": "May 20", "basis": "relative"},
            "where": {"name": "Lindmark", "kind": "town"},
            "parties": ["a4", "a8"],
            "status": "planned",
            "s": [13],
        },
    ],
    "relations": [
        {"from": "a2", "kind": "leads", "to": "a1", "place": None, "time": "now", "s": [2]},
        {"from": "a8", "kind": "supports", "to": "a1", "place": "coast", "time": "now", "s": [12]},
    ],
    "tallies": [
        {
            "words": "At least nine raids",
            "unit": "raids",
            "comparator": "at_least",
            "min": 9,
            "period": {"edtf": "2031-04-01/2031-05-05", "words": "since April 1", "basis": "relative"},
            "s": [11],
        }
    ],
    "conflicts": [
        {
            "kind": "status",
            "sides": [
                {"says": "its gunmen killed three policemen", "about": ["e1"], "s": [2]},
                {"says": "it denies the raid", "about": ["a1"], "s": [3]},
            ],
        }
    ],
}


def article(number: int) -> Document:
    """The article of this number."""
    return document_from_text(TEXT.format(n=number), id=f"dispatch-{number:06}")


def articles(count: int) -> Iterator[Document]:
    """The first `count` articles, each made when it is asked for."""
    return (article(number) for number in range(count))


def write_answers(path: Path) -> Path:
    """Write the mock server's answers: a reading, nothing to mend, and what langextract asks for as text."""
    import json

    quotes = [
        {"actor": "Free Coast Army", "actor_attributes": {"kind": "armed group"}},
        {"actor": "Ida Moll", "actor_attributes": {"kind": "person"}},
        {"event": "killed three policemen", "event_attributes": {"type": "Armed clash", "when": "2031-05-04"}},
        {"event": "a drone struck a fuel depot at Camp Halden", "event_attributes": {"type": "Air/drone strike"}},
    ]
    extractions = json.dumps({"extractions": (quotes * 8)[:26]})
    path.write_text(json.dumps({"subject": SUBJECT, "Reading": ANSWER, "Mending": {}, "": extractions}), "utf-8")
    return path
