"""The time of publication: the local day is right, and no other article's date is taken."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest

from pipelines.article.dates import machine_moment, stamp_moment
from pipelines.article.markup import parse
from pipelines.article.model import Page, Via
from pipelines.article.published import Published, modified, published, published_in_text

WIB, WITA, WIT = (timezone(timedelta(hours=hours)) for hours in (7, 8, 9))
MAKASSAR = ZoneInfo("Asia/Makassar")
ADDRESS = "https://radarteluk.example/berita/sekda-ingatkan-asn-netral"
FETCHED = datetime(2025, 11, 21, 3, 0, tzinfo=UTC)
AT = datetime(2024, 9, 25, 14, 5, tzinfo=WITA)
DAY = date(2024, 9, 25)

STORY = "".join(
    f"<p>Paragraf {number}: sekretaris daerah mengingatkan seluruh aparatur sipil negara di lingkungan "
    "pemerintah kabupaten agar tetap netral sepanjang masa kampanye pemilihan kepala daerah tahun ini.</p>"
    for number in range(4)
)
RELATED = (
    "<section class='box'><h3>Berita Terkait</h3><ul>"
    + "".join(
        f"<li><a href='/berita/judul-lain-{day}'>Judul berita lain yang ke-{day}</a>"
        f" <small>{day} Juni 2024</small>"
        f"<time datetime='2024-06-{day}T10:00:00+08:00'></time></li>"
        for day in range(11, 15)
    )
    + "</ul></section>"
)
TITLE = "<h1>Sekda Ingatkan ASN Netral</h1>"


def page(
    head: str = "", body: str = "", *, via: Via = "index", listed: datetime | None = None, url: str = ADDRESS
) -> Page:
    markup = f"<html><head>{head}</head><body class='has-sidebar'><main>{body}</main></body></html>"
    return Page(
        source="radarteluk", url=url, body=markup, kind="page", via=via, fetched_at=FETCHED,
        zone="Asia/Makassar", published=listed,
    )  # fmt: skip


def found(one: Page) -> Published | None:
    return published(one, parse(one.body), one.url)


@pytest.mark.parametrize(
    ("stamp", "on", "at"),
    [
        ("Rabu, 25 September 2024 | 14:05 WITA", DAY, AT),
        ("- 11 Desember 2023, 21:07 WIB", date(2023, 12, 11), datetime(2023, 12, 11, 21, 7, tzinfo=WIB)),
        ("Jum'at, 06 September 2024 - 15:45 WIT", date(2024, 9, 6), datetime(2024, 9, 6, 15, 45, tzinfo=WIT)),
        ("RABU, 25 SEPTEMBER 2024 | 14:05 WITA | LAPORAN: RAHMAT H", DAY, AT),
        ("Ahad, 12 Pebruari 2018", date(2018, 2, 12), None),
        ("3 Nopember 2018 14.05", date(2018, 11, 3), datetime(2018, 11, 3, 14, 5, tzinfo=WITA)),
        ("5 Agt 2020", date(2020, 8, 5), None),
        ("Lembayung, 05-Oct-2022", date(2022, 10, 5), None),
        ("Senin, 11/12/2023 | 07:30", date(2023, 12, 11), datetime(2023, 12, 11, 7, 30, tzinfo=WITA)),
        ("By Rahmat On Sabtu, Maret 30, 2024", date(2024, 3, 30), None),
        ("September 25, 2024 2:05 pm", DAY, AT),
        ("14:05 WITA, 25 September 2024", DAY, AT),
    ],
)  # fmt: skip
def test_the_stamps_of_the_press_are_read(stamp: str, on: date, at: datetime | None) -> None:
    moment = stamp_moment(stamp, MAKASSAR)
    assert moment is not None
    assert (moment.on, moment.at) == (on, at)


@pytest.mark.parametrize(
    "text",
    [
        "Hal itu dikatakan Sekda pada Rabu, 25 September 2024.",
        "Diperbarui: 25 September 2024 15:00 WITA",
        "Pilkada 27 November 2024 di Kabupaten Luwu diikuti oleh empat pasangan calon",
        "31 Februari 2024",
        "Rabu (25/9)",
        "Surat edaran nomor 800/25/09/2024",
    ],
)
def test_what_is_no_stamp_is_not_read(text: str) -> None:
    assert stamp_moment(text, MAKASSAR) is None


@pytest.mark.parametrize(
    ("text", "on", "at"),
    [
        ("2024-09-25T06:05:00Z", DAY, AT),
        ("2024-09-24T20:05:00+00:00", DAY, datetime(2024, 9, 25, 4, 5, tzinfo=WITA)),
        ("2024-09-25T14:05:00+08:00", DAY, AT),
        ("2024-09-25T23:30:00+07:00", DAY, datetime(2024, 9, 25, 23, 30, tzinfo=WIB)),
        ("2024-09-24T23:05:00-07:00", DAY, AT),
        ("2024-09-25 14:05:00", DAY, AT),
        ("Wed, 25 Sep 2024 06:05:00 +0000", DAY, AT),
        ("2024-09-25", DAY, None),
        ("bukan tanggal", None, None),
    ],
)
def test_times_of_machines_are_brought_to_the_newspapers_zone(
    text: str, on: date | None, at: datetime | None
) -> None:
    moment = machine_moment(text, MAKASSAR)
    assert (moment.on if moment else None, moment.at if moment else None) == (on, at)


def linked(**values: object) -> str:
    return f"<script type='application/ld+json'>{json.dumps(values)}</script>"


def test_the_listings_time_comes_first_and_is_local() -> None:
    head = "<meta property='article:published_time' content='2024-06-01T00:00:00+08:00'>"
    listed = datetime(2024, 9, 24, 20, 5, tzinfo=UTC)
    expected = datetime(2024, 9, 25, 4, 5, tzinfo=WITA)
    assert found(page(head, TITLE + STORY, via="wordpress", listed=listed)) == Published(
        DAY, expected, "rest"
    )
    assert found(page(head, TITLE + STORY, via="blogger", listed=listed)) == Published(DAY, expected, "feed")


def test_json_ld_is_that_of_the_pages_own_article() -> None:
    others = [
        {"@type": "NewsArticle", "url": f"/berita/lain-{day}", "datePublished": f"2024-06-{day}"}
        for day in (11, 12)
    ]
    own = {
        "@type": "NewsArticle",
        "mainEntityOfPage": {"@id": ADDRESS + "/"},
        "datePublished": "2024-09-25T06:05:00Z",
    }
    expected = Published(DAY, AT, "json-ld")
    assert found(page(linked(**{"@graph": [{"@type": "WebSite"}, *others, own]}), TITLE + STORY)) == expected
    lists = {"@type": "ItemList", "itemListElement": others}
    assert found(page(linked(**lists) + linked(**own), TITLE + STORY)) == expected
    assert found(page(linked(**{"@graph": others}), TITLE + STORY)) is None


def test_json_ld_that_is_broken_still_gives_its_only_date() -> None:
    broken = (
        '<script type="application/ld+json">{"@type":"NewsArticle","headline":"a "b" c",'
        '"datePublished":"2024-09-25T14:05:00+08:00",}</script>'
    )
    assert found(page(broken, TITLE + STORY)) == Published(DAY, AT, "json-ld")


@pytest.mark.parametrize(
    "name", ["article:published_time", "datePublished", "parsely-pub-date", "dcterms.created"]
)
def test_meta_tags_in_utc_give_the_local_day(name: str) -> None:
    key = "property" if ":" in name else "itemprop" if name == "datePublished" else "name"
    head = f"<meta {key}='{name}' content='2024-09-24T20:05:00+00:00'>"
    assert found(page(head, TITLE + STORY + RELATED)) == Published(
        DAY, datetime(2024, 9, 25, 4, 5, tzinfo=WITA), "meta"
    )


def test_a_local_clock_that_is_called_utc_is_taken_from_the_visible_line() -> None:
    head = "<meta property='article:published_time' content='2024-09-25T14:05:00+00:00'>"
    body = f"{TITLE}<p>Rabu, 25 September 2024 | 14:05 WITA</p>{STORY}"
    assert found(page(head, body)) == Published(DAY, AT, "visible")
    body = f"{TITLE}<p>Rabu, 25 September 2024 | 22:05 WITA</p>{STORY}"
    assert found(page(head, body)) == Published(DAY, AT + timedelta(hours=8), "meta")


def test_the_visible_line_below_the_title_is_read_from_its_pieces() -> None:
    parts = "<span>Redaksi</span> - <span>Rabu, 25 September 2024</span> | <span>14:05 WIB</span>"
    meta = f"<div class='info'>{parts}</div>"
    expected = Published(DAY, datetime(2024, 9, 25, 14, 5, tzinfo=WIB), "visible")
    assert found(page("", RELATED + TITLE + meta + STORY + RELATED)) == expected


def test_the_calendar_in_the_head_of_the_page_is_no_publication_date() -> None:
    calendar = "<div class='atas'>Jumat, 21 November 2025</div>"
    stamp = "<p>Rabu, 25 September 2024 | 14:05 WITA</p>"
    body = f"<header>{calendar}</header><article>{TITLE}{{}}{STORY}</article>"
    one = page("", body.format(stamp))
    assert found(one) == Published(DAY, AT, "visible")
    outside = one.body.replace("<main>", "").replace("</main>", "")
    without = Page(
        "radarteluk", ADDRESS, outside.replace(stamp, ""), "page", "index", FETCHED, "Asia/Makassar"
    )
    assert found(without) is None


def test_the_time_under_the_text_of_a_block_theme_is_read_and_the_related_dates_are_not() -> None:
    own = (
        "<div class='wp-block-post-date'><time datetime='2024-09-25T14:05:00+08:00'>"
        "25 September 2024</time></div>"
    )
    expected = Published(DAY, AT, "time")
    assert found(page("", TITLE + STORY + RELATED + own)) == expected
    assert found(page("", RELATED + TITLE + STORY + own)) == expected
    assert found(page("", TITLE + STORY + RELATED)) is None


def test_wordpress_time_of_change_is_not_that_of_publication() -> None:
    posted = (
        "<span class='posted-on'>"
        "<time class='updated' datetime='2024-10-01T14:05:00+08:00'>1 Oktober 2024</time>"
        "<time class='entry-date published' datetime='2024-09-25T14:05:00+08:00'>25 September 2024</time>"
        "</span>"
    )
    assert found(page("", TITLE + posted + STORY)) == Published(DAY, AT, "time")


def test_bloggers_marked_up_time_is_read() -> None:
    own = "<abbr class='published' itemprop='datePublished' title='2024-09-24T23:05:00-07:00'>x</abbr>"
    assert found(page("", TITLE + STORY + own)) == Published(DAY, AT, "meta")


def test_a_date_of_the_story_is_no_publication_date() -> None:
    agenda = "<ul><li>27 November 2024: Pemungutan suara</li><li>5 Desember 2024: Rekapitulasi</li></ul>"
    assert found(page("", TITLE + STORY + agenda)) is None


def test_the_day_in_the_address_is_the_last_resort() -> None:
    url = "https://radarteluk.example/2024/09/25/sekda-ingatkan-asn-netral/"
    assert found(page("", TITLE + STORY + RELATED, url=url)) == Published(DAY, None, "url")
    assert found(page("", TITLE + STORY, url=url.replace("/25/", "/35/"))) is None


def test_a_day_after_the_fetch_is_refused_and_the_next_rule_is_asked() -> None:
    wrong = linked(**{"@type": "NewsArticle", "datePublished": "2026-09-25T14:05:00+08:00"})
    stamp = "<p>Rabu, 25 September 2024 | 14:05 WITA</p>"
    assert found(page(wrong, TITLE + stamp + STORY)) == Published(DAY, AT, "visible")
    tomorrow = linked(**{"@type": "NewsArticle", "datePublished": "2025-11-21T20:00:00+08:00"})
    one = found(page(tomorrow, TITLE + STORY))
    assert one is not None and one.on == date(2025, 11, 21)
    assert (
        found(page(linked(**{"@type": "NewsArticle", "datePublished": "1970-01-01T00:00:00Z"}), STORY))
        is None
    )


def test_the_time_of_change_follows_the_same_rules_and_lies_behind_publication() -> None:
    def changed(text: str) -> datetime | None:
        one = page(
            linked(
                **{"@type": "NewsArticle", "datePublished": "2024-09-25T14:05:00+08:00", "dateModified": text}
            )
        )
        return modified(one, parse(one.body), ADDRESS, found(one))

    assert changed("2024-09-25T23:30:00Z") == datetime(2024, 9, 26, 7, 30, tzinfo=WITA)
    assert changed("2024-09-25T14:05:00+08:00") is None
    assert changed("2024-09-24T14:05:00+08:00") is None
    assert changed("2027-09-24T14:05:00+08:00") is None


def test_plain_text_gives_its_stamp_or_the_day_of_its_address() -> None:
    title, lead = "Sekda Ingatkan ASN Netral", "Sekretaris daerah mengingatkan ASN " * 8
    dated = "https://a.example/2024/09/25/sekda-ingatkan-asn"
    assert published_in_text(f"{title}\n\n- 25 September 2024, 14:05 WITA\n{lead}", title, "") == Published(
        DAY, AT, "visible"
    )
    assert published_in_text(f"{title}\nRabu, 25 September 2024\n{lead}", title, "") == Published(
        DAY, None, "visible"
    )
    assert published_in_text(f"Jumat, 21 November 2025\n{title}\n{lead}", title, dated) == Published(
        DAY, None, "url"
    )
    assert published_in_text(f"{lead}\n25 September 2024, 14:05 WITA", title, "") is None
