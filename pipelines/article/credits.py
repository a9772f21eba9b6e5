"""Author and editor, as the credit lines of the regional press name them."""

from __future__ import annotations

import re
from collections.abc import Iterable

from pipelines.article.model import Removed

_EDITOR_ROLES = frozenset(("editor", "redaktur", "penyunting"))
_ROLE = (
    r"(?:oleh|by|penulis|reporter|pewarta|wartawan|jurnalis|kontributor|laporan|liputan|writer|editor"
    r"|redaktur"
    r"|penyunting)"
)
_CREDIT = re.compile(
    rf"\b(?P<role>{_ROLE})\b(?: (?:wartawan|reporter|kontributor)\b[^,:|]*)?\s*[:,]?\s*"
    rf"(?P<name>[^|:]*?)(?=[\s,]*(?:[|:]|$|\b{_ROLE}\s*:))",
    re.IGNORECASE,
)
_STAMP = re.compile(r".{6,100}\|\s*(?:laporan|penulis|reporter|pewarta|oleh)\s*:.{2,60}", re.IGNORECASE)
_LINES_OF_STAMPS = 15


def credits(removed: Iterable[Removed], text: str = "") -> tuple[str | None, str | None]:
    """Author and editor as the credit lines name them ("Penulis: X", "Editor: Y"), each None where none does.

    In the clean ``text`` only a stamp is looked at ("Rabu, 27 Januari 2021 | 08:28 WIB | Laporan: X").
    """
    stamps = [
        line for line in text.splitlines()[:_LINES_OF_STAMPS] if len(line) < 200 and _STAMP.fullmatch(line)
    ]
    author = editor = None
    for line in [item.text for item in removed if item.kind == "credit"] + stamps:
        for match in _CREDIT.finditer(line):
            name = match["name"].strip(" -–,.;")
            if not any(map(str.isalpha, name)):
                continue
            if match["role"].lower() in _EDITOR_ROLES:
                editor = editor or name
            else:
                author = author or name
    return author, editor
