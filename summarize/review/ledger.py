"""Where people's judgements are kept: `judgements.jsonl` beside the dossier, lines that are only ever added.

A line is a `Judgement`, or `{"undo": N, "by": …, "at": …}`, which takes back the judgement of line N. A line is on the
disk before anybody is told that it was accepted. Several windows, and several programs, may add at once.
"""

from __future__ import annotations

import json
import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Protocol

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, ValidationError

from summarize.errors import DossierError, OutputError
from summarize.schemas import Judgement

__all__ = ["Entry", "JudgementFile", "Ledger", "Undo", "standing"]

FILE = "judgements.jsonl"


class Undo(BaseModel):
    """Takes back the judgement of a line, counted from 1."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    undo: int = Field(ge=1)
    by: str
    at: AwareDatetime


Entry = Judgement | Undo


class Ledger(Protocol):
    """Where judgements are kept. `entries` are all lines ever added, `add` gives the new line's number, from 1."""

    def entries(self) -> list[Entry]: ...
    def add(self, entry: Entry) -> int: ...


def standing(entries: list[Entry]) -> dict[int, Judgement]:
    """The judgements that hold, by line: none that was taken back, and of those on one pair the last.

    A model's word and a person's stand beside each other, whichever came last: the person's counts.
    """
    undone = {entry.undo for entry in entries if isinstance(entry, Undo)}
    latest: dict[tuple[frozenset[str], str], int] = {}
    for line, entry in enumerate(entries, start=1):
        if isinstance(entry, Judgement) and line not in undone:
            latest[frozenset((entry.left, entry.right)), entry.author] = line
    return {line: entry for line in sorted(latest.values()) if isinstance(entry := entries[line - 1], Judgement)}


class JudgementFile:
    """A ledger in a file.

    Raises `DossierError` for a line that cannot be read, `OutputError` where none can be added.
    """

    def __init__(self, folder: Path) -> None:
        self.path = folder / FILE
        self._lock = threading.Lock()

    def entries(self) -> list[Entry]:
        """All lines. A last line that a crash cut short was never accepted, and does not count."""
        try:
            content = self.path.read_bytes()
        except (FileNotFoundError, NotADirectoryError):
            return []
        except OSError as error:
            raise DossierError(f"{self.path} cannot be read: {error.strerror or error}.") from error
        whole = content[: content.rfind(b"\n") + 1]
        return [self._entry(number, line) for number, line in enumerate(whole.splitlines(), start=1)]

    def _entry(self, number: int, line: bytes) -> Entry:
        try:
            found = json.loads(line)
            return Undo.model_validate(found) if "undo" in found else Judgement.model_validate(found)
        except (ValueError, TypeError, ValidationError) as error:
            raise DossierError(f"{self.path} line {number} is no judgement: {error}.") from error

    def add(self, entry: Entry) -> int:
        """Add a line, and see it on the disk."""
        line = json.dumps(entry.model_dump(mode="json")).encode() + b"\n"
        try:
            with self._lock, self._opened() as file:
                number = self._mend(file) + 1
                os.write(file, line)
                os.fsync(file)
                return number
        except OSError as error:
            raise OutputError(
                f"{self.path} cannot be written: {error.strerror or error}. Nothing was decided."
            ) from error

    @contextmanager
    def _opened(self) -> Iterator[int]:
        """The file for adding, to us alone."""
        file = os.open(self.path, os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o666)
        try:
            _lock(file)
            yield file
        finally:
            os.close(file)  # which gives the lock back

    def _mend(self, file: int) -> int:
        """How many whole lines there are; a rest that a crash left is cut off."""
        content = self.path.read_bytes()
        whole = content.rfind(b"\n") + 1
        if whole < len(content):
            os.ftruncate(file, whole)
        return content.count(b"\n")


def _lock(file: int) -> None:
    """Wait for every other program that adds; where the system has no such lock, one program is the rule."""
    try:
        import fcntl
    except ImportError:
        return
    fcntl.flock(file, fcntl.LOCK_EX)
