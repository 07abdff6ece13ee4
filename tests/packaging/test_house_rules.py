"""Conventions that a reviewer would otherwise have to remember."""

from __future__ import annotations

import importlib
import inspect
import pkgutil
import re
import shutil
import subprocess
from pathlib import Path
from types import ModuleType

import pytest

import summarize

ROOT = Path(__file__).parents[2]
LONGEST = 400  # lines of a source file: about 300 is the aim, beyond this it is two files
MODULES = ["summarize", *(found.name for found in pkgutil.walk_packages(summarize.__path__, "summarize."))]
# Folders that are one machine's own. A path of a URL does not begin with a slash of its own, so it is not meant.
MACHINE_PATH = re.compile(r"(?<![\w./:-])/(?:home|root|tmp|opt|work|mnt|srv|Users)/[\w.-]+")
REGISTRY = re.compile(r"pypi\.(?:org|python)|pythonhosted\.|npmjs\.|deb\.debian\.|conda\.anaconda\.", re.IGNORECASE)
THIS_FILE = "tests/packaging/test_house_rules.py"


def tracked() -> list[str]:
    """Files under version control, relative to the root; links are not followed."""
    git = shutil.which("git")
    if git is None or not (ROOT / ".git").exists():
        pytest.skip("not a clone")
    listed = subprocess.run([git, "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True).stdout.decode()
    names = [name for name in listed.split("\0") if name]
    return [name for name in names if (ROOT / name).is_file() and not (ROOT / name).is_symlink()]


@pytest.mark.parametrize("name", MODULES)
def test_a_module_says_what_room_it_is(name: str) -> None:
    doc = importlib.import_module(name).__doc__
    assert doc
    assert doc.strip()


def _ours(module: ModuleType) -> set[str]:
    """Public classes and functions that a module shows and that are its own or, for a package, come from below it."""
    return {
        name
        for name, value in vars(module).items()
        if not name.startswith("_")
        and (inspect.isclass(value) or inspect.isfunction(value))
        and f"{value.__module__}.".startswith(f"{module.__name__}.")
    }


@pytest.mark.parametrize("name", MODULES)
def test_what_is_visible_is_what_is_published(name: str) -> None:
    module = importlib.import_module(name)
    published = getattr(module, "__all__", None)
    if published is None:
        assert not (hasattr(module, "__path__") and _ours(module)), "a package names what it publishes in __all__"
        return
    assert not [entry for entry in published if not hasattr(module, entry)]
    assert not _ours(module) - set(published), "add it to __all__, or begin its name with an underscore"


def test_no_source_file_is_too_long() -> None:
    lengths = {name: len((ROOT / name).read_text().splitlines()) for name in tracked() if name.endswith(".py")}
    assert not {name: length for name, length in lengths.items() if length > LONGEST}


def test_no_file_names_a_machine_or_an_index() -> None:
    """A clone works anywhere: no path of the machine it was written on, no package index of whoever wrote it."""
    own = re.escape(f"{ROOT}/")
    found = [
        f"{name}: {match.group()}"
        for name in tracked()
        if name != THIS_FILE
        for text in [(ROOT / name).read_text(errors="replace")]
        for pattern in [MACHINE_PATH, REGISTRY, re.compile(own)]
        for match in pattern.finditer(text)
    ]
    assert not found
