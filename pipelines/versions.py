"""Former versions of articles: what stood there before the newspaper edited it."""

from __future__ import annotations

from sqlite_utils import Database

from pipelines.ids import derived_id
from pipelines.rows import Row

_TAKEN_OVER = (
    "url",
    "title",
    "author",
    "published_at",
    "published_on",
    "modified_at",
    "text",
    "extractor",
)
_PLACE = ("archive_file", "archive_offset", "archive_length", "archive_also")


def keep_version(db: Database, page: Row, article: Row, replaced_at: str) -> None:
    """Keep ``article`` as it was read from ``page``, both as rows; call it once the newest is written.

    Nothing is kept where title and text are the same as before: then only the page around it differs.
    """
    newest = db.execute("SELECT title, text FROM articles WHERE id = ?", [article["id"]]).fetchone()
    if newest == (article["title"], article["text"]):
        return
    row = {
        "id": derived_id("version", page["id"], page["digest"]),
        "page_id": page["id"],
        "article_id": article["id"],
        "collected_at": page["fetched_at"],
        "replaced_at": replaced_at,
        **{name: article[name] for name in _TAKEN_OVER},
        **{name: page[name] for name in _PLACE},
    }
    db.table("article_versions").insert(row, pk="id", ignore=True)
