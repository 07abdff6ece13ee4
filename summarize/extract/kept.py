"""Records that are kept from run to run, so that a finished document is not even looked up in the recordings again.

They follow from the document, the answers and this code, so they can be thrown away at any time. Each lies under a
fingerprint of all three: another text, another model or another version of the code asks for another fingerprint.
"""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Sequence
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

from summarize._version import __version__
from summarize.errors import OutputError
from summarize.schemas import Document, Part, Records

__all__ = ["KeptRecords"]

TABLE = "CREATE TABLE IF NOT EXISTS records (fingerprint BLOB PRIMARY KEY, document TEXT, json TEXT) WITHOUT ROWID"
A_COMMIT = 50
ROOMS = ("summarize.extract", "summarize.schemas", "summarize.prompts")


class KeptRecords:
    """Records in one SQLite file. `answers` names what answers the questions: the model and how it is asked.

    A file that cannot be read is begun anew. Raises `OutputError` where it cannot be written.
    """

    def __init__(self, path: Path, answers: str) -> None:
        self.path = path
        self._base = hashlib.sha256(f"{__version__}\n{_code()}\n{answers}".encode())
        self._pending = 0
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            try:
                self._database = self._open()
            except sqlite3.DatabaseError:
                path.unlink()
                self._database = self._open()
        except (sqlite3.Error, OSError) as error:
            raise OutputError(f"{path} cannot be written: {error}.") from error

    def _open(self) -> sqlite3.Connection:
        database = sqlite3.connect(self.path, timeout=10.0)
        database.execute("PRAGMA journal_mode = WAL")
        database.execute("PRAGMA synchronous = NORMAL")
        database.execute(TABLE)
        database.commit()
        return database

    def fingerprint(self, document: Document, ask: Sequence[Part]) -> bytes:
        """Under which the records of this document lie."""
        digest = self._base.copy()
        digest.update(f"\n{','.join(ask)}\n{document.id}\n{document.source}\n".encode())
        digest.update(document.metadata.model_dump_json().encode())
        digest.update(document.text.encode())
        return digest.digest()

    def has(self, fingerprint: bytes) -> bool:
        """Whether there are records."""
        found = self._database.execute("SELECT 1 FROM records WHERE fingerprint = ?", (fingerprint,)).fetchone()
        return found is not None

    def get(self, fingerprint: bytes) -> Records | None:
        """The records, or None. What they took is said as taken from what is kept: nothing was sent for them now."""
        found = self._database.execute("SELECT json FROM records WHERE fingerprint = ?", (fingerprint,)).fetchone()
        if found is None:
            return None
        records = Records.model_validate_json(found[0])
        taken = records.tokens
        replayed = taken.model_copy(update={"sent": 0, "replayed": taken.sent + taken.replayed})
        return records.model_copy(update={"tokens": replayed})

    def put(self, fingerprint: bytes, records: Records) -> None:
        """Keep them; after a crash the last few may be missing, and are made again from the recordings."""
        row = (fingerprint, records.document.id, records.model_dump_json())
        try:
            self._database.execute("INSERT OR REPLACE INTO records VALUES (?, ?, ?)", row)
            self._pending += 1
            if self._pending >= A_COMMIT:
                self._commit()
        except sqlite3.Error as error:
            raise OutputError(f"{self.path} cannot be written: {error}. Run again when that is put right.") from error

    def close(self) -> None:
        """Write what is not yet written, and let go of the file."""
        try:
            self._commit()
        except sqlite3.Error as error:
            raise OutputError(f"{self.path} cannot be written: {error}. Run again when that is put right.") from error
        finally:
            self._database.close()

    def _commit(self) -> None:
        self._database.commit()
        self._pending = 0


@cache
def _code() -> str:
    """A digest of the code and the data that make records of answers."""
    digest = hashlib.sha256()
    for room in ROOMS:
        for file in sorted(_files_below(files(room)), key=str):
            digest.update(file.read_bytes())
    return digest.hexdigest()


def _files_below(folder: Traversable) -> list[Traversable]:
    found: list[Traversable] = []
    for entry in folder.iterdir():
        if entry.name.endswith((".py", ".md", ".yaml", ".csv", ".json")):
            found.append(entry)
        elif entry.is_dir() and not entry.name.startswith(("_", ".")):
            found += _files_below(entry)
    return found
