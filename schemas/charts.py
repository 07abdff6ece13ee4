"""Charts of a dossier, for notebooks: drawn by summarize.report.page, which is asked for by name when one is wanted.

The types themselves know nothing of a charting library, and load none.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Protocol, cast

if TYPE_CHECKING:
    from bokeh.models import Column
    from bokeh.plotting import figure

    from summarize.schemas.dossier import Dossier

_ROOM = "summarize.report.page"


class Charts(Protocol):
    """What draws charts."""

    def timeline(self, dossier: Dossier) -> Column:
        """Events and tallies over time."""

    def map_of(self, dossier: Dossier) -> figure:
        """Where events happened."""

    def network(self, dossier: Dossier) -> figure:
        """Who stands how to whom."""


def charts() -> Charts:
    """What draws a dossier's charts."""
    return cast("Charts", import_module(_ROOM))
