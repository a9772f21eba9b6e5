"""The heads of posts ("Kepala Dinas", "Camat", "Kadiskominfo") as the codebook spells them, found in a text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from string import ascii_lowercase

import ahocorasick

from datasets.codebook.tables import offices, position_spellings
from pipelines.extraction.places import fold

# "Kepala DKUPP": an agency that the codebook does not know by its abbreviation.
_BY_ABBREVIATION = re.compile(r"\bKepala\s+([DB][A-Z]{3,8})\b")
_LONG_ENOUGH = 8
"""Letters from which a head with one wrong letter is still no other word."""
# "berkas camatnya, Yeni Lasut": the camat of whatever the story told of before.
_POSSESSIVE = re.compile(r"nya,\s+(?=[A-Z][a-z])")


@dataclass(frozen=True, slots=True)
class Head:
    """The head of a post in a text: its span, the canonical post, and the kind of what follows it."""

    start: int
    end: int
    position: str
    unit: str


@cache
def _lexicon() -> tuple[ahocorasick.Automaton, dict[str, tuple[str, str]]]:
    table: dict[str, tuple[str, str]] = {}
    for row in position_spellings():
        table[row.spelling.casefold()] = (row.position, row.unit)
    for spelling in [s for s in table if len(s) >= _LONG_ENOUGH and s.isalpha()]:
        for misprint in _misprints(spelling):
            table.setdefault(misprint, table[spelling])
    for office in offices():
        canonical = office_head(office.office, office.kind)
        secretary = canonical.replace("Kepala", "Sekretaris", 1)
        if office.kind in ("dinas", "badan", "personnel", "satuan"):
            table.setdefault(f"sekretaris {office.spelling}".casefold(), (secretary, "office-known"))
        names = [f"kepala {office.spelling}", f"ka {office.spelling}"]
        if " " not in office.spelling:
            names.append(f"ka{office.spelling}")
        for spelling in names:
            table.setdefault(spelling.casefold(), (canonical, "office-known"))
    automaton = ahocorasick.Automaton()
    for spelling in table:
        automaton.add_word(spelling, spelling)
    automaton.make_automaton()
    return automaton, table


def _misprints(word: str) -> Iterator[str]:
    """The word with one letter struck wrong ("gubermur") or left out ("komisoner"), the commonest misprints."""
    for at in range(len(word)):
        yield word[:at] + word[at + 1 :]
        for letter in ascii_lowercase:
            yield word[:at] + letter + word[at + 1 :]


def office_head(office: str, kind: str) -> str:
    """The canonical post of the head of an office: personnel agencies keep their abbreviation, others are written out."""
    if kind == "personnel":
        return f"Kepala {office}"
    word = {"dinas": "Dinas ", "badan": "Badan ", "bagian": "Bagian "}.get(kind, "")
    return f"Kepala {word}{office}"


def find_heads(text: str) -> Iterator[Head]:
    """The heads in a text, in order; of overlapping ones the leftmost and longest."""
    automaton, table = _lexicon()
    # "Sekertaris" is as common in the press as "Sekretaris".
    lowered = fold(text).replace("sekertaris", "sekretaris")
    hits = []
    for last, spelling in automaton.iter(lowered):
        start, end = last - len(spelling) + 1, last + 1
        if (start and (text[start - 1].isalnum() or text[start - 1] in "-@/")) or (
            end < len(text) and text[end].isalnum() and not _POSSESSIVE.match(text, end)
        ):
            continue
        end = end + 3 if text.startswith("nya", end) else end
        hits.append((start, end, spelling))
    for match in _BY_ABBREVIATION.finditer(text):
        if match.group(1).casefold() not in table and not any(s <= match.start() < e for s, e, _ in hits):
            hits.append((match.start(), match.end(), f"Kepala {match.group(1)}"))
    last_end = -1
    for start, end, spelling in sorted(hits, key=lambda h: (h[0], -h[1])):
        if start < last_end:
            continue
        last_end = end
        position, unit = table.get(spelling, (spelling, "office-known"))
        yield Head(start, end, position, unit)
