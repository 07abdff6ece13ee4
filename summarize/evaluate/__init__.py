"""Evaluation: a dossier held against gold, every figure the sum of judgements that are listed with their reasons."""

from summarize.evaluate.evaluation import evaluate, load_dossier, run_eval
from summarize.evaluate.findings import Figure, Finding, Report
from summarize.evaluate.gold import Gold

__all__ = ["Figure", "Finding", "Gold", "Report", "evaluate", "load_dossier", "run_eval"]
