"""Dates, elections, laws and regions as the press prints them."""

from datetime import date

import pytest

from tests.extraction_examples import read


@pytest.mark.parametrize(
    ("printed", "iso", "flag"),
    [
        ("Senin (7/10/2024)", date(2024, 10, 7), None),
        ("Selasa (9/1/24)", date(2024, 1, 9), None),
        ("Jum'at, 11 Oktober 2024", date(2024, 10, 11), None),
        ("Ahad (6/10/2024)", date(2024, 10, 6), None),
        ("Jumat siang 27 September 2024", date(2024, 9, 27), None),
        ("Kamis (10/10)", date(2024, 10, 10), None),
        ("12 Nopember 2024", date(2024, 11, 12), None),
        ("05-Oct-2024", date(2024, 10, 5), None),
        ("Senin (7/10/2924)", date(2024, 10, 7), "year_misprint"),
        ("Kamis (17/10/2025)", date(2024, 10, 17), "weekday_mismatch"),
    ],
)
def test_a_printed_date_is_resolved(printed: str, iso: date, flag: str | None) -> None:
    facts = read(f"Bupati Kotawaringin Timur Rusdi Tamba mengingatkan ASN agar netral, {printed}.")
    found = [d for d in facts.dates if d.iso == iso]
    assert found, [d.iso for d in facts.dates]
    assert (flag in found[0].evidence.flags) if flag else not found[0].evidence.flags


@pytest.mark.parametrize(
    "text",
    [
        "Surat bernomor 800.1.10.4/7851/BKPSDM/PKAP/2024 itu mengingatkan ASN agar netral.",
        "ASN diminta netral selama April – Mei 2021 mendatang.",
        "ASN diminta netral pada pasal 71 ayat 2 dan 3/4 bagian lainnya.",
        "ASN diminta netral, kata dia, Selasa malam.",
        "ASN diminta netral sampai 31 Februari 2024.",
    ],
)
def test_what_only_looks_like_a_date_is_none(text: str) -> None:
    assert read(text).dates == []


def test_a_year_comes_from_the_day_of_publication() -> None:
    facts = read(
        "ASN harus netral, kata Bupati Kotawaringin Timur Rusdi Tamba, Selasa (2/1).",
        published=date(2024, 1, 3),
    )
    assert [d.iso for d in facts.dates] == [date(2024, 1, 2)]
    assert "year" in facts.dates[0].evidence.inferred


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("ASN diminta netral pada Pemilu serentak tahun 2024.", {"Pemilu 2024"}),
        ("ASN diminta netral pada Pemilu dan Pilkada 2024.", {"Pemilu 2024", "Pilkada 2024"}),
        ("ASN diminta netral dalam Pemilihan Bupati dan Wakil Bupati Tahun 2020.", {"Pilkada 2020"}),
        ("ASN diminta netral pada PSU Pilgub Jambi 2021.", {"Pilkada 2020"}),
        ("ASN diminta netral pada Pilpres dan Pileg 2019.", {"Pilpres 2019", "Pileg 2019"}),
        ("ASN diminta netral pada pilkada, Rabu (14/10/2020).", {"Pilkada 2020"}),
    ],
)
def test_elections_are_named_by_kind_and_year(text: str, names: set[str]) -> None:
    assert {e.name for e in read(text, lead="").elections} == names


@pytest.mark.parametrize(
    ("text", "citations"),
    [
        ("sesuai Undang-Undang Nomor 5 Tahun 2014 tentang ASN", ["UU 5/2014"]),
        ("sesuai Peraturan Pemerintah (PP) Nomor 94 Tahun 2021", ["PP 94/2021"]),
        ("sesuai UU Nomor 7 Tahun 2017 dan Nomor 10 Tahun 2016", ["UU 7/2017", "UU 10/2016"]),
        ("sesuai Perbawaslu Nomor 6 Tahun 2018", ["Perbawaslu 6/2018"]),
        ("sesuai PP 53", ["PP 53/2010"]),
        ("sesuai UU 5 Tahun 3014", ["UU 5/3014"]),
        (
            "sesuai Surat Edaran Bupati Kotim Nomor 800/377/BKPSDM/2024",
            ["SE Bupati Kotawaringin Timur 800/377/BKPSDM/2024"],
        ),
    ],
)
def test_laws_are_cited_in_short_form_with_the_printed_number(text: str, citations: list[str]) -> None:
    assert [law.citation for law in read(f"ASN harus netral {text}.").laws] == citations


def test_a_law_unknown_to_the_codebook_is_kept_and_flagged() -> None:
    law = read("ASN harus netral sesuai UU Nomor 5 Tahun 3014.").laws[0]
    assert "not_in_codebook" in law.evidence.flags


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Wali Kota Solok meminta ASN Pemkot Solok netral pada Pilkada 2024.", "13.72"),
        ("Bupati Solok meminta ASN Pemkab Solok netral pada Pilkada 2024.", "13.02"),
        ("Pemkab Abdya meminta ASN netral pada Pilkada 2024.", "11.12"),
        ("ASN di Padangpanjang diminta netral pada Pilkada 2024 oleh Wali Kota Padangpanjang.", "13.74"),
        ("Pemprov Papua Barat Daya meminta ASN netral pada Pilkada 2024.", "96"),
        ("PANGKALAN BUN – ASN di lingkungan Pemkab Kobar diminta netral pada Pilkada 2024.", "62.01"),
    ],
)
def test_regions_are_told_apart(text: str, code: str) -> None:
    assert [r.code for r in read(text, lead="").regions] == [code]


def test_a_dateline_elsewhere_is_not_the_region_of_the_story() -> None:
    facts = read(
        "MANADO, KORAN – Pjs Wali Kota Bitung Rolly Watuseke meminta ASN Pemkot Bitung netral di Pilkada 2020.",
        lead="",
    )
    assert [r.code for r in facts.regions] == ["71.72"]


def test_a_date_without_year_is_of_a_year_at_hand() -> None:
    facts = read("Hal itu dikatakannya di Jakarta, Kamis (20/12).", published=date(2012, 12, 21))
    assert [d.iso for d in facts.dates] == [date(2012, 12, 20)]


def test_the_day_of_a_revote_is_an_election_day_of_the_election_repeated() -> None:
    facts = read(
        "JAYAPURA – ASN di Papua diminta netral menjelang PSU Pilkada Papua pada Rabu 6 Agustus 2025.",
        lead="",
        published=date(2025, 7, 20),
    )
    assert [(d.iso, d.role) for d in facts.dates] == [(date(2025, 8, 6), "election")]
    assert [e.name for e in facts.elections] == ["Pilkada 2024"]
