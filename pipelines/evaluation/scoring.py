"""Precision, recall and F1 of what was read against what was meant, how sure they are, and every mistake."""

from __future__ import annotations

import random
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from pipelines.evaluation.matching import KINDS, Entry, Matched, accepts, match

CORE = ("posts", "regions", "dates", "sanctions", "violations")
"""The kinds that "all facts" sums up."""
ALL_FACTS = "all facts"

ATTRIBUTES = {
    "role": ("officials", "role"),
    "sanction level": ("sanctions", "level"),
    "act": ("violations", "act"),
    "stage": ("violations", "stage"),
}
"""What is asked of a fact that was found: the kind and the key of each attribute."""

RESAMPLES = 1000
LEVEL = 0.95
"""How much of the resamples an interval holds."""

Interval = tuple[float, float]
Tally = tuple[int, int, int]
"""Found, read too much, missed."""


@dataclass(frozen=True, slots=True)
class Figure:
    """Precision, recall and F1 of one kind of fact, 0 to 1; ``support`` is how many were meant.

    ``interval`` holds the F1 of 95 % of the resamples (see ``score``). Where nothing was meant and nothing
    read, all are 1.
    """

    precision: float
    recall: float
    f1: float
    support: int
    interval: Interval


@dataclass(frozen=True, slots=True)
class Accuracy:
    """The share of right values of one attribute, 0 to 1; ``support`` is how many were looked at."""

    accuracy: float
    support: int
    interval: Interval


@dataclass(frozen=True, slots=True)
class Mistake:
    """One mistake of one article. ``missed`` has no ``read``, ``extra`` no ``meant``, ``wrong`` has both.

    ``what`` is the kind of fact or, where a fact was found with a wrong attribute, that attribute.
    """

    article: str
    what: str
    problem: Literal["missed", "extra", "wrong"]
    meant: Any = None
    read: Any = None


@dataclass(frozen=True, slots=True)
class Evaluation:
    """The outcome: figures by kind of fact and for ``all facts``, accuracies by attribute, every mistake."""

    articles: int
    facts: dict[str, Figure]
    attributes: dict[str, Accuracy]
    mistakes: list[Mistake]


@dataclass(slots=True)
class _Scored:
    """What came of one article: a tally a kind of fact; right and wrong an attribute."""

    facts: dict[str, Tally] = field(default_factory=dict)
    attributes: dict[str, tuple[int, int]] = field(default_factory=dict)
    mistakes: list[Mistake] = field(default_factory=list)


def score(
    annotated: Iterable[Mapping[str, Any]],
    read: Mapping[str, Mapping[str, Any]],
    *,
    resamples: int = RESAMPLES,
    seed: int = 0,
) -> Evaluation:
    """Score the records ``read`` (by article id) against the annotated articles.

    Counts are summed over all articles before precision, recall and F1 are taken. An article that was not
    read counts as read with nothing found. The intervals are bootstrap intervals: the articles are drawn
    ``resamples`` times with replacement, for facts of one article are not independent of each other, and
    the middle 95 % of the figures taken. The same ``seed`` gives the same intervals.
    """
    scored = [_score_article(article, read.get(article["id"], {})) for article in annotated]
    draws = _draws(len(scored), resamples, seed)
    facts = {
        kind: _figure([article.facts[kind] for article in scored], draws) for kind in (*KINDS, ALL_FACTS)
    }
    attributes = {
        name: _accuracy([article.attributes[name] for article in scored], draws)
        for name in ("label", *ATTRIBUTES)
    }
    return Evaluation(len(scored), facts, attributes, [m for article in scored for m in article.mistakes])


def _score_article(annotated: Mapping[str, Any], read: Mapping[str, Any]) -> _Scored:
    key = annotated["id"]
    scored = _Scored()
    right = accepts(annotated["label"], read.get("label"))
    scored.attributes["label"] = (int(right), int(not right))
    if not right:
        scored.mistakes.append(Mistake(key, "label", "wrong", annotated["label"], read.get("label")))
    for kind in KINDS:
        matched = match(kind, annotated, read)
        scored.facts[kind] = (len(matched.pairs), len(matched.extra), len(matched.missed))
        scored.mistakes += [Mistake(key, kind, "missed", meant=entry) for entry in matched.missed]
        scored.mistakes += [Mistake(key, kind, "extra", read=entry) for entry in matched.extra]
        for name, (of, attribute) in ATTRIBUTES.items():
            if of == kind:
                wrong = _wrong(matched, attribute)
                scored.attributes[name] = (len(matched.pairs) - len(wrong), len(wrong))
                scored.mistakes += [Mistake(key, name, "wrong", *pair) for pair in wrong]
    scored.facts[ALL_FACTS] = _sum([scored.facts[kind] for kind in CORE])
    return scored


def _wrong(matched: Matched, attribute: str) -> list[tuple[Entry, Entry]]:
    return [
        (meant, read)
        for meant, read in matched.pairs
        if not accepts(meant.get(attribute), read.get(attribute))
    ]


def _sum(tallies: Sequence[Tally]) -> Tally:
    found, extra, missed = map(sum, zip((0, 0, 0), *tallies, strict=True))
    return found, extra, missed


def _ratios(tally: Tally) -> tuple[float, float, float]:
    """Precision, recall, F1."""
    found, extra, missed = tally
    precision = found / (found + extra) if found + extra else 1.0
    recall = found / (found + missed) if found + missed else 1.0
    both = precision + recall
    return precision, recall, 2 * precision * recall / both if both else 0.0


def _figure(tallies: Sequence[Tally], draws: Sequence[Sequence[int]]) -> Figure:
    total = _sum(tallies)
    resampled = (_ratios(_sum([tallies[i] for i in draw]))[2] for draw in draws)
    return Figure(*_ratios(total), total[0] + total[2], _interval(resampled))


def _accuracy(counts: Sequence[tuple[int, int]], draws: Sequence[Sequence[int]]) -> Accuracy:
    def share(pairs: Iterable[tuple[int, int]]) -> tuple[float, int]:
        right, wrong = map(sum, zip((0, 0), *pairs, strict=True))
        return (right / (right + wrong) if right + wrong else 1.0), right + wrong

    return Accuracy(*share(counts), _interval(share(counts[i] for i in draw)[0] for draw in draws))


def _draws(articles: int, resamples: int, seed: int) -> list[list[int]]:
    generator = random.Random(seed)
    return [generator.choices(range(articles), k=articles) for _ in range(resamples)] if articles else []


def _interval(figures: Iterable[float]) -> Interval:
    """The middle ``LEVEL`` of the figures, by nearest rank; 0 to 1, which says nothing, of none."""
    ranked = sorted(figures)
    if not ranked:
        return 0.0, 1.0
    outside = (1 - LEVEL) / 2
    last = len(ranked) - 1
    return ranked[round(outside * last)], ranked[round((1 - outside) * last)]
