"""The store, through a real SQLite file: whole articles or nothing, and nothing twice."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import store_examples as examples

from datasets.database import open_readonly
from pipelines.attempts import MOST_ATTEMPTS
from pipelines.extraction.facts import Facts, LawFact, OfficialFact
from pipelines.listings import known_pages
from pipelines.store import Store, StoreError


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "netralitas.db"


@pytest.fixture
def store(path: Path):
    with examples.new_store(path, extractor="1") as opened:
        yield opened


def rows(path: Path, sql: str, *values: object) -> list[tuple]:
    with closing(sqlite3.connect(path)) as connection:
        return connection.execute(sql, values).fetchall()


def counts(path: Path) -> dict[str, int]:
    return {table: len(found) for table, found in examples.content(path).items()}


def test_an_article_is_written_with_all_its_facts_and_sound_references(store: Store, path: Path) -> None:
    article = examples.article()
    assert store.write(examples.page(article), article, examples.facts()) is True

    [(title, published, month, label)] = rows(
        path, "SELECT title, published_at, published_month, label_code FROM articles"
    )
    assert (title, published, month, label) == (article.title, "2024-09-26T14:05:00+07:00", "2024-09", "both")
    [(accused, official, province)] = rows(
        path,
        "SELECT accused, officials.name_and_position, violations.province_code FROM violations"
        " JOIN officials ON officials.id = official_id",
    )
    assert (accused, official, province) == ("Dasril Mantiko", "Dasril Mantiko, Camat", "13")
    assert rows(
        path, "SELECT status_code, accused FROM sanctions JOIN violations ON violations.id = violation_id"
    ) == [("recommended", "Dasril Mantiko")]
    for table in ("mentions", "statements", "violations", "sanctions", "article_regions", "article_dates",
                  "article_laws", "article_elections"):  # fmt: skip
        for field, start, end, sentence, rule in rows(
            path, f"SELECT evidence_field, evidence_start, evidence_end, evidence, rule FROM {table}"
        ):
            assert (field, rule) == ("text", "test.rule")
            assert examples.TEXT[start:end] in sentence
    assert examples.faults(path) == []


def test_foreign_keys_are_enforced_while_writing(store: Store) -> None:
    with pytest.raises(sqlite3.IntegrityError):
        store.db.execute("UPDATE sources SET province_code = '99'")


def test_writing_the_same_page_twice_changes_nothing_at_all(store: Store, path: Path) -> None:
    article = examples.article()
    store.write(examples.page(article), article, examples.facts())
    store.write(examples.page(), None, None)
    store.link_copies()
    before = examples.dump(path)

    later = examples.FETCHED + timedelta(days=1)
    assert store.write(examples.page(article, fetched_at=later), article, examples.facts()) is False
    assert store.write(examples.page(fetched_at=later), None, None) is False
    store.sync_sources(examples.SOURCES)
    store.link_copies()

    assert examples.dump(path) == before


def test_opening_a_finished_database_again_changes_nothing(path: Path) -> None:
    with Store(path) as store:
        store.sync_sources(examples.SOURCES)
    before = examples.dump(path)
    with Store(path):
        pass
    assert examples.dump(path) == before
    assert [file.name for file in path.parent.iterdir()] == [path.name], (
        "no write-ahead log is left beside it"
    )


@pytest.mark.parametrize("table", ["officials", "mentions", "sanctions", "article_elections", "pages"])
def test_what_breaks_in_the_middle_of_an_article_leaves_nothing_of_it(
    store: Store, path: Path, table: str
) -> None:
    before = examples.content(path)
    article = examples.article()
    store.db.execute(
        f"CREATE TEMP TRIGGER broken BEFORE INSERT ON main.{table}"
        " BEGIN SELECT RAISE(ABORT, 'power cut'); END"
    )
    with pytest.raises(sqlite3.IntegrityError, match="power cut"):
        store.write(examples.page(article), article, examples.facts())
    assert examples.content(path) == before
    assert examples.faults(path) == []

    store.db.execute("DROP TRIGGER broken")
    assert store.write(examples.page(article), article, examples.facts()) is True


def test_what_breaks_while_an_article_is_replaced_leaves_the_old_one(store: Store, path: Path) -> None:
    article = examples.article()
    store.write(examples.page(article), article, examples.facts())
    before = examples.content(path)
    store.db.execute(
        "CREATE TEMP TRIGGER broken BEFORE INSERT ON main.article_laws"
        " BEGIN SELECT RAISE(ABORT, 'power cut'); END"
    )
    with pytest.raises(sqlite3.IntegrityError, match="power cut"):
        store.write(examples.page(article), replace(article, title="Lain"), examples.facts())
    assert examples.content(path) == before


def test_newer_facts_replace_the_old_ones_as_a_whole(store: Store, path: Path) -> None:
    article = examples.article()
    store.write(examples.page(article), article, examples.facts())
    [(violation,)] = rows(path, "SELECT id FROM violations")
    newer = examples.facts()
    newer.violations[0] = replace(newer.violations[0], stage="sanctioned", position=None)
    newer.sanctions.clear()

    assert store.write(examples.page(article), article, newer) is True
    assert rows(path, "SELECT id, stage_code FROM violations") == [(violation, "sanctioned")], (
        "the id is kept"
    )
    assert rows(path, "SELECT count(*) FROM sanctions") == [(0,)]
    assert rows(path, "SELECT count(*) FROM mentions") == [(2,)]
    assert examples.faults(path) == []


def test_officials_that_nobody_mentions_any_more_are_dropped(store: Store, path: Path) -> None:
    article = examples.article()
    store.write(examples.page(article), article, examples.facts())
    store.write(examples.page(article), article, Facts(label="statement", score=0.6))
    assert rows(path, "SELECT count(*) FROM officials") == [(0,)]


def test_a_database_does_not_depend_on_the_order_in_which_it_was_filled(tmp_path: Path) -> None:
    shouted = examples.facts()
    shouted.officials[1] = replace(shouted.officials[1], name="DASRIL MANTIKO")
    odd = examples.facts()
    odd.officials[0] = replace(odd.officials[0], position="Penghulu Suku")
    written = [
        (examples.article("a"), examples.facts()),
        (examples.article("b", source="pesisir"), shouted),
        (examples.article("c", source="saddang"), odd),
    ]
    paths = []
    for number, order in enumerate([(0, 1, 2), (2, 1, 0), (1, 0, 2)]):
        paths.append(tmp_path / f"{number}.db")
        with Store(paths[-1]) as store:
            store.sync_sources(examples.SOURCES)
            for index in order:
                article, facts = written[index]
                store.write(examples.page(article), article, facts)
            store.link_copies()
    first = examples.content(paths[0])
    assert first["articles"] and first["violations"] and first["officials"]
    assert examples.content(paths[1]) == first
    assert examples.content(paths[2]) == first
    names = rows(paths[0], "SELECT name FROM officials WHERE position = 'Camat'")
    assert names == [("Dasril Mantiko",)], "capitals are the newspaper's, not the person's"


def test_a_word_outside_the_codebook_is_taken_in_and_marked(store: Store, path: Path) -> None:
    article, facts = examples.article(), examples.facts()
    facts.officials[1] = replace(facts.officials[1], position="Penghulu Suku")
    facts.laws.append(LawFact("Perbup 7/2023", examples.evidence("PP 94/2021")))
    store.write(examples.page(article), article, facts)
    assert rows(path, "SELECT name FROM positions WHERE NOT in_codebook") == [("Penghulu Suku",)]
    assert rows(path, "SELECT citation FROM legal_bases WHERE NOT in_codebook") == [("Perbup 7/2023",)]
    assert examples.faults(path) == []

    store.write(examples.page(article), article, examples.facts())
    assert rows(path, "SELECT count(*) FROM positions WHERE NOT in_codebook") == [(0,)]
    assert rows(path, "SELECT count(*) FROM legal_bases WHERE NOT in_codebook") == [(0,)]


def test_a_code_that_the_codebook_does_not_hold_is_refused_by_name(store: Store, path: Path) -> None:
    before = examples.content(path)
    article, facts = examples.article(), examples.facts()
    facts.violations[0] = replace(facts.violations[0], act="menari")
    with pytest.raises(StoreError, match=r"camat-diteruskan: act_code 'menari' of violations .* table acts$"):
        store.write(examples.page(article), article, facts)
    stranger = examples.article(source="asing")
    with pytest.raises(StoreError, match="source 'asing' of pages is not in the table sources"):
        store.write(examples.page(stranger), stranger, examples.facts())
    assert examples.content(path) == before


@pytest.mark.parametrize(
    ("page", "with_article", "words"),
    [
        ({"state": "not_relevant", "article_id": None}, True, "has no article"),
        ({"state": "lost"}, True, "'lost' is not a state"),
        ({"article_id": "0" * 16}, True, "names the article 0000000000000000"),
        ({}, False, "needs an article"),
        ({"state": "failed", "article_id": None}, False, "has a reason"),
    ],
)
def test_a_page_that_does_not_fit_its_state_is_refused(
    store: Store, page: dict[str, object], with_article: bool, words: str
) -> None:
    article = examples.article()
    with pytest.raises(StoreError, match=words):
        store.write(
            examples.page(article, **page),
            article if with_article else None,
            examples.facts() if with_article else None,
        )


def test_a_time_without_offset_is_refused(store: Store) -> None:
    article = examples.article(published=datetime(2024, 9, 26, 14, 5))
    with pytest.raises(ValueError, match="no offset"):
        store.write(examples.page(article), article, examples.facts())


def test_two_pages_of_one_article_give_the_canonical_one_in_any_order(tmp_path: Path) -> None:
    article = examples.article()
    twin = replace(article, text=examples.TEXT + " Versi ringkas.")
    canonical_page, twin_page = examples.page(article), examples.page(article, url=f"{article.url}?amp=1")
    found = []
    for number, order in enumerate([(0, 1), (1, 0)]):
        with examples.new_store(tmp_path / f"{number}.db") as store:
            writes = [(canonical_page, article), (twin_page, twin)]
            for index in order:
                store.write(*writes[index], examples.facts())
        found.append(examples.content(tmp_path / f"{number}.db"))
    assert found[0] == found[1]
    assert rows(tmp_path / "1.db", "SELECT text FROM articles") == [(examples.TEXT,)]
    assert rows(tmp_path / "1.db", "SELECT count(*) FROM pages") == [(2,)]


def test_an_article_goes_when_its_last_page_is_not_relevant_any_more(store: Store, path: Path) -> None:
    article = examples.article()
    twin = f"{article.url}?amp=1"
    store.write(examples.page(article), article, examples.facts())
    store.write(examples.page(article, url=twin), article, examples.facts())

    gone = examples.page(article, state="not_relevant", article_id=None)
    assert store.write(gone, None, None) is True
    assert counts(path)["articles"] == 1, "the other page still leads to it"
    assert store.write(replace(gone, url=twin), None, None) is True
    left = counts(path)
    assert {left[t] for t in ("articles", "officials", "mentions", "violations", "sanctions")} == {0}
    assert left["pages"] == 2
    assert examples.faults(path) == []


def test_a_failure_takes_nothing_away_unless_the_same_body_cannot_be_read(store: Store, path: Path) -> None:
    article = examples.article()
    store.write(examples.page(article), article, examples.facts())
    failed = examples.page(article, state="failed", article_id=None)
    for reason, digest in [("timeout", None), ("no_text", "e" * 64), ("read_error", "d" * 64)]:
        assert store.write(replace(failed, reason=reason, digest=digest), None, None) is False
    assert counts(path)["articles"] == 1

    assert store.write(replace(failed, reason="not_indonesian"), None, None) is True
    assert counts(path)["articles"] == 0
    assert rows(path, "SELECT state, reason FROM pages") == [("failed", "not_indonesian")]


def test_pages_that_were_read_are_known_and_failed_ones_may_be_tried_again(store: Store) -> None:
    article = examples.article()
    amp = examples.page(article, url=f"{article.url}?amp=1")
    store.write(amp, article, examples.facts())
    store.write(examples.page(), None, None)
    slow = examples.page(url="https://lembayung.example/lambat", state="failed", reason="timeout")
    store.write(slow, None, None)
    store.write(replace(slow, url="https://lembayung.example/kosong", reason="no_text"), None, None)
    store.write(replace(slow, url="https://pesisir.example/", source="pesisir", reason="no_text"), None, None)

    known = {article.url, amp.url, examples.page().url, "https://lembayung.example/kosong"}
    assert set(known_pages(store, "lembayung")) == known

    for attempt in range(1, MOST_ATTEMPTS):
        assert slow.url not in known_pages(store, "lembayung")
        store.write(replace(slow, fetched_at=slow.fetched_at + timedelta(days=attempt)), None, None)
    assert slow.url in known_pages(store, "lembayung")


def test_a_failed_page_that_comes_at_last_is_read(store: Store, path: Path) -> None:
    article = examples.article()
    store.write(examples.page(article, state="failed", reason="timeout", article_id=None), None, None)
    later = examples.FETCHED + timedelta(days=1)
    assert store.write(examples.page(article, fetched_at=later), article, examples.facts()) is True
    assert rows(path, "SELECT state, reason, attempts FROM pages") == [("relevant", None, 1)]


def test_runs_are_recorded_with_the_counts_of_each_newspaper(store: Store, path: Path) -> None:
    started = datetime(2024, 10, 2, 10, 0, 5, tzinfo=examples.WIB)
    run = store.start_run(started)
    assert run == "20241002T030005Z"
    assert store.start_run(started) == "20241002T030005Z-2"
    assert rows(path, "SELECT state FROM runs WHERE id = ?", run) == [("running",)]

    store.finish_run(run, started + timedelta(minutes=3), "finished", {"pesisir": {"listed": 9, "failed": 1}})
    assert rows(path, "SELECT started_at, finished_at, state FROM runs WHERE id = ?", run) == [
        ("2024-10-02T03:00:05+00:00", "2024-10-02T03:03:05+00:00", "finished")
    ]
    assert rows(path, "SELECT run, source, listed, new, failed FROM source_runs") == [
        (run, "pesisir", 9, 0, 1)
    ]


def test_a_run_with_an_unknown_name_is_refused_and_nothing_recorded(store: Store, path: Path) -> None:
    run = store.start_run(examples.FETCHED)
    for name, counted, words in [
        ("nope", {}, "no run 'nope'"),
        (run, {"asing": {"listed": 1}}, "source 'asing'"),
        (run, {"pesisir": {"seen": 1}}, "'seen' is not a count"),
    ]:
        with pytest.raises(StoreError, match=words):
            store.finish_run(name, datetime.now(UTC), "finished", counted)
    assert rows(path, "SELECT state FROM runs") == [("running",)]


def test_a_changed_newspaper_is_updated_and_the_others_stay(store: Store, path: Path) -> None:
    store.sync_sources([{**examples.SOURCES[0], "status": "silent", "keywords": ("netral",)}])
    assert rows(path, "SELECT key, status, keywords, verified_on FROM sources ORDER BY key") == [
        ("lembayung", "silent", '["netral"]', "2024-10-01"),
        ("pesisir", "active", '["netralitas", "netral"]', "2024-10-01"),
        ("saddang", "active", '["netralitas", "netral"]', "2024-10-01"),
    ]


def test_readers_are_not_locked_out_while_it_is_written(store: Store, path: Path) -> None:
    article = examples.article()
    store.db.execute("BEGIN IMMEDIATE")
    reader = open_readonly(path)
    assert reader.table("sources").count == 3
    reader.close()
    store.db.rollback()
    assert store.write(examples.page(article), article, examples.facts()) is True


@pytest.mark.parametrize(
    ("table", "word"),
    [
        ("articles", "WhatsApp"),
        ("officials", "mantiko"),
        ("mentions", "nofrizal"),
        ("statements", "wajib"),
        ("violations", "bakal calon"),
        ("sanctions", "merekomendasikan"),
    ],
)
def test_search_finds_title_text_and_evidence_and_nothing_else(
    store: Store, path: Path, table: str, word: str
) -> None:
    article = examples.article()
    store.write(examples.page(article), article, examples.facts())
    matching = f"SELECT rowid FROM {table}_fts WHERE {table}_fts MATCH ?"
    found = f"SELECT count(*) FROM {table} WHERE rowid IN ({matching})"
    assert rows(path, found, word)[0][0] > 0
    assert rows(path, found, "xilofon") == [(0,)]

    store.write(examples.page(article, state="not_relevant", article_id=None), None, None)
    assert rows(path, f"SELECT count(*) FROM {table}_fts WHERE {table}_fts MATCH ?", word) == [(0,)]
    assert examples.faults(path) == []


def test_search_ignores_case_and_diacritics(store: Store, path: Path) -> None:
    article = examples.article(title="Éndra Menegur ASN")
    store.write(examples.page(article), article, examples.facts())
    assert rows(path, "SELECT count(*) FROM articles_fts WHERE articles_fts MATCH 'ENDRA'") == [(1,)]


def test_one_person_named_twice_in_an_article_is_two_mentions_of_one_official(
    store: Store, path: Path
) -> None:
    article, facts = examples.article(), examples.facts()
    accused = facts.officials[1]
    facts.officials.append(
        OfficialFact("DASRIL  MANTIKO", "Camat", "definitive", "13.02", "speaker", accused.evidence)
    )
    store.write(examples.page(article), article, facts)
    assert rows(path, "SELECT count(*), count(DISTINCT official_id) FROM mentions") == [(3, 2)]
    assert rows(path, "SELECT role_code FROM violations JOIN mentions ON mentions.id = mention_id") == [
        ("accused",)
    ]


def test_initials_are_one_person_within_an_article_and_never_across_articles(
    store: Store, path: Path
) -> None:
    for newspaper in ("lembayung", "pesisir"):
        article, facts = examples.article(source=newspaper), examples.facts()
        accused = replace(facts.officials[1], name="A.S.")
        facts.officials[1] = accused
        facts.officials.append(replace(accused, status="former"))
        store.write(examples.page(article), article, facts)
    assert rows(path, "SELECT count(*) FROM officials WHERE name = 'A.S.'") == [(2,)]
    assert rows(path, "SELECT count(DISTINCT official_id) FROM mentions") == [(3,)]
