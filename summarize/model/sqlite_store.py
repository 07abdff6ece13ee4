"""Recordings in one SQLite file: the store for large runs, with the same interface as the folder.

Write-ahead logging, every batch one transaction that is on the disk before `put` returns: a crash at any moment leaves
all that was returned, and readers are never in the way. What most requests have in common (the instructions, the
answer's schema) is kept once; `summarize.model.shared` takes bodies apart and together.
"""

from __future__ import annotations

import json
import sqlite3
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from pydantic import ValidationError

from summarize.errors import OutputError, RecordingsError
from summarize.model.difference import likeness
from summarize.model.manifest import Manifest, RecordedModel, grown
from summarize.model.recordings import Interaction, Nearest
from summarize.model.shared import Shared
from summarize.model.wire import Body, Request

__all__ = ["SUFFIXES", "SqliteStore"]

SUFFIXES = frozenset({".sqlite", ".sqlite3", ".db"})
FORMAT = 1
COMPARED = 200
BUSY_WAIT = 10.0  # s
APPLICATION = 0x53554D52  # "SUMR", so that the file says whose it is

TABLES = """
CREATE TABLE IF NOT EXISTS manifest (one INTEGER PRIMARY KEY CHECK (one = 1), json TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS parts (hash TEXT PRIMARY KEY, json TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS interactions (
    key TEXT PRIMARY KEY, path TEXT NOT NULL, task TEXT NOT NULL, subject TEXT NOT NULL,
    request TEXT NOT NULL, status INTEGER NOT NULL, response TEXT NOT NULL
);
CREATE INDEX IF NOT EXISTS by_subject ON interactions (task, subject);
"""
INSERT = "INSERT OR REPLACE INTO interactions VALUES (?, ?, ?, ?, ?, ?, ?)"
SELECT = "SELECT key, path, task, subject, request, status, response FROM interactions"


