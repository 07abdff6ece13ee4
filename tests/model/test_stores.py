"""Both stores keep the same, also through crashes, full disks and two runs at once."""

from __future__ import annotations

import asyncio
import errno
import json
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from summarize.errors import ConfigError, InUse, OutputError, RecordingsError
from summarize.model import FolderStore, Interaction, RecordStore, Request, SqliteStore, open_recordings
from summarize.model.keeping import Keeper
from summarize.model.locks import locked
from summarize.model.manifest import ManifestFile, RecordedModel
from summarize.model.shared import Shared
from summarize.model.upkeep import pack, prune, unpack, verify
from tests.model.conftest import Provider, completion, question

MODEL = RecordedModel(name="m", base_path="/v1", mode="tools", strict=False)
STATIC = {"role": "system", "content": "Read carefully. " * 100}
TOOLS = [{"type": "function", "function": {"name": "Toll", "parameters": {"z": 1, "a": [1.5, None, True]}}}]


def folder_store(place: Path) -> RecordStore:
    return FolderStore(place / "r", ManifestFile(place / "r", MODEL))


def sqlite_store(place: Path) -> RecordStore:
    return SqliteStore(place / "r.sqlite", MODEL)


Make = Callable[[Path], RecordStore]
both = pytest.mark.parametrize("make", [folder_store, sqlite_store])


def interaction(number: int = 1, **changes: Any) -> Interaction:
    body = {"messages": [STATIC, {"role": "user", "content": f"Kata’ib \n{number}"}], "model": "m", "tools": TOOLS}
    request = Request("/v1/chat/completions", body | changes)
    answer = completion(json.dumps({"killed": number}))
    return Interaction(request.key, request.path, "toll.v1", f"wire/{number:03}", request.body, 200, answer)


@both
def test_what_is_put_is_there_also_for_the_next_run(make: Make, tmp_path: Path) -> None:
    store, kept = make(tmp_path), [interaction(number) for number in range(5)]
    assert store.get(kept[0].key) is None
    assert store.answer(kept[0].key) is None
    store.put(*kept[:3])
    store.put(*kept[3:])
    store.put(kept[0])
    for again in (store, make(tmp_path)):
        assert [again.get(each.key) for each in kept] == kept
        assert again.answer(kept[1].key) == kept[1].response
        assert sorted(again.keys()) == sorted(each.key for each in kept)
        manifest = again.manifest()
        assert manifest is not None
        assert (manifest.models, manifest.prompts) == ((MODEL,), ("toll.v1",))
        again.close()


@both
def test_the_nearest_is_of_the_same_subject(make: Make, tmp_path: Path) -> None:
    store = make(tmp_path)
    assert store.nearest(Request("/v1", {}), "toll.v1", "wire/001") is None
    store.put(*(interaction(number) for number in range(4)))
    near = store.nearest(Request("/v1/chat/completions", interaction(9).request), "toll.v1", "wire/002")
    assert near is not None
    assert near.interaction.subject == "wire/002"
    store.close()


@pytest.mark.parametrize("name", ["recordings", "recordings.sqlite"])
def test_recorded_replayed_resumed_whatever_the_store(provider: Provider, tmp_path: Path, name: str) -> None:
    provider.replies = ['{"killed": 3}', '{"killed": 4}']
    (first,) = provider.ask(question(), record=tmp_path / name)
    answers = provider.ask(question(), question("Four."), record=tmp_path / name)
    assert [answer.replayed for answer in answers] == [True, False]
    (again,) = provider.ask(question(), replay=tmp_path / name)
    assert (again.value, again.recordings) == (first.value, first.recordings)
    assert len(provider.requests) == 2


ODD: list[dict[str, Any]] = [
    {},
    {"messages": []},
    {"messages": "none"},
    {"tools": {"$part": "x"}},
    {"messages": [{"role": "user", "content": '{"$part": "y"} {"$whole": 1}'}]},
    {"messages": [{"role": "user", "$part": "z"}]},
    {"$whole": {"a": 1}},
    {"response_format": {"type": "json_schema", "json_schema": {"b": 1, "a": 2}}},
]


