"""Each way in, over real HTTP into a real database: what is found, what is fetched, what is left alone."""

from __future__ import annotations

import gzip
import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from spiders_press import XML, Answer, Press, item, listing, page, rss, story, title

from spiders.run import crawl
from spiders.sources import Source
from spiders.summary import RunSummary

QUICK = {"RETRY_TIMES": 0}


def post(host: str, number: int, **more: Any) -> dict[str, Any]:
    """A post as WordPress's REST gives it; published at 23:30 UTC, which is the next day in Indonesia."""
    return {
        "date": f"2024-09-{number % 20 + 2:02}T07:30:00",
        "date_gmt": f"2024-09-{number % 20 + 1:02}T23:30:00",
        "modified_gmt": f"2024-09-{number % 20 + 1:02}T23:30:00",
        "link": f"https://{host}/{number}-sekda-ingatkan-netralitas/",
        "title": {"rendered": title(number).replace("-", "&#8211;")},
        "excerpt": {"rendered": "<p>Sekretaris Daerah &hellip;</p>"},
        "content": {"rendered": story(number), "protected": False},
        "_embedded": {
            "author": [{"name": "Rina K."}],
            "wp:term": [
                [{"name": "Daerah", "taxonomy": "category"}],
                [{"name": "Netralitas ASN", "taxonomy": "post_tag"}],
            ],
        },
        **more,
    }


def json_answer(value: Any, **headers: str) -> Answer:
    return Answer(json.dumps(value), type="application/json", headers=headers)


def wordpress(press: Press) -> list[Source]:
    host = "wpopen.example"

    def posts(query: dict[str, str]) -> Answer:
        number = int(query["page"])
        if query.get("orderby") == "modified":
            return json_answer([{**post(host, n), "id": n} for n in (9, 4, 3, 2, 1)], **{"X-WP-Total": "5"})
        if "tags" in query:
            assert query["tags"] == "7"
            return json_answer([post(host, 2), post(host, 9)], **{"X-WP-TotalPages": "1"})
        assert query["search"] == "netral"
        if number == 3:
            return Answer('{"code":"rest_post_invalid_page_number"}', 400, "application/json")
        pages = {1: [post(host, 1), post(host, 2)], 2: [post(host, 3), video]}
        return json_answer(pages[number], **{"X-WP-TotalPages": "2"})

    video = post(host, 4, content={"rendered": "<iframe></iframe>", "protected": False})
    press.on("wpopen", "/wp-json/wp/v2/posts", posts)
    press.on("wpopen", "/wp-json/wp/v2/tags", json_answer([{"id": 7}]))
    press.on("wpopen", "/4-sekda-ingatkan-netralitas/", page(4))

    closed = Answer('{"code":"rest_cannot_access"}', 401, "application/json")
    press.on("wpclosed", "/wp-json/", closed)
    excerpt = "Sekretaris Daerah Kabupaten Solok mengingatkan ASN [&hellip;]"
    for number in (1, 2, 3):
        press.on("wpclosed", f"/{number}-berita-apel/", page(number))
    first = [
        item(f"https://wpclosed.example/{n}-berita-apel/?utm_source=rss", title(n), excerpt) for n in (1, 2)
    ]
    second = item("https://wpclosed.example/3-berita-apel/", title(3), excerpt)
    wp = "https://wordpress.org/?v=6.1"
    press.on("wpclosed", "/?s=netral&feed=rss2&paged=1", rss(*first, generator=wp))
    press.on("wpclosed", "/?s=netral&feed=rss2&paged=2", rss(second, generator=wp))
    press.on("wpclosed", "/tag/netralitas-asn/feed/", rss(generator=wp))
    press.on("wpclosed", "/feed/", rss(first[0], generator=wp))

    press.on("wphtml", "/wp-json/", "<html>Beranda</html>")
    press.on("wphtml", "/page/1/?s=netral", listing("/5-sekda-solok-apel/", "https://iklan.example/promo"))
    press.on("wphtml", "/tag/netralitas-asn/page/1/", listing())
    press.on("wphtml", "/5-sekda-solok-apel/", page(5))
    return [press.paper(key, "wordpress") for key in ("wpopen", "wpclosed", "wphtml")]


