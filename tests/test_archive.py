"""The archive: what was fetched lies in WARC as it came, and the same articles and facts are read from it again."""

from __future__ import annotations

import json
import multiprocessing
import resource
import shutil
import sqlite3
import threading
import time
from collections import Counter
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from filelock import FileLock
from spiders_press import Answer, Press, listing, page, rows
from warcio.archiveiterator import ArchiveIterator

from pipelines.archive import Answer as Archivable
from pipelines.archive import ArchiveError, Segment, archive_folder, read_answer
from pipelines.places import Place, also_of
from practice_press import newspapers, serve
from spiders.run import CrawlError, crawl

Netralitas = Callable[..., Any]

PAPERS = (
    "harianlembayung",
    "kabarcendrawasih",
    "nusakabarjateng",
    "nusakabarjatim",
    "gemahalmahera",
)


def change(database: Path, sql: str) -> None:
    with closing(sqlite3.connect(database)) as db, db:
        db.execute(sql)


def dump(database: Path) -> list[str]:
    with closing(sqlite3.connect(database)) as db:
        return list(db.iterdump())


def told(database: Path) -> list[str]:
    """All rows but those that SQLite keeps for itself, in an order of their own."""
    lines = (line for line in dump(database) if line.startswith("INSERT"))
    return sorted(line for line in lines if "_fts" not in line and "sqlite_" not in line)


def records(path: Path) -> list[tuple[str, str, bytes]]:
    """Type, address and body of every record, with all digests checked."""
    found = []
    with path.open("rb") as file:
        for record in ArchiveIterator(file, check_digests="raise"):
            body = record.content_stream().read()
            found.append((record.rec_type, record.rec_headers.get_header("WARC-Target-URI"), body))
    return found


