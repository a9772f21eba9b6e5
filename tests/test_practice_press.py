"""The practice press: its articles are sound, and all of them are served under their newspapers' names."""

from __future__ import annotations

import csv
import html
import json
import re
import socket
from collections import Counter
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import feedparser
import httpx
import pytest
from click.testing import CliRunner
from practice_press_client import Get, articles, asking, fillers, of, words_of

import datasets
from practice_press import ArticleError, load_articles, newspapers, serve
from practice_press.__main__ import main
from practice_press.articles import ARTICLES
from practice_press.typography import entities, texturize

REGIONS = Path(datasets.__file__).parent / "codebook" / "regions.csv"
SAMPLE = ARTICLES / "harianlembayung" / "sekda-pasbar-wanti-wanti-asn-dan-wali-nagari.json"


@pytest.fixture(scope="module")
def get() -> Iterator[Get]:
    with asking() as ask:
        yield ask


def any_of(value: Any) -> list[Any]:
    """The values that are right, where one or several are given."""
    return value if isinstance(value, list) else [value]


# --- the articles


def test_the_press_is_as_broad_as_promised() -> None:
    regions = {row["name"]: row["code"] for row in csv.DictReader(REGIONS.open(encoding="utf-8"))}
    named = [place for article in articles() for place in article.expected.regions]
    labels = Counter(str(article.expected.label) for article in articles())
    printed = {article.newspaper for article in articles() if article.release == "siaran-pers-bkd-2024"}
    assert len(articles()) >= 90
    assert len({article.newspaper for article in articles()}) >= 6
    assert len({regions[name][:2] for place in named for name in any_of(place)}) >= 12
    assert labels["none"] >= len(articles()) / 4
    assert labels["none"] + len(fillers()) >= (len(articles()) + len(fillers())) / 3
    assert min(labels[label] for label in ("statement", "violation", "both")) >= 10
    assert len(printed) >= 5


def test_what_is_expected_of_an_article_stands_in_it() -> None:
    regions = {row["name"] for row in csv.DictReader(REGIONS.open(encoding="utf-8"))}
    missing = []
    for article in articles():
        printed, expected = f"{article.title}\n{article.text}", article.expected
        texts = [entry.text for entry in (*expected.dates, *expected.sanctions)]
        missing += [(article.id, text) for text in texts if text not in printed]
        people = [any_of(official.name) for official in expected.officials]
        missing += [(article.id, names[0]) for names in people if not any(name in printed for name in names)]
        places = (*expected.regions, *(case.region for case in expected.violations))
        named = [name for place in places for name in any_of(place) if name]
        missing += [(article.id, name) for name in named if name not in regions]
    assert not missing


def test_annotated_rows_have_the_format_that_extraction_is_scored_in() -> None:
    row = next(article for article in articles() if article.expected.violations).gold()
    assert {"id", "url", "domain", "title", "published", "text", "label", "regions", "officials"} <= set(row)
    assert {"dates", "sanctions", "violations", "legal_bases", "election"} <= set(row)
    assert json.loads(json.dumps(row)) == row
    assert datetime.fromisoformat(row["published"]).utcoffset() is not None


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"titel": "x"}, "titel: Extra inputs are not permitted"),
        ({"newspaper": "koranlain"}, "no practice newspaper is called 'koranlain'"),
        ({"channel": "jateng"}, "harianlembayung has no channel 'jateng'"),
        ({"published": "2024-09-25T14:05:00"}, "published: Input should have timezone info"),
        ({"modified": "2015-01-01T00:00:00+07:00"}, "is before published"),
        ({"blocks": [{"kind": "paragraf", "text": "x"}]}, "blocks.0.kind: Input should be 'p'"),
        ({"blocks": [{"kind": "p", "text": " "}]}, "blocks.0: a block of kind p needs text"),
        ({"blocks": [{"kind": "page_break", "text": "2"}]}, "blocks.0: a page_break has no text"),
        ({"blocks": [{"kind": "ad", "text": "Iklan"}]}, "at least one block of kind p"),
        ({"slug": "lain"}, "an article belongs in harianlembayung/lain.json"),
        ({"expected.label": "none"}, "expected: an article of label none expects no regions"),
        ({"expected.dates": [{"text": "besok", "iso": "esok", "role": "event"}]}, "expected.dates.0.iso"),
    ],
)
def test_a_wrong_article_is_refused_with_its_file_and_the_reason(
    tmp_path: Path, change: dict[str, Any], told: str
) -> None:
    content = json.loads(SAMPLE.read_text(encoding="utf-8"))
    for key, value in change.items():
        outer, _, inner = key.partition(".")
        content[outer] = {**content[outer], inner: value} if inner else value
    copy = tmp_path / "harianlembayung" / SAMPLE.name
    copy.parent.mkdir()
    copy.write_text(json.dumps(content), encoding="utf-8")
    with pytest.raises(ArticleError) as raised:
        load_articles(tmp_path)
    assert str(copy) in str(raised.value)
    assert told in str(raised.value)


def test_broken_json_and_a_doubled_article_are_refused(tmp_path: Path) -> None:
    content = json.loads(SAMPLE.read_text(encoding="utf-8"))
    folder = tmp_path / "harianlembayung"
    folder.mkdir()
    (folder / "satu.json").write_text(json.dumps({**content, "slug": "satu"}), encoding="utf-8")
    (folder / "zebra.json").write_text(json.dumps({**content, "slug": "zebra"}), encoding="utf-8")
    with pytest.raises(ArticleError, match=f"zebra.json: {content['id']} is already that of satu.json"):
        load_articles(tmp_path)
    (folder / "zebra.json").write_text('{"id": ', encoding="utf-8")
    with pytest.raises(ArticleError, match=r"zebra.json: .*Invalid JSON"):
        load_articles(tmp_path)


