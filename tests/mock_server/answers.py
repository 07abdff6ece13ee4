"""What the mock provider says: answers from a file, put into the form that a request asks for.

The file maps the name of an answer's form (the tool's or schema's name; "" for plain text) to the answer. Where an answer
has `@1@`, `@2@` … the groups stand that the file's `"subject"` (a regular expression) finds in the messages.
"""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any


class Answers:
    """The answers of one file, as text."""

    def __init__(self, path: Path | None) -> None:
        told: dict[str, Any] = json.loads(path.read_text(encoding="utf-8")) if path else {}
        self._subject = re.compile(told.pop("subject", r"$^"))
        self._texts = {
            name: said if isinstance(said, str) else json.dumps(said, ensure_ascii=False) for name, said in told.items()
        }

    def to(self, body: dict[str, Any], fault: str) -> bytes:
        """The completion for a request's body; malformed where the fault says so."""
        name, tool = _form(body)
        text = _spoilt(self._filled(name, body), fault)
        call = {"id": "call_1", "type": "function", "function": {"name": name, "arguments": text}}
        said = {"content": None, "tool_calls": [call]} if tool and text is not None else {"content": text}
        finish = "length" if fault == "cut_off" else "stop"
        given = len(json.dumps(body.get("messages"))) // 4
        taken = len(text or "") // 4
        completion = {
            "id": "chatcmpl-mock",
            "object": "chat.completion",
            "created": 1,
            "model": body.get("model", ""),
            "choices": [{"index": 0, "finish_reason": finish, "message": {"role": "assistant", **said}}],
            "usage": {"prompt_tokens": given, "completion_tokens": taken, "total_tokens": given + taken},
        }
        return json.dumps(completion, ensure_ascii=False).encode()

    def _filled(self, name: str, body: dict[str, Any]) -> str:
        text = self._texts.get(name) or self._texts.get("") or "{}"
        found = self._subject.search("\n".join(str(message.get("content")) for message in body["messages"]))
        for number, group in enumerate(found.groups() if found else (), start=1):
            text = text.replace(f"@{number}@", group)
        return text


def _form(body: dict[str, Any]) -> tuple[str, bool]:
    for tool in body.get("tools") or ():
        return tool["function"]["name"], True
    schema = (body.get("response_format") or {}).get("json_schema") or {}
    return schema.get("name", ""), False


def _spoilt(text: str, fault: str) -> str | None:
    if fault == "silence":
        return None
    if fault in ("truncated", "cut_off"):
        return text[: len(text) * 2 // 3]
    if fault == "prose":
        return "I am sorry, here is what I found in the article."
    if fault == "unknown_key":
        return text.rstrip().removesuffix("}") + ', "unheard_of": 1}'
    return text
