"""OpenAI's files and batches: what is uploaded, what becomes of its lines, and what can be fetched in the end.

A batch stays `in_progress` until it is told otherwise (`Mock.batches`); then its first lines meet the faults of a list,
and the others are answered as single requests are.
"""

from __future__ import annotations

import hashlib
import json
from email.parser import BytesParser
from typing import Any

from tests.mock_server.answers import Answers

Reply = tuple[int, bytes]


class Batches:
    """Files and batches by id.

    `lines` are the ids of all lines of all batches as they came, `bodies` the SHA-256 of their bodies' bytes.
    """

    def __init__(self, answers: Answers) -> None:
        self._answers = answers
        self.outcome, self.faults, self.refusal = "in_progress", list[str](), ""
        self._files: dict[str, bytes] = {}
        self._batches: dict[str, dict[str, Any]] = {}
        self.lines: list[str] = []
        self.bodies: list[str] = []

    def tell(self, outcome: str | None = None, faults: list[str] | None = None, refusal: str | None = None) -> None:
        """From now on: how batches end, the faults of their first lines, how their creation goes wrong."""
        self.outcome = self.outcome if outcome is None else outcome
        self.faults = self.faults if faults is None else faults
        self.refusal = self.refusal if refusal is None else refusal

    def reply(self, method: str, path: str, kind: str, content: bytes) -> Reply:
        """Status and body of the answer to a request of these paths; 0 for none at all: the connection is cut."""
        match method, path.partition("?")[0].removeprefix("/v1/").split("/"):
            case "POST", ["files"]:
                return _ok(self._upload(kind, content))
            case "GET", ["files", file, "content"] if file in self._files:
                return 200, self._files[file]
            case "POST", ["batches"]:
                return self._create(json.loads(content))
            case "GET", ["batches"]:
                return _ok({"object": "list", "data": list(self._batches.values())[::-1], "has_more": False})
            case "GET", ["batches", batch] if batch in self._batches:
                return _ok(self._seen(self._batches[batch]))
        return 404, b'{"error": {"message": "no such thing"}}'

    def _upload(self, kind: str, content: bytes) -> dict[str, Any]:
        form = BytesParser().parsebytes(f"content-type: {kind}\r\n\r\n".encode() + content)
        parts = {part.get_param("name", header="content-disposition"): part for part in form.walk()}
        lines = parts["file"].get_payload(decode=True)
        assert isinstance(lines, bytes)
        return {**self._kept(lines), "purpose": str(parts["purpose"].get_payload())}

    def _kept(self, content: bytes) -> dict[str, Any]:
        name = f"file-{len(self._files) + 1}"
        self._files[name] = content
        told = {"id": name, "object": "file", "bytes": len(content), "created_at": 1, "filename": "f.jsonl"}
        return {**told, "purpose": "batch_output", "status": "processed"}

    def _create(self, told: dict[str, Any]) -> Reply:
        refusal, self.refusal = self.refusal, ""
        if refusal.isdigit():
            return int(refusal), b'{"error": {"message": "no batch"}}'
        name = f"batch_{len(self._batches) + 1}"
        batch = told | {"id": name, "object": "batch", "created_at": 1, "status": "validating"}
        for line in self._lines(told):
            self.lines.append(json.loads(line)["custom_id"])
            body = line.partition('"body":')[2].removesuffix("}")
            self.bodies.append(hashlib.sha256(body.encode()).hexdigest())
        self._batches[name] = batch
        return (0, b"") if refusal == "reset" else _ok(batch)

    def _lines(self, batch: dict[str, Any]) -> list[str]:
        return self._files[batch["input_file_id"]].decode().split("\n")[:-1]

    def _seen(self, batch: dict[str, Any]) -> dict[str, Any]:
        if batch["status"] in ("validating", "in_progress"):
            batch["status"] = self.outcome
            if self.outcome == "failed":
                batch["errors"] = {"object": "list", "data": [{"code": "x", "message": "too many tokens enqueued"}]}
            elif self.outcome != "in_progress":
                self._answer(batch)
        return batch

    def _answer(self, batch: dict[str, Any]) -> None:
        good, bad = [], []
        for line in map(json.loads, self._lines(batch)):
            fault = self.faults.pop(0) if self.faults else "ok"
            told: dict[str, Any] = {"id": "r", "custom_id": line["custom_id"], "response": None, "error": None}
            if fault == "expired":
                bad.append(told | {"error": {"code": "batch_expired", "message": "not done in time"}})
            elif fault.isdigit():
                failed = {"status_code": int(fault), "body": {"error": {"message": f"fault {fault}"}}}
                bad.append(told | {"response": failed})
            elif fault != "lost":
                answer = json.loads(self._answers.to(line["body"], fault))
                good.append(told | {"response": {"status_code": 200, "request_id": "q", "body": answer}})
        batch["request_counts"] = {"total": len(good + bad), "completed": len(good), "failed": len(bad)}
        # The order of the output is none: here it is turned round.
        for name, lines in (("output_file_id", good[::-1]), ("error_file_id", bad)):
            text = "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines)
            batch[name] = self._kept(text.encode())["id"] if lines else None


def _ok(told: dict[str, Any]) -> Reply:
    return 200, json.dumps(told).encode()
