"""The pages that speak of the models say what the models say."""

from __future__ import annotations

import re
import runpy
from pathlib import Path
from typing import Literal, get_args, get_origin

import pytest

from summarize.extract.places import locate
from summarize.schemas import vocabulary
from summarize.schemas.reading import ReadPlace

ROOT = Path(__file__).parents[2]
SETS = {name: get_args(value) for name, value in vars(vocabulary).items() if get_origin(value) is Literal}


def test_the_schema_reference_is_current() -> None:
    script = runpy.run_path(str(ROOT / "docs/generate_schema.py"))
    current = (ROOT / "docs/schema.md").read_text(encoding="utf-8") == script["reference"]()
    assert current, "run: python docs/generate_schema.py"


def test_every_link_of_the_schema_reference_leads_somewhere() -> None:
    text = (ROOT / "docs/schema.md").read_text(encoding="utf-8")
    titles = {line.removeprefix("### ").lower() for line in text.splitlines() if line.startswith("### ")}
    assert set(re.findall(r"\]\(#([^)]+)\)", text)) <= titles
    explained = {line.removeprefix("### ").lower() for line in _codebook().splitlines() if line.startswith("### ")}
    assert set(re.findall(r"codebook\.md#([^)]+)\)", text)) <= explained


def _codebook() -> str:
    return (ROOT / "docs/codebook.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", SETS)
def test_the_codebook_explains_every_value(name: str) -> None:
    section = re.search(rf"^### {name}$(.*?)(?=^##|\Z)", _codebook(), re.MULTILINE | re.DOTALL)
    assert section, f"docs/codebook.md has no section {name}"
    told = set(re.findall(r"`([^`]+)`", section[1]))
    assert set(SETS[name]) <= told


@pytest.mark.parametrize("kind", get_args(vocabulary.PlaceKind))
def test_the_codebook_gives_the_precision_that_places_get(kind: vocabulary.PlaceKind) -> None:
    place = locate(ReadPlace(name="Nowhere", kind=kind))
    row = re.search(rf"^\| `{kind}` \|[^|]*\| ([^|]*) \| ([^|]*) \|$", _codebook(), re.MULTILINE)
    assert row
    assert row.groups() == (str(place.acled_precision or "not coded"), str(place.ucdp_precision or "none"))


@pytest.mark.parametrize("page", ["README.md", *(f"docs/{path.name}" for path in (ROOT / "docs").glob("*.md"))])
def test_links_between_pages_lead_somewhere(page: str) -> None:
    text = (ROOT / page).read_text(encoding="utf-8")
    targets = re.findall(r"\]\((?!https?:|#)([^)#\s]+)", text)
    missing = [target for target in targets if not ((ROOT / page).parent / target).exists()]
    assert not missing
