"""What newspapers, and those who pose as them, do to a crawler: a newspaper a fault, with what must be
recorded of it."""

from __future__ import annotations

import gzip
import itertools
import struct
import zlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import partial
from typing import Any

import brotli
from hostile_server import CHUNK, Misdeed, Talk, head
from spiders_press import item, listing, page, rss, story, title

BAD, GOOD = "/1-sekda-apel-solok", "/2-sekda-apel-solok"
"""Every fault of a page stands beside a page that is as it should be."""
HEALTHY_ARTICLES = 4
LISTING_PAGES = 4
"""The setting of the run."""


@dataclass
class Fault:
    """A newspaper and what must become of it.

    ``failures`` are its failed pages by reason, ``problem`` the reason of the listing that could not be read;
    ``relevant`` is how many of its articles are stored all the same.
    """

    key: str
    routes: dict[str, Misdeed]
    way: str = "index"
    addresses: tuple[str, ...] = ("/tag/asn",)
    state: str = "done"
    problem: str | None = None
    failures: dict[str, int] = field(default_factory=dict)
    relevant: int = 0
    more: dict[str, Any] = field(default_factory=dict)


def says(body: str | bytes = b"", status: int | str = 200, **how: str) -> Misdeed:
    """A proper answer with this content."""
    return lambda talk: talk.answer(body, status, **how)


def sends(data: bytes) -> Misdeed:
    """Exactly these bytes, and then the end."""
    return lambda talk: talk.raw(data)


def leads_to(address: str, status: int = 302, **headers: str) -> Misdeed:
    """A redirect."""
    return says(status=status, Location=address, **headers)


def of_page(key: str, reason: str | None, misdeed: Misdeed, /, **routes: Misdeed) -> Fault:
    """A fault of one page; ``reason`` is None where it is read in spite of it."""
    others = {path.replace("_", "/"): answer for path, answer in routes.items()}
    index = {"/tag/asn": says(listing(BAD, GOOD)), GOOD: says(page(2)), BAD: misdeed}
    failures = {reason: 1} if reason else {}
    return Fault(key, {**index, **others}, failures=failures, relevant=1 if reason else 2)


def of_listing(
    key: str, reason: str, misdeed: Misdeed, way: str = "feed", address: str = "/rss", **more: Any
) -> Fault:
    """A fault of a listing, by which the whole newspaper fails."""
    state = more.pop("state", "failed")
    addresses = (address,) if way in ("feed", "index", "sitemap") else ()
    return Fault(key, {address: misdeed}, way, addresses, state, reason, more=more)


def of_robots(key: str, misdeed: Misdeed, reason: str | None = None) -> Fault:
    """A fault of robots.txt; ``reason`` is None where the newspaper is read in spite of it."""
    routes = {"/robots.txt": misdeed, "/tag/asn": says(listing(GOOD)), GOOD: says(page(2))}
    state = "failed" if reason else "done"
    return Fault(key, routes, state=state, problem=reason, relevant=0 if reason else 1)


def healthy(key: str) -> Fault:
    """A newspaper as it should be."""
    links = [f"/{number}-sekda-apel-solok" for number in range(1, HEALTHY_ARTICLES + 1)]
    pages = {link: says(page(number)) for number, link in enumerate(links, 1)}
    return Fault(key, {"/tag/asn": says(listing(*links)), **pages}, relevant=HEALTHY_ARTICLES)


# Misdeeds of the connection


def _endless_body(talk: Talk) -> None:
    talk.raw(head(200, {"Content-Type": "text/html", "Connection": "close"}) + b"<html>")
    while not talk.ended.is_set():
        talk.raw(CHUNK)


def _endless_head(talk: Talk) -> None:
    talk.raw(b"HTTP/1.1 200 OK\r\n")
    for number in itertools.count():
        talk.raw(b"".join(b"X-%d-%d: y\r\n" % (number, part) for part in range(1000)))


def _forever(before: bytes, piece: bytes) -> Misdeed:
    def misdeed(talk: Talk) -> None:
        talk.raw(before)
        talk.drip(itertools.repeat(piece))

    return misdeed


def _at_once(piece: bytes) -> Misdeed:
    def misdeed(talk: Talk) -> None:
        while not talk.ended.is_set():
            talk.raw(piece)

    return misdeed


def _silent(talk: Talk) -> None:
    talk.ended.wait(20)


_OK = head(200, {"Content-Type": "text/html", "Connection": "close"})
_CHUNKED = head(200, {"Content-Type": "text/html", "Transfer-Encoding": "chunked", "Connection": "close"})


