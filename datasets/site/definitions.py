"""The site's own YAML files, read into checked models."""

from __future__ import annotations

from functools import cache
from importlib import resources
from typing import Annotated, Any, Literal

import yaml
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from datasets.descriptions import Words

ParameterKind = Literal["province", "year", "since", "election", "name", "word"]
Group = Literal["sanctions", "cases", "statements", "coverage", "quality"]


class _Strict(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class License(_Strict):
    """A licence by name, and where it is written down."""

    name: str
    url: str


class Site(_Strict):
    """What the site says of itself. ``allegation`` stands wherever people are named as accused."""

    name: str
    title: Words
    description: Words
    source: Words
    license: License
    allegation: Words
    regions_license: License
    regions_source: Words


class Shown(_Strict):
    """How a table or view is shown; see ``tables.yaml``. Without ``shown``, all columns are."""

    label: str | None = None
    shown: tuple[str, ...] = ()
    facets: tuple[str, ...] = ()
    sort: str | None = None
    size: int | None = Field(default=None, gt=0)
    accused: bool = False


class Full(_Strict):
    """The table or view, with a filter as a query string, that has every row behind a stored query."""

    view: str
    filter: str


class Query(_Strict):
    """A stored query: a question in two languages, what may be given, and the SQL that answers it."""

    group: Group
    title: Words
    description: Words
    params: dict[str, ParameterKind]
    sql: str
    accused: bool = False
    full: Full | None = None


def _pair(value: Any) -> Any:
    return {"id": value[0], "en": value[1]} if isinstance(value, list) and len(value) == 2 else value


Heading = Annotated[Words, BeforeValidator(_pair)]


class Headings(_Strict):
    """What stands over columns: everywhere, where a table means something else, and in stored queries."""

    all: dict[str, Heading]
    only: dict[str, dict[str, Heading]]
    queries: dict[str, Heading]

    def of(self, column: str, table: str | None = None) -> Words | None:
        """The heading of ``column`` in ``table``, or in a stored query where that is None."""
        if table is None and column in self.queries:
            return self.queries[column]
        return self.only.get(table or "", {}).get(column) or self.all.get(column)


@cache
def load_site() -> Site:
    """What the site says of itself."""
    return Site.model_validate(_yaml("site.yaml"))


@cache
def load_shown() -> dict[str, Shown]:
    """How each table and view is shown."""
    return {name: Shown.model_validate(shown) for name, shown in _yaml("tables.yaml").items()}


@cache
def load_headings() -> Headings:
    """What stands over columns."""
    return Headings.model_validate(_yaml("headings.yaml"))


@cache
def load_queries() -> dict[str, Query]:
    """The stored queries by name, in the order in which they are offered."""
    return {name: Query.model_validate(query) for name, query in _yaml("queries.yaml").items()}


def _yaml(name: str) -> Any:
    return yaml.safe_load(resources.files(__package__).joinpath(name).read_text(encoding="utf-8"))
