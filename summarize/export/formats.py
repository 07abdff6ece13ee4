"""The formats by name, and the one function that writes them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from enum import StrEnum
from pathlib import Path

from summarize.export.acled import export_acled
from summarize.export.columnar import export_csv, export_parquet
from summarize.export.database import export_sqlite
from summarize.export.ftm import export_ftm
from summarize.export.ged import export_ged
from summarize.export.map import export_geojson
from summarize.export.network import export_graphml
from summarize.export.stix import export_stix
from summarize.export.workbook import export_xlsx
from summarize.schemas import Dossier

__all__ = ["FORMATS", "Format", "export"]

Exporter = Callable[[Dossier, Path], list[Path]]


class Format(StrEnum):
    """What a dossier can be exported to."""

    sqlite = "sqlite"
    parquet = "parquet"
    csv = "csv"
    xlsx = "xlsx"
    geojson = "geojson"
    graphml = "graphml"
    ftm = "ftm"
    acled = "acled"
    ged = "ged"
    stix = "stix"


FORMATS: dict[Format, Exporter] = {
    Format.sqlite: export_sqlite,
    Format.parquet: export_parquet,
    Format.csv: export_csv,
    Format.xlsx: export_xlsx,
    Format.geojson: export_geojson,
    Format.graphml: export_graphml,
    Format.ftm: export_ftm,
    Format.acled: export_acled,
    Format.ged: export_ged,
    Format.stix: export_stix,
}


def export(dossier: Dossier, folder: Path | str, formats: Sequence[Format | str]) -> list[Path]:
    """Write a dossier into a folder in each of the formats; the paths, in that order.

    Each file is there whole or not at all. Raises `ValueError` for a format that there is not, `ConfigError` where a
    library is missing, `OutputError` where a file cannot be written.
    """
    return [path for name in formats for path in FORMATS[Format(name)](dossier, Path(folder))]
