"""Patterns of words whatever their case, many times as fast as ``re.IGNORECASE`` over long lists of words.

Python's engine tries every word of an alternation at every letter when it has to ignore case. Here the text
is put in lower case once, and kept for the next pattern: some sixty patterns ask an article's sentences.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from functools import lru_cache

_UPPER = re.compile(r"\\.|\(\?P[<=]\w+|(?P<upper>[A-Z])")


@lru_cache(maxsize=4096)
def folded(text: str) -> str:
    """``text`` in lower case, letter for letter, so that every position stays what it was."""
    lower = text.lower()
    if len(lower) == len(text):
        return lower
    return "".join(small if len(small := letter.lower()) == 1 else letter for letter in text)


class Words:
    """A regular expression in lower case, matched whatever the case of the text.

    The methods are those of ``re.Pattern``. Positions are those of the text as printed; what a match's
    ``group`` gives is in lower case. Raises ``ValueError`` for a pattern with capitals: it could never match.
    """

    __slots__ = ("_pattern", "pattern")

    def __init__(self, pattern: str) -> None:
        if any(match.group("upper") for match in _UPPER.finditer(pattern)):
            raise ValueError(f"a pattern of words is written in lower case: {pattern!r}")
        self.pattern = pattern
        self._pattern = re.compile(pattern)

    def search(self, text: str, start: int = 0, end: int = sys.maxsize) -> re.Match[str] | None:
        """The first match between ``start`` and ``end``, or None."""
        return self._pattern.search(folded(text), start, end)

    def match(self, text: str, start: int = 0, end: int = sys.maxsize) -> re.Match[str] | None:
        """The match that begins at ``start``, or None."""
        return self._pattern.match(folded(text), start, end)

    def fullmatch(self, text: str, start: int = 0, end: int = sys.maxsize) -> re.Match[str] | None:
        """The match from ``start`` to ``end``, or None."""
        return self._pattern.fullmatch(folded(text), start, end)

    def finditer(self, text: str, start: int = 0, end: int = sys.maxsize) -> Iterator[re.Match[str]]:
        """All matches between ``start`` and ``end``, from left to right."""
        return self._pattern.finditer(folded(text), start, end)

    def findall(self, text: str) -> list[str]:
        """The texts of all matches, in lower case."""
        return self._pattern.findall(folded(text))

    def sub(self, replacement: str, text: str) -> str:
        """``text`` in lower case with every match replaced."""
        return self._pattern.sub(replacement, folded(text))
