"""Judging: who says whether two records are one.

A rule where the score is clear, the model where it is not, a person above all.

The model is asked about the grey zone as sets ("which of these are the same?"), once for each set. What no one
can say is kept as `unsure`, and the records stay apart.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple, Self

from pydantic import BaseModel, ConfigDict, Field, ValidationInfo, model_validator

from summarize.errors import AnswerRejected, JudgementError, ModelError, ModelRefused
from summarize.model import Model, Question
from summarize.prompts import render
from summarize.reconcile.policy import Thresholds
from summarize.reconcile.score import Scored
from summarize.schemas import Judgement
from summarize.schemas.judgements import Verdict, Weight

__all__ = ["GreyZone", "Group", "SetAnswer", "SetVerdict", "chain_of", "person_links", "rule_judgement"]

Pair = tuple[str, str]


def rule_judgement(scored: Scored, thresholds: Thresholds, by: str) -> Judgement:
    """The verdict of a score: `same` and `different` at the thresholds; `unsure` between, or if evidence is missing."""
    verdict: Verdict = "unsure"
    reason = scored.reason
    if scored.score <= thresholds.different:
        verdict = "different"
    elif scored.missing and scored.score >= thresholds.same:
        reason += f"; but no positive evidence of {' and '.join(scored.missing)}"
    elif scored.score >= thresholds.same:
        verdict = "same"
    return Judgement(
        left=scored.left,
        right=scored.right,
        verdict=verdict,
        author="rule",
        by=by,
        score=scored.score,
        reason=reason,
        weights=tuple(Weight(feature=one.feature, bits=one.weight, says=one.note) for one in scored.contributions),
    )


# --- people ---------------------------------------------------------------------------------------


def person_links(judgements: Iterable[Judgement]) -> dict[Pair, Judgement]:
    """People's judgements by pair. The same person's later word on a pair replaces the earlier.

    Raises `JudgementError`, showing both sides, where two contradict each other, directly or through a chain of "same".
    """
    latest: dict[Pair, Judgement] = {}
    for judgement in judgements:
        pair = _pair(judgement.left, judgement.right)
        latest[pair] = _later(latest[pair], judgement) if pair in latest else judgement
    same = [judgement for judgement in latest.values() if judgement.verdict == "same"]
    for judgement in latest.values():
        if judgement.verdict == "different" and (chain := chain_of(same, judgement.left, judgement.right)):
            raise JudgementError(_contradiction(judgement, chain))
    return latest


def _later(one: Judgement, other: Judgement) -> Judgement:
    if one.verdict == other.verdict:
        return one
    if one.by == other.by and one.at and other.at and one.at != other.at:
        return one if one.at > other.at else other
    raise JudgementError(_contradiction(one, [other]))


def _contradiction(one: Judgement, others: Sequence[Judgement]) -> str:
    against = ", and ".join(map(_told, others))
    return f"Two judgements contradict each other: {_told(one)}; but {against}. Take one of them back."


def _told(judgement: Judgement) -> str:
    word = {"same": "are the same", "different": "are different", "unsure": "may be the same"}[judgement.verdict]
    return f"{judgement.by} says that {judgement.left} and {judgement.right} {word} ({judgement.reason})"


def chain_of(same: Sequence[Judgement], start: str, end: str) -> list[Judgement]:
    """The shortest chain of "same" from one id to the other; empty where there is none."""
    reached: dict[str, list[Judgement]] = {start: []}
    queue = [start]
    for here in queue:
        for judgement in same:
            if here in (judgement.left, judgement.right):
                there = judgement.right if here == judgement.left else judgement.left
                if there not in reached:
                    reached[there] = [*reached[here], judgement]
                    queue.append(there)
    return reached.get(end, [])


def _pair(left: str, right: str) -> Pair:
    return (left, right) if left < right else (right, left)


# --- the model ------------------------------------------------------------------------------------


class Group(BaseModel):
    """Records that are one and the same, by their numbers."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    members: list[int] = Field(description="The numbers of two or more records that are the same.")
    reason: str = Field(description="One short sentence.")


class SetAnswer(BaseModel):
    """Which records of a set are the same. What is in no group is the same as nothing else."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    same: list[Group] = Field(description="Groups of records that are the same; no record is in two groups.")
    unsure: list[Group] = Field(description="Records that may be the same, but the given facts do not settle it.")

    @model_validator(mode="after")
    def _numbers_are_given_and_unique(self, info: ValidationInfo) -> Self:
        count = (info.context or {}).get("count")
        grouped = [number for group in self.same for number in group.members]
        if len(grouped) != len(set(grouped)):
            raise ValueError("a record is in two groups of `same`; join the groups or take it out of one")
        for number in [*grouped, *(number for group in self.unsure for number in group.members)]:
            if number < 1 or (count is not None and number > count):
                raise ValueError(f"there is no record {number}; they are numbered from 1 to {count}")
        return self

    def verdict(self, left: int, right: int) -> tuple[Verdict, str]:
        """What the answer says of two records, and why."""
        for verdict, groups in (("same", self.same), ("unsure", self.unsure)):
            for group in groups:
                if left in group.members and right in group.members:
                    return ("same", group.reason) if verdict == "same" else ("unsure", group.reason)
        return "different", "asked of these records together, it did not hold them to be the same"


class SetVerdict(NamedTuple):
    """The model's word on two groups of records."""

    verdict: Verdict
    reason: str


@dataclass
class GreyZone:
    """Asks the model about sets. `task` is the prompt; `describe` gives what it shows of records held to be one."""

    model: Model
    task: str
    describe: Callable[[Sequence[str]], Mapping[str, Any]]

    async def ask(
        self, sets: Sequence[tuple[str, ...]], members: Mapping[str, Sequence[str]]
    ) -> dict[Pair, SetVerdict]:
        """The verdict on every pair of every set; a pair that stood in two sets has the first one's.

        `members` gives the records that each id of a set stands for.

        Raises `ModelRefused`, and what is no `ModelError`. Pairs of a set that gets no answer have no verdict.
        """
        async with asyncio.TaskGroup() as group:
            tasks = [group.create_task(self._ask_one(ids, members)) for ids in sets]
        verdicts: dict[Pair, SetVerdict] = {}
        for task in reversed(tasks):
            verdicts.update(task.result())
        return verdicts

    async def _ask_one(self, ids: tuple[str, ...], members: Mapping[str, Sequence[str]]) -> dict[Pair, SetVerdict]:
        records = [{"number": number, **self.describe(members[key])} for number, key in enumerate(ids, start=1)]
        messages = render(self.task, records=records)
        question = Question(
            task=self.task,
            subject=f"{len(ids)} records, {ids[0]}",
            messages=messages,
            answer=SetAnswer,
            context={"count": len(ids)},
        )
        pairs = [(left, right) for right in range(len(ids)) for left in range(right)]
        try:
            answer = await self.model.ask(question)
        except AnswerRejected as error:
            return {
                (ids[left], ids[right]): SetVerdict("unsure", f"the model's answer was rejected: {error}")
                for left, right in pairs
            }
        except ModelRefused:
            raise
        except ModelError:  # what was read and paid for is not lost with one question; the next run asks it again
            return {}
        return {
            (ids[left], ids[right]): SetVerdict(*answer.value.verdict(left + 1, right + 1)) for left, right in pairs
        }
