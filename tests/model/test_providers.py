"""Names, keys and servers: which client is built, and what is said where none can be."""

from __future__ import annotations

import asyncio
import json
import sys
from pathlib import Path
from typing import Any

import httpx2
import pytest
from pydantic import ValidationError

from summarize.errors import AnswerRejected, ConfigError, ModelRefused, NoModelError
from summarize.model import ModelSettings, open_model
from tests.model.conftest import Provider, Toll, question

WAYS = ("OPENAI_API_KEY", "--model openai/", "--model ollama/", "--base-url URL", "--replay")


def opened(provider: Provider, **settings: Any) -> Toll:
    async def run() -> Toll:
        async with open_model(ModelSettings(**settings), wire=httpx2.MockTransport(provider)) as model:
            return (await model.ask(question())).value

    return asyncio.run(run())


@pytest.mark.parametrize("name", [None, "openai/gpt", "anthropic/claude", "gpt", "acme/gpt"])
def test_no_key_and_no_server_names_the_ways_to_a_model(provider: Provider, recordings: Path, name: str | None) -> None:
    with pytest.raises(NoModelError) as caught:
        opened(provider, name=name, record=recordings)
    assert not recordings.exists()
    assert all(way in str(caught.value) for way in WAYS)


@pytest.mark.parametrize(
    ("settings", "environment", "url", "model"),
    [
        ({"name": "openai/gpt"}, {"OPENAI_API_KEY": "k"}, "https://api.openai.com/v1/chat/completions", "gpt"),
        ({"name": "openai/gpt"}, {"OPENAI_BASE_URL": "http://proxy/v1"}, "http://proxy/v1/chat/completions", "gpt"),
        ({"name": "gpt"}, {"OPENAI_BASE_URL": "http://proxy/v1"}, "http://proxy/v1/chat/completions", "gpt"),
        ({"name": "gpt", "base_url": "http://here:1/v1"}, {}, "http://here:1/v1/chat/completions", "gpt"),
        ({"name": "org/gpt", "base_url": "http://here:1/v1"}, {}, "http://here:1/v1/chat/completions", "org/gpt"),
        (
            {"name": "gpt", "base_url": "http://here:1/v1"},
            {"OPENAI_BASE_URL": "http://proxy/v1"},
            "http://here:1/v1/chat/completions",
            "gpt",
        ),
        ({"name": "ollama/llama3.1"}, {}, "http://localhost:11434/v1/chat/completions", "llama3.1"),
        ({"name": "ollama/x", "base_url": "http://there:2/v1"}, {}, "http://there:2/v1/chat/completions", "x"),
        ({"name": "deepseek/chat"}, {"DEEPSEEK_API_KEY": "k"}, "https://api.deepseek.com/chat/completions", "chat"),
    ],
)
def test_where_a_request_goes(
    provider: Provider,
    monkeypatch: pytest.MonkeyPatch,
    settings: dict[str, Any],
    environment: dict[str, str],
    url: str,
    model: str,
) -> None:
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    provider.replies = ['{"killed": 3}']
    assert opened(provider, **settings) == Toll(killed=3)
    assert str(provider.requests[0].url) == url
    assert provider.bodies[0]["model"] == model
    assert provider.bodies[0]["tools"]


def test_the_timeout_is_ours_and_the_sdk_does_not_retry(provider: Provider, pauses: list[float]) -> None:
    provider.replies = [httpx2.ReadTimeout("slow"), '{"killed": 3}']
    for name in ("openai/gpt", "ollama/llama3.1"):
        opened(provider, name=name, base_url="http://here:1/v1", timeout=123.0)
    assert [request.extensions["timeout"]["read"] for request in provider.requests] == [123.0] * 3
    assert len(pauses) == 1


def test_another_provider_is_recorded_and_replayed_like_the_first(provider: Provider, recordings: Path) -> None:
    provider.replies = ['{"killed": 3}']
    opened(provider, name="ollama/llama3.1", record=recordings)
    assert opened(provider, replay=recordings) == Toll(killed=3)
    assert len(provider.requests) == 1


@pytest.mark.parametrize("url", ["here:1/v1", "ftp://here/v1", "/v1"])
def test_a_base_url_needs_a_scheme(provider: Provider, url: str) -> None:
    with pytest.raises(ConfigError, match="http://"):
        opened(provider, name="gpt", base_url=url)


def test_a_missing_package_is_named(provider: Provider, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "anthropic", None)
    monkeypatch.setenv("ANTHROPIC_API_KEY", "k")
    with pytest.raises(ConfigError, match="pip install"):
        opened(provider, name="anthropic/claude")


def test_a_setting_that_does_not_exist_is_an_error() -> None:
    with pytest.raises(ValidationError, match="temprature"):
        ModelSettings.model_validate({"temprature": 1})


MESSAGE = {
    "id": "msg_1",
    "type": "message",
    "role": "assistant",
    "model": "claude",
    "stop_reason": "tool_use",
    "stop_sequence": None,
    "usage": {"input_tokens": 5, "output_tokens": 2, "cache_read_input_tokens": 4},
}


class Anthropic:
    """A provider of another kind: another SDK, another HTTP library, other bodies."""

    def __init__(self, *inputs: dict[str, Any]) -> None:
        self.http = pytest.importorskip("httpx")
        pytest.importorskip("anthropic")
        self.inputs = list(inputs)
        self.requests: list[Any] = []

    def __call__(self, request: Any) -> Any:
        self.requests.append(request)
        content = [{"type": "tool_use", "id": "t", "name": "Toll", "input": self.inputs.pop(0)}]
        return self.http.Response(200, json=MESSAGE | {"content": content})

    def ask(self, **settings: Any) -> Any:
        async def run() -> Any:
            async with open_model(ModelSettings(**settings), wire=self.http.MockTransport(self)) as model:
                return await model.ask(question())

        return asyncio.run(run())


def test_anthropic_through_the_same_transport(recordings: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ANTHROPIC_API_KEY", "sk-ant-0123456789")
    provider = Anthropic({"killed": "x"}, {"killed": 3})
    answer = provider.ask(name="anthropic/claude", record=recordings)
    assert answer.value == Toll(killed=3)
    assert (answer.usage.sent, answer.usage.input_tokens, answer.usage.output_tokens) == (2, 18, 4)
    body = json.loads(provider.requests[0].content)
    assert body["tools"][0]["input_schema"]["properties"] == {
        "killed": {"type": "integer"},
        "place": {"type": "string"},
    }
    assert body["max_tokens"] == 16_384
    assert "sk-ant" not in "".join(path.read_text() for path in recordings.iterdir())
    monkeypatch.delenv("ANTHROPIC_API_KEY")
    assert provider.ask(replay=recordings).usage.replayed == 2
    assert len(provider.requests) == 2


def test_anthropic_errors_are_ours_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ANTHROPIC_API_KEY", "k")
    provider = Anthropic({"killed": "x"}, {"killed": "y"})
    with pytest.raises(AnswerRejected) as caught:
        provider.ask(name="anthropic/claude")
    assert caught.value.answer == '{"killed": "y"}'
    monkeypatch.setattr(
        Anthropic, "__call__", lambda self, _: self.http.Response(401, json={"error": {"message": "no"}})
    )
    with pytest.raises(ModelRefused, match="key"):
        Anthropic().ask(name="anthropic/claude")
