"""Laws, decrees and circulars as cited, in short form: "UU 5/2014", "PP 94/2021", "SE Wali Kota Bitung 008/558/WK".

The printed number is kept, also where it is a misprint (a flag says so where the codebook knows no such law).
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from datasets.codebook.tables import legal_bases, regions
from pipelines.extraction.document import Document, Field
from pipelines.extraction.facts import LawFact
from pipelines.extraction.places import Place, bare_name
from pipelines.words import Words

# The longest wording first; the short form that the codebook uses.
_KINDS = (
    ("Perppu", r"perppu|perpu|peraturan\s+(?:pemerintah\s+)?pengganti\s+(?:undang[-\s–]*undang|uu)"),
    ("Perbawaslu", r"perbawaslu|peraturan\s+(?:badan\s+pengawas\s+pemil\w+(?:\s+umum)?|bawaslu)"),
    ("PKPU", r"pkpu|peraturan\s+(?:komisi\s+pemilihan\s+umum|kpu)"),
    ("Permendagri", r"permendagri|peraturan\s+menteri\s+dalam\s+negeri"),
    (
        "PermenPANRB",
        r"permenpan\s?-?\s?rb|peraturan\s+menteri\s+pan\s?-?\s?rb|peraturan\s+menteri\s+pendayagunaan[\w\s]{0,50}birokrasi",
    ),
    ("Peraturan BKN", r"peraturan\s+(?:bkn|badan\s+kepegawaian\s+negara|kepala\s+bkn)|perka\s+bkn"),
    ("Perpres", r"perpres|peraturan\s+presiden"),
    ("PP", r"peraturan\s+pemerintah|pp"),
    ("UU", r"undang[-\s–]*undang|uu"),
)
_NUMBER = r"(?:nomor|nomer|no)\b\.?\s*:?\s*"
_BETWEEN = r"(?:\s*(?:\([^()\n]{1,40}\)|republik\s+indonesia|ri|pilkada|pemilu|asn|desa|pemilihan|tentang|kepala|daerah|disiplin|pns))*\s*"
_CITATION = Words(
    "(?:"
    + "|".join(rf"(?P<{kind.replace(' ', '_')}>\b(?:{words})\b)" for kind, words in _KINDS)
    + rf")\.?{_BETWEEN}(?:{_NUMBER})?(?P<number>\d{{1,3}})(?:\s*(?:/|,?\s*tahun\s*|,?\s*thn?\.?\s*)(?P<year>\d{{4}}))?(?![\d/])",
)
# "... Nomor 7 Tahun 2017 dan Nomor 10 Tahun 2016": the head is printed once.
_ELIDED = Words(
    rf"\s*(?:,|dan|serta|jo\.?|juncto)\s*(?:pasal\s+\d+\s*)?{_NUMBER}(\d{{1,3}})\s*(?:/|tahun\s*)(\d{{4}})",
)
_SKB = Words(
    r"(?<!gedung )(?<!aula )(?<!kantor )\b(?:skb|surat\s+keputusan\s+bersama|keputusan\s+bersama)\b(?P<rest>[^.\n]{0,260})"
)
_CIRCULAR = re.compile(
    r"\b(?:surat\s+edaran(?:\s*\(SE\))?|SE|surat(?=\s+(?:menpan|menteri|mendagri|kasn|bkn)))\b\s*(?P<who>[^,.;\n\d]{0,120}?)\s*(?:\b(?:nomor|nomer|no)\b\.?\s*:?\s*)"
    r"(?P<number>[A-Z]{0,3}[./]?\d[\w./-]*\w|\d+)(?:\s*tahun\s*(?P<year>20\d\d))?",
    re.IGNORECASE,
)
_ISSUERS = (
    (
        r"menpan\s?-?\s?rb|menteri\s+pan\s?(?:-|dan)?\s?rb|menteri\s+panrb|kemenpan\s?-?\s?rb|menteri\s+pendayagunaan",
        "MenPANRB",
    ),
    (r"menteri\s+dalam\s+negeri|mendagri", "Mendagri"),
    (r"kasn|komisi\s+aparatur", "KASN"),
    (r"bkn|badan\s+kepegawaian\s+negara", "BKN"),
    (r"sekretaris\s+daerah|sekda", "Sekda"),
    (r"gubernur", "Gubernur"),
    (r"bupati", "Bupati"),
    (r"wali\s?kota", "Wali Kota"),
    (r"bawaslu", "Bawaslu"),
)


def _known(citation: str) -> bool:
    return any(law.citation == citation for law in legal_bases().values())


def _year_of(kind: str, number: str) -> str | None:
    """The year of a law that is cited by its number alone, where the codebook knows one only ("PP 53")."""
    years = {
        law.citation.rsplit("/", 1)[-1]
        for law in legal_bases().values()
        if law.citation.startswith(f"{kind} {number}/")
    }
    return years.pop() if len(years) == 1 else None


def _issuer(words: str, field: Field, start: int, end: int, places: Sequence[Place]) -> str:
    for pattern, name in _ISSUERS:
        if re.search(pattern, words, re.IGNORECASE):
            if name in ("Gubernur", "Bupati", "Wali Kota", "Sekda", "Bawaslu"):
                place = next(
                    (p for p in places if p.field == field and p.code and start <= p.start < end), None
                )
                if place and place.code:
                    return f"{name} {bare_name(regions()[place.code].name)}"
            return name
    return ""


def read_laws(document: Document, places: Sequence[Place]) -> list[LawFact]:
    """Laws, joint decrees and numbered circulars cited in the article, each once, in the order of the text."""
    facts: dict[str, LawFact] = {}

    def add(
        citation: str, field: Field, start: int, end: int, rule: str, inferred: tuple[str, ...] = ()
    ) -> None:
        flags = () if _known(citation) or rule == "law:circular" else ("not_in_codebook",)
        facts.setdefault(
            citation,
            LawFact(citation, document.evidence(field, start, end, rule, inferred=inferred, flags=flags)),
        )

    fields: tuple[tuple[str, Field], ...] = ((document.text, "text"), (document.title, "title"))
    for text, field in fields:
        for match in _CITATION.finditer(text):
            kind = (match.lastgroup or "").replace("_", " ")
            kind = next(k for k, _ in _KINDS if match.group(k.replace(" ", "_")))
            number, year = match.group("number"), match.group("year")
            inferred: tuple[str, ...] = ()
            if year is None:
                year = _year_of(kind, number)
                if year is None or (kind in ("PP", "UU") and int(number) < 10):
                    continue
                inferred = ("year",)
            add(f"{kind} {int(number)}/{year}", field, match.start(), match.end(), "law:number", inferred)
            at = match.end()
            while elided := _ELIDED.match(text, at):
                add(
                    f"{kind} {int(elided.group(1))}/{elided.group(2)}",
                    field,
                    elided.start(1),
                    elided.end(),
                    "law:elided",
                )
                at = elided.end()
        for match in _SKB.finditer(text):
            year = re.search(r"(?<!\d)(20[12]\d)(?!\d)", match.group("rest"))
            if year:
                add(
                    f"SKB {year.group(1)}",
                    field,
                    match.start(),
                    match.start("rest") + year.end(),
                    "law:joint-decree",
                )
        for match in _CIRCULAR.finditer(text):
            issuer = _issuer(match.group("who"), field, match.start(), match.end(), places)
            if not issuer:  # "Wali Kota Bitung mengeluarkan surat edaran. ... Surat edaran Nomor ..."
                earlier = text.lower().rfind("surat edaran", max(0, match.start() - 500), match.start())
                if earlier >= 0:
                    begin = max(0, earlier - 160)
                    issuer = _issuer(text[begin:earlier], field, begin, earlier, places)
            number = match.group("number")
            if number.isdigit() and match.group("year"):
                number = f"{int(number)}/{match.group('year')}"
            elif number.isdigit():
                continue
            add(" ".join(f"SE {issuer} {number}".split()), field, match.start(), match.end(), "law:circular")
    return list(facts.values())
