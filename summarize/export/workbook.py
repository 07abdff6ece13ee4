"""The dossier as one Excel workbook: a sheet a table, then the values and sentences behind every cell.

Every text is written as text, never as a formula or a link, and marked so that editing the cell leaves it one.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from summarize.errors import ConfigError
from summarize.export.database import TABLES as NORMALISED
from summarize.export.files import missing, replacing
from summarize.export.relational import Source
from summarize.schemas import Dossier
from summarize.schemas.display import clip
from summarize.schemas.spreadsheets import LONGEST, SEPARATOR, is_formula
from summarize.schemas.tables import COLUMNS, TABLES, Cell, rows

if TYPE_CHECKING:
    from xlsxwriter import Workbook

__all__ = ["MOST_ROWS", "export_xlsx"]

MOST_ROWS = 1_048_575  # below the header: what a sheet holds
WIDEST = 60  # characters
_BEHIND = ("event_values", "event_value_records", "record_sentences", "contradiction_sentences", "judgements")
Sheet = tuple[str, Sequence[str], Iterable[Sequence[Cell]]]


def export_xlsx(dossier: Dossier, folder: Path) -> list[Path]:
    """`dossier.xlsx`. The column `records` of a row names the records it rests on; `record_sentences` has their words.

    Raises `ConfigError` without xlsxwriter or where a table has more rows than a sheet, `OutputError` where the file
    cannot be written.
    """
    try:
        import xlsxwriter
    except ImportError as error:
        raise missing("xlsxwriter", "xlsx") from error
    path = folder / "dossier.xlsx"
    # None of xlsxwriter's guesses: a text stays one, whatever it looks like. In order of rows, so memory stays small.
    options = {
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
        "constant_memory": True,
    }
    with replacing(path) as part, xlsxwriter.Workbook(str(part), options) as book:
        book.set_properties({"title": "Dossier", "comments": "Written by summarize; see the sheet of each table."})
        for sheet in _sheets(dossier):
            _write(book, *sheet)
    return [path]


def _sheets(dossier: Dossier) -> Iterator[Sheet]:
    for name in TABLES:
        yield name, list(COLUMNS[name]), ([*row.values()] for row in rows(dossier, name))
    source = Source(dossier)
    for table in NORMALISED:
        if table.name in _BEHIND:
            yield table.name, table.names, table.rows(source)


def _write(book: Workbook, name: str, header: Sequence[str], lines: Iterable[Sequence[Cell]]) -> None:
    sheet = book.add_worksheet(name)
    bold, literal = book.add_format({"bold": True}), book.add_format({"quote_prefix": True})
    sheet.freeze_panes(1, 1)
    for place, title in enumerate(header):
        sheet.set_column(place, place, min(WIDEST, max(10, len(title) + 2)))
        sheet.write_string(0, place, title, bold)
    last = 0
    for last, line in enumerate(lines, start=1):
        if last > MOST_ROWS:
            raise ConfigError(
                f"The table {name} has more rows than a sheet holds ({MOST_ROWS:,}). Use --format sqlite or parquet."
            )
        for place, value in enumerate(line):
            _cell(sheet, last, place, value, literal)
    if last:
        sheet.autofilter(0, 0, last, len(header) - 1)


def _cell(sheet: Any, row: int, place: int, value: Cell, literal: Any) -> None:
    if value is None:
        return
    if isinstance(value, bool):
        sheet.write_boolean(row, place, value)
    elif isinstance(value, int | float):
        sheet.write_number(row, place, value)
    else:
        text = clip(SEPARATOR.join(value) if isinstance(value, list) else value, LONGEST)
        sheet.write_string(row, place, text, literal if is_formula(text) else None)
