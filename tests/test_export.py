"""The CSV export against the database that it was made from."""

from __future__ import annotations

import csv
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
import store_examples as examples
from sqlite_utils import Database

from datasets import export
from datasets.database import DatabaseError
from datasets.descriptions import load_descriptions
from datasets.export import ExportError, export_csv
from pipelines.store import Store

HOSTILE = 'Bupati "Rusli", =cmd|x\r\nbaris\rdua\nÉ 🗳 \u202e\x00 akhir'


@pytest.fixture
def database(tmp_path: Path) -> Path:
    path = tmp_path / "netralitas.db"
    with examples.new_store(path) as store:
        for slug, source, title in [
            ("a", "lembayung", HOSTILE),
            ("b", "pesisir", "=1+1"),
            ("c", "saddang", "-"),
        ]:
            article = examples.article(slug, source=source, title=title)
            store.write(examples.page(article), article, examples.facts())
        store.link_copies()
        run = store.start_run(examples.FETCHED)
        store.finish_run(run, examples.FETCHED, "finished", {"pesisir": {"listed": 3, "bytes": 9}})
    return path


def read(path: Path) -> list[list[str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file))


def test_every_table_and_view_comes_out_row_for_row(database: Path, tmp_path: Path) -> None:
    exported = export_csv(database, tmp_path / "csv")
    assert {file.name for file in exported} == set(load_descriptions())
    with closing(sqlite3.connect(database)) as connection:
        for file in exported:
            cursor = connection.execute(f"SELECT * FROM {file.name}")
            stored = [["" if value is None else str(value) for value in row] for row in cursor]
            header, *rows = read(file.path)
            assert header == [column[0] for column in cursor.description]
            assert sorted(rows) == sorted(stored), file.name
            assert file.rows == len(stored)
    rows = {file.name: file.rows for file in exported}
    assert (
        rows["articles"] == rows["violations_flat"] == rows["sanctions_flat"] == rows["statements_flat"] == 3
    )
    assert rows["source_runs"] == 1


def test_text_is_left_as_it_was_read(database: Path, tmp_path: Path) -> None:
    export_csv(database, tmp_path)
    header, *rows = read(tmp_path / "articles.csv")
    assert sorted(row[header.index("title")] for row in rows) == sorted([HOSTILE, "=1+1", "-"])
    assert not (tmp_path / "articles.csv").read_bytes().startswith(b"\xef\xbb\xbf")


def test_the_same_database_gives_the_same_bytes(database: Path, tmp_path: Path) -> None:
    first, second = export_csv(database, tmp_path / "1"), export_csv(database, tmp_path / "2")
    assert [file.path.read_bytes() for file in first] == [file.path.read_bytes() for file in second]
    articles = read(tmp_path / "1" / "articles.csv")[1:]
    assert articles == sorted(articles), "ordered by id"


def test_a_dictionary_of_all_columns_stands_beside(database: Path, tmp_path: Path) -> None:
    exported = export_csv(database, tmp_path / "csv")
    header, *rows = read(tmp_path / "csv" / "columns.csv")
    assert header[:4] == ["table", "column", "description_id", "description_en"]
    assert [(row[0], row[1]) for row in rows] == [(f.name, column) for f in exported for column in f.columns]
    assert all(row[2] and row[3] for row in rows)
    readme = (tmp_path / "csv" / "README.txt").read_text(encoding="utf-8")
    assert "violations_flat.csv (3 baris / rows)" in readme


@pytest.mark.parametrize("broken", ["columns.csv", "README.txt", "mentions.csv"])
def test_an_export_that_fails_leaves_what_was_there(
    database: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, broken: str
) -> None:
    folder = tmp_path / "csv"
    export_csv(database, folder)
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    with Store(database) as store:
        article = examples.article("d")
        store.write(examples.page(article), article, examples.facts())

    opened = Path.open

    def full(self: Path, *args: object, **kwargs: object):  # as when the disk is full
        if broken in self.name:
            raise OSError(28, "No space left on device")
        return opened(self, *args, **kwargs)

    monkeypatch.setattr(Path, "open", full)
    with pytest.raises(ExportError, match=r"The export into .*csv failed: No space left on device\.$"):
        export_csv(database, folder)
    monkeypatch.undo()
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == before


def test_a_file_in_the_place_of_the_folder_is_refused_in_a_sentence(database: Path, tmp_path: Path) -> None:
    (tmp_path / "csv").write_text("a file")
    with pytest.raises(ExportError, match=r"The export into .*csv failed: File exists\.$"):
        export_csv(database, tmp_path / "csv")


def test_a_missing_or_damaged_database_writes_nothing(database: Path, tmp_path: Path) -> None:
    with pytest.raises(DatabaseError, match="There is no database"):
        export_csv(tmp_path / "nowhere.db", tmp_path / "csv")
    damaged = bytearray(database.read_bytes())
    damaged[8192:] = b"\xa5" * (len(damaged) - 8192)
    database.write_bytes(damaged)
    with pytest.raises(DatabaseError, match="is damaged; put back a backup"):
        export_csv(database, tmp_path / "csv")
    assert not list((tmp_path / "csv").glob("*"))


def test_all_files_show_one_moment_though_the_database_is_being_written(
    database: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Store(database) as store:
        article = examples.article("d")
        before = export._export

        def write_meanwhile(db: Database, path: Path, name: str, drafts: object) -> export.Exported:
            store.write(examples.page(article), article, examples.facts())
            return before(db, path, name, drafts)  # type: ignore[arg-type]

        monkeypatch.setattr(export, "_export", write_meanwhile)
        rows = {file.name: file.rows for file in export_csv(database, tmp_path / "csv")}
        assert store.db.table("articles").count == 4
    assert {
        rows[name] for name in ("articles", "articles_flat", "violations", "violations_flat", "pages")
    } == {3}
