"""OpenAI's documented limits of strict structured output, as a check.

Source: "Structured model outputs › Supported schemas" of the OpenAI API guide.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from summarize.model.schema import STRICT_KEYWORDS

__all__ = ["check_strict"]

Schema = dict[str, Any]

MAX_DEPTH = 10
MAX_PROPERTIES = 5000
MAX_ENUM_VALUES = 1000
MAX_STRING_LENGTH = 120_000
LARGE_ENUM = 250
MAX_LARGE_ENUM_LENGTH = 15_000
TITLES = frozenset({"title", "$schema"})  # ignored by the provider, so no violation


def check_strict(schema: Schema) -> list[str]:
    """What a provider of strict structured output would refuse in this schema: one sentence each, none if it is fine.

    Checked: the root is an object and no union; every object closed with all properties required; only supported
    keywords; references resolve and stand alone; nesting of at most 10 levels (arrays are counted as well as
    objects, which is stricter than the wording); at most 5,000 properties, 1,000 enum values in total, 120,000
    characters in names and enum values, and 15,000 in one enum of more than 250 strings.
    """
    nodes = list(_walk(schema, "$"))
    found = [violation for where, node in nodes for violation in _node(where, node, schema.get("$defs", {}))]
    if schema.get("type") != "object" or "anyOf" in schema:
        found.insert(0, "$: the root must be an object, and no union")
    return found + _totals([node for _, node in nodes], schema)


def _walk(schema: Schema, where: str) -> Iterator[tuple[str, Schema]]:
    """Every sub-schema with its place; property and definition names are no keywords."""
    yield where, schema
    for key in ("properties", "$defs"):
        for name, sub in schema.get(key, {}).items():
            yield from _walk(sub, f"{where}.{name}" if key == "properties" else f"{where}.$defs.{name}")
    for branch, sub in enumerate(schema.get("anyOf", ())):
        yield from _walk(sub, f"{where}|{branch}")
    if isinstance(schema.get("items"), dict):
        yield from _walk(schema["items"], f"{where}[]")


def _node(where: str, node: Schema, definitions: Schema) -> Iterator[str]:
    for keyword in sorted(node.keys() - STRICT_KEYWORDS - TITLES):
        yield f"{where}: the keyword {keyword!r} is not supported"
    if "$ref" in node:
        if node["$ref"] != "#" and node["$ref"].removeprefix("#/$defs/") not in definitions:
            yield f"{where}: {node['$ref']} leads nowhere"
        if node.keys() - {"$ref", "$defs"}:
            yield f"{where}: a reference may have no other keyword beside it"
    if node.get("type") == "object":
        yield from _object(where, node)
    if node.get("type") == "array" and "items" not in node:
        yield f"{where}: an array must say what its items are"
    if not node.keys() & {"type", "anyOf", "$ref", "enum", "const"}:
        yield f"{where}: nothing says of which type it is"


def _object(where: str, node: Schema) -> Iterator[str]:
    if node.get("additionalProperties") is not False:
        yield f"{where}: additionalProperties must be false"
    missing = set(node.get("properties", {})) - set(node.get("required", ()))
    if missing:
        yield f"{where}: not required: {', '.join(sorted(missing))}"


def _totals(nodes: list[Schema], schema: Schema) -> list[str]:
    names = [name for node in nodes for key in ("properties", "$defs") for name in node.get(key, {})]
    properties = sum(len(node.get("properties", {})) for node in nodes)
    enums = [node["enum"] for node in nodes if "enum" in node]
    constants = [str(node["const"]) for node in nodes if "const" in node]
    values = [str(value) for enum in enums for value in enum]
    measured = [
        ("levels of nesting", _depth(schema, schema.get("$defs", {}), frozenset()), MAX_DEPTH),
        ("properties", properties, MAX_PROPERTIES),
        ("enum values", len(values), MAX_ENUM_VALUES),
        ("characters in names and enum values", sum(map(len, names + values + constants)), MAX_STRING_LENGTH),
    ]
    measured += [
        (f"characters in one enum of {len(enum)} values", sum(len(str(value)) for value in enum), MAX_LARGE_ENUM_LENGTH)
        for enum in enums
        if len(enum) > LARGE_ENUM
    ]
    return [f"$: {count} {what}; at most {limit} are allowed" for what, count, limit in measured if count > limit]


def _depth(node: Schema, definitions: Schema, seen: frozenset[str]) -> int:
    """Levels of objects and arrays below and including this node; a recursive definition is entered once."""
    name = node.get("$ref", "").removeprefix("#/$defs/")
    if name in seen:
        return 0
    inner = [*node.get("properties", {}).values(), *node.get("anyOf", ())]
    if isinstance(node.get("items"), dict):
        inner.append(node["items"])
    if name and name in definitions:
        inner.append(definitions[name])
        seen = seen | {name}
    own = 1 if node.get("type") in {"object", "array"} else 0
    return own + max((_depth(sub, definitions, seen) for sub in inner), default=0)
