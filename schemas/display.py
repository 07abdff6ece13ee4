"""Foreign text made fit to show: one line, nothing that steers a terminal, a browser or the direction of writing."""

from __future__ import annotations

import re
import unicodedata

JOINERS = frozenset("\u200c\u200d")  # needed to write Persian, Hindi and emoji; they move nothing
_SPACE = re.compile(r"\s+")
_SUSPECT = re.compile(r"[^\x20-\x7e\xa0-\u00ac\u00ae-\u02ff]")


def _shown(match: re.Match[str]) -> str:
    character = match.group()
    category = unicodedata.category(character)
    if category in {"Cf", "Cs"} and character not in JOINERS:
        return f"⟨U+{ord(character):04X}⟩"
    return "" if category == "Cc" else character


def visible(text: str) -> str:
    """The text in one line: white space runs become a space, control characters go, invisible marks are spelled out.

    Marks that change the direction of writing, tag characters and lone surrogates appear as `⟨U+202E⟩`.
    """
    return _SUSPECT.sub(_shown, _SPACE.sub(" ", text)).strip()


def clip(text: str, limit: int) -> str:
    """`visible(text)`, cut with an ellipsis so that at most `limit` characters remain."""
    line = visible(text[: 8 * limit])
    return line if len(line) <= limit and len(text) <= 8 * limit else line[: limit - 1].rstrip() + "…"
