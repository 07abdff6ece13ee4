"""Reconciling: the records of many documents become one dossier, and every merge says why.

    propose ► score ► judge ► cluster ► merge

First actors, then events over the canonical actors, then relations, tallies and contradictions. `propose` says which
pairs are worth comparing, `score` what speaks for and against, `judge` gives verdicts (a rule, the model for the
doubtful rest, a person above all), `cluster` derives the groups from the verdicts, `merge` makes one item of each group
and keeps all that its records say.
"""

from __future__ import annotations

from summarize.reconcile.policy import Policy, Thresholds
from summarize.reconcile.reconciler import reconcile
from summarize.reconcile.register import Register

__all__ = ["Policy", "Register", "Thresholds", "reconcile"]