def test_wordpress_sets_quotes_and_dashes_and_writes_them_as_entities() -> None:
    printed = texturize("\"'Netral' itu wajib,\" kata Ma'ruf - juru bicara PPK & BKN...")
    assert printed == "“‘Netral’ itu wajib,” kata Ma’ruf – juru bicara PPK & BKN…"
    written = entities(printed)
    assert written.startswith("&#8220;&#8216;Netral&#8217; itu wajib,&#8221; kata Ma&#8217;ruf &#8211; juru")
    assert html.unescape(written) == printed


def test_newspapers_are_local_sources_at_the_base() -> None:
    sources = newspapers("http://127.0.0.1:8765/")
    assert {source.base for source in sources.values()} == {"http://127.0.0.1:8765"}
    assert all(source.local and source.domain.endswith(".example") for source in sources.values())
    assert {source.way for source in sources.values()} == {"wordpress", "feed", "sitemap", "blogger", "index"}


# --- the server


def test_every_story_is_served_whole_at_its_address(get: Get) -> None:
    for story in [*articles(), *fillers()]:
        part = "/{}" if story.source == "nusakabarjatim" else "?page={}"
        further = [part.format(number) for number in range(2, len(story.pages) + 1)]
        pages = [get(story.address + suffix) for suffix in ("", *further)]
        assert {page.status_code for page in pages} == {200}, story.address
        shown = " ".join(words_of(page.text) for page in pages)
        for block in story.blocks:
            for line in block.text.split("\n"):
                assert " ".join(line.split()) in shown, (story.address, line)


def test_names_are_told_apart_by_the_host_header(get: Get) -> None:
    start = get("127.0.0.1/")
    assert start.status_code == 200
    assert all(source.name in start.text for source in newspapers("http://127.0.0.1:1").values())
    assert get("tidakada.example/feed/").status_code == 404
    moved = get("www.gemahalmahera.example/atom.xml?x=1")
    assert (moved.status_code, moved.headers["location"]) == (
        301,
        "https://gemahalmahera.example/atom.xml?x=1",
    )


def test_under_localhost_a_browser_finds_its_way(get: Get) -> None:
    page = get("harianlembayung.localhost/")
    assert re.search(r'href="http://harianlembayung\.localhost:\d+/20\d\d/', page.text)
    assert ".example/" not in page.text
    moved = get("www.harianlembayung.localhost/feed/").headers["location"]
    assert re.fullmatch(r"http://harianlembayung\.localhost:\d+/feed/", moved)


def test_unknown_pages_are_404_in_the_newspapers_own_dress(get: Get) -> None:
    for source in newspapers("http://127.0.0.1:1").values():
        answer = get(f"{source.domain}/tidak-ada/halaman-ini")
        assert answer.status_code == 404, source.key
        assert "Halaman tidak ditemukan" in answer.text
        assert source.name in answer.text


def test_head_and_other_methods(get: Get) -> None:
    head = get("harianlembayung.example/wp-json/wp/v2/posts", method="HEAD")
    assert (head.status_code, head.content) == (200, b"")
    assert int(head.headers["x-wp-total"]) > 10
    assert get("harianlembayung.example/", method="POST").status_code == 405


def test_answers_are_compressed_for_those_who_take_it(get: Get) -> None:
    plain = get("gemahalmahera.example/atom.xml")
    packed = get("gemahalmahera.example/atom.xml", Accept_Encoding="gzip")
    assert packed.headers["content-encoding"] == "gzip"
    assert int(packed.headers["content-length"]) < int(plain.headers["content-length"])
    assert packed.content == plain.content
    assert packed.headers["etag"] == f"W/{plain.headers['etag']}"


def test_robots_rules_keep_crawlers_out_of_search_where_the_real_ones_do(get: Get) -> None:
    assert "Disallow: /wp-admin/" in get("harianlembayung.example/robots.txt").text
    assert "Disallow: /search" in get("wartapesisir.example/robots.txt").text
    assert "Disallow: /search" in get("jateng.nusakabar.example/robots.txt").text
    sitemap = "Sitemap: https://kabarcendrawasih.example/sitemap.xml"
    assert sitemap in get("kabarcendrawasih.example/robots.txt").text
    assert get("radarsaddang.example/robots.txt").headers["content-type"].startswith("text/plain")


def test_own_stories_can_be_served() -> None:
    one = of("gemahalmahera")[0]
    with serve(stories=[one]) as base:
        feed = httpx.get(f"{base}/atom.xml", headers={"Host": "gemahalmahera.example"})
        assert [entry.link for entry in feedparser.parse(feed.content).entries] == [one.address]
        assert httpx.get(f"{base}/feed/", headers={"Host": "mandaukita.example"}).status_code == 404
    with pytest.raises(httpx.ConnectError):
        httpx.get(base)


def test_a_taken_port_is_told_in_one_sentence() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        result = CliRunner().invoke(main, ["--port", str(port)])
    assert result.exit_code == 1
    assert f"port {port} cannot be used" in result.output
    assert "choose another with --port" in result.output
