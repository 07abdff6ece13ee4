"""What lies on disk is in the wheel, whichever way the wheel was built."""

from __future__ import annotations

import hashlib
import tomllib
import zipfile
from email.message import Message
from email.parser import Parser
from pathlib import Path, PurePosixPath

import pytest

from summarize._version import __version__


def packed(wheel: Path) -> dict[str, str]:
    """Each file of a wheel that is not its metadata, with the SHA-256 of its bytes."""
    with zipfile.ZipFile(wheel) as archive:
        names = [name for name in archive.namelist() if ".dist-info/" not in name]
        return {name: hashlib.sha256(archive.read(name)).hexdigest() for name in names}


def metadata(wheel: Path, name: str) -> str:
    with zipfile.ZipFile(wheel) as archive:
        (path,) = (entry for entry in archive.namelist() if entry.endswith(f".dist-info/{name}"))
        return archive.read(path).decode()


def test_every_package_is_listed(root: Path, on_disk: dict[str, str]) -> None:
    setuptools = tomllib.loads((root / "pyproject.toml").read_text())["tool"]["setuptools"]
    packages = {str(PurePosixPath(path).parent).replace("/", ".") for path in on_disk if path.endswith(".py")}
    assert sorted(setuptools["packages"]) == sorted(packages), "tool.setuptools.packages in pyproject.toml"


@pytest.mark.parametrize("built", ["wheel", "wheel_from_sdist"])
def test_wheel_holds_what_is_on_disk(built: str, on_disk: dict[str, str], request: pytest.FixtureRequest) -> None:
    found = packed(request.getfixturevalue(built))
    left_out = sorted(on_disk.keys() - found.keys())
    assert not left_out, "add the package or the file ending to [tool.setuptools…] in pyproject.toml"
    assert found == on_disk


def test_metadata(wheel: Path) -> None:
    told: Message = Parser().parsestr(metadata(wheel, "METADATA"))
    assert told["Name"] == "summarize"
    assert told["Version"] == __version__
    assert told["License-Expression"] == "Apache-2.0"
    assert told["License-File"] == "LICENSE"
    assert told["Requires-Python"] == ">=3.11"
    assert "summarize = summarize.cli:main" in metadata(wheel, "entry_points.txt")


def test_types_are_published(wheel: Path) -> None:
    assert "summarize/py.typed" in packed(wheel)


@pytest.mark.parametrize("name", ["schemas", "prompts"])
def test_links_are_relative(name: str, root: Path) -> None:
    assert (root / "summarize" / name).readlink() == Path("..") / name