def feeds(press: Press) -> list[Source]:
    atom = "".join(
        f"<entry><title>{title(n)}</title><link rel='alternate' href='https://atom.example/{n}-sekda-solok-apel'/>"
        f"<id>tag:{n}</id><published>2024-09-{n + 10}T23:30:00Z</published>"
        "<author><name>Rina K.</name></author>"
        f"<content type='html'>{story(n).replace('<', '&lt;').replace('>', '&gt;')}</content></entry>"
        for n in (1, 2)
    )
    feed = f"<feed xmlns='http://www.w3.org/2005/Atom'><title>Kabar</title>{atom}</feed>"
    press.on("atom", "/atom.xml", Answer(feed, type="application/atom+xml"))  # the same for every page

    long = (
        "Panen raya bawang merah di Alahan Panjang membaik karena cuaca bersahabat, kata petani setempat. "
        * 4
    )
    press.on("umum", "/rss", rss(item("/1-panen-bawang-raya", "Panen Bawang Merah di Solok Membaik", long),
                                 item("/2-sekda-solok-apel", title(2), long),
                                 item("/3-bawang-merah-lagi", "Harga Bawang Merah", "Harga naik."),
                                 item("https://lain.example/4-berita-titipan", title(4), long)))  # fmt: skip
    press.on(
        "umum",
        "/cari?q=netral",
        rss(item("/1-panen-bawang-raya", "Panen Bawang Merah di Solok Membaik", long)),
    )
    press.on("umum", "/cari?q=netralitas", rss())
    for path, number in (
        ("/1-panen-bawang-raya", 1),
        ("/2-sekda-solok-apel", 2),
        ("/3-bawang-merah-lagi", 3),
    ):
        press.on("umum", path, page(number))

    undated = item("/1-sekda-solok-apel", title(1), story(1), at="")
    press.on("tanpatanggal", "/rss", rss(undated))
    press.on("tanpatanggal", "/1-sekda-solok-apel", page(1))

    return [
        press.paper("tanpatanggal", "feed", ["/rss"]),
        press.paper("atom", "feed", ["/atom.xml?halaman={page}"], province="91"),
        press.paper("umum", "feed", ["/rss", "/cari?q={word}"]),
    ]


def sitemaps(press: Press) -> list[Source]:
    def sitemap(*entries: str, kind: str = "urlset") -> str:
        spaces = (
            'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" '
            'xmlns:news="http://www.google.com/schemas/sitemap-news/0.9" '
            'xmlns:image="http://www.google.com/schemas/sitemap-image/1.1"'
        )
        return f'<?xml version="1.0"?><{kind} {spaces}>{"".join(entries)}</{kind}>'

    def nested(name: str) -> str:
        return f"<sitemap><loc>https://peta.example/{name}</loc></sitemap>"

    def news(path: str, headline: str, at: str) -> str:
        return (
            f"<url><loc>https://peta.example{path}</loc><news:news><news:publication_date>{at}</news:publication_date>"
            f"<news:title>{headline}</news:title></news:news><image:image><image:title>Foto</image:title></image:image></url>"
        )

    names = ("sitemap.xml", "news.xml", "2024-08.xml.gz", "page-sitemap.xml", "rusak.xml")
    index = sitemap(*(nested(name) for name in names), kind="sitemapindex")
    press.on("peta", "/sitemap.xml", Answer(index, type=XML))
    press.on("peta", "/news.xml", Answer(sitemap(
        news("/1-sekda-solok-apel", title(1), "2024-09-17T01:30:00+09:00"),
        news("/2-sekda-solok-apel", title(2), "2024-09-17"),
    ), type=XML))  # fmt: skip
    month = sitemap(
        "<url><loc>https://peta.example/3-camat-solok-netral-apel</loc><lastmod>2024-08-02</lastmod></url>",
        "<url><loc>https://peta.example/4-harga-bawang-merah-naik-lagi</loc></url>",
    )
    press.on("peta", "/2024-08.xml.gz", Answer(gzip.compress(month.encode()), type="application/gzip"))
    press.on("peta", "/rusak.xml", "<html>Galat</html>")
    for path, number in (
        ("/1-sekda-solok-apel", 1),
        ("/2-sekda-solok-apel", 2),
        ("/3-camat-solok-netral-apel", 3),
    ):
        press.on("peta", path, page(number))
    return [press.paper("peta", "sitemap", ["/sitemap.xml"], province="91")]


