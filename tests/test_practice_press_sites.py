"""The practice portal, CMS, news-sitemap site and feed site answer over HTTP as their kinds do."""

from __future__ import annotations

import gzip
import json
import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import feedparser
import pytest
from lxml import etree
from practice_press_client import Get, all_of, asking, links, of, said, shows_all, words_of, xml

from practice_press import PracticeArticle, newspapers

SOURCES = newspapers("http://127.0.0.1:1")
SITEMAP = {
    "s": "http://www.sitemaps.org/schemas/sitemap/0.9",
    "n": "http://www.google.com/schemas/sitemap-news/0.9",
}
DAYS = ["Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu", "Minggu"]
# fmt: off
MONTHS = ["Januari", "Februari", "Maret", "April", "Mei", "Juni", "Juli", "Agustus", "September", "Oktober",
          "November", "Desember"]
# fmt: on


@pytest.fixture(scope="module")
def get() -> Iterator[Get]:
    with asking() as ask:
        yield ask


def split(source: str) -> PracticeArticle:
    """An article of the channel that goes on to a second page."""
    return next(article for article in of(source) if len(article.pages) > 1)


def through(get: Get, key: str, path: str) -> list[str]:
    """The links to articles of all pages of a listing, found and turned by the newspaper's own selectors."""
    source = SOURCES[key]
    assert source.selectors is not None and source.selectors.next is not None
    found, address = [], path
    while address:
        page = get(f"{source.domain}{address}").text
        found += links(page, source.selectors.link)
        address = next(iter(links(page, source.selectors.next)), "")
    return found


# --- the portal


def test_portal_splits_articles_by_parameter(get: Get) -> None:
    article = split("nusakabarjateng")
    first = get(article.address).text
    assert "Halaman: 1 2" in words_of(first)
    assert {f"{article.address}?page=2", f"{article.address}?page=all"} <= set(links(first, ".paging__link"))
    last_words = article.pages[-1][0].text
    assert last_words not in words_of(first)
    assert last_words in words_of(get(f"{article.address}?page={len(article.pages)}").text)
    assert shows_all(get(f"{article.address}?page=all").text, article.text)
    assert get(f"{article.address}?page={len(article.pages) + 1}").status_code == 404
    assert get(f"{article.address}/2").status_code == 404


def test_portal_splits_articles_by_path(get: Get) -> None:
    article = split("nusakabarjatim")
    first, second = get(article.address).text, get(f"{article.address}/2").text
    assert f"{article.address}/2" in links(first, ".paging__link")
    assert not [link for link in links(first, ".paging__link") if link.endswith("all")]
    assert article.pages[1][0].text in words_of(second)
    assert article.pages[1][0].text not in words_of(first)
    assert links(second, "link[rel=canonical]") == [article.address]


def test_portal_has_amp_and_mobile_twins(get: Get) -> None:
    article = split("nusakabarjateng")
    [amp] = links(get(article.address).text, "link[rel=amphtml]")
    assert amp == article.address.replace(".example/", ".example/amp/")
    twin = get(amp).text
    assert "<html amp" in twin
    assert links(twin, "link[rel=canonical]") == [article.address]
    assert f"{amp}?page=2" in links(twin, ".paging__link")
    assert article.pages[1][0].text in words_of(get(f"{amp}?page=2").text)
    mobile = get(article.address.replace("https://", "https://m."))
    assert mobile.status_code == 200
    assert links(mobile.text, "link[rel=canonical]") == [article.address]


@pytest.mark.parametrize("channel", ["nusakabarjateng", "nusakabarjatim", "nusakabarntb"])
def test_portal_prints_the_networks_time_also_further_east(get: Get, channel: str) -> None:
    for article in of(channel):
        page = get(article.address).text
        data = [json.loads(text) for text in re.findall(r'ld\+json">(.*?)</script>', page, re.DOTALL)]
        [stamp] = [part["datePublished"] for part in data if part["@type"] == "NewsArticle"]
        assert stamp.endswith("+07:00")
        assert datetime.fromisoformat(stamp) == article.published
        assert f"| {article.published.astimezone(ZoneInfo('Asia/Jakarta')):%H:%M} WIB" in page
        assert page.count(" WIB") > 5  # the lists of other articles have dates of their own


def test_portal_index_and_tag_pages(get: Get) -> None:
    stories = all_of("nusakabarjateng")
    assert through(get, "nusakabarjateng", "/indeks-berita?page=1") == [story.address for story in stories]
    tagged = through(get, "nusakabarjateng", "/tag/netralitas-asn")
    assert tagged == [story.address for story in stories if "Netralitas ASN" in story.tags]
    beyond = get("jateng.nusakabar.example/indeks-berita?page=99")
    assert (beyond.status_code, links(beyond.text, ".latest__title a")) == (200, [])


