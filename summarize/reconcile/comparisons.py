"""How two reports of an event are compared: the declared list of comparisons, for Splink on any of its engines.

A comparison is a list of levels, the first that applies counts. A level is a name, a sentence the user reads and an
SQL condition over the event table (in DuckDB's words, put into Spark's where that is the engine). What a level weighs
is log2(m / u), m and u from data/events.v1.json: m is how often true pairs are at this level, u how often others are.
docs/reconciling.md says how they were estimated.
"""

from __future__ import annotations

import json
import math
import re
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from splink import SettingsCreator

__all__ = ["COMPARISONS", "PARAMETERS", "Comparison", "Level", "parameters", "prior_bits", "settings", "weights"]

PARAMETERS = "events.v1"


class Level(NamedTuple):
    """One outcome of a comparison. Without a condition it is what is left over; `neutral` ones weigh nothing."""

    name: str
    says: str
    sql: str = "ELSE"
    neutral: bool = False
    frequency: str | None = None


class Comparison(NamedTuple):
    """A feature of two reports, its explanation, and its levels."""

    name: str
    says: str
    levels: tuple[Level, ...]


_GAP = "greatest(0, first_day_l - last_day_r, first_day_r - last_day_l)"
_LONGER = "greatest(last_day_l - first_day_l, last_day_r - first_day_r) + 1"
_KM = (
    "12742 * asin(sqrt(least(1, pow(sin(radians(lat_l - lat_r) / 2), 2)"
    " + cos(radians(lat_l)) * cos(radians(lat_r)) * pow(sin(radians(lon_l - lon_r) / 2), 2))))"
)
_RADII = "coalesce(radius_l, 0) + coalesce(radius_r, 0)"
_KM_SAYS = f"lat_l is not null and lat_r is not null and {_RADII} <= 25"
_NAMED = (
    "(place_l = place_r or list_has_all(place_words_l, place_words_r) or list_has_all(place_words_r, place_words_l)"
    " or levenshtein(place_l, place_r) * 7 <= greatest(length(place_l), length(place_r)))"
)
_SPOTS = "place_kind_l in ('site', 'town', 'near') and place_kind_r in ('site', 'town', 'near')"
_VAGUE = "('country', 'region', 'waters', 'online', 'border', 'route')"
_HOLDS = (
    "(place_kind_l = 'country' and country_l = country_r) or (place_kind_r = 'country' and country_l = country_r)"
    " or list_has_any(place_words_l, holders_r) or list_has_any(place_words_r, holders_l)"
)


def _null(condition: str, says: str = "one of them does not say") -> Level:
    return Level("null", says, condition, neutral=True)


def _rest(says: str = "nothing can be said") -> Level:
    return Level("rest", says, neutral=True)


