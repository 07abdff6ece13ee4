"""SQLite, Parquet, CSV and Excel: what is written is what their own readers read."""

from __future__ import annotations

import csv
import json
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from pyarrow import parquet

from summarize.errors import ConfigError, DossierError, OutputError
from summarize.export import export
from summarize.export.database import TABLES
from summarize.export.relational import Source
from summarize.schemas import Dossier
from summarize.schemas.display import clip
from summarize.schemas.tables import COLUMNS, rows
from summarize.schemas.tables import TABLES as FLAT
from tests.report.factory import dossier
from tests.report.hostile import HOSTILE

each = pytest.mark.parametrize("told", HOSTILE.values(), ids=HOSTILE.keys())


def lines(table: str, given: Dossier) -> list[tuple[Any, ...]]:
    return next(list(one.rows(Source(given))) for one in TABLES if one.name == table)


def opened(given: Dossier, folder: Path) -> sqlite3.Connection:
    (path,) = export(given, folder, ["sqlite"])
    return sqlite3.connect(path)


# --- SQLite ---------------------------------------------------------------------------------------


@each
def test_sqlite_gives_back_every_cell(told: str, tmp_path: Path) -> None:
    given = dossier(told)
    with closing(opened(given, tmp_path)) as connection:
        for table in TABLES:
            assert connection.execute(f"SELECT * FROM {table.name}").fetchall() == lines(table.name, given)  # noqa: S608


def test_sqlite_leads_from_a_cell_to_the_words_behind_it(tmp_path: Path) -> None:
    with closing(opened(dossier(), tmp_path)) as connection:
        behind = connection.execute(
            "SELECT json_extract(value, '$.min'), shown, record_id, document_id, quote FROM event_values "
            "JOIN event_value_records USING (event_id, field, number) JOIN record_sentences USING (record_id) "
            "WHERE event_id = '2024-01-28-tower-22' AND event_values.field = 'killed' ORDER BY 1"
        ).fetchall()
    assert behind == [
        (3, 1, "d1:e1", "d1", "Three soldiers were killed on Sunday at Tower 22."),
        (4, 0, "d2:e1", "d2", "The Northern Brigades said they hit Tower 22."),
    ]


