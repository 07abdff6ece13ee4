from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from summarize.errors import JudgementError
from summarize.reconcile import Ledger, Register, explain, judge
from summarize.schemas import Dossier, Judgement, Records
from tests.reconcile.conftest import Article, groups, run

DAY, NEXT = "2024-03-10", "2024-03-11"
AT = datetime(2024, 4, 1, tzinfo=UTC)


def two(second: str = NEXT) -> list[Article]:
    """Two articles, each with one attack on one town; they differ in the day."""
    articles = [Article("one", "2024-03-12"), Article("two", "2024-03-12")]
    for article, day in zip(articles, (DAY, second), strict=True):
        article.attack(day, "Qasr", initiators=(article.actor("Tamar Brigade"),))
    return articles


def person(left: str, right: str, verdict: str = "same", by: str = "ann", reason: str = "read both") -> Judgement:
    return Judgement.model_validate(
        {"left": left, "right": right, "verdict": verdict, "author": "person", "by": by, "reason": reason, "at": AT}
    )


@pytest.fixture
def ledger(tmp_path: Path) -> Ledger:
    return Ledger(tmp_path / "out" / "judgements.jsonl")


def test_a_persons_word_joins_what_rules_keep_apart_and_parts_what_they_join(ledger: Ledger, empty: Register) -> None:
    apart = run(*two(), register=empty)
    judge(apart, ledger, "same", apart.events[0].id, apart.events[1].id, reason="one night", by="ann", at=AT)
    joined = run(*two(), register=empty, judgements=ledger.read())
    assert (len(apart.events), len(joined.events)) == (2, 1)
    judge(joined, ledger, "different", "one:e1", "two:e1", reason="two nights", by="ann")
    assert len(run(*two(DAY), register=empty, judgements=ledger.read()).events) == 2
    assert [one.verdict for one in ledger.read()] == ["same", "different"]  # her later word counts, both are kept


def test_people_who_contradict_each_other_are_both_shown_and_nothing_is_written(
    ledger: Ledger, empty: Register
) -> None:
    dossier = run(*two(), register=empty)
    judge(dossier, ledger, "same", "one:e1", "two:e1", reason="one night", by="ann", at=AT)
    with pytest.raises(
        JudgementError, match=r"(?s)bob.*one:e1.*two:e1.*two nights.*ann.*one night|ann.*one night.*bob"
    ):
        judge(dossier, ledger, "different", "one:e1", "two:e1", reason="two nights", by="bob")
    assert len(ledger.read()) == 1


@pytest.mark.parametrize(
    ("left", "right", "message"),
    [
        ("one:e1", "one:e1", "same record already"),
        ("one:e1", "one:a1", "an actor and an event"),
        ("one:e1", "nobody", "no.* the id"),
        ("one", "two:e1", "neither an actor nor an event"),
    ],
)
def test_what_cannot_be_judged(left: str, right: str, message: str, ledger: Ledger, empty: Register) -> None:
    with pytest.raises(JudgementError, match=message):
        judge(run(*two(), register=empty), ledger, "same", left, right, reason="", by="ann")
    assert ledger.read() == ()


def test_an_item_cannot_be_parted_from_its_own_record_without_saying_which(ledger: Ledger, empty: Register) -> None:
    dossier = run(*two(DAY), register=empty)
    with pytest.raises(JudgementError, match="two:e1"):
        judge(dossier, ledger, "different", dossier.events[0].id, "one:e1", reason="", by="ann")


def test_the_file_is_only_added_to_and_a_torn_line_is_passed_over(ledger: Ledger) -> None:
    first, second, third = person("a:e1", "b:e1"), person("c:e1", "d:e1"), person("e:e1", "f:e1")
    assert ledger.append([first, second, first]) == 2
    assert ledger.append([second]) == 0
    before = ledger.path.read_bytes()
    with ledger.path.open("ab") as out:
        out.write(b'{"left": "x')
    assert ledger.read() == (first, second)
    assert ledger.append([third]) == 1
    assert ledger.read() == (first, second, third)
    assert ledger.path.read_bytes().startswith(before)


def test_a_line_that_is_taken_back_holds_no_longer(ledger: Ledger) -> None:
    ledger.append([person("a:e1", "b:e1"), person("c:e1", "d:e1")])
    with ledger.path.open("a", encoding="utf-8") as out:
        out.write('{"undo": 1, "by": "ann", "at": "2024-04-02T00:00:00Z"}\n')
    assert ledger.read() == (person("c:e1", "d:e1"),)
    assert ledger.append([person("a:e1", "b:e1", "different")]) == 1


def test_a_damaged_line_is_named(ledger: Ledger) -> None:
    ledger.append([person("a:e1", "b:e1")])
    ledger.path.write_text("{}\n" + ledger.path.read_text(encoding="utf-8"), encoding="utf-8")
    with pytest.raises(JudgementError, match="line 1"):
        ledger.read()


def test_rules_are_not_kept(ledger: Ledger, empty: Register) -> None:
    assert ledger.append(run(*two(), register=empty).judgements) == 0


def test_a_word_outlasts_another_reading_of_the_same_document(ledger: Ledger, empty: Register) -> None:
    dossier = run(*two(), register=empty)
    judge(dossier, ledger, "same", "one:e1", "two:e1", reason="one night", by="ann", at=AT)
    one, other = two()
    read_again = one.records()
    (event,) = read_again.events
    again = read_again.model_copy(update={"events": (event.model_copy(update={"id": "one:e7", "key": "e7"}),)})

    class Again(Article):
        def records(self) -> Records:
            return again

    joined = run(Again("one"), other, register=empty, judgements=ledger.read())
    assert groups(joined.events) == {frozenset({"one:e7", "two:e1"})}


# --- explaining -----------------------------------------------------------------------------------


def explained(dossier: Dossier) -> str:
    return explain(dossier, "one:e1", "two:e1").words


def test_a_waterfall_says_what_each_comparison_added(empty: Register) -> None:
    dossier = run(*two(DAY), register=empty)
    found = explain(dossier, "one:e1", "two:e1")
    assert found.together
    assert found.deciding is not None
    assert found.deciding.author == "rule"
    assert found.weights[0].feature == "prior"
    assert found.deciding.score is not None
    odds = 2 ** sum(weight.bits for weight in found.weights)
    assert odds / (1 + odds) == pytest.approx(found.deciding.score, abs=1e-5)
    assert "date: the same day" in found.words
    assert explain(dossier, dossier.events[0].id).deciding == found.deciding


def test_a_persons_word_is_what_decided(ledger: Ledger, empty: Register) -> None:
    judge(run(*two(), register=empty), ledger, "same", "one:e1", "two:e1", reason="one night", by="ann", at=AT)
    words = explained(run(*two(), register=empty, judgements=ledger.read()))
    assert "are one" in words
    assert "Decided by person ann: the same on 2024-04-01, because one night." in words
    assert "neighbouring days" in words  # the rule's reasons are shown beside


def test_what_was_never_compared_says_so(empty: Register) -> None:
    assert "never compared" in explained(run(*two("2024-05-01"), register=empty))


def test_ids_that_nothing_has_are_an_error(empty: Register) -> None:
    with pytest.raises(LookupError, match=r"no.* the id"):
        explain(run(*two(), register=empty), "event:none")
