"""From files to what is printed, and what is said of files that will not do."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from summarize.errors import DossierError
from summarize.evaluate import Gold, evaluate, run_eval
from summarize.evaluate.findings import ALL_MEASURES, MEASURES
from summarize.evaluate.rendering import as_text
from summarize.schemas import Dossier
from tests.evaluate import changes as do
from tests.evaluate.writer import SEEDS


@pytest.fixture
def written(tmp_path: Path, perfect: Dossier) -> Path:
    path = tmp_path / "dossier.json"
    path.write_text(do.drop("e001.kurdish_base")(perfect).model_dump_json(), encoding="utf-8")
    return path


def test_a_table_for_the_terminal(written: Path) -> None:
    printed = run_eval(SEEDS / "gold", written, as_json=False, misses=False)
    assert "32/33" in printed
    assert "e001.kurdish_base" not in printed


def test_misses_name_the_gold_its_sentence_and_the_closest_record(written: Path) -> None:
    printed = run_eval(SEEDS / "gold", written, misses=True)
    line = next(one for one in printed.splitlines() if "core_event_own_record" in one and "e001.kurdish_base" in one)
    assert "closest is" in line
    assert "Kurdish forces capture" in line


def test_json(written: Path) -> None:
    figures = json.loads(run_eval(SEEDS / "gold", written, as_json=True))
    assert list(figures) == list(MEASURES)
    assert figures["core_event_own_record"] == {"num": 32, "den": 33}


def test_json_with_details(written: Path) -> None:
    details = json.loads(run_eval(SEEDS / "gold", written, as_json=True, misses=True))
    assert list(details["totals"]) == list(ALL_MEASURES)
    assert details["documents"]["001_79c9a4c3a96863f9"]["core_event_own_record"] == {"num": 8, "den": 9}
    assert {one["verdict"] for one in details["findings"]} == {"right", "missed", "note"}


def test_one_measure_can_be_asked_for(perfect: Dossier, gold: Gold) -> None:
    report = evaluate(do.drop("e001.kurdish_base")(perfect), gold)
    assert [one.gold for one in report.unsatisfied("day_dates")] == ["e001.kurdish_base"]
    assert "kurdish_base" in as_text(report, with_misses=True)


def test_the_manifest_may_be_named_instead_of_its_folder() -> None:
    assert Gold.load(SEEDS / "gold" / "manifest.json") == Gold.load(SEEDS / "gold")


def _absent(folder: Path) -> None:
    (folder / "002.yaml").unlink()


def _no_yaml(folder: Path) -> None:
    (folder / "002.yaml").write_text("actors: [", encoding="utf-8")


def _unknown_key(folder: Path) -> None:
    with (folder / "002.yaml").open("a", encoding="utf-8") as file:
        file.write("colour: blue\n")


def _other_version(folder: Path) -> None:
    manifest = folder / "manifest.json"
    manifest.write_text(manifest.read_text().replace('"version": 1', '"version": 2'), encoding="utf-8")


def _bytes(folder: Path) -> None:
    (folder / "002.yaml").write_bytes(b"\xff\xfe\x00")


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (_absent, r"002\.yaml cannot be read"),
        (_no_yaml, r"002\.yaml cannot be parsed"),
        (_unknown_key, r"002\.yaml is not a gold file of this version: colour"),
        (_other_version, r"manifest\.json is not a gold file of this version: version"),
        (_bytes, r"002\.yaml cannot be parsed"),
    ],
)
def test_gold_that_will_not_do(spoil: Callable[[Path], None], said: str, tmp_path: Path) -> None:
    folder = tmp_path / "gold"
    shutil.copytree(SEEDS / "gold", folder)
    spoil(folder)
    with pytest.raises(DossierError, match=said):
        Gold.load(folder)


@pytest.mark.parametrize(
    ("content", "said"),
    [("{", "not a dossier of this version"), ('{"documents": 3}', "documents"), ('{"version": 1, "x": 1}', ": x: ")],
)
def test_a_dossier_that_will_not_do(content: str, said: str, tmp_path: Path) -> None:
    path = tmp_path / "dossier.json"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(DossierError, match=said):
        run_eval(SEEDS / "gold", path)


def test_a_dossier_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(DossierError, match="cannot be read"):
        run_eval(SEEDS / "gold", tmp_path / "none.json")


def test_another_text_under_the_same_id_is_refused(perfect: Dossier, gold: Gold) -> None:
    changed = do.edit_document("003", text=do.paper(perfect, "003").text.replace("Oct. 27", "Nov. 27"))(perfect)
    with pytest.raises(DossierError, match="is not the article that the gold was made from"):
        evaluate(changed, gold)


def test_a_document_without_sentences_is_refused(perfect: Dossier, gold: Gold) -> None:
    with pytest.raises(DossierError, match="no numbered sentences"):
        evaluate(do.edit_document("003", sentences=())(perfect), gold)
