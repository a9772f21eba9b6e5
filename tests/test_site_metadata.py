"""What Datasette is told of the dataset agrees with the schema, and says everything in both languages."""

from __future__ import annotations

import copy
import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from site_sample import Site, opened

from datasets.database import DatabaseError
from datasets.descriptions import load_descriptions
from datasets.site import app, build_metadata
from datasets.site.definitions import load_headings, load_queries, load_shown, load_site
from datasets.site.references import references
from datasets.site.terms import english

TABLES = load_descriptions()


@pytest.fixture(scope="module")
def site() -> Iterator[Site]:
    with opened() as site:
        yield site


@pytest.fixture(scope="module")
def columns(site: Site) -> dict[str, list[str]]:
    return {name: [row["name"] for row in site.rows(f"PRAGMA table_xinfo({name})")] for name in TABLES}


def test_every_table_and_column_of_the_database_is_described(
    site: Site, columns: dict[str, list[str]]
) -> None:
    told = build_metadata()["databases"]["netralitas"]["tables"]
    for name in [
        row["name"] for row in site.rows("SELECT name FROM sqlite_master WHERE type IN ('table', 'view')")
    ]:
        if "_fts" in name:
            continue
        assert name in told, f"{name} is neither described nor hidden"
        if told[name].get("hidden"):
            continue
        assert told[name]["title"] and told[name]["description"]
        assert set(told[name]["columns"]) == set(columns[name])
        assert all(told[name]["columns"].values())


def test_title_licence_and_source_are_told_in_both_languages_and_on_every_table() -> None:
    told = build_metadata()
    site = load_site()
    assert site.title.id in told["description"] and site.title.en in told["description"]
    assert told["description"].index(site.title.id) < told["description"].index(site.title.en)
    assert (told["license"], told["license_url"]) == (site.license.name, site.license.url)
    assert site.source.id in told["source"] and site.source.en in told["source"]
    database = told["databases"]["netralitas"]
    licences = {
        name: table["license"] for name, table in database["tables"].items() if not table.get("hidden")
    }
    assert licences.pop("regions") == "ODbL 1.0"
    assert set(licences.values()) == {"CC BY 4.0"}
    assert database["license"] == "CC BY 4.0"


def test_numbers_are_described_with_their_unit() -> None:
    told = build_metadata()["databases"]["netralitas"]["tables"]
    assert "(satuan: derajat)" in told["regions"]["columns"]["latitude"]
    assert "(unit: degrees)" in told["regions"]["columns"]["latitude"]


def test_what_is_shown_exists(columns: dict[str, list[str]]) -> None:
    shown = load_shown()
    assert set(shown) == set(TABLES)
    for name, how in shown.items():
        named = [
            *how.shown,
            *how.facets,
            *([how.label] if how.label else []),
            *([how.sort.strip("-")] if how.sort else []),
        ]
        assert set(named) <= set(columns[name]), name


def test_every_table_that_is_referred_to_has_a_label() -> None:
    told = build_metadata()["databases"]["netralitas"]["tables"]
    for target in set(references().values()):
        assert told[target].get("label_column"), target


def test_every_column_has_a_heading_in_both_languages(columns: dict[str, list[str]]) -> None:
    headings = load_headings()
    for name, known in columns.items():
        for column in known:
            words = headings.of(column, name)
            assert words and words.id and words.en, f"{name}.{column}"


def test_headings_are_of_columns_that_there_are(columns: dict[str, list[str]]) -> None:
    headings = load_headings()
    assert set(headings.all) <= {column for known in columns.values() for column in known}
    for name, only in headings.only.items():
        assert set(only) <= set(columns[name])


def test_a_word_of_the_codebook_has_one_english(site: Site) -> None:
    for table in ("labels", "roles", "statuses", "statement_kinds", "date_roles", "sanction_statuses", "stages",
                  "acts", "sanction_types"):  # fmt: skip
        for row in site.rows(f"SELECT name, name_en FROM {table}"):
            assert english()[row["name"]] == row["name_en"]


def test_the_metadata_is_new_at_every_call_and_may_be_copied_and_written_as_json() -> None:
    first = build_metadata()
    first["databases"]["netralitas"]["tables"]["articles"]["title"] = "changed"
    assert build_metadata()["databases"]["netralitas"]["tables"]["articles"]["title"] != "changed"
    assert copy.deepcopy(first) == first == json.loads(json.dumps(first))


def test_there_are_questions_enough_and_each_is_asked_in_both_languages() -> None:
    queries = load_queries()
    assert len(queries) >= 14
    for name, query in queries.items():
        assert query.title.id != query.title.en, name
        assert query.description.id != query.description.en, name
        assert set(query.params) == {p for p in query.params if f":{p}" in query.sql}, name
        assert name not in TABLES, "a query of that name would hide the table"


def test_helper_tables_are_hidden(site: Site) -> None:
    shown = site.get("/netralitas.json").json()["tables"]
    hidden = {table["name"] for table in shown if table["hidden"]}
    assert "_sqlite_migrations" in hidden and "articles_fts" in hidden
    assert hidden.isdisjoint(TABLES)


def test_a_database_that_is_missing_or_of_another_program_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DatabaseError, match="no database"):
        app(tmp_path / "none.db")
    (tmp_path / "text.db").write_text(
        "no database at all, only words, and enough of them to fill a header " * 4
    )
    with pytest.raises(DatabaseError, match="not a SQLite database"):
        app(tmp_path / "text.db")
