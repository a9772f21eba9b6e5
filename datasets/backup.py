"""A copy of the database while others read and write it, by SQLite's own online backup."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Final

from datasets.database import DatabaseError, explained, open_readonly

_PAGES_AT_ONCE: Final = 4096
"""After so many pages (of 4 KiB) writers are let in; SQLite takes their changes into the copy."""


def back_up(database: Path, copy: Path) -> int:
    """Copy ``database`` to ``copy``, which is replaced, and give the size in bytes.

    The copy is one whole file of one moment, is checked before it gets its name, and is not there at all if
    anything fails. Raises ``DatabaseError`` for a database or a copy that cannot be used.
    """
    if copy.resolve() == database.resolve():
        raise DatabaseError(f"{copy} is the database itself; give the copy another path.")
    draft = copy.with_name(f".{copy.name}.{os.getpid()}.part")
    with open_readonly(database) as db, explained(copy):
        copy.parent.mkdir(parents=True, exist_ok=True)
        try:
            with closing(sqlite3.connect(draft)) as target:
                _copy(db.conn, target, database)
                target.execute("PRAGMA journal_mode = DELETE")
                (verdict,) = target.execute("PRAGMA quick_check").fetchone()
            if verdict != "ok":
                raise DatabaseError(f"The copy of {database} is damaged ({verdict}); look at the disk.")
            with draft.open("rb") as file:
                os.fsync(file.fileno())
            draft.replace(copy)
        finally:
            draft.unlink(missing_ok=True)
    return copy.stat().st_size


def _copy(source: sqlite3.Connection, target: sqlite3.Connection, database: Path) -> None:
    try:
        source.backup(target, pages=_PAGES_AT_ONCE)
    except sqlite3.DatabaseError as error:
        if error.sqlite_errorcode & 0xFF in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB):
            with explained(database):  # it lies in what is copied, and not in the copy
                raise
        raise
