"""What a reply's headers say of rate limits: OpenAI's and Anthropic's families, and `Retry-After`."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

__all__ = ["Allowance", "allowances", "retry_after"]

LONGEST_RESET = 120.0  # s; a "reset" further off is a day's quota, which a wait would not help
_SPAN = re.compile(r"(\d+(?:\.\d+)?)(ms|s|m|h|d)")
_SECONDS = {"ms": 0.001, "s": 1.0, "m": 60.0, "h": 3600.0, "d": 86400.0}


@dataclass
class Allowance:
    """So much is left (`remaining`), and `limit` again at the time `full_at` (on the clock of whoever asks)."""

    remaining: float
    limit: float | None
    said_at: float
    full_at: float

    def wait(self, units: float, now: float) -> float:
        """Seconds until `units` are there, refilled evenly until full; 0 where they are."""
        if self.limit is not None:
            units = min(units, self.limit)
        missing = units - self.remaining
        if missing <= 0 or now >= self.full_at:
            return 0.0
        if self.limit is None or self.limit <= self.remaining:
            return self.full_at - now
        share = min(1.0, missing / (self.limit - self.remaining))
        return max(0.0, self.said_at + share * (self.full_at - self.said_at) - now)

    def spend(self, units: float) -> None:
        """A request goes out, until the next reply tells anew."""
        self.remaining -= units


def allowances(headers: Mapping[str, str], now: float) -> dict[str, Allowance]:
    """What is left of "requests" and of "tokens", where the headers (names in lower case) say both rest and reset."""
    found = {}
    for kind in ("requests", "tokens"):
        left, limit, reset = (_said(headers, kind, what) for what in ("remaining", "limit", "reset"))
        seconds = _span(reset) if reset else None
        if left is None or seconds is None or not _is_number(left) or seconds > LONGEST_RESET:
            continue
        most = float(limit) if limit and _is_number(limit) else None
        found[kind] = Allowance(float(left), most, now, now + seconds)
    return found


def retry_after(headers: Mapping[str, str]) -> float | None:
    """Seconds to wait, from `Retry-After-Ms` or `Retry-After` (seconds or an HTTP date); None where not said."""
    try:
        if "retry-after-ms" in headers:
            return max(0.0, float(headers["retry-after-ms"]) / 1000)
        return max(0.0, float(headers["retry-after"]))
    except KeyError:
        return None
    except ValueError:
        return _until(headers.get("retry-after", ""))


def _said(headers: Mapping[str, str], kind: str, what: str) -> str | None:
    return headers.get(f"x-ratelimit-{what}-{kind}") or headers.get(f"anthropic-ratelimit-{kind}-{what}")


def _is_number(text: str) -> bool:
    return text.replace(".", "", 1).isdigit()


def _span(text: str) -> float | None:
    """Seconds: "6m0s", "120ms", plain seconds, or a time in RFC 3339."""
    if _is_number(text):
        return float(text)
    pieces = _SPAN.findall(text)
    if pieces and "".join(number + unit for number, unit in pieces) == text:
        return sum(float(number) * _SECONDS[unit] for number, unit in pieces)
    try:
        return max(0.0, (datetime.fromisoformat(text) - datetime.now(UTC)).total_seconds())
    except (ValueError, TypeError):
        return None


def _until(date: str) -> float | None:
    try:
        then = parsedate_to_datetime(date)
    except ValueError:
        return None
    then = then if then.tzinfo else then.replace(tzinfo=UTC)
    return max(0.0, (then - datetime.now(UTC)).total_seconds())
