"""The same reading whichever way the form is asked for: as a tool, as a response format, or in words."""

from __future__ import annotations

import asyncio
import json
from typing import Any

import httpx2
import jsonschema
import pytest

from summarize.extract import read
from summarize.model import ModelSettings, answer_schema, open_model
from summarize.schemas import Reading, Records
from tests.extract.articles import article, parsed, reading
from tests.model.conftest import SERVER, Provider, completion

LEAN = json.dumps(reading(), ensure_ascii=False)
WHOLE = parsed().model_dump_json(by_alias=True)  # every key there, null where nothing is said: the strict form
MODES = [
    ("tools", False, LEAN, True),
    ("tools", True, WHOLE, True),
    ("json_schema", False, LEAN, False),
    ("json_schema", True, WHOLE, False),
    ("json_schema", False, f"```json\n{LEAN}\n```", False),  # a server that enforces nothing
    ("md_json", False, f"```json\n{LEAN}\n```", False),
    ("md_json", False, f"Here is what I found:\n\n```json\n{LEAN}\n```\nLet me know if you need more.", False),
    ("md_json", False, LEAN, False),  # no code block, though it was asked for
    ("md_json", True, f"```json\n{WHOLE}\n```", False),
]


def records(provider: Provider, **settings: Any) -> Records:
    async def run() -> Records:
        chosen = ModelSettings(name="m", base_url=SERVER, **settings)
        async with open_model(chosen, wire=httpx2.MockTransport(provider)) as model:
            return await read(article(), model)

    return asyncio.run(run())


def test_the_answers_here_are_of_the_forms_asked_for() -> None:
    jsonschema.validate(json.loads(LEAN), answer_schema(Reading, strict=False))
    jsonschema.validate(json.loads(WHOLE), answer_schema(Reading, strict=True))


@pytest.mark.parametrize(("mode", "strict", "said", "tool"), MODES)
def test_every_mode_gives_the_same_records(provider: Provider, mode: str, strict: bool, said: str, tool: bool) -> None:
    provider.replies = [completion(LEAN)]
    usual = records(provider)
    provider.replies = [completion(said, tool=tool)]
    found = records(provider, mode=mode, strict=strict)
    assert found == usual
    assert (len(found.events), len(found.rejected), found.tokens.sent) == (1, 0, 1)


@pytest.mark.parametrize(("mode", "strict", "said", "tool"), MODES)
def test_every_mode_can_be_corrected(provider: Provider, mode: str, strict: bool, said: str, tool: bool) -> None:
    bad = said.replace('"Armed clash"', '"Scuffle"')
    provider.replies = [completion(bad, tool=tool), completion(said, tool=tool)]
    assert len(records(provider, mode=mode, strict=strict).events) == 1
    assert "Scuffle" in json.dumps(provider.bodies[1]["messages"])
    assert "events.0.type" in json.dumps(provider.bodies[1]["messages"])
    assert provider.bodies[1]["messages"][: len(provider.bodies[0]["messages"])] == provider.bodies[0]["messages"]
