"""What the tables, views and columns mean, read from ``descriptions.yaml``."""

from __future__ import annotations

from functools import cache
from importlib import resources
from typing import Literal

import yaml
from pydantic import BaseModel, ConfigDict


class _Strict(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Words(_Strict):
    """The same in Indonesian and in English."""

    id: str
    en: str


class Column(Words):
    """What a column means, and the unit of its numbers."""

    unit: Words | None = None


class Table(_Strict):
    """A table or view: its group, its title, what a row is, and its columns by name.

    Groups: ``flat`` (views for people), ``dataset``, ``collection`` and ``codebook``.
    """

    group: Literal["flat", "dataset", "collection", "codebook"]
    title: Words
    description: Words
    columns: dict[str, Column]


@cache
def load_descriptions() -> dict[str, Table]:
    """Every table and view by name, in the order in which a reader should meet them."""
    text = resources.files("datasets").joinpath("descriptions.yaml").read_text(encoding="utf-8")
    return {name: Table.model_validate(table) for name, table in yaml.safe_load(text)["tables"].items()}
