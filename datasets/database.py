"""Opening the database: what is made, what is refused, and in which words."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from sqlite_utils import Database

from datasets.schema import APPLICATION_ID, MIGRATION_NAMES, migrations
from datasets.schema.lookups import codebook_changes, load_codebook

BUSY_SECONDS: Final = 10.0
"""How long a locked database is waited for."""

_CAUSES: Final = {
    sqlite3.SQLITE_NOTADB: "is not a SQLite database; give another path",
    sqlite3.SQLITE_CORRUPT: "is damaged; put back a backup, or delete the file and crawl again",
    sqlite3.SQLITE_BUSY: "is in use by another program; wait until that is done, or end it",
    sqlite3.SQLITE_LOCKED: "is in use by another program; wait until that is done, or end it",
    sqlite3.SQLITE_READONLY: "cannot be written; check who owns the file and its folder",
    sqlite3.SQLITE_CANTOPEN: "cannot be opened; check that its folder exists and who may use it",
    sqlite3.SQLITE_PERM: "cannot be opened; check who owns the file and its folder",
    sqlite3.SQLITE_FULL: "cannot be written because the disk is full; make room and run the command again",
    sqlite3.SQLITE_IOERR: "cannot be read or written because the disk reported an error; check the disk",
}


class DatabaseError(Exception):
    """The database cannot be used. The text is one sentence that says why and what to do."""


def open_database(path: Path, *, must_exist: bool = False, wait: float = BUSY_SECONDS) -> Database:
    """Open the database for writing: make it if need be, migrate it, load the codebook if it changed.

    Foreign keys are enforced. ``wait`` is how many seconds a locked database is waited for. Raises
    ``DatabaseError`` if there is none and ``must_exist``, or if the file is corrupt, locked, not writable,
    written by a newer version, or not a database of this project.
    """
    _check_path(path, must_exist)
    with explained(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        connection = sqlite3.connect(path, timeout=wait)
        try:
            db = _checked(connection, path)
            if migrations.pending(db) or codebook_changes(db):
                with transaction(db):
                    migrations.apply(db)
                    load_codebook(db)
        except BaseException:
            connection.close()
            raise
    return db


def open_readonly(path: Path, *, wait: float = BUSY_SECONDS) -> Database:
    """Open an existing database for reading; nothing is written and nothing migrated.

    Raises ``DatabaseError`` as ``open_database`` does, and where the database has still to be migrated.
    """
    _check_path(path, must_exist=True)
    with explained(path):
        connection = sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True, timeout=wait)
        try:
            db = _checked(connection, path)
            if not db.table_names():
                raise DatabaseError(f"{path} is empty; fill it with `netralitas crawl` or `netralitas demo`.")
            if migrations.pending(db):
                raise DatabaseError(
                    f"{path} was made by an older version of Netralitas; "
                    "`netralitas crawl` brings it up to date."
                )
        except BaseException:
            connection.close()
            raise
    return db


@contextmanager
def transaction(db: Database) -> Iterator[None]:
    """All or nothing; holds the write lock from the start, so that what is compared is what is replaced."""
    db.execute("BEGIN IMMEDIATE")
    try:
        yield
        db.execute("COMMIT")
    except BaseException:
        db.rollback()
        raise


@contextmanager
def explained(path: Path) -> Iterator[None]:
    """Turns errors of SQLite and of the system about the file into a ``DatabaseError`` with its cause.

    Errors about rows and statements pass as they are: they are about the program, not about the file.
    """
    try:
        yield
    except sqlite3.DatabaseError as error:
        cause = _CAUSES.get(getattr(error, "sqlite_errorcode", 0) & 0xFF)  # the low byte is the primary code
        if cause is None:
            raise
        raise DatabaseError(f"{path} {cause}.") from error
    except OSError as error:
        raise DatabaseError(f"{path} cannot be used as a database: {error.strerror or error}.") from error


def _check_path(path: Path, must_exist: bool) -> None:
    if path.is_dir():
        raise DatabaseError(f"{path} is a folder; give the path of a database file.")
    if must_exist and not path.exists():
        raise DatabaseError(
            f"There is no database at {path}; make one with `netralitas crawl` or `netralitas demo`."
        )


def _checked(connection: sqlite3.Connection, path: Path) -> Database:
    """The database, if it is empty, or is ours and not newer than this code."""
    db = Database(connection, execute_plugins=False)
    db.execute("PRAGMA foreign_keys = ON")
    if not db.table_names():
        return db
    if db.execute("PRAGMA application_id").fetchone()[0] != APPLICATION_ID:
        raise DatabaseError(f"{path} is a database of another program; give another path.")
    newer = [migration.name for migration in migrations.applied(db) if migration.name not in MIGRATION_NAMES]
    if newer:
        raise DatabaseError(
            f"{path} was written by a newer version of Netralitas (it has {newer[-1]}); update the program."
        )
    return db
