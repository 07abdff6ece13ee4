"""Files that hold one article: plain text, Markdown, HTML and PDF.

Text and Markdown are taken as they are, character for character. Of an HTML page trafilatura takes the article and
leaves out navigation, comments and advertisements; its date is what the page marks as its date, never one found
in its words. Of a PDF pypdf takes the text of all pages, one after another.
"""

from __future__ import annotations

import codecs
import logging
import re
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import PurePosixPath

import trafilatura
from pypdf import PdfReader
from pypdf.errors import DependencyError, FileNotDecryptedError

from summarize.errors import InputError
from summarize.load.articles import Article, names
from summarize.load.decode import decode
from summarize.load.paragraphs import is_visible
from summarize.schemas.documents import Metadata

__all__ = ["read_html", "read_pdf", "read_text"]

for _parser in ("pypdf", "trafilatura"):  # their complaints are in our errors; nothing goes to the terminal unasked
    logging.getLogger(_parser).addHandler(logging.NullHandler())

_DECLARED = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?([\w.:-]{2,40})", re.IGNORECASE)
_HEAD = 4096  # bytes in which a page declares its encoding
_MARKED_DATES = (
    "descendant::*[self::script[@type='application/ld+json'] or self::time[@pubdate] or @itemprop='datePublished']"
)
_FROM_A_TOOL = re.compile(r"untitled|microsoft|\.(docx?|rtf|odt|pdf|indd|qxd|pages|html?)$|^[\W\d_]*$", re.IGNORECASE)
_PAGE_REMEDY = "Save the page again with its article open, or save the article as text."
_PDF_REMEDY = "Open it, and save or print it again as PDF, or save the article as text."


def read_text(data: bytes, source: str) -> Iterator[Article]:
    """The one article of a text or Markdown file, every character and line break as it is."""
    yield Article(PurePosixPath(source).stem, source, decode(data, source))


def read_html(data: bytes, source: str) -> Iterator[Article]:
    """The article of a web page, with the title, authors, outlet, address and date that the page states."""
    markup = _decode_page(data, source)
    with _reported(source, "the page", _PAGE_REMEDY):
        page = trafilatura.bare_extraction(markup, with_metadata=True, include_comments=False)
        date = _stated_date(markup)
    if page is None or isinstance(page, dict) or not page.text:
        raise InputError(source, "no article was found in the page", _PAGE_REMEDY)
    metadata = Metadata(
        title=page.title,
        authors=names(page.author or ""),
        outlet=page.sitename,
        url=page.url,
        published=date,
    )
    yield Article(PurePosixPath(source).stem, source, page.text, metadata)


def _stated_date(markup: str) -> str | None:
    """The date that the page's head, its JSON-LD or an element marked as its date of publication states."""
    tree = trafilatura.load_html(markup)
    body = None if tree is None else tree.find("body")
    if tree is None or body is None:
        return None
    marked = body.xpath(_MARKED_DATES)
    body.clear()  # a date in the article's words is an event's as often as its own
    body.extend(marked)
    return trafilatura.extract_metadata(tree, extensive=False).date


def _decode_page(data: bytes, source: str) -> str:
    """As every file; but an encoding that the page itself declares is no guess."""
    try:
        return decode(data, source)
    except InputError:
        declared = _DECLARED.search(data[:_HEAD])
        if not declared or b"\0" in data:
            raise
        try:
            return data.decode(codecs.lookup(declared[1].decode("ascii")).name)
        except (LookupError, UnicodeDecodeError):
            name = declared[1].decode("ascii")
            reason = f"wrong encoding: it is neither UTF-8 nor the {name} that it declares"
            raise InputError(source, reason, "Save it as UTF-8.") from None


def read_pdf(data: bytes, source: str) -> Iterator[Article]:
    """The text of a PDF's pages, with title and author where they look written by a person."""
    text, title, author = _parse_pdf(data, source)
    if not is_visible(text):
        reason = "it has no text in it, only pictures: a scan"
        raise InputError(source, reason, "Run text recognition (OCR) over it, or save the article as text.")
    metadata = Metadata(title=_by_a_person(title), authors=names(_by_a_person(author) or ""))
    yield Article(PurePosixPath(source).stem, source, text, metadata)


def _parse_pdf(data: bytes, source: str) -> tuple[str, str, str]:
    """Text, title and author of a PDF."""
    with _reported(source, "the PDF", _PDF_REMEDY):
        reader = PdfReader(BytesIO(data))
        text = "\n".join(page.extract_text() for page in reader.pages)
        about = reader.metadata
        return _whole(text), _whole((about and about.title) or ""), _whole((about and about.author) or "")


@contextmanager
def _reported(source: str, what: str, remedy: str) -> Iterator[None]:
    """A damaged or hostile file can raise anything in its parser: all of it becomes an `InputError`."""
    try:
        yield
    except (FileNotDecryptedError, DependencyError):
        remedy = "Open it with its password and save it without one."
        raise InputError(source, f"{what} is encrypted", remedy) from None
    except Exception as error:
        raise InputError(source, f"{what} is damaged ({error.__class__.__name__}: {error})", remedy) from error


def _whole(text: str) -> str:
    """Without what a broken font table leaves: lone surrogates become U+FFFD, NUL characters a space each."""
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace").replace("\0", " ")


def _by_a_person(value: str) -> str | None:
    value = " ".join(value.split())
    return None if not value or len(value) > 300 or _FROM_A_TOOL.search(value) else value
