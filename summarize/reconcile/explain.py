"""Explaining: why two reports are one, or are not, and what holds an item together."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from summarize.reconcile.judge import chain_of
from summarize.reconcile.merge import record_ids
from summarize.schemas import Actor, Dossier, Event, Judgement
from summarize.schemas.judgements import Weight

__all__ = ["Explanation", "explain"]

_RANKS = {"person": 0, "model": 1, "rule": 2}


class Explanation(NamedTuple):
    """What was judged of two items, or within one.

    `together`: whether they are one item. `deciding` is the judgement that put them where they are: a person's before
    a model's before a rule's; None where they were never compared. `chain` leads from one to the other through
    judgements of "same". `weights` are the steps of the waterfall, the prior first, then the strongest; `judgements`
    all there are.
    """

    left: str
    right: str
    together: bool
    deciding: Judgement | None
    chain: tuple[Judgement, ...]
    weights: tuple[Weight, ...]
    judgements: tuple[Judgement, ...]

    @property
    def words(self) -> str:
        """The explanation in sentences, the waterfall a line a step."""
        lines = [f"{self.left} and {self.right} are {'one' if self.together else 'kept apart'}."]
        if self.deciding is None and not self.chain:
            lines.append("They were never compared: they share nothing that would make it worth while.")
        if self.deciding is not None:
            lines.append(f"Decided by {self.deciding.author} {self.deciding.by}: {_reason(self.deciding)}.")
        elif self.chain:
            lines.append("They were not compared themselves; they are joined by:")
            lines += [f"  {one.left} = {one.right} ({one.author} {one.by})" for one in self.chain]
        total = 0.0
        for weight in self.weights:
            total += weight.bits
            lines.append(f"  {weight.bits:+7.2f}  {total:+7.2f}  {weight.feature}: {weight.says}")
        return "\n".join(lines)


def explain(dossier: Dossier, left: str, right: str | None = None) -> Explanation:
    """Why two items or records are one or not; of one item, the weakest pair that holds it together.

    Raises `LookupError` for an id that nothing has.
    """
    mine = _records(dossier, left)
    others = _records(dossier, right) if right is not None else mine
    between = [one for one in dossier.judgements if _spans(one, mine, others)]
    deciding = min(between, key=_weakest_first if right is None else _strongest_first, default=None)
    item = record_ids((*dossier.actors, *dossier.events))
    together = {item.get(key) for key in mine} == {item.get(key) for key in others}
    same = [one for one in dossier.judgements if one.verdict == "same"]
    start, end = min(mine), max(others)
    chain = tuple(chain_of(same, start, end)) if deciding is None and together else ()
    scored = next((one for one in between if one.weights and _same_pair(one, deciding)), None)
    weights = _ordered(scored.weights) if scored else ()
    judgements = tuple(sorted(between, key=_strongest_first))
    return Explanation(left, right or left, together, deciding, chain, weights, judgements)


def _records(dossier: Dossier, key: str) -> frozenset[str]:
    found = dossier.find(key)
    return frozenset(record.id for record in found.records) if isinstance(found, Actor | Event) else frozenset({key})


def _spans(judgement: Judgement, mine: frozenset[str], others: frozenset[str]) -> bool:
    left, right = judgement.left, judgement.right
    return (left in mine and right in others) or (right in mine and left in others)


def _strongest_first(one: Judgement) -> tuple[int, float, str, str]:
    """A person before a model before a rule; of rules the surest first."""
    return _RANKS[one.author], -abs((one.score or 0.5) - 0.5), one.left, one.right


def _weakest_first(one: Judgement) -> tuple[float, str, str]:
    return one.score if one.score is not None else 1.0, one.left, one.right


def _same_pair(one: Judgement, other: Judgement | None) -> bool:
    return other is not None and (one.left, one.right) == (other.left, other.right)


def _ordered(weights: Iterable[Weight]) -> tuple[Weight, ...]:
    return tuple(sorted(weights, key=lambda one: (one.feature != "prior", -abs(one.bits), one.feature)))


def _reason(judgement: Judgement) -> str:
    word = {"same": "the same", "different": "not the same", "unsure": "unsure"}[judgement.verdict]
    when = f" on {judgement.at:%Y-%m-%d}" if judgement.at else ""
    why = "" if judgement.weights else f", because {judgement.reason}"
    score = f" (score {judgement.score:.3f})" if judgement.score is not None else ""
    return f"{word}{score}{when}{why}"
