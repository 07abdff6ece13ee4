"""GeoJSON, GraphML, FollowTheMoney and STIX: their own libraries read what is written, and find it valid."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import networkx as nx
import pytest
import stix2
from geojson_pydantic import FeatureCollection

from summarize.export import export
from summarize.export.ftm import entities
from summarize.schemas import Dossier, Place, When
from tests.report.factory import dossier
from tests.report.hostile import HOSTILE

each = pytest.mark.parametrize("told", HOSTILE.values(), ids=HOSTILE.keys())
STEERING = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u061c\u2028\u2029\u202a-\u202e\u2066-\u2069]")
STRIKE = "2024-01-28-tower-22"


def written(given: Dossier, folder: Path, kind: str) -> str:
    (path,) = export(given, folder, [kind])
    text = path.read_text(encoding="utf-8")
    assert not STEERING.search(text)
    return text


def with_strike(**change: Any) -> Dossier:
    base = dossier()
    return base.model_copy(
        update={"events": tuple(one.model_copy(update=change) if one.id == STRIKE else one for one in base.events)}
    )


# --- GeoJSON --------------------------------------------------------------------------------------


@each
def test_geojson_is_valid_and_says_how_exact_it_is(told: str, tmp_path: Path) -> None:
    found: FeatureCollection[Any] = FeatureCollection.model_validate_json(written(dossier(told), tmp_path, "geojson"))
    by_id = {feature.id: feature for feature in found.features}
    strike = by_id[STRIKE].model_dump()
    assert strike["geometry"]["coordinates"] == (-38.7, 33.3)
    properties = strike["properties"]
    assert (properties["radius_km"], properties["acled_geo_precision"], properties["date_last"]) == (5, 1, "2024-01-28")
    assert properties["records"] == ["d1:e1", "d2:e1"]
    assert by_id["talks"].geometry is None


@pytest.mark.parametrize("kind", ["country", "online"])
def test_a_country_is_never_a_point(kind: str, tmp_path: Path) -> None:
    nowhere = Place.model_validate({"name": "Jordan", "kind": kind, "country": "JO", "latitude": 31, "longitude": 36})
    given = with_strike(where=nowhere)
    found = json.loads(written(given, tmp_path, "geojson"))
    assert [feature["geometry"] for feature in found["features"]] == [None, None]
    assert not [one for one in entities(given) if one["schema"] == "Address"]
    assert "latitude" not in written(given, tmp_path, "stix")


# --- GraphML --------------------------------------------------------------------------------------


def edges_of(graph: Any) -> list[tuple[str, str, str, dict[str, Any]]]:
    return list(graph.edges(keys=True, data=True))


@each
def test_graphml_is_read_back(told: str, tmp_path: Path) -> None:
    given = dossier(told)
    written(given, tmp_path, "graphml")
    graph = nx.read_graphml(tmp_path / "actors.graphml", force_multigraph=True)
    assert set(graph.nodes) == {*(actor.id for actor in given.actors), "soldiers-nobody-declared"}
    edges = {key: (source, target, data) for source, target, key, data in edges_of(graph)}
    source, target, arms = edges["tehran-arms-northern-brigade"]
    assert (source, target, arms["kind"], arms["time"], arms["records"]) == (
        "tehran",
        "northern-brigade",
        "arms",
        "past",
        "d1:r1",
    )
    source, target, act = edges[f"{STRIKE}:northern-brigade:soldiers-nobody-declared"]
    assert (act["edge"], act["killed_min"], act["is_attack"], act["records"]) == ("event", 3, True, "d1:e1; d2:e1")


def test_friend_here_and_enemy_there_are_two_edges(tmp_path: Path) -> None:
    base = dossier()
    other = base.relations[0].model_copy(update={"id": "second", "kind": "hostile_to", "place": "Iraq"})
    written(base.model_copy(update={"relations": (*base.relations, other)}), tmp_path, "graphml")
    graph = nx.read_graphml(tmp_path / "actors.graphml", force_multigraph=True)
    both = graph.get_edge_data("tehran", "northern-brigade")
    assert {(data["kind"], data["place"]) for data in both.values()} == {("arms", "Syria"), ("hostile_to", "Iraq")}


# --- FollowTheMoney -------------------------------------------------------------------------------


@each
def test_ftm_entities_are_valid_to_its_own_library(told: str, tmp_path: Path) -> None:
    """The library keeps every value (it drops what it holds to be invalid) and finds every reference of the right kind."""
    lines = [json.loads(line) for line in written(dossier(told), tmp_path, "ftm").splitlines()]
    ftm = pytest.importorskip("followthemoney", reason="followthemoney is not installed: pip install .[ftm]")
    proxies = {line["id"]: ftm.model.get_proxy(line, cleaned=False) for line in lines}
    assert len(proxies) == len(lines) > 10
    for line in lines:
        proxy = proxies[line["id"]]
        proxy.schema.validate({"properties": line["properties"]})
        assert set(proxy.schema.required) <= set(line["properties"])
        for name, values in line["properties"].items():
            found = proxy.schema.get(name)
            assert found is not None
            assert len(proxy.get(name)) == len(values)
            assert found.type.name not in {"name", "string"} or set(proxy.get(name)) == set(values)
            assert found.range is None or all(proxies[key].schema.is_a(found.range) for key in values)


def test_ftm_tells_actors_relations_and_roles_apart(tmp_path: Path) -> None:
    base = dossier()
    leads = base.relations[0].model_copy(update={"id": "leads", "kind": "leads"})
    denied = leads.model_copy(update={"id": "denied", "status": "denied"})
    given = base.model_copy(update={"relations": (*base.relations, leads, denied)})
    made = list(entities(given))
    schemata = {one["properties"]["name"][0]: one["schema"] for one in made if one["id"].startswith("actor-")}
    assert (schemata["Northern Brigade"], schemata["Tehran"]) == ("Organization", "PublicBody")
    edges = [(one["schema"], one["properties"].get("role")) for one in made if "recordId" in one["properties"]]
    assert ("Directorship", ["leads, in Syria"]) in edges
    assert ("UnknownLink", ["leads, in Syria, denied"]) in edges
    assert ("UnknownLink", ["arms, in Syria"]) in edges
    assert ("UnknownLink", ["initiator"]) in edges
    strike = next(one for one in made if one["properties"].get("name") == ["Strike on Tower 22"])
    assert strike["properties"]["recordId"] == ["d1:e1", "d2:e1"]


def test_a_collective_label_is_no_organisation() -> None:
    base = dossier()
    label = base.actors[0].model_copy(update={"form": "label"})
    made = next(entities(base.model_copy(update={"documents": (), "actors": (label,)})))
    assert (made["schema"], "collective label" in made["properties"]["keywords"]) == ("LegalEntity", True)


@pytest.mark.parametrize(
    ("edtf", "dates"),
    [
        ("2024-01-28", {"date": ["2024-01-28"]}),
        ("2024-01", {"startDate": ["2024-01-01"], "endDate": ["2024-01-31"]}),
        ("2023-10-17/..", {"startDate": ["2023-10-17"]}),
        (None, {}),
    ],
)
def test_ftm_has_days_instead_of_edtf(edtf: str | None, dates: dict[str, list[str]]) -> None:
    made = entities(with_strike(when=When(edtf=edtf)))
    strike = next(one for one in made if one["properties"].get("name") == ["Strike on Tower 22"])
    found = strike["properties"]
    assert {key: found[key] for key in ("date", "startDate", "endDate") if key in found} == dates


# --- STIX -----------------------------------------------------------------------------------------


@each
def test_stix_is_read_back_by_its_own_library(told: str, tmp_path: Path) -> None:
    text = written(dossier(told), tmp_path, "stix")
    bundle = stix2.parse(text, version="2.1")
    objects = {each["id"]: each for each in bundle.objects}
    referred = {
        each[end] for each in bundle.objects if each["type"] == "relationship" for end in ("source_ref", "target_ref")
    }
    referred |= {key for each in bundle.objects if each["type"] == "report" for key in each["object_refs"]}
    assert referred <= set(objects)
    place = next(each for each in bundle.objects if each["type"] == "location")
    assert (place["latitude"], place["precision"]) == (33.3, 5000)
    strike = next(each for each in bundle.objects if each["type"] == "incident" and "external_references" in each)
    assert {one["external_id"] for one in strike["external_references"]} <= {"d1:e1", "d2:e1", "d1:e2"}
    kinds = {each["relationship_type"] for each in bundle.objects if each["type"] == "relationship"}
    assert kinds == {"arms", "located-at", "attributed-to", "supported-by", "related-to"}


def test_stix_is_the_same_on_every_run(tmp_path: Path) -> None:
    assert written(dossier(), tmp_path, "stix") == written(dossier(), tmp_path, "stix")
