"""The kecamatan, village or school behind "Camat", "Lurah", "Kepala Desa", and where the person's name begins.

The press often prints both without a comma ("Camat Labuhan Ratu Tarmi"): known names of kecamatan, and words that belong
to names of places ("Utara", "Jaya", "Dua"), tell where the place ends.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipelines.extraction.names import is_degree, is_title, read_name, stops_name
from pipelines.extraction.places import Place, PlaceIndex, district_names, fold

_PARENTHESIS = re.compile(r"\s*\([^()\n]{1,90}\)")
_PLACE_WORD = re.compile(
    r"[\s,]*(?:(?:di|pada|dari)\s+)?(?:(?:lingkungan|lingkup|wilayah)\s+)?"
    r"(?:Kecamatan|Kec\.|Kapanewon|Kemantren|Kalurahan|Padukuhan|Desa|Kelurahan|Kel\.|Kampung|Distrik|Nagari|Gampong|Negeri|Pekon|Tiyuh|Dusun|Jorong|SMAN?|SMPN?|SDN?|SMKN?|"
    r"MTsN?|MAN|Puskesmas|PKM)\b\.?(?:\s+Negeri)?(?:\s+\d+)?",
    re.IGNORECASE,
)
_REGION_WORD = re.compile(
    r"[\s,]*(?:(?:pada|di|dari)\s+|se-?\s?(?=K))?(?:(?:Kantor|Setda|Sekretariat|Sekretariat\s+Daerah|Pemerintah|Pemda|Pemkab|Pemkot|Pemprov|"
    r"Daerah|lingkungan|lingkup|jajaran)\s+)*(?:(?:Ka\w{0,2}b\w{2,5}t[ae]n|Kab\.?|Kota|Provinsi|Propinsi|Prov\.?|Daerah)\s+)*",
    re.IGNORECASE,
)
_CAPITAL = re.compile(r"\s?([A-Z][\w'’.-]*|[IVX]+\b|\d+)")

_DIRECTIONS = frozenset(
    """utara selatan barat timur tengah tenggara daya raya kota i ii iii iv v vi negeri kulon wetan lor kidul hilir hulu ilir ulu baru lama
    atas bawah dalam luar satu dua tiga empat lima enam tujuh delapan sembilan sepuluh jaya makmur indah sari kecil besar seberang pesisir""".split()
)
"""Words behind a place's name that belong to it."""


def _ends_place(word: str) -> bool:
    """Whether a capitalised word cannot be part of a place's name; directions ("Sakra Barat") can."""
    return stops_name(word) and not word[0].isdigit() and word.casefold() not in _DIRECTIONS


def capitals(text: str, at: int, most: int) -> list[tuple[int, int]]:
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


def place_at(places: PlaceIndex, at: int, text: str) -> Place | None:
    """The region printed right at ``at``, with the words for its kind skipped."""
    begin = _REGION_WORD.match(text, at)
    stop = begin.end() if begin else at
    return next(iter(places.between(at, stop + 1)), None)


def skip_parenthesis(text: str, at: int) -> int:
    """The position behind the parenthesis that begins at ``at``; ``at`` itself where there is none."""
    match = _PARENTHESIS.match(text, at)
    return match.end() if match else at


def read_district(text: str, at: int, places: PlaceIndex) -> tuple[str | None, int, Place | None]:
    """The kecamatan or village behind "Camat", "Lurah", "Kepala Desa", and where the text goes on."""
    names: list[str] = []
    place: Place | None = None
    for step in range(3):
        word = _PLACE_WORD.match(text, at)
        if step and not word:
            break
        begin = word.end() if word else at
        if step == 0 and not word and text[begin : begin + 1] == ",":
            break
        region = place_at(places, begin, text)
        spans = capitals(text, begin, 6)
        if not spans:
            at = begin if word else at
            break
        count = _place_words(text, spans, bool(word), places)
        if count == 0:
            break
        end = spans[count - 1][1]
        if region and region.start <= spans[0][0] and region.end >= end:
            place, end = region, region.end
        names.append(text[spans[0][0] : end])
        at = skip_parenthesis(text, end)
    return (names[0] if names else None), at, place


def known_district(text: str, at: int) -> int | None:
    """Where the name of a known kecamatan that begins at ``at`` ends, with more capitalised words behind it; or None."""
    spans = capitals(text, at, 6)
    for count in range(min(len(spans) - 1, 3), 0, -1):
        if fold(text[spans[0][0] : spans[count - 1][1]]) in district_names():
            return spans[count - 1][1]
    return None


def _place_words(text: str, spans: Sequence[tuple[int, int]], marked: bool, places: PlaceIndex) -> int:
    """How many of the capitalised words are the place's name; the others begin the person's."""
    known = district_names()
    end = spans[-1][1]
    after = text[end : end + 24]
    if re.match(r"\s*,?\s*(?:Kecamatan|Kec\b|Kabupaten|Kab\b|Distrik)", after):
        return len(spans)
    best = 0
    for count in range(min(len(spans), 4), 0, -1):
        words = fold(text[spans[0][0] : spans[count - 1][1]])
        if words in known or any(
            p.start == spans[0][0] and p.end == spans[count - 1][1]
            for p in places.between(spans[0][0], spans[count - 1][1])
        ):
            best = count
            break
    comma = re.match(
        r"\s*,\s*(?:yang\s+(?:bernama|dijabat)|(?:ber)?inisial)?|\s*\(|\s*(?:ber)?inisial", after
    )
    if comma and (comma.group().strip(" ,(") or read_name(text, end + comma.end())):
        # "Camat Muara Tiga, Rusli": all before the comma is the place, unless the person comes before it.
        longer = _with_suffixes(text, spans, best) if best else 0
        if not (
            longer
            and longer < len(spans)
            and read_name(text, spans[longer][0])
            and not re.match(r"\s*,\s*[A-Z]\w+\s*,", after)
            and not _full_name_next(text, end + comma.end(), len(spans) - longer)
        ):
            return len(spans)
    if best:
        return _with_suffixes(text, spans, best)
    if marked and re.match(r"\s*[.;)]", after):
        return len(spans)
    # "SMPN 4 Tonggorisa": a number belongs to the name of a school.
    count = 2 if text[spans[0][0]].isdigit() and len(spans) > 1 else 1 if len(spans) <= 3 else 2
    return _with_suffixes(text, spans, count)


def _full_name_next(text: str, at: int, left: int) -> bool:
    """Whether a name of several words stands behind the comma, so that the one word left belongs to the place."""
    name = read_name(text, at)
    return left == 1 and name is not None and " " in name.text


def _with_suffixes(text: str, spans: Sequence[tuple[int, int]], count: int) -> int:
    """``count`` words and the directions and numbers behind them that belong to the place's name."""
    while count < len(spans) and _word(text, spans[count]) in _DIRECTIONS:
        count += 1
    return count
