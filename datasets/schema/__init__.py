"""The tables, indexes, search index and views of the database, as migrations of sqlite-utils.

The statements stand in the ``.sql`` files beside this one, a file a migration. A migration that was
released is never edited: a change is a new file and a new function at the end of this module
(docs/schema.md). They are plain SQL and not calls of ``Table.create`` because that knows no generated
columns and no checks.
"""

from __future__ import annotations

from importlib import resources
from typing import Final

from sqlite_utils import Database, Migrations

APPLICATION_ID: Final = 0x4E45544C
"""Marks the file as a database of this project in SQLite's header: "NETL"."""

SEARCHED: Final = {
    "articles": ("title", "text"),
    "officials": ("name", "position"),
    "mentions": ("name", "evidence"),
    "statements": ("speaker_text", "quotation", "evidence"),
    "violations": ("accused", "evidence"),
    "sanctions": ("text", "evidence"),
}
"""The tables with a full-text index, each with its indexed columns."""

migrations: Final = Migrations("netralitas")

_EVIDENCE_COLUMNS = """evidence_field TEXT NOT NULL CHECK (evidence_field IN ('title', 'text')),
    evidence_start INTEGER NOT NULL CHECK (evidence_start >= 0),
    evidence_end INTEGER NOT NULL CHECK (evidence_end >= evidence_start),
    evidence TEXT NOT NULL,
    rule TEXT NOT NULL,
    confidence TEXT NOT NULL CHECK (confidence IN ('high', 'medium', 'low')),
    inferred TEXT,
    flags TEXT"""

_VIEW_PARTS = {
    "{evidence}": """f.evidence,
    f.evidence_field,
    f.evidence_start,
    f.evidence_end,
    f.rule,
    f.confidence,
    f.inferred,
    f.flags""",
    "{article}": """a.published_on,
    a.published_month,
    a.title,
    a.url,
    sources.name AS newspaper,
    a.source,
    a.id AS article_id,
    a.is_copy,
    a.syndicated_from""",
    "{elections}": """(
        SELECT group_concat(election, '; ') FROM (
            SELECT DISTINCT election FROM article_elections WHERE article_id = a.id ORDER BY election
        )
    ) AS elections""",
    "{regions}": """(
        SELECT group_concat(name, '; ') FROM (
            SELECT DISTINCT regions.name
            FROM article_regions JOIN regions ON regions.code = article_regions.region_code
            WHERE article_id = a.id ORDER BY regions.code
        )
    ) AS article_regions""",
}


@migrations()
def m001_codebook(db: Database) -> None:
    """The vocabulary of the field."""
    db.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    db.executescript(_sql("001_codebook.sql"))


@migrations()
def m002_collection(db: Database) -> None:
    """Newspapers and runs."""
    db.executescript(_sql("002_collection.sql"))


@migrations()
def m003_dataset(db: Database) -> None:
    """Articles, the pages that they were read from, and facts; each fact indexed by confidence and rule."""
    db.executescript(_sql("003_dataset.sql").replace("{evidence_columns}", _EVIDENCE_COLUMNS))
    for table in db.tables:
        if "confidence" in table.columns_dict:
            table.create_index(["confidence"])
            table.create_index(["rule"])


@migrations()
def m004_search(db: Database) -> None:
    """Full-text search, kept in step by triggers.

    Indonesian has no stemmer in SQLite, and the English one ("porter") would maim it: words are searched as
    they are written, without case and diacritics.
    """
    for table, columns in SEARCHED.items():
        db.table(table).enable_fts(columns, create_triggers=True, tokenize="unicode61 remove_diacritics 2")


@migrations()
def m005_views(db: Database) -> None:
    """The flat views."""
    sql = _sql("005_views.sql")
    for part, columns in _VIEW_PARTS.items():
        sql = sql.replace(part, columns)
    db.executescript(sql)


@migrations()
def m006_incremental(db: Database) -> None:
    """Listings with their validators, places in the archive, former versions of articles."""
    db.executescript(_sql("006_incremental.sql"))


@migrations()
def m007_robots(db: Database) -> None:
    """What robots.txt said."""
    db.executescript(_sql("007_robots.sql"))


@migrations()
def m008_accounting(db: Database) -> None:
    """What became of each newspaper in each run, and the state that it is in."""
    db.executescript(_sql("008_accounting.sql"))


def _sql(name: str) -> str:
    return resources.files(__name__).joinpath(name).read_text(encoding="utf-8")


MIGRATION_NAMES: Final = tuple(migration.name for migration in migrations.pending(Database(memory=True)))
"""All migrations that this version knows."""
