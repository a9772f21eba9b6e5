"""The schema as SQLite and Datasette see it: described, indexed, searchable; and what opening refuses."""

from __future__ import annotations

import asyncio
import re
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
import store_examples as examples
from datasette.app import Datasette
from sqlite_utils import Database

import datasets.codebook
from datasets.codebook.tables import CodebookError
from datasets.database import DatabaseError, open_database, open_readonly, transaction
from datasets.descriptions import load_descriptions
from datasets.schema import SEARCHED, migrations
from datasets.schema.lookups import LOOKUPS, OPEN_LOOKUPS, codebook_changes, load_codebook
from pipelines.store import Store

CODEBOOK = Path(datasets.codebook.__path__[0])


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("filled") / "netralitas.db"
    with Store(path) as store:
        store.sync_sources(examples.SOURCES)
        article = examples.article()
        store.write(examples.page(article), article, examples.facts())
    return path


@pytest.fixture
def connection(filled: Path) -> Iterator[sqlite3.Connection]:
    with closing(sqlite3.connect(filled)) as opened:
        yield opened


def published(connection: sqlite3.Connection) -> dict[str, list[str]]:
    """The tables and views that readers see, with their columns; not the search index and the migrations."""
    names = connection.execute("SELECT name FROM sqlite_master WHERE type IN ('table', 'view')").fetchall()
    inner = re.compile(r"_sqlite_migrations|sqlite_.*|.*_fts(_.*)?")
    return {
        name: [row[1] for row in connection.execute(f'PRAGMA table_xinfo("{name}")')]
        for (name,) in names
        if not inner.fullmatch(name)
    }


def test_every_table_view_and_column_is_described_and_nothing_else(connection: sqlite3.Connection) -> None:
    described = load_descriptions()
    real = published(connection)
    assert set(described) == set(real)
    for name, columns in real.items():
        assert set(described[name].columns) == set(columns), name
    words = [described[name].title for name in real] + [described[name].description for name in real]
    words += [column for name in real for column in described[name].columns.values()]
    words += [column.unit for name in real for column in described[name].columns.values() if column.unit]
    assert all(text.id.strip() and text.en.strip() for text in words)


def test_every_reference_is_indexed(connection: sqlite3.Connection) -> None:
    lacking = []
    for table in published(connection):
        leading = {
            connection.execute(f'PRAGMA index_info("{index[1]}")').fetchone()[2]
            for index in connection.execute(f'PRAGMA index_list("{table}")')
        }
        references = {row[3] for row in connection.execute(f'PRAGMA foreign_key_list("{table}")')}
        lacking += [(table, column) for column in references - leading]
    assert lacking == []


@pytest.mark.parametrize(
    ("table", "columns"),
    [
        ("articles", "source domain published_on published_month published_by label_code language is_copy"),
        ("officials", "position region_code province_code"),
        ("mentions", "status_code role_code confidence"),
        ("statements", "official_id kind_code made_on confidence"),
        ("violations", "position region_code province_code act_code stage_code confidence rule"),
        ("sanctions", "type_code level status_code authority confidence"),
        ("pages", "source state reason via"),
        ("sources", "province_code way status"),
    ],
)
def test_every_facet_is_counted_over_an_index(
    connection: sqlite3.Connection, table: str, columns: str
) -> None:
    for column in columns.split():
        sql = f"EXPLAIN QUERY PLAN SELECT {column}, count(*) FROM {table} GROUP BY {column}"
        [(*_, plan)] = connection.execute(sql)
        assert "USING COVERING INDEX" in plan, f"{table}.{column}: {plan}"


def test_the_open_lookups_name_every_column_that_refers_to_them(connection: sqlite3.Connection) -> None:
    referring: dict[str, set[tuple[str, str]]] = {table: set() for table in LOOKUPS}
    for child in published(connection):
        for row in connection.execute(f'PRAGMA foreign_key_list("{child}")'):
            if row[2] in OPEN_LOOKUPS:
                referring[row[2]].add((child, row[3]))
    assert {table: referring[table] for table in OPEN_LOOKUPS} == {t: set(c) for t, c in OPEN_LOOKUPS.items()}


def test_the_flat_views_say_in_words_what_the_tables_say_in_codes(connection: sqlite3.Connection) -> None:
    connection.row_factory = sqlite3.Row
    violation = dict(connection.execute("SELECT * FROM violations_flat").fetchone())
    assert {key: violation[key] for key in violation if key in _VIOLATION} == _VIOLATION
    assert violation["evidence"] in examples.TEXT
    sanction = dict(connection.execute("SELECT * FROM sanctions_flat").fetchone())
    assert (sanction["type"], sanction["status_en"], sanction["accused"], sanction["stage"]) == (
        "Teguran tertulis",
        "Recommended",
        "Dasril Mantiko",
        "Diteruskan",
    )
    statement = dict(connection.execute("SELECT * FROM statements_flat").fetchone())
    assert (statement["speaker"], statement["kind"], statement["status_en"], statement["province"]) == (
        "Nofrizal Candra",
        "Imbauan",
        "In office",
        "Sumatera Barat",
    )
    officials = {row["name"]: dict(row) for row in connection.execute("SELECT * FROM officials_flat")}
    accused = officials["Dasril Mantiko"]
    assert (accused["violations"], accused["stages_en"], accused["sanctions"]) == (
        1,
        "Referred",
        "teguran tertulis (Direkomendasikan)",
    )
    assert (accused["articles"], accused["statements"], accused["last_on"]) == (1, 0, "2024-09-26")
    article = dict(connection.execute("SELECT * FROM articles_flat").fetchone())
    assert article["officials"] == "Dasril Mantiko (Camat); Nofrizal Candra (Ketua Bawaslu)"
    assert (
        article["newspaper_province"],
        article["label"],
        article["legal_bases"],
        article["sanctions"],
    ) == (
        "Sumatera Barat",
        "Pernyataan dan pelanggaran",
        "PP 94/2021",
        1,
    )


