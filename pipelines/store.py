"""Rows into SQLite: an article with all its facts, or nothing; the same page twice changes nothing."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from types import TracebackType
from typing import Any, Final, Self

from datasets.database import explained, open_database, transaction
from datasets.schema.lookups import LOOKUPS, OPEN_LOOKUPS, Codes, drop_unused
from pipelines.article.model import Article
from pipelines.attempts import READING_FAILURES, attempts
from pipelines.copies import Dated, find_copies
from pipelines.extraction.facts import Facts
from pipelines.rows import (
    FACT_TABLES,
    PageRecord,
    RobotsRecord,
    Row,
    article_row,
    as_utc,
    fact_rows,
    official_rows,
    page_row,
    robots_row,
    source_row,
)
from pipelines.rules import fingerprint
from pipelines.versions import keep_version

__all__ = ["PageRecord", "Store", "StoreError"]

_STATES: Final = ("relevant", "not_relevant", "failed")
_MARK_COPY: Final = """
    UPDATE articles SET syndicated_from = :origin, is_copy = :origin IS NOT NULL WHERE id = :id
"""
COUNTS: Final = (
    "listed", "new", "edited", "fetched", "relevant", "not_relevant", "failed", "bytes", "unchanged", "whole"
)  # fmt: skip


class StoreError(ValueError):
    """What was handed over cannot be stored; the text names the value and the reason. Nothing was written."""


class Store:
    """The database while it is written. A context manager; use it in one thread.

    Opens or makes the database at ``path`` and brings it up to date; in write-ahead mode while it is open,
    so that readers are not locked out. ``extractor`` names the version that the facts were read with, and
    is kept with each article. Raises ``DatabaseError`` if the file cannot be used.
    """

    def __init__(self, path: Path, *, extractor: str | None = None) -> None:
        self.path = path
        self.db = open_database(path)
        self._extractor = extractor
        self._changed = False
        try:
            with explained(path):
                self.db.enable_wal()
                # With the log, commits need not wait for the disk: a power cut loses the last pages at worst.
                self.db.execute("PRAGMA synchronous = NORMAL")
                self._columns = {
                    t: list(self.db.table(t).columns_dict) for t in ("articles", "pages", *FACT_TABLES)
                }
                self._codes = Codes(self.db, extra=["sources"])
        except BaseException:
            self.db.close()
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Leave one whole file behind (no write-ahead log), unless somebody is still reading it."""
        try:
            if self._changed:
                self.db.execute("PRAGMA analysis_limit = 400")  # a sample will do, however large the tables
                self.db.execute("PRAGMA optimize")
            self.db.disable_wal()
        except sqlite3.OperationalError:
            pass  # in use: the log is merged by whoever closes the database last
        finally:
            self.db.close()

    def sync_sources(self, rows: Iterable[Mapping[str, Any]]) -> None:
        """Write the newspapers, with the keys of ``spiders.sources.Source``, where they changed.

        A newspaper that is not among ``rows`` stays: its articles still refer to it. Where a local
        newspaper is served from (``base``) is a matter of the run and not stored.
        """
        table = self.db.table("sources")
        with self.writing():
            stored = {row["key"]: row for row in table.rows}
            for given in rows:
                row = source_row(given)
                self._check_codes({"sources": [row]}, f"newspaper {row['key']}")
                if stored.get(row["key"]) != row:
                    table.upsert(row, pk="key")
            self._codes.reload("sources")

    def start_run(self, started_at: datetime, *, limited: bool = False) -> str:
        """Record that a crawl began; gives its id, the moment in UTC such as ``20241127T010203Z``."""
        first = name = started_at.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")
        with self.writing():
            number = 1
            while self.db.execute("SELECT 1 FROM runs WHERE id = ?", [name]).fetchone():
                number += 1
                name = f"{first}-{number}"
            row = {"id": name, "started_at": as_utc(started_at), "state": "running", "limited": limited}
            self.db.table("runs").insert(row)
        return name

    def finish_run(
        self, run: str, finished_at: datetime, state: str, counts: Mapping[str, Mapping[str, int]]
    ) -> None:
        """Record how a crawl ended: its state ("finished", or why it stopped), counts for each newspaper.

        Counts are the columns of ``source_runs``; what is not given is 0. Raises ``StoreError`` for an
        unknown run, newspaper or count.
        """
        rows = []
        for source, given in counts.items():
            unknown = sorted(set(given) - set(COUNTS))
            if unknown:
                raise StoreError(f"{unknown[0]!r} is not a count of a run; these are: {', '.join(COUNTS)}")
            rows.append({"run": run, "source": source, **{name: given.get(name, 0) for name in COUNTS}})
        with self.writing():
            if not self.db.execute("SELECT 1 FROM runs WHERE id = ?", [run]).fetchone():
                raise StoreError(f"there is no run {run!r}")
            for row in rows:
                self._check_codes({"source_runs": [row]}, f"run {run}")
            self.db.table("runs").update(run, {"finished_at": as_utc(finished_at), "state": state})
            self.db.table("source_runs").upsert_all(rows, pk=("run", "source"))

    def record_robots(self, run: str, source: str, records: Iterable[RobotsRecord]) -> None:
        """Record what the robots.txt of a newspaper's hosts said in a run."""
        rows = [robots_row(run, source, record) for record in records]
        with self.writing():
            self.db.table("robots").upsert_all(rows, pk=("run", "source", "host"))

    def write(self, page: PageRecord, article: Article | None, facts: Facts | None) -> bool:
        """Write what became of a page, with its article and all facts, or nothing; True if rows changed.

        An article that is there already is replaced as a whole if anything of it or its facts differs.
        Where several addresses lead to one article, what was read from the canonical address stands, else
        from the first in the alphabet: so the order of the crawl does not matter. A page that was read and
        is not relevant (any longer) takes its article away, unless that is reached by another page too. A
        failure takes nothing away, unless the same body (``digest``) cannot be read any longer
        (``READING_FAILURES``). Where another body brings another title or text, the former is kept as a
        version.

        Raises ``StoreError`` for an unknown newspaper, a code that the codebook does not hold, or a state
        that does not fit ``article`` and ``facts``; then nothing is written.
        """
        _check_page(page, article, facts)
        row = page_row(replace(page, article_id=article.id) if article else page)
        row["rules"] = fingerprint() if page.digest else None
        with self.writing():
            self._check_codes({"pages": [row]}, page.url)
            stored = self._row("pages", row["id"])
            if stored is not None and _takes_nothing_away(row, stored):
                return False
            former = stored["article_id"] if stored else None
            before = None
            if stored and former and stored["digest"] != row["digest"]:
                before = self._row("articles", former)
            changed = False
            if article is not None and facts is not None and self._has_precedence(row, article):
                changed = self._write_article(article, facts, row["fetched_at"])
            changed |= self._write_page(row, stored)
            if former not in (None, row["article_id"]):
                self._remove_unreached(former)
            if stored and before:
                keep_version(self.db, stored, before, row["fetched_at"])
        self._changed |= changed
        return changed

    def link_copies(self) -> int:
        """Mark republished press releases in ``articles.syndicated_from``; gives how many copies there are.

        What a copy is says ``pipelines.copies``. The result depends on the articles only, not on the order
        in which they came or on what was marked before. Articles without a known day of publication are
        left out.
        """
        sql = """
            SELECT id, url, coalesce(source, domain) AS newspaper, published_on, published_at, syndicated_from
            FROM articles
        """
        with self.writing():
            rows = list(self.db.query(sql))
            copies = find_copies((_dated(row) for row in rows if row["published_on"]), self._text)
            for row in rows:
                origin = copies.get(row["id"])
                if row["syndicated_from"] != origin:
                    self.db.execute(_MARK_COPY, {"id": row["id"], "origin": origin})
        return len(copies)

    @contextmanager
    def writing(self) -> Iterator[None]:
        """All that is written in the block, or nothing."""
        with explained(self.path), transaction(self.db):
            yield

    def _text(self, article_id: str) -> str:
        (text,) = self.db.execute("SELECT text FROM articles WHERE id = ?", [article_id]).fetchone()
        return str(text)

    def _row(self, table: str, key: str) -> Row | None:
        columns = ", ".join(self._columns[table])
        return next(self.db.query(f"SELECT {columns} FROM {table} WHERE id = ?", [key]), None)

    def _facts(self, table: str, article_id: str) -> dict[str, Row]:
        columns = ", ".join(self._columns[table])
        found = self.db.query(f"SELECT {columns} FROM {table} WHERE article_id = ?", [article_id])
        return {row["id"]: row for row in found}

    def _has_precedence(self, row: Row, article: Article) -> bool:
        """Whether no other page that leads to ``article`` comes before this one."""
        linked = self.db.execute("SELECT url FROM pages WHERE article_id = ?", [article.id])
        rank = min(((url != article.url, url) for (url,) in linked), default=None)
        return rank is None or (row["url"] != article.url, row["url"]) <= rank

    def _write_page(self, row: Row, stored: Row | None) -> bool:
        if stored is None:
            self.db.table("pages").insert({**row, "attempts": attempts(row["reason"])})
            return True
        failed = row["state"] == "failed"
        same = all(stored[name] == value for name, value in row.items() if name != "fetched_at")
        if same and (not failed or stored["fetched_at"] == row["fetched_at"]):
            return False
        before = stored["attempts"] if failed and stored["state"] == "failed" else 0
        self.db.table("pages").update(row["id"], {**row, "attempts": before + attempts(row["reason"])})
        return True

    def _write_article(self, article: Article, facts: Facts, collected_at: str) -> bool:
        row = article_row(article, facts, self._extractor)
        rows = fact_rows(article.id, facts)
        stored = self._row("articles", article.id)
        before = {table: self._facts(table, article.id) for table in FACT_TABLES} if stored else {}
        after = {table: {fact["id"]: fact for fact in rows[table]} for table in FACT_TABLES}
        if stored and before == after and all(stored[name] == value for name, value in row.items()):
            return False
        officials = official_rows(article.id, facts)
        everything = {"articles": [row], "officials": list(officials.values()), **rows}
        self._check_codes(everything, article.url)
        self._add_to_lookups(everything)
        self.db.table("officials").insert_all(officials.values(), pk="id", ignore=True)
        if stored:
            self._delete_facts(article.id)
            self.db.table("articles").update(article.id, {**row, "collected_at": collected_at})
        else:
            self.db.table("articles").insert({**row, "collected_at": collected_at})
        for table in FACT_TABLES:
            self.db.table(table).insert_all(rows[table])
        former = {fact["official_id"] for fact in before.get("mentions", {}).values()}
        self._settle_officials(former | set(officials))
        if stored:
            drop_unused(self.db)
        return True

    def _check_codes(self, rows: Mapping[str, Iterable[Row]], what: str) -> None:
        for table, several in rows.items():
            for row in several:
                unknown = self._codes.unknown(table, row)
                if unknown:
                    column, value, lookup = unknown
                    raise StoreError(f"{what}: {column} {value!r} of {table} is not in the table {lookup}")

    def _add_to_lookups(self, rows: Mapping[str, Iterable[Row]]) -> None:
        """Take in the positions, legal bases and elections that the codebook does not hold, marked so."""
        for lookup, columns in OPEN_LOOKUPS.items():
            values = {row[column] for table, column in columns for row in rows[table]} - {None}
            new = [{LOOKUPS[lookup]: value, "in_codebook": 0} for value in sorted(values)]
            self.db.table(lookup).insert_all(new, pk=LOOKUPS[lookup], ignore=True)

    def _remove_unreached(self, article_id: str) -> None:
        """Delete the article, unless a page still leads to it."""
        if self.db.execute("SELECT 1 FROM pages WHERE article_id = ? LIMIT 1", [article_id]).fetchone():
            return
        officials = {fact["official_id"] for fact in self._facts("mentions", article_id).values()}
        self._delete_facts(article_id)
        copies = self.db.execute("SELECT id FROM articles WHERE syndicated_from = ?", [article_id]).fetchall()
        for (copy,) in copies:
            self.db.execute(_MARK_COPY, {"id": copy, "origin": None})
        self.db.table("articles").delete(article_id)
        self._settle_officials(officials)
        drop_unused(self.db)

    def _delete_facts(self, article_id: str) -> None:
        for table in reversed(FACT_TABLES):
            self.db.execute(f"DELETE FROM {table} WHERE article_id = ?", [article_id])

    def _settle_officials(self, identities: Iterable[str]) -> None:
        """Show each official by the name that most articles print; drop those that none mentions now."""
        sql = """
            SELECT name FROM mentions WHERE official_id = ?
            GROUP BY name ORDER BY name = upper(name), count(*) DESC, name LIMIT 1
        """
        table = self.db.table("officials")
        for identity in sorted(identities):
            best = self.db.execute(sql, [identity]).fetchone()
            if best is None:
                table.delete(identity)
            elif table.get(identity)["name"] != best[0]:
                table.update(identity, {"name": best[0]})


