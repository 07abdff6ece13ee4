"""The two forms of an answer's schema: lean for whoever pays by the token, strict for constrained decoding."""

from __future__ import annotations

import json
from enum import StrEnum
from typing import Annotated, Any, Literal

import jsonschema
import pytest
from pydantic import BaseModel, ConfigDict, Field

from summarize.model import answer_schema, check_strict
from summarize.model.form import form_of
from tests.model.conftest import Provider, Toll, completion, question


class Colour(StrEnum):
    RED = "red"
    BLUE = "blue"


class Part(BaseModel):
    """A part of it."""

    model_config = ConfigDict(extra="forbid")

    title: str = Field(description="A property that is called like a keyword.", min_length=1, pattern="^T")
    count: int | None = Field(None, ge=0, le=9, description="How many.")
    colour: Colour = Colour.RED


class Whole(BaseModel):
    """All of it."""

    model_config = ConfigDict(extra="forbid", populate_by_name=True)

    parts: list[Part] = Field([], max_length=5)
    main: Part = Field(description="The one that counts.")
    spare: Part | None = Field(None, description="If there is one.")
    either: int | str | None = None
    stated: str | None
    kind: Literal["only"] = "only"
    key: Annotated[str, Field(alias="k")] = "a"


class Tree(BaseModel):
    """A tree."""

    model_config = ConfigDict(extra="forbid")

    branches: list[Tree] = []


LEAN = answer_schema(Whole, strict=False)
STRICT = answer_schema(Whole, strict=True)


def test_lean_leaves_out_what_costs_and_says_nothing() -> None:
    assert LEAN["required"] == ["main", "stated"]
    assert LEAN["properties"]["spare"] == {"$ref": "#/$defs/Part", "description": "If there is one."}
    assert LEAN["properties"]["main"]["description"] == "The one that counts."
    assert LEAN["properties"]["either"] == {"anyOf": [{"type": "integer"}, {"type": "string"}]}
    assert LEAN["properties"]["stated"] == {"anyOf": [{"type": "string"}, {"type": "null"}]}
    assert LEAN["properties"]["parts"] == {"items": {"$ref": "#/$defs/Part"}, "maxItems": 5, "type": "array"}
    assert LEAN["properties"]["k"] == {"default": "a", "type": "string"}
    part = LEAN["$defs"]["Part"]
    assert part["properties"]["count"] == {"maximum": 9, "minimum": 0, "type": "integer", "description": "How many."}
    assert part["properties"]["title"]["pattern"] == "^T"
    assert part["description"] == "A part of it."
    assert part["additionalProperties"] is False
    assert "title" not in part
    assert LEAN["$defs"]["Colour"] == {"enum": ["red", "blue"], "type": "string"}


def test_strict_requires_everything_and_keeps_to_the_subset() -> None:
    assert check_strict(STRICT) == []
    assert set(STRICT["required"]) == set(STRICT["properties"]) == {*LEAN["properties"]}
    part = STRICT["$defs"]["Part"]
    assert part["required"] == ["title", "count", "colour"]
    assert part["properties"]["title"] == {
        "description": "A property that is called like a keyword.",
        "type": "string",
    }
    assert part["properties"]["count"] == {"anyOf": [{"type": "integer"}, {"type": "null"}], "description": "How many."}
    assert STRICT["properties"]["main"] == {"anyOf": [{"$ref": "#/$defs/Part"}], "description": "The one that counts."}
    assert STRICT["properties"]["kind"] == {"const": "only", "type": "string"}


ANSWERS: list[tuple[dict[str, Any], bool, bool]] = [
    ({"main": {"title": "T"}, "stated": None}, True, False),
    ({"main": {"title": "T", "count": None}, "stated": "x"}, False, False),
    (
        {
            "parts": [],
            "main": {"title": "T", "count": None, "colour": "red"},
            "spare": None,
            "either": None,
            "stated": None,
            "kind": "only",
            "k": "b",
        },
        False,
        True,
    ),
    ({"main": {"title": "T"}, "stated": None, "mood": 1}, False, False),
]


@pytest.mark.parametrize(("answer", "lean", "strict"), ANSWERS)
def test_what_meets_a_form_parses(answer: dict[str, Any], lean: bool, strict: bool) -> None:
    for schema, meets in ((LEAN, lean), (STRICT, strict)):
        validator = jsonschema.Draft202012Validator(schema)
        assert validator.is_valid(answer) is meets
        if meets:
            Whole.model_validate(answer)


def test_a_recursive_type_has_an_object_for_root() -> None:
    schema = answer_schema(Tree, strict=True)
    assert schema["type"] == "object"
    assert check_strict(schema) == []


def test_a_copy_may_be_changed() -> None:
    answer_schema(Whole, strict=True)["properties"].clear()
    assert answer_schema(Whole, strict=True) == STRICT


