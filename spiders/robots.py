"""robots.txt: obeyed, also a broken one, and recorded: what a newspaper said to us on the day of a run."""

from __future__ import annotations

import hashlib
import re
from dataclasses import replace
from typing import Any
from urllib.parse import urlsplit

from scrapy import Request, Spider
from scrapy.crawler import Crawler
from scrapy.downloadermiddlewares.robotstxt import RobotsTxtMiddleware
from scrapy.exceptions import IgnoreRequest
from scrapy.extensions.throttle import AutoThrottle
from scrapy.http import Response
from scrapy.robotstxt import RobotParser

from pipelines.rows import RobotsRecord
from spiders.base import NewspaperSpider
from spiders.failures import reason_of

LONGEST = 500 * 1024
"""Bytes of a robots.txt that are read; RFC 9309 (2.5) asks for at least so many. What follows is left out."""
_MOST_PATHS = 200
_LINE = re.compile(r"\s*(user-agent|allow|disallow)\s*:\s*([^#\r\n]*)", re.IGNORECASE)


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
        self._agent = self._robotstxt_useragent or self._default_useragent

    async def process_request(self, request: Request, spider: Spider | None = None) -> None:
        """Raise ``IgnoreRequest`` for what may not be fetched, or why robots.txt could not be had."""
        netloc = urlsplit(request.url).netloc
        try:
            await super().process_request(request)
            if error := self._unreachable.get(netloc):
                raise error
        except Exception:
            request.meta["dont_retry"] = True  # robots.txt itself was tried often enough
            self._record(netloc, refused=1)
            raise

    async def _parse_robots(self, response: Response, netloc: str, request: Request) -> None:
        status, body = response.status, response.body
        if status >= 500:
            self._unreachable[netloc] = IgnoreRequest(f"robots unavailable: {status}")
            self._record(netloc, state="unavailable", status=status, reason="robots_unavailable")
        if status != 200:
            body = b""
        # A line that is cut in the midst could forbid more, or less, than it says.
        body = body if len(body) <= LONGEST else body[:LONGEST].rpartition(b"\n")[0]
        await super()._parse_robots(response.replace(body=body), netloc, request)
        delay = self._crawl_delay(await self.robot_parser(request))
        self._keep(delay, request)
        if status == 200:
            text = body.decode("utf-8-sig", "replace")
            self._record(
                netloc,
                state="rules",
                status=200,
                digest=hashlib.sha256(response.body).hexdigest(),
                size=len(response.body),
                crawl_delay=delay,
                disallowed=tuple(disallowed(text, self._agent)[:_MOST_PATHS]),
            )
        elif status < 500:
            self._record(netloc, state="no_rules", status=status)

    def _robots_error(self, exc: Exception, netloc: str) -> None:
        self._unreachable[netloc] = exc
        self._record(netloc, state="unavailable", reason=reason_of(exc))
        super()._robots_error(exc, netloc)

    def _record(self, netloc: str, *, refused: int = 0, **said: Any) -> None:
        spider = self.crawler.spider
        if isinstance(spider, NewspaperSpider):
            record = spider.robots.get(netloc) or RobotsRecord(netloc, "unavailable")
            spider.robots[netloc] = replace(record, refused=record.refused + refused, **said)

    def _crawl_delay(self, rules: RobotParser | None) -> float | None:
        return rules.crawl_delay(self._agent) if rules else None

    def _keep(self, delay: float | None, request: Request) -> None:
        throttle = self.crawler.get_extension(AutoThrottle)
        if delay and throttle:
            throttle.mindelay = max(throttle.mindelay, min(delay, throttle.maxdelay))
            downloader = self.crawler.engine.downloader
            if slot := downloader.slots.get(downloader.get_slot_key(request)):
                slot.delay = max(slot.delay, throttle.mindelay)


def disallowed(robots: str, agent: str) -> list[str]:
    """The paths that a robots.txt disallows to ``agent``, as they stand there; for the record only.

    What is obeyed is decided by Scrapy's parser, which knows ``Allow`` and wildcards too.
    """
    groups: dict[str, list[str]] = {}
    agents: list[str] = []
    open_group = False
    for line in robots.splitlines():
        if not (found := _LINE.match(line)):
            continue
        field, value = found[1].lower(), found[2].strip()
        if field == "user-agent":
            agents = [*agents, value.lower()] if open_group else [value.lower()]
            open_group = True
            groups.setdefault(value.lower(), [])
            continue
        open_group = False
        if field == "disallow" and value:
            for name in agents:
                groups[name].append(value)
    name = agent.partition("/")[0].lower()
    return groups.get(name, groups.get("*", []))
