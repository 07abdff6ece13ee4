"""The JSON Schema of an answer, in the two forms that are sent: lean, and strict as OpenAI defines it.

Both start from what pydantic generates. The lean form is for everyone who pays by the token: no titles, and an
optional field has no `null` branch, so that a model leaves it out instead of answering `null`. The strict form is
the subset that constrained decoding accepts: every property required, nothing additional, no keyword beyond it.
`summarize.model.strict` checks a schema against that subset.
"""

from __future__ import annotations

import copy
from collections.abc import Callable
from functools import lru_cache
from typing import Any

from pydantic import BaseModel

__all__ = ["answer_schema", "cached_schema"]

Schema = dict[str, Any]
NULL: Schema = {"type": "null"}

# What the strict subset knows. Everything else that pydantic may write is dropped from the strict form; the answer
# type's own validators still enforce it.
STRICT_KEYWORDS = frozenset(
    {"$defs", "$ref", "additionalProperties", "anyOf", "const", "description", "enum", "items", "properties"}
    | {"required", "type"}
)


def answer_schema(answer: type[BaseModel], strict: bool) -> Schema:
    """The schema an answer of this type must meet, as it stands in the request; a fresh copy.

    `strict`: every property is required, optional ones that may be `null` keep that branch, objects are closed, and
    keywords outside OpenAI's strict subset (minLength, pattern, format, minimum, default …) are gone. Not strict:
    titles and the null branches and null defaults of optional fields are gone, all else stays. An answer that meets
    either form parses as the type, as far as the type's validators agree.
    """
    return copy.deepcopy(cached_schema(answer, strict))


@lru_cache(maxsize=128)
def cached_schema(answer: type[BaseModel], strict: bool) -> Schema:
    """`answer_schema`, built once a type and shared: not to be changed."""
    schema = _unwrapped(answer.model_json_schema())
    rewritten = (_strict if strict else _lean)(schema)
    return {key: rewritten[key] for key in sorted(rewritten, key=lambda key: key == "$defs")}


def _unwrapped(schema: Schema) -> Schema:
    """A recursive model's root is a bare reference: put the object in its place, for a root must be an object."""
    if "$ref" not in schema:
        return schema
    name = schema["$ref"].removeprefix("#/$defs/")
    return {**schema["$defs"][name], "$defs": schema["$defs"]}


def _inside(schema: Schema, rewrite: Callable[[Schema], Schema]) -> Schema:
    """The schema with every sub-schema rewritten; property and definition names are never taken for keywords."""
    done: Schema = {}
    for key, value in schema.items():
        if key in {"properties", "$defs"}:
            done[key] = {name: rewrite(sub) for name, sub in value.items()}
        elif key in {"anyOf", "oneOf", "allOf", "prefixItems"}:
            done[key] = [rewrite(sub) for sub in value]
        elif key in {"items", "additionalProperties"} and isinstance(value, dict):
            done[key] = rewrite(value)
        else:
            done[key] = value
    return done


def _lean(schema: Schema) -> Schema:
    done = _inside(schema, _lean)
    done.pop("title", None)
    done.pop("discriminator", None)
    required = set(done.get("required", ()))
    for name, sub in done.get("properties", {}).items():
        if name not in required:
            done["properties"][name] = _without_null(sub)
    return done


def _without_null(schema: Schema) -> Schema:
    """An optional field's schema where leaving it out says what `null` would."""
    if "default" in schema and schema["default"] in (None, [], {}, ""):
        schema = {key: value for key, value in schema.items() if key != "default"}
    branches = schema.get("anyOf")
    if not branches or NULL not in branches:
        return schema
    kept = [branch for branch in branches if branch != NULL]
    others = {key: value for key, value in schema.items() if key != "anyOf"}
    return {**kept[0], **others} if len(kept) == 1 else {"anyOf": kept, **others}


def _strict(schema: Schema) -> Schema:
    done = _inside(schema, _strict)
    if "oneOf" in done:
        done["anyOf"] = done.pop("oneOf")
    if len(done.get("allOf", ())) == 1:
        done = {**done.pop("allOf")[0], **done}
    done = {key: value for key, value in done.items() if key in STRICT_KEYWORDS}
    if done.get("type") == "object" and "properties" in done:
        done |= {"required": list(done["properties"]), "additionalProperties": False}
    if "$ref" in done and len(done.keys() - {"$ref", "$defs"}):
        # A reference may have no sibling there; one branch says the same.
        done = {"anyOf": [{"$ref": done.pop("$ref")}], **done}
    return done
