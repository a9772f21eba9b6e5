"""``netralitas evaluate``: how well the facts are read, against annotated articles."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from netralitas.errors import BadData, NotThere, told
from netralitas.output import Cell, progress, table

if TYPE_CHECKING:
    from pipelines.article import Article
    from pipelines.evaluation import Evaluation, Mistake


@click.command()
@click.argument("folder", metavar="DIR", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--mistakes", is_flag=True, help="List every mistake, one a line, with its sentence.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON in place of a table.")
@click.option(
    "--min-f1",
    type=click.FloatRange(0, 1),
    help='Fail (exit code 1) if the F1 of "all facts" is lower than this.',
)
def evaluate(folder: Path, mistakes: bool, as_json: bool, min_f1: float | None) -> None:
    """Score the facts that are read out of annotated articles.

    DIR holds an annotated article a file, as JSON. Precision, recall and F1 are summed up over all articles;
    the interval holds the F1 (or the accuracy) of 95 % of 1,000 resamples of the articles.

    \b
    Example:
      netralitas evaluate tests/gold --mistakes
    """
    from pipelines.evaluation import AnnotationError, load_annotated, score

    with told(AnnotationError):
        annotated = load_annotated(folder)
    if not annotated:
        raise NotThere(
            f"There is no annotated article (*.json) in {folder}; give the folder that holds them."
        )
    articles, records = _read(annotated)
    evaluation = score(annotated, records)
    if as_json:
        found = _as_json(evaluation)
        if mistakes:
            found["mistakes"] = [
                {**asdict(m), "sentence": sentence} for m, sentence in _with_sentences(evaluation, articles)
            ]
        click.echo(json.dumps(found, ensure_ascii=False, indent=1))
    else:
        if mistakes:
            for mistake, sentence in _with_sentences(evaluation, articles):
                click.echo(_line(mistake, sentence))
            click.echo()
        _print(evaluation)
    reached = evaluation.facts["all facts"].f1
    if min_f1 is not None and reached < min_f1:
        raise BadData(f"All facts reach F1 {reached:.3f}, which is below {min_f1:.3f}; --mistakes lists why.")


def _read(annotated: list[dict[str, Any]]) -> tuple[dict[str, Article], dict[str, dict[str, Any]]]:
    """The articles as they are read, and the facts of each as a record, by id."""
    from pipelines.article import article_from_record
    from pipelines.extraction import extract
    from pipelines.extraction.records import to_record

    articles, records = {}, {}
    with progress("Reading facts", len(annotated)) as advance:
        for record in annotated:
            key = record["id"]
            with told(ValueError):
                articles[key] = article_from_record(record)
            records[key] = to_record(key, extract(articles[key]))
            advance(key)
    return articles, records


def _as_json(evaluation: Evaluation) -> dict[str, Any]:
    figures = asdict(evaluation)
    return {name: figures[name] for name in ("articles", "facts", "attributes")}


def _print(evaluation: Evaluation) -> None:
    rows: list[tuple[Cell, ...]] = [
        (kind, f.precision, f.recall, f.f1, f.support, _range(f.interval))
        for kind, f in evaluation.facts.items()
    ]
    rows += [
        (f"{name} (accuracy)", None, None, a.accuracy, a.support, _range(a.interval))
        for name, a in evaluation.attributes.items()
    ]
    table(
        f"{evaluation.articles} articles",
        ("fact", "precision", "recall", "F1", "n", "95 % interval"),
        rows,
    )


def _range(interval: tuple[float, float]) -> str:
    return f"{interval[0]:.3f} to {interval[1]:.3f}"


def _with_sentences(
    evaluation: Evaluation, articles: dict[str, Article]
) -> Iterator[tuple[Mistake, str | None]]:
    from pipelines.evaluation import sentence_of

    return ((mistake, sentence_of(mistake, articles[mistake.article])) for mistake in evaluation.mistakes)


def _line(mistake: Mistake, sentence: str | None) -> str:
    """A mistake as one line: the article, the kind of fact, what is wrong, the fact, and the sentence."""
    from pipelines.evaluation.scoring import ATTRIBUTES

    read, meant = mistake.read, mistake.meant
    if mistake.problem != "wrong":
        words = _short(meant if read is None else read)
    elif mistake.what in ATTRIBUTES:
        key = ATTRIBUTES[mistake.what][1]
        fact = _short(next(iter(read.values())))
        words = f"{_short(read.get(key))} in place of {_short(meant.get(key))}, {fact}"
    else:
        words = f"{_short(read)} in place of {_short(meant)}"
    return " | ".join((mistake.article, mistake.what, mistake.problem, words, sentence or "-"))


def _short(value: Any) -> str:
    if isinstance(value, dict):
        value = {key: part for key, part in value.items() if key != "evidence"}
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
