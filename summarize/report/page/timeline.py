"""The timeline: every dated event in the lane of its type, intervals as intervals, tallies above them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from heapq import heappop, heappush
from typing import Any

import numpy as np
from bokeh.layouts import column
from bokeh.models import (
    BoxSelectTool,
    CDSView,
    Column,
    ColumnDataSource,
    DatetimeTickFormatter,
    FixedTicker,
    IndexFilter,
    PanTool,
    Range1d,
    RangeTool,
    TapTool,
    WheelZoomTool,
)
from bokeh.models.annotations import BoxAnnotation
from bokeh.plotting import figure

from summarize.report.page.days import DAY, Span, drawn, extent, focus, span
from summarize.report.page.style import MUTED, OTHER, TALLY_COLOUR, TYPE_COLOURS, bare, hover, unselected
from summarize.report.phrases import date, place, toll
from summarize.schemas import Dossier, Event, Tally
from summarize.schemas.display import clip
from summarize.schemas.vocabulary import ACLED_HIERARCHY

COUNTS = "Counts over a period"
LANES: tuple[str, ...] = (COUNTS, *ACLED_HIERARCHY, OTHER)
LABEL = 90  # characters of a label in a tooltip
BINS = 160  # bars of the overview
BEYOND = 1.5  # the overview shows this many windows before and after the one in which most happens


@dataclass(frozen=True)
class Bar:
    """One thing to draw: which event or tally, in which lane, over which days."""

    index: int
    lane: str
    days: Span


def _dates() -> DatetimeTickFormatter:
    return DatetimeTickFormatter(days="%d %b", months="%b %Y", years="%Y", hours="%d %b")


def lane(event: Event) -> str:
    """The lane of an event: its ACLED type."""
    return event.acled_type or OTHER


def _bars(dossier: Dossier) -> tuple[list[Bar], list[Bar]]:
    events = [(index, lane(event), span(event.when)) for index, event in enumerate(dossier.events)]
    tallies = [(index, COUNTS, span(tally.period)) for index, tally in enumerate(dossier.tallies)]
    found = [[Bar(index, name, days) for index, name, days in group if days] for group in (events, tallies)]
    return found[0], found[1]


def pack(bars: Iterable[tuple[int, int]], gap: int) -> list[int]:
    """A row for each interval so that those in one row lie at least `gap` apart; as few rows as that takes."""
    busy: list[tuple[int, int]] = []  # (free from, row)
    rows = [0] * len(given := list(bars))
    for index in sorted(range(len(given)), key=lambda each: given[each]):
        start, end = given[index]
        row = heappop(busy)[1] if busy and busy[0][0] <= start else len(busy)
        rows[index] = row
        heappush(busy, (max(end, start + gap) + gap // 4, row))
    return rows


def _placed(
    bars: Sequence[Bar], limits: tuple[int, int], gap: int
) -> tuple[list[float], dict[str, tuple[float, float]]]:
    """Each bar's height on the chart, and the rows each lane has: first and one past the last."""
    heights, lanes, top = [0.0] * len(bars), {}, 0.0
    for name in LANES:
        members = [number for number, bar in enumerate(bars) if bar.lane == name]
        if members:
            rows = pack([drawn(bars[number].days, limits) for number in members], gap)
            for number, row in zip(members, rows, strict=True):
                heights[number] = top + row + 0.75
            lanes[name] = (top, top + max(rows) + 1.5)
            top = lanes[name][1]
    return heights, lanes


