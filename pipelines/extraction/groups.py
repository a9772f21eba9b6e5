"""Counted groups of accused: "tiga ASN dilaporkan", "17 dinyatakan terbukti, sementara empat lainnya tidak terbukti".

The press counts in three ways: with a servant's noun ("dua guru PNS"), with a general one that the story has made clear
("enam kasus", "empat lainnya"), and with the number alone before a verb ("3 sudah disanksi, 2 dihentikan"). A count is a
case only where its own part of the sentence tells what was done or what came of it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from pipelines.extraction.case_words import ACCUSE, HYPOTHETICAL, NOUN, NUMBER, STRONG, number_in
from pipelines.extraction.document import Document, Sentence
from pipelines.extraction.outcomes import ACT, CLAUSE, STAGE, Case
from pipelines.extraction.places import Place
from pipelines.words import Words

_POSITIONS = {
    "kades": "Kepala Desa",
    "kepala desa": "Kepala Desa",
    "kadus": "Kepala Dusun",
    "kadis": "Kepala Dinas",
    "kabid": "Kepala Bidang",
    "kepsek": "Kepala Sekolah",
    "honorer": "Tenaga Honorer",
    "wali nagari": "Wali Nagari",
    "walinagari": "Wali Nagari",
}
_OWN_NAME = frozenset(
    "camat lurah guru keuchik dosen bidan perawat staf penghulu perbekel pambakal sangadi petinggi peratin kuwu reje dukuh panewu".split()
)
_TO_NOUN = r"(?:\s+(?:orang|oknum|nama|berkas|kasus|laporan|perkara|temuan|dugaan|pelanggaran|netralitas|terkait|terlapor|pejabat|di\s?antara(?:nya)?|dari|kalangan|unsur|berstatus|yang|adalah|merupakan|menyangkut|melibatkan|keterlibatan|aparat|sebagai|para)){0,5}"
_GENERAL = r"orang|oknum|nama|kasus|perkara|dugaan|laporan|temuan|pelanggaran|berkas|lainnya|lain|lagi|di\s?antaranya"
_VERB = r"(?=\s+(?:(?:sudah|telah|masih|baru|kini|sisanya|langsung|belum|yang|orang)\s+)*(?:dinyatakan|diputus\w*|disanksi|dihentikan|dijatuhi|diteruskan|dilimpahkan|direkomendasikan|diproses|diperiksa|dikaji|ditangani|diberi\w*|divonis|dihukum|terbukti|tidak\s+terbukti|tak\s+terbukti|menunggu|dalam\s+proses|tidak\s+cukup)\b)"
_COUNT = Words(
    rf"(?<![\w.,/(:-])(?P<number>{NUMBER})(?![.,/:]?\d)(?:\s*\([\w\s]{{1,14}}\))?"
    rf"(?:{_TO_NOUN}\s+(?P<noun>{NOUN})\b|\s+(?P<general>{_GENERAL})\b|(?P<bare>){_VERB})"
)
# "Pasal 71", "tahun 2020", "3 orang saksi": numbers of something else.
_NO_COUNT_BEFORE = Words(
    r"\b(?:nomor|nomer|no|pasal|ayat|huruf|tahun|pukul|urut|ke|rp\.?|tanggal|usia|umur|tiap|setiap|salah|paling|golongan|eselon|"
    r"masing-masing|yang|sebagai|selaku|bukan\s+(?:cuma|hanya)|tidak\s+hanya)\s*$"
)
_NO_COUNT_AFTER = Words(
    r"\s*(?:saksi|pelapor|ahli|hakim|jaksa|anggota|komisioner|petugas|penyidik|tersebut\s+terdiri|hari|bulan|tahun|kali|persen|%|alat\s+bukti|barang\s+bukti)\b"
)
_UNSURE = Words(
    r"\b(?:jika|apabila|bila|kalau|seandainya|jangan|dilarang|setiap|belum\s+ada|tidak\s+ada|nihil|potensi|akan\s+menindak|dapat|bisa|terancam|berharap|pelajaran|mengimbau|mengingatkan)\b"
)
# Where the cases come from, and what a total is made of, says nothing of what came of them.
_ORIGIN = Words(r"\b(?:merupakan|adalah|berasal\s+dari|bersumber\s+dari|dari)\s+(?:laporan|temuan|aduan)\b")
_RANKED = Words(r"\b(?:terbanyak|tertinggi|disusul|menyusul|rata-rata|urutan|peringkat)\b")
_LISTED = Words(r"\b(?:yakni|yaitu|ialah|adalah|masing-masing)\b")
_IN_A_ROW = Words(r"\s*(?:,|/|\bdan\b|\bserta\b|\s)*")
_MADE_OF = Words(r"\b(?:terdiri\s+(?:dari|atas)|rinciannya|meliputi)\b[^.]*$")
# "dua nama terakhir", "ketiga orang itu": those who were told of before.
_MEANT_BEFORE = Words(r"\s*(?:\w+\s+)?(?:itu|tersebut|terakhir|ini|dimaksud)\b")
_OTHER = Words(r"\b(?:lainnya|lain|lagi|sisanya|selain)\b")
_BREACH = Words(r"\b(?:pelanggaran|melanggar|ketidaknetralan)\b")
_VAGUE = Words(r"(?:belasan|puluhan|sejumlah|beberapa)\b")
# Counts of every kind of breach, or of who is no servant: "5 dugaan pelanggaran kode etik", "satu perkara menjerat caleg".
_OTHER_MATTER = Words(
    r"^\s*(?:lagi\s+)?(?:dugaan\s+)?(?:pelanggaran\b(?!\s+(?:netralitas|asn|pns))|(?:tindak\s+)?pidana|kode\s+etik|administrasi|(?:menjerat|melibatkan)\s+(?:\w+\s+)?(?:caleg|calon|paslon|tim))\b"
)
_ELSEWHERE = Words(r"\bdi\s+luar\s+(?:urusan\s+)?netralitas\b")
_SERVANTS = Words(
    r"\b(?:asn|pns|netralitas|kades|kepala\s+desa|aparatur|pegawai|camat|lurah|guru|abdi\s+negara|tidak\s+netral)\b"
)
_TOLD = tuple(STAGE[code] for code in ("dismissed", "sanctioned", "referred", "under_review"))
_NEAR = 8
"""Sentences over which a servant's noun, once counted, is meant by "orang", "kasus" and numbers alone."""
_FAR = 4
"""Sentences behind a total in which its parts are told."""
_LIST = 7
"""Sentences over which those who were counted are named."""
_ROW = 300
"""Characters over which counts in a row share what is told before the first of them."""
_MOST = 3000
"""No count of accused is larger: what is larger counts voters, civil servants of a region, or rupiah."""


