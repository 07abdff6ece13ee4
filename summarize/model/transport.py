"""The one HTTP transport under every SDK: turns its requests over to the recorder.

SDKs bring one of two HTTP libraries, `httpx2` (openai) or `httpx` (the others). Both call a transport's
`handle_async_request` and ask no more of it, so one class serves both; the library's module is handed in for its
`Response` and its exceptions.
"""

from __future__ import annotations

import json
from types import ModuleType
from typing import Any

from summarize.errors import ModelRefused
from summarize.model.asking import current
from summarize.model.carriers import Carriers
from summarize.model.recorder import Recorder
from summarize.model.retry import ConnectionFailed, Delivery
from summarize.model.wire import Body, Request

__all__ = ["RecordingTransport"]

SECRETS = ("authorization", "x-api-key", "api-key", "x-goog-api-key")


class RecordingTransport:
    """Transport of an SDK's HTTP client.

    `carriers` really send (with the environment's proxies and certificates); nothing is sent but through the recorder.
    What the recorder raises reaches the SDK, which wraps it; `ask` unwraps.
    """

    def __init__(self, recorder: Recorder, carriers: Carriers, http: ModuleType) -> None:
        self._recorder, self._carriers, self._http = recorder, carriers, http

    async def __aenter__(self) -> RecordingTransport:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.aclose()

    async def aclose(self) -> None:
        await self._carriers.aclose()
        await self._recorder.close()

    async def handle_async_request(self, request: Any) -> Any:
        """The answer as this library's `Response`: always a 200, since everything else was raised."""
        asked = Request(request.url.path, _body(request.method, await request.aread()))
        answer = await self._recorder.answer(asked, lambda other: self._send(request, other))
        content = json.dumps(answer, ensure_ascii=False).encode()
        return self._http.Response(200, headers={"content-type": "application/json"}, content=content, request=request)

    async def _send(self, request: Any, other: Body | None) -> Delivery:
        content = None if other is None else json.dumps(other, ensure_ascii=False, separators=(",", ":")).encode()
        try:
            status, headers, reply = await self._carriers.send(request, content)
        except self._http.RequestError as error:
            never = isinstance(error, self._http.ConnectError | self._http.ConnectTimeout)
            raise ConnectionFailed(f"{type(error).__name__}: {error}".rstrip(": "), sent=not never) from error
        return Delivery(status, headers, _without_secrets(reply, request.headers))


def _body(method: str, content: bytes) -> Any:
    written = current.get().outgoing
    if written is not None and written[0] == content and method == "POST":
        return written[1]
    try:
        body = json.loads(content) if method == "POST" else None
    except ValueError:
        body = None
    if not isinstance(body, dict) or body.get("stream"):
        raise ModelRefused(f"Only JSON requests for whole JSON answers can be recorded; this {method} is another kind.")
    return body


def _without_secrets(content: bytes, headers: Any) -> bytes:
    """The reply with the request's own credentials blanked: some servers quote them when they refuse."""
    for name in SECRETS:
        secret = headers.get(name, "").removeprefix("Bearer ").encode()
        if len(secret) >= 8:
            content = content.replace(secret, b"[key]")
    return content
