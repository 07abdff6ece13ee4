"""Proposing: which pairs are worth comparing. Records that share a block key are compared; nothing else is.

A block that is larger than the cap is not compared all with all: its records are sorted and each is compared with its
neighbours (sorted-neighbourhood blocking, Hernández and Stolfo 1995), which bounds the work to cap × records.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import combinations
from typing import Protocol, TypeVar

from summarize.reconcile.mentions import Mention
from summarize.reconcile.names import Name

__all__ = ["Item", "actor_keys", "candidate_pairs", "cannot_links"]


class Item(Protocol):
    """Anything with a record id and a document."""

    @property
    def id(self) -> str: ...
    @property
    def document(self) -> str: ...


I = TypeVar("I", bound=Item)  # noqa: E741 - the usual name


def candidate_pairs(
    items: Iterable[I],
    keys: Callable[[I], Iterable[str]],
    *,
    cap: int,
) -> list[tuple[I, I]]:
    """Pairs of different documents that share a key, each once, in the order of their ids, whatever the input order."""
    blocks: dict[str, list[I]] = defaultdict(list)
    for item in sorted(items, key=lambda item: item.id):
        for key in set(keys(item)):
            blocks[key].append(item)
    pairs = {(one.id, other.id): (one, other) for block in blocks.values() for one, other in _pairs(block, cap)}
    return [pair for _, pair in sorted(pairs.items())]


def _pairs(block: Sequence[I], cap: int) -> Iterator[tuple[I, I]]:
    pairs = combinations(block, 2) if len(block) <= cap else _neighbours(block, cap)
    return ((one, other) for one, other in pairs if one.document != other.document)


def _neighbours(block: Sequence[I], cap: int) -> Iterator[tuple[I, I]]:
    return ((one, other) for at, one in enumerate(block) for other in block[at + 1 : at + 1 + cap // 2])


def cannot_links(items: Iterable[I], links: Iterable[tuple[str, str]] | None = None) -> set[tuple[str, str]]:
    """All pairs within one document: it declares each of its actors and events once.

    Where `links` are given, only those pairs whose two ends a chain of links could bring together.
    """
    chained = None if links is None else _chained(links)
    by_document: dict[tuple[str, str], list[str]] = defaultdict(list)
    for item in items:
        by_document[item.document, "" if chained is None else chained.get(item.id, item.id)].append(item.id)
    return {pair for ids in by_document.values() for pair in combinations(sorted(ids), 2)}


def _chained(links: Iterable[tuple[str, str]]) -> dict[str, str]:
    """For each linked id, a name of its connected component."""
    of: dict[str, str] = {}

    def root(key: str) -> str:
        while of.setdefault(key, key) != key:
            of[key] = key = of[of[key]]
        return key

    for left, right in links:
        low, high = sorted((root(left), root(right)))
        of[high] = low
    return {key: root(key) for key in of}


def actor_keys(mention: Mention) -> Iterator[str]:
    """The blocks of an actor: what it is known as, its names whole, their uncommon words, initials, a person's surname.

    An anonymous source is in none: it is nobody outside its document. A label is only in those of its exact words.
    """
    if mention.anonymous:
        return
    if mention.collective:
        yield from (f"name {name.folded}" for name in (*mention.names, *mention.hints))
        return
    yield from (f"entry {entry}" for entry in {mention.entry, *mention.candidates} - {None})
    for words in mention.persons:
        yield from (f"person {words[0]}", f"person {words[-1]}")
    if mention.record.kind != "person":
        for name in (*mention.names, *mention.hints):
            yield from _name_keys(name)


def _name_keys(name: Name) -> Iterator[str]:
    yield f"name {name.key}"
    yield f"name {name.folded}"
    if len(name.rare) > 1:
        yield f"name {name.skeleton}"
    yield from (f"letters {letters}" for letters in name.initials_all)
    yield f"letters {name.folded}"
    yield from (f"word {_consonants(word)}" for word in name.rare)


def _consonants(word: str) -> str:
    bare = "".join(char for char in word if char not in "aiu")
    return bare if len(bare) > 2 else word
