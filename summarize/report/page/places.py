"""The map: where events happened, drawn as exactly as it is known and no more.

A place known to the town or better is a dot; a place known within a radius is a disc of that radius; where nothing but
a country is known, the country is hatched. Nothing is drawn for events without a place.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from bokeh.models import BoxSelectTool, ColumnDataSource, DataRange1d, PanTool, TapTool, WheelZoomTool
from bokeh.models.renderers import GlyphRenderer
from bokeh.plotting import figure

from summarize.report.page.style import BORDER, INK, LAND, MUTED, SEA, bare, hover, unselected
from summarize.report.page.world import Box, Country, countries, mercator
from summarize.schemas import Dossier, Place
from summarize.schemas.display import clip

EXACT_KM = 10.0  # up to this radius a place is a dot: a town's own size
LABELLED = 0.006  # part of the window that a country must fill to be named
DISC, HATCH = "#c2571a", "#8a4fa3"
_Key = tuple[str, float, float, float | None]


@dataclass
class Spot:
    """A place on the map, and the events there by their position in the dossier."""

    name: str
    country: str | None
    latitude: float | None = None
    longitude: float | None = None
    radius_km: float | None = None
    events: list[int] = field(default_factory=list)

    @property
    def is_exact(self) -> bool:
        """Whether it may be drawn as a dot."""
        return self.radius_km is None or self.radius_km <= EXACT_KM


@dataclass
class Atlas:
    """What can be drawn: spots with coordinates, bare countries by their code."""

    spots: list[Spot]
    bare: dict[str, Spot]

    def position(self) -> dict[int, int]:
        """For each event on the map its spot's number; bare countries are numbered after the spots."""
        numbered = enumerate([*self.spots, *self.bare.values()])
        return {event: number for number, spot in numbered for event in spot.events}


def atlas(dossier: Dossier) -> Atlas:
    """The places of a dossier's events, those with the same coordinates and precision as one."""
    spots: dict[tuple[float, float, float | None], Spot] = {}
    bare_countries: dict[str, Spot] = {}
    names: defaultdict[int, Counter[str]] = defaultdict(Counter)
    for index, event in enumerate(dossier.events):
        where = event.where
        if where is None:
            continue
        spot = _spot(where, spots, bare_countries)
        if spot is not None:
            spot.events.append(index)
            names[id(spot)][where.name] += 1
    for spot in (*spots.values(), *bare_countries.values()):
        spot.name = names[id(spot)].most_common(1)[0][0]
    return Atlas(list(spots.values()), bare_countries)


def _spot(
    where: Place, spots: dict[tuple[float, float, float | None], Spot], bare_countries: dict[str, Spot]
) -> Spot | None:
    if where.latitude is not None and where.longitude is not None:
        key = (round(where.latitude, 4), round(where.longitude, 4), where.radius_km)
        made = Spot(where.name, where.country, where.latitude, where.longitude, where.radius_km)
        return spots.setdefault(key, made)
    if where.country and where.kind not in {"waters", "online"}:
        return bare_countries.setdefault(where.country, Spot(where.name, where.country))
    return None


# --- the window ------------------------------------------------------------------------------------------------


def _ends(values: Sequence[tuple[float, int]], share: float) -> tuple[float, float]:
    """Weighted quantiles that leave out `share` of the events at either end."""
    ordered = sorted(values)
    total = sum(weight for _, weight in ordered)

    def at(part: float) -> float:
        seen = 0
        for value, weight in ordered:
            seen += weight
            if seen >= part * total:
                return value
        return ordered[-1][0]

    return at(share), at(1 - share)


def _window(spots: Iterable[Spot], share: float) -> Box:
    """The box that holds the spots, but a share of the events at each side, with a margin; without spots the world."""
    lit = [(spot, len(spot.events)) for spot in spots if spot.latitude is not None]
    if not lit:
        return (-170.0, -56.0, 178.0, 74.0)
    west, east = _ends([(spot.longitude or 0.0, weight) for spot, weight in lit], share)
    south, north = _ends([(spot.latitude or 0.0, weight) for spot, weight in lit], share)
    wide, high = max(4.0, 0.18 * (east - west)), max(3.0, 0.18 * (north - south))
    return (max(-180.0, west - wide), max(-70.0, south - high), min(180.0, east + wide), min(80.0, north + high))


def _reach(window: Box, whole: Box) -> Box:
    """How far one can pan: all places, and as much again around the window."""
    wide, high = window[2] - window[0], window[3] - window[1]
    return (
        max(-180.0, min(whole[0], window[0] - wide)), max(-75.0, min(whole[1], window[1] - high)),
        min(180.0, max(whole[2], window[2] + wide)), min(83.0, max(whole[3], window[3] + high)),
    )  # fmt: skip


# --- drawing ---------------------------------------------------------------------------------------------------


def map_of(dossier: Dossier) -> figure:
    """Where events happened, over country outlines. Drag over it to select. A Bokeh figure."""
    return draw(atlas(dossier))


