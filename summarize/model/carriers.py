"""What really sends: for each request that is under way at once, a transport with a connection of its own.

The HTTP library's one pool for all looks at every connection for every request, and asks the operating system whether
each is still alive; with 64 at once that was half of what sending costs. Redirects are not followed: a POST that is
redirected arrives as a GET, so the reply says that the address has moved.
"""

from __future__ import annotations

import asyncio
import urllib.request
from types import ModuleType
from typing import Any
from urllib.parse import urlsplit

__all__ = ["Carriers", "Reply"]

Reply = tuple[int, dict[str, str], bytes]


class Carriers:
    """Transports of one HTTP library (`httpx2` or `httpx`), made when needed and used again.

    `wire` stands in for the network in tests: one transport, shared.
    """

    def __init__(self, http: ModuleType, timeout: Any, wire: Any = None) -> None:
        self._http, self._timeout, self._wire = http, timeout.as_dict(), wire
        self._free: list[Any] = []
        self._context: Any = None

    async def send(self, request: Any, content: bytes | None = None) -> Reply:
        """Status, headers (names in lower case) and content of the reply; `content` goes in place of the request's.

        Raises the HTTP library's `RequestError`.
        """
        sent = self._outgoing(request, content)
        carrier = self._take(request)
        try:
            response = await carrier.handle_async_request(sent)
            body = await response.aread()
            await response.aclose()
        except BaseException:
            await self._drop(carrier)
            raise
        if carrier is not self._wire:
            self._free.append(carrier)
        return response.status_code, {name.lower(): value for name, value in response.headers.items()}, body

    async def aclose(self) -> None:
        """Close all connections."""
        carriers, self._free = [*self._free, *([self._wire] if self._wire else [])], []
        for carrier in carriers:
            await carrier.aclose()

    def _outgoing(self, request: Any, content: bytes | None) -> Any:
        headers = [(name, value) for name, value in request.headers.raw if name.lower() != b"content-length"]
        told = {**request.extensions, "timeout": self._timeout}
        body = request.content if content is None else content
        return self._http.Request(request.method, request.url, headers=headers, content=body, extensions=told)

    def _take(self, request: Any) -> Any:
        if self._wire is not None:
            return self._wire
        return self._free.pop() if self._free else self._made(str(request.url))

    def _made(self, url: str) -> Any:
        if self._context is None:
            self._context = self._http.create_ssl_context()
        proxy = _proxy_for(url)
        return self._http.AsyncHTTPTransport(verify=self._context, proxy=self._http.Proxy(proxy) if proxy else None)

    async def _drop(self, carrier: Any) -> None:
        if carrier is not self._wire:
            await asyncio.shield(carrier.aclose())


def _proxy_for(url: str) -> str | None:
    """The proxy that the environment names for this address (HTTPS_PROXY, ALL_PROXY, NO_PROXY …)."""
    parts = urlsplit(url)
    proxies = urllib.request.getproxies()
    if not parts.hostname or urllib.request.proxy_bypass(parts.hostname):
        return None
    found = proxies.get(parts.scheme) or proxies.get("all")
    return found if not found or "://" in found else f"http://{found}"
