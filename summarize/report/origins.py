"""Where a dossier's articles come from: which are the newest, and which are no voices of their own."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date

from summarize.schemas import Document
from summarize.schemas.dates import bounds

__all__ = ["newest", "shared_outlets"]


def newest(documents: Sequence[Document]) -> tuple[Document, ...]:
    """The articles of the last day of publication; none where all are of one day, or where fewer than two have one."""
    days = {one.id: day for one in documents if (day := _day(one))}
    if len(set(days.values())) < 2:
        return ()
    last = max(days.values())
    return tuple(one for one in documents if days.get(one.id) == last)


def _day(document: Document) -> date | None:
    return bounds(document.published.when.edtf)[0] if document.published else None


def _outlet(document: Document) -> str | None:
    return " ".join(document.outlet.name.casefold().split()) if document.outlet else None


def shared_outlets(documents: Sequence[Document]) -> list[tuple[str, tuple[Document, ...]]]:
    """Outlets that have more than one of the articles, with these, in the articles' order."""
    groups: dict[str, list[Document]] = defaultdict(list)
    for one in documents:
        if key := _outlet(one):
            groups[key].append(one)
    return [(of[0].outlet.name, tuple(of)) for of in groups.values() if len(of) > 1 and of[0].outlet]