_VIOLATION = {
    "accused": "Dasril Mantiko",
    "stage": "Diteruskan",
    "stage_en": "Referred",
    "act": "Dukungan",
    "act_en": "Support",
    "position": "Camat",
    "region": "Kabupaten Solok",
    "region_code": "13.02",
    "province": "Sumatera Barat",
    "sanctions": "teguran tertulis (Direkomendasikan)",
    "elections": "Pilkada 2024",
    "newspaper": "Harian Lembayung",
    "url": "https://lembayung.example/camat-diteruskan",
    "published_on": "2024-09-26",
    "is_copy": 0,
}


def test_datasette_searches_labels_and_facets_the_tables(filled: Path) -> None:
    async def ask() -> None:
        site = Datasette([str(filled)], settings={"suggest_facets": False})

        async def get(path: str) -> dict:
            answer = await site.client.get(f"/netralitas{path}")
            assert answer.status_code == 200, answer.text
            return answer.json()

        for table in SEARCHED:
            everything = (await get(f"/{table}.json?_shape=objects"))["filtered_table_rows_count"]
            assert everything > 0
            page = await get(f"/{table}.json?_search=xilofon")
            assert page["filtered_table_rows_count"] == 0, f"the search index of {table} is not detected"
        assert (await get("/violations.json?_search=WHATSAPP"))["filtered_table_rows_count"] == 1
        facets = (await get("/violations.json?_facet=province_code&_facet=stage_code"))["facet_results"]
        labels = {name: [r["label"] for r in facet["results"]] for name, facet in facets.items()}
        assert labels == {"province_code": ["Sumatera Barat"], "stage_code": ["Diteruskan"]}
        months = (await get("/articles.json?_facet=published_month"))["facet_results"]["published_month"]
        assert [(r["value"], r["count"]) for r in months["results"]] == [("2024-09", 1)]

    asyncio.run(ask())


# The codebook


def test_the_codebook_is_loaded_as_the_files_have_it(connection: sqlite3.Connection) -> None:
    assert dict(connection.execute("SELECT kind, count(*) FROM regions GROUP BY kind")) == {
        "provinsi": 38,
        "kabupaten": 416,
        "kota": 98,
    }
    assert connection.execute("SELECT province_code FROM regions WHERE code = '13.02'").fetchone() == ("13",)
    assert connection.execute("SELECT name_en FROM stages ORDER BY rank LIMIT 1").fetchone() == ("Alleged",)
    for table in LOOKUPS:
        assert connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0] > 0


@pytest.fixture
def changed(tmp_path: Path) -> Path:
    """A copy of the codebook to change."""
    folder = tmp_path / "codebook"
    shutil.copytree(CODEBOOK, folder)
    return folder


