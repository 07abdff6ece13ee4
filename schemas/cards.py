"""A card: one item as a small table for a notebook, every value as text."""

from __future__ import annotations

import html
from typing import Any

from pydantic import BaseModel

from summarize.schemas.display import visible

_LEFT_OUT = frozenset({"records", "values", "evidence", "background_names"})


def card(item: BaseModel, title: str) -> str:
    """HTML of an item's fields that say something, and of the sentences they rest on. Nothing in them is markup."""
    data = item.model_dump(mode="json", exclude_none=True, exclude_defaults=True)
    rows = "".join(
        f"<tr><th style='text-align:left'>{html.escape(name)}</th><td dir='auto'>{_shown(value)}</td></tr>"
        for name, value in data.items()
        if name not in _LEFT_OUT
    )
    quotes = "".join(
        f"<li dir='auto'>“{_shown(spot['quote'])}” "
        f"<small>{_shown(spot['document'])}, sentence {spot['sentence']}</small></li>"
        for spot in data.get("evidence", ())
    )
    return f"<div><strong dir='auto'>{_shown(title)}</strong><table>{rows}</table><ul>{quotes}</ul></div>"


def _shown(value: Any) -> str:
    if isinstance(value, dict):
        return " · ".join(f"{html.escape(str(name))} {_shown(inner)}" for name, inner in value.items())
    if isinstance(value, list):
        return "; ".join(_shown(inner) for inner in value)
    return html.escape(visible(str(value)))