def blogs(press: Press) -> list[Source]:
    def feed(query: dict[str, str]) -> Answer:
        first = int(query["start-index"])
        entries = "".join(
            f"<entry><title>{title(n)}</title><published>2024-09-{n + 10}T08:00:00.001+07:00</published>"
            f"<link rel='alternate' type='text/html' href='https://blog.example/2024/09/{n}-sekda-solok.html'/>"
            "<category term='Netralitas ASN'/><author><name>Rina K.</name></author>"
            "<summary>Apel.</summary></entry>"
            for n in range(first, min(first + 2, 4))
        )
        head = "<feed xmlns='http://www.w3.org/2005/Atom' xmlns:openSearch='http://a9.com/-/spec/opensearchrss/1.0/'>"
        counts = (
            "<openSearch:totalResults>3</openSearch:totalResults>"
            f"<openSearch:startIndex>{first}</openSearch:startIndex>"
        )
        return Answer(f"{head}{counts}{entries}</feed>", type="application/atom+xml")

    press.on("blog", "/feeds/posts/default", feed)
    for number in (1, 2, 3):
        press.on("blog", f"/2024/09/{number}-sekda-solok.html", page(number))
    return [press.paper("blog", "blogger", keywords=["netral"])]


def indexes(press: Press) -> list[Source]:
    twin = "https://indeks.example/amp/1-sekda-apel-solok?utm_source=x"
    more = '<a class="next" href="/tag/asn?p=2">Berikutnya</a>'
    first = listing(*(f"/{n}-sekda-apel-solok" for n in (1, 2, 3)), twin, more=more)
    others = (
        "https://lain.example/10-berita-orang-lain",
        "mailto:redaksi@indeks.example",
        "file://indeks.example/etc/hostname",
        "https://indeks.example:port/12-sekda-apel-solok",
    )
    bad = (
        f"/{name}-apel-solok"
        for name in ("5-hilang", "6-pindah", "7-berkas", "8-lapsed", "9-putaran", "11-kosong")
    )
    second = listing("/4-sekda-apel-solok", *bad, *others)
    press.on("indeks", "/tag/asn", first)
    press.on("indeks", "/tag/asn?p=2", second)

    boxes = '<a href="?page=1">1</a> <a href="?page=2">2</a> <a href="/1-sekda-apel-solok?page=3">3</a>'
    for part in (1, 2, 3):
        path = "/1-sekda-apel-solok" if part == 1 else f"/1-sekda-apel-solok?page={part}"
        press.on("indeks", path, page(1, body=story(1, parts=3, part=part), below=boxes))
    everything = '<a href="/2-sekda-apel-solok/2">2</a> <a href="/2-sekda-apel-solok?page=all">Semua</a>'
    press.on("indeks", "/2-sekda-apel-solok", page(2, body=story(2, parts=2), below=everything))
    press.on("indeks", "/2-sekda-apel-solok?page=all", page(2))
    # Only the head tells of the further parts, and its last link leads to another article.
    for part in (1, 2):
        path = "/3-sekda-apel-solok" if part == 1 else "/3-sekda-apel-solok/2/"
        following = "https://indeks.example/3-sekda-apel-solok/2/" if part == 1 else "/4-sekda-apel-solok"
        head = f'<link rel="next" href="{following}">'
        press.on("indeks", path, page(3, body=story(3, parts=2, part=part), head=head))
    lost = '<a href="/4-sekda-apel-solok?page=2">2</a>'
    press.on("indeks", "/4-sekda-apel-solok", page(4, below=lost))
    press.on("indeks", "/4-sekda-apel-solok?page=2", Answer("Tidak ada", 404))
    press.on(
        "indeks", "/6-pindah-apel-solok", Answer(status=301, headers={"Location": "/6-sekda-apel-solok/"})
    )
    press.on("indeks", "/6-sekda-apel-solok/", page(6))
    press.on("indeks", "/7-berkas-apel-solok", Answer(b"%PDF-1.4", type="application/pdf"))
    parked = Answer(status=302, headers={"Location": "https://judi.example/"})
    press.on("indeks", "/8-lapsed-apel-solok", parked)
    press.on(
        "indeks", "/9-putaran-apel-solok", Answer(status=302, headers={"Location": "/9-putaran-apel-solok"})
    )
    press.on(
        "indeks", "/11-kosong-apel-solok", "<html><head><title>Kosong</title></head><body></body></html>"
    )
    return [press.paper("indeks", "index", ["/tag/asn"], tags=["asn"])]


