"""The straight way through the SDK sends, byte by byte, what its own `create` sends."""

from __future__ import annotations

import asyncio
from typing import Any

import httpx2
import pytest

from summarize.model import ModelSettings, open_model, providers
from tests.model.conftest import SERVER, Provider, completion, question


@pytest.mark.parametrize("mode", ["tools", "json_schema", "md_json"])
@pytest.mark.parametrize("more", [{}, {"temperature": 0.5, "options": {"seed": 7, "user": "é"}, "strict": True}])
def test_the_same_bytes_and_headers(
    provider: Provider, monkeypatch: pytest.MonkeyPatch, mode: str, more: dict[str, Any]
) -> None:
    said = '```json\n{"killed": 3, "place": null}\n```' if mode == "md_json" else '{"killed": 3, "place": null}'
    provider.replies = [completion('{"killed": "x"}', tool=mode == "tools"), completion(said, tool=mode == "tools")]

    def ask() -> list[httpx2.Request]:
        async def run() -> None:
            settings = ModelSettings(name="m", base_url=SERVER, mode=mode, **more)  # type: ignore[arg-type]
            async with open_model(settings, wire=httpx2.MockTransport(provider)) as model:
                await model.ask(question("Kata’ib {{ 7 }}\n"))

        provider.replies = [completion('{"killed": "x"}', tool=mode == "tools"), *provider.replies[-1:]]
        provider.requests.clear()
        asyncio.run(run())
        return list(provider.requests)

    straight = ask()
    monkeypatch.setattr(providers, "straight", lambda wrapped, _: wrapped)
    around = ask()
    assert len(straight) == len(around) == 2
    for one, other in zip(straight, around, strict=True):
        assert one.content == other.content
        assert one.url == other.url
        for header in ("authorization", "content-type", "accept"):
            assert one.headers[header] == other.headers[header]
