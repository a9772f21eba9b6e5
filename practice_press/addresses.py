"""Where the practice newspapers keep an article: the paths of their public addresses."""

from __future__ import annotations

import re
from datetime import datetime

# when: publication in the newspaper's own time; number: the article's number at newspapers that have one
_PATHS = {
    "harianlembayung": "/{when:%Y/%m/%d}/{slug}/",
    "suaratanjungpura": "/{slug}/",
    "wartapesisir": "/{when:%Y/%m}/{slug}.html",
    "nusakabar": "/{section}/{number}/{slug}",
    "radarsaddang": "/berita/{number}/{slug}.html",
    "kabarcendrawasih": "/read/{number}/{slug}",
    "mandaukita": "/{slug}/",
    "gemahalmahera": "/berita/{slug}/",
}
NEWSPAPERS = tuple(_PATHS)


def path_of(newspaper: str, slug: str, section: str, when: datetime) -> str:
    """The path of an article at ``newspaper``, published at ``when`` (aware, in the newspaper's own zone).

    The number is the publication time in minutes since 1970, so that it grows as numbers at newspapers do.
    """
    number = int(when.timestamp()) // 60
    return _PATHS[newspaper].format(slug=slug, section=slugify(section), when=when, number=number)


def slugify(words: str) -> str:
    """The words as a part of an address: "Netralitas ASN" -> "netralitas-asn"."""
    return re.sub(r"[^a-z0-9]+", "-", words.lower().replace("'", "").replace("’", "")).strip("-")
