"""Malformed answers: asked again with the reason, a bounded number of times, then rejected with all that is known."""

from __future__ import annotations

import logging
from pathlib import Path
from typing import Any

import pytest

from summarize.errors import AnswerRejected
from tests.model.conftest import Provider, Toll, completion, interactions, question

MALFORMED = {
    "prose": (completion("Three people died, sadly.", tool=False), "No tool calls"),
    "truncated": ('{"killed": 3, "pla', "EOF while parsing"),
    "not JSON": ("killed: three", "Invalid JSON"),
    "missing": ("{}", "killed: Field required"),
    "wrong type": (
        '{"killed": "three"}',
        "killed: Input should be a valid integer, unable to parse string as an integer",
    ),
    "unknown key": ('{"killed": 3, "mood": "sad"}', "mood: Extra inputs are not permitted (given: 'sad')"),
    "not in the text": (
        '{"killed": 3, "place": "Erbil"}',
        "place: Value error, the text does not say so (given: 'Erbil')",
    ),
}


@pytest.mark.parametrize(("bad", "reason"), MALFORMED.values(), ids=MALFORMED)
class TestMalformed:
    def test_it_is_asked_again_with_the_reason(self, provider: Provider, bad: Any, reason: str) -> None:
        provider.replies = [bad, '{"killed": 3}']
        (answer,) = provider.ask(question(context={"text": "Tanf"}))
        assert answer.value == Toll(killed=3)
        assert (answer.usage.sent, answer.usage.reasks, answer.usage.output_tokens) == (2, 1, 6)
        assert len(answer.recordings) == 2
        first, second = provider.bodies
        assert second["messages"][:2] == first["messages"]
        assert [message["role"] for message in second["messages"][2:]] in (["assistant", "tool"], ["assistant", "user"])
        assert reason in second["messages"][-1]["content"]
        assert second["tools"] == first["tools"]

    def test_twice_is_rejected(self, provider: Provider, recordings: Path, bad: Any, reason: str) -> None:
        provider.replies = [bad]
        with pytest.raises(AnswerRejected) as caught:
            provider.ask(question(context={"text": "Tanf"}), record=recordings)
        assert len(provider.requests) == 2
        error = caught.value
        assert error.document == "wire/001"
        assert reason in "".join(error.reasons)
        assert reason in str(error)
        assert error.answer == (bad if isinstance(bad, str) else "Three people died, sadly.")
        assert (error.usage.sent, error.usage.reasks) == (2, 1)
        assert len(interactions(recordings)) == 2
        with pytest.raises(AnswerRejected):
            provider.ask(question(context={"text": "Tanf"}), replay=recordings)
        assert len(provider.requests) == 2


def test_no_reask_where_none_is_allowed(provider: Provider) -> None:
    provider.replies = ["{}"]
    with pytest.raises(AnswerRejected, match="after 0 re-asks"):
        provider.ask(question(), max_reasks=0)
    assert len(provider.requests) == 1


def test_silence_and_form_share_one_bound(provider: Provider) -> None:
    provider.replies = ["{}", completion(None), '{"killed": 3}']
    with pytest.raises(AnswerRejected, match="said nothing"):
        provider.ask(question())
    assert len(provider.requests) == 2
    provider.replies = ["{}", completion(None), '{"killed": 3}']
    assert provider.ask(question(), max_reasks=2)[0].usage.reasks == 2


@pytest.mark.parametrize("text", ['{"killed": 3', None], ids=["cut off", "nothing left to say it with"])
def test_an_answer_cut_off_at_the_limit_is_not_asked_again(
    provider: Provider, recordings: Path, text: str | None
) -> None:
    provider.replies = [completion(text, finish="length")]
    with pytest.raises(AnswerRejected, match="cut off at the token limit") as caught:
        provider.ask(question(), record=recordings)
    assert len(provider.requests) == 1
    assert caught.value.answer == (text or "")
    assert len(interactions(recordings)) == (1 if text else 0)


def test_a_refusal_is_rejected_with_its_words(provider: Provider) -> None:
    reply = completion("I cannot help with that.", tool=False)
    reply["choices"][0]["message"]["refusal"] = reply["choices"][0]["message"].pop("content")
    provider.replies = [reply]
    with pytest.raises(AnswerRejected, match="cannot help with that"):
        provider.ask(question())
    assert len(provider.requests) == 1


def test_the_reasons_of_a_bad_answer_name_no_version_of_anything(provider: Provider) -> None:
    """They are part of a request, so of a recording's key: an upgrade of pydantic must not change them."""
    provider.replies = ["{}", '{"killed": 3}']
    provider.ask(question())
    assert "pydantic" not in provider.bodies[1]["messages"][-1]["content"]
    assert "http" not in provider.bodies[1]["messages"][-1]["content"]


def test_questions_asked_at_once_keep_their_faults_apart(provider: Provider) -> None:
    provider.replies = ["{}", "{}", '{"killed": 3}']
    provider.delay = 0.005
    answers = provider.ask(question("one"), question("two"))
    assert [answer.usage.reasks for answer in answers] == [1, 1]
    assert provider.usage.reasks == 2


def test_instructor_says_nothing_on_standard_error(
    provider: Provider, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(logging.root, "handlers", [])
    provider.replies = ["{}"]
    with pytest.raises(AnswerRejected):
        provider.ask(question())
    assert capfd.readouterr().err == ""
