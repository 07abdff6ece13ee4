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

__all__ = ["MANIFEST", "Manifest", "ManifestFile", "RecordedModel", "grown"]

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
        new = grown(self._now, task, self._model, self._made_by)
        if new != self._now:
            write_atomically(self._path, new.model_dump_json(indent=2) + "\n")
            self._now = new


def grown(old: Manifest | None, task: str, model: RecordedModel, made_by: str | None = None) -> Manifest:
    """The manifest that says also this task and this model; the same one where it does already."""
    old = old or Manifest(project=f"summarize {__version__}", created=datetime.now(UTC).date().isoformat())
    if model in old.models and task in old.prompts and made_by in (None, old.made_by):
        return old
    models = old.models if model in old.models else (*old.models, model)
    changes = {"models": models, "prompts": tuple(sorted({*old.prompts, task})), "made_by": made_by or old.made_by}
    return old.model_copy(update=changes)
