"""`summarize export`: what it takes, what it writes, how it ends."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner

from summarize.cli import EXPORTS, app
from summarize.export import FORMATS
from summarize.report import write
from tests.report.factory import dossier


@pytest.fixture
def out(tmp_path: Path) -> Path:
    write(dossier(), tmp_path / "out")
    return tmp_path / "out"


def test_the_command_knows_every_format() -> None:
    assert tuple(FORMATS) == EXPORTS


def test_it_writes_beside_the_dossier_and_says_so(out: Path) -> None:
    result = CliRunner().invoke(app, ["export", str(out), "--format", "geojson", "-f", "sqlite", "-f", "geojson"])
    assert result.exit_code == 0, result.output
    assert [path.name for path in sorted((out / "exports").iterdir())] == ["dossier.sqlite", "events.geojson"]
    assert result.output.replace("\n", "").count("wrote") == 2


def test_all_formats_go_where_they_are_sent(out: Path, tmp_path: Path) -> None:
    result = CliRunner().invoke(app, ["export", str(out), "--format", "all", "--to", str(tmp_path / "elsewhere")])
    assert result.exit_code == 0, result.output
    found = {path.name for path in (tmp_path / "elsewhere").iterdir()}
    assert {"dossier.sqlite", "parquet", "csv", "dossier.xlsx", "acled.csv", "ged.csv", "bundle.stix.json"} <= found


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["nowhere", "--format", "csv"], "does not exist"),
        (["nowhere", "--format", "word"], "'word' is not among sqlite"),
        (["nowhere"], "--format"),
    ],
)
def test_wrong_usage_is_2(arguments: list[str], message: str, tmp_path: Path) -> None:
    result = CliRunner().invoke(app, ["export", *arguments])
    assert result.exit_code == 2
    assert message in result.output.replace("\n", " ")