def connections() -> list[Fault]:
    whole = page(1).encode()
    return [
        of_page("reset", "connection", Talk.reset),
        of_page("hung-up", "connection", sends(b"")),
        of_page("half-a-body", "cut_off", says(whole[:500], Content_Length=str(len(whole)))),
        of_page("half-a-head", "connection", sends(b"HTTP/1.1 200 OK\r\nContent-Ty")),
        of_page("silent", "timeout", _silent),
        of_page("slow-drip", "timeout", _forever(_OK, b"<p>tetes</p>")),
        of_page("slow-head", "timeout", _forever(b"HTTP/1.1 200 OK\r\n", b"X-Tetes: 1\r\n")),
        of_page("not-http", "connection", sends(b"SSH-2.0-OpenSSH_9.6\r\n\r\n")),
        of_page("endless-head", "too_large", _endless_head),
        of_page("endless-continue", "too_large", _at_once(b"HTTP/1.1 100 Continue\r\n\r\n" * 1000)),
        of_page("long-header", "connection", sends(b"HTTP/1.1 200 OK\r\nX: " + b"y" * 1_000_000)),
        of_page("chunks-without-end", "cut_off", sends(_CHUNKED + b"5\r\n<html\r\n")),
        of_page("bad-chunk-size", "cut_off", sends(_CHUNKED + b"zz\r\n<html>\r\n")),
        of_page("bad-length", "connection", says(page(1), Content_Length="-5")),
        of_page("endless-body", "too_large", _endless_body),
        of_page("html-of-50-mb", "too_large", says(b"", Content_Length=str(50 * 2**20))),
        of_page("bad-status", "connection", sends(b"HTTP/1.1 dua-ratus\r\n\r\n")),
        of_page("odd-status", "http_999", says(page(1), 999)),
    ]


# Misdeeds of compression


def _bomb(inside: bytes = b"") -> bytes:
    """Some 250 kB of gzip that are 256 MB of blanks."""
    packer = zlib.compressobj(9, wbits=31)
    blanks = b" " * 2**20
    pieces = (packer.compress(blanks) for _ in range(256))
    return b"".join((packer.compress(inside), *pieces, packer.flush()))


def _brotli_bomb() -> bytes:
    packer = brotli.Compressor(quality=1)
    blanks = b" " * 2**20
    return b"".join((*(packer.process(blanks) for _ in range(256)), packer.finish()))


def compression() -> list[Fault]:
    bomb = _bomb()
    return [
        of_page("gzip-bomb", "too_large", says(bomb, Content_Encoding="gzip")),
        of_page("brotli-bomb", "too_large", says(_brotli_bomb(), Content_Encoding="br")),
        of_page("gzip-in-gzip", "too_large", says(gzip.compress(bomb), Content_Encoding="gzip, gzip")),
        of_listing("feed-bomb", "too_large", says(bomb, type="application/rss+xml", Content_Encoding="gzip")),
        of_listing(
            "sitemap-bomb",
            "not_a_sitemap",
            says(bomb, type="application/gzip"),
            "sitemap",
            "/sitemap.xml.gz",
        ),
        of_page("not-gzip", "bad_encoding", says(page(1), Content_Encoding="gzip")),
        of_page("not-brotli", "bad_encoding", says(page(1), Content_Encoding="br")),
        of_page("not-deflate", "bad_encoding", says(page(1), Content_Encoding="deflate")),
        of_page("not-zstd", "bad_encoding", says(page(1), Content_Encoding="zstd")),
        of_page("cut-gzip", None, says(gzip.compress(page(1).encode())[:-12], Content_Encoding="gzip")),
        of_page("odd-encoding", "not_html", says(b"\x00\x01\x02", Content_Encoding="rot13")),
    ]


# Misdeeds of redirects


