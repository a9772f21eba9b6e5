"""Answers into the archive before they are read: a thread for the files, and the downloader middleware."""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.exceptions import IgnoreRequest
from scrapy.http import Headers, Response
from scrapy.responsetypes import responsetypes

from pipelines.archive import Answer, ArchiveError, Segment
from pipelines.places import Place
from spiders.articles import ARCHIVE, PLACE
from spiders.base import NewspaperSpider

_UNDONE = "netralitas_encoding"


class Archive:
    """The segment of a run, written in a thread of its own: compressing takes longer than receiving."""

    def __init__(self, folder: Path, run: str, software: str) -> None:
        self._segment = Segment(folder, run, software)
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="archive")

    async def write(self, answer: Answer, before: Place | None, encoding: str) -> Place:
        """Archive an answer; see ``Segment.write``."""
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._thread, self._segment.write, answer, before, encoding)

    def close(self) -> None:
        """Finish what is waiting and close the file."""
        self._thread.submit(self._segment.close).result()
        self._thread.shutdown()


class NoteEncodingMiddleware:
    """Remember the compression of an answer, which the middleware that undoes it forgets."""

    def process_response(self, request: Request, response: Response) -> Response:
        request.meta[_UNDONE] = (response.headers.get("Content-Encoding") or b"").decode("latin-1")
        return response


class ArchiveMiddleware:
    """Archive the answers that articles and listings are read from.

    An answer that cannot be archived does not go to the spider: what was read from it could never be read
    again. The request fails as ``archive_error``, and the next run makes it once more.
    """

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> ArchiveMiddleware:
        return cls(crawler)

    async def process_response(self, request: Request, response: Response) -> Response:
        """The response, once it stands in the archive; raises ``IgnoreRequest`` if it cannot."""
        spider = self.crawler.spider
        if not isinstance(spider, NewspaperSpider) or spider.archive is None:
            return response
        if ARCHIVE not in request.meta or response.status != 200:
            return response
        answer = answer_of(response)
        try:
            place = await spider.archive.write(answer, request.meta[ARCHIVE], request.meta.get(_UNDONE, ""))
        except ArchiveError as error:
            spider.logger.error("%s", error)
            raise IgnoreRequest("not archived") from error
        request.meta[PLACE] = place
        return response


def answer_of(response: Response) -> Answer:
    """A response as it goes into the archive."""
    headers = tuple(
        (name.decode("latin-1"), value.decode("latin-1"))
        for name, values in response.headers.items()
        for value in values
    )
    return Answer(response.url, response.status, headers, response.body, datetime.now(UTC))


def response_of(answer: Answer, place: Place) -> Response:
    """An archived answer as the response that the spider was given."""
    headers = Headers()
    for name, value in answer.headers:
        headers.appendlist(name, value)
    kind = responsetypes.from_args(headers=headers, url=answer.url, body=answer.body)
    request = Request(answer.url, meta={PLACE: place})
    return kind(answer.url, status=answer.status, headers=headers, body=answer.body, request=request)
