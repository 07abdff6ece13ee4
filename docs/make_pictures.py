"""Draws docs/pictures/run.svg: what the terminal shows of a dossier that a run has written. Nothing in it is made up.

make demo && python docs/make_pictures.py
python docs/make_pictures.py FOLDER COMMAND   of another run: its output folder and the command that made it
"""

from __future__ import annotations

import io
import re
import sys
from pathlib import Path

from rich._export_format import CONSOLE_SVG_FORMAT
from rich.console import Console
from rich.text import Text

from summarize.report import item_view, load_dossier, terminal_summary
from summarize.report.brief import key_events
from summarize.schemas.tables import TABLES

PICTURES = Path(__file__).with_name("pictures")
WIDTH = 110
# rich's template fetches its font from elsewhere; the reader's own will do, and a picture that loads nothing is safer.
_FONT_FACE = re.compile(r"@font-face \{\{.*?\}\}", re.DOTALL)


def terminal(folder: Path, command: str) -> Console:
    """A recorded terminal: the run's summary, then its most reported attack."""
    dossier = load_dossier(folder)
    names = ["dossier.json", "brief.md", *(f"tables/{table}.csv" for table in TABLES), "dossier.html"]
    console = Console(record=True, width=WIDTH, file=io.StringIO(), force_terminal=True)
    console.print(Text(f"$ {command}", style="bold green"))
    console.print(terminal_summary(dossier, [Path("out") / name for name in names], dossier.tokens))
    for attack in [event for event in key_events(dossier) if event.attack][:1]:
        console.print(Text(f"\n$ summarize show {attack.id}", style="bold green"))
        console.print(item_view(dossier, attack.id))
    return console


def main(folder: str = "out", command: str = "summarize run seeds/ -o out/") -> None:
    """Write the picture."""
    PICTURES.mkdir(exist_ok=True)
    template = _FONT_FACE.sub("", CONSOLE_SVG_FORMAT)
    drawn = terminal(Path(folder), command).export_svg(title="summarize", code_format=template, unique_id="run")
    (PICTURES / "run.svg").write_text(drawn, encoding="utf-8")


if __name__ == "__main__":
    main(*sys.argv[1:])
