"""From a dossier to what people read: the JSON file, the brief, the tables, the terminal."""

from __future__ import annotations

from summarize.report.brief import brief
from summarize.report.files import load_dossier, schema_json, write, write_brief, write_record
from summarize.report.terminal import item_view, terminal_summary

__all__ = [
    "brief",
    "item_view",
    "load_dossier",
    "schema_json",
    "terminal_summary",
    "write",
    "write_brief",
    "write_record",
]
