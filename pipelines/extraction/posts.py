"""Mentions of public posts: status, head, unit, place, and the person named with it.

The press writes "[Pj|Pjs|Plt|Plh] post [unit] [region][,] [honorific] NAME[, degrees]", or the name first
("NAME, Pj Bupati Mimika"; "NAME selaku Camat"). The spellings of heads and units are the codebook's
(``position_spellings.csv``, ``offices.csv``).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache

import ahocorasick

from datasets.codebook.tables import offices, position_spellings
from pipelines.extraction.document import Field
from pipelines.extraction.facts import Status
from pipelines.extraction.names import (
    Name,
    is_degree,
    is_title,
    name_before,
    office_words,
    read_name,
    stops_name,
)
from pipelines.extraction.places import Place, dateline_end, district_names, fold

_STATUS_WORDS: tuple[tuple[Status, str], ...] = (
    (
        "acting",
        r"pj\.?s?\.?|pjs|plt\.?|plh\.?|penjabat(?:\s+sementara)?|pejabat\s+sementara|pelaksana\s+(?:tugas|harian)",
    ),
    ("former", r"mantan|eks|ex|bekas"),
    ("candidate", r"(?:bakal\s+)?calon|bacalon|balon|kandidat|cabup|cawabup|paslon|pasangan|pemilihan"),
)
_STATUS = re.compile(
    r"(?:"
    + "|".join(f"(?P<{status}>\\b(?:{words}))" for status, words in _STATUS_WORDS)
    + r")(?:\s*\((?:pjs?|plt|plh|penjabat)\.?\))?[\s.]*$",
    re.IGNORECASE,
)
_HEADLESS = re.compile(
    r"(?:kantor|rumah\s+dinas|rumah\s+jabatan|ruang\s+kerja|pendopo|aula|wakil|surat\s+edaran|se)\s*$",
    re.IGNORECASE,
)
_PARENTHESIS = re.compile(r"\s*\([^()\n]{1,40}\)")
_DOUBLED_KIND = re.compile(
    r"\s+(?:Kabupaten|Kota|Provinsi)\s*\([^()\n]{2,14}\)"
)  # "Sekretaris Daerah Kota (Sekdako) Dumai"
_UNIT_WORD = re.compile(
    r"\s*(?:(?:pada|di|dari|kantor)\s+)?(?:Dinas|Badan|Bagian|Bidang|Satuan|Biro|Seksi)\b", re.IGNORECASE
)
_PLACE_WORD = re.compile(
    r"[\s,]*(?:(?:di|pada|dari)\s+)?(?:(?:lingkungan|lingkup|wilayah)\s+)?"
    r"(?:Kecamatan|Kec\.|Desa|Kelurahan|Kel\.|Kampung|Distrik|Nagari|Gampong|Negeri|Pekon|Tiyuh|Dusun|Jorong|SMAN?|SMPN?|SDN?|SMKN?|"
    r"MTsN?|MAN|Puskesmas|PKM)\b\.?(?:\s+Negeri)?(?:\s+\d+)?",
    re.IGNORECASE,
)
_REGION_WORD = re.compile(
    r"[\s,]*(?:(?:pada|di|dari)\s+|se-?\s?(?=K))?(?:(?:Kantor|Setda|Sekretariat|Sekretariat\s+Daerah|Pemerintah|Pemda|Pemkab|Pemkot|Pemprov|"
    r"Daerah|lingkungan|lingkup|jajaran)\s+)*(?:(?:Kabupaten|Kaubpaten|Kab\.?|Kota|Provinsi|Propinsi|Prov\.?|Daerah)\s+)*",
    re.IGNORECASE,
)
_DIVISION_INSTITUTION = re.compile(
    r"\b(Bawaslu|Badan Pengawas Pem\w+(?:\s+Umum)?|Panwaslih|Panwaslu|Panwas|KPUD?|KIP)\b", re.IGNORECASE
)
_DIVISION = re.compile(
    r"[\s,]*(?:selaku\s+|yang\s+juga\s+)?(?:Ko+rdinator\s+)?(?:Divisi|Devisi|Kordiv|Koordiv|Koordinator\s+Divisi|Bidang)\b",
    re.IGNORECASE,
)
_LINK = re.compile(
    r"(?:\s*\([^()\n]{1,60}\))?(?:\s*(?:,|–|-|:)?\s*(?:(?:yakni|yaitu|ialah|atas\s+nama|bernama|a\.?n\.?|An\.|saudara|sdr\.?|"
    r"yang\s+(?:diketahui\s+)?bernama|yang\s+(?:dilaporkan|diadukan|dimaksud)\s+(?:adalah|yakni|yaitu)|dijabat(?:\s+oleh)?|yang\s+dijabat(?:\s+oleh)?|adalah)\s+)?)",
    re.IGNORECASE,
)
_DETOUR = re.compile(r"\s*,\s*(?:di|saat|ketika|usai|pada)\s[^,.\n“\"]{2,70},\s*")
_NAME_FIRST = re.compile(
    r"(?:\s*,?\s*(?:selaku|sebagai|yang\s+(?:juga\s+)?(?:merupakan|menjabat(?:\s+sebagai)?|adalah|selaku|sebagai)|yang\s+juga|"
    r"merupakan|menjabat(?:\s+sebagai)?|merangkap|dari)\s+(?:seorang\s+)?|\s*,\s*|\s*[–(]\s*)$",
    re.IGNORECASE,
)
_SEVERAL = re.compile(
    r"\b(?:para|seluruh|semua|setiap|segenap|sejumlah|beberapa|antar|dan|oknum)\s+$", re.IGNORECASE
)
# "Kepala Badan Kepegawaian dan Pengembangan Sumber Daya Manusia (BKPSDM)": the abbreviation ends the office's name.
_SPELT_OUT = re.compile(
    r"\s+((?:[A-Z][\w/&.-]*|dan|&)(?:,?\s+(?:[A-Z][\w/&.-]*|dan|&|serta)){1,14})\s*\(([A-Za-z0-9-]{3,14})\)"
)
_SECRETARIAT = re.compile(r"\s+(?:Setda|Sekda|Sekkot|Sekkab|Sekretariat\s+Daerah)\b")
_ABBREVIATED = re.compile(r"\s+([A-Z][A-Z0-9]{1,9})\b(?!\s*\))")
_RUN = re.compile(r"(?:\s+(?:[A-Z][\w/-]*|dan|&|–|-)|,(?=\s[A-Z]))+")
_RUN_WORD = re.compile(r"[\w/-]+|[&–,]")
_SUBORDINATE = frozenset({"Kepala Bidang", "Kepala Seksi", "Kepala Subbagian", "Kepala Subbidang"})
_APPOSITION = re.compile(r",\s*(?:salah\s+satu|salah\s+seorang|seorang)\s+[^,.\n]{3,90}$", re.IGNORECASE)
_CAPITAL = re.compile(r"\s?([A-Z][\w'’.-]*|[IVX]+\b|\d+)")


@dataclass(frozen=True, slots=True)
class Post:
    """A mention of a post.

    ``position`` is canonical; ``unit`` the kind of what follows the head (``place`` for camat and the like).
    ``place`` is the settled region printed with it, ``district`` the kecamatan or village printed with it.
    ``name`` is the person named with it, or None; ``linked`` tells a second post ("yang juga", "selaku").
    """

    field: Field
    start: int
    end: int
    position: str
    unit: str
    status: Status
    place: Place | None = None
    district: str | None = None
    name: Name | None = None
    linked: bool = False


_PEOPLE = frozenset({"ASN", "PPPK", "Tenaga Honorer"})


@dataclass(frozen=True, slots=True)
class _Head:
    start: int
    end: int
    position: str
    unit: str


@cache
def _heads() -> tuple[ahocorasick.Automaton, dict[str, tuple[str, str]]]:
    table: dict[str, tuple[str, str]] = {}
    for row in position_spellings():
        table[row.spelling.casefold()] = (row.position, row.unit)
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


def office_head(office: str, kind: str) -> str:
    """The canonical post of the head of an office: personnel agencies keep their abbreviation, others are written out."""
    if kind == "personnel":
        return f"Kepala {office}"
    word = {"dinas": "Dinas ", "badan": "Badan ", "bagian": "Bagian "}.get(kind, "")
    return f"Kepala {word}{office}"


@cache
def _offices() -> dict[str, tuple[str, str]]:
    return {office.spelling.casefold(): (office.office, office.kind) for office in offices()}


_OFFICE_WORDS = 9


def _find_heads(text: str) -> Iterator[_Head]:
    automaton, table = _heads()
    lowered = fold(text)
    hits = []
    for last, spelling in automaton.iter(lowered):
        start, end = last - len(spelling) + 1, last + 1
        if (start and (text[start - 1].isalnum() or text[start - 1] in "-@/")) or (
            end < len(text) and text[end].isalnum()
        ):
            continue
        hits.append((start, end, spelling))
    last_end = -1
    for start, end, spelling in sorted(hits, key=lambda h: (h[0], -h[1])):
        if start < last_end:
            continue
        last_end = end
        position, unit = table[spelling]
        yield _Head(start, end, position, unit)


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


_DIRECTIONS = frozenset(
    """utara selatan barat timur tengah tenggara daya raya kota i ii iii iv v vi negeri kulon wetan lor kidul hilir hulu ilir ulu baru lama
    atas bawah dalam luar satu dua tiga empat lima jaya makmur indah sari kecil besar seberang pesisir""".split()
)
"""Words behind a place's name that belong to it."""


