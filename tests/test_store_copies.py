"""Press releases that several newspapers print are one story and its copies."""

from __future__ import annotations

import random
import time
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
import store_examples as examples

from pipelines.article.model import Article
from pipelines.copies import Dated, find_copies
from pipelines.store import Store

RELEASE = (
    "Badan Kepegawaian dan Pengembangan Sumber Daya Manusia Kabupaten Solok mengingatkan seluruh aparatur"
    " sipil negara agar menjaga netralitas selama tahapan pemilihan kepala daerah. Kepala badan itu, "
    "Zulhendri Kari, mengatakan surat edaran sudah dikirim ke semua dinas, kecamatan, dan nagari sejak "
    "awal bulan ini. Ia meminta setiap atasan langsung mengawasi bawahannya, termasuk kegiatan mereka di "
    "media sosial di luar jam kerja. Pegawai yang kedapatan memberi tanda suka pada unggahan calon akan "
    "dipanggil untuk dimintai keterangan. Menurut Zulhendri, hukuman disiplin menanti mereka yang "
    "terbukti melanggar, dari teguran sampai penurunan jabatan selama dua belas bulan. Masyarakat "
    "dipersilakan melapor lewat kotak pengaduan di kantor bupati."
)
EDITED = (
    "Arosuka, Warta - "
    + RELEASE.replace("Ia meminta", "Zulhendri lalu meminta").rsplit(". ", 1)[0]
    + ". (rls)"
)
SAME_PRESS_CONFERENCE = (
    "Zulhendri Kari kembali bicara soal pilkada. Di hadapan wartawan di Arosuka kemarin ia menjelaskan "
    "rencana pengawasan pegawai, lengkap dengan jadwal apel gabungan pekan depan. Masyarakat dipersilakan"
    " melapor lewat kotak pengaduan di kantor bupati. Ia juga menjawab pertanyaan tentang anggaran badan,"
    " penerimaan pegawai baru, dan gedung yang atapnya bocor sejak musim hujan tahun lalu. Soal pilkada, "
    "ia hanya berpesan agar bawahan tidak ikut-ikutan berswafoto dengan calon mana pun sampai hari "
    "pencoblosan lewat."
)
HALF_REWRITTEN = " ".join(RELEASE.split()[:60] + SAME_PRESS_CONFERENCE.split()[:50])  # shares 0.4 of the runs
DAY = datetime(2024, 9, 26, 8, 0, tzinfo=examples.WIB)


def told(source: str, text: str, published: datetime | None, slug: str = "rilis") -> Article:
    return examples.article(slug, source=source, text=text, published=published)


def stored(path: Path, articles: list[Article]) -> dict[str, str | None]:
    """Addresses with the address that each is a copy of, after all were written and linked."""
    with Store(path) if path.exists() else examples.new_store(path) as store:
        for article in articles:
            store.write(examples.page(article), article, replace(examples.facts(), statements=[]))
        marked = store.link_copies()
        sql = (
            "SELECT a.url, b.url, a.is_copy FROM articles a LEFT JOIN articles b ON b.id = a.syndicated_from"
        )
        rows = store.db.execute(sql).fetchall()
    assert marked == sum(row[2] for row in rows)
    return {url: origin for url, origin, _ in rows}


def test_a_release_belongs_to_the_newspaper_that_printed_it_first(tmp_path: Path) -> None:
    first = told("pesisir", RELEASE, DAY)
    later = told("lembayung", EDITED, DAY + timedelta(hours=5))
    last = told("saddang", RELEASE, DAY + timedelta(days=13))
    other = told("saddang", SAME_PRESS_CONFERENCE, DAY, "lain")
    expected = {first.url: None, later.url: first.url, last.url: first.url, other.url: None}
    assert stored(tmp_path / "1.db", [first, later, last, other]) == expected
    assert stored(tmp_path / "2.db", [other, last, later, first]) == expected


