"""The download handler: newspapers served on this machine are fetched here, under their public address."""

from __future__ import annotations

from urllib.parse import urlsplit, urlunsplit

from scrapy import Request
from scrapy.core.downloader.handlers.http11 import HTTP11DownloadHandler
from scrapy.http import Response

from spiders.base import NewspaperSpider


class NewspaperDownloadHandler(HTTP11DownloadHandler):
    """Scrapy's HTTP handler; for a newspaper with ``local = true`` it asks the server at ``base`` instead.

    The Host header, and the address that the response carries, stay those of the public site. So the
    addresses, the ids and robots.txt of a local newspaper are what they would be on the web.
    """

    lazy = True

    async def download_request(self, request: Request) -> Response:
        """The response to ``request``; raises Scrapy's download exceptions."""
        spider = self._crawler.spider
        if not (isinstance(spider, NewspaperSpider) and spider.source.local and spider.owns(request.url)):
            return await super().download_request(request)
        mirrored = request.replace(url=_moved(request.url, spider.source.base))
        mirrored.headers["Host"] = urlsplit(request.url).netloc
        mirrored.meta.pop("proxy", None)  # a proxy for the web does not lead to this machine
        response = await super().download_request(mirrored)
        if "download_latency" in mirrored.meta:
            request.meta["download_latency"] = mirrored.meta["download_latency"]
        return response.replace(url=request.url)


def _moved(url: str, base: str) -> str:
    public, served = urlsplit(url), urlsplit(base)
    return urlunsplit((served.scheme, served.netloc, public.path, public.query, ""))
