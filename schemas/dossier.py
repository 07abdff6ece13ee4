"""The dossier: everything the documents say, reconciled, with nothing lost on the way."""

from __future__ import annotations

from summarize.schemas._base import Model
from summarize.schemas.actors import Actor
from summarize.schemas.contradictions import Contradiction
from summarize.schemas.documents import Document
from summarize.schemas.events import Event
from summarize.schemas.judgements import Judgement
from summarize.schemas.records import Notice, Rejected, Tokens
from summarize.schemas.relations import Relation
from summarize.schemas.tallies import Tally

DOSSIER_VERSION = 1


class Dossier(Model):
    """Canonical records of many documents. Written as `dossier.json`, read back without loss."""

    version: int = DOSSIER_VERSION
    documents: tuple[Document, ...] = ()
    actors: tuple[Actor, ...] = ()
    events: tuple[Event, ...] = ()
    relations: tuple[Relation, ...] = ()
    tallies: tuple[Tally, ...] = ()
    contradictions: tuple[Contradiction, ...] = ()
    judgements: tuple[Judgement, ...] = ()
    rejected: tuple[Rejected, ...] = ()
    notices: tuple[Notice, ...] = ()
    tokens: Tokens = Tokens()
