"""The newspapers as data: the bundled files are right; a wrong one is refused with its place and reason."""

from collections import Counter
from pathlib import Path
from textwrap import dedent
from typing import get_args

import pytest
from pydantic import ValidationError

from datasets.codebook.tables import regions
from pipelines.article.model import Via
from spiders.sources import Selectors, Source, SourceError, Verification, load_file, load_sources
from spiders.sources.loader import FOLDER
from spiders.sources.schema import PROVINCE_ZONES, Method, Status

GOOD = """
[kabar]
name = "Kabar Kita"
domain = "kabarkita.co.id"
province = "13"
way = "wordpress"
[kabar.verification]
method = "stored_page"
on = 2026-11-22
evidence = "https://kabarkita.co.id/berita"
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path


def declare(folder: Path, text: str, name: str = "13-sumatera-barat.toml") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


# The bundled newspapers


@pytest.fixture(scope="module")
def bundled() -> dict[str, Source]:
    return load_sources()


def test_there_are_at_least_120_newspapers_and_two_in_every_province(bundled: dict[str, Source]) -> None:
    assert len(bundled) >= 120
    counted = Counter(source.province for source in bundled.values())
    assert set(counted) == {code for code, region in regions().items() if region.kind == "provinsi"}
    assert min(counted.values()) >= 2


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*.toml")), ids=lambda path: path.stem)
def test_a_file_holds_the_newspapers_of_the_province_it_is_named_after(path: Path) -> None:
    sources = load_file(path)
    assert sources
    assert {source.province for source in sources.values()} == {path.name.split("-")[0]}


def test_every_bundled_newspaper_is_on_the_public_web(
    bundled: dict[str, Source],
) -> None:
    for source in bundled.values():
        assert not source.local, source.key
        assert source.root.startswith("https://"), source.key


def test_what_was_not_tried_live_is_not_called_verified_or_active(bundled: dict[str, Source]) -> None:
    for source in bundled.values():
        if source.verification.method != "live":
            assert not source.verified
            assert source.status == "untried", source.key


def test_the_evidence_of_a_stored_page_is_an_address_of_the_newspaper(bundled: dict[str, Source]) -> None:
    for source in bundled.values():
        if source.verification.method != "live":
            host = source.verification.evidence.split("/")[2]
            assert host == source.domain or host.endswith(f".{source.domain}"), source.key


def test_the_provinces_are_those_of_the_codebook() -> None:
    assert set(PROVINCE_ZONES) == {code for code in regions() if "." not in code}


# What a declaration means


def test_what_is_left_out_follows_from_the_rest(folder: Path) -> None:
    source = load_file(declare(folder, GOOD))["kabar"]
    assert source.base == "https://kabarkita.co.id"
    assert source.zone == "Asia/Jakarta"
    assert source.keywords == ("netralitas", "netral")
    assert source.tags == ("netralitas-asn",)
    assert source.status == "untried"
    assert source.regency is None
    assert not source.local


@pytest.mark.parametrize(
    ("province", "zone"), [("62", "Asia/Jakarta"), ("64", "Asia/Makassar"), ("95", "Asia/Jayapura")]
)
def test_the_zone_is_that_of_the_province(folder: Path, province: str, zone: str) -> None:
    text = GOOD.replace('"13"', f'"{province}"')
    assert load_file(declare(folder, text))["kabar"].zone == zone
    own = text.replace("[kabar.v", 'zone = "Asia/Pontianak"\n[kabar.v')
    assert load_file(declare(folder, own))["kabar"].zone == "Asia/Pontianak"


def test_a_local_newspaper_is_served_on_loopback_and_keeps_its_public_address(folder: Path) -> None:
    local = GOOD.replace(".co.id", ".example").replace("wordpress", "feed")
    local = local.replace(
        "[kabar.v", 'local = true\naddresses = ["/feed/"]\nbase = "http://127.0.0.1:8765"\n[kabar.v'
    )
    source = load_file(declare(folder, local))["kabar"]
    assert source.base == "http://127.0.0.1:8765"
    assert source.root == "https://kabarkita.example"


def test_a_newspaper_survives_being_written_out_and_read_again(bundled: dict[str, Source]) -> None:
    for source in bundled.values():
        assert Source.model_validate(source.model_dump()) == source
        assert Source.model_validate_json(source.model_dump_json()) == source


def test_a_newspaper_cannot_be_changed(bundled: dict[str, Source]) -> None:
    with pytest.raises(ValidationError, match="frozen"):
        next(iter(bundled.values())).name = "Lain"  # type: ignore[misc]


# What is refused. Each case: the words to replace in GOOD, what stands there instead, and the message.

WRONG = {
    "unknown key": ("name =", "nama =", 'unknown key "nama"; did you mean "name"?'),
    "missing key": ('name = "Kabar Kita"', "", 'the key "name" is missing'),
    "unknown key of verification": ("method", "metod", 'unknown key "verification.metod"'),
    "bad way": ('"wordpress"', '"wordpres"', 'way: "wordpres" is not one of'),
    "bad status": ('way = "w', 'status = "mati"\nway = "w', 'status: "mati" is not one of'),
    "bad method": ('"stored_page"', '"seen"', 'verification.method: "seen" is not one of'),
    "bad date": ("2026-11-22", '"kemarin"', 'verification.on: "kemarin"'),
    "bad key": ("[kabar", "[Kabar_Kita", 'key: "Kabar_Kita" is not a slug'),
    "unknown province": ('"13"', '"20"', 'province: unknown province "20"'),
    "province as a number": ('"13"', "13", 'province: "13": input should be a valid string'),
    "old Papuan code": ('"13"', '"97"', 'unknown province "97"'),
    "regency of another province": (
        '"13"',
        '"13"\nregency = "14.01"',
        '"14.01" does not lie in province "13"',
    ),
    "unknown regency": ('"13"', '"13"\nregency = "13.99"', 'there is no kabupaten or kota "13.99"'),
    "regency not a code": (
        '"13"',
        '"13"\nregency = "Solok"',
        '"Solok" is not the code of a kabupaten or kota',
    ),
    "bad domain": ('"kabarkita.co.id"', '"https://kabarkita.co.id"', "is not a domain in lower case"),
    "domain with www": ('"kabarkita.co.id"', '"www.kabarkita.co.id"', 'give it without "www."'),
    "reserved domain": ('"kabarkita.co.id"', '"kabarkita.example"', "is not on the public web"),
    "base on this machine": (
        'way = "w',
        'base = "http://127.0.0.1:80"\nway = "w',
        "is not on the public web",
    ),
    "base elsewhere": (
        'way = "w',
        'base = "https://lain.id"\nway = "w',
        'is not on the domain "kabarkita.co.id"',
    ),
    "base no URL": (
        'way = "w',
        'base = "kabarkita.co.id"\nway = "w',
        "is not a URL: it must begin with https://",
    ),
    "base with a query": (
        'way = "w',
        'base = "https://kabarkita.co.id/?x=1"\nway = "w',
        "must be a bare address",
    ),
    "bad port": ('way = "w', 'base = "https://kabarkita.co.id:x"\nway = "w', "is not a URL (Port"),
    "bad zone": ('way = "w', 'zone = "WIB"\nway = "w', '"WIB" is not an IANA time zone'),
    "no keywords": ('way = "w', 'keywords = []\nway = "w', "keywords: "),
    "tag not a slug": ('way = "w', 'tags = ["Netralitas ASN"]\nway = "w', '"Netralitas ASN" is not a slug'),
    "feed without address": ('"wordpress"', '"feed"', 'the way "feed" needs at least one address'),
    "sitemap without address": ('"wordpress"', '"sitemap"', 'the way "sitemap" needs at least one address'),
    "address no URL": ('"wordpress"', '"feed"\naddresses = ["ftp://x"]', '"ftp://x" is not a URL'),
    "address elsewhere": ('"wordpress"', '"feed"\naddresses = ["https://lain.id/f"]', "is not on the domain"),
    "address twice": ('"wordpress"', '"feed"\naddresses = ["/f", "/f"]', "an address is listed twice"),
    "unknown placeholder": ('"wordpress"', '"feed"\naddresses = ["/{kata}"]', "unknown placeholder {kata}"),
    "word and tag": ('"wordpress"', '"feed"\naddresses = ["/{tag}?s={word}"]', "cannot stand in one address"),
    "address of wordpress": ('way = "w', 'addresses = ["/feed/"]\nway = "w', "knows its addresses by itself"),
    "stray brace": ('"wordpress"', '"feed"\naddresses = ["/{word"]', "a stray brace or a blank"),
    "page without paging": (
        '"wordpress"',
        '"sitemap"\naddresses = ["/sitemap.xml?p={page}"]',
        'the way "sitemap" has no paging by address',
    ),
    "index without selectors": (
        '"wordpress"',
        '"index"\naddresses = ["/"]',
        'the way "index" needs selectors with "link"',
    ),
    "index without a link": (
        '"wordpress"',
        '"index"\naddresses = ["/"]\nselectors = { next = "a" }',
        'the key "selectors.link" is missing',
    ),
    "bad selector": (
        '"wordpress"',
        '"index"\naddresses = ["/"]\nselectors = { link = "h3 >" }',
        '"h3 >" is not a CSS selector',
    ),
    "selectors without an index": (
        '"wordpress"',
        '"wordpress"\nselectors = { link = "h3 a" }',
        'selectors belong to the way "index"',
    ),
}


@pytest.mark.parametrize("case", WRONG, ids=str)
def test_a_wrong_table_is_refused_with_its_file_key_and_reason(folder: Path, case: str) -> None:
    old, new, message = WRONG[case]
    assert old in GOOD
    declare(folder, GOOD.replace(old, new))
    with pytest.raises(SourceError) as caught:
        load_sources(folder)
    key = "Kabar_Kita" if case == "bad key" else "kabar"
    assert str(caught.value).startswith(f"13-sumatera-barat.toml: [{key}]: ")
    assert message in str(caught.value)


def test_every_fault_of_a_table_is_told_at_once(folder: Path) -> None:
    declare(folder, GOOD.replace('"13"', '"20"').replace('"wordpress"', '"feed"'))
    with pytest.raises(SourceError, match=r'unknown province "20".*; addresses: the way "feed" needs'):
        load_sources(folder)


def test_wrong_toml_is_refused_with_its_line(folder: Path) -> None:
    declare(folder, GOOD.replace('"Kabar Kita"', '"Kabar Kita'))
    with pytest.raises(SourceError, match=r"^13-sumatera-barat.toml: line 3, column \d+: this is not TOML: "):
        load_sources(folder)


def test_a_file_that_breaks_off_is_refused(folder: Path) -> None:
    declare(folder, GOOD + 'x = """')
    with pytest.raises(SourceError, match=r"^13-sumatera-barat.toml: .*this is not TOML: "):
        load_sources(folder)


