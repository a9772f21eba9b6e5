"""What became of each newspaper in each run, written down; and the state of each newspaper, out of that.

A newspaper's account is written when the newspaper has ended, not when the run has: a run that is killed
leaves the accounts of all that ended before.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sqlite_utils import Database

from datasets.database import transaction
from pipelines.rows import as_utc
from pipelines.store import COUNTS, Store
from spiders.health import LOOKS_BACK, Health, Past, expected_since, judge_all
from spiders.summary import SourceSummary

_PASTS: Final = """
    SELECT source, run, started_at, runs.limited AS limited,
        coalesce(source_runs.state, '') AS state, coalesce(listings, listed > 0) AS listings,
        new, relevant, not_relevant, coalesce(undated, 0) AS undated
    FROM source_runs JOIN runs ON runs.id = source_runs.run
    WHERE started_at >= :since AND (:source IS NULL OR source = :source)
    ORDER BY started_at, run
"""
_FAILURES: Final = """
    SELECT source, run, kind, reason, count FROM source_run_failures JOIN runs ON runs.id = run
    WHERE started_at >= :since AND (:source IS NULL OR source = :source)
"""
_UNDATED: Final = """
    SELECT count(*) FROM articles
    WHERE source = :source AND published_on IS NULL
        AND collected_at >= (SELECT started_at FROM runs WHERE id = :run)
"""
_EXAMPLE: Final = """
    SELECT url FROM pages WHERE source = :source AND state = 'failed' AND reason = :reason
        AND fetched_at >= (SELECT started_at FROM runs WHERE id = :run)
    ORDER BY fetched_at DESC LIMIT 1
"""


@dataclass(frozen=True, slots=True)
class Standing:
    """The state of a newspaper, since when it has been in it (None: since now), and what operators were
    told."""

    key: str
    name: str
    health: Health
    since: datetime | None
    told: str | None


def counted(summary: SourceSummary) -> dict[str, int]:
    """The counts that are stored: a listing that could not be read counts as failed, as a page does.

    One that is only longer than may be turned does not: its far end is out of reach every time.
    """
    counts = {name: summary.counts[name] for name in COUNTS}
    counts["failed"] += len(summary.missed)
    return counts


def record(store: Store, run: str, summary: SourceSummary, now: datetime) -> None:
    """Write the account of one newspaper that has ended in a run; ``now`` is aware."""
    source = summary.key
    past = read_pasts(store.db, now, source)[source]
    row = {
        "run": run,
        "source": source,
        **counted(summary),
        "state": summary.state,
        "listings": summary.listings,
        "undated": store.db.execute(_UNDATED, {"source": source, "run": run}).fetchone()[0],
        "requests": summary.requests,
        "seconds": round(summary.seconds, 3),
        "expected": expected_since(past, now),
    }
    failures = [
        {"run": run, "source": source, "kind": kind, "reason": reason, "count": count, "example": example}
        for kind, reason, count, example in _failures(store.db, run, summary)
    ]
    with store.writing():
        store.db.table("source_runs").upsert(row, pk=("run", "source"))
        store.db.table("source_run_failures").upsert_all(failures, pk=("run", "source", "kind", "reason"))


def _failures(db: Database, run: str, summary: SourceSummary) -> Iterable[tuple[str, str, int, str | None]]:
    listings: dict[str, list[str]] = defaultdict(list)
    for address, reason in summary.problems:
        listings[reason].append(address)
    for reason, addresses in listings.items():
        yield "listing", reason, len(addresses), addresses[0]
    for reason, count in summary.failures.items():
        found = db.execute(_EXAMPLE, {"source": summary.key, "reason": reason, "run": run}).fetchone()
        yield "page", reason, count, found and found[0]


def read_pasts(db: Database, now: datetime, source: str | None = None) -> dict[str, list[Past]]:
    """The runs of each newspaper (or of one), oldest first, as far back as its state is judged from."""
    given = {"since": as_utc(now - LOOKS_BACK), "source": source}
    failures: dict[tuple[str, str], dict[tuple[str, str], int]] = defaultdict(dict)
    for row in db.query(_FAILURES, given):
        failures[row["source"], row["run"]][row["kind"], row["reason"]] = row["count"]
    pasts: dict[str, list[Past]] = {source: []} if source else {}
    for row in db.query(_PASTS, given):
        pasts.setdefault(row["source"], []).append(_past(row, failures[row["source"], row["run"]]))
    return pasts


def _past(row: dict[str, Any], failures: dict[tuple[str, str], int]) -> Past:
    names = ("state", "listings", "new", "relevant", "not_relevant", "undated")
    return Past(
        at=datetime.fromisoformat(row["started_at"]),
        whole=not row["limited"],
        failures=failures,
        **{name: row[name] for name in names},
    )


def read_standings(db: Database, now: datetime) -> list[Standing]:
    """The state of every newspaper of the database at a moment, in the order of their keys."""
    sources = list(db.query("SELECT key, name, status FROM sources ORDER BY key"))
    stored = {row["source"]: row for row in db.query("SELECT * FROM source_health")}
    pasts = read_pasts(db, now)
    closed = frozenset(row["key"] for row in sources if row["status"] == "gone")
    healths = judge_all({row["key"]: pasts.get(row["key"], []) for row in sources}, now, closed)
    return [_standing(row, healths[row["key"]], stored.get(row["key"])) for row in sources]


def _standing(source: dict[str, Any], health: Health, stored: dict[str, Any] | None) -> Standing:
    same = stored is not None and stored["state_code"] == health.state
    since = datetime.fromisoformat(stored["since"]) if stored and same else None
    told = stored["told_code"] if stored else None
    return Standing(source["key"], source["name"], health, since, told)


def assess(db: Database, now: datetime) -> list[Standing]:
    """Write down in what state every newspaper is at a moment, and give it."""
    with transaction(db):
        standings = read_standings(db, now)
        db.table("source_health").upsert_all((_health_row(s, now) for s in standings), pk="source")
    return standings


def _health_row(standing: Standing, now: datetime) -> dict[str, Any]:
    health, flow = standing.health, standing.health.flow
    return {
        "source": standing.key,
        "state_code": health.state,
        "since": as_utc(standing.since or now),
        "reason": health.reason,
        "expected": None if flow.expected is None else round(flow.expected, 2),
        "seen": flow.seen,
        "days": flow.days,
        "answered_at": health.answered_at and as_utc(health.answered_at),
        "new_at": health.new_at and as_utc(health.new_at),
        "checked_at": as_utc(now),
    }


def mark_told(db: Database, standings: Iterable[Standing]) -> None:
    """Remember that operators were told of these states."""
    with transaction(db):
        for standing in standings:
            db.table("source_health").update(standing.key, {"told_code": standing.health.state})
