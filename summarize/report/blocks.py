"""The brief's Markdown taken apart by a Markdown parser: headings, list items, table rows, each a row of runs.

What is not one of our own anchors stays text, whatever it looks like; the only links are those within the brief.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from markdown_it import MarkdownIt
from markdown_it.token import Token

__all__ = ["Block", "Row", "Run", "blocks_of"]

_ANCHOR = re.compile(r'<a id="([ed]\d+)">')
_LINK = re.compile(r"#([ed]\d+)")
PIECE = 500  # lines
_HEADINGS = {"h1": 1, "h2": 2, "h3": 3}


Kind = Literal["heading", "item", "paragraph", "table"]


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of text; `link` is an anchor that it leads to, `anchor` one that stands before it."""

    text: str
    bold: bool = False
    italic: bool = False
    link: str | None = None
    anchor: str | None = None


Row = tuple[tuple[Run, ...], ...]


@dataclass(frozen=True, slots=True)
class Block:
    """A heading or list item with its level (from 1), a paragraph, or a table, whose first row is its header."""

    kind: Kind
    runs: tuple[Run, ...] = ()
    level: int = 1
    rows: tuple[Row, ...] = ()


def blocks_of(markdown: str) -> Iterator[Block]:
    """The blocks of a brief in order, parsed piece by piece: a parser's tokens take a hundred times their text."""
    parser = MarkdownIt("commonmark", {"html": True}).enable("table").disable(["html_block", "autolink", "image"])
    for piece in _pieces(markdown.split("\n")):
        yield from _blocks(parser.parse("\n".join(piece)))


def _pieces(lines: Iterable[str]) -> Iterator[list[str]]:
    """Lines that can be parsed alone: a piece begins with a heading or, where it would become long, with an item."""
    piece: list[str] = []
    for line in lines:
        if line.startswith(("## ", "### ")) or (len(piece) >= PIECE and line.startswith("- ")):
            yield piece
            piece = []
        piece.append(line)
    yield piece


def _blocks(tokens: Sequence[Token]) -> Iterator[Block]:
    depth, heading, rows = 0, 0, list[list[tuple[Run, ...]]]()
    for token in tokens:
        if token.type == "heading_open":
            heading = _HEADINGS.get(token.tag, 3)
        elif token.type in {"bullet_list_open", "bullet_list_close"}:
            depth += token.nesting
        elif token.type == "tr_open":
            rows.append([])
        elif token.type == "table_close":
            yield Block("table", rows=tuple(map(tuple, rows)))
            rows = []
        elif token.type == "inline":
            runs = tuple(_runs(token.children or ()))
            if rows:
                rows[-1].append(runs)
            else:
                kind: Kind = "heading" if heading else "item" if depth else "paragraph"
                yield Block(kind, runs, heading or max(depth, 1))
            heading = 0


def _runs(children: Sequence[Token]) -> Iterator[Run]:
    bold, italic = 0, 0
    link: str | None = None
    anchor: str | None = None
    for token in children:
        if token.type in {"strong_open", "strong_close"}:
            bold += token.nesting
        elif token.type in {"em_open", "em_close"}:
            italic += token.nesting
        elif token.type in {"link_open", "link_close"}:
            found = _LINK.fullmatch(str(token.attrs.get("href", "")))
            link = found[1] if found else None
        elif token.type == "html_inline" and (found := _ANCHOR.fullmatch(token.content)):
            anchor = found[1]
        elif token.content and not (token.type == "html_inline" and token.content == "</a>"):
            yield Run(token.content, bold > 0, italic > 0, link, anchor)
            anchor = None
