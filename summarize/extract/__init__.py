"""Extract: a document goes to the model and comes back as records that cite their sentences."""

from summarize.extract.kept import KeptRecords
from summarize.extract.many import Done, read_many
from summarize.extract.reader import read

__all__ = ["Done", "KeptRecords", "read", "read_many"]
