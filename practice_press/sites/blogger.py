"""A newspaper on Blogger: Atom, RSS and JSON feeds with search and paging, addresses by month."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime
from itertools import groupby
from typing import Any
from urllib.parse import urlencode
from zlib import crc32

from markupsafe import Markup

from practice_press.render import render
from practice_press.sites.base import Site, printed
from practice_press.story import Story
from practice_press.web import XML, Request, Response, json_response, validated

DEFAULT_RESULTS = 25
MOST_RESULTS = 150
OLD_EDITOR_UNTIL = 2020
"""Posts of earlier years have line breaks instead of paragraphs, as Blogger's old editor set them."""

_ATOM = "application/atom+xml; charset=UTF-8"
_WORD = re.compile(r"\w+")


class BloggerSite(Site):
    """Warta Pesisir."""

    templates = "blogger"

    def __init__(self, *args: Any) -> None:
        super().__init__(*args)
        self.blog_id = 4_000_000_000_000_000_000 + crc32(self.source.key.encode())
        self.robots = (
            "User-agent: Mediapartners-Google\nDisallow: \n\n"
            "User-agent: *\nDisallow: /search\nDisallow: /share-widget\nAllow: /\n\n"
            f"Sitemap: {self.root}/sitemap.xml\n"
        )
        add = self.routes.add
        add(r"/", self._home)
        add(r"/feeds/posts/(?P<kind>default|summary)(?:/-/(?P<label>[^/]+))?", self._feed)
        add(r"/search(?:/label/(?P<label>[^/]+))?", self._search)
        add(
            r"/sitemap\.xml",
            lambda request: Response(render("blogger/sitemap.xml", site=self), content_type=XML),
        )
        add(r"/(?P<year>\d{4})/(?:(?P<month>\d\d)/)?", self._archive)
        add(r"/\d{4}/\d\d/[^/]+\.html", self._post)

    def post_id(self, story: Story) -> int:
        """Blogger's number of a post: nineteen digits without an order."""
        return 1_000_000_000_000_000_000 + crc32(story.id.encode()) * 1_234_567

    def content(self, story: Story) -> Markup:
        """A post's HTML, as its editor of that year left it."""
        editor = "old" if story.local_time.year < OLD_EDITOR_UNTIL else "new"
        return Markup(render(f"blogger/content-{editor}.html", site=self, story=story))

    def labelled(self, label: str) -> list[Story]:
        """The posts with a label; Blogger wants it written exactly as it is."""
        return [story for story in self.stories if label in story.tags]

    def search(self, words: str) -> list[Story]:
        """The posts that have all words in title or text, each as a whole word; labels are not searched."""
        wanted = set(_WORD.findall(words.casefold()))
        return [story for story in self.stories if wanted <= set(_WORD.findall(printed(story)))]

    def months(self) -> list[tuple[datetime, int]]:
        """The months of the archive box, newest first, each with its number of posts."""
        grouped = groupby(self.stories, key=lambda story: story.local_time.strftime("%Y-%m"))
        return [(group[0].local_time, len(group)) for _, found in grouped if (group := list(found))]

    def _feed(self, request: Request, kind: str, label: str | None) -> Response | None:
        query = request.query
        stories = self.labelled(label) if label else list(self.stories)
        if query.get("q"):
            found = self.search(query["q"])
            stories = [story for story in stories if story in found]
        if after := _moment(query.get("published-min")):
            stories = [story for story in stories if story.published >= after]
        if before := _moment(query.get("published-max")):
            stories = [story for story in stories if story.published < before]
        if query.get("orderby") == "updated":
            stories.sort(key=lambda story: (story.changed, story.id), reverse=True)
            if least := _moment(query.get("updated-min")):  # heeded in this order only
                stories = [story for story in stories if story.changed >= least]
        start = request.number("start-index")
        asked = request.number("max-results", DEFAULT_RESULTS)
        if start is None or start < 1 or asked is None:
            return Response("Invalid query parameter", 400)
        shown = stories[start - 1 : start - 1 + min(asked, MOST_RESULTS)]
        changed = max(story.changed for story in self.stories)
        values = {
            "stories": shown,
            "total": len(stories),
            "start": start,
            "size": min(asked, MOST_RESULTS),
            "full": kind == "default",
            "changed": changed,
            "path": f"{self.root}{request.path}",
            "further": self._further(request, start, len(shown), len(stories)),
        }
        if query.get("alt") == "json":
            response = json_response(self._json(values))
        elif query.get("alt") == "rss":
            rss = render("blogger/rss.xml", site=self, **values)
            response = Response(rss, content_type="application/rss+xml; charset=UTF-8")
        else:
            response = Response(render("blogger/atom.xml", site=self, **values), content_type=_ATOM)
        response.headers["Cache-Control"] = "private, max-age=0"
        return validated(request, response, changed)

    def _further(self, request: Request, start: int, shown: int, total: int) -> str | None:
        """The address of the feed's next page, if there is one."""
        if not shown or start + shown > total:
            return None
        query = {**request.query, "start-index": start + shown, "max-results": shown}
        return f"{self.root}{request.path}?{urlencode(query)}"

    def _json(self, values: dict[str, Any]) -> dict[str, Any]:
        """The feed in Google's JSON: every text is an object with a "$t", colons in names become "$"."""
        feed: dict[str, Any] = {
            "xmlns": "http://www.w3.org/2005/Atom",
            "id": _text(f"tag:blogger.com,1999:blog-{self.blog_id}"),
            "updated": _text(self.stamp(values["changed"])),
            "title": {"type": "text", "$t": self.source.name},
            "openSearch$totalResults": _text(str(values["total"])),
            "openSearch$startIndex": _text(str(values["start"])),
            "openSearch$itemsPerPage": _text(str(values["size"])),
            "link": [{"rel": "alternate", "type": "text/html", "href": f"{self.root}/"}],
            "entry": [self._json_entry(story, values["full"]) for story in values["stories"]],
        }
        if values["further"]:
            feed["link"].append({"rel": "next", "type": "application/atom+xml", "href": values["further"]})
        if not feed["entry"]:
            del feed["entry"]  # as Blogger does
        return {"version": "1.0", "encoding": "UTF-8", "feed": feed}

    def _json_entry(self, story: Story, full: bool) -> dict[str, Any]:
        scheme = "http://www.blogger.com/atom/ns#"
        text = str(self.content(story)) if full else self.summary(story)
        return {
            "id": _text(f"tag:blogger.com,1999:blog-{self.blog_id}.post-{self.post_id(story)}"),
            "published": _text(self.stamp(story.published)),
            "updated": _text(self.stamp(story.changed)),
            "category": [{"scheme": scheme, "term": tag} for tag in story.tags],
            "title": {"type": "text", "$t": story.title},
            "content" if full else "summary": {"type": "html" if full else "text", "$t": text},
            "link": [{"rel": "alternate", "type": "text/html", "href": story.address, "title": story.title}],
            "author": [{"name": _text(story.author), "email": _text("noreply@blogger.com")}],
        }

    def stamp(self, moment: datetime) -> str:
        """A time as Blogger's feeds have it: "2024-09-25T14:05:00.000+07:00"."""
        return moment.astimezone(self.zone).isoformat(timespec="milliseconds")

    def summary(self, story: Story) -> str:
        """The beginning of all that stands in the post, as plain text."""
        return f"{' '.join(block.text for block in story.blocks)[:250]}..."

    def _home(self, request: Request) -> Response:
        return self._list(self.stories, "")

    def _search(self, request: Request, label: str | None) -> Response:
        if label is not None:
            return self._list(self.labelled(label), f"Menampilkan postingan dengan label {label}")
        words = request.query.get("q", "")
        return self._list(self.search(words), f"Menampilkan postingan yang cocok dengan kueri untuk {words}")

    def _archive(self, request: Request, year: str, month: str | None) -> Response | None:
        wanted = f"{year}{month or ''}"
        found = [s for s in self.stories if s.local_time.strftime("%Y%m" if month else "%Y") == wanted]
        return self._list(found, "") if found else None

    def _list(self, stories: Sequence[Story], title: str) -> Response:
        return self.page("list.html", stories=stories, title=title)

    def _post(self, request: Request) -> Response | None:
        story = self.by_path.get(request.path)
        if not story:
            return None
        place = self.stories.index(story)
        newer = self.stories[place - 1] if place else None
        older = self.stories[place + 1] if place + 1 < len(self.stories) else None
        return self.page("post.html", story=story, content=self.content(story), newer=newer, older=older)


def _moment(text: str | None) -> datetime | None:
    """The time of a parameter, with its offset; None where there is none or it cannot be read."""
    try:
        moment = datetime.fromisoformat(text) if text else None
    except ValueError:
        return None
    return moment if moment and moment.tzinfo else None


def _text(value: str) -> dict[str, str]:
    return {"$t": value}
