"""Prompt templates: one versioned file a task, never edited once shipped, and the one function that fills them.

A template is a Markdown file with two headed parts, `# system` (static first, so that providers' prompt
caches hit) and `# user`. A variable the template wants and does not get is an error, and so is one it
is given and does not know.
"""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files
from typing import Any

from jinja2 import Environment, StrictUndefined, Template, TemplateError, meta

from summarize.errors import PromptError

__all__ = ["names", "render"]

_ENVIRONMENT = Environment(  # noqa: S701 - prompts are plain text, nothing is rendered as HTML
    undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True, keep_trailing_newline=False
)
_PARTS = re.compile(r"^# (system|user)\n", re.MULTILINE)


def names() -> tuple[str, ...]:
    """All templates that ship, as `task.vN`."""
    return tuple(
        sorted(entry.name.removesuffix(".md") for entry in files(__name__).iterdir() if entry.name.endswith(".md"))
    )


def render(name: str, **variables: Any) -> tuple[dict[str, str], ...]:
    """The messages of template `name` ("read.v1"): a tuple of {"role", "content"}, the static one first.

    Raises `PromptError` for an unknown template, a missing variable, or a variable the template does not use.
    """
    source, wanted = _template(name)
    if unknown := variables.keys() - wanted:
        raise PromptError(
            f"prompt {name} does not use {', '.join(sorted(unknown))}; it takes {', '.join(sorted(wanted))}"
        )
    if missing := wanted - variables.keys():
        raise PromptError(f"prompt {name} needs {', '.join(sorted(missing))}")
    try:
        return tuple({"role": role, "content": body.render(variables).strip()} for role, body in source)
    except TemplateError as error:
        raise PromptError(f"prompt {name} cannot be filled: {error}") from error


@cache
def _template(name: str) -> tuple[tuple[tuple[str, Template], ...], frozenset[str]]:
    """The template's parts in order, compiled once, and the variables it takes."""
    if name not in names():
        raise PromptError(f"there is no prompt {name}; there are {', '.join(names())}")
    text = (files(__name__) / f"{name}.md").read_text(encoding="utf-8")
    pieces = _PARTS.split(text)
    if pieces[0].strip() or len(pieces) < 3:
        raise PromptError(f"prompt {name} must start with a '# system' or '# user' heading")
    try:
        wanted = frozenset(meta.find_undeclared_variables(_ENVIRONMENT.parse(text)))
        bodies = [_ENVIRONMENT.from_string(body) for body in pieces[2::2]]
    except TemplateError as error:
        raise PromptError(f"prompt {name} cannot be filled: {error}") from error
    return tuple(zip(pieces[1::2], bodies, strict=True)), wanted