def broken(press: Press) -> list[Source]:
    press.on("larang", "/robots.txt", Answer("User-agent: netralitas\nDisallow: /", type="text/plain"))
    press.on("galat", "/robots.txt", Answer("<h1>500</h1>", 503))
    press.on("rusak", "/rss", Answer("<h1>500</h1>", 500))
    press.on("bukanumpan", "/rss", "<html>Beranda</html>")
    press.on("sepi", "/cari?q=netral", listing())
    press.on("dirombak", "/indeks", "<html><h3><a href='/1-sekda-solok-apel'>x</a></h3></html>")
    return [
        press.paper("larang", "feed", ["/rss"]),
        press.paper("galat", "feed", ["/rss"]),
        press.paper("rusak", "feed", ["/rss"]),
        press.paper("bukanumpan", "feed", ["/rss"]),
        press.paper("sepi", "index", ["/cari?q={word}"], keywords=["netral"]),
        press.paper("dirombak", "index", ["/indeks"]),
        press.paper("mati", "feed", ["/rss"], base="http://127.0.0.1:9"),
    ]


class Crawled:
    """Two crawls of all newspapers, one after the other, into one database."""

    def __init__(self, press: Press, database: Path) -> None:
        papers = [make(press) for make in (wordpress, feeds, sitemaps, blogs, indexes, broken)]
        self.sources = {source.key: source for group in papers for source in group}
        self.database = database
        self.first = crawl(self.sources, database, settings=QUICK)
        self.asked = {host: list(paths) for host, paths in press.asked.items()}
        self.rows_before = self.rows()
        press.forget()
        self.second = crawl(self.sources, database, settings=QUICK)
        self.asked_again = {host: list(paths) for host, paths in press.asked.items()}

    def rows(self) -> dict[str, list[tuple[Any, ...]]]:
        """All rows of what was read; of pages only the state, for a failed one counts its attempts."""
        with closing(sqlite3.connect(self.database)) as db:
            tables = (
                "articles",
                "officials",
                "mentions",
                "statements",
                "violations",
                "sanctions",
                "article_regions",
            )
            rows = {table: sorted(map(str, db.execute(f"SELECT * FROM {table}"))) for table in tables}
            rows["pages"] = db.execute("SELECT url, state FROM pages ORDER BY url").fetchall()
            return rows

    def pages(self, key: str) -> dict[str, tuple[str, str | None, str]]:
        """State, reason and way in of a newspaper's pages, by path."""
        sql = "SELECT url, state, reason, via FROM pages WHERE source = ?"
        with closing(sqlite3.connect(self.database)) as db:
            rows = db.execute(sql, [key]).fetchall()
        return {
            url.removeprefix(f"https://{key}.example"): rest
            for url, *rest in map(list, rows)
            for rest in [tuple(rest)]
        }

    def articles(self, key: str, columns: str) -> list[tuple[Any, ...]]:
        with closing(sqlite3.connect(self.database)) as db:
            return db.execute(
                f"SELECT {columns} FROM articles WHERE source = ? ORDER BY url", [key]
            ).fetchall()


