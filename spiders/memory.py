"""Keeping the memory of a long crawl in bounds."""

from __future__ import annotations

import gc

from scrapy import signals
from scrapy.crawler import Crawler
from scrapy.http import Response

_EVERY = 8 * 1024 * 1024


class CollectGarbage:
    """Extension: frees read pages as they add up, not whenever Python thinks of it.

    A response and its parsed tree refer to each other, and Python looks for such rings by the number of
    objects, which says nothing of their size: some megabytes each, hundreds of them would wait.
    """

    bytes = 0  # of all newspapers together, for they share the process

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> CollectGarbage:
        """Scrapy's constructor."""
        extension = cls()
        crawler.signals.connect(extension.response_downloaded, signals.response_downloaded)
        return extension

    def response_downloaded(self, response: Response) -> None:
        """Collect after so many bytes of answers."""
        CollectGarbage.bytes += len(response.body)
        if CollectGarbage.bytes >= _EVERY:
            CollectGarbage.bytes = 0
            gc.collect()
