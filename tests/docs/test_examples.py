"""The examples that people copy run."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

import summarize as package
from summarize.export import FORMATS
from summarize.export.database import TABLES
from summarize.pipeline import Outcome
from summarize.report import write
from summarize.schemas import Tokens
from tests.report.factory import dossier

ROOT = Path(__file__).parents[2]


def examples(page: str) -> list[str]:
    return re.findall(r"```python\n(.*?)```", (ROOT / page).read_text(encoding="utf-8"), re.DOTALL)


def test_the_readmes_example(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    (example,) = examples("README.md")
    assert len(example.splitlines()) == 10
    monkeypatch.setattr(package, "summarize", lambda _: Outcome(dossier(), (), Tokens()))
    exec(compile(example, "README.md", "exec"), {})  # noqa: S102  # our own file
    assert "d1 1 Three soldiers were killed" in capsys.readouterr().out


def test_the_tutorials_first_example(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    example, _ = examples("docs/tutorial.md")
    write(dossier(), tmp_path / "out")
    monkeypatch.chdir(tmp_path)
    exec(compile(example, "tutorial.md", "exec"), {})  # noqa: S102  # our own file
    assert (tmp_path / "out-syria/dossier.json").exists()


def test_what_the_stages_example_imports_is_there() -> None:
    _, example = examples("docs/tutorial.md")
    lines = [ast.unparse(node) for node in ast.parse(example).body if isinstance(node, ast.ImportFrom)]
    exec("\n".join(lines), {})  # noqa: S102  # our own file


def test_the_exports_example(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (example,) = examples("docs/exports.md")
    write(dossier(), tmp_path / "out")
    monkeypatch.chdir(tmp_path)
    exec(compile(example, "exports.md", "exec"), {})  # noqa: S102  # our own file
    assert (tmp_path / "exports/dossier.sqlite").exists()


def test_the_page_on_exports_names_every_format() -> None:
    table = (ROOT / "docs/exports.md").read_text(encoding="utf-8")
    assert re.findall(r"^\| `(\w+)` \|", table, re.MULTILINE) == list(FORMATS)
    assert f"{len(TABLES)} normalised tables" in table
