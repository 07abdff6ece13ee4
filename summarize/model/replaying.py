"""Opening the store that the settings name, and shaping requests as they were when they were recorded."""

from __future__ import annotations

from summarize.errors import ConfigError, RecordingsError
from summarize.model.manifest import Manifest, ManifestFile, RecordedModel
from summarize.model.providers import NOWHERE, base_path
from summarize.model.recordings import FolderStore
from summarize.model.settings import ModelSettings

__all__ = ["as_recorded", "open_store"]

SHAPING = ("mode", "strict", "temperature", "options")


def as_recorded(settings: ModelSettings) -> ModelSettings:
    """The settings; when replaying, completed from the manifest and pointing at no host.

    Raises `RecordingsError` where the folder is missing, `ConfigError` where it holds several models and none is named.
    """
    if settings.replay is None:
        return settings
    if not settings.replay.is_dir():
        raise RecordingsError(f"There are no recordings at {settings.replay}: it is not a folder.")
    recorded = _choose(settings, ManifestFile.read(settings.replay))
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


def open_store(settings: ModelSettings) -> FolderStore | None:
    """The store to look answers up in; None where the settings ask for neither recording nor replaying."""
    if settings.replay is not None:
        return FolderStore(settings.replay)
    if settings.record is None:
        return None
    shape = {name: getattr(settings, name) for name in SHAPING}
    model = RecordedModel(name=settings.name or "", base_path=base_path(settings), **shape)
    return FolderStore(settings.record, ManifestFile(settings.record, model, settings.made_by))
