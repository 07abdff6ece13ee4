"""Extract: a document goes to the model and comes back as records that cite their sentences."""

from summarize.extract.reader import read

__all__ = ["read"]
