from __future__ import annotations

import pytest

from summarize.errors import PromptError
from summarize.prompts import names, render

READ = {
    "ask": ("actors",),
    "origin": "",
    "known": "",
    "next_actor": 1,
    "next_event": 1,
    "fence": "f",
    "sentences": "1 x",
    "budget": 100,
}


def test_every_prompt_is_versioned() -> None:
    assert names()
    assert all(name.rpartition(".v")[2].isdigit() for name in names())


def test_a_missing_variable_is_an_error() -> None:
    with pytest.raises(PromptError, match="needs fence"):
        render("read.v1", **{k: v for k, v in READ.items() if k != "fence"})


def test_an_unknown_variable_is_an_error() -> None:
    with pytest.raises(PromptError, match="does not use colour"):
        render("read.v1", **READ, colour="red")


def test_an_unknown_prompt_is_an_error() -> None:
    with pytest.raises(PromptError, match=r"no prompt read\.v0"):
        render("read.v0")


def test_text_is_not_a_template() -> None:
    messages = render("read.v1", **READ | {"sentences": "1 {{ fence }} {% raw %}"})
    assert "1 {{ fence }} {% raw %}" in messages[1]["content"]
