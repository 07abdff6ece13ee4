"""The built distributions, and a clean environment with the wheel in it: what a user gets, not what lies here."""

from __future__ import annotations

import hashlib
import shutil
import subprocess
import sys
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import pytest
from build import ProjectBuilder
from pyproject_hooks import quiet_subprocess_runner

ROOT = Path(__file__).parents[2]
ROOMS = {"summarize": "summarize", "schemas": "summarize/schemas", "prompts": "summarize/prompts"}


@dataclass(frozen=True)
class Installed:
    """A virtual environment that holds the wheel and what the wheel asks for, nothing else."""

    bin: Path

    def run(self, *command: str, cwd: Path, status: int = 0) -> str:
        """Run a program of the environment from `cwd`; its standard output. Any other exit status fails the test."""
        done = subprocess.run(
            [self.bin / command[0], *command[1:]], cwd=cwd, capture_output=True, text=True, check=False, timeout=300
        )
        assert done.returncode == status, f"{command}: exit {done.returncode}\n{done.stdout}\n{done.stderr}"
        return done.stdout


def _build(source: Path, kind: Literal["sdist", "wheel"], into: Path) -> Path:
    return Path(ProjectBuilder(source, runner=quiet_subprocess_runner).build(kind, into))


def _pip(python: str | Path, *arguments: str | Path) -> None:
    command = [str(word) for word in (python, "-m", "pip", "--disable-pip-version-check", "--quiet", *arguments)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, f"{' '.join(command)}\n{done.stdout}\n{done.stderr}"


@pytest.fixture(scope="session")
def root() -> Path:
    """The repository's root."""
    return ROOT


@pytest.fixture(scope="session")
def on_disk() -> dict[str, str]:
    """Each file of the three folders under the path it has in a wheel, with the SHA-256 of its bytes."""
    files: dict[str, str] = {}
    for folder, target in ROOMS.items():
        for path in (ROOT / folder).rglob("*"):
            inside = path.relative_to(ROOT / folder)
            through_link = folder == "summarize" and inside.parts[0] in {"schemas", "prompts"}
            if path.is_file() and not through_link and "__pycache__" not in path.parts:
                files[f"{target}/{inside.as_posix()}"] = hashlib.sha256(path.read_bytes()).hexdigest()
    return files


@pytest.fixture(scope="session")
def source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy to build from: a build leaves folders behind, and what an older one left would get into this one."""
    copy = tmp_path_factory.mktemp("source")
    for name in ("pyproject.toml", "README.md", "LICENSE"):
        shutil.copy(ROOT / name, copy)
    for folder in ROOMS:
        shutil.copytree(ROOT / folder, copy / folder, symlinks=True, ignore=shutil.ignore_patterns("__pycache__"))
    return copy


@pytest.fixture(scope="session")
def wheel(source: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel built from the working tree."""
    return _build(source, "wheel", tmp_path_factory.mktemp("wheel"))


@pytest.fixture(scope="session")
def wheel_from_sdist(source: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel built from the sdist, as packagers do."""
    place = tmp_path_factory.mktemp("sdist")
    _pip(sys.executable, "wheel", "--no-deps", "--no-build-isolation", "-w", place, _build(source, "sdist", place))
    (built,) = place.glob("*.whl")
    return built


def _wants(wheel: Path) -> list[str]:
    with zipfile.ZipFile(wheel) as archive:
        (metadata,) = (name for name in archive.namelist() if name.endswith(".dist-info/METADATA"))
        lines = archive.read(metadata).decode().splitlines()
    return [line for line in lines if line.startswith("Requires-Dist: ") and "extra ==" not in line]


@pytest.fixture(scope="session")
def installed(wheel: Path, request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Installed:
    """The wheel, installed with pip and what it asks for at the locked versions, in an environment of its own.

    The environment is kept in pytest's cache until the wheel's wishes, the lock or the Python change; the wheel
    itself is put in anew each time.
    """
    assert request.config.cache is not None
    lock = (ROOT / "requirements.lock").read_text()
    pins = "\n".join(line.rstrip("\\ ") for line in lock.splitlines() if "==" in line and not line.startswith(" "))
    state = hashlib.sha256("\n".join([sys.version, pins, *_wants(wheel)]).encode()).hexdigest()
    place = request.config.cache.mkdir("clean-environment")
    mark, python = place / "state", place / "bin" / "python"
    if not mark.exists() or mark.read_text() != state:
        constraints = tmp_path_factory.mktemp("pins") / "constraints.txt"
        constraints.write_text(pins)
        subprocess.run([sys.executable, "-m", "venv", "--clear", place], check=True)
        _pip(python, "install", "--constraint", constraints, wheel)
        mark.write_text(state)
    _pip(python, "install", "--force-reinstall", "--no-deps", wheel)
    return Installed(bin=place / "bin")
