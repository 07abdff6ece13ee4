"""The one seam to the model: questions in, valid answers out, every request recorded, replayed or sent.

    question ► client (instructor: form, re-asks) ► SDK ► transport ► recorder ► store
                                                                         └► retry ► gate (pace, budget) ► the provider

Only this room knows a provider, an SDK or an HTTP library.
"""

from __future__ import annotations

from summarize.model.batch import Batch, Collected, Submitted
from summarize.model.budget import Spent
from summarize.model.client import InstructorModel, open_model
from summarize.model.dry import open_dry
from summarize.model.ledger import Ledger
from summarize.model.locks import locked
from summarize.model.logs import logging_json
from summarize.model.prices import Price, price_of
from summarize.model.question import Answer, Model, Question
from summarize.model.recorder import Unanswered
from summarize.model.recordings import FolderStore, Interaction, Nearest, RecordStore
from summarize.model.replaying import open_recordings
from summarize.model.schema import answer_schema
from summarize.model.settings import ModelSettings
from summarize.model.sqlite_store import SqliteStore
from summarize.model.strict import check_strict
from summarize.model.upkeep import Verified, pack, prune, unpack, verify
from summarize.model.usage import Usage
from summarize.model.watch import Seen, Speed
from summarize.model.wire import Request

__all__ = [
    "Answer",
    "Batch",
    "Collected",
    "FolderStore",
    "InstructorModel",
    "Interaction",
    "Ledger",
    "Model",
    "ModelSettings",
    "Nearest",
    "Price",
    "Question",
    "RecordStore",
    "Request",
    "Seen",
    "Speed",
    "Spent",
    "SqliteStore",
    "Submitted",
    "Unanswered",
    "Usage",
    "Verified",
    "answer_schema",
    "check_strict",
    "locked",
    "logging_json",
    "open_dry",
    "open_model",
    "open_recordings",
    "pack",
    "price_of",
    "prune",
    "unpack",
    "verify",
]
