"""The network of actors: who stands how to whom.

Each stance in each scope is an edge of its own: an ally in one place who is an enemy in another is two edges.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Sequence
from typing import Any, Literal

import networkx as nx
import numpy as np
from bokeh.models import CDSView, ColumnDataSource, IndexFilter, PanTool, Range1d, TapTool, WheelZoomTool
from bokeh.plotting import figure

from summarize.report.page.style import INK, STANCE_COLOURS, bare, hover, unselected
from summarize.report.phrases import date
from summarize.schemas import Actor, Dossier, Relation
from summarize.schemas.display import clip
from summarize.schemas.vocabulary import SYMMETRIC_RELATIONS, RelationKind

Stance = Literal["friendly", "hostile", "structural"]
DRAWN = 90  # actors; more are a hairball, and the lists have them all
LETTER, LINE = 0.031, 0.075  # a written letter's width and a line's height, in the chart's units
RANKED = 0.7  # how much of a position is its rank
_STEPS = np.linspace(0, 1, 13)
_FRIENDLY: frozenset[RelationKind] = frozenset(
    {
        "supports",
        "funds",
        "arms",
        "trains",
        "fights_for",
        "allied_with",
        "cooperates_with",
        "advises",
        "shields",
        "hosts",
    }
)
_HOSTILE: frozenset[RelationKind] = frozenset(
    {"hostile_to", "opposes", "threatens", "rival_of", "avoids", "designates"}
)
_SURE = {"stated", "reported"}  # what is said less surely is dashed
_Point = tuple[float, float]


def stance(kind: RelationKind) -> Stance:
    """How a relation reads on the chart: for, against, or neither (who belongs to what)."""
    return "friendly" if kind in _FRIENDLY else "hostile" if kind in _HOSTILE else "structural"


def scope(relation: Relation) -> str:
    """Where and when a relation holds, as far as it is said."""
    times = {"at_publication": "when it was written", "past": "in the past", "future": "in the future"}
    time = date(relation.when.edtf, str) if relation.when.edtf else times.get(relation.time, "")
    return ", ".join(part for part in (f"in {relation.place}" if relation.place else "", time) if part)


def drawn_actors(dossier: Dossier) -> list[str]:
    """The ids of the actors on the chart: those with most relations, at most `DRAWN`."""
    known = {actor.id for actor in dossier.actors}
    ends = [
        end for each in dossier.relations if {each.subject, each.object} <= known for end in (each.subject, each.object)
    ]
    busy = Counter(ends)
    return sorted(busy, key=lambda key: (-busy[key], key))[:DRAWN]


def network(dossier: Dossier) -> figure:
    """The actors with most relations and what holds between them. Drag to move. A Bokeh figure."""
    ids = drawn_actors(dossier)
    inside = set(ids)
    relations = [
        (index, each)
        for index, each in enumerate(dossier.relations)
        if {each.subject, each.object} <= inside and each.subject != each.object
    ]
    spots = _layout(ids, [each for _, each in relations])
    plot = bare(
        height=430, name="network-plot", x_range=Range1d(start=-1.32, end=1.32), y_range=Range1d(start=-1.12, end=1.12)
    )
    plot.axis.visible = False
    plot.grid.grid_line_color = None
    wheel = WheelZoomTool(modifiers="ctrl")
    plot.add_tools(PanTool(), wheel)
    plot.toolbar.active_scroll = wheel
    names = {actor.id: actor.name for actor in dossier.actors}
    _edges(plot, relations, spots, names)
    _nodes(plot, ids, spots, {actor.id: (number, actor) for number, actor in enumerate(dossier.actors)}, relations)
    return plot


def _layout(ids: Sequence[str], relations: Sequence[Relation]) -> dict[str, _Point]:
    """Positions within -1 to 1, the same on every run: related actors lie close, small groups apart below."""
    graph: nx.Graph[str] = nx.Graph()
    graph.add_nodes_from(ids)
    graph.add_edges_from((each.subject, each.object) for each in relations)
    groups = sorted(nx.connected_components(graph), key=lambda group: (-len(group), min(group)))
    if not groups:
        return {}
    floor = -0.78 if len(groups) > 1 else -1.0
    spots = _spread(graph.subgraph(sorted(groups[0])), floor)
    for number, group in enumerate(groups[1:]):
        across = -1 + 2 * (number + 0.5) / (len(groups) - 1)
        for place, key in enumerate(sorted(group)):
            turn = 2 * math.pi * place / len(group)
            spots[key] = across + 0.07 * math.cos(turn), -0.98 + 0.06 * math.sin(turn)
    return spots


def _spread(graph: nx.Graph[str], floor: float) -> dict[str, _Point]:
    """One connected group over the whole width, and from the top down to `floor`."""
    if len(graph) < 2:
        return dict.fromkeys(graph, (0.0, 0.0))
    found = nx.spring_layout(graph, k=2.4 / math.sqrt(len(graph)), iterations=200, seed=7, method="force")
    sides: list[dict[str, float]] = []
    for axis in (0, 1):
        # Mostly ranks in place of distances: a few actors far off would else press all others together.
        order = sorted(graph, key=lambda key: (found[key][axis], key))
        reach = max(abs(float(found[key][axis])) for key in graph) or 1.0
        ranks = {key: 2 * number / (len(order) - 1) - 1 for number, key in enumerate(order)}
        sides.append({key: RANKED * ranks[key] + (1 - RANKED) * float(found[key][axis]) / reach for key in graph})
    return {key: (sides[0][key], floor + (1 - floor) * (sides[1][key] + 1) / 2) for key in graph}


def _written(names: Sequence[str], spots: Sequence[_Point]) -> list[str]:
    """The names to write, in the order of importance given: those whose letters would lie on others are left out."""
    taken: list[tuple[float, float, float]] = []
    written = []
    for name, (x, y) in zip(names, spots, strict=True):
        half = LETTER * len(name) / 2
        free = all(abs(x - left) > half + wide or abs(y - high) > LINE for left, high, wide in taken)
        if free:
            taken.append((x, y, half))
        written.append(name if free else "")
    return written


def _curve(start: _Point, end: _Point, bend: float) -> tuple[list[float], list[float]]:
    """A bow from one point to the other: `bend` times their distance off the straight line."""
    (x0, y0), (x1, y1) = start, end
    middle = ((x0 + x1) / 2 - bend * (y1 - y0), (y0 + y1) / 2 + bend * (x1 - x0))
    t = _STEPS
    xs = (1 - t) ** 2 * x0 + 2 * t * (1 - t) * middle[0] + t**2 * x1
    ys = (1 - t) ** 2 * y0 + 2 * t * (1 - t) * middle[1] + t**2 * y1
    return xs.round(4).tolist(), ys.round(4).tolist()


def _bends(relations: Sequence[tuple[int, Relation]]) -> list[float]:
    """How far each edge bows, so that edges of one pair lie side by side."""
    groups: defaultdict[tuple[str, str], list[int]] = defaultdict(list)
    for number, (_, each) in enumerate(relations):
        groups[min(each.subject, each.object), max(each.subject, each.object)].append(number)
    bends = [0.0] * len(relations)
    for pair, members in groups.items():
        for rank, number in enumerate(members):
            side = 1 if relations[number][1].subject == pair[0] else -1  # a bow is seen from where it begins
            bends[number] = side * (0.12 * (rank - (len(members) - 1) / 2) if len(members) > 1 else 0.06)
    return bends


def _edges(
    plot: figure, relations: Sequence[tuple[int, Relation]], spots: dict[str, _Point], names: dict[str, str]
) -> None:
    curves = [
        _curve(spots[each.subject], spots[each.object], bend)
        for (_, each), bend in zip(relations, _bends(relations), strict=True)
    ]
    source = ColumnDataSource(_edge_columns(relations, curves, names), name="network-edges")
    shown = CDSView(filter=IndexFilter(indices=list(range(len(relations))), name="network-edges-chosen"))
    plot.multi_line(
        "xs", "ys", source=source, line_color="colour", line_alpha=0.14, line_width=1.2, name="network-faint"
    )
    lines = plot.multi_line(
        "xs", "ys", source=source, view=shown, line_color="colour", line_alpha=0.8, line_width="width", line_dash="dash"
    )
    plot.scatter(
        "ax", "ay", source=source, view=shown, marker="triangle", angle="angle", size="arrow", fill_color="colour",
        line_color=None, fill_alpha=0.9,
    )  # fmt: skip
    unselected(plot)
    rows = {"relation": "what", "holds": "scope", "said as": "status"}
    plot.add_tools(hover(rows, [lines]), TapTool(renderers=[lines]))


def _edge_columns(
    relations: Sequence[tuple[int, Relation]], curves: Sequence[tuple[list[float], list[float]]], names: dict[str, str]
) -> dict[str, Any]:
    middle = len(_STEPS) * 6 // 10
    here = [each for _, each in relations]
    return {
        "index": [index for index, _ in relations],
        "xs": [xs for xs, _ in curves],
        "ys": [ys for _, ys in curves],
        "ax": [xs[middle] for xs, _ in curves],
        "ay": [ys[middle] for _, ys in curves],
        "angle": [
            math.atan2(ys[middle + 1] - ys[middle], xs[middle + 1] - xs[middle]) - math.pi / 2 for xs, ys in curves
        ],
        "arrow": [0 if each.kind in SYMMETRIC_RELATIONS else 8 for each in here],
        "colour": [STANCE_COLOURS[stance(each.kind)] for each in here],
        "width": [1.2 + 0.6 * min(4, len(each.records)) for each in here],
        "dash": [[] if each.status in _SURE else [5, 4] for each in here],
        "what": [
            clip(f"{names[each.subject]} — {each.kind.replace('_', ' ')} — {names[each.object]}", 160) for each in here
        ],
        "scope": [clip(scope(each), 80) or "no place or time is said" for each in here],
        "status": [each.status for each in here],
    }


def _nodes(
    plot: figure, ids: Sequence[str], spots: dict[str, _Point], actors: dict[str, tuple[int, Actor]],
    relations: Sequence[tuple[int, Relation]],
) -> None:  # fmt: skip
    busy = Counter(end for _, each in relations for end in (each.subject, each.object))
    source = ColumnDataSource(
        {
            "index": [actors[key][0] for key in ids],
            "x": [spots[key][0] for key in ids],
            "y": [spots[key][1] for key in ids],
            "size": [7 + 3 * math.sqrt(busy[key]) for key in ids],
            "above": [-6 - 1.5 * math.sqrt(busy[key]) for key in ids],
            "name": [clip(actors[key][1].name, 60) for key in ids],
            "kind": [actors[key][1].kind.replace("_", " ") for key in ids],
            "n": [busy[key] for key in ids],
            "written": _written([clip(actors[key][1].name, 30) for key in ids], [spots[key] for key in ids]),
        },
        name="network-nodes",
    )
    shown = CDSView(filter=IndexFilter(indices=list(range(len(ids))), name="network-chosen"))
    plot.scatter("x", "y", size="size", source=source, fill_color="#8793a1", fill_alpha=0.3, line_color=None)
    dots = plot.scatter(
        "x",
        "y",
        size="size",
        source=source,
        view=shown,
        name="network-dots",
        fill_color=INK,
        line_color="white",
        line_width=1.2,
    )
    plot.text(
        "x", "y", text="written", source=source, view=shown, name="network-names", text_font_size="11px",
        y_offset="above", text_align="center", text_color=INK,
    )  # fmt: skip
    unselected(plot)
    plot.add_tools(hover({"actor": "name", "kind": "kind", "relations": "n"}, [dots]), TapTool(renderers=[dots]))
