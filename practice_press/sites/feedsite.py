"""A small newspaper made of static files: pages and one Atom feed that carries the full text."""

from __future__ import annotations

from typing import Any

from markupsafe import Markup

from practice_press.render import render
from practice_press.sites.base import Site
from practice_press.story import Story
from practice_press.web import Request, Response, validated

FEED_ENTRIES = 50


class FeedSite(Site):
    """Gema Halmahera. All its files have the server's validators."""

    templates = "feedsite"
    page_size = 100

    def __init__(self, *args: Any) -> None:
        super().__init__(*args)
        self.changed = max(story.changed for story in self.stories)
        self.routes.add(r"/atom\.xml", self._feed)
        self.routes.add(r"/", self._home)
        self.routes.add(r"/berita/[^/]+/", self._article)

    def content(self, story: Story) -> Markup:
        """The story's HTML, in its page and in the feed alike."""
        return Markup(render("feedsite/content.html", site=self, story=story))

    def _feed(self, request: Request) -> Response:
        body = render("feedsite/atom.xml", site=self, stories=self.stories[:FEED_ENTRIES])
        response = Response(body, content_type="application/xml")
        return validated(request, response, self.changed)

    def _home(self, request: Request) -> Response:
        return validated(request, self.page("home.html"), self.changed)

    def _article(self, request: Request) -> Response | None:
        story = self.by_path.get(request.path)
        return validated(request, self.page("article.html", story=story), story.changed) if story else None
