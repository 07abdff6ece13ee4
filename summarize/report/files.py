"""Writing a dossier to a folder, whole or not at all, and reading one back."""

from __future__ import annotations

import json
import os
import re
import tempfile
import unicodedata
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Literal

from pydantic import ValidationError

from summarize.errors import DossierError, OutputError
from summarize.report.brief import brief
from summarize.report.narrative import Narrative
from summarize.report.tables import csv_text
from summarize.schemas import DOSSIER_VERSION, Dossier, Reading
from summarize.schemas.display import visible
from summarize.schemas.tables import TABLES

SCHEMA_DIALECT = "https://json-schema.org/draft/2020-12/schema"
OPEN_LEVELS = 4  # levels of dossier.json that have a line for each entry; what lies deeper stays on one line
_NOT_ASCII = re.compile(r"[^\x00-\x7e]")


# --- writing --------------------------------------------------------------------------------------------------


def write(dossier: Dossier, folder: Path) -> list[Path]:
    """Write `dossier.json`, the brief, `tables/*.csv` and `dossier.html` into a folder; the paths, in that order.

    Each file is replaced as a whole: an interrupted run leaves the earlier file or the new one, never half of it.
    Raises `OutputError` where a file cannot be written.
    """
    first = folder / "dossier.json"
    _replace(first, dossier_json(dossier))
    texts = {folder / "tables" / f"{table}.csv": csv_text(dossier, table) for table in TABLES}
    texts[folder / "dossier.html"] = _page(dossier)
    paths = [first, *write_brief(dossier, folder)]
    for path, text in texts.items():
        _replace(path, text)
    return [*paths, *texts]


def write_brief(dossier: Dossier, folder: Path, narrative: Narrative | None = None) -> list[Path]:
    """Write `brief.md`, `brief.html` and `brief.docx` into a folder; the paths. Raises `OutputError`."""
    from summarize.report.blocks import blocks_of
    from summarize.report.brief_docx import brief_docx
    from summarize.report.brief_html import brief_html

    text = brief(dossier, narrative)
    blocks = tuple(blocks_of(text))
    files: dict[Path, str | bytes] = {
        folder / "brief.md": text,
        folder / "brief.html": brief_html(blocks),
        folder / "brief.docx": brief_docx(blocks),
    }
    for path, content in files.items():
        _replace(path, content)
    return list(files)


def write_record(record: Mapping[str, Any], path: Path) -> Path:
    """Write what belongs to a run rather than to the dossier (its usage, its changes) as JSON; the path."""
    _replace(path, json.dumps(record, ensure_ascii=False, indent=1) + "\n")
    return path


def _page(dossier: Dossier) -> str:
    from summarize.report.page import page  # takes half a second to load: the charting library comes with it

    return page(dossier)


def _replace(path: Path, content: str | bytes) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(prefix=f".{path.name}.", suffix=".part", dir=path.parent)
        part = Path(name)
        try:
            with os.fdopen(handle, "wb") as out:
                out.write(content.encode("utf-8") if isinstance(content, str) else content)
                out.flush()
                os.fsync(out.fileno())
            part.chmod(0o666 & ~_umask())  # a temporary file is its owner's only
            part.replace(path)
        finally:
            part.unlink(missing_ok=True)
    except OSError as error:
        raise OutputError(
            f"{path} cannot be written: {error.strerror or error}. Name another folder with -o."
        ) from error


def _umask() -> int:
    current = os.umask(0)
    os.umask(current)
    return current


def dossier_json(dossier: Dossier) -> str:
    """The dossier as JSON that reads well and stays small: a line an entry down to records and evidence.

    Characters that would steer a terminal or an editor (direction marks, control characters) are escaped, which
    JSON readers undo.
    """
    plain = _layout(dossier.model_dump(mode="json"), 0)
    return _NOT_ASCII.sub(_escaped, plain) + "\n"


def _layout(value: Any, level: int) -> str:
    entries = list(value.values() if isinstance(value, dict) else value) if isinstance(value, dict | list) else []
    if level >= OPEN_LEVELS or not any(isinstance(entry, dict | list | str) for entry in entries):
        return json.dumps(value, ensure_ascii=False)
    indent = " " * (level + 1)
    keys = (
        [f"{json.dumps(key, ensure_ascii=False)}: " for key in value]
        if isinstance(value, dict)
        else [""] * len(entries)
    )
    lines = [f"{indent}{key}{_layout(entry, level + 1)}" for key, entry in zip(keys, entries, strict=True)]
    opening, closing = "{}" if isinstance(value, dict) else "[]"
    return "\n".join([opening, ",\n".join(lines), " " * level + closing])


def _escaped(match: re.Match[str]) -> str:
    character = match.group()
    steers = unicodedata.category(character) in {"Cc", "Cf", "Zl", "Zp"}
    return json.dumps(character)[1:-1] if steers else character


# --- reading --------------------------------------------------------------------------------------------------


def load_dossier(path: Path | str) -> Dossier:
    """The dossier in a `dossier.json`, or in the folder that holds one.

    Raises `DossierError` that says what is wrong and where: no such file, broken JSON, another version, wrong fields.
    """
    file = Path(path)
    file = file / "dossier.json" if file.is_dir() else file
    content = _json(file)
    version = content.get("version") if isinstance(content, dict) else None
    if not isinstance(content, dict) or not isinstance(content.get("documents"), list):
        raise DossierError(f"{file} is JSON, but not a dossier. Name a dossier.json that `summarize run` wrote.")
    if version != DOSSIER_VERSION:
        raise DossierError(
            f"{file} has version {visible(str(version))} of the dossier, and this summarize reads version "
            f"{DOSSIER_VERSION}. Write it anew with `summarize run`."
        )
    try:
        return Dossier.model_validate(content)
    except ValidationError as error:
        raise DossierError(f"{file} does not hold what a dossier should: {_first_faults(error)}.") from error


def _json(file: Path) -> Any:
    try:
        return json.loads(file.read_bytes())
    except FileNotFoundError as error:
        raise DossierError(f"{file} does not exist. `summarize run PATH -o DIR` writes DIR/dossier.json.") from error
    except OSError as error:
        raise DossierError(f"{file} cannot be read: {error.strerror or error}.") from error
    except json.JSONDecodeError as error:
        raise DossierError(f"{file} is not JSON: line {error.lineno}, column {error.colno}: {error.msg}.") from error
    except (UnicodeDecodeError, RecursionError) as error:
        raise DossierError(f"{file} is not JSON: {error}.") from error


def _first_faults(error: ValidationError) -> str:
    """The first three faults, each with its place in the file."""
    faults = error.errors(include_url=False, include_input=False)
    told = [f"{visible('.'.join(map(str, fault['loc'])))}: {visible(fault['msg'])}" for fault in faults[:3]]
    return "; ".join(told) + (f"; and {len(faults) - 3} more" if len(faults) > 3 else "")


# --- schemas --------------------------------------------------------------------------------------------------


def schema_json(of: Literal["dossier", "reading"] = "dossier") -> str:
    """The JSON Schema of `dossier.json` as it is written, or of a reading as a model answers it."""
    schema = Dossier.model_json_schema(mode="serialization") if of == "dossier" else Reading.model_json_schema()
    return json.dumps({"$schema": SCHEMA_DIALECT, **schema}, indent=2, ensure_ascii=False)
