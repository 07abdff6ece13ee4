"""Upkeep of recordings: from folder to file and back, looked over, and cleared of what is not used any more."""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from summarize.errors import ConfigError, OutputError, RecordingsError
from summarize.model.atomic import write_atomically
from summarize.model.locks import locked
from summarize.model.manifest import MANIFEST
from summarize.model.recordings import FolderStore, Interaction, RecordStore
from summarize.model.replaying import is_database, open_recordings
from summarize.model.sqlite_store import SqliteStore
from summarize.model.wire import Request, is_empty

__all__ = ["Verified", "pack", "prune", "unpack", "verify"]

A_BATCH = 200


@dataclass(frozen=True)
class Verified:
    """What recordings are like: how many are sound, and a sentence for each thing that is wrong."""

    sound: int
    faults: tuple[str, ...]


def pack(folder: Path, database: Path) -> int:
    """Copy a folder of recordings into one SQLite file, made if need be; how many there were.

    Raises `RecordingsError` for a recording that cannot be read, `ConfigError` for a file's name that ends on none of
    .sqlite, .sqlite3 and .db, `InUse` where a run is writing to the file.
    """
    if not is_database(database):
        raise ConfigError(f"{database} is no name for packed recordings: let it end in .sqlite.")
    source = open_recordings(folder)
    with locked(database):
        target = SqliteStore(database, writable=True)
        try:
            return _copy(source, target)
        finally:
            target.close()


def unpack(database: Path, folder: Path) -> int:
    """Copy the recordings in a SQLite file into a folder, one readable file each; how many there were."""
    source = open_recordings(database)
    with locked(folder):
        try:
            count = _copy(source, target := FolderStore(folder))
            if (manifest := source.manifest()) is not None and target.manifest() is None:
                write_atomically(folder / MANIFEST, manifest.model_dump_json(indent=2) + "\n")
        except OSError as error:
            raise OutputError(f"{folder} cannot be written: {error.strerror}.") from error
        finally:
            source.close()
    return count


def verify(path: Path) -> Verified:
    """Read every recording and hold it to its key; what is wrong with each that is not as it was written."""
    if is_database(path) and (damage := _damage(path)):
        return Verified(0, (damage,))
    store, sound, faults = open_recordings(path), 0, list[str]()
    for where, interaction in _each(store):
        fault = interaction if isinstance(interaction, str) else _fault(interaction)
        if fault:
            faults.append(f"{where}: {fault}")
        else:
            sound += 1
    store.close()
    return Verified(sound, tuple(faults))


def prune(path: Path, used: Collection[str] | None = None, *, before: datetime | None = None) -> int:
    """Delete the recordings whose keys are not among `used` (such as those a whole replay answered from); how many.

    Also what a killed run left lying half-written. `used` None deletes only that. `before` spares files that were
    written later (folders alone know when).
    """
    with locked(path):
        if is_database(path):
            store = SqliteStore(path, writable=True)
            try:
                gone = [] if used is None else [key for key in _keys(store) if key not in used]
                store.remove(gone)
            finally:
                store.close()
            return len(gone)
        for part in path.glob(".*.part"):
            part.unlink(missing_ok=True)
        return 0 if used is None else _prune_folder(FolderStore(path), used, before)


def _prune_folder(store: FolderStore, used: Collection[str], before: datetime | None) -> int:
    gone = [
        file
        for file, interaction in store.files()
        if interaction.key not in used and (before is None or file.stat().st_mtime < before.timestamp())
    ]
    for file in gone:
        file.unlink()
    return len(gone)


def _copy(source: RecordStore, target: RecordStore) -> int:
    count, batch = 0, list[Interaction]()
    for key in _keys(source):
        interaction = source.get(key)
        if interaction is None:
            continue
        batch.append(interaction)
        count += 1
        if len(batch) == A_BATCH:
            target.put(*batch)
            batch = []
    target.put(*batch)
    if isinstance(target, SqliteStore) and target.manifest() is None and (manifest := source.manifest()):
        target.set_manifest(manifest)
    return count


def _keys(store: RecordStore) -> list[str]:
    """The keys of all that is kept, read at once: what comes later does not disturb a copy."""
    return list(store.keys())


def _each(store: RecordStore) -> Iterator[tuple[str, Interaction | str]]:
    """Every recording with where it lies, or what keeps it from being read."""
    if isinstance(store, FolderStore):
        for file in store.paths():
            try:
                yield file.name, store.read(file)
            except RecordingsError as error:
                yield file.name, str(error)
        return
    for key in _keys(store):
        try:
            yield key[:12], store.get(key) or "it is gone"
        except RecordingsError as error:
            yield key[:12], str(error)


def _fault(interaction: Interaction) -> str | None:
    if Request(interaction.path, interaction.request).key != interaction.key:
        return "the request is not the one its key was made of; it answers nothing. Delete it."
    if is_empty(interaction.response):
        return "the answer is empty. Delete it to have it asked again."
    return None


def _damage(path: Path) -> str | None:
    """What SQLite itself finds wrong with the file."""
    try:
        database = sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)
        try:
            (found,) = database.execute("PRAGMA integrity_check").fetchone()
        finally:
            database.close()
    except sqlite3.Error as error:
        return f"the file cannot be read: {error}"
    return None if found == "ok" else f"the file is damaged: {found}"