def _ends_place(word: str) -> bool:
    """Whether a capitalised word cannot be part of a place's name; directions ("Sakra Barat") can."""
    return stops_name(word) and not word[0].isdigit() and word.casefold() not in _DIRECTIONS


def _capitals(text: str, at: int, most: int) -> list[tuple[int, int]]:
    """Spans of the capitalised words in a row at ``at``, at most ``most``, ending before a word that is no name."""
    spans: list[tuple[int, int]] = []
    while len(spans) < most:
        match = _CAPITAL.match(text, at)
        if (
            not match
            or _ends_place(match.group(1))
            or is_title(text, match.start(1))
            or is_degree(match.group(1))
        ):
            break
        spans.append(match.span(1))
        at = match.end()
        if text[at - 1] == "." and not re.fullmatch(r"[A-Z]\.|[IVX]+\.", match.group(1)):
            break
    return spans


def _word(text: str, span: tuple[int, int]) -> str:
    return fold(text[span[0] : span[1]]).strip(".")


def _place_at(places: Sequence[Place], at: int, text: str) -> Place | None:
    """The region printed right at ``at``, with the words for its kind skipped."""
    begin = _REGION_WORD.match(text, at)
    stop = begin.end() if begin else at
    for place in places:
        if place.start > stop:
            break
        if (
            at <= place.start <= stop
            or place.start <= at < place.end
            or (place.start < stop < place.end and place.start >= at)
        ):
            return place
    return None


