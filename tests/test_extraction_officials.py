"""Officials as the press prints them: post first, name first, initials, local titles, names run into places."""

import pytest

from tests.extraction_examples import CASE, posts, read


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Bupati Kotawaringin Timur, H. Rusdiansyah Tamba, S.Sos., M.Si, mengatakan ASN wajib netral.",
            ("Rusdiansyah Tamba", "Bupati", "definitive", "62.02"),
        ),
        (
            "Pj Bupati Kobar Drs. Lukman Hakim Seran mengingatkan ASN agar netral.",
            ("Lukman Hakim Seran", "Bupati", "acting", "62.01"),
        ),
        (
            "“ASN harus netral,” kata Yohanes Ringan, Plt Sekda Kotim, Senin (7/10/2024).",
            ("Yohanes Ringan", "Sekretaris Daerah", "acting", "62.02"),
        ),
        (
            "Kepala Badan Kepegawaian dan Pengembangan Sumber Daya Manusia (BKPSDM) Kotim, Hasnan Belawan, "
            "meminta ASN netral.",
            ("Hasnan Belawan", "Kepala BKPSDM", "definitive", "62.02"),
        ),
        (
            "Kepala Diskominfo Kotim Made Suteja mengimbau ASN netral.",
            ("Made Suteja", "Kepala Dinas Komunikasi dan Informatika", "definitive", "62.02"),
        ),
        (
            "Koordinator Divisi Pencegahan, Partisipasi Masyarakat dan Humas Bawaslu Kotim, Siti Rahmah, "
            "menjelaskan larangan bagi ASN.",
            ("Siti Rahmah", "Anggota Bawaslu", "definitive", "62.02"),
        ),
        (
            "Asisten III Setda Kotim, Darius Ulak, mengingatkan ASN agar netral.",
            ("Darius Ulak", "Asisten III", "definitive", "62.02"),
        ),
        (
            "Camat Labuhan Ratu Tarman Hidayat mengingatkan ASN agar netral.",
            ("Tarman Hidayat", "Camat", "definitive", "62.02"),
        ),
        (
            "Pelaksana Tugas (Plt) Gubernur Kalimantan Tengah Juni Simatupang meminta ASN netral.",
            ("Juni Simatupang", "Gubernur", "acting", "62"),
        ),
        (
            "Keuchik Gampong Alue Bili, T. Zulfahmi, mengingatkan aparatur agar netral.",
            ("T. Zulfahmi", "Keuchik", "definitive", "62.02"),
        ),
        (
            "Anggota Bawaslu RI Nirwan Pasaribu mengingatkan ASN agar netral.",
            ("Nirwan Pasaribu", "Anggota Bawaslu", "definitive", None),
        ),
    ],
)
def test_a_person_is_read_with_post_status_and_region(
    text: str, expected: tuple[str, str, str, str | None]
) -> None:
    assert expected in posts(read(text))


def test_two_persons_in_a_row_keep_their_own_posts() -> None:
    facts = read(
        "Hadir mewakili Pj Bupati Kotim Rustam Efendi Lada, Asisten I Setda Kotim Wayan Gelgel dan para ASN."
    )
    assert [o[:2] for o in posts(facts)] == [("Rustam Efendi Lada", "Bupati"), ("Wayan Gelgel", "Asisten I")]


def test_later_short_forms_of_a_name_are_the_same_person() -> None:
    facts = read(
        "Sekda Kotim Benyamin Luhing Sawang meminta ASN netral.\n\n"
        "“Jangan ikut kampanye,” tegas Benyamin.\n\nBenyamin Luhing menambahkan sanksi menanti ASN."
    )
    assert [o.name for o in facts.officials] == ["Benyamin Luhing Sawang"]
    assert facts.officials[0].role == "speaker"


def test_candidates_reporters_and_related_headlines_are_no_officials() -> None:
    facts = read(
        "Sekda Kotim Benyamin Sawang meminta ASN netral.\n\n"
        "BACA JUGA: Kapolres Seruyan AKBP Arman Sitepu Lantik Kasat Baru\n\n"
        "Calon Bupati Kotim Hardi Rampas hadir di acara itu bersama ASN.\n\nEditor: Wulan Sari"
    )
    assert [o.name for o in facts.officials] == ["Benyamin Sawang"]


def test_initials_stay_initials_and_take_the_post_told_of_them() -> None:
    facts = read(
        "Seorang ASN berinisial RT diduga tidak netral dalam Pilkada. RT menjabat sebagai Kepala Bidang di Dinas Sosial.",
        lead=CASE,
    )
    assert ("RT", "Kepala Bidang", "definitive", "62.02") in posts(facts)
    assert facts.officials[0].role == "accused"


def test_a_citizen_given_by_initials_is_no_official() -> None:
    facts = read("Seorang warga berinisial AD (65) mengaku melihat ASN itu ikut kampanye.", lead=CASE)
    assert facts.officials == []


def test_every_official_carries_the_sentence_and_the_place_it_was_read_from() -> None:
    text = "Ketua Bawaslu Kotim, Muhamad Tohari, menegaskan ASN harus netral."
    official = read(text).officials[0]
    assert official.evidence.sentence == text
    assert official.evidence.rule.startswith("official:")
    assert official.evidence.end > official.evidence.start


def test_a_region_that_was_not_printed_with_the_post_is_marked_as_inferred() -> None:
    official = read("Inspektur Daerah, Yakob Tindan, mengingatkan ASN agar netral.").officials[0]
    assert official.region == "62.02"
    assert "region" in official.evidence.inferred
    assert official.evidence.confidence != "high"


def test_names_with_ages_stand_before_their_posts() -> None:
    facts = read(
        "Dua terdakwa dihukum karena tidak netral: Wasduki Anom (52), Kepala Desa Karang Sari, "
        "dan Slamet Tirta (47), Kepala Desa Karang Jati.",
        lead=CASE,
    )
    assert [(o.name, o.position) for o in facts.officials] == [
        ("Wasduki Anom", "Kepala Desa"),
        ("Slamet Tirta", "Kepala Desa"),
    ]


def test_schools_behind_the_names_of_a_list_part_them() -> None:
    facts = read(
        "Ketiga kepala sekolah itu yakni Abdul Rampai (SDN 3 Mentaya), Tegus Andau (SDN 1 Baamang) dan Mursinah (SDN 2 Kota "
        "Besi). Mereka diduga membuat video dukungan.",
        lead=CASE,
    )
    assert [(o.name, o.position) for o in facts.officials] == [
        ("Abdul Rampai", "Kepala Sekolah"),
        ("Tegus Andau", "Kepala Sekolah"),
        ("Mursinah", "Kepala Sekolah"),
    ]


def test_pejabat_before_a_head_of_region_is_acting() -> None:
    facts = read("Pejabat Bupati Kotawaringin Timur Rusdi Tamba meminta ASN menjaga netralitas.")
    assert posts(facts) == [("Rusdi Tamba", "Bupati", "acting", "62.02")]


def test_a_place_that_a_comma_closes_is_no_name() -> None:
    facts = read("Lain halnya dengan Sekretaris Desa Tegalsari Anyar, Mulyono.", lead=CASE)
    assert [o.name for o in facts.officials] == ["Mulyono"]


def test_a_court_is_named_for_a_town() -> None:
    facts = read(
        "Majelis hakim Pengadilan Negeri (PN) Koto Lama menghukum Camat Baamang, Sudarmin Loka, karena berkampanye.",
        lead=CASE,
    )
    assert [o.name for o in facts.officials] == ["Sudarmin Loka"]
