"""Article and facts as rows: what ``pipelines.store`` writes, and nothing of SQLite."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from pipelines.article.model import Article
from pipelines.extraction.facts import Evidence, Facts, OfficialFact, ViolationFact
from pipelines.ids import Part, fact_id, fold, official_id, page_id
from pipelines.places import Also, Place, also_json, place_row

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class PageRecord:
    """What became of one page.

    ``url`` is the public address that was fetched. ``state`` is ``relevant`` (there is an article),
    ``not_relevant`` or ``failed``, then with a ``reason``: ``no_text``, ``no_title``, ``not_indonesian``,
    ``http_404``, ``timeout``, ``robots`` ... ``fetched_at`` is aware. ``status`` is the HTTP status,
    ``digest`` the SHA-256 of the body. ``modified`` (aware) is the last change as the listing told it.
    ``place`` is where the archive has the answer that the article stands in, ``also`` the further ones.
    """

    url: str
    source: str
    state: str
    fetched_at: datetime
    via: str
    reason: str | None = None
    article_id: str | None = None
    status: int | None = None
    etag: str | None = None
    last_modified: str | None = None
    digest: str | None = None
    modified: datetime | None = None
    place: Place | None = None
    also: Also = ()


@dataclass(frozen=True, slots=True)
class RobotsRecord:
    """What the robots.txt of a host said in one run.

    ``state`` is ``rules`` (it was read), ``no_rules`` (there is none: 4xx) or ``unavailable``, then with the
    ``reason``. ``digest`` is the SHA-256 of the file and ``size`` its bytes; ``crawl_delay`` is in seconds as
    it stands there; ``disallowed`` are the paths that are disallowed to us; ``refused`` is how many requests
    were not made because of it.
    """

    host: str
    state: str
    status: int | None = None
    reason: str | None = None
    digest: str | None = None
    size: int | None = None
    crawl_delay: float | None = None
    disallowed: tuple[str, ...] = ()
    refused: int = 0


FACT_TABLES = (
    "mentions",
    "statements",
    "violations",
    "sanctions",
    "article_regions",
    "article_dates",
    "article_laws",
    "article_elections",
)
"""The tables that hang on an article by ``article_id``, parents before children."""


def as_json(values: Iterable[Any] | Mapping[str, Any] | None) -> str | None:
    """A list or table as JSON text, or None where there is nothing in it."""
    if not values:
        return None
    plain = dict(values) if isinstance(values, Mapping) else list(values)
    return json.dumps(plain, ensure_ascii=False)


def as_time(moment: datetime | None) -> str | None:
    """An aware datetime in ISO 8601 with its offset as given, to the second: ``2024-09-25T14:05:00+07:00``.

    Raises ``ValueError`` for one without an offset: it could be any of three Indonesian times.
    """
    if moment is None:
        return None
    if moment.utcoffset() is None:
        raise ValueError(f"the time {moment.isoformat()} has no offset from UTC")
    return moment.isoformat(timespec="seconds")


def as_day(day: date | None) -> str | None:
    """A calendar day in ISO 8601."""
    return day.isoformat() if day else None


def as_utc(moment: datetime) -> str:
    """An aware datetime in ISO 8601, in UTC, so that moments of several newspapers sort as text."""
    as_time(moment)
    return moment.astimezone(UTC).isoformat(timespec="seconds")


def source_row(source: Mapping[str, Any]) -> Row:
    """The row of ``sources`` out of a newspaper with the keys of ``spiders.sources.Source``."""
    verification = source.get("verification") or {}
    return {
        "key": source["key"],
        "name": source["name"],
        "domain": source["domain"],
        "province_code": source.get("province"),
        "regency_code": source.get("regency"),
        "way": source["way"],
        "addresses": as_json(source.get("addresses")),
        "selectors": as_json(source.get("selectors")),
        "keywords": as_json(source.get("keywords")),
        "tags": as_json(source.get("tags")),
        "zone": source.get("zone"),
        "status": source["status"],
        "local": int(bool(source.get("local"))),
        "verification_method": verification.get("method"),
        "verified_on": str(verification["on"]) if verification.get("on") else None,
        "verification_evidence": verification.get("evidence"),
        "checked_on": str(verification["checked"]) if verification.get("checked") else None,
        "check_found": verification.get("found"),
        "note": source.get("note"),
    }


def page_row(page: PageRecord) -> Row:
    """The row of ``pages``, without the count of attempts."""
    return {
        "id": page_id(page.url),
        "url": page.url,
        "source": page.source,
        "state": page.state,
        "reason": page.reason,
        "article_id": page.article_id,
        "via": page.via,
        "http_status": page.status,
        "etag": page.etag,
        "last_modified": page.last_modified,
        "digest": page.digest,
        "fetched_at": as_utc(page.fetched_at),
        "modified_at": as_utc(page.modified) if page.modified else None,
        **place_row(page.place),
        "archive_also": also_json(page.also),
    }


def article_row(article: Article, facts: Facts, extractor: str | None) -> Row:
    """The row of ``articles``, without what the store adds: the time of collection, and whose copy it is."""
    published_on = article.published_on or (article.published.date() if article.published else None)
    return {
        "id": article.id,
        "url": article.url,
        "source": article.source,
        "domain": article.domain,
        "title": article.title,
        "author": article.author,
        "editor": article.editor,
        "published_at": as_time(article.published),
        "published_on": as_day(published_on),
        "published_month": published_on.strftime("%Y-%m") if published_on else None,
        "published_by": article.published_by,
        "modified_at": as_time(article.modified),
        "label_code": facts.label,
        "score": float(facts.score),
        "language": article.language,
        "tags": as_json(article.tags),
        "text": article.text,
        "removed": as_json({"kind": r.kind, "text": r.text} for r in article.removed)
        if article.removed
        else None,
        "extractor": extractor,
    }


def official_rows(article_id: str, facts: Facts) -> dict[str, Row]:
    """The rows of ``officials`` by id. The name to show is chosen by the store out of all mentions."""
    rows: dict[str, Row] = {}
    for fact in facts.officials:
        identity = official_id(fact.name, fact.position, fact.region, article_id)
        rows.setdefault(
            identity,
            {
                "id": identity,
                "name": fact.name,
                "name_key": fold(fact.name),
                "position": fact.position,
                **_region(fact.region),
            },
        )
    return rows


def fact_rows(article_id: str, facts: Facts) -> dict[str, list[Row]]:
    """The rows of every table of ``FACT_TABLES``, in the order of the facts, references resolved to ids.

    Raises ``IndexError`` where a statement or a sanction refers to an official or a violation that is not
    there.
    """
    ids = _Numbered(article_id)
    officials = [official_id(f.name, f.position, f.region, article_id) for f in facts.officials]
    mentions = [ids.next("mention", identity) for identity in officials]
    violations = [ids.next("violation", fold(f.accused), f.region, f.act) for f in facts.violations]

    def speaker(index: int | None) -> Row:
        if index is None:
            return {"official_id": None, "mention_id": None}
        return {"official_id": officials[_checked(index)], "mention_id": mentions[index]}

    def accused(fact: ViolationFact) -> Row:
        return speaker(_accused_official(fact, facts.officials))

    rows: dict[str, list[Row]] = {
        "mentions": [
            {
                "id": identity,
                "official_id": official,
                "name": f.name,
                "status_code": f.status,
                "role_code": f.role,
                **_evidence(f.evidence),
            }
            for identity, official, f in zip(mentions, officials, facts.officials, strict=True)
        ],
        "statements": [
            {
                "id": ids.next("statement", fold(f.speaker_text), f.kind, f.quotation or f.evidence.sentence),
                **speaker(f.speaker),
                "speaker_text": f.speaker_text,
                "kind_code": f.kind,
                "quotation": f.quotation,
                "addressee": f.addressee,
                "made_on": as_day(f.made_on),
                **_evidence(f.evidence),
            }
            for f in facts.statements
        ],
        "violations": [
            {
                "id": identity,
                **accused(f),
                "accused": f.accused,
                "people": f.count,
                "position": f.position,
                **_region(f.region),
                "act_code": f.act,
                "stage_code": f.stage,
                **_evidence(f.evidence),
            }
            for identity, f in zip(violations, facts.violations, strict=True)
        ],
        "sanctions": [
            {
                "id": ids.next(
                    "sanction", f.type, fold(f.text), None if f.of is None else violations[_checked(f.of)]
                ),
                "violation_id": None if f.of is None else violations[f.of],
                "text": f.text,
                "type_code": f.type,
                "level": f.level,
                "status_code": f.status,
                "authority": f.authority,
                "duration": f.duration,
                **_evidence(f.evidence),
            }
            for f in facts.sanctions
        ],
        "article_regions": [
            {"id": ids.next("region", f.code), **_region(f.code), **_evidence(f.evidence)}
            for f in facts.regions
        ],
        "article_dates": [
            {
                "id": ids.next("date", f.iso.isoformat(), f.role),
                "date": f.iso.isoformat(),
                "role_code": f.role,
                "text": f.text,
                "printed": f.printed,
                **_evidence(f.evidence),
            }
            for f in facts.dates
        ],
        "article_laws": [
            {"id": ids.next("law", f.citation), "citation": f.citation, **_evidence(f.evidence)}
            for f in facts.laws
        ],
        "article_elections": [
            {"id": ids.next("election", f.name), "election": f.name, **_evidence(f.evidence)}
            for f in facts.elections
        ],
    }
    for table in rows.values():
        for row in table:
            row["article_id"] = article_id
    return rows


def robots_row(run: str, source: str, record: RobotsRecord) -> Row:
    """The row of what a robots.txt said to one newspaper's crawl."""
    return {
        "run": run,
        "source": source,
        "host": record.host,
        "state": record.state,
        "reason": record.reason,
        "http_status": record.status,
        "digest": record.digest,
        "bytes": record.size,
        "crawl_delay": record.crawl_delay,
        "disallowed": as_json(record.disallowed),
        "refused": record.refused,
    }


