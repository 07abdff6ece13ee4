"""Draws docs/pictures/waterfall.svg: what speaks for and against two reports being of one event, from a run's dossier.

make demo && python docs/make_waterfall.py
python docs/make_waterfall.py FOLDER LEFT RIGHT   of another run, for two ids of it
"""

from __future__ import annotations

import sys
from html import escape
from pathlib import Path

from summarize.reconcile import Explanation, explain
from summarize.report import load_dossier
from summarize.schemas import Dossier
from summarize.schemas.display import clip

PICTURES = Path(__file__).with_name("pictures")
WIDTH, ROW, LEFT, RIGHT = 980, 30, 560, 60
FOR, AGAINST, SUM = "#2a7f62", "#b3432b", "#3b4a6b"


def drawn(found: Explanation) -> str:
    """The waterfall as SVG: a bar for each comparison, from the sum before it to the sum after it."""
    steps = [(one.feature, one.says, one.bits) for one in found.weights]
    sums = [0.0]
    for _, _, bits in steps:
        sums.append(sums[-1] + bits)
    low, high = min(sums), max(sums)
    scale = (WIDTH - LEFT - RIGHT) / (high - low or 1.0)
    height = ROW * (len(steps) + 3)
    rows = [_row(at, step, sums[at], low, scale) for at, step in enumerate(steps)]
    score = found.deciding.score if found.deciding and found.deciding.score is not None else 0.0
    rows.append(_row(len(steps), ("score", f"together: {score:.4f} as a probability", sums[-1]), 0.0, low, scale, SUM))
    zero = LEFT - low * scale
    axis = (
        f'<line x1="{zero:.1f}" x2="{zero:.1f}" y1="{ROW}" y2="{height - ROW}" stroke="#999" stroke-dasharray="3 3"/>'
    )
    title = f"{found.left} and {found.right}"
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" role="img"'
        f' font-family="sans-serif" font-size="13"><title>{escape(title)}</title>'
        f'<rect width="{WIDTH}" height="{height}" fill="#fff"/>'
        f'<text x="10" y="20" font-weight="bold">{escape(clip(title, 110))} · bits for and against</text>'
        f"{axis}{''.join(rows)}</svg>\n"
    )


def _row(at: int, step: tuple[str, str, float], start: float, low: float, scale: float, colour: str = "") -> str:
    feature, says, bits = step
    y = ROW * (at + 1)
    left = LEFT + (min(start, start + bits) - low) * scale
    width = max(1.0, abs(bits) * scale)
    colour = colour or (FOR if bits > 0 else AGAINST)
    return (
        f'<text x="10" y="{y + 20}" font-weight="bold">{escape(feature)}</text>'
        f'<text x="105" y="{y + 20}">{escape(clip(says, 66))}</text>'
        f'<rect x="{left:.1f}" y="{y + 6}" width="{width:.1f}" height="{ROW - 10}" fill="{colour}"/>'
        f'<text x="{left + width + 4:.1f}" y="{y + 20}">{bits:+.1f}</text>'
    )


def pair_of(dossier: Dossier) -> tuple[str, str]:
    """The two reports of an event that a rule scored highest, one or not."""
    events = {record.id for event in dossier.events for record in event.records}
    scored = [one for one in dossier.judgements if one.left in events and one.weights]
    best = max(scored, key=lambda one: (one.score or 0.0, one.left, one.right))
    return best.left, best.right


def main(folder: str = "out", left: str = "", right: str = "") -> None:
    """Write the picture."""
    dossier = load_dossier(Path(folder))
    pair = (left, right) if left and right else pair_of(dossier)
    PICTURES.mkdir(exist_ok=True)
    (PICTURES / "waterfall.svg").write_text(drawn(explain(dossier, *pair)), encoding="utf-8")


if __name__ == "__main__":
    main(*sys.argv[1:])
