"""What is read off listings and pages before an article is: times, parts, boxes, sitemap entries."""

from __future__ import annotations

from datetime import date
from zoneinfo import ZoneInfo

import pytest
from scrapy.http import HtmlResponse
from scrapy.settings import Settings
from scrapy.spiderloader import SpiderLoader

from spiders.candidate import day, is_whole, moment, plain
from spiders.failures import Unlistable
from spiders.index import read_boxes
from spiders.parts import part_address, whole_address
from spiders.sitemap import read_sitemap
from spiders.sources import load_sources

WITA = ZoneInfo("Asia/Makassar")
ARTICLE = "https://kabar.example/read/sekda-ingatkan-asn-netral"


def html(body: str, url: str = ARTICLE) -> HtmlResponse:
    return HtmlResponse(url, body=f"<html><body>{body}</body></html>".encode(), encoding="utf-8")


@pytest.mark.parametrize(
    ("text", "local"),
    [
        ("Mon, 16 Sep 2024 17:30:00 +0000", "2024-09-17T01:30:00+08:00"),
        ("Mon, 16 Sep 2024 17:30:00 GMT", "2024-09-17T01:30:00+08:00"),
        ("Mon, 16 Sep 2024 17:30:00 -0000", "2024-09-17T01:30:00+08:00"),
        ("Mon, 16 Sep 2024 17:30:00 WIB", "2024-09-16T18:30:00+08:00"),
        ("Mon, 16 Sep 2024 17:30:00 WIT", "2024-09-16T16:30:00+08:00"),
        ("Mon, 16 Sep 2024 17:30:00", "2024-09-16T17:30:00+08:00"),
        ("2024-09-16T17:30:00Z", "2024-09-17T01:30:00+08:00"),
        ("2024-09-16T17:30:00+09:00", "2024-09-16T16:30:00+08:00"),
        ("2024-09-16 17:30:00", "2024-09-16T17:30:00+08:00"),
    ],
)
def test_a_time_becomes_local_time_of_the_newspaper(text: str, local: str) -> None:
    found = moment(text, WITA)
    assert found is not None
    assert found.isoformat() == local


@pytest.mark.parametrize(
    "text", [None, "", "2024-09-16", "2024", "kemarin", "Mon, 99 Sep 2024 17:30:00", "0000-00-00"]
)
def test_what_is_no_moment_is_none(text: str | None) -> None:
    assert moment(text, WITA) is None


def test_a_day_without_a_time_is_a_day() -> None:
    assert day("2024-09-16", WITA) == date(2024, 9, 16)
    assert day("2024-09-16T17:30:00Z", WITA) == date(2024, 9, 17)
    assert day("kemarin", WITA) is None


LONG = "<p>" + "Sekretaris daerah mengingatkan pegawai agar netral. " * 20 + "</p>"


@pytest.mark.parametrize(
    ("html", "whole"),
    [
        (LONG, True),
        (LONG + "<p>The post <a href='/x'>Judul</a> appeared first on <a href='/'>Kabar</a>.</p>", True),
        (LONG + "<p>Baca [&hellip;]</p>", False),
        (LONG + "<p>Sekda [&#8230;]</p><p>The post <a>Judul</a> appeared first on <a>Kabar</a>.</p>", False),
        (LONG + "<a href='/x'>Baca Selengkapnya &raquo;</a>", False),
        (LONG + "<p>... Continue reading</p>", False),
        ("<p>Sekda mengingatkan pegawai.</p>", False),
        (None, False),
    ],
)
def test_only_a_long_text_that_is_not_cut_short_is_the_whole_article(html: str | None, whole: bool) -> None:
    assert is_whole(html) is whole


def test_titles_lose_their_markup_and_entities() -> None:
    assert plain("Sekda: &#8220;ASN <b>Harus</b>\n Netral&#8221;") == "Sekda: “ASN Harus Netral”"


@pytest.mark.parametrize(
    ("link", "article", "number"),
    [
        ("?page=2", ARTICLE, 2),
        (f"{ARTICLE}?page=2#isi", f"{ARTICLE}?utm_source=x", 2),
        (f"{ARTICLE}?halaman=3&jxconn=1", ARTICLE, 3),
        (f"{ARTICLE}/2", ARTICLE, 2),
        (f"{ARTICLE}/2/", f"{ARTICLE}/", 2),
        (f"{ARTICLE}/page/2/", ARTICLE, 2),
        (f"{ARTICLE}.html/2", f"{ARTICLE}.html", 2),
        ("https://kabar.example/read/1234567/2", "https://kabar.example/read/1234567", 2),
        (
            "https://m.kabar.example/amp/sekda-ingatkan-asn?page=2",
            "https://m.kabar.example/amp/sekda-ingatkan-asn",
            2,
        ),
        ("https://kabar.example/?p=15&page=2", "https://kabar.example/?p=15", 2),
    ],
)
def test_the_next_part_is_the_articles_own_address_with_a_number(
    link: str, article: str, number: int
) -> None:
    page = html(f'<a href="{link}">{number}</a>', article)
    assert part_address(page, article, number) == page.urljoin(link)
    assert part_address(page, article, number + 1) is None