def timeline(dossier: Dossier) -> Column:
    """Events and tallies over time, with an overview below in which to move. Undated ones are not drawn.

    Drag over it to select days. A Bokeh layout: `bokeh.io.show` displays it.
    """
    events, tallies = _bars(dossier)
    bars = [*events, *tallies]
    limits = extent(bar.days for bar in bars)
    low, high = focus(bar.days.anchor for bar in events or tallies)
    margin = max((high - low) // 25, 3 * DAY)
    shown = (low - margin, high + margin)
    heights, lanes = _placed(bars, limits, (shown[1] - shown[0]) // 90)
    rows = max((last for _, last in lanes.values()), default=1.0)
    plot = _frame(lanes, rows, shown, limits)
    _draw_tallies(plot, dossier.tallies, tallies, heights[len(events) :], limits)
    _draw_events(plot, dossier.events, events, heights[: len(events)], limits)
    unselected(plot)
    around = (shown[0] - BEYOND * (shown[1] - shown[0]), shown[1] + BEYOND * (shown[1] - shown[0]))
    seen = (max(limits[0], around[0]), min(limits[1] + DAY, around[1]))
    return column(plot, _overview(events, seen, plot), sizing_mode="stretch_width", name="timeline")


def _frame(
    lanes: dict[str, tuple[float, float]], rows: float, shown: tuple[int, int], limits: tuple[int, int]
) -> figure:
    """The empty timeline with its lanes, tools and axes."""
    beyond = (limits[1] - limits[0]) // 10 + 30 * DAY
    plot = bare(
        height=round(min(430, max(150, rows * 11 + 50))), name="timeline-plot",
        x_range=Range1d(start=shown[0], end=shown[1], bounds=(limits[0] - beyond, limits[1] + beyond)),
        y_range=Range1d(start=rows + 0.3, end=-0.3),
        x_axis_type="datetime",
    )  # fmt: skip
    plot.xaxis.formatter = _dates()
    middles = {(first + last) / 2: name for name, (first, last) in lanes.items()}
    plot.yaxis.ticker = FixedTicker(ticks=list(middles))
    plot.yaxis.major_label_overrides = dict(middles.items())
    plot.ygrid.grid_line_color = None
    for number, (first, last) in enumerate(lanes.values()):
        if number % 2 == 0:
            plot.add_layout(
                BoxAnnotation(
                    top=first, bottom=last, line_color=None, fill_color=MUTED, fill_alpha=0.07, level="underlay"
                )
            )
    brush = BoxSelectTool(dimensions="width", persistent=True, renderers=[], name="timeline-brush")
    wheel = WheelZoomTool(dimensions="width", modifiers="ctrl")
    plot.add_tools(brush, PanTool(dimensions="width"), wheel)
    plot.toolbar.active_drag, plot.toolbar.active_scroll = brush, wheel
    return plot


def _segments(bars: Sequence[Bar], heights: Sequence[float], limits: tuple[int, int]) -> dict[str, Any]:
    sides = [drawn(bar.days, limits) for bar in bars]
    thin = [bar.days.meaning in {"within", "open"} for bar in bars]
    # A day's bar lies in the middle of its day: round ends would else reach into the days beside it.
    inset = [min(0.45 * DAY, 0.45 * (end - start)) for start, end in sides]
    return {
        "index": [bar.index for bar in bars],
        "x0": np.array([start + less for (start, _), less in zip(sides, inset, strict=True)], dtype=float),
        "x1": np.array([end - less for (_, end), less in zip(sides, inset, strict=True)], dtype=float),
        "y": np.array(heights, dtype=float),
        "alpha": np.array([0.45 if each else 0.95 for each in thin]),
    }


def _draw_events(
    plot: figure, events: Sequence[Event], bars: Sequence[Bar], heights: Sequence[float], limits: tuple[int, int]
) -> None:
    """All events, faint; above them those that pass the filters, which at first is all."""
    here = [events[bar.index] for bar in bars]
    width = min(8.0, max(2.0, 300 / max(heights, default=1.0)))
    thickness = [width / 2 if bar.days.meaning in {"within", "open"} else width for bar in bars]
    source = ColumnDataSource(
        {
            **_segments(bars, heights, limits),
            "width": np.array(thickness),
            "colour": [TYPE_COLOURS[lane(event)] for event in here],
            "what": [clip(event.label, LABEL) for event in here],
            "when": [date(event.when.edtf, str) for event in here],
            "where": [clip(place(event.where, str), LABEL) if event.where else "not said" for event in here],
            "killed": [clip(toll(event.killed, str), LABEL) if event.killed else "not said" for event in here],
        },
        name="timeline-events",
    )
    ends: Any = {"x0": "x0", "x1": "x1", "y0": "y", "y1": "y", "line_cap": "round", "line_width": "width"}
    plot.segment(source=source, line_color=MUTED, line_alpha=0.22, **ends)
    chosen = CDSView(filter=IndexFilter(indices=list(range(len(bars))), name="timeline-chosen"))
    bright = plot.segment(source=source, view=chosen, line_color="colour", line_alpha="alpha", **ends)
    rows = {"event": "what", "when": "when", "where": "where", "killed": "killed"}
    plot.add_tools(hover(rows, [bright]), TapTool(renderers=[bright]))


def _draw_tallies(
    plot: figure, tallies: Sequence[Tally], bars: Sequence[Bar], heights: Sequence[float], limits: tuple[int, int]
) -> None:
    """Tallies as brackets over their period: they are counts, not events."""
    here = [tallies[bar.index] for bar in bars]
    source = ColumnDataSource(
        {
            **_segments(bars, heights, limits),
            "what": [clip(f"“{tally.as_written}” {tally.label}", LABEL) for tally in here],
            "when": [date(tally.period.edtf, str) for tally in here],
        },
        name="timeline-tallies",
    )
    line = plot.segment(x0="x0", x1="x1", y0="y", y1="y", source=source, line_color=TALLY_COLOUR, line_width=2)
    for side in ("x0", "x1"):
        plot.scatter(
            side, "y", source=source, marker="dash", angle=np.pi / 2, size=9, line_color=TALLY_COLOUR, line_width=2
        )
    plot.add_tools(hover({"count": "what", "period": "when"}, [line]), TapTool(renderers=[line]))


def _overview(bars: Sequence[Bar], seen: tuple[float, float], main: figure) -> figure:
    """How many events began when, with the window that the timeline shows. Far-off background is left out."""
    counts, edges = np.histogram([bar.days.anchor for bar in bars], bins=BINS, range=seen)
    plot = bare(
        height=58, x_range=Range1d(start=seen[0], end=seen[1]),
        y_range=Range1d(start=0, end=int(counts.max(initial=1)) * 1.1),
        x_axis_type="datetime", name="timeline-overview",
    )  # fmt: skip
    plot.yaxis.visible = False
    plot.grid.grid_line_color = None
    plot.xaxis.formatter = _dates()
    plot.quad(
        left=edges[:-1], right=edges[1:], bottom=0, top=counts, fill_color=MUTED, line_color=None, fill_alpha=0.75
    )
    window = RangeTool(x_range=main.x_range, start_gesture="none")
    window.overlay.fill_color, window.overlay.fill_alpha = "#2f7fc1", 0.15
    plot.add_tools(window)
    plot.min_border_left = main.min_border_left
    return plot