def redirects(port: int) -> list[Fault]:
    chain = {f"/{n}-rantai": leads_to(f"/{n + 1}-rantai") for n in range(30)}
    looped = page(1, head=f'<meta http-equiv="refresh" content="0; url={BAD}?lagi">')
    inside = {
        "to-private": "http://10.0.0.1/",
        "to-loopback": f"http://127.0.0.1:{port}/rahasia",
        "to-metadata": "http://169.254.169.254/latest/meta-data/",
        "to-localhost": f"http://localhost:{port}/rahasia",
        "to-decimal": f"http://2130706433:{port}/rahasia",
        "to-octal": f"http://0177.1:{port}/rahasia",
        "to-ipv6": f"http://[::1]:{port}/rahasia",
        "to-mapped": f"http://[::ffff:127.0.0.1]:{port}/rahasia",
        "to-intranet": "http://192.168.1.1/admin",
    }
    return [
        of_page("circle", "redirect_loop", leads_to(BAD)),
        Fault(
            "long-chain",
            {**of_page("", "", leads_to("/0-rantai")).routes, **chain},
            failures={"redirect_loop": 1},
            relevant=1,
        ),
        of_page("cookie-circle", "redirect_loop", leads_to(BAD, Set_Cookie="izin=1")),
        of_page("refresh-circle", "redirect_loop", says(looped)),
        of_page("lapsed-domain", "offsite", leads_to("https://judi.example/")),
        of_page("to-a-file", "http_302", leads_to("file:///etc/passwd")),
        of_page("to-nowhere", "http_302", says(status=302)),
        of_page("to-the-home-page", "soft_404", leads_to("/"), **{"_": says(listing(GOOD))}),
        *(of_page(key, "private_address", leads_to(address)) for key, address in inside.items()),
        of_listing("listing-to-private", "private_address", leads_to("http://192.168.0.10/rss")),
    ]


# Misdeeds of robots.txt


def robots() -> list[Fault]:
    rules = "User-agent: *\nDisallow: /wp-admin/\n"
    five_mb = rules + "".join(f"Disallow: /arsip/{n:060}/\n" for n in range(65_000))
    return [
        of_robots("robots-of-5-mb", says(five_mb, type="text/plain")),
        of_robots("robots-is-html", says(page(3))),
        of_robots("robots-is-binary", says(bytes(range(256)) * 100, type="application/octet-stream")),
        of_robots("robots-is-missing", says("Tidak ada", 404)),
        of_robots("robots-is-blocked", says("Dilarang", 403)),
        of_robots("robots-bomb", says(_bomb(), Content_Encoding="gzip"), "too_large"),
        of_robots("robots-fails", says("galat", 500), "robots_unavailable"),
        of_robots("robots-hangs", _silent, "timeout"),
        of_robots("robots-in-a-circle", leads_to("/robots.txt"), "redirect_loop"),
        of_robots("robots-forbids", says("User-agent: netralitas\nDisallow: /\n"), "robots"),
    ]


# Refusals

_CHALLENGE = (
    "<html><head><title>Just a moment...</title></head><body><h1>Checking your browser</h1>"
    '<script src="/cdn-cgi/challenge-platform/h/b/orchestrate/chl_page/v1"></script></body></html>'
)
_CAPTCHA = (
    '<html><title>Verifikasi</title><body><div class="g-recaptcha" data-sitekey="x"></div></body></html>'
)
_COOKIES = "<html><title>Kabar</title><body>Aktifkan cookie di peramban Anda untuk melanjutkan.</body></html>"
_MISSING = (
    "<html><head><title>Halaman tidak ditemukan - Kabar</title></head><body><article>"
    f"<h1>Maaf, halaman yang Anda cari tidak ditemukan</h1>{story(3)}</article></body></html>"
)


def _at_first(answer: Misdeed, then: Misdeed) -> Misdeed:
    answers = itertools.chain([answer], itertools.repeat(then))
    return lambda talk: next(answers)(talk)


def refusals() -> list[Fault]:
    """A host is left alone after five failures; as nothing is paused for here, a sixth page is under way."""
    failing = {f"/{n}-sekda-apel-solok": says("galat", 500) for n in range(1, 13)}
    refusing = {link: says(_CHALLENGE, 403) for link in failing}
    later = {link: says("sibuk", 503, Retry_After="86400") for link in failing}
    return [
        of_page("gone", "http_410", says("Sudah dihapus", 410)),
        of_page("fails", "http_500", says("galat", 500)),
        of_page("needs-a-login", "http_401", says("Masuk", 401)),
        of_page("forbidden", "blocked", says("Dilarang", 403)),
        of_page("for-legal-reasons", "blocked", says("Dilarang", 451)),
        of_page("challenge-with-503", "blocked", says(_CHALLENGE, 503, Server="cloudflare")),
        of_page("challenge-with-200", "blocked", says(_CHALLENGE, Server="cloudflare")),
        of_page("captcha-with-200", "blocked", says(_CAPTCHA)),
        of_page("cookie-wall", "blocked", says(_COOKIES)),
        of_page("page-that-says-not-found", "soft_404", says(_MISSING)),
        of_page("busy-for-a-second", None, _at_first(says("sibuk", 429, Retry_After="1"), says(page(1)))),
        of_listing(
            "rest-behind-a-challenge",
            "blocked",
            says(_CHALLENGE, 403),
            "wordpress",
            "/wp-json/wp/v2/posts",
        ),
        Fault(
            "fails-on-and-on",
            {"/tag/asn": says(listing(*failing)), **failing},
            failures={"http_500": 6, "circuit_open": 6},
        ),
        Fault(
            "blocks-all",
            {"/tag/asn": says(listing(*refusing)), **refusing},
            failures={"blocked": 6, "circuit_open": 6},
        ),
        Fault(
            "busy-until-tomorrow",
            {"/tag/asn": says(listing(*later)), **later},
            failures={"http_503": 2, "circuit_open": 10},
        ),
    ]


