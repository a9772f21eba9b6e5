"""The codebook: complete, consistent in itself and with the facts, and strict about malformed files."""

from __future__ import annotations

import csv
import math
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from itertools import pairwise
from pathlib import Path
from typing import get_args

import pytest

from datasets.codebook import rows, tables
from pipelines.extraction import facts

CODEBOOK = Path(tables.__file__).parent
REFERENCE = CODEBOOK.parents[2] / "shared" / "reference" / "region-coords.csv"
LOADERS: dict[str, Callable[[], Iterable[object]]] = {
    name: function for name, function in vars(tables).items() if hasattr(function, "cache_info")
}


def kilometres(a: tuple[float, float], b: tuple[float, float]) -> float:
    """The great-circle distance of two points given as latitude and longitude in degrees."""
    lat_a, lon_a, lat_b, lon_b = map(math.radians, (*a, *b))
    half = math.sin((lat_b - lat_a) / 2) ** 2
    half += math.cos(lat_a) * math.cos(lat_b) * math.sin((lon_b - lon_a) / 2) ** 2
    return 2 * 6371 * math.asin(math.sqrt(half))


def point(code: str) -> tuple[float, float]:
    return tables.regions()[code].latitude, tables.regions()[code].longitude


def letters(name: str) -> str:
    return "".join(char for char in name.casefold() if char.isalnum())


def siblings(code: str) -> list[str]:
    return [c for c in tables.regions() if len(c) > 2 and c[:2] == code[:2] and c != code]


def test_every_file_has_its_loader_and_holds_rows() -> None:
    assert {path.stem for path in CODEBOOK.glob("*.csv")} == set(LOADERS)
    for name, load in LOADERS.items():
        assert list(load()), name


def test_the_page_on_the_codebook_names_every_file_and_its_rows() -> None:
    page = (CODEBOOK.parents[1] / "docs" / "codebook.md").read_text(encoding="utf-8")
    told: dict[str, str] = {}
    for line in page.splitlines():
        cells = line.split("|")
        if len(cells) > 4 and ".csv`" in cells[1]:
            names = re.findall(r"`(\w+)\.csv`", cells[1])
            cell = cells[3].replace(",", "") if len(names) == 1 else cells[3]
            counts = re.findall(r"\d+", cell) or [""] * len(names)
            told.update(zip(names, counts, strict=True))
    assert set(told) == set(LOADERS)
    rows_of = {name: str(len(list(LOADERS[name]()))) for name, count in told.items() if count}
    assert rows_of == {name: count for name, count in told.items() if count}


def test_regions_and_districts_are_complete() -> None:
    kinds = Counter(region.kind for region in tables.regions().values())
    assert kinds == {"provinsi": 38, "kabupaten": 416, "kota": 98}
    assert len(tables.districts()) == 7285
    assert {d.regency_code for d in tables.districts()} == {c for c in tables.regions() if len(c) > 2}


def test_codes_carry_the_code_of_their_parent() -> None:
    regions = tables.regions()
    for code, region in regions.items():
        if region.kind == "provinsi":
            assert len(code) == 2
            assert region.province_code is None
        else:
            assert code.startswith(f"{region.province_code}.")
            assert regions[str(region.province_code)].kind == "provinsi"
            assert region.name.startswith(region.kind.capitalize() + " ")
    assert all(d.code.startswith(f"{d.regency_code}.") for d in tables.districts())


def test_points_lie_in_indonesia_and_near_their_province() -> None:
    for code, region in tables.regions().items():
        latitude, longitude = point(code)
        assert -11.1 < latitude < 6.1, region.name
        assert 95.0 < longitude < 141.1, region.name
        # 456 km is the widest gap: Maluku Barat Daya (Wetar) to Buru Selatan.
        nearest = min(kilometres(point(code), point(other)) for other in siblings(code))
        assert nearest < (150 if region.kind == "provinsi" else 460), region.name


@pytest.mark.parametrize(
    ("name", "latitude", "longitude"),
    [
        ("Kota Sabang", 5.89, 95.32),
        ("Kota Padang", -0.95, 100.35),
        ("Kabupaten Solok", -0.97, 100.62),
        ("Kota Pontianak", -0.03, 109.33),
        ("Kota Surabaya", -7.25, 112.75),
        ("Kota Kupang", -10.17, 123.60),
        ("Kota Makassar", -5.14, 119.43),
        ("Kota Ternate", 0.79, 127.38),
        ("Kota Jayapura", -2.53, 140.72),
    ],
)
def test_well_known_places_are_where_they_are(name: str, latitude: float, longitude: float) -> None:
    code = next(region.code for region in tables.regions().values() if region.name == name)
    assert kilometres(point(code), (latitude, longitude)) < 15


def test_no_two_regions_share_a_point() -> None:
    shared = defaultdict(list)
    for code, region in tables.regions().items():
        if region.kind != "provinsi":
            shared[point(code)].append(region.name)
    assert [names for names in shared.values() if len(names) > 1] == []


