"""Record, replay, resume: what is kept, what is not, and that nothing is asked twice."""

from __future__ import annotations

import json
import os
from pathlib import Path

import httpx2
import pytest

from summarize.errors import (
    AnswerRejected,
    ConfigError,
    MissingRecording,
    ModelUnavailable,
    OutputError,
    RecordingsError,
)
from summarize.model import FolderStore, ModelSettings, Request
from tests.model.conftest import Provider, Toll, completion, interactions, question

CREDENTIAL = "sk-proj-4f1c9b7a2e6d8035"


def test_what_was_recorded_is_replayed_with_nothing_sent(provider: Provider, recordings: Path) -> None:
    provider.replies = ['{"killed": 3}']
    (first,) = provider.ask(question(), record=recordings)
    (again,) = provider.ask(question(), replay=recordings)
    assert first.value == again.value == Toll(killed=3)
    assert type(again.value) is Toll
    assert (first.replayed, again.replayed) == (False, True)
    assert first.recordings == again.recordings
    assert len(provider.requests) == 1
    assert (first.usage.sent, first.usage.replayed, first.usage.input_tokens, first.usage.output_tokens) == (1, 0, 7, 3)
    assert (again.usage.sent, again.usage.replayed, again.usage.replayed_input_tokens) == (0, 1, 7)


def test_recording_again_resumes(provider: Provider, recordings: Path) -> None:
    provider.replies = ['{"killed": 3}', '{"killed": 4}']
    provider.ask(question(), record=recordings)
    provider.ask(question(), question("Four were killed."), record=recordings)
    assert len(provider.requests) == 2
    assert (provider.usage.sent, provider.usage.replayed) == (1, 1)


def test_the_request_says_what_was_asked(provider: Provider) -> None:
    provider.replies = ['{"killed": 3}']
    provider.ask(question(context={"text": "Tanf", "wire": 1}), temperature=0.5, options={"seed": 7})
    (body,) = provider.bodies
    assert body["messages"] == list(question().messages)
    assert (body["model"], body["temperature"], body["seed"]) == ("m", 0.5, 7)
    assert body["tools"][0]["function"]["parameters"] == {
        "properties": {"killed": {"type": "integer"}, "place": {"type": "string"}},
        "required": ["killed"],
        "type": "object",
        "additionalProperties": False,
    }
    assert provider.requests[0].url.path == "/v1/chat/completions"


@pytest.mark.parametrize("text", ["{{ 7 * 7 }}", "{% for x in y %}", "{{ text }}", "  indented\n  lines\n"])
def test_an_article_is_sent_as_it_is_not_as_a_template(provider: Provider, text: str) -> None:
    provider.replies = ['{"killed": 3, "place": "Tanf"}']
    provider.ask(question(text, context={"text": "at Tanf"}))
    assert provider.bodies[0]["messages"][1]["content"] == text


