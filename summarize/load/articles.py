"""What a reader makes of a file: articles, before they get their ids and sentences; and the checks all share."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from summarize.errors import InputError
from summarize.load.paragraphs import is_visible
from summarize.schemas.dates import check_edtf
from summarize.schemas.documents import Metadata

__all__ = ["Article", "as_edtf", "check_characters", "check_text", "names"]

_DATE_TIME = re.compile(r"(\d{4}-\d{2}-\d{2})[T ]\d{2}:\d{2}.*", re.DOTALL)


@dataclass(frozen=True)
class Article:
    """One article as read: `name` is the id it would like to have, `source` the file (and line) it came from."""

    name: str
    source: str
    text: str
    metadata: Metadata = field(default_factory=Metadata)


def check_text(text: str, source: str) -> str:
    """The same text, if a document can be made of it; else `InputError`."""
    if not is_visible(text):
        raise InputError(source, "it has no text", "Remove it, or fill it.")
    return check_characters(text, "text", source)


def check_characters(value: str, what: str, source: str) -> str:
    """The same string, if it can be written to every kind of file; else `InputError`. `what` names it: "title"."""
    if (offset := value.find("\0")) >= 0:
        raise InputError(source, f"its {what} has a NUL character at offset {offset}", "Take it out.")
    try:
        value.encode()
    except UnicodeEncodeError as error:
        reason = f"its {what} has half a character (a lone surrogate) at offset {error.start}"
        raise InputError(source, reason, "Write it again as UTF-8.") from None
    return value


def as_edtf(value: str) -> str:
    """A date as EDTF; of a date with a time only the date is kept. `ValueError` if it is neither."""
    value = value.strip()
    moment = _DATE_TIME.fullmatch(value)
    return check_edtf(moment[1] if moment else value)


def names(value: str) -> tuple[str, ...]:
    """The names in a list that is written with semicolons."""
    return tuple(name for part in value.split(";") if (name := part.strip()))
