"""WordPress's RSS feeds: ten items a page, full text or excerpts, one validator for the whole site."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from practice_press.render import render
from practice_press.story import Story
from practice_press.web import Request, Response, http_date, not_modified, parse_http_date

if TYPE_CHECKING:
    from practice_press.sites.wordpress import WordPressSite

RSS = "application/rss+xml; charset=UTF-8"


def answer_feed(site: WordPressSite, request: Request, stories: Sequence[Story]) -> Response:
    """The feed of ``stories``, page ``paged``. Beyond the last page 404 with a feed without items."""
    listing = site.listing(stories, request.number("paged"))
    items = listing.stories if listing else ()
    body = render("wordpress/rss.xml", site=site, items=items, path=request.path)
    response = Response(body, 200 if listing else 404, RSS)
    changed = http_date(site.changed)
    response.headers |= {"Last-Modified": changed, "ETag": f'"{hashlib.md5(changed.encode()).hexdigest()}"'}
    return not_modified(response) if listing and _is_current(request, response, site.changed) else response


def _is_current(request: Request, response: Response, changed: datetime) -> bool:
    """Whether WordPress takes the client's copy for current.

    It compares ETags as text, so one that a front server has made weak never matches; and where both
    validators are sent, both must match (its ``WP::send_headers``).
    """
    tag, since = (
        request.headers.get("if-none-match"),
        parse_http_date(request.headers.get("if-modified-since")),
    )
    same_tag = tag == response.headers["ETag"]
    not_since = since is not None and since >= changed.replace(microsecond=0)
    return same_tag and not_since if tag and since else same_tag or not_since
