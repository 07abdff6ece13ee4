"""The brief as one HTML file: no script, no request, opens from disk and prints well."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterable, Iterator
from hashlib import sha256
from html import escape
from itertools import groupby

from summarize.report.blocks import Block, Run

__all__ = ["brief_html"]

_STYLE = """
:root { color-scheme: light dark; }
body { font: 1rem/1.55 system-ui, sans-serif; max-width: 52rem; margin: 2rem auto; padding: 0 1rem; }
body { overflow-wrap: anywhere; }
h1, h2, h3 { line-height: 1.2; margin: 1.8em 0 .5em; }
h2 { border-bottom: 1px solid; padding-bottom: .2em; }
table { border-collapse: collapse; display: block; overflow-x: auto; }
th, td { border: 1px solid #8888; padding: .3em .6em; text-align: start; vertical-align: top; }
li { margin: .25em 0; }
a { color: light-dark(#0b57d0, #8ab4f8); }
:target { background: light-dark(#fff3bf, #5c4b00); }
@media print {
  body { margin: 0; max-width: none; font-size: 10pt; }
  a { color: inherit; text-decoration: none; }
  li, tr { break-inside: avoid; }
  h2, h3 { break-after: avoid; }
}
"""
_HASH = b64encode(sha256(_STYLE.encode()).digest()).decode()


def brief_html(blocks: Iterable[Block]) -> str:
    """The page of a brief (see `report.brief` and `report.blocks`)."""
    body = "\n".join(_body(blocks))
    return (
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        f"<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'sha256-{_HASH}'; "
        "base-uri 'none'; form-action 'none'\">\n"
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>Brief</title>\n<style>{_STYLE}</style>\n</head>\n<body>\n<main>\n{body}\n</main>\n</body>\n</html>\n"
    )


def _body(blocks: Iterable[Block]) -> Iterator[str]:
    """Blocks as HTML; items that follow each other are one list, a level deeper for each level."""
    for is_item, group in groupby(blocks, key=lambda block: block.kind == "item"):
        if is_item:
            yield from _list(group)
        else:
            yield from map(_block, group)


def _list(items: Iterable[Block]) -> Iterator[str]:
    """A list; what lies deeper stands inside the item before it."""
    depth = 0
    for item in items:
        if item.level > depth:
            yield "<ul>" * (item.level - depth)
        else:
            yield "</li></ul>" * (depth - item.level) + "</li>"
        depth = item.level
        yield f'<li dir="auto">{_inline(item.runs)}'
    yield "</li></ul>" * depth


def _block(block: Block) -> str:
    if block.kind == "table":
        return _table(block)
    tag = f"h{block.level}" if block.kind == "heading" else "p"
    return f'<{tag} dir="auto">{_inline(block.runs)}</{tag}>'


def _table(block: Block) -> str:
    header, *rows = block.rows
    head = "".join(f'<th scope="col">{_inline(cell)}</th>' for cell in header)
    body = "".join("<tr>" + "".join(f'<td dir="auto">{_inline(cell)}</td>' for cell in row) + "</tr>" for row in rows)
    return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"


def _inline(runs: Iterable[Run]) -> str:
    return "".join(map(_run, runs))


def _run(run: Run) -> str:
    shown = escape(run.text)
    for tag, wanted in (("em", run.italic), ("strong", run.bold)):
        shown = f"<{tag}>{shown}</{tag}>" if wanted else shown
    shown = f'<a href="#{run.link}">{shown}</a>' if run.link else shown
    return (f'<a id="{run.anchor}"></a>' if run.anchor else "") + shown