def position_of(noun: str) -> str:
    """The post that a noun in lower case tells ("kades"), "ASN" where it tells none."""
    noun = " ".join(noun.split())
    if noun in _POSITIONS:
        return _POSITIONS[noun]
    if noun in _OWN_NAME or noun.startswith(("kepala", "perangkat", "sekretaris")):
        return " ".join(word.capitalize() for word in noun.split())
    return "ASN"


@dataclass(frozen=True, slots=True)
class _Count:
    """A count in a sentence: ``begin`` and ``end`` hold its words, ``behind`` those after it, ``clause`` and ``reach`` what is told of it."""

    number: int
    noun: str | None
    general: str | None
    bare: bool
    begin: int
    end: int
    sentence: str
    behind: str
    clause: str
    reach: str
    after: str
    part: bool


@dataclass(frozen=True, slots=True)
class _Accused:
    """Where an accused who is named or told by his post comes in first, and his post."""

    first: int
    position: str | None


class GroupReader:
    """Reads the counted groups of one article.

    ``telling`` says of each sentence whether it tells of a case; ``chief`` is the region of those who tell, by its code.
    """

    def __init__(
        self,
        document: Document,
        places: Sequence[Place],
        telling: Sequence[bool],
        chief: str | None,
    ) -> None:
        self.sentences = document.sentences
        self.title = document.title_sentences
        self.places = places
        self.telling = telling
        self.chief = chief

    def read(self, named: Sequence[Case], posts: Sequence[Case]) -> list[Case]:
        """The groups, one a count, but those that are the ``named`` accused, or those told by their ``posts``."""
        accused = [_Accused(self._first(case), case.position) for case in [*named, *posts]]
        found: dict[tuple[int, str], Case] = {}
        headlined = {
            (count.number, position_of(count.noun))
            for sentence in self.title
            for count in _counts(sentence.text)
            if count.noun and not HYPOTHETICAL.search(sentence.text) and self._told(count)
        }
        begun = bool(named) or self._begins()
        counted = -_NEAR  # the last sentence that counted servants
        for number, sentence in enumerate(self.sentences):
            counts = list(_counts(sentence.text)) if begun else []
            # "Empat orang terbukti, seorang dinyatakan bersih": together they are those who are named.
            if len(counts) > 1 and accused and sum(count.number for count in counts) == len(accused):
                continue
            for count in counts:
                about = bool(count.noun) or (
                    not _OTHER_MATTER.search(count.after[:60])
                    and not (
                        _VAGUE.match(sentence.text[count.begin : count.end]) and count.general == "orang"
                    )
                    and (number - counted <= _NEAR or self._about_servants(number))
                    and not self._elsewhere(number)
                )
                if not about:
                    continue
                if count.noun:
                    counted = number
                headline = count.noun is not None and (count.number, position_of(count.noun)) in headlined
                if not (self._told(count) or headline) or self._named_themselves(
                    count, number, accused, len(named)
                ):
                    continue
                counted = number
                position = position_of(count.noun) if count.noun else "ASN"
                known = next(
                    (c for (n, p), c in found.items() if n == count.number and (p == position or not count.noun)),
                    None,
                )  # fmt: skip
                if known:
                    known.sentences.append(number)
                    known.told[number] = count.reach
                    continue
                begin, end = sentence.start + count.begin, sentence.start + count.end
                words = sentence.text[count.begin : count.end]
                found[count.number, position] = Case(
                    f"{words} ASN" if count.bare else words, position, self.region_near(sentence, begin, end),
                    [number], None, count.number, begin, end, "case:count", told={number: count.reach},
                )  # fmt: skip
        groups = list(found.values())
        exact = [group for group in groups if not _VAGUE.match(group.accused)]
        return _without_totals(exact or groups, len(accused))

    def _begins(self) -> bool:
        """Whether the story counts accused at all: somewhere servants are counted in plain words of a case."""
        for sentence in (*self.title, *self.sentences):
            if HYPOTHETICAL.search(sentence.text):
                continue
            if any(
                count.noun
                and self._told(count)
                and any(p.search(count.reach) for p in (*_TOLD, STRONG, _BREACH))
                for count in _counts(sentence.text)
            ):
                return True
        return False

    def _told(self, count: _Count) -> bool:
        """Whether a count's own words tell what was done or what came of it, and not what might be."""
        if _ORIGIN.search(count.sentence) or (not count.noun and _RANKED.search(count.sentence)):
            return False
        if count.part:  # of a total: what is told before is told of the total
            return any(pattern.search(count.after) for pattern in (*_TOLD, STRONG))
        for words in dict.fromkeys((count.clause, count.reach)):
            told = [match.start() for pattern in (*_TOLD, STRONG, ACT) if (match := pattern.search(words))]
            if told:
                return not _UNSURE.search(words, 0, max(told))
        # "menyelesaikan 13 perkara pelanggaran netralitas ASN": the words of a case are enough beside a servant's noun.
        return bool(
            count.noun
            and (ACCUSE.search(count.reach) or STRONG.search(count.sentence))
            and not HYPOTHETICAL.search(count.sentence)
        )

    def _named_themselves(self, count: _Count, number: int, accused: Sequence[_Accused], named: int) -> bool:
        """Whether a count is that of accused who are named, or told by their posts, themselves.

        They follow the count ("Keduanya yakni ..."), or the text does not set it apart from those before.
        """
        if not accused:
            return False
        begin = self.sentences[number].start + count.begin
        last = self.sentences[min(number + _LIST, len(self.sentences) - 1)].end
        after = [a for a in accused if begin <= a.first < last]
        if len(after) >= count.number and not self._cleared(count, number):
            return True
        if _OTHER.search(count.reach):
            return False
        if count.number == 1 and not count.noun:
            return True
        if count.noun and position_of(count.noun) != "ASN":
            alike = [a for a in accused if a.position and _same_post(a.position, count.noun)]
            return bool(alike) and count.number <= len(alike)
        return count.number in (named, len(accused)) or (
            count.number < len(accused) and bool(_MEANT_BEFORE.match(count.behind))
        )

    def _cleared(self, count: _Count, number: int) -> bool:
        """Whether those counted were cleared and the sentences behind tell of others who were not."""
        dismissed = STAGE["dismissed"]
        if _LISTED.search(count.reach):
            return False
        return bool(dismissed.search(count.clause)) and not any(
            dismissed.search(s.text) for s in self.sentences[number + 1 : number + 1 + _LIST]
        )

    @staticmethod
    def _first(case: Case) -> int:
        spans = case.person.spans if case.person else []
        return min((start for field, start, _ in spans if field == "text"), default=case.start)

    def _about_servants(self, number: int) -> bool:
        return any(_SERVANTS.search(s.text) for s in self.sentences[max(0, number - 1) : number + 1])

    def _elsewhere(self, number: int) -> bool:
        return any(_ELSEWHERE.search(s.text) for s in self.sentences[max(0, number - 1) : number + 1])

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
        if before and not sentence.text[before[-1].end - sentence.start : start - sentence.start].strip():
            behind = []  # "Kepulauan Sula 22 orang, Halmahera Timur 20 orang"
        for place in [*behind[:1], *before[-1:]]:
            return place.code
        regencies = {p.code for p in inside if p.code and len(p.code) > 2}
        return regencies.pop() if len(regencies) == 1 else self.chief


