"""The review page's server: on the loopback alone, for whoever has the link that the terminal shows.

The link's token works once and becomes a cookie that scripts cannot read and other sites cannot send. A request with
another Host or from another Origin is refused, which also stops a name that was bent to this address. There is no CORS
header. What is served is the three files of the page and its own answers: no path leads to a file.
"""

from __future__ import annotations

import json
import secrets
import socket
from collections.abc import Awaitable, Callable
from importlib.resources import files
from typing import Any

import uvicorn
from pydantic import BaseModel, ConfigDict, Field, ValidationError
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, RedirectResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp, Receive, Scope, Send

from summarize.errors import ConfigError, JudgementError, OutputError, SummarizeError
from summarize.review.desk import Desk, Overtaken
from summarize.schemas.display import visible
from summarize.schemas.judgements import Verdict

__all__ = ["Doorkeeper", "application", "listening", "serve"]

HOST = "127.0.0.1"
LONGEST_BODY = 16_384  # bytes
_ASSETS = {"review.js": "text/javascript", "review.css": "text/css"}
_HEADERS = {
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    "Cache-Control": "no-store",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}
Handler = Callable[[Request], Awaitable[Response]]


class _Decision(BaseModel):
    """What the page sends for a judgement."""

    model_config = ConfigDict(extra="forbid", strict=True)

    left: str
    right: str
    verdict: Verdict
    reason: str = ""
    seen: int = Field(0, ge=0)


class _TakenBack(BaseModel):
    """What the page sends to undo one."""

    model_config = ConfigDict(extra="forbid", strict=True)

    line: int = Field(ge=1)


# --- the door -------------------------------------------------------------------------------------


class Doorkeeper:
    """Lets in requests to this very address that carry the session's cookie; trades the link's token for it, once."""

    def __init__(self, app: ASGIApp, port: int, token: str) -> None:
        self._app, self._token = app, token
        self._hosts = {f"{HOST}:{port}", f"localhost:{port}"}
        self._cookie, self._session = f"summarize_review_{port}", secrets.token_urlsafe(32)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return
        request = Request(scope)
        answer = self._answer(request)
        if answer is None:
            await self._app(scope, receive, _with_headers(send))
        else:
            await answer(scope, receive, _with_headers(send))

    def _answer(self, request: Request) -> Response | None:
        """What to answer at the door; None: come in."""
        host = request.headers.get("host", "")
        if host not in self._hosts:
            return PlainTextResponse("This address is not ours.", 421)
        if not self._is_from_here(request, host):
            return PlainTextResponse("Requests from other sites are refused.", 403)
        if "token" in request.query_params:
            return self._trade(request)
        if not secrets.compare_digest(request.cookies.get(self._cookie, "").encode(), self._session.encode()):
            return PlainTextResponse("Open the link that the terminal shows.", 403)
        return None

    def _is_from_here(self, request: Request, host: str) -> bool:
        """The browser says where a request comes from; one that changes anything must say so."""
        origin = request.headers.get("origin")
        if origin is None and request.method not in {"GET", "HEAD"}:
            return False
        return origin in {None, f"http://{host}"} and request.headers.get("sec-fetch-site", "none") in {
            "none",
            "same-origin",
        }

    def _trade(self, request: Request) -> Response:
        given = request.query_params["token"]
        if (
            request.method != "GET"
            or not self._token
            or not secrets.compare_digest(given.encode(), self._token.encode())
        ):
            return PlainTextResponse(
                "This link is wrong, or was used before. Start the review again for a new one.", 403
            )
        self._token = ""
        answer = RedirectResponse("/", 303)
        answer.set_cookie(self._cookie, self._session, httponly=True, samesite="strict", path="/")
        return answer


def _with_headers(send: Send) -> Send:
    async def sending(message: Any) -> None:
        if message["type"] == "http.response.start":
            extra = [(name.lower().encode(), value.encode()) for name, value in _HEADERS.items()]
            message = {**message, "headers": [*message.get("headers", ()), *extra]}
        await send(message)

    return sending