class SqliteStore:
    """Interactions in the file `path`, made if need be. With `model` the manifest says who answered.

    With neither `model` nor `writable` it is only read.

    Raises `RecordingsError` for a file that cannot be read, `OutputError` where it cannot be written.
    """

    def __init__(
        self, path: Path, model: RecordedModel | None = None, made_by: str | None = None, *, writable: bool = False
    ) -> None:
        self.path, self._model, self._made_by = path, model, made_by
        self._writable = writable or model is not None
        self._lock = threading.Lock()
        self._shared = Shared()
        with self._reading():
            self._database = self._open()
            self._now = self._read_manifest()
            self._shared.load(dict(self._database.execute("SELECT hash, json FROM parts")))

    def _open(self) -> sqlite3.Connection:
        if self._writable:
            self.path.parent.mkdir(parents=True, exist_ok=True)
        mode = "rwc" if self._writable else "ro"
        uri = f"{self.path.absolute().as_uri()}?mode={mode}"
        database = sqlite3.connect(uri, uri=True, timeout=BUSY_WAIT, isolation_level=None, check_same_thread=False)
        try:
            if mode == "rwc":
                database.execute("PRAGMA journal_mode = WAL")
                database.execute("PRAGMA synchronous = FULL")
                database.execute(f"PRAGMA application_id = {APPLICATION}")
                database.execute(f"PRAGMA user_version = {FORMAT}")
                database.executescript(TABLES)
            (version,) = database.execute("PRAGMA user_version").fetchone()
        except BaseException:
            database.close()
            raise
        if version != FORMAT:
            database.close()
            raise RecordingsError(f"{self.path} holds no recordings that this version can read.")
        return database

    # --- reading ---

    def get(self, key: str) -> Interaction | None:
        found = self._query(f"{SELECT} WHERE key = ?", key)
        return self._interaction(found[0]) if found else None

    def answer(self, key: str) -> Body | None:
        found = self._query("SELECT response FROM interactions WHERE key = ?", key)
        return json.loads(found[0][0]) if found else None

    def keys(self) -> Iterable[str]:
        return [key for (key,) in self._query("SELECT key FROM interactions ORDER BY rowid")]

    def manifest(self) -> Manifest | None:
        return self._now

    def nearest(self, request: Request, task: str, subject: str) -> Nearest | None:
        """Among those of the same task and subject, else the same task, else all; at most 200 are compared."""
        for where, values in (("task = ? AND subject = ?", (task, subject)), ("task = ?", (task,)), ("1", ())):
            rows = self._query(f"{SELECT} WHERE {where} LIMIT {COMPARED}", *values)
            if rows:
                near = max(map(self._interaction, rows), key=lambda each: likeness(each.request, request.body))
                return Nearest(near, f"{self.path} ({near.key[:12]})")
        return None

    # --- writing ---

    def put(self, *interactions: Interaction) -> None:
        try:
            with self._lock:
                self._database.execute("BEGIN IMMEDIATE")
                try:
                    self._write(interactions)
                    self._database.execute("COMMIT")
                except BaseException:
                    self._shared.forget()
                    if self._database.in_transaction:  # a full disk has rolled back already
                        self._database.execute("ROLLBACK")
                    raise
                self._shared.written()
        except sqlite3.Error as error:
            raise OutputError(
                f"Recordings cannot be written to {self.path}: {error}. What was recorded before is whole; run again "
                "when that is put right."
            ) from error

    def _write(self, interactions: tuple[Interaction, ...]) -> None:
        manifest = self._now
        rows = []
        for each in interactions:
            if self._model is not None:
                manifest = grown(manifest, each.task, self._model, self._made_by)
            response = json.dumps(each.response, ensure_ascii=False, separators=(",", ":"))
            request = self._shared.apart(each.request)
            rows.append((each.key, each.path, each.task, each.subject, request, each.status, response))
        self._database.executemany("INSERT OR IGNORE INTO parts VALUES (?, ?)", self._shared.new)
        self._database.executemany(INSERT, rows)
        if manifest is not None and manifest is not self._now:
            self.set_manifest(manifest)

    def set_manifest(self, manifest: Manifest) -> None:
        """Put this manifest in place of the one there is."""
        self._database.execute("INSERT OR REPLACE INTO manifest VALUES (1, ?)", (manifest.model_dump_json(),))
        self._now = manifest

    def remove(self, keys: Iterable[str]) -> None:
        """Delete these interactions."""
        with self._lock:
            self._database.execute("BEGIN IMMEDIATE")
            self._database.executemany("DELETE FROM interactions WHERE key = ?", ((key,) for key in keys))
            self._database.execute("COMMIT")

    def close(self) -> None:
        with self._lock:
            self._database.close()

    # --- within ---

    def _query(self, sql: str, *values: str) -> list[tuple[str, ...]]:
        with self._lock, self._reading():
            return self._database.execute(sql, values).fetchall()

    def _interaction(self, row: tuple[str, ...]) -> Interaction:
        key, path, task, subject, request, status, response = row
        with self._reading():
            body = self._shared.together(request, self._part)
            return Interaction(key, path, task, subject, body, int(status), json.loads(response))

    def _part(self, name: str) -> str:
        """A part that another process has added since this store was opened."""
        found = self._database.execute("SELECT json FROM parts WHERE hash = ?", (name,)).fetchone()
        return str(found[0]) if found else "null"

    def _read_manifest(self) -> Manifest | None:
        found = self._database.execute("SELECT json FROM manifest").fetchone()
        return Manifest.model_validate_json(found[0]) if found else None

    @contextmanager
    def _reading(self) -> Iterator[None]:
        try:
            yield
        except (sqlite3.Error, OSError, ValueError, ValidationError) as error:
            raise RecordingsError(
                f"The recordings in {self.path} cannot be read ({error}). If the file is damaged, "
                "`summarize recordings verify` says what of it can be saved."
            ) from error
