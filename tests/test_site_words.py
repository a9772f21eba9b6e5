"""Small parts of the site: marks in sentences, segments of texts, words, numbers and days, cells, orders."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import Markup

from datasets.site import cells, terms
from datasets.site.article import paragraphs
from datasets.site.evidence import Span, marked, place_in_sentence, segments
from datasets.site.language import aside, day, number, said, speaking
from datasets.site.ordering import without_ties

TEXT = "Camat A diperiksa. Camat A diperiksa. Ia diam."


def test_the_mark_is_put_into_the_right_one_of_two_equal_sentences() -> None:
    sentence = "Camat A diperiksa."
    assert place_in_sentence(TEXT, sentence, 0, 7) == (0, 7)
    assert place_in_sentence(TEXT, sentence, 19, 26) == (0, 7)


def test_a_span_that_runs_over_the_end_of_its_sentence_is_cut_off_there() -> None:
    assert place_in_sentence(TEXT, "Camat A diperiksa.", 25, 40) == (6, 18)


@pytest.mark.parametrize(
    ("sentence", "start"), [("Lurah B diperiksa.", 0), ("", 0), ("Ia diam.", 0), ("Camat A diperiksa.", 45)]
)
def test_a_sentence_that_is_not_there_gives_no_mark(sentence: str, start: int) -> None:
    assert place_in_sentence(TEXT, sentence, start, start + 2) is None


def test_a_mark_never_lets_markup_through() -> None:
    assert marked("<b>Camat</b> & A", (3, 8)) == Markup("&lt;b&gt;<mark>Camat</mark>&lt;/b&gt; &amp; A")
    assert marked("<b>", None) == Markup("&lt;b&gt;")


def test_a_span_that_is_the_whole_sentence_marks_nothing_out() -> None:
    assert "<mark>" not in marked("ASN wajib netral.", (0, 17))


@given(
    st.text(max_size=60),
    st.lists(
        st.tuples(st.integers(0, 70), st.integers(0, 70)).map(lambda p: Span(min(p), max(p), "k", f"{p}")),
        max_size=8,
    ),
)
def test_segments_are_the_whole_text_and_every_span_begins_once(text: str, spans: list[Span]) -> None:
    pieces = segments(text, spans)
    assert "".join(piece.text for piece in pieces) == text
    begun = sorted(fact for piece in pieces for fact in piece.facts)
    assert begun == sorted(span.fact for span in spans if span.start < min(span.end, len(text)))
    shown = "".join(piece.text for paragraph in paragraphs(pieces) for piece in paragraph)
    assert shown.split() == text.replace("\n", " \n ").split() or "\n" in text or not text.strip()


def test_paragraphs_are_parted_at_line_ends_and_keep_their_facts() -> None:
    text = "Satu dua.\n\nTiga empat."
    found = paragraphs(segments(text, [Span(5, 15, "mentions", "f"), Span(9, 15, "violations", "g")]))
    assert [[piece.text for piece in paragraph] for paragraph in found] == [
        ["Satu ", "dua."],
        ["Tiga", " empat."],
    ]
    assert found[0][1].facts == ("f",) and found[1][0].facts == ("g",)
    assert found[1][0].kinds == ("mentions", "violations")


def test_numbers_and_days_are_written_as_the_reader_writes_them() -> None:
    assert (number(1234567), number(1.5), day("2024-08-05")) == ("1.234.567", "1,5", "5 Agu 2024")
    with speaking("en"):
        assert (number(1234567), day("2024-08-05T10:00:00+07:00")) == ("1,234,567", "5 Aug 2024")
    assert (day(None), day("besok")) == ("", "besok")


def test_words_of_the_codebook_follow_the_language() -> None:
    assert (terms.word("Dugaan"), terms.confidence("low"), terms.level("berat")) == (
        "Dugaan",
        "rendah",
        "berat",
    )
    with speaking("en"):
        assert (terms.word("Dugaan"), terms.confidence("low"), terms.level("berat")) == (
            "Alleged",
            "low",
            "heavy",
        )
        assert terms.word("Kuncen Desa") == "Kuncen Desa", "a word that the codebook does not hold stays"
        assert (
            said(terms_of("Dugaan", "Alleged")) == "Alleged"
            and aside(terms_of("Dugaan", "Alleged")) == "Dugaan"
        )
    assert aside(terms_of("Tag", "Tag")) is None


def terms_of(indonesian: str, english: str):
    from datasets.descriptions import Words

    return Words(id=indonesian, en=english)


@pytest.mark.parametrize(
    "address",
    [
        "javascript:alert(1)",
        "data:text/html,x",
        "//example.org/x",
        "https://",
        "http://[::1",
        "x",
        "ftp://a.example/",
    ],
)
def test_only_web_addresses_become_links(address: str) -> None:
    assert cells.original(address) is None


def test_an_outward_link_is_escaped_and_gives_nothing_away() -> None:
    made = cells.original('https://a.example/"><script>')
    assert made is not None and "<script>" not in made
    assert 'rel="external noopener noreferrer"' in made


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ('["a", "<b>"]', "a; &lt;b&gt;"),
        ('{"link": "a.judul"}', "link: a.judul"),
        ('[{"kind": "ad", "text": "Iklan"}]', "[ad] Iklan"),
        ("[1, null]", "1; null"),
    ],
)
def test_lists_are_shown_as_text(value: str, shown: str) -> None:
    assert cells.listed(value) == f'<span class="list">{shown}</span>'


@pytest.mark.parametrize("value", ["", "[", "words", "3", '"a"'])
def test_what_is_no_list_is_left_as_it_is(value: str) -> None:
    assert cells.listed(value) is None


def test_a_person_without_a_known_stage_is_shown_without_one() -> None:
    assert cells.render({"name": "Budi <i>"}, "Budi <i>", "name", None, "/") == "Budi &lt;i&gt;"
    assert cells.chip("nonsense") is None


@pytest.mark.parametrize(
    ("sql", "expected"),
    [
        ("select a from t order by [date] desc limit 8", "select a from t order by [date] desc, id limit 8"),
        ("select a from v order by x limit 8 offset 14", "select a from v order by x, id limit 8 offset 14"),
        ("select a from t order by id limit 8", "select a from t order by id limit 8"),
        ("select a from t order by x, id limit 8", "select a from t order by x, id limit 8"),
        ("select a from t limit 8", "select a from t limit 8"),
        ("select a from t where x in (select y from z order by y limit 3) limit 8",) * 2,
    ],
)
def test_the_order_of_a_list_has_no_ties(sql: str, expected: str) -> None:
    assert without_ties(sql, ["id"]) == expected
