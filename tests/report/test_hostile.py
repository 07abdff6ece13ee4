"""Foreign text reaches every output as text."""

from __future__ import annotations

import csv
import io
import json
import re
from collections import Counter
from html.parser import HTMLParser

import pytest
from markdown_it import MarkdownIt
from rich.console import Console

from summarize.report import brief, item_view, terminal_summary
from summarize.report.files import dossier_json
from summarize.report.tables import csv_text
from summarize.schemas import Dossier, Tokens
from summarize.schemas.display import clip, visible
from summarize.schemas.tables import TABLES
from tests.report.factory import dossier
from tests.report.hostile import HOSTILE

each = pytest.mark.parametrize("told", HOSTILE.values(), ids=HOSTILE.keys())
TAGS = set("h1 h2 h3 table thead tbody tr th td ul li p strong em a".split())
STEERING = re.compile(
    "[\x00-\x09\x0b-\x1f\x7f-\x9f\u200e\u200f\u061c\u2028\u2029\u202a-\u202e\u2066-\u2069\U000e0000-\U000e007f]"
)


class Page(HTMLParser):
    """Tags, attributes and text of a piece of HTML."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: Counter[str] = Counter()
        self.attributes: set[tuple[str, str | None]] = set()
        self.text = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags[tag] += 1
        self.attributes.update(attrs)

    def handle_data(self, data: str) -> None:
        self.text += data


def shown(renderable: object) -> str:
    console = Console(file=io.StringIO(), width=100, force_terminal=False, record=True)
    console.print(renderable)
    return console.export_text(styles=True)


@each
def test_brief(told: str) -> None:
    text = brief(dossier(told))
    assert not STEERING.search(text)
    page = Page(MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"]).render(text))
    assert set(page.tags) <= TAGS
    assert all(name in {"href", "id", "style"} for name, _ in page.attributes)
    assert all(re.fullmatch(r"#[ed]\d+", value or "") for name, value in page.attributes if name == "href")
    assert clip(f"how many died{told}", 200) in page.text
    assert clip(f"The Gazette{told}", 200) in page.text
    assert not re.search(r"(?i)(?<!\\)(https?|ftp)://|www\.", text)


@each
def test_text_that_comes_first_in_its_line_opens_nothing(told: str) -> None:
    """A relation's line begins with an actor's name, a heading and a cell with whatever stands there."""

    def page(name: str) -> Page:
        base = dossier()
        actors = tuple(actor.model_copy(update={"name": name}) for actor in base.actors)
        text = brief(base.model_copy(update={"actors": actors}))
        return Page(MarkdownIt("commonmark", {"html": True}).enable("table").render(text))

    assert page(told).tags == page("plain").tags
    assert clip(told, 200) in page(told).text


@each
def test_tables(told: str) -> None:
    for table in TABLES:
        text = csv_text(dossier(told), table)
        assert not STEERING.search(text)
        header, *rows = list(csv.reader(io.StringIO(text.removeprefix("\ufeff"))))
        assert {len(row) for row in rows} == {len(header)}
        assert max(map(len, (cell for row in rows for cell in row))) < 32_767
        cells = [cell for row in rows for cell in row]
        parts = [part.lstrip() for cell in cells for part in cell.split(";") if not _is_number(cell)]
        assert not [part for part in parts if part.startswith(("=", "+", "-", "@", "＝"))]


def _is_number(cell: str) -> bool:
    return re.fullmatch(r"-?\d+(\.\d+)?", cell) is not None


def test_a_defused_formula_is_still_the_text() -> None:
    rows = list(csv.DictReader(io.StringIO(csv_text(_named("=cmd|' /C calc'!A0"), "actors").removeprefix("\ufeff"))))
    assert rows[0]["name"] == "'=cmd|' /C calc'!A0"


def _named(name: str) -> Dossier:
    base = dossier()
    return base.model_copy(update={"actors": (base.actors[0].model_copy(update={"name": name}),)})


@each
def test_json(told: str) -> None:
    given = dossier(told)
    text = dossier_json(given)
    assert not STEERING.search(text)
    assert Dossier.model_validate(json.loads(text)) == given


@each
def test_notebook(told: str) -> None:
    page = Page(dossier(told)._repr_html_())
    assert set(page.tags) <= {"div", "table", "thead", "tbody", "tr", "th", "td", "b", "p"}
    assert page.attributes <= {("dir", "auto")}
    assert not STEERING.search(page.text)
    assert clip(f"Strike on Tower 22{told}", 60) in page.text


@each
def test_terminal(told: str) -> None:
    given = dossier(told)
    views = [
        item_view(given, key) for key in ("northern-brigade", "2024-01-28-tower-22", "d1", "d1:t1", "toll-tower-22")
    ]
    for text in [shown(view) for view in (*views, terminal_summary(given, [], Tokens()), given)] + [str(given)]:
        without_styles = re.sub(r"\x1b\[[0-9;]*m", "", text)
        assert not STEERING.search(without_styles)
        assert "\x1b]8" not in text  # no terminal link
    assert visible(told)[:30].split(" ")[0] in shown(views[0])


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ("a\u202eb", "a⟨U+202E⟩b"),
        ("a\n\t b\u2028c", "a b c"),
        ("\x1b[31mred", "[31mred"),
        ("soft\u00adhyphen", "soft⟨U+00AD⟩hyphen"),
        ("می\u200cخواهم", "می\u200cخواهم"),
        ("Kata’ib — “x” كتائب", "Kata’ib — “x” كتائب"),
        ("\ud800", "⟨U+D800⟩"),
    ],
)
def test_visible(given: str, expected: str) -> None:
    assert visible(given) == expected


@pytest.mark.parametrize(
    ("given", "limit", "expected"),
    [("abc", 3, "abc"), ("abcd", 3, "ab…"), (" " * 100 + "abc", 3, "…"), ("a b c", 4, "a b…")],
)
def test_clip(given: str, limit: int, expected: str) -> None:
    assert clip(given, limit) == expected