@pytest.mark.skipif(not REFERENCE.exists(), reason="the reference points are not part of the project")
def test_points_agree_with_the_reference_points() -> None:
    with REFERENCE.open(encoding="utf-8", newline="") as file:
        reference = {line["code"]: (float(line["lat"]), float(line["lon"])) for line in csv.DictReader(file)}
    assert set(reference) == set(tables.regions())
    off = {code: kilometres(point(code), reference[code]) for code in reference}
    assert {code: km for code, km in off.items() if km > (25 if len(code) > 2 else 60)} == {}


@pytest.mark.parametrize(
    ("alias", "code", "kind"),
    [
        ("Sumbar", "13", "short"),
        ("PBD", "96", "short"),
        ("Arosuka", "13.02", "capital"),
        ("Pangkalan Bun", "62.01", "capital"),
        ("Sampit", "62.02", "capital"),
        ("Kuala Kapuas", "62.03", "capital"),
        ("Limapuluh Kota", "13.07", "spelling"),
        ("Bandarlampung", "18.71", "spelling"),
        ("Tanjungpinang", "21.72", "spelling"),
        ("Irian Jaya Barat", "92", "old_name"),
        ("Kota Tepian", "64.72", "nickname"),
    ],
)
def test_a_name_of_the_press_leads_to_one_region(alias: str, code: str, kind: str) -> None:
    found = [row for row in tables.region_aliases() if row.alias == alias]
    assert [(row.code, row.kind, row.ambiguous) for row in found] == [(code, kind, False)]


def test_every_alias_names_a_region_once() -> None:
    pairs = Counter((row.alias, row.code) for row in tables.region_aliases())
    assert [pair for pair, count in pairs.items() if count > 1] == []
    assert {row.code for row in tables.region_aliases()} <= set(tables.regions())


def test_a_name_that_several_regions_bear_is_ambiguous_for_each() -> None:
    bearers = defaultdict(set)
    for row in tables.region_aliases():
        bearers[letters(row.alias)].add(row.code)
    shared = [row for row in tables.region_aliases() if len(bearers[letters(row.alias)]) > 1]
    assert {row.alias for row in shared} >= {
        "Solok",
        "Sukabumi",
        "Gorontalo",
        "Martapura",
        "Sukadana",
        "Mura",
    }
    assert [row for row in shared if not row.ambiguous] == []


def test_every_seat_of_government_leads_to_its_region() -> None:
    known = defaultdict(set)
    for row in tables.region_aliases():
        known[row.code].add(letters(row.alias))
    for code, region in tables.regions().items():
        if region.kind != "provinsi":
            assert letters(region.seat) in known[code], region.name


@pytest.mark.parametrize(
    ("table", "codes"),
    [
        (tables.labels, facts.Label),
        (tables.roles, facts.Role),
        (tables.statuses, facts.Status),
        (tables.statement_kinds, facts.StatementKind),
        (tables.date_roles, facts.DateRole),
        (tables.sanction_statuses, facts.SanctionStatus),
    ],
)
def test_the_codes_are_those_that_the_facts_use(
    table: Callable[[], dict[str, object]], codes: object
) -> None:
    assert set(table()) == set(get_args(codes))


def test_labels_and_descriptions_stand_in_both_languages() -> None:
    keyed = [load() for load in LOADERS.values() if isinstance(load(), dict)]
    for row in (row for table in keyed for row in table.values()):  # type: ignore[attr-defined]
        described = getattr(row, "description", None)
        assert described is None or described != row.description_en, row
        assert getattr(row, "name_en", "-").strip(), row


def test_stages_run_from_the_allegation_to_the_end_and_explain_it() -> None:
    stages = list(tables.stages().values())
    assert [s.code for s in stages] == [
        "alleged",
        "reported",
        "under_review",
        "referred",
        "sanctioned",
        "dismissed",
    ]
    assert [s.rank for s in stages] == [1, 2, 3, 4, 5, 6]
    assert stages[0].name == "Dugaan"
    assert "tidak boleh disebut pelanggar" in stages[0].description


def test_forms_of_sanctions_agree_with_their_type() -> None:
    types = tables.sanction_types()
    assert len(tables.sanction_forms()) == 41
    for form in tables.sanction_forms().values():
        if form.regime == "tanpa_sanksi":
            assert form.sanction_type is None
            continue
        parent = types[str(form.sanction_type)]
        for level, of_type in ((form.level_pp53, parent.level_pp53), (form.level_pp94, parent.level_pp94)):
            assert level is None or of_type is None or level == of_type, form.code
    unused = set(types) - {form.sanction_type for form in tables.sanction_forms().values()}
    assert unused == {"denda"}  # a fine comes with the criminal provisions, not as a form of its own