def _counts(words: str) -> Iterator[_Count]:
    """The counts of a sentence from left to right, each with the words that reach to the next one."""
    matches = [
        match
        for match in _COUNT.finditer(words)
        if not _NO_COUNT_BEFORE.search(words, max(0, match.start() - 24), match.start())
        and not _NO_COUNT_AFTER.match(words, match.end())
    ]
    marks = [match.end() for match in CLAUSE.finditer(words)]
    begin = 0
    for place, match in enumerate(matches):
        number = number_in(match.group("number"))
        if not number or number > _MOST or 1990 <= number <= 2035:  # a year
            continue
        # "meneruskan dua lurah, tiga guru dan seorang camat": what is told before the first is told of all in the row.
        in_a_row = place and _IN_A_ROW.fullmatch(words[matches[place - 1].end() : match.start()])
        begin = (
            begin
            if in_a_row and match.start() - begin < _ROW
            else max((mark for mark in marks if mark <= match.start()), default=0)
        )
        clause_end = min((mark for mark in marks if mark > match.end()), default=len(words))
        following = _reach(words, matches, place)
        part = bool(_MADE_OF.search(words, 0, match.start()))
        yield _Count(
            number,
            match.group("noun"),
            (match.group("general") or "").casefold() or None,
            match.group("bare") is not None,
            match.start(),
            match.end(),
            words,
            words[match.end() : match.end() + 30],
            words[begin : min(clause_end, following)],
            words[begin : max(following, match.end())],
            words[match.end() : max(following, match.end())],
            part,
        )


