"""The straight way through the OpenAI SDK: the same request, written once.

The SDK's `create` walks through every node of the request to find parameters that have another name on the wire; those
that instructor makes have none, and an answer's schema has hundreds of nodes. Here the body is written as it is, handed
to the SDK's own `post`, and remembered, so that the transport below need not parse it again. A test holds what is sent
to what `create` sends, byte by byte.
"""

from __future__ import annotations

import json
from typing import Any

import instructor
from instructor.core import AsyncInstructor
from openai.types.chat import ChatCompletion

from summarize.model.asking import current

__all__ = ["straight"]

PATH = "/chat/completions"
FIRST = ("messages", "model")  # then by the alphabet: the order in which `create` writes a body
OPTIONS: Any = {"headers": {"Content-Type": "application/json"}, "security": {"bearer_auth": True}}


def straight(wrapped: AsyncInstructor, model: str) -> AsyncInstructor:
    """The same client, asking this model the straight way."""
    sdk: Any = wrapped.client

    async def create(**request: Any) -> ChatCompletion:
        more = request.pop("extra_body", None) or {}
        request = {"messages": request.pop("messages"), "model": model, **request}
        body = {name: request[name] for name in (*FIRST, *sorted(request.keys() - set(FIRST)))} | more
        content = json.dumps(body, ensure_ascii=False, separators=(",", ":"), allow_nan=False).encode()
        current.get().outgoing = content, body
        completion: ChatCompletion = await sdk.post(PATH, cast_to=ChatCompletion, content=content, options=OPTIONS)
        return completion

    wrapped.create_fn = instructor.patch(create=create, mode=wrapped.mode)
    return wrapped
