"""The office behind "Kepala Dinas", "Kabag", "Asisten": its name in full, and where it ends.

Offices that the codebook knows are written out; others are read by the words that names of offices are made of, or by
the abbreviation in parentheses that ends them.
"""

from __future__ import annotations

import re
from functools import cache

from datasets.codebook.tables import offices
from pipelines.extraction.districts import capitals, skip_parenthesis
from pipelines.extraction.heads import Head
from pipelines.extraction.names import office_words, read_name
from pipelines.extraction.places import PlaceIndex, fold

_FIELD_WORD = re.compile(r"\s*(?:bidang|urusan)\b", re.IGNORECASE)
_FIRST_WORD = re.compile(r"\S+\s*")
_SPACE = re.compile(r"\s*")
_UNIT_WORD = re.compile(
    r"\s*(?:(?:pada|di|dari|kantor)\s+)?(?:Dinas|Badan|Bagian|Bidang|Satuan|Biro|Seksi)\b", re.IGNORECASE
)
# "Kepala Badan Kepegawaian dan Pengembangan Sumber Daya Manusia (BKPSDM)": the abbreviation ends the office's name.
_SPELT_OUT = re.compile(
    r"\s+((?:[A-Z][\w/&.-]*|dan|&)(?:,?\s+(?:[A-Z][\w/&.-]*|dan|&|serta)){1,14})\s*\(([A-Za-z0-9-]{3,14})\)"
)
_SECRETARIAT = re.compile(
    r"\s+(?:Setda\w{0,4}|Setkab|Setko|Setkot|Setprov|Sekda|Sekkot|Sekkab|Sekretariat\s+(?:Daerah|Kabupaten|Kota))\b"
)
_ABBREVIATED = re.compile(r"\s+([A-Z][A-Z0-9]{1,9})\b(?!\s*\))")
_RUN = re.compile(r"(?:\s+(?:[A-Z][\w/-]*|dan|&|–|-)|,(?=\s[A-Z]))+")
_AND_MORE = re.compile(
    r"\s+(?:dan|&)\s+(?!Kepala|Ketua|Camat|Lurah|Sekda|Bupati|Wakil|Ka[a-z]+|Sekretaris|Plt|Pjs?|Plh|Wali|Inspektur|Asisten|Staf|Para|Seluruh|Dinas|Badan|Guru|Jajaran)[A-Z][a-z]{3,}(?=\s+[A-Z]|\s*,)"
)
_RUN_WORD = re.compile(r"[\w/-]+|[&–,]")
_SUBORDINATE = frozenset({"Kepala Bidang", "Kepala Seksi", "Kepala Subbagian", "Kepala Subbidang"})


@cache
def _offices() -> dict[str, tuple[str, str]]:
    return {office.spelling.casefold(): (office.office, office.kind) for office in offices()}


_OFFICE_WORDS = 9


def _known_office(text: str, at: int) -> tuple[str, str, int] | None:
    """The longest known office that begins at ``at``: its full name, its kind, and where it ends."""
    window = text[at : at + 110]
    ends = [m.end() for m in re.finditer(r"[\w&–-]+", window)][: _OFFICE_WORDS * 2]
    table = _offices()
    for end in reversed(ends):
        key = " ".join(fold(window[:end]).replace(" ,", ",").split())
        found = table.get(key) or table.get(key.replace(",", ""))
        if found:
            return found[0], found[1], at + end
    return None


def _stands_behind(text: str, at: int) -> bool:
    """Whether the office stands right behind the head, and not behind "di" or "pada"."""
    return not re.match(r"\s*(?:di|pada|dari)\s", text[at : at + 8])


def read_office(text: str, head: Head, at: int, places: PlaceIndex) -> tuple[str, int]:
    position = head.position
    if head.unit == "office-known":
        first = _FIRST_WORD.match(text, head.start)
        more = _known_office(text, first.end() if first else head.end)
        return position, max(at, more[2] if more and more[2] > head.end else at)
    if head.unit == "staf" and _FIELD_WORD.match(text, at):
        return position, at
    start = at
    whole = _SPELT_OUT.match(text, at)
    if whole and head.unit == "office" and not any(places.between(*whole.span(1))):
        office = " ".join(whole.group(1).split())
        listed = _offices().get(office.casefold()) or _offices().get(whole.group(2).casefold())
        if listed and listed[1] == "personnel":
            return (
                f"Kepala {listed[0]}" if position == "Kepala Badan" else f"{position} {listed[0]}"
            ), whole.end()
        return f"{position} {office}", whole.end()
    if position == "Staf":
        return position, at  # whose staff he is belongs to no name of a post
    skipped = re.compile(r"\s*(?:Bidang\s+)?").match(text, at)
    known = _known_office(text, skipped.end() if skipped else at)
    unit_word = _UNIT_WORD.match(text, at)
    if known is None and unit_word:
        inner = re.compile(r"\s*").match(text, unit_word.end())
        known = _known_office(text, inner.end() if inner else unit_word.end())
    if known:
        office, kind, at = known
        at = skip_parenthesis(text, at)
        secretariat = _SECRETARIAT.match(text, at)
        if secretariat:
            at = secretariat.end()
        outer = _UNIT_WORD.match(text, at)
        if outer:  # "Kepala Bidang Disiplin pada Badan Kepegawaian ..."
            further = _known_office(text, re.compile(r"\s*").match(text, outer.end()).end())  # type: ignore[union-attr]
            if further:
                at = further[2]
        if head.unit in ("asisten", "staf"):
            run = _office_run(text, start)
            if run and run[1] > at:
                office, at = run
                secretariat = _SECRETARIAT.match(text, at)
                at = secretariat.end() if secretariat else at
            return f"{position} {office}", at
        if kind == "personnel" and position == "Kepala Badan":
            return f"Kepala {office}", at
        if position in _SUBORDINATE and unit_word and not _stands_behind(text, start):
            return position, at  # "Kepala Bidang di Dinas Perhubungan": the section is not told
        longer = _office_run(text, start)
        if longer and longer[1] > at:
            return f"{position} {longer[0]}", _outer_office(text, longer[1])
        return _with_more(text, f"{position} {office}", at)
    run = _office_run(text, start)
    if run:
        secretariat = _SECRETARIAT.match(text, run[1]) if head.unit == "asisten" else None
        if secretariat:
            return f"{position} {run[0]}", secretariat.end()
        position, at = _with_more(text, f"{position} {run[0]}", run[1])
        return position, _outer_office(text, at)
    abbreviated = _ABBREVIATED.match(text, start)
    if abbreviated and head.unit == "office" and not any(places.between(*abbreviated.span(1))):
        return f"{position} {abbreviated.group(1)}", abbreviated.end()
    return _unknown_office(text, head, start, places)


