"""What the first page tells: figures, how fresh the data is, the newest cases, and where to go from there."""

from __future__ import annotations

from typing import Any, Final

# Few articles are copies: looking those up is quicker than joining every fact to its article.
_NOT_COPIED: Final = "article_id NOT IN (SELECT id FROM articles WHERE is_copy = 1)"

_FIGURES: Final = {
    "articles": "SELECT count(*) FROM articles",
    "copies": "SELECT count(*) FROM articles WHERE is_copy = 1",
    "newspapers": "SELECT count(DISTINCT source) FROM articles",
    "watched": "SELECT count(*) FROM sources",
    "unread": "SELECT count(*) FROM source_health WHERE state_code <> 'ok'",
    "regions": """
        SELECT count(DISTINCT region_code) FROM article_regions
        JOIN regions ON regions.code = region_code WHERE kind <> 'provinsi'
    """,
    "all_regions": "SELECT count(*) FROM regions WHERE kind <> 'provinsi'",
    "officials": "SELECT count(*) FROM officials",
    "statements": f"SELECT count(*) FROM statements WHERE {_NOT_COPIED}",
    "cases": f"SELECT count(*) FROM violations WHERE {_NOT_COPIED}",
    "sanctions": f"SELECT count(*) FROM sanctions WHERE status_code = 'imposed' AND {_NOT_COPIED}",
}

_LISTS: Final = {
    "stages": f"""
        SELECT stages.code, (
          SELECT count(*) FROM violations WHERE stage_code = stages.code AND {_NOT_COPIED}
        ) AS cases
        FROM stages ORDER BY stages.rank
    """,
    "provinces": """
        SELECT regions.code, regions.name, count(DISTINCT article_id) AS articles
        FROM regions LEFT JOIN article_regions ON article_regions.province_code = regions.code
        WHERE regions.kind = 'provinsi' GROUP BY regions.code ORDER BY regions.code
    """,
    "newest_cases": """
        WITH newest AS (
          SELECT
            a.id, a.published_on, (SELECT count(*) FROM violations WHERE article_id = a.id) AS cases,
            (
              SELECT id FROM violations WHERE article_id = a.id
              ORDER BY official_id IS NULL, evidence_start LIMIT 1
            ) AS first
          FROM articles AS a
          WHERE NOT is_copy AND published_on IS NOT NULL
            AND EXISTS (SELECT 1 FROM violations WHERE article_id = a.id)
          ORDER BY published_on DESC, id LIMIT 6
        )
        SELECT accused, official_id, stage_code, act, position, region, title, article_id, newspaper,
          newest.published_on, newest.cases - 1 AS others
        FROM newest JOIN violations_flat ON violation_id = newest.first
        ORDER BY newest.published_on DESC, article_id
    """,
    "newest_statements": """
        WITH newest AS (
          SELECT a.id, (
            SELECT id FROM statements WHERE article_id = a.id AND official_id IS NOT NULL
            ORDER BY quotation IS NULL, evidence_start LIMIT 1
          ) AS first
          FROM articles AS a
          WHERE NOT is_copy AND published_on IS NOT NULL
            AND EXISTS (SELECT 1 FROM statements WHERE article_id = a.id AND official_id IS NOT NULL)
          ORDER BY published_on DESC, id LIMIT 3
        )
        SELECT speaker, official_id, position, region, quotation, evidence, article_id, newspaper,
          published_on
        FROM newest JOIN statements_flat ON statement_id = newest.first
        ORDER BY published_on DESC, article_id
    """,
    "run": """
        SELECT runs.id, started_at, finished_at, runs.state, count(source_runs.source) AS asked,
          sum(listed > 0 OR fetched > 0) AS answering
        FROM runs LEFT JOIN source_runs ON source_runs.run = runs.id
        GROUP BY runs.id ORDER BY started_at DESC LIMIT 1
    """,
    "period": """
        SELECT min(published_on) AS first_on, max(published_on) AS last_on FROM articles
    """,
}


async def first_page(database: Any) -> dict[str, Any]:
    """The figures by name, and the lists as rows by name; ``database`` is Datasette's."""
    selected = ", ".join(f"({sql}) AS {name}" for name, sql in _FIGURES.items())
    figures = dict((await database.execute(f"SELECT {selected}")).rows[0])
    lists = {}
    for name, sql in _LISTS.items():
        lists[name] = [dict(row) for row in (await database.execute(sql)).rows]
    return {"figures": figures, **lists}
