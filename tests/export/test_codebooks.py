"""ACLED's and UCDP's columns: what a coder of theirs would write, and where he would not."""

from __future__ import annotations

import csv
import re
from pathlib import Path
from typing import Any

import pytest

from summarize.export import export
from summarize.schemas import Actor, Document, Dossier, Event, EventRecord, Evidence, FieldValue, Place, Toll, When
from tests.report.factory import dossier
from tests.report.hostile import HOSTILE

TOWN = Place(
    name="Erbil", kind="town", country="IQ", acled_precision=1, ucdp_precision=1, latitude=36.19, longitude=44.01
)


def actor(key: str, kind: str, **more: Any) -> Actor:
    return Actor.model_validate({"id": key, "name": key.title(), "kind": kind, "evidence": (), "records": (), **more})


ACTORS = (
    actor("brigade", "armed_group"),
    actor("gunmen", "armed_group", form="unnamed"),
    actor("villagers", "population"),
    actor("army", "state_force", country="IQ"),
    actor("air force", "state_force", country="US"),
    actor("ministry", "government", country="IQ"),
)


def event(**change: Any) -> Event:
    evidence = (Evidence(document="d1", sentence=1, start=0, end=5, quote="A raid."),)
    records = tuple(
        EventRecord(id=f"{key}:e1", document=key, key="e1", label="raid", evidence=evidence) for key in ("d1", "d2")
    )
    return Event.model_validate(
        {
            "id": "raid", "label": "Raid", "acled_type": "Battles", "acled_sub_type": "Armed clash",
            "when": When(edtf="2024-03-05"), "where": TOWN, "initiators": ("brigade",), "targets": ("army",),
            "killed": Toll(min=2, max=2), "evidence": evidence, "records": records, **change,
        }
    )  # fmt: skip


def coded(book: str, folder: Path, **change: Any) -> dict[str, str]:
    documents = tuple(Document(id=key, source=f"{key}.txt", text="A raid.") for key in ("d1", "d2"))
    export(Dossier(documents=documents, actors=ACTORS, events=(event(**change),)), folder, [book])
    lines = read(folder / f"{book}.csv")
    left_out = read(folder / f"{book}_left_out.csv")
    assert len(lines) + len(left_out) == 1
    return lines[0] if lines else {"left out": left_out[0]["reason"]}


def read(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


# --- ACLED ----------------------------------------------------------------------------------------

ACLED_COLUMNS = (
    "event_id_cnty event_date year time_precision disorder_type event_type sub_event_type actor1 assoc_actor_1 inter1 "
    "actor2 assoc_actor_2 inter2 interaction civilian_targeting iso region country admin1 admin2 admin3 location latitude "
    "longitude geo_precision source source_scale notes fatalities tags timestamp"
).split()


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({}, {"event_date": "2024-03-05", "time_precision": "1", "fatalities": "2", "iso": "368", "country": "Iraq", "geo_precision": "1"}),
        ({}, {"actor1": "Brigade", "actor2": "Army", "inter1": "", "inter2": "State forces", "interaction": ""}),
        # a null is 0, and nowhere else
        ({"killed": None}, {"fatalities": "0"}),
        ({"killed": Toll(max=5)}, {"fatalities": "0"}),
        ({"killed": Toll(min=12, as_written="dozens")}, {"fatalities": "12"}),
        # time: a period's middle, and how long it is
        ({"when": When(edtf="2024-03-05~")}, {"event_date": "2024-03-05", "time_precision": "2"}),
        ({"when": When(edtf="2024-03-05/2024-03-06")}, {"event_date": "2024-03-05", "time_precision": "2"}),
        ({"when": When(edtf="2024-03-04/2024-03-10")}, {"event_date": "2024-03-07", "time_precision": "2"}),
        ({"when": When(edtf="2024-03")}, {"event_date": "2024-03-16", "time_precision": "3"}),
        # who: the unknown, the crowd, the people
        ({"initiators": ()}, {"actor1": "Unidentified Armed Group (Iraq)", "inter1": ""}),
        ({"initiators": ("gunmen",)}, {"actor1": "Unidentified Armed Group (Iraq)"}),
        ({"initiators": ("brigade", "gunmen")}, {"actor1": "Brigade", "assoc_actor_1": "Gunmen"}),
        ({"initiators": ("army",), "targets": ("villagers",)},
         {"actor2": "Civilians (Iraq)", "assoc_actor_2": "Villagers", "inter1": "State forces", "inter2": "Civilians",
          "interaction": "State forces-Civilians", "civilian_targeting": "Civilians targeted"}),
        ({"initiators": ("air force",), "targets": ("villagers",)},
         {"inter1": "External/Other forces", "interaction": "Civilians-External/Other forces"}),
        ({"acled_type": "Protests", "acled_sub_type": "Peaceful protest", "initiators": ("villagers",), "targets": ()},
         {"actor1": "Protesters (Iraq)", "assoc_actor_1": "Villagers", "inter1": "Protesters", "actor2": "",
          "disorder_type": "Demonstrations", "civilian_targeting": ""}),
        ({"acled_type": "Riots", "acled_sub_type": None, "initiators": (), "targets": ()},
         {"actor1": "Rioters (Iraq)", "inter1": "Rioters"}),
        ({"acled_type": "Strategic developments", "acled_sub_type": "Agreement", "initiators": (), "targets": (),
          "participants": ("brigade", "ministry")}, {"actor1": "Brigade", "actor2": "Ministry"}),
        # what ACLED does not code is left out, with the reason
        ({"acled_type": None}, {"left out": "it has no ACLED event type"}),
        ({"extent": "series"}, {"left out": "it is a series, and ACLED codes single events"}),
        ({"status": "denied"}, {"left out": "it is denied, not reported to have happened"}),
        ({"when": When(edtf="2024")}, {"left out": "its date is not known to the month"}),
        ({"when": When()}, {"left out": "its date is not known to the month"}),
        ({"where": Place(name="Iraq", kind="country", country="IQ", ucdp_precision=6)},
         {"left out": "its place is not known to a region of a country"}),
        ({"acled_type": "Strategic developments", "initiators": ()}, {"left out": "nobody is named who did it"}),
    ],
)  # fmt: skip
def test_acled(change: dict[str, Any], expected: dict[str, str], tmp_path: Path) -> None:
    row = coded("acled", tmp_path, **change)
    assert {name: row.get(name) for name in expected} == expected
    assert list(row) in (ACLED_COLUMNS, ["left out"])


