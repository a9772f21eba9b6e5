"""A crawl as the command line shows it."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from netralitas.errors import told_of_crawl, told_of_database
from netralitas.output import Cell, progress, say, table

if TYPE_CHECKING:
    from spiders.sources import Source
    from spiders.summary import RunSummary, SourceSummary

COUNTS = ("listed", "known", "new", "fetched", "relevant", "not_relevant", "failed")


def crawled(sources: Mapping[str, Source], database: Path, **how: Any) -> RunSummary:
    """Crawl ``sources`` into ``database`` and show how it goes; ``how`` goes to ``spiders.run.crawl``.

    Raises ``click.ClickException`` for a crawl that cannot be begun or broke down.
    """
    from spiders.run import crawl

    ended: set[str] = set()
    with progress("Newspapers", len(sources), plain_every=0) as advance:

        def tell(summary: SourceSummary) -> None:
            if summary.state not in ("waiting", "running") and summary.key not in ended:
                ended.add(summary.key)
                advance(f"{summary.key}: {summary.state}, {summary.counts['relevant']} new relevant articles")

        with told_of_crawl(), told_of_database(database):
            return crawl(sources, database, progress=tell, **how)


def print_run(run: RunSummary) -> None:
    """Print what came of each newspaper."""
    rows: list[tuple[Cell, ...]] = [
        (key, source.state, *(source.counts[name] for name in COUNTS)) for key, source in run.sources.items()
    ]
    if len(rows) > 1:
        rows.append(("all", run.state, *(run.totals[name] for name in COUNTS)))
    table(f"Run {run.run}", ("newspaper", "state", *(name.replace("_", " ") for name in COUNTS)), rows)


def explain(run: RunSummary) -> None:
    """Say what could not be read: listings with their addresses, pages by their reasons."""
    for key, source in run.sources.items():
        for address, reason in source.problems:
            say(f"{key}: the listing {address} could not be read: {reason}")
        for reason, count in source.failures.items():
            say(f"{key}: {count} of its pages failed: {reason}")
        if source.state == "empty":
            say(f"{key}: its listings name no article at all; look whether its way in has changed")
