"""Files that hold many articles: JSON Lines and CSV, one article a row.

A row has `text` and may have `id`, `title`, `authors` (a list, or names with semicolons between), `outlet`, `url` and
`published` (EDTF; of a date with a time the date is kept). Other columns are left alone. A row that cannot be read
is reported with the line it begins on, and the others go through.
"""

from __future__ import annotations

import codecs
import csv
import io
import json
from collections.abc import Iterator, Mapping
from pathlib import PurePosixPath
from typing import Any

from summarize.errors import InputError
from summarize.load.articles import Article, as_edtf, check_characters, names
from summarize.load.decode import decode
from summarize.load.files import MAX_BYTES
from summarize.schemas.documents import Metadata

__all__ = ["read_csv", "read_jsonl"]

_COLUMNS = "Columns are text and, optionally, id, title, authors, outlet, url, published."
_DELIMITERS = ",;\t"
_WORDS = ("title", "outlet", "url", "published")


def read_jsonl(data: bytes, source: str) -> Iterator[Article | InputError]:
    """The articles of a JSON Lines file; blank lines are passed over."""
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        data = decode(data, source).encode()
    for number, line in enumerate(data.removeprefix(codecs.BOM_UTF8).split(b"\n"), start=1):
        place = f"{source} line {number}"
        if not line.strip():
            continue
        try:
            yield _article(_json_row(line, place), place, number)
        except InputError as error:
            yield error


def _json_row(line: bytes, place: str) -> dict[str, Any]:
    try:
        row = json.loads(decode(line, place))
    except json.JSONDecodeError as error:
        reason = f"it is not JSON: {error.msg} at character {error.colno}"
        raise InputError(place, reason, "Write one JSON object a line.") from None
    except (RecursionError, ValueError) as error:
        raise InputError(place, f"its JSON cannot be read: {error}", "Write one flat JSON object a line.") from None
    if not isinstance(row, dict):
        raise InputError(place, "it is JSON, but not an object", 'Write {"text": "…"} on each line.')
    return row


def read_csv(data: bytes, source: str) -> Iterator[Article | InputError]:
    """The articles of a CSV file with a header; commas, semicolons or tabs between its columns."""
    rows = _csv_rows(decode(data, source), source)
    header = _header(next(rows, None), source)
    while True:
        try:
            number, row = next(rows)
        except StopIteration:
            return
        except InputError as error:
            yield error
            return
        place = f"{source} line {number}"
        try:
            yield _article(_csv_row(header, row, place), place, number)
        except InputError as error:
            yield error


def _csv_rows(text: str, source: str) -> Iterator[tuple[int, list[str]]]:
    """The rows that are not blank, each with the line it begins on; broken quoting ends them with an `InputError`."""
    csv.field_size_limit(max(csv.field_size_limit(), MAX_BYTES))  # an article is longer than the usual 131,072
    first_line = text.lstrip().partition("\n")[0].casefold()
    delimiter = max(_DELIMITERS, key=first_line.count)
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    while True:
        number = rows.line_num + 1
        try:
            row = next(rows, None)
        except csv.Error as error:
            reason = f"its quoting is broken ({error}); nothing was read from here on"
            raise InputError(f"{source} line {number}", reason, "Close the quotes, and double those inside.") from None
        if row is None:
            return
        if any(cell.strip() for cell in row):
            yield number, row


def _header(first: tuple[int, list[str]] | None, source: str) -> list[str]:
    header = [cell.strip().casefold() for cell in first[1]] if first else []
    if "text" not in header:
        raise InputError(source, "its first line names no column text", _COLUMNS)
    if twice := sorted({name for name in (*_WORDS, "text", "id", "authors") if header.count(name) > 1}):
        raise InputError(source, f"its first line names {twice[0]} twice", "Name each column once.")
    return header


def _csv_row(header: list[str], row: list[str], place: str) -> dict[str, Any]:
    if len(row) != len(header):
        reason = f"it has {len(row)} columns where the first line names {len(header)}"
        raise InputError(place, reason, "Put quotes around a text that has the delimiter or a line break in it.")
    return {name: cell for name, cell in zip(header, row, strict=True) if name == "text" or cell.strip()}


def _article(row: Mapping[str, Any], place: str, number: int) -> Article:
    if "text" not in row:
        raise InputError(place, "it has no text", _COLUMNS)
    if not isinstance(row["text"], str):
        raise InputError(place, "its text is not a string", _COLUMNS)
    name = row.get("id")
    if name is not None and (isinstance(name, bool) or not isinstance(name, (str, int))):
        raise InputError(place, "its id is neither a string nor a whole number", _COLUMNS)
    source_stem = PurePosixPath(place.rsplit(" line ", 1)[0]).stem
    wanted = str(name) if name not in (None, "") else f"{source_stem}-L{number}"
    return Article(wanted, place, row["text"], _metadata(row, place))


def _metadata(row: Mapping[str, Any], place: str) -> Metadata:
    words = {name: _word(row, name, place) for name in _WORDS}
    if published := words["published"]:
        try:
            words["published"] = as_edtf(published)
        except ValueError as error:
            raise InputError(place, f"its published date cannot be used: {error}", "Write it as YYYY-MM-DD.") from None
    return Metadata(authors=_authors(row.get("authors"), place), **words)


def _word(row: Mapping[str, Any], name: str, place: str) -> str | None:
    value = row.get(name)
    if value is not None and not isinstance(value, str):
        raise InputError(place, f"its {name} is not a string", _COLUMNS)
    return check_characters(value.strip(), name, place) or None if value else None


def _authors(value: object, place: str) -> tuple[str, ...]:
    found = names(value) if isinstance(value, str) else value or []
    if not isinstance(found, (list, tuple)) or not all(isinstance(name, str) for name in found):
        raise InputError(place, "its authors are neither a string nor a list of strings", _COLUMNS)
    return tuple(check_characters(name.strip(), "authors", place) for name in found if name.strip())
