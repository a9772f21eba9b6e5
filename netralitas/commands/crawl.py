"""``netralitas crawl``: newspapers into the database."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING

import click

from netralitas import options
from netralitas.crawling import crawled, explain, print_run
from netralitas.errors import BadData, told

if TYPE_CHECKING:
    from spiders.sources import Source


@click.command(short_help="Fetch what newspapers publish, and store it.")
@click.argument("names", metavar="[SOURCE]...", nargs=-1)
@click.option(
    "--since",
    type=click.DateTime(["%Y-%m-%d"]),
    metavar="DATE",
    help="Leave out what was published before this day (2024-09-25).",
)
@click.option("--limit", type=click.IntRange(min=1), help="The most articles to fetch of a newspaper.")
@options.database
@options.sources_folder
def crawl(
    names: tuple[str, ...], since: datetime | None, limit: int | None, database: Path, folder: Path | None
) -> None:
    """Fetch what newspapers have published on the neutrality of civil servants, and store it.

    SOURCE is the key of a newspaper as `netralitas sources list` shows it; without one, all newspapers are
    crawled but those that have closed. Pages that are known are not fetched again. Ctrl+C ends the crawl and
    keeps what was fetched. The environment variable NETRALITAS_CONTACT must tell newspapers how to reach you.

    \b
    Example:
      netralitas crawl topsatu --since 2024-09-25 --limit 50
    """
    from spiders.sources import SourceError, load_sources

    with told(SourceError):
        declared = load_sources(folder)
    run = crawled(_chosen(declared, names), database, since=since.date() if since else None, limit=limit)
    print_run(run)
    explain(run)
    if run.state == "stopped":
        raise BadData("The crawl was stopped; run the same command again to go on.")
    if all(source.state == "failed" for source in run.sources.values()):
        raise BadData("No newspaper could be read; the reasons stand above.")


def _chosen(declared: Mapping[str, Source], names: Sequence[str]) -> dict[str, Source]:
    for name in names:
        if name not in declared:
            near = get_close_matches(name, declared, n=1)
            hint = f'did you mean "{near[0]}"?' if near else "`netralitas sources list` shows all."
            raise click.BadParameter(f'no newspaper has the key "{name}"; {hint}', param_hint="SOURCE")
    return {key: declared[key] for key in names or declared if names or declared[key].status != "gone"}
