from __future__ import annotations

import pytest

from summarize.reconcile.bodies import body_of
from summarize.reconcile.folding import fold, loosen, slug
from summarize.reconcile.names import compare_names, parse_names
from summarize.reconcile.persons import compare_persons, person_words
from summarize.schemas.vocabulary import ActorKind


@pytest.mark.parametrize(
    ("written", "folded"),
    [
        ("Kata’ib", "kataib"),
        ("Kata'ib", "kataib"),
        ("Kataʿib", "kataib"),
        ("the U.S.", "the us"),
        ("Kasim’s army", "kasim army"),
        ("the forces’ base", "the forces base"),
        ("Recep Tayyip Erdoğan", "recep tayyip erdogan"),
        ("Ansar al‑Din", "ansar din"),
        ("Tahrir ash-Sham", "tahrir sham"),
        ("non-aligned", "non aligned"),
        ("  Two\u00a0 words ", "two words"),
        ("الحشد", "الحشد"),
    ],
)
def test_fold(written: str, folded: str) -> None:
    assert fold(written) == folded


@pytest.mark.parametrize(
    "spellings",
    [
        ("hezbollah", "hizballah", "hizbullah", "hezballah"),
        ("kataib", "kataeb"),
        ("jaish", "jaysh"),
        ("nujaba", "nujabaa", "nujabah"),
        ("fatemiyoun", "fatimiyun", "fatemiyun"),
        ("hussein", "hussain", "husayn"),
        ("qaeda", "qaida"),
        ("nouri", "nuri", "noori"),
        ("omar", "umar"),
    ],
)
def test_romanisations_of_a_word_are_one(spellings: tuple[str, ...]) -> None:
    assert len({loosen(spelling) for spelling in spellings}) == 1


@pytest.mark.parametrize(
    ("left", "right"), [("badr", "baqir"), ("nusra", "nasr"), ("hamas", "hums"), ("mali", "malawi")]
)
def test_other_words_stay_apart(left: str, right: str) -> None:
    assert loosen(left) != loosen(right)


@pytest.mark.parametrize(
    ("left", "right", "match", "why"),
    [
        ("Kata’ib Hezbollah", "Kataib Hizballah", "equal", "romanisation"),
        ("Hezbollah Brigades", "Kata'ib Hezbollah", "equal", "translation"),
        ("Asaib Ahl-al Haq", "Asa'ib Ahl al-Haq", "equal", "articles and marks"),
        ("Jabhat al Nusra", "Nusra Front", "equal", "translation"),
        ("Liwa al-Zarqa", "Zarqa Brigade", "equal", "translation"),
        ("HTS", "Hayat Tahrir al-Sham", "acronym", "initials"),
        ("PLF", "Popular Liberation Front", "acronym", "initials"),
        ("Tamar", "Tamar Brigade", "core", "one leaves out what it is"),
        ("Tamar Group", "Tamar Movement", "core", "words that say little"),
        ("Tamar Brigade", "Tamar Division", "part", "a brigade is no division"),
        ("Tamarind Brigade", "Tamarint Brigade", "similar", "nearly the same letters"),
        ("Zarqa Institute for Peace", "Zarqa Institute", "part", "one has all words of the other"),
        ("Badr Brigade", "Baqir Brigade", "none", "other words"),
        ("16th Division", "30th Division", "none", "other numbers"),
        ("Free Syrian Army", "Syrian Arab Army", "none", "only everybody's words in common"),
        ("Islamic State", "Islamic Resistance in Iraq", "none", "only everybody's words in common"),
        ("Northern Front", "Southern Front", "none", "only everybody's words in common"),
    ],
)
def test_compare_names(left: str, right: str, match: str, why: str) -> None:
    (one,), (other,) = parse_names(left), parse_names(right)
    assert compare_names(one, other) == compare_names(other, one) == match, why


def test_a_name_with_its_acronym_is_two_names() -> None:
    assert [name.written for name in parse_names("Popular Liberation Front (PLF)")] == [
        "Popular Liberation Front",
        "PLF",
    ]


@pytest.mark.parametrize("nothing", ["", "—", "'s"])
def test_no_name(nothing: str) -> None:
    assert parse_names(nothing) == ()


def test_phrases_are_not_proper_names() -> None:
    proper = {
        text: parse_names(text)[0].proper
        for text in ("the militia", "U.S. forces", "Kata'ib Hezbollah", "16th Division")
    }
    assert proper == {"the militia": False, "U.S. forces": False, "Kata'ib Hezbollah": True, "16th Division": True}


@pytest.mark.parametrize(
    ("left", "right", "match"),
    [
        ("President Yusuf al-Karim", "Yusuf Karim", "full"),
        ("Syrian President Bashar al-Assad", "Bashar Assad", "full"),
        ("Mohammed Karim", "Muhammad Kareem", "full"),
        ("Y. Karim", "Yusuf Karim", "full"),
        ("Dr. Phillip Stone", "Philip Stone", "full"),
        ("Karim", "Yusuf al-Karim", "surname"),
        ("Haider al-Karim", "Hadi al-Karim", "conflict"),
        ("Jane Stone", "Paul Stone", "conflict"),
        ("Yusuf Karim", "Yusuf Haddad", "none"),
        ("the president", "Yusuf Karim", "none"),
    ],
)
def test_compare_persons(left: str, right: str, match: str) -> None:
    one, other = person_words(left), person_words(right)
    assert compare_persons(one, other) == compare_persons(other, one) == match


@pytest.mark.parametrize(
    ("name", "kind", "country", "body"),
    [
        ("U.S. forces", "state_force", None, "armed-forces-of-united-states"),
        ("the army", "state_force", "JO", "armed-forces-of-jordan"),
        ("government troops", "state_force", "YE", "armed-forces-of-yemen"),
        ("Karim’s army", "state_force", None, "armed-forces-of-jordan"),
        ("Zambian soldiers", "state_force", "ZM", "armed-forces-of-zambia"),
        ("the Jordanian government", "government", None, "government-of-jordan"),
        ("Karim regime", "government", "JO", "government-of-jordan"),
        ("the regime", "government", "JO", "government-of-jordan"),
        ("Amman", "government", None, "government-of-jordan"),
        ("Jordan", "government", "JO", "jordan"),
        ("the Americans", "state", None, "united-states"),
        ("Islamic Republic of Iran", "state", "IR", "iran"),
        ("the regime", "government", None, None),  # whose?
        ("Salvation Government", "government", "SY", None),  # a word that is not anybody's
        ("Jordanian 3rd Division", "state_force", "JO", None),  # a unit
        ("Revolutionary Guard Corps", "state_force", "IR", None),  # a corps
        ("Jordanian air force", "state_force", "JO", None),  # a branch
        ("Jordanian forces", "armed_group", "JO", None),  # said to be no state force
        ("Syrian army", "state_force", "IQ", None),  # two countries
        ("Americans", "population", "US", None),  # people, no state
        ("Karim", "person", "JO", None),
    ],
)
def test_bodies_of_state(name: str, kind: ActorKind, country: str | None, body: str | None) -> None:
    found = body_of(name, kind, country, {"karim": "JO"})
    assert (found.id if found else None) == body


def test_slug() -> None:
    assert (slug("Kata’ib al-Něco — one two three four five six seven"), slug("?!")) == (
        "kataib-neco-one-two-three-four-five-six",
        "x",
    )
