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

# A newspaper that a run came to the end of was seen through, also where the run was stopped afterwards; one
# that was cut off was not, also where the run went on to its end. Older accounts do not tell how it ended.
_HOW_IT_ENDED = """
    CASE
        WHEN runs.limited THEN 'limited'
        WHEN source_runs.state IN ('done', 'empty', 'partial') THEN 'finished'
        ELSE coalesce(source_runs.state, runs.state)
    END
"""
# The last run that asked the newspaper, unless a later one was killed: that may have begun to ask it too.
_LAST_RUN = f"""
    SELECT {_HOW_IT_ENDED}, source_runs.failed, runs.started_at
    FROM source_runs JOIN runs ON runs.id = source_runs.run
    WHERE source_runs.source = ? AND NOT EXISTS (
        SELECT 1 FROM runs AS killed
        WHERE killed.state = 'killed' AND (killed.started_at, killed.id) > (runs.started_at, runs.id)
    )
    ORDER BY runs.started_at DESC, runs.id DESC LIMIT 1
"""
_LAST_CLEAN = f"""
    SELECT max(runs.started_at), max(runs.started_at) FILTER (WHERE source_runs.whole)
    FROM source_runs JOIN runs ON runs.id = source_runs.run
    WHERE source_runs.source = ? AND source_runs.failed = 0 AND {_HOW_IT_ENDED} = 'finished'
"""
_KILLED = "UPDATE runs SET state = 'killed' WHERE state = 'running'"
_LAST_ASKED = "SELECT source, max(run) FROM source_runs GROUP BY source"
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
    store: Store, sources: Mapping[str, Source], started_at: datetime, *, limited: bool = False
) -> tuple[str, dict[str, History]]:
    """Bring the newspapers into the database and begin a run; gives its id and each newspaper's history.

    ``limited`` says that the run asks for less than there is (``--since``, ``--limit``). Newspapers that were
    not asked for longest come first, so that a run with a budget leaves nobody out for good.
    To be called by whoever holds the lock: a run that is still said to be running was killed.
    """
    with store.writing():
        store.db.execute(_KILLED)
    asked = dict(store.db.execute(_LAST_ASKED).fetchall())
    before = {key: store.db.execute(_WAY_IN, [key]).fetchone() for key in sources}
    last = {key: store.db.execute(_LAST_RUN, [key]).fetchone() for key in sources}
    store.sync_sources(source.model_dump(mode="json") for source in sources.values())
    histories = {}
    for key in sorted(sources, key=lambda key: asked.get(key, "")):
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
    return store.start_run(started_at, limited=limited), histories


def _time(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None
