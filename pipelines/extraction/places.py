"""Mentions of regions in a text, and which region each one is.

Names, short names and seats of government come from the codebook. A name that several regions bear (Solok, Gorontalo)
is settled by the word before it, by the other mentions in the article, or by the provinces the article names; the
newspaper's own province is the last hint, never the answer.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Literal

import ahocorasick

from datasets.codebook.tables import districts, region_aliases, regions
from pipelines.extraction.document import Document, Field

Kind = Literal["provinsi", "kabupaten", "kota"]
Via = Literal["name", "short", "capital"]

# What stands before a name and tells its kind; the offices of a region count as much as the word for it.
_KIND_BEFORE = {
    "kabupaten": r"kabupaten|kab\.?|pemkab|pemda\s+kab\.?|bupati|wabup|sekdakab|sekkab|dprd\s+kab\.?|ka\w{0,2}b\w{2,5}t[ae]n",
    "kota": r"kota|pemkot|wali\s?kota|walkot|wawali|wako|wawako|sekdako|sekdakot|sekkot|kotamadya",
    "provinsi": r"provinsi|propinsi|prov\.?|pemprov|gubernur|gub|wagub|sekdaprov|sekprov|kapolda|polda|kejati|pilgub",
}
_BEFORE = re.compile(
    r"(?:" + "|".join(f"(?P<{kind}>\\b(?:{words}))" for kind, words in _KIND_BEFORE.items()) + r")\s*$",
    re.IGNORECASE,
)
# A village or kecamatan may bear the name of a region far away ("Desa Padang Kelapo").
_DISTRICT_WORD = re.compile(r"\b(?:camat|kecamatan|kec\.|sekcam|distrik)\s+$", re.IGNORECASE)
_SMALLER = re.compile(
    r"\b(?:(?<!dan\s)desa|kelurahan|nagari|kampung|dusun|kades|kuwu|keuchik|lurah|pekon|gampong|pambakal|perbekel|peratin|sangadi)\s+$",
    re.IGNORECASE,
)
_LIST_GAP = re.compile(r"(?:\s*(?:,|/|&|\bdan\b|\bserta\b|\bmaupun\b))+\s*$", re.IGNORECASE)
# "KRUI (Harian Anu):", "Arosuka Solok, harian-anu.example -", "HARIANANU, LIMBOTO –"
_DATELINE = re.compile(r"[^\n]{0,75}?(?:\s[-–—|:]|[-–—:]\s|[–—|]|\)\s?:|\)\s)")
_LETTERS = re.compile(r"[^a-z]+")


@dataclass(frozen=True, slots=True)
class Place:
    """A mention of a region: its span, the regions it may be, what told its kind, and the region it is.

    ``code`` is None until the mention is settled. ``via`` says whether the name itself, a short name or a seat of
    government was printed.
    """

    field: Field
    start: int
    end: int
    printed: str
    candidates: tuple[str, ...]
    via: Via
    kind: Kind | None = None
    code: str | None = None
    weak: bool = False


@dataclass(frozen=True, slots=True)
class _Entry:
    code: str
    via: Via
    ambiguous: bool
    spelling: str


def bare_name(name: str) -> str:
    """The name without its kind: "Kabupaten Solok" -> "Solok"."""
    for prefix in ("Kabupaten ", "Kota ", "Provinsi "):
        if name.startswith(prefix):
            return name[len(prefix) :]
    return name


def kind_of(code: str) -> Kind:
    """The kind of the region with ``code``."""
    return regions()[code].kind


def province_of(code: str) -> str:
    """The code of the province that the region belongs to; a province's own code."""
    return code[:2]


@cache
def _gazetteer() -> tuple[ahocorasick.Automaton, dict[str, tuple[_Entry, ...]]]:
    entries: dict[str, set[_Entry]] = defaultdict(set)

    def add(spelling: str, code: str, via: Via, ambiguous: bool = False) -> None:
        key = " ".join(spelling.casefold().split())
        entry = _Entry(code, via, ambiguous, spelling)
        if not any(old.code == code for old in entries[key]):
            entries[key].add(entry)
        # The press writes many names in one word (Padangpanjang, Bandarlampung).
        joined = key.replace(" ", "").replace("-", "")
        if joined != key and len(joined) >= 8 and not any(old.code == code for old in entries[joined]):
            entries[joined].add(entry)

    for region in regions().values():
        bare = bare_name(region.name)
        add(bare, region.code, "name")
        if region.kind != "provinsi":
            add(region.name, region.code, "name")
            if "-" in bare:
                add(bare.replace("-", " "), region.code, "name")
        if bare.startswith("Kepulauan "):
            add(bare.replace("Kepulauan ", "Kep. "), region.code, "name")
            add(bare.replace("Kepulauan ", "Kep "), region.code, "name")
    for alias in region_aliases():
        add(alias.alias, alias.code, "capital" if alias.kind == "capital" else "short", bool(alias.ambiguous))
    automaton = ahocorasick.Automaton()
    for key in entries:
        if len(key) > 1:
            automaton.add_word(key, key)
    automaton.make_automaton()
    return automaton, {key: tuple(sorted(found, key=lambda e: e.code)) for key, found in entries.items()}


