"""`python -m tests.mock_server`: see the package."""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import json
from pathlib import Path

from tests.mock_server.answers import Answers
from tests.mock_server.faults import Faults
from tests.mock_server.server import Provider, serve


def main() -> None:
    """Read the arguments and serve."""
    parser = argparse.ArgumentParser(prog="python -m tests.mock_server")
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--latency", type=float, default=0.0, help="seconds before an answer")
    parser.add_argument("--answers", type=Path, help="JSON file, see answers.py")
    parser.add_argument("--faults", type=json.loads, default={}, help='such as {"shares": {"429": 0.3}}')
    parser.add_argument("--log", action="store_true", help="keep the requests' keys and count tokens (slower)")
    told = parser.parse_args()
    provider = Provider(Answers(told.answers), Faults(**told.faults), told.latency, told.log)
    with contextlib.suppress(KeyboardInterrupt):
        asyncio.run(serve(provider, told.port))


main()
