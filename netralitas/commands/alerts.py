"""``netralitas alerts``: telling operators of newspapers that need a person."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import click

from netralitas import options
from netralitas.alerting import ALERTS, AlertError, send, targets, tell_changes
from netralitas.errors import NotThere, told, told_of_database


@click.group(short_help="Tell operators which newspapers have changed their state.")
def alerts() -> None:
    """Tell operators of newspapers whose state has changed, by e-mail, Telegram, ntfy, webhook and others.

    The environment variable NETRALITAS_ALERTS says where to, as addresses of Apprise separated by blanks:
    mailtos://user:password@host?to=me@host, tgram://token/chat, ntfy://topic, jsons://host/path.
    `netralitas crawl` tells by itself at its end.

    \b
    Example:
      netralitas alerts test
    """


@alerts.command("test")
def test() -> None:
    """Send a message to every target, to see that it gets there.

    \b
    Example:
      netralitas alerts test
    """
    _require_targets()
    with told(AlertError):
        count = send("Netralitas: test", "This message was asked for by `netralitas alerts test`.")
    click.echo(f"Sent to {count} targets.")


@alerts.command("send")
@options.database
def send_(database: Path) -> None:
    """Tell of the newspapers whose state has changed since the last message; of none, nothing is sent.

    To be run by a timer of its own, so that a crawl which never runs is noticed too: after three days all
    its newspapers are stale.

    \b
    Example:
      netralitas alerts send
    """
    from datasets.database import open_database

    _require_targets()
    with (
        told(AlertError),
        told_of_database(database),
        open_database(database, must_exist=True) as db,
    ):
        changed = tell_changes(db, datetime.now(UTC))
    click.echo(f"Told of {changed} newspapers." if changed else "Nothing has changed.")


def _require_targets() -> None:
    if not targets():
        raise NotThere(
            f"Nobody is to be told: set the environment variable {ALERTS} to addresses of Apprise."
        )
