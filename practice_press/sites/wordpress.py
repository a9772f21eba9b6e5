"""Newspapers on WordPress: permalinks, archives, search, feeds, REST and sitemaps as WordPress has them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from operator import attrgetter

from markupsafe import Markup

from practice_press.addresses import slugify
from practice_press.render import render
from practice_press.sites.base import Site, printed
from practice_press.sites.wordpress_feeds import answer_feed
from practice_press.sites.wordpress_rest import RestApi
from practice_press.story import Block, Story
from practice_press.typography import entities
from practice_press.web import XML, Request, Response, redirect
from spiders.sources import Source

EXCERPT_WORDS = 55
_PHRASES = re.compile(r'"([^"]+)"|(\S+)')


@dataclass(frozen=True, slots=True)
class Term:
    """A tag, a category or an author, with WordPress's number for it."""

    id: int
    name: str
    slug: str
    count: int


class WordPressSite(Site):
    """A WordPress site. Subclasses choose the theme and what is switched on."""

    rest_open = True
    full_feed = True
    names_zone = True
    """Whether the zone is set by its name; many sites have only the number of hours."""

    def __init__(self, source: Source, stories: Iterable[Story]) -> None:
        super().__init__(source, stories)
        self.ids = {story.id: 1001 + 3 * number for number, story in enumerate(reversed(self.stories))}
        self.by_id = {self.ids[story.id]: story for story in self.stories}
        self.terms = {
            "category": _terms((story.section for story in self.stories), 2),
            "tag": _terms((tag for story in self.stories for tag in story.tags), 21),
            "author": _terms((story.author for story in self.stories), 1),
        }
        self.changed = max(map(attrgetter("changed"), self.stories))
        self.rest = RestApi(self)
        self.robots = (
            "User-agent: *\nDisallow: /wp-admin/\nAllow: /wp-admin/admin-ajax.php\n\n"
            f"Sitemap: {self.root}/wp-sitemap.xml\n"
        )
        self._add_routes()

    def _add_routes(self) -> None:
        add, archive = self.routes.add, r"/(?P<kind>tag|category|author)/(?P<slug>[^/]+)/"
        add(r"/", self._front)
        add(r"/page/(?P<number>\d+)/", self._front)
        add(r"/wp-json(?P<route>/.*)?", lambda request, route: self.rest.answer(request, route or "/"))
        add(r"/feed/(?:rss2/)?", lambda request: answer_feed(self, request, self.stories))
        add(archive + r"feed/(?:rss2/)?", self._archive_feed)
        add(archive + r"(?:page/(?P<number>\d+)/)?", self._archive)
        add(r"/wp-sitemap\.xml", lambda request: self._xml("sitemap-index.xml"))
        add(r"/wp-sitemap-posts-post-1\.xml", lambda request: self._xml("sitemap.xml"))
        add(r"/sitemap\.xml", lambda request: redirect(f"{self.root}/wp-sitemap.xml", 302))
        add(r"/(?P<path>.+?/)(?:(?P<number>[2-9])/)?", self._post)
        add(r"/(?P<path>.+)", self._guessed)

    def post_id(self, story: Story) -> int:
        """WordPress's number of the post; they grow with the publication time."""
        return self.ids[story.id]

    def content(self, blocks: Sequence[Block], story: Story) -> Markup:
        """The blocks as ``the_content`` gives them: HTML, typographic marks as entities."""
        return Markup(render(f"{self.templates}/content.html", site=self, story=story, blocks=blocks))

    def whole_content(self, story: Story) -> Markup:
        """The content of all pages of a story, as REST and full-text feeds carry it."""
        return self.content([block for page in story.pages for block in page], story)

    def excerpt(self, story: Story) -> str:
        """The first words of all that stands in the post, as HTML."""
        found = " ".join(block.text for block in story.blocks).split()
        more = " [&hellip;]" if len(found) > EXCERPT_WORDS else ""
        return f"<p>{entities(' '.join(found[:EXCERPT_WORDS]))}{more}</p>\n"

    def search(self, words: str) -> list[Story]:
        """All words, or "phrases in quotes", anywhere in title or text, also inside a word; not in tags."""
        wanted = [(phrase or word).casefold() for phrase, word in _PHRASES.findall(words)]
        return [story for story in self.stories if all(phrase in printed(story) for phrase in wanted)]

    def of_term(self, kind: str, slug: str) -> list[Story]:
        """The stories of a tag, a category or an author."""
        if kind == "author":
            return [story for story in self.stories if slugify(story.author) == slug]
        return self.tagged(slug) if kind == "tag" else self.in_section(slug)

    def _front(self, request: Request, number: str | None = None) -> Response | None:
        query = request.query
        if "rest_route" in query:
            return self.rest.answer(request, query["rest_route"])
        if "p" in query:
            story = self.by_id.get(int(query["p"])) if query["p"].isdigit() else None
            return redirect(story.address) if story else None
        stories = self.search(query["s"]) if "s" in query else list(self.stories)
        if "feed" in query:
            return answer_feed(self, request, stories)
        title = f"Hasil pencarian: {query['s']}" if "s" in query else ""
        page = int(number) if number else request.number("paged")
        listing = self.listing(stories, page, title)
        suffix = f"?s={query['s']}" if "s" in query else ""
        return self.page("list.html", listing=listing, folder="/", suffix=suffix) if listing else None

    def _archive(self, request: Request, kind: str, slug: str, number: str | None) -> Response | None:
        term = next((term for term in self.terms[kind] if term.slug == slug), None)
        if not term:
            return None
        listing = self.listing(self.of_term(kind, slug), int(number or 1), term.name)
        folder = f"/{kind}/{slug}/"
        return self.page("list.html", listing=listing, folder=folder, suffix="") if listing else None

    def _archive_feed(self, request: Request, kind: str, slug: str) -> Response:
        return answer_feed(self, request, self.of_term(kind, slug))

    def _post(self, request: Request, path: str, number: str | None) -> Response | None:
        story, page = self.by_path.get(f"/{path}"), int(number or 1)
        if not story or page > len(story.pages):
            return None
        content = self.content(story.pages[page - 1], story)
        return self.page("single.html", story=story, content=content, number=page)

    def _guessed(self, request: Request, path: str) -> Response | None:
        """WordPress sends an address without its slash, or with only the beginning of a slug, to the post."""
        wanted = path.rsplit("/", 1)[-1]
        return next(
            (redirect(story.address) for story in self.stories if story.slug.startswith(wanted)), None
        )

    def _xml(self, template: str) -> Response:
        return Response(render(f"wordpress/{template}", site=self), content_type=XML)


class OpenSite(WordPressSite):
    """Harian Lembayung: REST open, a classic theme, the SEO plugin writes times with the local offset."""

    templates = "lembayung"


class FeedOnlySite(WordPressSite):
    """Suara Tanjungpura: REST only for members, feeds with excerpts, Open Graph times in UTC."""

    templates = "tanjungpura"
    rest_open = False
    full_feed = False


class BlockThemeSite(WordPressSite):
    """Mandau Kita: REST open, a block theme without SEO plugin, whose only time stands below the text."""

    templates = "mandau"
    full_feed = False
    names_zone = False


def _terms(names: Iterable[str], first: int) -> list[Term]:
    counts = Counter(names)
    return [
        Term(first + number, name, slugify(name), counts[name]) for number, name in enumerate(sorted(counts))
    ]
