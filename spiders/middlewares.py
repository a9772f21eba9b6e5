"""Downloader middlewares: keep to the newspaper's own site; obey its robots.txt, also a broken one."""

from __future__ import annotations

from urllib.parse import urlsplit

from scrapy import Request, Spider
from scrapy.crawler import Crawler
from scrapy.downloadermiddlewares.robotstxt import RobotsTxtMiddleware
from scrapy.exceptions import IgnoreRequest
from scrapy.extensions.throttle import AutoThrottle
from scrapy.http import Response
from scrapy.robotstxt import RobotParser

from spiders.base import NewspaperSpider


class OwnSiteMiddleware:
    """Refuse what is not on the newspaper's own site, above all where a lapsed domain redirects elsewhere.

    Scrapy's own middleware drops a scheduled request without a word; here the spider hears of it.
    """

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> OwnSiteMiddleware:
        return cls(crawler)

    def process_request(self, request: Request) -> None:
        spider = self.crawler.spider
        if isinstance(spider, NewspaperSpider) and not spider.owns(request.url):
            raise IgnoreRequest("offsite")


class RobotsMiddleware(RobotsTxtMiddleware):
    """Scrapy's robots.txt middleware, with what RFC 9309 (2.3.1) asks for where there is no robots.txt to
    read.

    Scrapy takes whatever comes for rules, and all for allowed where nothing comes. Here a 4xx means that
    there are no rules; while the server fails (5xx) or cannot be reached, nothing is fetched, and every
    request fails for that reason at once. ``Crawl-delay`` is kept, up to the longest delay of the throttle.
    """

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self._unreachable: dict[str, Exception] = {}

    async def process_request(self, request: Request, spider: Spider | None = None) -> None:
        """Raise ``IgnoreRequest`` for what may not be fetched, or why robots.txt could not be had."""
        await super().process_request(request)
        if error := self._unreachable.get(urlsplit(request.url).netloc):
            raise error

    async def _parse_robots(self, response: Response, netloc: str, request: Request) -> None:
        if response.status >= 500:
            self._unreachable[netloc] = IgnoreRequest(f"robots unavailable: {response.status}")
        if response.status != 200:
            response = response.replace(body=b"")
        await super()._parse_robots(response, netloc, request)
        self._keep_delay(await self.robot_parser(request), request)

    def _robots_error(self, exc: Exception, netloc: str) -> None:
        self._unreachable[netloc] = exc
        super()._robots_error(exc, netloc)

    def _keep_delay(self, rules: RobotParser | None, request: Request) -> None:
        delay = rules.crawl_delay(self._robotstxt_useragent or self._default_useragent) if rules else None
        throttle = self.crawler.get_extension(AutoThrottle)
        if delay and throttle:
            throttle.mindelay = max(throttle.mindelay, min(delay, throttle.maxdelay))
            downloader = self.crawler.engine.downloader
            if slot := downloader.slots.get(downloader.get_slot_key(request)):
                slot.delay = max(slot.delay, throttle.mindelay)


class BackOffMiddleware:
    """Slow down where a newspaper says that it is asked too much (429) or is overloaded (503).

    The pause is doubled, or as long as ``Retry-After`` says, up to the longest delay of the throttle, which
    shortens it again while all goes well. By itself it looks at latency only, and such answers are quick.
    """

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> BackOffMiddleware:
        return cls(crawler)

    def process_response(self, request: Request, response: Response) -> Response:
        throttle = self.crawler.get_extension(AutoThrottle)
        if throttle and response.status in (429, 503):
            downloader = self.crawler.engine.downloader
            if slot := downloader.slots.get(downloader.get_slot_key(request)):
                asked = (response.headers.get("Retry-After") or b"").decode("latin-1")
                pause = max(2 * slot.delay, float(asked) if asked.isdecimal() else 0)
                slot.delay = min(pause, throttle.maxdelay)
        return response
