from __future__ import annotations

from typing import Any, NamedTuple

import pytest

from summarize.reconcile import Policy, Register
from tests.reconcile.conftest import Article, groups, run


class Pair(NamedTuple):
    """Two actors of two articles: (name, kind, country, other fields), and whether they end as one."""

    left: tuple[Any, ...]
    right: tuple[Any, ...]
    same: bool
    reason: str


def merged(pair: Pair, register: Register) -> bool:
    one, other = Article("one", "2024-01-01"), Article("two", "2024-01-02")
    for article, actor in ((one, pair.left), (other, pair.right)):
        name, kind, country, *rest = actor
        fields = dict(rest[0]) if rest else {}
        article.actor(name, kind, *fields.pop("also", ()), country=country, **fields)
    return len(run(one, other, register=register).actors) == 1


G, U, F = "armed_group", "umbrella", "state_force"
BY_NAME = [
    Pair(("Tamar Brigade", "armed_group", None), ("Liwa Tamar", "armed_group", "JO"), True, "translation"),
    Pair(("Tamar Brigade", "armed_group", "JO"), ("Tamar Brigade", "armed_group", "YE"), False, "two countries"),
    Pair(("Tamar", "armed_group", None), ("Tamar", "party", None), True, "kinds that reporting uses for one body"),
    Pair(("Tamar", "armed_group", None), ("Tamar", "person", None), False, "a group is no person"),
    Pair(("Tamar", "armed_group", None), ("Tamar", "state_force", None), False, "an armed group is no state force"),
    Pair(
        ("PLF", "armed_group", "JO"), ("Popular Liberation Front", "armed_group", "JO"), True, "initials, country, kind"
    ),
    Pair(
        ("PLF", "armed_group", None),
        ("Popular Liberation Front", "armed_group", None),
        False,
        "initials alone are doubtful",
    ),
    Pair(
        ("Popular Liberation Front (PLF)", "armed_group", None),
        ("PLF", "armed_group", None),
        True,
        "the acronym is printed",
    ),
    Pair(("Tamar Brigade", "armed_group", "JO"), ("Tamar", "armed_group", "JO"), False, "not the same words: doubtful"),
    Pair(
        ("Tamar Brigade", "armed_group", "JO", {"background_names": ("Army of Noon",)}),
        ("Army of Noon", "armed_group", "JO"),
        False,
        "a background name proposes and never decides",
    ),
    Pair(
        ("Tamar Brigade", "armed_group", None, {"form": "label"}),
        ("Tamar Brigade", "armed_group", None),
        False,
        "a label is no organisation",
    ),
    Pair(
        ("northern militias", "armed_group", "JO", {"form": "label"}),
        ("northern militias", "armed_group", "JO", {"form": "label"}),
        False,
        "a label stays with its document",
    ),
    Pair(
        ("two officials", "source", "US", {"form": "unnamed"}),
        ("two officials", "source", "US", {"form": "unnamed"}),
        False,
        "the anonymous stay with their document",
    ),
    Pair(("the militia", "armed_group", "JO"), ("the militia", "armed_group", "JO"), False, "a phrase is no name"),
    Pair(
        ("Zambian troops", "state_force", "ZM"),
        ("the army", "state_force", "ZM"),
        True,
        "the armed forces of one state",
    ),
    Pair(("Zambia", "state", "ZM"), ("Zambian army", "state_force", "ZM"), False, "a state is not its army"),
    Pair(
        ("Zambian government", "government", "ZM"), ("Zambian army", "state_force", "ZM"), False, "nor its government"
    ),
    Pair(("Zambian government", "government", "ZM"), ("Zambia", "state", "ZM"), False, "nor a government its state"),
    Pair(
        ("Zambian troops", "state_force", "ZM", {"form": "label"}),
        ("the army", "state_force", "ZM"),
        True,
        "no category",
    ),
    Pair(
        ("Zambian 3rd Division", "state_force", "ZM"),
        ("the army", "state_force", "ZM"),
        False,
        "a unit is not the army",
    ),
    Pair(("Zambian enemy forces", F, "ZM"), ("the army", F, "ZM"), True, "an adversary's word for it"),
    Pair(("Zambia's new government", "government", "ZM"), ("the regime", "government", "ZM"), True, "just formed"),
    Pair(("Lusaka", "state", "ZM"), ("Zambia", "state", "ZM"), True, "a capital that is read as the state"),
    Pair(("Lusaka", "government", "ZM"), ("Zambia", "state", "ZM"), False, "a capital that is read as the government"),
    Pair(("Ministry of Defence", "organisation", "ZM"), ("Zambia's defence ministry", F, "ZM"), True, "one ministry"),
    Pair(
        ("the defence ministry in Lusaka", "government", "ZM"), ("Zambian Defense Ministry", F, "ZM"), True, "its seat"
    ),
    Pair(
        ("Ministry of Defence", "government", "ZM"), ("Ministry of Health", "government", "ZM"), False, "two ministries"
    ),
    Pair(("Ministry of Defence", "government", "ZM"), ("Ministry of Defence", "government", "JO"), False, "two states"),
    Pair(
        ("Tamar health ministry", "government", "ZM"),
        ("Ministry of Health", "government", "ZM"),
        False,
        "a movement's own ministry",
    ),
    Pair(("Ministry of Defence", "government", "ZM"), ("Zambian army", F, "ZM"), False, "a ministry is not its army"),
    Pair(
        ("Jane Stone", "person", None, {"role": "military spokeswoman"}),
        ("Jane Stone", "person", None, {"role": "brigadier general"}),
        True,
        "who speaks for an army has a rank in it",
    ),
    Pair(
        ("Yusuf Karim", "person", None, {"role": "president"}),
        ("President Yusuf al-Karim", "person", "JO", {"role": "president of Jordan"}),
        True,
        "full name, office",
    ),
    Pair(
        ("Jane Stone", "person", None, {"role": "a scholar at the North Institute"}),
        ("Jane Stone", "person", "US", {"role": "researcher at the South Institute"}),
        True,
        "affiliations change",
    ),
    Pair(
        ("Jane Stone", "person", None, {"role": "army general"}),
        ("Jane Stone", "person", None, {"role": "economist"}),
        False,
        "another line of work is doubtful",
    ),
    Pair(("Stone", "person", "US"), ("Jane Stone", "person", "US"), False, "a bare surname does not do alone"),
    Pair(("Paul Stone", "person", "US"), ("Jane Stone", "person", "US"), False, "another given name"),
]


