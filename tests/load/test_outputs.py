from __future__ import annotations

from pathlib import Path

from summarize.load import load


def test_what_a_run_wrote_is_not_read_as_articles(tmp_path: Path) -> None:
    (tmp_path / "article.txt").write_text("A raid was reported. It was late.")
    out = tmp_path / "out"
    out.mkdir()
    (out / "brief.md").write_text("A brief.")
    assert [d.source for d in load(tmp_path).documents] == ["article.txt", "out/brief.md"]
    (out / "dossier.json").write_text("{}")
    assert [d.source for d in load(tmp_path).documents] == ["article.txt"]
