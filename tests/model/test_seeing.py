"""What is seen of a run: logs and spans without a word of anybody's, and how it looks while it goes on."""

from __future__ import annotations

import asyncio
import io
import json
from collections.abc import Iterator
from typing import Any

import httpx2
import pytest

from summarize.errors import ModelRefused
from summarize.model import ModelSettings, Seen, Speed, logging_json, open_model, tracing
from tests.model.conftest import SERVER, Provider, question

ARTICLE = "Three were killed at Tanf."
CREDENTIAL = "sk-proj-4f1c9b7a2e6d8035"


def watched(provider: Provider, **settings: Any) -> Seen:
    async def run() -> Seen:
        chosen = ModelSettings(**({"name": "openai/gpt-4o-mini", "base_url": SERVER} | settings))
        async with open_model(chosen, wire=httpx2.MockTransport(provider)) as model:
            await asyncio.gather(*(model.ask(question(f"{ARTICLE} {number}")) for number in range(3)))
            return model.seen()

    return asyncio.run(run())


def test_events_are_json_lines_without_text_or_keys(
    provider: Provider, pauses: list[float], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", CREDENTIAL)
    provider.replies = [
        httpx2.Response(429, json={"error": {"message": f"slow down: {ARTICLE} {CREDENTIAL}"}}),
        '{"killed": "many, said Ida Moll"}',
        '{"killed": 3}',
    ]
    stream = io.StringIO()
    with logging_json(stream, level=10):
        watched(provider)
    lines = [json.loads(line) for line in stream.getvalue().splitlines()]
    assert {line["event"] for line in lines} == {"retry", "answered"}
    (retry,) = (line for line in lines if line["event"] == "retry")
    assert (retry["task"], retry["subject"], retry["fault"], retry["level"]) == ("toll.v1", "wire/001", "429", "info")
    assert sum(line.get("reasks", 0) for line in lines) == 1
    for word in ("Tanf", "Moll", CREDENTIAL, "Count the dead"):
        assert word not in stream.getvalue()
    with logging_json(again := io.StringIO()):
        watched(provider)
    assert again.getvalue() == "", "an answer is news only for who asks for details"


def test_how_a_run_looks(provider: Provider, pauses: list[float]) -> None:
    provider.replies = [httpx2.Response(503, json={}), '{"killed": 3}']
    seen = watched(provider, concurrency=8)
    assert (seen.sent, seen.retries, seen.input_tokens, seen.output_tokens) == (3, 1, 21, 9)
    assert str(seen.cost) == "0.00000855"
    assert seen.under_way == 0
    assert 4 <= seen.limit < 8, "halved, and grown by three answers"
    assert seen.a_minute > 0


def test_speed_is_of_the_last_minute() -> None:
    now = 0.0
    speed = Speed(lambda: now)
    assert speed.seconds_for(10) is None
    for second in range(300):
        now = float(second)
        speed.count()
    assert speed.a_second == pytest.approx(1, rel=0.05)
    assert speed.seconds_for(30) == pytest.approx(30, rel=0.05)
    now = 500.0
    assert speed.a_second == 0


@pytest.fixture
def spans(monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    sdk = pytest.importorskip("opentelemetry.sdk.trace")
    from opentelemetry.sdk.trace.export import SimpleSpanProcessor
    from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter

    kept, provider = InMemorySpanExporter(), sdk.TracerProvider()
    provider.add_span_processor(SimpleSpanProcessor(kept))
    monkeypatch.setattr(tracing, "_tracer", provider.get_tracer("test"))
    yield kept
    provider.shutdown()


def test_spans_if_there_is_opentelemetry(provider: Provider, spans: Any) -> None:
    provider.replies = ['{"killed": 3}']
    watched(provider)
    found = spans.get_finished_spans()
    assert sorted(span.name for span in found) == ["summarize.ask"] * 3 + ["summarize.send"] * 3
    ask = next(span for span in found if span.name == "summarize.ask")
    assert ask.attributes["summarize.subject"] == "wire/001"
    assert ask.attributes["gen_ai.usage.input_tokens"] == 7


def test_a_failed_span_says_what_kind_of_failure_and_no_more(provider: Provider, spans: Any) -> None:
    provider.replies = [httpx2.Response(401, json={"error": {"message": f"no, {ARTICLE}"}})]
    with pytest.raises(ModelRefused):
        watched(provider)
    found = spans.get_finished_spans()
    assert {span.attributes["error.type"] for span in found if span.name == "summarize.send"} == {"ModelRefused"}
    assert "Tanf" not in "".join(span.to_json() for span in found)


def test_without_opentelemetry_there_is_nothing(provider: Provider, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tracing, "_tracer", None)
    provider.replies = ['{"killed": 3}']
    assert watched(provider).sent == 3
