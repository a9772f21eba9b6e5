"""Reading a date or a time as the press prints it, and as machines write it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone, tzinfo

import dateparser

_ZONES = {"WIB": 7, "WITA": 8, "WIT": 9}
"""Hours ahead of UTC of Indonesia's three zones, Keppres 41/1987."""

_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "januari january jan",
            "februari february pebruari febuari feb peb",
            "maret march mar",
            "april apr",
            "mei may",
            "juni june jun",
            "juli july jul",
            "agustus august agu agus ags agt aug",
            "september sept sep",
            "oktober october okt oct",
            "november nopember nov nop",
            "desember december des dec",
        ),
        start=1,
    )
    for name in names.split()
}
"""Months as the press spells them, with the old spellings (Pebruari, Nopember) and the English ones of
themes.
"""

_MONTH = "|".join(sorted(_MONTHS, key=len, reverse=True))
_WEEKDAYS = (
    r"(?:senin|selasa|rabu|kamis|jum['’`]?at|sabtu|minggu|ahad"
    r"|monday|tuesday|wednesday|thursday|friday|saturday|sunday)"
)
_DATE = re.compile(
    rf"(?<![\w/.-])(?:(?P<d1>\d{{1,2}})[\s.-]+(?P<m1>{_MONTH})\.?[\s,.-]+(?P<y1>\d{{4}})"
    rf"|(?P<m2>{_MONTH})\.?\s+(?P<d2>\d{{1,2}}),?\s+(?P<y2>\d{{4}})"
    r"|(?P<y3>\d{4})-(?P<m3>\d{2})-(?P<d3>\d{2})"
    r"|(?P<d4>\d{1,2})(?P<mark>[/.-])(?P<m4>\d{1,2})(?P=mark)(?P<y4>\d{4}))(?![\d/-])",
    re.IGNORECASE,
)
_TIME = re.compile(
    r"(?<![\d:.])(?P<hour>[01]?\d|2[0-3])[:.](?P<minute>[0-5]\d)(?:[:.][0-5]\d)?(?![\d.:])"
    r"\s*(?P<half>[ap]\.?m\.?\b)?\s*(?P<zone>WIB|WITA|WIT)?\b",
    re.IGNORECASE,
)
_STAMP_WORDS = re.compile(
    rf"{_WEEKDAYS}|\b(?:oleh|by|on|posted|published|dipublikasikan|diterbitkan|terbit|tayang|publikasi"
    rf"|publish|rilis|pukul"
    r"|jam|tanggal|wib|wita|wit|penulis|editor|laporan|reporter|redaksi|admin|diunggah|hari|ditulis"
    r"|pada|date|time|at)\b",
    re.IGNORECASE,
)
_CHANGED = re.compile(
    r"\b(?:diperbarui|diperbaharui|update[ds]?|diupdate|diubah|perubahan terakhir|last|modified)\b", re.I
)
_LONGEST_STAMP = 150
_LONGEST_MACHINE_TIME = 60
_OTHER_WORDS_BESIDE_TIME = 8
_OTHER_WORDS_BESIDE_DAY = 3
_OLDEST = date(1995, 1, 1)


@dataclass(frozen=True, slots=True)
class Moment:
    """A day, and the time with its offset where it is known."""

    on: date
    at: datetime | None = None


def machine_moment(text: str, zone: tzinfo | None) -> Moment | None:
    """A time as a machine writes it (ISO 8601, or the RFC 822 of feeds), in the newspaper's zone.

    A time in UTC, or in a zone that is not Indonesia's, is converted to ``zone``, so that the local day is
    right; one without an offset is taken to be in ``zone``, or is only a day where that is None.
    """
    text = text.strip()
    if len(text) > _LONGEST_MACHINE_TIME:
        return None
    try:
        at = datetime.fromisoformat(re.sub(r"\s+(?=[+-]\d\d:?\d\d$)", "", text))
    except ValueError:
        return _written_moment(text, zone)
    return localised(at, zone) if ":" in text else Moment(at.date())


def localised(at: datetime, zone: tzinfo | None) -> Moment:
    """The moment in its Indonesian offset; see ``machine_moment``."""
    if at.tzinfo is None:
        return Moment(at.date(), fixed(at.replace(tzinfo=zone)) if zone else None)
    if at.utcoffset() not in {timedelta(hours=hours) for hours in _ZONES.values()} and zone:
        at = at.astimezone(zone)
    return Moment(at.date(), fixed(at))


def fixed(at: datetime) -> datetime:
    """The same moment with a plain offset in place of a named zone, so that equal times compare and print
    alike.
    """
    return at.replace(tzinfo=timezone(at.utcoffset() or timedelta(0)))


def stamp_moment(text: str, zone: tzinfo | None) -> Moment | None:
    """The moment of a visible stamp ("Rabu, 25 September 2024 | 14:05 WITA"); None where the text is no
    stamp.

    A stamp is a short line with one full date and few other words. Times of a change ("Diperbarui: ...")
    are not taken. WIB, WITA and WIT win over ``zone``.
    """
    if (
        len(text) > _LONGEST_STAMP
        or not (match := _DATE.search(text))
        or _CHANGED.search(text[: match.start()])
    ):
        return None
    rest = text[: match.start()] + " " + text[match.end() :]
    clock = _TIME.search(text, match.end()) or _TIME.search(text[: match.start()])
    if clock:
        rest = rest.replace(clock.group(), " ")
    other_words = len(re.findall(r"\w{2,}", _STAMP_WORDS.sub(" ", rest)))
    if rest.rstrip().endswith(".") or other_words > (
        _OTHER_WORDS_BESIDE_TIME if clock else _OTHER_WORDS_BESIDE_DAY
    ):
        return None
    return _moment(match, clock, zone)


def is_plausible(on: date, latest: date | None) -> bool:
    """Whether a day can be a day of publication: not before the web, not after ``latest``."""
    return on >= _OLDEST and (latest is None or on <= latest)


def _written_moment(text: str, zone: tzinfo | None) -> Moment | None:
    at = dateparser.parse(
        text, languages=["en", "id"], settings={"DATE_ORDER": "DMY", "STRICT_PARSING": True}
    )
    if at is None:
        return None
    if not re.search(r"\d[:.]\d\d", text):
        return Moment(at.date())
    return localised(at, zone)


def _moment(match: re.Match[str], clock: re.Match[str] | None, zone: tzinfo | None) -> Moment | None:
    year, month, day = (next(filter(None, (match[f"{part}{way}"] for way in "1234"))) for part in "ymd")
    try:
        on = date(int(year), _MONTHS.get(month.lower()) or int(month), int(day))
    except ValueError:
        return None
    if clock and clock["zone"]:
        zone = timezone(timedelta(hours=_ZONES[clock["zone"].upper()]))
    if clock is None or zone is None:
        return Moment(on)
    hour = int(clock["hour"])
    if clock["half"]:
        hour = hour % 12 + (12 if clock["half"][0] in "pP" else 0)
    return Moment(on, fixed(datetime(on.year, on.month, on.day, hour, int(clock["minute"]), tzinfo=zone)))
