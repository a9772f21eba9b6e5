"""A site for the tests: the practice press read by the real extraction, and a few rows made for the purpose.

Every person is invented.
"""

from __future__ import annotations

import asyncio
import atexit
import csv
import io
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import httpx
import lxml.html

from datasets.site import app
from pipelines.article.address import article_id
from pipelines.article.model import Article, Removed
from pipelines.extraction import extract
from pipelines.extraction.facts import (
    DateFact,
    Evidence,
    Facts,
    OfficialFact,
    RegionFact,
    SanctionFact,
    StatementFact,
    ViolationFact,
)
from pipelines.listings import Listing, keep_listings
from pipelines.rows import RobotsRecord
from pipelines.store import PageRecord, Store
from practice_press import PracticeArticle, load_articles, newspapers
from spiders.accounting import assess, record
from spiders.summary import COUNTS, SourceSummary

FETCHED = datetime(2024, 12, 1, 3, 0, tzinfo=UTC)

HOSTILE = '<script>alert("x")</script>'
HOSTILE_TITLE = f'{HOSTILE} & "Sekda" <img src=x onerror=alert(1)>'
HOSTILE_NAME = 'Budi <b onmouseover="alert(1)">Rekaan</b>'
HOSTILE_TEXT = (
    f"{HOSTILE_NAME} diduga menyatakan dukungan {HOSTILE} di grup WhatsApp. "
    'Camat meminta ASN netral "></td><script>alert(2)</script>.'
)
HOSTILE_URL = "https://harianlembayung.example/2024/10/01/%22%3E%3Cscript%3E"

TURNED = "Wiranto Rekaan Sungkai"
"""An invented official who urges neutrality, is accused a month later, and is sanctioned after that."""


UNNAMED = "Imbauan Tanpa Nama"
"""The title of an article that names no official."""


class Site:
    """The site over the sample, asked through Datasette's own client."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.datasette = app(path)
        self._loop = asyncio.new_event_loop()

    def get(self, path: str, **options: Any) -> httpx.Response:
        return self._loop.run_until_complete(self.datasette.client.get(path, **options))

    def page(self, path: str, **options: Any) -> lxml.html.HtmlElement:
        """A page that must be there, parsed."""
        answer = self.get(path, **options)
        assert answer.status_code == 200, f"{path}: {answer.status_code} {answer.text[-500:]}"
        return lxml.html.document_fromstring(answer.text)

    def csv(self, path: str) -> list[dict[str, str]]:
        answer = self.get(path)
        assert answer.status_code == 200, f"{path}: {answer.status_code}"
        return list(csv.DictReader(io.StringIO(answer.text)))

    def rows(self, sql: str, *values: object) -> list[Any]:
        """What stands in the database itself."""
        with closing(sqlite3.connect(self.path)) as connection:
            connection.row_factory = sqlite3.Row
            return connection.execute(sql, values).fetchall()

    def value(self, sql: str, *values: object) -> Any:
        return self.rows(sql, *values)[0][0]

    def close(self) -> None:
        self.datasette.get_database("netralitas").close()
        self._loop.close()


@cache
def sample() -> Path:
    """The sample's database, made once for all tests of a process; no test changes it."""
    folder = tempfile.TemporaryDirectory(prefix="netralitas-site-")
    atexit.register(folder.cleanup)
    path = Path(folder.name) / "sample.db"
    build(path)
    return path


@contextmanager
def opened(*, most: int | None = None) -> Iterator[Site]:
    """The site over the sample; with ``most`` rows at most in an answer, so that the sample is more than that."""
    site = Site(sample())
    if most is not None:
        site.datasette.page_size, site.datasette.max_returned_rows = max(most - 2, 1), most
        site.datasette._settings["max_returned_rows"] = most
        for table in site.datasette._metadata_local["databases"]["netralitas"]["tables"].values():
            table.pop("size", None)  # a table must not ask for more
    try:
        yield site
    finally:
        site.close()


def text_of(element: lxml.html.HtmlElement) -> str:
    """The words of an element, with single spaces."""
    return " ".join(element.text_content().split())