# --- what is served -------------------------------------------------------------------------------


def application(desk: Desk) -> Starlette:
    """The page and its answers, without the door."""

    async def page(_: Request) -> Response:
        return Response(_client("review.html"), media_type="text/html")

    async def asset(request: Request) -> Response:
        name = request.path_params["name"]
        if name not in _ASSETS:
            return PlainTextResponse("There is no such file.", 404)
        return Response(_client(name), media_type=_ASSETS[name])

    async def queue(_: Request) -> Response:
        return JSONResponse(await run_in_threadpool(desk.queue))

    async def case(request: Request) -> Response:
        pair = request.query_params.get("left", ""), request.query_params.get("right", "")
        return JSONResponse(await run_in_threadpool(desk.case, *pair))

    async def decide(request: Request) -> Response:
        said = _Decision.model_validate_json(await _body(request))
        line = await run_in_threadpool(desk.decide, said.left, said.right, said.verdict, said.reason, said.seen)
        return JSONResponse({"line": line})

    async def undo(request: Request) -> Response:
        line = _TakenBack.model_validate_json(await _body(request)).line
        return JSONResponse({"line": await run_in_threadpool(desk.undo, line)})

    app = Starlette(
        routes=[
            Route("/", page),
            Route("/client/{name}", asset),
            Route("/queue", _told(queue)),
            Route("/case", _told(case)),
            Route("/decide", _told(decide), methods=["POST"]),
            Route("/undo", _told(undo), methods=["POST"]),
        ]
    )
    app.router.redirect_slashes = False
    return app


def _client(name: str) -> bytes:
    return (files("summarize.review") / "client" / name).read_bytes()


class _TooLong(ValueError):
    """A body longer than any judgement."""


async def _body(request: Request) -> bytes:
    """The body of a request that says it is JSON; a foreign form cannot say that."""
    if request.headers.get("content-type", "").partition(";")[0].strip() != "application/json":
        raise _TooLong("say Content-Type: application/json")
    body = b""
    async for chunk in request.stream():
        body += chunk
        if len(body) > LONGEST_BODY:
            raise _TooLong("this is too long")
    return body


def _told(handler: Handler) -> Handler:
    """The handler with its errors as answers that the page shows."""

    async def answering(request: Request) -> Response:
        try:
            return await handler(request)
        except LookupError as error:
            return _refused(404, str(error.args[0] if error.args else error))
        except Overtaken as error:
            said = f"{error.judgement.by} said “{error.judgement.verdict}”" if error.judgement else "it was taken back"
            return _refused(409, f"This was decided in another window: {said}. Look again, then decide.")
        except JudgementError as error:
            return _refused(409, str(error))
        except OutputError as error:
            return _refused(507, str(error))
        except SummarizeError as error:
            return _refused(500, str(error))
        except (ValidationError, _TooLong) as error:
            message = "this is no decision" if isinstance(error, ValidationError) else str(error)
            return _refused(400, message)

    return answering


def _refused(status: int, message: str) -> Response:
    return Response(json.dumps({"error": visible(message)}), status, media_type="application/json")


# --- running --------------------------------------------------------------------------------------


def listening(port: int = 0) -> socket.socket:
    """A socket on the loopback, on this port or on any that is free. Raises `ConfigError` where the port is taken."""
    found = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    try:
        found.bind((HOST, port))
    except OSError as error:
        found.close()
        raise ConfigError(f"Port {port} cannot be used: {error.strerror}. Name another with --port.") from error
    return found


def serve(desk: Desk, sock: socket.socket, token: str) -> uvicorn.Server:
    """The server for a socket; its `run(sockets=[…])` serves until it is interrupted."""
    port: int = sock.getsockname()[1]
    door = Doorkeeper(application(desk), port, token)
    config = uvicorn.Config(
        door, ws="none", lifespan="off", log_level="error", access_log=False, server_header=False, proxy_headers=False
    )
    return uvicorn.Server(config)
