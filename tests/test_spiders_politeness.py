"""How newspapers are treated: pauses that they ask for, hosts that fail, shared servers; and that nothing
inside our own network is asked, whatever a name server says."""

from __future__ import annotations

import itertools
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from fake_dns import PUBLIC
from hostile_faults import says
from hostile_server import HostileServer, Talk
from scrapy.http import HtmlResponse, Request, Response
from spiders_press import Press, listing, page, rows, story, title

from spiders.addresses import is_public, leads_inside
from spiders.blocks import is_blocked, is_missing
from spiders.middlewares import retry_after
from spiders.robots import disallowed
from spiders.run import RunSummary, crawl
from spiders.sources import Source

LINKS = [f"/{number}-sekda-apel-solok" for number in range(1, 9)]


@pytest.fixture
def server() -> Iterator[HostileServer]:
    """A server whose address stands for one of the public web."""
    with HostileServer(PUBLIC[0]) as opened:
        yield opened


def paper(server: HostileServer, key: str, *, local: bool = False, links: int = 2) -> Source:
    """A newspaper of some articles on ``server``, by its name or, if ``local``, under an invented one."""
    host = f"{key}.example" if local else f"{key}.co.id"
    server.routes[host]["/tag/asn"] = says(listing(*LINKS[:links]))
    for number, link in enumerate(LINKS[:links], 1):
        server.routes[host][link] = says(page(number))
    base = server.base if local else f"http://{host}:{server.port}"
    with Press() as press:
        return press.paper(key, "index", ["/tag/asn"], domain=host, base=base, local=local)


def crawled(sources: list[Source], database: Path, **settings: Any) -> RunSummary:
    quick = {
        "AUTOTHROTTLE_ENABLED": False,
        "DOWNLOAD_DELAY": 0,
        "DOWNLOAD_TIMEOUT": 5,
        "RETRY_TIMES": 0,
        "NETRALITAS_CONTACT": "redaksi@peneliti.example",
        "TWISTED_DNS_RESOLVER": "fake_dns.FakeDns",
    }
    return crawl(
        {source.key: source for source in sources},
        database,
        settings={**quick, **settings},
        log_level="CRITICAL",
    )


# Where requests go