def edit(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def test_a_changed_codebook_is_loaded_and_nothing_read_is_lost(
    filled: Path, changed: Path, tmp_path: Path
) -> None:
    path = shutil.copy(filled, tmp_path / "copy.db")
    edit(changed / "acts.csv", "dukungan,Dukungan,Support", "dukungan,Menyatakan dukungan,Declared support")
    for name, gone in [("acts.csv", "mobilisasi,"), ("positions.csv", "Camat,"), ("stages.csv", "referred,")]:
        lines = (changed / name).read_text(encoding="utf-8").splitlines(keepends=True)
        (changed / name).write_text("".join(x for x in lines if not x.startswith(gone)), encoding="utf-8")

    db = open_database(Path(path))
    assert codebook_changes(db) == []
    with transaction(db):
        load_codebook(db, changed)
    assert codebook_changes(db, changed) == []
    acts = {row["code"]: row["name"] for row in db.table("acts").rows}
    assert acts["dukungan"] == "Menyatakan dukungan"
    assert "mobilisasi" not in acts
    assert db.table("stages").get("referred")["name_en"] == "Referred", "a case still refers to it"
    assert db.table("positions").get("Camat")["in_codebook"] == 0
    db.close()
    assert examples.faults(Path(path)) == []

    open_database(Path(path)).close()
    with closing(sqlite3.connect(path)) as again:
        assert again.execute("SELECT in_codebook FROM positions WHERE name = 'Camat'").fetchone() == (1,)
        assert again.execute("SELECT count(*) FROM acts WHERE code = 'mobilisasi'").fetchone() == (1,)


def test_a_broken_codebook_leaves_the_tables_as_they_were(
    filled: Path, changed: Path, tmp_path: Path
) -> None:
    path = Path(shutil.copy(filled, tmp_path / "copy.db"))
    before = examples.content(path)
    edit(changed / "acts.csv", "dukungan,Dukungan", "dukungan,Menyatakan dukungan")
    edit(changed / "stages.csv", "alleged,1,", "alleged,first,")
    db = open_database(path)
    with pytest.raises(CodebookError, match=r"stages\.csv, line 2"), transaction(db):
        load_codebook(db, changed)
    db.close()
    assert examples.content(path) == before


# Opening


def test_a_database_is_made_with_its_folder(tmp_path: Path) -> None:
    path = tmp_path / "data" / "new" / "netralitas.db"
    open_database(path).close()
    assert examples.faults(path) == []
    assert open_readonly(path).table("regions").count == 552


def test_every_migration_can_be_left_off_at_and_taken_up(tmp_path: Path) -> None:
    whole = tmp_path / "whole.db"
    open_database(whole).close()
    for migration in migrations.pending(Database(memory=True))[1:]:
        path = tmp_path / f"{migration.name}.db"
        db = Database(path)
        migrations.apply(db, stop_before=migration.name)
        db.close()
        with pytest.raises(DatabaseError, match="older version of Netralitas; `netralitas crawl` brings"):
            open_readonly(path)
        open_database(path).close()
        assert examples.content(path) == examples.content(whole)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (
            b"not a database at all, but long enough to be looked at as one" * 20,
            "is not a SQLite database; give",
        ),
        (b"SQLite format 3\x00" + b"\xff" * 4000, "is not a SQLite database; give another path"),
    ],
)
def test_what_is_no_database_is_refused_and_left_alone(tmp_path: Path, content: bytes, words: str) -> None:
    path = tmp_path / "netralitas.db"
    path.write_bytes(content)
    for opened in (open_database, open_readonly):
        with pytest.raises(DatabaseError, match=words) as caught:
            opened(path)
        assert str(caught.value).startswith(str(path)) and "\n" not in str(caught.value)
    assert path.read_bytes() == content


def test_a_damaged_database_is_told_as_such(filled: Path, tmp_path: Path) -> None:
    content = bytearray(filled.read_bytes())
    content[4096:] = b"\xa5" * (len(content) - 4096)
    path = tmp_path / "netralitas.db"
    path.write_bytes(content)
    with pytest.raises(
        DatabaseError, match="is damaged; put back a backup, or delete the file and crawl again"
    ):
        Store(path)
    assert path.read_bytes() == bytes(content)


def test_a_missing_database_is_told_with_what_to_do(tmp_path: Path) -> None:
    path = tmp_path / "netralitas.db"
    expected = f"There is no database at {path}; make one with `netralitas crawl` or `netralitas demo`."
    for opened in (lambda: open_database(path, must_exist=True), lambda: open_readonly(path)):
        with pytest.raises(DatabaseError) as caught:
            opened()
        assert str(caught.value) == expected
    assert not path.exists()


def test_a_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DatabaseError, match="is a folder; give the path of a database file"):
        open_database(tmp_path)


def test_the_database_of_another_program_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "theirs.db"
    with closing(sqlite3.connect(path)) as theirs:
        theirs.execute("CREATE TABLE articles (id INTEGER PRIMARY KEY, headline TEXT)")
    before = examples.dump(path)
    for opened in (open_database, open_readonly):
        with pytest.raises(DatabaseError, match="is a database of another program; give another path"):
            opened(path)
    assert examples.dump(path) == before


def test_a_newer_schema_is_refused_by_its_name(filled: Path, tmp_path: Path) -> None:
    path = Path(shutil.copy(filled, tmp_path / "newer.db"))
    db = Database(path)
    record = {"migration_set": "netralitas", "name": "m999_future", "applied_at": "2030-01-01"}
    db.table("_sqlite_migrations").insert(record)
    db.close()
    for opened in (open_database, open_readonly):
        with pytest.raises(
            DatabaseError, match=r"newer version of Netralitas \(it has m999_future\); update"
        ):
            opened(path)


def test_a_locked_database_is_told_as_such(filled: Path, tmp_path: Path) -> None:
    path = Path(shutil.copy(filled, tmp_path / "locked.db"))
    with closing(sqlite3.connect(path)) as other:
        other.execute("BEGIN EXCLUSIVE")
        for opened in (open_database, open_readonly):
            with pytest.raises(DatabaseError, match="is in use by another program; wait until that is done"):
                opened(path, wait=0.05)


def test_reading_writes_nothing(filled: Path, tmp_path: Path) -> None:
    path = Path(shutil.copy(filled, tmp_path / "read.db"))
    before = path.read_bytes()
    db = open_readonly(path)
    with pytest.raises(sqlite3.OperationalError, match="readonly"):
        db.execute("DELETE FROM articles")
    db.close()
    assert path.read_bytes() == before
