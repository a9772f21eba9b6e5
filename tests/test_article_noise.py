"""Press noise is cut from a text and kept aside; the story stays, whole and in its order."""

from __future__ import annotations

import re
import time
import unicodedata
from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.article.credits import credits
from pipelines.article.lines import mended
from pipelines.article.noise import clean_text

LEAD = (
    "PARIAMAN – Sekretaris Daerah Kota Pariaman, Yasirman Tanjung, mengingatkan aparatur sipil negara "
    "(ASN) agar tetap netral sepanjang tahapan pemilihan kepala daerah."
)
QUOTE = "“Jangan sampai ada yang ikut kampanye, sanksinya jelas,” kata Yasirman, Rabu (25/9/2024)."
LAST = "Ia berharap seluruh camat dan lurah meneruskan imbauan itu kepada jajarannya. (rls/red)"


def cut(*lines: str, title: str = "") -> tuple[list[str], list[tuple[str, str]]]:
    clean = clean_text("\n\n".join(lines), title)
    return clean.text.splitlines(), [(one.kind, one.text) for one in clean.removed]


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("Baca juga: Wabup Lantik Puluhan Pejabat Eselon", "related"),
        ("Baca Juga : Wabup lantik puluhan pejabat", "related"),
        ("BACA JUGA:Catat! Inilah Jadwal Kampanye", "related"),
        ("BACA JUGA:   SMAN 2 Bagi Sembako, Kepsek Drs. Ridwan: Wujud Peduli Sesama", "related"),
        ("Baca juga  Kapolres AKBP Doni Saputra Tinjau Pasar Raya", "related"),
        ("(Baca juga: Wabup Lantik Puluhan Pejabat)", "related"),
        ("Simak juga: Wabup Lantik Puluhan Pejabat", "related"),
        ("Lihat juga...", "related"),
        ("BACA : Wabup Lantik Puluhan Pejabat", "related"),
        ("Artikel terkait: Wabup Lantik Puluhan Pejabat", "related"),
        ("Berita Terkait", "related"),
        ("ADVERTISEMENT", "ad"),
        ("SCROLL TO RESUME CONTENT", "ad"),
        ("Scroll ke bawah untuk lanjut membaca", "ad"),
        ("Iklan", "ad"),
        ("Bagikan ini:", "share"),
        ("Facebook X WhatsApp Telegram", "share"),
        ("- Klik untuk membagikan di Facebook", "share"),
        ("Menyukai ini:", "share"),
        ("Tinggalkan Balasan Batalkan balasan", "comments"),
        ("Post a Comment", "comments"),
        ("Alamat email Anda tidak akan dipublikasikan. Ruas yang wajib ditandai *", "comments"),
        ("Isi komentar sepenuhnya adalah tanggung jawab pengguna dan diatur dalam UU ITE.", "comments"),
        ("Lebih baru Lebih lama", "comments"),
        ("Halaman: 1 2", "pages"),
        ("Previous page 1 2 3 4", "pages"),
        ("Halaman Selanjutnya", "pages"),
        ("Post Views: 214", "hits"),
        ("Dibaca 1.204 kali", "hits"),
        ("Tags: ASN, Pilkada 2024, Pariaman", "tags"),
        ("#ASN #Pilkada2024", "tags"),
        ("Editor: Sulastri Andini", "credit"),
        ("Penulis : Rahmat Hidayat | Editor : Sulastri Andini", "credit"),
        ("Laporan Wartawan Harian Lembayung, Rahmat Hidayat", "credit"),
        ("Sumber: Siaran Pers Pemkot", "source"),
        ("Artikel ini telah tayang di lembayung.example dengan judul ASN Diminta Netral", "promo"),
        ("Ikuti kami di Google News", "promo"),
        ("© 2024 Harian Lembayung", "copyright"),
        ("[wp_ad_camp_1]", "code"),
        ("https://lembayung.example/2024/09/25/asn-netral", "link"),
        ("***", "mark"),
        ("Foto: Sekda Yasirman saat apel. (Dok. Humas)", "caption"),
        ("Sekda Yasirman saat memimpin apel pagi. (Foto: Ist)", "caption"),
    ],
)
def test_a_line_of_noise_between_paragraphs_is_cut_and_kept_aside(line: str, kind: str) -> None:
    text, removed = cut(LEAD, line, QUOTE, LAST)
    assert text == [LEAD, QUOTE, LAST]
    assert [one for one, _ in removed] == [kind]
    assert removed[0][1] == " ".join(line.split())


