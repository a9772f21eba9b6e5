"""``netralitas crawl``: newspapers into the database."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from netralitas import options
from netralitas.alerting import AlertError, targets, tell_changes
from netralitas.commands.newspapers import choose
from netralitas.crawling import crawled, explain, print_run
from netralitas.errors import BadData, Stopped, told, told_of_database
from netralitas.output import say

FC = TypeVar("FC", bound=Callable[..., Any])

if TYPE_CHECKING:
    pass


def _budget(name: str, kind: type[int] | type[float], words: str) -> Callable[[FC], FC]:
    """An option that says how much may be used up."""
    range_ = click.IntRange(min=1) if kind is int else click.FloatRange(min=0, min_open=True)
    return click.option(f"--{name.replace('_', '-')}", name, type=range_, help=words)


@click.command(short_help="Fetch what newspapers publish, and store it.")
@click.argument("names", metavar="[SOURCE]...", nargs=-1)
@click.option(
    "--since",
    type=click.DateTime(["%Y-%m-%d"]),
    metavar="DATE",
    help="Leave out what was published before this day (2024-09-25).",
)
@click.option("--limit", type=click.IntRange(min=1), help="The most articles to fetch of a newspaper.")
@_budget("minutes", float, "The most minutes that the crawl may take.")
@_budget("pages", int, "About the most requests that the crawl may send.")
@_budget("minutes_each", float, "The most minutes for one newspaper.")
@_budget("pages_each", int, "About the most answers to fetch of one newspaper, listings too.")
@options.database
@options.sources_folder
def crawl(
    names: tuple[str, ...],
    since: datetime | None,
    limit: int | None,
    minutes: float | None,
    pages: int | None,
    minutes_each: float | None,
    pages_each: int | None,
    database: Path,
    folder: Path | None,
) -> None:
    """Fetch what newspapers have published on the neutrality of civil servants, and store it.

    SOURCE is the key of a newspaper as `netralitas sources list` shows it; without one, all newspapers are
    crawled but those that have closed, first those that were not asked for longest. Pages that are known are
    not fetched again. Ctrl+C ends the crawl within ten seconds and keeps what was fetched. The environment
    variable NETRALITAS_CONTACT must tell newspapers how to reach you.

    \b
    Example:
      netralitas crawl topsatu --since 2024-09-25 --limit 50
    """
    from spiders.sources import SourceError, load_sources

    with told(SourceError):
        declared = load_sources(folder)
    budgets = {
        "NETRALITAS_RUN_SECONDS": minutes and 60 * minutes,
        "NETRALITAS_RUN_PAGES": pages,
        "CLOSESPIDER_TIMEOUT": minutes_each and 60 * minutes_each,
        "CLOSESPIDER_PAGECOUNT": pages_each,
    }
    run = crawled(
        choose(declared, names),
        database,
        since=since.date() if since else None,
        limit=limit,
        settings={name: budget for name, budget in budgets.items() if budget is not None},
    )
    print_run(run)
    explain(run)
    if run.state == "stopped":
        raise Stopped("The crawl was stopped; run the same command again to go on.")
    _alert(database)
    if all(source.state == "failed" for source in run.sources.values()):
        raise BadData("No newspaper could be read; the reasons stand above.")


def _alert(database: Path) -> None:
    """Tell operators what has changed, if anybody is to be told. That this fails does not undo the crawl."""
    if targets():
        from datasets.database import open_database

        try:
            with told_of_database(database), open_database(database) as db:
                tell_changes(db, datetime.now(UTC))
        except (AlertError, click.ClickException) as error:
            say(str(error))
