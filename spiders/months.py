"""The months of a way back through an archive of posts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from pipelines.listings import Listing


@dataclass(slots=True)
class Month:
    """A listing of what ``terms`` find in a month or a part of one: from ``first`` to before ``end``.

    ``earlier`` are the months still to be asked for, the newest first. ``listing`` is there once the month
    was listed to its end; ``waiting`` are the articles that have still to be stored.
    """

    url: str
    terms: Mapping[str, str]
    earlier: list[tuple[date, date]]
    listing: Listing | None = None
    waiting: set[str] = field(default_factory=set)


def months(since: date, until: date) -> list[tuple[date, date]]:
    """The months from ``since`` to ``until``, both included, the newest first: first day, day after the last.

    The oldest begins at ``since``.
    """
    found = []
    first = until.replace(day=1)
    end = (first + timedelta(days=31)).replace(day=1)
    while end > since:
        found.append((max(first, since), end))
        end, first = first, (first - timedelta(days=1)).replace(day=1)
    return found