class _Numbered:
    """Gives ids for the facts of one article; the second fact of the same content gets the number 1."""

    def __init__(self, article_id: str) -> None:
        self._article_id = article_id
        self._seen: dict[tuple[Part, ...], int] = {}

    def next(self, kind: str, *content: Part) -> str:
        key = (kind, *content)
        nth = self._seen.get(key, 0)
        self._seen[key] = nth + 1
        return fact_id(kind, self._article_id, nth, *content)


def _checked(index: int) -> int:
    """``index`` as it is: a negative one would silently count from the end."""
    if index < 0:
        raise IndexError(f"a fact refers to number {index}; numbers start at 0")
    return index


def _region(code: str | None) -> Row:
    """A region with its province: the first two digits of Kemendagri's code."""
    return {"region_code": code, "province_code": code[:2] if code else None}


def _evidence(evidence: Evidence) -> Row:
    return {
        "evidence_field": evidence.field,
        "evidence_start": evidence.start,
        "evidence_end": evidence.end,
        "evidence": evidence.sentence,
        "rule": evidence.rule,
        "confidence": evidence.confidence,
        "inferred": as_json(evidence.inferred),
        "flags": as_json(evidence.flags),
    }


def _accused_official(violation: ViolationFact, officials: Sequence[OfficialFact]) -> int | None:
    """Which of the article's officials the accused is, or None.

    Only one who is named the same and whose post and region do not contradict the violation's. Where several
    are left, the one read as accused, then the first.
    """
    key = fold(violation.accused)
    fitting = [
        (official.role != "accused", index)
        for index, official in enumerate(officials)
        if fold(official.name) == key
        and violation.position in (None, official.position)
        and violation.region in (None, official.region)
    ]
    return min(fitting)[1] if fitting else None
