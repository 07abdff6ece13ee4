"""The manifest of a folder of recordings: of which form it is, and how it came to be."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, JsonValue, ValidationError

from summarize._version import __version__
from summarize.errors import RecordingsError
from summarize.model.atomic import write_atomically
from summarize.model.settings import AnswerMode

__all__ = ["MANIFEST", "Manifest", "ManifestFile", "RecordedModel"]

MANIFEST = "manifest.json"


class RecordedModel(BaseModel):
    """How a model was asked: what shapes a request beside the question. `base_path` is the path of its base URL."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str
    base_path: str
    mode: AnswerMode
    strict: bool
    temperature: float | None = None
    options: dict[str, JsonValue] = {}


class Manifest(BaseModel):
    """What is known of a folder of recordings. `prompts` are the tasks with their versions ("read.v1")."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    format: Literal[1] = 1
    project: str
    created: str
    made_by: str | None = None
    models: tuple[RecordedModel, ...] = ()
    prompts: tuple[str, ...] = ()


class ManifestFile:
    """A folder's `manifest.json`, written when something it does not yet say is recorded."""

    def __init__(self, folder: Path, model: RecordedModel, made_by: str | None = None) -> None:
        self._path = folder / MANIFEST
        self._model, self._made_by = model, made_by
        self._now = self.read(folder)

    @staticmethod
    def read(folder: Path) -> Manifest | None:
        """The folder's manifest, None where it has none; `RecordingsError` where it is not one of ours."""
        path = folder / MANIFEST
        if not path.exists():
            return None
        try:
            return Manifest.model_validate_json(path.read_text(encoding="utf-8"))
        except (OSError, ValidationError) as error:
            raise RecordingsError(f"{path} is not a manifest that this version can read: {error}") from error

    def add(self, task: str) -> None:
        """See to it that the manifest says this task and this model. Raises `OSError`."""
        old = self._now or Manifest(project=f"summarize {__version__}", created=datetime.now(UTC).date().isoformat())
        models = old.models if self._model in old.models else (*old.models, self._model)
        changes = {
            "models": models,
            "prompts": tuple(sorted({*old.prompts, task})),
            "made_by": self._made_by or old.made_by,
        }
        new = old.model_copy(update=changes)
        if new != self._now:
            write_atomically(self._path, new.model_dump_json(indent=2) + "\n")
            self._now = new
