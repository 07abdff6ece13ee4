"""The page itself: template, style, scripts and data put into one file that needs no network and runs nothing foreign.

The data are JSON in script elements of a type that browsers do not run, with `<` escaped, so that no text can end its
element. The only scripts are Bokeh's and ours, named by their hashes in the Content-Security-Policy.
"""

from __future__ import annotations

import base64
import hashlib
import json
import re
import unicodedata
from functools import cache
from importlib.resources import files
from typing import Any

from bokeh.embed import json_item
from bokeh.model import Model
from bokeh.resources import INLINE
from jinja2 import Environment, StrictUndefined, Template, select_autoescape

from summarize.report.page.content import Positions, index
from summarize.report.page.details import blocks
from summarize.report.page.network import drawn_actors, network
from summarize.report.page.places import atlas, draw
from summarize.report.page.timeline import timeline
from summarize.schemas import Dossier
from summarize.schemas.display import visible

SCRIPTS = (
    "dom",
    "data",
    "filters",
    "theme",
    "charts",
    "facets",
    "table",
    "cards",
    "panel",
    "lists",
    "main",
)  # in order
_STEERING = {"Cc", "Cf", "Cs", "Zl", "Zp"}
_NOT_PLAIN = re.compile(r"[<>&]|[^\x20-\x7e]")
_MODEL_ID = re.compile(r"p\d+")


def page(dossier: Dossier, title: str = "Dossier") -> str:
    """The dossier as one HTML page. The same dossier gives the same bytes."""
    at, known = Positions.of(dossier), atlas(dossier)
    charts = {"timeline": timeline(dossier), "map": draw(known), "network": network(dossier)}
    bokeh, ours = _bokeh(), _script()
    contents = {**index(dossier, at, known), "drawnActors": len(drawn_actors(dossier))}
    return _template().render(
        title=visible(title),
        policy=_policy(bokeh, ours),
        style=_client("page.css"),
        bokeh=bokeh,
        script=ours,
        index=embedded(contents),
        charts={name: embedded(_renumbered(_item(chart))) for name, chart in charts.items()},
        blocks=((name, embedded(entries)) for name, entries in blocks(dossier, at)),
    )


def embedded(value: Any) -> str:
    """JSON that can stand inside a script element: nothing in it ends the element or steers an editor."""
    return _NOT_PLAIN.sub(_escaped, json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False))


def _escaped(match: re.Match[str]) -> str:
    character = match.group()
    if character in "<>&" or unicodedata.category(character) in _STEERING:
        return json.dumps(character)[1:-1] if ord(character) > 0x7E else f"\\u{ord(character):04x}"
    return character


def _item(chart: Model) -> Any:
    return json_item(chart)


def _renumbered(item: Any) -> Any:
    """A chart's JSON with its models numbered from the start: Bokeh counts on from chart to chart."""
    found: dict[str, str] = {}

    def walk(value: Any) -> Any:
        if isinstance(value, dict):
            return {key: named(each) if key in {"id", "root_id"} else walk(each) for key, each in value.items()}
        return [walk(each) for each in value] if isinstance(value, list | tuple) else value

    def named(value: Any) -> Any:
        if isinstance(value, str) and _MODEL_ID.fullmatch(value):
            return found.setdefault(value, f"p{len(found) + 1}")
        return value

    kept = {key: value for key, value in item.items() if key != "target_id"}
    kept["doc"] = {**kept["doc"], "title": ""}
    return walk(kept)


@cache
def _bokeh() -> str:
    """Bokeh's own script, without the extensions that the charts do not use."""
    resources = type(INLINE)(mode="inline", components=["bokeh"])
    return _inert("\n".join(resources.js_raw))


@cache
def _script() -> str:
    parts = "\n".join(_client(f"{name}.js") for name in SCRIPTS)
    return _inert(f'(() => {{\n"use strict";\n{parts}\n}})();')


def _inert(script: str) -> str:
    """A script that cannot end its own element."""
    return re.sub(r"</(?=script)", r"<\\/", script.replace("<!--", r"<\!--"), flags=re.IGNORECASE)


def _client(name: str) -> str:
    return (files("summarize.report.page") / "client" / name).read_text(encoding="utf-8")


def _policy(*scripts: str) -> str:
    """Nothing is loaded, nothing but these scripts runs. Charts set styles as they draw."""
    hashes = " ".join(
        f"'sha256-{base64.b64encode(hashlib.sha256(each.encode()).digest()).decode()}'" for each in scripts
    )
    return (
        f"default-src 'none'; script-src {hashes}; style-src 'unsafe-inline'; img-src data: blob:; "
        "base-uri 'none'; form-action 'none'"
    )


@cache
def _template() -> Template:
    environment = Environment(
        autoescape=select_autoescape(default=True), undefined=StrictUndefined, keep_trailing_newline=True
    )
    return environment.from_string(_client("page.html"))