@pytest.fixture(scope="module")
def crawled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The database of two crawls of the practice press."""
    database = tmp_path_factory.mktemp("archived") / "netralitas.db"
    with serve() as base:
        sources = {key: source for key, source in newspapers(base).items() if key in PAPERS}
        for _ in range(2):
            crawl(sources, database)
    return database


@pytest.fixture
def copy(crawled: Path, tmp_path: Path) -> Path:
    shutil.copytree(crawled.parent, tmp_path / "copy")
    return tmp_path / "copy" / crawled.name


# Writing


def test_every_page_is_found_at_its_place_with_its_listing_and_its_parts(crawled: Path) -> None:
    folder = archive_folder(crawled)
    pages = rows(
        crawled, "SELECT url, via, archive_file, archive_offset, archive_length, archive_also FROM pages"
    )
    assert len(pages) > 50
    roles: Counter[str] = Counter()
    for url, via, file, offset, length, also in pages:
        answer = read_answer(folder, Place(file, offset, length))
        further = also_of(also)
        roles.update(role for role, _ in further)
        if any(role == "listing" for role, _ in further):
            assert url.split("?")[0].rstrip("/") in answer.url
        else:  # the whole text stood in the listing
            assert url.rpartition("/")[2][:40].encode() in answer.body
        for role, place in further:
            other = read_answer(folder, place)
            assert other.status == 200
            if role == "listing" and via != "index":
                assert url.encode() in other.body or other.body[:2] == b"\x1f\x8b"
    assert roles["listing"] > 20 and roles["part"] > 0 and roles["first"] > 0


def test_each_run_has_a_segment_that_standard_tools_read_and_repeats_are_revisits(crawled: Path) -> None:
    runs = [run for (run,) in rows(crawled, "SELECT id FROM runs ORDER BY id")]
    segments = sorted(archive_folder(crawled).iterdir())
    assert [path.name for path in segments] == [f"{run}.warc.gz" for run in runs]
    first, second = map(records, segments)
    assert first[0][0] == "warcinfo" and b"software: netralitas/" in first[0][2]
    assert {kind for kind, _, _ in first[1:]} == {"response"}
    assert {kind for kind, _, _ in second[1:]} == {"revisit"}
    assert {url for _, url, _ in second[1:]} <= {url for _, url, _ in first}


def test_robots_txt_and_what_did_not_come_are_not_archived(crawled: Path) -> None:
    urls = [url for path in archive_folder(crawled).iterdir() for _, url, _ in records(path) if url]
    assert urls and not [url for url in urls if url.endswith("/robots.txt")]


def answer(number: int, size: int = 3000) -> Archivable:
    noise = "".join(chr(33 + (number * 7919 + i * i * 31) % 90) for i in range(size))
    headers = (("Content-Type", "text/html; charset=utf-8"), ("ETag", f'"{number}"'))
    return Archivable(f"https://kabar.example/{number}", 200, headers, noise.encode(), datetime.now(UTC))


def test_a_full_disk_leaves_all_whole_records_and_the_archive_goes_on_when_there_is_room(
    tmp_path: Path,
) -> None:
    segment = Segment(tmp_path, "run", "netralitas")
    written = [segment.write(answer(number)) for number in range(3)]
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (written[-1].offset + written[-1].length + 100, hard))
    try:
        with pytest.raises(ArchiveError, match="cannot be written"):
            segment.write(answer(3))
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    written.append(segment.write(answer(4)))
    segment.close()
    assert [read_answer(tmp_path, place).body for place in written] == [answer(n).body for n in (0, 1, 2, 4)]
    assert [kind for kind, _, _ in records(tmp_path / "run.warc.gz")] == ["warcinfo", *["response"] * 4]


def test_a_segment_that_is_there_is_never_written_to(tmp_path: Path) -> None:
    for _ in range(2):
        segment = Segment(tmp_path, "run", "netralitas")
        segment.write(answer(1))
        segment.close()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["run-2.warc.gz", "run.warc.gz"]


def test_a_place_beyond_the_end_or_in_the_midst_of_a_record_is_told(tmp_path: Path) -> None:
    segment = Segment(tmp_path, "run", "netralitas")
    place = segment.write(answer(1))
    segment.close()
    for wrong in (
        Place(place.file, place.offset, place.length + 1),
        Place(place.file, place.offset + 5, place.length - 5),
        Place("lain.warc.gz", 0, 10),
    ):
        with pytest.raises(ArchiveError, match=wrong.file):
            read_answer(tmp_path, wrong)


def test_headers_and_body_come_back_as_they_were(tmp_path: Path) -> None:
    segment = Segment(tmp_path, "run", "netralitas")
    sent = answer(1)
    back = read_answer(tmp_path, segment.write(sent, None, "gzip"))
    segment.close()
    assert (back.url, back.status, back.body, back.at) == (sent.url, 200, sent.body, sent.at)
    assert set(sent.headers) <= set(back.headers)
    assert ("X-Archive-Orig-Content-Encoding", "gzip") in back.headers


# A crawl that cannot archive, or is killed


def test_what_cannot_be_archived_is_not_read_and_comes_the_next_time(press: Press, tmp_path: Path) -> None:
    press.on("kabar", "/berita", listing("/1-sekda-apel-solok"))
    press.on("kabar", "/1-sekda-apel-solok", page(1))
    sources = {"kabar": press.paper("kabar", "index", ["/berita"])}
    database = tmp_path / "netralitas.db"
    archive_folder(database).write_text("a file in the way")
    run = crawl(sources, database, log_level="CRITICAL")
    assert (run.sources["kabar"].state, run.sources["kabar"].reason) == ("failed", "archive_error")
    assert rows(database, "SELECT count(*) FROM pages") == [(0,)]
    archive_folder(database).unlink()
    assert crawl(sources, database).sources["kabar"].counts["relevant"] == 1


def test_a_killed_crawl_leaves_its_segment_readable_and_the_next_one_begins_another(
    press: Press, tmp_path: Path
) -> None:
    database = tmp_path / "netralitas.db"
    press.on("kabar", "/berita", listing(*(f"/{n}-sekda-apel-solok" for n in range(6))))
    killed = threading.Event()

    def kill(_: dict[str, str]) -> Answer:
        while not killed.is_set() and not rows(database, "SELECT count(*) FROM articles")[0][0]:
            time.sleep(0.02)
        killed.set()
        for child in multiprocessing.active_children():
            child.kill()
        time.sleep(0.2)
        return Answer(page(4))

    for number in range(6):
        press.on("kabar", f"/{number}-sekda-apel-solok", page(number))
    press.on("kabar", "/4-sekda-apel-solok", kill)
    sources = {"kabar": press.paper("kabar", "index", ["/berita"])}
    with pytest.raises(CrawlError, match="broke down"):
        crawl(sources, database)
    (segment,) = archive_folder(database).iterdir()
    assert len(records(segment)) >= 5
    with segment.open("ab") as file:  # as if it had been killed while it wrote
        file.write(segment.read_bytes()[:200])
    before = segment.read_bytes()
    press.on("kabar", "/4-sekda-apel-solok", page(4))
    crawl(sources, database)
    assert segment.read_bytes() == before
    assert len(list(archive_folder(database).iterdir())) == 2
    places = rows(database, "SELECT archive_file, archive_offset, archive_length FROM pages")
    assert len(places) == 6
    assert all(read_answer(archive_folder(database), Place(*place)).status == 200 for place in places)


# Reading again


def test_the_same_rules_read_the_same_from_the_archive(copy: Path, netralitas: Netralitas) -> None:
    before = dump(copy)
    result = netralitas("rebuild", "--database", copy, "--processes", 2)
    assert (result.exit_code, result.stdout) == (0, "")
    assert f"Nothing differs in the {rows(copy, 'SELECT count(*) FROM pages')[0][0]} pages" in result.stderr
    assert dump(copy) == before


def test_values_that_differ_are_written_and_printed_each_with_its_article(
    copy: Path, netralitas: Netralitas
) -> None:
    before = told(copy)
    ((violation, url, stage),) = rows(
        copy,
        "SELECT violations.id, url, stage_code FROM violations JOIN articles ON articles.id = article_id "
        "WHERE source = 'gemahalmahera' AND stage_code <> 'dismissed' ORDER BY violations.id LIMIT 1",
    )
    ((law, citation, elsewhere),) = rows(
        copy,
        "SELECT article_laws.id, citation, url FROM article_laws JOIN articles ON articles.id = article_id "
        "WHERE source = 'harianlembayung' ORDER BY article_laws.id LIMIT 1",
    )
    change(copy, f"UPDATE violations SET stage_code = 'dismissed' WHERE id = '{violation}'")
    change(copy, f"DELETE FROM article_laws WHERE id = '{law}'")
    result = netralitas("rebuild", "--database", copy, "--source", "gemahalmahera", "--processes", 1)
    lines = result.stdout.splitlines()
    assert lines[0].split("\t") == [
        "changed",
        "violations.stage_code",
        f"dismissed -> {stage}",
        violation,
        url,
    ]
    assert [line.split() for line in lines[1:]] == [
        ["Values", "that", "differ,", "of", "11", "pages", "read", "again"],
        ["table", "added", "changed", "removed"],
        ["violations", "0", "1", "0"],
    ]
    result = netralitas("rebuild", "--database", copy, "--source", "harianlembayung", "--processes", 1)
    assert f"added\tarticle_laws.citation\t{citation}\t{law}\t{elsewhere}" in result.stdout.splitlines()
    assert told(copy) == before


def test_changed_only_reads_what_other_rules_have_read(copy: Path, netralitas: Netralitas) -> None:
    change(copy, "UPDATE pages SET rules = 'others' WHERE source = 'harianlembayung'")
    change(
        copy, "UPDATE articles SET title = 'Judul lama' WHERE source IN ('harianlembayung', 'gemahalmahera')"
    )
    result = netralitas("rebuild", "--changed-only", "--database", copy)
    assert result.exit_code == 0, result.stderr
    left = rows(copy, "SELECT DISTINCT source FROM articles WHERE title = 'Judul lama'")
    assert left == [("gemahalmahera",)]
    assert (
        "Nothing differs in the 0 pages" in netralitas("rebuild", "--changed-only", "--database", copy).stderr
    )


def test_what_the_archive_has_lost_stays_in_the_database_and_is_told(
    copy: Path, netralitas: Netralitas
) -> None:
    ((url, also),) = rows(
        copy, "SELECT url, archive_also FROM pages WHERE source = 'nusakabarjateng' LIMIT 1"
    )
    lost = json.dumps([{**entry, "offset": entry["offset"] + 1} for entry in json.loads(also)])
    with closing(sqlite3.connect(copy)) as db, db:
        db.execute("UPDATE pages SET archive_also = ? WHERE url = ?", [lost, url])
    before = dump(copy)
    result = netralitas("rebuild", "--database", copy, "--source", "nusakabarjateng")
    assert result.exit_code == 1
    lines = result.stderr.splitlines()
    assert any(line.startswith(f"{url} could not be read again: ") for line in lines)
    assert lines[-1] == "Error: Pages that could not be read again and stay as they were: 1."
    assert dump(copy) == before


def test_a_rebuild_waits_for_no_crawl_and_names_what_it_does_not_know(
    copy: Path, netralitas: Netralitas
) -> None:
    with FileLock(f"{copy}.lock"):
        result = netralitas("rebuild", "--database", copy)
    assert result.exit_code == 75 and "Another crawl is under way" in result.stderr
    result = netralitas("rebuild", "--database", copy, "--source", "asing")
    assert result.exit_code == 1 and 'no newspaper "asing"' in result.stderr
    result = netralitas("rebuild", "--database", copy.with_name("lain.db"))
    assert result.exit_code != 0 and "There is no database" in result.stderr
