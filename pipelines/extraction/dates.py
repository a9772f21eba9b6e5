"""Calendar dates of a story, as printed and as resolved.

The press leaves out years, writes two digits or misprints them ("2924"), and names weekdays that contradict the date.
A missing or impossible year comes from the weekday, the publication date, the other dates and the election named;
what was concluded is marked as inferred, what contradicts itself is flagged.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cache

from rapidfuzz import process

from datasets.codebook.tables import elections
from pipelines.extraction.document import Document, Field, Sentence
from pipelines.extraction.facts import DateFact, DateRole
from pipelines.words import Words

MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "januari january jan",
            "februari february pebruari feb peb",
            "maret march mar mrt",
            "april apr",
            "mei may",
            "juni june jun",
            "juli july jul",
            "agustus august agust agus agt ags aug agu",
            "september sept sep",
            "oktober october okt oct",
            "november nopember nov nop",
            "desember december des dec",
        ),
        1,
    )
    for name in names.split()
}
WEEKDAYS = {
    "senin": 0, "monday": 0, "selasa": 1, "tuesday": 1, "rabu": 2, "wednesday": 2, "kamis": 3, "thursday": 3,
    "jumat": 4, "jum'at": 4, "jum’at": 4, "jum`at": 4, "jum at": 4, "friday": 4, "sabtu": 5, "saturday": 5,
    "minggu": 6, "ahad": 6, "sunday": 6,
}  # fmt: skip
_WEEKDAY = r"(?P<weekday>senin|selasa|rabu|kamis|jum['’`]?at|sabtu|minggu|ahad)"
_DAY_PART = r"(?:\s*(?:pagi|siang|sore|malam|petang|dini\s+hari|besok|lusa|kemarin|lalu|ini))*"
_MONTH = r"(?P<month>[a-z]{3,9})"
_LEAD = rf"(?:\b{_WEEKDAY}\b{_DAY_PART}\s*[,.]?\s*(?:tanggal\s*|tgl\.?\s*)?)?"
_NUMERIC = Words(
    _LEAD
    + r"(?P<open>\(\s*)?(?<![\w/.-])(?P<day>\d{1,2})\s?(?P<sep>[/-]|\.(?=\d{1,2}\.\d{2}))\s?(?P<m>\d{1,2})"
    r"(?:\s?(?P=sep)\s?(?P<year>\d{2,4}))?(?![\w/-]|\.\d)(?P<close>\s*\))?",
)
_WORDED = Words(
    _LEAD
    + rf"\(?\s*(?:(?<![\w/.,-])|(?<=[a-z]-))(?P<day>\d{{1,2}})(?:\s*[-–]?\s*){_MONTH}\b\.?(?:\s*[-–]?\s*(?:tahun\s+)?(?P<year>\d{{4}})(?![\d.]))?",
)
_WHEN = Words(r"\s*(?:\)|,)?\s*(mendatang|nanti|depan|lalu|kemarin|silam)\b")
# "16 dan 17 Januari": the month of the first day is printed with the second.
_FIRST_DAY = Words(r"(?<![\w/.,-])(\d{1,2})\s*(?:dan|&)\s*$")
_YEAR = re.compile(r"(?<![\w/.-])(20[0-3]\d)(?![\w/])")
_LAW_YEAR = Words(
    r"(?:nomor|no\.?|uu|pp|perbawaslu|pkpu|perpres|perppu)\s*:?\s*\d+[\w/.-]*\s*(?:tahun|th\.?|/)\s*(?:20\d\d)|anggaran\s+20\d\d",
)
_ORDINAL = Words(r"(?:nomor|no\.?|ke-|urut|pasal|ayat|huruf|rp\.?)\s*$")
EARLIEST, LATEST = 1998, 2035


@dataclass(frozen=True, slots=True)
class _Found:
    field: Field
    start: int
    end: int
    text: str
    day: int
    month: int
    year: int | None
    year_text: str | None
    weekday: int | None


def _month(word: str) -> int | None:
    folded = word.casefold()
    if folded in MONTHS:
        return MONTHS[folded]
    if len(folded) >= 5:  # typos: "Setember", "Oktobr"
        close = process.extractOne(folded, [m for m in MONTHS if len(m) > 4], score_cutoff=84)
        if close:
            return MONTHS[close[0]]
    return None


def _year(text: str | None) -> int | None:
    if not text:
        return None
    number = int(text)
    if len(text) == 2:
        return 2000 + number
    return number


def _find(text: str, field: Field) -> list[_Found]:
    found: list[_Found] = []
    for match in _WORDED.finditer(text):
        month = _month(match.group("month"))
        day = int(match.group("day"))
        if (
            month is None
            or not 1 <= day <= 31
            or _ORDINAL.search(text, max(0, match.start("day") - 8), match.start("day"))
        ):
            continue
        end = match.end()
        if match.group("year") is None:
            end = match.end("month")
        made = _make(match, text, field, month, end)
        found.append(made)
        first = _FIRST_DAY.search(text, max(0, match.start() - 12), match.start())
        if first and made.weekday is None and 0 < int(first.group(1)) < day:
            start = first.start(1)
            printed = text[start : made.end]
            found.append(replace(made, start=start, end=first.end(1), text=printed, day=int(first.group(1))))
    for match in _NUMERIC.finditer(text):
        day, month_number, year = int(match.group("day")), int(match.group("m")), match.group("year")
        if not (1 <= day <= 31 and 1 <= month_number <= 12):
            continue
        bracketed = match.group("open") and match.group("close")
        if not (
            match.group("weekday") or bracketed or (year and len(year) == 4 and match.group("sep") != ".")
        ):
            continue
        if year and len(year) == 3:
            continue
        if not year and match.group("sep") != "/" and not match.group("weekday"):
            continue
        found.append(_make(match, text, field, month_number, match.end()))
    found.sort(key=lambda f: (f.start, -f.end))
    kept: list[_Found] = []
    for item in found:
        if not kept or item.start >= kept[-1].end:
            kept.append(item)
    return kept


def _make(match: re.Match[str], text: str, field: Field, month: int, end: int) -> _Found:
    weekday = match.group("weekday")
    year = match.group("year")
    printed = text[match.start() : end].rstrip()
    stop = match.start() + len(printed)
    printed = printed.lstrip()
    if printed.endswith(")") and "(" not in printed:
        printed = printed[:-1]
    return _Found(
        field,
        match.start(),
        stop,
        printed,
        int(match.group("day")),
        month,
        _year(year),
        year,
        WEEKDAYS[re.sub(r"[’`]", "'", weekday.casefold())] if weekday else None,
    )


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


@cache
def election_days() -> tuple[tuple[date, str], ...]:
    """The day and short name of every election in the codebook whose day is known."""
    return tuple((e.date, e.name) for e in elections() if e.date)


class _Resolver:
    """Settles the years of an article's dates from all that the article says of its time."""

    def __init__(self, document: Document, found: Sequence[_Found], names: Iterable[str]) -> None:
        self.document = document
        self.published = document.article.published_on
        body = document.title + "\n" + document.text
        masked = _LAW_YEAR.sub(" ", body)
        self.years = Counter(int(y) for y in _YEAR.findall(masked))
        self.elections = [(day, name) for day, name in election_days() if name in set(names)]
        folded = body.casefold()
        self.kinds = {
            kind
            for kind, words in (
                (
                    "Pilkada",
                    (
                        "pilkada",
                        "pilgub",
                        "pilbup",
                        "pilwako",
                        "pemilukada",
                        "calon bupati",
                        "calon gubernur",
                        "calon wali",
                    ),
                ),
                ("Pemilu", ("pemilu", "pileg", "pilpres")),
            )
            if any(word in folded for word in words)
        }
        self.sure = [
            day
            for f in found
            if f.year
            and EARLIEST <= f.year <= LATEST
            and (day := _day(f.year, f.month, f.day))
            and (f.weekday is None or day.weekday() == f.weekday)
        ]

        # A day and month without year that is a polling day ("Pilkada 9 Desember") tells the year of the story.
        bare = {(f.day, f.month) for f in found if f.year is None}
        self.polling_years = {
            e.year
            for e, name in election_days()
            if (e.day, e.month) in bare and name.split()[0] in self.kinds
        }

    def _reference(self) -> date | None:
        return self.published or (max(self.sure) if self.sure else None)

    def score(self, day: date, weekday: int | None, to_come: bool | None = None) -> float:
        """How well a candidate day fits: the weekday above all, then nearness to what is known.

        ``to_come`` says whether the text tells of it as to come ("mendatang"), as past ("lalu"), or neither.
        """
        points = 0.0
        if to_come is not None and self.published:
            points += 4 if (day > self.published) == to_come else -4
        if weekday is not None:
            points += 6 if day.weekday() == weekday else -6
        reference = self._reference()
        if reference:
            distance = abs((day - reference).days)
            points += 5 if distance <= 45 else 3 if distance <= 150 else 1 if distance <= 330 else -2
            if self.published and day > self.published + timedelta(days=200):
                points -= 2
        if self.years:
            share = self.years[day.year] / self.years.total()
            points += 3 * share
        for election, _ in self.elections:
            ahead = (election - day).days
            points += 2.5 if 0 <= ahead <= 420 else 0.5 if -200 <= ahead < 0 else 0
        if not self.elections:
            points += max(
                (
                    1.0 if reference else 2.5
                    for e, name in election_days()
                    if name.split()[0] in self.kinds and 0 <= (e - day).days <= 330
                ),
                default=0,
            )
        if day.year in self.polling_years:
            points += 3
        return points + (day.year - 2000) / 8  # of equals the latest: the press online is young

    def year_for(self, item: _Found) -> tuple[date | None, tuple[str, ...], tuple[str, ...]]:
        """The resolved day, what was inferred, and flags."""
        if item.year is None:
            return self._best(item, self._years()), ("year",), ()
        if not EARLIEST <= item.year <= LATEST:
            text = str(item.year_text)
            near = [
                y for y in range(2010, 2030) if sum(a != b for a, b in zip(str(y), text, strict=False)) <= 2
            ]
            return self._best(item, near or self._years()), ("year",), ("year_misprint",)
        day = _day(item.year, item.month, item.day)
        if day is None:
            return None, (), ("impossible",)
        if item.weekday is None or day.weekday() == item.weekday:
            return day, (), ()
        others = [
            d
            for y in (item.year - 1, item.year + 1)
            if (d := _day(y, item.month, item.day)) and d.weekday() == item.weekday
        ]
        for month in range(1, 13):
            other = _day(item.year, month, item.day)
            if other and other.weekday() == item.weekday and self._told_plainly(other):
                return other, ("month",), ("weekday_mismatch",)
        for other in others:
            # The wrong year only where the printed one contradicts the story: after the election it looks ahead to,
            # or far from the day of publication.
            late = any(other < e <= day for e, _ in self.elections) and not any(
                s.year == item.year for s in self.sure
            )
            far = self.published and abs((day - self.published).days) > 180 >= abs(
                (other - self.published).days
            )
            if late or far:
                return other, ("year",), ("weekday_mismatch",)
        return day, (), ("weekday_mismatch",)

    def _years(self) -> range:
        """The years that a date printed without one may be of: the press leaves out only years that are at hand."""
        if self.published is None:
            return range(2010, 2028)
        return range(self.published.year - 2, self.published.year + 2)

    def _told_plainly(self, day: date) -> bool:
        """Whether a day is told elsewhere in the story, or lies right before the publication."""
        return day in self.sure or bool(self.published and 0 <= (self.published - day).days <= 3)

    def _best(self, item: _Found, years: Iterable[int]) -> date | None:
        days = [d for y in years if (d := _day(y, item.month, item.day))]
        return max(days, key=lambda d: self.score(d, item.weekday, self._ahead(item)), default=None)

    def _ahead(self, item: _Found) -> bool | None:
        source = self.document.text if item.field == "text" else self.document.title
        behind = _WHEN.match(source, item.end)
        return None if behind is None else behind.group(1) in ("mendatang", "nanti", "depan")


