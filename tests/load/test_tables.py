import json
from pathlib import Path

import pytest

from summarize.load import Loaded, load
from summarize.schemas.documents import Metadata

FULL = Metadata(
    title="A raid",
    authors=("Ali Haddad", "B. Poe"),
    outlet="The Paper",
    url="https://paper.example/1",
    published="2024-03-05",
)


def loaded_from(folder: Path, name: str, content: str | bytes) -> Loaded:
    (folder / name).write_bytes(content if isinstance(content, bytes) else content.encode())
    return load(folder / name)


def test_a_line_of_json_becomes_a_document(tmp_path: Path) -> None:
    row = {**FULL.model_dump(), "id": "raid/1", "text": "It\r\nfell.\u2028 It rose.", "language": "en"}
    loaded = loaded_from(tmp_path, "a.jsonl", json.dumps(row, ensure_ascii=False))
    [document] = loaded.documents
    assert (document.id, document.source) == ("raid-1", "a.jsonl line 1")
    assert document.text == row["text"]
    assert document.metadata == FULL


def test_a_row_of_csv_becomes_a_document(tmp_path: Path) -> None:
    content = (
        "\ufeffID, Text ,title,authors,outlet,url,published,language\r\n"
        'r1,"It ""fell"",\r\nthey said.",A raid,Ali Haddad; B. Poe,The Paper,https://paper.example/1,2024-03-05T10:00:00Z,en\r\n'
        "\r\n"
        ",It rose.,,,,,,\r\n"
    )
    first, second = loaded_from(tmp_path, "a.csv", content).documents
    assert (first.id, first.source, first.text) == ("r1", "a.csv line 2", 'It "fell",\r\nthey said.')
    assert first.metadata == FULL
    assert (second.id, second.source, second.text) == ("a-L5", "a.csv line 5", "It rose.")
    assert second.metadata == Metadata()


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_csv_with_other_delimiters(tmp_path: Path, delimiter: str) -> None:
    loaded = loaded_from(tmp_path, "a.csv", f'title{delimiter}text\nRaid{delimiter}"It fell, rose; and fell."\n')
    assert [document.text for document in loaded.documents] == ["It fell, rose; and fell."]


def test_a_table_in_utf_16(tmp_path: Path) -> None:
    lines = '{"text": "It fell — “so”."}\n{"text": "سقط"}\n'
    assert len(loaded_from(tmp_path, "a.jsonl", lines.encode("utf-16")).documents) == 2
    assert len(loaded_from(tmp_path, "b.csv", "text\n“so”\nسقط\n".encode("utf-16")).documents) == 2


def test_rows_with_the_same_text_or_id_are_all_kept(tmp_path: Path) -> None:
    loaded = loaded_from(
        tmp_path, "a.jsonl", '{"id": "r", "text": "A.", "outlet": "X"}\n{"id": "r", "text": "A.", "outlet": "Y"}'
    )
    assert [(document.id, document.metadata.outlet) for document in loaded.documents] == [("r", "X"), ("r-2", "Y")]


BAD_LINES = {
    "broken": (b'{"text": "It fell.', "it is not JSON: Unterminated string starting at at character 10"),
    "not an object": (b'["It fell."]', "it is JSON, but not an object"),
    "a number": (b"7", "it is JSON, but not an object"),
    "no text": (b'{"title": "Raid"}', "it has no text"),
    "an empty text": (b'{"text": " \\n"}', "it has no text"),
    "text no string": (b'{"text": ["It fell."]}', "its text is not a string"),
    "NUL": (b'{"text": "a\\u0000"}', "its text has a NUL character at offset 1"),
    "NUL byte": (
        b'{"text": "a\0"}',
        "it has a NUL byte at offset 11: a binary file, or UTF-16 without a byte order mark",
    ),
    "surrogate": (b'{"text": "a\\ud800"}', "its text has half a character (a lone surrogate) at offset 1"),
    "surrogate in the title": (
        b'{"text": "a", "title": "\\udc00"}',
        "its title has half a character (a lone surrogate)",
    ),
    "encoding": (b'{"text": "caf\xe9"}', "wrong encoding: the byte at offset 13 is not UTF-8"),
    "nested": (b'{"text":' + b"[" * 100_000, "its JSON cannot be read"),
    "a huge number": (b'{"text": "a", "n": ' + b"9" * 5000 + b"}", "its JSON cannot be read"),
    "id": (b'{"text": "A.", "id": ["x"]}', "its id is neither a string nor a whole number"),
    "title": (b'{"text": "A.", "title": 5}', "its title is not a string"),
    "authors": (b'{"text": "A.", "authors": {"a": 1}}', "its authors are neither a string nor a list of strings"),
    "published": (b'{"text": "A.", "published": "March 5, 2024"}', "its published date cannot be used"),
}


@pytest.mark.parametrize(("line", "reason"), list(BAD_LINES.values()), ids=list(BAD_LINES))
def test_a_bad_line_is_named_and_the_others_go_through(tmp_path: Path, line: bytes, reason: str) -> None:
    good = [json.dumps({"text": f"Line {number} fell."}).encode() for number in range(1, 10)]
    loaded = loaded_from(tmp_path, "x.jsonl", b"\n".join([*good[:6], line, *good[7:]]))
    assert [document.id for document in loaded.documents] == [f"x-L{number}" for number in (1, 2, 3, 4, 5, 6, 8, 9)]
    [failure] = loaded.failures
    assert failure.source == "x.jsonl line 7"
    assert failure.reason.startswith(reason)
    assert failure.remedy
    assert len(str(failure)) < 500


BAD_TABLES = {
    "no text column": ("title,body\nA,B\n", [("a.csv", "its first line names no column text")], 0),
    "a column twice": ("text,text\nA,B\n", [("a.csv", "its first line names text twice")], 0),
    "blank": ("\n \n", [("a.csv", "its first line names no column text")], 0),
    "a field too many": (
        "text,id\nA.,1\nB,and C.,2\nD.,3\n",
        [("a.csv line 3", "it has 3 columns where the first line names 2")],
        2,
    ),
    "a field too few": ("text,id\nA.\nB.,2\n", [("a.csv line 2", "it has 1 columns where the first line names 2")], 1),
    "an empty text": ("text,id\n ,1\nB.,2\n", [("a.csv line 2", "it has no text")], 1),
    "open quotes": (
        'text,id\nA.,1\n"B.,2\nC.,3\n',
        [("a.csv line 3", "its quoting is broken (unexpected end of data)")],
        1,
    ),
    "only a header": ("text,id\n", [("a.csv", "it has no rows")], 0),
}


@pytest.mark.parametrize(("content", "failures", "documents"), list(BAD_TABLES.values()), ids=list(BAD_TABLES))
def test_a_bad_table(tmp_path: Path, content: str, failures: list[tuple[str, str]], documents: int) -> None:
    loaded = loaded_from(tmp_path, "a.csv", content)
    assert [failure.source for failure in loaded.failures] == [source for source, _ in failures]
    assert all(found.reason.startswith(reason) for found, (_, reason) in zip(loaded.failures, failures, strict=True))
    assert len(loaded.documents) == documents


def test_a_table_of_json_without_a_row_is_named(tmp_path: Path) -> None:
    assert [failure.reason for failure in loaded_from(tmp_path, "a.jsonl", "\n \n").failures] == ["it has no rows"]


def test_a_text_longer_than_a_usual_field(tmp_path: Path) -> None:
    [document] = loaded_from(tmp_path, "a.csv", "text\n" + '"' + "It fell. " * 40_000 + '"\n').documents
    assert len(document.sentences) == 40_000