def fold(text: str) -> str:
    """Lower case with every character kept in its place, so that positions agree with ``text``."""
    lowered = text.lower()
    if len(lowered) == len(text):
        return lowered
    return "".join(low if len(low := char.lower()) == 1 else char for char in text)


def _boundary(text: str, start: int, end: int) -> bool:
    return not (start and text[start - 1].isalnum()) and not (end < len(text) and text[end].isalnum())


def _longest(spans: Iterable[tuple[int, int, str]]) -> Iterator[tuple[int, int, str]]:
    """Of overlapping spans the leftmost, and of those the longest."""
    last = -1
    for start, end, key in sorted(spans, key=lambda s: (s[0], -s[1])):
        if start >= last:
            yield start, end, key
            last = end


def kind_before(text: str, start: int) -> Kind | None:
    """The kind that the word before position ``start`` gives to a name there, if any."""
    match = _BEFORE.search(text, max(0, start - 24), start)
    return match.lastgroup if match else None  # type: ignore[return-value]


def find_places(text: str, field: Field) -> list[Place]:
    """Every mention of a region in ``text``, not yet settled."""
    automaton, entries = _gazetteer()
    lowered = fold(text)
    hits = ((last - len(key) + 1, last + 1, key) for last, key in automaton.iter(lowered))
    places: list[Place] = []
    for start, end, key in _longest(h for h in hits if _boundary(text, h[0], h[1])):
        printed = text[start:end]
        found = entries[key]
        kind: Kind | None = kind_before(text, start)
        if key.startswith("kabupaten "):
            kind = "kabupaten"
        elif key.startswith("kota ") and not any(
            e.spelling.casefold() == key and e.via != "name" for e in found
        ):
            kind = "kota"
        if kind is None and places and _LIST_GAP.fullmatch(text, places[-1].end, start):
            kind = places[-1].kind  # "Kabupaten Banyuwangi, Blitar dan Ponorogo"
        if not printed[0].isupper() and not (kind or " " in key):
            continue  # "pati", "batu": a common word
        if (
            kind is None
            and key in district_names()
            and _DISTRICT_WORD.search(text, max(0, start - 12), start)
        ):
            continue  # "Camat Wajo" of Makassar
        if kind is None and _SMALLER.search(text, max(0, start - 14), start):
            continue
        if key == "negara" and kind is None:
            continue  # "Aparatur Sipil Negara", not the seat of Jembrana
        short = [e for e in found if e.via == "short"]
        if short and len(key) <= 4 and not printed.isupper() and not printed[:1].isupper():
            continue
        if (
            short
            and all(e.via == "short" for e in found)
            and short[0].spelling.isupper()
            and not printed.isupper()
        ):
            continue
        codes = tuple(e.code for e in found)
        if kind and any(kind_of(c) == kind for c in codes):
            codes = tuple(c for c in codes if kind_of(c) == kind)
        elif (kind and all(e.via == "capital" for e in found)) or (
            kind and len(codes) > 0 and not any(kind_of(c) == kind for c in codes)
        ):
            kind = None
        weak = all(e.ambiguous for e in found if e.code in codes) and kind is None
        via: Via = "name" if any(e.via == "name" for e in found) else found[0].via
        if via == "name":
            codes = tuple(e.code for e in found if e.code in codes and e.via == "name") or codes
        places.append(Place(field, start, end, printed, codes, via, kind, weak=weak))
    return places