@pytest.mark.parametrize(
    "line",
    [
        "Ia meminta ASN baca juga aturan itu sebelum bertindak.",
        "Kepala sekolah meminta murid baca juga: buku pelajaran, kata dia.",
        "Baca juga aturannya sebelum mengunggah foto, pesan Sekda.",
        "“Baca juga PP 94 Tahun 2021,” pesan Sekda kepada para ASN.",
        "Simak juga penjelasan Bawaslu soal itu.",
        "Berita terkait kasus itu sudah beredar di media sosial.",
        "Iklan kampanye itu dipasang seorang ASN di halaman rumahnya.",
        "Komentar ASN itu di media sosial dilaporkan ke Bawaslu.",
        "Foto bersama calon kepala daerah juga dilarang.",
        "Foto-foto mereka diambil dari siaran langsung di Facebook.",
        "Mereka diduga mengunggah foto/video kampanye.",
        "Ia berpose dua jari bersama calon itu (lihat foto).",
        "Laporan wartawan itu kemudian ditindaklanjuti Bawaslu.",
        "Ilustrasi kasus itu, kata dia, banyak ditemukan pada masa kampanye dan harus dicegah bersama.",
        "Editor media itu, Sulastri Andini, menolak berkomentar.",
        "Bagikan imbauan ini kepada seluruh ASN, pesannya.",
        "Halaman kantor bupati dipenuhi ASN.",
        "Hati-hati dalam bermedsos",
        "Camat Pariaman Tengah (Rudi/Andi) tidak hadir.",
        "(rls/red)",
        "1. Tidak memasang spanduk calon",
        "- Bupati Solok",
    ],
)
def test_a_line_of_the_story_stays(line: str) -> None:
    text, removed = cut(LEAD, QUOTE, line, LAST)
    assert text == [LEAD, QUOTE, line, LAST]
    assert removed == []


def test_related_lines_glued_to_a_paragraph_are_cut_from_it() -> None:
    related = "Baca juga: Wabup Lantik Puluhan Pejabat"
    for line in (f"{LEAD} {related}", f"{LEAD}{related}", f"{related}{LEAD.replace('PARIAMAN', 'Pariaman')}"):
        text, removed = cut(line, QUOTE)
        assert [one.casefold() for one in text] == [LEAD.casefold(), QUOTE.casefold()]
        assert removed == [("related", related)]


def test_a_related_line_in_brackets_is_cut_from_the_middle() -> None:
    text, removed = cut("Sekda menegaskan hal itu. (Baca juga: Wabup Lantik Pejabat) Ia meminta ASN menjauh.")
    assert text == ["Sekda menegaskan hal itu. Ia meminta ASN menjauh."]
    assert removed == [("related", "(Baca juga: Wabup Lantik Pejabat)")]


def test_a_quotation_that_was_interrupted_inside_its_line_is_whole_again() -> None:
    text, _ = cut(
        "“Kami minta ASN netral, BACA JUGA: Wabup Lantik Puluhan Pejabat dan tidak berpihak,” kata Bupati."
    )
    assert text == ["“Kami minta ASN netral, dan tidak berpihak,” kata Bupati."]


@pytest.mark.parametrize(
    ("before", "after", "joined"),
    [
        (
            "“Saya minta ASN netral.",
            "Jangan memihak,” tegasnya.",
            "“Saya minta ASN netral. Jangan memihak,” tegasnya.",
        ),
        (
            'Saya sudah memberi garansi dan pasang badan."',
            '"bahwa ASN semuanya netral," tandasnya.',
            'Saya sudah memberi garansi dan pasang badan. bahwa ASN semuanya netral," tandasnya.',
        ),
        (
            "Sejumlah ASN yang hadir diperiksa",
            "oleh Bawaslu kemarin.",
            "Sejumlah ASN yang hadir diperiksa oleh Bawaslu kemarin.",
        ),
    ],
)
def test_a_paragraph_that_noise_interrupted_is_joined_again(before: str, after: str, joined: str) -> None:
    noise = ["BACA JUGA: Pemkot Buka 480 Formasi, Gratis!", "BACA JUGA: Atlet Peraih Medali Dapat Bonus"]
    assert cut(LEAD, before, *noise, after)[0] == [LEAD, joined]
    assert cut(LEAD, before, "ADVERTISEMENT", after)[0] == [LEAD, joined]


def test_two_whole_paragraphs_are_not_joined() -> None:
    second = "“Kami juga mengawasi media sosial,” ujarnya."
    assert cut(QUOTE, "Baca juga: Wabup Lantik Puluhan Pejabat", second)[0] == [QUOTE, second]


def test_headlines_under_a_bare_header_go_and_the_story_behind_them_stays() -> None:
    text, removed = cut(LEAD, "Baca juga:", "Wabup Lantik Puluhan Pejabat Eselon Tiga", QUOTE, LAST)
    assert text == [LEAD, QUOTE, LAST]
    assert [kind for kind, _ in removed] == ["related", "related"]


def test_what_stands_above_the_repeated_headline_goes() -> None:
    title = "Sekda Pariaman Ingatkan ASN Tetap Netral"
    ticker = (
        "Pos Polisi Dibongkar, Rupiah Bisa Sentuh Rp 14.000 Dini Hari, Awan Panas Meluncur Lagi Sejauh 1,8 Km"
    )
    text, removed = cut(
        "Geser ke atas",
        ticker,
        "Daerah",
        title,
        "Rabu, 25 September 2024 | 14:05 WIB",
        LEAD,
        QUOTE,
        title=title,
    )
    assert text == ["Rabu, 25 September 2024 | 14:05 WIB", LEAD, QUOTE]
    assert [kind for kind, _ in removed] == ["menu", "above_title", "above_title", "headline"]


