"""Why a page or a listing did not come: the codes that are recorded; ``docs/crawling.md`` explains them."""

from __future__ import annotations

from scrapy.exceptions import (
    CannotResolveHostError,
    DownloadCancelledError,
    DownloadConnectionRefusedError,
    DownloadTimeoutError,
    IgnoreRequest,
    ResponseDataLossError,
)
from scrapy.http import HtmlResponse, Response, XmlResponse
from twisted.internet.error import TimeoutError as ConnectionTimeout
from twisted.python.failure import Failure

_BY_EXCEPTION: tuple[tuple[type[BaseException], str], ...] = (
    (CannotResolveHostError, "dns"),
    (DownloadConnectionRefusedError, "refused"),
    (DownloadTimeoutError, "timeout"),
    (ConnectionTimeout, "timeout"),
    (DownloadCancelledError, "too_large"),
    (ResponseDataLossError, "cut_off"),
)
_BY_WORDS = (
    ("robots.txt", "robots"),
    ("robots unavailable", "robots_unavailable"),
    ("offsite", "offsite"),
    ("redirections", "redirect_loop"),
    ("exceeded", "too_large"),
    ("not archived", "archive_error"),
)

MISSING = frozenset((404, 410))
"""Statuses that say that there is nothing here (any more)."""


class Unlistable(Exception):
    """A listing that cannot be read; ``reason`` is its code."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def failure_reason(failure: Failure) -> str:
    """The code of a request that got no response."""
    error = failure.value
    for kind, reason in _BY_EXCEPTION:
        if isinstance(error, kind):
            return reason
    if isinstance(error, IgnoreRequest):
        return next((reason for words, reason in _BY_WORDS if words in str(error)), "ignored")
    return "connection"


def refusal(response: Response) -> str | None:
    """The code of a response that is no page to be read, or None where it is one."""
    if response.status != 200:
        return f"http_{response.status}"
    return None if isinstance(response, HtmlResponse | XmlResponse) else "not_html"
