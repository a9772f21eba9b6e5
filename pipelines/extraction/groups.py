"""Counted groups of accused: "tiga ASN dilaporkan", "dua lainnya dihentikan"."""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipelines.extraction.case_words import (
    ACCUSE,
    COUNTED_CASES,
    GROUP,
    HYPOTHETICAL,
    OTHER_ONE,
    REMAINDER,
    number_in,
)
from pipelines.extraction.document import Document, Sentence
from pipelines.extraction.outcomes import Case
from pipelines.extraction.persons import Person
from pipelines.extraction.places import Place


def position_of(noun: str) -> str | None:
    """The post that a noun in lower case tells ("kades"), "ASN" where it tells none."""
    table = {
        "kades": "Kepala Desa",
        "kepala desa": "Kepala Desa",
        "camat": "Camat",
        "lurah": "Lurah",
        "guru": "Guru",
        "kadis": "Kepala Dinas",
        "keuchik": "Keuchik",
        "pejabat": "ASN",
        "dosen": "Dosen",
        "kepsek": "Kepala Sekolah",
    }
    if noun in table:
        return table[noun]
    return (
        " ".join(w.capitalize() for w in noun.split())
        if noun.startswith("kepala") or noun.startswith("perangkat")
        else "ASN"
    )


class GroupReader:
    """Reads the counted groups of one article.

    ``telling`` says of each sentence whether it tells of a case; ``chief`` is the region of those who tell, by its code.
    """

    def __init__(
        self,
        document: Document,
        persons: Sequence[Person],
        places: Sequence[Place],
        telling: Sequence[bool],
        chief: str | None,
    ) -> None:
        self.sentences = document.sentences
        self.persons = persons
        self.places = places
        self.telling = telling
        self.chief = chief

    def read(self, named: Sequence[Case]) -> list[Case]:
        """The groups, one a count; with ``named`` accused only those that the text sets apart from them."""
        found: dict[int, Case] = {}
        others: list[Case] = []
        for number, sentence in enumerate(self.sentences):
            told = bool(ACCUSE.search(sentence.text)) and not HYPOTHETICAL.search(sentence.text)
            if not told or self._only_hypothetical(sentence.text):
                continue
            if named and not REMAINDER.search(sentence.text):
                continue
            other = OTHER_ONE.search(sentence.text)
            holds_person = any(
                sentence.start <= s < sentence.end for p in self.persons for f, s, _ in p.spans if f == "text"
            )
            if other and not holds_person and any(self.telling[max(0, number - 2) : number + 1]):
                start = sentence.start + other.start()
                others.append(
                    Case(
                        sentence.text[other.start() : other.end()],
                        None,
                        self.region_near(sentence, start, sentence.start + other.end()),
                        [number],
                        None,
                        1,
                        start,
                        sentence.start + other.end(),
                        "case:other",
                    )
                )
            matches = [*GROUP.finditer(sentence.text), *COUNTED_CASES.finditer(sentence.text)]
            if len(matches) >= 4 and re.search(r"\bterdiri\s+(?:dari|atas)\b|\bmeliputi\b", sentence.text):
                continue  # what a total is made of, not cases of their own
            for match in matches:
                count = number_in(match.group("number"))
                if (
                    count is None
                    or count > 3000
                    or re.search(
                        r"\b(?:nomor|tahun|pukul|ayat|pasal|tiap|setiap)\s*$",
                        sentence.text[max(0, match.start() - 10) : match.start()],
                        re.IGNORECASE,
                    )
                ):
                    continue
                noun = match.group("noun").casefold()
                if noun in (
                    "orang",
                    "laporan",
                    "kasus",
                    "perkara",
                    "temuan",
                    "pelanggaran",
                ) and not self._about_servants(number):
                    continue
                if re.search(
                    r"\b(?:bukan\s+(?:cuma|hanya)|selain|tidak\s+hanya)\s+$",
                    sentence.text[max(0, match.start() - 16) : match.start()],
                    re.IGNORECASE,
                ):
                    continue
                start = sentence.start + match.start()
                if count in found:
                    found[count].sentences.append(number)
                    continue
                found[count] = Case(
                    sentence.text[match.start() : match.end()].strip(), position_of(noun), self.region_near(sentence, start, sentence.start + match.end()), [number], None, count,
                    start, sentence.start + match.end(), "case:count", None, bool(named),
                )  # fmt: skip
        groups = [g for g in found.values() if g.count and (g.count > 1 or not named)]
        return self._without_totals(groups) + (others if named else [])

    def _only_hypothetical(self, words: str) -> bool:
        return bool(
            re.search(
                r"\b(?:jika|apabila|bila|kalau|setiap|jangan\s+ada|jangan\s+sampai|akan\s+menindak|belum\s+ada|tidak\s+ada|potensi)\b",
                words,
                re.IGNORECASE,
            )
        )

    def _about_servants(self, number: int) -> bool:
        near = " ".join(s.text for s in self.sentences[max(0, number - 1) : number + 1])
        return bool(
            re.search(r"\b(?:asn|pns|netralitas|kades|kepala\s+desa|aparatur|pegawai)\b", near, re.IGNORECASE)
        ) and not re.search(r"\bdi\s+luar\s+(?:urusan\s+)?netralitas\b", near, re.IGNORECASE)

    @staticmethod
    def _without_totals(groups: list[Case]) -> list[Case]:
        """A total stands for nobody of its own where the counts it is made of are told."""
        counts = [g.count or 0 for g in groups]
        kept = []
        for group in groups:
            parts = [c for c in counts if c < (group.count or 0)]
            total = group.count or 0
            is_sum = len(parts) >= 2 and any(
                parts[i] + parts[j] == total for i in range(len(parts)) for j in range(i + 1, len(parts))
            )
            if not is_sum and not (len(parts) >= 3 and sum(parts) == total):
                kept.append(group)
        return kept

    def region_near(self, sentence: Sentence, start: int, end: int) -> str | None:
        """The region of a counted or unnamed accused: named right behind, else right before, else the chief one."""
        inside = [
            p
            for p in self.places
            if p.field == "text"
            and sentence.start <= p.start < sentence.end
            and p.code
            and p.via != "capital"
        ]
        behind = [p for p in inside if 0 <= p.start - end <= 60]
        before = [p for p in inside if 0 <= start - p.end <= 40]
        for place in [*behind[:1], *before[-1:]]:
            return place.code
        regencies = {p.code for p in inside if p.code and len(p.code) > 2}
        return regencies.pop() if len(regencies) == 1 else self.chief
