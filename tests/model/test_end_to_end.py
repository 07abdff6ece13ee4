"""Against a real HTTP server on the loopback: real sockets, real SDK, and then the server gone."""

from __future__ import annotations

import asyncio
import gzip
import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from summarize.errors import ModelUnavailable
from summarize.model import Answer, ModelSettings, open_model
from tests.model.conftest import Toll, completion, question


class Server:
    """A chat endpoint. `faults` are played first, one a request: a status, or a way to misbehave."""

    def __init__(self) -> None:
        self.faults: list[int | str] = []
        self.served: list[dict[str, Any]] = []
        self._http = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self._thread = threading.Thread(target=self._http.serve_forever, kwargs={"poll_interval": 0.01})
        self._thread.start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._http.server_port}/v1"

    def stop(self) -> None:
        self._http.shutdown()
        self._http.server_close()
        self._thread.join()

    def _handler(server) -> type[BaseHTTPRequestHandler]:
        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def log_message(self, *_: Any) -> None:
                """Silent."""

            def do_POST(self) -> None:
                body = json.loads(self.rfile.read(int(self.headers["content-length"])))
                server.served.append(body)
                fault = server.faults.pop(0) if server.faults else 200
                payload = gzip.compress(json.dumps(completion('{"killed": 3}')).encode())
                if fault == "reset":
                    self.close_connection = True
                    return
                self.send_response(fault if isinstance(fault, int) else 200)
                self.send_header("content-type", "application/json")
                self.send_header("content-encoding", "gzip")
                self.send_header("content-length", str(len(payload)))
                self.end_headers()
                if fault == "half":
                    payload, self.close_connection = payload[: len(payload) // 2], True
                self.wfile.write(payload)

        return Handler


@pytest.fixture
def server() -> Iterator[Server]:
    running = Server()
    yield running
    running.stop()


def ask(**settings: Any) -> Answer[Toll]:
    async def run() -> Answer[Toll]:
        async with open_model(ModelSettings(**settings)) as model:
            return await model.ask(question())

    return asyncio.run(run())


def test_recorded_from_a_server_replayed_without_it(
    server: Server, recordings: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    answer = ask(name="reader", base_url=server.url, record=recordings)
    assert answer.value == Toll(killed=3)
    assert server.served[0]["messages"] == list(question().messages)

    def refuse(*_: Any) -> None:
        pytest.fail("a socket was opened")

    monkeypatch.setattr("socket.socket.connect", refuse)
    again = ask(replay=recordings)
    assert (again.value, again.replayed, len(server.served)) == (answer.value, True, 1)


def test_faults_of_a_real_connection_pass(server: Server, pauses: list[float], recordings: Path) -> None:
    server.faults = ["reset", "half", 500, 429]
    assert ask(name="reader", base_url=server.url, record=recordings).usage.sent == 1
    assert len(server.served) == 5
    assert len(pauses) == 4


def test_no_server_is_said_after_the_last_try(server: Server, pauses: list[float]) -> None:
    server.stop()
    with pytest.raises(ModelUnavailable, match=r"2 tries.*ConnectError"):
        ask(name="reader", base_url=server.url, attempts=2)
    server.stop = lambda: None  # type: ignore[method-assign]
