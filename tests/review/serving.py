"""The real server on a free port of this machine, and requests to it with whatever headers one likes."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path
from typing import Any

from summarize.review.desk import Desk
from summarize.review.server import listening, serve

TOKEN = "the-token"  # noqa: S105  # of a server that lives as long as a test


@dataclass
class Answer:
    """What came back."""

    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.body)


@dataclass
class Served:
    """A running server; `cookie` once somebody came in."""

    port: int
    desk: Desk
    cookie: str = ""

    @property
    def origin(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def link(self) -> str:
        return f"{self.origin}/?token={TOKEN}"

    def ask(self, path: str, body: Any = None, method: str | None = None, **headers: str) -> Answer:
        """A request as the page would send it; `headers` (with _ for -) change that, an empty one is left out."""
        given = {"Cookie": self.cookie, "Host": f"127.0.0.1:{self.port}"}
        content: bytes | None = None
        if body is not None:
            content = body if isinstance(body, bytes) else json.dumps(body).encode()
            given |= {"Content-Type": "application/json", "Origin": self.origin, "Sec-Fetch-Site": "same-origin"}
        given |= {name.replace("_", "-"): value for name, value in headers.items()}
        connection = HTTPConnection("127.0.0.1", self.port, timeout=20)
        connection.putrequest(method or ("GET" if body is None else "POST"), path, skip_host=True)
        for name, value in given.items():
            if value:
                connection.putheader(name, value)
        if content is not None:
            connection.putheader("Content-Length", str(len(content)))
        connection.endheaders(content)
        answer = connection.getresponse()
        got = Answer(answer.status, {name.lower(): value for name, value in answer.getheaders()}, answer.read())
        connection.close()
        return got

    def enter(self) -> Answer:
        """Open the link."""
        answer = self.ask(f"/?token={TOKEN}")
        self.cookie = answer.headers["set-cookie"].partition(";")[0]
        return answer


@contextmanager
def served(folder: Path) -> Iterator[Served]:
    """The server over a folder, stopped at the end."""
    desk = Desk(folder, "ana")
    with listening() as sock:
        server = serve(desk, sock, TOKEN)
        thread = threading.Thread(target=server.run, kwargs={"sockets": [sock]})
        thread.start()
        try:
            for _ in range(400):
                if server.started:
                    break
                time.sleep(0.01)
            yield Served(sock.getsockname()[1], desk)
        finally:
            server.should_exit = True
            thread.join()
            desk.close()
