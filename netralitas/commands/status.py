"""``netralitas status``: in what state each newspaper is, and who needs a person."""

from __future__ import annotations

import json
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from netralitas import options
from netralitas.errors import BadData, told_of_database
from netralitas.output import Cell, say, table

if TYPE_CHECKING:
    from spiders.accounting import Standing

STYLES = {"ok": "green", "silent": "yellow", "stale": "yellow"}
"""Colours of the states on a terminal; the others are red."""

_LAST_RUN = """
    SELECT runs.id, started_at, finished_at, runs.state,
        sum(listed) AS listed, sum(new) AS new, sum(fetched) AS fetched, sum(relevant) AS relevant,
        sum(not_relevant) AS not_relevant, sum(failed) AS failed, sum(bytes) AS bytes,
        sum(requests) AS requests, count(source) AS newspapers
    FROM runs LEFT JOIN source_runs ON run = runs.id
    GROUP BY runs.id ORDER BY started_at DESC, runs.id DESC LIMIT 1
"""


@click.command(short_help="Tell which newspapers are read, and which need a person.")
@options.database
@click.option("--json", "as_json", is_flag=True, help="Print JSON in place of a table.")
@click.option("--all", "everyone", is_flag=True, help="List the newspapers that are read too.")
def status(database: Path, as_json: bool, everyone: bool) -> None:
    """Tell in what state each newspaper is, as of now: ok, silent, stale, blocked, broken or gone.

    Exit code 1 if any newspaper needs a person, that is if one is not "ok" and not declared to have closed.
    What the states mean stands below the table and in docs/operating.md.

    \b
    Example:
      netralitas status --json
    """
    from datasets.database import open_readonly
    from spiders.accounting import read_standings

    now = datetime.now(UTC)
    with told_of_database(database), open_readonly(database) as db:
        standings = read_standings(db, now)
        run = next(db.query(_LAST_RUN), None)
    needy = [standing for standing in standings if standing.health.needs_person]
    if as_json:
        newspapers = [_record(standing, now) for standing in standings]
        told = {"at": now.isoformat(timespec="seconds"), "needs_person": len(needy), "last_run": run}
        click.echo(json.dumps({**told, "newspapers": newspapers}, ensure_ascii=False, indent=1))
    else:
        _print(standings, standings if everyone else needy, run)
    if needy:
        raise BadData(f"{len(needy)} of {len(standings)} newspapers need a person.")
    if not standings:
        raise BadData(f"There is no newspaper in {database}; `netralitas crawl` brings them in.")


def _record(standing: Standing, now: datetime) -> dict[str, Any]:
    from datasets.codebook.tables import source_states

    health = standing.health
    term = source_states()[health.state]
    return {
        "key": standing.key,
        "name": standing.name,
        "state": health.state,
        "state_name": {"id": term.name, "en": term.name_en},
        "needs_person": health.needs_person,
        "reason": health.reason,
        "since": (standing.since or now).isoformat(timespec="seconds"),
        "seen": health.flow.seen,
        "expected": health.flow.expected,
        "days": health.flow.days,
        "answered_at": health.answered_at and health.answered_at.isoformat(timespec="seconds"),
        "new_at": health.new_at and health.new_at.isoformat(timespec="seconds"),
    }


def _print(standings: list[Standing], shown: list[Standing], run: dict[str, Any] | None) -> None:
    from datasets.codebook.tables import source_states

    if run:
        ended = f"ended {run['finished_at']}" if run["finished_at"] else "has not ended"
        say(
            f"Last run {run['id']}: {run['state']}, {ended}; {run['newspapers']} newspapers, "
            f"{run['new'] or 0} new articles, {run['relevant'] or 0} relevant, {run['failed'] or 0} failures."
        )
    if shown:
        table(
            "Newspapers",
            ("newspaper", "state", "reason", "since", "new", "expected", "days", "last read", "last new"),
            [_cells(standing) for standing in shown],
            [_style(standing.health.state) for standing in shown],
        )
    counts = Counter[str](standing.health.state for standing in standings)
    terms = source_states()
    rows = [(code, term.name, counts[code], term.description_en) for code, term in terms.items()]
    styles = [_style(code) for code in terms]
    table("States", ("state", "Indonesian", "newspapers", "meaning"), rows, styles)


def _style(state: str) -> str:
    return STYLES.get(state, "red")


def _cells(standing: Standing) -> tuple[Cell, ...]:
    health = standing.health
    expected = health.flow.expected
    return (
        standing.key,
        health.state,
        health.reason,
        _day(standing.since) or "now",
        health.flow.seen,
        None if expected is None else f"{expected:.1f}",
        health.flow.days,
        _day(health.answered_at),
        _day(health.new_at),
    )


def _day(moment: datetime | None) -> str | None:
    return moment.date().isoformat() if moment else None