def test_a_name_that_leads_inside_is_not_asked_and_another_newspaper_is(
    server: HostileServer, database: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with HostileServer("127.0.0.1") as inside:
        monkeypatch.setattr("spiders.run.START_METHOD", "spawn")  # with this environment
        monkeypatch.setenv("http_proxy", inside.base)  # behind a proxy nobody knows what is asked
        sources = [paper(server, key) for key in ("dalam", "metadata", "tiada", "luar")]
        dns = {
            "dalam.co.id": ["127.0.0.1"],
            "metadata.co.id": ["169.254.169.254"],
            "luar.co.id": [PUBLIC[0]],
        }
        run = crawled(sources, database, FAKE_DNS=dns)
        assert inside.asked == {}
    reasons = {key: (summary.state, summary.reason) for key, summary in run.sources.items()}
    assert reasons == {
        "dalam": ("failed", "private_address"),
        "metadata": ("failed", "private_address"),
        "tiada": ("failed", "dns"),
        "luar": ("done", None),
    }
    assert run.sources["luar"].counts["relevant"] == 2
    assert set(server.asked) == {"luar.co.id"}


def test_a_name_that_changes_to_an_address_inside_is_left_at_once(
    server: HostileServer, database: Path
) -> None:
    """The look-up for the turn and that of the connection are two; each connection is to an address that
    was looked at, or there is none."""
    source = paper(server, "ganti", links=8)
    with HostileServer("127.0.0.1") as inside:
        inside.routes["ganti.co.id"] = server.routes["ganti.co.id"]
        answers = [PUBLIC[0]] * 7 + ["127.0.0.1"]
        run = crawled([source], database, FAKE_DNS={"ganti.co.id": answers}, DNSCACHE_ENABLED=False)
        assert inside.asked == {}
    summary = run.sources["ganti"]
    assert set(summary.failures) <= {"private_address", "dns"}
    assert summary.counts["failed"] + summary.counts["relevant"] == 8
    assert summary.counts["failed"] >= 4
    assert server.asked["ganti.co.id"][:2] == ["/robots.txt", "/tag/asn"]


@pytest.mark.parametrize(
    "host",
    [
        *(
            "127.0.0.1",
            "10.1.2.3",
            "172.16.0.1",
            "192.168.1.1",
            "169.254.169.254",
            "100.100.100.200",
            "0.0.0.0",
        ),
        *(
            "2130706433",
            "0x7f.1",
            "0177.0.0.1",
            "127.1",
            "[::1]",
            "[fe80::1]",
            "[fd00:ec2::254]",
            "224.0.0.1",
        ),
        *("[::ffff:10.0.0.1]", "[2002:7f00:1::]", "localhost", "x.localhost", "nas.local", "localhost."),
        *("metadata.google.internal", "168.63.129.16", "255.255.255.255"),
    ],
)
def test_a_host_of_our_own_network_is_known_by_its_spelling(host: str) -> None:
    assert leads_inside(host)


@pytest.mark.parametrize("host", ["kabar.co.id", "103.10.10.10", "[2001:4860:4860::8888]", "8.8.8.8", "1.id"])
def test_a_host_of_the_web_is_not(host: str) -> None:
    assert not leads_inside(host)


def test_what_is_no_address_is_no_public_one() -> None:
    assert not is_public("kabar.co.id")


def test_one_request_at_a_time_where_newspapers_share_a_server(server: HostileServer, database: Path) -> None:
    def slowly(talk: Talk) -> None:
        time.sleep(0.05)
        talk.answer("Tidak ada", 404)

    sources = [paper(server, key) for key in ("satu", "dua", "tiga")]
    for host in ("satu.co.id", "dua.co.id", "tiga.co.id"):
        server.routes[host]["/robots.txt"] = slowly
    dns = {f"{key}.co.id": [PUBLIC[0]] for key in ("satu", "dua", "tiga")}
    run = crawled(sources, database, FAKE_DNS=dns)
    assert run.totals["relevant"] == 6
    assert server.most_at_once == 1


def test_servers_apart_are_asked_side_by_side(database: Path) -> None:
    """Each waits with its first answer for the other one's first request."""
    with HostileServer(PUBLIC[0]) as one, HostileServer(PUBLIC[1]) as other:
        servers = {"satu": one, "dua": other}
        sources = [paper(server, key) for key, server in servers.items()]

        def together(talk: Talk) -> None:
            until = time.monotonic() + 4
            while not (one.under_way and other.under_way) and time.monotonic() < until:
                time.sleep(0.01)
            met.append(time.monotonic() < until)
            time.sleep(0.1)
            talk.answer("Tidak ada", 404)

        met: list[bool] = []
        for key, server in servers.items():
            server.routes[f"{key}.co.id"]["/robots.txt"] = together
        dns = {"satu.co.id": [PUBLIC[0]], "dua.co.id": [PUBLIC[1]]}
        assert crawled(sources, database, FAKE_DNS=dns).totals["relevant"] == 4
        assert met == [True, True]


# Pauses, and hosts that fail


@pytest.mark.parametrize(("status", "as_date"), [(429, False), (503, True)])
def test_a_newspaper_that_asks_for_a_pause_gets_it(
    server: HostileServer, database: Path, status: int, as_date: bool
) -> None:
    source = paper(server, "sibuk", local=True)
    busy = itertools.chain([True], itertools.repeat(False))

    def answer(talk: Talk) -> None:
        if next(busy):
            # A date has no fractions of a second: between one and two are left of this.
            until = format_datetime(datetime.now(UTC) + timedelta(seconds=2), usegmt=True)
            talk.answer("sibuk", status, Retry_After=until if as_date else "1")
        else:
            talk.answer(page(1))

    server.routes["sibuk.example"][LINKS[0]] = answer
    run = crawled([source], database, RETRY_TIMES=1)
    assert run.sources["sibuk"].counts["relevant"] == 2
    times = server.times["sibuk.example"]
    assert max(later - earlier for earlier, later in pairwise(times)) > 0.9  # nothing at all meanwhile
    assert len(times) == 5


@pytest.mark.parametrize(("status", "reason", "tried"), [(500, "http_500", 1), (403, "blocked", 0)])
def test_a_host_that_fails_is_left_alone_and_its_pages_are_fetched_when_it_has_recovered(
    server: HostileServer, database: Path, status: int, reason: str, tried: int
) -> None:
    source = paper(server, "gagal", local=True, links=8)
    good = dict(server.routes["gagal.example"])
    for link in LINKS[1:]:
        server.routes["gagal.example"][link] = says("galat", status)
    settings = {"NETRALITAS_FAILURES_IN_A_ROW": 3, "DOWNLOAD_DELAY": 0.3}
    for _ in range(1 if tried else 2):  # being kept out is no attempt at a page, however often
        server.asked.clear()
        summary = crawled([source], database, **settings).sources["gagal"]
        assert summary.failures == {reason: 3, "circuit_open": 4}
    assert len(server.asked["gagal.example"]) == 2 + (4 if tried else 3)
    attempts = rows(database, "SELECT reason, attempts, count(*) FROM pages GROUP BY 1, 2 ORDER BY 1")
    assert sorted(attempts, key=str) == sorted(
        [(None, 1, 1), (reason, tried, 3), ("circuit_open", 0, 4)], key=str
    )
    server.routes["gagal.example"].update(good)
    again = crawled([source], database, **settings).sources["gagal"]
    assert (again.failures, again.counts["relevant"]) == ({}, 7)


def test_a_crawl_that_is_stopped_does_not_wait_for_the_end_of_a_pause() -> None:
    import asyncio

    from spiders.turns import Turns

    async def stopped() -> float:
        turns = Turns()
        turns.pause("kabar.co.id", 60)
        begun = time.monotonic()
        await turns.after_pause("kabar.co.id", given_up=lambda: time.monotonic() - begun > 0.1)
        return time.monotonic() - begun

    assert asyncio.run(stopped()) < 1


@pytest.mark.parametrize(
    ("header", "seconds"),
    [("120", 120), ("0", 0), ("Fri, 22 Nov 2024 10:00:30 GMT", 30), ("Fri, 22 Nov 2024 09:00:00 GMT", 0)],
)
def test_both_forms_of_retry_after_are_read(header: str, seconds: float) -> None:
    now = datetime(2024, 11, 22, 10, 0, tzinfo=UTC)
    assert retry_after(Response("https://x.example", headers={"Retry-After": header}), now) == seconds


@pytest.mark.parametrize("header", ["", "nanti", "-5", "1e9"])
def test_another_retry_after_says_nothing(header: str) -> None:
    assert (
        retry_after(Response("https://x.example", headers={"Retry-After": header}), datetime.now(UTC)) is None
    )


# robots.txt and pages that are none


def test_what_is_disallowed_to_us_is_read_from_our_own_group_or_that_for_all() -> None:
    robots = (
        "User-agent: a\nUser-agent: *\nDisallow: /x # y\nDisallow:\n\nUser-agent: Netralitas\nDisallow: /z\n"
    )
    assert disallowed(robots, "netralitas") == ["/z"]
    assert disallowed(robots, "lain/1.0") == ["/x"]
    assert disallowed("Disallow: /x", "netralitas") == []


def html(body: str, status: int = 200, url: str = "https://x.example/a-b-c", **meta: Any) -> HtmlResponse:
    return HtmlResponse(url, status, body=body.encode(), encoding="utf-8", request=Request(url, meta=meta))


@pytest.mark.parametrize(
    "body",
    [
        "<title>Attention Required! | Cloudflare</title>",
        "<title>One moment, please...</title><p>Please wait while your request is being verified...</p>",
        '<script>document.cookie="__test="+toHex(slowAES.decrypt(c,2,a,b))+"; path=/";</script>',
        '<iframe src="/_Incapsula_Resource?x=1"></iframe>',
        "<p>Buktikan bahwa Anda bukan robot</p>",
        "<p>Akses Anda diblokir</p>",
        "<p>Please enable cookies to continue</p>",
    ],
)
def test_a_page_of_a_firewall_is_a_block_whatever_its_status(body: str) -> None:
    assert is_blocked(html(body))
    assert is_blocked(html(body, 503))


@pytest.mark.parametrize(
    "below",
    [
        '<form class="komentar"><div class="g-recaptcha"></div></form>',
        "<p>Situs ini memakai cookies. Aktifkan cookies untuk melanjutkan.</p>",
        '<script src="/cdn-cgi/challenge-platform/scripts/jsd/main.js"></script>',
    ],
)
def test_an_article_with_a_captcha_below_it_is_an_article(below: str) -> None:
    article = page(1, body=story(1) * 2, below=below)
    assert not is_blocked(html(article))
    assert not is_blocked(html(article.replace("article:published_time", "x")))


@pytest.mark.parametrize(
    "headline",
    [
        "404 Not Found",
        "Halaman tidak ditemukan - Kabar Solok",
        "Oops! Halaman yang Anda cari tidak ditemukan",
        "Page not found &#8211; Kabar",
        "Berita tidak ada",
        "404",
        "Nothing Found",
    ],
)
def test_a_page_that_says_that_there_is_none_is_known(headline: str) -> None:
    assert is_missing(html(f"<title>Kabar</title><h1>{headline}</h1><p>Berita lain</p>"))


@pytest.mark.parametrize(
    "headline",
    [
        title(1),
        "404 ASN Dilantik Bupati Solok",
        "Mayat Tidak Ditemukan, Pencarian Dihentikan",
        "Berita Tidak Benar, Bupati Solok Bantah Tidak Netral",
        "Tidak Ditemukan Pelanggaran Netralitas ASN",
    ],
)
def test_a_headline_with_such_words_is_a_headline(headline: str) -> None:
    assert not is_missing(html(f"<title>{headline}</title><h1>{headline}</h1>{story(1)}"))


def test_the_home_page_in_place_of_an_article_is_none() -> None:
    home = "https://x.example/"
    assert is_missing(html("<h1>Kabar</h1>", url=home, redirect_urls=["https://x.example/1-apel"]))
    assert not is_missing(html("<h1>Kabar</h1>", url=home))
