"""A small server for the crawl tests: newspapers told apart by the Host header, as ill-behaved as need be."""

from __future__ import annotations

import sqlite3
import threading
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from contextlib import closing
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from spiders.sources import Source

HTML = "text/html; charset=utf-8"
RSS = "application/rss+xml; charset=utf-8"
XML = "application/xml; charset=utf-8"


@dataclass
class Answer:
    """What the server sends. ``delay`` is in seconds. With ``conditional`` it sends 304 to a request whose
    If-None-Match is the answer's ETag, or, without one, whose If-Modified-Since is its Last-Modified."""

    body: str | bytes = ""
    status: int = 200
    type: str = HTML
    headers: dict[str, str] = field(default_factory=dict)
    delay: float = 0
    conditional: bool = False

    def is_current(self, asked: Mapping[str, str]) -> bool:
        """Whether a request with these headers is answered with 304."""
        tag, since = asked.get("If-None-Match"), asked.get("If-Modified-Since")
        if tag:
            return self.conditional and tag == self.headers.get("ETag")
        return self.conditional and since is not None and since == self.headers.get("Last-Modified")


Route = Answer | Callable[[dict[str, str]], Answer]


class Press:
    """The server, its newspapers, and the requests that came: ``asked[host]`` are paths with query,
    ``conditions[host]`` the conditional headers of each."""

    def __init__(self) -> None:
        self.routes: dict[str, dict[str, Route]] = defaultdict(dict)
        self.asked: dict[str, list[str]] = defaultdict(list)
        self.conditions: dict[str, list[dict[str, str]]] = defaultdict(list)
        self.agents: set[str] = set()
        self.times: dict[str, list[float]] = defaultdict(list)
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self.server.daemon_threads = True
        self.base = f"http://127.0.0.1:{self.server.server_port}"

    def __enter__(self) -> Press:
        threading.Thread(
            target=self.server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True
        ).start()
        return self

    def __exit__(self, *_: object) -> None:
        self.server.shutdown()
        self.server.server_close()

    def paper(self, key: str, way: str, addresses: Iterable[str] = (), **more: Any) -> Source:
        """The declaration of a newspaper on this server, under ``https://<key>.example``."""
        known = {"key": key, "name": key.title(), "domain": f"{key}.example", "province": "13", "local": True}
        evidence = {"method": "stored_page", "on": "2024-01-01", "evidence": "a test"}
        if way == "index":
            more = {"selectors": {"link": "h2 a", "next": "a.next", "date": "time"}, **more}
        table = {**known, "way": way, "addresses": tuple(addresses), "base": self.base, "status": "active"}
        return Source.model_validate({**table, "verification": evidence, **more})

    def on(self, key: str, path: str, answer: Route | str) -> None:
        """Answer ``path`` (with its query, or for any query if it has none) of the newspaper ``key``."""
        self.routes[f"{key}.example"][path] = Answer(answer) if isinstance(answer, str) else answer

    def forget(self) -> None:
        """Forget which requests came."""
        self.asked.clear()
        self.conditions.clear()

    def _handler(press) -> type[BaseHTTPRequestHandler]:
        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self) -> None:
                host = self.headers["Host"]
                press.asked[host].append(self.path)
                press.times[host].append(time.monotonic())
                press.agents.add(self.headers["User-Agent"])
                parts = urlsplit(self.path)
                routes = press.routes[host]
                route = routes.get(self.path) or routes.get(parts.path) or Answer("Tidak ditemukan", 404)
                answer = route if isinstance(route, Answer) else route(dict(parse_qsl(parts.query)))
                time.sleep(answer.delay)
                press.conditions[host].append({k: v for k, v in self.headers.items() if k.startswith("If-")})
                if answer.is_current(dict(self.headers)):
                    answer = Answer(status=304, headers=answer.headers)
                body = answer.body.encode() if isinstance(answer.body, str) else answer.body
                try:
                    self.send_response(answer.status)
                    for name, value in {"Content-Type": answer.type, **answer.headers}.items():
                        self.send_header(name, value)
                    self.send_header("Content-Length", str(len(body)))
                    self.end_headers()
                    self.wfile.write(body)
                except OSError:  # the crawler did not wait
                    self.close_connection = True

            def log_message(self, *_: object) -> None:
                pass

        return Handler


