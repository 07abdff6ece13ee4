"""A desk to judge at: a local page that puts doubtful merges first and keeps what people decide."""

from __future__ import annotations

from summarize.review.serving import review

__all__ = ["review"]
