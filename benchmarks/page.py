"""How fast the page is at full size: 5,000 events and 50,000 records, in a real Chromium.

    python -m benchmarks.page [--json] [--events N] [--records N] [--times K]

`write_s`: making the file. `first_view_ms`: from opening it until charts, facets and table are painted.
`filter_ms`: from a click to the last frame that it changes, over facets, dates, search: median, 95th percentile, worst.
`searchable_ms`: until the search looks through every cited sentence. All but the first are over `--times` openings.
"""

from __future__ import annotations

import argparse
import json
import statistics
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, sync_playwright

from summarize.report.page import page
from tests.browser.chromium import FLAGS, chromium
from tests.browser.sample import sample

__all__ = ["measure"]

_PAINTED = "() => new Promise((done) => requestAnimationFrame(() => setTimeout(() => done(performance.now()), 0)))"

# Clicks and words, each timed from the event to the end of the last long frame it causes: the charts draw a frame or
# two after the lists. The search's own pause after the last key (40 ms) is part of its time.
_FILTERS = """async () => {
  const frame = () => new Promise((done) => requestAnimationFrame(() => setTimeout(() => done(performance.now()), 0)));
  const settled = async (start, least) => {
    let [before, last, quiet] = [start, null, 0];
    while (quiet < 6) {
      const now = await frame();
      const long = now - before > 34 || now - start < least;
      if (long || last === null) last = now;
      quiet = long ? 0 : quiet + 1;
      before = now;
    }
    return last - start;
  };
  const times = [];
  const timed = async (act, least = 0) => {
    const start = performance.now();
    act();
    times.push(await settled(start, least));
  };
  const put = (id, value, event) => () => {
    const input = document.getElementById(id);
    input.value = value;
    input.dispatchEvent(new Event(event));
  };
  for (const facet of ["type", "actor", "country", "status"]) {
    const box = document.querySelector(`[data-facet=${facet}] input`);
    await timed(() => box.click());
    await timed(() => box.click());
  }
  await timed(() => document.getElementById("disputed").click());
  await timed(put("date-from", "2023-12-01", "change"));
  await timed(put("date-to", "2024-01-31", "change"));
  await timed(() => document.getElementById("clear").click());
  for (const words of ["drone", "rockets officials", "no such words"]) await timed(put("search", words, "input"), 45);
  document.getElementById("clear").click();
  return times;
}"""


def measure(events: int, records: int, times: int) -> dict[str, Any]:
    """The figures, as the module's description names them."""
    program = chromium()
    if program is None:
        raise SystemExit("No Chromium was found: install one, or name it in CHROMIUM.")
    dossier = sample(events, records)
    start = time.perf_counter()
    text = page(dossier)
    written = time.perf_counter() - start
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        path = Path(folder) / "dossier.html"
        path.write_text(text, encoding="utf-8")
        browser = playwright.chromium.launch(executable_path=program, args=FLAGS)
        runs = [_opened(browser, path.as_uri()) for _ in range(times)]
        browser.close()
    filters = [each for run in runs for each in run["filters"]]
    return {
        "events": len(dossier.events),
        "records": sum(len(event.records) for event in dossier.events),
        "documents": len(dossier.documents),
        "page_mb": round(len(text.encode()) / 1e6, 1),
        "write_s": round(written, 2),
        "first_view_ms": round(statistics.median(run["first"] for run in runs)),
        "filter_ms": round(statistics.median(filters)),
        "filter_p95_ms": round(statistics.quantiles(filters, n=20)[-1]),
        "filter_worst_ms": round(max(filters)),
        "searchable_ms": round(statistics.median(run["searchable"] for run in runs)),
    }


def _opened(browser: Browser, address: str) -> dict[str, Any]:
    """One opening of the page: when it was drawn and searchable, and what each filter took."""
    view = browser.new_page(viewport={"width": 1440, "height": 900})
    view.goto(address, wait_until="commit")
    view.wait_for_selector("html[data-ready]", state="attached")
    first = view.evaluate(
        "() => new Promise((done) => requestAnimationFrame(() => setTimeout(() => done(performance.now()), 0)))"
    )
    view.wait_for_selector("html[data-searchable]", state="attached")
    searchable = view.evaluate("performance.now()")
    filters = view.evaluate(_FILTERS)
    view.close()
    return {"first": first, "searchable": searchable, "filters": filters}


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--json", action="store_true", help="one line of JSON")
    for name, value in (("events", 5000), ("records", 50_000), ("times", 5)):
        parser.add_argument(f"--{name}", type=int, default=value)
    asked = parser.parse_args()
    figures = measure(asked.events, asked.records, asked.times)
    lines = "\n".join(f"{name:16} {value:>10,}" for name, value in figures.items())
    sys.stdout.write((json.dumps(figures) if asked.json else lines) + "\n")


if __name__ == "__main__":
    main()