@pytest.fixture(scope="module")
def crawled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Crawled]:
    with Press() as press:
        yield Crawled(press, tmp_path_factory.mktemp("ways") / "netralitas.db")


def test_every_listed_article_and_every_new_page_is_accounted_for(crawled: Crawled) -> None:
    for run in (crawled.first, crawled.second):
        for summary in run.sources.values():
            c = summary.counts
            assert c["listed"] == sum(
                c[n] for n in ("foreign", "known", "old", "skipped", "over_limit", "new")
            ), summary
            assert c["new"] == c["relevant"] + c["not_relevant"] + c["failed"], summary
            assert c["failed"] == sum(summary.failures.values()), summary
            assert c["fetched"] <= c["new"]


def test_the_counts_and_failures_are_stored_with_the_run(crawled: Crawled) -> None:
    with closing(sqlite3.connect(crawled.database)) as db:
        runs = db.execute("SELECT id, state FROM runs ORDER BY id").fetchall()
        assert runs == [(crawled.first.run, "finished"), (crawled.second.run, "finished")]
        sql = "SELECT source, listed, new, fetched, relevant, failed, bytes FROM source_runs WHERE run = ?"
        stored = {row[0]: row[1:] for row in db.execute(sql, [crawled.first.run])}
    for key, summary in crawled.first.sources.items():
        c = summary.counts
        failed = c["failed"] + len(summary.problems)
        assert stored[key] == (c["listed"], c["new"], c["fetched"], c["relevant"], failed, c["bytes"])
    assert stored["indeks"][-1] > 1000
    assert stored["mati"] == (0, 0, 0, 0, 1, 0)


def test_rest_gives_whole_posts_by_word_and_by_tag_and_no_page_is_fetched_for_them(crawled: Crawled) -> None:
    pages = crawled.pages("wpopen")
    assert sorted(pages) == [f"/{n}-sekda-ingatkan-netralitas/" for n in (1, 2, 3, 4, 9)]
    assert set(pages.values()) == {("relevant", None, "wordpress")}
    fetched = [
        path for path in crawled.asked["wpopen.example"] if "wp-json" not in path and path != "/robots.txt"
    ]
    assert fetched == ["/4-sekda-ingatkan-netralitas/"]  # its content was a film


def test_rest_is_asked_by_the_shortest_word_and_paged_by_its_own_count(crawled: Crawled) -> None:
    posts = [path for path in crawled.asked["wpopen.example"] if "/posts" in path]
    assert len(posts) == 4  # two of the search, one of the tag, one of what was changed last
    assert sum("search=netral&" in path for path in posts) == 2
    assert not any("netralitas&" in path for path in posts)
    assert all("per_page=100" in path for path in posts)


def test_rest_times_are_local_times_of_the_site(crawled: Crawled) -> None:
    """Eight hours ahead of UTC is WITA although the newspaper's province is WIB; 23:30 UTC is 07:30 of the next day."""
    times = dict(crawled.articles("wpopen", "url, published_at"))
    assert times["https://wpopen.example/1-sekda-ingatkan-netralitas"] == "2024-09-03T07:30:00+08:00"


def test_rest_gives_author_and_tags(crawled: Crawled) -> None:
    assert set(crawled.articles("wpopen", "author")) >= {("Rina K.",)}
    assert all("Netralitas ASN" in tags for (tags,) in crawled.articles("wpopen", "tags")[:3])


