"""Sources: how many independent ones stand behind a merged event, however many outlets print it.

Two reports come from one source if their articles have nearly the same text (MinHash, Broder 1997, over runs of five
words), if they name the same one whom they have it from ("according to X"), or if one of them is X's own article.
What is joined through a chain is joined.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from summarize.reconcile.folding import fold
from summarize.reconcile.happenings import Happening
from summarize.schemas import Actor, Document
from summarize.schemas.vocabulary import AUTHOR, UNSPECIFIED

__all__ = ["Counted", "Sources"]

_RUN = 5  # words
_ALIKE = 0.5  # of the runs that either text has, the share that both have
_LEAST = 20  # runs: two lines of news are alike without being copies
_PERMUTATIONS = 128


class Counted(NamedTuple):
    """What stands behind some reports: how many outlets, and how many independent sources."""

    outlets: int
    independent: int


class Sources:
    """Which articles are copies of each other, and who is whose source. Made once for all documents."""

    def __init__(self, documents: Sequence[Document], actors: Iterable[Actor]) -> None:
        self._outlets = {one.id: _outlet(one) for one in documents}
        self._copies = _copies(documents)
        self._names = {actor.id: {fold(name) for name in (actor.name, *actor.names)} for actor in actors}

    def count(self, members: Sequence[Happening], ids: Mapping[str, str]) -> Counted:
        """The outlets and the independent sources of these reports. `ids` maps actor record ids to canonical ids."""
        outlets = {self._outlets[one.document] or one.document for one in members}
        return Counted(len(outlets), len(set(self.groups(members, ids).values())))

    def groups(self, members: Sequence[Happening], ids: Mapping[str, str]) -> dict[str, str]:
        """For each report's id, a name of the source behind it; the same for all that one source is behind."""
        joined: dict[str, str] = {}

        def root(key: str) -> str:
            while joined.setdefault(key, key) != key:
                key = joined[key]
            return key

        for member in members:
            for key in self._keys(member, ids):
                low, high = sorted((root(f"report {member.id}"), root(key)))
                joined[high] = low
        return {member.id: root(f"report {member.id}") for member in members}

    def _keys(self, member: Happening, ids: Mapping[str, str]) -> Iterator[str]:
        """What joins a report to others: its article's copies, its outlet, the one whom it has it from."""
        yield f"text {self._copies[member.document]}"
        if outlet := self._outlets[member.document]:
            yield f"name {outlet}"
        told = [ids.get(key, key) for key in member.record.according_to if key not in {AUTHOR, UNSPECIFIED}]
        if len(told) == 1 and len(member.record.according_to) == 1:
            yield f"actor {told[0]}"
            yield from (f"name {name}" for name in sorted(self._names.get(told[0], ())))


def _outlet(document: Document) -> str:
    """The outlet's name, folded; empty where it is not known."""
    return fold(document.outlet.name if document.outlet else document.metadata.outlet or "")


def _copies(documents: Sequence[Document]) -> dict[str, str]:
    """For each document the first one whose text it shares, itself where it shares none."""
    from datasketch import MinHash, MinHashLSH

    index = MinHashLSH(threshold=_ALIKE, num_perm=_PERMUTATIONS)
    first: dict[str, str] = {}
    kept: dict[str, MinHash] = {}
    for document in sorted(documents, key=lambda one: one.id):
        first[document.id] = document.id
        if len(runs := _runs(document.text)) < _LEAST:
            continue
        sketch = MinHash(num_perm=_PERMUTATIONS)
        sketch.update_batch([run.encode() for run in runs])
        near = [key for key in sorted(index.query(sketch)) if kept[key].jaccard(sketch) >= _ALIKE]
        first[document.id] = first[near[0]] if near else document.id
        kept[document.id] = sketch
        index.insert(document.id, sketch)
    return first


def _runs(text: str) -> set[str]:
    words = fold(text).split()
    return {" ".join(words[at : at + _RUN]) for at in range(max(1, len(words) - _RUN + 1))}