def _with_more(text: str, position: str, at: int) -> tuple[str, int]:
    """The office with a second word that the codebook does not know ("Dinas Pasar dan Kebersihan")."""
    further = _AND_MORE.match(text, at)
    return (f"{position} {' '.join(further.group().split())}", further.end()) if further else (position, at)


def _outer_office(text: str, at: int) -> int:
    """Where the office ends that a section belongs to ("Kabid Pasar Disperindag")."""
    inner = re.compile(r"\s*(?:(?:pada|di)\s+)?").match(text, at)
    known = _known_office(text, inner.end() if inner else at)
    return known[2] if known else at


def _office_run(text: str, at: int) -> tuple[str, int] | None:
    """A unit made of words that offices are made of, and where it ends."""
    match = _RUN.match(text, at, at + 170)
    if not match:
        return None
    end = at
    for word in _RUN_WORD.finditer(text, at, match.end()):
        if word.group().casefold() in office_words() or word.group() in (
            "KB",
            "UKM",
            "UMKM",
            "HAM",
            "SDM",
            "LH",
            "SD",
            "SMP",
            "SMA",
            "SMK",
            "PAUD",
            "TK",
            "GTK",
            "PTK",
        ):
            end = word.end()
        elif word.group() not in ("dan", "&", "–", "-", ","):
            break
    return (" ".join(text[at:end].split()), end) if end > at else None


def _unknown_office(text: str, head: Head, at: int, places: PlaceIndex) -> tuple[str, int]:
    """A unit that the codebook does not know: up to a comma if a name follows it, else one or two words."""
    position = head.position
    if head.unit == "asisten":
        number = re.compile(r"\s*(?:\([^()\n]{2,12}\)\s*|\s)(III|II|IV|I|[1-4])\b").match(text, at)
        if number:
            roman = {"1": "I", "2": "II", "3": "III", "4": "IV"}.get(number.group(1), number.group(1))
            at = number.end()
            about = re.compile(
                r"\s*(?:,?\s*Bidang|\()?\s*((?:Pemerintahan|Perekonomian|Administrasi)[\w ,&]{0,40}?)\)?(?=\s*(?:,|Setda|Sekda|\n|$))"
            ).match(text, at)
            at = about.end() if about else at
            secretariat = _SECRETARIAT.match(text, at)
            return f"Asisten {roman}", secretariat.end() if secretariat else at
        about = re.compile(
            r"\s+((?:Bidang\s+)?(?:Administrasi Umum|Pemerintahan(?:,? (?:dan|Hukum|Kesra|Kesejahteraan|Rakyat|Umum))*|"
            r"Perekonomian(?:(?:,)? (?:dan|Pembangunan))*|Ekonomi(?: dan Pembangunan)?|Ekbang|Kesra))(?:\s+(?:Setda|Sekda))?"
        ).match(text, at)
        if about:
            return f"Asisten {about.group(1)}", about.end()
        return position, at
    if head.unit == "staf":
        if position.startswith(("Staf Ahli", "Staf Khusus")):
            whose = re.compile(
                r"\s+(Gubernur|Bupati|Wali\s?kota)(?:\s+[A-Z]\w+){0,3}(?:\s+Bidang\s+[^.\n]{3,70}?(?=,\s+[A-Z][a-z]+\s|,\s+[a-z]))?"
            ).match(text, at)
            if whose:
                kind = "Wali Kota" if whose.group(1).lower().startswith("wali") else whose.group(1)
                return f"{position} {kind}", at + len(" " + whose.group(1))
        return position, at
    phrase = re.compile(
        r"\s+((?:[A-Z][\w/&.-]*|dan|&|–|,(?=\s[A-Z]\w+\s(?:dan|&)))(?:\s+(?:[A-Z][\w/&.-]*|dan|&|–)){0,8})(?=\s*[,(])"
    ).match(text, at)
    if phrase and not any(places.between(phrase.start(1), phrase.end())):
        words = phrase.group(1)
        if read_name(text, phrase.start(1)) is None or " dan " in f" {words} ":
            return f"{position} {words}", phrase.end()
    spans = capitals(text, at, 1)
    if spans and len(capitals(text, at, 4)) > 1:
        return f"{position} {text[spans[0][0] : spans[0][1]]}", spans[0][1]
    return position, at
