"""How a crawl fails as a whole."""

from __future__ import annotations


class CrawlError(RuntimeError):
    """A crawl that cannot be begun, or that broke down. The text is one sentence that says what to do."""


class CrawlStoppedError(CrawlError):
    """A crawl that was ended at once, before it could tell what came of it."""


class CrawlUnderWayError(CrawlError):
    """A crawl that cannot be begun because another one is under way into the same database."""
