"""The desk's tests write dossiers often: without the page, whose charts take a second each time."""

from __future__ import annotations

import pytest


@pytest.fixture(autouse=True)
def no_charts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("summarize.report.files._page", lambda _: "")
