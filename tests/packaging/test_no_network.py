"""The fence around the tests holds."""

from __future__ import annotations

import asyncio
import os
import socket

import pytest

ELSEWHERE = "192.0.2.1"  # TEST-NET-1: documentation only, no host has it


def test_a_connection_elsewhere_fails_the_test() -> None:
    with socket.socket() as sock, pytest.raises(pytest.fail.Exception, match=ELSEWHERE):
        sock.connect((ELSEWHERE, 80))


def test_a_look_up_fails_the_test() -> None:
    with pytest.raises(pytest.fail.Exception, match=r"nowhere\.invalid"):
        socket.create_connection(("nowhere.invalid", 80))


def test_asyncio_is_fenced_in_too() -> None:
    with pytest.raises(pytest.fail.Exception, match=ELSEWHERE):
        asyncio.run(asyncio.wait_for(_open(), timeout=5))


async def _open() -> None:
    await asyncio.open_connection(ELSEWHERE, 80)


def test_loopback_stays_open() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server, socket.create_connection(server.getsockname()) as client:
        assert client.getpeername() == server.getsockname()


def test_no_key_of_the_users_is_seen() -> None:
    assert not [name for name in os.environ if name.endswith("_API_KEY")]
