"""Actors as a network in GraphML, which Gephi, yEd, Cytoscape, igraph and networkx read.

Nodes are actors. Edges are relations, each with its kind, scope and source (an ally in one place and an enemy in
another are two edges), and acts: from every initiator of an event to every target of it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from summarize.export.files import replacing
from summarize.schemas import Dossier, Event, Relation
from summarize.schemas.display import clip
from summarize.schemas.spreadsheets import LONGEST, SEPARATOR
from summarize.schemas.tables import COLUMNS, names_of

if TYPE_CHECKING:
    from networkx import MultiDiGraph

__all__ = ["export_graphml", "graph_of"]

_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")  # Char of XML 1.0


def export_graphml(dossier: Dossier, folder: Path) -> list[Path]:
    """`actors.graphml`. Raises `OutputError` where the file cannot be written."""
    from networkx import write_graphml_lxml  # a fifth of a second, which other formats need not wait for

    path = folder / "actors.graphml"
    with replacing(path) as part:
        write_graphml_lxml(graph_of(dossier), part, encoding="utf-8")
    return [path]


def graph_of(dossier: Dossier) -> MultiDiGraph[str]:
    """The network as networkx has it; edge keys are the ids of relations, and `event:initiator:target` for acts."""
    from networkx import MultiDiGraph

    names = names_of(dossier)
    graph: MultiDiGraph[str] = MultiDiGraph()
    for actor in dossier.actors:
        cells = {column: fill(actor, names) for column, fill in COLUMNS["actors"].items()}
        graph.add_node(_fit(actor.id), label=_fit(actor.name), **_attributes(cells))
    for relation in dossier.relations:
        _relate(graph, relation, names)
    for event in dossier.events:
        _act(graph, event, names)
    return graph


def _relate(graph: MultiDiGraph[str], relation: Relation, names: dict[str, str]) -> None:
    cells = {column: fill(relation, names) for column, fill in COLUMNS["relations"].items()}
    subject, target = _ends(graph, (relation.subject, relation.object))
    graph.add_edge(
        subject,
        target,
        key=_fit(relation.id),
        label=relation.kind.replace("_", " "),
        edge="relation",
        **_attributes(cells),
    )


def _act(graph: MultiDiGraph[str], event: Event, names: dict[str, str]) -> None:
    cells = {column: fill(event, names) for column, fill in COLUMNS["events"].items()}
    for doer in dict.fromkeys(event.initiators):
        for target in dict.fromkeys(event.targets):
            key = _fit(f"{event.id}:{doer}:{target}")
            source, goal = _ends(graph, (doer, target))
            graph.add_edge(source, goal, key=key, edge="event", **_attributes({**cells, "event_label": cells["label"]}))


def _ends(graph: MultiDiGraph[str], ids: Iterable[str]) -> list[str]:
    """The nodes of these ids; an id of no actor in the dossier becomes a node that says so."""
    nodes = [_fit(key) for key in ids]
    for node in nodes:
        if node not in graph:
            graph.add_node(node, label=node, kind="not in this dossier")
    return nodes


def _attributes(cells: dict[str, Any]) -> dict[str, Any]:
    """What GraphML can hold: text, numbers, yes or no. An empty cell is left out; several values are one text."""
    listed = {key: SEPARATOR.join(value) if isinstance(value, list) else value for key, value in cells.items()}
    given = {key: _fit(value) if isinstance(value, str) else value for key, value in listed.items()}
    return {key: value for key, value in given.items() if value not in (None, "")}


def _fit(text: str) -> str:
    """Text in one line, without what XML cannot hold or what steers whatever shows it."""
    return _NOT_XML.sub("�", clip(text, LONGEST))
