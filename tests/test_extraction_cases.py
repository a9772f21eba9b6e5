"""Labels, sanctions, cases and statements."""

import pytest

from tests.extraction_examples import CASE, read


@pytest.mark.parametrize(
    "text",
    [
        "Kapolda meminta TNI dan Polri netral dalam Pilkada 2024. Anggota Polri dilarang berpolitik praktis.",
        "Persatuan wartawan menyatakan sikap netral pada Pilkada 2024. Wartawan dilarang masuk tim sukses.",
        "Tiga ASN dijatuhi hukuman disiplin sedang karena bolos kerja 20 hari sesuai PP 94 Tahun 2021.",
        "Logistik Pemilu 2024 dikirim ke seluruh TPS dan diawasi Bawaslu kota.",
        "Pemkot menargetkan gedung netral karbon pada 2030 dan ASN wajib bersepeda di tahun Pilkada 2024.",
        "Kepala desa ditahan dalam perkara korupsi dana desa tahun 2019.",
    ],
)
def test_stories_of_other_subjects_have_no_facts(text: str) -> None:
    facts = read(text, lead="")
    assert facts.label == "none"
    assert not (facts.regions or facts.officials or facts.violations or facts.sanctions or facts.elections)


def test_urging_alone_is_a_statement() -> None:
    assert read("Bupati Kotim Rusdi Tamba mengimbau ASN tidak ikut kampanye.").label == "statement"


def test_a_list_of_prohibitions_is_no_case() -> None:
    facts = read(
        "Bupati Kotim Rusdi Tamba mengingatkan, ASN dilarang ikut kampanye, memasang spanduk, berfoto dengan calon, "
        "atau mendukung pasangan calon. Jika terbukti melanggar, ASN bisa dipecat."
    )
    assert facts.label == "statement"
    assert facts.violations == []
    assert {s.status for s in facts.sanctions} == {"threatened"}


def test_a_named_accused_makes_a_case_with_act_and_stage() -> None:
    facts = read(
        "Camat Baamang, Sudarmin Loka, diduga ikut kampanye salah satu pasangan calon. "
        "Kasusnya sudah diteruskan ke BKN, kata Ketua Bawaslu Kotim Muhamad Tohari.",
        lead=CASE,
    )
    assert facts.label == "violation"
    case = facts.violations[0]
    assert (case.accused, case.position, case.region, case.act, case.stage) == (
        "Sudarmin Loka", "Camat", "62.02", "kampanye", "referred",
    )  # fmt: skip
    assert [o.role for o in facts.officials if o.name == "Muhamad Tohari"] == ["speaker"]


def test_a_case_and_an_urging_make_both() -> None:
    facts = read(
        "Lurah Ketapang, Hendro Bawi, dilaporkan karena mengunggah dukungan di Facebook.\n\n"
        "Ketua Bawaslu Kotim Muhamad Tohari mengingatkan ASN agar menjaga netralitas.",
        lead=CASE,
    )
    assert facts.label == "both"
    assert facts.violations[0].act == "media_sosial"


def test_counts_become_cases_and_their_total_does_not() -> None:
    facts = read(
        "Dari 7 ASN yang dilaporkan, 4 ASN terbukti melanggar dan 3 ASN dinyatakan tidak terbukti.", lead=CASE
    )
    assert sorted(v.count or 0 for v in facts.violations) == [3, 4]


@pytest.mark.parametrize(
    ("text", "type_", "status", "level"),
    [
        ("Camat itu dijatuhi teguran tertulis oleh Bupati.", "teguran_tertulis", "imposed", "ringan"),
        ("Kadis itu telah dicopot dari jabatannya.", "pembebasan_jabatan", "imposed", "berat"),
        (
            "KASN merekomendasikan penundaan kenaikan gaji berkala bagi camat itu.",
            "penundaan_kgb",
            "recommended",
            "sedang",
        ),
        ("Majelis hakim menjatuhkan denda Rp3 juta kepada kades itu.", "denda", "imposed", None),
        ("Camat itu terancam dipecat.", "pemberhentian", "threatened", "berat"),
    ],
)
def test_a_sanction_is_read_with_its_status_and_level(
    text: str, type_: str, status: str, level: str | None
) -> None:
    facts = read(f"Camat Baamang, Sudarmin Loka, terbukti tidak netral dalam Pilkada. {text}", lead=CASE)
    assert (type_, status, level) in [(s.type, s.status, s.level) for s in facts.sanctions]


def test_elided_heads_of_a_list_are_filled() -> None:
    facts = read("ASN yang melanggar bisa dikenai teguran lisan, tertulis hingga pemberhentian.")
    assert {s.type for s in facts.sanctions} == {"teguran_lisan", "teguran_tertulis", "pemberhentian"}


