"""The whole way, from files to a dossier, against recordings made on the spot and a model that can fail."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from summarize import ModelSettings, Progress, pipeline
from summarize.errors import AllFailed, InputError, ModelRefused, ModelUnavailable, NoModelError
from summarize.model import Question
from summarize.schemas import Reading
from tests.extract.articles import ARTICLE, Scripted, reading


@pytest.fixture
def answering(monkeypatch: pytest.MonkeyPatch) -> Callable[[Any], None]:
    """Puts a model in the place of the one that the settings would open."""

    def use(model: Any) -> None:
        model.seen, model.ledger = lambda: None, SimpleNamespace(report=dict)

        @asynccontextmanager
        async def opened(_: ModelSettings) -> AsyncIterator[Any]:
            yield model

        monkeypatch.setattr(pipeline, "open_model", opened)

    return use


@pytest.fixture
def articles(tmp_path: Path) -> Path:
    (tmp_path / "one.txt").write_text(ARTICLE, encoding="utf-8")
    (tmp_path / "two.txt").write_text(ARTICLE + "\n\nMore follows.", encoding="utf-8")
    return tmp_path


SETTINGS = ModelSettings(name="any", base_url="http://127.0.0.1:9/v1")


class Failing(Scripted):
    """Fails for one document and answers for the others."""

    def __init__(self, subject: str, error: Exception) -> None:
        super().__init__([reading()] * 9)
        self.subject, self.error = subject, error

    async def ask(self, question: Any) -> Any:
        if question.subject == self.subject:
            raise self.error
        return await super().ask(question)


def test_articles_become_one_dossier(answering: Callable[[Any], None], articles: Path) -> None:
    answering(Scripted([reading()] * 9))
    seen: list[Progress] = []
    outcome = pipeline.summarize(articles, settings=SETTINGS, progress=seen.append)
    assert [document.id for document in outcome.dossier.documents] == ["one", "two"]
    army = next(actor for actor in outcome.dossier.actors if actor.name == "Free Coast Army")
    assert {record.document for record in army.records} == {"one", "two"}
    assert outcome.tokens.sent >= 2
    assert [(p.done, p.total) for p in seen] == [(1, 2), (2, 2)]
    assert not outcome.failures


def test_one_documents_failure_leaves_the_others(answering: Callable[[Any], None], articles: Path) -> None:
    answering(Failing("one", ModelUnavailable("read.v1 for one: no answer")))
    outcome = pipeline.summarize(articles, settings=SETTINGS)
    assert [document.id for document in outcome.dossier.documents] == ["two"]
    assert [str(failure) for failure in outcome.failures] == ["read.v1 for one: no answer"]


def test_a_refusal_for_good_stops_the_run(answering: Callable[[Any], None], articles: Path) -> None:
    answering(Failing("one", ModelRefused("The key is not valid.")))
    with pytest.raises(ModelRefused, match="key is not valid"):
        pipeline.summarize(articles, settings=SETTINGS)


def test_where_every_input_fails_every_one_is_named(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("")
    (tmp_path / "b.txt").write_bytes(b"\xff\x00\x01")
    with pytest.raises(AllFailed, match=r"a\.txt(.|\n)*b\.txt") as caught:
        pipeline.summarize(tmp_path, settings=SETTINGS)
    assert [type(failure) for failure in caught.value.failures] == [InputError, InputError]


def test_without_a_model_the_three_ways_to_one_are_said(articles: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SUMMARIZE_MODEL", raising=False)
    with pytest.raises(NoModelError) as caught:
        pipeline.summarize(articles)
    for way in ("--model openai/", "--model ollama/", "--base-url", "--replay"):
        assert way in str(caught.value)


def test_recordings_beside_the_documents_are_found(articles: Path) -> None:
    (articles / "recordings").mkdir()
    (articles / "recordings/manifest.json").write_text("{}")
    assert pipeline.settings_for([articles]).replay == articles / "recordings"


def test_documents_are_added_to_an_earlier_dossier(answering: Callable[[Any], None], articles: Path) -> None:
    answering(Scripted([reading()] * 9))
    at_once = pipeline.summarize(articles, settings=SETTINGS).dossier
    first = pipeline.summarize(articles / "one.txt", settings=SETTINGS)
    added = pipeline.summarize(articles / "two.txt", settings=SETTINGS, previous=first.dossier)
    assert first.changes is None
    assert added.changes is not None
    assert added.changes.documents == ("two",)
    assert [document.id for document in added.dossier.documents] == ["one", "two"]
    for kind in ("actors", "events", "relations"):
        groups = [
            {frozenset(record.id for record in item.records) for item in getattr(one, kind)}
            for one in (at_once, added.dossier)
        ]
        assert groups[0] == groups[1]


def test_another_text_under_an_earlier_id_replaces_nothing(answering: Callable[[Any], None], articles: Path) -> None:
    answering(Scripted([reading()] * 9))
    first = pipeline.summarize(articles / "one.txt", settings=SETTINGS).dossier
    (articles / "one.txt").write_text(ARTICLE + "\n\nIt rained.", encoding="utf-8")
    both = pipeline.summarize(articles / "one.txt", settings=SETTINGS, previous=first).dossier
    ids = [document.id for document in both.documents]
    assert ids[0] == "one"
    assert len(set(ids)) == 2


@pytest.mark.parametrize(("task", "named"), [("judge_actors.v1", 1), ("read.v1", 0)])
def test_a_question_of_the_reconciler_without_an_answer_is_named_once(task: str, named: int) -> None:
    """A document's own failure is named where it is read; naming it here too would say it twice."""
    model: Any = Failing("either", ModelUnavailable("no answer"))
    counting = pipeline._Counting(model)
    with pytest.raises(ModelUnavailable):
        asyncio.run(counting.ask(Question(task=task, subject="either", messages=(), answer=Reading)))
    assert len(counting.unjudged) == named
