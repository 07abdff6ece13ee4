"""OpenAI's files and batches, as far as batches of chat completions need them, with our errors.

These calls ask the model nothing, so they do not pass the recorder.
"""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from typing import Any, Literal

import openai

from summarize.errors import ConfigError, ModelRefused, ModelUnavailable
from summarize.model.providers import files_client
from summarize.model.retry import Busy, Delivery, judge
from summarize.model.settings import ModelSettings

__all__ = ["BatchApi", "Progress", "opened_api"]

ENDPOINT: Literal["/v1/chat/completions"] = "/v1/chat/completions"
ENDED = frozenset({"completed", "expired", "cancelled", "failed"})
LISTED = 100  # of the newest batches, in which one is looked for whose creation was not confirmed
NO_BATCHES = "This server has no Batch API. Run without --batch."
UNKNOWN = "The provider does not know this batch or its files: is it the key and account it was submitted with?"


@dataclass(frozen=True)
class Progress:
    """A batch as the provider sees it: `done` of its requests are answered or failed; `files` are there in the end."""

    id: str
    status: str
    done: int
    files: tuple[str, ...]
    reasons: tuple[str, ...]

    @property
    def ended(self) -> bool:
        """No answer will come any more."""
        return self.status in ENDED


class BatchApi:
    """The calls. Each raises `ModelRefused`, `ModelUnavailable`, or `ConfigError` where there is no Batch API."""

    def __init__(self, client: openai.AsyncOpenAI) -> None:
        self._client = client

    async def upload(self, name: str, content: bytes) -> str:
        """Hand over the lines of a batch; the file's id. To do so twice costs nothing."""
        with _translated():
            file = await self._client.files.create(file=(f"{name}.jsonl", content), purpose="batch")
        return file.id

    async def create(self, file: str) -> Progress:
        """Begin a batch, with one try alone: what broke off may have begun it, and twice is paid twice."""
        once = self._client.with_options(max_retries=0)
        with _translated():
            return _progress(await once.batches.create(input_file_id=file, endpoint=ENDPOINT, completion_window="24h"))

    async def find(self, file: str) -> Progress | None:
        """The batch over this file, if it is among the newest 100."""
        with _translated():
            page = await self._client.batches.list(limit=LISTED)
        return next((_progress(batch) for batch in page.data if batch.input_file_id == file), None)

    async def get(self, batch: str) -> Progress:
        """How a batch goes."""
        with _translated(UNKNOWN):
            return _progress(await self._client.batches.retrieve(batch))

    async def lines(self, file: str) -> list[dict[str, Any]]:
        """The lines of an output or error file; one that is no JSON object is left out, as if it had not come."""
        with _translated(UNKNOWN):
            content = await self._client.files.content(file)
        return [line for each in content.text.split("\n") if isinstance(line := _parsed(each), dict)]


@asynccontextmanager
async def opened_api(settings: ModelSettings) -> AsyncIterator[BatchApi]:
    """The Batch API of the provider that the settings name."""
    client = files_client(settings)
    try:
        yield BatchApi(client)
    finally:
        await client.close()


@contextmanager
def _translated(missing: str = NO_BATCHES) -> Iterator[None]:
    try:
        yield
    except openai.APIStatusError as error:
        if error.status_code in (404, 405, 501):
            raise ConfigError(f"{missing} (It answered {error.status_code}.)") from error
        raise _refusal(error) from error
    except (openai.APIConnectionError, openai.APIResponseValidationError) as error:
        cause = error.__cause__ or error
        raise ModelUnavailable(
            f"The Batch API cannot be reached: {type(cause).__name__}: {cause}. Try again."
        ) from error


def _refusal(error: openai.APIStatusError) -> ModelRefused | ModelUnavailable:
    try:
        judge(Delivery(error.status_code, dict(error.response.headers), error.response.content))
    except Busy as busy:
        return ModelUnavailable(f"The Batch API is busy ({busy}). Try again later: what was submitted is noted.")
    except (ModelRefused, ModelUnavailable) as final:
        return final
    return ModelUnavailable(str(error))


def _progress(batch: Any) -> Progress:
    counts, errors = batch.request_counts, batch.errors
    return Progress(
        id=batch.id,
        status=batch.status,
        done=counts.completed + counts.failed if counts else 0,
        files=tuple(file for file in (batch.output_file_id, batch.error_file_id) if file),
        reasons=tuple(str(each.message) for each in (errors.data or ()) if each.message) if errors else (),
    )


def _parsed(line: str) -> Any:
    try:
        return json.loads(line)
    except ValueError:
        return None
