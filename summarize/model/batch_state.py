"""What is known of the batches of one output: `batches.json`, and beside it the requests that each of them holds.

The requests lie in `batches/NAME.jsonl` until their answers are recorded, because a recording is the request and its
answer, and the provider gives back the answer alone.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Sequence
from datetime import datetime
from pathlib import Path
from typing import Literal

from pydantic import AwareDatetime, BaseModel, ConfigDict, ValidationError

from summarize.errors import OutputError, RecordingsError
from summarize.model.atomic import write_atomically
from summarize.model.recorder import Unanswered
from summarize.model.settings import ModelSettings
from summarize.model.wire import Request

__all__ = ["Batch", "BatchState"]

STATE, FOLDER = "batches.json", "batches"


class Batch(BaseModel):
    """One batch: what it holds, when it was submitted, and what became of it.

    `status` is the provider's word. `id` is None where it is not known whether the provider began the batch. Tokens and
    `answered` and `failed` requests are counted when it is collected.
    """

    model_config = ConfigDict(extra="forbid", validate_assignment=True)

    id: str | None = None
    name: str
    input_file: str
    requests: int
    submitted: AwareDatetime
    status: str = "submitted"
    done: int = 0
    collected: bool = False
    answered: int = 0
    failed: int = 0
    input_tokens: int = 0
    output_tokens: int = 0
    settings: ModelSettings


class _File(BaseModel):
    model_config = ConfigDict(extra="forbid")

    version: Literal[1] = 1
    batches: list[Batch] = []


class BatchState:
    """The batches of the output `out`, as its files say. Raises `RecordingsError` where they cannot be read."""

    def __init__(self, out: Path) -> None:
        self.path, self._folder = out / STATE, out / FOLDER
        try:
            told = self.path.read_text(encoding="utf-8") if self.path.exists() else "{}"
            self.batches = _File.model_validate_json(told).batches
        except (OSError, ValidationError) as error:
            raise RecordingsError(
                f"{self.path} cannot be read ({error}). It says which batches are under way: put it right, or delete "
                "it to forget them."
            ) from error

    @property
    def waiting(self) -> list[Batch]:
        """Those whose answers are not recorded yet."""
        return [batch for batch in self.batches if not batch.collected]

    def add(self, held: Sequence[Unanswered]) -> str:
        """Keep requests before they are submitted; the name they lie under, a digest of their keys."""
        name = hashlib.sha256("\n".join(each.request.key for each in held).encode()).hexdigest()[:16]
        self._write(self._folder / f"{name}.jsonl", "".join(_line(each) for each in held))
        return name

    def begun(self, name: str, input_file: str, requests: int, now: datetime, settings: ModelSettings) -> Batch:
        """Note a batch whose requests the provider has, before it is told to begin."""
        batch = Batch(name=name, input_file=input_file, requests=requests, submitted=now, settings=settings)
        self.batches.append(batch)
        self.save()
        return batch

    def forget(self, batch: Batch) -> None:
        """The provider did not take it."""
        self.batches.remove(batch)
        self.save()
        self._file(batch).unlink(missing_ok=True)

    def finish(self, batch: Batch) -> None:
        """Its answers are recorded."""
        batch.collected = True
        self.save()
        self._file(batch).unlink(missing_ok=True)

    def held(self, batch: Batch) -> Iterator[Unanswered]:
        """The requests in a batch that is not collected yet."""
        try:
            with self._file(batch).open(encoding="utf-8") as lines:
                for line in lines:
                    told = json.loads(line)
                    yield Unanswered(Request(told["path"], told["request"]), told["task"], told["subject"])
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise RecordingsError(
                f"{self._file(batch)} cannot be read ({error!r}). It holds the requests of batch {batch.id}, whose "
                f"answers cannot be recorded without it; delete {self.path} to have all of them asked again."
            ) from error

    def save(self) -> None:
        """Write `batches.json`."""
        self._write(self.path, _File(batches=self.batches).model_dump_json(indent=1, exclude_defaults=True) + "\n")

    def _file(self, batch: Batch) -> Path:
        return self._folder / f"{batch.name}.jsonl"

    def _write(self, path: Path, text: str) -> None:
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            write_atomically(path, text)
        except OSError as error:
            raise OutputError(
                f"{path} cannot be written: {error.strerror}. Run again when that is put right."
            ) from error


def _line(held: Unanswered) -> str:
    told = {"task": held.task, "subject": held.subject, "path": held.request.path, "request": held.request.body}
    return json.dumps(told, ensure_ascii=False, separators=(",", ":")) + "\n"
