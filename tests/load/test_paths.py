import os
import socket
import time
from pathlib import Path

import pytest

from summarize.errors import ConfigError, DuplicateInput, InputError
from summarize.load import Loaded, document_from_text, load, stream
from summarize.load import files as files_room
from summarize.load.documents import _READERS
from summarize.schemas.documents import Document, Metadata


def reasons(loaded: Loaded) -> list[tuple[str, str]]:
    return [(failure.source, failure.reason) for failure in loaded.failures]


def test_a_folder_is_searched_in_order_and_passes_over_what_is_not_for_it(tmp_path: Path) -> None:
    for name in (
        "b.txt",
        "a.md",
        "sub/deep/c.TXT",
        ".hidden.txt",
        ".git/d.txt",
        "rec/e.txt",
        "rec/manifest.json",
        "f.png",
    ):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(f"This is {name}.")
    loaded = load(tmp_path)
    assert [document.source for document in loaded.documents] == ["a.md", "b.txt", "sub/deep/c.TXT"]
    assert [document.id for document in loaded.documents] == ["a", "b", "c"]
    assert loaded.failures == ()


def test_a_folder_that_was_named_is_searched_though_it_holds_a_manifest(tmp_path: Path) -> None:
    (tmp_path / "manifest.json").write_text("{}")
    (tmp_path / "a.txt").write_text("It fell.")
    assert len(load(tmp_path).documents) == 1


def test_text_is_kept_as_it_is(tmp_path: Path) -> None:
    text = "A \u200fline\x07.\r\n\r\n“Two”\u00a0lines\tof\rit,\u2028 not e\u0301 nor ﬁ changed"
    (tmp_path / "a.txt").write_bytes(text.encode())
    (tmp_path / "b.txt").write_bytes(b"\xef\xbb\xbf" + text.encode() + b"\n")
    (tmp_path / "c.txt").write_bytes(text.encode("utf-16"))
    (tmp_path / "d.txt").write_bytes(b"\xfe\xff" + (text + "!").encode("utf-16-be"))
    assert [document.text for document in load(tmp_path).documents] == [text, text + "\n", text, text + "!"]


BAD = {
    "empty": ("a.txt", b"", "it is empty"),
    "blank": ("a.txt", b" \r\n\t\xc2\xa0", "it has no text"),
    "blank with marks": ("a.md", "\ufeff\u200b \u200f".encode(), "it has no text"),
    "binary": (
        "a.txt",
        b"abc\0def",
        "it has a NUL byte at offset 3: a binary file, or UTF-16 without a byte order mark",
    ),
    "utf-16 without mark": ("a.txt", "abc".encode("utf-16-le"), "it has a NUL byte at offset 1: a binary file"),
    "latin-1": ("a.txt", "The café fell.".encode("latin-1"), "wrong encoding: the byte at offset 7 is not UTF-8"),
    "half a UTF-16 character": ("a.txt", b"\xff\xfea", "wrong encoding: the byte at offset 2 is not UTF-16-LE"),
    "UTF-32": ("a.txt", "abc".encode("utf-32"), "its text has a NUL character at offset 0"),
    "broken UTF-8": ("a.html", b"<p>\xe2\x28\xa1</p>", "wrong encoding: the byte at offset 3 is not UTF-8"),
    "surrogate": ("a.txt", b"abc \xed\xa0\x80", "wrong encoding: the byte at offset 4 is not UTF-8"),
}


@pytest.mark.parametrize(("name", "data", "reason"), list(BAD.values()), ids=list(BAD))
def test_a_bad_file_is_named_and_the_rest_goes_through(tmp_path: Path, name: str, data: bytes, reason: str) -> None:
    (tmp_path / name).write_bytes(data)
    (tmp_path / "good.txt").write_text("It fell.")
    loaded = load(tmp_path)
    assert [document.id for document in loaded.documents] == ["good"]
    [failure] = loaded.failures
    assert failure.source == name
    assert failure.reason.startswith(reason)
    assert failure.remedy
    assert str(tmp_path) not in str(failure)


