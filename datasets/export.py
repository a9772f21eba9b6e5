"""The dataset as CSV: every table and every flat view, all rows, with a dictionary of the columns.

The files are plain CSV for machines: UTF-8 without a byte order mark, CRLF line ends and quotes as RFC 4180
has them, an empty cell for a value that is not there, lists as JSON. A cell that begins with ``=``, ``+``,
``-`` or ``@`` is left as it was read, since a changed value would be a wrong one; a spreadsheet program
should be told to import the columns as text.
"""

from __future__ import annotations

import csv
import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from sqlite_utils import Database

from datasets.database import explained, open_readonly
from datasets.descriptions import Table, load_descriptions

DICTIONARY = "columns.csv"
README = "README.txt"


class ExportError(Exception):
    """The files cannot be written; the text is one sentence that names the folder and the reason."""


@dataclass(frozen=True, slots=True)
class Exported:
    """A file that was written: the table or view it holds, its place, its columns, its number of rows."""

    name: str
    path: Path
    columns: tuple[str, ...]
    rows: int


def export_csv(database: Path, folder: Path) -> list[Exported]:
    """Write every table and flat view of ``database`` into ``folder`` as ``<name>.csv``, ordered by its key.

    All files show the database at one moment, even while it is written. Beside them stand ``columns.csv``,
    what every column means, and ``README.txt``. Files get their names only when all are complete: an export
    that fails leaves what was there before. Raises ``DatabaseError`` if the database cannot be read,
    ``ExportError`` if the folder cannot be written.
    """
    tables = load_descriptions()
    with open_readonly(database) as db:
        try:
            folder.mkdir(parents=True, exist_ok=True)
            with _Drafts(folder) as drafts:
                db.execute("BEGIN")
                db.table_names()  # the first look fixes the moment that all files show
                exported = [_export(db, database, name, drafts) for name in tables]
                _write_csv(drafts.path(DICTIONARY), _DICTIONARY_HEADER, _dictionary(tables, exported))
                drafts.path(README).write_text(_readme(tables, exported), encoding="utf-8")
                drafts.publish()
        except OSError as error:
            raise ExportError(f"The export into {folder} failed: {error.strerror or error}.") from error
    return exported


class _Drafts:
    """Files under names of their own in ``folder``, until all are published together."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._drafts: dict[Path, Path] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for draft in self._drafts.values():
            draft.unlink(missing_ok=True)

    def path(self, name: str) -> Path:
        """Where to write the file that shall be called ``name``."""
        draft = self.folder / f".{name}.part"
        self._drafts[self.folder / name] = draft
        return draft

    def publish(self) -> None:
        for final, draft in self._drafts.items():
            draft.replace(final)


def _export(db: Database, database: Path, name: str, drafts: _Drafts) -> Exported:
    """All rows of a table or view, by primary key or, for a view, by its first column, which is its key."""
    with explained(database):
        keys = [row[1] for row in db.execute(f'PRAGMA table_info("{name}")') if row[5]] or ["1"]
        cursor = db.execute(f'SELECT * FROM "{name}" ORDER BY {", ".join(keys)}')
    columns = tuple(column[0] for column in cursor.description)
    count = _write_csv(drafts.path(f"{name}.csv"), columns, _rows(cursor, database))
    return Exported(name, drafts.folder / f"{name}.csv", columns, count)


def _rows(cursor: Iterable[tuple[Any, ...]], database: Path) -> Iterator[tuple[Any, ...]]:
    with explained(database):
        yield from cursor


def _write_csv(path: Path, header: Iterable[str], rows: Iterable[tuple[Any, ...]]) -> int:
    count = 0
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(header)
        for row in rows:
            writer.writerow(row)
            count += 1
        file.flush()
        os.fsync(file.fileno())
    return count


_DICTIONARY_HEADER = ("table", "column", "description_id", "description_en", "unit_id", "unit_en")


def _dictionary(tables: dict[str, Table], exported: Iterable[Exported]) -> Iterator[tuple[str, ...]]:
    for file in exported:
        for column in file.columns:
            words = tables[file.name].columns[column]
            unit = words.unit
            yield file.name, column, words.id, words.en, unit.id if unit else "", unit.en if unit else ""


def _readme(tables: dict[str, Table], exported: Iterable[Exported]) -> str:
    lines = [
        "Netralitas",
        "",
        "Netralitas aparatur sipil negara dalam pemilihan, menurut pers daerah Indonesia.",
        "Neutrality of Indonesian civil servants in elections, as reported by the regional press.",
        "",
        "Satu berkas CSV per tabel: UTF-8, dipisahkan koma; sel kosong berarti tidak ada nilai;",
        "daftar ditulis sebagai JSON. Di pengolah lembar kerja, imporlah kolom sebagai teks.",
        f"Arti setiap kolom: {DICTIONARY}.",
        "",
        "One CSV file a table: UTF-8, separated by commas; an empty cell means that there is no value;",
        "lists are JSON. In a spreadsheet program, import the columns as text.",
        f"What every column means: {DICTIONARY}.",
        "",
        "Dugaan bukan temuan: bacalah tahap perkara di samping setiap nama.",
        "An allegation is not a finding: read the stage of the case beside every name.",
    ]
    for file in exported:
        table = tables[file.name]
        lines += [
            "",
            f"{file.path.name} ({file.rows} baris / rows)",
            f"  {table.title.id}: {table.description.id}",
            f"  {table.title.en}: {table.description.en}",
        ]
    return "\n".join(lines) + "\n"
