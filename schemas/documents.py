"""A document: one article's text, its numbered sentences, and what is known of its origin."""

from __future__ import annotations

from typing import Literal, Self

from pydantic import Field, model_validator

from summarize.schemas._base import Model
from summarize.schemas.dates import When

PersonRole = Literal["author", "contributor", "editor"]
Basis = Literal["stated", "metadata", "inferred"]


class Sentence(Model):
    """One sentence of a document: `document.text[start:end]`, end exclusive, numbered from 1."""

    number: int = Field(ge=1)
    start: int = Field(ge=0)
    end: int = Field(ge=0)


class Credit(Model):
    """Somebody who is credited with the article, and in which part."""

    name: str
    role: PersonRole = "author"
    sentence: int | None = Field(None, description="Where the text says so; null: from metadata.")


class Outlet(Model):
    """Who published the article. `basis` says whether text, metadata or an inference gives it."""

    name: str
    basis: Basis
    sentence: int | None = None
    reason: str | None = None


class Published(Model):
    """When the article was published. Only what the text or the metadata says is not `inferred`."""

    when: When
    basis: Basis
    sentence: int | None = None
    reason: str | None = Field(None, description="Why, where it is inferred.")


class Metadata(Model):
    """What came with the file (a table's columns, a page's header), before anything is read."""

    title: str | None = None
    authors: tuple[str, ...] = ()
    outlet: str | None = None
    url: str | None = None
    published: str | None = Field(None, description="EDTF, normally YYYY-MM-DD.")


class Document(Model):
    """One article.

    `text` is the article exactly as loaded; every offset in this package counts its characters
    (Unicode code points, end exclusive). `sentences` cover it in order, without overlap.
    """

    id: str
    source: str = Field(description="Its file, relative to what the user named; for tables with the line.")
    text: str
    sentences: tuple[Sentence, ...] = ()
    metadata: Metadata = Metadata()
    title: str | None = None
    credits: tuple[Credit, ...] = ()
    outlet: Outlet | None = None
    published: Published | None = None

    @model_validator(mode="after")
    def _sentences_lie_in_text(self) -> Self:
        last = 0
        for expected, sentence in enumerate(self.sentences, start=1):
            if sentence.number != expected or not last <= sentence.start < sentence.end <= len(self.text):
                raise ValueError(f"sentence {sentence.number} of {self.id} does not lie in order inside its text")
            last = sentence.end
        return self

    def sentence_text(self, number: int) -> str:
        """The exact text of a sentence; `IndexError` where there is none of that number."""
        if not 1 <= number <= len(self.sentences):
            raise IndexError(f"document {self.id} has no sentence {number}; it has {len(self.sentences)}")
        sentence = self.sentences[number - 1]
        return self.text[sentence.start : sentence.end]
