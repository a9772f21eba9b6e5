"""The practice newspapers on WordPress and Blogger answer over HTTP as the real engines do."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from datetime import UTC, datetime

import feedparser
import pytest
from practice_press_client import Get, all_of, asking, of, said, shows_all, xml

POSTS = "harianlembayung.example/wp-json/wp/v2/posts"
TAG_FEED = "suaratanjungpura.example/tag/netralitas-asn/feed/"
BLOG = "wartapesisir.example/feeds/posts/default"
SITEMAP = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9"}
ATOM = {"a": "http://www.w3.org/2005/Atom", "o": "http://a9.com/-/spec/opensearchrss/1.0/"}
LINKS = "//a:entry/a:link[@rel='alternate']/@href"


@pytest.fixture(scope="module")
def get() -> Iterator[Get]:
    with asking() as ask:
        yield ask


# --- WordPress: REST


def test_rest_root_tells_the_zone(get: Get) -> None:
    named = get("harianlembayung.example/wp-json/?_fields=timezone_string,gmt_offset").json()
    assert named == {"timezone_string": "Asia/Jakarta", "gmt_offset": 7}
    hours = get("mandaukita.example/wp-json/").json()
    assert (hours["timezone_string"], hours["gmt_offset"]) == ("", "7")


def test_rest_posts_are_paged(get: Get) -> None:
    first, second = get(f"{POSTS}?per_page=8"), get(f"{POSTS}?per_page=8&page=2")
    total, pages = int(first.headers["x-wp-total"]), int(first.headers["x-wp-totalpages"])
    assert (len(first.json()), pages) == (8, -(-total // 8))
    assert not {post["id"] for post in first.json()} & {post["id"] for post in second.json()}
    assert 'page=2>; rel="next"' in first.headers["link"]
    assert 'rel="prev"' in second.headers["link"]
    assert len(get(f"{POSTS}?per_page=100").json()) == total == len(all_of("harianlembayung"))
    assert get("harianlembayung.example/?rest_route=/wp/v2/posts&per_page=3").json() == first.json()[:3]


@pytest.mark.parametrize(
    ("url", "status", "code"),
    [
        (f"{POSTS}?page=99", 400, "rest_post_invalid_page_number"),
        (f"{POSTS}?search=xyzzy&page=2", 400, "rest_post_invalid_page_number"),
        (f"{POSTS}?per_page=101", 400, "rest_invalid_param"),
        (f"{POSTS}?per_page=0", 400, "rest_invalid_param"),
        (f"{POSTS}?page=0", 400, "rest_invalid_param"),
        (f"{POSTS}?orderby=acak", 400, "rest_invalid_param"),
        (f"{POSTS}?tags=abc", 400, "rest_invalid_param"),
        (f"{POSTS}?after=2024-01-01", 400, "rest_invalid_param"),
        (f"{POSTS}?after=2024-02-31T00:00:00", 400, "rest_invalid_param"),
        (f"{POSTS}?after=2024-01-01T00:00:00+07:00", 400, "rest_invalid_param"),  # a bare plus is a blank
        (f"{POSTS}/99999", 404, "rest_post_invalid_id"),
        ("harianlembayung.example/wp-json/wp/v3/posts", 404, "rest_no_route"),
        ("suaratanjungpura.example/wp-json/", 401, "rest_cannot_access"),
        ("suaratanjungpura.example/wp-json/wp/v2/posts?search=netral", 401, "rest_cannot_access"),
        ("suaratanjungpura.example/?rest_route=/wp/v2/posts", 401, "rest_cannot_access"),
    ],
)
def test_rest_errors_have_wordpress_codes(get: Get, url: str, status: int, code: str) -> None:
    answer = get(url)
    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert answer.json()["data"]["status"] == status


def test_rest_posts_carry_local_time_without_zone_and_the_whole_text(get: Get) -> None:
    for article in of("harianlembayung"):
        [post] = get(f"{POSTS}?slug={article.slug}").json()
        assert datetime.fromisoformat(post["date"]) == article.local_time.replace(tzinfo=None)
        assert datetime.fromisoformat(post["date_gmt"] + "+00:00") == article.published
        assert post["link"] == article.address
        assert html.unescape(post["title"]["rendered"]) == article.title
        assert shows_all(post["content"]["rendered"], article.text)
        assert not re.search("[“”–]", post["content"]["rendered"] + post["title"]["rendered"])


def test_rest_search_finds_parts_of_words_in_the_text_but_no_tags(get: Get) -> None:
    def found(query: str) -> set[str]:
        return {post["slug"] for post in get(f"{POSTS}?per_page=100&{query}&_fields=slug").json()}

    own = all_of("harianlembayung")
    assert found("search=netral") == {story.slug for story in own if "netral" in said(story)}
    assert found("search=netralitas") < found("search=netral")
    assert found("search=netralitas+bupati") == {
        story.slug for story in own if "netralitas" in said(story) and "bupati" in said(story)
    }
    [tag] = get("harianlembayung.example/wp-json/wp/v2/tags?slug=netralitas-asn").json()
    tagged = {story.slug for story in own if "Netralitas ASN" in story.tags}
    assert found(f"tags={tag['id']}") == tagged
    assert tag["count"] == len(tagged)
    assert tagged - found("search=%22netralitas%20asn%22")  # tagged so, but the text has other words


def test_rest_bounds_are_exclusive_and_local_unless_they_name_a_zone(get: Get) -> None:
    def newer(after: str) -> list[str]:
        return [post["slug"] for post in get(f"{POSTS}?per_page=100&after={after}&_fields=slug").json()]

    story = all_of("harianlembayung")[3]
    local = story.local_time.strftime("%Y-%m-%dT%H:%M:%S")
    utc = story.published.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    assert newer(local) == newer(utc) == newer(f"{local}%2B07:00")
    assert newer(local) == [other.slug for other in all_of("harianlembayung")[:3]]
    before = get(f"{POSTS}?per_page=100&before={local}&_fields=slug").json()
    assert [post["slug"] for post in before] == [other.slug for other in all_of("harianlembayung")[4:]]


def test_rest_embeds_author_and_terms_and_gives_only_the_fields_asked_for(get: Get) -> None:
    [post] = get(f"{POSTS}?per_page=1&_embed=1").json()
    [author] = post["_embedded"]["author"]
    assert author["id"] == post["author"]
    assert author["name"] == all_of("harianlembayung")[0].author
    assert [term["id"] for term in post["_embedded"]["wp:term"][1]] == post["tags"]
    [slim] = get(f"{POSTS}?per_page=1&_fields=id,title.rendered").json()
    assert slim == {"id": post["id"], "title": {"rendered": post["title"]["rendered"]}}


# --- WordPress: feeds


def test_wordpress_feeds_have_ten_items_a_page(get: Get) -> None:
    pages = [get(f"suaratanjungpura.example/feed/?paged={page}").content for page in (1, 2)]
    feeds = [feedparser.parse(page) for page in pages]
    assert not any(feed.bozo for feed in feeds)
    assert len(feeds[0].entries) == 10
    entries = [entry for feed in feeds for entry in feed.entries]
    stories = all_of("suaratanjungpura")
    assert [entry.link for entry in entries] == [story.address for story in stories]
    for story, entry in zip(stories, entries, strict=True):
        assert html.unescape(entry.title) == story.title
        assert entry.published.endswith("+0000")
        assert datetime(*entry.published_parsed[:6], tzinfo=UTC) == story.published.replace(second=0)
        assert set(story.tags) <= {tag.term for tag in entry.tags}
        assert "content" not in entry
        assert len(entry.summary.split()) < 110
    full = feedparser.parse(get("harianlembayung.example/feed/").content)
    assert all(len(entry.content[0].value) > len(entry.summary) for entry in full.entries)


def test_wordpress_feeds_end_with_404_and_an_unknown_tag_is_empty(get: Get) -> None:
    beyond = get("suaratanjungpura.example/feed/?paged=99")
    assert (beyond.status_code, xml(beyond).findall(".//item")) == (404, [])
    unknown = get("suaratanjungpura.example/tag/tidak-ada/feed/")
    assert (unknown.status_code, xml(unknown).findall(".//item")) == (200, [])
    assert get("suaratanjungpura.example/tag/tidak-ada/").status_code == 404


def test_wordpress_search_and_tag_feeds(get: Get) -> None:
    own = all_of("suaratanjungpura")
    tagged = feedparser.parse(get(TAG_FEED).content).entries
    assert [entry.link for entry in tagged] == [s.address for s in own if "Netralitas ASN" in s.tags]
    pages = [get(f"suaratanjungpura.example/?s=netralitas&feed=rss2&paged={page}") for page in (1, 2)]
    found = [entry.link for page in pages for entry in feedparser.parse(page.content).entries]
    assert found == [story.address for story in own if "netralitas" in said(story)]


def test_wordpress_feeds_answer_304_as_wordpress_does(get: Get) -> None:
    fresh = get(TAG_FEED)
    tag, changed = fresh.headers["etag"], fresh.headers["last-modified"]
    assert tag == get("suaratanjungpura.example/feed/").headers["etag"]  # of the whole site
    assert get(TAG_FEED, If_None_Match=tag).status_code == 304
    assert get(TAG_FEED, If_Modified_Since=changed).status_code == 304
    assert get(TAG_FEED, If_None_Match=tag, If_Modified_Since=changed).status_code == 304
    old = "Thu, 01 Jan 2015 00:00:00 GMT"
    assert get(TAG_FEED, If_None_Match=tag, If_Modified_Since=old).status_code == 200
    packed = get(TAG_FEED, Accept_Encoding="gzip").headers["etag"]
    assert packed == f"W/{tag}"
    assert get(TAG_FEED, If_None_Match=packed).status_code == 200  # it compares the text of ETags
    assert get(TAG_FEED, If_None_Match=packed, If_Modified_Since=changed).status_code == 200


# --- WordPress: pages


def test_wordpress_permalinks_and_sitemaps(get: Get) -> None:
    article = of("harianlembayung")[0]
    assert re.fullmatch(r"https://harianlembayung\.example/\d{4}/\d\d/\d\d/[a-z0-9-]+/", article.address)
    for shortened in (article.address[:-1], article.address[:-9]):
        moved = get(shortened)
        assert (moved.status_code, moved.headers["location"]) == (301, article.address)
    [post] = get(f"{POSTS}?slug={article.slug}").json()
    assert get(f"harianlembayung.example/?p={post['id']}").headers["location"] == article.address
    assert get(f"{article.address}?utm_source=wa").status_code == 200
    [sitemap] = xml(get("harianlembayung.example/wp-sitemap.xml")).xpath("//s:loc/text()", namespaces=SITEMAP)
    listed = xml(get(sitemap)).xpath("//s:loc/text()", namespaces=SITEMAP)
    assert listed == [story.address for story in all_of("harianlembayung")[::-1]]
    assert get("harianlembayung.example/sitemap.xml").status_code == 302


def test_wordpress_archives_and_search_pages(get: Get) -> None:
    first, second = get("mandaukita.example/").text, get("mandaukita.example/page/2/").text
    stories = all_of("mandaukita")
    assert stories[0].address in first and stories[0].address not in second
    assert stories[-1].address in second
    assert get("mandaukita.example/page/3/").status_code == 404
    nothing = get("mandaukita.example/?s=xyzzy")
    assert nothing.status_code == 200 and "Tidak ada yang ditemukan" in nothing.text


def test_open_graph_is_in_utc_where_the_seo_plugin_writes_it_so(get: Get) -> None:
    for article in of("suaratanjungpura"):
        page = get(article.address).text
        [stamp] = re.findall(r'article:published_time" content="([^"]+)"', page)
        assert stamp.endswith("+00:00")
        assert datetime.fromisoformat(stamp) == article.published
        assert "Post Views:" in page and "Berita Terkait" in page and "Tinggalkan Balasan" in page


def test_block_theme_has_its_only_time_below_other_posts_dates(get: Get) -> None:
    for article in of("mandaukita"):
        page = get(article.address).text
        [(place, stamp)] = [(m.start(), m[1]) for m in re.finditer(r'<time datetime="([^"]+)"', page)]
        assert datetime.fromisoformat(stamp) == article.published
        assert page.index('class="related-posts"') < place
        assert len(re.findall(r"<small>\d+ \w+ \d{4}</small>", page[:place])) >= 3
        assert "article:published_time" not in page and "ld+json" not in page


# --- Blogger


def test_blogger_feed_pages_by_start_index(get: Get) -> None:
    address, seen, totals = f"{BLOG}?max-results=5", [], set()
    while address:
        feed = xml(get(address))
        seen += feed.xpath(LINKS, namespaces=ATOM)
        totals |= set(feed.xpath("//o:totalResults/text()", namespaces=ATOM))
        address = next(iter(feed.xpath("/a:feed/a:link[@rel='next']/@href", namespaces=ATOM)), "")
    assert seen == [story.address for story in all_of("wartapesisir")]
    assert totals == {str(len(seen))}
    assert all(
        re.fullmatch(r"https://wartapesisir\.example/\d{4}/\d\d/[a-z0-9-]+\.html", url) for url in seen
    )
    assert xml(get(f"{BLOG}?start-index=500")).xpath(LINKS, namespaces=ATOM) == []
    assert get(f"{BLOG}?start-index=0").status_code == 400


def test_blogger_feed_carries_text_labels_and_local_time(get: Get) -> None:
    feed = feedparser.parse(get(BLOG).content)
    assert not feed.bozo
    for story, entry in zip(all_of("wartapesisir"), feed.entries, strict=True):
        assert (entry.link, entry.title) == (story.address, story.title)
        assert entry.author_detail.name == story.author
        assert datetime.fromisoformat(entry.published) == story.published
        assert entry.published.endswith(".000+07:00")
        assert {tag.term for tag in entry.tags} == set(story.tags)
        assert shows_all(entry.content[0].value, story.text)


def test_blogger_search_label_json_and_rss(get: Get) -> None:
    own = all_of("wartapesisir")
    found = xml(get(f"{BLOG}?q=netralitas&max-results=150")).xpath(LINKS, namespaces=ATOM)
    assert found == [story.address for story in own if re.search(r"\bnetralitas\b", said(story))]
    assert len(xml(get(f"{BLOG}?q=netralita")).xpath(LINKS, namespaces=ATOM)) == 0  # whole words only
    label = own[0].tags[0]
    labelled = get(f"{BLOG}/-/{label}?alt=json").json()["feed"]
    titles = [entry["title"]["$t"] for entry in labelled["entry"]]
    assert titles == [story.title for story in own if label in story.tags]
    assert labelled["openSearch$totalResults"]["$t"] == str(len(titles))
    assert "entry" not in get(f"{BLOG}?alt=json&q=xyzzy").json()["feed"]
    rss = feedparser.parse(get(f"{BLOG}?alt=rss&max-results=3").content)
    assert (rss.version, len(rss.entries)) == ("rss20", 3)


def test_blogger_pages(get: Get) -> None:
    article = of("wartapesisir")[4]
    page = get(f"{article.address}?m=1").text
    assert f"<link href='{article.address}' rel='canonical'/>" in page
    for words in ("Posting Komentar", "Lebih baru", "Lebih lama", "Postingan Populer"):
        assert words in page
    old, new = (get(of("wartapesisir")[place].address).text for place in (-1, 0))
    assert "<p style" not in old and 'trbidi="on"' in old
    assert "<p style" in new


def test_blogger_feed_answers_304(get: Get) -> None:
    fresh = get(BLOG)
    changed = fresh.headers["last-modified"]
    assert get(BLOG, If_None_Match=f"W/{fresh.headers['etag']}").status_code == 304
    assert get(BLOG, If_Modified_Since=changed).status_code == 304
    assert get(BLOG, If_None_Match='"lain"', If_Modified_Since=changed).status_code == 200


def test_blogger_feed_is_ordered_and_bounded_by_change_and_by_publication(get: Get) -> None:
    def found(query: str) -> list[str]:
        return xml(get(f"{BLOG}?max-results=150&{query}")).xpath(LINKS, namespaces=ATOM)

    own = all_of("wartapesisir")
    by_change = sorted(own, key=lambda story: (story.changed, story.id), reverse=True)
    assert found("orderby=updated") == [story.address for story in by_change]
    least = by_change[3].changed.isoformat().replace("+", "%2B")
    assert found(f"orderby=updated&updated-min={least}") == [story.address for story in by_change[:4]]
    assert len(found(f"updated-min={least}")) == len(own)  # heeded in that order only
    first, last = (own[place].published.isoformat().replace("+", "%2B") for place in (5, 2))
    assert found(f"published-min={first}&published-max={last}") == [story.address for story in own[3:6]]
