"""The archive: every answer that an article or a listing was read from, as WARC, a segment a run.

The segments stand in a folder beside the database, each record gzipped by itself, so that it can be read by
its place alone and by every tool that knows WARC. An answer stands as it was decoded: its transfer
compression is undone and told in ``X-Archive-Orig-Content-Encoding``.
"""

from __future__ import annotations

import gzip
import os
import time
from collections import OrderedDict
from dataclasses import dataclass
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import Any, Final

from warcio.archiveiterator import ArchiveIterator
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from pipelines.places import Place

SYNC_SECONDS: Final = 5.0
"""How long what was written may be in the system's memory only."""
_LEVEL: Final = 4
_REMEMBERED: Final = 10_000
_VERSION: Final = "WARC/1.1"
_ORIGINAL_ENCODING: Final = "X-Archive-Orig-Content-Encoding"


class ArchiveError(Exception):
    """A record cannot be written or read; the text is one sentence that names the file and the reason."""


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer as it was fetched: public address, status, headers in order, decoded body, moment (aware)."""

    url: str
    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes
    at: datetime


def archive_folder(database: Path) -> Path:
    """Where the archive of a database stands: ``netralitas.db`` has ``netralitas-archive`` beside it."""
    return database.with_name(f"{database.stem}-archive")


class Segment:
    """The file of one run, while it is written; in one thread at a time. Made with its first record.

    Each record is written at once and whole: if the process is killed, all records before are readable. A
    record that repeats what its address gave before becomes a ``revisit`` record, and the place that counts
    is that of the first.
    """

    def __init__(self, folder: Path, name: str, software: str) -> None:
        self.folder = folder
        self._name = name
        self._software = software
        self._file: Any = None
        self._end = 0
        self._synced = 0.0
        self._seen: OrderedDict[str, tuple[str, str, Place]] = OrderedDict()

    def write(self, answer: Answer, before: Place | None = None, encoding: str = "") -> Place:
        """Archive an answer; gives the place of the record that holds its body.

        ``before`` is where an earlier answer of the same address lies, ``encoding`` the transfer compression
        that was undone. Raises ``ArchiveError`` if it cannot be written; then nothing of it is left.
        """
        try:
            if self._file is None:
                self._open()
            return self._write(answer, before, encoding)
        except OSError as error:
            raise ArchiveError(
                f"The archive in {self.folder} cannot be written: {error.strerror or error}."
            ) from error

    def close(self) -> None:
        """Bring everything to the disk and close the file."""
        if self._file is not None:
            self._sync()
            self._file.close()
            self._file = None

    def _open(self) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        number = 1
        while True:  # a segment is never written to again, whoever wrote it
            name = self._name if number == 1 else f"{self._name}-{number}"
            self._path = self.folder / f"{name}.warc.gz"
            try:
                self._file = self._path.open("xb", buffering=0)
                break
            except FileExistsError:
                number += 1
        self._end = 0
        info = {"software": self._software, "format": "WARC File Format 1.1", "isPartOf": name}
        builder = WARCWriter(BytesIO(), gzip=False, warc_version=_VERSION)
        self._append(builder.create_warcinfo_record(self._path.name, info))

    def _write(self, answer: Answer, before: Place | None, encoding: str) -> Place:
        builder = WARCWriter(BytesIO(), gzip=False, warc_version=_VERSION)
        headers = _stored_headers(answer, encoding)
        moment = answer.at.astimezone(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")
        record = builder.create_warc_record(
            answer.url,
            "response",
            payload=BytesIO(answer.body),
            length=len(answer.body),
            warc_headers_dict={"WARC-Date": moment},
            http_headers=StatusAndHeaders(str(answer.status), headers, protocol="HTTP/1.1"),
        )
        digest = record.rec_headers.get_header("WARC-Payload-Digest")
        former = self._seen.get(answer.url) or self._former(answer.url, before)
        if former and former[0] == digest:
            record = builder.create_revisit_record(
                answer.url, digest, answer.url, former[1],
                http_headers=record.http_headers, warc_headers_dict={"WARC-Date": moment},
            )  # fmt: skip
            self._append(record)
            self._remember(answer.url, former)
            return former[2]
        place = self._append(record)
        self._remember(answer.url, (digest, moment, place))
        return place

    def _former(self, url: str, before: Place | None) -> tuple[str, str, Place] | None:
        """Digest, moment and place of an earlier answer, if it can be read and is of the same address."""
        if before is None:
            return None
        try:
            record = _record(self.folder, before)
        except ArchiveError:
            return None
        get = record.rec_headers.get_header
        if get("WARC-Target-URI") != url:
            return None
        return get("WARC-Payload-Digest"), get("WARC-Date"), before

    def _remember(self, url: str, former: tuple[str, str, Place]) -> None:
        self._seen[url] = former
        self._seen.move_to_end(url)
        if len(self._seen) > _REMEMBERED:
            self._seen.popitem(last=False)

    def _append(self, record: Any) -> Place:
        buffer = BytesIO()
        WARCWriter(buffer, gzip=False, warc_version=_VERSION).write_record(record)
        # warcio itself compresses at level 9, which takes twice the time and saves a thirtieth of the size.
        whole = memoryview(gzip.compress(buffer.getvalue(), _LEVEL, mtime=0))
        try:
            written = 0
            while written < len(whole):
                written += self._file.write(whole[written:])
        except OSError:
            self._file.truncate(self._end)
            self._file.seek(self._end)
            raise
        place = Place(self._path.name, self._end, len(whole))
        self._end += len(whole)
        if time.monotonic() - self._synced > SYNC_SECONDS:
            self._sync()
        return place

    def _sync(self) -> None:
        os.fsync(self._file.fileno())
        self._synced = time.monotonic()


def read_answer(folder: Path, place: Place) -> Answer:
    """The answer whose record lies at ``place``; raises ``ArchiveError`` if there is none to be read."""
    record = _record(folder, place)
    get = record.rec_headers.get_header
    http = record.http_headers
    if record.rec_type != "response" or http is None:
        raise ArchiveError(f"{place.file} holds no answer at {place.offset}.")
    at = datetime.fromisoformat(get("WARC-Date").replace("Z", "+00:00"))
    return Answer(
        get("WARC-Target-URI"),
        int(http.get_statuscode()),
        tuple(http.headers),
        record.raw_stream.read(),
        at,
    )


def _record(folder: Path, place: Place) -> Any:
    path = folder / place.file
    try:
        with path.open("rb") as file:
            file.seek(place.offset)
            packed = file.read(place.length)
        if len(packed) < place.length:
            raise ArchiveError(f"{path} ends before the record at {place.offset}.")
        return next(iter(ArchiveIterator(BytesIO(packed))))
    except OSError as error:
        raise ArchiveError(f"{path} cannot be read: {error.strerror or error}.") from error
    except (StopIteration, ValueError) as error:
        raise ArchiveError(f"{path} is damaged at {place.offset}.") from error
    except ArchiveError:
        raise
    except Exception as error:  # warcio's errors have no common class
        raise ArchiveError(f"{path} is damaged at {place.offset}: {error}.") from error


def _stored_headers(answer: Answer, encoding: str) -> list[tuple[str, str]]:
    """The headers of the answer as they hold for its decoded body."""
    left_out = ("content-length", "content-encoding", "transfer-encoding")
    headers = [(name, value) for name, value in answer.headers if name.lower() not in left_out]
    if encoding:
        headers.append((_ORIGINAL_ENCODING, encoding))
    return [*headers, ("Content-Length", str(len(answer.body)))]
