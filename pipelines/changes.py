"""What a new reading of a page changed in the database: rows before and after, compared value by value."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

from sqlite_utils import Database

from pipelines.rows import FACT_TABLES, Row

_LEFT_OUT = frozenset(
    {"id", "article_id", "extractor", "collected_at", "rules", "syndicated_from", "is_copy"}
)
"""Columns that are no values, or are not read from the page."""

Snapshot = Mapping[tuple[str, str], Row]


@dataclass(frozen=True, slots=True)
class Change:
    """A value that differs, of the row ``id`` of ``table``, read from the article at ``url``.

    Of a row that is new or gone every value that is there counts.
    """

    kind: Literal["added", "changed", "removed"]
    url: str
    table: str
    id: str
    column: str
    before: object
    after: object


def snapshot(db: Database, page_id: str, articles: Iterable[str | None]) -> dict[tuple[str, str], Row]:
    """The rows of a page, of the articles with the given ids, and of their facts."""
    wanted = [("pages", "id", page_id)]
    for article in sorted({article for article in articles if article}):
        wanted.append(("articles", "id", article))
        wanted += [(table, "article_id", article) for table in FACT_TABLES]
    return {
        (table, row["id"]): row
        for table, column, value in wanted
        for row in db.query(f"SELECT * FROM {table} WHERE {column} = ?", [value])
    }


def differences(url: str, before: Snapshot, after: Snapshot) -> list[Change]:
    """The values that differ between two snapshots, in the order of tables and rows."""
    changes = []
    for key in [*before, *(key for key in after if key not in before)]:
        table, identity = key
        old, new = before.get(key, {}), after.get(key, {})
        kind: Literal["added", "changed", "removed"]
        kind = "added" if not old else "removed" if not new else "changed"
        for column in new or old:
            values = old.get(column), new.get(column)
            if column not in _LEFT_OUT and values[0] != values[1]:
                changes.append(Change(kind, url, table, identity, column, *values))
    return changes
