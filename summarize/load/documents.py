"""Paths to documents: every file that can be read becomes documents, every one that cannot becomes a failure."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path, PurePosixPath

from summarize.errors import ConfigError, DuplicateInput, InputError
from summarize.load.articles import Article, check_text
from summarize.load.files import Found, find, read_bytes
from summarize.load.pages import read_html, read_pdf, read_text
from summarize.load.sentences import split_sentences
from summarize.load.tables import read_csv, read_jsonl
from summarize.schemas.dates import check_edtf
from summarize.schemas.documents import Document, Metadata

__all__ = ["Loaded", "document_from_text", "load", "stream"]

Reader = Callable[[bytes, str], Iterator["Article | InputError"]]

_READERS: dict[str, Reader] = {
    ".txt": read_text,
    ".md": read_text,
    ".html": read_html,
    ".htm": read_html,
    ".pdf": read_pdf,
    ".jsonl": read_jsonl,
    ".csv": read_csv,
}
_LONGEST_ID = 80


@dataclass(frozen=True)
class Loaded:
    """What came of a set of paths: the documents, and for what else was named the reason why it is not among them."""

    documents: tuple[Document, ...]
    failures: tuple[InputError, ...]


def load(*paths: str | Path, published: str | None = None) -> Loaded:
    """The documents under the paths, files or folders, in the order of the paths and of the names in a folder.

    Read are .txt, .md, .html, .pdf, and .jsonl and .csv with an article a row. One bad file or row does not stop
    the others: it is in `failures`, which names it (and its line), the reason and the remedy. A file named
    twice is loaded once. A file with exactly the bytes of one before it is left out, and named in `failures` by a
    `DuplicateInput`; rows of a table are all kept, even with the same text: their origins may differ.

    `published` (EDTF) is the date of the documents that bring none with them. Raises `ConfigError` if it is no date.
    """
    documents: list[Document] = []
    failures: list[InputError] = []
    for item in stream(*paths, published=published):
        if isinstance(item, Document):
            documents.append(item)
        else:
            failures.append(item)
    return Loaded(tuple(documents), tuple(failures))


def stream(*paths: str | Path, published: str | None = None) -> Iterator[Document | InputError]:
    """As `load`, one by one as they are read: the memory holds one file at a time."""
    date = None if published is None else _option_date(published)
    ids = _Ids()
    for article in _articles(paths):
        if isinstance(article, InputError):
            yield article
            continue
        metadata = article.metadata
        if date and not metadata.published:
            metadata = metadata.model_copy(update={"published": date})
        try:
            text = check_text(article.text, article.source)
        except InputError as error:
            yield error
            continue
        yield _document(ids.unique(article.name), article.source, text, metadata)


def document_from_text(
    text: str,
    *,
    id: str | None = None,  # noqa: A002 - the document's own field name
    source: str = "text",
    metadata: Metadata = Metadata(),  # noqa: B008 - frozen
) -> Document:
    """A document of a text that is already in hand, with its sentences; its id is `id` or made of `source`.

    The text is kept as it is. Raises `InputError` if nothing in it is visible, or if it has a NUL character or a
    lone surrogate.
    """
    name = PurePosixPath(source).stem if id is None else id
    return _document(_slug(name), source, check_text(text, source), metadata)


def _document(name: str, source: str, text: str, metadata: Metadata) -> Document:
    return Document(id=name, source=source, text=text, sentences=split_sentences(text), metadata=metadata)


def _option_date(published: str) -> str:
    try:
        return check_edtf(published.strip())
    except ValueError as error:
        raise ConfigError(f"the date of publication cannot be used: {error}.") from None


def _articles(paths: tuple[str | Path, ...]) -> Iterator[Article | InputError]:
    first_with: dict[bytes, str] = {}
    for found in find(paths):
        if isinstance(found, InputError):
            yield found
            continue
        try:
            yield from _in_file(found, first_with)
        except InputError as error:
            yield error


def _in_file(found: Found, first_with: dict[bytes, str]) -> Iterator[Article | InputError]:
    data = read_bytes(found)
    digest = sha256(data).digest()
    if digest in first_with:
        reason = f"it has exactly the bytes of {first_with[digest]}, and one of the two is enough"
        raise DuplicateInput(found.source, reason, "Nothing is lost; remove one to be rid of this line.")
    first_with[digest] = found.source
    articles = list(_READERS[found.path.suffix.lower()](data, found.source))
    if not articles:
        raise InputError(found.source, "it has no rows", "Remove it, or fill it.")
    yield from articles


class _Ids:
    """Readable names that no two documents of a load share: the second "raid" is "raid-2"."""

    def __init__(self) -> None:
        self._taken: set[str] = set()
        self._next: dict[str, int] = {}

    def unique(self, name: str) -> str:
        base = candidate = _slug(name)
        while candidate in self._taken:
            self._next[base] = self._next.get(base, 1) + 1
            candidate = f"{base}-{self._next[base]}"
        self._taken.add(candidate)
        return candidate


def _slug(name: str) -> str:
    """A name as id: letters and digits of any script, and `_ . : -`; the rest becomes hyphens."""
    kept = re.sub(r"[^\w.:-]+", "-", unicodedata.normalize("NFC", name)).strip("-.")
    return kept[:_LONGEST_ID].strip("-.") or "document"
