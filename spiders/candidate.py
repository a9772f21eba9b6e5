"""A candidate: an article as a listing names it, and the reading of the little that listings say."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, timezone, tzinfo
from email.utils import parsedate_to_datetime
from zoneinfo import ZoneInfo

from w3lib.html import remove_tags, replace_entities

from pipelines.article.model import Via
from pipelines.places import Place

_ZONES = {"WIB": 7, "WITA": 8, "WIT": 9}
_ZONE_WORD = re.compile(r"\b(WIB|WITA|WIT)\b", re.IGNORECASE)
_CUT_SHORT = re.compile(
    r"(\[?\s*(…|\.\.\.)\s*\]?|selengkapnya|read more|continue reading|lanjutkan membaca)\W*$", re.IGNORECASE
)
_FOOTER = re.compile(  # what WordPress plugins put below every entry of a feed
    r"\b(the post|artikel|tulisan|pos) .{1,300} "
    r"(first appeared|appeared first|pertama kali|pertama tampil)\b.{1,120}$",
    re.IGNORECASE,
)
_WHOLE_FROM = 800
"""Characters from which on a feed's text is taken for the whole article. WordPress cuts its summaries at 55
words, which is some 400 characters; the shortest notices of the press have about twice that."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """An article as a listing names it.

    ``published`` and ``modified`` are aware. ``day`` is the day by which ``--since`` is decided, where the
    listing has one. ``html`` is the article's own HTML where the listing carries all of it: then no page is
    fetched. ``listing`` is where the archive has the listing, ``before`` where it has what was fetched of the
    article earlier.
    """

    url: str
    via: Via
    title: str | None = None
    summary: str | None = None
    published: datetime | None = None
    modified: datetime | None = None
    day: date | None = None
    author: str | None = None
    tags: tuple[str, ...] = ()
    html: str | None = None
    listing: Place | None = None
    before: Place | None = None


def plain(html: str | None) -> str:
    """The words of a piece of HTML, on one line."""
    return " ".join(replace_entities(remove_tags(html or "", encoding="utf-8")).split())


def moment(text: str | None, zone: ZoneInfo) -> datetime | None:
    """A time as feeds and sitemaps write it (RFC 822 or ISO 8601), as local time of ``zone``.

    Times without an offset are local, unless WIB, WITA or WIT stands beside them. A day without a time is
    None: it is no moment.
    """
    text = (text or "").strip()
    if not text or re.fullmatch(r"\d{4}(-\d\d){0,2}", text):
        return None
    named = _ZONE_WORD.search(text)
    for read in (datetime.fromisoformat, parsedate_to_datetime):
        try:
            time = read(_ZONE_WORD.sub("", text).strip())
            if time.tzinfo is None:
                time = time.replace(tzinfo=_zone_of(text, named and named[1], zone))
            return time.astimezone(zone)
        except (ValueError, OverflowError):
            continue
    return None


def _zone_of(text: str, name: str | None, zone: ZoneInfo) -> tzinfo:
    if text.endswith("-0000"):  # RFC 5322: UTC, of a sender who does not say where he is
        return UTC
    return timezone(timedelta(hours=_ZONES[name.upper()])) if name else zone


def day(text: str | None, zone: ZoneInfo) -> date | None:
    """The local calendar day of a time as feeds and sitemaps write it, or None."""
    if time := moment(text, zone):
        return time.date()
    try:
        return date.fromisoformat((text or "").strip()[:10])
    except ValueError:
        return None


def is_whole(html: str | None) -> bool:
    """Whether the text that a feed carries is the whole article and not its beginning."""
    words = _FOOTER.sub("", plain(html)).strip()
    return len(words) >= _WHOLE_FROM and not _CUT_SHORT.search(words)
