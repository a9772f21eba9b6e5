"""How WordPress sets type: straight quotes, dashes and dots become typographic ones, and entities in HTML."""

from __future__ import annotations

import html
import re

_OPENS = re.compile(r"(^|[\s(\[{/\u2013\u2014\u201c])(\"|')")
_SET = (
    ("...", "\u2026"),
    ("---", "\u2014"),
    (" -- ", " \u2014 "),
    ("--", "\u2013"),
    (" - ", " \u2013 "),
)
_NUMBERED = re.compile("[\u2013\u2014\u2018\u2019\u201c\u201d\u2026\u00d7]")


def texturize(text: str) -> str:
    """The text with the marks that WordPress's ``wptexturize`` prints for those that were typed.

    >>> texturize('"Netral" - kata Ma\\'ruf...')
    '“Netral” – kata Ma’ruf…'
    """
    for typed, printed in _SET:
        text = text.replace(typed, printed)
    text = _OPENS.sub(_opening, _OPENS.sub(_opening, text))  # twice, for a quote that opens inside another
    return text.replace('"', "\u201d").replace("'", "\u2019")


def _opening(match: re.Match[str]) -> str:
    return match[1] + ("\u201c" if match[2] == '"' else "\u2018")


def entities(text: str) -> str:
    """Plain text as WordPress writes it into HTML: "&" as ``&#038;``, quotes and dashes by number."""
    escaped = html.escape(text, quote=False).replace("&amp;", "&#038;")
    return _NUMBERED.sub(lambda mark: f"&#{ord(mark[0])};", escaped)
