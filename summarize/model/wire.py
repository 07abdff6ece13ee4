"""A request and its answer as JSON: what identifies it, and what all providers' answers have in common.

Knows JSON only: no HTTP library, no SDK, no header. What the SDKs parse into objects is read here straight from the
body, because a recording holds bodies and because text and token counts are needed before and beside the SDK.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

__all__ = ["Body", "Request", "answer_text", "canonical", "is_cut_off", "is_empty", "token_counts"]

Body = dict[str, Any]


def canonical(body: Body) -> str:
    """The one way to write a body: keys sorted, no spaces, characters as they are."""
    return json.dumps(body, sort_keys=True, ensure_ascii=False, separators=(",", ":"))


@dataclass(frozen=True)
class Request:
    """A request to the model: the URL's path and the JSON body, and nothing else of it.

    `key` is the SHA-256 (hex) over both: two requests with one key are one request, whoever sends them to whichever
    host with whichever credentials.
    """

    path: str
    body: Body
    key: str = field(init=False)

    def __post_init__(self) -> None:
        digest = hashlib.sha256(f"{self.path}\n{canonical(self.body)}".encode())
        object.__setattr__(self, "key", digest.hexdigest())


def answer_text(body: Body) -> str:
    """What the model said, tool arguments first; "" where it said nothing.

    Reads the bodies of OpenAI's chat completions, Anthropic's messages and Google's generateContent.
    """
    return next((text for text in _said(body) if text.strip()), "")


def _said(body: Body) -> Iterator[str]:
    for choice in body.get("choices") or ():
        message = choice.get("message") or {}
        yield from (_text((call.get("function") or {}).get("arguments")) for call in message.get("tool_calls") or ())
        yield _text(message.get("content"))
        yield _text(message.get("refusal"))
    for block in body.get("content") or ():
        yield _text(block.get("input") if block.get("type") == "tool_use" else block.get("text"))
    for candidate in body.get("candidates") or ():
        for part in (candidate.get("content") or {}).get("parts") or ():
            yield _text((part.get("functionCall") or {}).get("args") or part.get("text"))


def _text(value: Any) -> str:
    if value is None or isinstance(value, str):
        return value or ""
    return json.dumps(value, ensure_ascii=False)


def is_cut_off(body: Body) -> bool:
    """The provider says that the answer ended at the token limit."""
    reasons = [choice.get("finish_reason") for choice in body.get("choices") or ()]
    reasons += [candidate.get("finishReason") for candidate in body.get("candidates") or ()]
    return body.get("stop_reason") == "max_tokens" or "length" in reasons or "MAX_TOKENS" in reasons


def is_empty(body: Body) -> bool:
    """The model said nothing at all, and not because it ran out of tokens."""
    return not answer_text(body) and not is_cut_off(body)


def token_counts(body: Body) -> tuple[int, int]:
    """Input and output tokens as the provider counted them; 0 where it did not."""
    usage = body.get("usage") or body.get("usageMetadata") or {}
    given = [usage.get(name) for name in ("prompt_tokens", "input_tokens", "promptTokenCount")]
    taken = [usage.get(name) for name in ("completion_tokens", "output_tokens", "candidatesTokenCount")]
    cached = sum(usage.get(name) or 0 for name in ("cache_creation_input_tokens", "cache_read_input_tokens"))
    return next(filter(None, given), 0) + cached, next(filter(None, taken), 0)
