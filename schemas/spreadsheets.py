"""Cells as a spreadsheet should get them: text that cannot make it do anything, of a length that it holds."""

from __future__ import annotations

import re

from summarize.schemas.display import clip

__all__ = ["LONGEST", "SEPARATOR", "cell", "defused", "is_formula"]

# At the start of a cell, and after a semicolon, which separates cells where the comma is the decimal mark.
_FORMULA = re.compile(r"(^|;)(\s*)(?=[=+\-@＝＋－＠])")
SEPARATOR = "; "
LONGEST = 32_000  # characters of a cell; spreadsheets stop at 32,767


def cell(value: str | float | list[str] | None) -> str:
    """A cell's text. Only text is defused: a number may begin with a minus."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return str(value)
    if isinstance(value, list):
        value = SEPARATOR.join(clip(each, LONGEST) for each in value)
    return defused(clip(value, LONGEST))


def defused(text: str) -> str:
    """The text with an apostrophe before what a spreadsheet would take for a formula."""
    return _FORMULA.sub(r"\1\2'", text)


def is_formula(text: str) -> bool:
    """Whether a spreadsheet would take the text, or a part of it after a semicolon, for a formula."""
    return _FORMULA.search(text) is not None