@pytest.mark.parametrize("pair", BY_NAME, ids=lambda pair: pair.reason)
def test_by_name_alone(pair: Pair, empty: Register) -> None:
    assert merged(pair, empty) is pair.same


BY_REGISTER = [
    Pair(("Hezbollah Brigades of Iraq", G, None), ("Kata'ib Hezbollah", G, "IQ"), True, "named with its country"),
    Pair(("Hezbollah Brigades of Lebanon", G, None), ("Kata'ib Hezbollah", G, "IQ"), False, "with another"),
    Pair(("Islamic State of Iraq", G, None), ("Islamic State", G, None), False, "the country is all that tells it"),
    Pair(("American-led coalition", "coalition", None), ("US-led coalition", "coalition", None), True, "an adjective"),
    Pair(
        ("international coalition", "coalition", None), ("Global Coalition", "coalition", None), True, "small letters"
    ),
    Pair(("Saudi-led coalition", "coalition", None), ("US-led coalition", "coalition", None), False, "another's"),
    Pair(
        ("the defence ministry in Moscow", "government", "RU"), ("Russian Defense Ministry", F, "RU"), True, "its seat"
    ),
    Pair(("U.S. Navy", F, "US"), ("American troops", F, "US"), False, "a service of the armed forces"),
    Pair(("Hezbollah Brigades", G, None), ("Kata'ib Hezbollah", G, "IQ"), True, "translation"),
    Pair(("League of the Righteous", G, "IQ"), ("Asaib Ahl al-Haq", G, None), True, "translation"),
    Pair(("ISIS", G, "SY"), ("the self-proclaimed Islamic State", G, "IQ"), True, "one body, in two countries"),
    Pair(("ISIL", "organisation", None), ("Daesh", G, None), True, "acronyms"),
    Pair(("Badr Brigade", G, None), ("Badr Organization", "party", "IQ"), True, "known aliases"),
    Pair(("Nujaba Movement", G, None), ("Harakat Hezbollah al Nujaba", G, "IQ"), True, "known aliases"),
    Pair(("the U.S.", "state", "US"), ("America", "state", None), True, "names of a state"),
    Pair(("the United States", "state", "US"), ("the Americans", "state", "US"), True, "names of a state"),
    Pair(("IRGC", F, "IR"), ("Iran’s Revolutionary Guards", F, None), True, "known aliases"),
    Pair(
        ("Pentagon", "government", "US"), ("Defense Department", "organisation", "US"), True, "an office and its seat"
    ),
    Pair(("Bashar al-Assad", "person", "SY"), ("President Assad", "person", "SY"), True, "known person"),
    Pair(("Assad regime", "government", None), ("Damascus", "government", "SY"), True, "one government"),
    Pair(("Assad’s army", F, None), ("Syrian Arab Army", F, "SY"), True, "one army"),
    Pair(("PMF", F, "IQ"), ("Hashd al-Shaabi", U, "IQ"), True, "kinds the register knows for it"),
    Pair(("Jabhat al-Nusra", G, "SY"), ("Hayat Tahrir al-Sham", G, "SY"), False, "successor"),
    Pair(("IRGC", F, "IR"), ("Iran", "state", "IR"), False, "a corps is not the state"),
    Pair(("IRGC", F, "IR"), ("Iranian troops", F, "IR"), False, "nor the armed forces"),
    Pair(("Popular Mobilization Forces", U, "IQ"), ("Badr Organization", G, "IQ"), False, "umbrella and member"),
    Pair(("Islamic Resistance in Iraq", U, "IQ"), ("Kata'ib Hezbollah", G, "IQ"), False, "umbrella and member"),
    Pair(("Islamic Resistance in Iraq", U, "IQ"), ("Islamic State", G, "IQ"), False, "words in common"),
    Pair(
        ("Islamic Resistance in Iraq", U, "IQ"), ("Popular Resistance in the East", G, "SY"), False, "words in common"
    ),
    Pair(("Islamic Resistance in Iraq", U, "IQ"), ("Islamic Resistance Movement", G, "PS"), False, "that is Hamas"),
    Pair(("Kata'ib Hezbollah", G, "IQ"), ("Hezbollah", G, "LB"), False, "words in common"),
    Pair(("Kata'ib Hezbollah", G, None), ("Harakat Hezbollah al-Nujaba", G, None), False, "words in common"),
    Pair(("Kata'ib Hezbollah", G, None), ("Kata'ib Sayyid al-Shuhada", G, None), False, "words in common"),
    Pair(("Badr Brigade", G, None), ("Baqir Brigade", G, None), False, "letters in common"),
    Pair(("Free Syrian Army", U, "SY"), ("Syrian Arab Army", F, "SY"), False, "words in common"),
    Pair(("Free Syrian Army", U, "SY"), ("the Syrian army", F, "SY"), False, "words in common"),
    Pair(("Syrian government", "government", "SY"), ("Syrian army", F, "SY"), False, "a government is not its army"),
    Pair(("Assad", "person", "SY"), ("Assad government", "government", "SY"), False, "a ruler is not the government"),
    Pair(("the CIA", "government", "US"), ("the U.S. government", "government", "US"), False, "an agency"),
    Pair(("CENTCOM", F, "US"), ("U.S. military", F, "US"), False, "a command"),
    Pair(("Iraqi militias", G, "IQ", {"form": "label"}), ("Popular Mobilization Forces", U, "IQ"), False, "a label"),
    Pair(
        ("Hayat Tahrir al-Sham", G, "SY", {"background_names": ("Jabhat al-Nusra",)}),
        ("Nusra Front", G, "SY"),
        False,
        "a predecessor among the background names",
    ),
]


