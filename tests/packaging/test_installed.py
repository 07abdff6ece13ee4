"""The wheel in a clean environment: the command, the library and the demo as a user has them."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from summarize._version import __version__
from tests.packaging.conftest import Installed

pytestmark = pytest.mark.installed


def test_the_command_tells_its_version(installed: Installed, tmp_path: Path) -> None:
    assert __version__ in installed.run("summarize", "--version", cwd=tmp_path)


def test_what_it_asks_for_fits_together(installed: Installed, tmp_path: Path) -> None:
    installed.run("python", "-m", "pip", "check", cwd=tmp_path)


def test_a_users_own_folders_are_not_in_the_way(installed: Installed, tmp_path: Path) -> None:
    for name in ("schemas", "prompts"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "__init__.py").write_text("raise RuntimeError('the wrong package')\n")
    told = installed.run("python", "-c", "import summarize.schemas as s, summarize; print(s.__file__)", cwd=tmp_path)
    assert Path(told.strip()).is_relative_to(installed.bin.parent)


def test_the_demo_runs_from_the_wheel(installed: Installed, root: Path, tmp_path: Path) -> None:
    """Five articles, no key, no server, and nothing of this folder but the articles and the recordings."""
    seeds = root / "seeds"
    installed.run("summarize", "run", str(seeds), "-o", "out", "--replay", str(seeds / "recordings"), cwd=tmp_path)
    dossier = json.loads((tmp_path / "out" / "dossier.json").read_text())
    assert len(dossier["documents"]) == len(list(seeds.glob("*.txt")))
    assert dossier["actors"]
    assert dossier["events"]


def test_its_types_reach_a_user(installed: Installed, root: Path, tmp_path: Path) -> None:
    """A program that uses the library is checked against the wheel's own annotations."""
    program = tmp_path / "program.py"
    program.write_text((root / "tests" / "typing" / "api.py").read_text())
    command = [sys.executable, "-m", "mypy", "--strict", "--python-executable", str(installed.bin / "python")]
    done = subprocess.run(
        [*command, "--config-file=", program.name], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