class PlaceIndex:
    """The mentions of one text in order, with quick answers about what stands at a position."""

    def __init__(self, places: Iterable[Place]) -> None:
        self.places = sorted(places, key=lambda place: place.start)
        self._starts = [place.start for place in self.places]
        self._longest = max((place.end - place.start for place in self.places), default=0)
        words = {place.printed.casefold().split()[0] for place in self.places if " " in place.printed}
        self._first_words = frozenset(words)

    def between(self, start: int, end: int) -> Iterator[Place]:
        """The mentions that overlap the span, in order."""
        at = bisect_left(self._starts, start - self._longest)
        while at < len(self.places) and self.places[at].start < end:
            if self.places[at].end > start:
                yield self.places[at]
            at += 1

    def begins_a_place(self, word: str) -> bool:
        """Whether ``word`` is the first word of a longer name in the text ("Raja" of "Raja Ampat")."""
        return word.casefold() in self._first_words


@cache
def _domain_tokens() -> dict[str, str]:
    """What a newspaper's address can say of its province, "sumbar" -> "13"."""
    tokens = {
        _LETTERS.sub("", bare_name(r.name).casefold()): r.code
        for r in regions().values()
        if r.kind == "provinsi"
    }
    tokens |= {_LETTERS.sub("", a.alias.casefold()): a.code for a in region_aliases() if len(a.code) == 2}
    return {token: code for token, code in tokens.items() if len(token) > 2}


def province_hint(domain: str) -> str | None:
    """The province that a newspaper's host name speaks of ("sumbar.harian.example"), or None."""
    labels = re.split(r"[^a-z]+", domain.casefold())
    return next((_domain_tokens()[label] for label in labels if label in _domain_tokens()), None)


def settle(places: Sequence[Place], document: Document) -> list[Place]:
    """Decide which region each mention is; a weak short name that nothing supports is left out."""
    sure = [p for p in places if len(p.candidates) == 1 and not p.weak]
    provinces = Counter(province_of(p.candidates[0]) for p in sure)
    hint = province_hint(document.domain)
    if hint:
        provinces[hint] += 1
    told: dict[tuple[str, ...], Counter[str]] = defaultdict(Counter)
    for place in sure:
        told[(_LETTERS.sub("", bare_name(regions()[place.candidates[0]].name).casefold()),)][
            place.candidates[0]
        ] += 1
    body = fold(document.title + "\n" + document.text)
    city_words = len(re.findall(r"\bwali\s?kota\b|\bpemkot\b|\bpj wako\b", body))
    regency_words = len(re.findall(r"\bbupati\b|\bpemkab\b", body))
    settled: list[Place] = []
    for place in places:
        codes = place.candidates
        if place.weak and not any(province_of(c) in provinces for c in codes):
            continue
        if place.weak:
            codes = tuple(c for c in codes if province_of(c) in provinces)
        if len(codes) > 1:
            name = _LETTERS.sub("", bare_name(regions()[codes[0]].name).casefold())
            by_name = [c for c, _ in told[(name,)].most_common() if c in codes]
            in_province = [c for c in codes if province_of(c) in provinces]
            if by_name:
                codes = (by_name[0],)
            elif in_province and len({province_of(c) for c in codes}) > 1:
                best = max(in_province, key=lambda c: provinces[province_of(c)])
                codes = tuple(c for c in in_province if province_of(c) == province_of(best))
        if len(codes) > 1:
            kinds = {kind_of(c): c for c in codes}
            if "provinsi" in kinds:
                choice = kinds["provinsi"]
            elif city_words > regency_words and "kota" in kinds:
                choice = kinds["kota"]
            else:
                choice = kinds.get("kabupaten", codes[0])
            codes = (choice,)
        settled.append(replace(place, code=codes[0]))
    return settled


def dateline_end(text: str) -> int:
    """Where the dateline at the head of the text ends; 0 where there is none.

    A dateline is short, and what it holds before its dash is a place and the paper's name.
    """
    match = _DATELINE.match(text)
    if not match:
        return 0
    words = re.findall(r"[A-Za-z]\w*", match.group())
    lower = [
        w
        for w in words
        if w[0].islower() and w.casefold() not in ("com", "id", "co", "net", "kota", "dan", "today")
    ]
    return match.end() if len(words) <= 9 and len(lower) <= 1 else 0


@cache
def district_names() -> dict[str, tuple[str, ...]]:
    """Kecamatan by folded name: the codes of the regencies that have one of that name."""
    found: dict[str, list[str]] = defaultdict(list)
    for district in districts():
        found[district.name.casefold()].append(district.regency_code)
        found[district.name.casefold().replace(" ", "")].append(district.regency_code)
    return {name: tuple(dict.fromkeys(codes)) for name, codes in found.items()}
