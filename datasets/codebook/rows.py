"""The rows of the codebook: one frozen dataclass a table, its fields named like the columns of the CSV.

A field with a default is one whose cell may be empty.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date as Day
from typing import Literal

Level = Literal["ringan", "sedang", "berat"]
"""The three levels of disciplinary punishment of PP 53/2010 and PP 94/2021."""


@dataclass(frozen=True, slots=True)
class Region:
    """A province, kabupaten or kota. ``code`` is Kemendagri's ("13", "13.02"); the point is in degrees.

    ``point_source`` tells how the point was obtained: ``geonames`` (the seat of government in GeoNames),
    ``regencies`` (mean of a province's kabupaten), ``hand_seat`` or ``hand_interior`` (entered by hand: the
    seat, or a point inside the territory where the seat lies at its edge).
    """

    code: str
    name: str
    kind: Literal["provinsi", "kabupaten", "kota"]
    seat: str
    latitude: float
    longitude: float
    point_source: Literal["geonames", "regencies", "hand_seat", "hand_interior"]
    province_code: str | None = None
    seat_note: str | None = None
    point_note: str | None = None


@dataclass(frozen=True, slots=True)
class RegionAlias:
    """Another name for a region. ``ambiguous``: it also means something else (``note``) and needs context."""

    alias: str
    code: str
    kind: Literal["short", "capital", "spelling", "nickname", "old_name"]
    ambiguous: bool
    note: str | None = None


@dataclass(frozen=True, slots=True)
class District:
    """A kecamatan ("13.02.03") of a kabupaten or kota."""

    code: str
    name: str
    regency_code: str


@dataclass(frozen=True, slots=True)
class Term:
    """A code of the fact tables with its label and its meaning in Indonesian and English."""

    code: str
    name: str
    name_en: str
    description: str
    description_en: str


@dataclass(frozen=True, slots=True)
class Stage:
    """How far a case has got. ``rank`` orders the stages from the allegation to the end of the case."""

    code: str
    rank: int
    name: str
    name_en: str
    description: str
    description_en: str


@dataclass(frozen=True, slots=True)
class SanctionType:
    """A type of sanction. A level is None where the regulation lacks the type or gives it several levels."""

    code: str
    name: str
    name_en: str
    description: str
    description_en: str
    level_pp53: Level | None = None
    level_pp94: Level | None = None
    legal_basis: str | None = None


@dataclass(frozen=True, slots=True)
class SanctionForm:
    """One sanction as the law words it. ``sanction_type`` is None for the outcomes that are no sanction.

    ``press_wordings`` are the press's words for it, separated by "; ".
    """

    code: str
    regime: Literal["disiplin", "etik", "administratif", "pidana", "desa", "kontrak", "tanpa_sanksi"]
    name: str
    name_en: str
    sanction_type: str | None = None
    level_pp53: Level | None = None
    level_pp94: Level | None = None
    legal_basis: str | None = None
    press_wordings: str | None = None


@dataclass(frozen=True, slots=True)
class ActItem:
    """A forbidden act as the joint decree of 2022 or a law lists it; ``act`` is the code it counts under."""

    code: str
    act: str
    name: str
    name_en: str
    legal_basis: str | None = None


@dataclass(frozen=True, slots=True)
class LegalBasis:
    """A law, regulation, decree or ruling. ``citation`` is its short form ("PP 94/2021").

    ``checked`` is True where number, title and day were looked up; otherwise they are from general knowledge.
    """

    citation: str
    name: str
    name_en: str
    kind: str
    year: int
    checked: bool
    number: str | None = None
    in_force_from: Day | None = None
    repealed_by: str | None = None
    note: str | None = None


@dataclass(frozen=True, slots=True)
class Election:
    """An election by its short name ("Pilkada 2024"). ``date`` is the day of voting, None while not fixed.

    ``checked`` is True where the days were looked up; otherwise they are from general knowledge.
    """

    name: str
    name_en: str
    kind: Literal["pemilu", "pileg", "pilpres", "pilkada"]
    title: str
    scope: str
    scope_en: str
    source: str
    checked: bool
    date: Day | None = None
    nomination_date: Day | None = None
    campaign_start: Day | None = None
    campaign_end: Day | None = None
    note: str | None = None


@dataclass(frozen=True, slots=True)
class Honorific:
    """A word before a name. ``strip`` is False where it is part of the name and is printed with it."""

    token: str
    strip: bool
    kind: Literal["address", "religious", "nobility", "name_part", "rank"]
    note: str | None = None


@dataclass(frozen=True, slots=True)
class Degree:
    """A degree as printed ("S.Sos.", "MSi"), and on which side of the name it stands."""

    token: str
    place: Literal["before", "after"]


@dataclass(frozen=True, slots=True)
class Position:
    """A public post by its unabbreviated name. ``level`` is None for a post that several levels have."""

    name: str
    name_en: str
    institution: str
    level: str | None = None


@dataclass(frozen=True, slots=True)
class PositionSpelling:
    """A spelling of a post. ``unit`` is the kind of unit that follows it ("office", "place"), or empty."""

    spelling: str
    position: str
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Office:
    """A spelling of an office of regional government ("Disdik"), its full name, and its kind ("dinas")."""

    spelling: str
    office: str
    kind: str
