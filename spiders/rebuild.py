"""Read the archive again with today's rules: many processes read, one writes."""

from __future__ import annotations

import json
import multiprocessing
import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from pipelines.archive import archive_folder
from pipelines.changes import Change, differences, snapshot
from pipelines.extraction import VERSION
from pipelines.ids import page_id
from pipelines.places import also_of, place_of
from pipelines.rules import fingerprint
from pipelines.store import Store
from spiders.lock import alone
from spiders.rereading import Archived, Reread, reread
from spiders.sources import Source

_CHUNK = 40  # pages that one process reads at a time
_PAGES = """
    SELECT url, source, via, fetched_at, archive_file, archive_offset, archive_length, archive_also FROM pages
    WHERE archive_file IS NOT NULL AND source IN ({sources}) {changed}
    ORDER BY source
"""
_NOT_ARCHIVED = """
    SELECT count(*) FROM pages WHERE archive_file IS NULL AND digest IS NOT NULL AND source IN ({sources})
"""

Chunk = tuple[Source, list[Archived]]


class RebuildError(RuntimeError):
    """A rebuild that cannot be begun, or that broke down. The text is one sentence that says what to do."""


@dataclass(slots=True)
class Rebuilt:
    """What a rebuild came to. ``pages`` were read again; ``failures`` are those that could not be, each with
    its address and reason; ``not_archived`` were fetched before there was an archive."""

    pages: int = 0
    not_archived: int = 0
    failures: list[tuple[str, str]] = field(default_factory=list)


def rebuild(
    database: Path,
    declared: Mapping[str, Source],
    *,
    sources: Sequence[str] = (),
    changed_only: bool = False,
    processes: int | None = None,
    report: Callable[[Change], None] = lambda change: None,
    progress: Callable[[str, int], None] = lambda url, total: None,
) -> Rebuilt:
    """Read the archived pages of ``database`` again, write what is different, and report each difference.

    ``declared`` are the newspapers as they are declared today; those that are not among them are read as the
    database has them. ``sources`` are the keys of the newspapers to read, all unless given. With
    ``changed_only`` pages are left out that today's rules have read already. ``processes`` is how many
    processes read, as many as there are processors unless given. ``progress`` is told the address
    of each page that is done, and how many there are. A page that cannot be read again stays as it was.

    Raises ``RebuildError`` for an unknown newspaper or a reader that died, ``CrawlError`` while a crawl is
    under way, ``datasets.database.DatabaseError`` for a database that cannot be used.
    """
    if not database.exists():
        raise RebuildError(f"There is no database at {database}; make one with `netralitas crawl`.")
    with alone(database), Store(database, extractor=VERSION) as store:
        keys = _chosen(store, sources)
        pages = _pages(store, keys, changed_only)
        total, rebuilt = sum(map(len, pages.values())), Rebuilt()
        rebuilt.not_archived = _count(store, keys)
        chunks = _chunks(pages, {key: declared.get(key) or _stored(store, key) for key in pages})
        workers = max(1, min(processes or os.cpu_count() or 1, -(-total // _CHUNK)))
        for read in _read_all(archive_folder(database), chunks, workers):
            _write(store, read, rebuilt, report)
            rebuilt.pages += 1
            progress(read.page.url, total)
        if total:
            store.link_copies()
    return rebuilt


def _write(store: Store, read: Reread, rebuilt: Rebuilt, report: Callable[[Change], None]) -> None:
    """Write what was made of one page and report what is different by it."""
    if isinstance(read.outcome, str):
        rebuilt.failures.append((read.page.url, read.outcome))
        return
    record, article, facts = read.outcome
    if record.reason == "read_error":
        rebuilt.failures.append((read.page.url, record.reason))
        return
    page = page_id(record.url)
    (former,) = store.db.execute("SELECT article_id FROM pages WHERE id = ?", [page]).fetchone()
    articles = (former, record.article_id)
    before = snapshot(store.db, page, articles)
    if store.write(record, article, facts):
        url = article.url if article else record.url
        for change in differences(url, before, snapshot(store.db, page, articles)):
            report(change)


def _read_all(folder: Path, chunks: Iterator[Chunk], workers: int) -> Iterator[Reread]:
    """All pages, read by several processes, in their order; a few chunks ahead of who writes them."""
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(workers, mp_context=context) as pool:
        waiting: deque[Future[list[Reread]]] = deque()
        try:
            for source, pages in islice(chunks, 2 * workers):
                waiting.append(pool.submit(reread, folder, source, pages))
            while waiting:
                done = waiting.popleft().result()
                for source, pages in islice(chunks, 1):
                    waiting.append(pool.submit(reread, folder, source, pages))
                yield from done
        except BrokenProcessPool as error:
            raise RebuildError(
                "A process that read the archive died; what was written before is kept. Run it again, with "
                "fewer processes if memory is short."
            ) from error
        finally:
            for future in waiting:
                future.cancel()


def _chunks(pages: Mapping[str, list[Archived]], sources: Mapping[str, Source]) -> Iterator[Chunk]:
    """The pages of each newspaper in pieces, those of one listing together, so that it is read once."""
    for key, archived in pages.items():
        ordered = iter(sorted(archived, key=lambda page: (page.listing.file, page.listing.offset, page.url)))
        while piece := list(islice(ordered, _CHUNK)):
            yield sources[key], piece


def _pages(store: Store, keys: Iterable[str], changed_only: bool) -> dict[str, list[Archived]]:
    changed = f"AND rules IS NOT '{fingerprint()}'" if changed_only else ""
    found: dict[str, list[Archived]] = {}
    for row in store.db.query(_PAGES.format(sources=_listed(keys), changed=changed)):
        place, fetched_at = place_of(row), datetime.fromisoformat(row["fetched_at"])
        assert place is not None  # the statement asks for it
        page = Archived(row["url"], row["via"], fetched_at, place, also_of(row["archive_also"]))
        found.setdefault(row["source"], []).append(page)
    return found


def _count(store: Store, keys: Iterable[str]) -> int:
    (count,) = store.db.execute(_NOT_ARCHIVED.format(sources=_listed(keys))).fetchone()
    return int(count)


def _listed(keys: Iterable[str]) -> str:
    """Keys for a statement; they are slugs, which the schema of newspapers sees to."""
    return ", ".join(f"'{key}'" for key in keys)


def _chosen(store: Store, wanted: Sequence[str]) -> list[str]:
    known = [row["key"] for row in store.db.query("SELECT key FROM sources ORDER BY key")]
    for key in wanted:
        if key not in known:
            raise RebuildError(
                f'The database has no newspaper "{key}"; `netralitas sources list` shows all keys.'
            )
    return sorted(set(wanted)) or known


def _stored(store: Store, key: str) -> Source:
    """A newspaper as the database has it."""
    row: dict[str, Any] = dict(store.db.table("sources").get(key))
    table = {name: row[name] for name in ("key", "name", "domain", "way", "zone", "status", "note")}
    for name in ("addresses", "selectors", "keywords", "tags"):
        if row[name] is not None:
            table[name] = json.loads(row[name])
        elif name == "tags":
            table[name] = ()
    table |= {"province": row["province_code"], "regency": row["regency_code"], "local": bool(row["local"])}
    how, on = row["verification_method"], row["verified_on"]
    table["verification"] = {"method": how, "on": on, "evidence": row["verification_evidence"]}
    try:
        return Source.model_validate(table)
    except ValidationError as error:
        raise RebuildError(
            f'The newspaper "{key}" stands in the database in a form that this version does not know; '
            "declare it in the folder of newspapers and give that with --sources."
        ) from error
