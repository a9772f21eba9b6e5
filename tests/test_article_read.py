"""Whole pages in the manner of the press, and what is read from them."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.article import Article, Page, Removed, UnreadablePage, article_from_record, read_page
from pipelines.article.address import article_id

WIB, WITA = timezone(timedelta(hours=7)), timezone(timedelta(hours=8))
FETCHED = datetime(2025, 11, 21, 3, 0, tzinfo=UTC)
TITLE = "Sekda Pariaman Ingatkan ASN Tetap Netral"
SLUG = "sekda-pariaman-ingatkan-asn-tetap-netral"
PARAGRAPHS = [
    "PARIAMAN – Sekretaris Daerah Kota Pariaman, Yasirman Tanjung, mengingatkan aparatur sipil negara "
    "(ASN) agar tetap netral sepanjang tahapan pemilihan kepala daerah.",
    "“Jangan sampai ada yang ikut kampanye. Sanksinya jelas, mulai dari teguran sampai pemberhentian,” kata "
    "Yasirman, Rabu (25/9/2024).",
    "Menurutnya, imbauan serupa sudah disampaikan kepada camat, lurah dan kepala sekolah sejak awal bulan.",
    "Bawaslu setempat menyatakan belum menerima laporan pelanggaran netralitas. (rls/red)",
]
TEXT = "\n".join(PARAGRAPHS)
RELATED = "Wabup Lantik Puluhan Pejabat Eselon Tiga"
OTHERS = "".join(
    f"<li><a href='/2024/06/{day}/berita-lain-nomor-{day}/'>Berita lain di daerah nomor {day}</a>"
    f"<small>{day} Juni 2024</small></li>"
    for day in range(11, 16)
)


def paragraphs(*between: str) -> str:
    first, *others = (f"<p>{text}</p>" for text in PARAGRAPHS)
    return "\n".join([first, *between, *others])


def page(body: str, host: str, path: str, **values: Any) -> Page:
    given = {"kind": "page", "via": "index", "zone": "Asia/Jakarta", "fetched_at": FETCHED}
    return Page(
        source=host.removeprefix("www.").split(".")[0],
        url=f"https://{host}{path}",
        body=body,
        **{**given, **values},
    )


def article(url: str, source: str, **values: Any) -> Article:
    given = {
        "id": article_id(url), "url": url, "domain": url.split("/")[2], "title": TITLE, "text": TEXT,
        "source": source, "published_on": date(2024, 9, 25), "language": "id",
    }  # fmt: skip
    return Article(**{**given, **values})


def test_a_classic_wordpress_page_with_open_graph_in_utc() -> None:
    url = f"https://lembayung.example/2024/09/26/{SLUG}"
    html = f"""<!DOCTYPE html><html lang="id"><head><meta charset="utf-8">
      <title>{TITLE} &#8211; Harian Lembayung</title>
      <link rel="canonical" href="{url}/">
      <meta property="og:title" content="{TITLE} - Harian Lembayung">
      <meta property="og:site_name" content="Harian Lembayung">
      <meta property="article:published_time" content="2024-09-25T20:30:00+00:00">
      <meta property="article:modified_time" content="2024-09-26T01:00:00+00:00">
      <meta property="article:tag" content="Netralitas ASN">
      <meta property="article:tag" content="Pilkada 2024">
      <meta name="author" content="Rahmat Hidayat"></head>
      <body class="single has-sidebar"><nav><a href="/">Beranda</a> <a href="/daerah">Daerah</a></nav>
      <article class="post"><h1 class="entry-title">{TITLE}</h1>
      <div class="entry-meta"><span class="posted-on">26 September 2024</span></div>
      <div class="entry-content">
        <figure class="wp-caption"><img src="a.jpg">
          <figcaption class="wp-caption-text">Yasirman saat apel</figcaption></figure>
        {paragraphs(f'<p><strong>Baca Juga: <a href="/x">{RELATED}</a></strong></p>', "<p>ADVERTISEMENT</p>")}
        <p>Editor: Sulastri Andini</p>
        <div class="sharedaddy"><h3>Bagikan ini:</h3><ul><li><a>Facebook</a></li><li><a>X</a></li></ul></div>
      </div></article>
      <aside><h2>Terbaru</h2><ul>{OTHERS}</ul></aside>
      <div id="respond"><h3>Tinggalkan Balasan</h3>
        <p>Alamat email Anda tidak akan dipublikasikan.</p></div></body></html>"""
    got = read_page(page(html, "www.lembayung.example", f"/2024/09/26/{SLUG}/?utm_source=rss#respond"))
    removed = got.removed
    assert replace(got, removed=()) == article(
        url,
        "lembayung",
        published=datetime(2024, 9, 26, 3, 30, tzinfo=WIB),
        published_on=date(2024, 9, 26),
        published_by="meta",
        modified=datetime(2024, 9, 26, 8, 0, tzinfo=WIB),
        author="Rahmat Hidayat",
        editor="Sulastri Andini",
        tags=("Netralitas ASN", "Pilkada 2024"),
    )
    assert Removed("caption", "Yasirman saat apel") in removed
    assert Removed("related", f"Baca Juga: {RELATED}") in removed
    assert Removed("ad", "ADVERTISEMENT") in removed
    assert Removed("credit", "Editor: Sulastri Andini") in removed


def test_a_block_theme_with_the_time_under_the_text_only() -> None:
    html = f"""<html><head><title>{TITLE} – Mandau Kita</title></head><body><main>
      <h1 class="wp-block-post-title">{TITLE}</h1>
      <div class="entry-content wp-block-post-content">{paragraphs()}
        <div class="related-posts"><h3>Berita Terkait</h3><ul>{OTHERS}</ul></div></div>
      <div class="wp-block-group"><div class="wp-block-post-date"><time datetime="2024-09-25T23:05:00+07:00">
        25 September 2024</time></div>
        <p>Dalam <a href="/category/daerah/" rel="tag">Daerah</a></p>
        <p>Oleh</p><div class="wp-block-post-author-name">Rahmat Hidayat</div>
        <div class="tags"><a href="/tag/asn/" rel="tag">ASN</a>,
          <a href="/tag/pariaman/" rel="tag">Pariaman</a></div></div>
      <section><h2>Komentar</h2>
        <p>Alamat email Anda tidak akan dipublikasikan. Ruas yang wajib ditandai *</p></section>
      </main></body></html>"""
    got = read_page(page(html, "mandaukita.example", f"/{SLUG}/"))
    assert replace(got, removed=()) == article(
        f"https://mandaukita.example/{SLUG}",
        "mandaukita",
        published=datetime(2024, 9, 25, 23, 5, tzinfo=WIB),
        published_by="time",
        author="Rahmat Hidayat",
        tags=("ASN", "Pariaman"),
    )


def test_a_blogger_post() -> None:
    lines = "<br><br>".join(PARAGRAPHS)
    html = f"""<html><head><title>{TITLE} - Warta Pesisir</title>
      <link href='http://wartapesisir.example/2024/09/{SLUG}.html' rel='canonical'/></head>
      <body><h1>Warta Pesisir</h1><div class='post hentry'><h3 class='post-title'>{TITLE}</h3>
      <div class='post-body entry-content' id='post-body-1'><div dir="ltr">
        <table class="tr-caption-container"><tr><td><img src="a.jpg"></td></tr>
        <tr><td class="tr-caption">Yasirman saat apel pagi</td></tr></table>{lines}</div></div>
      <span class='post-author'>oleh <em>Rahmat</em></span>
      <abbr class='published' itemprop='datePublished' title='2024-09-25T14:05:00+07:00'>14.05</abbr>
      <div class='post-labels'><a href='/search/label/ASN' rel='tag'>ASN</a></div></div>
      <div id='comments'><h4>Posting Komentar</h4></div><a class='blog-pager'>Lebih lama</a></body></html>"""
    got = read_page(page(html, "wartapesisir.example", f"/2024/09/{SLUG}.html?m=1", title=TITLE))
    assert replace(got, removed=()) == article(
        f"https://wartapesisir.example/2024/09/{SLUG}.html",
        "wartapesisir",
        published=datetime(2024, 9, 25, 14, 5, tzinfo=WIB),
        published_by="meta",
        author="Rahmat",
        tags=("ASN",),
    )


def test_an_own_system_with_a_visible_line_in_wita() -> None:
    html = f"""<html><head><title>Radar Teluk | {TITLE}</title>
      <meta name="keywords" content="ASN, Pariaman"></head>
      <body><div class="atas">Jumat, 21 November 2025</div><div id="detail"><h1 class="judul">{TITLE}</h1>
      <div class="info"><span>Rabu, 25 September 2024 | 14:05 WITA</span>
        <span class="penulis">Penulis: Rahmat</span> <span>Dibaca 1.204 kali</span></div>
      <div class="isi">{paragraphs(f'<p><b>Baca juga: <a href="/x">{RELATED}</a></b></p>')}</div>
      <div class="terkait"><h3>Berita Terkait</h3><ul>{OTHERS}</ul></div></div></body></html>"""
    got = read_page(page(html, "radarteluk.example", "/berita/227/asn-netral"))
    assert replace(got, removed=()) == article(
        "https://radarteluk.example/berita/227/asn-netral",
        "radarteluk",
        published=datetime(2024, 9, 25, 14, 5, tzinfo=WITA),
        published_by="visible",
        author="Rahmat",
        tags=("ASN", "Pariaman"),
    )


def test_a_split_article_is_joined_without_repetition() -> None:
    def part(number: int, *texts: str) -> str:
        own = "".join(f"<p>{text}</p>" for text in texts)
        return f"""<html><head><title>{TITLE} - Nusa Kabar - Halaman {number}</title>
          <link rel="canonical" href="https://jateng.nusakabar.example/read/4711/{SLUG}">
          <script type="application/ld+json">{{"@type": "NewsArticle", "headline": "{TITLE}",
            "datePublished": "2024-09-25T14:05:00+07:00", "author": {{"name": "Rahmat Hidayat"}},
            "editor": {{"name": "Redaksi"}}}}</script></head>
          <body><h1>{TITLE}</h1><article class="read__content">{own}</article>
          <div class="paging"><div>Halaman: </div><div><a>1</a></div><div><a>2</a></div></div></body></html>"""

    cut = PARAGRAPHS[2].index("kepada")
    halves = PARAGRAPHS[2][:cut].strip(), PARAGRAPHS[2][cut:]
    first = part(1, PARAGRAPHS[0], PARAGRAPHS[1], halves[0])
    second = part(2, PARAGRAPHS[1], halves[1], PARAGRAPHS[3])
    got = read_page(page(first, "m.jateng.nusakabar.example", f"/amp/read/4711/{SLUG}", parts=(second,)))
    assert got.text.splitlines() == [PARAGRAPHS[0], PARAGRAPHS[1], halves[0], halves[1], PARAGRAPHS[3]]
    assert (got.url, got.title) == (f"https://jateng.nusakabar.example/read/4711/{SLUG}", TITLE)
    assert (got.author, got.editor, got.published_by) == ("Rahmat Hidayat", None, "json-ld")

    second = part(2, halves[1], PARAGRAPHS[3])
    got = read_page(page(first, "jateng.nusakabar.example", f"/read/4711/{SLUG}", parts=(second,)))
    assert got.text == TEXT


def test_a_quotation_that_a_related_block_interrupts_is_whole_again() -> None:
    block = f"<div class='baca-juga'><p>BACA JUGA: <a href='/x'>{RELATED}</a></p></div>"
    html = f"""<html><body><h1>{TITLE}</h1><div class="read"><p>{PARAGRAPHS[0]}</p>
      <p>"Saya sudah memberi garansi kepada semua pihak dan pasang badan."</p>{block}
      <p>"bahwa seluruh ASN di kota ini semuanya netral," tandas Yasirman di hadapan para camat.</p>
      <p>{PARAGRAPHS[2]}</p></div></body></html>"""
    got = read_page(page(html, "radarteluk.example", f"/read/686764/{SLUG}"))
    assert got.text.splitlines() == [
        PARAGRAPHS[0],
        '"Saya sudah memberi garansi kepada semua pihak dan pasang badan. bahwa seluruh ASN di kota ini '
        'semuanya netral," tandas Yasirman di hadapan para camat.',
        PARAGRAPHS[2],
    ]
    assert Removed("related", f"BACA JUGA: {RELATED}") in got.removed


def test_a_link_inside_a_paragraph_is_cut_out_exactly() -> None:
    inside = (
        f"<p>{PARAGRAPHS[2]} <strong>Baca juga: <a href='/x'>Bawaslu catat 28 ASN tak netral</a></strong> "
        "Ia juga mengajak warga <a href='/y'>ikut mengawasi ASN di lingkungannya</a> masing-masing.</p>"
    )
    story = f"<p>{PARAGRAPHS[0]}</p>{inside}<p>{PARAGRAPHS[3]}</p>"
    html = f"<html><body><h1>{TITLE}</h1><div>{story}</div></body></html>"
    got = read_page(page(html, "radarteluk.example", f"/read/686764/{SLUG}"))
    assert got.text.splitlines()[1] == (
        f"{PARAGRAPHS[2]} Ia juga mengajak warga ikut mengawasi ASN di lingkungannya masing-masing."
    )
    assert Removed("related", "Baca juga: Bawaslu catat 28 ASN tak netral") in got.removed


def test_a_rest_answer_is_read_without_its_page() -> None:
    fragment = f"""
      <div class="wp-caption"><img src="a.jpg"><p class="wp-caption-text">Yasirman saat apel</p></div>
      <p>{PARAGRAPHS[0]}</p><p>Baca juga:&nbsp; <a href="/x">{RELATED}</a></p><p>{PARAGRAPHS[1]}<br>
      {PARAGRAPHS[2]}</p><script>var x = 1;</script>
      <ol><li>Tidak berfoto dengan calon</li><li>Tidak berkampanye</li></ol>
      <p>{PARAGRAPHS[3]}</p><div class="sharedaddy"><h3>Bagikan ini:</h3></div>"""
    got = read_page(
        page(
            fragment,
            "lembayung.example",
            "/?p=77",
            kind="fragment",
            via="wordpress",
            title="Sekda Pariaman &#8220;Ingatkan&#8221; ASN &amp;amp; PPPK",
            published=datetime(2024, 9, 25, 20, 5, tzinfo=UTC),
            author="admin",
            tags=("ASN", "asn", "#Pilkada"),
        )
    )
    assert replace(got, removed=()) == article(
        "https://lembayung.example/?p=77",
        "lembayung",
        title="Sekda Pariaman “Ingatkan” ASN & PPPK",
        text="\n".join([*PARAGRAPHS[:3], "Tidak berfoto dengan calon", "Tidak berkampanye", PARAGRAPHS[3]]),
        published=datetime(2024, 9, 26, 3, 5, tzinfo=WIB),
        published_on=date(2024, 9, 26),
        published_by="rest",
        tags=("ASN", "Pilkada"),
    )


@pytest.mark.parametrize(
    ("body", "title", "reason"),
    [
        (f"<p>{TEXT}</p>", None, "no_title"),
        ("", TITLE, "no_text"),
        ("<p>Baca juga: Wabup Lantik Puluhan Pejabat Eselon Tiga di Kota</p><p>Iklan</p>", TITLE, "no_text"),
        ("The governor reminded all civil servants to stay neutral. " * 8, TITLE, "not_indonesian"),
    ],
)  # fmt: skip
def test_a_page_without_an_article_says_what_is_missing(body: str, title: str | None, reason: str) -> None:
    with pytest.raises(UnreadablePage) as raised:
        read_page(page(body, "lembayung.example", f"/{SLUG}", kind="fragment", via="feed", title=title))
    assert raised.value.reason == reason


@pytest.mark.parametrize(
    "body", ["", "\x00", "<", "<?xml version='1.0' encoding='utf-8'?><p>", "<p>" * 3000, "]]>"]
)
def test_broken_markup_ends_as_an_unreadable_page(body: str) -> None:
    for kind in ("page", "fragment"):
        with pytest.raises(UnreadablePage):
            read_page(page(body, "lembayung.example", f"/{SLUG}", kind=kind, title=TITLE))


def test_a_record_is_read_with_its_own_id_and_cleaned() -> None:
    record = {
        "id": "a02",
        "url": f"http://www.lembayung.example/{SLUG}/?utm_source=x",
        "domain": "lembayung.example",
        "title": TITLE,
        "published": "2024-09-25T20:05:00+07:00",
        "text": f"{TITLE}\n\n{PARAGRAPHS[0]}\n\nBaca juga: {RELATED}\n\n{PARAGRAPHS[1]}\n\nEditor: Sulastri",
    }
    assert article_from_record(record) == Article(
        id="a02",
        url=f"https://lembayung.example/{SLUG}",
        domain="lembayung.example",
        title=TITLE,
        text="\n".join(PARAGRAPHS[:2]),
        published=datetime(2024, 9, 25, 20, 5, tzinfo=WIB),
        published_on=date(2024, 9, 25),
        published_by="given",
        editor="Sulastri",
        language="id",
        removed=(
            Removed("headline", TITLE),
            Removed("related", f"Baca juga: {RELATED}"),
            Removed("credit", "Editor: Sulastri"),
        ),
    )


def test_a_record_needs_only_its_text() -> None:
    got = article_from_record({"text": TEXT, "published": None, "url": " ", "title": None})
    assert (got.text, got.title, got.url, got.domain, got.published_on) == (TEXT, "", "", "", None)
    assert got.id == article_from_record({"text": TEXT}).id != article_from_record({"text": PARAGRAPHS[0]}).id
    assert article_from_record({"text": TEXT, "url": "https://a.example/b"}).id == article_id(
        "https://a.example/b"
    )
    assert article_from_record({"text": TEXT, "id": 7}).id == "7"
    assert article_from_record({"text": ""}).text == ""
    half = article_from_record(
        {"text": f"\ud83d{TEXT}\x00", "title": "\ud83dASN", "url": "https://a.example/\ud83d"}
    )
    assert (half.text, half.title) == (TEXT, "ASN")  # half of a character, as a cut JSON file holds it
    half.url.encode()


def test_a_records_day_comes_from_what_is_given_else_from_its_text_or_address() -> None:
    def read(published: str | None, text: str = TEXT, url: str = "") -> tuple[Any, ...]:
        got = article_from_record({"text": text, "title": TITLE, "url": url, "published": published})
        return got.published, got.published_on, got.published_by

    day = date(2024, 9, 25)
    assert read("2024-09-25") == (None, day, "given")
    assert read("2024-09-25T14:05:00") == (None, day, "given")
    stamped = f"{TITLE}\nRabu, 25 September 2024 | 14:05 WITA\n{TEXT}"
    assert read(None, stamped) == (datetime(2024, 9, 25, 14, 5, tzinfo=WITA), day, "visible")
    assert read("", url=f"https://a.example/2024/09/25/{SLUG}") == (None, day, "url")
    assert read(None) == (None, None, None)


@pytest.mark.parametrize(
    ("record", "sentence"),
    [
        ({"title": "x"}, '"text" is missing'),
        ({"text": 5}, '"text" must be a string or null, not int'),
        ({"text": "x", "title": ["a"]}, '"title" must be a string or null, not list'),
        ({"text": "x", "published": "kemarin"}, "\"published\" is 'kemarin': give a day"),
        ({"text": "x", "published": "2024-02-31"}, "give a day (2024-09-25)"),
    ],
)
def test_a_record_that_cannot_be_used_says_which_field_and_why(record: dict[str, Any], sentence: str) -> None:
    with pytest.raises(ValueError, match=re.escape(sentence)):
        article_from_record(record)


_tags = st.sampled_from(
    [
        "p",
        "div",
        "a href='/x'",
        "h1",
        "br",
        "strong",
        "time datetime='2024-99-99T'",
        "li",
        "td",
        "figcaption",
        "!--",
        "script",
    ]
)
_markup = st.lists(
    st.one_of(
        _tags.map(lambda tag: f"<{tag}>"),
        _tags.map(lambda tag: f"</{tag.split()[0]}>"),
        st.sampled_from(
            [*PARAGRAPHS, "Baca juga: ", "Rabu, 25 September 2024 | 25:61 WITA", "Editor:", "&#0;", "&bogus;"]
        ),
        st.text(max_size=12),
    ),
    max_size=30,
).map("".join)


@settings(deadline=None, max_examples=60)
@given(_markup, st.sampled_from(["page", "fragment"]), st.booleans())
def test_no_markup_ends_otherwise_than_as_an_article_or_an_unreadable_page(
    markup: str, kind: str, named: bool
) -> None:
    one = page(
        markup, "lembayung.example", f"/{SLUG}", kind=kind, title=TITLE if named else None, parts=(markup,)
    )
    try:
        got = read_page(one)
    except UnreadablePage as error:
        assert error.reason in ("no_title", "no_text", "not_indonesian")
    else:
        assert got.title and got.text and got.published_by != "given"