def build(path: Path) -> None:
    """Write the sample into a new database at ``path``."""
    with Store(path, extractor="1") as store:
        sources = newspapers("http://127.0.0.1:1")
        store.sync_sources(source.model_dump() for source in sources.values())
        run = store.start_run(FETCHED)
        counts: dict[str, dict[str, int]] = {}
        for story in load_articles():
            article = _article(story)
            facts = extract(article)
            counted = counts.setdefault(
                story.source, dict.fromkeys(("fetched", "relevant", "not_relevant"), 0)
            )
            counted["fetched"] += 1
            counted["not_relevant" if facts.label == "none" else "relevant"] += 1
            _write(store, article, facts)
        for article, facts in [_hostile(), *_turned(), _unnamed()]:
            _write(store, article, facts)
        store.write(
            PageRecord(
                "https://gemahalmahera.example/hilang", "gemahalmahera", "failed", FETCHED, "feed", "http_404"
            ),
            None,
            None,
        )
        _edit(store)
        store.link_copies()
        ended = FETCHED + timedelta(minutes=3)
        for key, counted in counts.items():
            said = RobotsRecord(
                f"{key}.example", "rules", 200, size=24, crawl_delay=2, disallowed=("/wp-admin/",)
            )
            store.record_robots(run, key, [said])
            record(store, run, _summary(key, counted), ended)
        store.finish_run(run, ended, "finished", counts)
        assess(store.db, ended)


def _summary(key: str, counted: dict[str, int]) -> SourceSummary:
    """A newspaper that was read, all but one which failed a page and shut us out."""
    failures = {"http_404": 1} if key == "gemahalmahera" else {}
    problems = ((f"https://{key}.example/atom.xml", "blocked"),) if failures else ()
    counts = {**dict.fromkeys(COUNTS, 0), "listed": counted["fetched"], "new": counted["fetched"], **counted}
    state = "failed" if failures else "done"
    return SourceSummary(key, state, counts, failures, problems, 0 if failures else 2, 9, 1.5)


def _edit(store: Store) -> None:
    """A listing, and an article that its newspaper edited."""
    listing = Listing("https://gemahalmahera.example/atom.xml", FETCHED, etag='"1"')
    keep_listings(store, "gemahalmahera", [listing], news=True)
    story = next(story for story in load_articles() if story.expected.label != "none")
    edited = _article(story)
    first = PageRecord(
        edited.url, story.source, "relevant", FETCHED, "wordpress", article_id=edited.id, digest="1" * 64
    )
    facts = extract(edited)
    store.write(first, replace(edited, title=f"{edited.title} (Bagian Pertama)"), facts)
    store.write(replace(first, digest="2" * 64), edited, facts)


def _write(store: Store, article: Article, facts: Facts) -> None:
    relevant = facts.label != "none"
    page = PageRecord(
        article.url, article.source or "", "relevant" if relevant else "not_relevant", FETCHED, "wordpress"
    )
    store.write(page, article if relevant else None, facts if relevant else None)


def _article(story: PracticeArticle) -> Article:
    return Article(
        id=article_id(story.address),
        url=story.address,
        domain=story.address.split("/")[2],
        title=story.title,
        text=story.text,
        source=story.source,
        published=story.local_time,
        published_on=story.local_time.date(),
        published_by="given",
        author=story.author,
        editor=story.editor,
        tags=story.tags,
        language="id",
        removed=tuple(Removed(b.kind, b.text) for b in story.blocks if b.kind in ("related", "ad", "credit")),
    )


def _evidence(article: Article, words: str, field: str = "text") -> Evidence:
    text = article.title if field == "title" else article.text
    start = text.index(words)
    sentence = text if field == "title" else next(s for s in text.split(". ") if words in s)
    return Evidence("title" if field == "title" else "text", start, start + len(words), sentence, "sample")


def _made(url: str, title: str, text: str, day: date) -> Article:
    return Article(
        id=article_id(url),
        url=url,
        domain="harianlembayung.example",
        title=title,
        text=text,
        source="harianlembayung",
        published_on=day,
        published_by="given",
        language="id",
    )