@pytest.mark.parametrize("changes", ODD, ids=str)
def test_a_body_comes_back_as_it_was_to_the_order_of_its_keys(tmp_path: Path, changes: dict[str, Any]) -> None:
    kept = interaction(1, **changes)
    store = sqlite_store(tmp_path)
    store.put(kept)
    store.close()
    found = sqlite_store(tmp_path).get(kept.key)
    assert found is not None
    assert json.dumps(found.request) == json.dumps(kept.request)


def test_what_requests_have_in_common_is_kept_once(tmp_path: Path) -> None:
    store = sqlite_store(tmp_path)
    store.put(*(interaction(number) for number in range(50)))
    store.close()
    rows = sqlite3.connect(tmp_path / "r.sqlite").execute("SELECT length(request) FROM interactions").fetchall()
    assert max(length for (length,) in rows) < len(STATIC["content"]) / 2
    assert Shared().new == []


@both
def test_a_full_disk_is_said_and_what_was_kept_stays(
    make: Make, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = make(tmp_path)
    store.put(interaction(1))
    with monkeypatch.context() as patch:
        if isinstance(store, SqliteStore):
            store._database.execute("PRAGMA max_page_count = 1")
            big = [interaction(number, filler="x" * 50_000) for number in range(2, 9)]
        else:

            def full(_: int) -> None:
                raise OSError(errno.ENOSPC, "No space left on device")

            patch.setattr("os.fsync", full)
            big = [interaction(2)]
        with pytest.raises(OutputError, match=r"cannot be written.*(full|No space)"):
            store.put(*big)
    if isinstance(store, SqliteStore):
        store._database.execute("PRAGMA max_page_count = 100000")
    assert store.get(big[0].key) is None
    store.put(*big)
    store.close()
    again = open_recordings(tmp_path / ("r" if make is folder_store else "r.sqlite"))
    assert len(list(again.keys())) == 1 + len(big)
    again.close()
    assert not list(tmp_path.glob("r/.*.part"))


KILLED = """
import sys
from pathlib import Path
from tests.model.test_stores import {make}, interaction
store = {make}(Path(sys.argv[1]))
for number in range(int(sys.argv[2]), int(sys.argv[2]) + 60):
    store.put(interaction(number), interaction(number + 500_000))
    print(number, flush=True)
"""


@both
def test_killed_at_any_moment_it_has_all_that_was_put(make: Make, tmp_path: Path) -> None:
    done = -1
    for _ in range(3):
        command = [sys.executable, "-c", KILLED.format(make=make.__name__), str(tmp_path), str(done + 1)]
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
            assert process.stdout is not None
            for _ in range(7):
                done = int(process.stdout.readline())
            process.kill()
            done = max([done, *map(int, process.stdout.read().split())])
    store = make(tmp_path)
    for number in range(done + 1):
        for each in (interaction(number), interaction(number + 500_000)):
            assert store.get(each.key) == each
    store.close()
    assert verify(tmp_path / ("r" if make is folder_store else "r.sqlite")).faults == ()


def test_a_file_that_holds_something_else_is_named(tmp_path: Path) -> None:
    other = tmp_path / "other.sqlite"
    other.write_text("no database at all, but long enough to look at" * 50)
    with pytest.raises(RecordingsError, match=r"other\.sqlite"):
        open_recordings(other)
    with pytest.raises(RecordingsError, match="no such file"):
        open_recordings(tmp_path / "none.sqlite")


def test_answers_that_come_together_are_written_together(tmp_path: Path) -> None:
    batches: list[int] = []
    store = sqlite_store(tmp_path)
    put = store.put

    def counted(*kept: Interaction) -> None:
        batches.append(len(kept))
        put(*kept)

    store.put = counted  # type: ignore[method-assign]

    async def run() -> None:
        keeper = Keeper(store)
        await asyncio.gather(*(keeper.keep(interaction(number)) for number in range(40)))
        await keeper.close()

    asyncio.run(run())
    assert sum(batches) == 40
    assert len(batches) < 10
    store.close()


# --- two runs at once ---


def test_the_second_run_is_told(provider: Provider, tmp_path: Path) -> None:
    provider.replies = ['{"killed": 3}']
    for name in ("recordings", "recordings.sqlite"):
        with (
            locked(tmp_path / name),
            pytest.raises(InUse, match=r"process \d+\) is writing to .*recordings"),
        ):
            provider.ask(question(), record=tmp_path / name)
        assert provider.ask(question(), record=tmp_path / name)[0].value.killed == 3
    assert len(provider.requests) == 2


def test_a_lock_ends_with_its_process(tmp_path: Path) -> None:
    code = "import sys, time\nfrom pathlib import Path\nfrom summarize.model.locks import locked\n"
    code += "with locked(Path(sys.argv[1])):\n    print('held', flush=True)\n    time.sleep(60)"
    with subprocess.Popen([sys.executable, "-c", code, str(tmp_path / "r")], stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        process.stdout.readline()
        with pytest.raises(InUse, match=f"process {process.pid}"), locked(tmp_path / "r"):
            pass
        process.kill()
        process.wait()
    assert (tmp_path / ".r.lock").exists()
    with locked(tmp_path / "r"):
        pass
    assert not (tmp_path / ".r.lock").exists()


# --- upkeep ---


def test_packed_and_unpacked_it_is_the_same_to_the_byte(tmp_path: Path) -> None:
    folder_store(tmp_path).put(*(interaction(number) for number in range(7)))
    assert pack(tmp_path / "r", tmp_path / "packed.sqlite") == 7
    assert unpack(tmp_path / "packed.sqlite", tmp_path / "back") == 7
    files = {path.name: path.read_bytes() for path in (tmp_path / "r").iterdir()}
    assert files == {path.name: path.read_bytes() for path in (tmp_path / "back").iterdir()}
    with pytest.raises(ConfigError, match=r"\.sqlite"):
        pack(tmp_path / "r", tmp_path / "packed")


@both
def test_verify_finds_what_was_changed(make: Make, tmp_path: Path) -> None:
    store = make(tmp_path)
    store.put(interaction(1), interaction(2))
    store.put(Interaction("0" * 64, "/v1", "t", "s", {"a": 1}, 200, completion("x")))
    silent = Request("/v1", {"b": 1})
    store.put(Interaction(silent.key, "/v1", "t", "silent", silent.body, 200, completion(None)))
    store.close()
    found = verify(tmp_path / ("r" if make is folder_store else "r.sqlite"))
    assert found.sound == 2
    assert sorted(fault.partition(": ")[2].split(".")[0] for fault in found.faults) == [
        "the answer is empty",
        "the request is not the one its key was made of; it answers nothing",
    ]


@both
def test_prune_keeps_what_is_used(make: Make, tmp_path: Path) -> None:
    store = make(tmp_path)
    store.put(*(interaction(number) for number in range(5)))
    store.close()
    place = tmp_path / ("r" if make is folder_store else "r.sqlite")
    assert prune(place) == 0
    assert prune(place, {interaction(1).key, interaction(3).key}) == 3
    left = open_recordings(place)
    assert sorted(left.keys()) == sorted(interaction(number).key for number in (1, 3))
    left.close()


def test_prune_clears_what_a_killed_run_left(tmp_path: Path) -> None:
    folder_store(tmp_path).put(interaction(1))
    (tmp_path / "r" / ".toll.json.x.part").write_text("{")
    prune(tmp_path / "r")
    assert not list((tmp_path / "r").glob(".*"))
