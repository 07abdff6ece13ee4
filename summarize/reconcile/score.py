"""Scoring: a matcher is a declared list of features, each adding weight for or against two records being one.

Weights are log2 odds (Fellegi–Sunter match weights: +1 doubles the odds, -1 halves them), so they add up, and the sum
turns into a probability. A feature's docstring is the explanation the user reads; its signal's note says what it saw.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Generic, NamedTuple, TypeVar

__all__ = ["NOTHING", "VETO", "Contribution", "Feature", "Matcher", "Scored", "Signal"]

T = TypeVar("T")

VETO = -20.0
"""A weight that no sum of others outweighs."""


class Signal(NamedTuple):
    """What a feature says of a pair: a weight in bits and what it saw."""

    weight: float
    note: str = ""


NOTHING = Signal(0.0)
Feature = Callable[[T, T], Signal]


class Contribution(NamedTuple):
    """A feature that spoke, and what it added."""

    feature: str
    weight: float
    note: str

    def __str__(self) -> str:
        return f"{self.feature} {self.weight:+.3g}" + (f" ({self.note})" if self.note else "")


@dataclass(frozen=True)
class Scored:
    """A compared pair, `left` < `right`, with all that spoke for and against, the strongest first.

    `missing` names the evidence without which the pair cannot be held the same, however high the score.
    """

    left: str
    right: str
    contributions: tuple[Contribution, ...]
    missing: tuple[str, ...] = ()

    @property
    def weight(self) -> float:
        """The sum of the contributions, in bits."""
        return sum(contribution.weight for contribution in self.contributions)

    @property
    def score(self) -> float:
        """The weight as a probability, 0..1, rounded to six digits."""
        return round(1 / (1 + math.exp2(-self.weight)), 6)

    @property
    def reason(self) -> str:
        """The contributions in words."""
        return "; ".join(map(str, self.contributions)) or "nothing speaks for or against"


@dataclass(frozen=True)
class Matcher(Generic[T]):
    """A named list of features over one type of item. `needed` are those that must speak for a pair to be the same."""

    name: str
    features: tuple[Feature[T], ...]
    identify: Callable[[T], str]
    needed: frozenset[str] = frozenset()

    def score(self, one: T, other: T) -> Scored:
        """The pair scored; the order of the two does not matter."""
        left, right = sorted((one, other), key=self.identify)
        signals = [(_name(feature), feature(left, right)) for feature in self.features]
        spoken = [Contribution(name, signal.weight, signal.note) for name, signal in signals if signal.weight]
        positive = {contribution.feature for contribution in spoken if contribution.weight > 0}
        ranked = sorted(spoken, key=lambda contribution: (-abs(contribution.weight), contribution.feature))
        return Scored(self.identify(left), self.identify(right), tuple(ranked), tuple(sorted(self.needed - positive)))

    def score_all(self, pairs: Iterable[tuple[T, T]]) -> list[Scored]:
        """Each pair scored, in the order of their ids."""
        return sorted((self.score(one, other) for one, other in pairs), key=lambda scored: (scored.left, scored.right))

    def explanations(self) -> dict[str, str]:
        """What each feature means, for the user."""
        return {_name(feature): " ".join((feature.__doc__ or "").split()) for feature in self.features}


def _name(feature: Callable[..., Signal]) -> str:
    return feature.__name__
