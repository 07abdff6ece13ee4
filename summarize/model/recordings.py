"""Recordings: one request and its answer each, kept so that a person can read them.

`RecordStore` is what the recorder needs of a store; `FolderStore` is the form that is committed and looked at, one
pretty-printed file an interaction; for large runs there is `summarize.model.sqlite_store`. None ever sees a header, a
key, a cookie or a host.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Protocol

from summarize.errors import OutputError, RecordingsError
from summarize.model.atomic import write_atomically
from summarize.model.difference import likeness
from summarize.model.manifest import MANIFEST, Manifest, ManifestFile
from summarize.model.wire import Body, Request

__all__ = ["FolderStore", "Interaction", "Nearest", "RecordStore"]

SHORT = 12  # of the key's 64 hex digits, in a file's name
COMPARED = 200


@dataclass(frozen=True)
class Interaction:
    """One request and its answer: `request` and `response` are the parsed JSON bodies."""

    key: str
    path: str
    task: str
    subject: str
    request: Body
    status: int
    response: Body


@dataclass(frozen=True)
class Nearest:
    """The recorded interaction most like a request, and where a person finds it."""

    interaction: Interaction
    location: str


class RecordStore(Protocol):
    """Keeps interactions by key. `put` is called from another thread than the rest."""

    def get(self, key: str) -> Interaction | None:
        """The interaction of this key, or None."""
        ...

    def answer(self, key: str) -> Body | None:
        """The answer alone of the interaction of this key, or None."""
        ...

    def put(self, *interactions: Interaction) -> None:
        """Keep them: after this returns they survive a crash; before, no half of one is seen."""
        ...

    def manifest(self) -> Manifest | None:
        """How these recordings came to be; None where nothing was recorded."""
        ...

    def close(self) -> None:
        """Let go of what is held open."""
        ...

    def keys(self) -> Iterable[str]:
        """The keys of all that is kept."""
        ...

    def nearest(self, request: Request, task: str, subject: str) -> Nearest | None:
        """What a missing request most likely was when it was recorded; None where nothing is kept."""
        ...


class FolderStore:
    """One readable file an interaction, named `<task>-<subject>-<first digits of the key>.json`, and a manifest.

    Raises `RecordingsError` for a file that cannot be read, `OutputError` where one cannot be written.
    """

    def __init__(self, folder: Path, manifest: ManifestFile | None = None) -> None:
        """`manifest` is kept up to date by `put`; without it the folder is only read."""
        self.folder = folder
        self._manifest = manifest
        self._files = {_short_key(path): path for path in sorted(folder.glob("*.json")) if path.name != MANIFEST}

    def get(self, key: str) -> Interaction | None:
        path = self._files.get(key[:SHORT])
        if path is None:
            return None
        interaction = self.read(path)
        return interaction if interaction.key == key else None

    def paths(self) -> list[Path]:
        """The files of all recordings, by name."""
        return list(self._files.values())

    def files(self) -> Iterator[tuple[Path, Interaction]]:
        """Every recording with its file."""
        return ((path, self.read(path)) for path in self.paths())

    def answer(self, key: str) -> Body | None:
        interaction = self.get(key)
        return interaction.response if interaction else None

    def put(self, *interactions: Interaction) -> None:
        for interaction in interactions:
            name = f"{_slug(interaction.task)}-{_slug(interaction.subject)}-{interaction.key[:SHORT]}.json"
            text = json.dumps(asdict(interaction), ensure_ascii=False, indent=2) + "\n"
            try:
                self.folder.mkdir(parents=True, exist_ok=True)
                if self._manifest is not None:
                    self._manifest.add(interaction.task)
                write_atomically(self.folder / name, text)
            except OSError as error:
                raise OutputError(
                    f"The recording {self.folder / name} cannot be written: {error.strerror}. What was recorded "
                    "before is whole; run again when that is put right."
                ) from error
            self._files[interaction.key[:SHORT]] = self.folder / name

    def manifest(self) -> Manifest | None:
        return ManifestFile.read(self.folder)

    def close(self) -> None:
        """Nothing is held open."""

    def keys(self) -> Iterable[str]:
        return [self.read(path).key for path in self._files.values()]

    def nearest(self, request: Request, task: str, subject: str) -> Nearest | None:
        """Among those of the same task and subject, else the same task, else all; at most 200 are compared."""
        prefixes = (f"{_slug(task)}-{_slug(subject)}-", f"{_slug(task)}-", "")
        for prefix in prefixes:
            files = [path for path in self._files.values() if path.name.startswith(prefix)][:COMPARED]
            if files:
                read = [Nearest(self.read(path), str(path)) for path in files]
                return max(read, key=lambda near: likeness(near.interaction.request, request.body))
        return None

    def read(self, path: Path) -> Interaction:
        """The recording in this file."""
        try:
            return Interaction(**json.loads(path.read_text(encoding="utf-8")))
        except (OSError, ValueError, TypeError) as error:
            raise RecordingsError(
                f"The recording {path} cannot be read ({error}). Delete it to have its request asked again."
            ) from error


def _short_key(path: Path) -> str:
    return path.stem.rpartition("-")[2]


def _slug(text: str) -> str:
    return re.sub(r"[^\w.]+", "-", text).strip("-.")[:60] or "unnamed"
