"""The normalised tables as one SQLite file: keys, foreign keys, indexes and full-text search, as Datasette likes it."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from summarize.errors import DossierError
from summarize.export.files import replacing
from summarize.export.items import ITEMS
from summarize.export.provenance import PROVENANCE
from summarize.export.relational import Column, Kind, Source, Table
from summarize.schemas import Dossier

__all__ = ["TABLES", "export_sqlite"]

TABLES: tuple[Table, ...] = (*ITEMS, *PROVENANCE)
_TYPES: dict[Kind, str] = {"text": "TEXT", "integer": "INTEGER", "real": "REAL", "boolean": "INTEGER"}
_KEYS = {table.name: [column.name for column in table.columns if column.key] for table in TABLES}
_VIEWS = (
    """CREATE VIEW attacks AS
SELECT id, label, date, place, country, attack_type, weapon, target, killed_min, killed_max, status,
  (SELECT group_concat(actor, '; ') FROM event_actors WHERE event_id = events.id AND role = 'initiators') AS initiators,
  (SELECT group_concat(actor, '; ') FROM event_actors WHERE event_id = events.id AND role = 'targets') AS targets,
  (SELECT count(DISTINCT document_id) FROM records WHERE event_id = events.id) AS articles
FROM events WHERE is_attack ORDER BY date_first""",
    """CREATE VIEW disputed_values AS
SELECT event_id, field, value, shown,
  (SELECT group_concat(record_id, '; ') FROM event_value_records AS given WHERE given.event_id = event_values.event_id
    AND given.field = event_values.field AND given.number = event_values.number) AS records
FROM event_values WHERE (event_id, field) IN
  (SELECT event_id, field FROM event_values GROUP BY event_id, field HAVING count(*) > 1)""",
)


def export_sqlite(dossier: Dossier, folder: Path) -> list[Path]:
    """`dossier.sqlite`: all tables, checked for foreign keys that lead nowhere.

    Raises `DossierError` for a dossier that holds an id twice, `OutputError` where the file cannot be written.
    """
    path = folder / "dossier.sqlite"
    with replacing(path) as part, closing(sqlite3.connect(part)) as connection:
        try:
            _fill(connection, Source(dossier))
        except sqlite3.IntegrityError as error:
            raise DossierError(f"The dossier cannot be put into tables: an id stands twice in it ({error}).") from error
    return [path]


def _fill(connection: sqlite3.Connection, source: Source) -> None:
    connection.execute("PRAGMA foreign_keys = OFF")  # events refer to later events; all is checked at the end
    for table in TABLES:
        connection.execute(_create(table))
        marks = ", ".join("?" * len(table.columns))
        connection.executemany(f"INSERT INTO {table.name} VALUES ({marks})", table.rows(source))  # noqa: S608
        for statement in (*_indexes(table), *_search(table)):
            connection.execute(statement)
    for view in _VIEWS:
        connection.execute(view)
    if astray := connection.execute("PRAGMA foreign_key_check").fetchone():
        raise sqlite3.IntegrityError(f"{astray[0]} row {astray[1]} names no row of {astray[2]}")
    connection.commit()
    connection.execute("ANALYZE")
    connection.execute("VACUUM")


def _create(table: Table) -> str:
    keys = ", ".join(f'"{name}"' for name in _KEYS[table.name])
    lines = [
        f'  "{column.name}" {_TYPES[column.kind]}' + (" NOT NULL" if column.key else "") for column in table.columns
    ]
    lines += [f"  PRIMARY KEY ({keys})", *map(_foreign, (column for column in table.columns if column.of))]
    if table.sentences:
        lines.append('  FOREIGN KEY ("document_id", "sentence") REFERENCES "sentences" ("document_id", "number")')
    return f"CREATE TABLE {table.name} (\n" + ",\n".join(lines) + "\n)"


def _foreign(column: Column) -> str:
    (key,) = _KEYS[column.of or ""]
    return f'  FOREIGN KEY ("{column.name}") REFERENCES "{column.of}" ("{key}")'


def _indexes(table: Table) -> Iterator[str]:
    """An index for each foreign key that the primary key does not begin with, and for what people filter by."""
    wanted = [column.name for column in table.columns if column.of and column.name != _KEYS[table.name][0]]
    for name in (*wanted, *table.indexed):
        yield f'CREATE INDEX "{table.name}_{name}" ON "{table.name}" ("{name}")'
    if table.sentences:
        yield f'CREATE INDEX "{table.name}_place" ON "{table.name}" ("document_id", "sentence")'


def _search(table: Table) -> Iterator[str]:
    """A full-text index over the table's own text (FTS5, external content), which Datasette finds by itself."""
    if table.search:
        columns = ", ".join(f'"{name}"' for name in table.search)
        yield (
            f'CREATE VIRTUAL TABLE "{table.name}_fts" USING FTS5 ({columns}, content="{table.name}", '
            "tokenize='unicode61 remove_diacritics 2')"
        )
        yield f'INSERT INTO "{table.name}_fts" ("{table.name}_fts") VALUES (\'rebuild\')'  # noqa: S608
