"""Telling a headline from running text: the Indonesian press writes most headlines in title case."""

from __future__ import annotations

import re

_WORD = re.compile(r"\w+(?:[-’'.]\w+)*")
_LOWER_IN_HEADLINES = frozenset(
    """
    di ke dari dan atau yang untuk pada dengan dalam oleh bagi soal jadi agar usai saat jelang pasca
    hingga sampai serta tak bukan vs demi karena sebagai terkait tentang atas per para si sang kepada
    terhadap antara akan itu ini
    """.split()
)
_LONGEST_HEADLINE = 200
# Not behind a short word, which may be a degree ("Drs. Budi"); headlines have "!" and "?" inside.
_SENTENCE_BREAK = re.compile(r"""(?:[a-z)]{5}|\d{4})\.["”’]?\s+["“]?[A-Z]""")
_ENDS_LIKE_STORY = re.compile(r"""\.["”’)]*$|[,.]["”]\s""")
# A lower-case letter and a capital without a space: two texts were glued. Names that are written so are not.
_GLUE = re.compile(r"""(?<=[a-z\d?!)])(?=["“][A-Z]|[A-Z][a-z])""")
_CAMEL_NAMES = re.compile(r"(?:Whats|You|Tik|Linked|Mo|Go|Face|Insta|Kompas|Medi[ak]|Info|Rp)$")
_CLOSING = re.compile(r"[)\]]")
_FEW_WORDS = 3


def words_of(text: str) -> list[str]:
    """The words of a text, without punctuation."""
    return _WORD.findall(text)


def is_headline(line: str) -> bool:
    """Whether a line looks like a headline: title case, no full stop at its end, not too long."""
    words = words_of(line)
    if len(words) < _FEW_WORDS or len(line) > _LONGEST_HEADLINE or line[-1] in ".,;:":
        return False
    if not (line[0].isupper() or line[0].isdigit() or line[0] in "\"“'‘#"):
        return False
    telling = [word for word in words if word.casefold() not in _LOWER_IN_HEADLINES]
    capitals = sum(not word[0].islower() for word in telling)
    return bool(telling) and 5 * capitals >= 4 * len(telling)


def may_be_headline(text: str) -> bool:
    """Whether a text that stands behind "Baca juga:" can be a headline and nothing more."""
    return len(text) <= _LONGEST_HEADLINE // 2 or (
        len(text) <= 1.5 * _LONGEST_HEADLINE
        and not _ENDS_LIKE_STORY.search(text)
        and not _SENTENCE_BREAK.search(text)
    )


def headline_end(tail: str, *, interrupted: bool, closing: bool) -> int | None:
    """How far another article's headline reaches that was glued into a paragraph; None where that cannot be
    told.

    ``tail`` is the paragraph behind the marker ("Baca juga:"); ``interrupted`` says that the marker stands
    inside a sentence or a quotation, which goes on behind the headline; ``closing`` that it stands in
    brackets.
    """
    if closing and (bracket := _CLOSING.search(tail)):
        return bracket.end()
    if (
        len(tail) <= _LONGEST_HEADLINE
        and not _SENTENCE_BREAK.search(tail)
        and not _ENDS_LIKE_STORY.search(tail)
    ):
        return len(tail)
    window = tail[:_LONGEST_HEADLINE]
    for glue in _GLUE.finditer(window):
        head = window[: glue.start()]
        if len(words_of(head)) >= _FEW_WORDS and not _CAMEL_NAMES.search(head):
            return glue.start()
    if interrupted:
        return _title_case_end(window)
    return None


def _title_case_end(text: str) -> int | None:
    """Where the run of title-case words at the start ends, if it is long enough to be a headline."""
    end, capitals = 0, 0
    for word in _WORD.finditer(text):
        if not word.group()[0].islower():
            capitals += 1
            end = word.end()
        elif word.group() not in _LOWER_IN_HEADLINES:
            break
    if capitals < _FEW_WORDS:
        return None
    while end < len(text) and text[end] in "!?)":
        end += 1
    return end
