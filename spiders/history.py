"""What earlier runs leave to a new one: the known pages, and whether the listings were seen through."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from datasets.database import explained, transaction
from pipelines.store import Store
from spiders.sources import Source

FINISHED = "finished"
"""State of a run that went through all listings; with ``--since`` or ``--limit`` it is ``limited``."""

# A newspaper that a run came to the end of was seen through, also where the run was stopped afterwards; one
# that was cut off was not, also where the run went on to its end. Older accounts do not tell how it ended.
HOW_IT_ENDED = """
    CASE
        WHEN source_runs.state IN ('done', 'empty', 'partial') AND runs.state <> 'limited' THEN 'finished'
        ELSE coalesce(source_runs.state, runs.state)
    END
"""
# The last run that asked the newspaper, unless a later one was killed: that may have begun to ask it too.
_LAST_RUN = f"""
    SELECT {HOW_IT_ENDED}, source_runs.failed FROM source_runs JOIN runs ON runs.id = source_runs.run
    WHERE source_runs.source = ? AND NOT EXISTS (
        SELECT 1 FROM runs AS killed
        WHERE killed.state = 'killed' AND killed.started_at >= runs.started_at AND killed.id <> runs.id
    )
    ORDER BY runs.started_at DESC, runs.id DESC LIMIT 1
"""
_KILLED = "UPDATE runs SET state = 'killed' WHERE state = 'running'"
_LAST_ASKED = "SELECT source, max(run) FROM source_runs GROUP BY source"
_WAY_IN = "SELECT way, addresses, selectors, keywords, tags FROM sources WHERE key = ?"


@dataclass(frozen=True, slots=True)
class History:
    """What is known of one newspaper. ``seen_through``: the last run went through all its listings, as they
    are declared today, and nothing failed; so where all is known, nothing new lies behind."""

    known: frozenset[str]
    seen_through: bool


def begin_run(
    store: Store, sources: Mapping[str, Source], started_at: datetime
) -> tuple[str, dict[str, History]]:
    """Bring the newspapers into the database and begin a run; gives its id and each newspaper's history.

    Those that were not asked for longest come first, so that a run with a budget leaves nobody out for good.
    To be called by whoever holds the lock: a run that is still said to be running was killed.
    """
    with explained(store.path), transaction(store.db):
        store.db.execute(_KILLED)
    asked = dict(store.db.execute(_LAST_ASKED).fetchall())
    before = {key: store.db.execute(_WAY_IN, [key]).fetchone() for key in sources}
    last = {key: store.db.execute(_LAST_RUN, [key]).fetchone() for key in sources}
    store.sync_sources(source.model_dump(mode="json") for source in sources.values())
    histories = {}
    for key in sorted(sources, key=lambda key: asked.get(key, "")):
        as_declared = before[key] == store.db.execute(_WAY_IN, [key]).fetchone()
        known = frozenset(store.known_addresses(key))
        histories[key] = History(known, as_declared and last[key] == (FINISHED, 0))
    return store.start_run(started_at), histories
