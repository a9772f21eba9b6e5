"""WordPress's REST API (wp/v2): posts, tags, categories and users, its paging, filters and errors."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from practice_press.addresses import slugify
from practice_press.story import Story
from practice_press.typography import entities
from practice_press.web import Request, Response, json_response

if TYPE_CHECKING:
    from practice_press.sites.wordpress import Term, WordPressSite

ROUTES = ("posts", "tags", "categories", "users")
MAX_PER_PAGE = 100
_ORDER: dict[str, Callable[[Story], Any]] = {
    "date": lambda story: story.published,
    "modified": lambda story: story.changed,
    "id": lambda story: story.published,
    "title": lambda story: story.title.casefold(),
    "slug": lambda story: story.slug,
    "relevance": lambda story: story.published,
}
_DATE_TIME = re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:?\d\d)?")
_KINDS = {"tags": "tag", "categories": "category", "users": "author"}


class RestError(Exception):
    """An error that the API answers with its code, its words and its status."""

    def __init__(self, code: str, message: str, status: int, **data: Any) -> None:
        super().__init__(message)
        self.answer = {"code": code, "message": message, "data": {"status": status, **data}}
        self.status = status


class RestApi:
    """The API of one site."""

    def __init__(self, site: WordPressSite) -> None:
        self.site = site

    def answer(self, request: Request, route: str) -> Response:
        """The answer at ``route`` ("/wp/v2/posts"); 401 for each where the API is closed to visitors."""
        try:
            if not self.site.rest_open:
                words = "DRA: Hanya pengguna terautentikasi yang dapat mengakses REST API."
                raise RestError("rest_cannot_access", words, 401)
            response = self._dispatch(request, route.rstrip("/"))
        except RestError as error:
            response = json_response(error.answer, error.status)
        response.headers |= {
            "X-Robots-Tag": "noindex",
            "Link": response.headers.get("Link", f'<{self.site.root}/wp-json/>; rel="https://api.w.org/"'),
            "X-Content-Type-Options": "nosniff",
            "Access-Control-Expose-Headers": "X-WP-Total, X-WP-TotalPages, Link",
            "Allow": "GET",
        }
        return response

    def _dispatch(self, request: Request, route: str) -> Response:
        if not route:
            return json_response(_picked(self._root(), request))
        match = re.fullmatch(rf"/wp/v2/({'|'.join(ROUTES)})(?:/(\d+))?", route)
        if not match:
            raise RestError(
                "rest_no_route", "Tidak ditemukan rute yang cocok dengan URL dan metode permintaan.", 404
            )
        name, number = match[1], int(match[2]) if match[2] else None
        if name == "posts":
            return self._posts(request) if number is None else self._one_post(request, number)
        terms = [self._term(name, term) for term in self.site.terms[_KINDS[name]] if _asked(term, request)]
        if number is None:
            return self._collection(request, name, terms, lambda term: term, "rest_invalid_page_number")
        found = [term for term in terms if term["id"] == number]
        if not found:
            raise RestError("rest_term_invalid", "Term tidak ada.", 404)
        return json_response(_picked(found[0], request))

    def _root(self) -> dict[str, Any]:
        site, hours = self.site, self.site.stories[0].local_time.utcoffset()
        offset = int(hours.total_seconds() // 3600) if hours is not None else 0
        return {
            "name": site.source.name,
            "description": "Kabar Daerah Tepercaya",
            "url": site.root,
            "home": site.root,
            "gmt_offset": offset if site.names_zone else str(offset),
            "timezone_string": site.source.zone if site.names_zone else "",
            "namespaces": ["oembed/1.0", "wp/v2", "wp-site-health/v1"],
            "authentication": [],
            "routes": {f"/wp/v2/{name}": {"namespace": "wp/v2", "methods": ["GET"]} for name in ROUTES},
            "_links": {"help": [{"href": "https://developer.wordpress.org/rest-api/"}]},
        }

    def _posts(self, request: Request) -> Response:
        query = request.query
        stories = self.site.search(query["search"]) if query.get("search") else list(self.site.stories)
        for name in ("tags", "categories", "author", "include", "exclude"):
            if name in query:
                wanted = _numbers(name, query[name])
                stories = [
                    s for s in stories if bool(wanted & self._belongs_to(name, s)) != (name == "exclude")
                ]
        if "slug" in query:
            stories = [story for story in stories if story.slug in query["slug"].split(",")]
        for name, moment in self._bounds(query).items():
            stories = [story for story in stories if _inside(name, story, moment)]
        order, way = query.get("orderby", "date"), query.get("order", "desc")
        if order not in _ORDER or way not in ("asc", "desc"):
            raise _invalid("orderby" if order not in _ORDER else "order")
        stories.sort(key=_ORDER[order], reverse=way == "desc")
        post = self._embedding(request)
        return self._collection(request, "posts", stories, post, "rest_post_invalid_page_number")

    def _one_post(self, request: Request, number: int) -> Response:
        if number not in self.site.by_id:
            raise RestError("rest_post_invalid_id", "ID pos tidak valid.", 404)
        return json_response(_picked(self._embedding(request)(self.site.by_id[number]), request))

    def _collection(
        self, request: Request, name: str, items: Sequence[Any], form: Callable[[Any], Any], beyond: str
    ) -> Response:
        """A page of ``items``, each brought into ``form``, with the counts and links to its neighbours."""
        page, size = request.number("page"), request.number("per_page", 10)
        if size is None or not 1 <= size <= MAX_PER_PAGE:
            raise _invalid("per_page", "per_page harus berada di antara 1 (inklusif) dan 100 (inklusif)")
        if page is None or page < 1:
            raise _invalid("page", "page harus lebih besar dari atau sama dengan 1")
        pages = -(-len(items) // size)
        if page > max(pages, 1):
            raise RestError(
                beyond, "Nomor halaman yang diminta lebih besar dari jumlah halaman yang tersedia.", 400
            )
        shown = [_picked(form(item), request) for item in items[(page - 1) * size : page * size]]
        links = []
        for rel, other in (("prev", page - 1), ("next", page + 1)):
            if 1 <= other <= pages:
                query = urlencode({**request.query, "page": other})
                links.append(f'<{self.site.root}/wp-json/wp/v2/{name}?{query}>; rel="{rel}"')
        counts = {"X-WP-Total": str(len(items)), "X-WP-TotalPages": str(pages)}
        return json_response(shown, headers={**counts, "Link": ", ".join(links)} if links else counts)

    def _belongs_to(self, name: str, story: Story) -> set[int]:
        if name in ("include", "exclude"):
            return {self.site.post_id(story)}
        return {term.id for term in self._terms_of(name, story)}

    def _terms_of(self, name: str, story: Story) -> list[Term]:
        if name == "author":
            names: tuple[str, ...] = (story.author,)
        else:
            names = story.tags if name == "tags" else (story.section,)
        kind = _KINDS.get(name, name)
        return [term for term in self.site.terms[kind] if term.name in names]

    def _bounds(self, query: dict[str, str]) -> dict[str, datetime]:
        """The moments of after, before, modified_after and modified_before; without a zone they are local."""
        found: dict[str, datetime] = {}
        for name in ("after", "before", "modified_after", "modified_before"):
            if name in query:
                moment = _moment(name, query[name])
                found[name] = moment if moment.tzinfo else moment.replace(tzinfo=self.site.zone)
        return found

    def _post(self, story: Story) -> dict[str, Any]:
        site, number = self.site, self.site.post_id(story)
        here = f"{site.root}/wp-json/wp/v2"
        return {
            "id": number,
            "date": _bare(story.published.astimezone(site.zone)),
            "date_gmt": _bare(story.published.astimezone(UTC)),
            "guid": {"rendered": f"{site.root}/?p={number}"},
            "modified": _bare(story.changed.astimezone(site.zone)),
            "modified_gmt": _bare(story.changed.astimezone(UTC)),
            "slug": story.slug,
            "status": "publish",
            "type": "post",
            "link": story.address,
            "title": {"rendered": entities(story.title)},
            "content": {"rendered": str(site.whole_content(story)), "protected": False},
            "excerpt": {"rendered": site.excerpt(story), "protected": False},
            "author": self._terms_of("author", story)[0].id,
            "featured_media": number + 1,
            "comment_status": "open",
            "ping_status": "open",
            "sticky": False,
            "template": "",
            "format": "standard",
            "meta": {"footnotes": ""},
            "categories": [term.id for term in self._terms_of("categories", story)],
            "tags": [term.id for term in self._terms_of("tags", story)],
            "_links": {
                "self": [{"href": f"{here}/posts/{number}"}],
                "collection": [{"href": f"{here}/posts"}],
                "author": [
                    {"embeddable": True, "href": f"{here}/users/{self._terms_of('author', story)[0].id}"}
                ],
                "wp:term": [
                    {"taxonomy": taxonomy, "embeddable": True, "href": f"{here}/{name}?post={number}"}
                    for taxonomy, name in (("category", "categories"), ("post_tag", "tags"))
                ],
            },
        }

    def _embedding(self, request: Request) -> Callable[[Story], dict[str, Any]]:
        """How a post is given: with its author and its terms inside where ``_embed`` asks for them."""
        if "_embed" not in request.query:
            return self._post

        def embedded(story: Story) -> dict[str, Any]:
            groups = [[self._term(n, t) for t in self._terms_of(n, story)] for n in ("categories", "tags")]
            author = self._term("users", self._terms_of("author", story)[0])
            return {**self._post(story), "_embedded": {"author": [author], "wp:term": groups}}

        return embedded

    def _term(self, name: str, term: Term) -> dict[str, Any]:
        link = f"{self.site.root}/{_KINDS[name]}/{term.slug}/"
        common = {
            "id": term.id,
            "description": "",
            "link": link,
            "name": entities(term.name),
            "slug": term.slug,
        }
        if name == "users":
            return common
        return {**common, "count": term.count, "taxonomy": "post_tag" if name == "tags" else "category"}


def _asked(term: Term, request: Request) -> bool:
    """Whether slug=, search= and include= leave a term in."""
    query = request.query
    return (
        ("slug" not in query or term.slug in map(slugify, query["slug"].split(",")))
        and ("search" not in query or query["search"].casefold() in term.name.casefold())
        and ("include" not in query or term.id in _numbers("include", query["include"]))
    )


def _numbers(name: str, value: str) -> set[int]:
    parts = re.split(r"[\s,]+", value.strip())
    if not all(part.isdigit() for part in parts):
        raise _invalid(name)
    return set(map(int, parts))


def _moment(name: str, value: str) -> datetime:
    if not _DATE_TIME.fullmatch(value):
        raise _invalid(name, "Tanggal tidak valid.")
    try:
        return datetime.fromisoformat(value)
    except ValueError as error:
        raise _invalid(name, "Tanggal tidak valid.") from error


def _inside(name: str, story: Story, moment: datetime) -> bool:
    """Whether a story lies on the asked side of a bound, which is itself outside."""
    when = story.changed if name.startswith("modified") else story.published
    return when > moment if name.endswith("after") else when < moment


def _invalid(name: str, message: str = "Parameter tidak valid.") -> RestError:
    return RestError("rest_invalid_param", f"Parameter tidak valid: {name}", 400, params={name: message})


def _bare(moment: datetime) -> str:
    """ "2024-09-25T14:05:00": WordPress's times carry no zone."""
    return moment.replace(tzinfo=None, microsecond=0).isoformat()


def _picked(item: dict[str, Any], request: Request) -> dict[str, Any]:
    """The part of an answer that ``_fields=id,title.rendered`` asks for."""
    if not request.query.get("_fields"):
        return item
    chosen: dict[str, Any] = {}
    for field in re.split(r"[\s,]+", request.query["_fields"].strip()):
        name, _, inner = field.partition(".")
        if name not in item:
            continue
        if inner and isinstance(item[name], dict):
            if inner in item[name]:
                chosen.setdefault(name, {})[inner] = item[name][inner]
        else:
            chosen[name] = item[name]
    return chosen