def test_closed_rest_falls_back_to_feeds_and_their_pages_to_the_end(crawled: Crawled) -> None:
    assert crawled.first.sources["wpclosed"].state == "done"
    pages = crawled.pages("wpclosed")
    assert len(pages) == 3
    assert set(pages.values()) == {("relevant", None, "feed")}
    asked = crawled.asked["wpclosed.example"]
    assert [path for path in asked if "paged=3" in path and "s=netral&" in path]
    assert not [path for path in asked if "paged=4" in path]


def test_without_rest_and_feeds_the_search_pages_are_read(crawled: Crawled) -> None:
    assert crawled.first.sources["wphtml"].state == "done"
    assert crawled.pages("wphtml") == {"/5-sekda-solok-apel/": ("relevant", None, "index")}
    assert crawled.first.sources["wphtml"].counts["foreign"] == 1


def test_a_feed_with_the_whole_text_needs_no_page_and_is_left_where_it_repeats(crawled: Crawled) -> None:
    asked = crawled.asked["atom.example"]
    assert asked == ["/robots.txt", "/atom.xml?halaman=1", "/atom.xml?halaman=2"]
    times = crawled.articles("atom", "published_at, author")
    assert times == [("2024-09-12T08:30:00+09:00", "Rina K."), ("2024-09-13T08:30:00+09:00", "Rina K.")]


def test_a_feed_without_times_leads_to_the_page_which_has_one(crawled: Crawled) -> None:
    assert crawled.articles("tanpatanggal", "published_at") == [("2024-09-16T08:01:00+07:00",)]


def test_only_a_long_summary_without_a_word_of_the_field_is_left_out(crawled: Crawled) -> None:
    counts = crawled.first.sources["umum"].counts
    assert counts["listed"] == 4
    assert counts["foreign"] == 1
    # The harvest story was left out of the whole paper's feed, but fetched when the search for the word
    # named it.
    assert counts["skipped"] == 0
    assert sorted(crawled.pages("umum")) == [
        "/1-panen-bawang-raya",
        "/2-sekda-solok-apel",
        "/3-bawang-merah-lagi",
    ]


def test_sitemaps_are_read_from_the_index_down_and_compressed(crawled: Crawled) -> None:
    summary = crawled.first.sources["peta"]
    assert sorted(crawled.pages("peta")) == [
        "/1-sekda-solok-apel", "/2-sekda-solok-apel", "/3-camat-solok-netral-apel",
    ]  # fmt: skip
    assert summary.counts["skipped"] == 1
    assert summary.state == "partial"
    assert summary.problems == (("https://peta.example/rusak.xml", "not_a_sitemap"),)
    asked = crawled.asked["peta.example"]
    assert asked.count("/sitemap.xml") == 1
    assert "/page-sitemap.xml" not in asked


def test_a_news_sitemap_gives_the_time_as_local_time(crawled: Crawled) -> None:
    times = dict(crawled.articles("peta", "url, published_at"))
    assert times["https://peta.example/1-sekda-solok-apel"] == "2024-09-17T01:30:00+09:00"


def test_a_blogger_feed_is_turned_by_its_start_index(crawled: Crawled) -> None:
    assert len(crawled.pages("blog")) == 3
    starts = [path.rpartition("start-index=")[2] for path in crawled.asked["blog.example"] if "?q=" in path]
    assert starts == ["1", "3"]


def test_an_index_is_turned_by_its_link_to_the_next_page_and_twins_are_one(crawled: Crawled) -> None:
    counts = crawled.first.sources["indeks"].counts
    assert counts["listed"] == 14
    assert counts["foreign"] == 4
    assert crawled.asked["indeks.example"].count("/1-sekda-apel-solok") == 1


def test_split_articles_are_joined(crawled: Crawled) -> None:
    texts = dict(crawled.articles("indeks", "url, text"))
    for number in (1, 2, 3):
        text = texts[f"https://indeks.example/{number}-sekda-apel-solok"]
        assert "mengingatkan seluruh aparatur" in text
        assert text.count(f"Sampai pekan ke-{number}") == 1
    asked = crawled.asked["indeks.example"]
    assert "/2-sekda-apel-solok?page=all" in asked
    assert "/2-sekda-apel-solok/2" not in asked
    assert asked.count("/4-sekda-apel-solok") == 1  # the next article is not a part of the one before