def _check_page(page: PageRecord, article: Article | None, facts: Facts | None) -> None:
    """Raises ``StoreError`` unless the state of the page and what came with it fit together."""
    if page.state not in _STATES:
        raise StoreError(
            f"{page.url}: {page.state!r} is not a state of a page; these are: {', '.join(_STATES)}"
        )
    if (page.state == "failed") != (page.reason is not None):
        raise StoreError(f"{page.url} is {page.state}; a failed page has a reason, and no other has")
    if page.state == "relevant":
        if article is None or facts is None:
            raise StoreError(f"{page.url} is relevant, so it needs an article and facts")
        if page.article_id not in (None, article.id):
            raise StoreError(f"{page.url} names the article {page.article_id}, but brings {article.id}")
    elif article is not None or facts is not None or page.article_id is not None:
        raise StoreError(f"{page.url} is {page.state}, so it has no article and no facts")


def _takes_nothing_away(row: Row, stored: Row) -> bool:
    """Whether a failure follows on a page that was read before; only the same body may overrule that."""
    if row["state"] != "failed" or stored["state"] == "failed":
        return False
    same_body = row["digest"] is not None and row["digest"] == stored["digest"]
    return not (same_body and row["reason"] in READING_FAILURES)


def _dated(row: Row) -> Dated:
    return Dated(
        id=row["id"],
        url=row["url"],
        newspaper=row["newspaper"],
        published_on=date.fromisoformat(row["published_on"]),
        published_at=datetime.fromisoformat(row["published_at"]) if row["published_at"] else None,
    )
