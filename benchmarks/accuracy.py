"""``python -m benchmarks.accuracy``: docs/accuracy.md out of the annotated sets, and the floors raised."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import click
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from benchmarks.calibration import KINDS as CALIBRATED
from benchmarks.calibration import LEVELS, Counts, calibration
from benchmarks.floors import FLOORS, as_toml, figures_of, load_floors, raised
from benchmarks.sets import ROOT, SETS, AnnotatedSet, read_set
from netralitas.errors import told
from pipelines.evaluation import AnnotationError, Evaluation
from practice_press import ArticleError

PAGE = ROOT / "docs" / "accuracy.md"
TEMPLATE = "accuracy.md.j2"

Measured = list[tuple[AnnotatedSet, Evaluation | None]]
"""Every set with its figures, or None where the set is not there."""


@click.command()
@click.option(
    "-o",
    "--output",
    type=click.Path(dir_okay=False, writable=True, path_type=Path),
    default=PAGE,
    help="Where the page is written; docs/accuracy.md if left out.",
)
@click.option("--raise-floors", is_flag=True, help="Raise the floors to the present figures; write no page.")
@click.option(
    "--floors",
    type=click.Path(dir_okay=False, writable=True, path_type=Path),
    default=FLOORS,
    help="The floors to raise; tests/floors.toml if left out.",
)
def main(output: Path, raise_floors: bool, floors: Path) -> None:
    """Measure how well facts are read from all annotated sets, and write docs/accuracy.md."""
    with told(AnnotationError, ArticleError):
        there = [chosen for chosen in SETS if read_set(chosen).annotated]
    for missing in (chosen for chosen in SETS if chosen not in there):
        click.echo(f"{missing.title}: no articles in {missing.place}; left out.", err=True)
    if raise_floors:
        standing = load_floors(floors) if floors.exists() else {}
        for chosen in there:
            figures = figures_of(read_set(chosen).evaluation(resamples=0))
            standing[chosen.key] = raised(standing.get(chosen.key, {}), figures)
        floors.write_text(as_toml(standing), encoding="utf-8")
        click.echo(f"Floors raised in {floors}: {', '.join(chosen.key for chosen in there)}.")
        return
    measured = [(one, read_set(one).evaluation() if one in there else None) for one in SETS]
    text = page(measured, calibration(read_set(chosen) for chosen in there))
    output.write_text(text, encoding="utf-8")
    click.echo(f"Accuracy over {sum(e.articles for _, e in measured if e)} articles written to {output}.")


def page(measured: Measured, counts: Counts) -> str:
    """The text of docs/accuracy.md: the template with the figures of each set and of the confidence marks."""
    templates = Environment(
        loader=FileSystemLoader(Path(__file__).parent),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    return templates.get_template(TEMPLATE).render(
        measured=measured,
        mistakes={
            one.key: Counter((mistake.what, mistake.problem) for mistake in evaluation.mistakes)
            for one, evaluation in measured
            if evaluation
        },
        kinds=CALIBRATED,
        levels=[level for level in LEVELS if any(of == level for _, of in counts)],
        counts=counts,
    )


if __name__ == "__main__":
    main(prog_name="python -m benchmarks.accuracy")
