"""Sentence segmentation: exact spans into the original text, numbered from 1.

`sentencex` (Wikimedia; a rule and abbreviation list for each language, written in Rust) proposes where sentences end.
Of pysbd, syntok, blingfire and sentencex it alone cut none of "Lt. Gen. John A. Smith", "Jan. 6 was cold",
"Brig. Gen. Ali and Maj. Omar" and yet cut "in the U.S. The men left"; it takes 20 ms for a megabyte, syntok 16 s.
Around it, this module guarantees, whatever the text:

- `text[start:end]` is exact, not empty, without white space at its ends, in order and without overlap;
- all that is visible lies in a sentence (white space, control, bidi and zero-width characters may lie outside);
- no sentence crosses a line break that separates (see `summarize.load.paragraphs`);
- none is longer than `LONGEST` characters; the time is linear.

The proposal is made on a mask of the text, character for character as long, in which quotes, round brackets, odd white
space and invisible marks are plain spaces: a quote of five sentences is five sentences, to be cited one by one, and
Arabic with its direction marks is cut like any other. A closing quote goes with the sentence before it, an opening
one with the next. Joined again are what the proposal cuts wrongly: after an abbreviation it does not know, between
"5:15 p.m." and "ET", between a list's "2." and its words, and between “Who did it?” and the "Smith asked." that says
whose words they are.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from sentencex import get_sentence_boundaries

from summarize.load.paragraphs import blocks, is_visible
from summarize.schemas.documents import Sentence

__all__ = ["LONGEST", "split_sentences"]

LONGEST = 1500  # characters; a longer sentence is cut at a clause mark, else at white space, else in mid-word

_ODD_SPACE = "\t\n\r\v\f\x85\u00a0\u1680\u2028\u2029\u202f\u205f\u3000" + "".join(map(chr, range(0x2000, 0x200B)))
_MARKS = "\u00ad\u061c\u180e\ufeff" + "".join(
    map(chr, (*range(0x200B, 0x2010), *range(0x202A, 0x202F), *range(0x2060, 0x2070)))
)
_QUOTES = '"“”„‟«»‹›‚‛′″()'
_CONTROLS = "".join(map(chr, (*range(0x20), *range(0x7F, 0xA0))))
_BLANKED = dict.fromkeys(map(ord, _ODD_SPACE + _MARKS + _QUOTES + _CONTROLS), " ")
_ALSO_BLANKED = re.compile(r"(\[\d{1,3}\])|[\[\]]|(?<!\w)['‘’]|['‘’](?!\w)")  # [1] is a note's mark and stays

_CLOSING = re.compile(rf"(?:[\"'”’»›)\]{_MARKS}]|\s++(?=[”»)\]]))*+")

_TITLES = "Amb|Amn|Atty|Br|Ch|Eng|Ft|Gens|J\\.D|Lieut|Messrs|Mmes|Ms|Pfc|Spc|Vol"
_SHORT = "approx|ch|cont|est|excl|ft|hrs|incl|kg|km|lbs|lit|max|min|mph|nos|sec|tel|vol|yds"
_CUT_TITLE = re.compile(rf"(?<!\w)(?:{_TITLES})\.\s*\Z")
_CUT_SHORT = re.compile(rf"(?<!\w)(?:{_SHORT})\.\s*\Z", re.IGNORECASE)
_CUT_CLOCK = re.compile(r"(?<!\w)[ap]\.m\.\s*\Z", re.IGNORECASE)
_ZONE = re.compile(
    r"(?:[ECMP][DS]?T|GMT|UTC|BST|CES?T|Eastern|Central|Pacific|Greenwich|(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day"
    r"|(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\.?\s\d)\b"
)
_ITEM_MARK = re.compile(r"\(?\d{1,3}[.)]\s*\Z")
_QUOTE_END = re.compile(r"[!?…][\"”’'»]\s*\Z")
_ATTRIBUTION = re.compile(
    r"[^\W\d_][\w.’'-]*\s(?:[\w.’'-]+\s){0,3}?(?:said|says|say|asked|asks|told|added|adds|wrote|writes|tweeted)\b"
)
_CLAUSE_END = re.compile(r"[;:,–—،؛]\s")
_SPACE = re.compile(r"\s")
_TAIL, _HEAD = 24, 80  # characters before and after a cut that tell whether it is one


def split_sentences(text: str) -> tuple[Sentence, ...]:
    """The sentences of a text, numbered from 1, with the guarantees that this module's docstring lists."""
    mask = _ALSO_BLANKED.sub(lambda match: match[1] or " ", text.translate(_BLANKED))
    spans = (span for block in blocks(text) for span in _block_spans(text, mask, *block))
    return tuple(Sentence(number=number, start=start, end=end) for number, (start, end) in enumerate(spans, start=1))


def _block_spans(text: str, mask: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    joined: list[tuple[int, int, bool]] = []  # start, end, whether it has a letter or digit
    for piece_start, piece_end in pairwise((start, *_cuts(text, mask, start, end), end)):
        wordy = any(map(str.isalnum, text[piece_start:piece_end]))
        if joined and not (wordy and joined[-1][2] and _is_end(text, *joined[-1][:2], piece_end)):
            wordy = wordy or joined[-1][2]
            piece_start = joined.pop()[0]
        joined.append((piece_start, piece_end, wordy))
    for piece_start, piece_end, _ in joined:
        yield from _bounded(text, piece_start, piece_end)


def _cuts(text: str, mask: str, start: int, end: int) -> Iterator[int]:
    """Where the proposal cuts inside a block, moved behind the closing quotes; rising, none twice."""
    last = start
    for proposal in get_sentence_boundaries("en", mask[start:end]):
        words = mask[start + proposal["start_index"] : start + proposal["end_index"]].rstrip()
        closing = _CLOSING.match(text, start + proposal["start_index"] + len(words), end)
        cut = closing.end() if closing else end
        if last < cut < end:
            yield cut
            last = cut


def _is_end(text: str, start: int, cut: int, end: int) -> bool:
    """Whether the proposed cut of `text[start:end]` in two is the end of a sentence."""
    before = text[max(start, cut - _TAIL) : cut]
    after = text[cut : min(end, cut + _HEAD)].lstrip()
    return not (
        _CUT_TITLE.search(before)
        or _ITEM_MARK.fullmatch(before.strip())
        or (_CUT_CLOCK.search(before) and _ZONE.match(after))
        or (_CUT_SHORT.search(before) and (after[:1].islower() or after[:1].isdigit()))
        or (_QUOTE_END.search(before) and (after[:1].islower() or _ATTRIBUTION.match(after)))
    )


def _bounded(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """`text[start:end]` without its outer white space, in parts of at most `LONGEST` characters that show something."""
    while end - start > LONGEST:
        cut = _part_end(text, start)
        yield from _stripped(text, start, cut)
        start = cut
    yield from _stripped(text, start, end)


def _part_end(text: str, start: int) -> int:
    """Where to cut off the first part of what is too long: in the second half of the longest part allowed."""
    half, longest = start + LONGEST // 2, start + LONGEST
    for mark in (_CLAUSE_END, _SPACE):
        if cuts := [match.end() for match in mark.finditer(text, half, longest)]:
            return cuts[-1]
    return longest


def _stripped(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    piece = text[start:end]
    if is_visible(piece):
        yield start + len(piece) - len(piece.lstrip()), start + len(piece.rstrip())
