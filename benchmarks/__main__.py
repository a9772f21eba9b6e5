"""``python -m benchmarks``: what reading and storing costs, as a table."""

from __future__ import annotations

import click

from benchmarks import speed
from benchmarks.texts import HOSTILE
from netralitas.output import Cell, progress, table

MOST_MS = 8.0
"""Milliseconds of one core that the facts of an article may take, in the median."""
MOST_OF_TRAFILATURA = 0.5
VERDICTS = {True: "yes", False: "NO", None: "?"}


@click.command()
@click.option(
    "--limit",
    type=click.FloatRange(min=0.01),
    default=1.5,
    show_default=True,
    help="Leave out a long text that is expected to take more seconds than this.",
)
@click.option("--long", is_flag=True, help="Also 2 MB of each text.")
def main(limit: float, long: bool) -> None:
    """Measure what reading and storing costs, in time of one core (time.process_time).

    All ratios are taken within this run. Other work on the machine makes the figures worse.
    """
    relevant, every, articles = speed.facts_of_articles()
    theirs, ours, size = speed.page_reading()
    rows, taken, clock = speed.stored_rows()
    table(
        "What reading and storing costs (one core)",
        ("what", "figure", "bar"),
        [
            (f"facts of an article, median of {articles}", f"{every:.2f} ms", f"at most {MOST_MS:g} ms"),
            ("facts of an article on the subject, median", f"{relevant:.2f} ms", f"at most {MOST_MS:g} ms"),
            (f"trafilatura with metadata, WordPress page of {size / 1000:.0f} kB", f"{theirs:.2f} ms", None),
            (
                "facts of an article on the subject : trafilatura",
                f"{relevant / theirs:.2f}",
                f"at most {MOST_OF_TRAFILATURA}",
            ),
            ("the same page read by Netralitas (text and metadata)", f"{ours:.2f} ms", None),
            ("the same page read by Netralitas : trafilatura", f"{ours / theirs:.2f}", None),
            (f"rows stored a second ({rows} rows)", f"{rows / taken:.0f}", None),
            ("rows stored a second, by the clock", f"{rows / clock:.0f}", None),
        ],
    )
    click.echo()
    sizes = (*speed.SIZES, speed.LONG) if long else speed.SIZES
    lines: list[tuple[Cell, ...]] = []
    with progress("Reading long texts", 1 + len(HOSTILE)) as advance:
        for found in speed.growths(limit, sizes):
            costs = (f"{found.per_kb[size]:.3f}" if size in found.per_kb else "-" for size in sizes)
            lines.append((found.name, *costs, f"{found.ratio:.2f}", VERDICTS[found.linear]))
            advance(found.name)
    table(
        f"Text and facts of long articles, ms a kB (-: over {limit:g} s; linear: ratio to {speed.LINEAR:g})",
        ("text", *(f"{size // 1000} kB" for size in sizes), "ratio", "linear"),
        lines,
    )


if __name__ == "__main__":
    main(prog_name="python -m benchmarks")
