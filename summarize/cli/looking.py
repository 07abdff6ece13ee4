"""`show`, `brief`, `export`, `schema` and `eval`: what is in a dossier that a run wrote."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.text import Text

from summarize.cli.shared import app, reported
from summarize.errors import DossierError
from summarize.schemas.display import visible

__all__ = ["EXPORTS", "SchemaOf", "brief", "evaluate", "export", "schema", "show"]

EXPORTS = ("sqlite", "parquet", "csv", "xlsx", "geojson", "graphml", "ftm", "acled", "ged", "stix")


class SchemaOf(StrEnum):
    """What has a published JSON Schema."""

    dossier = "dossier"
    reading = "reading"


def _formats(values: list[str]) -> list[str]:
    unknown = [value for value in values if value not in {*EXPORTS, "all"}]
    if unknown:
        raise typer.BadParameter(f"{visible(', '.join(unknown))!r} is not among {', '.join(EXPORTS)}, all.")
    return list(EXPORTS) if "all" in values else list(dict.fromkeys(values))


def _wrote(path: Path) -> None:
    Console().print(Text.assemble(("wrote ", "dim"), visible(str(path))), soft_wrap=True)


@app.command()
def show(
    key: Annotated[str, typer.Argument(metavar="ID", help="A document, actor, event, relation, tally or record.")],
    out: Annotated[Path, typer.Option("--out", "-o", metavar="DIR", help="Folder that a run wrote to.")] = Path("out"),
) -> None:
    """Show one item of a dossier with the sentences it rests on."""
    from summarize.report import item_view, load_dossier

    with reported():
        dossier = load_dossier(out)
        try:
            view = item_view(dossier, key)
        except LookupError as error:
            raise DossierError(f"{out}: {error}.") from error
        Console().print(view)


@app.command()
def brief(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="Folder that a run wrote to.")],
    model: Annotated[
        str | None, typer.Option(metavar="NAME", help="Has this model write a summary; its every sentence is checked.")
    ] = None,
    base_url: Annotated[str | None, typer.Option(metavar="URL", help="An OpenAI-compatible server.")] = None,
    record: Annotated[
        Path | None, typer.Option(metavar="DIR", help="Keep what the model answers here. Default: recordings/ in DIR.")
    ] = None,
    replay: Annotated[Path | None, typer.Option(metavar="DIR", help="Answer only from these recordings.")] = None,
) -> None:
    """Write the brief of a dossier anew (Markdown, HTML, Word), with a written summary if a model is named."""
    from summarize import pipeline
    from summarize.report import load_dossier, write_brief

    with reported():
        dossier, narrative = load_dossier(folder), None
        if model or base_url or record or replay:
            from summarize.report.narrating import narrated

            if record is None and replay is None:
                record = folder / "recordings"
            settings = pipeline.settings_for((), name=model, base_url=base_url, record=record, replay=replay)
            narrative = narrated(dossier, settings)
        for path in write_brief(dossier, folder, narrative):
            _wrote(path)


@app.command()
def export(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="Folder that a run wrote to.")],
    formats: Annotated[
        list[str],
        typer.Option("--format", "-f", metavar="NAME", callback=_formats, help=f"{', '.join(EXPORTS)}, or all."),
    ],
    to: Annotated[Path | None, typer.Option("--to", metavar="DIR", help="Where to. Default: exports/ in DIR.")] = None,
) -> None:
    """Write a dossier in the formats of other tools; --format may be given more than once."""
    from summarize.export import export as write_exports
    from summarize.report import load_dossier

    with reported():
        for path in write_exports(load_dossier(folder), to or folder / "exports", formats):
            _wrote(path)


@app.command()
def schema(
    of: Annotated[SchemaOf, typer.Argument(metavar="[dossier|reading]", help="Of which.")] = SchemaOf.dossier,
) -> None:
    """Print the JSON Schema of dossier.json, or of a reading."""
    from summarize.report import schema_json

    typer.echo(schema_json("reading" if of is SchemaOf.reading else "dossier"))


@app.command("eval")
def evaluate(
    gold: Annotated[Path, typer.Argument(metavar="GOLD", help="Gold annotations: a file or a folder.")],
    dossier: Annotated[
        Path, typer.Option("--dossier", "-d", metavar="FILE", help="The dossier.json to measure.")
    ] = Path("out/dossier.json"),
    as_json: Annotated[bool, typer.Option("--json", help='Print {"measure": {"num": n, "den": d}}.')] = False,
    misses: Annotated[bool, typer.Option("--misses", help="Name what was missed and what was wrong.")] = False,
) -> None:
    """Measure a dossier against gold annotations."""
    from summarize.evaluate import run_eval

    with reported():
        typer.echo(run_eval(gold, dossier, as_json=as_json, misses=misses))