# --- the newspaper with a system of its own


def test_cms_search_and_index_by_selectors(get: Get) -> None:
    stories = all_of("radarsaddang")
    assert through(get, "radarsaddang", "/indeks") == [story.path for story in stories]
    found = through(get, "radarsaddang", "/cari?q=netralitas")
    assert found == [story.path for story in stories if "netralitas" in said(story)]
    assert 6 < len(found) < len(stories)  # more than one page, and not all there is
    beyond = get("radarsaddang.example/cari?q=netralitas&page=99")
    assert beyond.status_code == 200
    assert "Berita tidak ditemukan" in beyond.text


def test_cms_date_stands_only_in_the_visible_line(get: Get) -> None:
    for article in of("radarsaddang"):
        answer, when = get(article.address), article.local_time
        day = f"{DAYS[when.weekday()]}, {when.day} {MONTHS[when.month - 1]} {when.year}"
        assert answer.text.count(f"{day} | {when:%H:%M} WITA") == 1
        assert not re.search(r"20[12]\d-\d\d-\d\d|ld\+json|<time|published", answer.text)
        assert answer.headers["content-type"] == "text/html"
        assert "charset=utf-8" in answer.text.split("<body>")[0]


# --- the news-sitemap newspaper


def test_sitemaps_lead_to_every_story(get: Get) -> None:
    index = xml(get("kabarcendrawasih.example/sitemap.xml"))
    addresses = index.xpath("//s:loc/text()", namespaces=SITEMAP)
    assert len(index.xpath("//s:lastmod", namespaces=SITEMAP)) == len(addresses)
    found: list[str] = []
    for address in addresses[1:]:
        content = get(address).content
        sitemap = etree.fromstring(gzip.decompress(content) if address.endswith(".gz") else content)
        found += sitemap.xpath("//s:loc/text()", namespaces=SITEMAP)
        assert len(sitemap.xpath("//s:lastmod", namespaces=SITEMAP)) == len(sitemap)
    assert found == [story.address for story in all_of("kabarcendrawasih")]
    [packed] = [get(address) for address in addresses if address.endswith(".gz")]
    assert packed.headers["content-type"] == "application/x-gzip"
    assert "content-encoding" not in packed.headers


def test_news_sitemap_has_titles_and_times_of_the_last_two_days(get: Get) -> None:
    news = xml(get("kabarcendrawasih.example/sitemap/news.xml"))
    stories = all_of("kabarcendrawasih")
    recent = [s for s in stories if stories[0].published - s.published < timedelta(days=2)]
    assert news.xpath("//n:title/text()", namespaces=SITEMAP) == [story.title for story in recent]
    stamps = news.xpath("//n:publication_date/text()", namespaces=SITEMAP)
    assert [datetime.fromisoformat(stamp) for stamp in stamps] == [story.published for story in recent]
    assert all(stamp.endswith("+09:00") for stamp in stamps)


def test_sitemaps_answer_304(get: Get) -> None:
    url = "kabarcendrawasih.example/sitemap.xml"
    fresh = get(url)
    assert get(url, If_None_Match=fresh.headers["etag"]).status_code == 304
    assert get(url, If_Modified_Since=fresh.headers["last-modified"]).status_code == 304
    assert get(url, If_Modified_Since="Thu, 01 Jan 2015 00:00:00 GMT").status_code == 200


# --- the feed newspaper


def test_atom_feed_carries_everything(get: Get) -> None:
    feed = feedparser.parse(get("gemahalmahera.example/atom.xml").content)
    assert (feed.bozo, feed.version) == (False, "atom10")
    for story, entry in zip(all_of("gemahalmahera"), feed.entries, strict=True):
        assert (entry.link, entry.title, entry.author) == (story.address, story.title, story.author)
        assert datetime.fromisoformat(entry.published) == story.published
        assert entry.published.endswith("+09:00")
        assert shows_all(entry.content[0].value, story.text)


def test_static_files_answer_304(get: Get) -> None:
    for url in ("gemahalmahera.example/atom.xml", of("gemahalmahera")[0].address):
        fresh = get(url)
        changed = fresh.headers["last-modified"]
        assert get(url, If_None_Match=f'"lain", {fresh.headers["etag"]}').status_code == 304
        assert get(url, If_Modified_Since=changed).status_code == 304
        assert get(url, If_None_Match='"lain"', If_Modified_Since=changed).status_code == 200
        assert get(url, If_Modified_Since="bukan tanggal").status_code == 200
