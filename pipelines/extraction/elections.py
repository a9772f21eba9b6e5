"""The elections a story belongs to, by the short names of the codebook ("Pemilu 2024", "Pilkada 2024")."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from datasets.codebook.tables import elections
from pipelines.extraction.dates import election_days
from pipelines.extraction.document import Document, Field
from pipelines.extraction.facts import DateFact, ElectionFact
from pipelines.words import Words

# Ballots for heads of region are all one Pilkada; the longest wording first.
_KINDS = (
    (
        "Pilkada",
        r"pil(?:kada|gub|bup|wako|walkot|wali)|pemilukada|pemilihan\s+kepala\s+daerah|pemilihan\s+(?:gubernur|bupati|wali\s?kota)|calon\s+(?:gubernur|bupati|wali\s?kota)|psu\s+pil\w+|pemilihan\s+serentak",
    ),
    (
        "Pileg",
        r"pileg|(?:pemilihan\s+umum|pemilu)\s+(?:calon\s+)?(?:anggota\s+)?legislatif|pemilihan\s+(?:umum\s+)?legislatif|pemilihan\s+anggota\s+dpr\w*",
    ),
    ("Pilpres", r"pilpres|pemilihan\s+(?:umum\s+)?presiden|pemilu\s+presiden"),
    ("Pemilu", r"pemilu|pemilihan\s+umum"),
)
_KIND = Words("|".join(rf"(?P<{kind}>\b(?:{words})\b)" for kind, words in _KINDS))
_MONTHS = r"januari|februari|maret|april|mei|juni|juli|agustus|september|oktober|november|desember"
_YEAR = re.compile(r"(?<![\w/.])(20[0-3]\d)(?![\d/])")
# "Badan Pengawas Pemilu", "Komisi Pemilihan Umum": a body, not an election.
_BODY = Words(r"\b(?:pengawas|komisi|penyelenggara|panitia)\s+$")
_CAMPAIGN = Words(r"\bkampanye\b")
_CANDIDATE = Words(r"\b(?:bacaleg|caleg|capres|cawapres|calon\s+(?:legislatif|anggota\s+dpr\w*))\b")
_PAIR = Words(
    r"\b(?:paslon|pasangan\s+(?:bakal\s+)?calon|calon\s+(?:gubernur|bupati|wali\s?kota)|cabup|cagub|cawali)\b",
)
_REVOTE = Words(r"\b(?:psu|pemungutan\s+suara\s+ulang)\b")
_HELD_AGAIN = frozenset(e.name for e in elections() if e.name_en.startswith("Repeated"))
_LONG_PAST = timedelta(days=300)
"""An election that lies further back than this is told as history, not as the one that the story is about."""


@dataclass(frozen=True, slots=True)
class _Mention:
    kind: str
    field: Field
    start: int
    end: int
    year: int | None


def _year_behind(text: str, at: int) -> int | None:
    """The year that belongs to an election word ending at ``at``: behind it with only its own attributes between."""
    year = _YEAR.search(text, at, at + 70)
    if year is None:
        return None
    between = text[at : year.start()]
    if re.search(r"[.;\n“”\"]", between):
        return None
    words = re.findall(r"[\w']+", between)
    if len(words) > 9:
        return None
    allowed = re.compile(
        rf"(?:serentak|tahun|th|kepala|daerah|umum|legislatif|presiden|nasional|gubernur|bupati|wali|walikota|kota|kabupaten|"
        rf"provinsi|dan|serta|maupun|wakil|pilkada|pemilu|pileg|pilpres|pilgub|pilbup|psu|di|se|pada|tanggal|bulan|pemilihan|"
        rf"kab|{_MONTHS}|\d{{1,2}}|[A-Z].*)",
        re.DOTALL,
    )
    return (
        int(year.group(1))
        if all(allowed.fullmatch(w) or allowed.fullmatch(w.casefold()) for w in words)
        else None
    )


def _mentions(text: str, field: Field) -> list[_Mention]:
    found = []
    for match in _KIND.finditer(text):
        if _BODY.search(text, max(0, match.start() - 24), match.start()):
            continue
        kind = match.lastgroup or ""
        found.append(_Mention(kind, field, match.start(), match.end(), _year_behind(text, match.end())))
    return found


def _known_years(kind: str) -> set[int]:
    return {day.year for day, name in election_days() if name.split()[0] == kind}


def _settled_year(kind: str, year: int, words: str) -> int:
    """A re-vote (PSU) belongs to the election that it repeats."""
    again = _REVOTE.search(words)
    # Elections held again in a few regions are repeated by nobody.
    years = {e.year for e, name in election_days() if name.split()[0] == kind and name not in _HELD_AGAIN}
    if year in years or not again:
        return year
    earlier = [y for y in years if y < year]
    return max(earlier) if earlier else year


def read_elections(document: Document) -> list[ElectionFact]:
    """Elections named with their year, in the order of the text, each once."""
    facts: dict[str, ElectionFact] = {}
    fields: tuple[tuple[str, Field], ...] = ((document.text, "text"), (document.title, "title"))
    for text, field in fields:
        for mention in _mentions(text, field):
            if mention.year is None:
                continue
            around = text[max(0, mention.start - 30) : mention.end + 40]
            year = _settled_year(mention.kind, mention.year, around)
            if (
                mention.kind in ("Pileg", "Pilpres", "Pemilu", "Pilkada")
                and year not in _known_years(mention.kind)
                and year < 2026
            ):
                continue
            name = f"{mention.kind} {year}"
            inferred = ("year",) if year != mention.year else ()
            facts.setdefault(
                name,
                ElectionFact(
                    name,
                    document.evidence(
                        mention.field, mention.start, mention.end, "election:year", inferred=inferred
                    ),
                ),
            )
    return list(facts.values())


def infer_elections(document: Document, dates: Sequence[DateFact]) -> list[ElectionFact]:
    """The election of a story that names none with its year: the next of its kind after the story's day.

    A story within some months after an election still belongs to it (its cases are decided late).
    """
    days = sorted(d.iso for d in dates)
    reference = document.article.published_on or (days[-1] if days else None)
    if reference is None:
        return []
    again = _REVOTE.search(document.text)
    if again:  # a re-vote belongs to the election that it repeats
        before = [
            (day, name) for day, name in election_days() if name.startswith("Pilkada") and day < reference
        ]
        if before and (reference - max(before)[0]).days < 300:
            evidence = document.evidence(
                "text", again.start(), again.end(), "election:revote", confidence="medium", inferred=("year",)
            )
            return [ElectionFact(max(before)[1], evidence)]
    mentions = _mentions(document.text, "text") + _mentions(document.title, "title")
    kinds: dict[str, _Mention] = {}
    for mention in mentions:
        kinds.setdefault(mention.kind, mention)
    if not kinds:
        for kind, pattern in (("Pemilu", _CANDIDATE), ("Pilkada", _PAIR)):
            candidate = pattern.search(document.text)
            if candidate:
                kinds[kind] = _Mention(kind, "text", candidate.start(), candidate.end(), None)
                break
    names = {kind: name for kind in kinds if (name := _nearest(kind, reference))}
    if "Pemilu" in names and "Pilkada" in names:
        less = "Pemilu" if _count(mentions, "Pemilu") < _count(mentions, "Pilkada") else "Pilkada"
        del names[less]
    if not names:
        return _by_campaign(document, reference)
    found: list[ElectionFact] = []
    for kind, name in names.items():
        if kind in ("Pileg", "Pilpres") and len(names) > 1:
            continue
        mention = kinds[kind]
        evidence = document.evidence(
            mention.field,
            mention.start,
            mention.end,
            "election:nearest",
            confidence="medium",
            inferred=("year",),
        )
        found.append(ElectionFact(name, evidence))
    return found


def _by_campaign(document: Document, reference: date) -> list[ElectionFact]:
    """The election whose campaign runs on ``reference``, where the story speaks of campaigning or of candidates."""
    word = _CAMPAIGN.search(document.text) or _PAIR.search(document.text)
    running = next(
        (
            e
            for e in elections()
            if e.campaign_start
            and e.date
            and e.campaign_start <= reference <= e.date
            and e.kind in ("pemilu", "pilkada")
        ),
        None,
    )
    if not word or not running:
        return []
    evidence = document.evidence(
        "text",
        word.start(),
        word.end(),
        "election:campaign",
        confidence="medium",
        inferred=("election",),
    )
    return [ElectionFact(running.name, evidence)]


def missing_election(
    document: Document, named: Sequence[ElectionFact], dates: Sequence[DateFact]
) -> list[ElectionFact]:
    """The election that a story speaks of most, where it names only another one, or a past one, with its year."""
    mentions = _mentions(document.text, "text") + _mentions(document.title, "title")
    told = {fact.name.split()[0] for fact in named}
    days = {name: day for day, name in election_days()}
    recent = sorted(d.iso for d in dates)
    reference = document.article.published_on or (recent[-1] if recent else None)
    if reference and all(fact.name in days and days[fact.name] + _LONG_PAST < reference for fact in named):
        # "Pada Pileg 2019 tercatat 5 ASN", in a story of the election of 2024.
        known = {fact.name for fact in named}
        return [fact for fact in infer_elections(document, dates) if fact.name not in known]
    chief = max(("Pilkada", "Pemilu"), key=lambda kind: _count(mentions, kind))
    most = max((_count(mentions, kind) for kind in told), default=0)
    if chief in told or _count(mentions, chief) < 3 or _count(mentions, chief) <= most:
        return []
    return [fact for fact in infer_elections(document, dates) if fact.name.split()[0] == chief]


def _count(mentions: Sequence[_Mention], kind: str) -> int:
    return sum(m.kind == kind for m in mentions)


def _nearest(kind: str, reference: date) -> str | None:
    days = [(day, name) for day, name in election_days() if name.split()[0] == kind]
    ahead = [(day, name) for day, name in days if reference <= day + timedelta(days=150)]
    if not ahead:
        return None
    day, name = min(ahead)
    return name if (day - reference).days <= 540 else None
