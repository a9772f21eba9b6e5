"""A newspaper found by its sitemaps: an index, a news sitemap of two days, one a month, one gzipped."""

from __future__ import annotations

import gzip
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from practice_press.addresses import slugify
from practice_press.render import render
from practice_press.sites.base import Site
from practice_press.story import Story
from practice_press.web import XML, Request, Response, validated

NEWS_SPAN = timedelta(days=2)
"""How far back a news sitemap goes, as Google's rules for them say; here from the newest story."""


class NewsSitemapSite(Site):
    """Kabar Cendrawasih."""

    templates = "newssitemap"
    page_size = 8
    menu = ("Papua", "Papua Barat", "Maluku", "Maluku Utara", "Politik", "Olahraga", "Ekonomi")

    def __init__(self, *args: Any) -> None:
        super().__init__(*args)
        self.robots = (
            f"User-agent: *\nAllow: /\nDisallow: /api/\nDisallow: /*?s=\n\nSitemap: {self.root}/sitemap.xml\n"
        )
        self.months: dict[str, list[Story]] = {}
        for story in self.stories:
            self.months.setdefault(story.local_time.strftime("%Y-%m"), []).append(story)
        oldest = min(self.months, default="")
        self.sitemaps = {
            f"{self.root}/sitemap/{month}.xml{'.gz' if month == oldest else ''}": stories
            for month, stories in self.months.items()
        }
        add = self.routes.add
        add(r"/", lambda request: self._list(request, self.stories, ""))
        add(r"/kanal/(?P<slug>[^/]+)", self._section)
        add(r"/topik/(?P<slug>[^/]+)", self._topic)
        add(r"/read/\d+/[^/]+", self._article)
        add(r"/sitemap\.xml", self._sitemap_index)
        add(r"/sitemap/news\.xml", self._news_sitemap)
        add(r"/sitemap/\d{4}-\d\d\.xml(?:\.gz)?", self._month_sitemap)

    def recent(self) -> list[Story]:
        """The stories of the news sitemap."""
        return [story for story in self.stories if story.published > self.stories[0].published - NEWS_SPAN]

    def changed(self, stories: Sequence[Story]) -> str:
        """When the newest of ``stories`` was changed, in the newspaper's time."""
        return max(story.changed for story in stories).astimezone(self.zone).isoformat()

    def _sitemap_index(self, request: Request) -> Response:
        return self._xml(request, "sitemap-index.xml", self.stories)

    def _news_sitemap(self, request: Request) -> Response:
        return self._xml(request, "sitemap-news.xml", self.recent())

    def _month_sitemap(self, request: Request) -> Response | None:
        stories = self.sitemaps.get(self.root + request.path)
        return self._xml(request, "sitemap-month.xml", stories) if stories else None

    def _xml(self, request: Request, template: str, stories: Sequence[Story]) -> Response:
        body: str | bytes = render(f"newssitemap/{template}", site=self, stories=stories)
        response = Response(body, content_type=XML)
        if request.path.endswith(".gz"):  # a gzipped file, not a compressed transfer
            response = Response(gzip.compress(response.payload, mtime=0), content_type="application/x-gzip")
        return validated(request, response, max(story.changed for story in stories))

    def _section(self, request: Request, slug: str) -> Response | None:
        stories = self.in_section(slug)
        known = bool(stories) or slug in map(slugify, self.menu)
        return self._list(request, stories, slug.replace("-", " ").title()) if known else None

    def _topic(self, request: Request, slug: str) -> Response | None:
        stories = self.tagged(slug)
        return self._list(request, stories, f"Topik: {slug.replace('-', ' ')}") if stories else None

    def _article(self, request: Request) -> Response | None:
        story = self.by_path.get(request.path)
        return self.page("read.html", story=story) if story else None

    def _list(self, request: Request, stories: Sequence[Story], title: str) -> Response | None:
        listing = self.listing(stories, request.number("page"), title)
        return self.page("list.html", listing=listing, path=request.path) if listing else None
