"""Extract: a document goes to the model and comes back as records that cite their sentences."""

from summarize.extract.estimate import Estimate, estimate
from summarize.extract.kept import KeptRecords
from summarize.extract.many import Done, read_many
from summarize.extract.reader import read
from summarize.extract.unanswered import unanswered

__all__ = ["Done", "Estimate", "KeptRecords", "estimate", "read", "read_many", "unanswered"]
