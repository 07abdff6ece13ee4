from io import BytesIO
from pathlib import Path

import pytest
from pypdf import PdfWriter
from pypdf.generic import DecodedStreamObject, DictionaryObject, NameObject

from summarize.load import Loaded, load

PAGE = """<!doctype html><html><head><meta charset="{charset}"><title>Raid on a base | The Paper</title>
<meta property="og:title" content="Raid on a base"><meta property="og:site_name" content="The Paper">
<meta name="author" content="Ali Haddad; Béa Poe"><link rel="canonical" href="https://paper.example/raid">{head}</head>
<body><nav><a href="/">Home</a> <a href="/w">World</a></nav><article>
<p>A drone hit a base in the valley on 2018-05-06, officials said. Two men were hurt, and a café burned.</p>
<p>“We were not there,” a spokesman of the Guard said. The Guard denied it twice.</p></article>
<footer>Copyright 2019 The Paper</footer></body></html>"""
DATED = '<meta property="article:published_time" content="2024-03-05T10:00:00Z">'
JSON_LD = '<script type="application/ld+json">{"@type": "NewsArticle", "datePublished": "2024-03-05"}</script>'


def page(head: str = "", charset: str = "utf-8") -> str:
    return PAGE.replace("{head}", head).replace("{charset}", charset)


def loaded_from(folder: Path, name: str, data: bytes) -> Loaded:
    (folder / name).write_bytes(data)
    return load(folder / name)


def test_a_page_is_its_article_and_what_its_header_states(tmp_path: Path) -> None:
    [document] = loaded_from(tmp_path, "raid.html", page(DATED).encode()).documents
    assert document.text.startswith("A drone hit a base in the valley on 2018-05-06, officials said.")
    assert "Copyright" not in document.text
    assert "Home" not in document.text
    assert len(document.sentences) == 4
    assert document.metadata.model_dump() == {
        "title": "Raid on a base",
        "authors": ("Ali Haddad", "Béa Poe"),
        "outlet": "The Paper",
        "url": "https://paper.example/raid",
        "published": "2024-03-05",
    }


@pytest.mark.parametrize(("head", "date"), [("", None), (DATED, "2024-03-05"), (JSON_LD, "2024-03-05")])
def test_a_date_in_the_words_is_not_the_page_s_date(tmp_path: Path, head: str, date: str | None) -> None:
    [document] = loaded_from(tmp_path, "raid.htm", page(head).encode()).documents
    assert document.metadata.published == date


def test_an_encoding_that_the_page_declares_is_believed(tmp_path: Path) -> None:
    [document] = loaded_from(tmp_path, "a.html", page(charset="windows-1252").encode("cp1252")).documents
    assert "a café burned" in document.text


@pytest.mark.parametrize("charset", ["utf-8", "ascii", "no-such-thing", "hex"])
def test_an_encoding_that_is_not_the_page_s_is_named(tmp_path: Path, charset: str) -> None:
    [failure] = loaded_from(tmp_path, "a.html", page(charset=charset).encode("cp1252")).failures
    assert failure.reason.startswith("wrong encoding")


HOSTILE = [
    "<p></p>",
    "no markup",
    "<div>" * 100_000 + "It fell.",
    "<!DOCTYPE x [<!ENTITY a 'b'>]><p>&a;</p>",
    "<html/>",
    "<" * 5000,
]


@pytest.mark.parametrize("markup", HOSTILE, ids=range(len(HOSTILE)))
def test_a_page_without_an_article_is_named(tmp_path: Path, markup: str) -> None:
    [failure] = loaded_from(tmp_path, "a.html", markup.encode()).failures
    assert "page" in failure.reason
    assert failure.remedy


def pdf(*pages: str, locked_with: str = "", owner: str | None = None, **about: str) -> bytes:
    writer = PdfWriter()
    font = DictionaryObject(
        {
            NameObject("/Type"): NameObject("/Font"),
            NameObject("/Subtype"): NameObject("/Type1"),
            NameObject("/BaseFont"): NameObject("/Helvetica"),
        }
    )
    for lines in pages:
        sheet = writer.add_blank_page(600, 800)
        sheet[NameObject("/Resources")] = DictionaryObject(
            {NameObject("/Font"): DictionaryObject({NameObject("/F1"): font})}
        )
        content = DecodedStreamObject()
        shown = " T* ".join(f"({line}) Tj" for line in lines.split("\n") if line)
        content.set_data(f"BT /F1 12 Tf 14 TL 50 700 Td {shown} ET".encode())
        sheet[NameObject("/Contents")] = writer._add_object(content)
    writer.add_metadata({f"/{key}": value for key, value in about.items()})
    if locked_with or owner:
        writer.encrypt(locked_with, owner, algorithm="RC4-128")
    buffer = BytesIO()
    writer.write(buffer)
    return buffer.getvalue()


def test_a_pdf_is_the_text_of_its_pages(tmp_path: Path) -> None:
    first = (
        "A militia shelled a base near the river on Monday, and two men\nwere hurt, officials said. "
        "Nobody of the group was to be found in"
    )
    data = pdf(first, "the whole valley.", Title="Raid on a base", Author="Ali Haddad; B. Poe")
    [document] = loaded_from(tmp_path, "raid.pdf", data).documents
    assert [" ".join(document.sentence_text(number).split()) for number in (1, 2)] == [
        "A militia shelled a base near the river on Monday, and two men were hurt, officials said.",
        "Nobody of the group was to be found in the whole valley.",
    ]
    assert (document.metadata.title, document.metadata.authors) == ("Raid on a base", ("Ali Haddad", "B. Poe"))


@pytest.mark.parametrize(
    "title", ["Microsoft Word - raid_final.docx", "untitled", "raid.indd", "12345", " ", "x" * 400]
)
def test_a_title_that_a_tool_wrote_is_none(tmp_path: Path, title: str) -> None:
    [document] = loaded_from(tmp_path, "a.pdf", pdf("It fell.", Title=title)).documents
    assert document.metadata.title is None


def test_a_pdf_that_only_forbids_printing_is_read(tmp_path: Path) -> None:
    assert loaded_from(tmp_path, "a.pdf", pdf("It fell.", owner="secret")).documents[0].text == "It fell."


BAD_PDFS = {
    "encrypted": (pdf("It fell.", locked_with="secret"), "the PDF is encrypted"),
    "a scan": (pdf("", ""), "it has no text in it, only pictures: a scan"),
    "cut off": (pdf("It fell.")[:300], "the PDF is damaged"),
    "not a PDF": (b"It fell.", "the PDF is damaged"),
    "no pages": (b"%PDF-1.4\n" + b"\0\xff" * 500, "the PDF is damaged"),
}


@pytest.mark.parametrize(("data", "reason"), list(BAD_PDFS.values()), ids=list(BAD_PDFS))
def test_a_bad_pdf_is_named(tmp_path: Path, data: bytes, reason: str) -> None:
    [failure] = loaded_from(tmp_path, "a.pdf", data).failures
    assert failure.reason.startswith(reason)
    assert failure.remedy
