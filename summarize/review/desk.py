"""The desk behind the page: it knows the dossier and the ledger, takes decisions, and derives the dossier anew.

A decision is in the ledger before it is answered. The dossier follows in the background: records are unravelled from
it and reconciled under the judgements that stand, as often as it takes for it to be that of the ledger's last line.
"""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from summarize.errors import SummarizeError
from summarize.reconcile import Register, reconcile
from summarize.reconcile.judge import person_links
from summarize.reconcile.living import updated
from summarize.reconcile.unravel import records_of
from summarize.report import load_dossier, write
from summarize.review.cases import Case, cases_of, shown
from summarize.review.ledger import Entry, JudgementFile, Ledger, Undo, standing
from summarize.schemas import ActorRecord, Dossier, EventRecord, Judgement
from summarize.schemas.display import clip
from summarize.schemas.judgements import Anchor, Verdict

__all__ = ["Desk", "Overtaken"]

REASON_LIMIT = 1000
MOST_LISTED = 300  # open cases that the page gets at a time


class Overtaken(Exception):  # no fault: somebody was faster
    """The pair was decided in another window since this one looked; `judgement` is what was said there."""

    def __init__(self, judgement: Judgement | None) -> None:
        self.judgement = judgement
        super().__init__("decided elsewhere")


