"""Articles, facts and pages for the tests of the store; every person is invented."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, date, datetime, timedelta, timezone
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from pipelines.article.address import article_id
from pipelines.article.model import Article, Removed
from pipelines.extraction.facts import (
    DateFact,
    ElectionFact,
    Evidence,
    Facts,
    LawFact,
    OfficialFact,
    RegionFact,
    SanctionFact,
    StatementFact,
    ViolationFact,
)
from pipelines.store import PageRecord, Store

WIB = timezone(timedelta(hours=7))
FETCHED = datetime(2024, 10, 2, 3, 0, tzinfo=UTC)

SOURCES = [
    {
        "key": key,
        "name": name,
        "domain": f"{key}.example",
        "province": province,
        "regency": None,
        "way": "feed",
        "base": "http://127.0.0.1:8000",
        "addresses": ("feed/",),
        "selectors": None,
        "keywords": ("netralitas", "netral"),
        "tags": ("netralitas-asn",),
        "zone": "Asia/Jakarta",
        "status": "active",
        "local": True,
        "verification": {"method": "live", "on": date(2024, 10, 1), "evidence": "read"},
        "note": None,
    }
    for key, name, province in [
        ("lembayung", "Harian Lembayung", "13"),
        ("pesisir", "Warta Pesisir", "17"),
        ("saddang", "Radar Saddang", "73"),
    ]
]

TEXT = (
    "Bawaslu Kabupaten Solok meneruskan dugaan pelanggaran netralitas Camat Hiliran Jaya, Dasril Mantiko, "
    "ke BKN pada Rabu (25/9/2024). Ia diduga menyatakan dukungan kepada bakal calon di grup WhatsApp. Ketua "
    'Bawaslu Nofrizal Candra meminta ASN menjaga jarak. "ASN wajib netral pada Pilkada 2024," katanya. BKN '
    "merekomendasikan teguran tertulis sesuai PP 94/2021."
)


def article(
    slug: str = "camat-diteruskan",
    *,
    source: str = "lembayung",
    text: str = TEXT,
    title: str = "Camat Hiliran Jaya Diteruskan ke BKN",
    published: datetime | None = datetime(2024, 9, 26, 14, 5, tzinfo=WIB),
) -> Article:
    url = f"https://{source}.example/{slug}"
    return Article(
        id=article_id(url),
        url=url,
        domain=f"{source}.example",
        title=title,
        text=text,
        source=source,
        published=published,
        published_on=published.date() if published else None,
        published_by="feed" if published else None,
        author="Redaksi",
        tags=("Netralitas ASN",),
        language="id",
        removed=(Removed("related", "Baca juga: Pasar Raya Ramai"),),
    )


def page(of: Article | None = None, **changes: object) -> PageRecord:
    values: dict[str, object] = {
        "url": of.url if of else "https://lembayung.example/lain",
        "source": of.source if of else "lembayung",
        "state": "relevant" if of else "not_relevant",
        "fetched_at": FETCHED,
        "via": "feed",
        "article_id": of.id if of else None,
        "status": 200,
        "digest": "d" * 64,
    }
    return PageRecord(**(values | changes))  # type: ignore[arg-type]


def evidence(words: str, text: str = TEXT) -> Evidence:
    start = text.index(words)
    sentence = next(part for part in text.split(". ") if words in part)
    return Evidence("text", start, start + len(words), sentence, rule="test.rule")


def facts() -> Facts:
    """Facts of every kind, as read from ``TEXT``."""
    return Facts(
        label="both",
        score=0.9,
        regions=[RegionFact("13.02", "Kabupaten Solok", evidence("Kabupaten Solok"))],
        officials=[
            OfficialFact(
                "Nofrizal Candra",
                "Ketua Bawaslu",
                "definitive",
                "13.02",
                "speaker",
                evidence("Nofrizal Candra"),
            ),
            OfficialFact(
                "Dasril Mantiko", "Camat", "definitive", "13.02", "accused", evidence("Dasril Mantiko")
            ),
        ],
        dates=[DateFact("Rabu (25/9/2024)", date(2024, 9, 25), "event", evidence("Rabu (25/9/2024)"))],
        sanctions=[
            SanctionFact(
                "teguran tertulis",
                "teguran_tertulis",
                "ringan",
                "recommended",
                "BKN",
                evidence("teguran tertulis"),
                of=0,
            )
        ],
        violations=[
            ViolationFact(
                "Dasril Mantiko", "Camat", "13.02", "dukungan", "referred", evidence("menyatakan dukungan")
            )
        ],
        statements=[
            StatementFact(
                0,
                "Nofrizal Candra",
                "urge",
                "ASN wajib netral pada Pilkada 2024,",
                "ASN",
                date(2024, 9, 25),
                evidence("ASN wajib netral"),
            )
        ],
        laws=[LawFact("PP 94/2021", evidence("PP 94/2021"))],
        elections=[ElectionFact("Pilkada 2024", evidence("Pilkada 2024"))],
    )


@cache
def _empty() -> bytes:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "empty.db"
        with Store(path) as store:
            store.sync_sources(SOURCES)
        return path.read_bytes()


def new_store(path: Path, extractor: str | None = None) -> Store:
    """A store with the newspapers and no pages; a copy, since making one takes a fifth of a second."""
    path.write_bytes(_empty())
    return Store(path, extractor=extractor)


def dump(path: Path) -> list[str]:
    """The whole database as SQL, row numbers of the search index and all, but not SQLite's own statistics."""
    with closing(sqlite3.connect(path)) as connection:
        return [line for line in connection.iterdump() if 'INTO "sqlite_stat' not in line]


def content(path: Path) -> dict[str, list[tuple[object, ...]]]:
    """Every row of every table but the search index, in an order of its own."""
    with closing(sqlite3.connect(path)) as connection:
        return {
            table: sorted(connection.execute(f'SELECT * FROM "{table}"'), key=repr)
            for table in _tables(connection)
            if table != "_sqlite_migrations"
        }


def faults(path: Path) -> list[object]:
    """Damage, broken references, and search indexes that do not agree with their tables."""
    with closing(sqlite3.connect(path)) as connection:
        found: list[object] = [row for row in connection.execute("PRAGMA integrity_check") if row != ("ok",)]
        found += connection.execute("PRAGMA foreign_key_check").fetchall()
        for (name,) in connection.execute(
            "SELECT name FROM sqlite_master WHERE sql LIKE '%USING FTS5%'"
        ).fetchall():
            try:
                connection.execute(f"INSERT INTO {name} ({name}, rank) VALUES ('integrity-check', 1)")
            except sqlite3.DatabaseError as error:
                found.append(f"{name}: {error}")
        connection.rollback()
        return found


def _tables(connection: sqlite3.Connection) -> Iterator[str]:
    sql = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE '%\\_fts%' ESCAPE '\\'"
    return (name for (name,) in connection.execute(sql).fetchall())
