"""Opening the desk: a folder's dossier, served on the loopback until somebody stops it."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Sequence
from pathlib import Path

from summarize.review.desk import Desk

__all__ = ["review"]


def review(
    folder: Path, *, by: str, port: int = 0, registers: Sequence[Path] = (), announce: Callable[[str], None]
) -> None:
    """Serve the review page of a folder's dossier on the loopback until interrupted.

    `by` is whose judgements they are; `announce` gets the address, whose token opens the page once. Raises
    `DossierError` for a dossier or judgements that cannot be read, `ConfigError` where the port is taken.
    """
    from summarize.review.server import HOST, listening, serve

    desk = Desk(folder, by, registers=registers)
    try:
        with listening(port) as sock:
            token = secrets.token_urlsafe(32)
            server = serve(desk, sock, token)
            announce(f"http://{HOST}:{sock.getsockname()[1]}/?token={token}")
            server.run(sockets=[sock])
    finally:
        desk.close()
