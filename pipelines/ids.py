"""The identifiers of rows: derived from what a row says, so that they are the same on every machine.

An id is the first 16 hexadecimal digits of the SHA-256 of its parts. What goes in is what makes the row
this row and no other, and nothing that a better extractor may correct without the row becoming another one:
the rule, the confidence, the evidence span, the stage of a case and the level of a sanction are left out.
So a citation of a violation still holds after its stage was corrected.

The id of an article is derived from its canonical address by ``pipelines.article.address.article_id``.
"""

from __future__ import annotations

import hashlib
import json
import re
import unicodedata

_APOSTROPHES = re.compile(r"['’‘`ʼʻ´]")
_NOT_WORD = re.compile(r"[\W_]+")
# "AS", "MRZ", "A.S.", "B.D": a person whom the press does not name.
_INITIALS = re.compile(r"[A-Z]{1,4}|(?:[A-Z]\.){1,4}[A-Z]?")

Part = str | int | None


def fold(text: str) -> str:
    """A name or phrase brought to one form: lower case, no diacritics, no apostrophes, single spaces.

    ``"H. Ma’ruf  AMIN"`` and ``"h ma'ruf amin"`` give ``"h maruf amin"``. Letters other than Latin stay.
    """
    if not text.isascii():
        text = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    return _NOT_WORD.sub(" ", _APOSTROPHES.sub("", text).casefold()).strip()


def derived_id(*parts: Part) -> str:
    """16 hexadecimal digits out of ``parts``; two lists of parts never run together."""
    packed = json.dumps(parts, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(packed.encode()).hexdigest()[:16]


def page_id(url: str) -> str:
    """The id of a page: from the address that it was fetched from."""
    return derived_id("page", url)


def official_id(name: str, position: str, region: str | None, article_id: str) -> str:
    """The id of a person in a post of a region: from the folded name, the position and the region's code.

    Two people are one only if name, post and region agree. Whether the post is held, acted in or was held
    once is a matter of the article and stands in ``mentions``. Initials name nobody: a person known by
    initials is one person within an article and never the same as the one of another article, because two
    people accused in two cases must not become one.
    """
    where = (article_id,) if _INITIALS.fullmatch(name.strip()) else ()
    return derived_id("official", fold(name), position, region, *where)


def fact_id(kind: str, article_id: str, nth: int, *content: Part) -> str:
    """The id of a fact. ``nth`` (from 0) tells apart facts of one article with the same content."""
    return derived_id(kind, article_id, nth, *content)
