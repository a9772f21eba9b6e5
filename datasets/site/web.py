"""Around every answer: the reader's language and the headers that keep a page to itself."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable, MutableMapping
from http.cookies import CookieError, SimpleCookie
from typing import Any, Final
from urllib.parse import parse_qs

from datasets.site.language import COOKIE, PARAMETER, Language, as_language, speaking

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
Application = Callable[[Scope, Receive, Send], Awaitable[None]]
RawHeaders = list[tuple[bytes, bytes]]

_YEAR_SECONDS: Final = 365 * 24 * 60 * 60

# Nothing comes from another host, and no script or style stands in a page: text of an article that slipped
# through the escaping could still do nothing.
SECURITY_HEADERS: Final = {
    "content-security-policy": (
        "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; connect-src 'self'; "
        "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "referrer-policy": "no-referrer",
    "x-content-type-options": "nosniff",
}


def in_language(application: Application, cookie_path: str) -> Application:
    """``application`` answering in the language that the reader chose; ``?_lang=`` is kept in a cookie."""

    async def answer(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await application(scope, receive, send)
            return
        asked = as_language(parse_qs(scope["query_string"].decode("latin-1")).get(PARAMETER, [None])[-1])

        async def send_marked(message: Message) -> None:
            if message["type"] == "http.response.start":
                message = {**message, "headers": _headers(message.get("headers", []), asked, cookie_path)}
            await send(message)

        cookies = _cookies(scope["headers"])
        if cookies is None:
            scope = {**scope, "headers": [(n, v) for n, v in scope["headers"] if n.lower() != b"cookie"]}
        kept = as_language(cookies[COOKIE].value) if cookies and COOKIE in cookies else None
        with speaking(asked or kept or "id"):
            await application(scope, receive, send_marked)

    return answer


def _cookies(headers: Iterable[tuple[bytes, bytes]]) -> SimpleCookie | None:
    """The reader's cookies; None where they cannot be read, which Datasette would answer with an error."""
    cookies: SimpleCookie = SimpleCookie()
    for name, value in headers:
        if name.lower() == b"cookie":
            try:
                cookies.load(value.decode("utf-8"))
            except (CookieError, UnicodeDecodeError):
                return None
    return cookies


def _headers(given: Iterable[tuple[bytes, bytes]], asked: Language | None, cookie_path: str) -> RawHeaders:
    own = {name: value.encode() for name, value in SECURITY_HEADERS.items()}
    if asked:
        own["cache-control"] = b"private, no-store"  # it sets a cookie
    kept = [(name, value) for name, value in given if name.lower().decode("latin-1") not in own]
    found = kept + [(name.encode(), value) for name, value in own.items()]
    if asked:
        cookie = f"{COOKIE}={asked}; Path={cookie_path}; Max-Age={_YEAR_SECONDS}; HttpOnly; SameSite=Lax"
        found.append((b"set-cookie", cookie.encode()))
    return found
