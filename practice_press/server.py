"""The practice press as one HTTP server on 127.0.0.1 that tells its newspapers apart by the Host header."""

from __future__ import annotations

import re
import socket
import threading
import time
from collections.abc import Awaitable, Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import Any

import uvicorn

from practice_press.articles import load_articles
from practice_press.filler import load_fillers
from practice_press.render import render
from practice_press.sites import build_sites
from practice_press.sites.base import Site
from practice_press.story import Story
from practice_press.web import COMPRESSIBLE, PLAIN, Request, Response, compressed

START_SECONDS = 20.0
_LINK = re.compile(r"https://((?:[a-z0-9-]+\.)+)example\b")

Send = Callable[[dict[str, Any]], Awaitable[None]]


class PracticePress:
    """The ASGI application.

    A newspaper answers under its own name (``harianlembayung.example``). Under ``harianlembayung.localhost``,
    which browsers take to this machine by themselves, it answers with its links led there too. Under any
    other name stands a list of the newspapers.
    """

    def __init__(self, stories: Iterable[Story]) -> None:
        self.sites: dict[str, Site] = build_sites(stories)

    async def __call__(
        self, scope: dict[str, Any], receive: Callable[[], Awaitable[Any]], send: Send
    ) -> None:
        """Answer one request (ASGI 3; only http scopes come, for the server runs without lifespan)."""
        request = Request.from_asgi(scope)
        if scope["method"] in ("GET", "HEAD"):
            response = self.answer(request, scope["server"][1])
        else:
            response = Response("Method Not Allowed", 405, PLAIN, {"Allow": "GET, HEAD"})
        payload = response.payload
        headers = {"Server": "nginx", "Content-Type": response.content_type, **response.headers}
        if response.status != 304:
            headers["Content-Length"] = str(len(payload))
        fields = [(name.lower().encode(), value.encode("latin-1")) for name, value in headers.items()]
        await send({"type": "http.response.start", "status": response.status, "headers": fields})
        await send({"type": "http.response.body", "body": payload})

    def answer(self, request: Request, port: int) -> Response:
        """The response of the newspaper whose name stands in the request."""
        browsed = request.host.endswith(".localhost")
        host = request.host.removesuffix(".localhost") + ".example" if browsed else request.host
        site = self.sites.get(host)
        if not site:
            return self._front_page(request, port)
        response = site.answer(Request(host, request.path, request.query, request.headers))
        if browsed:
            response = _led_to_this_machine(response, port)
        return compressed(request, response)

    def _front_page(self, request: Request, port: int) -> Response:
        if request.path != "/":
            return Response(f"No practice newspaper is called {request.host}.\n", 404, PLAIN)
        sites = list(dict.fromkeys(self.sites.values()))
        return Response(render("press/index.html", sites=sites, port=port))


def _led_to_this_machine(response: Response, port: int) -> Response:
    there = rf"http://\1localhost:{port}"
    if isinstance(response.body, str) and response.content_type.startswith(COMPRESSIBLE):
        response.body = _LINK.sub(there, response.body)
    if "Location" in response.headers:
        response.headers["Location"] = _LINK.sub(there, response.headers["Location"])
    return response


@contextmanager
def serve(port: int = 0, stories: Iterable[Story] | None = None) -> Iterator[str]:
    """Serve the practice press on 127.0.0.1 while the block runs; gives "http://127.0.0.1:PORT".

    ``port`` 0 takes a free one. ``stories`` are the bundled articles and fillers unless others are given. The
    server runs in a thread of its own and is stopped when the block ends. Raises ``OSError`` where the port
    is taken, ``ArticleError`` where a bundled article is wrong.
    """
    app = PracticePress([*load_articles(), *load_fillers()] if stories is None else stories)
    config = uvicorn.Config(
        app,
        loop="asyncio",
        http="h11",
        ws="none",
        lifespan="off",
        log_level="warning",
        access_log=False,
        server_header=False,
        timeout_graceful_shutdown=2,
    )
    server = uvicorn.Server(config)
    listener = socket.create_server(("127.0.0.1", port))
    # asyncio leaves Nagle's algorithm on for such a socket, and every answer would wait 40 ms for an ACK
    listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    thread = threading.Thread(target=server.run, args=([listener],), name="practice-press", daemon=True)
    thread.start()
    try:
        _wait_until(lambda: server.started or not thread.is_alive())
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
    finally:
        server.should_exit = True
        thread.join(START_SECONDS)
        listener.close()


def _wait_until(reached: Callable[[], bool]) -> None:
    end = time.monotonic() + START_SECONDS
    while not reached():
        if time.monotonic() > end:
            raise TimeoutError("the practice press did not start in time")
        time.sleep(0.01)
