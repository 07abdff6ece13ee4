"""The normalised tables as Parquet files, typed and exact, and as CSV files, which a spreadsheet may open."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from summarize.export.database import TABLES
from summarize.export.files import missing, replacing, write_csv
from summarize.export.relational import Source
from summarize.schemas import Dossier

__all__ = ["export_csv", "export_parquet"]


def export_csv(dossier: Dossier, folder: Path) -> list[Path]:
    """`csv/TABLE.csv` for each normalised table, text defused for spreadsheets."""
    source = Source(dossier)
    return [write_csv(folder / "csv" / f"{table.name}.csv", table.names, table.rows(source)) for table in TABLES]


def export_parquet(dossier: Dossier, folder: Path) -> list[Path]:
    """`parquet/TABLE.parquet` for each normalised table, text as it stands, what a table is in its metadata.

    Raises `ConfigError` without pyarrow, `OutputError` where a file cannot be written.
    """
    try:
        import pyarrow as pa
        from pyarrow import parquet
    except ImportError as error:
        raise missing("pyarrow", "parquet") from error
    types: dict[str, Any] = {
        "text": pa.string(),
        "integer": pa.int64(),
        "real": pa.float64(),
        "boolean": pa.bool_(),
    }
    source, paths = Source(dossier), []
    for table in TABLES:
        fields = [pa.field(one.name, types[one.kind], nullable=not one.key) for one in table.columns]
        schema = pa.schema(fields, metadata={"description": table.about})
        lines = [dict(zip(table.names, row, strict=True)) for row in table.rows(source)]
        path = folder / "parquet" / f"{table.name}.parquet"
        with replacing(path) as part:
            parquet.write_table(pa.Table.from_pylist(lines, schema=schema), part)
        paths.append(path)
    return paths
