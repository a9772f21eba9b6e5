"""What every site has: its stories by path, pages of a listing, search, and the boxes around an article."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode
from zlib import crc32
from zoneinfo import ZoneInfo

from practice_press.addresses import path_of, slugify
from practice_press.render import ZONE_WORDS, render
from practice_press.story import Story
from practice_press.web import PLAIN, Request, Response, Routes, redirect
from spiders.sources import Source

_PICTURE = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 9">'
    '<path d="M0 0h16v9H0z" fill="hsl({hue},30%,70%)"/>'
    '<path d="M0 9 5 4l3 3 4-5 4 7z" fill="hsl({hue},35%,45%)"/></svg>'
)


@dataclass(frozen=True, slots=True)
class Listing:
    """Page ``number`` of ``pages`` of a list of ``total`` stories; ``title`` is its heading."""

    stories: Sequence[Story]
    number: int
    pages: int
    total: int
    title: str = ""


class Site:
    """A newspaper's web site. An engine adds its routes to ``self.routes`` and names its templates."""

    templates: str
    """The folder of its templates."""
    page_size = 10
    robots = "User-agent: *\nDisallow:\n"
    menu: tuple[str, ...] = ("Daerah", "Politik", "Hukum", "Ekonomi", "Olahraga", "Peristiwa")

    def __init__(self, source: Source, stories: Iterable[Story]) -> None:
        self.source = source
        self.root = f"https://{source.domain}"
        self.zone = ZoneInfo(source.zone)
        self.zone_word = ZONE_WORDS[source.zone]
        self.stories = tuple(sorted(stories, key=lambda story: (story.published, story.id), reverse=True))
        self.by_path = {story.path: story for story in self.stories}
        self.hosts: tuple[str, ...] = (source.domain, f"www.{source.domain}")
        self.routes = Routes()
        self.routes.add(r"/robots\.txt", lambda request: Response(self.robots, content_type=PLAIN))
        self.routes.add(r"/.*\.jpg", self._picture)

    def answer(self, request: Request) -> Response:
        """What the site sends back. Its second name, www., leads to the first."""
        if request.host == f"www.{self.source.domain}":
            query = f"?{urlencode(request.query)}" if request.query else ""
            return redirect(f"{self.root}{request.path}{query}")
        return self.routes.answer(request) or self.not_found(request)

    def not_found(self, request: Request) -> Response:
        """The site's own 404 page."""
        return self.page("notfound.html", status=404, title="Halaman tidak ditemukan")

    def page(self, template: str, status: int = 200, **values: Any) -> Response:
        """A page from one of the site's templates."""
        return Response(render(f"{self.templates}/{template}", site=self, **values), status)

    def listing(self, stories: Sequence[Story], number: int | None, title: str = "") -> Listing | None:
        """Page ``number`` of a list, or None beyond its last page. A list of nothing has one empty page."""
        pages = max(1, -(-len(stories) // self.page_size))
        if number is None or not 1 <= number <= pages:
            return None
        start = (number - 1) * self.page_size
        return Listing(stories[start : start + self.page_size], number, pages, len(stories), title)

    def tagged(self, slug: str) -> list[Story]:
        """The stories with a tag, by the tag's slug."""
        return [story for story in self.stories if slug in map(slugify, story.tags)]

    def in_section(self, slug: str) -> list[Story]:
        """The stories of a section, by the section's slug."""
        return [story for story in self.stories if slug == slugify(story.section)]

    def search(self, words: str) -> list[Story]:
        """The stories that have all words in title or text, also inside a word. Tags are not searched."""
        wanted = words.casefold().split()
        return [story for story in self.stories if all(word in printed(story) for word in wanted)]

    def others(self, story: Story | None, count: int, salt: str = "") -> list[Story]:
        """Other stories for the boxes around an article; mixed anew for each ``salt``, but always alike."""
        rest = [other for other in self.stories if other is not story]
        name = salt + (story.id if story else "")
        return sorted(rest, key=lambda other: crc32(f"{name}{other.id}".encode()))[:count]

    def linked(self, headline: str, story: Story) -> str:
        """Where a "Baca juga" line of ``story`` leads: to the story it names, or to one long gone."""
        known = next((other.address for other in self.stories if other.title == headline), None)
        path = path_of(story.newspaper, slugify(headline), story.section, story.local_time)
        return known or f"{self.root}{path}"

    def _picture(self, request: Request) -> Response:
        drawing = _PICTURE.format(hue=crc32(request.path.encode()) % 360)
        return Response(drawing, content_type="image/svg+xml")


def printed(story: Story) -> str:
    """All words of a story's title and blocks, folded for searching."""
    return " ".join((story.title, *(block.text for block in story.blocks))).casefold()
