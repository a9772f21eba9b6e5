"""When a fact that was read is the fact that was meant.

The rules are those of the annotated set: offices count in their short or their long form, names in nearly the
same spelling, groups by their count. Wherever a value that was meant is a list, any of its members is right.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cache, lru_cache
from typing import Any

from datasets.codebook.tables import regions

Entry = Any
"""A fact as a record: a dict of an official, date, sanction or violation; a string of the other kinds."""

SAME_SPELLING = 0.87
"""How like each other two spellings of one name are at least (``difflib`` ratio)."""
SAME_OFFICE = 0.75
"""How like each other two long names of one office are at least, if they begin with the same word."""

_LONG_FORMS = {
    "bappeda": "badan perencanaan pembangunan daerah",
    "bkd": "badan kepegawaian daerah",
    "bkn": "badan kepegawaian negara",
    "bkpsdm": "badan kepegawaian dan pengembangan sumber daya manusia",
    "bpsdm": "badan pengembangan sumber daya manusia",
    "diskominfo": "dinas komunikasi dan informatika",
    "kajari": "kepala kejaksaan negeri",
    "kapolda": "kepala kepolisian daerah",
    "kapolres": "kepala kepolisian resor",
    "kasn": "komisi aparatur sipil negara",
    "kejari": "kejaksaan negeri",
    "kesbangpol": "badan kesatuan bangsa dan politik",
    "menpan rb": "menteri pendayagunaan aparatur negara dan reformasi birokrasi",
    "pmd": "pemberdayaan masyarakat dan desa",
    "polda": "kepolisian daerah",
    "polres": "kepolisian resor",
    "satpol pp": "satuan polisi pamong praja",
}
_SHORT_FORM = re.compile(rf"(?<!\S)(?:{'|'.join(_LONG_FORMS)})(?!\S)")
_NUMBER_WORDS = {
    "satu": "1",
    "seorang": "1",
    "dua": "2",
    "tiga": "3",
    "empat": "4",
    "lima": "5",
    "enam": "6",
    "tujuh": "7",
    "delapan": "8",
    "sembilan": "9",
    "sepuluh": "10",
    "sebelas": "11",
}
# A phrase with one of these describes a group or a post; it is no proper name.
# fmt: off
_GROUP_WORDS = frozenset((
    "asn", "beberapa", "camat", "desa", "dinas", "guru", "kabid", "kades", "kadis", "kasus", "kepala",
    "keuchik", "kupt", "laporan", "lurah", "oknum", "pegawai", "pejabat", "perangkat", "perkara", "pns",
    "polri", "pppk", "puluhan", "sejumlah", "sekretaris", "staf", "tni", "yang",
))
# fmt: on


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of fact: the field that holds it, when two are the same, and when they surely are."""

    field: str
    same: Callable[[Entry, Entry], bool]
    surely_same: Callable[[Entry, Entry], bool] | None = None


@dataclass(frozen=True, slots=True)
class Matched:
    """Facts of one kind and article: pairs of meant and read, what was missed, what was read too much."""

    pairs: list[tuple[Entry, Entry]]
    missed: list[Entry]
    extra: list[Entry]


def fold(value: object) -> str:
    """A value in lower case, without punctuation but ``/`` and ``_``, with single blanks."""
    return _fold(str(value or ""))


@lru_cache(maxsize=20_000)
def _fold(text: str) -> str:
    return " ".join(re.sub(r"[^\w/ ]", " ", text.casefold()).split())


def options(value: Any) -> Sequence[Any]:
    """The values that are right: the members of a list, or the value itself."""
    return value if isinstance(value, list) else [value]


def accepts(meant: Any, read: object) -> bool:
    """Whether ``read`` is ``meant`` or one of its alternatives; blanks do not count ("Padangpanjang")."""
    found = fold(read).replace(" ", "")
    return any(fold(option).replace(" ", "") == found for option in options(meant))


def match(kind: str, meant: Mapping[str, Any], read: Mapping[str, Any]) -> Matched:
    """Match the facts of ``kind`` (a key of ``KINDS``) that an article means with those that were read of it.

    What is said twice counts once. What is optional is neither required nor wrong; nor is a fact that agrees
    with one that has been found already, nor the province of a kabupaten or kota that was meant.
    """
    rule = KINDS[kind]
    annotated = entries(meant, kind)
    found = _distinct(entries(read, kind), rule.same)
    optional = [entry for entry in annotated if _is_optional(entry)]
    optional += meant.get(f"{kind}_optional") or []
    required = _distinct([entry for entry in annotated if not _is_optional(entry)], rule.same)
    if kind == "regions":
        implied = {_provinces()[fold(name)] for name in annotated if fold(name) in _provinces()}
        required = [name for name in required if fold(name) not in implied]
        found = [name for name in found if fold(name) not in implied]
    partner: dict[int, int] = {}
    for same in (rule.surely_same or rule.same, rule.same):  # the surest pairs first
        for i, entry in enumerate(required):
            if i not in partner:
                free = (
                    n for n, other in enumerate(found) if n not in partner.values() and same(entry, other)
                )
                n = next(free, None)
                if n is not None:
                    partner[i] = n
    allowed = optional + [required[i] for i in partner]
    left = [other for n, other in enumerate(found) if n not in partner.values()]
    return Matched(
        [(required[i], found[n]) for i, n in partner.items()],
        [entry for i, entry in enumerate(required) if i not in partner],
        [other for other in left if not any(rule.same(entry, other) for entry in allowed)],
    )


