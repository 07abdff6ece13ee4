"""The ledger: judgements kept in a file that is only ever added to, one JSON object a line.

A person's word and a model's are in it; rules' verdicts are not, they are made anew. Nothing is deleted: who changes
her mind says so in a new line, or takes a line back in one; the later word of the same person on the same pair counts.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path

from pydantic import ValidationError

from summarize.errors import JudgementError, OutputError
from summarize.reconcile.judge import person_links
from summarize.schemas import Actor, ActorRecord, Dossier, Event, EventRecord, Judgement, Records
from summarize.schemas.judgements import Anchor, Verdict

__all__ = ["Ledger", "judge", "reanchored"]

Record = ActorRecord | EventRecord


class Ledger:
    """Judgements in a file, normally `judgements.jsonl` in the output folder. It need not exist yet."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def read(self) -> tuple[Judgement, ...]:
        """The judgements that hold, in the order they were written: those that no later line takes back.

        A last line that a crash cut short is passed over, as its writer was never told that it was kept. Raises
        `JudgementError`, with the line, for anything else that is no judgement.
        """
        entries = self._entries()
        undone = {entry for entry in entries if isinstance(entry, int)}
        return tuple(
            entry for line, entry in enumerate(entries, start=1) if isinstance(entry, Judgement) and line not in undone
        )

    def _entries(self) -> list[Judgement | int]:
        """All whole lines: judgements, and the numbers of lines that are taken back (`{"undo": N, …}`)."""
        if not self.path.exists():
            return []
        try:
            whole = self.path.read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError) as error:
            raise JudgementError(f"The judgements in {self.path} cannot be read: {error}.") from error
        return [self._parse(line, number) for number, line in enumerate(whole.split("\n")[:-1], start=1)]

    def _parse(self, line: str, number: int) -> Judgement | int:
        try:
            found = json.loads(line)
            return int(found["undo"]) if "undo" in found else Judgement.model_validate(found)
        except (ValueError, TypeError, ValidationError) as error:
            raise JudgementError(
                f"{self.path} line {number} is no judgement: {error}. Take the line out, or put back what it was."
            ) from error

    def append(self, judgements: Iterable[Judgement]) -> int:
        """Add those that are not in it yet, rules' left out; how many were added. On disk when this returns.

        Raises `JudgementError`, showing both sides, where people would contradict each other; then nothing is added.
        """
        held = self.read()
        known = set(held)
        fresh = [one for one in dict.fromkeys(judgements) if one.author != "rule" and one not in known]
        person_links(one for one in (*held, *fresh) if one.author == "person")
        if fresh:
            self._write("".join(f"{one.model_dump_json(exclude_defaults=True)}\n" for one in fresh))
        return len(fresh)

    def _write(self, text: str) -> None:
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            with self.path.open("a+b") as out:
                _alone(out.fileno())
                torn = out.tell() > 0 and not _ends_a_line(self.path)
                if torn:  # what a crash left of a line is ended, so that the next one stands alone
                    out.truncate(_last_line(self.path))
                out.write(text.encode())
                out.flush()
                os.fsync(out.fileno())
        except OSError as error:
            raise OutputError(f"The judgement could not be written to {self.path}: {error}.") from error


def _alone(file: int) -> None:
    """Wait for every other program that adds; where the system has no such lock, one program is the rule."""
    try:
        import fcntl
    except ImportError:
        return
    fcntl.flock(file, fcntl.LOCK_EX)


def _ends_a_line(path: Path) -> bool:
    return path.read_bytes().endswith(b"\n")


def _last_line(path: Path) -> int:
    """Where the last line begins."""
    return path.read_bytes().rfind(b"\n") + 1


# --- a person's word ------------------------------------------------------------------------------


