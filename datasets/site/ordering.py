"""Lists in an order without ties, so that pages and streamed CSV neither lose nor repeat a row.

Datasette 0.65 sorts the first page by the chosen column alone and goes on, on the next, behind the key of its
last row: rows that are equal in that column and came in another order are lost or given twice. (Of 163 dates,
streamed seven at a time in the order of the day, 164 came.)
"""

from __future__ import annotations

import re
from typing import Any, Final

from datasette.utils import escape_sqlite
from datasette.views.table import TableView

from datasets.site.metadata import DATABASE

ROUTE: Final = rf"/(?P<database>{DATABASE})/(?P<table>[^\/\.]+)(\.(?P<format>\w+))?$"
"""Datasette's own for tables, views and stored queries, of this database."""

_LISTED: Final = re.compile(r'select .+? from (\[[^\]]+\]|"[^"]+"|\w+) ')
_SORTED: Final = re.compile(r'\border by (\[[^\]]+\]|"[^"]+"|\w+)( desc)?( limit \d+(?: offset \d+)?)$')


def without_ties(sql: str, keys: list[str]) -> str:
    """The statement of a list sorted by one column, sorted by ``keys`` as well; any other as it is."""
    match = _SORTED.search(sql)
    if match is None or match[1] in keys:
        return sql
    order = ", ".join([match[1] + (match[2] or ""), *keys])
    return f"{sql[: match.start()]}order by {order}{match[3]}"


async def table_view(datasette: Any, request: Any) -> Any:
    """Datasette's page, JSON or CSV of a table, view or stored query, in an order without ties."""
    return await TableView(_Site(datasette)).dispatch_request(request)


class _Site:
    """Datasette, with databases whose lists are sorted without ties."""

    def __init__(self, datasette: Any) -> None:
        self._datasette = datasette
        self.databases = {name: _Ordered(db) for name, db in datasette.databases.items()}

    def get_database(self, name: str | None = None, route: str | None = None) -> Any:
        return _Ordered(self._datasette.get_database(name, route=route))

    def __getattr__(self, name: str) -> Any:
        return getattr(self._datasette, name)


class _Ordered:
    """A database of Datasette. Ties are broken by the key of a table, and by the first column of a view."""

    def __init__(self, database: Any) -> None:
        self._database = database

    async def execute(self, sql: str, params: Any = None, **options: Any) -> Any:
        if _SORTED.search(sql) and (listed := _LISTED.match(sql)):
            table = listed[1].strip('["]')
            sql = without_ties(sql, [escape_sqlite(key) for key in await self._keys(table)])
        return await self._database.execute(sql, params, **options)

    async def _keys(self, table: str) -> list[str]:
        keys: list[str] = await self._database.primary_keys(table)
        if keys:
            return keys
        if await self._database.table_exists(table):
            return ["rowid"]
        columns: list[str] = await self._database.table_columns(table)
        return columns[:1]

    def __getattr__(self, name: str) -> Any:
        return getattr(self._database, name)
