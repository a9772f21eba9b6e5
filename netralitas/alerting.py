"""Telling operators that the state of newspapers has changed, through whatever Apprise can reach.

Where alerts go stands in the environment only, since the addresses hold passwords and tokens. One message
tells all that has changed since the last that got through; nothing is sent where nothing has.
"""

from __future__ import annotations

import logging
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from sqlite_utils import Database

    from spiders.accounting import Standing

ALERTS: Final = "NETRALITAS_ALERTS"
"""The environment variable with the addresses of Apprise, separated by blanks."""

_MOST: Final = 40
"""Newspapers that a message names; Telegram takes 4,096 characters."""


class AlertError(Exception):
    """An alert cannot be sent; the text is one sentence that says which. It names no secret."""


def targets() -> list[str]:
    """Where alerts go, as the environment says."""
    return os.environ.get(ALERTS, "").split()


def send(title: str, body: str) -> int:
    """Send a message to all targets and give how many there are; raises ``AlertError`` if one fails.

    The others get it all the same.
    """
    from apprise import Apprise

    failed = []
    with _silent():
        for number, address in enumerate(targets(), 1):
            service = Apprise()
            named = f"number {number} ({address.partition('://')[0]})"
            if not service.add(address):
                failed.append(f"{named} is no address that Apprise knows")
            elif not service.notify(body=body, title=title):
                failed.append(f"{named} did not take it")
    if failed:
        raise AlertError(f"An alert could not be sent: of the targets in {ALERTS}, {', '.join(failed)}.")
    return len(targets())


@contextmanager
def _silent() -> Iterator[None]:
    """Apprise prints what fails to standard error, in several lines; here it becomes one sentence."""
    logger = logging.getLogger("apprise")
    before = logger.level
    logger.setLevel(logging.CRITICAL + 1)
    try:
        yield
    finally:
        logger.setLevel(before)


def tell_changes(db: Database, now: datetime) -> int:
    """Establish the state of every newspaper and tell of those that changed; gives how many did.

    A newspaper that was never told of and is read needs no telling. Raises ``AlertError`` if a message did
    not get through; then it is sent again the next time.
    """
    from spiders.accounting import assess, mark_told

    changed = [s for s in assess(db, now) if s.health.state != (s.told or "ok")]
    if changed:
        send(*message(changed))
        mark_told(db, changed)
    return len(changed)


def message(changed: Sequence[Standing]) -> tuple[str, str]:
    """The title and the text of the message about newspapers whose state has changed."""
    worse = sum(standing.health.state != "ok" for standing in changed)
    better = len(changed) - worse
    parts = [f"{worse} need a person" if worse else "", f"{better} read again" if better else ""]
    lines = [_line(standing) for standing in sorted(changed, key=lambda s: (s.health.state == "ok", s.key))]
    more = [f"and {len(lines) - _MOST} more; `netralitas status` shows all"] if len(lines) > _MOST else []
    title = f"Netralitas: newspapers: {', '.join(part for part in parts if part)}"
    return title, "\n".join([*lines[:_MOST], *more])


def _line(standing: Standing) -> str:
    health = standing.health
    why = f" ({health.reason})" if health.reason else ""
    since = f", last read {health.answered_at:%Y-%m-%d}" if health.answered_at else ", never read"
    return f"{standing.key}: {standing.told or 'ok'} -> {health.state}{why}{since if why else ''}"
