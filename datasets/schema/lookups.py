"""The codebook tables: filled from the CSV files of ``datasets/codebook``, anew where one changed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Final

from sqlite_utils import Database

from datasets.codebook.rows import Election, LegalBasis, Position, Region, SanctionType, Stage, Term
from datasets.codebook.tables import read_keyed

Row = dict[str, Any]

LOOKUPS: Final = {
    "regions": "code",
    "labels": "code",
    "roles": "code",
    "statuses": "code",
    "statement_kinds": "code",
    "date_roles": "code",
    "sanction_statuses": "code",
    "stages": "code",
    "acts": "code",
    "sanction_types": "code",
    "positions": "name",
    "legal_bases": "citation",
    "elections": "name",
    "source_states": "code",
}
"""The codebook tables, each with its key. They are filled from the CSV of the same name."""

_KINDS: Final[dict[str, type[Any]]] = dict.fromkeys(LOOKUPS, Term) | {
    "regions": Region,
    "stages": Stage,
    "sanction_types": SanctionType,
    "positions": Position,
    "legal_bases": LegalBasis,
    "elections": Election,
}

OPEN_LOOKUPS: Final = {
    "positions": (("officials", "position"), ("violations", "position")),
    "legal_bases": (("article_laws", "citation"),),
    "elections": (("article_elections", "election"),),
}
"""Those that articles add to, each with the columns that refer to it.

A value that no CSV holds is kept with ``in_codebook`` 0 for as long as a row refers to it.
"""


@dataclass(frozen=True, slots=True)
class Change:
    """What has to be done to one codebook table: rows to write, keys to delete, keys to mark as not in it."""

    table: str
    rows: list[Row]
    gone: list[str]
    unlisted: list[str]


def codebook_changes(db: Database, folder: Path | None = None) -> list[Change]:
    """How the codebook tables differ from the CSV files of ``folder`` (default: the project's).

    A key that no file holds any longer goes, unless a row of the dataset still refers to it: then it stays,
    so that nothing read is lost. Raises ``CodebookError`` for a file that cannot be read.
    """
    found = []
    for table, key in LOOKUPS.items():
        columns = ", ".join(db.table(table).columns_dict)
        stored = {row[key]: row for row in db.query(f"SELECT {columns} FROM {table}")}
        wanted = _read(db, table, folder)
        rows = [row for code, row in wanted.items() if stored.get(code) != row]
        missing = [code for code, row in stored.items() if code not in wanted and row.get("in_codebook", 1)]
        kept = [code for code in missing if is_referred_to(db, table, code)]
        change = Change(
            table,
            rows=sorted(rows, key=lambda row: (len(row[key]), row[key])),  # a province before its kabupaten
            gone=sorted(set(missing) - set(kept)),
            unlisted=kept if table in OPEN_LOOKUPS else [],
        )
        if change.rows or change.gone or change.unlisted:
            found.append(change)
    return found


def load_codebook(db: Database, folder: Path | None = None) -> None:
    """Bring the codebook tables in line with the CSV files, inside a transaction of the caller."""
    for change in codebook_changes(db, folder):
        table, key = db.table(change.table), LOOKUPS[change.table]
        table.upsert_all(change.rows, pk=key)
        for code in change.gone:
            table.delete(code)
        for code in change.unlisted:
            table.update(code, {"in_codebook": 0})


def drop_unused(db: Database) -> None:
    """Delete what articles added to the open lookups and none refers to now, in the caller's transaction."""
    for table, columns in OPEN_LOOKUPS.items():
        key = LOOKUPS[table]
        used = " ".join(
            f"AND NOT EXISTS (SELECT 1 FROM {child} WHERE {child}.{column} = {table}.{key})"
            for child, column in columns
        )
        db.execute(f"DELETE FROM {table} WHERE in_codebook = 0 {used}")


def is_referred_to(db: Database, table: str, code: str) -> bool:
    """Whether any row other than itself refers to the row ``code`` of the codebook table ``table``."""
    key = LOOKUPS[table]
    for child in db.tables:
        for fk in child.foreign_keys:
            if fk.other_table == table:
                other = f'AND "{key}" <> :code' if child.name == table else ""
                sql = f'SELECT 1 FROM "{child.name}" WHERE "{fk.column}" = :code {other} LIMIT 1'
                if db.execute(sql, {"code": code}).fetchone():
                    return True
    return False


class Codes:
    """The keys of closed lookups, and which columns hold them: tells a value that no lookup has.

    SQLite would only say that some foreign key failed. ``extra`` names further tables to check against by
    their single key, such as ``sources``.
    """

    def __init__(self, db: Database, extra: Iterable[str] = ()) -> None:
        self._db = db
        self._closed = {table for table in LOOKUPS if table not in OPEN_LOOKUPS} | set(extra)
        self._references: dict[str, list[tuple[str, str]]] = {}
        for table in db.tables:
            stored = table.columns_dict  # without generated columns
            self._references[table.name] = [
                (fk.column, fk.other_table)
                for fk in table.foreign_keys
                if fk.other_table in self._closed and fk.column in stored
            ]
        self._keys: dict[str, set[str]] = {}
        for name in self._closed:
            self.reload(name)

    def reload(self, table: str) -> None:
        """Read the keys of ``table`` again, after rows were added to it."""
        (key,) = self._db.table(table).pks
        self._keys[table] = {code for (code,) in self._db.execute(f"SELECT {key} FROM {table}")}

    def unknown(self, table: str, row: Row) -> tuple[str, str, str] | None:
        """The first column of ``row`` with a code that is not known: column, value, lookup."""
        for column, lookup in self._references[table]:
            if row[column] is not None and row[column] not in self._keys[lookup]:
                return column, str(row[column]), lookup
        return None


def _columns(db: Database, table: str) -> list[str]:
    """The columns that are filled from the CSV: no generated ones."""
    return [column for column in db.table(table).columns_dict if column != "in_codebook"]


def _read(db: Database, table: str, folder: Path | None) -> dict[str, Row]:
    """The rows of a CSV by key, as the table holds them."""
    key = LOOKUPS[table]
    columns = _columns(db, table)
    found = read_keyed(_KINDS[table], f"{table}.csv", lambda row: str(getattr(row, key)), folder)
    extra = {"in_codebook": 1} if table in OPEN_LOOKUPS else {}
    return {
        code: {column: _plain(getattr(row, column)) for column in columns} | extra
        for code, row in found.items()
    }


def _plain(value: Any) -> Any:
    """A value as SQLite holds it."""
    if isinstance(value, date):
        return value.isoformat()
    return int(value) if isinstance(value, bool) else value
