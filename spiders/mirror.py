"""The download handler: where connections are made. Newspapers served on this machine are fetched here, under
their public address; all others only from the public web, one request at a time to a machine.
"""

from __future__ import annotations

from urllib.parse import urlsplit, urlunsplit

from scrapy import Request
from scrapy.core.downloader.handlers.http11 import (
    HTTP11DownloadHandler,
    _LenientHTTP11ClientFactory,
    _LenientHTTP11ClientProtocol,
)
from scrapy.crawler import Crawler
from scrapy.exceptions import CannotResolveHostError, IgnoreRequest
from scrapy.http import Response
from scrapy.utils.defer import maybe_deferred_to_future
from twisted.internet.error import DNSLookupError
from twisted.python.failure import Failure
from twisted.web._newclient import HEADER, STATUS

from spiders.addresses import PrivateAddress
from spiders.base import NewspaperSpider
from spiders.failures import HeadTooLarge
from spiders.turns import TURNS

_LONGEST_HEAD = 256 * 1024
"""Bytes of status lines and headers before an answer's body. Twisted limits the line, not their number."""


class NewspaperDownloadHandler(HTTP11DownloadHandler):
    """Scrapy's HTTP handler; for a newspaper with ``local = true`` it asks the server at ``base`` instead.

    The Host header, and the address that the response carries, stay those of the public site. So the
    addresses, the ids and robots.txt of a local newspaper are what they would be on the web.
    """

    lazy = True

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self._pool._factory = _BoundedHeadFactory

    async def download_request(self, request: Request) -> Response:
        """The response to ``request``; raises Scrapy's download exceptions, and ``IgnoreRequest`` where the
        host's address is not on the public web."""
        host = urlsplit(request.url).hostname or ""
        await TURNS.after_pause(host, given_up=lambda: not self._crawler.crawling)
        if TURNS.leaves_alone(host):  # since this request was put into the queue
            raise IgnoreRequest("circuit open")
        spider = self._crawler.spider
        if isinstance(spider, NewspaperSpider) and spider.source.local and spider.owns(request.url):
            return await self._from_here(request, spider.source.base)
        async with TURNS.at(await self._address(host)):
            return await super().download_request(request)

    async def _from_here(self, request: Request, base: str) -> Response:
        mirrored = request.replace(url=_moved(request.url, base))
        mirrored.headers["Host"] = urlsplit(request.url).netloc
        mirrored.meta.pop("proxy", None)  # a proxy for the web does not lead to this machine
        response = await super().download_request(mirrored)
        if "download_latency" in mirrored.meta:
            request.meta["download_latency"] = mirrored.meta["download_latency"]
        return response.replace(url=request.url)

    async def _address(self, host: str) -> str:
        """The IP address of a host. The connection asks the resolver again, which is as strict then."""
        from twisted.internet import reactor  # may only be imported once Scrapy has installed it

        try:
            return await maybe_deferred_to_future(reactor.resolver.getHostByName(host))
        except PrivateAddress as error:
            raise IgnoreRequest(f"private address: {host} is {error}") from error
        except DNSLookupError as error:
            raise CannotResolveHostError(str(error)) from error


def _moved(url: str, base: str) -> str:
    public, served = urlsplit(url), urlsplit(base)
    return urlunsplit((served.scheme, served.netloc, public.path, public.query, ""))


class _BoundedHead(_LenientHTTP11ClientProtocol):
    """Gives up an answer whose headers do not end: nothing else limits what they take of memory."""

    _head = 0

    def request(self, request):  # type: ignore[no-untyped-def]
        self._head = 0
        return super().request(request)

    def dataReceived(self, bytes: bytes) -> None:
        if self._parser is not None and self._parser.state in (STATUS, HEADER):
            self._head += len(bytes)
            if self._head > _LONGEST_HEAD:
                self._giveUp(Failure(HeadTooLarge()))  # type: ignore[no-untyped-call]
                return
        super().dataReceived(bytes)  # type: ignore[no-untyped-call]


class _BoundedHeadFactory(_LenientHTTP11ClientFactory):
    def buildProtocol(self, addr: object) -> _BoundedHead:
        return _BoundedHead(self._quiescentCallback)  # type: ignore[no-untyped-call]