def test_the_remedy_for_a_wrong_encoding_says_what_it_looks_like(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes("وقال المسؤول إن الهجوم وقع يوم الخميس في المدينة".encode("cp1256"))
    assert "It looks like cp1256." in load(tmp_path).failures[0].remedy


def test_paths_that_cannot_be_followed(tmp_path: Path) -> None:
    (tmp_path / "void").mkdir()
    (tmp_path / "a.docx").write_bytes(b"x")
    (tmp_path / "gone.txt").symlink_to(tmp_path / "nowhere.txt")
    loaded = load("none.txt", tmp_path / "void", tmp_path / "a.docx", tmp_path / "gone.txt", "nul\0.txt", "x" * 5000)
    assert loaded.documents == ()
    assert [reason.partition(" (")[0] for _, reason in reasons(loaded)] == [
        "there is no such file or folder",
        "the folder holds no file that can be read",
        "files ending in .docx cannot be read",
        "there is no such file or folder",
        "there is no such file or folder",
        "the path cannot be followed",
    ]
    assert ".pdf" in loaded.failures[2].remedy


def test_a_link_to_nothing_in_a_folder_is_named(tmp_path: Path) -> None:
    (tmp_path / "gone.txt").symlink_to(tmp_path / "nowhere.txt")
    assert reasons(load(tmp_path)) == [("gone.txt", "it is not there any more, or is a link to nothing")]


def test_a_ring_of_links_ends(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("It fell.")
    (tmp_path / "ring").symlink_to(tmp_path)
    assert len(load(tmp_path).documents) == 1


def test_what_is_no_regular_file_is_not_waited_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    os.mkfifo(tmp_path / "pipe.txt")
    monkeypatch.chdir(tmp_path)
    with socket.socket(socket.AF_UNIX) as server:
        server.bind("s.txt")
    assert {reason for _, reason in reasons(load(tmp_path, "pipe.txt"))} == {"it is not a regular file"}


def test_a_large_file_is_refused_before_it_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with (tmp_path / "a.txt").open("wb") as file:
        file.truncate(files_room.MAX_BYTES + 1)
    monkeypatch.setattr(Path, "read_bytes", lambda _: pytest.fail("it was read"))
    assert reasons(load(tmp_path)) == [("a.txt", "it has 100.0 MB; a file may have 100 MB")]


def test_a_file_that_may_not_be_read_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def denied(path: Path) -> bytes:
        raise PermissionError(13, "Permission denied", str(path))

    (tmp_path / "a.txt").write_text("It fell.")
    monkeypatch.setattr(Path, "read_bytes", denied)
    assert reasons(load(tmp_path)) == [("a.txt", "it may not be read")]


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_folder_that_may_not_be_read_is_named(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("It fell.")
    (tmp_path / "closed").mkdir(mode=0)
    assert reasons(load(tmp_path)) == [("closed", "it may not be read")]


def test_a_file_is_loaded_once_however_it_is_named(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("It fell.")
    loaded = load(tmp_path, tmp_path / "a.txt", str(tmp_path / "a.txt"))
    assert len(loaded.documents) == 1
    assert loaded.failures == ()


def test_a_copy_of_a_file_is_left_out_and_named(tmp_path: Path) -> None:
    for name in ("a.txt", "b.txt", "c.txt"):
        (tmp_path / name).write_text("It rose." if name == "c.txt" else "It fell.")
    loaded = load(tmp_path)
    assert [document.id for document in loaded.documents] == ["a", "c"]
    [failure] = loaded.failures
    assert isinstance(failure, DuplicateInput)
    assert "b.txt: it has exactly the bytes of a.txt" in str(failure)


def test_ids_are_readable_and_never_shared(tmp_path: Path) -> None:
    names = [
        "000_52c3281caac1193b.txt",
        "A raid, in May!.txt",
        "x/raid.txt",
        "y/raid.txt",
        "z/raid-2.txt",
        "هجوم حلب.txt",
        "z/!!.md",
    ]
    for name in names:
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(name)
    ids = [document.id for document in load(tmp_path).documents]
    assert ids == ["000_52c3281caac1193b", "A-raid-in-May", "هجوم-حلب", "raid", "raid-2", "document", "raid-2-2"]
    assert ids == [document.id for document in load(tmp_path).documents]


def test_published_is_for_documents_without_a_date(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text('{"text": "A.", "published": "2023-10-30"}\n{"text": "B."}')
    loaded = load(tmp_path, published=" 2024-03 ")
    assert [document.metadata.published for document in loaded.documents] == ["2023-10-30", "2024-03"]


@pytest.mark.parametrize("date", ["yesterday", "", "2024-13", "5 March 2024"])
def test_published_must_be_a_date(tmp_path: Path, date: str) -> None:
    (tmp_path / "a.txt").write_text("It fell.")
    with pytest.raises(ConfigError, match="the date of publication cannot be used"):
        load(tmp_path, published=date)


def test_a_text_in_hand() -> None:
    document = document_from_text("It fell.\n\nIt rose.", metadata=Metadata(title="Raid"))
    assert document.id == document.source == "text"
    assert document.sentence_text(2) == "It rose."
    assert document.metadata.title == "Raid"
    assert document_from_text("A.", id="raid 1").id == "raid-1"
    assert document_from_text("A.", source="in/raid.txt").id == "raid"


@pytest.mark.parametrize(
    ("text", "reason"), [("\u200b", "no text"), ("a\0b", "NUL .* offset 1"), ("ab\ud800", "offset 2")]
)
def test_a_text_in_hand_that_is_none(text: str, reason: str) -> None:
    with pytest.raises(InputError, match=reason):
        document_from_text(text)


def test_stream_reads_a_file_only_when_asked_for_it(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("It fell.")
    (tmp_path / "b.txt").write_text("It rose.")
    items = stream(tmp_path)
    first = next(items)
    (tmp_path / "b.txt").write_text("It burned.")
    second = next(items)
    assert isinstance(first, Document)
    assert isinstance(second, Document)
    assert second.text == "It burned."


def test_two_thousand_small_files_take_a_short_time(tmp_path: Path) -> None:
    for number in range(2000):
        (tmp_path / f"{number}.txt").write_text(f"Raid {number} began at 3 a.m. Monday. U.S. officials said so.\n" * 10)
    begin = time.perf_counter()
    assert len(load(tmp_path).documents) == 2000
    assert time.perf_counter() - begin < 5


def test_every_ending_has_a_reader() -> None:
    assert set(_READERS) == set(files_room.ENDINGS)
