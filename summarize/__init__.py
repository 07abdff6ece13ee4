"""News articles in, one reconciled and cited dossier out.

from summarize import summarize
outcome = summarize("articles/")
print(outcome.dossier)
"""

from summarize._version import __version__
from summarize.load import load
from summarize.model import ModelSettings
from summarize.pipeline import Outcome, Progress, aread, areconcile, asummarize, read, reconcile, summarize
from summarize.schemas import Dossier

__all__ = [
    "Dossier",
    "ModelSettings",
    "Outcome",
    "Progress",
    "__version__",
    "aread",
    "areconcile",
    "asummarize",
    "load",
    "read",
    "reconcile",
    "summarize",
]