# Misdeeds of content


def contents() -> list[Fault]:
    accents = page(1).replace("Ia menegaskan", "Ia – “menegaskan”")
    quoted = accents.replace("<head>", '<head><meta charset="utf-8">').encode("cp1252")
    english = (
        "<p>" + "The mayor of the city said that every civil servant has to stay neutral. " * 12 + "</p>"
    )
    return [
        of_page("a-pdf", "not_html", says(b"%PDF-1.7\n", type="application/pdf")),
        of_page("html-as-a-picture", None, says(page(1), type="image/jpeg")),
        of_page("html-without-a-type", None, says(page(1), type="")),
        of_page("wrong-charset", None, says(quoted, type="text/html; charset=utf-8")),
        of_page("unknown-charset", None, says(page(1), type="text/html; charset=x-entah")),
        of_page("utf-16", None, says(page(1).encode("utf-16"), type="text/html")),
        of_page("null-bytes", None, says(page(1).replace("ASN", "A\x00SN\x00"))),
        of_page("nothing", "no_title", says(b"")),
        of_page("nested-100000-deep", "too_complex", says(page(1, body="<div>" * 100_000 + story(1)))),
        of_page(
            "a-word-of-a-million", "too_long", says(page(1, body=f"{story(1)}<p>{'netral' * 170_000}</p>"))
        ),
        of_page("in-english", "not_indonesian", says(page(1, body=english))),
        Fault(
            "a-part-without-end",
            {
                **of_page("", None, says("")).routes,
                BAD: lambda talk: talk.answer(
                    page(1, body=f"{story(1)}<p>{talk.path}</p>", below=_next_part(talk.path))
                ),
            },
            relevant=2,
        ),
    ]


def _next_part(path: str) -> str:
    number = int(path.partition("page=")[2] or 1) + 1
    return f'<a href="?page={number}">&gt;</a>'


# Misdeeds of feeds, sitemaps and REST

_RSS, _XML, _JSON = "application/rss+xml", "application/xml", "application/json"


def _laughs(root: str) -> bytes:
    entities = "".join(f'<!ENTITY l{n + 1} "{f"&l{n};" * 10}">' for n in range(9))
    return (
        f'<?xml version="1.0"?><!DOCTYPE {root} [<!ENTITY l0 "ha">{entities}]>'
        f"<{root}><channel><item><title>&l9;</title><link>{BAD}</link></item></channel></{root}>"
    ).encode()


def _entries(count: int, entry: str, before: str, after: str) -> bytes:
    return (before + "".join(entry.format(n) for n in range(count)) + after).encode()


def feeds_and_sitemaps() -> list[Fault]:
    outside = f'<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY x SYSTEM "file:///etc/passwd">]>{rss().body}'
    many = _entries(
        3_000, f"<item><link>/{{}}-apel</link><title>{title(1)}</title></item>", "<rss>", "</rss>"
    )
    million = _entries(600_000, "<item><link>/{}</link></item>", "<rss><channel>", "</channel></rss>")
    space = '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">'
    urls = _entries(60_000, "<url><loc>/{}</loc></url>", space, "</urlset>")
    cut = str(rss(item(GOOD, title(2), "Apel.")).body)[:-20]

    def deeper(talk: Talk) -> None:
        name = f"/sitemap.xml?{int(talk.path.partition('?')[2] or 0) + 1}"
        talk.answer(f"<sitemapindex><sitemap><loc>{name}</loc></sitemap></sitemapindex>", type=_XML)

    circle = "<sitemapindex><sitemap><loc>/sitemap.xml</loc></sitemap></sitemapindex>"
    sitemap = partial(of_listing, way="sitemap", address="/sitemap.xml")
    rest = partial(of_listing, way="wordpress", address="/wp-json/wp/v2/posts")
    # REST that cannot be read is left for the feeds and the pages, which are not there.
    deep_json = rest("json-100000-deep", "http_404", says("[" * 100_000, type=_JSON), tags=())
    other_json = rest("json-of-another-kind", "http_404", says('{"data": []}', type=_JSON), tags=())
    return [
        of_listing("billion-laughs", "entities", says(_laughs("rss"), type=_RSS)),
        of_listing("outer-entity", "entities", says(outside, type=_RSS)),
        of_listing("feed-of-3000", "too_many", says(many, type=_RSS)),
        of_listing("feed-of-600000", "too_large", says(million, type=_RSS)),
        of_listing("page-for-a-feed", "not_a_feed", says(listing(GOOD))),
        Fault("cut-feed", {"/rss": says(cut, type=_RSS), GOOD: says(page(2))}, "feed", ("/rss",), relevant=1),
        sitemap("laughing-sitemap", "entities", says(_laughs("urlset"), type=_XML)),
        sitemap("sitemap-of-60000", "too_many", says(urls, type=_XML)),
        sitemap("sitemaps-without-end", "too_deep", deeper, state="partial"),
        Fault(
            "sitemap-of-itself",
            {"/sitemap.xml": says(circle, type=_XML)},
            "sitemap",
            ("/sitemap.xml",),
            state="empty",
        ),
        sitemap("page-for-a-sitemap", "not_a_sitemap", says(page(1))),
        deep_json,
        other_json,
    ]