def skipped_own(text: str, at: int, office: str) -> bool:
    """Whether the office stands right behind the head, and not behind "di" or "pada"."""
    return not re.match(r"\s*(?:di|pada|dari)\s", text[at : at + 8])


class PostReader:
    """Reads the posts of one text (a title or a body), given the regions mentioned in it."""

    def __init__(self, text: str, field: Field, places: Sequence[Place], *, headline: bool = False) -> None:
        self.text = text
        self.field = field
        self.places = places
        self.headline = headline
        self.dateline = dateline_end(text) if field == "text" else 0

    def posts(self) -> list[Post]:
        """Every mention of a post, in order, each with the person named with it if any."""
        found: list[Post] = []
        taken = 0
        for head in _find_heads(self.text):
            if head.start < taken:
                continue
            post = self._read(head)
            if post is None:
                continue
            found.append(post)
            taken = post.name.end if post.name else post.end
        return self._name_first(found)

    def _read(self, head: _Head) -> Post | None:
        text = self.text
        status: Status = "definitive"
        start = head.start
        if _HEADLESS.search(text, max(0, start - 16), start):
            return None
        match = _STATUS.search(text, max(0, start - 40), start)
        if match:
            status = match.lastgroup  # type: ignore[assignment]
            start = match.start()
        if status == "candidate":
            return None
        position, end, place, district = self._unit(head)
        post = Post(self.field, start, end, position, head.unit, status, place, district)
        return replace(post, name=self._name_after(post))

    def _unit(self, head: _Head) -> tuple[str, int, Place | None, str | None]:
        text, at, position = self.text, head.end, head.position
        district: str | None = None
        doubled = _DOUBLED_KIND.match(text, at)
        at = doubled.end() if doubled else self._skip_parenthesis(at)
        if head.unit == "divisi":
            return self._division(head)
        if head.unit in ("office", "office-known", "asisten", "staf"):
            position, at = self._office(head, at)
            at = self._skip_parenthesis(at)
        place: Place | None = None
        if head.unit == "place":
            district, at, place = self._district(at)
        for _ in range(3):
            found = _place_at(self.places, at, text)
            if found is None or found.end <= at:
                break
            # What follows a comma is a region of the post only if its kind is printed, else it may be a list.
            if "," in text[at : found.start] and found.kind is None and not district:
                inside = (
                    place
                    and place.code
                    and found.code == place.code[:2]
                    and text[found.end : found.end + 1] == ","
                )
                if inside:  # "Bupati Paser, Kalimantan Timur, Fathur Rozi"
                    at = found.end
                break
            place = place if place and found.start > at + 3 and place.kind else found
            at = self._skip_parenthesis(found.end)
        if head.unit == "bawaslu":
            division = _DIVISION.match(text, at)
            if division:
                at = division.end()
                comma = self._comma_name(at)
                if comma is not None:
                    return position, comma, place, district
        return position, at, place, district

    def _skip_parenthesis(self, at: int) -> int:
        match = _PARENTHESIS.match(self.text, at)
        return match.end() if match else at

    def _office(self, head: _Head, at: int) -> tuple[str, int]:
        text, position = self.text, head.position
        if head.unit == "office-known":
            more = _known_office(
                text, head.start + re.compile(r"\S+\s*").match(text, head.start).end() - head.start
            )  # type: ignore[union-attr]
            return position, max(at, more[2] if more and more[2] > head.end else at)
        start = at
        whole = _SPELT_OUT.match(text, at)
        if (
            whole
            and head.unit == "office"
            and not any(p.start < whole.end(1) and p.end > whole.start(1) for p in self.places)
        ):
            office = " ".join(whole.group(1).split())
            short = _offices().get(whole.group(2).casefold())
            known = _offices().get(office.casefold()) or short
            if known and known[1] == "personnel":
                return (
                    f"Kepala {known[0]}" if position == "Kepala Badan" else f"{position} {known[0]}",
                    whole.end(),
                )
            return f"{position} {office}", whole.end()
        skipped = re.compile(r"\s*(?:Bidang\s+)?").match(text, at)
        known = _known_office(text, skipped.end() if skipped else at)
        unit_word = _UNIT_WORD.match(text, at)
        if known is None and unit_word:
            inner = re.compile(r"\s*").match(text, unit_word.end())
            known = _known_office(text, inner.end() if inner else unit_word.end())
        if known:
            office, kind, at = known
            at = self._skip_parenthesis(at)
            secretariat = _SECRETARIAT.match(text, at)
            if secretariat:
                at = secretariat.end()
            outer = _UNIT_WORD.match(text, at)
            if outer:  # "Kepala Bidang Disiplin pada Badan Kepegawaian ..."
                further = _known_office(text, re.compile(r"\s*").match(text, outer.end()).end())  # type: ignore[union-attr]
                if further:
                    at = further[2]
            if head.unit in ("asisten", "staf"):
                return f"{position} {office}", at
            if kind == "personnel" and position == "Kepala Badan":
                return f"Kepala {office}", at
            if position in _SUBORDINATE and unit_word and not skipped_own(text, start, office):
                return position, at  # "Kepala Bidang di Dinas Perhubungan": the section is not told
            longer = self._office_run(start)
            if longer and longer[1] > at:
                return f"{position} {longer[0]}", self._outer_office(longer[1])
            return f"{position} {office}", at
        abbreviated = _ABBREVIATED.match(text, start)
        if (
            abbreviated
            and head.unit == "office"
            and not any(p.start == abbreviated.start(1) for p in self.places)
        ):
            return f"{position} {abbreviated.group(1)}", abbreviated.end()
        run = self._office_run(start)
        if run:
            return f"{position} {run[0]}", self._outer_office(run[1])
        return self._unknown_office(head, start)

    def _outer_office(self, at: int) -> int:
        """Where the office ends that a section belongs to ("Kabid Pasar Disperindag")."""
        inner = re.compile(r"\s*(?:(?:pada|di)\s+)?").match(self.text, at)
        known = _known_office(self.text, inner.end() if inner else at)
        return known[2] if known else at

    def _office_run(self, at: int) -> tuple[str, int] | None:
        """A unit made of words that offices are made of, and where it ends."""
        match = _RUN.match(self.text, at)
        if not match:
            return None
        end = at
        for word in _RUN_WORD.finditer(self.text, at, match.end()):
            if word.group().casefold() in office_words() or word.group() in (
                "KB",
                "UKM",
                "UMKM",
                "HAM",
                "SDM",
                "LH",
            ):
                end = word.end()
            elif word.group() not in ("dan", "&", "–", "-", ","):
                break
        return (" ".join(self.text[at:end].split()), end) if end > at else None

    def _unknown_office(self, head: _Head, at: int) -> tuple[str, int]:
        """A unit that the codebook does not know: up to a comma if a name follows it, else one or two words."""
        text, position = self.text, head.position
        if head.unit == "asisten":
            number = re.compile(r"\s+(III|II|IV|I|[1-4])\b").match(text, at)
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
        if phrase and not any(p.start < phrase.end() and p.end > phrase.start(1) for p in self.places):
            words = phrase.group(1)
            if read_name(text, phrase.start(1)) is None or " dan " in f" {words} ":
                return f"{position} {words}", phrase.end()
        spans = _capitals(text, at, 1)
        if spans and len(_capitals(text, at, 4)) > 1:
            return f"{position} {text[spans[0][0] : spans[0][1]]}", spans[0][1]
        return position, at

    def _district(self, at: int) -> tuple[str | None, int, Place | None]:
        """The kecamatan or village behind "Camat", "Lurah", "Kepala Desa", and where the text goes on."""
        text = self.text
        names: list[str] = []
        place: Place | None = None
        for step in range(3):
            word = _PLACE_WORD.match(text, at)
            if step and not word:
                break
            begin = word.end() if word else at
            if step == 0 and not word and text[begin : begin + 1] == ",":
                break
            region = _place_at(self.places, begin, text)
            spans = _capitals(text, begin, 6)
            if not spans:
                at = begin if word else at
                break
            count = self._place_words(spans, bool(word), first=step == 0)
            if count == 0:
                break
            end = spans[count - 1][1]
            if region and region.start <= spans[0][0] and region.end >= end:
                place, end = region, region.end
            names.append(text[spans[0][0] : end])
            at = self._skip_parenthesis(end)
        return (names[0] if names else None), at, place

    def _place_words(self, spans: Sequence[tuple[int, int]], marked: bool, *, first: bool) -> int:
        """How many of the capitalised words are the place's name; the others begin the person's."""
        text, known = self.text, district_names()
        end = spans[-1][1]
        after = text[end : end + 24]
        if re.match(r"\s*,?\s*(?:Kecamatan|Kec\b|Kabupaten|Kab\b|Distrik)", after):
            return len(spans)
        best = 0
        for count in range(min(len(spans), 4), 0, -1):
            words = fold(text[spans[0][0] : spans[count - 1][1]])
            if words in known or any(
                p.start == spans[0][0] and p.end == spans[count - 1][1] for p in self.places
            ):
                best = count
                break
        comma = re.match(
            r"\s*,\s*(?:yang\s+(?:bernama|dijabat)|(?:ber)?inisial)?|\s*\(|\s*(?:ber)?inisial", after
        )
        if comma and (comma.group().strip(" ,(") or read_name(text, end + comma.end())):
            # "Camat Anggaberi, Hendi": all before the comma is the place, unless the person comes before it.
            longer = self._with_suffixes(spans, best) if best else 0
            if not (
                longer
                and longer < len(spans)
                and read_name(text, spans[longer][0])
                and not re.match(r"\s*,\s*[A-Z]\w+\s*,", after)
            ):
                return len(spans)
        if best:
            return self._with_suffixes(spans, best)
        if marked and re.match(r"\s*[.;)]", after):
            return len(spans)
        # "SMPN 4 Tonggorisa": a number belongs to the name of a school.
        count = 2 if text[spans[0][0]].isdigit() and len(spans) > 1 else 1 if len(spans) <= 3 else 2
        return self._with_suffixes(spans, count)

    def _with_suffixes(self, spans: Sequence[tuple[int, int]], count: int) -> int:
        """``count`` words and the directions and numbers behind them that belong to the place's name."""
        while count < len(spans) and _word(self.text, spans[count]) in _DIRECTIONS:
            count += 1
        return count

    def _division(self, head: _Head) -> tuple[str, int, Place | None, str | None]:
        """ "Koordinator Divisi ... Bawaslu [region]": a member of the institution named behind the division."""
        text = self.text
        stop = re.compile(r"[.;\n“”\"]").search(text, head.end)
        limit = min(stop.start() if stop else len(text), head.end + 170)
        institution = _DIVISION_INSTITUTION.search(text, head.end, limit)
        if not institution:
            comma = self._comma_name(head.end)
            return "Anggota Bawaslu", comma if comma is not None else head.end, None, None
        word = institution.group(1).casefold()
        position = "Anggota Bawaslu"
        if word.startswith("panwaslih"):
            position = "Anggota Panwaslih"
        elif word.startswith("panwas"):
            position = "Anggota Panwaslu"
        elif word.startswith("kpu"):
            position = "Anggota KPU"
        elif word == "kip":
            position = "Anggota KIP"
        at = self._skip_parenthesis(institution.end())
        place = _place_at(self.places, at, text)
        if place:
            at = self._skip_parenthesis(place.end)
        return position, at, place, None

    def _comma_name(self, at: int) -> int | None:
        """The position of the comma, after a division's name, that a person's name follows."""
        for match in re.compile(r",").finditer(self.text, at, min(len(self.text), at + 150)):
            if re.search(r"[.;\n“”\"]", self.text[at : match.start()]):
                return None
            if read_name(self.text, match.end()):
                return match.start()
        return None

    def _name_after(self, post: Post) -> Name | None:
        text = self.text
        if post.position in _PEOPLE or (
            text[post.start].islower() and _SEVERAL.search(text, max(0, post.start - 20), post.start)
        ):
            return None  # "ASN", "honorer": what follows is hardly ever a name, see ``persons`` for "ASN bernama X"
        headline = self.headline or self._in_headline(post.start)
        link = _LINK.match(text, post.end)
        at = link.end() if link else post.end
        name = read_name(text, at, headline=headline)
        if name is None:
            detour = _DETOUR.match(text, post.end)
            if detour:
                name = read_name(text, detour.end())
        if name is None or "\n" in text[post.end : name.start]:
            return None
        if any(
            p.start < name.end and p.end > name.start and p.end - p.start >= name.end - name.start
            for p in self.places
        ):
            return None
        if " " not in name.text and any(
            p.printed.casefold().startswith(name.text.casefold() + " ") for p in self.places
        ):
            return None
        return name

    def _in_headline(self, at: int) -> bool:
        """Whether ``at`` stands in a line set like a headline: nearly every word with a capital, no full stop."""
        start = self.text.rfind("\n", 0, at) + 1
        end = self.text.find("\n", at)
        line = self.text[start : end if end >= 0 else len(self.text)]
        if len(line) > 200 or line.rstrip().endswith((".", "”", '"')):
            return False
        words = [w for w in re.findall(r"[^\W\d_]+", line) if len(w) > 3]
        return len(words) > 3 and sum(w[0].isupper() for w in words) >= 0.75 * len(words)

    def _name_first(self, posts: list[Post]) -> list[Post]:
        taken = [(post.name.start, post.name.end) for post in posts if post.name]
        result: list[Post] = []
        for post in posts:
            link = _NAME_FIRST.search(self.text, max(0, post.start - 40), post.start)
            if link:
                words = link.group().strip(" ,–(").casefold()
                name = name_before(
                    self.text, self._behind_apposition(link.start()) if words else link.start()
                )
                if name and name.start < self.dateline:
                    name = None
                if (
                    name
                    and not words
                    and " " not in name.text
                    and (self._opens_sentence(name.start) or self.text[post.start].islower())
                ):
                    name = None
                used = bool(name) and any(start < name.end and end > name.start for start, end in taken)
                if (
                    name
                    and (not used or words)
                    and (post.name is None or words)
                    and not (post.position in _PEOPLE and not words)
                ):
                    if not self._is_region(name):
                        known = any(p.name and p.name.end == name.end for p in posts)
                        result.append(replace(post, name=name, linked=known))
                        continue
            result.append(post)
        return result

    def _behind_apposition(self, at: int) -> int:
        """ "Gafar Hamid, salah satu pegawai ASN (...) yang juga menjabat sebagai": where the name ends."""
        match = _APPOSITION.search(self.text, max(0, at - 110), at)
        return match.start() if match else at

    def _opens_sentence(self, at: int) -> bool:
        before = self.text[max(0, at - 3) : at].strip(" “\"'”")
        return not before or before[-1] in ".!?\n"

    def _is_region(self, name: Name) -> bool:
        """Whether a name is a region, overlaps one, or is the first word of one named in the story ("Raja" Ampat)."""
        folded = name.text.casefold()
        return any(
            (p.start < name.end and p.end > name.start) or p.printed.casefold().startswith(folded + " ")
            for p in self.places
        )
