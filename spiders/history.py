"""What earlier runs leave to a new one: the known pages, and whether the listings were seen through."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from pipelines.listings import Known, Listing, known_pages, listings_of
from pipelines.store import Store
from spiders.sources import Source

FINISHED = "finished"
"""State of a run that went through all listings; with ``--since`` or ``--limit`` it is ``limited``."""

# The last run that asked the newspaper, unless a later one was killed and so could not say whom it had asked.
_LAST_RUN = """
    SELECT runs.state, source_runs.failed, runs.started_at
    FROM source_runs JOIN runs ON runs.id = source_runs.run
    WHERE source_runs.source = ? AND NOT EXISTS (
        SELECT 1 FROM runs AS killed WHERE killed.state = 'running' AND killed.started_at >= runs.started_at
    )
    ORDER BY runs.started_at DESC, runs.id DESC LIMIT 1
"""
_LAST_CLEAN = """
    SELECT max(runs.started_at), max(runs.started_at) FILTER (WHERE source_runs.whole)
    FROM source_runs JOIN runs ON runs.id = source_runs.run
    WHERE source_runs.source = ? AND source_runs.failed = 0 AND runs.state = 'finished'
"""
_WAY_IN = "SELECT way, addresses, selectors, keywords, tags FROM sources WHERE key = ?"


@dataclass(frozen=True, slots=True)
class History:
    """What is known of one newspaper.

    ``seen_through_at`` is when the last run began, if it went through all the newspaper's listings as they
    are declared today and nothing failed: then, where all is known, nothing new lies behind, and changes may
    be asked for. ``looked_at`` is when the last run began that went through all without a failure, be there
    others since; ``whole_at`` the last such run that asked for everything and not only for changes.
    ``listings`` are what it left.
    """

    known: Mapping[str, Known] = field(default_factory=dict)
    seen_through_at: datetime | None = None
    looked_at: datetime | None = None
    whole_at: datetime | None = None
    listings: Mapping[str, Listing] = field(default_factory=dict)


def begin_run(
    store: Store, sources: Mapping[str, Source], started_at: datetime
) -> tuple[str, dict[str, History]]:
    """Bring the newspapers into the database and begin a run; gives its id and each newspaper's history."""
    before = {key: store.db.execute(_WAY_IN, [key]).fetchone() for key in sources}
    last = {key: store.db.execute(_LAST_RUN, [key]).fetchone() for key in sources}
    store.sync_sources(source.model_dump(mode="json") for source in sources.values())
    histories = {}
    for key in sources:
        state, failed, began_at = last[key] or (None, None, None)
        as_declared = before[key] == store.db.execute(_WAY_IN, [key]).fetchone()
        through = as_declared and (state, failed) == (FINISHED, 0)
        looked_at, whole_at = store.db.execute(_LAST_CLEAN, [key]).fetchone()
        histories[key] = History(
            known=known_pages(store, key),
            seen_through_at=_time(began_at) if through else None,
            looked_at=_time(looked_at),
            whole_at=_time(whole_at),
            listings=listings_of(store, key),
        )
    return store.start_run(started_at), histories


def _time(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None
