"""Why a page or a listing did not come: the codes that are recorded; ``docs/crawling.md`` explains them."""

from __future__ import annotations

import re

from scrapy.exceptions import (
    CannotResolveHostError,
    DownloadCancelledError,
    DownloadConnectionRefusedError,
    DownloadFailedError,
    DownloadTimeoutError,
    IgnoreRequest,
    ResponseDataLossError,
)
from scrapy.http import HtmlResponse, Response, XmlResponse
from twisted.internet.error import TimeoutError as ConnectionTimeout
from twisted.python.failure import Failure

from spiders.blocks import is_blocked, is_missing

_BY_EXCEPTION: tuple[tuple[type[BaseException], str], ...] = (
    (CannotResolveHostError, "dns"),
    (DownloadConnectionRefusedError, "refused"),
    (DownloadTimeoutError, "timeout"),
    (ConnectionTimeout, "timeout"),
    (DownloadCancelledError, "too_large"),
    (ResponseDataLossError, "cut_off"),
)
# Of gzip, zlib, brotli and zstd; Scrapy passes them on, whichever of several libraries it found.
_DECOMPRESSION = frozenset(("BadGzipFile", "error", "ZstdError"))
_BY_WORDS = (
    ("exceeded", "too_large"),  # with the address, so this comes before what may stand in one
    ("Forbidden by robots.txt", "robots"),
    ("robots unavailable", "robots_unavailable"),
    ("circuit open", "circuit_open"),
    ("private address", "private_address"),
    ("offsite", "offsite"),
    ("redirections", "redirect_loop"),
    ("not archived", "archive_error"),
)

_ENTITY = re.compile(rb"<!ENTITY", re.IGNORECASE)
_PROLOG = 64 * 1024  # bytes

MISSING = frozenset((404, 410))
"""Statuses that say that there is nothing here (any more)."""


class HeadTooLarge(Exception):
    """An answer that never comes to its body."""


class Unlistable(Exception):
    """A listing that cannot be read; ``reason`` is its code."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def failure_reason(failure: Failure) -> str:
    """The code of a request that got no response."""
    return reason_of(failure.value)


def reason_of(error: BaseException | None) -> str:
    """The code of the error that stands for a response."""
    if isinstance(error, DownloadFailedError) and _head_is_too_large(error):
        return "too_large"
    for kind, reason in _BY_EXCEPTION:
        if isinstance(error, kind):
            return reason
    if type(error).__name__ in _DECOMPRESSION:
        return "bad_encoding"
    if isinstance(error, IgnoreRequest):
        return next((reason for words, reason in _BY_WORDS if words in str(error)), "ignored")
    return "connection"


def check_prolog(xml: bytes) -> None:
    """Raises ``Unlistable`` for XML that declares entities of its own.

    Each may hold ten of the one before, and a page of them is gigabytes; feeds and sitemaps need none.
    """
    if _ENTITY.search(xml[:_PROLOG]):
        raise Unlistable("entities")


def _head_is_too_large(error: DownloadFailedError) -> bool:
    reasons = getattr(error.__cause__, "reasons", ())
    return any(reason.check(HeadTooLarge) for reason in reasons)


def refusal(response: Response) -> str | None:
    """The code of a response that is no page to be read, or None where it is one."""
    if is_blocked(response):
        return "blocked"
    if response.status != 200:
        return f"http_{response.status}"
    if not isinstance(response, HtmlResponse | XmlResponse):
        return "not_html"
    return "soft_404" if is_missing(response) else None
