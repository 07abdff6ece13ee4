"""Judgements: who holds two records to be the same, or not, and why."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from pydantic import Field

from summarize.schemas._base import Model

Verdict = Literal["same", "different", "unsure"]
JudgementAuthor = Literal["rule", "model", "person"]


class Weight(Model):
    """What one comparison added to a score: `bits` are log2 odds, for or against the two being one."""

    feature: str
    bits: float
    says: str = ""


class Anchor(Model):
    """Where a judged record stood: its document, and the characters of its evidence.

    A later reading of the same document may give the same thing another key; this finds it again.
    """

    document: str
    spans: tuple[tuple[int, int], ...]


class Judgement(Model):
    """An edge between two records of one type. Judgements are kept; clusters are derived from them.

    `by` names the rule, the model or the person; `score` is 0..1 where there is one; `at` is null for
    rules, whose verdict does not depend on when they ran. `weights` are what a rule's score is the sum of;
    `anchors` are where the records of a person's judgement stood, left and right.
    """

    left: str
    right: str
    verdict: Verdict
    author: JudgementAuthor
    by: str
    score: float | None = Field(None, ge=0, le=1)
    reason: str
    at: datetime | None = None
    weights: tuple[Weight, ...] = ()
    anchors: tuple[Anchor, Anchor] | None = None
