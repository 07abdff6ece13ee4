"""What is written is whole, and comes back as it was."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import jsonschema
import pytest

from summarize.errors import DossierError, OutputError
from summarize.report import load_dossier, schema_json, write
from summarize.schemas import Dossier
from summarize.schemas.tables import COLUMNS, TABLES
from tests.report.factory import dossier


def test_what_is_written(tmp_path: Path) -> None:
    paths = write(dossier(), tmp_path / "deep" / "out")
    names = [path.relative_to(tmp_path / "deep" / "out").as_posix() for path in paths]
    assert names == [
        "dossier.json",
        "brief.md",
        "brief.html",
        "brief.docx",
        *(f"tables/{table}.csv" for table in TABLES),
        "dossier.html",
    ]
    assert {path for path in (tmp_path / "deep").rglob("*") if path.is_file()} == set(paths)


def test_round_trip(tmp_path: Path) -> None:
    write(dossier(), tmp_path)
    assert load_dossier(tmp_path) == load_dossier(str(tmp_path / "dossier.json")) == dossier()


def test_top_level_lists_are_always_there(tmp_path: Path) -> None:
    write(Dossier(), tmp_path)
    content = json.loads((tmp_path / "dossier.json").read_text())
    lists = ("documents", "actors", "events", "relations", "tallies", "contradictions", "judgements")
    assert all(content[name] == [] for name in lists)
    assert load_dossier(tmp_path) == Dossier()


def test_each_item_has_its_own_lines(tmp_path: Path) -> None:
    write(dossier(), tmp_path)
    lines = (tmp_path / "dossier.json").read_text().splitlines()
    assert '   "id": "2024-01-28-tower-22",' in lines
    assert '    {"number": 1, "start": 0, "end": 49},' in lines


def test_tables_read_back(tmp_path: Path) -> None:
    write(dossier(), tmp_path)
    read = {}
    for table in TABLES:
        with (tmp_path / "tables" / f"{table}.csv").open(encoding="utf-8-sig", newline="") as file:
            read[table] = list(csv.DictReader(file))
        assert all(list(row) == list(COLUMNS[table]) for row in read[table])
    assert {table: len(found) for table, found in read.items()} == {
        "documents": 2, "actors": 3, "events": 2, "attacks": 1, "relations": 1, "tallies": 1, "contradictions": 1,
    }  # fmt: skip
    attack = read["attacks"][0]
    assert attack["records"] == "d1:e1; d2:e1"
    assert attack["documents"] == "d1; d2"
    assert attack["sentences"] == "d1:1; d2:1"
    assert attack["longitude"] == "-38.7"  # a number keeps its sign
    assert attack["claimed_by"] == "Northern Brigade"
    assert read["events"][0]["killed_min"] == ""  # not said is empty, not 0


def test_tables_begin_with_a_byte_order_mark(tmp_path: Path) -> None:
    write(Dossier(), tmp_path)
    assert all((tmp_path / "tables" / f"{table}.csv").read_bytes().startswith(b"\xef\xbb\xbf") for table in TABLES)


def test_an_interrupted_write_leaves_the_earlier_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(Dossier(), tmp_path)
    earlier = (tmp_path / "dossier.json").read_bytes()

    def stop(part: Path, target: Path) -> None:
        assert part.read_text(encoding="utf-8").endswith("}\n")
        assert target.read_bytes() == earlier
        raise KeyboardInterrupt

    monkeypatch.setattr(Path, "replace", stop)
    with pytest.raises(KeyboardInterrupt):
        write(dossier(), tmp_path)
    assert (tmp_path / "dossier.json").read_bytes() == earlier
    assert not list(tmp_path.rglob("*.part"))


def test_a_folder_that_cannot_be_written(tmp_path: Path) -> None:
    (tmp_path / "out").write_text("a file")
    with pytest.raises(OutputError, match=r"out.* cannot be written: .*-o"):
        write(dossier(), tmp_path / "out")


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (None, "does not exist"),
        (b'{"a": 1,\n"b" 2}', "line 2, column 5"),
        (b"\xff\xfe\x00", "not JSON"),
        (b"[]", "not a dossier"),
        (b'{"events": []}', "not a dossier"),
        (b'{"version": 99, "documents": []}', "version 99.*version 1"),
        (b'{"version": 1, "documents": [{"id": "d1"}], "colour": 1}', r"documents\.0\.source: Field required"),
        (b'{"version": 1, "documents": [], "a": 1, "b": 1, "c": 1, "d": 1, "e": 1}', "and 2 more"),
    ],
)
def test_what_is_no_dossier(content: bytes | None, message: str, tmp_path: Path) -> None:
    file = tmp_path / "dossier.json"
    if content is not None:
        file.write_bytes(content)
    with pytest.raises(DossierError, match=message):
        load_dossier(tmp_path if content is not None else file)


def test_the_published_schema_takes_what_is_written(tmp_path: Path) -> None:
    write(dossier(), tmp_path)
    schema = json.loads(schema_json("dossier"))
    content = json.loads((tmp_path / "dossier.json").read_text())
    jsonschema.Draft202012Validator.check_schema(schema)
    validator = jsonschema.Draft202012Validator(schema)
    validator.validate(content)
    del content["events"][0]["evidence"]
    assert not validator.is_valid(content)


def test_the_readings_schema_has_the_short_names() -> None:
    schema = json.loads(schema_json("reading"))
    jsonschema.Draft202012Validator.check_schema(schema)
    assert "k" in schema["$defs"]["ReadActor"]["properties"]
