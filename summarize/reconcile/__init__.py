"""Reconciling: the records of many documents become one dossier, and every merge says why.

    propose ► score ► judge ► cluster ► merge

First actors, then events over the canonical actors, then relations, tallies and contradictions. `propose` says which
pairs are worth comparing, `score` what speaks for and against (for events `blocking` and `linkage`, in SQL, by Splink),
`judge` gives verdicts (a rule, the model for the doubtful rest, a person above all), `cluster` derives the groups from
the verdicts, `merge` makes one item of each group and keeps all that its records say. `ledger` keeps people's and
models' judgements from run to run, `living` the ids; `explain` says why two records are one or not.
"""

from __future__ import annotations

from summarize.reconcile.explain import Explanation, explain
from summarize.reconcile.ledger import Ledger, judge
from summarize.reconcile.living import updated
from summarize.reconcile.policy import Policy, Thresholds
from summarize.reconcile.reconciler import reconcile
from summarize.reconcile.register import Register

__all__ = [
    "Explanation", "Ledger", "Policy", "Register", "Thresholds", "explain", "judge", "reconcile", "updated",
]  # fmt: skip
