"""A name server under the crawl's own resolver, for newspapers that are not of this machine."""

from __future__ import annotations

import socket
from typing import Any

from scrapy.crawler import Crawler
from twisted.internet.base import ReactorBase

from spiders.addresses import PublicResolver

PUBLIC = ("127.0.0.2", "127.0.0.3")
"""Addresses of this machine that stand for the public web here; 127.0.0.1 is still a private one."""


class FakeDns(PublicResolver):
    """The resolver of a crawl in which the names of ``FAKE_DNS`` answer with its addresses, one after the
    other, the last one from then on. All else of the way from a name to a connection is the real one."""

    @classmethod
    def from_crawler(cls, crawler: Crawler, reactor: ReactorBase) -> FakeDns:
        answers = {name: list(found) for name, found in crawler.settings.getdict("FAKE_DNS").items()}

        def look_up(name: str) -> str:
            if name.replace(".", "").isdecimal():
                return name
            if name not in answers:
                raise socket.gaierror(f"{name} is not known")
            return answers[name].pop(0) if len(answers[name]) > 1 else answers[name][0]

        resolver: Any = super().from_crawler(crawler, reactor)
        socket.gethostbyname = look_up
        return resolver

    def allows(self, address: str) -> bool:
        return address in PUBLIC or super().allows(address)