@pytest.mark.parametrize("pair", BY_REGISTER, ids=lambda pair: f"{pair.left[0]} / {pair.right[0]}")
def test_with_the_shipped_register(pair: Pair, shipped: Register) -> None:
    assert merged(pair, shipped) is pair.same, pair.reason


def test_two_actors_of_one_document_stay_two_whatever_a_third_says(empty: Register) -> None:
    one, other = Article("one"), Article("two")
    one.actor("Tamar Brigade")
    one.actor("Liwa Tamar")
    other.actor("Tamar Brigade")
    dossier = run(one, other, register=empty)
    assert len(dossier.actors) == 2
    assert {(judged.left, judged.right) for judged in dossier.judgements} == {
        ("one:a1", "two:a1"),
        ("one:a2", "two:a1"),
    }


def test_names_that_one_document_lists_side_by_side_are_not_asked_about(empty: Register) -> None:
    one, other, third = Article("one"), Article("two"), Article("three")
    one.actor("Tamar Brigade", country="JO")
    other.actor("Tamar", country="JO")
    third.actor("Tamar Brigade", country="JO")
    third.actor("Tamar", country="JO")
    verdicts = {(one.left, one.right): one.verdict for one in run(one, other, third, register=empty).judgements}
    assert verdicts["one:a1", "two:a1"] == "different"


