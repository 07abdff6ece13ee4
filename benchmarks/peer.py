"""The peer: Splink as its manual says to use it, u by random sampling and m by EM on the batch, four blocking rules.

Clustered by connected components at the one of a few thresholds that the truth likes best: a favour that no user has.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

__all__ = ["link_with_em"]

THRESHOLDS = (0.5, 0.9, 0.99, 0.999, 0.9999, 0.99999, 0.999999)


def link_with_em(path: Path) -> tuple[list[NDArray[np.int64]], int]:
    """The partitions that the thresholds give, a cluster number for each report, and how many pairs were scored."""
    import duckdb
    from splink import DuckDBAPI, Linker, block_on

    with duckdb.connect() as con:
        con.execute(f"create table reports as select *, day // 7 as week from read_parquet('{path}')")
        api = DuckDBAPI(con)
        linker = Linker(api.register("reports"), _settings())
        training = linker.training
        training.estimate_probability_two_random_records_match(
            [block_on("event_type", "day", "place", "perp"), block_on("event_type", "day", "target")], recall=0.5
        )
        training.estimate_u_using_random_sampling(max_pairs=1e6, seed=1)
        training.estimate_parameters_using_expectation_maximisation(block_on("day", "event_type"))
        training.estimate_parameters_using_expectation_maximisation(block_on("place", "target"))
        found = linker.inference.predict(threshold_match_probability=THRESHOLDS[0], warning_mode="never")
        links = con.execute(
            f"select unique_id_l as l, unique_id_r as r, match_probability as p from {found.physical_name}"
        ).fetchnumpy()
        count = int(con.execute("select count(*) from reports").fetchall()[0][0])
    return [_components(count, links, threshold) for threshold in THRESHOLDS], len(links["l"])


def _settings() -> Any:
    import splink.comparison_library as cl
    from splink import SettingsCreator, block_on

    def near(column: str, steps: tuple[int, ...]) -> Any:
        levels: list[Any] = [{"sql_condition": f"{column}_l is null or {column}_r is null", "is_null_level": True}]
        levels += [{"sql_condition": f"abs({column}_l - {column}_r) <= {step}"} for step in steps]
        return cl.CustomComparison([*levels, {"sql_condition": "ELSE"}], output_column_name=column)

    return SettingsCreator(
        link_type="dedupe_only",
        comparisons=[
            cl.ExactMatch("event_type").configure(term_frequency_adjustments=True),
            near("day", (0, 1, 2)),
            cl.JaroWinklerAtThresholds("place", [0.92, 0.85]),
            cl.DistanceInKMAtThresholds("lat", "lon", [2, 5, 20]),
            cl.JaroWinklerAtThresholds("perp", [0.92, 0.8]),
            cl.JaroWinklerAtThresholds("target", [0.92, 0.8]),
            cl.ExactMatch("weapon"),
            near("killed", (0, 1, 3)),
        ],
        blocking_rules_to_generate_predictions=[
            block_on("event_type", "day", "substr(place, 1, 3)"),
            block_on("event_type", "week", "place"),
            block_on("place", "target"),
            block_on("event_type", "perp", "target"),
        ],
        retain_matching_columns=False,
    )


def _components(count: int, links: dict[str, Any], threshold: float) -> NDArray[np.int64]:
    from scipy.sparse import coo_array
    from scipy.sparse.csgraph import connected_components

    kept = links["p"] >= threshold
    ends = (links["l"][kept], links["r"][kept])
    graph = coo_array((np.ones(len(ends[0]), dtype=np.int8), ends), shape=(count, count))
    labels: NDArray[np.int64] = connected_components(graph, directed=False)[1]
    return labels
