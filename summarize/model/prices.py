"""What tokens cost: a table that ships, and the user's own before it. What is in neither has no price, never zero."""

from __future__ import annotations

from decimal import Decimal
from fnmatch import fnmatchcase
from functools import lru_cache
from importlib.resources import files
from pathlib import Path

import yaml
from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

from summarize.errors import ConfigError
from summarize.model.wire import TokenCounts

__all__ = ["Price", "price_of"]

MILLION = 1_000_000


class Price(BaseModel):
    """US dollars for a million tokens. `batch` is the share of the price that the provider's batch API asks."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    model: str = Field(description="As it is named to --model; * stands for any characters.")
    input: Decimal = Field(ge=0)
    cached_input: Decimal | None = Field(None, ge=0, description="For input that the provider has cached.")
    output: Decimal = Field(ge=0)
    batch: Decimal = Field(Decimal("0.5"), ge=0, le=1)

    def in_batch(self) -> Price:
        """The price of the same tokens in a batch."""
        cached = None if self.cached_input is None else self.cached_input * self.batch
        changes = {"input": self.input * self.batch, "cached_input": cached, "output": self.output * self.batch}
        return self.model_copy(update={**changes, "batch": Decimal(1)})

    def cost(self, counts: TokenCounts) -> Decimal:
        """What these tokens cost, in US dollars."""
        cached = min(counts.cached, counts.given)
        rate = self.input if self.cached_input is None else self.cached_input
        whole = (counts.given - cached) * self.input + cached * rate + counts.taken * self.output
        return whole / MILLION

    def most(self, counts: TokenCounts) -> Decimal:
        """What they cost at most, however much of them is cached."""
        dearest = max(self.input, self.cached_input or self.input)
        return (counts.given * dearest + counts.taken * self.output) / MILLION


_TABLE = TypeAdapter(tuple[Price, ...])


def price_of(model: str, own: Path | None = None) -> Price | None:
    """The price of a model ("openai/gpt-4o-mini"): the first line that fits, the user's table before ours; or None.

    Raises `ConfigError` where the user's table cannot be read.
    """
    table = (*(_read(own) if own else ()), *_shipped())
    return next((price for price in table if fnmatchcase(model, price.model)), None)


def _read(path: Path) -> tuple[Price, ...]:
    try:
        return _parse(path.read_text(encoding="utf-8"))
    except (OSError, ValueError, ValidationError, yaml.YAMLError) as error:
        raise ConfigError(
            f"The price table {path} cannot be used: {error}. It is a YAML list of entries with model, input, output "
            "and, if need be, cached_input, in US dollars for a million tokens."
        ) from error


@lru_cache(maxsize=1)
def _shipped() -> tuple[Price, ...]:
    return _parse((files("summarize.model") / "data" / "prices.yaml").read_text(encoding="utf-8"))


def _parse(text: str) -> tuple[Price, ...]:
    # Numbers are read as they are written: 0.1 as a float would be no tenth.
    return _TABLE.validate_python(yaml.load(text, Loader=yaml.BaseLoader))  # noqa: S506 - the base loader makes strings only
