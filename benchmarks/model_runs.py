"""One measure of `benchmarks.model`, in a process of its own: what is run, and what the process used for it."""

from __future__ import annotations

import asyncio
import importlib.util
import json
import resource
import sys
import time
from collections.abc import Callable, Coroutine, Iterable
from pathlib import Path
from typing import Any

from benchmarks.corpus import article, articles
from summarize.extract import KeptRecords, read_many
from summarize.extract.request import read_question
from summarize.model import ModelSettings, open_model
from summarize.schemas import PARTS, Document, Reading

AT_ONCE = 64
WARM = 10
LOADED: list[Document] = []
Measure = Callable[[str, int, Path], Coroutine[Any, Any, int]]


async def ours(url: str, count: int, place: Path, documents: Iterable[Document] | None = None, **settings: Any) -> int:
    """From loaded documents to grounded records on the disk; how many documents were lost."""
    lost = 0
    chosen = ModelSettings(
        name="mock", base_url=url, record=place / "recordings.sqlite", concurrency=AT_ONCE, **settings
    )
    kept = KeptRecords(place / "records.sqlite", "mock")
    async with open_model(chosen) as model:
        async for done in read_many(
            documents or articles(count), model, at_once=2 * AT_ONCE, kept=kept, hand_out_kept=False
        ):
            lost += done.error is not None
    kept.close()
    return lost


async def resume(url: str, count: int, place: Path) -> int:
    """A finished run once more, from loaded documents."""
    return await ours(url, count, place, LOADED)


async def faults(url: str, count: int, place: Path) -> int:
    """The same with settings for a provider that is ill: stalls are given up after 10 s."""
    return await ours(url, count, place, timeout=10.0, max_reasks=6)


async def instructor_alone(url: str, count: int, _: Path) -> int:
    """The same questions and the same form, asked with instructor and nothing else; nothing is written."""
    import instructor

    client = instructor.from_provider("openai/mock", async_client=True, base_url=url, api_key="none")
    slots = asyncio.Semaphore(AT_ONCE)

    async def one(number: int) -> None:
        document = article(number)
        question = read_question(document, range(1, len(document.sentences) + 1), PARTS)
        async with slots:
            await client.create(response_model=Reading, messages=[dict(each) for each in question.messages])  # type: ignore[misc]

    await asyncio.gather(*(one(number) for number in range(count)))
    return 0


async def langextract(url: str, count: int, _: Path) -> int:
    """As many extractions, with langextract's own prompt and aligner; nothing is written."""
    return await asyncio.to_thread(_langextract, url, count)


def _langextract(url: str, count: int) -> int:
    import langextract as lx

    example = lx.data.ExampleData(
        text="Gunmen of the Hill Guard killed two farmers on Friday.",
        extractions=[
            lx.data.Extraction(
                extraction_class="actor", extraction_text="Hill Guard", attributes={"kind": "armed group"}
            )
        ],
    )
    texts = [lx.data.Document(text=article(number).text, document_id=str(number)) for number in range(count)]
    found = lx.extract(
        texts,
        prompt_description="Extract actors and events with their exact words.",
        examples=[example],
        config=lx.factory.ModelConfig(
            model_id="mock",
            provider="openai",
            provider_kwargs={"base_url": url, "api_key": "none", "max_workers": AT_ONCE},
        ),
        max_workers=AT_ONCE,
        batch_length=AT_ONCE,
        max_char_buffer=10_000,
        show_progress=False,
    )
    return count - sum(1 for _ in found)


MEASURES: dict[str, Measure] = {
    "ours": ours,
    "resume": resume,
    "faults": faults,
    "instructor": instructor_alone,
    "langextract": langextract,
}


def main() -> None:
    """`python -m benchmarks.model_runs MEASURE URL DOCUMENTS PLACE`: print what it used as JSON."""
    what, url, count, place = sys.argv[1], sys.argv[2], int(sys.argv[3]), Path(sys.argv[4])
    if what == "langextract" and importlib.util.find_spec("langextract") is None:
        print("{}")  # noqa: T201
        return
    measure = MEASURES[what]
    began = time.perf_counter()
    if what == "resume":
        LOADED.extend(articles(count))
    elif what != "faults":
        asyncio.run(measure(url, WARM, place / "warm"))
    before = time.perf_counter() - began
    cpu, began = time.process_time(), time.perf_counter()
    lost = asyncio.run(measure(url, count, place))
    figures = {
        "cpu_ms": round((time.process_time() - cpu) / count * 1000, 2),
        "wall_s": round(time.perf_counter() - began, 2),
        "peak_mb": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, 1),
        "lost": lost,
        "before_s": round(before, 2),
    }
    print(json.dumps(figures))  # noqa: T201


main()