def _hostile() -> tuple[Article, Facts]:
    """An article whose address, title, text, tags and names try to run as a script."""
    article = replace(
        _made(HOSTILE_URL, HOSTILE_TITLE, HOSTILE_TEXT, date(2024, 10, 1)),
        author=HOSTILE,
        tags=(HOSTILE, "biasa"),
        removed=(Removed("related", HOSTILE),),
    )
    accused = _evidence(article, HOSTILE_NAME)
    facts = Facts(
        "both",
        1.0,
        regions=[RegionFact("13.02", "Kabupaten Solok", accused)],
        officials=[OfficialFact(HOSTILE_NAME, "Camat", "definitive", "13.02", "accused", accused)],
        violations=[ViolationFact(HOSTILE_NAME, "Camat", "13.02", "dukungan", "alleged", accused)],
        sanctions=[SanctionFact(HOSTILE, "teguran_lisan", "ringan", "threatened", HOSTILE, accused)],
        statements=[
            StatementFact(None, HOSTILE, "urge", HOSTILE, HOSTILE, None, _evidence(article, "meminta"))
        ],
    )
    return article, facts


def _turned() -> list[tuple[Article, Facts]]:
    """The three articles about ``TURNED``."""
    region = ("13.05", "Kabupaten Padang Pariaman")
    urged = _made(
        "https://harianlembayung.example/2024/08/camat-mengimbau",
        "Camat Minta Pegawai Netral",
        f"Camat {TURNED} meminta pegawai netral pada Pilkada 2024. Ia berkata, ASN jangan ikut kampanye.",
        date(2024, 8, 1),
    )
    reported = _made(
        "https://harianlembayung.example/2024/09/camat-dilaporkan",
        "Camat Dilaporkan ke Bawaslu",
        f"Camat {TURNED} dilaporkan menghadiri kampanye pada 10 September 2024.",
        date(2024, 9, 15),
    )
    sanctioned = _made(
        "https://harianlembayung.example/2024/11/camat-ditegur",
        "Camat Ditegur",
        f"Camat {TURNED} dijatuhi teguran tertulis pada 9 November 2024. Ia hadir pada 10 September 2024.",
        date(2024, 11, 10),
    )

    def official(article: Article, role: str) -> OfficialFact:
        evidence = _evidence(article, TURNED)
        return OfficialFact(TURNED, "Camat", "definitive", region[0], role, evidence)  # type: ignore[arg-type]

    def case(article: Article, stage: str) -> ViolationFact:
        return ViolationFact(TURNED, "Camat", region[0], "kampanye", stage, _evidence(article, TURNED))

    spoken = StatementFact(
        0,
        TURNED,
        "urge",
        "ASN jangan ikut kampanye",
        "pegawai",
        None,
        _evidence(urged, "meminta pegawai netral"),
    )
    imposed = SanctionFact(
        "teguran tertulis", "teguran_tertulis", "ringan", "imposed", "Bupati",
        _evidence(sanctioned, "teguran tertulis"), of=0,
    )  # fmt: skip
    days = [
        DateFact("9 November 2024", date(2024, 11, 9), "sanction", _evidence(sanctioned, "9 November 2024")),
        DateFact(
            "10 September 2024", date(2024, 9, 10), "violation", _evidence(sanctioned, "10 September 2024")
        ),
    ]
    return [
        (urged, Facts("statement", 1.0, officials=[official(urged, "speaker")], statements=[spoken])),
        (
            reported,
            Facts("violation", 1.0, officials=[official(reported, "accused")], violations=[case(reported, "reported")]),
        ),
        (
            sanctioned,
            Facts(
                "violation", 1.0, officials=[official(sanctioned, "accused")], dates=days, sanctions=[imposed],
                violations=[case(sanctioned, "sanctioned")],
            ),
        ),
    ]  # fmt: skip


def _unnamed() -> tuple[Article, Facts]:
    article = _made(
        "https://harianlembayung.example/2024/07/tanpa-nama",
        UNNAMED,
        "Pemerintah meminta ASN netral.",
        date(2024, 7, 1),
    )
    evidence = _evidence(article, "meminta ASN netral")
    facts = Facts(
        "statement", 1.0, statements=[StatementFact(None, "Pemerintah", "urge", None, "ASN", None, evidence)]
    )
    return article, facts
