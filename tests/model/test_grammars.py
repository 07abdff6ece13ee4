"""With a decoder that enforces schemas: they compile, right answers fit, and nonsense in their form is turned down.

llguidance is the decoder that vLLM, SGLang and llama.cpp can be built with. It needs no model: here the model is chance,
which picks each byte among those that the schema allows.
"""

from __future__ import annotations

import asyncio
import json
import random
from typing import Any

import httpx2
import jsonschema
import pytest
from pydantic import BaseModel

from summarize.errors import AnswerRejected
from summarize.extract import read
from summarize.extract.request import answer_type
from summarize.model import ModelSettings, answer_schema, open_model
from summarize.schemas import Mending, Reading, Records
from tests.extract.articles import article, parsed
from tests.model.conftest import SERVER, completion

llguidance = pytest.importorskip("llguidance", reason="llguidance, which enforces schemas, is not installed")

FORMS = [Reading, Mending, answer_type(("events",)), answer_type(("actors", "tallies"))]
STRICT = [pytest.param(False, id="lean"), pytest.param(True, id="strict")]
MOST = 60_000  # bytes of an answer
BYTES = llguidance.LLTokenizer("byte")


def matcher(schema: dict[str, Any]) -> Any:
    grammar = llguidance.LLMatcher.grammar_from_json_schema(schema)
    return llguidance.LLMatcher(BYTES, grammar)


def nonsense(schema: dict[str, Any], chance: random.Random) -> str:
    """An answer that the schema allows, made by chance; what closes a string or a list is preferred."""
    decoder, said = matcher(schema), bytearray()
    while not decoder.is_stopped():
        mask = decoder.compute_bitmask()
        allowed = [byte for byte in range(256) if mask[byte >> 3] >> (byte & 7) & 1]
        if not allowed:
            break
        closing = [byte for byte in allowed if byte in b'"]}']
        byte = chance.choice(closing if closing and chance.random() < 0.3 else allowed)
        assert decoder.consume_token(byte), decoder.get_error()
        said.append(byte)
        assert len(said) < MOST
    return said.decode()


@pytest.mark.parametrize("strict", STRICT)
@pytest.mark.parametrize("form", FORMS)
def test_the_forms_compile_into_a_grammar(form: type[BaseModel], strict: bool) -> None:
    grammar = llguidance.LLMatcher.grammar_from_json_schema(answer_schema(form, strict))
    assert llguidance.LLMatcher.validate_grammar_with_warnings(grammar, BYTES) == (False, [])


def test_a_form_that_no_grammar_can_hold_is_noticed() -> None:
    grammar = llguidance.LLMatcher.grammar_from_json_schema({"type": "array", "uniqueItems": True})
    assert llguidance.LLMatcher.validate_grammar_with_warnings(grammar, BYTES) != (False, [])


@pytest.mark.parametrize("strict", STRICT)
def test_a_right_answer_can_be_said(strict: bool) -> None:
    said = parsed().model_dump_json(by_alias=True, exclude_defaults=not strict)
    decoder = matcher(answer_schema(Reading, strict))
    assert decoder.try_consume_tokens(list(said.encode())) == len(said.encode()), decoder.get_error()
    assert decoder.is_accepting()
    wrong = said.replace("Armed clash", "Scuffle")
    assert matcher(answer_schema(Reading, strict)).try_consume_tokens(list(wrong.encode())) < len(wrong.encode())


class Enforcing:
    """A server that decodes along the schema of each request, over a model that is chance."""

    def __init__(self, seed: int) -> None:
        self.chance, self.asked = random.Random(seed), 0  # noqa: S311 - no secret, and the same each time

    def __call__(self, request: httpx2.Request) -> httpx2.Response:
        self.asked += 1
        schema = json.loads(request.content)["response_format"]["json_schema"]["schema"]
        said = nonsense(schema, self.chance)
        jsonschema.validate(json.loads(said), schema)
        return httpx2.Response(200, json=completion(said, tool=False))


@pytest.mark.parametrize("strict", STRICT)
@pytest.mark.parametrize("seed", range(8))
def test_nonsense_in_the_right_form_is_turned_down_in_order(seed: int, strict: bool) -> None:
    """Either the answer is rejected with its reasons, or what stands in it is: none of it becomes a record."""
    server = Enforcing(seed)

    async def run() -> Records | AnswerRejected:
        settings = ModelSettings(name="m", base_url=SERVER, mode="json_schema", strict=strict)
        async with open_model(settings, wire=httpx2.MockTransport(server)) as model:
            try:
                return await read(article(), model)
            except AnswerRejected as rejected:
                return rejected

    found = asyncio.run(run())
    assert 1 <= server.asked <= 4
    if isinstance(found, AnswerRejected):
        assert found.reasons
        json.loads(found.answer)
    else:
        assert found.actors + found.events + found.relations + found.tallies == ()
