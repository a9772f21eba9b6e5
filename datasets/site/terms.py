"""Words of the codebook in the reader's language.

The flat views and Datasette's labels have the Indonesian words. No two codebook tables give one Indonesian
word two English ones, so that a word is enough to find its English.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from itertools import chain
from typing import Final, Protocol

from datasets.codebook import tables
from datasets.site.language import language, t

_LEVELS: Final = {"ringan": "light", "sedang": "medium", "berat": "heavy"}
_CONFIDENCE: Final = {"high": ("tinggi", "high"), "medium": ("sedang", "medium"), "low": ("rendah", "low")}

WORDS: Final = frozenset(
    {"act", "detail", "kind", "label", "position", "source_state", "stage", "status", "type"}
    | {"act_code", "kind_code", "label_code", "role_code", "stage_code", "state_code", "status_code"}
    | {"told_code", "type_code"}
)
"""The columns that hold a word of the codebook, or a code that Datasette shows by its word."""


class _Named(Protocol):
    @property
    def name(self) -> str: ...
    @property
    def name_en(self) -> str: ...


@cache
def english() -> dict[str, str]:
    """The English of every label of the codebook, by the Indonesian."""
    terms: Iterable[_Named] = chain(
        tables.labels().values(),
        tables.roles().values(),
        tables.statuses().values(),
        tables.statement_kinds().values(),
        tables.date_roles().values(),
        tables.sanction_statuses().values(),
        tables.stages().values(),
        tables.acts().values(),
        tables.sanction_types().values(),
        tables.source_states().values(),
        tables.positions().values(),
    )
    return {term.name: term.name_en for term in terms}


def word(indonesian: str) -> str:
    """A label of the codebook in the reader's language; one that it does not hold stays as it is."""
    return english().get(indonesian, indonesian) if language() == "en" else indonesian


def confidence(code: str) -> str:
    """How sure a reading is, as a word."""
    return t(*_CONFIDENCE[code]) if code in _CONFIDENCE else code


def level(indonesian: str) -> str:
    """The level of a sanction in the reader's language."""
    return _LEVELS.get(indonesian, indonesian) if language() == "en" else indonesian


def stage_words(code: str) -> tuple[str, str] | None:
    """The label of a stage and what it means, in the reader's language; None for an unknown code."""
    stage = tables.stages().get(code)
    if stage is None:
        return None
    return t(stage.name, stage.name_en), t(stage.description, stage.description_en)


@cache
def stage_code(indonesian: str) -> str | None:
    """The code of a stage by its Indonesian label."""
    return next((code for code, stage in tables.stages().items() if stage.name == indonesian), None)
