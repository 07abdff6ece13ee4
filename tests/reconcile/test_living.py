from __future__ import annotations

from summarize.reconcile import Register, updated
from summarize.schemas import Judgement, Toll
from tests.reconcile.conftest import Article, groups, run

DAY, NEXT = "2024-03-10", "2024-03-11"


def told(key: str, day: str = DAY, place: str = "Qasr", killed: int | None = None) -> Article:
    article = Article(key, f"2024-03-2{len(key)}")
    by = article.actor("Tamar Brigade")
    toll = Toll(min=killed, max=killed) if killed is not None else None
    article.attack(day, place, initiators=(by,), killed=toll)
    article.relation(by, "hostile_to", article.actor("Army of Noon"))
    return article


def test_nothing_new_changes_nothing(empty: Register) -> None:
    dossier = run(told("a"), told("bb", NEXT), register=empty)
    again, changes = updated(dossier, dossier)
    assert again == dossier
    assert changes.model_dump(exclude_defaults=True) == {}


def test_a_new_report_of_an_old_event_keeps_its_id_and_a_new_event_is_new(empty: Register) -> None:
    before = run(told("a"), register=empty)
    after, changes = updated(before, run(told("a"), told("bb", killed=3), told("ccc", NEXT), register=empty))
    assert changes.documents == ("bb", "ccc")
    (event,) = before.events
    assert event.id in {one.id for one in after.events}
    assert len(changes.new) == 1
    assert changes.changed[event.id]["killed"].before is None
    assert changes.changed[event.id]["killed"].after == {"min": 3, "max": 3, "as_written": None}
    assert changes.changed[event.id]["outlets"].after == 2


def test_a_merge_leaves_an_alias_and_a_split_is_told(empty: Register) -> None:
    articles = [told("a"), told("bb", NEXT)]
    apart = run(*articles, register=empty)
    word = Judgement(left="a:e1", right="bb:e1", verdict="same", author="person", by="ann", reason="one night")
    joined, changes = updated(apart, run(*articles, register=empty, judgements=[word]))
    (event,) = joined.events
    lost = ({one.id for one in apart.events} - {event.id}).pop()
    assert changes.merged == {event.id: tuple(sorted((event.id, lost)))}
    assert changes.ids == {lost: event.id} == joined.aliases
    assert joined.find(lost) == event
    parted, changes = updated(joined, run(*articles, register=empty))
    assert set(changes.split) == {event.id}
    assert len(changes.split[event.id]) == 2
    assert parted.find(event.id).id == event.id


def test_an_id_keeps_its_meaning_where_another_item_would_now_be_called_so(empty: Register) -> None:
    before = run(told("a", place="Qasr"), register=empty)
    (old,) = before.events
    renamed = before.model_copy(update={"events": (old.model_copy(update={"id": "event:kept"}),)})
    after, _ = updated(renamed, run(told("a"), told("bb", NEXT), register=empty))
    assert {record.id: one.id for one in after.events for record in one.records}["a:e1"] == "event:kept"
    assert len({one.id for one in after.events}) == 2


def test_one_by_one_and_all_at_once_give_the_same_groups(empty: Register) -> None:
    articles = [told("a"), told("bb"), told("ccc", NEXT), told("dddd", NEXT, killed=2), told("eeeee", DAY, "Dayr")]
    dossier = run(articles[0], register=empty)
    for count in range(2, len(articles) + 1):
        dossier, _ = updated(dossier, run(*articles[:count], register=empty))
    whole = run(*articles, register=empty)
    assert groups(dossier.events) == groups(whole.events)
    assert groups(dossier.actors) == groups(whole.actors)
    ends = {key for one in dossier.relations for key in (one.subject, one.object)}
    assert ends <= {one.id for one in dossier.actors}
