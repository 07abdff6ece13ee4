"""The way of a reconciliation, from records to dossier: which stage comes when, and nothing of how."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from summarize.model import Model
from summarize.reconcile.actor_features import actor_matcher
from summarize.reconcile.blocking import Capped
from summarize.reconcile.comparisons import PARAMETERS
from summarize.reconcile.contradictions import find_contradictions
from summarize.reconcile.edges import merge_relations, merge_tallies
from summarize.reconcile.happenings import happenings_of
from summarize.reconcile.judge import GreyZone
from summarize.reconcile.ledger import reanchored
from summarize.reconcile.linkage import score_events
from summarize.reconcile.mentions import Mention, mentions_of
from summarize.reconcile.merge import merge_actors, merge_events, record_ids
from summarize.reconcile.policy import Policy
from summarize.reconcile.propose import actor_keys, candidate_pairs, cannot_links
from summarize.reconcile.register import Register
from summarize.reconcile.resolve import resolve
from summarize.reconcile.show import show_actors, show_events
from summarize.reconcile.sources import Sources
from summarize.schemas import Actor, Dossier, Event, Judgement, Notice, Records

__all__ = ["reconcile"]

_STRUCTURE = frozenset({"member_of", "part_of", "branch_of", "umbrella_for", "front_of"})


async def reconcile(
    records: Sequence[Records],
    *,
    model: Model | None = None,
    register: Register | None = None,
    policy: Policy | None = None,
    judgements: Sequence[Judgement] = (),
) -> Dossier:
    """One dossier of many documents' records, the same whatever their order.

    `register` is the shipped one unless given. Without a `model` the doubtful pairs stay apart, their judgements
    `unsure`. `judgements` are those of earlier runs: a person's override everything, the model's are not asked for
    again, the rules' are made anew. Raises `JudgementError` where people contradict each other, and what the
    model raises.
    """
    ordered = sorted(records, key=lambda one: one.document.id)
    run = _Run(ordered, model, register or Register.shipped(), policy or Policy(), reanchored(judgements, ordered))
    actors = await run.actors()
    events = await run.events(actors)
    return run.dossier(actors, events)


class _Run:
    """What the stages of one reconciliation share."""

    def __init__(
        self,
        records: Sequence[Records],
        model: Model | None,
        register: Register,
        policy: Policy,
        given: Sequence[Judgement],
    ) -> None:
        self._records, self._model, self._register, self._policy, self._given = records, model, register, policy, given
        self._judged: list[Judgement] = []
        self._notices: list[Notice] = []
        self._entries: dict[str, str] = {}

    async def actors(self) -> tuple[Actor, ...]:
        found = mentions_of(self._records, self._register, context=self._policy.context_sentences)
        mentions = {mention.id: mention for mention in found}
        matcher = actor_matcher(self._policy)
        grey = GreyZone(self._model, "judge_actors.v1", show_actors(mentions)) if self._model else None
        resolution = await resolve(
            sorted(mentions),
            matcher.score_all(candidate_pairs(found, actor_keys, cap=self._policy.block_cap)),
            cannot_links(found),
            by=matcher.name,
            thresholds=self._policy.actors,
            given=self._given,
            grey=grey,
            set_size=self._policy.set_size,
        )
        self._judged += resolution.judgements
        actors = merge_actors(resolution.partition, mentions, self._register)
        self._entries = _entries(actors, mentions)
        return actors

    async def events(self, actors: Sequence[Actor]) -> tuple[Event, ...]:
        ids = record_ids(actors)
        kin = self._kin(ids)
        context = self._policy.context_sentences
        found = happenings_of(self._records, actors, ids, kin, maybe=self._maybe(ids), context=context)
        happenings = {happening.id: happening for happening in found}
        scores = score_events(found, cap=self._policy.event_cap)
        links = [(pair.left, pair.right) for pair in scores.pairs] + [(one.left, one.right) for one in self._given]
        self._notices += [_told(capped, self._policy.event_cap) for capped in scores.capped]
        grey = GreyZone(self._model, "judge_events.v1", show_events(happenings)) if self._model else None
        resolution = await resolve(
            sorted(happenings),
            scores.pairs,
            cannot_links(found, links),
            by=PARAMETERS,
            thresholds=self._policy.events,
            given=self._given,
            grey=grey,
            set_size=self._policy.set_size,
        )
        self._judged += resolution.judgements
        sources = Sources([one.document for one in self._records], actors)
        return merge_events(resolution.partition, happenings, ids, sources)

    def dossier(self, actors: tuple[Actor, ...], events: tuple[Event, ...]) -> Dossier:
        policy, records = self._policy, self._records
        actor_ids, event_ids = record_ids(actors), record_ids(events)
        relations = merge_relations(records, actor_ids, window_days=policy.relation_window_days)
        tallies = merge_tallies(records, actor_ids, event_ids, window_days=policy.relation_window_days)
        ids = {**actor_ids, **event_ids, **record_ids(relations), **record_ids(tallies)}
        return Dossier(
            documents=tuple(one.document for one in records),
            actors=actors,
            events=events,
            relations=relations,
            tallies=tallies,
            contradictions=find_contradictions(records, events, relations, ids, policy),
            judgements=self._judgements(),
            rejected=tuple(rejected for one in records for rejected in one.rejected),
            notices=(*(notice for one in records for notice in one.notices), *self._notices),
        )

    def _judgements(self) -> tuple[Judgement, ...]:
        """Those of this run, and the given ones that are of no record here: they wait for it."""
        kept = [one for one in self._given if one.author != "rule" and one not in self._judged]
        return (*self._judged, *kept)

    def _kin(self, ids: Mapping[str, str]) -> dict[str, frozenset[str]]:
        """For each canonical actor, those it is a member, part, branch, front or umbrella of, or they of it."""
        kin: dict[str, set[str]] = defaultdict(set)
        of_entry = {entry: actor for actor, entry in self._entries.items()}
        for actor, entry in self._entries.items():
            kin[actor] |= {of_entry[other] for other in self._register.related(entry) if other in of_entry}
        for relation in (
            relation for one in self._records for relation in one.relations if relation.kind in _STRUCTURE
        ):
            ends = ids.get(relation.subject), ids.get(relation.object)
            if ends[0] and ends[1] and relation.status != "denied":
                kin[ends[0]].add(ends[1])
                kin[ends[1]].add(ends[0])
        return {actor: frozenset(others) for actor, others in kin.items()}

    def _maybe(self, ids: Mapping[str, str]) -> dict[str, frozenset[str]]:
        """For each canonical actor, those that it may be: what nobody could say is no sign of two actors."""
        maybe: dict[str, set[str]] = defaultdict(set)
        for judgement in self._judged:
            one, other = ids.get(judgement.left), ids.get(judgement.right)
            if judgement.verdict == "unsure" and one and other and one != other:
                maybe[one].add(other)
                maybe[other].add(one)
        return {actor: frozenset(others) for actor, others in maybe.items()}


def _entries(actors: Iterable[Actor], mentions: Mapping[str, Mention]) -> dict[str, str]:
    """The register's entry of each actor that has one."""
    return {actor.id: entry for actor in actors for record in actor.records if (entry := mentions[record.id].entry)}


def _told(capped: Capped, cap: int) -> Notice:
    """What was capped, in words."""
    return Notice(
        document="",
        kind="capped",
        message=f"{capped.reports} reports share {capped.keys} keys of {capped.rule} that more than {cap} reports have "
        f"each. They were put in the order of what they say, and each was compared with its neighbours only.",
    )