def story(number: int, *, parts: int = 1, part: int = 1) -> str:
    """The paragraphs of an invented article on neutrality, of its own words; of a split one, one part."""
    name = ("Fulan Suparta", "Banu Rahadi", "Sari Wulandani", "Togar Manurian", "Lintang Asmara")[number % 5]
    paragraphs = [
        f"<p>Sekretaris Daerah Kabupaten Solok {name} mengingatkan seluruh aparatur sipil negara (ASN) untuk "
        f"menjaga netralitas pada Pilkada 2024. Hal itu disampaikannya dalam apel ke-{number} di halaman "
        "kantor bupati, Senin (16/9/2024).</p>",
        f'<p>"ASN harus netral dan tidak boleh berpihak kepada pasangan calon mana pun," kata {name} di '
        f"hadapan {number + 200} pegawai yang hadir pada apel pagi itu.</p>",
        "<p>Ia menegaskan pelanggaran netralitas akan dikenai sanksi sesuai aturan yang berlaku. Karena itu "
        "para pegawai diminta berhati-hati memakai media sosial selama masa kampanye berlangsung, termasuk "
        "tidak memberi tanda suka pada unggahan pasangan calon dan tidak berfoto bersama mereka.</p>",
        f"<p>Bawaslu setempat juga diminta terus mengawasi. Sampai pekan ke-{number} belum ada laporan "
        "dugaan pelanggaran yang masuk dari masyarakat di daerah itu, kata dia menutup keterangannya.</p>",
    ]
    return "".join(p for place, p in enumerate(paragraphs) if place * parts // len(paragraphs) == part - 1)


def title(number: int) -> str:
    """The headline of ``story(number)``."""
    return f"Sekda Solok Ingatkan ASN Jaga Netralitas Pilkada, Apel ke-{number}"


def page(number: int, *, body: str | None = None, below: str = "", head: str = "") -> str:
    """An article's whole page."""
    return (
        f'<!DOCTYPE html><html lang="id"><head><title>{title(number)}</title>'
        f'<meta property="article:published_time" content="2024-09-16T08:{number:02}:00+07:00">{head}</head>'
        f'<body><nav><a href="/">Beranda</a></nav><article><h1>{title(number)}</h1>'
        f"{story(number) if body is None else body}</article>{below}</body></html>"
    )


def listing(*links: str, more: str = "") -> str:
    """An index page with headlines that lead to ``links``."""
    items = "".join(
        f'<div class="item"><h2><a href="{link}">Berita {i}</a></h2></div>' for i, link in enumerate(links)
    )
    return f"<html><body>{items}{more}</body></html>"


def rss(*items: str, generator: str = "") -> Answer:
    """An RSS feed of ``item``s."""
    made_by = f"<generator>{generator}</generator>" if generator else ""
    spaces = 'xmlns:content="http://purl.org/rss/1.0/modules/content/"'
    head = f'<?xml version="1.0"?><rss version="2.0" {spaces}><channel><title>Kabar</title>'
    return Answer(f"{head}{made_by}{''.join(items)}</channel></rss>", type=RSS)


def item(link: str, headline: str, text: str, *, at: str = "Mon, 16 Sep 2024 01:05:00 +0000") -> str:
    """An entry of an RSS feed."""
    return (
        f"<item><title>{headline}</title><link>{link}</link><pubDate>{at}</pubDate>"
        f"<description><![CDATA[{text}]]></description></item>"
    )


def rows(database: Path, sql: str, *values: Any) -> list[tuple[Any, ...]]:
    """What a query finds in the database of a crawl."""
    with closing(sqlite3.connect(database)) as db:
        return db.execute(sql, values).fetchall()
