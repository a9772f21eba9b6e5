"""The page of an article: its text with every value marked, and beside it what was read."""

from __future__ import annotations

import json
from typing import Any, Final

from datasets.site.evidence import Segment, Span, segments

_EVIDENCE: Final = (
    "f.evidence, f.evidence_field, f.evidence_start, f.evidence_end, f.confidence, f.inferred, f.flags"
)

_FACTS: Final = {
    "violations": f"""
        SELECT f.violation_id AS id, f.accused, f.official_id, f.stage_code, f.act, f.position, f.region,
          f.region_code, f.people, {_EVIDENCE}
        FROM violations_flat AS f WHERE f.article_id = :article
    """,
    "sanctions": f"""
        SELECT f.sanction_id AS id, f.sanction, f.type, f.level, f.status, f.status_code, f.authority,
          f.duration, f.accused, {_EVIDENCE}
        FROM sanctions_flat AS f WHERE f.article_id = :article
    """,
    "statements": f"""
        SELECT f.statement_id AS id, f.speaker, f.official_id, f.kind, f.quotation, f.addressee, f.made_on,
          f.position, f.region, {_EVIDENCE}
        FROM statements_flat AS f WHERE f.article_id = :article
    """,
    "mentions": f"""
        SELECT f.id, f.name, f.official_id, f.role_code, roles.name AS role, statuses.name AS status,
          f.status_code, officials.position, regions.name AS region, officials.region_code, {_EVIDENCE}
        FROM mentions AS f
        JOIN officials ON officials.id = f.official_id
        JOIN roles ON roles.code = f.role_code
        JOIN statuses ON statuses.code = f.status_code
        LEFT JOIN regions ON regions.code = officials.region_code
        WHERE f.article_id = :article
    """,
    "article_regions": f"""
        SELECT f.id, regions.name AS region, f.region_code, {_EVIDENCE}
        FROM article_regions AS f JOIN regions ON regions.code = f.region_code WHERE f.article_id = :article
    """,
    "article_dates": f"""
        SELECT f.id, f.date, f.text, f.printed, date_roles.name AS role, {_EVIDENCE}
        FROM article_dates AS f JOIN date_roles ON date_roles.code = f.role_code
        WHERE f.article_id = :article
    """,
    "article_laws": f"""
        SELECT f.id, f.citation, legal_bases.name AS about, legal_bases.name_en AS about_en, {_EVIDENCE}
        FROM article_laws AS f JOIN legal_bases ON legal_bases.citation = f.citation
        WHERE f.article_id = :article
    """,
    "article_elections": f"""
        SELECT f.id, f.election, {_EVIDENCE} FROM article_elections AS f WHERE f.article_id = :article
    """,
}
"""What was read, by table, in the order of the page; each in the order of the text."""

_COPIES: Final = """
    SELECT articles.id, articles.title, sources.name AS newspaper, articles.published_on
    FROM articles LEFT JOIN sources ON sources.key = articles.source
    WHERE articles.id <> :article AND (articles.syndicated_from = :origin OR articles.id = :origin)
    ORDER BY articles.published_on, articles.id
"""

_HEAD: Final = """
    SELECT a.*, sources.name AS newspaper, labels.name AS label
    FROM articles AS a JOIN labels ON labels.code = a.label_code LEFT JOIN sources ON sources.key = a.source
    WHERE a.id = :article
"""


async def article_page(database: Any, article: str) -> dict[str, Any]:
    """The article, its facts by table, its title and paragraphs as segments, and its copies elsewhere.

    ``database`` is Datasette's, ``article`` the id of an article that is there.
    """
    head = dict((await database.execute(_HEAD, {"article": article})).rows[0])
    facts = {}
    for table, sql in _FACTS.items():
        found = await database.execute(
            f"{sql} ORDER BY f.evidence_field DESC, f.evidence_start", {"article": article}
        )
        facts[table] = [dict(row) for row in found.rows]
    origin = head["syndicated_from"] or article
    copies = await database.execute(_COPIES, {"article": article, "origin": origin})
    return {
        "article": head,
        "facts": facts,
        "title": _marked(head["title"] or "", "title", facts),
        "paragraphs": paragraphs(_marked(head["text"] or "", "text", facts)),
        "removed": json.loads(head["removed"] or "[]"),
        "tags": json.loads(head["tags"] or "[]"),
        "copies": [dict(row) for row in copies.rows],
    }


def paragraphs(pieces: list[Segment]) -> list[list[Segment]]:
    """Segments grouped by the paragraphs of the text, which line ends part; no segment spans two."""
    found: list[list[Segment]] = [[]]
    for piece in pieces:
        facts = piece.facts
        for number, line in enumerate(piece.text.split("\n")):
            if number:
                found.append([])
            if line:
                found[-1].append(Segment(line, piece.kinds, facts))
                facts = ()
    return [paragraph for paragraph in found if any(piece.text.strip() for piece in paragraph)]


def _marked(text: str, field: str, facts: dict[str, list[dict[str, Any]]]) -> list[Segment]:
    return segments(
        text,
        (
            Span(fact["evidence_start"], fact["evidence_end"], table, fact["id"])
            for table, rows in facts.items()
            for fact in rows
            if fact["evidence_field"] == field
        ),
    )
