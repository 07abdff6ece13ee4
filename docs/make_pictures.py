"""Draws docs/pictures/run.svg: what the terminal shows of a dossier that a run has written. Nothing in it is made up.

python docs/make_pictures.py   replays the five seed articles, as `make demo` does
"""

from __future__ import annotations

import io
import re
from pathlib import Path

from rich._export_format import CONSOLE_SVG_FORMAT
from rich.console import Console
from rich.text import Text

from summarize import summarize
from summarize.report import item_view, terminal_summary
from summarize.report.brief import key_events
from summarize.schemas.tables import TABLES

PICTURES = Path(__file__).with_name("pictures")
WIDTH = 110
# rich's template fetches its font from elsewhere; the reader's own will do, and a picture that loads nothing is safer.
_FONT_FACE = re.compile(r"@font-face \{\{.*?\}\}", re.DOTALL)


def terminal() -> Console:
    """A recorded terminal: the run's summary, then its most reported attack."""
    outcome = summarize("seeds/")
    dossier = outcome.dossier
    names = ["dossier.json", "brief.md", *(f"tables/{table}.csv" for table in TABLES), "dossier.html"]
    console = Console(record=True, width=WIDTH, file=io.StringIO(), force_terminal=True)
    console.print(Text("$ summarize run seeds/ -o out/", style="bold green"))
    console.print(terminal_summary(dossier, [Path("out") / name for name in names], outcome.tokens))
    for attack in [event for event in key_events(dossier) if event.attack][:1]:
        console.print(Text(f"\n$ summarize show {attack.id}", style="bold green"))
        console.print(item_view(dossier, attack.id))
    return console


def main() -> None:
    """Write the picture."""
    PICTURES.mkdir(exist_ok=True)
    template = _FONT_FACE.sub("", CONSOLE_SVG_FORMAT)
    drawn = terminal().export_svg(title="summarize", code_format=template, unique_id="run")
    (PICTURES / "run.svg").write_text(drawn, encoding="utf-8")


if __name__ == "__main__":
    main()
