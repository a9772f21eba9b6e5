"""The facts that are read from an article. Every fact carries the evidence that it was read from.

Codes are those of the codebook (``datasets/codebook``): regions by Kemendagri code, acts, stages, sanction types.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Literal

Label = Literal["statement", "violation", "both", "none"]
Status = Literal["definitive", "acting", "former", "candidate"]
Role = Literal["speaker", "accused", "mentioned"]
Confidence = Literal["high", "medium", "low"]
DateRole = Literal["statement", "event", "violation", "sanction", "publication", "election"]
SanctionStatus = Literal["imposed", "recommended", "threatened"]
StatementKind = Literal["urge", "forbid", "warn", "pledge", "rule"]


@dataclass(frozen=True, slots=True)
class Evidence:
    """Where a value stands: characters ``start`` to ``end`` of the article's ``field``, inside ``sentence``.

    ``rule`` names the rule that read it; ``inferred`` lists what was concluded and not printed (for example
    ``"year"`` or ``"region:capital"``); ``flags`` what a reader should know ("weekday_mismatch").
    """

    field: Literal["title", "text"]
    start: int
    end: int
    sentence: str
    rule: str
    confidence: Confidence = "high"
    inferred: tuple[str, ...] = ()
    flags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class RegionFact:
    """A kabupaten, kota or province that the story is about."""

    code: str
    name: str
    evidence: Evidence


@dataclass(frozen=True, slots=True)
class OfficialFact:
    """A named person in a post. ``region`` is a region code, or None for a national body or an unknown region."""

    name: str
    position: str
    status: Status
    region: str | None
    role: Role
    evidence: Evidence


@dataclass(frozen=True, slots=True)
class DateFact:
    """A calendar date of the story. ``iso`` is the resolved day; ``printed`` the day as printed where it differs."""

    text: str
    iso: date
    role: DateRole
    evidence: Evidence
    printed: str | None = None


@dataclass(frozen=True, slots=True)
class SanctionFact:
    """A sanction imposed, recommended or threatened.

    ``of`` is the index of the violation in ``Facts.violations`` that it was imposed for, or None.
    ``duration`` is as printed ("1 tahun").
    """

    text: str
    type: str
    level: str | None
    status: SanctionStatus
    authority: str | None
    evidence: Evidence
    duration: str | None = None
    of: int | None = None


@dataclass(frozen=True, slots=True)
class ViolationFact:
    """One case: the accused as named or counted, and how far it has got. An allegation until ``stage`` says more."""

    accused: str
    position: str | None
    region: str | None
    act: str
    stage: str
    evidence: Evidence
    count: int | None = None


@dataclass(frozen=True, slots=True)
class StatementFact:
    """What a speaker said of neutrality. ``speaker`` is the index in ``Facts.officials``, or None if unnamed.

    ``quotation`` is the quoted words without their marks, or None where the statement is only reported.
    """

    speaker: int | None
    speaker_text: str
    kind: StatementKind
    quotation: str | None
    addressee: str | None
    made_on: date | None
    evidence: Evidence


@dataclass(frozen=True, slots=True)
class LawFact:
    """A law, decree or circular as cited: ``citation`` is its short form, "PP 94/2021"."""

    citation: str
    evidence: Evidence


@dataclass(frozen=True, slots=True)
class ElectionFact:
    """An election the story belongs to, by its short name, "Pilkada 2024"."""

    name: str
    evidence: Evidence


@dataclass(frozen=True, slots=True)
class Facts:
    """Everything read from one article. ``score`` is the relevance, 0 to 1; ``label`` "none" has only empty lists."""

    label: Label
    score: float
    regions: list[RegionFact] = field(default_factory=list)
    officials: list[OfficialFact] = field(default_factory=list)
    dates: list[DateFact] = field(default_factory=list)
    sanctions: list[SanctionFact] = field(default_factory=list)
    violations: list[ViolationFact] = field(default_factory=list)
    statements: list[StatementFact] = field(default_factory=list)
    laws: list[LawFact] = field(default_factory=list)
    elections: list[ElectionFact] = field(default_factory=list)