def test_the_end_of_the_page_goes() -> None:
    tail = [
        "Tags",
        "Artikel Pilihan",
        "Terkini",
        "Wabup lantik pejabat",
        "Tinggalkan Komentar",
        "Iklan",
        "Mantap pak Sekda, lanjutkan dan semoga para ASN di kota kita ini tetap netral.",
    ]
    text, removed = cut(LEAD, QUOTE, LAST, *tail)
    assert text == [LEAD, QUOTE, LAST]
    assert [one for _, one in removed] == tail


def test_captions_above_the_story_go_and_the_reporters_mark_below_stays() -> None:
    last = "Ia berharap imbauan itu diteruskan kepada jajaran di bawahnya. (ams/ham)"
    text, removed = cut("Yasirman Tanjung. (Harian Lembayung/jun)", "Ilustrasi ASN.", LEAD, last)
    assert text == [LEAD, last]
    assert [kind for kind, _ in removed] == ["caption", "caption"]


def test_a_paragraph_printed_twice_stays_once() -> None:
    assert cut(LEAD, QUOTE, LEAD) == ([LEAD, QUOTE], [("repeated", LEAD)])


def test_credit_lines_name_author_and_editor() -> None:
    removed = clean_text("\n".join([LEAD, QUOTE, "Penulis: Rahmat Hidayat, Editor: Sulastri Andini"])).removed
    assert credits(removed) == ("Rahmat Hidayat", "Sulastri Andini")
    removed = clean_text("\n".join([LEAD, QUOTE, "Reporter: Rahmat", "Editor:", "Sulastri Andini"])).removed
    assert credits(removed) == ("Rahmat", "Sulastri Andini")
    assert credits((), "RABU, 25 SEPTEMBER 2024 | 08:28 WIB | LAPORAN: RAHMAT H") == ("RAHMAT H", None)
    assert credits(clean_text("Penulis: - | Editor: - | Halaman : 1").removed) == (None, None)


def test_white_space_is_single_and_invisible_characters_go() -> None:
    assert (
        clean_text("Sekda\u00a0 menegaskan\u200b itu.\u00ad\n\n\n\t Ia  pergi.").text
        == "Sekda menegaskan itu.\nIa pergi."
    )


# fmt: off
_pieces = st.sampled_from([
    LEAD, QUOTE, LAST, "Baca juga: Wabup Lantik Puluhan Pejabat", "Baca juga:", "BACA JUGA: Judul Lain dan",
    "ADVERTISEMENT", "Iklan", "Tags", "Editor:", "Sulastri Andini", "Penulis: A | Editor: B", "Terkini",
    "Tinggalkan Balasan", "Halaman: 1", "“Kami minta", "tidak memihak,” katanya.", '"bahwa itu"', "Foto: Ist",
    "Daerah", "1204", "Post Views: 3", "(rls)", "ia pergi", "#asn", "Judul Berita Ini",
])
# fmt: on
_texts = st.lists(
    st.tuples(st.one_of(_pieces, st.text(max_size=30)), st.sampled_from(["\n", "\n\n", " ", ""])), max_size=25
).map(lambda pairs: "".join(piece + gap for piece, gap in pairs))


def _letters(text: str) -> str:
    return re.sub(r"[^a-z0-9]", "", unicodedata.normalize("NFC", text).casefold())


@settings(deadline=None)
@given(_texts)
def test_nothing_is_lost_and_nothing_is_invented(text: str) -> None:
    clean = clean_text(text, "Judul Berita Ini")
    kept, aside = _letters(clean.text), _letters("".join(one.text for one in clean.removed))
    printed = _letters(mended(text))
    assert Counter(kept + aside) == Counter(printed)
    position = iter(printed)
    assert all(letter in position for letter in kept), "the kept text is in the order of the input"


HOSTILE = {
    "commas": ",",
    "open quotations": "“",
    "brackets": "((",
    "markers": "Baca juga: ",
    "markers in a quotation": "“a BACA JUGA: Judul Lain ",
    "share words": "Bagikan: X ",
    "credits": ". Editor: Aa",
    "short lines": "a\n",
    "bare markers": "Baca juga:\n",
    "joined lines": "ab\nIklan\n",
    "closers": ".)”",
}


@pytest.mark.parametrize("unit", HOSTILE.values(), ids=HOSTILE)
def test_hostile_text_takes_time_in_proportion_to_its_length(unit: str) -> None:
    def seconds(length: int) -> float:
        text = (unit * (length // len(unit) + 1))[:length]
        best = float("inf")
        for _ in range(3):
            start = time.process_time()
            clean_text(text, "Judul Berita Ini")
            best = min(best, time.process_time() - start)
        return best

    short, long = seconds(12_500), seconds(100_000)
    # Eight times the text; quadratic work would take sixty-four times as long.
    assert long < 24 * short + 0.05