def test_an_alias_in_one_document_joins_names_of_two_others(empty: Register) -> None:
    one, other, third = Article("one"), Article("two"), Article("three")
    one.actor("Tamar Brigade", "armed_group", "Army of Noon")
    other.actor("Tamar Brigade")
    third.actor("Army of Noon")
    assert len(run(one, other, third, register=empty).actors) == 1


def test_labels_merge_only_where_the_policy_says_so_and_scope_agrees(empty: Register) -> None:
    articles = [Article("one"), Article("two"), Article("three")]
    for article, country in zip(articles, ("JO", "JO", "YE"), strict=True):
        article.actor("northern militias", country=country, form="label")
    found = run(*articles, register=empty, policy=Policy(labels="same_scope"))
    assert groups(found.actors) == {frozenset({"one:a1", "two:a1"}), frozenset({"three:a1"})}


def test_every_compared_pair_leaves_a_judgement_that_says_why(shipped: Register) -> None:
    one, other = Article("one"), Article("two")
    one.actor("Kata'ib Hezbollah", country="IQ")
    other.actor("Hezbollah", country="LB")
    other.actor("Amal Movement", country="LB")
    (judgement,) = run(one, other, register=shipped).judgements
    assert (judgement.left, judgement.right, judgement.verdict, judgement.author) == (
        "one:a1",
        "two:a1",
        "different",
        "rule",
    )
    assert "kataib-hezbollah is not hezbollah" in judgement.reason


def test_a_merged_actor_keeps_all_forms_and_evidence_and_takes_the_registers_name(shipped: Register) -> None:
    one, other = Article("one"), Article("two")
    one.actor("Hezbollah Brigades", "armed_group", "the Brigades")
    other.actor("Kataib Hizballah", "armed_group", country="IQ")
    (actor,) = run(other, one, register=shipped).actors
    assert (actor.id, actor.name, actor.country) == ("actor:kataib-hezbollah", "Kata'ib Hezbollah", "IQ")
    assert set(actor.names) == {"Hezbollah Brigades", "the Brigades", "Kataib Hizballah"}
    assert [piece.document for piece in actor.evidence] == ["one", "two"]
    assert [record.id for record in actor.records] == ["one:a1", "two:a1"]


def test_ids_do_not_depend_on_what_else_is_there(empty: Register) -> None:
    def ids(*articles: Article) -> dict[str, str]:
        return {record.id: actor.id for actor in run(*articles, register=empty).actors for record in actor.records}

    one, other = Article("one"), Article("two")
    one.actor("Tamar Brigade")
    one.actor("northern militias", form="label")
    other.actor("northern militias", form="label")
    alone, together = ids(one), ids(one, other)
    assert alone["one:a1"] == "actor:tamar-brigade"
    assert {key: together[key] for key in alone} == alone
    assert len(set(together.values())) == 3


def test_a_label_never_takes_the_id_of_a_name(empty: Register) -> None:
    one, other = Article("one"), Article("two")
    one.actor("Tamar Brigade", form="label")
    other.actor("Tamar Brigade")
    ids = {record.id: actor.id for actor in run(one, other, register=empty).actors for record in actor.records}
    assert ids["two:a1"] == "actor:tamar-brigade"
    assert ids["one:a1"].startswith("actor:tamar-brigade-")
