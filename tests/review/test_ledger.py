"""The ledger: lines are only added, are on the disk when they count, and several writers lose none."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path

import pytest

from summarize.errors import DossierError, OutputError
from summarize.reconcile import Ledger
from summarize.review.ledger import Entry, JudgementFile, Undo, standing
from summarize.schemas import Judgement

AT = datetime(2031, 1, 1, tzinfo=UTC)


def judgement(right: str = "b", verdict: str = "same", left: str = "a") -> Judgement:
    return Judgement.model_validate(
        {"left": left, "right": right, "verdict": verdict, "author": "person", "by": "ana", "reason": "r", "at": AT}
    )


def of_model() -> Judgement:
    return judgement(verdict="different").model_copy(update={"author": "model", "by": "judge_events.v1"})


def undo(line: int) -> Undo:
    return Undo(undo=line, by="ana", at=AT)


@pytest.mark.parametrize(
    ("entries", "lines"),
    [
        ([], []),
        ([judgement()], [1]),
        ([judgement(), undo(1)], []),
        ([judgement(), judgement(verdict="different")], [2]),
        ([judgement(), judgement("a", "different", "b")], [2]),
        ([judgement(), judgement(verdict="different"), undo(2)], [1]),
        ([judgement(), undo(1), judgement(verdict="unsure")], [3]),
        ([judgement(), judgement("c"), undo(1)], [2]),
        ([judgement(), undo(7)], [1]),
        ([judgement(), of_model()], [1, 2]),
        ([of_model(), judgement(), undo(2)], [1]),
    ],
)
def test_what_stands(entries: list[Entry], lines: list[int]) -> None:
    assert list(standing(entries)) == lines


def test_lines_come_back_as_they_were_added(tmp_path: Path) -> None:
    given: list[Entry] = [judgement("b\u202e\n\x00‘"), undo(1), judgement("c")]
    assert [JudgementFile(tmp_path).add(entry) for entry in given] == [1, 2, 3]
    assert JudgementFile(tmp_path).entries() == given
    assert (tmp_path / "judgements.jsonl").read_bytes().isascii()
    assert Ledger(tmp_path / "judgements.jsonl").read() == (judgement("c"),)  # the library reads it the same


def test_a_line_is_on_the_disk_before_it_counts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    synced: list[bytes] = []
    monkeypatch.setattr(os, "fsync", lambda _: synced.append((tmp_path / "judgements.jsonl").read_bytes()))
    JudgementFile(tmp_path).add(judgement())
    assert json.loads(synced[0])["left"] == "a"


def test_what_a_crash_cut_short_does_not_count_and_does_not_spoil_the_next(tmp_path: Path) -> None:
    file = JudgementFile(tmp_path)
    file.add(judgement())
    with file.path.open("ab") as broken:
        broken.write(b'{"left": "x", "ri')
    assert file.entries() == [judgement()]
    assert file.add(judgement("c")) == 2
    assert file.entries() == [judgement(), judgement("c")]


@pytest.mark.parametrize(
    "line", ["nonsense", "[]", "7", '{"left": "a"}', '{"undo": 0, "by": "a", "at": "2031-01-01T00:00:00Z"}']
)
def test_a_line_that_is_none_is_named(line: str, tmp_path: Path) -> None:
    file = JudgementFile(tmp_path)
    file.add(judgement())
    with file.path.open("a") as more:
        more.write(line + "\n")
    with pytest.raises(DossierError, match=r"judgements\.jsonl line 2"):
        file.entries()


def test_threads_lose_no_line(tmp_path: Path) -> None:
    files = [JudgementFile(tmp_path), JudgementFile(tmp_path)]
    with ThreadPoolExecutor(8) as pool:
        lines = list(pool.map(lambda n: files[n % 2].add(judgement(f"r{n}")), range(40)))
    assert sorted(lines) == list(range(1, 41))
    found = files[0].entries()
    assert [getattr(found[line - 1], "right", None) for line in lines] == [f"r{n}" for n in range(40)]


PROGRAM = """
import sys; from pathlib import Path; from summarize.review.ledger import JudgementFile; from summarize.schemas import Judgement
for n in range(25):
    JudgementFile(Path(sys.argv[1])).add(Judgement(
        left=sys.argv[2], right=str(n), verdict="same", author="person", by="p", score=None, reason="r", at=None))
"""


def test_programs_lose_no_line(tmp_path: Path) -> None:
    started = [subprocess.Popen([sys.executable, "-c", PROGRAM, str(tmp_path), name]) for name in ("one", "two")]
    assert [program.wait(60) for program in started] == [0, 0]
    found = [entry for entry in JudgementFile(tmp_path).entries() if isinstance(entry, Judgement)]
    for name in ("one", "two"):
        assert [entry.right for entry in found if entry.left == name] == [str(n) for n in range(25)]


def test_where_nothing_can_be_written_nothing_was_decided(tmp_path: Path) -> None:
    with pytest.raises(OutputError, match="Nothing was decided"):
        JudgementFile(tmp_path / "nowhere").add(judgement())
    assert JudgementFile(tmp_path / "nowhere").entries() == []
