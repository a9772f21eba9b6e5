"""The little of a web framework that the practice press needs: a request, a response, routes by pattern."""

from __future__ import annotations

import gzip
import hashlib
import json
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import format_datetime, parsedate_to_datetime
from typing import Any
from urllib.parse import parse_qsl

HTML = "text/html; charset=UTF-8"
XML = "application/xml; charset=UTF-8"
PLAIN = "text/plain; charset=UTF-8"
COMPRESSIBLE = ("text/", "application/json", "application/xml", "application/rss+xml", "application/atom+xml")
COMPRESS_FROM = 1000  # bytes; about what the front servers of newspapers are set to


@dataclass(frozen=True, slots=True)
class Request:
    """One GET or HEAD request: host in lower case and without port, decoded path, decoded parameters."""

    host: str
    path: str
    query: dict[str, str] = field(default_factory=dict)
    headers: dict[str, str] = field(default_factory=dict)

    @classmethod
    def from_asgi(cls, scope: dict[str, Any]) -> Request:
        """The request of an ASGI http scope. Of a parameter given twice the last counts, as in PHP."""
        headers = {name.decode("latin-1"): value.decode("latin-1") for name, value in scope["headers"]}
        host = headers.get("host", "").rsplit(":", 1)[0].lower()
        query = dict(parse_qsl(scope["query_string"].decode("latin-1"), keep_blank_values=True))
        return cls(host, scope["path"], query, headers)

    def number(self, name: str, default: int = 1) -> int | None:
        """The whole number of a parameter; ``default`` where it is missing, None where it is no number."""
        value = self.query.get(name, str(default))
        return int(value) if value.isascii() and value.isdigit() else None


@dataclass(slots=True)
class Response:
    """What is sent back. ``headers`` keep the order in which they were set."""

    body: bytes | str = b""
    status: int = 200
    content_type: str = HTML
    headers: dict[str, str] = field(default_factory=dict)

    @property
    def payload(self) -> bytes:
        """The body as bytes."""
        return self.body.encode() if isinstance(self.body, str) else self.body


def redirect(location: str, status: int = 301) -> Response:
    """A redirect to ``location``."""
    return Response(status=status, headers={"Location": location})


def json_response(value: Any, status: int = 200, headers: dict[str, str] | None = None) -> Response:
    """JSON as PHP writes it: ASCII only, slashes escaped."""
    text = json.dumps(value, separators=(",", ":")).replace("/", "\\/")
    return Response(text, status, "application/json; charset=UTF-8", headers or {})


def compressed(request: Request, response: Response) -> Response:
    """The response as nginx sends it to a client that accepts gzip: compressed, its ETag weakened."""
    accepted = "gzip" in request.headers.get("accept-encoding", "")
    worth_it = response.content_type.startswith(COMPRESSIBLE) and len(response.payload) >= COMPRESS_FROM
    if not (accepted and worth_it):
        return response
    headers = {**response.headers, "Content-Encoding": "gzip", "Vary": "Accept-Encoding"}
    if "ETag" in headers:
        headers["ETag"] = f"W/{headers['ETag'].removeprefix('W/')}"
    return Response(
        gzip.compress(response.payload, 5, mtime=0), response.status, response.content_type, headers
    )


def validated(request: Request, response: Response, changed: datetime) -> Response:
    """The response with its validators, or 304 where the client's copy is current (RFC 9110, 13.2.2)."""
    changed = changed.astimezone(UTC).replace(microsecond=0)
    tag = f'"{hashlib.md5(response.payload, usedforsecurity=False).hexdigest()[:16]}"'
    response.headers |= {"Last-Modified": http_date(changed), "ETag": tag}
    known = request.headers.get("if-none-match")
    if known is not None:
        current = known.strip() == "*" or tag in (
            part.strip().removeprefix("W/") for part in known.split(",")
        )
    else:
        since = parse_http_date(request.headers.get("if-modified-since"))
        current = since is not None and since >= changed
    return not_modified(response) if current else response


def not_modified(response: Response) -> Response:
    """304 with the validators of ``response``."""
    return Response(status=304, content_type=response.content_type, headers=response.headers)


def http_date(moment: datetime) -> str:
    """ "Wed, 25 Sep 2024 07:05:00 GMT"."""
    return format_datetime(moment.astimezone(UTC), usegmt=True)


def parse_http_date(text: str | None) -> datetime | None:
    """The time of a date header, or None where there is none or it cannot be read."""
    try:
        return parsedate_to_datetime(text) if text else None
    except ValueError:
        return None


Handler = Callable[..., Response | None]


class Routes:
    """Handlers by path. A handler may return None: "nothing here", the site's own 404 page."""

    def __init__(self) -> None:
        self._routes: list[tuple[re.Pattern[str], Handler]] = []

    def add(self, pattern: str, handler: Handler) -> None:
        """Send paths that fully match ``pattern`` to ``handler``; named groups become its arguments."""
        self._routes.append((re.compile(pattern), handler))

    def answer(self, request: Request) -> Response | None:
        """The first matching handler's answer, or None where no pattern matches."""
        for pattern, handler in self._routes:
            if match := pattern.fullmatch(request.path):
                return handler(request, **match.groupdict())
        return None