def test_the_schema_is_built_once_a_type(provider: Provider) -> None:
    built: list[type] = []

    class Counted(Toll):
        """Counted."""

        @classmethod
        def model_json_schema(cls, *args: Any, **options: Any) -> dict[str, Any]:
            built.append(cls)
            return Toll.model_json_schema(*args, **options)

    provider.replies = ['{"killed": 3}']
    provider.ask(*(question(str(number), answer=Counted) for number in range(4)))
    assert built == [Counted]
    assert form_of(Counted, False) is form_of(Counted, False)


SENT = {
    "tools": lambda body: body["tools"][0]["function"]["parameters"],
    "json_schema": lambda body: body["response_format"]["json_schema"]["schema"],
}


@pytest.mark.parametrize("strict", [False, True])
@pytest.mark.parametrize("mode", SENT)
def test_the_request_carries_the_form(provider: Provider, mode: str, strict: bool) -> None:
    provider.replies = [completion('{"killed": 3, "place": null}', tool=mode == "tools")]
    assert provider.ask(question(), mode=mode, strict=strict)[0].value == Toll(killed=3)
    sent = SENT[mode](provider.bodies[0])
    wanted = answer_schema(Toll, strict)
    assert {key: sent[key] for key in ("properties", "required", "additionalProperties")} == {
        key: wanted[key] for key in ("properties", "required", "additionalProperties")
    }
    holder = provider.bodies[0]["tools"][0]["function"] if mode == "tools" else provider.bodies[0]["response_format"]
    assert (holder.get("json_schema") or holder).get("strict", False) is strict
    assert check_strict(sent) == [] or not strict


def test_md_json_carries_the_form_in_words(provider: Provider) -> None:
    provider.replies = [completion('Here it is:\n```json\n{"killed": 3}\n```\n', tool=False)]
    assert provider.ask(question(), mode="md_json")[0].value == Toll(killed=3)
    system = provider.bodies[0]["messages"][0]
    assert system["content"].startswith("Count the dead.")
    shown = system["content"].partition("json_schema:")[2].partition("Make sure")[0]
    assert json.loads(shown)["properties"] == answer_schema(Toll, False)["properties"]


OBJECT = {"type": "object", "additionalProperties": False}


def nested(levels: int) -> dict[str, Any]:
    inner: dict[str, Any] = {"type": "string"}
    for _ in range(levels):
        inner = {**OBJECT, "properties": {"p": inner}, "required": ["p"]}
    return inner


def flat(**properties: Any) -> dict[str, Any]:
    return {**OBJECT, "properties": properties, "required": list(properties)}


VIOLATIONS: dict[str, tuple[dict[str, Any], str | None]] = {
    "fine": (flat(a={"type": "string", "description": "d", "enum": ["x"]}), None),
    "root is an array": ({"type": "array", "items": {"type": "string"}}, "root must be an object"),
    "root is a union": ({"anyOf": [flat(), flat()]}, "root must be an object"),
    "open": ({"type": "object", "properties": {}, "required": []}, "additionalProperties must be false"),
    "a map": (flat(a={"type": "object", "additionalProperties": {"type": "string"}}), "$.a: additionalProperties"),
    "optional": ({**flat(a={"type": "string"}), "required": []}, "not required: a"),
    "keyword": (flat(a={"type": "string", "minLength": 1}), "$.a: the keyword 'minLength'"),
    "oneOf": (flat(a={"oneOf": [{"type": "string"}]}), "'oneOf'"),
    "in an item": (
        flat(a={"type": "array", "items": {"type": "string", "format": "date"}}),
        "$.a[]: the keyword 'format'",
    ),
    "in a definition": ({**flat(), "$defs": {"D": {"type": "object"}}}, "$.$defs.D"),
    "in a branch": (flat(a={"anyOf": [{"type": "null"}, {"type": "integer", "minimum": 0}]}), "$.a|1"),
    "a property called like a keyword": (flat(minLength={"type": "integer"}, title={"type": "string"}), None),
    "sibling of a reference": (flat(a={"$ref": "#", "description": "d"}), "no other keyword"),
    "dangling reference": (flat(a={"$ref": "#/$defs/Gone"}), "leads nowhere"),
    "tuple": (flat(a={"type": "array"}), "what its items are"),
    "anything": (flat(a={"description": "d"}), "of which type"),
    "10 levels": (nested(10), None),
    "11 levels": (nested(11), "11 levels of nesting"),
    "5,000 properties": (flat(**{f"p{n}": {"type": "null"} for n in range(5000)}), None),
    "5,001 properties": (flat(**{f"p{n}": {"type": "null"} for n in range(5001)}), "5001 properties"),
    "1,001 values": (flat(**{f"p{n}": {"enum": list(range(143))} for n in range(7)}), "1001 enum values"),
    "long names": (flat(**{"p" * 120_001: {"type": "null"}}), "120001 characters"),
    "long enum": (flat(a={"enum": [f"{n:060}" for n in range(251)]}), "15060 characters in one enum"),
}


@pytest.mark.parametrize(("schema", "violation"), VIOLATIONS.values(), ids=VIOLATIONS)
def test_check_strict(schema: dict[str, Any], violation: str | None) -> None:
    found = check_strict(schema)
    if violation is None:
        assert found == []
    else:
        assert any(violation in line for line in found), found
