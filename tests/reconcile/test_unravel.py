"""A dossier taken apart and put together again is the same dossier."""

from __future__ import annotations

import asyncio

from summarize.reconcile import reconcile
from summarize.reconcile.unravel import records_of
from summarize.schemas import Dossier, Notice, Rejected
from tests.reconcile.conftest import Article, run


def again(dossier: Dossier) -> Dossier:
    """The dossier made anew of its own records, under the judgements of its model."""
    given = [judgement for judgement in dossier.judgements if judgement.author == "model"]
    return asyncio.run(reconcile(records_of(dossier), judgements=given))


def articles() -> list[Article]:
    made = []
    for key in ("b", "a"):
        article = Article(key, "2031-06-01")
        brigade, army = article.actor("Northern Brigade"), article.actor("Army", "state_force", country="IQ")
        strike = article.attack("2031-03-01", "Erbil", initiators=(brigade,), targets=(army,))
        for number in range(9):
            article.event(f"Talks {number}", when={"edtf": f"2031-0{number + 1}"}, participants=(army,))
        article.relation(brigade, "hostile_to", army)
        article.tally("ten", "strikes", min=10, max=10, actors=(brigade,), contains=(strike,))
        article.conflict("number", "three died", f"four died, says {key}")
        made.append(article)
    return made


def test_nothing_is_lost_on_the_way() -> None:
    dossier = run(*articles())
    assert len(dossier.contradictions) >= 2
    assert again(dossier) == dossier


def test_records_come_back_as_they_were() -> None:
    made = sorted((article.records() for article in articles()), key=lambda one: one.document.id)
    back = records_of(run(*articles()))
    for one, other in zip(made, back, strict=True):
        assert [record.key for record in one.events] == [record.key for record in other.events]
        assert one.model_copy(update={"conflicts": ()}) == other.model_copy(update={"conflicts": ()})
        assert [c.sides for c in one.conflicts] == [c.sides for c in other.conflicts]


def test_what_was_left_out_stays_with_its_document() -> None:
    rejected = Rejected(document="a", type="event", key="e9", reasons=("no such words",))
    notice = Notice(document="b", kind="instruction", message="tries to instruct")
    dossier = run(*articles()).model_copy(update={"rejected": (rejected,), "notices": (notice,)})
    assert [one.rejected for one in records_of(dossier)] == [(rejected,), ()]
    assert [one.notices for one in records_of(dossier)] == [(), (notice,)]
    assert again(dossier) == dossier
