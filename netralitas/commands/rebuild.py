"""``netralitas rebuild``: the archive read again with today's rules."""

from __future__ import annotations

from collections import Counter
from contextlib import ExitStack
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import click

from netralitas import options
from netralitas.errors import BadData, told, told_of_crawl, told_of_database
from netralitas.output import Advance, Cell, progress, say, table

if TYPE_CHECKING:
    from pipelines.changes import Change

_LONGEST = 60
_KINDS = ("added", "changed", "removed")


@click.command(short_help="Read the archive again with today's rules.")
@click.option("--source", "keys", metavar="KEY", multiple=True, help="Only this newspaper; may be repeated.")
@click.option("--changed-only", is_flag=True, help="Only pages that other rules than today's have read.")
@click.option(
    "--processes", type=click.IntRange(min=1), help="How many processes read; one a processor if left out."
)
@options.database
@options.sources_folder
def rebuild(
    keys: tuple[str, ...], changed_only: bool, processes: int | None, database: Path, folder: Path | None
) -> None:
    """Read every archived page again and write what today's rules read differently.

    Nothing is asked of any newspaper. Each value that was added, changed or removed is printed on a line:
    what became of it, table and column, the value before and after, the row, the article.

    \b
    Example:
      netralitas rebuild --source topsatu --changed-only
    """
    from spiders.rebuild import RebuildError
    from spiders.rebuild import rebuild as read_again
    from spiders.sources import SourceError, load_sources

    with told(SourceError):
        declared = load_sources(folder)
    counts: Counter[tuple[str, str]] = Counter()

    def report(change: Change) -> None:
        counts[change.table, change.kind] += 1
        click.echo(_line(change))

    with told(RebuildError), told_of_crawl(), told_of_database(database), ExitStack() as stack:

        @cache
        def advance(total: int) -> Advance:
            return stack.enter_context(progress("Pages", total))

        rebuilt = read_again(
            database,
            declared,
            sources=keys,
            changed_only=changed_only,
            processes=processes,
            report=report,
            progress=lambda url, total: advance(total)(url),
        )
    if not counts:
        say(f"Nothing differs in the {rebuilt.pages} pages that were read again.")
    tables = sorted({name for name, _ in counts})
    rows: list[tuple[Cell, ...]] = [(name, *(counts[name, kind] for kind in _KINDS)) for name in tables]
    if rows:
        table(f"Values that differ, of {rebuilt.pages} pages read again", ("table", *_KINDS), rows)
    if rebuilt.not_archived:
        say(f"Pages that were fetched before there was an archive stay as they are: {rebuilt.not_archived}.")
    for url, reason in rebuilt.failures:
        say(f"{url} could not be read again: {reason}")
    if rebuilt.failures:
        raise BadData(f"Pages that could not be read again and stay as they were: {len(rebuilt.failures)}.")


def _line(change: Change) -> str:
    before, after = (_short(value) for value in (change.before, change.after))
    what = {"added": after, "removed": before, "changed": f"{before} -> {after}"}[change.kind]
    return f"{change.kind}\t{change.table}.{change.column}\t{what}\t{change.id}\t{change.url}"


def _short(value: object) -> str:
    text = " ".join(str(value).split())
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"
