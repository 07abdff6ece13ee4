"""Bytes to text, without ever guessing: UTF-8, UTF-16 with its byte order mark, or a plain refusal.

A wrong guess would put wrong letters into names, and nobody would see it. So charset-normalizer only fills in the
remedy: which encoding the file looks like, to be converted by who knows what it is.
"""

from __future__ import annotations

import codecs

from charset_normalizer import from_bytes

from summarize.errors import InputError

__all__ = ["decode"]

_MARKS = {codecs.BOM_UTF8: "utf-8", codecs.BOM_UTF16_LE: "utf-16-le", codecs.BOM_UTF16_BE: "utf-16-be"}
_SAMPLE = 20_000  # bytes around the first wrong one that a guess is made from


def decode(data: bytes, source: str) -> str:
    """The text of a file, every character kept but the byte order mark; `InputError` if it is not text."""
    mark = next((mark for mark in _MARKS if data.startswith(mark)), b"")
    encoding = _MARKS.get(mark, "utf-8")
    if not mark and b"\0" in data:
        offset = data.index(b"\0")
        raise InputError(
            source,
            f"it has a NUL byte at offset {offset}: a binary file, or UTF-16 without a byte order mark",
            "Save the article as UTF-8 text.",
        )
    try:
        return data[len(mark) :].decode(encoding)
    except UnicodeDecodeError as error:
        offset = error.start + len(mark)
        reason = f"wrong encoding: the byte at offset {offset} is not {encoding.upper()}"
        raise InputError(source, reason, _remedy(data, offset)) from None


def _remedy(data: bytes, offset: int) -> str:
    best = from_bytes(data[max(0, offset - _SAMPLE // 2) : offset + _SAMPLE // 2]).best()
    guess = f" It looks like {best.encoding}." if best else ""
    return f"Save it as UTF-8.{guess}"
