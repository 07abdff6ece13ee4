"""A request and its answer as JSON: what identifies it, and what all providers' answers have in common.

Knows JSON only: no HTTP library, no SDK, no header. What the SDKs parse into objects is read here straight from the
body, because a recording holds bodies and because text and token counts are needed before and beside the SDK.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, NamedTuple

__all__ = [
    "Body",
    "Request",
    "TokenCounts",
    "answer_text",
    "canonical",
    "is_cut_off",
    "is_empty",
    "output_limit",
    "token_counts",
    "with_output_limit",
]

Body = dict[str, Any]


def canonical(body: Body) -> str:
    """The one way to write a body: keys sorted, no spaces, characters as they are."""
    return json.dumps(body, sort_keys=True, ensure_ascii=False, separators=(",", ":"))


@dataclass(frozen=True)
class Request:
    """A request to the model: the URL's path and the JSON body, and nothing else of it.

    `key` is the SHA-256 (hex) over both: two requests with one key are one request, whoever sends them to whichever
    host with whichever credentials. `size` is the bytes of both, of which no tokenizer makes more tokens than bytes.
    """

    path: str
    body: Body
    key: str = field(init=False)
    size: int = field(init=False)

    def __post_init__(self) -> None:
        written = f"{self.path}\n{canonical(self.body)}".encode()
        object.__setattr__(self, "key", hashlib.sha256(written).hexdigest())
        object.__setattr__(self, "size", len(written))


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


class TokenCounts(NamedTuple):
    """Tokens as the provider counted them: `given` in (`cached` of them from its cache), `taken` out."""

    given: int
    taken: int
    cached: int = 0


def token_counts(body: Body) -> TokenCounts:
    """Input and output tokens as the provider counted them; 0 where it did not. Hidden reasoning is output."""
    usage = body.get("usage") or body.get("usageMetadata") or {}
    given = [usage.get(name) for name in ("prompt_tokens", "input_tokens", "promptTokenCount")]
    taken = [usage.get(name) for name in ("completion_tokens", "output_tokens", "candidatesTokenCount")]
    read, created = (usage.get(name) or 0 for name in ("cache_read_input_tokens", "cache_creation_input_tokens"))
    cached = (
        (usage.get("prompt_tokens_details") or {}).get("cached_tokens") or usage.get("cachedContentTokenCount") or 0
    )
    thoughts = usage.get("thoughtsTokenCount") or 0
    return TokenCounts(
        next(filter(None, given), 0) + read + created, next(filter(None, taken), 0) + thoughts, cached + read
    )


def output_limit(body: Body) -> int | None:
    """The most tokens the request lets the answer have; None where it sets no limit."""
    config = body.get("generationConfig") or {}
    limits = [body.get("max_completion_tokens"), body.get("max_tokens"), config.get("maxOutputTokens")]
    return next((limit for limit in limits if isinstance(limit, int)), None)


def with_output_limit(request: Request, limit: int, name: str) -> Body:
    """The request's body with a limit on the answer's tokens; `name` is what chat completions call it there."""
    if "generateContent" in request.path:
        return {
            **request.body,
            "generationConfig": {**request.body.get("generationConfig", {}), "maxOutputTokens": limit},
        }
    return {**request.body, name: limit}
