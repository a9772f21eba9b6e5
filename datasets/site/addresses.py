"""Addresses that the templates need: downloads with every row, the other language, filters taken away."""

from __future__ import annotations

import hashlib
from functools import cache
from importlib import resources
from typing import Any, Final
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from datasets.site.language import PARAMETER

_OF_THE_PAGE: Final = frozenset(
    {
        "_next",
        "_size",
        "_facet",
        "_facet_size",
        "_facet_date",
        "_facet_array",
        "_columns",
        "_labels",
        "_shape",
    }
    | {"_stream", "_dl", "_nocount", PARAMETER}
)
"""What says how a page looks and not which rows it is about."""

CHOSEN_COLUMNS: Final = "_columns"
"""``?_columns=all`` shows every column of a table."""


def arguments(request: Any) -> list[tuple[str, str]]:
    """What a request was asked with, in order."""
    return parse_qsl(request.query_string, keep_blank_values=True)


def csv_address(request: Any, path: str, *, labels: bool, stream: bool) -> str:
    """The CSV of what is shown: of a table or view (``stream``) every row, whatever the page holds.

    ``path`` is that of the table or query. With ``labels``, a column of labels stands behind each of codes.
    """
    kept = [(key, value) for key, value in arguments(request) if key not in _OF_THE_PAGE]
    if stream:
        kept.append(("_stream", "on"))
    if labels:
        kept.append(("_labels", "on"))
    return f"{path}.csv?{urlencode([*kept, ('_dl', '1')])}"


def with_argument(request: Any, path: str, name: str, value: str | None) -> str:
    """This page with the argument ``name`` set, or taken away where ``value`` is None."""
    kept = [(key, old) for key, old in arguments(request) if key != name]
    query = urlencode(kept if value is None else [*kept, (name, value)])
    return f"{path}?{query}" if query else path


def without_filter(request: Any, path: str, column: str, lookup: str, value: str) -> str:
    """This page without one filter, from its first page on."""
    names = (column, f"{column}__{lookup}") if lookup == "exact" else (f"{column}__{lookup}",)
    kept = [
        (key, old)
        for key, old in arguments(request)
        if key != "_next" and not (key in names and (old == value or not value))
    ]
    return f"{path}?{urlencode(kept)}" if kept else path


def local(address: str) -> str:
    """An address of this site without its host, which Datasette may not know behind a proxy."""
    return urlunsplit(urlsplit(address)._replace(scheme="", netloc=""))


@cache
def fingerprint(name: str) -> str:
    """Changes with the content of a file of ``static``, so that no browser keeps an old one."""
    content = resources.files(__package__).joinpath("static", name).read_bytes()
    return hashlib.sha256(content).hexdigest()[:8]