def entries(record: Mapping[str, Any], kind: str) -> list[Entry]:
    """The facts of ``kind`` in a record, without empty ones."""
    found = record.get(KINDS[kind].field) or []
    return [entry for entry in ([found] if isinstance(found, str) else found) if entry]


def _is_optional(entry: Entry) -> bool:
    return isinstance(entry, dict) and bool(entry.get("optional"))


def _distinct(found: Iterable[Entry], same: Callable[[Entry, Entry], bool]) -> list[Entry]:
    kept: list[Entry] = []
    for entry in found:
        if not any(same(entry, other) for other in kept):
            kept.append(entry)
    return kept


@cache
def _provinces() -> dict[str, str]:
    """The folded name of every kabupaten and kota, with that of its province."""
    return {
        fold(region.name): fold(regions()[region.province_code].name)
        for region in regions().values()
        if region.province_code
    }


def _same_name(meant: object, read: object) -> bool:
    """Nearly the same spelling, or one name a part of the other."""
    one, other = fold(meant), fold(read)
    if not one or not other:
        return False
    if one == other or SequenceMatcher(None, one, other).ratio() >= SAME_SPELLING:
        return True
    fewer, more = sorted((set(one.split()), set(other.split())), key=len)
    return fewer <= more and any(len(word) > 3 for word in fewer)


def _same_person(meant: Entry, read: Entry) -> bool:
    return any(_same_name(name, read.get("name")) for name in options(meant.get("name")))


def _long_form(value: object) -> str:
    return _SHORT_FORM.sub(lambda short: _LONG_FORMS[short.group()], fold(value))


def _same_position(meant: Any, read: object) -> bool:
    """The same office in full form, or nearly: one agency goes by many names."""
    found = _long_form(read)
    for option in map(_long_form, options(meant)):
        if option == found:
            return True
        words = option.split()
        if (
            len(words) > 2
            and words[:1] == found.split()[:1]
            and SequenceMatcher(None, option, found).ratio() >= SAME_OFFICE
        ):
            return True
    return False


def _same_post(meant: Entry, read: Entry) -> bool:
    return (
        _same_person(meant, read)
        and _same_position(meant.get("position"), read.get("position"))
        and accepts(meant.get("region"), read.get("region"))
        and accepts(meant.get("status"), read.get("status"))
    )


def _same_date(meant: Entry, read: Entry) -> bool:
    days = options(meant.get("iso"))
    return any(str(day or "")[:10] in days for day in options(read.get("iso")))


def _same_sanction(meant: Entry, read: Entry) -> bool:
    return accepts(meant.get("type"), read.get("type")) and accepts(meant.get("status"), read.get("status"))


def _counts(phrase: object) -> set[str]:
    """The numbers in a phrase, in digits: of "dua ASN", "2"."""
    words = fold(phrase).split()
    return {_NUMBER_WORDS.get(word, word) for word in words if word.isdigit() or word in _NUMBER_WORDS}


def _is_named(accused: object) -> bool:
    """Whether an accused goes by a name or initials, and is no counted or described group."""
    text = str(accused or "")
    return "A" <= text[:1] <= "Z" and not _counts(text) and _GROUP_WORDS.isdisjoint(fold(text).split())


def _surely_same_case(meant: Entry, read: Entry) -> bool:
    """One case by its accused: the same name, or the same count of unnamed people."""
    accused, found = options(meant.get("accused")), read.get("accused")
    if any(_same_name(name, found) for name in accused):
        return True
    counted = _counts(" ".join(map(str, accused))) & _counts(found)
    return bool(counted) and not any(map(_is_named, accused))


def _same_case(meant: Entry, read: Entry) -> bool:
    """One case: by its accused or, where neither side names or counts alike, by the post or the act."""
    if _surely_same_case(meant, read):
        return True
    accused, found = options(meant.get("accused")), read.get("accused")
    if any(map(_is_named, accused)) or _is_named(found):
        return False
    if _counts(" ".join(map(str, accused))) and _counts(found):
        return False
    return _same_position(meant.get("position"), read.get("position")) or accepts(
        meant.get("act"), read.get("act")
    )


KINDS: dict[str, Kind] = {
    "officials": Kind("officials", _same_person),
    "posts": Kind("officials", _same_post),
    "regions": Kind("regions", accepts),
    "dates": Kind("dates", _same_date),
    "sanctions": Kind("sanctions", _same_sanction),
    "violations": Kind("violations", _same_case, _surely_same_case),
    "legal_bases": Kind("legal_bases", accepts),
    "election": Kind("election", accepts),
}
"""The kinds of facts that are scored. A person (``officials``) is found if the name is; a post also needs
position, region and status."""