def judge(
    dossier: Dossier,
    ledger: Ledger,
    verdict: Verdict,
    left: str,
    right: str,
    *,
    reason: str,
    by: str,
    at: datetime | None = None,
) -> Judgement:
    """A person's word on two items or records, kept in the ledger; it holds in every later run.

    An id of an actor or event stands for all its records, an id of a record (`document:key`) for that one alone. Raises
    `JudgementError` for ids of two kinds, for one item with itself, and for what contradicts an earlier word.
    """
    one, other = (_record(dossier, key, to) for key, to in ((left, right), (right, left)))
    if one.id == other.id:
        raise JudgementError(f"{left} and {right} are the same record already. Name two records to keep them apart.")
    if isinstance(one, ActorRecord) is not isinstance(other, ActorRecord):
        raise JudgementError(f"{left} and {right} are an actor and an event; only two of a kind can be judged.")
    first, second = sorted((one, other), key=lambda record: record.id)
    judgement = Judgement(
        left=first.id,
        right=second.id,
        verdict=verdict,
        author="person",
        by=by,
        reason=reason,
        at=at or datetime.now(UTC),
        anchors=(_anchor(first), _anchor(second)),
    )
    ledger.append([judgement])
    return judgement


def _record(dossier: Dossier, key: str, other: str) -> Record:
    """The record that an id means; of an item with several, its first, which stands for the others."""
    found = _found(dossier, key)
    if isinstance(found, Actor | Event):
        if any(record.id == other for record in found.records):
            raise JudgementError(
                f"{other} is a record of {key}. To part it from the others, name one of their records: "
                f"{', '.join(record.id for record in found.records if record.id != other)}."
            )
        return found.records[0]
    if isinstance(found, ActorRecord | EventRecord):
        return found
    raise JudgementError(f"{key} is neither an actor nor an event, nor a record of one: there is nothing to judge.")


def _found(dossier: Dossier, key: str) -> object:
    try:
        return dossier.find(key)
    except LookupError as error:
        raise JudgementError(f"{error.args[0]}.") from error


def _anchor(record: Record) -> Anchor:
    return Anchor(document=record.document, spans=tuple((piece.start, piece.end) for piece in record.evidence))


# --- after a new reading --------------------------------------------------------------------------


def reanchored(judgements: Sequence[Judgement], records: Sequence[Records]) -> list[Judgement]:
    """The judgements with the ids that their records have now.

    A record that a new reading gave another key is found by its document and the evidence it shares most of. Where
    there is none the old id stays, and the judgement waits.
    """
    by_document = {one.document.id: one for one in records}
    return [_reanchored(one, by_document) for one in judgements]


def _reanchored(judgement: Judgement, by_document: Mapping[str, Records]) -> Judgement:
    if judgement.anchors is None:
        return judgement
    ends = [
        _nearest(key, anchor, by_document.get(anchor.document))
        for key, anchor in zip((judgement.left, judgement.right), judgement.anchors, strict=True)
    ]
    if ends == [judgement.left, judgement.right]:
        return judgement
    anchors = judgement.anchors if ends[0] < ends[1] else judgement.anchors[::-1]
    return judgement.model_copy(update={"left": min(ends), "right": max(ends), "anchors": anchors})


def _nearest(key: str, anchor: Anchor, records: Records | None) -> str:
    if records is None:
        return key
    everything: tuple[Record, ...] = (*records.actors, *records.events)
    like = _kind_of(key, everything)
    shares = {record.id: _shared(anchor, record) for record in everything if like is None or isinstance(record, like)}
    if shares.get(key, 0) > 0:
        return key
    best = max(sorted(shares), key=lambda name: shares[name], default=key)
    return best if shares.get(best, 0) > 0 else key


def _kind_of(key: str, everything: Sequence[Record]) -> type[Record] | None:
    """Keys say what they are: `a…` actors, `e…` events, whether or not the record is still there."""
    named = key.rpartition(":")[2][:1]
    kinds: dict[str, type[Record]] = {"a": ActorRecord, "e": EventRecord}
    return next((type(one) for one in everything if one.id == key), kinds.get(named))


def _shared(anchor: Anchor, record: Record) -> int:
    """How many characters of evidence the two have in common."""
    return sum(
        max(0, min(end, piece.end) - max(start, piece.start))
        for start, end in anchor.spans
        for piece in record.evidence
    )
