"""Where a line break ends a sentence and where it only wraps a line.

A text is cut into blocks; no sentence crosses the edge of one. A line break separates two blocks, unless the text
is hard-wrapped and the break lies inside a paragraph of it. This is told apart as follows:

1. A blank line always separates. So does a break after a Markdown heading, before a list item, a heading, a quote
   or a table row, and before a line that is indented deeper than the one above it (a paragraph marked by indent).
2. Only breaks between two lines of at most 130 characters, the upper one of at least 40, can be wraps: an editor that
   wraps at all leaves no longer lines, and a shorter line stands alone (a heading, a name, a place line).
3. A *sure wrap* is such a break where the upper line ends without `.`, `!`, `?`, `:` or `…` and the lower one begins
   with a small letter, or with a letter of a script that has no capitals.
4. The text is hard-wrapped if at least a third of the breaks that can be wraps are sure ones. Its sure wraps tell its
   width: a line's *reach* is its length with the next line's first word appended (the word that did not fit any
   more); the width is what nine of ten sure wraps reach.
5. In a hard-wrapped text a break is a wrap if it is sure or if the upper line's reach is at least the width: in
   "… bases in / Syria" the next word would not have fitted; after a headline it would, so the headline stands alone.
"""

from __future__ import annotations

import re
import unicodedata
from itertools import pairwise
from typing import NamedTuple

__all__ = ["Line", "blocks", "is_visible"]

SHORTEST_WRAP, LONGEST_LINE = 40, 130  # characters
SURE_SHARE = 1 / 3

_BREAK = re.compile(r"\r\n|[\n\r\v\f\x85\u2028\u2029]")
_HEADING = re.compile(r"#{1,6}\s")
_ITEM = re.compile(r"[-*+•‣▪◦·–—]\s|[>|]|#{1,6}\s|\(?\d{1,3}[.)]\s|\(?[A-Za-z]\)\s")
_SPACE = re.compile(r"[ \t]")  # where an editor wraps: not at a no-break space
_ENDS = tuple(".!?:…؟。！？")
_CLOSERS = "\"'”’»›)]"
_INVISIBLE = {"Cc", "Cf", "Zs", "Zl", "Zp"}


class Line(NamedTuple):
    """A line `text[start:end]` without its break; `words` is it without the white space around it."""

    start: int
    end: int
    words: str
    indent: int


def is_visible(text: str) -> bool:
    """Whether anything of it shows: more than white space, controls, bidi and zero-width marks."""
    return any(unicodedata.category(char) not in _INVISIBLE for char in text)


def blocks(text: str) -> list[tuple[int, int]]:
    """The blocks of a text as `(start, end)`, in order; together they hold all that is visible. Linear in time."""
    lines = _lines(text)
    wraps = [False, *_wraps(lines)]
    found: list[tuple[int, int]] = []
    for line, joined in zip(lines, wraps, strict=True):
        if joined:
            found[-1] = (found[-1][0], line.end)
        elif line.words:
            found.append((line.start, line.end))
    return found


def _lines(text: str) -> list[Line]:
    starts = [0, *(match.end() for match in _BREAK.finditer(text))]
    ends = [*(match.start() for match in _BREAK.finditer(text)), len(text)]
    return [_line(text, start, end) for start, end in zip(starts, ends, strict=True)]


def _line(text: str, start: int, end: int) -> Line:
    raw = text[start:end]
    words = raw.strip() if is_visible(raw) else ""
    return Line(start, end, words, len(raw) - len(raw.lstrip()))


def _wraps(lines: list[Line]) -> list[bool]:
    """For each break between neighbours, whether it only wraps a line."""
    pairs = list(pairwise(lines))
    possible = [_can_wrap(upper, lower) for upper, lower in pairs]
    sure = [can and _is_sure(upper, lower) for can, (upper, lower) in zip(possible, pairs, strict=True)]
    if not any(sure) or sum(sure) < SURE_SHARE * sum(possible):
        return [False] * len(pairs)
    reaches = sorted(_reach(*pair) for pair, is_sure in zip(pairs, sure, strict=True) if is_sure)
    width = reaches[len(reaches) // 10]
    return [s or (p and _reach(*pair) >= width) for pair, p, s in zip(pairs, possible, sure, strict=True)]


def _can_wrap(upper: Line, lower: Line) -> bool:
    return (
        SHORTEST_WRAP <= len(upper.words) <= LONGEST_LINE
        and 0 < len(lower.words) <= LONGEST_LINE
        and lower.indent <= max(upper.indent, _hanging(upper))
        and not _HEADING.match(upper.words)
        and not _ITEM.match(lower.words)
    )


def _hanging(line: Line) -> int:
    """The indent that the continuation of a list item may have: that of the words after its mark."""
    mark = _ITEM.match(line.words)
    return line.indent + mark.end() if mark else 0


def _is_sure(upper: Line, lower: Line) -> bool:
    first = lower.words[0]
    return first.isalpha() and not first.isupper() and not upper.words.rstrip(_CLOSERS).endswith(_ENDS)


def _reach(upper: Line, lower: Line) -> int:
    return upper.indent + len(upper.words) + 1 + len(_SPACE.split(lower.words, maxsplit=1)[0])
