"""From settings to an instructor-wrapped client with the recording transport under it."""

from __future__ import annotations

import importlib
import logging
import os
from collections.abc import Callable
from types import ModuleType
from typing import Any
from urllib.parse import urlsplit

import httpx2
import instructor
import openai
from instructor.auto_client import supported_providers
from instructor.core import AsyncInstructor, ConfigurationError

from summarize.errors import ConfigError, NoModelError
from summarize.model.carriers import Carriers
from summarize.model.settings import ModelSettings
from summarize.model.straight import straight

__all__ = ["WAYS_TO_A_MODEL", "base_path", "connect", "files_client", "limit_name", "provider_and_model"]

WAYS_TO_A_MODEL = """There are three ways to get a model:
- a hosted one: set its key (OPENAI_API_KEY, ANTHROPIC_API_KEY …) and name it: --model openai/NAME;
- a local server: --model ollama/NAME;
- any OpenAI-compatible server: --model NAME --base-url URL.
Replaying recordings (--replay DIR) needs none."""

MODES = {"tools": instructor.Mode.TOOLS, "json_schema": instructor.Mode.JSON_SCHEMA, "md_json": instructor.Mode.MD_JSON}
KEYS = {"openai": ("OPENAI_API_KEY",), "anthropic": ("ANTHROPIC_API_KEY", "ANTHROPIC_AUTH_TOKEN")}
HOSTED = frozenset({"openai", "azure_openai"})
NO_KEY = "none"
NOWHERE = "http://replay.invalid"
ANTHROPIC_MAX_TOKENS = 16_384  # its API asks for a limit; instructor's own 4,096 cuts a long reading off
CONNECT_TIMEOUT = 30.0
FILE_TRIES = 5  # of a call that may be repeated at no cost

# instructor logs failures, with pieces of answers in them, as errors; without this they would go to stderr where an
# application has not set logging up. They reach the caller as exceptions.
logging.getLogger("instructor").addHandler(logging.NullHandler())

# Puts a transport made for this HTTP library over the carriers that really send.
MakeTransport = Callable[[Carriers, ModuleType], Any]


def provider_and_model(settings: ModelSettings) -> tuple[str, str]:
    """instructor's provider and the model's own name; a bare name is for an OpenAI-compatible server."""
    if not settings.name:
        raise NoModelError(f"No model is named. {WAYS_TO_A_MODEL}")
    provider, slash, model = settings.name.partition("/")
    if slash and model and provider in supported_providers:
        return provider, model
    if settings.base_url or settings.replay or os.environ.get("OPENAI_BASE_URL"):
        return "openai", settings.name
    raise NoModelError(f"{settings.name!r} names no provider and no server. {WAYS_TO_A_MODEL}")


def base_path(settings: ModelSettings) -> str:
    """The path of the server's base URL, as far as it is known here; "" for a provider's own."""
    url = settings.base_url
    if url is None and provider_and_model(settings)[0] == "openai":
        url = os.environ.get("OPENAI_BASE_URL") or "https://api.openai.com/v1"
    return urlsplit(url or "").path.rstrip("/")


def limit_name(settings: ModelSettings) -> str:
    """What chat completions call the limit on an answer: OpenAI's own newer models know another word than the rest."""
    hosted = (
        provider_and_model(settings)[0] in HOSTED and not settings.base_url and not os.environ.get("OPENAI_BASE_URL")
    )
    return "max_completion_tokens" if hosted else "max_tokens"


