"""One crawl at a time into a database."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator
from pathlib import Path

from filelock import FileLock, Timeout

from spiders.errors import CrawlUnderWayError


@contextlib.contextmanager
def alone(database: Path) -> Iterator[None]:
    """Keep other crawls out of a database, or two of them would ask every newspaper twice as often.

    The system itself holds the lock and drops it when the process ends, in whatever way; the file that a
    killed run leaves behind stops nobody. It has the number of the process, for whoever finds it. Raises
    ``CrawlUnderWayError`` where another process holds it.
    """
    path = Path(f"{database}.lock")
    try:
        with FileLock(path, timeout=0):
            with contextlib.suppress(OSError):  # Windows lets nobody else write
                path.write_text(str(os.getpid()))
            try:
                yield
            finally:
                with contextlib.suppress(OSError):  # Windows keeps a file that is open
                    path.unlink()
    except Timeout:
        raise CrawlUnderWayError(
            f"Another crawl{_holder(path)} is under way into {database}; wait until it has ended, or stop it."
        ) from None


def _holder(lock: Path) -> str:
    with contextlib.suppress(OSError, ValueError):
        return f" (process {int(lock.read_text())})"
    return ""
