"""Cells that need more of the database than their row: evidence, stages of cases, labels of single rows."""

from __future__ import annotations

from collections.abc import Awaitable, Mapping
from typing import Any, Final

from markupsafe import Markup

from datasets.site import cells
from datasets.site.metadata import DATABASE
from datasets.site.references import references

_FIELDS: Final = {
    "title": "SELECT title FROM articles WHERE id = ?",
    "text": "SELECT text FROM articles WHERE id = ?",
}


def render(
    datasette: Any, row: Any, value: Any, column: str, table: str | None
) -> Markup | Awaitable[Markup | None] | None:
    """A value as HTML, or what gives it when it is awaited; None where Datasette's own way will do."""
    base = str(datasette.setting("base_url"))
    if column == "evidence" and isinstance(value, str) and value:
        return _evidence(datasette, row, value, table, base)
    if column == "violation_id" and isinstance(value, Mapping):
        return _case(datasette, row, value, table, base)
    return cells.render(row, value, column, table, base)


async def reference(datasette: Any, row: Any, column: str, table: str) -> Markup | None:
    """A referring value of a single row as a link with its label; Datasette finds labels in lists only."""
    value = row[column]
    if value is None or (table, column) not in references():
        return None
    found = await datasette.expand_foreign_keys(DATABASE, table, column, [value])
    made = render(datasette, row, {"value": value, "label": found.get((column, value))}, column, table)
    return made if made is None or isinstance(made, Markup) else await made


async def label(datasette: Any, table: str, column: str, value: str) -> str | None:
    """What the code ``value`` stands for in ``column`` of a table, or of a view made from it; else None."""
    for holder in (table, table.removesuffix("_flat"), "violations", "mentions", "officials"):
        if (holder, column) in references():
            found = await datasette.expand_foreign_keys(DATABASE, holder, column, [value])
            words = found.get((column, value))
            return str(words) if words is not None else None
    return None


async def _evidence(datasette: Any, row: Any, sentence: str, table: str | None, base: str) -> Markup:
    beside = cells.Row(row)
    sql, article = _FIELDS.get(str(beside.get("evidence_field"))), beside.get("article_id")
    found = (
        (await datasette.get_database(DATABASE).execute(sql, [article])).first() if sql and article else None
    )
    return cells.evidence(row, sentence, found[0] if found else None, table, base)


async def _case(
    datasette: Any, row: Any, value: Mapping[str, Any], table: str | None, base: str
) -> Markup | None:
    """A case by the name of the accused, and so with its stage."""
    name = cells.render(row, value, "violation_id", table, base)
    sql = "SELECT stage_code FROM violations WHERE id = ?"
    stage = (await datasette.get_database(DATABASE).execute(sql, [value["value"]])).first()
    return Markup("{} {}").format(name, cells.chip(stage[0]) or "") if name and stage else name