@pytest.mark.parametrize(
    "link",
    [
        "https://kabar.example/read/bupati-lantik-pejabat?page=2",
        "https://kabar.example/read/bupati-lantik-pejabat/2",
        "https://kabar.example/tag/asn/page/2",
        "https://kabar.example/page/2/",
        "https://lain.example/read/sekda-ingatkan-asn-netral/2",
        f"{ARTICLE}/comment-page-2/",
        f"{ARTICLE}/2024",
        "http://[rusak/2",
    ],
)
def test_other_numbered_links_are_no_parts(link: str) -> None:
    page = html(f'<link rel="next" href="{link}"><a href="{link}">2</a>')
    assert part_address(page, ARTICLE, 2) is None
    assert whole_address(page) is None


@pytest.mark.parametrize(
    "link",
    [
        '<a href="?page=all">Semua</a>',
        '<a href="?halaman=semua">Tampilkan</a>',
        f'<a href="{ARTICLE}/all">x</a>',
        '<a href="?single=1"><span>Tampilkan</span> Semua</a>',
        '<a href="?view=full">Selengkapnya</a>',
    ],
)
def test_a_page_with_all_of_the_article_is_found(link: str) -> None:
    assert whole_address(html(link)) is not None


@pytest.mark.parametrize(
    "link",
    [
        '<a href="/read/bupati-lantik-pejabat">Selengkapnya</a>',
        f'<a href="{ARTICLE}">Selengkapnya</a>',
        '<a href="?share=wa">Bagikan</a>',
        '<a href="?single=1">Bagikan ke semua</a>',
        '<a href="#semua">Tampilkan semua</a>',
    ],
)
def test_other_links_are_no_page_with_all_of_the_article(link: str) -> None:
    assert whole_address(html(link)) is None


def test_a_page_that_is_the_whole_article_has_no_further_parts() -> None:
    page = html('<a href="?page=2">2</a><a href="?page=all">Semua</a>', f"{ARTICLE}?page=all")
    assert whole_address(page) is None
    assert part_address(page, page.url, 2) is None


def test_a_link_is_read_with_the_box_around_it_and_not_with_its_neighbours() -> None:
    page = html(
        '<ul><li><a href="/a-b-c"><img></a><h2><a href="/a-b-c">Satu</a></h2><time>1 Mei 2024</time></li>'
        '<li><h2><a href="/d-e-f">Dua</a></h2></li></ul>'
    )
    boxes = {address.rpartition("/")[2]: box for address, box in read_boxes(page, "a")}
    assert list(boxes) == ["a-b-c", "d-e-f"]
    assert boxes["a-b-c"].css("time::text").get() == "1 Mei 2024"
    assert boxes["d-e-f"].css("time::text").get() is None


def test_a_sitemaps_pictures_are_not_its_articles() -> None:
    xml = b"""<?xml version="1.0"?><!-- x --><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"
      xmlns:image="http://www.google.com/schemas/sitemap-image/1.1"
      xmlns:news="http://www.google.com/schemas/sitemap-news/0.9">
      <url><loc> https://kabar.example/a </loc><image:image><image:loc>https://kabar.example/a.jpg</image:loc>
      <image:title>Foto</image:title></image:image><news:news><news:title>Judul</news:title></news:news></url>
      <url><lastmod>2024-01-01</lastmod></url></urlset>"""
    assert read_sitemap(xml) == [{"kind": "url", "loc": "https://kabar.example/a", "title": "Judul"}]


def test_a_sitemap_that_breaks_off_gives_what_it_has() -> None:
    xml = b"<urlset><url><loc>https://kabar.example/a</loc></url><url><loc>"
    assert [entry["loc"] for entry in read_sitemap(xml)] == ["https://kabar.example/a"]


@pytest.mark.parametrize(
    "body", [b"", b"bukan peta", b"<html><body>404</body></html>", b'{"a": 1}', b"<rss></rss>"]
)
def test_what_is_no_sitemap_is_said_to_be_none(body: bytes) -> None:
    with pytest.raises(Unlistable, match="not_a_sitemap"):
        read_sitemap(body)


def test_a_sitemap_cannot_read_files_of_this_machine() -> None:
    xml = b'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/hostname">]><urlset><url><loc>a&e;b</loc></url></urlset>'
    with pytest.raises(Unlistable, match="entities"):
        read_sitemap(xml)
    hidden = xml.decode().encode("utf-16")  # the entity is not seen beforehand, and not followed either
    assert [entry["loc"] for entry in read_sitemap(hidden)] in ([], ["a"], ["ab"])


def test_every_bundled_newspaper_is_asked_on_its_own_site() -> None:
    spiders = SpiderLoader.from_settings(Settings({"SPIDER_MODULES": ["spiders"]}))
    for source in load_sources().values():
        spider = spiders.load(source.way)(source=source)
        first = list(spider.listings())
        assert first, source.key
        assert len({request.url for request in first}) == len(first), source.key
        for request in first:
            assert spider.owns(request.url), (source.key, request.url)
            assert "{" not in request.url, (source.key, request.url)
            assert "%7B" not in request.url, (source.key, request.url)