def _comparisons(place_km: float, precise_days: int) -> tuple[Comparison, ...]:
    return (
        Comparison("date", "Whether the days can be the same, and how exactly they are known.", (
            _null("(first_day_l is null and last_day_l is null) or (first_day_r is null and last_day_r is null)"),
            Level("same_day", "the same day", "first_day_l = last_day_l and first_day_l = first_day_r"
                  " and first_day_r = last_day_r"),
            Level("far", "days that lie more than two days apart", f"{_GAP} > 2"),
            Level("next_day_firm", "neighbouring days, both given outright", f"{_GAP} = 1 and firm_l and firm_r"),
            Level("next_day", "neighbouring days, one of them inferred", f"{_GAP} = 1"),
            Level("second_day_firm", "two days apart, both given outright", f"{_GAP} = 2 and firm_l and firm_r"),
            Level("second_day", "two days apart, one of them inferred", f"{_GAP} = 2"),
            Level("few_days", "spans of a few days that overlap", f"{_LONGER} <= {precise_days}"),
            Level("period", "longer periods that overlap", f"{_LONGER} <= 366"),
            _rest("the periods are too long to say"),
        )),
        Comparison("place", "Whether the places are one, by distance, by name, or by what lies in what.", (
            _null("place_l is null or place_r is null"),
            Level("two_countries", "different countries", "country_l <> country_r"),
            Level("same_name", "one spot, by the same name", f"{_SPOTS} and place_l = place_r"
                  f" and (not ({_KM_SAYS}) or {_KM} <= {place_km} + {_RADII})", frequency="place"),
            Level("same_spot", "one spot, by distance or by another spelling of its name",
                  f"{_SPOTS} and case when {_KM_SAYS} then {_KM} <= {place_km} + {_RADII} else {_NAMED} end"),
            Level("namesake", "two spots of one name, apart", f"{_SPOTS} and {_NAMED}", neutral=True),
            Level("two_spots", "two different spots", _SPOTS),
            Level("within", "one place is less exact and may hold the other",
                  f"case when place_kind_l in {_VAGUE} and place_kind_r in {_VAGUE} then {_NAMED}"
                  f" else {_NAMED} or {_HOLDS} end"),
            Level("out_of_reach", "places that lie apart, also with what their coordinates leave open",
                  f"radius_l is not null and radius_r is not null and {_KM} > {place_km} + {_RADII}"),
            Level("two_areas", "two different provinces or districts",
                  "place_kind_l = place_kind_r and place_kind_l in ('province', 'district')"),
            _rest("it cannot be said how the places lie to each other"),
        )),
        Comparison("initiators", "Who did it. A label, an umbrella and its member, and the unknown are neutral; in a "
                   "battle both sides count, since reports differ in who began.", (
            _null("doers_l is null or doers_r is null"),
            Level("same_one", "the same actor", "doer_l = doer_r", frequency="doer"),
            Level("shared", "an actor in common", "list_has_any(doers_l, doers_r)"),
            Level("perhaps", "actors that may be one, as an acronym and a name",
                  "list_has_any(doers_l, doer_maybe_r) or list_has_any(doer_maybe_l, doers_r)"),
            Level("kin", "a label, or actors of which one belongs to the other",
                  "not doers_firm_l or not doers_firm_r or list_has_any(doer_kin_l, doer_kin_r)", neutral=True),
            Level("conflict", "different actors"),
        )),
        Comparison("targets", "To whom it was done; bodies of one state are neutral.", (
            _null("victims_l is null or victims_r is null"),
            Level("shared", "a target in common", "list_has_any(victims_l, victims_r)"),
            Level("kin", "a label, or actors of which one belongs to the other",
                  "not victims_firm_l or not victims_firm_r or list_has_any(victim_kin_l, victim_kin_r)", neutral=True),
            Level("conflict", "different targets"),
        )),
        Comparison("others", "Other parties: signatories, speakers, helpers.", (
            _null("others_l is null or others_r is null"),
            Level("shared", "one in common", "list_has_any(others_l, others_r)"),
            _rest("none in common"),
        )),
        Comparison("event_type", "ACLED type and sub-type, or the PLOVER type of acts without violence.", (
            Level("same_sub_type", "the same sub-type", "acled_l = acled_r and sub_type_l = sub_type_r"),
            Level("same_type", "the same type", "acled_l = acled_r"),
            Level("other_type", "different types", "acled_l <> acled_r"),
            Level("same_act", "the same kind of act", "plover_l = plover_r"),
            Level("other_act", "different kinds of acts", "plover_l <> plover_r"),
            Level("other_kind", "one is an attack, the other is not", "is_attack_l <> is_attack_r"),
            _null("true"),
        )),
        Comparison("attack_type", "The kind of attack (GTD).", (
            _null("attack_type_l is null or attack_type_r is null"),
            Level("same", "the same kind", "attack_type_l = attack_type_r"),
            Level("other", "different kinds"),
        )),
        Comparison("weapon", "The kind of weapon (GTD).", (
            _null("weapon_l is null or weapon_r is null"),
            Level("same", "the same kind", "weapon_l = weapon_r"),
            Level("other", "different kinds"),
        )),
        Comparison("target", "What was hit, as written, without the name of the place.", (
            _null("target_l is null or target_r is null"),
            Level("same", "the same words, a name among them", "target_l = target_r and target_names_l is not null"),
            Level("close", "a name in common, or nearly the same letters",
                  "list_has_any(target_names_l, target_names_r)"
                  " or levenshtein(target_name_l, target_name_r) * 4 <= greatest(length(target_name_l),"
                  " length(target_name_r))"),
            Level("same_kind", "the same words, none of them a name", "target_l = target_r"),
            Level("part", "the words of one are among the words of the other",
                  "list_has_all(target_words_l, target_words_r) or list_has_all(target_words_r, target_words_l)"),
            Level("some", "words in common", "list_has_any(target_words_l, target_words_r)", neutral=True),
            Level("other", "two different names", "target_names_l is not null and target_names_r is not null"),
            Level("other_kind", "other words"),
        )),
        Comparison("killed", "The people killed. Tolls rise, so a difference says little.", _toll("killed")),
        Comparison("wounded", "The people wounded. Tolls rise, so a difference says little.", _toll("wounded")),
        Comparison("headline", "The words of the two labels.", (
            _null("headline_l is null or headline_r is null"),
            Level("same", "most words in common", "len(list_intersect(headline_l, headline_r)) >= 3"
                  " and len(list_intersect(headline_l, headline_r)) * 10 >= 8 *"
                  " least(len(headline_l), len(headline_r))"),
            _rest("few words in common"),
        )),
        Comparison("reality", "What is planned, threatened or imagined is never what happened.", (
            _null("happened_l is null or happened_r is null"),
            Level("clash", "one happened, the other did not", "happened_l <> happened_r"),
            _rest("both did, or neither"),
        )),
        Comparison("extent", "A single act is never a series or a campaign.", (
            _null("extent_l is null or extent_r is null"),
            Level("clash", "a single act, and several", "extent_l <> extent_r"),
            _rest("both single, or both several"),
        )),
        Comparison("retelling", "Without a date, articles published far apart tell of different events.", (
            _null("published_l is null or published_r is null"),
            Level("apart", "no date, and more than two months between the articles",
                  "(first_day_l is null or first_day_r is null) and abs(published_l - published_r) > 60"),
            _rest("the articles are near enough, or the dates are known"),
        )),
    )  # fmt: skip