def read_dates(document: Document, election_names: Iterable[str]) -> list[DateFact]:
    """The calendar dates of the story, each once, in the order of the text.

    ``election_names`` are the elections that the article names; they help to settle missing years. A month without a
    day, a bare weekday and an impossible date are left out.
    """
    found = _find(document.title, "title") + _find(document.text, "text")
    resolver = _Resolver(document, found, election_names)
    facts: dict[date, DateFact] = {}
    # The text before the title: a headline's date usually repeats one of the story, which has the better sentence.
    for item in sorted(found, key=lambda f: (f.field == "title", f.start)):
        day, inferred, flags = resolver.year_for(item)
        # A stamp above the story gives way to the story's own mention of the day.
        if day is None or (day in facts and facts[day].role != "publication"):
            continue
        printed = _day(item.year, item.month, item.day) if item.year and item.year <= LATEST else None
        evidence = document.evidence(
            item.field, item.start, item.end, "date",
            confidence="medium" if inferred or flags else "high", inferred=inferred, flags=flags,
        )  # fmt: skip
        shown = printed.isoformat() if printed and printed != day else (item.text if flags else None)
        facts[day] = DateFact(item.text, day, _role(document, item, day), evidence, shown)
    return list(facts.values())


_SPEECH = Words(
    r"\b(?:kata|ujar|ungkap|tegas|jelas|terang|tutur|papar|sebut|tambah|imbuh|pungkas|ucap|tukas|menurut|mengatakan|menyebut|menyatakan|menegaskan|menjelaskan|"
    r"menuturkan|mengungkap|pinta|mengutarakan|diutarakan|disampaikan|menyampaikan|diucapkan|diungkapkan|dikatakan|dilontarkan|dibenarkan|membenarkan|dipaparkan|"
    r"sambutan|imbauan|himbauan|mengimbau|mengingatkan|meminta|permintaan|peringatan|ditemui|dikonfirmasi|dihubungi|ditanya|saat\s+membuka|usai)\w*",
)
_SANCTION = Words(
    r"\b(?:vonis|divonis|putusan|dijatuh\w+|dinonaktifkan|dicopot|diberhentikan|dimutasi|sanksi|rekomendasi)\b",
)
_ELECTION = Words(
    r"\b(?:pilkada|pemilu|pileg|pilpres|pilgub|pilbup|pencoblosan|pemungutan\s+suara|hari\s+h)\b",
)
# A re-vote or a second round has a day of its own: "menjelang PSU Pilkada Papua pada Rabu 6 Agustus 2025".
_POLLING_DAY = Words(
    r"\b(?:psu|pemungutan\s+suara\s+ulang|putaran\s+kedua)\b(?:\s+(?!kata|ujar|saat|usai|diduga)[\w/()]+){0,9}\s*[(,]?\s*$",
)
_VERDICT = Words(
    r"\b(?:putusan\w*|vonis|divonis|sidang\s+(?:putusan|yang\s+berlangsung)|amar|sk\s+(?:bupati|wali)|dijatuhkan|dinonaktifkan|terhitung|surat\s+(?:kasn|bkn|komisi))\b[^.]*$",
)
_DEED = Words(
    r"\b(?:diduga|kedapatan|ketahuan|kepergok|mengunggah|memposting|unggahan|menghadiri|hadir|bermula|kejadian|peristiwa|terjadi|perbuatan|berfoto|ikut\s+kampanye|berkampanye)\b[^.]*$",
)
_CLOCK = Words(r"^[\s,|–-]*\d{1,2}[:.]\d{2}\s*(?:wib|wita|wit)?")


def _role(document: Document, item: _Found, day: date) -> DateRole:
    """What a date is the day of, by the words around it: those before it in its sentence weigh most."""
    sentence: Sentence | None = document.sentence_at(item.field, item.start)
    words = sentence.text if sentence else ""
    source = document.text if item.field == "text" else document.title
    if item.field == "text" and _CLOCK.match(source[item.end : item.end + 16]):
        return "publication"
    begin = sentence.start if sentence else 0
    before = source[max(begin, item.start - 260) : item.start]
    polling = any(day == e for e, _ in election_days())
    if polling and (item.weekday is None or _ELECTION.search(before[-60:])):
        return "election"
    if _POLLING_DAY.search(before[-110:]):
        return "election"
    if _VERDICT.search(before[-70:]):
        return "sanction"
    if _SPEECH.search(before):
        return "statement"
    if _DEED.search(before):
        return "violation"
    if (
        _ELECTION.search(before[-50:])
        and item.weekday is None
        and day.year in {e.year for e, _ in election_days()}
    ):
        return "election" if polling else "event"
    if _SPEECH.search(words) and item.weekday is not None:
        return "statement"
    if _SANCTION.search(before):
        return "sanction"
    return "election" if polling else "event"
