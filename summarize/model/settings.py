"""Which model, how it is asked, and where its answers are kept."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Literal, Self

from pydantic import BaseModel, ConfigDict, Field, JsonValue, model_validator

from summarize.errors import ConfigError

__all__ = ["AnswerMode", "ModelSettings"]

AnswerMode = Literal["tools", "json_schema", "md_json"]


class ModelSettings(BaseModel):
    """Settings of the seam to the model; immutable, and an unknown key is an error.

    What shapes a request (`name`, `mode`, `strict`, `temperature`, `options`) is part of a recording's key. When
    replaying, whichever of them is not set is taken from the recordings' manifest.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str | None = Field(
        None, description='As instructor names it ("openai/…", "anthropic/…", "ollama/…"); any name with base_url.'
    )
    base_url: str | None = Field(None, description="An OpenAI-compatible server, such as http://127.0.0.1:8000/v1.")
    record: Path | None = Field(
        None, description="Folder, or file.sqlite: answered from it if it can be, else asked and kept there."
    )
    replay: Path | None = Field(None, description="Folder, or file.sqlite: answered only from it; no key, no network.")
    mode: AnswerMode = Field("tools", description="How the form is asked for; md_json suits small local models.")
    strict: bool = Field(False, description="Send the provider's strict structured-output form (every key required).")
    temperature: float | None = None
    options: dict[str, JsonValue] = Field({}, description="Further keys of the request's body, in the provider'sterms.")
    concurrency: int = Field(8, ge=1, description="Requests under way at once; fewer while the provider is busy.")
    requests_per_minute: float | None = Field(None, gt=0, description="Requests in any minute, every try counted.")
    tokens_per_minute: float | None = Field(None, gt=0, description="Tokens in and out in any minute, as estimated.")
    timeout: float = Field(900.0, gt=0, description="Seconds one request may take, from connecting to the last byte.")
    attempts: int = Field(20, ge=1, description="Times one request is tried where the provider is busy or unreachable.")
    first_attempts: int = Field(6, ge=1, description="The same, while the provider has never answered anything.")
    max_reasks: int = Field(1, ge=0, description="Times a question is asked again because its answer was malformed.")
    max_requests: int | None = Field(None, ge=0, description="Budget: requests, every try counted.")
    max_tokens: int | None = Field(None, ge=0, description="Budget: tokens in and out.")
    max_cost: Decimal | None = Field(None, ge=0, description="Budget: US dollars; needs a price.")
    max_output_tokens: int = Field(
        16_384, ge=1, description="Limit put on an answer where a budget in tokens or money needs one and none is set."
    )
    prices: Path | None = Field(None, description="A table of prices that goes before the one that ships.")
    made_by: str | None = Field(None, description="Free text for the manifest: how these recordings came to be.")

    @model_validator(mode="after")
    def _one_folder(self) -> Self:
        if self.record is not None and self.replay is not None:
            raise ConfigError("Recording and replaying exclude each other: name one folder, with --record or --replay.")
        return self