class Desk:
    """One folder's dossier under review. Its methods may be called from several threads at once."""

    def __init__(self, folder: Path, by: str, *, registers: Sequence[Path] = (), ledger: Ledger | None = None) -> None:
        self.folder, self.by = folder, by
        self.ledger: Ledger = ledger or JudgementFile(folder)
        self._register = Register.load(*registers)
        self._deciding, self._state = threading.Lock(), threading.Condition()
        self._stamp: tuple[int, int] | None = None
        self._dossier = self._loaded()
        self._pending, self._busy, self._open = bool(self.ledger.entries()), False, True
        self._listed: tuple[Dossier, frozenset[tuple[str, str]], list[Case]] | None = None
        self.trouble = ""
        self._worker = threading.Thread(target=self._work, name="derive", daemon=True)
        self._worker.start()

    # --- looking ----------------------------------------------------------------------------------

    def queue(self) -> dict[str, Any]:
        """The cases in their order, those decided with what was said; how many; whether the dossier is up to date."""
        held = self._held()
        lines = [_line(case, held.get(_pair(case.left, case.right))) for case in self._cases(frozenset(held))]
        open_ones = [line for line in lines if line["verdict"] is None][:MOST_LISTED]
        listed = {id(line) for line in open_ones}
        with self._state:
            derived = not self._pending and not self._busy
        return {
            "cases": [line for line in lines if line["verdict"] is not None or id(line) in listed],
            "total": len(lines),
            "decided": sum(line["verdict"] is not None for line in lines),
            "derived": derived,
            "trouble": self.trouble,
        }

    def case(self, left: str, right: str) -> dict[str, Any]:
        """A case in full. Raises `LookupError` where there is none on this pair."""
        dossier = self._dossier
        for case in cases_of(dossier, self._held()):
            if (case.left, case.right) == _pair(left, right):
                return shown(dossier, case)
        raise LookupError(f"there is no case on {left} and {right}")

    def _held(self) -> dict[tuple[str, str], tuple[int, Judgement]]:
        """People's judgements that stand, by pair, with their lines."""
        found = standing(self.ledger.entries())
        return {_pair(one.left, one.right): (line, one) for line, one in found.items() if one.author == "person"}

    def _cases(self, held: frozenset[tuple[str, str]]) -> list[Case]:
        dossier, listed = self._dossier, self._listed
        if listed is None or listed[0] is not dossier or listed[1] != held:
            self._listed = listed = (dossier, held, cases_of(dossier, held))
        return listed[2]

    # --- deciding ---------------------------------------------------------------------------------

    def decide(self, left: str, right: str, verdict: Verdict, reason: str = "", seen: int = 0) -> int:
        """Keep a person's judgement on two records; the number of its line.

        `seen` is the line of the judgement on this pair that the person saw (0: none). Raises `Overtaken` where there
        is another by now, `JudgementError` where it contradicts others, `LookupError` for records there are not.
        """
        with self._deciding:
            held = self._held()
            own = {line: one for pair, (line, one) in held.items() if pair == _pair(left, right)}
            if max(own, default=0) != seen:
                raise Overtaken(next(iter(own.values()), None))
            judgement = Judgement(
                left=left,
                right=right,
                verdict=verdict,
                author="person",
                by=self.by,
                reason=clip(reason, REASON_LIMIT) or "judged at the review desk",
                at=datetime.now(UTC),
                anchors=self._anchors(left, right),
            )
            person_links([*(one for line, one in held.values() if line not in own), judgement])
            for line, one in own.items():
                if one.by != self.by:  # two people do not both hold: the later one, who saw it, takes it back
                    self._add(Undo(undo=line, by=self.by, at=datetime.now(UTC)))
            return self._add(judgement)

    def undo(self, line: int) -> int:
        """Take back the judgement of a line; the number of the line that does. `LookupError` where none stands."""
        with self._deciding:
            entries = self.ledger.entries()
            said = entries[line - 1] if 1 <= line <= len(entries) else None
            if not isinstance(said, Judgement) or said.author != "person":
                raise LookupError(f"line {line} holds no person's judgement")
            if any(isinstance(entry, Undo) and entry.undo == line for entry in entries):
                raise LookupError(f"the judgement of line {line} was taken back before")
            entry = Undo(undo=line, by=self.by, at=datetime.now(UTC))
            person_links(one for one in standing([*entries, entry]).values() if one.author == "person")
            return self._add(entry)

    def _add(self, entry: Entry) -> int:
        number = self.ledger.add(entry)
        with self._state:
            self._pending = True
            self._state.notify_all()
        return number

    def _anchors(self, left: str, right: str) -> tuple[Anchor, Anchor]:
        """Where the two records stand. `LookupError` where they are not two of one kind in this dossier."""
        for items in (self._dossier.actors, self._dossier.events):
            found = {record.id: record for item in items for record in item.records if record.id in {left, right}}
            if len(found) == 2:
                return _anchor(found[left]), _anchor(found[right])
        raise LookupError(f"{left} and {right} are no two records of actors, or of events, in this dossier")

    # --- deriving ---------------------------------------------------------------------------------

    def settle(self) -> None:
        """Wait until the dossier on the disk is that of the ledger, or cannot be derived."""
        with self._state:
            self._state.wait_for(lambda: not self._pending and not self._busy)

    def close(self) -> None:
        """Finish what is under way, and stop."""
        with self._state:
            self._open = False
            self._state.notify_all()
        self._worker.join()

    def _work(self) -> None:
        while True:
            with self._state:
                self._state.wait_for(lambda: self._pending or not self._open)
                if not self._pending:
                    return
                self._pending, self._busy = False, True
            try:
                self._derive_all()
                self.trouble = ""
            except SummarizeError as error:
                self.trouble = str(error)
            finally:
                with self._state:
                    self._busy = False
                    self._state.notify_all()

    def _derive_all(self) -> None:
        """Derive until the ledger has no line that came meanwhile, from here or from another program."""
        done: list[Entry] | None = None
        while (entries := self.ledger.entries()) != done:
            self._derive(entries)
            done = entries

    def _derive(self, entries: list[Entry]) -> None:
        base = self._loaded()
        model = [one for one in base.judgements if one.author == "model"]
        given = [*model, *standing(entries).values()]
        found = asyncio.run(reconcile(records_of(base), register=self._register, judgements=given))
        made, _ = updated(base, found)  # what people know by its id keeps it
        if made != base:
            write(made, self.folder)
        self._dossier = made

    def _loaded(self) -> Dossier:
        """The dossier of the folder as it is now: a run may have written it anew."""
        file = self.folder / "dossier.json"
        status = file.stat() if file.exists() else None
        stamp = (status.st_mtime_ns, status.st_size) if status else None
        if stamp is None or stamp != self._stamp:
            self._dossier, self._stamp = load_dossier(self.folder), stamp
        return self._dossier


def _anchor(record: ActorRecord | EventRecord) -> Anchor:
    return Anchor(document=record.document, spans=tuple((piece.start, piece.end) for piece in record.evidence))


def _pair(left: str, right: str) -> tuple[str, str]:
    return (left, right) if left < right else (right, left)


def _line(case: Case, held: tuple[int, Judgement] | None) -> dict[str, Any]:
    """A case in the queue: enough to list it, and the judgement that stands on it with its line."""
    line, judgement = held or (0, None)
    return {
        "left": case.left,
        "right": case.right,
        "kind": case.kind,
        "standing": case.standing,
        "score": case.score,
        "line": line,
        "verdict": judgement.verdict if judgement else None,
        "by": clip(judgement.by, 100) if judgement else None,
    }