def _toll(what: str) -> tuple[Level, ...]:
    low, high = (f"{what}_min_l", f"{what}_max_l"), (f"{what}_min_r", f"{what}_max_r")
    return (
        _null(f"{low[0]} is null or {high[0]} is null"),
        Level("same", "the same number", f"{low[0]} = {high[0]} and {low[1]} = {high[1]} and {low[0]} > 0"),
        Level("nobody", "nobody", f"{low[0]} = {high[0]} and {low[1]} = {high[1]}"),
        Level("near", "numbers at most three apart", f"abs({low[0]} - {high[0]}) <= 3"),
        Level("other", "other numbers"),
    )


COMPARISONS = _comparisons(5.0, 3)


@cache
def parameters() -> dict[str, Any]:
    """The shipped m and u: {"prior": probability, "comparisons": {name: {level: [m, u]}}}."""
    text = files("summarize.reconcile").joinpath(f"data/{PARAMETERS}.json").read_text(encoding="utf-8")
    found: dict[str, Any] = json.loads(text)
    return found


def prior_bits() -> float:
    """The log2 odds that two reports taken at random tell of one event."""
    prior = float(parameters()["prior"])
    return math.log2(prior / (1 - prior))


@cache
def weights() -> dict[str, dict[str, float]]:
    """What each level of each comparison weighs in bits, frequencies apart."""
    shipped = parameters()["comparisons"]
    return {
        comparison.name: {
            level.name: 0.0 if level.neutral else math.log2(shipped[comparison.name][level.name][0])
            - math.log2(shipped[comparison.name][level.name][1])
            for level in comparison.levels
        }
        for comparison in COMPARISONS
    }  # fmt: skip


# DuckDB's functions on lists, and Spark's. Everything else in the conditions is common to both.
_SPARK = (
    (re.compile(r"list_has_any\("), "arrays_overlap("),
    (re.compile(r"list_has_all\((\w+), (\w+)\)"), r"(size(array_except(\2, \1)) = 0)"),
    (re.compile(r"len\(list_intersect\((\w+), (\w+)\)\)"), r"size(array_intersect(\1, \2))"),
    (re.compile(r"\blen\("), "size("),
)


def _for_spark(condition: str) -> str:
    for duckdb, spark in _SPARK:
        condition = duckdb.sub(spark, condition)
    return condition


@cache
def settings(*, explain: bool = False) -> SettingsCreator:
    """The Splink settings: fixed, for any engine. Nothing in them is trained on the user's records.

    `explain` keeps, for each pair, the level of each comparison and what it added.
    """
    import splink.comparison_level_library as cll
    from splink import SettingsCreator, block_on
    from splink.comparison_library import CustomComparison

    class Condition(cll.CustomLevel):
        """A condition in the words of the engine."""

        def create_sql(self, sql_dialect: Any) -> str:
            return _for_spark(self.sql_condition) if sql_dialect.sql_dialect_str == "spark" else self.sql_condition

    def level(comparison: Comparison, one: Level) -> Any:
        made = cll.ElseLevel() if one.sql == "ELSE" else Condition(one.sql, one.says)
        if one.neutral and one.name == "null":
            return made.configure(is_null_level=True)
        m, u = (1.0, 1.0) if one.neutral else parameters()["comparisons"][comparison.name][one.name]
        extra: dict[str, Any] = {"tf_adjustment_column": one.frequency, "disable_tf_exact_match_detection": True}
        return made.configure(m_probability=m, u_probability=u, **(extra if one.frequency else {}))

    class Fixed(SettingsCreator):
        """Settings that are built once for each engine: they never change, and parsing them takes longer than
        comparing a thousand pairs."""

        @cache  # noqa: B019 - lives as long as the settings, which are cached themselves
        def get_settings(self, sql_dialect_str: str) -> Any:
            return super().get_settings(sql_dialect_str)

        __hash__ = object.__hash__

    return Fixed(
        link_type="dedupe_only",
        probability_two_random_records_match=float(parameters()["prior"]),
        comparisons=[
            CustomComparison(
                output_column_name=comparison.name,
                comparison_description=comparison.says,
                comparison_levels=[level(comparison, one) for one in comparison.levels],
            )
            for comparison in COMPARISONS
        ],
        blocking_rules_to_generate_predictions=[block_on("keys", arrays_to_explode=["keys"])],
        retain_matching_columns=explain,
        retain_intermediate_calculation_columns=explain,
        linker_uid="summarize",
    )
