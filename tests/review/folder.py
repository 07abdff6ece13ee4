"""A folder with a small dossier to be judged: one event that nobody could decide, one that a model merged, merged actors."""

from __future__ import annotations

from pathlib import Path

from summarize.report import write
from summarize.schemas import Dossier, Judgement
from tests.reconcile.conftest import Article, run

DOUBT = ("d1:e1", "d2:e1")  # nobody could decide
MODEL = ("d1:e2", "d2:e2")  # the model merged them
ACTORS = ("d1:a1", "d2:a1")  # rules merged them


def word_of_model(pair: tuple[str, str], verdict: str, told: str = "") -> Judgement:
    return Judgement.model_validate(
        {
            "left": pair[0], "right": pair[1], "verdict": verdict, "author": "model", "by": "judge_events.v1",
            "score": 0.6, "reason": f"place +4 (Erbil{told}); date -2 (2 days apart); the figures differ{told}",
        }
    )  # fmt: skip


def dossier(told: str = "") -> Dossier:
    """`told` is put wherever text of articles goes."""
    articles = []
    for key, day, other in (("d1", "2031-03-01", "2031-05-01"), ("d2", "2031-03-03", "2031-05-09")):
        article = Article(key, "2031-06-01")
        brigade = article.actor(f"Brigade of the North{told}", "armed_group")
        article.attack(day, f"Erbil{told}", initiators=(brigade,), label=f"Strike near Erbil{told}")
        article.event(f"A convoy is hit{told}", acled_type="Explosions/Remote violence", when={"edtf": other})
        articles.append(article)
    given = [word_of_model(DOUBT, "unsure", told), word_of_model(MODEL, "same", told)]
    return run(*articles, judgements=given)


def folder(path: Path, told: str = "") -> Path:
    write(dossier(told), path)
    return path
