"""From a dossier to what other tools open: databases, tables, maps, networks, and the field's own formats."""

from __future__ import annotations

from summarize.export.formats import FORMATS, Format, export

__all__ = ["FORMATS", "Format", "export"]
