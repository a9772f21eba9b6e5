"""How commands fail: the project's own errors become one sentence and an exit code."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click


class BadData(click.ClickException):
    """What a command was given to read, or found, is wrong (exit code 1)."""


class NotThere(click.ClickException):
    """Something that a command needs is not there, or was named wrongly (exit code 2)."""

    exit_code = 2


@contextmanager
def told(*errors: type[Exception]) -> Iterator[None]:
    """Turns ``errors``, whose text is a sentence for the user, into ``BadData``."""
    try:
        yield
    except errors as error:
        raise BadData(str(error)) from error


@contextmanager
def told_of_database(path: Path) -> Iterator[None]:
    """Turns a ``DatabaseError`` into ``NotThere`` if there is no file ``path``, else into ``BadData``."""
    from datasets.database import DatabaseError

    try:
        yield
    except DatabaseError as error:
        raise (BadData if path.exists() else NotThere)(str(error)) from error
