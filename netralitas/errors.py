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


class Busy(click.ClickException):
    """Something else is at the same work; later it can be done (exit code 75, as sysexits.h has it)."""

    exit_code = 75


class Stopped(click.ClickException):
    """The work was ended by Ctrl+C or SIGTERM before its end (exit code 130, as shells have it)."""

    exit_code = 130


@contextmanager
def told(*errors: type[Exception]) -> Iterator[None]:
    """Turns ``errors``, whose text is a sentence for the user, into ``BadData``."""
    try:
        yield
    except errors as error:
        raise BadData(str(error)) from error


@contextmanager
def told_of_crawl() -> Iterator[None]:
    """Turns a ``CrawlError`` into ``Busy``, ``Stopped`` or ``BadData``, whichever it is."""
    from spiders.errors import CrawlError, CrawlStoppedError, CrawlUnderWayError

    try:
        yield
    except CrawlUnderWayError as error:
        raise Busy(str(error)) from error
    except CrawlStoppedError as error:
        raise Stopped(str(error)) from error
    except CrawlError as error:
        raise BadData(str(error)) from error


@contextmanager
def told_of_database(path: Path) -> Iterator[None]:
    """Turns a ``DatabaseError`` into ``NotThere`` if there is no file ``path``, else into ``BadData``."""
    from datasets.database import DatabaseError

    try:
        yield
    except DatabaseError as error:
        raise (BadData if path.exists() else NotThere)(str(error)) from error
