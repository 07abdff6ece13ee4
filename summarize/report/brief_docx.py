"""The brief as a Word document: styles of Word's own, citations as links to bookmarks.

python-docx makes the package; the body is written as WordprocessingML in one go, because paragraph by paragraph it
takes a second for a hundred of them.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from itertools import count
from typing import Any
from xml.sax.saxutils import escape

from summarize.report.blocks import Block, Row, Run

__all__ = ["brief_docx"]

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")  # Char of XML 1.0
_ITEMS = {1: "ListBullet", 2: "ListBullet2", 3: "ListBullet3"}


def brief_docx(blocks: Iterable[Block]) -> bytes:
    """The .docx file of a brief (see `report.brief` and `report.blocks`)."""
    from docx import Document
    from docx.oxml import parse_xml

    document = Document()
    body: Any = document.element.body
    marks = count(1)
    xml = "".join(_block(block, marks) for block in blocks)
    section = body.sectPr
    for element in list(parse_xml(f'<w:body xmlns:w="{_W}">{xml}</w:body>')):
        section.addprevious(element)
    properties = document.core_properties
    properties.title, properties.author = "Brief", "summarize"
    properties.created = properties.modified = datetime(1980, 1, 1, tzinfo=UTC)  # two runs make the same document
    out = io.BytesIO()
    document.save(out)
    return _undated(out)


def _undated(package: io.BytesIO) -> bytes:
    """The same package with no time of writing on its members."""
    out = io.BytesIO()
    with zipfile.ZipFile(package) as given, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for name in given.namelist():
            made.writestr(zipfile.ZipInfo(name), given.read(name), zipfile.ZIP_DEFLATED)
    return out.getvalue()


def _block(block: Block, marks: Iterator[int]) -> str:
    if block.kind == "table":
        return _table(block.rows, marks)
    style = f"Heading{block.level}" if block.kind == "heading" else "Normal"
    if block.kind == "item":
        style = _ITEMS.get(block.level, "ListBullet3")
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr>{_runs(block.runs, marks)}</w:p>'


def _table(rows: Iterable[Row], marks: Iterator[int]) -> str:
    lines = "".join(
        "<w:tr>" + "".join(f"<w:tc><w:tcPr/><w:p>{_runs(cell, marks)}</w:p></w:tc>" for cell in row) + "</w:tr>"
        for row in rows
    )
    properties = '<w:tblPr><w:tblStyle w:val="TableGrid"/><w:tblW w:w="5000" w:type="pct"/></w:tblPr>'
    return f"<w:tbl>{properties}<w:tblGrid/>{lines}</w:tbl><w:p/>"


def _runs(runs: Iterable[Run], marks: Iterator[int]) -> str:
    return "".join(_run(run, marks) for run in runs)


def _run(run: Run, marks: Iterator[int]) -> str:
    """A run, as a link to a bookmark or with a bookmark of its own before it where it has one."""
    look = ("<w:b/>" if run.bold else "") + ("<w:i/>" if run.italic else "") + _link_look(run)
    text = escape(_NOT_XML.sub("�", run.text))
    shown = f'<w:r><w:rPr>{look}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'
    if run.link:
        shown = f'<w:hyperlink w:anchor="{run.link}">{shown}</w:hyperlink>'
    if run.anchor:
        number = next(marks)
        shown = f'<w:bookmarkStart w:id="{number}" w:name="{run.anchor}"/><w:bookmarkEnd w:id="{number}"/>' + shown
    return shown


def _link_look(run: Run) -> str:
    return '<w:color w:val="0B57D0"/>' if run.link else ""