@pytest.mark.parametrize(
    ("code", "pp53", "pp94"),
    [
        ("teguran_lisan", "ringan", "ringan"),
        ("penundaan_kgb", "sedang", None),
        ("pemotongan_tukin", None, "sedang"),
        ("penurunan_pangkat", None, None),
        ("penurunan_jabatan", "berat", "berat"),
        ("sanksi_moral", None, None),
    ],
)
def test_levels_follow_the_two_discipline_regulations(code: str, pp53: str | None, pp94: str | None) -> None:
    sanction = tables.sanction_types()[code]
    assert (sanction.level_pp53, sanction.level_pp94) == (pp53, pp94)


def test_items_of_the_joint_decree_have_their_act() -> None:
    acts = tables.acts()
    assert len(tables.act_items()) == 26
    assert {item.act for item in tables.act_items().values()} == set(acts)


def test_laws_are_cited_by_kind_number_and_year() -> None:
    laws = tables.legal_bases()
    for law in laws.values():
        assert law.repealed_by is None or law.repealed_by in laws
        assert str(law.year) in law.citation or law.kind == "putusan", law.citation
        assert law.number is None or law.number in law.citation
        assert law.in_force_from is None or law.in_force_from.year >= law.year
        if law.repealed_by:
            assert laws[law.repealed_by].year > law.year
    assert laws["PP 53/2010"].repealed_by == "PP 94/2021"
    assert str(laws["PP 94/2021"].in_force_from) == "2021-08-31"


def test_elections_are_on_a_wednesday_after_their_campaign() -> None:
    elections = {election.name: election for election in tables.elections()}
    assert len(elections) == len(tables.elections())
    assert {f"Pilkada {year}" for year in (2015, 2017, 2018, 2020, 2024, 2025)} <= set(elections)
    for election in elections.values():
        if election.date is None:
            continue
        # every national and regional ballot since 2009 was held on a Wednesday
        assert election.date.weekday() == 2, election.name
        days = [election.nomination_date, election.campaign_start, election.campaign_end, election.date]
        known = [day for day in days if day]
        assert all(a < b for a, b in pairwise(known)), election.name
        assert str(election.date.year) in election.name


def test_tokens_around_names_stand_once_and_with_and_without_dots() -> None:
    honorifics = [row.token for row in tables.honorifics()]
    degrees = {row.token: row.place for row in tables.degrees()}
    assert len(honorifics) == len(set(honorifics))
    assert len(degrees) == len(tables.degrees())
    assert {"S.Sos", "S.Sos.", "SSos", "M.Si", "MSi", "SH", "S.H."} <= set(degrees)
    assert degrees["Drs."] == degrees["dr"] == "before"
    assert degrees["S.STP"] == "after"
    kept = {row.token for row in tables.honorifics() if not row.strip}
    assert {"Teuku", "Andi", "I Wayan", "La Ode"} <= kept
    assert not {"H.", "Hj.", "Bapak", "AKBP"} & kept


STAGE = "code,rank,name,name_en,description,description_en\n"


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (
            "code,rank,name,name_en,description\n",
            "codebook/stages.csv, line 1: the column description_en is lacking",
        ),
        ("", "codebook/stages.csv, line 1: the column code is lacking"),
        (STAGE + "a,1,Satu,One,x\n", "codebook/stages.csv, line 2: 5 cells where the header has 6"),
        (STAGE + "a,1,Satu,One,x,y\nb,2, ,Two,x,y\n", "codebook/stages.csv, line 3: name is empty"),
        (STAGE + "a,first,Satu,One,x,y\n", "codebook/stages.csv, line 2: rank 'first': "),
        (
            STAGE + "a,1,Satu,One,x,y\na,2,Dua,Two,x,y\n",
            "codebook/stages.csv, line 3: 'a' stands there twice",
        ),
        (STAGE + 'a,1,"Satu"x,One,x,y\n', "codebook/stages.csv, line 2: "),
    ],
)
def test_a_malformed_file_is_named_with_line_and_reason(tmp_path: Path, text: str, reason: str) -> None:
    (tmp_path / "stages.csv").write_text(text, encoding="utf-8")
    with pytest.raises(tables.CodebookError) as caught:
        tables.read_keyed(rows.Stage, "stages.csv", lambda row: row.code, tmp_path)
    assert str(caught.value).startswith(reason)


@pytest.mark.parametrize("content", [None, b"code\xff\n"])
def test_a_file_that_cannot_be_read_is_named(tmp_path: Path, content: bytes | None) -> None:
    if content is not None:
        (tmp_path / "stages.csv").write_bytes(content)
    with pytest.raises(tables.CodebookError, match=r"^codebook/stages.csv cannot be read: "):
        list(tables.read_table(rows.Stage, "stages.csv", tmp_path))


def test_a_code_outside_its_vocabulary_is_refused(tmp_path: Path) -> None:
    (tmp_path / "region_aliases.csv").write_text(
        "alias,code,kind,ambiguous,note\nSumbar,13,abbreviation,0,\n", encoding="utf-8"
    )
    with pytest.raises(tables.CodebookError, match=r"line 2: kind 'abbreviation': .*'short'"):
        list(tables.read_table(rows.RegionAlias, "region_aliases.csv", tmp_path))
