"""The server itself: HTTP/1.1 on asyncio's protocols, as little work a request as can be, for it shares the machine."""

from __future__ import annotations

import asyncio
import hashlib
import json
import os
from collections import Counter
from dataclasses import asdict
from typing import Any

from tests.mock_server.answers import Answers
from tests.mock_server.batches import Batches
from tests.mock_server.faults import Faults

STALL = 3600.0


class Provider:
    """What all connections share: answers, faults, and what was counted."""

    def __init__(self, answers: Answers, faults: Faults, latency: float, log: bool) -> None:
        self.answers, self.faults, self.latency, self.log = answers, faults, latency, log
        self.batches = Batches(answers)
        self.reset()

    def reset(self) -> None:
        """Forget what was counted."""
        self.counts: Counter[str] = Counter()
        self.times: Counter[bytes] = Counter()
        self.answered: set[bytes] = set()
        self.keys: list[str] = []
        self.under_way = self.most_under_way = 0
        self.tokens = 0

    def stats(self) -> dict[str, Any]:
        """What was counted: `resent` are requests whose like had been answered whole before."""
        return {
            "requests": self.counts.total() - self.counts["resent"],
            "resent": self.counts["resent"],
            "by_fault": {name: count for name, count in self.counts.items() if name != "resent"},
            "answered": len(self.answered),
            "tokens": self.tokens,
            "most_under_way": self.most_under_way,
            "cpu_s": sum(os.times()[:2]),
        }

    def take(self, content: bytes) -> tuple[str, bytes]:
        """Count a request; the fault that it meets, and its digest."""
        digest = hashlib.sha256(content).digest()
        self.times[digest] += 1
        self.counts["resent"] += digest in self.answered
        fault = self.faults.pick(digest, self.times[digest])
        self.counts[fault] += 1
        return fault, digest

    def reply(self, path: str, content: bytes, fault: str, digest: bytes) -> tuple[int, dict[str, str], bytes]:
        """Status, headers and body; a whole answer is counted as given."""
        if fault.isdigit():
            asked = self.faults.retry_after
            headers = {"retry-after": f"{asked:g}"} if asked is not None and fault in {"429", "503"} else {}
            return int(fault), headers, json.dumps({"error": {"message": f"fault {fault}"}}).encode()
        if fault == "garbage":
            return 200, {}, b"<html>upstream error</html>"
        body = json.loads(content)
        if self.log:
            plain = json.dumps(body, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
            self.keys.append(hashlib.sha256(f"{path}\n{plain}".encode()).hexdigest())
        answer = self.answers.to(body, fault)
        if fault != "half":
            usage = json.loads(answer)["usage"] if self.log else {"total_tokens": 0}
            self.tokens += usage["total_tokens"]
            if fault != "silence":
                self.answered.add(digest)
        return 200, {"x-ratelimit-remaining-requests": "9999"}, answer


class Connection(asyncio.Protocol):
    """One client's connection, kept alive; requests on it come one after the other."""

    def __init__(self, provider: Provider) -> None:
        self._provider, self._buffer = provider, b""
        self._transport: asyncio.Transport | None = None
        self._timer: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport

    def connection_lost(self, _exc: Exception | None) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._provider.under_way -= 1
        self._transport = None

    def data_received(self, data: bytes) -> None:
        self._buffer += data
        head, found, rest = self._buffer.partition(b"\r\n\r\n")
        if not found:
            return
        lines = head.decode("latin-1").split("\r\n")
        length = int(_header(lines, "content-length") or 0)
        if len(rest) < length:
            return
        self._buffer = rest[length:]
        method, path, _ = lines[0].split(" ")
        if path.startswith("/_"):
            self._send(200, {}, self._control(path, rest[:length]))
        elif path.startswith(("/v1/files", "/v1/batches")):
            kind = _header(lines, "content-type")
            self._answer(*self._provider.batches.reply(method, path, kind, rest[:length]))
        else:
            self._begin(path, rest[:length])

    def _begin(self, path: str, content: bytes) -> None:
        provider = self._provider
        fault, digest = provider.take(content)
        provider.under_way += 1
        provider.most_under_way = max(provider.most_under_way, provider.under_way)
        delay = STALL if fault == "stall" else 0.0 if fault.isdigit() else provider.latency
        self._timer = asyncio.get_running_loop().call_later(delay, self._end, path, content, fault, digest)

    def _end(self, path: str, content: bytes, fault: str, digest: bytes) -> None:
        self._timer = None
        self._provider.under_way -= 1
        if self._transport is None:
            return
        if fault == "reset":
            self._transport.abort()
            return
        status, headers, body = self._provider.reply(path, content, fault, digest)
        self._send(status, headers, body, whole=fault != "half")

    def _send(self, status: int, headers: dict[str, str], body: bytes, *, whole: bool = True) -> None:
        fields = {"content-type": "application/json", "content-length": str(len(body)), **headers}
        head = f"HTTP/1.1 {status} X\r\n" + "".join(f"{name}: {value}\r\n" for name, value in fields.items()) + "\r\n"
        assert self._transport is not None
        self._transport.write(head.encode() + (body if whole else body[: len(body) // 2]))
        if not whole:
            self._transport.close()

    def _answer(self, status: int, body: bytes) -> None:
        if status:
            self._send(status, {}, body)
        elif self._transport is not None:
            self._transport.abort()

    def _control(self, path: str, content: bytes) -> bytes:
        provider = self._provider
        told = json.loads(content) if content else {}
        if path == "/_reset":
            provider.reset()
        if path == "/_faults":
            provider.faults = Faults(**{**asdict(provider.faults), **told})
        if path == "/_latency":
            provider.latency = told["seconds"]
        if path == "/_batches":
            provider.batches.tell(**told)
            return json.dumps({"lines": provider.batches.lines, "bodies": provider.batches.bodies}).encode()
        if path == "/_keys":
            return json.dumps({"keys": provider.keys, "bodies": [each.hex() for each in provider.answered]}).encode()
        return json.dumps(provider.stats()).encode()


def _header(lines: list[str], name: str) -> str:
    fields = (line.partition(":") for line in lines[1:])
    return next((value.strip() for key, _, value in fields if key.lower() == name), "")


async def serve(provider: Provider, port: int) -> None:
    """Serve on the loopback until cancelled; the first line on standard output is the address."""
    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: Connection(provider), "127.0.0.1", port, backlog=512)
    print(f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}", flush=True)  # noqa: T201
    async with server:
        await _until_left_alone()


async def _until_left_alone() -> None:
    """The one who started it is gone: so is the server, whatever became of him."""
    parent = os.getppid()
    while os.getppid() == parent:  # noqa: ASYNC110 - nobody tells of it
        await asyncio.sleep(0.5)
