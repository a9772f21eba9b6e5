"""The sets of annotated articles, what is read from their articles, and how it scores."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from pipelines.article import Article, article_from_record
from pipelines.evaluation import Evaluation, load_annotated, score
from pipelines.evaluation.annotated import Annotated
from pipelines.evaluation.scoring import RESAMPLES
from pipelines.extraction import extract
from pipelines.extraction.records import to_record
from practice_press import load_articles

ROOT = Path(__file__).parent.parent


@dataclass(frozen=True, slots=True)
class AnnotatedSet:
    """Annotated articles that are scored together.

    ``key`` names the set in ``tests/floors.toml``, ``title`` in documents; ``place`` is where its articles
    lie, relative to the root of the repository. ``load`` gives none where the set is not there.
    """

    key: str
    title: str
    place: str
    load: Callable[[], list[Annotated]]


def in_folder(key: str, title: str, place: str) -> AnnotatedSet:
    """The set whose articles lie in the folder ``place``, a file each."""
    return AnnotatedSet(key, title, place, lambda: load_annotated(ROOT / place))


SETS = (
    AnnotatedSet(
        "practice",
        "The practice press",
        "practice_press/articles",
        lambda: [article.gold() for article in load_articles()],
    ),
    in_folder("press", "In the manner of the press", "tests/press"),
    in_folder("dev", "The development set", "../shared/gold/dev"),
)


@dataclass(frozen=True, slots=True)
class ReadSet:
    """A set with what was read from it: articles and records of facts by the article's id."""

    annotated: list[Annotated]
    articles: dict[str, Article]
    records: dict[str, dict[str, Any]]

    def evaluation(self, resamples: int = RESAMPLES) -> Evaluation:
        """The figures that ``netralitas evaluate`` gives; of 0 ``resamples``, the intervals say nothing."""
        return score(self.annotated, self.records, resamples=resamples)


@cache
def read_set(chosen: AnnotatedSet) -> ReadSet:
    """Read the facts out of all articles of a set, once in a process.

    Raises ``AnnotationError`` (or ``ArticleError``) for an article that is no annotated one.
    """
    annotated = chosen.load()
    articles = {record["id"]: article_from_record(record) for record in annotated}
    records = {key: to_record(key, extract(article)) for key, article in articles.items()}
    return ReadSet(annotated, articles, records)
