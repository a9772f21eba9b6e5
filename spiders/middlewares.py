"""Downloader middlewares: keep to the newspaper's own site; go slower, or away, where it is too much for it.

The one for robots.txt has a module of its own.
"""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from urllib.parse import urlsplit

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.exceptions import DownloadCancelledError, IgnoreRequest
from scrapy.extensions.throttle import AutoThrottle
from scrapy.http import Response

from spiders.addresses import leads_inside
from spiders.base import NewspaperSpider
from spiders.blocks import is_blocked, is_check
from spiders.turns import TURNS


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
            inside = leads_inside(urlsplit(request.url).hostname or "")
            raise IgnoreRequest("private address" if inside else "offsite")


class CircuitBreakerMiddleware:
    """Leave a host alone that fails again and again, or that keeps us out: the next run tries it again.

    It stands outside of the retries, so a failure is a page that did not come at last. After
    ``NETRALITAS_FAILURES_IN_A_ROW`` of them all that is still to be asked of it fails as ``circuit_open``,
    without a request.
    """

    def __init__(self, crawler: Crawler) -> None:
        self.most = crawler.settings.getint("NETRALITAS_FAILURES_IN_A_ROW")
        self.in_a_row: Counter[str] = Counter()

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> CircuitBreakerMiddleware:
        return cls(crawler)

    def process_request(self, request: Request) -> None:
        if TURNS.leaves_alone(_host(request)):
            raise IgnoreRequest("circuit open")

    def process_response(self, request: Request, response: Response) -> Response:
        if response.status == 429 or response.status >= 500 or is_blocked(response):
            self._failed(_host(request))
        else:
            self.in_a_row[_host(request)] = 0
        return response

    def process_exception(self, request: Request, exception: Exception) -> None:
        # What was refused on our side, or is only too large, says nothing of the host.
        if not isinstance(exception, IgnoreRequest | DownloadCancelledError):
            self._failed(_host(request))

    def _failed(self, host: str) -> None:
        self.in_a_row[host] += 1
        if self.in_a_row[host] >= self.most > 0:
            TURNS.leave_alone(host)


class BackOffMiddleware:
    """Slow down where a newspaper says that it is asked too much (429) or is overloaded (503).

    Nothing is asked of it for as long as ``Retry-After`` says (seconds or a date), up to the longest delay of
    the throttle; where it says more, the page is not tried again in this run, nor is any other one. Without
    it the pause is doubled, and AutoThrottle shortens it again while all goes well; by itself that looks at
    latency only, and such answers are quick. A page that keeps robots out is not tried again either.
    """

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler
        self.longest = crawler.settings.getfloat("AUTOTHROTTLE_MAX_DELAY")

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> BackOffMiddleware:
        return cls(crawler)

    def process_response(self, request: Request, response: Response) -> Response:
        if response.status not in (429, 503):
            return response
        if is_check(response):
            request.meta["dont_retry"] = True
            return response
        asked = retry_after(response, datetime.now(UTC))
        if asked is not None and asked > self.longest:
            request.meta["dont_retry"] = True
            TURNS.leave_alone(_host(request))
        elif asked is not None:
            TURNS.pause(_host(request), asked)
        elif throttle := self.crawler.get_extension(AutoThrottle):
            downloader = self.crawler.engine.downloader
            if slot := downloader.slots.get(downloader.get_slot_key(request)):
                slot.delay = min(2 * slot.delay, throttle.maxdelay)
        return response


def retry_after(response: Response, now: datetime) -> float | None:
    """In how many seconds the answer asks us to come back (RFC 9110, 10.2.3), or None if it does not say."""
    text = (response.headers.get("Retry-After") or b"").decode("latin-1").strip()
    if text.isdecimal():
        return float(text)
    try:
        when = parsedate_to_datetime(text)
    except ValueError:
        return None
    return max(0.0, (when.replace(tzinfo=when.tzinfo or UTC) - now).total_seconds())


def _host(request: Request) -> str:
    return urlsplit(request.url).hostname or ""
