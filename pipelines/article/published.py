"""When an article was published: the local day must be right, and another article's date must never be taken.

The rules stand in the order of their trust; the first that gives a plausible day wins, and its name is kept.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, tzinfo
from itertools import chain
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from lxml.html import HtmlElement

from pipelines.article.dates import Moment, is_plausible, localised, machine_moment, stamp_moment
from pipelines.article.markup import LONG_PARAGRAPH, is_foreign, linked_data, meta, text_of
from pipelines.article.model import Page

_LISTED_BY = {"wordpress": "rest", "feed": "feed", "blogger": "feed", "sitemap": "sitemap", "index": "index"}
_PUBLISHED_META = (
    "article:published_time",
    "og:article:published_time",
    "og:published_time",
    "datePublished",
    "parsely-pub-date",
    "sailthru.date",
    "dcterms.created",
    "dcterms.date",
    "dc.date.issued",
    "dc.date",
    "content_PublishedDate",
    "publishdate",
    "pubdate",
    "date",
)
_MODIFIED_META = ("article:modified_time", "og:updated_time", "dateModified", "dcterms.modified")
_DATE_IN_PATH = re.compile(r"/((?:19|20)\d{2})/(\d{1,2})/(\d{1,2})(?=/|$)")
_LONGEST_STAMP_BLOCK = 150  # characters
_STAMP_TAGS = {
    "div",
    "span",
    "p",
    "li",
    "time",
    "small",
    "i",
    "b",
    "em",
    "strong",
    "h4",
    "h5",
    "h6",
    "td",
    "abbr",
    "a",
}
_LINES_ABOVE_STORY = 15
_MOST_STAMPS = 100  # looked at on one page
_UTC = re.compile(r"(?:Z|\s*[+-]00:?00)\s*$")


@dataclass(frozen=True, slots=True)
class Published:
    """The time of publication, or only its day, and the name of the rule that read it."""

    on: date
    at: datetime | None
    by: str


def published(page: Page, tree: HtmlElement | None, address: str) -> Published | None:
    """When the page's article was published, or None where nothing says so.

    ``tree`` is the parsed page, None for a fragment, which has no head; ``address`` the canonical address.
    A day that lies more than a day after ``page.fetched_at`` is refused, and the next rule is asked.
    """
    zone = ZoneInfo(page.zone)
    latest = (page.fetched_at + timedelta(days=1)).astimezone(zone).date()
    return next(
        (found for found in _findings(page, tree, address, zone) if is_plausible(found.on, latest)), None
    )


def modified(page: Page, tree: HtmlElement | None, address: str, since: Published | None) -> datetime | None:
    """When the article was last changed, in the newspaper's offset; None where unknown or before
    publication.
    """
    zone = ZoneInfo(page.zone)
    moments: Iterator[Moment | None] = iter(())
    if page.modified:
        moments = iter([localised(page.modified, zone)])
    elif tree is not None:
        texts = chain(_texts(linked_data(tree, address).get("dateModified")), meta(tree, *_MODIFIED_META))
        moments = (machine_moment(text, zone) for text in texts)
    for moment in moments:
        if moment and moment.at and moment.at <= page.fetched_at + timedelta(days=1):
            if since and (moment.at <= since.at if since.at else moment.on < since.on):
                return None
            return moment.at
    return None


def published_in_text(text: str, title: str, url: str) -> Published | None:
    """When an article was published of which there is only the text and the address.

    The stamp is looked for in the first lines, below the title and above the first long paragraph. Without
    WIB, WITA or WIT it gives only the day, because the newspaper's zone is not known.
    """
    lines = [line for line in map(str.strip, text.splitlines()) if line][:_LINES_ABOVE_STORY]
    below_title = title in lines
    if below_title:
        lines = lines[lines.index(title) + 1 :]
    for number, line in enumerate(lines):
        moment = stamp_moment(line, None)
        # A bare day in the very first line is the calendar in the page's head.
        if moment and is_plausible(moment.on, None) and (moment.at or number or below_title):
            return _published(moment, "visible")
        if len(line.split()) > LONG_PARAGRAPH:
            break
    found = _from_address(url)
    return found if found and is_plausible(found.on, None) else None


def _findings(page: Page, tree: HtmlElement | None, address: str, zone: tzinfo) -> Iterator[Published]:
    if page.published:
        yield _published(localised(page.published, zone), _LISTED_BY[page.via])
    if tree is not None:
        for by, texts in (
            ("json-ld", _texts(linked_data(tree, address).get("datePublished"))),
            ("meta", chain(meta(tree, *_PUBLISHED_META), _marked_up(tree, address))),
        ):
            for text in texts:
                if moment := machine_moment(text, zone):
                    local = _UTC.search(text) and _mistaken_for_utc(text, _stamps(tree, page, address, zone))
                    yield local or _published(moment, by)
        yield from _stamps(tree, page, address, zone)
        for text in _time_elements(tree, address):
            if moment := machine_moment(text, zone):
                yield _published(moment, "time")
    if found := _from_address(page.url):
        yield found


def _published(moment: Moment, by: str) -> Published:
    return Published(moment.on, moment.at, by)


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value


def _mistaken_for_utc(text: str, stamps: Iterable[Published]) -> Published | None:
    """The visible stamp, where the markup writes the local clock and calls it UTC, as some systems do."""
    written = machine_moment(_UTC.sub("", text), UTC)
    for stamp in stamps:
        if written and written.at and stamp.at and f"{stamp.at:%F %R}" == f"{written.at:%F %R}":
            return stamp
    return None


def _stamps(tree: HtmlElement, page: Page, address: str, zone: tzinfo) -> Iterator[Published]:
    """The visible stamps, the likeliest first: those below the title, then above it, then under the story."""
    titles = [heading for heading in tree.iter("h1") if not _is_site_name(heading, tree)]
    today = page.fetched_at.astimezone(zone).date()
    found: dict[str, list[Published]] = {"below": [], "above": [], "under": []}
    place = "below" if not titles else "above"
    left = _MOST_STAMPS
    for element in tree.iter():
        if element in titles:
            place = "below"
        elif element.tag == "p" and len(text_of(element).split()) > LONG_PARAGRAPH:
            place = "under"
        if element.tag not in _STAMP_TAGS or _is_change(element) or not _is_leaf_block(element):
            continue
        stamp = _stamp(element, zone)
        if stamp is None:
            continue
        if (left := left - 1) < 0:
            break
        if is_foreign(element, address):
            continue
        if place == "under" and stamp.at is None:
            continue  # a date of the story, in a list or a short paragraph
        if place == "above" and stamp.on == today and not _is_near(element, titles):
            continue  # the calendar in the head of the page
        found[place].append(stamp)
    for stamps in found.values():
        # A stamp with a clock says more than one without, which may be a part of it.
        yield from sorted(stamps, key=lambda stamp: stamp.at is None)


def _stamp(element: HtmlElement, zone: tzinfo) -> Published | None:
    """What a short element says; if it prints only the day, the time is that of its ``<time datetime>``."""
    moment = stamp_moment(text_of(element), zone)
    if moment is None:
        return None
    if moment.at is None:
        times = [time for time in element.iter("time") if time.get("datetime")]
        if len(times) == 1 and (exact := machine_moment(times[0].get("datetime"), zone)):
            return _published(exact, "time")
    return _published(moment, "visible")


def _is_change(element: HtmlElement) -> bool:
    """WordPress prints the time of the last change beside that of publication, in an element of class
    "updated".
    """
    names = element.get("class", "").split()
    return "updated" in names and not {"published", "entry-date"} & set(names)


def _is_near(element: HtmlElement, titles: list[HtmlElement]) -> bool:
    around = [
        ancestor
        for ancestor in [element, *element.iterancestors()][:4]
        if ancestor.tag not in ("body", "html")
    ]
    return any(ancestor in around for title in titles for ancestor in title.iterancestors())


def _is_site_name(heading: HtmlElement, tree: HtmlElement) -> bool:
    """Whether an ``h1`` is the newspaper's name or logo in the head of the page."""
    text = text_of(heading)
    return not text or text.casefold() == next(meta(tree, "og:site_name"), "").casefold()


