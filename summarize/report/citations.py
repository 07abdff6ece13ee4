"""Citations of the brief: each record that a sentence rests on gets a number, a link and an entry in the evidence."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from summarize.report.markdown import quote, text
from summarize.schemas import Document, Evidence

SHOWN = 12  # links behind one sentence; an actor of 400 articles would drown it in numbers


class Source(Protocol):
    """What can be cited: it has an id and evidence."""

    @property
    def id(self) -> str: ...
    @property
    def evidence(self) -> tuple[Evidence, ...]: ...


@dataclass
class Citations:
    """Numbers records in the order in which they are first cited, and lists their evidence."""

    documents: Sequence[Document]
    _numbers: dict[str, int] = field(default_factory=dict)
    _entries: list[tuple[str, tuple[Evidence, ...]]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._document_numbers = {document.id: number for number, document in enumerate(self.documents, start=1)}

    def of(self, sources: Iterable[Source]) -> str:
        """Links `[E1] [E2]` to the entries of these sources."""
        found = list(sources)
        links = [self._link(source.id, source.evidence) for source in found[:SHOWN]]
        return " ".join(links) + (f" and {len(found) - SHOWN} more" if len(found) > SHOWN else "")

    def _link(self, key: str, evidence: tuple[Evidence, ...]) -> str:
        if key not in self._numbers:
            self._entries.append((key, evidence))
            self._numbers[key] = len(self._entries)
        number = self._numbers[key]
        return f"[\\[E{number}\\]](#e{number})"

    def document(self, key: str) -> str:
        """A link to a document's line among the sources; its bare id if the dossier does not hold it."""
        number = self._document_numbers.get(key)
        return text(key) if number is None else f"[D{number}](#d{number})"

    def listing(self) -> list[str]:
        """The evidence list: for each record its documents, sentence numbers and quotes."""
        return [self._entry(number, key, found) for number, (key, found) in enumerate(self._entries, start=1)]

    def _entry(self, number: int, key: str, evidence: tuple[Evidence, ...]) -> str:
        quotes = [f"{self.document(e.document)} sentence {e.sentence}: {quote(e.quote)}" for e in evidence]
        return f'- <a id="e{number}"></a>**E{number}** {text(key)} — {"; ".join(quotes) or "no sentence recorded"}'
