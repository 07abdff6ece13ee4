"""What the code imports is what pyproject.toml asks for: the tests' environment holds more than a user's."""

from __future__ import annotations

import ast
import sys
import tomllib
from importlib.metadata import packages_distributions
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOMS = ("summarize", "schemas", "prompts")


def imported(source: str) -> set[str]:
    """Top-level names of the packages that a module imports, anywhere in it."""
    names: set[str] = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            names.update(alias.name.partition(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            names.add(node.module.partition(".")[0])
    return names - sys.stdlib_module_names - {"summarize"}


def test_every_import_is_asked_for(root: Path) -> None:
    project = tomllib.loads((root / "pyproject.toml").read_text())["project"]
    extras = [line for name, lines in project["optional-dependencies"].items() if name != "dev" for line in lines]
    asked: set[str] = {canonicalize_name(Requirement(line).name) for line in [*project["dependencies"], *extras]}
    providers = packages_distributions()
    missing = {
        f"{path.relative_to(root)}: {name}"
        for room in ROOMS
        for path in (root / room).rglob("*.py")
        for name in imported(path.read_text())
        if not _is_asked_for(name, asked, providers.get(name))
    }
    assert not missing


def _is_asked_for(name: str, asked: set[str], providers: list[str] | None) -> bool:
    """Whether a requirement brings the package. One that is not installed (an extra) is known by its name alone."""
    if providers:
        return bool(asked & {canonicalize_name(found) for found in providers})
    own = canonicalize_name(name)
    return any(one == own or one.startswith(f"{own}-") for one in asked)
