"""What Datasette is told of the dataset: descriptions, licences, labels, facets, stored queries.

Datasette has one text for each thing, so both languages stand in it, Indonesian first; the site's own
templates show the one that the reader chose.
"""

from __future__ import annotations

from typing import Any, Final

from datasets.descriptions import Column, Table, Words, load_descriptions
from datasets.site.definitions import Query, Shown, load_queries, load_shown, load_site

DATABASE: Final = "netralitas"
"""The database's name in addresses, whatever its file is called: a citation outlives a file name."""

HIDDEN: Final = ("_sqlite_migrations", "sqlite_sequence", "sqlite_stat1", "sqlite_stat4")
"""Tables of the machinery; those of the full-text search are hidden by Datasette itself."""


class Lasting(dict[str, Any]):
    """A part of the metadata that is not copied.

    Datasette 0.65 copies all metadata, in depth, each time it asks whether a table may be seen, which it does
    a hundred times for one page: with two thousand descriptions a second went by. It never changes a copy.
    """

    def __deepcopy__(self, memo: dict[int, Any]) -> Lasting:
        return self


def build_metadata() -> dict[str, Any]:
    """The metadata for Datasette 0.65, made anew at every call (Datasette adds to what it is given).

    The licence stands on the database and on every table too: Datasette 1.0 no longer inherits it. Raises
    ``pydantic.ValidationError`` if a file of the site is malformed.
    """
    site, shown = load_site(), load_shown()
    common = {
        "license": site.license.name,
        "license_url": site.license.url,
        "source": beside(site.source),
    }
    regions = {
        "license": site.regions_license.name,
        "license_url": site.regions_license.url,
        "source": beside(site.regions_source),
    }
    tables = {
        name: Lasting(_table(table, shown.get(name, Shown())) | (regions if name == "regions" else common))
        for name, table in load_descriptions().items()
    }
    return {
        "title": site.name,
        "description": beside(site.title) + "\n\n" + beside(site.description),
        **common,
        "databases": {
            DATABASE: {
                "title": site.name,
                "description": beside(site.description),
                **common,
                "tables": tables | {name: {"hidden": True} for name in HIDDEN},
                "queries": {name: Lasting(_query(query)) for name, query in load_queries().items()},
            }
        },
    }


def beside(words: Words) -> str:
    """Both languages in one text, Indonesian first; once where they are the same."""
    return words.id if words.id == words.en else f"{words.id} / {words.en}"


def described(column: Column) -> Words:
    """What a column means, with the unit of its numbers."""
    if column.unit is None:
        return column
    return Words(
        id=f"{column.id} (satuan: {column.unit.id})",
        en=f"{column.en} (unit: {column.unit.en})",
    )


def _table(table: Table, shown: Shown) -> dict[str, Any]:
    settings: dict[str, Any] = {
        "title": beside(table.title),
        "description": beside(table.description),
        "columns": {name: beside(described(column)) for name, column in table.columns.items()},
    }
    if shown.label:
        settings["label_column"] = shown.label
    if shown.facets:
        settings["facets"] = list(shown.facets)
    if shown.sort:
        settings["sort_desc" if shown.sort.startswith("-") else "sort"] = shown.sort.removeprefix("-")
    if shown.size:
        settings["size"] = shown.size
    return settings


def _query(query: Query) -> dict[str, Any]:
    return {
        "title": beside(query.title),
        "description": beside(query.description),
        "sql": query.sql,
        "params": list(query.params),
        "hide_sql": True,
    }
