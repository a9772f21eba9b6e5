"""The reader's language: Indonesian, or English where it was asked for by ``?_lang=en``.

The choice is kept in a cookie. It is held in a context variable while a request is answered, since Datasette
tells a plugin that renders a cell nothing of the request.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date
from typing import Final, Literal

from datasets.descriptions import Words

Language = Literal["id", "en"]
PARAMETER: Final = "_lang"
COOKIE: Final = "netralitas_lang"

_language: ContextVar[Language] = ContextVar("language", default="id")

_MONTHS: Final = {
    "id": ("Jan", "Feb", "Mar", "Apr", "Mei", "Jun", "Jul", "Agu", "Sep", "Okt", "Nov", "Des"),
    "en": ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"),
}


def language() -> Language:
    """The language of the request that is being answered."""
    return _language.get()


@contextmanager
def speaking(chosen: Language) -> Iterator[None]:
    """Within it, ``language`` is ``chosen``."""
    token = _language.set(chosen)
    try:
        yield
    finally:
        _language.reset(token)


def as_language(value: str | None) -> Language | None:
    """``value`` as a language that the site has, or None."""
    return "en" if value == "en" else "id" if value == "id" else None


def t(indonesian: str, english: str) -> str:
    """The one of two texts that the reader chose."""
    return english if language() == "en" else indonesian


def said(words: Words) -> str:
    """``words`` in the reader's language."""
    return t(words.id, words.en)


def aside(words: Words) -> str | None:
    """``words`` in the other language, to stand smaller beside; None where it is the same."""
    other = words.id if language() == "en" else words.en
    return None if other == said(words) else other


def number(value: int | float) -> str:
    """``12345`` as ``12.345`` for an Indonesian reader and as ``12,345`` for an English one."""
    english = f"{value:,}"
    return t(english.translate(str.maketrans(",.", ".,")), english)


def day(value: str | None) -> str:
    """A day in ISO 8601, or a moment of which the day counts, as ``5 Okt 2024``; other texts as they are."""
    try:
        known = date.fromisoformat((value or "")[:10])
    except ValueError:
        return value or ""
    return f"{known.day} {_MONTHS[language()][known.month - 1]} {known.year}"
