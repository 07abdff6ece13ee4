"""Foreign text inside Markdown: it appears as the text it is, whatever it tries to be."""

from __future__ import annotations

import re

from summarize.schemas.display import clip

NAME_LIMIT = 200  # characters of a name, label or other short field in the brief; dossier.json has it whole
QUOTE_LIMIT = 600  # characters of a quote in the evidence list

# What CommonMark and GitHub's dialect act upon inside a line: emphasis, code, links, HTML, entities, table cells,
# strike-through, mathematics, mentions and issue numbers.
_INLINE = re.compile(r"[\\`*_\[\]<>|~&$@#^{}]")
# What would open a heading, a list, a rule or a definition, did the text come first in its line.
_OPENING = re.compile(r"^(\d{1,9}(?=[.)])|(?=[-+=:]))")
# Addresses that GitHub makes links of by itself.
_ADDRESS = re.compile(r"(?i)(?<=[a-z])(:)(?=//)|(?<=www)(\.)|(?<=mailto)(:)|(?<=xmpp)(:)")


def text(value: str, limit: int = NAME_LIMIT) -> str:
    """One line of Markdown that renders as exactly the visible characters of `value`, cut at `limit` characters."""
    line = clip(value, limit)
    escaped = _ADDRESS.sub(lambda found: "\\" + found.group(), _INLINE.sub(lambda found: "\\" + found.group(), line))
    return _OPENING.sub(r"\1\\", escaped)


def quote(value: str) -> str:
    """Text in quotation marks, cut at `QUOTE_LIMIT`."""
    return f"“{text(value, QUOTE_LIMIT)}”"