def test_a_key_doubled_in_a_file_is_refused_with_its_line(folder: Path) -> None:
    declare(folder, GOOD + GOOD)
    with pytest.raises(SourceError, match=r"line 12, column \d+: the key \[kabar\] is doubled in this file"):
        load_sources(folder)


def test_a_key_doubled_over_two_files_is_refused_with_both(folder: Path) -> None:
    declare(folder, GOOD)
    declare(folder, GOOD.replace(".co.id", ".com").replace('"13"', '"14"'), "14-riau.toml")
    with pytest.raises(SourceError, match=r"^14-riau.toml: \[kabar\]: .*taken in 13-sumatera-barat.toml"):
        load_sources(folder)


@pytest.mark.parametrize("second", ["13-sumatera-barat.toml", "14-riau.toml"])
def test_a_doubled_domain_is_refused_with_both_newspapers(folder: Path, second: str) -> None:
    other = GOOD.replace("[kabar", "[warta")
    declare(folder, GOOD)
    declare(folder, GOOD + other if second.startswith("13") else other, second)
    with pytest.raises(SourceError) as caught:
        load_sources(folder)
    assert str(caught.value) == (
        f'{second}: [warta]: the domain "kabarkita.co.id" is already taken by [kabar] '
        "in 13-sumatera-barat.toml"
    )


