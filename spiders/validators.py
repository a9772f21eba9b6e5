"""Validators of listings (RFC 9110, 8.8 and 13.1), and what servers in front of WordPress make of them."""

from __future__ import annotations

import hashlib
import re
from email.utils import parsedate_to_datetime

from scrapy.http import Response

from pipelines.listings import Listing

_MARKS = re.compile(r'^W/|(?:-|;)(?:gzip|br|deflate)(?="$)')
_NEWEST = 2
"""Seconds. A listing that was changed just before it was fetched may be changed again within the same second,
and Last-Modified does not tell the two apart."""


def validators(response: Response) -> tuple[str | None, str | None]:
    """ETag and Last-Modified of a listing to send next time; None for what is missing or not to be relied on.

    Compressing servers mark the ETag as weak (nginx) or add a suffix (Apache). WordPress compares it as text,
    so that neither form would ever match; the bare one does, and to other servers it is the same.
    """
    etag, last_modified = (_text(response, name) for name in ("ETag", "Last-Modified"))
    if last_modified and _is_just_changed(response, last_modified):
        # WordPress makes its ETag out of Last-Modified, so it knows no more than that.
        made_of_it = hashlib.md5(last_modified.encode(), usedforsecurity=False).hexdigest()
        last_modified = None
        if etag and made_of_it in etag:
            etag = None
    if etag:
        etag = _MARKS.sub("", etag)
    return etag, last_modified


def conditions(listing: Listing | None) -> dict[str, str]:
    """The headers that ask for a listing only if it has changed.

    Both are sent: WordPress wants both to match, and so notices when its newest post is taken out and
    Last-Modified goes back; others look at the ETag alone.
    """
    if listing is None:
        return {}
    headers = {"If-None-Match": listing.etag, "If-Modified-Since": listing.last_modified}
    return {name: value for name, value in headers.items() if value}


def _text(response: Response, name: str) -> str | None:
    return (response.headers.get(name) or b"").decode("latin-1").strip() or None


def _is_just_changed(response: Response, last_modified: str) -> bool:
    """Whether a listing was changed within the last seconds, by its server's own clock."""
    try:
        sent, changed = (
            parsedate_to_datetime(text) for text in (_text(response, "Date"), last_modified) if text
        )
        return (sent - changed).total_seconds() < _NEWEST
    except (ValueError, TypeError):  # no or strange times
        return False
