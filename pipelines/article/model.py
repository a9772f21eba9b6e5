"""``Page``, what a spider hands over, and ``Article``, what is stored and read for facts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

Via = Literal["wordpress", "feed", "sitemap", "blogger", "index"]
"""The ways in: how a newspaper's articles are found."""


@dataclass(frozen=True, slots=True)
class Page:
    """One article as it was fetched, before anything was read from it.

    ``body`` is a whole HTML page (``kind="page"``) or only the article's own HTML, as a REST answer or a
    full-text feed carries it (``kind="fragment"``). ``parts`` are the bodies of the further pages of a split
    article, in order. ``published`` and ``modified`` are aware datetimes as the listing gave them, or None.
    ``zone`` is the IANA zone of the newspaper ("Asia/Makassar"), used for times that carry none.
    ``fetched_at`` is aware; it is never a publication date.
    """

    source: str
    url: str
    body: str
    kind: Literal["page", "fragment"]
    via: Via
    fetched_at: datetime
    zone: str = "Asia/Jakarta"
    title: str | None = None
    published: datetime | None = None
    modified: datetime | None = None
    author: str | None = None
    tags: tuple[str, ...] = ()
    parts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Removed:
    """A piece of press noise that was cut from the text, kept for audit: its kind and its words."""

    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class Article:
    """An article as it is stored: clean text, and metadata that says where it came from.

    ``id`` is derived from ``url``, the canonical address, and so is the same on every machine. ``text`` holds
    one paragraph a line. ``published`` is the publication time with its offset, or None where only the day
    (``published_on``) or nothing is known; ``published_on`` is the local calendar day. ``published_by`` names
    the rule that read it: "rest", "feed", "sitemap" and "index" (the listing), "json-ld", "meta", "visible",
    "time" (a ``<time>`` element), "url", "given" (with a plain record). ``removed`` is what was cut.
    """

    id: str
    url: str
    domain: str
    title: str
    text: str
    source: str | None = None
    published: datetime | None = None
    published_on: date | None = None
    published_by: str | None = None
    modified: datetime | None = None
    author: str | None = None
    editor: str | None = None
    tags: tuple[str, ...] = ()
    language: str | None = None
    removed: tuple[Removed, ...] = ()


class UnreadablePage(ValueError):
    """A page that no article can be read from; ``reason`` is a short code that is recorded with the page.

    Codes: ``no_text``, ``no_title``, ``not_indonesian``.
    """

    def __init__(self, reason: str, detail: str = "") -> None:
        super().__init__(f"{reason}: {detail}" if detail else reason)
        self.reason = reason