# Misdeeds of listings


def _numbered(next_page: Callable[[int], str], links: Callable[[int], Iterable[str]]) -> Misdeed:
    def misdeed(talk: Talk) -> None:
        number = int("".join(filter(str.isdigit, talk.path.partition("?")[2])) or 1)
        more = f'<a class="next" href="{next_page(number + 1)}">berikutnya</a>'
        talk.answer(listing(*links(number), more=more))

    return misdeed


def listings() -> list[Fault]:
    spelled = [
        "/1-sekda-apel-solok",
        "/1-sekda-apel-solok/",
        "http://www.six-spellings.example/1-sekda-apel-solok",
        "/1-sekda-apel-solok?utm_source=rss&fbclid=abc",
        "/1-sekda-apel-solok#komentar",
        "//SIX-SPELLINGS.example:443/1-sekda-apel-solok",
    ]
    endless = _numbered("/tag/asn?p={}".format, lambda n: [f"/{n}-arsip-apel-solok"])
    arsip = {f"/{n}-arsip-apel-solok": says(page(n)) for n in range(1, LISTING_PAGES + 1)}
    calendar = _numbered("/tag/asn?bulan={}".format, lambda n: [GOOD, f"/{n}-arsip-apel-solok"])
    repeated = _numbered("/tag/asn?p={}".format, lambda n: [GOOD])
    elsewhere = ["javascript:void(0)", "mailto:x@y.example", "https://lain.example/a-b-c", "http://[::1/x"]
    away = listing(GOOD, more='<a class="next" href="https://lain.example/tag/asn">berikutnya</a>')
    cut = {"state": "partial", "problem": "more_pages"}
    return [
        Fault("six-spellings", {"/tag/asn": says(listing(*spelled)), BAD: says(page(1))}, relevant=1),
        Fault("endless-paging", {"/tag/asn": endless, **arsip}, relevant=LISTING_PAGES, **cut),
        Fault(
            "calendar",
            {"/tag/asn": calendar, GOOD: says(page(2)), **arsip},
            relevant=LISTING_PAGES + 1,
            **cut,
        ),
        Fault("one-page-for-all", {"/tag/asn": repeated, GOOD: says(page(2))}, relevant=1),
        Fault("no-address", {"/tag/asn": says(listing(*elsewhere, GOOD)), GOOD: says(page(2))}, relevant=1),
        Fault(
            "next-page-elsewhere",
            {"/tag/asn": says(away), GOOD: says(page(2))},
            state="partial",
            problem="offsite",
            relevant=1,
        ),
        of_listing("rebuilt", "no_articles", says("<html><h3>Baru</h3></html>"), "index", "/indeks"),
        of_listing(
            "listing-is-a-picture",
            "not_html",
            says(struct.pack("4sI", b"\x89PNG", 1), type="image/png"),
            "index",
            "/tag/asn",
        ),
        of_listing("nested-listing", "no_articles", says("<div>" * 100_000), "index", "/indeks"),
    ]


def all_faults(port: int) -> list[Fault]:
    """All of them, those that are served from ``port``; newspapers as they should be stand between them."""
    groups = (
        [healthy("sehat-satu")],
        connections(),
        compression(),
        [healthy("sehat-dua")],
        redirects(port),
        robots(),
        refusals(),
        [healthy("sehat-tiga")],
        contents(),
        feeds_and_sitemaps(),
        listings(),
        [healthy("sehat-empat")],
    )
    return [fault for group in groups for fault in group]
