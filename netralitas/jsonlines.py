"""Articles out of JSON lines, and records into JSON lines: all of them, or none."""

from __future__ import annotations

import json
import os
import pickle
import shutil
import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any, Self

import click

from pipelines.article import Article, article_from_record

IN_MEMORY = 32 * 1024 * 1024
"""Bytes that are held in memory before a temporary file is used."""


class BadLine(ValueError):
    """A line that holds no article; the text names its number and what is wrong."""


class OutputError(OSError):
    """The output cannot be written; the text says why."""


class Checked:
    """The articles of ``lines``, each with the number of its line, once it is known that each line holds one.

    Blank lines are passed over. Raises ``BadLine``, which gives ``name`` as that of the file, for the first
    line that holds no article. The articles wait in a temporary file: there may be more than memory holds,
    and standard input comes but once.
    """

    def __init__(self, lines: Iterable[bytes], name: str) -> None:
        self._count = 0
        self._file = tempfile.SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115 - closed by __exit__
        try:
            for number, line in enumerate(lines, 1):
                if line.strip():
                    pickle.dump((number, _article(line, f"{name}, line {number}")), self._file)
                    self._count += 1
        except BaseException:
            self._file.close()
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._file.close()

    def __len__(self) -> int:
        return self._count

    def __iter__(self) -> Iterator[tuple[int, Article]]:
        self._file.seek(0)
        for _ in range(self._count):
            yield pickle.load(self._file)


def _article(line: bytes, place: str) -> Article:
    try:
        record = json.loads(line.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise BadLine(f"{place}: this is not UTF-8 (byte {error.start + 1} of the line).") from error
    except json.JSONDecodeError as error:
        raise BadLine(f"{place}: this is not JSON: {error.msg}, at character {error.colno}.") from error
    except (ValueError, RecursionError) as error:
        raise BadLine(f"{place}: this JSON cannot be read: {error}.") from error
    if not isinstance(record, dict):
        raise BadLine(f'{place}: this is no JSON object, such as {{"id": "1", "text": "..."}}.')
    try:
        json.dumps(record, ensure_ascii=False).encode()
    except UnicodeEncodeError as error:
        raise BadLine(f"{place}: half a character ({error.object[error.start]!a}) stands there.") from error
    try:
        return article_from_record(record)
    except ValueError as error:
        raise BadLine(f"{place}: {error}.") from error


@contextmanager
def written_whole(path: Path) -> Iterator[Callable[[Any], None]]:
    """A function that writes a record as a line of ``path`` ("-" is standard output).

    The lines get there when the block ends, and not at all if it fails. Raises ``OutputError`` if the file
    cannot be written.
    """
    target = path.resolve()
    ordinary = str(path) != "-" and (target.is_file() or not target.exists())  # and no pipe or device
    draft = target.with_name(f".{target.name}.{os.getpid()}.part") if ordinary else None
    try:
        with draft.open("wb") if draft else tempfile.SpooledTemporaryFile(max_size=IN_MEMORY) as file:
            yield lambda record: _write(record, file)
            if draft:
                file.flush()
                os.fsync(file.fileno())
                draft.replace(target)
            else:
                file.seek(0)
                with click.open_file(str(path), "wb") as out:
                    shutil.copyfileobj(file, out)
    except BrokenPipeError:
        raise
    except OSError as error:
        raise OutputError(f"{path} cannot be written: {error.strerror or error}.") from error
    finally:
        if draft:
            draft.unlink(missing_ok=True)


def _write(record: Any, file: IO[bytes]) -> None:
    file.write(json.dumps(record, ensure_ascii=False).encode() + b"\n")
