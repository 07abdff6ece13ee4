"""Writes docs/schema.md, the reference of every published type, from the models themselves.

python docs/generate_schema.py          write it
python docs/generate_schema.py --check  exit 1 if it is not current
"""

from __future__ import annotations

import sys
from pathlib import Path
from types import NoneType, UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from summarize.schemas import (
    actors,
    contradictions,
    dates,
    documents,
    dossier,
    events,
    evidence,
    judgements,
    reading,
    records,
    relations,
    tallies,
    vocabulary,
)

PAGE = Path(__file__).with_name("schema.md")
INTRODUCTION = """# Schema reference

Generated from the models by `python docs/generate_schema.py`; a test fails when it is not current. The same as JSON
Schema: `summarize schema dossier`, `summarize schema reading`. Value sets and where they come from:
[codebook.md](codebook.md).

All models are immutable and refuse unknown keys. Offsets count Unicode code points of a document's text, end
exclusive. A field without a default is required. Ids of actors in a record are record ids (`document:key`); in a
canonical item they are canonical ids.
"""
GROUPS: dict[str, tuple[Any, ...]] = {
    "The dossier": (dossier, records),
    "Documents and evidence": (documents, evidence, dates),
    "Canonical items and their records": (actors, events, relations, tallies, contradictions, judgements),
    "The reading: what a model is asked for": (reading,),
}
MODULES = tuple(module for modules in GROUPS.values() for module in modules)
TYPES = {str: "text", int: "integer", float: "number", bool: "true or false", NoneType: "null", Any: "anything"}


def _value_sets() -> dict[tuple[Any, ...], tuple[str, bool]]:
    """Each named set of values, and whether the codebook explains it."""
    found = {}
    for module in (*MODULES, vocabulary):
        for name, value in vars(module).items():
            if get_origin(value) is Literal:
                found[get_args(value)] = (name, name in vars(vocabulary))
    return found


VALUE_SETS = _value_sets()


def words(kind: Any) -> str:
    """An annotation in words, with links to models and value sets."""
    origin, arguments = get_origin(kind), get_args(kind)
    if kind in TYPES:
        return TYPES[kind]
    if origin is Annotated:
        return words(arguments[0])
    if origin is Literal:
        name, explained = VALUE_SETS.get(arguments, ("", False))
        return f"[{name}](codebook.md#{name.lower()})" if explained else " · ".join(f"`{each}`" for each in arguments)
    if origin in {Union, UnionType}:
        return " or ".join(words(each) for each in arguments)
    if origin in {tuple, list}:
        return f"list of {words(arguments[0])}"
    if origin is dict:
        return f"object of {words(arguments[1])}"
    return f"[{kind.__name__}](#{kind.__name__.lower()})" if issubclass(kind, BaseModel) else str(kind.__name__)


def _default(field: FieldInfo) -> str:
    if field.is_required():
        return "required"
    default = field.get_default(call_default_factory=True)
    if default is None:
        return "null"
    empty = default in ((), [], {}) or isinstance(default, BaseModel)
    return "empty" if empty else f"`{', '.join(default) if isinstance(default, tuple) else default}`"


def _rows(model: type[BaseModel]) -> list[str]:
    cells = [
        (f"`{field.alias or name}`", words(field.annotation), _default(field), _text(field.description or ""))
        for name, field in model.model_fields.items()
    ]
    return [f"| {' | '.join(row)} |" for row in cells]


def _text(value: str) -> str:
    return " ".join(value.split()).replace("|", "\\|")


def _section(model: type[BaseModel]) -> list[str]:
    said = [_text(part) for part in (model.__doc__ or "").strip().split("\n\n")]
    head = ["", f"### {model.__name__}", "", "\n\n".join(said), ""]
    return [*head, "| field | type | default | |", "| --- | --- | --- | --- |", *_rows(model)]


def _models(module: Any) -> list[type[BaseModel]]:
    """The models a module publishes; bases that only hold common fields are left out."""
    found = [value for value in vars(module).values() if isinstance(value, type) and issubclass(value, BaseModel)]
    return [
        each for each in found
        if each.__module__ == module.__name__ and each.model_fields and not each.__name__.endswith("Content")
    ]  # fmt: skip


def reference() -> str:
    """The whole page."""
    lines = [INTRODUCTION.rstrip()]
    for title, modules in GROUPS.items():
        lines += ["", f"## {title}"]
        lines += [line for module in modules for model in _models(module) for line in _section(model)]
    return "\n".join(lines) + "\n"


def main() -> int:
    """Write the page, or with --check say whether it is current."""
    if "--check" in sys.argv[1:]:
        return int(PAGE.read_text(encoding="utf-8") != reference())
    PAGE.write_text(reference(), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