def test_an_article_without_its_missing_part_is_kept_and_counted(crawled: Crawled) -> None:
    assert crawled.first.sources["indeks"].counts["incomplete"] == 1
    assert crawled.pages("indeks")["/4-sekda-apel-solok"][0] == "relevant"


def test_every_page_that_cannot_be_had_or_read_is_recorded_with_its_reason(crawled: Crawled) -> None:
    failed = {
        path: reason for path, (state, reason, _) in crawled.pages("indeks").items() if state == "failed"
    }
    assert failed == {
        "/5-hilang-apel-solok": "http_404",
        "/7-berkas-apel-solok": "not_html",
        "/8-lapsed-apel-solok": "offsite",
        "/9-putaran-apel-solok": "redirect_loop",
        "/11-kosong-apel-solok": "no_text",
    }
    assert crawled.first.sources["indeks"].failures == dict.fromkeys(failed.values(), 1)


def test_a_moved_article_is_recorded_under_the_address_that_was_listed(crawled: Crawled) -> None:
    assert crawled.pages("indeks")["/6-pindah-apel-solok"][0] == "relevant"
    assert ("https://indeks.example/6-sekda-apel-solok",) in crawled.articles("indeks", "url")


@pytest.mark.parametrize(
    ("key", "state", "reason"),
    [
        ("larang", "failed", "robots"),
        ("galat", "failed", "robots_unavailable"),
        ("rusak", "failed", "http_500"),
        ("bukanumpan", "failed", "not_a_feed"),
        ("mati", "failed", "refused"),
        ("dirombak", "failed", "no_articles"),
        ("sepi", "empty", None),
    ],
)
def test_a_newspaper_that_fails_says_why_and_stops_no_other(
    crawled: Crawled, key: str, state: str, reason: str
) -> None:
    summary = crawled.first.sources[key]
    assert (summary.state, summary.reason) == (state, reason)


def test_nothing_but_robots_txt_is_asked_of_a_newspaper_that_shuts_us_out_or_fails(crawled: Crawled) -> None:
    assert crawled.asked["larang.example"] == ["/robots.txt"]
    assert set(crawled.asked["galat.example"]) == {"/robots.txt"}


def test_a_second_crawl_fetches_listings_only_and_changes_no_row(crawled: Crawled) -> None:
    assert crawled.rows() == crawled.rows_before
    for key, summary in crawled.second.sources.items():
        retried = 4 if key == "indeks" else 0  # pages that failed for a reason that may pass
        assert summary.counts["new"] == retried, key
        assert summary.counts["fetched"] == 0, key
    listed = set(crawled.asked_again["wpclosed.example"])
    assert not any("berita-apel" in path for path in listed)


def test_a_second_crawl_stops_where_nothing_is_new(crawled: Crawled) -> None:
    """The first crawl saw the feeds through, so their second pages are not asked for again."""
    assert not [
        path for path in crawled.asked_again["wpclosed.example"] if "s=netral&" in path and "paged=2" in path
    ]
    posts = [path for path in crawled.asked_again["wpopen.example"] if "/posts" in path]
    assert len(posts) == 1


def test_addresses_are_those_of_the_public_web(crawled: Crawled) -> None:
    with closing(sqlite3.connect(crawled.database)) as db:
        assert db.execute("SELECT count(*) FROM pages WHERE url LIKE '%127.0.0.1%'").fetchone() == (0,)
        assert db.execute(
            "SELECT count(*) FROM articles WHERE url NOT LIKE 'https://%.example/%'"
        ).fetchone() == (0,)


def test_the_summary_adds_up(crawled: Crawled) -> None:
    run: RunSummary = crawled.first
    assert run.state == "finished"
    assert run.totals["relevant"] == sum(s.counts["relevant"] for s in run.sources.values()) > 15