def test_an_imposed_sanction_points_to_its_case() -> None:
    facts = read("Camat Baamang, Sudarmin Loka, dijatuhi teguran tertulis karena tidak netral.", lead=CASE)
    assert facts.sanctions[0].of == 0


def test_a_statement_has_speaker_kind_and_quotation() -> None:
    facts = read(
        "“ASN jangan ikut kampanye, harus netral,” tegas Bupati Kotim Rusdi Tamba, Senin (7/10/2024)."
    )
    statement = next(s for s in facts.statements if s.quotation)
    assert statement.speaker_text == "Rusdi Tamba"
    assert statement.kind == "forbid"
    assert statement.quotation == "ASN jangan ikut kampanye, harus netral"


def test_the_same_article_gives_the_same_facts() -> None:
    text = "Camat Baamang, Sudarmin Loka, diduga ikut kampanye. Bupati Kotim Rusdi Tamba meminta ASN netral."
    assert read(text, lead=CASE) == read(text, lead=CASE)


@pytest.mark.parametrize(
    "piece",
    ["Bupati A, ", "1/2/2024 ", "“ASN netral ", "Kepala Dinas ", "(((", "Kabupaten Solok, ", "\u202e"],
)
def test_hostile_text_is_read_to_its_end(piece: str) -> None:
    facts = read(piece * 300)
    assert facts.label in ("statement", "violation", "both", "none")
    assert all(0 <= d.evidence.start < d.evidence.end for d in facts.dates)


def test_counts_in_a_row_share_what_is_told_of_them() -> None:
    facts = read("Bawaslu Kotim meneruskan dua lurah, tiga guru dan seorang camat ke KASN.", lead=CASE)
    assert [(c.count, c.position, c.stage) for c in facts.violations] == [
        (2, "Lurah", "referred"),
        (3, "Guru", "referred"),
        (1, "Camat", "referred"),
    ]


def test_a_total_is_no_case_beside_its_parts() -> None:
    facts = read(
        "Bawaslu Kotim menangani tujuh ASN yang diduga tidak netral. Lima ASN sudah diteruskan ke KASN, "
        "sedangkan dua ASN lainnya tidak terbukti.",
        lead="SAMPIT – Bawaslu Kabupaten Kotawaringin Timur membuka data Pilkada 2024.\n\n",
    )
    assert sorted((c.count, c.stage) for c in facts.violations) == [(2, "dismissed"), (5, "referred")]


def test_a_number_with_a_thousands_point_is_a_count() -> None:
    facts = read("Bawaslu mencatat sebanyak 1.005 ASN dilaporkan melanggar netralitas.", lead=CASE)
    assert [c.count for c in facts.violations] == [1005]


@pytest.mark.parametrize(
    "sentence",
    [
        "Ada pula 5 dugaan pelanggaran kode etik penyelenggara yang diteruskan ke DKPP.",
        "Di hadapan puluhan orang, ia meminta warga mencoblos nomor satu.",
        "Satu perkara lagi menjerat caleg yang dihukum karena politik uang.",
    ],
)
def test_counts_of_other_matters_are_no_accused(sentence: str) -> None:
    facts = read(f"Dua ASN dilaporkan karena ikut kampanye. {sentence}", lead=CASE)
    assert [c.count for c in facts.violations] == [2]


def test_a_headline_that_finds_a_breach_tells_who_is_meant() -> None:
    facts = read(
        "SAMPIT – Camat Baamang, Sudarmin Loka, terekam kamera menjemput calon bupati saat kampanye Pilkada 2024. "
        "Warga menilai tidak ada lagi netralitas ASN.",
        title="Camat Baamang Dinilai Tak Netral Jemput Cabup",
        lead="",
    )
    assert [(c.accused, c.act) for c in facts.violations] == [("Sudarmin Loka", "kampanye")]


def test_what_is_told_of_several_is_theirs_who_were_named_last() -> None:
    facts = read(
        "Camat Baamang Sudarmin Loka dan Lurah Ketapang Hendro Bawi menghadiri deklarasi calon. "
        "Keduanya dijatuhi sanksi teguran tertulis. "
        "Adapun Kepala Puskesmas Pasir Putih, Wiwit Andau, diduga berfoto dengan calon. Ia masih diklarifikasi.",
        lead=CASE,
    )
    assert {c.accused: c.stage for c in facts.violations} == {
        "Sudarmin Loka": "sanctioned",
        "Hendro Bawi": "sanctioned",
        "Wiwit Andau": "under_review",
    }


def test_election_officers_are_no_civil_servants() -> None:
    facts = read(
        "SAMPIT – KPU Kotim melantik anggota PPK dan PPS Pilkada 2024. Mereka diminta netral dan menjaga integritas.",
        lead="",
    )
    assert facts.label == "none"
