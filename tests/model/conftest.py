"""A provider whose answers a test writes, and an answer type small enough to read."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path
from typing import Any

import httpx2
import pytest
from pydantic import BaseModel, ConfigDict, ValidationInfo, field_validator

from summarize.model import Answer, Model, ModelSettings, Question, Usage, open_model

SERVER = "http://127.0.0.1:9/v1"


class Toll(BaseModel):
    """How many were killed."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    killed: int
    place: str | None = None

    @field_validator("place")
    @classmethod
    def _stands_in_the_text(cls, value: str | None, info: ValidationInfo) -> str | None:
        if value is not None and info.context is not None and value not in info.context["text"]:
            raise ValueError("the text does not say so")
        return value


def question(content: str = "Three were killed at Tanf.", **changes: Any) -> Question[Toll]:
    """A question about `content`; `changes` replace its other fields."""
    messages = ({"role": "system", "content": "Count the dead."}, {"role": "user", "content": content})
    fields: dict[str, Any] = {"task": "toll.v1", "subject": "wire/001", "messages": messages, "answer": Toll}
    return Question(**(fields | changes))


def completion(text: str | None, *, tool: bool = True, finish: str = "stop") -> dict[str, Any]:
    """A chat completion saying `text`, as the arguments of a tool call or as content. 7 tokens in, 3 out."""
    call = {"id": "call_1", "type": "function", "function": {"name": "Toll", "arguments": text}}
    said = {"content": None, "tool_calls": [call]} if tool and text is not None else {"content": text}
    return {
        "id": "chatcmpl-1",
        "object": "chat.completion",
        "created": 1,
        "model": "m",
        "choices": [{"index": 0, "finish_reason": finish, "message": {"role": "assistant", **said}}],
        "usage": {"prompt_tokens": 7, "completion_tokens": 3, "total_tokens": 10},
    }


Reply = str | dict[str, Any] | httpx2.Response | Exception


class Provider:
    """Answers requests in turn from `replies` (a string: tool arguments) and keeps them; the last one repeats."""

    def __init__(self) -> None:
        self.replies: list[Reply] = []
        self.requests: list[httpx2.Request] = []
        self.delay = 0.0

    @property
    def bodies(self) -> list[dict[str, Any]]:
        return [json.loads(request.content) for request in self.requests]

    async def __call__(self, request: httpx2.Request) -> httpx2.Response:
        self.requests.append(request)
        await asyncio.sleep(self.delay)
        reply = self.replies.pop(0) if len(self.replies) > 1 else self.replies[0]
        if isinstance(reply, Exception):
            raise reply
        if isinstance(reply, httpx2.Response):
            return reply
        return httpx2.Response(200, json=completion(reply) if isinstance(reply, str) else reply)

    def ask(self, *questions: Question[Toll], **settings: Any) -> list[Answer[Toll]]:
        """The answers to questions asked at once of one model; `usage` is what they took together."""
        return asyncio.run(self._ask(questions, settings))

    async def _ask(self, questions: tuple[Question[Toll], ...], settings: dict[str, Any]) -> list[Answer[Toll]]:
        chosen = ModelSettings(**({} if "replay" in settings else {"name": "m", "base_url": SERVER}) | settings)
        async with open_model(chosen, wire=httpx2.MockTransport(self)) as model:
            seam: Model = model
            try:
                return list(await asyncio.gather(*(seam.ask(each) for each in questions)))
            finally:
                self.usage: Usage = model.usage


@pytest.fixture
def provider() -> Provider:
    return Provider()


@pytest.fixture
def recordings(tmp_path: Path) -> Path:
    return tmp_path / "recordings"


@pytest.fixture
def pauses(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """The waits between tries, in seconds; none is waited for."""
    waited: list[float] = []

    async def note(seconds: float) -> None:
        waited.append(seconds)

    monkeypatch.setattr("summarize.model.retry._pause", note)
    monkeypatch.setattr("summarize.model.pace.Pace._provider_wait", lambda *_: 0.0)
    return waited


def interactions(folder: Path) -> list[dict[str, Any]]:
    """The recorded interactions, by file name."""
    names = sorted(path for path in folder.glob("*.json") if path.name != "manifest.json")
    return [json.loads(path.read_text(encoding="utf-8")) for path in names]
