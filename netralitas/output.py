"""What commands show: tables, and how far work has got. On a terminal with rich, elsewhere as plain lines."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from itertools import zip_longest

import click
from rich import box
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Table

Cell = str | int | float | None
Advance = Callable[[str], None]
"""To be called when one more is done, with what it was or how it all stands."""

PLAIN_EVERY = 5.0
"""Seconds between two plain lines of progress, unless told otherwise."""


def table(
    title: str, columns: Sequence[str], rows: Sequence[Sequence[Cell]], styles: Sequence[str] = ()
) -> None:
    """Print a table to standard output; columns of numbers are aligned at the right.

    ``styles`` are rich's, one a row ("red"); they show on a terminal only.
    """
    cells: list[list[str]] = [[_text(cell) for cell in row] for row in rows]
    numeric = [all(not isinstance(row[i], str) for row in rows) for i in range(len(columns))]
    console = Console()
    if console.is_terminal:
        drawn = Table(title=title, box=box.SIMPLE_HEAD, title_justify="left", padding=0)
        for i, name in enumerate(columns):  # what a row is called must not be cut where room is short
            drawn.add_column(name, justify="right" if numeric[i] else "left", no_wrap=i == 0, overflow="fold")
        for row, style in zip_longest(cells, styles):
            drawn.add_row(*row, style=style)
        console.print(drawn, markup=False)
        return
    widths = [max(map(len, column)) for column in zip(columns, *cells, strict=True)]
    click.echo(title)
    for line in (columns, *cells):
        parts = [
            cell.rjust(width) if right else cell.ljust(width)
            for cell, width, right in zip(line, widths, numeric, strict=True)
        ]
        click.echo("  ".join(parts).rstrip())


def _text(cell: Cell) -> str:
    return f"{cell:.3f}" if isinstance(cell, float) else "" if cell is None else str(cell)


def say(line: str) -> None:
    """Print a line to standard error, where it does not mix with what a command gives."""
    click.echo(line, err=True)


@contextmanager
def progress(what: str, total: int, *, plain_every: float = PLAIN_EVERY) -> Iterator[Advance]:
    """Show how far ``what`` has got while the block runs: a bar on a terminal, else a line now and then."""
    console = Console(stderr=True)
    if not console.is_terminal:
        yield _plain(what, total, plain_every)
        return
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
        TextColumn("{task.fields[last]}", markup=False),
    )
    with Progress(*columns, console=console, transient=True) as bar:
        task = bar.add_task(what, total=total, last="")
        yield lambda last: bar.update(task, advance=1, last=last)


def _plain(what: str, total: int, every: float) -> Advance:
    done, told = 0, time.monotonic()

    def advance(last: str) -> None:
        nonlocal done, told
        done += 1
        if time.monotonic() - told >= every:
            told = time.monotonic()
            say(f"{what}: {done} of {total}, {last}")

    return advance
