"""The tables as CSV files that a spreadsheet opens well and that cannot make it do anything.

UTF-8 with a byte-order mark: without it Excel takes curly quotes and Arabic names for another encoding, while
pandas, polars, R and DuckDB skip the mark (`encoding="utf-8-sig"` for Python's own csv module). Text that a
spreadsheet would take for a formula gets an apostrophe in front; control characters are gone, and marks that turn
the direction of writing are spelled out. What is altered here is unaltered in dossier.json.
"""

from __future__ import annotations

import csv
import io
import re

from summarize.schemas import Dossier
from summarize.schemas.display import clip
from summarize.schemas.tables import COLUMNS, Cell, TableName, rows

# At the start of a cell, and after a semicolon, which separates cells where the comma is the decimal mark.
_FORMULA = re.compile(r"(^|;)(\s*)(?=[=+\-@＝＋－＠])")
SEPARATOR = "; "
LONGEST = 32_000  # characters of a cell; spreadsheets stop at 32,767


def cell(value: Cell) -> str:
    """A cell's text. Only text is defused: a number may begin with a minus."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return str(value)
    if isinstance(value, list):
        value = SEPARATOR.join(clip(each, LONGEST) for each in value)
    return _defused(clip(value, LONGEST))


def _defused(text: str) -> str:
    return _FORMULA.sub(r"\1\2'", text)


def csv_text(dossier: Dossier, table: TableName) -> str:
    """One table as CSV, header first, byte-order mark included."""
    out = io.StringIO()
    writer = csv.writer(out, quoting=csv.QUOTE_MINIMAL, lineterminator="\n")
    writer.writerow(COLUMNS[table])
    writer.writerows([cell(value) for value in row.values()] for row in rows(dossier, table))
    return "\ufeff" + out.getvalue()
