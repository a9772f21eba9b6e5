"""What ``confidence`` is worth: the share of right values among those marked high, medium and low."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from benchmarks.sets import ReadSet
from pipelines.evaluation.matching import match

KINDS = ("officials", "posts", "regions", "dates", "sanctions", "violations")
"""The kinds whose values carry a confidence. A post (position, region, status) has that of its official."""
LEVELS = ("high", "medium", "low")

Counts = dict[tuple[str, str], tuple[int, int]]
"""By kind and confidence: how many of the values that count are right, and how many there are."""


def calibration(sets: Iterable[ReadSet]) -> Counts:
    """Count right and wrong values over ``sets``, matched with what was meant as the scorer does.

    A value is right if it is paired with one that was meant. As in the scorer, what repeats a value, what is
    optional, and the province of a region that was meant are neither right nor wrong.
    """
    right: Counter[tuple[str, str]] = Counter()
    total: Counter[tuple[str, str]] = Counter()
    for one in sets:
        for annotated in one.annotated:
            for key, is_right in _judged(annotated, one.records[annotated["id"]]):
                total[key] += 1
                right[key] += is_right
    return {key: (right[key], total[key]) for key in total}


def _judged(
    annotated: Mapping[str, Any], record: Mapping[str, Any]
) -> Iterator[tuple[tuple[str, str], bool]]:
    regions = {entry["region"]: entry for entry in record["region_evidence"]}
    for kind in KINDS:
        matched = match(kind, annotated, record)
        judged = [(read, True) for _, read in matched.pairs] + [(read, False) for read in matched.extra]
        for read, is_right in judged:
            value = regions[read] if kind == "regions" else read
            yield (kind, value["evidence"]["confidence"]), is_right