def _reach(words: str, matches: Sequence[re.Match[str]], place: int) -> int:
    """Where ends what is told of a count: at the next one, but for counts in a row ("empat lurah, seorang camat dan satu
    guru dilaporkan"), which share it, and for what a total is made of."""
    for one, other in pairwise(matches[place:]):
        between = words[one.end() : other.start()]
        far = other.start() - matches[place].start() > _ROW
        if far or (not _IN_A_ROW.fullmatch(between) and not _MADE_OF.search(between)):
            return other.start()
    return len(words)


def _same_post(position: str, noun: str) -> bool:
    other = position_of(noun)
    return position == other or position.split()[:2] == other.split()[:2]


def _without_totals(groups: list[Case], accused: int) -> list[Case]:
    """A total stands for nobody of its own where the counts it is made of are told, with those who are named.

    "Tiga ASN" is no sum of village heads; "tiga orang" may be.
    """
    kept = []
    for group in groups:
        total = group.count or 0
        general = not _SERVANTS.search(group.accused)
        parts = [
            g.count
            for g in groups
            if g is not group
            and g.count
            and (general or g.position in (group.position, "ASN"))
            and (g.region == group.region or (g.region or "")[:2] == group.region)
            and any(-1 <= part - whole <= _FAR for part in g.sentences for whole in group.sentences)
        ]
        if not _adds_up(sorted((p for p in (*parts, accused) if 0 < p < total), reverse=True), total):
            kept.append(group)
    return kept


def _adds_up(parts: list[int], total: int, least: int = 2) -> bool:
    """Whether two or more of ``parts``, the largest first, make ``total``."""
    if total == 0:
        return least <= 0
    return any(
        _adds_up(parts[place + 1 :], total - part, least - 1)
        for place, part in enumerate(parts[:12])
        if part <= total
    )