def test_sqlite_is_keyed_searched_and_whole(tmp_path: Path) -> None:
    with closing(opened(dossier(), tmp_path)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
        targets = {(row[2], row[3]) for row in connection.execute("PRAGMA foreign_key_list(record_sentences)")}
        assert targets == {
            ("records", "record_id"), ("documents", "document_id"), ("sentences", "document_id"),
            ("sentences", "sentence"),
        }  # fmt: skip
        hit = "SELECT document_id, number FROM sentences JOIN sentences_fts ON sentences.rowid = sentences_fts.rowid "
        assert connection.execute(hit + "WHERE sentences_fts MATCH 'medic'").fetchall() == [("d2", 2)]
        assert connection.execute("SELECT initiators, articles FROM attacks").fetchall() == [("Northern Brigade", 2)]
        assert connection.execute("SELECT count(*) FROM disputed_values").fetchone() == (2,)


def test_an_actor_the_dossier_does_not_hold_keeps_its_name(tmp_path: Path) -> None:
    with closing(opened(dossier(), tmp_path)) as connection:
        found = connection.execute("SELECT actor_id, actor FROM event_actors WHERE role = 'targets'").fetchall()
    assert found == [(None, "soldiers-nobody-declared")]


def test_a_dossier_with_an_id_twice_is_refused_and_leaves_the_earlier_file(tmp_path: Path) -> None:
    good = dossier()
    (path,) = export(good, tmp_path, ["sqlite"])
    before = path.read_bytes()
    with pytest.raises(DossierError, match="stands twice"):
        export(good.model_copy(update={"actors": good.actors * 2}), tmp_path, ["sqlite"])
    assert path.read_bytes() == before
    assert [one.name for one in tmp_path.iterdir()] == ["dossier.sqlite"]


# --- Parquet and CSV ------------------------------------------------------------------------------


@each
def test_parquet_gives_back_every_cell(told: str, tmp_path: Path) -> None:
    given = dossier(told)
    export(given, tmp_path, ["parquet"])
    for table in TABLES:
        read = parquet.read_table(tmp_path / "parquet" / f"{table.name}.parquet")
        assert read.schema.metadata[b"description"].decode() == table.about
        assert [tuple(line.values()) for line in read.to_pylist()] == lines(table.name, given)


def test_parquet_has_a_type_for_an_empty_column(tmp_path: Path) -> None:
    export(Dossier(), tmp_path, ["parquet"])
    schema = parquet.read_schema(tmp_path / "parquet/events.parquet")
    assert {str(schema.field(name).type) for name in ("label", "killed_min", "latitude", "is_attack")} == {
        "string", "int64", "double", "bool",
    }  # fmt: skip


@each
def test_csv_is_text_that_opens_nothing(told: str, tmp_path: Path) -> None:
    paths = export(dossier(told), tmp_path, ["csv"])
    assert [path.stem for path in paths] == [table.name for table in TABLES]
    for path in paths:
        with path.open(encoding="utf-8-sig", newline="") as file:
            header, *content = list(csv.reader(file))
        assert {len(row) for row in content} <= {len(header)}
        cells = [cell for row in content for cell in row]
        parts = [part.lstrip() for cell in cells if not _is_number(cell) for part in cell.split(";")]
        assert not [part for part in parts if part.startswith(("=", "+", "-", "@", "＝"))]


def _is_number(cell: str) -> bool:
    try:
        float(cell)
    except ValueError:
        return False
    return True


# --- Excel ----------------------------------------------------------------------------------------


@each
def test_the_workbook_holds_text_and_no_formula_or_link(told: str, tmp_path: Path) -> None:
    given = dossier(told)
    (path,) = export(given, tmp_path, ["xlsx"])
    book = openpyxl.load_workbook(path)
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert {cell.data_type for cell in cells} <= {"s", "n", "b"}
    assert not [cell for cell in cells if cell.hyperlink]
    names = [row.value for row in book["actors"]["B"]][1:]
    assert names == [clip(actor.name, 32_000) for actor in given.actors]
    for name in FLAT:
        assert [cell.value for cell in book[name][1]] == list(COLUMNS[name])
        assert book[name].max_row == len(rows(given, name)) + 1


def test_what_looks_like_a_formula_stays_text_when_the_cell_is_edited(tmp_path: Path) -> None:
    (path,) = export(dossier("=1+1"), tmp_path, ["xlsx"])
    sheet = openpyxl.load_workbook(path)["attacks"]
    weapon = next(cell for cell in sheet[2] if cell.value == "drone=1+1")
    assert not weapon.quotePrefix
    (path,) = export(_named("=1+1"), tmp_path, ["xlsx"])
    name = openpyxl.load_workbook(path)["actors"]["B2"]
    assert (name.value, name.data_type, name.quotePrefix) == ("=1+1", "s", True)


def _named(name: str) -> Dossier:
    base = dossier()
    return base.model_copy(update={"actors": (base.actors[0].model_copy(update={"name": name}),)})


def test_a_table_longer_than_a_sheet_is_said(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr("summarize.export.workbook.MOST_ROWS", 1)
    with pytest.raises(ConfigError, match="more rows than a sheet holds"):
        export(dossier(), tmp_path, ["xlsx"])
    assert not list(tmp_path.iterdir())


# --- all ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "module"),
    [("parquet", "pyarrow"), ("xlsx", "xlsxwriter")],
)
def test_a_library_that_is_missing_is_named(
    kind: str, module: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setitem(__import__("sys").modules, module, None)
    with pytest.raises(ConfigError, match=r"summarize\[exports\]"):
        export(dossier(), tmp_path, [kind])


def test_a_folder_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(OutputError, match=r"dossier\.sqlite cannot be written"):
        export(dossier(), tmp_path / "file", ["sqlite"])


def test_an_unknown_format_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="docx"):
        export(dossier(), tmp_path, ["docx"])


def test_values_that_no_file_can_hold_do_not_stop_an_export(tmp_path: Path) -> None:
    """A lone surrogate comes out of JSON; models refuse it in text, but what a model answered is kept as it was."""
    base = dossier()
    broken = base.rejected[0].model_copy(update={"item": {"what": json.loads('"\\ud800"')}})
    given = base.model_copy(update={"rejected": (broken,)})
    with closing(opened(given, tmp_path)) as connection:
        assert connection.execute("SELECT item FROM rejected").fetchone() == ('{"what": "?"}',)