def connect(settings: ModelSettings, make: MakeTransport, wire: Any = None) -> tuple[AsyncInstructor, Any]:
    """The wrapped client, and the HTTP client to close in the end.

    `wire` stands in for the network in tests: a transport of the SDK's HTTP library. Raises `NoModelError` where a
    key is missing, `ConfigError` where the provider's package is or its SDK cannot be recorded.
    """
    provider, model = provider_and_model(settings)
    if settings.base_url and urlsplit(settings.base_url).scheme not in {"http", "https"}:
        raise ConfigError(f"The base URL {settings.base_url!r} must begin with http:// or https://.")
    given: dict[str, Any] = {"api_key": _key(settings, provider), "mode": MODES[settings.mode]}
    if provider == "openai":
        http = _http_client(settings, make, wire, httpx2)
        # Retries are ours: the SDK's own would send a request again that is still being answered.
        given |= {"base_url": settings.base_url, "http_client": http, "max_retries": 0, "timeout": http.timeout}
        return straight(_from_provider(f"{provider}/{model}", given), model), http
    if provider == "anthropic":
        given["max_tokens"] = ANTHROPIC_MAX_TOKENS
    wrapped = _from_provider(f"{provider}/{model}", given)
    return wrapped, _put_under(wrapped, settings, make, wire)


def files_client(settings: ModelSettings) -> openai.AsyncOpenAI:
    """A client for OpenAI's files and batches, with nothing recorded. Raises as `connect`, and for other providers."""
    provider = provider_and_model(settings)[0]
    if provider != "openai":
        raise ConfigError(
            f"Batches go through OpenAI's Batch API, or a server's that speaks like it; {provider} is asked without "
            "--batch."
        )
    timeout = httpx2.Timeout(settings.timeout, connect=min(CONNECT_TIMEOUT, settings.timeout))
    return openai.AsyncOpenAI(
        api_key=_key(settings, provider),
        base_url=settings.base_url,
        timeout=timeout,
        max_retries=min(settings.attempts, FILE_TRIES) - 1,
        http_client=httpx2.AsyncClient(timeout=timeout),
    )


def _from_provider(name: str, given: dict[str, Any]) -> AsyncInstructor:
    try:
        return instructor.from_provider(name, async_client=True, **given)
    except ConfigurationError as error:
        if "is not set" in str(error):
            raise NoModelError(f"{error}. {WAYS_TO_A_MODEL}") from error
        raise ConfigError(f"The model {name} cannot be used: {error}") from error


def _key(settings: ModelSettings, provider: str) -> str | None:
    """The key to use: none is needed for replaying and for a server of one's own; other providers look themselves."""
    if settings.replay is not None:
        return NO_KEY
    names = KEYS.get(provider, ())
    found = next((os.environ[name] for name in names if os.environ.get(name)), None)
    if found or not names:
        return found
    if provider == "openai" and (settings.base_url or os.environ.get("OPENAI_BASE_URL")):
        return NO_KEY
    raise NoModelError(f"{names[0]} is not set, so {settings.name} cannot be asked. {WAYS_TO_A_MODEL}")


def _http_client(settings: ModelSettings, make: MakeTransport, wire: Any, http: ModuleType) -> Any:
    """A client of this HTTP library whose transport records, over the carriers that send."""
    timeout = http.Timeout(settings.timeout, connect=min(CONNECT_TIMEOUT, settings.timeout))
    return http.AsyncClient(transport=make(Carriers(http, timeout, wire), http), timeout=timeout)


def _put_under(wrapped: AsyncInstructor, settings: ModelSettings, make: MakeTransport, wire: Any) -> Any:
    """Give a ready SDK client our HTTP client.

    Only instructor's `openai` takes one; the other SDKs that it builds (all generated alike) keep theirs in
    `_client`, and their public attributes hold the rest.
    """
    sdk = wrapped.client
    library = _library_of(getattr(sdk, "_client", None))
    if sdk is None or library is None:
        raise ConfigError(f"The SDK behind {settings.name} has no HTTP client that can be recorded. {WAYS_TO_A_MODEL}")
    client = _http_client(settings, make, wire, library)
    sdk._client, sdk.max_retries, sdk.timeout = client, 0, client.timeout
    if settings.base_url:
        sdk.base_url = settings.base_url
    return client


def _library_of(client: object) -> ModuleType | None:
    """`httpx` or `httpx2`, whichever this client is of."""
    for kind in type(client).__mro__:
        root = kind.__module__.partition(".")[0]
        if kind.__name__ == "AsyncClient" and root in {"httpx", "httpx2"}:
            return importlib.import_module(root)
    return None