def test_a_value_outside_a_table_is_refused(folder: Path) -> None:
    declare(folder, 'kabar = "kabarkita.co.id"')
    with pytest.raises(
        SourceError, match=r'"kabar" stands outside a table; a newspaper is a table such as \[kabar\]'
    ):
        load_sources(folder)


def test_the_key_is_the_name_of_the_table_and_nothing_else(folder: Path) -> None:
    declare(folder, GOOD.replace("name =", 'key = "lain"\nname ='))
    with pytest.raises(SourceError, match=r'unknown key "key"; the name of the table is the key'):
        load_sources(folder)


def test_a_file_that_is_not_utf_8_is_refused(folder: Path) -> None:
    (folder / "13.toml").write_bytes(b'# Kabar \xe9\n[kabar]\nname = "x"\n')
    with pytest.raises(SourceError, match=r"^13.toml: the file is not UTF-8 \(byte 8\)$"):
        load_sources(folder)


def test_a_folder_that_is_missing_or_empty_is_refused(folder: Path) -> None:
    with pytest.raises(SourceError, match="there is no such folder"):
        load_sources(folder / "none")
    with pytest.raises(SourceError, match="there is no TOML file"):
        load_sources(folder)


# The page that explains it

PAGE = (Path(__file__).parent.parent / "docs" / "sources.md").read_text(encoding="utf-8")


def test_the_example_of_the_documentation_is_right(folder: Path) -> None:
    example = PAGE[PAGE.index("    [kabarkita]") : PAGE.index("## The ways in")]
    assert load_file(declare(folder, dedent(example)))["kabarkita"].regency == "13.02"


def test_every_key_is_explained() -> None:
    for key in Source.model_fields:
        assert f"| `{'[key]' if key == 'key' else key}` |" in PAGE
    for fields in (Selectors.model_fields, Verification.model_fields):
        for key in fields:
            assert f"`{key}`" in PAGE or f"{key} = " in PAGE
    for word in (*get_args(Status), *get_args(Method), *get_args(Via)):
        assert f"| `{word}` |" in PAGE
