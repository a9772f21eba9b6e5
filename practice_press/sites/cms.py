"""A newspaper with a system of its own: index, section and search pages, its only date a line in words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from practice_press.addresses import slugify
from practice_press.sites.base import Listing, Site
from practice_press.story import Story
from practice_press.web import Request, Response


class CmsSite(Site):
    """Radar Saddang. Its pages have no date in the head, and above each stands the date of the day."""

    templates = "cms"
    page_size = 6
    robots = "User-agent: *\nDisallow: /panel/\nDisallow: /statistik.php\n"
    menu = ("Makassar", "Ajatappareng", "Toraja", "Bosowa", "Sulteng", "Gorontalo", "Olahraga")

    def __init__(self, *args: Any) -> None:
        super().__init__(*args)
        self.today = self.stories[0].local_time
        add = self.routes.add
        add(r"/", lambda request: self._list(request, self.stories, "Berita Terbaru"))
        add(r"/indeks", lambda request: self._list(request, self.stories, "Indeks Berita"))
        add(r"/cari", self._search)
        add(r"/kanal/(?P<slug>[^/]+)", self._section)
        add(
            r"/tag/(?P<slug>[^/]+)",
            lambda request, slug: self._list(request, self.tagged(slug), f"Topik: {slug}"),
        )
        add(r"/berita/\d+/[^/]+\.html", self._article)

    def page(self, template: str, status: int = 200, **values: Any) -> Response:
        """A page; the old system names its encoding only inside the page."""
        response = super().page(template, status, **values)
        response.content_type = "text/html"
        return response

    def _search(self, request: Request) -> Response:
        words = request.query.get("q", "")
        return self._list(request, self.search(words) if words.strip() else [], f"Hasil pencarian: {words}")

    def _section(self, request: Request, slug: str) -> Response | None:
        stories = self.in_section(slug)
        known = bool(stories) or slug in map(slugify, self.menu)
        return self._list(request, stories, f"Kanal {slug.replace('-', ' ').title()}") if known else None

    def _article(self, request: Request) -> Response | None:
        story = self.by_path.get(request.path)
        return self.page("detail.html", story=story) if story else None

    def _list(self, request: Request, stories: Sequence[Story], title: str) -> Response:
        """A page of a list; beyond the last one 200 with the words that nothing was found."""
        number = request.number("page") or 1
        listing = self.listing(stories, number, title) or Listing((), number, 0, len(stories), title)
        query = {name: value for name, value in request.query.items() if name != "page"}
        return self.page("list.html", listing=listing, path=request.path, query=query)
