"""The published types: what a document is, what a reading answers, what a dossier holds. No I/O, no model calls."""

from summarize.schemas.actors import Actor, ActorRecord
from summarize.schemas.contradictions import ConflictRecord, Contradiction, Side
from summarize.schemas.dates import When
from summarize.schemas.documents import Credit, Document, Metadata, Outlet, Published, Sentence
from summarize.schemas.dossier import DOSSIER_VERSION, Dossier
from summarize.schemas.events import Attack, Claim, Event, EventRecord, FieldValue, Place, Toll
from summarize.schemas.evidence import Evidence
from summarize.schemas.judgements import Judgement
from summarize.schemas.reading import PARTS, Mending, Part, Reading
from summarize.schemas.records import Notice, Records, Rejected, Tokens
from summarize.schemas.relations import Relation, RelationRecord
from summarize.schemas.tallies import Tally, TallyRecord

__all__ = [
    "DOSSIER_VERSION",
    "PARTS",
    "Actor",
    "ActorRecord",
    "Attack",
    "Claim",
    "ConflictRecord",
    "Contradiction",
    "Credit",
    "Document",
    "Dossier",
    "Event",
    "EventRecord",
    "Evidence",
    "FieldValue",
    "Judgement",
    "Mending",
    "Metadata",
    "Notice",
    "Outlet",
    "Part",
    "Place",
    "Published",
    "Reading",
    "Records",
    "Rejected",
    "Relation",
    "RelationRecord",
    "Sentence",
    "Side",
    "Tally",
    "TallyRecord",
    "Tokens",
    "Toll",
    "When",
]