def test_only_path_and_body_make_the_key(provider: Provider, recordings: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    provider.replies = ['{"killed": 3}']
    monkeypatch.setenv("OPENAI_API_KEY", CREDENTIAL)
    provider.ask(question(), record=recordings, base_url="http://127.0.0.1:9/v1")
    monkeypatch.setenv("OPENAI_API_KEY", "another")
    provider.ask(question(), record=recordings, base_url="http://localhost:1/v1")
    assert len(provider.requests) == 1
    provider.ask(question(), record=recordings, base_url="http://localhost:1/api/v1")
    assert len(provider.requests) == 2


def test_the_key_is_the_same_for_the_same_body_in_any_order() -> None:
    one, other = {"a": 1, "b": "é"}, {"b": "é", "a": 1}
    assert Request("/v1", one).key == Request("/v1", other).key
    assert Request("/v1", one).key != Request("/v2", one).key
    assert Request("/v1", one).key != Request("/v1", {"a": 1, "b": "e"}).key


def test_nothing_secret_is_stored(provider: Provider, recordings: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", CREDENTIAL)
    provider.replies = [
        httpx2.Response(200, json=completion('{"killed": 3}'), headers={"set-cookie": "session=abc123"})
    ]
    provider.ask(question(), record=recordings)
    assert provider.requests[0].headers["authorization"] == f"Bearer {CREDENTIAL}"
    written = "".join(path.read_text() for path in recordings.iterdir())
    for kept_out in (CREDENTIAL, "Bearer", "authorization", "127.0.0.1", "session=", "user-agent"):
        assert kept_out not in written


def test_a_recording_is_readable(provider: Provider, recordings: Path) -> None:
    provider.replies = ['{"killed": 3}']
    provider.ask(question("Drei Tote in Kata’ib."), record=recordings, made_by="by hand, in a test")
    (path,) = recordings.glob("toll*")
    (kept,) = interactions(recordings)
    assert path.name == f"toll.v1-wire-001-{kept['key'][:12]}.json"
    assert list(kept) == ["key", "path", "task", "subject", "request", "status", "response"]
    assert (kept["task"], kept["subject"], kept["path"]) == ("toll.v1", "wire/001", "/v1/chat/completions")
    assert "Kata’ib" in path.read_text(encoding="utf-8")
    manifest = json.loads((recordings / "manifest.json").read_text())
    assert (manifest["format"], manifest["made_by"], manifest["prompts"]) == (1, "by hand, in a test", ["toll.v1"])
    assert [model["name"] for model in manifest["models"]] == ["m"]


def test_replaying_takes_the_model_and_its_form_from_the_manifest(provider: Provider, recordings: Path) -> None:
    provider.replies = [completion('{"killed": 3, "place": null}', tool=False)]
    shape = {"mode": "json_schema", "strict": True, "temperature": 0.0, "options": {"seed": 7}}
    provider.ask(question(), record=recordings, base_url="http://127.0.0.1:9/some/where", **shape)
    assert provider.ask(question(), replay=recordings)[0].replayed


def test_a_folder_with_two_models_asks_which(provider: Provider, recordings: Path) -> None:
    provider.replies = ['{"killed": 3}']
    for name in ("m", "n"):
        provider.ask(question(), record=recordings, name=name)
    with pytest.raises(ConfigError, match=r"--model \(m, n\)"):
        provider.ask(question(), replay=recordings)
    assert provider.ask(question(), replay=recordings, name="n")[0].replayed


@pytest.mark.parametrize(
    "reply",
    [
        httpx2.Response(503, json={"error": {"message": "overloaded"}}),
        httpx2.Response(200, content=b'{"choices": [{"mess'),
        httpx2.Response(200, json={"error": {"message": "upstream failed"}}),
        httpx2.Response(200, content=b""),
        httpx2.ReadError("reset"),
    ],
    ids=["status", "half a body", "error with 200", "no body", "reset"],
)
def test_a_failure_is_never_kept(
    provider: Provider, recordings: Path, pauses: list[float], reply: httpx2.Response
) -> None:
    provider.replies = [reply]
    with pytest.raises(ModelUnavailable):
        provider.ask(question(), record=recordings, attempts=2)
    assert not interactions(recordings)
    assert len(provider.requests) == 2


def test_silence_is_asked_again_and_never_kept(provider: Provider, recordings: Path) -> None:
    provider.replies = [completion(None), '{"killed": 3}']
    (answer,) = provider.ask(question(), record=recordings)
    assert (answer.usage.sent, answer.usage.reasks) == (2, 1)
    assert provider.bodies[0] == provider.bodies[1]
    (kept,) = interactions(recordings)
    assert kept["response"]["choices"][0]["message"]["tool_calls"]
    assert provider.ask(question(), replay=recordings)[0].usage.replayed == 1


def test_lasting_silence_is_rejected_with_nothing_kept(provider: Provider, recordings: Path) -> None:
    provider.replies = [completion("")]
    with pytest.raises(AnswerRejected, match="said nothing") as caught:
        provider.ask(question(), record=recordings)
    assert len(provider.requests) == 2
    assert (caught.value.answer, caught.value.document) == ("", "wire/001")
    assert not interactions(recordings)


def test_the_same_request_at_once_is_sent_once(provider: Provider, recordings: Path) -> None:
    provider.replies = ['{"killed": 3}']
    provider.delay = 0.01
    same = [question(), question(subject="wire/002"), question()]
    answers = provider.ask(*same)
    assert [answer.value.killed for answer in answers] == [3, 3, 3]
    assert len(provider.requests) == 1
    assert (provider.usage.sent, provider.usage.replayed) == (1, 2)
    provider.ask(*same, record=recordings)
    assert len(provider.requests) == 2
    assert len(interactions(recordings)) == 1


def test_a_crash_between_writing_and_renaming_leaves_no_half_file(
    provider: Provider, recordings: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    provider.replies = ['{"killed": 3}']
    provider.ask(question("The first."), record=recordings)

    class Crash(BaseException):
        """Not caught by anybody."""

    def crash(*_: object) -> None:
        raise Crash

    with monkeypatch.context() as patch:
        patch.setattr(Path, "replace", crash)
        with pytest.raises(Crash):
            provider.ask(question(), record=recordings)
    assert [kept["request"]["messages"][1]["content"] for kept in interactions(recordings)] == ["The first."]
    assert len(list(recordings.iterdir())) == 2
    assert not provider.ask(question(), record=recordings)[0].replayed


def test_what_a_killed_run_left_lying_is_no_recording(provider: Provider, recordings: Path) -> None:
    provider.replies = ['{"killed": 3}']
    provider.ask(question(), record=recordings)
    (recordings / ".toll.v1-wire-001-0123456789ab.json.x.part").write_text('{"key": "01234')
    assert len(list(FolderStore(recordings).keys())) == 1


def test_the_recording_is_on_disk_before_the_answer_is_given(
    provider: Provider, recordings: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    order: list[str] = []
    monkeypatch.setattr(os, "fsync", lambda _: order.append("sync"))
    real = Path.replace

    def replace(self: Path, target: Path) -> Path:
        order.append("rename")
        return real(self, target)

    monkeypatch.setattr(Path, "replace", replace)
    provider.replies = ['{"killed": 3}']
    provider.ask(question(), record=recordings)
    assert order == ["sync", "rename", "sync"] * 2  # the manifest, the recording


def test_a_miss_shows_what_differs_from_the_nearest(provider: Provider, recordings: Path) -> None:
    provider.replies = ['{"killed": 3}']
    provider.ask(question("One line.\nThree were killed."), question("Elsewhere.", subject="b"), record=recordings)
    with pytest.raises(MissingRecording) as caught:
        provider.ask(question("One line.\nFour were killed."), replay=recordings)
    message = str(caught.value)
    (file,) = recordings.glob("toll.v1-wire-001-*")
    assert str(file) in message
    assert "toll.v1 for wire/001" in message
    assert '-Three were killed.",' in message
    assert '+Four were killed.",' in message
    assert "Elsewhere" not in message
    assert len(message.splitlines()) < 15
    assert len(provider.requests) == 2


def test_a_miss_in_an_empty_folder_says_how_to_record(provider: Provider, recordings: Path) -> None:
    recordings.mkdir()
    with pytest.raises(MissingRecording, match="--record instead of --replay"):
        provider.ask(question(), replay=recordings, name="m")


def test_replaying_needs_a_folder(provider: Provider, recordings: Path) -> None:
    with pytest.raises(RecordingsError, match="not a folder"):
        provider.ask(question(), replay=recordings)


def test_a_folder_that_cannot_be_written_is_named(provider: Provider, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    provider.replies = ['{"killed": 3}']
    with pytest.raises(OutputError, match="cannot be written"):
        provider.ask(question(), record=tmp_path / "file" / "recordings")


def test_a_broken_recording_is_named(provider: Provider, recordings: Path) -> None:
    provider.replies = ['{"killed": 3}']
    provider.ask(question(), record=recordings)
    (file,) = recordings.glob("toll*")
    file.write_text(file.read_text()[:100])
    with pytest.raises(RecordingsError, match=file.name):
        provider.ask(question(), replay=recordings)


def test_a_recording_of_another_request_is_no_answer(provider: Provider, recordings: Path) -> None:
    """Its file's name agrees, its key does not: edited, or one of 2^48."""
    provider.replies = ['{"killed": 3}']
    (answer,) = provider.ask(question(), record=recordings)
    (file,) = recordings.glob("toll*")
    file.write_text(file.read_text().replace(answer.recordings[0], answer.recordings[0][:-1] + "x"))
    with pytest.raises(MissingRecording):
        provider.ask(question(), replay=recordings)


def test_recording_and_replaying_exclude_each_other(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="one folder"):
        ModelSettings(record=tmp_path, replay=tmp_path)
