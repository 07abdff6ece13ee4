"""Opening the store that the settings name, and shaping requests as they were when they were recorded."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from summarize.errors import ConfigError, RecordingsError
from summarize.model.locks import locked
from summarize.model.manifest import Manifest, ManifestFile, RecordedModel
from summarize.model.providers import NOWHERE, base_path
from summarize.model.recordings import FolderStore, RecordStore
from summarize.model.settings import ModelSettings
from summarize.model.sqlite_store import SUFFIXES, SqliteStore

__all__ = ["as_recorded", "is_database", "open_recordings", "opened_store"]

SHAPING = ("mode", "strict", "temperature", "options")


def is_database(path: Path) -> bool:
    """Whether recordings at this path are one SQLite file, and not a folder: a matter of its name."""
    return path.suffix in SUFFIXES and not path.is_dir()


def open_recordings(path: Path) -> RecordStore:
    """The recordings there are at a path, to be read. Raises `RecordingsError` where there are none."""
    if is_database(path):
        if not path.is_file():
            raise RecordingsError(f"There are no recordings at {path}: there is no such file.")
        return SqliteStore(path)
    if not path.is_dir():
        raise RecordingsError(f"There are no recordings at {path}: it is not a folder.")
    return FolderStore(path)


def as_recorded(settings: ModelSettings) -> ModelSettings:
    """The settings; when replaying, completed from the manifest and pointing at no host.

    Raises `RecordingsError` where there is nothing, `ConfigError` where it holds several models and none is named.
    """
    if settings.replay is None:
        return settings
    store = open_recordings(settings.replay)
    manifest = store.manifest()
    store.close()
    recorded = _choose(settings, manifest)
    if recorded is None:
        return settings.model_copy(update={"base_url": NOWHERE + (base_path(settings) or "/v1")})
    defaults = {name: ModelSettings.model_fields[name].default for name in SHAPING}
    taken = {name: getattr(recorded, name) for name in SHAPING if getattr(settings, name) == defaults[name]}
    url = NOWHERE + recorded.base_path if recorded.base_path else None
    return settings.model_copy(update={**taken, "name": recorded.name, "base_url": url})


def _choose(settings: ModelSettings, manifest: Manifest | None) -> RecordedModel | None:
    models = manifest.models if manifest else ()
    if settings.name:
        models = tuple(model for model in models if model.name == settings.name)
        return models[-1] if models else None
    if len({model.name for model in models}) == 1:
        return models[-1]
    names = ", ".join(sorted({model.name for model in models})) or "no manifest says which"
    raise ConfigError(f"Name the model whose recordings in {settings.replay} are meant, with --model ({names}).")


@contextmanager
def opened_store(settings: ModelSettings) -> Iterator[RecordStore | None]:
    """The store to look answers up in; None where the settings ask for neither recording nor replaying.

    One that is written to is this process's alone meanwhile: `InUse` is raised where it is another's.
    """
    if settings.replay is not None:
        store = open_recordings(settings.replay)
        try:
            yield store
        finally:
            store.close()
    elif settings.record is None:
        yield None
    else:
        with locked(settings.record):
            writable = _writable(settings, settings.record)
            try:
                yield writable
            finally:
                writable.close()


def _writable(settings: ModelSettings, path: Path) -> RecordStore:
    shape = {name: getattr(settings, name) for name in SHAPING}
    model = RecordedModel(name=settings.name or "", base_path=base_path(settings), **shape)
    if is_database(path):
        return SqliteStore(path, model, settings.made_by)
    return FolderStore(path, ManifestFile(path, model, settings.made_by))
