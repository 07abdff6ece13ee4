"""The page: a dossier as one HTML file to explore, and its charts for notebooks."""

from __future__ import annotations

from summarize.report.page.html import page
from summarize.report.page.network import network
from summarize.report.page.places import map_of
from summarize.report.page.timeline import timeline

__all__ = ["map_of", "network", "page", "timeline"]
