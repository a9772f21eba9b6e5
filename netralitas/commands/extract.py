"""``netralitas extract``: facts out of articles in JSON lines."""

from __future__ import annotations

from pathlib import Path

import click

from netralitas.errors import told
from netralitas.output import progress, say


@click.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, allow_dash=True, path_type=Path))
@click.option(
    "-o",
    "--output",
    type=click.Path(dir_okay=False, writable=True, allow_dash=True, path_type=Path),
    default="-",
    help="Where to write; standard output if left out.",
)
def extract(file: Path, output: Path) -> None:
    """Read the facts out of articles.

    FILE holds an article a line as a JSON object: id, url, domain, title, published (a day or a time in ISO
    8601, or null) and text; only text must be there. "-" is standard input. Each line gives one line of
    facts, in the same order. If any line of FILE is wrong, nothing is written.

    \b
    Example:
      netralitas extract articles.jsonl -o facts.jsonl
    """
    from netralitas.jsonlines import BadLine, Checked, OutputError, written_whole
    from pipelines import extraction
    from pipelines.extraction.records import to_record

    name = "standard input" if str(file) == "-" else str(file)
    with (
        told(BadLine, OutputError),
        click.open_file(str(file), "rb") as lines,
        Checked(lines, name) as articles,
    ):
        with written_whole(output) as write, progress("Reading facts", len(articles)) as advance:
            for number, article in articles:
                try:
                    facts = extraction.extract(article)
                except Exception as error:
                    raise RuntimeError(f"{name}, line {number}: {error!r}") from error
                write(to_record(article.id, facts))
                advance(article.id)
        count = len(articles)
    if str(output) != "-":
        say(f"Articles read into {output}: {count}.")
