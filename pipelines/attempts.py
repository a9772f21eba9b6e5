"""Which failures of a page count as attempts at it, and when it is given up."""

from __future__ import annotations

from typing import Final

MOST_ATTEMPTS: Final = 3
"""A page that failed this often is not asked for again by itself."""

READING_FAILURES: Final = frozenset({"no_text", "no_title", "not_indonesian", "too_complex", "too_long"})
"""Reasons that lie in the page and not in the fetching: the same page would fail in the same way again."""

ELSEWHERE: Final = frozenset({"circuit_open", "blocked", "robots_unavailable", "archive_error"})
"""Reasons that lie in the newspaper as a whole, or on our side: they are no attempts at the page."""


def attempts(reason: str | None) -> int:
    """As how many attempts a page counts that failed for ``reason``, or that was read (None)."""
    return int((reason or "").removeprefix("part_") not in ELSEWHERE)
