"""The brief as HTML and as a Word document says what brief.md says, and foreign text is text in both."""

from __future__ import annotations

import io
import re
from pathlib import Path

import docx
import pytest
from docx.document import Document
from typer.testing import CliRunner

from summarize.cli import app
from summarize.report import brief, write
from summarize.report.blocks import Run, blocks_of
from summarize.report.brief_docx import brief_docx
from summarize.report.brief_html import brief_html
from summarize.schemas import Dossier, Outlet, Published, When
from summarize.schemas.display import clip
from tests.report.factory import dossier
from tests.report.hostile import HOSTILE
from tests.report.test_hostile import STEERING, Page

each = pytest.mark.parametrize("told", HOSTILE.values(), ids=HOSTILE.keys())
TAGS = set("html head meta title style body main h1 h2 h3 table thead tbody tr th td ul li p strong em a".split())


def word(given: Dossier) -> Document:
    return docx.Document(io.BytesIO(brief_docx(blocks_of(brief(given)))))


def said(given: Dossier) -> str:
    return "\n".join("".join(run.text for run in block.runs) for block in blocks_of(brief(given)))


@each
def test_html(told: str) -> None:
    page = Page(brief_html(blocks_of(brief(dossier(told)))))
    assert set(page.tags) <= TAGS
    allowed = {"href", "id", "lang", "charset", "http-equiv", "content", "name", "dir", "scope"}
    assert {name for name, _ in page.attributes} <= allowed
    links = {value for name, value in page.attributes if name == "href"}
    anchors = {f"#{value}" for name, value in page.attributes if name == "id"}
    assert links <= anchors
    assert page.tags["h2"] == Page(brief_html(blocks_of(brief(dossier())))).tags["h2"]
    assert not STEERING.search(page.text)
    assert clip(f"how many died{told}", 200) in page.text


@each
def test_word(told: str) -> None:
    document = word(dossier(told))
    text = "\n".join(paragraph.text for paragraph in document.paragraphs)
    assert clip(f"how many died{told}", 200) in text
    assert len(document.paragraphs) == len(word(dossier()).paragraphs)
    assert not document.part.rels.values() or not [rel for rel in document.part.rels.values() if rel.is_external]
    assert b"instrText" not in document.element.xml.encode()


def test_word_has_styles_links_and_their_bookmarks() -> None:
    document = word(dossier())
    styles = {str(paragraph.style.name) for paragraph in document.paragraphs if paragraph.style}
    assert {"Heading 1", "Heading 2", "Heading 3", "List Bullet", "List Bullet 2"} <= styles
    xml = document.element.xml
    links, marks = set(re.findall(r'w:anchor="(\w+)"', xml)), set(re.findall(r'bookmarkStart [^>]*w:name="(\w+)"', xml))
    assert links
    assert links <= marks
    assert [cell.text for cell in document.tables[0].rows[0].cells][:2] == ["documents", "actors"]


def test_word_is_the_same_text_as_markdown() -> None:
    text = [paragraph.text for paragraph in word(dossier()).paragraphs if paragraph.text]
    assert text == [line for line in said(dossier()).split("\n") if line]


def test_what_xml_cannot_hold_does_not_stop_word() -> None:
    brief_docx(blocks_of("# Brief\n\n- a \ufffe b \uffff c\n"))


def test_pieces_make_the_same_blocks(monkeypatch: pytest.MonkeyPatch) -> None:
    text = brief(dossier())
    whole = list(blocks_of(text))
    monkeypatch.setattr("summarize.report.blocks.PIECE", 1)
    assert list(blocks_of(text)) == whole


def test_only_our_own_anchors_and_links_are_any() -> None:
    line = '- <a id="e1"></a>x <a id="x1"></a><b>y</b> [z](http://evil.example) [w](#e1) <http://evil.example>\n'
    runs = [run for block in blocks_of(line) for run in block.runs]
    assert Run("x ", anchor="e1") in runs
    assert Run("w", link="e1") in runs
    assert {run.link for run in runs} == {None, "e1"}
    assert '<a id="x1">' in "".join(run.text for run in runs)


# --- what the brief tells of its sources ------------------------------------------------------------


def dated(one: str | None, two: str | None, *, outlets: tuple[str, str] = ("Gazette", "Herald")) -> Dossier:
    base = dossier()
    documents = tuple(
        document.model_copy(
            update={
                "outlet": Outlet(name=outlet, basis="stated"),
                "published": Published(when=When(edtf=day), basis="stated") if day else None,
            }
        )
        for document, day, outlet in zip(base.documents, (one, two), outlets, strict=True)
    )
    return base.model_copy(update={"documents": documents})


def test_what_is_new_is_what_the_newest_articles_report() -> None:
    news = brief(dated("2024-01-29", "2024-01-30")).split("## Key events")[0]
    assert "- Reported again by [D2](#d2): **Strike on Tower 22**" in news
    assert "Talks" not in news
    assert "- First reported by [D1](#d1): **Talks**" in brief(dated("2024-01-30", "2024-01-29"))


@pytest.mark.parametrize(("one", "two"), [("2024-01-29", "2024-01-29"), (None, "2024-01-29"), (None, None)])
def test_where_no_article_is_newer_nothing_is_called_new(one: str | None, two: str | None) -> None:
    assert "What is new" not in brief(dated(one, two))


def test_articles_of_one_outlet_are_not_independent() -> None:
    shared = brief(dated(None, None, outlets=("The  gazette", "The Gazette")))
    assert "[D1](#d1), [D2](#d2) are by one outlet, The gazette: they are not independent of each other" in shared
    assert "independent of" not in brief(dated(None, None))


@pytest.mark.parametrize(
    ("outlets", "sources", "said"),
    [
        (1, 1, "by one outlet, from one source"),
        (2, 1, "by 2 outlets, from one source"),
        (2, 2, "by 2 outlets, from 2 independent sources"),
    ],
)
def test_how_widely_a_key_event_is_reported(outlets: int, sources: int, said: str) -> None:
    base = dossier()
    counted = {"outlets": outlets, "independent_sources": sources}
    events = tuple(event.model_copy(update=counted) for event in base.events)
    key = brief(base.model_copy(update={"events": events})).split("## Disputed")[0]
    assert f"; in 2 articles {said}. " in key
    assert key.count("; in ") == 1


def test_the_command_writes_all_three(tmp_path: Path) -> None:
    write(dossier(), tmp_path)
    before = {path: path.read_bytes() for path in tmp_path.glob("brief.*")}
    assert len(before) == 3
    for path in before:
        path.unlink()
    result = CliRunner().invoke(app, ["brief", str(tmp_path)])
    assert result.exit_code == 0, result.output
    assert {path: path.read_bytes() for path in tmp_path.glob("brief.*")} == before