def test_the_hour_counts_with_its_offset_and_ties_go_to_the_first_address(tmp_path: Path) -> None:
    wit = datetime.fromisoformat(
        "2024-09-26T09:30:00+09:00"
    )  # half an hour before 08:00 in western Indonesia
    early, late = told("saddang", RELEASE, wit), told("lembayung", RELEASE, DAY)
    assert stored(tmp_path / "1.db", [late, early])[late.url] == early.url
    one, two = told("lembayung", RELEASE, DAY), told("pesisir", RELEASE, DAY)
    assert stored(tmp_path / "2.db", [two, one]) == {one.url: None, two.url: one.url}


@pytest.mark.parametrize(
    ("source", "text", "published"),
    [
        ("pesisir", SAME_PRESS_CONFERENCE, DAY),
        ("pesisir", HALF_REWRITTEN, DAY),
        ("pesisir", RELEASE, DAY + timedelta(days=15)),
        ("pesisir", RELEASE, DAY - timedelta(days=15)),
        ("pesisir", RELEASE, None),
        ("lembayung", RELEASE, DAY),
        ("pesisir", RELEASE[:200], DAY),
    ],
    ids=[
        "other words",
        "half rewritten",
        "too late",
        "too early",
        "day unknown",
        "same newspaper",
        "excerpt",
    ],
)
def test_what_is_no_copy_is_not_marked(
    tmp_path: Path, source: str, text: str, published: datetime | None
) -> None:
    articles = [told("lembayung", RELEASE, DAY), told(source, text, published, "lain")]
    assert set(stored(tmp_path / "x.db", articles).values()) == {None}


def test_two_excerpts_of_one_sentence_are_no_copies(tmp_path: Path) -> None:
    articles = [told("lembayung", RELEASE[:200], DAY), told("pesisir", RELEASE[:200], DAY)]
    assert set(stored(tmp_path / "x.db", articles).values()) == {None}


def test_an_earlier_print_that_comes_in_late_takes_over(tmp_path: Path) -> None:
    path = tmp_path / "x.db"
    first, second = told("lembayung", RELEASE, DAY), told("pesisir", RELEASE, DAY + timedelta(days=1))
    stored(path, [second, told("saddang", RELEASE, DAY + timedelta(days=2))])
    links = stored(path, [first])
    assert set(links.values()) == {None, first.url} and links[first.url] is None


def test_a_copy_is_none_any_more_when_its_origin_goes_or_its_text_changes(tmp_path: Path) -> None:
    path = tmp_path / "x.db"
    first, second = told("lembayung", RELEASE, DAY), told("pesisir", RELEASE, DAY + timedelta(days=1))
    stored(path, [first, second])
    with Store(path) as store:
        store.write(examples.page(first, state="not_relevant", article_id=None), None, None)
        assert store.link_copies() == 0
    assert stored(path, [first])[second.url] == first.url
    assert stored(path, [replace(second, text=SAME_PRESS_CONFERENCE)])[second.url] is None
    assert examples.faults(path) == []


def test_thousands_of_texts_are_compared_in_about_linear_time() -> None:
    rng = random.Random(7)
    words = [f"kata{number}" for number in range(4000)]
    boilerplate = (
        "berita ini diterbitkan oleh jaringan media daerah dan dilindungi undang-undang hak cipta " * 3
    )

    def seconds(count: int) -> float:
        texts = {}
        for number in range(count):
            texts[str(number)] = " ".join(rng.choices(words, k=150)) + " " + boilerplate
            if number % 10 == 1:
                texts[str(number)] = texts[str(number - 1)].replace("kata7 ", "kata8 ")
        articles = [
            Dated(
                str(n), f"https://{n}.example/", f"paper{n}", date(2024, 9, 1) + timedelta(days=n % 20), None
            )
            for n in range(count)
        ]
        begun = time.process_time()
        copies = find_copies(articles, texts.__getitem__)
        taken = time.process_time() - begun
        assert copies == {str(n): str(n - 1) for n in range(count) if n % 10 == 1}
        return taken

    small, large = seconds(500), seconds(4000)
    assert large / small < 8 * 3, f"8 times the texts took {large / small:.0f} times as long"
