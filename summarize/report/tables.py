"""The tables as CSV files that a spreadsheet opens well and that cannot make it do anything.

UTF-8 with a byte-order mark: without it Excel takes curly quotes and Arabic names for another encoding, while
pandas, polars, R and DuckDB skip the mark (`encoding="utf-8-sig"` for Python's own csv module). Text that a
spreadsheet would take for a formula gets an apostrophe in front; control characters are gone, and marks that turn
the direction of writing are spelled out. What is altered here is unaltered in dossier.json.
"""

from __future__ import annotations

import csv
import io

from summarize.schemas import Dossier
from summarize.schemas.spreadsheets import cell
from summarize.schemas.tables import COLUMNS, TableName, rows


def csv_text(dossier: Dossier, table: TableName) -> str:
    """One table as CSV, header first, byte-order mark included."""
    out = io.StringIO()
    writer = csv.writer(out, quoting=csv.QUOTE_MINIMAL, lineterminator="\n")
    writer.writerow(COLUMNS[table])
    writer.writerows([cell(value) for value in row.values()] for row in rows(dossier, table))
    return "\ufeff" + out.getvalue()
