"""The error tree: one place that says everything that can go wrong, and whose turn it is.

SummarizeError
├── AllFailed                  not one input came through: every failure is listed
├── UsageError                 the user's mistake: fix the input or the call, then run again
│   ├── ConfigError            an option or setting that cannot be used
│   ├── InputError             a path, file or line that cannot be read as a document
│   │   └── DuplicateInput     a file left out because another has the same bytes: harmless
│   ├── NoModelError           a model is needed and none was named, reachable or recorded
│   ├── RecordingsError        a folder of recordings that cannot be read or does not fit
│   ├── JudgementError         people's judgements that contradict each other
│   └── DossierError           a dossier, gold file or register that cannot be read
└── RunError                   a run's failure: the input was fine
    ├── PromptError            a prompt template and its variables do not fit
    ├── ModelError             a request got no usable answer
    │   ├── MissingRecording   replay only, and no recording has this request
    │   ├── ModelRefused       the provider says no for good (key, model name, schema)
    │   ├── ModelUnavailable   the provider did not answer within the bound of retries
    │   ├── LineFailed         a request in a batch got no answer; the next run asks again
    │   └── AnswerRejected     the answer is not of the form that was asked for
    └── OutputError            a result cannot be written
"""

from __future__ import annotations

from typing import Any

__all__ = [
    "AllFailed",
    "AnswerRejected",
    "BudgetReached",
    "ConfigError",
    "DossierError",
    "DuplicateInput",
    "InUse",
    "InputError",
    "JudgementError",
    "LineFailed",
    "MissingRecording",
    "ModelError",
    "ModelRefused",
    "ModelUnavailable",
    "NoModelError",
    "OutputError",
    "PromptError",
    "RecordingsError",
    "RunError",
    "SummarizeError",
    "UsageError",
]


class SummarizeError(Exception):
    """Base of everything this package raises on purpose."""


class AllFailed(SummarizeError):
    """Not one input came through. `failures` are the reasons, one an input, in the inputs' order."""

    def __init__(self, failures: tuple[SummarizeError, ...]) -> None:
        self.failures = failures
        listed = "".join(f"\n- {failure}" for failure in failures)
        super().__init__(f"Nothing could be read: all {len(failures)} inputs failed.{listed}")


class UsageError(SummarizeError):
    """The user's mistake: the message says what to change."""


class ConfigError(UsageError):
    """An option or setting that cannot be used."""


class InputError(UsageError):
    """A path, a file or a line of it that cannot be read as a document.

    `source` names it ("notes.jsonl line 7"), `reason` says what is wrong, `remedy` what to do.
    """

    def __init__(self, source: str, reason: str, remedy: str = "") -> None:
        self.source, self.reason, self.remedy = source, reason, remedy
        super().__init__(f"{source}: {reason}." + (f" {remedy}" if remedy else ""))


class DuplicateInput(InputError):
    """A file left out because one before it has exactly the same bytes: worth a line, not a failed run."""


class NoModelError(UsageError):
    """A model is needed and none was named, reachable or recorded."""


class RecordingsError(UsageError):
    """A folder of recordings that cannot be read or does not fit what is asked."""


class InUse(RecordingsError):
    """Another run is writing to the same place; nothing was touched."""


class JudgementError(UsageError):
    """People's judgements that contradict each other: the message shows both sides."""


class DossierError(UsageError):
    """A dossier, gold file or register that cannot be read."""


class RunError(SummarizeError):
    """A run's failure: the input was fine, something on the way was not."""


class PromptError(RunError):
    """A prompt template and its variables do not fit."""


class ModelError(RunError):
    """A request to the model got no usable answer."""


class MissingRecording(ModelError):
    """Replay only, and no recording has this request."""


class ModelRefused(ModelError):
    """The provider says no for good: key, model name or schema. `status` is the HTTP status, where there was one."""

    def __init__(self, message: str, status: int | None = None) -> None:
        self.status = status
        super().__init__(message)


class ModelUnavailable(ModelError):
    """The provider did not answer within the bound of retries."""


class LineFailed(ModelError):
    """One request of a batch got no usable answer; it is not recorded, so the next run asks again."""


class AnswerRejected(ModelError):
    """The answer is not of the form that was asked for, also after the re-asks.

    `document` is the question's subject, `answer` the last raw answer ("" where the model said nothing), `reasons`
    why that one was not accepted, `usage` what it took (a `summarize.model.Usage`).
    """

    def __init__(
        self, message: str, *, document: str = "", answer: str = "", reasons: tuple[str, ...] = (), usage: Any = None
    ) -> None:
        self.document, self.answer, self.reasons, self.usage = document, answer, reasons, usage
        super().__init__(message)


class BudgetReached(RunError):
    """The budget has no room for another request; what was answered before is kept.

    `spent` is what was spent (a `summarize.model.Spent`).
    """

    def __init__(self, message: str, *, spent: Any = None) -> None:
        self.spent = spent
        super().__init__(message)


class OutputError(RunError):
    """A result cannot be written."""
