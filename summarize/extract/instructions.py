"""Attempts to instruct the model from inside a document. They are listed; they change nothing."""

from __future__ import annotations

import re
from collections.abc import Iterator

from summarize.schemas import Document

# Phrases that address a machine reader. Deliberately narrow: a hit is a notice to the user, not a verdict.
_PHRASES = re.compile(
    r"\b(ignore|disregard|forget|override)\b[^.!?]{0,40}\b(previous|prior|above|all|earlier|your)\b[^.!?]{0,30}"
    r"\b(instructions?|prompts?|rules?|directions?)\b"
    r"|\b(you are|act as|pretend to be)\b[^.!?]{0,20}\b(an? )?(ai|assistant|language model|chatbot|llm)\b"
    r"|\b(system prompt|developer message)\b"
    r"|<\s*/?\s*(system|assistant|instructions?)\s*>",
    re.IGNORECASE,
)


def suspicious(document: Document) -> Iterator[int]:
    """Numbers of the sentences that read like an instruction to a model."""
    return (s.number for s in document.sentences if _PHRASES.search(document.text[s.start : s.end]))
