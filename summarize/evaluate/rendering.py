"""Rendering a report for a reader: the table of figures, and one line for each item that was missed or is wrong."""

from __future__ import annotations

from rich.console import Console, Group, RenderableType
from rich.table import Table
from rich.text import Text

from summarize.evaluate.findings import ALL_MEASURES, EXTRA_MEASURES, Figure, Finding, Report

__all__ = ["as_text", "misses", "table"]


def table(report: Report) -> Table:
    """Measures down, documents and the total across; the further measures below a line."""
    grid = Table(title="Evaluation", title_justify="left")
    grid.add_column("measure")
    for name in report.documents:
        grid.add_column(name.partition("_")[0], justify="right")
    grid.add_column("total", justify="right")
    columns = [report.figures(name) for name in report.documents]
    totals = report.figures()
    for measure, (says, more_is_better) in ALL_MEASURES.items():
        cells = [_cell(column[measure]) for column in columns]
        if measure == next(iter(EXTRA_MEASURES)):
            grid.add_section()
        name = says if more_is_better else f"{says} (less is better)"
        grid.add_row(name, *cells, Text(_cell(totals[measure]), style="bold"))
    return grid


def _cell(figure: Figure) -> str:
    return str(figure) if figure.den else "–"


def misses(report: Report, measure: str | None = None) -> Table:
    """One row for each item that was missed or is wrong, and for each note; the gold's sentence numbers with it."""
    listing = Table(title="Missed, wrong, and what needs a reader", title_justify="left", show_lines=False)
    for name in ("measure", "doc", "gold", "what", "sentences", "record", "why"):
        listing.add_column(name, overflow="fold")
    for finding in report.findings:
        said = finding.why or finding.num
        if finding.verdict in ("missed", "wrong", "note") and said and measure in (None, finding.measure):
            listing.add_row(*_row(finding))
    return listing


def _row(finding: Finding) -> tuple[RenderableType, ...]:
    style = {"missed": "yellow", "wrong": "red"}.get(finding.verdict, "dim")
    numbers = ",".join(map(str, finding.sentences))
    document = finding.document.partition("_")[0] or "all"
    parts = (finding.gold or "", finding.label, numbers, finding.record or "", finding.why)
    return Text(finding.measure, style=style), document, *(Text(part) for part in parts)


def as_text(report: Report, *, with_misses: bool = False, width: int = 180) -> str:
    """The table, and on wish the listing, as plain text of a given width in characters."""
    console = Console(width=width, no_color=True, force_terminal=False)
    parts: list[RenderableType] = [table(report)]
    if with_misses:
        parts.append(misses(report))
    with console.capture() as captured:
        console.print(Group(*parts))
    return captured.get()
