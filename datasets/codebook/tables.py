"""The codebook as typed rows: one function a table.

Every function reads its CSV once and keeps the result. Tables with a key come as a dict in the order of the
file, the others as a tuple; neither is to be changed. A malformed file raises ``CodebookError``, which names
file, line and reason.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator
from dataclasses import fields
from functools import cache
from importlib import resources
from importlib.resources.abc import Traversable
from typing import TypeVar

from pydantic import TypeAdapter, ValidationError

from datasets.codebook.rows import (
    ActItem,
    Degree,
    District,
    Election,
    Honorific,
    LegalBasis,
    Office,
    Position,
    PositionSpelling,
    Region,
    RegionAlias,
    SanctionForm,
    SanctionType,
    Stage,
    Term,
)


class CodebookError(ValueError):
    """A file of the codebook cannot be read; the text names the file, the line and the reason."""


Row = TypeVar("Row")


def read_table(kind: type[Row], name: str, folder: Traversable | None = None) -> Iterator[tuple[int, Row]]:
    """The rows of the CSV ``name`` as ``kind``, each with its line number in the file.

    ``folder`` is the codebook's own unless given. An empty cell takes the field's default; columns that
    ``kind`` does not have are left aside. Raises ``CodebookError`` for a file that cannot be read, a column
    that is lacking, a line with too few or too many cells, an empty cell without default, and a value of the
    wrong type.
    """
    place = folder if folder is not None else resources.files(__package__)
    try:
        text = place.joinpath(name).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise CodebookError(f"codebook/{name} cannot be read: {error}") from error
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        header = next(reader, [])
        wanted = [field.name for field in fields(kind)]  # type: ignore[arg-type]
        if lacking := [column for column in wanted if column not in header]:
            raise CodebookError(f"codebook/{name}, line 1: the column {lacking[0]} is lacking")
        adapter = TypeAdapter(kind)
        for cells in reader:
            where = f"codebook/{name}, line {reader.line_num}"
            if len(cells) != len(header):
                raise CodebookError(f"{where}: {len(cells)} cells where the header has {len(header)}")
            filled = {
                column: cell.strip() for column, cell in zip(header, cells, strict=True) if cell.strip()
            }
            try:
                yield reader.line_num, adapter.validate_python(filled)
            except ValidationError as error:
                raise CodebookError(f"{where}: {_reason(error, filled)}") from None
    except csv.Error as error:
        raise CodebookError(f"codebook/{name}, line {reader.line_num}: {error}") from error


def _reason(error: ValidationError, filled: dict[str, str]) -> str:
    first = error.errors()[0]
    column = str(first["loc"][0])
    if column not in filled:
        return f"{column} is empty"
    return f"{column} {filled[column]!r}: {first['msg']}"


def read_keyed(
    kind: type[Row], name: str, key: Callable[[Row], str], folder: Traversable | None = None
) -> dict[str, Row]:
    """The rows of ``name`` by key. Raises ``CodebookError`` as ``read_table`` and for a key given twice."""
    rows: dict[str, Row] = {}
    for line, row in read_table(kind, name, folder):
        if key(row) in rows:
            raise CodebookError(f"codebook/{name}, line {line}: {key(row)!r} stands there twice")
        rows[key(row)] = row
    return rows


@cache
def regions() -> dict[str, Region]:
    """The 38 provinces and 514 kabupaten and kota, by Kemendagri code."""
    return read_keyed(Region, "regions.csv", lambda row: row.code)


@cache
def region_aliases() -> tuple[RegionAlias, ...]:
    """Every other name of a region; one alias may name several regions."""
    return tuple(row for _, row in read_table(RegionAlias, "region_aliases.csv"))


@cache
def districts() -> tuple[District, ...]:
    """The 7,285 kecamatan."""
    return tuple(row for _, row in read_table(District, "districts.csv"))


@cache
def labels() -> dict[str, Term]:
    """What an article is: statement, violation, both, none."""
    return read_keyed(Term, "labels.csv", lambda row: row.code)


@cache
def roles() -> dict[str, Term]:
    """What an official does in an article."""
    return read_keyed(Term, "roles.csv", lambda row: row.code)


@cache
def statuses() -> dict[str, Term]:
    """How an official holds the post."""
    return read_keyed(Term, "statuses.csv", lambda row: row.code)


@cache
def statement_kinds() -> dict[str, Term]:
    """What a statement does."""
    return read_keyed(Term, "statement_kinds.csv", lambda row: row.code)


@cache
def date_roles() -> dict[str, Term]:
    """What a date is the date of."""
    return read_keyed(Term, "date_roles.csv", lambda row: row.code)


@cache
def stages() -> dict[str, Stage]:
    """How far a case has got, from the allegation to its end."""
    return read_keyed(Stage, "stages.csv", lambda row: row.code)


@cache
def acts() -> dict[str, Term]:
    """The kinds of acts that breach neutrality."""
    return read_keyed(Term, "acts.csv", lambda row: row.code)


@cache
def act_items() -> dict[str, ActItem]:
    """The forbidden acts as the joint decree and the laws list them, each under one of the acts."""
    return read_keyed(ActItem, "act_items.csv", lambda row: row.code)


@cache
def sanction_types() -> dict[str, SanctionType]:
    """The types of sanctions."""
    return read_keyed(SanctionType, "sanction_types.csv", lambda row: row.code)


@cache
def sanction_forms() -> dict[str, SanctionForm]:
    """The sanctions as the regulations word them, each under one of the types."""
    return read_keyed(SanctionForm, "sanction_forms.csv", lambda row: row.code)


@cache
def sanction_statuses() -> dict[str, Term]:
    """Whether a sanction was imposed, recommended or threatened."""
    return read_keyed(Term, "sanction_statuses.csv", lambda row: row.code)


@cache
def source_states() -> dict[str, Term]:
    """What a newspaper is to the crawl: whether it is read, and if not, what is the matter."""
    return read_keyed(Term, "source_states.csv", lambda row: row.code)


@cache
def legal_bases() -> dict[str, LegalBasis]:
    """The laws, regulations, decrees and rulings of the field, by short citation."""
    return read_keyed(LegalBasis, "legal_bases.csv", lambda row: row.citation)


@cache
def elections() -> tuple[Election, ...]:
    """The elections from 2014 on, each by its short name once."""
    return tuple(row for _, row in read_table(Election, "elections.csv"))


@cache
def honorifics() -> tuple[Honorific, ...]:
    """Forms of address, religious titles, titles of nobility and ranks before a name."""
    return tuple(row for _, row in read_table(Honorific, "honorifics.csv"))


@cache
def degrees() -> tuple[Degree, ...]:
    """Degrees as the press prints them."""
    return tuple(row for _, row in read_table(Degree, "degrees.csv"))


@cache
def positions() -> dict[str, Position]:
    """The public posts, by their unabbreviated name."""
    return read_keyed(Position, "positions.csv", lambda row: row.name)


@cache
def position_spellings() -> tuple[PositionSpelling, ...]:
    """The spellings of posts in the press."""
    return tuple(row for _, row in read_table(PositionSpelling, "position_spellings.csv"))


@cache
def offices() -> tuple[Office, ...]:
    """The spellings of offices of regional government."""
    return tuple(row for _, row in read_table(Office, "offices.csv"))