# --- UCDP -----------------------------------------------------------------------------------------


def tolls(*pairs: tuple[int | None, int | None]) -> dict[str, Any]:
    """Reports that give these tolls; the first is shown."""
    values = [Toll(min=low, max=high) for low, high in pairs]
    records = (("d1:e1",), ("d2:e1",))
    given = tuple(
        FieldValue(value=toll.model_dump(), records=of, shown=toll is values[0])
        for toll, of in zip(values, records, strict=False)
    )
    return {"killed": values[0], "values": {"killed": given}}


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (tolls((3, 3), (4, 4)), {"low": "3", "best": "3", "high": "4", "deaths_unknown": "3"}),
        (tolls((4, 4), (3, 5)), {"low": "3", "best": "4", "high": "5"}),
        (tolls((3, None)), {"low": "3", "best": "3", "high": "3"}),
        (tolls((None, 5)), {"low": "0", "best": "0", "high": "5"}),
        ({}, {"type_of_violence": "1", "side_a": "Army", "side_b": "Brigade", "dyad_name": "Army - Brigade"}),
        ({"targets": ("gunmen",)}, {"type_of_violence": "2", "side_a": "Brigade"}),
        ({"targets": ("villagers",)},
         {"type_of_violence": "3", "side_a": "Brigade", "side_b": "Civilians", "deaths_civilians": "2", "deaths_unknown": "0"}),
        ({"initiators": ()}, {"type_of_violence": "", "side_a": "", "side_b": "Army", "dyad_name": ""}),
        ({"when": When(edtf="2024-03-05/2024-03-08")}, {"date_prec": "2", "date_start": "2024-03-05", "date_end": "2024-03-08"}),
        ({"when": When(edtf="2024-03")}, {"date_prec": "4"}),
        ({"when": When(edtf="2024")}, {"date_prec": "5"}),
        ({"extent": "campaign"}, {"event_clarity": "2"}),
        ({}, {"where_prec": "1", "geom_wkt": "POINT (44.01 36.19)", "priogrid_gid": "181889", "country": "Iraq"}),
        ({"killed": None}, {"left out": "no death is reported"}),
        ({"killed": Toll(min=0, max=0)}, {"left out": "no death is reported"}),
        ({"status": "planned"}, {"left out": "it is planned, not reported to have happened"}),
        ({"when": When(edtf="2003/..")}, {"left out": "its date is not known to the year"}),
        ({"where": None}, {"left out": "its place is not known"}),
    ],
)  # fmt: skip
def test_ged(change: dict[str, Any], expected: dict[str, str], tmp_path: Path) -> None:
    row = coded("ged", tmp_path, **change)
    assert {name: row.get(name) for name in expected} == expected
    if "best" in row:
        low, best, high = (int(row[name]) for name in ("low", "best", "high"))
        assert low <= best <= high
        assert best == sum(int(row[f"deaths_{of}"]) for of in ("a", "b", "civilians", "unknown"))


# --- both -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("book", ["acled", "ged"])
def test_every_filled_cell_names_its_records(book: str, tmp_path: Path) -> None:
    row = coded(book, tmp_path, **tolls((3, 3), (4, 4)))
    trace = {line["column"]: line for line in read(tmp_path / f"{book}_trace.csv")}
    assert set(trace) == {name for name, value in row.items() if value}
    assert all(line["value"] == row[column] and line["records"] for column, line in trace.items())
    assert trace["fatalities" if book == "acled" else "best"]["records"] == "d1:e1"
    assert trace["country"]["records"] == "d1:e1; d2:e1"


@pytest.mark.parametrize("told", HOSTILE.values(), ids=HOSTILE.keys())
@pytest.mark.parametrize("book", ["acled", "ged"])
def test_foreign_text_stays_in_its_cell_and_is_no_formula(book: str, told: str, tmp_path: Path) -> None:
    for path in export(dossier(told), tmp_path, [book]):
        with path.open(encoding="utf-8-sig", newline="") as file:
            header, *rows = list(csv.reader(file))
        assert {len(row) for row in rows} <= {len(header)}
        cells = [cell for row in rows for cell in row if not re.fullmatch(r"-?\d+(\.\d+)?", cell)]
        parts = [part.lstrip() for cell in cells for part in cell.split(";")]
        assert not [part for part in parts if part.startswith(("=", "+", "-", "@", "＝"))]
