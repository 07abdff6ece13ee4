"""What holds for every test: no network, none of the user's keys, a terminal of known width."""

from __future__ import annotations

import ipaddress
import os
import socket
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import settings

# A deadline per example fails on a busy machine, and a random failure in CI tells nothing about the change in hand.
settings.register_profile("steady", deadline=None, derandomize="CI" in os.environ)
settings.load_profile("steady")


def _is_here(host: object) -> bool:
    """Whether the host is this machine. A name that would need a look-up is not."""
    name = host.decode() if isinstance(host, bytes) else host
    if not isinstance(name, str) or name in {"", "localhost"}:
        return True
    try:
        return ipaddress.ip_address(name).is_loopback
    except ValueError:
        return False


def _refuse(host: object) -> None:
    # pytest.fail is no Exception: code that retries on a failed connection cannot swallow it.
    pytest.fail(f"A test tried to reach {host!r}. Tests answer from recordings or from a server on the loopback.")


@pytest.fixture(scope="session", autouse=True)
def no_network() -> Iterator[None]:
    """Connections and look-ups that would leave this machine fail the test; the loopback stays open."""
    resolve = socket.getaddrinfo
    patches = pytest.MonkeyPatch()

    def guard(method: str) -> None:
        real = getattr(socket.socket, method)

        def connect(sock: socket.socket, address: Any) -> Any:
            if sock.family in {socket.AF_INET, socket.AF_INET6} and not _is_here(address[0]):
                _refuse(address[0])
            return real(sock, address)

        patches.setattr(socket.socket, method, connect)

    def getaddrinfo(host: Any, *args: Any, **options: Any) -> Any:
        if not _is_here(host):
            _refuse(host)
        return resolve(host, *args, **options)

    guard("connect")
    guard("connect_ex")
    patches.setattr(socket, "getaddrinfo", getaddrinfo)
    yield
    patches.undo()


@pytest.fixture(autouse=True)
def clean_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """A key in the shell of whoever runs the tests changes nothing, nor does his terminal."""
    for name in os.environ:
        if name.endswith(("_API_KEY", "_BASE_URL")) or name in {"FORCE_COLOR", "CLICOLOR_FORCE"}:
            monkeypatch.delenv(name)
    monkeypatch.setenv("NO_COLOR", "1")
    monkeypatch.setenv("COLUMNS", "120")
