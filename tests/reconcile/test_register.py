from __future__ import annotations

import json
from pathlib import Path

import pytest

from summarize.errors import DossierError
from summarize.reconcile import Register
from tests.reconcile.conftest import Article, run


def test_every_shipped_line_names_its_source_and_its_relations_lead_somewhere(shipped: Register) -> None:
    assert len(shipped.entries) > 80
    assert [entry.id for entry in shipped.entries.values() if not entry.source] == []
    bodies = ("government-of-", "armed-forces-of-")
    lost = [link for entry in shipped.entries.values() for link in entry.relations if link.entry not in shipped.entries]
    assert [link for link in lost if not link.entry.startswith(bodies)] == []


def test_a_shipped_name_means_one_body(shipped: Register) -> None:
    article = Article("one")
    for entry in shipped.entries.values():
        for kind in entry.kinds:
            article.actor(entry.name, kind, country=entry.countries[0] if entry.countries else None)
    wrong = [
        (record.name, record.kind, found)
        for record in article.records().actors
        if (found := shipped.find(record.name, record)) is None or shipped.entries[found].name != record.name
    ]
    assert wrong == []


def test_a_users_csv_adds_entries_and_aliases(tmp_path: Path) -> None:
    path = tmp_path / "mine.csv"
    path.write_text(
        "name,aliases,kind,country,source,id\n"
        "Tamar Brigade,Army of Noon|Noon Corps,armed_group,jo,field notes,\n"
        "Kata'ib Hezbollah,The Black Company,armed_group,IQ,field notes,kataib-hezbollah\n",
        encoding="utf-8",
    )
    one, other = Article("one"), Article("two")
    one.actor("Noon Corps", country="JO")
    one.actor("Black Company")
    other.actor("Liwa Tamar")
    other.actor("Hezbollah Brigades")
    actors = {actor.id: len(actor.records) for actor in run(one, other, register=Register.load(path)).actors}
    assert actors == {"actor:tamar-brigade": 2, "actor:kataib-hezbollah": 2}


def test_followthemoney_entities_are_read_and_former_names_only_hint(tmp_path: Path) -> None:
    path = tmp_path / "entities.ftm.json"
    entities = [
        {
            "id": "NK-1",
            "caption": "Tamar Brigade",
            "schema": "Organization",
            "properties": {
                "name": ["Tamar Brigade"],
                "alias": ["Army of Noon"],
                "previousName": ["Dawn Front"],
                "country": ["jo"],
            },
            "datasets": ["some_list"],
        },
        {"id": "NK-2", "schema": "Address", "properties": {"name": ["Tamar Street 1"]}},
    ]
    path.write_text("\n".join(json.dumps(entity) for entity in entities) + "\n\n", encoding="utf-8")
    register = Register.load(path)
    assert (register.entries["NK-1"].source, "NK-2" in register.entries) == ("some_list", False)
    one, other, third = Article("one"), Article("two"), Article("three")
    one.actor("Tamar Brigade")
    other.actor("Army of Noon")
    third.actor("Dawn Front")
    dossier = run(one, other, third, register=register)
    assert sorted(len(actor.records) for actor in dossier.actors) == [1, 2]
    assert {one.verdict for one in dossier.judgements if "three:a1" in (one.left, one.right)} == {"unsure"}


def test_an_ambiguous_name_means_none_of_them(tmp_path: Path) -> None:
    path = tmp_path / "mine.csv"
    path.write_text("name,aliases,kind\nTamar Brigade,TB,armed_group\nTulip Brigade,TB,armed_group\n", encoding="utf-8")
    article = Article("one")
    article.actor("TB")
    (record,) = article.records().actors
    register = Register.load(path)
    assert register.find("TB", record) is None
    assert len(register.candidates(["TB"], record)) == 2


@pytest.mark.parametrize(
    ("name", "text", "complaint"),
    [
        ("a.csv", "name,colour\nx,red\n", "colour"),
        ("a.csv", "name,kind\nTamar,gang\n", r"line 2.*'gang' is no kind"),
        ("a.csv", "name,kind\n,party\n", r"line 2.*name is empty"),
        ("a.csv", "name,kind\na,party,b\n", r"line 2.*cells"),
        ("a.csv", "name,relations\nTamar,member-of:x\n", r"line 2.*no relation"),
        ("a.csv", "name,relations\nTamar,umbrella\n", r"line 2.*kind:id"),
        ("a.json", '{"id": "x"}\n', r"line 1.*FollowTheMoney"),
        ("a.json", "\nnonsense\n", r"line 2.*FollowTheMoney"),
        ("a.json", "[]\n", r"line 1.*FollowTheMoney"),
    ],
)
def test_a_register_that_cannot_be_read_is_named_with_its_line(
    tmp_path: Path, name: str, text: str, complaint: str
) -> None:
    (tmp_path / name).write_text(text, encoding="utf-8")
    with pytest.raises(DossierError, match=complaint):
        Register.load(tmp_path / name)


def test_a_register_that_is_not_there_or_no_text(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_bytes(b"name\n\xff\xfe\n")
    for path in (tmp_path / "none.csv", tmp_path / "a.csv"):
        with pytest.raises(DossierError, match="cannot be read"):
            Register.load(path)
