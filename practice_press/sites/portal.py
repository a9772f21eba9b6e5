"""A channel of a network portal: articles split over pages, AMP and mobile twins, index and tag pages."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from zoneinfo import ZoneInfo

from practice_press.addresses import slugify
from practice_press.sites.base import Listing, Site
from practice_press.story import Block, Story
from practice_press.web import Request, Response

SPLIT_BY_PATH = ("nusakabarjatim",)
"""Channels that put the number of a page behind the address ("/2"); the others say ?page=2 and ?page=all."""


class PortalSite(Site):
    """A regional channel of Nusa Kabar.

    The network's editorial system stands in Jakarta and prints WIB everywhere, also in channels further east.
    """

    templates = "portal"
    page_size = 5
    robots = (
        "User-agent: *\nAllow: /\nDisallow: /search\nDisallow: /ajax/\n\n"
        "User-agent: GPTBot\nDisallow: /\n\nUser-agent: AhrefsBot\nCrawl-delay: 10\n"
    )

    def __init__(self, *args: Any) -> None:
        super().__init__(*args)
        self.network = self.source.domain.partition(".")[2]
        self.network_zone = ZoneInfo("Asia/Jakarta")
        self.split_by_path = self.source.key in SPLIT_BY_PATH
        self.hosts += (f"m.{self.source.domain}",)
        add = self.routes.add
        add(r"/", lambda request: self._index(request, self.stories, "Terkini"))
        add(r"/indeks-berita", lambda request: self._index(request, self.stories, "Indeks Berita"))
        add(r"/tag/(?P<slug>[^/]+)", self._tag)
        add(r"/search", self._search)
        add(r"/(?P<amp>amp/)?(?P<path>[^/]+/\d+/[^/]+)(?:/(?P<number>\d|all))?", self._article)
        add(r"/(?P<slug>[^/]+)", self._section)

    def part_address(self, story: Story, part: int | str, folder: str = "") -> str:
        """The address of page ``part`` (a number or "all") of a story; AMP twins are in ``folder`` "/amp"."""
        address = f"{self.root}{folder}{story.path}"
        if part == 1:
            return address
        return f"{address}/{part}" if self.split_by_path else f"{address}?page={part}"

    def _article(self, request: Request, amp: str | None, path: str, number: str | None) -> Response | None:
        story = self.by_path.get(f"/{path}")
        asked = number if self.split_by_path else request.query.get("page")
        if not story or (number and not self.split_by_path):
            return None
        blocks = self._part(story, asked or "1")
        if blocks is None:
            return None
        template, mobile = "amp.html" if amp else "read.html", request.host.startswith("m.")
        return self.page(template, story=story, blocks=blocks, part=asked or "1", mobile=mobile)

    def _part(self, story: Story, asked: str) -> Sequence[Block] | None:
        """The blocks of the asked page; None where the story has no such page."""
        if asked == "all" and not self.split_by_path:
            return [block for page in story.pages for block in page]
        number = int(asked) if asked.isdigit() else 0
        return story.pages[number - 1] if 1 <= number <= len(story.pages) else None

    def _tag(self, request: Request, slug: str) -> Response:
        return self._index(request, self.tagged(slug), f"Kumpulan berita {slug.replace('-', ' ')}")

    def _section(self, request: Request, slug: str) -> Response | None:
        stories = self.in_section(slug)
        known = bool(stories) or slug in map(slugify, self.menu)
        return self._index(request, stories, slug.replace("-", " ").title()) if known else None

    def _search(self, request: Request) -> Response:
        words = request.query.get("q", "")
        return self._index(request, self.search(words), f"Hasil pencarian untuk {words}")

    def _index(self, request: Request, stories: Sequence[Story], title: str) -> Response:
        """A page of a list. Beyond the last one such portals answer 200 with an empty list."""
        number = request.number("page") or 1
        listing = self.listing(stories, number, title) or Listing((), number, 0, len(stories), title)
        query = {name: value for name, value in request.query.items() if name != "page"}
        return self.page("index.html", listing=listing, path=request.path, query=query)
