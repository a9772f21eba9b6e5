"""The lines of a text before noise is cut from it: wrong encodings mended, hard line breaks taken out."""

from __future__ import annotations

import re
from itertools import pairwise

from ftfy import fix_encoding

_BLANK = re.compile(r"\n[ \t\r]*\n")
_LEFT_OVER = re.compile(r"Â(?=[\s,.:;]|$)")
"""What is left of a hard space in a text that was decoded wrongly twice."""
_OWN_LINE = re.compile(
    r"\s*(?:[-•*·]|\d+[.)]|baca\b|lihat\b|simak\b|foto\b|editor\b|penulis\b)", re.IGNORECASE
)


def mended(text: str) -> str:
    """``text`` with UTF-8 that was read in another encoding put right ("â€œ" for a quotation mark)."""
    return _LEFT_OVER.sub("", fix_encoding(text))


def unwrapped(text: str) -> str:
    """``text`` without the hard line breaks of old editors and mail, in which a line ends in mid-sentence.

    Only where blank lines part the paragraphs: a block in which lines go on in lower case is one paragraph.
    The lines of a list, and related headlines inside a block, stay their own.
    """
    blocks = _BLANK.split(text)
    return "\n\n".join(map(_one_line, blocks)) if len(blocks) > 1 else text


def _one_line(block: str) -> str:
    lines = block.split("\n")
    if not any(line.lstrip()[:1].islower() for line in lines[1:]):
        return block
    joined = lines[:1]
    for before, line in pairwise(lines):
        if _OWN_LINE.match(line) or _OWN_LINE.match(before):
            joined.append(line)
        else:
            joined[-1] = f"{joined[-1].rstrip()} {line.lstrip()}"
    return "\n".join(joined)
