"""Calls that must type-check, here and against the installed wheel. Nothing runs this file: mypy reads it."""

from __future__ import annotations

from typing import assert_type

from summarize.schemas import Document, Dossier, Event, Evidence


def what_an_event_rests_on(dossier: Dossier) -> list[Evidence]:
    return [piece for event in dossier.events for piece in assert_type(event, Event).evidence]


def the_words(document: Document, evidence: Evidence) -> str:
    return assert_type(document.text, str)[evidence.start : evidence.end]
