"""What the database keeps so that the next crawl asks only for what is new: listings and known pages."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from pipelines.attempts import MOST_ATTEMPTS, READING_FAILURES
from pipelines.places import Place, place_of, place_row
from pipelines.rows import as_utc
from pipelines.store import Store

_KEPT = ("etag", "last_modified", "state", "total")
_KNOWN = """
    SELECT pages.url, pages.modified_at, fetched_at, digest, published_on,
        archive_file, archive_offset, archive_length
    FROM pages LEFT JOIN articles ON articles.id = pages.article_id
    WHERE pages.source = :source AND (state <> 'failed' OR attempts >= :most OR reason IN ({reasons}))
    UNION ALL
    SELECT articles.url, pages.modified_at, fetched_at, digest, published_on,
        archive_file, archive_offset, archive_length
    FROM articles JOIN pages ON pages.article_id = articles.id WHERE articles.source = :source
"""


@dataclass(slots=True)
class Listing:
    """A listing as it came: its address, its validators, and what the newspaper said of its state.

    ``etag`` is the strong form. ``state`` is compared with what the newspaper says next time; ``total`` is
    how many articles the newspaper says that the listing has. ``fetched_at`` is aware.
    """

    url: str
    fetched_at: datetime
    etag: str | None = None
    last_modified: str | None = None
    state: str | None = None
    total: int | None = None
    place: Place | None = None


@dataclass(frozen=True, slots=True)
class Known:
    """A page that was read: its last change as its listing told it, when it was fetched (both aware), the
    digest of its text, the day of its article if it has one, and where the archive has it."""

    modified: datetime | None
    fetched_at: datetime
    digest: str | None
    published_on: date | None
    place: Place | None


def known_pages(store: Store, source: str) -> dict[str, Known]:
    """The addresses of a newspaper that need not be fetched again, with what was fetched.

    All pages that were read, pages that no article can be read from, pages that failed ``MOST_ATTEMPTS``
    times, and the canonical addresses of the newspaper's articles. Other failed pages may be tried again.
    """
    reasons = ", ".join(f"'{reason}'" for reason in sorted(READING_FAILURES))
    rows = store.db.execute(_KNOWN.format(reasons=reasons), {"source": source, "most": MOST_ATTEMPTS})
    return {
        url: Known(
            datetime.fromisoformat(modified) if modified else None,
            datetime.fromisoformat(fetched),
            digest,
            date.fromisoformat(day) if day else None,
            Place(*place) if place[0] else None,
        )
        for url, modified, fetched, digest, day, *place in rows
    }


def listings_of(store: Store, source: str) -> dict[str, Listing]:
    """The listings of a newspaper as the last crawl without a hole left them, by address."""
    return {
        row["url"]: Listing(
            url=row["url"],
            fetched_at=datetime.fromisoformat(row["fetched_at"]),
            etag=row["etag"],
            last_modified=row["last_modified"],
            state=row["state"],
            total=row["total"],
            place=place_of(row),
        )
        for row in store.db.query("SELECT * FROM listings WHERE source = ?", [source])
    }


def keep_listings(store: Store, source: str, listings: Iterable[Listing], *, news: bool) -> None:
    """Keep the listings of a crawl that saw the newspaper through without a hole.

    A listing that differs only in its body is written only if there was ``news`` in the newspaper: many
    pages differ at every look, and a crawl that finds nothing new must change nothing.
    """
    stored = listings_of(store, source)
    with store.writing():
        for listing in listings:
            former = stored.get(listing.url)
            told = [getattr(listing, name) for name in _KEPT]
            if former and not news and told == [getattr(former, name) for name in _KEPT]:
                continue
            row = {name: getattr(listing, name) for name in ("url", *_KEPT)}
            row |= {"source": source, "fetched_at": as_utc(listing.fetched_at), **place_row(listing.place)}
            store.db.table("listings").upsert(row, pk="url")