def draw(known: Atlas) -> figure:
    """The map of an atlas."""
    window = _window(known.spots, 0.08)
    ground = list(countries(window, _reach(window, _window(known.spots, 0.0))))
    corners = mercator(window[0], window[1]), mercator(window[2], window[3])
    ranges = DataRange1d(range_padding=0), DataRange1d(range_padding=0)
    plot = bare(height=430, name="map-plot", x_range=ranges[0], y_range=ranges[1])
    plot.match_aspect = True
    plot.background_fill_color = SEA
    plot.axis.visible = False
    plot.grid.grid_line_color = None
    frame = plot.scatter(
        [corner[0] for corner in corners], [corner[1] for corner in corners], alpha=0, size=1, level="underlay"
    )
    ranges[0].renderers = ranges[1].renderers = [frame]
    _land(plot, ground)
    _bare_countries(plot, known, ground)
    _spots(plot, known.spots)
    _tools(plot)
    unselected(plot)
    return plot


def _tools(plot: figure) -> None:
    brush = BoxSelectTool(persistent=True, renderers=[], name="map-brush")
    wheel = WheelZoomTool(modifiers="ctrl")
    plot.add_tools(brush, PanTool(), wheel)
    plot.toolbar.active_drag, plot.toolbar.active_scroll = brush, wheel


def _land(plot: figure, ground: Sequence[Country]) -> None:
    rings = [(xs, ys) for each in ground for xs, ys in zip(each.xs, each.ys, strict=True)]
    plot.patches(
        [xs for xs, _ in rings], [ys for _, ys in rings], name="land", fill_color=LAND, line_color=BORDER,
        line_width=0.8, level="underlay",
    )  # fmt: skip
    large = [each for each in ground if each.share > LABELLED]
    plot.text(
        [each.label[0] for each in large], [each.label[1] for each in large], text=[each.name for each in large],
        name="land-names", text_color=MUTED, text_alpha=0.75, text_font_size="10px", text_align="center",
        text_baseline="middle", level="underlay",
    )  # fmt: skip


def _bare_countries(plot: figure, known: Atlas, ground: Sequence[Country]) -> None:
    """Countries that are all that is known of a place: hatched, with how many events."""
    first = len(known.spots)
    numbers = {code: first + number for number, code in enumerate(known.bare)}
    here = [each for each in ground if each.code in known.bare]
    rings = [(each, xs, ys) for each in here for xs, ys in zip(each.xs, each.ys, strict=True)]
    areas = ColumnDataSource(
        {
            "xs": [xs for _, xs, _ in rings],
            "ys": [ys for _, _, ys in rings],
            "spot": [numbers[each.code] for each, _, _ in rings],
            "name": [f"{each.name}: no more than the country is known" for each, _, _ in rings],
            "n": [len(known.bare[each.code].events) for each, _, _ in rings],
            "alpha": [0.28] * len(rings),
        },
        name="map-countries",
    )
    hatched = plot.patches(
        "xs", "ys", source=areas, fill_color=HATCH, fill_alpha=0.06, line_color=HATCH, line_alpha="alpha",
        hatch_pattern="right_diagonal_line", hatch_color=HATCH, hatch_alpha="alpha", hatch_weight=0.7, hatch_scale=9,
    )  # fmt: skip
    plot.add_tools(hover({"place": "name", "events": "n"}, [hatched]), TapTool(renderers=[hatched]))


def _spots(plot: figure, spots: Sequence[Spot]) -> None:
    """Discs of the true radius with their count; dots where the place is exact."""
    for exact in (False, True):
        chosen = [(number, spot) for number, spot in enumerate(spots) if spot.is_exact is exact]
        source = ColumnDataSource(_columns(chosen), name="map-dots" if exact else "map-discs")
        if exact:
            marks: GlyphRenderer[Any] = plot.scatter(
                "x",
                "y",
                size="size",
                source=source,
                fill_color=DISC,
                fill_alpha="alpha",
                line_color="white",
                line_width=0.8,
            )
        else:
            marks = plot.circle(
                "x", "y", radius="radius", source=source, fill_color=DISC, fill_alpha="wash", line_color=DISC,
                line_alpha="alpha", line_dash=[4, 3],
            )  # fmt: skip
            plot.text(
                "x", "y", text="label", source=source, name="disc-counts", text_align="center", text_baseline="middle",
                text_font_size="12px", text_font_style="bold", text_color=INK, text_alpha="alpha",
            )  # fmt: skip
        plot.add_tools(hover({"place": "name", "known": "known", "events": "n"}, [marks]), TapTool(renderers=[marks]))


def _columns(chosen: Sequence[tuple[int, Spot]]) -> dict[str, Any]:
    flat = [mercator(spot.longitude or 0.0, spot.latitude or 0.0) for _, spot in chosen]
    stretch = [1 / math.cos(math.radians(min(80.0, abs(spot.latitude or 0.0)))) for _, spot in chosen]
    counts = [len(spot.events) for _, spot in chosen]
    return {
        "spot": [number for number, _ in chosen],
        "x": [x for x, _ in flat],
        "y": [y for _, y in flat],
        "radius": [1000 * (spot.radius_km or 0) * much for (_, spot), much in zip(chosen, stretch, strict=True)],
        "name": [clip(spot.name, 80) for _, spot in chosen],
        "known": [f"within {spot.radius_km:g} km" if spot.radius_km else "exactly" for _, spot in chosen],
        "n": counts,
        "label": [str(number) for number in counts],
        "size": [dot_size(number) for number in counts],
        "alpha": [0.85] * len(chosen),
        "wash": [0.16] * len(chosen),
    }


def dot_size(events: int) -> float:
    """Pixels across: the area grows with the number of events, up to a limit."""
    return min(34.0, 5 + 4 * math.sqrt(events))
