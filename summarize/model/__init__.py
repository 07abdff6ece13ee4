"""The one seam to the model: questions in, valid answers out, every request recorded, replayed or sent.

    question ► client (instructor: form, re-asks) ► SDK ► transport ► recorder ► store, or retry ► the provider

Only this room knows a provider, an SDK or an HTTP library.
"""

from __future__ import annotations

from summarize.model.client import InstructorModel, open_model
from summarize.model.question import Answer, Model, Question
from summarize.model.recordings import FolderStore, Interaction, Nearest, RecordStore
from summarize.model.schema import answer_schema
from summarize.model.settings import ModelSettings
from summarize.model.strict import check_strict
from summarize.model.usage import Usage
from summarize.model.wire import Request

__all__ = [
    "Answer",
    "FolderStore",
    "InstructorModel",
    "Interaction",
    "Model",
    "ModelSettings",
    "Nearest",
    "Question",
    "RecordStore",
    "Request",
    "Usage",
    "answer_schema",
    "check_strict",
    "open_model",
]
