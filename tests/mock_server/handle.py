"""A running mock server, seen from whoever started it."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from types import TracebackType
from typing import Any
from urllib.request import Request, urlopen

ROOT = Path(__file__).parents[2]


class Mock:
    """Starts the server when entered, ends it when left. `url` is the base URL for a client."""

    def __init__(self, answers: Path, *, latency: float = 0.0, log: bool = False, **faults: Any) -> None:
        self._arguments = ["--answers", str(answers.resolve()), "--latency", str(latency), *(["--log"] if log else [])]
        self._arguments += ["--faults", json.dumps(faults)]
        self._process: subprocess.Popen[str] | None = None
        self._address = ""

    def __enter__(self) -> Mock:
        command = [sys.executable, "-m", "tests.mock_server", *self._arguments]
        self._process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)
        assert self._process.stdout is not None
        self._address = self._process.stdout.readline().strip()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        assert self._process is not None
        self._process.terminate()
        self._process.wait()
        assert self._process.stdout is not None
        self._process.stdout.close()

    @property
    def url(self) -> str:
        return f"{self._address}/v1"

    def stats(self) -> dict[str, Any]:
        """What the server counted since it was started or reset."""
        return self._control("stats")

    def keys(self) -> list[str]:
        """The recording keys of all requests that were answered (with `log`)."""
        keys: list[str] = self._control("keys")["keys"]
        return keys

    def bodies(self) -> tuple[set[str], set[str]]:
        """SHA-256 of the bodies that came directly and were answered, and of those that came in batches."""
        return set(self._control("keys")["bodies"]), set(self._control("batches")["bodies"])

    def batches(self, **told: Any) -> list[str]:
        """Say how batches end (`outcome`), what their lines meet (`faults`); the ids of all lines submitted so far."""
        lines: list[str] = self._control("batches", told)["lines"]
        return lines

    def reset(self) -> None:
        """Forget what was counted."""
        self._control("reset")

    def faults(self, **faults: Any) -> None:
        """Change the faults from now on."""
        self._control("faults", faults)

    def latency(self, seconds: float) -> None:
        """Change how long an answer takes."""
        self._control("latency", {"seconds": seconds})

    def _control(self, what: str, told: dict[str, Any] | None = None) -> dict[str, Any]:
        data = json.dumps(told).encode() if told else b""
        with urlopen(Request(f"{self._address}/_{what}", data=data, method="POST"), timeout=10) as reply:  # noqa: S310
            done: dict[str, Any] = json.load(reply)
        return done
