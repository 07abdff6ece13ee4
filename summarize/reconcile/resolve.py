"""Resolving one type of record: score ► judge ► cluster, for pairs that were proposed.

First the clear pairs are clustered; then the model is asked about what is doubtful between those clusters, each cluster
shown as one; then everything is clustered again with its word. A scorer of another kind needs only to give `Scored`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from summarize.reconcile.cluster import Edge, Partition, cluster
from summarize.reconcile.judge import GreyZone, SetVerdict, person_links, rule_judgement
from summarize.reconcile.policy import Thresholds
from summarize.reconcile.score import Scored
from summarize.reconcile.sets import sets_of
from summarize.schemas import Judgement

__all__ = ["Resolution", "resolve"]

Pair = tuple[str, str]
_MODEL_SCORE = 0.99  # a model's "same" ranks after certain rules and before probable ones


class Resolution(NamedTuple):
    """The partition of the ids, and every judgement it was derived from."""

    partition: Partition
    judgements: tuple[Judgement, ...]


async def resolve(
    ids: Sequence[str],
    scored: Iterable[Scored],
    cannot: Iterable[Pair],
    *,
    by: str,
    thresholds: Thresholds,
    given: Iterable[Judgement] = (),
    grey: GreyZone | None = None,
    set_size: int = 12,
) -> Resolution:
    """The partition of `ids` by scored pairs, cannot-links, given judgements and, in doubt, the model.

    A person's judgement overrides everything; one of the model that is given is not asked for again. `by` names the
    matcher in the rules' judgements. Raises `JudgementError` for people who contradict each other.
    """
    known = set(ids)
    relevant = [judgement for judgement in given if {judgement.left, judgement.right} <= known]
    persons = person_links(judgement for judgement in relevant if judgement.author == "person")
    asked = {_pair(judgement): judgement for judgement in relevant if judgement.author == "model"}
    rules = {(pair.left, pair.right): rule_judgement(pair, thresholds, by) for pair in scored}
    must = [pair for pair, judgement in persons.items() if judgement.verdict == "same"]
    apart = {*cannot, *(pair for pair, judgement in persons.items() if judgement.verdict == "different")}
    effective = {**rules, **asked, **persons}
    if grey is not None:
        partition = cluster(ids, _edges(effective, thresholds), must, apart, same=thresholds.same)
        fresh = await _ask(partition, effective, apart, grey, set_size)
        asked |= fresh
        effective |= {pair: judgement for pair, judgement in fresh.items() if pair not in persons}
    partition = cluster(ids, _edges(effective, thresholds), must, apart, same=thresholds.same)
    everything = [*rules.values(), *asked.values(), *persons.values()]
    return Resolution(partition, tuple(sorted(everything, key=lambda one: (one.left, one.right, one.author, one.by))))


async def _ask(
    partition: Partition, judged: Mapping[Pair, Judgement], apart: Iterable[Pair], grey: GreyZone, set_size: int
) -> dict[Pair, Judgement]:
    """The model's judgements on the doubtful pairs between clusters that nothing keeps apart."""
    of = {key: members[0] for members in partition for key in members}
    different = (pair for pair, judgement in judged.items() if judgement.verdict == "different")
    closed = {_ordered(of[left], of[right]) for left, right in (*apart, *different)}
    doubtful: dict[Pair, Judgement] = {}
    between: dict[Pair, float] = {}
    for pair, judgement in judged.items():
        joint = _ordered(of[pair[0]], of[pair[1]])
        if (
            judgement.verdict == "unsure"
            and judgement.author == "rule"
            and joint[0] != joint[1]
            and joint not in closed
        ):
            doubtful[pair] = judgement
            between[joint] = max(between.get(joint, 0.0), judgement.score or 0.0)
    members = {group[0]: group for group in partition}
    verdicts = await grey.ask(sets_of(between, set_size), members) if between else {}
    said = {pair: verdicts.get(_ordered(of[pair[0]], of[pair[1]])) for pair in doubtful}
    return {
        pair: _model_judgement(judgement, verdict, grey.task)
        for pair, judgement in doubtful.items()
        if (verdict := said[pair]) is not None  # a question that got no answer says nothing
    }


def _model_judgement(rule: Judgement, said: SetVerdict, task: str) -> Judgement:
    return Judgement(
        left=rule.left,
        right=rule.right,
        verdict=said.verdict,
        author="model",
        by=task,
        score=rule.score,
        reason=said.reason,
    )


def _edges(judged: Mapping[Pair, Judgement], thresholds: Thresholds) -> list[Edge]:
    return [
        Edge(*pair, judgement.verdict, _rank(judgement), leans=_leans(judgement, thresholds))
        for pair, judgement in judged.items()
    ]


def _leans(judgement: Judgement, thresholds: Thresholds) -> bool:
    """Whether a rule holds two records to be different, but not so surely that nothing could outweigh it."""
    return judgement.author == "rule" and (judgement.score or 0.0) > thresholds.never


def _rank(judgement: Judgement) -> float:
    """A rule's score; a model's "unsure" is neither for nor against."""
    if judgement.author == "rule":
        return judgement.score or 0.0
    if judgement.author == "person":
        return 1.0
    return _MODEL_SCORE if judgement.verdict == "same" else 0.5


def _pair(judgement: Judgement) -> Pair:
    return _ordered(judgement.left, judgement.right)


def _ordered(left: str, right: str) -> Pair:
    return (left, right) if left < right else (right, left)
