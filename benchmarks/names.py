"""Made-up names of places, groups and targets, and the ways that reports misspell, translate and shorten them."""

from __future__ import annotations

from numpy.random import Generator

__all__ = ["group_names", "misspelt", "place_name", "word"]

_ONSETS = "b d dh f g gh h j k kh l m n q r s sh t th w y z".split()
_VOWELS = "a aa i ee u ou e o".split()
_BODIES = {
    "Harakat": "Movement", "Jabhat": "Front", "Jaysh": "Army", "Liwa": "Brigade", "Ansar": "Supporters",
    "Jund": "Soldiers", "Kataib": "Battalions", "Hizb": "Party", "Lashkar": "Militia", "Ittihad": "Union",
}  # fmt: skip
# One romanisation of Arabic and another, less careful one.
_ROMANISATIONS = (
    ("kh", "h"), ("q", "k"), ("ou", "u"), ("ee", "i"), ("aa", "a"), ("dh", "z"), ("gh", "g"), ("th", "t"), ("y", "i"),
    ("al-", "el "),
)  # fmt: skip
_PREFIXES = ("Al-", "Kafr ", "Tell ", "Deir ", "Qalat ")


def word(draw: Generator, syllables: int) -> str:
    """A word of so many syllables; every second one ends in a consonant."""
    body = "".join(str(draw.choice(_ONSETS)) + str(draw.choice(_VOWELS)) for _ in range(syllables))
    return body + (str(draw.choice(_ONSETS))[0] if draw.random() < 0.5 else "")


def place_name(draw: Generator) -> str:
    """A town's name, one in four with a prefix."""
    name = word(draw, int(draw.integers(2, 4))).capitalize()
    return str(draw.choice(_PREFIXES)) + name if draw.random() < 0.25 else name


def misspelt(name: str, draw: Generator) -> str:
    """The name after one or two slips: another romanisation, a letter doubled or dropped."""
    for _ in range(int(draw.integers(1, 3))):
        usable = [pair for pair in _ROMANISATIONS if pair[0] in name.lower()]
        if usable and draw.random() < 0.6:
            name = name.replace(*usable[int(draw.integers(len(usable)))], 1)
        elif len(name) > 4:
            at = int(draw.integers(1, len(name) - 1))
            name = name[: at + 1] + name[at:] if draw.random() < 0.5 else name[:at] + name[at + 1 :]
    return name


def group_names(draw: Generator) -> tuple[str, str, str, str]:
    """A group's four names: as it calls itself, romanised otherwise, translated, and as an acronym."""
    body = str(draw.choice(list(_BODIES)))
    first, second = word(draw, 2).capitalize(), word(draw, int(draw.integers(2, 4))).capitalize()
    own = f"{body} al-{first} {second}"
    other = own
    for careful, plain in _ROMANISATIONS:
        if draw.random() < 0.7:
            other = other.replace(careful, plain).replace(careful.capitalize(), plain.capitalize())
    if other == own:
        other = misspelt(own, draw)
    return own, other, f"{first} {second} {_BODIES[body]}", f"{body[0]}A{first[0]}{second[0]}".upper()
