"""Templates of the practice newspapers, and dates and words in them as Indonesian newspapers write them."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import quote
from zlib import crc32

from babel.dates import format_datetime
from babel.numbers import format_decimal
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from practice_press.addresses import slugify
from practice_press.typography import entities
from practice_press.web import http_date

ZONE_WORDS = {"Asia/Jakarta": "WIB", "Asia/Pontianak": "WIB", "Asia/Makassar": "WITA", "Asia/Jayapura": "WIT"}
_RELATED = re.compile(
    r"\s*((?:baca|lihat|simak)\s*(?:juga|pula)?|(?:berita|artikel)\s+(?:terkait|lainnya))\s*[:：-]*\s*(.*)",
    re.IGNORECASE | re.DOTALL,
)
_MARKED = re.compile(r"\s*(?:\d{1,2}|[a-z])[.)]\s|\s*[-•*]\s")


def words(moment: datetime, pattern: str = "EEEE, d MMMM y") -> str:
    """The moment in Indonesian words: "Rabu, 25 September 2024". ``pattern`` is one of CLDR."""
    return format_datetime(moment, pattern, locale="id")


def related_parts(text: str) -> tuple[str, str]:
    """ "Baca juga: Bupati Lantik Pejabat" as ("Baca juga:", "Bupati Lantik Pejabat")."""
    match = _RELATED.fullmatch(text)
    if not match or not match[2]:
        return "", text.strip()
    return text[: match.start(2)].strip(), match[2].strip()


def is_marked(text: str) -> bool:
    """Whether the lines of a list carry their own numbers, letters or dashes."""
    return bool(_MARKED.match(text))


def made_up_count(name: str, upto: int) -> int:
    """A number of readers and the like: always the same for the same name."""
    return 17 + crc32(name.encode()) % upto


def _grouped(number: int) -> str:
    return format_decimal(number, locale="id")


def _utc(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat()


_TEMPLATES = Environment(
    loader=FileSystemLoader(Path(__file__).parent / "templates"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)
_TEMPLATES.filters |= {
    "words": words,
    "related": related_parts,
    "marked": is_marked,
    "count": made_up_count,
    "grouped": _grouped,
    "utc": _utc,
    "iso": datetime.isoformat,
    "http_date": http_date,
    "slug": slugify,
    "quoted": lambda text: quote(text, safe=""),
    "entities": lambda text: Markup(entities(text)),
}


def render(template: str, **values: Any) -> str:
    """The template filled in; a name that it uses and was not given is an error."""
    return _TEMPLATES.get_template(template).render(**values)
