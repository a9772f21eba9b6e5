"""Texts that old editors and wrong encodings have broken are read like whole ones."""

from pipelines.article.noise import clean_text
from tests.extraction_examples import read

BROKEN = """SAMPIT – Aparatur Sipil Negara (ASN) di Kabupaten Kotawaringin Timur diminta menjaga
netralitas pada Pilkada 2024. Permintaan itu disampaikan Ketua Bawaslu Kotawaringin
Timur, Muhamad Tohari, Senin (7/10/2024).

- Jangan berfoto dengan calon
- Jangan membagikan stiker

Laporan warga dibuka sampai
hari pemungutan suara."""


def test_a_sentence_broken_over_lines_is_one_sentence() -> None:
    text = clean_text(BROKEN).text
    assert "menjaga netralitas pada Pilkada 2024" in text
    assert "dibuka sampai hari pemungutan suara" in text


def test_the_lines_of_a_list_stay_apart() -> None:
    lines = clean_text(BROKEN).text.splitlines()
    assert "- Jangan berfoto dengan calon" in lines
    assert "- Jangan membagikan stiker" in lines


def test_a_name_broken_over_lines_is_read() -> None:
    facts = read(BROKEN, lead="")
    assert [(o.name, o.position, o.region) for o in facts.officials] == [
        ("Muhamad Tohari", "Ketua Bawaslu", "62.02")
    ]


def test_quotation_marks_in_a_wrong_encoding_are_put_right() -> None:
    wrong = (
        "“ASN harus netral,” kata Sekda.".encode()
        .decode("cp1252", errors="replace")
        .replace("\ufffd", "\x9d")
    )
    assert clean_text(wrong).text == "“ASN harus netral,” kata Sekda."
