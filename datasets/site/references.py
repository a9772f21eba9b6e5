"""Which column refers to which table, by the schema."""

from __future__ import annotations

from functools import cache

from sqlite_utils import Database

from datasets.schema import migrations


@cache
def references() -> dict[tuple[str, str], str]:
    """The table that each referring column of each table refers to, by table and column."""
    with Database(memory=True, execute_plugins=False) as db:
        migrations.apply(db)
        return {
            (table.name, key.column): key.other_table for table in db.tables for key in table.foreign_keys
        }
