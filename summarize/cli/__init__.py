"""The command line: parses, calls one library function, writes. Each module holds the commands of one kind."""

from __future__ import annotations

from summarize.cli import judging, looking, running
from summarize.cli.looking import EXPORTS
from summarize.cli.shared import app, main

__all__ = ["EXPORTS", "app", "judging", "looking", "main", "running"]
