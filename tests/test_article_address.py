"""One address for one article, however it was reached."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.article.address import article_id, canonical_address, domain_of, page_address

SLUG = "sekda-ingatkan-asn-jaga-netralitas"


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        (f"http://www.Lembayung.co.id/2024/09/25/{SLUG}/", f"https://lembayung.co.id/2024/09/25/{SLUG}"),
        (f"https://m.lembayung.id/daerah/{SLUG}.html?page=2", f"https://lembayung.id/daerah/{SLUG}.html"),
        (f"https://amp.lembayung.id/daerah/{SLUG}?page=all", f"https://lembayung.id/daerah/{SLUG}"),
        (f"https://www.m.lembayung.id/x/{SLUG}", f"https://lembayung.id/x/{SLUG}"),
        (f"https://lembayung.id/amp/daerah/{SLUG}", f"https://lembayung.id/daerah/{SLUG}"),
        (f"https://lembayung.id/{SLUG}/amp/", f"https://lembayung.id/{SLUG}"),
        (f"https://lembayung.id/{SLUG}/?amp", f"https://lembayung.id/{SLUG}"),
        (f"https://lembayung.id/{SLUG}/?amp=1#top", f"https://lembayung.id/{SLUG}"),
        (f"https://lembayung.id/{SLUG}/2/amp/", f"https://lembayung.id/{SLUG}"),
        (
            f"https://radarsungai.disway.id/amp/686764/{SLUG}",
            f"https://radarsungai.disway.id/read/686764/{SLUG}",
        ),
        (f"https://lembayung.id/{SLUG}/2/", f"https://lembayung.id/{SLUG}"),
        (f"https://lembayung.id/{SLUG}.html/12", f"https://lembayung.id/{SLUG}.html"),
        (f"https://lembayung.id/read/413037/{SLUG}/all", f"https://lembayung.id/read/413037/{SLUG}"),
        (f"https://lembayung.id/{SLUG}/2/?page28332434234=268", f"https://lembayung.id/{SLUG}"),
        (f"https://lembayung.id/{SLUG}?halaman=3", f"https://lembayung.id/{SLUG}"),
        (f"https://lembayung.id/{SLUG}#rss", f"https://lembayung.id/{SLUG}"),
        (
            f"https://lembayung.id/{SLUG}/?utm_source=rss&utm_medium=rss&utm_campaign=x&fbclid=Iw",
            f"https://lembayung.id/{SLUG}",
        ),
        (
            "https://lembayung.blogspot.co.id/2024/01/asn-netral.html?m=1",
            "https://lembayung.blogspot.com/2024/01/asn-netral.html",
        ),
        ("https://lembayung.id", "https://lembayung.id/"),
        ("https://lembayung.id:443/?b=2&a=1", "https://lembayung.id/?a=1&b=2"),
        ("http://127.0.0.1:8081/2024/a/", "http://127.0.0.1:8081/2024/a"),
        (" https://lembayung.id/Berita/Satu ", "https://lembayung.id/Berita/Satu"),
    ],
)
def test_every_way_to_an_article_has_one_address(url: str, expected: str) -> None:
    assert canonical_address(url) == expected


@pytest.mark.parametrize(
    "url",
    [
        "https://lembayung.id/berita/227",  # the article's own number
        "https://lembayung.id/berita/2",
        f"https://lembayung.id/{SLUG}/45",
        "https://lembayung.id/?p=4711",
        "https://lembayung.id/index.php?id=12&page=berita",
        "https://lembayung.id/index.php?galeri=7",
        "https://m.co.id/berita/satu",  # a newspaper that is called M
        "https://amp.blogspot.com/2024/01/satu.html",
        "https://lembayung.id/2024/10/02",
    ],
)
def test_what_may_choose_the_article_stays(url: str) -> None:
    assert canonical_address(url) == url


def test_different_articles_have_different_ids_and_twins_the_same() -> None:
    assert article_id(f"https://lembayung.id/{SLUG}/?amp") == article_id(f"http://www.lembayung.id/{SLUG}")
    assert article_id("https://lembayung.id/?p=1") != article_id("https://lembayung.id/?p=2")
    assert re.fullmatch("[0-9a-f]{16}", article_id("https://lembayung.id/"))
    # The SHA-256 of "https://lembayung.id/" taken with another program: ids must not change between versions.
    assert article_id("https://lembayung.id/") == "7b90bca81d4c2029"


@pytest.mark.parametrize("text", ["", "  ", "lembayung.id/satu", "mailto:a@b.id", "https://[bad", "http://"])
def test_what_is_no_address_is_left_as_it_is(text: str) -> None:
    assert canonical_address(text) == text.strip()
    assert domain_of(text) == ""


def test_the_page_may_name_its_own_address() -> None:
    fetched = f"https://m.lembayung.id/amp/686764/{SLUG}"
    assert page_address(fetched, [f"https://www.lembayung.id/read/686764/{SLUG}?page=1"]) == (
        f"https://lembayung.id/read/686764/{SLUG}"
    )
    assert page_address("https://lembayung.id/?p=77", [None, "", f"https://lembayung.id/{SLUG}/"]) == (
        f"https://lembayung.id/{SLUG}"
    )
    other_channel = f"https://jateng.lembayung.co.id/daerah/{SLUG}"
    assert page_address(f"https://lembayung.co.id/daerah/{SLUG}", [other_channel]) == other_channel


@pytest.mark.parametrize(
    "offer",
    [
        "https://lembayung.id/",  # the home page
        "https://lembayung.id",
        "https://lembayung.id/kanal/daerah",  # one address for all
        "https://lembayung.id/2024/10/cerita-yang-lain-sama-sekali",
        f"https://kantorberita.id/2024/{SLUG}",  # another site
        "javascript:void(0)",
        "/relatif",
    ],
)
def test_a_wrong_canonical_link_is_not_believed(offer: str) -> None:
    fetched = f"https://lembayung.id/2024/10/{SLUG}"
    assert page_address(fetched, [offer]) == fetched


_words = st.text("abcdefgh-0123456789%./ ", max_size=14)
_addresses = st.builds(
    lambda scheme, prefix, path, query, fragment: (
        f"{scheme}://{prefix}lembayung.co.id/{path}?{query}#{fragment}"
    ),
    st.sampled_from(["http", "https", "HTTP"]),
    st.sampled_from(["", "www.", "m.", "amp.", "www.m.", "jateng."]),
    st.lists(
        st.one_of(_words, st.sampled_from(["amp", "2", "all", "satu-dua-tiga", "a.html"])), max_size=6
    ).map("/".join),
    st.lists(
        st.one_of(
            _words, st.sampled_from(["amp", "page=2", "page=x", "m=1", "utm_source=a", "id=1", "%7E=é"])
        ),
        max_size=4,
    ).map("&".join),
    _words,
)


@given(_addresses)
def test_the_canonical_address_of_a_canonical_address_is_itself(url: str) -> None:
    once = canonical_address(url)
    assert canonical_address(once) == once
    assert article_id(once) == article_id(url)


@given(st.text())
def test_no_text_makes_it_fail(text: str) -> None:
    once = canonical_address(text)
    assert canonical_address(once) == once
