"""requirements.lock installs from any index, only what it names, and what pyproject.toml asks for."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement


@pytest.fixture(scope="module")
def entries(root: Path) -> list[str]:
    """Each locked requirement on one line, its hashes behind it."""
    joined = (root / "requirements.lock").read_text().replace("\\\n", " ")
    return [line for line in joined.splitlines() if line.strip() and not line.startswith("#")]


def test_it_names_no_index(root: Path) -> None:
    text = (root / "requirements.lock").read_text()
    assert "://" not in text
    assert not re.findall(r"^\s*(-\w|--(?!hash=))", text, flags=re.MULTILINE)


def test_every_requirement_is_pinned_and_hashed(entries: list[str]) -> None:
    loose = [line for line in entries if not re.match(r"[\w.-]+==[^ ]+ .*--hash=sha256:[0-9a-f]{64}", line)]
    assert not loose


def test_it_fits_what_is_asked_for(root: Path, entries: list[str]) -> None:
    project = tomllib.loads((root / "pyproject.toml").read_text())["project"]
    extras = project["optional-dependencies"]
    wanted = [Requirement(line) for line in [*project["dependencies"], *extras["frames"], *extras["dev"]]]
    locked: dict[str, list[str]] = {}
    for line in entries:
        pin = Requirement(line.split(" --hash")[0])
        locked.setdefault(pin.name.lower(), []).append(str(pin.specifier).removeprefix("=="))
    stale = [
        str(want)
        for want in wanted
        if want.name != "summarize"
        and not any(want.specifier.contains(version) for version in locked.get(want.name.lower(), []))
    ]
    assert not stale, "run `make lock`"