def _is_leaf_block(element: HtmlElement) -> bool:
    """A short element whose text is not that of one of its children alone, so that every stamp is read
    once.
    """
    text = text_of(element)
    if not 8 <= len(text) <= _LONGEST_STAMP_BLOCK:
        return False
    return all(text_of(child) != text for child in element if isinstance(child.tag, str))


def _marked_up(tree: HtmlElement, address: str) -> Iterator[str]:
    """Dates of elements with ``itemprop="datePublished"`` (Blogger's themes, own systems) outside foreign
    lists.
    """
    for element in tree.iter():
        if (
            isinstance(element.tag, str)
            and element.tag != "meta"
            and element.get("itemprop") == "datePublished"
        ):
            text = element.get("datetime") or element.get("content") or element.get("title")
            if text and not is_foreign(element, address):
                yield text


def _time_elements(tree: HtmlElement, address: str) -> Iterator[str]:
    """The ``datetime`` of the page's own ``<time>``: none of a list of other articles, none of a change."""
    for element in tree.iter("time"):
        if element.get("datetime") and not _is_change(element) and not is_foreign(element, address):
            yield element.get("datetime")


def _from_address(url: str) -> Published | None:
    if match := _DATE_IN_PATH.search(urlsplit(url).path):
        year, month, day = map(int, match.groups())
        try:
            return Published(date(year, month, day), None, "url")
        except ValueError:
            return None
    return None
