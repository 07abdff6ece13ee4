"""How charts look: sizes, colours that hold on light and dark ground, and a bare figure for every chart.

The page recolours grounds, grids and letters for the reader's scheme; what stands here is the light one, which
notebooks show.
"""

from __future__ import annotations

from typing import Any

from bokeh.models import HoverTool
from bokeh.models.renderers import GlyphRenderer
from bokeh.plotting import figure

# One colour an ACLED type, of a middling luminance, so that each reads on white and on black.
TYPE_COLOURS: dict[str, str] = {
    "Battles": "#d1495b",
    "Explosions/Remote violence": "#e07a1f",
    "Violence against civilians": "#b5379b",
    "Riots": "#b8930c",
    "Protests": "#2a9d5c",
    "Strategic developments": "#2f7fc1",
    "Other acts": "#7a8594",
}
OTHER = "Other acts"
TALLY_COLOUR = "#5f7f92"
STANCE_COLOURS: dict[str, str] = {"friendly": "#2f7fc1", "hostile": "#d9602b", "structural": "#8a7fb0"}
LAND, BORDER, SEA, INK, MUTED = "#f1eee6", "#c9c2b2", "#dfe8ee", "#1d2733", "#66717f"
FONT = "system-ui, -apple-system, 'Segoe UI', Roboto, 'Noto Sans', sans-serif"


def bare(height: int, **options: Any) -> figure:
    """A figure without toolbar and frame that fills its place's width."""
    plot = figure(
        height=height, sizing_mode="stretch_width", toolbar_location=None, outline_line_color=None, tools="",
        output_backend="canvas", background_fill_color=None, border_fill_color=None, **options,
    )  # fmt: skip
    plot.axis.axis_line_color = None
    plot.axis.major_tick_line_color = None
    plot.axis.minor_tick_line_color = None
    plot.axis.major_label_text_font = FONT
    plot.axis.major_label_text_font_size = "12px"
    plot.axis.major_label_text_color = MUTED
    plot.grid.grid_line_color = BORDER
    plot.grid.grid_line_alpha = 0.5
    return plot


def hover(rows: dict[str, str], renderers: list[Any]) -> HoverTool:
    """A tooltip with a row for each column; Bokeh escapes what it puts in."""
    tool = HoverTool(tooltips=[(label, f"@{{{column}}}") for label, column in rows.items()], renderers=renderers)
    tool.point_policy = "follow_mouse"
    return tool


def unselected(plot: figure) -> None:
    """Let a click leave every glyph as it looks: what is chosen is shown by the filters."""
    for renderer in plot.renderers:
        if isinstance(renderer, GlyphRenderer):
            renderer.nonselection_glyph = renderer.selection_glyph = None
