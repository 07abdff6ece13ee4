"""An HTTP server that stands in for a provider and misbehaves on request; a process of its own.

    python -m tests.mock_server --latency 0.2 --answers answers.json

`Mock` starts it on a free port, talks to its control paths, and stops it.
"""

from tests.mock_server.handle import Mock

__all__ = ["Mock"]
