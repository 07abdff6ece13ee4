"""Grounding: finding the exact words a reading gives in the sentence it cites.

Words and text are compared folded (case, quote style, dashes, no-break spaces, invisible marks), and what is
returned are offsets into the original text, so that `text[start:end]` is what the article really prints.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache

from summarize.extract.countries import country_code
from summarize.schemas import Document, Evidence

_SAME = str.maketrans(dict.fromkeys("‘’‚‛ʼʻʿʾ`´′", "'") | dict.fromkeys("“”„‟«»″", '"') | dict.fromkeys("‐‑‒–—―−", "-"))
_SHORT = 3  # words this short are matched with their case: "US" is not "us"


class _Plain(dict[str, str]):
    """Each character folded; "" for one that is not to be seen. Filled as characters are met."""

    def __missing__(self, character: str) -> str:
        if character.isspace():
            plain = " "
        elif unicodedata.category(character) in ("Cf", "Cc"):
            plain = ""
        else:
            plain = unicodedata.normalize("NFKC", character).translate(_SAME)
        self[character] = plain
        return plain


_PLAIN = _Plain()


@lru_cache(maxsize=512)  # a few documents at once; each whole text takes 36 bytes a character
def folded(text: str) -> tuple[str, tuple[int, ...]]:
    """The folded text, case kept, and for each of its characters the offset of the original one."""
    characters: list[str] = []
    offsets: list[int] = []
    for offset, character in enumerate(text):
        plain = _PLAIN[character]
        if plain == " " and characters and characters[-1] == " ":
            continue
        for piece in plain:
            characters.append(piece)
            offsets.append(offset)
    return "".join(characters), tuple(offsets)


def find(text: str, words: str) -> tuple[int, int] | None:
    """Where `words` stand in `text` as whole words: (start, end), end exclusive, or None."""
    wanted = folded(words)[0].strip().strip("\"'").strip()
    if not wanted:
        return None
    plain, offsets = folded(text)
    pattern = rf"(?<!\w){re.escape(wanted)}(?!\w)"
    match = re.search(pattern, plain) or (re.search(pattern, plain, re.IGNORECASE) if len(wanted) > _SHORT else None)
    match = match or _shared(wanted, plain) or _of_country(wanted, plain)
    return (offsets[match.start()], offsets[match.end() - 1] + 1) if match else None


def _shared(wanted: str, plain: str) -> re.Match[str] | None:
    """Words that share their head with others: "northern troops" in "northern and southern troops"."""
    first, _, rest = wanted.partition(" ")
    if not rest:
        return None
    return re.search(rf"(?<!\w){re.escape(first)}(?:, [\w.'-]+)*,? (?:and|or) [\w.'-]+ {re.escape(rest)}(?!\w)", plain)


def _of_country(wanted: str, plain: str) -> re.Match[str] | None:
    """A country that stands only in its adjective or its people: "Ruritania" in "Ruritanian jets"."""
    code = country_code(wanted)
    if code is None:
        return None
    words = re.finditer(r"(?<![\w.])(?:[A-Z]\.){2,}|(?<!\w)[A-Z][\w'-]*\w", plain)
    return next((word for word in words if country_code(word[0]) == code), None)


def whole(document: Document, sentence: int) -> Evidence:
    """A sentence as evidence."""
    spot = document.sentences[sentence - 1]
    return Evidence(
        document=document.id,
        sentence=sentence,
        start=spot.start,
        end=spot.end,
        quote=document.text[spot.start : spot.end],
    )


def locate(document: Document, words: str, sentences: Iterable[int]) -> Evidence | None:
    """The first of these sentences in which the words stand, as evidence of just those words."""
    for number in sentences:
        if span := find(document.sentence_text(number), words):
            start = document.sentences[number - 1].start
            quote = document.text[start + span[0] : start + span[1]]
            return Evidence(
                document=document.id, sentence=number, start=start + span[0], end=start + span[1], quote=quote
            )
    return None


def nearest(document: Document, words: str, sentences: Iterable[int]) -> int | None:
    """The sentence closest to the cited ones in which the words stand, or None if the document has them nowhere."""
    cited = tuple(sentences) or (1,)
    order = sorted(
        range(1, len(document.sentences) + 1), key=lambda number: min(abs(number - other) for other in cited)
    )
    spot = locate(document, words, order)
    return spot.sentence if spot else None
