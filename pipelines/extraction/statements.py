"""Statements on neutrality: who said what, to whom, and whether it urges, forbids, warns, pledges or rules."""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipelines.extraction.document import Document, Sentence
from pipelines.extraction.facts import DateFact, Evidence, StatementFact, StatementKind
from pipelines.extraction.persons import Person
from pipelines.relevance import NEUTRALITY, SERVANT, TAKING_SIDES
from pipelines.words import Words

_KINDS: tuple[tuple[StatementKind, str], ...] = (
    ("pledge", r"ikrar|berikrar|mengikrarkan|deklarasi\s+netralitas|pakta\s+integritas|berkomitmen|komitmen|menyatakan\s+(?:sikap\s+)?netral|nyatakan\s+netral|satu\s+komando|menjamin|memastikan\s+netral"),
    ("forbid", r"dilarang|melarang|larangan|tidak\s+boleh|tak\s+boleh|jangan|tidak\s+diperbolehkan|tidak\s+diperkenankan|haram"),
    ("warn", r"sanksi|ditindak|menindak|tindakan\s+tegas|diproses|memperingatkan|peringatan|mewanti-wanti|diwanti-wanti|warning|ancam\w*|konsekuensi|dipecat|pemecatan|pidana"),
    ("rule", r"surat\s+edaran|edaran|instruksi|undang-undang|peraturan\s+pemerintah|diatur|aturan\w*|regulasi|skb"),
    ("urge", r"mengimbau|menghimbau|diimbau|imbau\w*|himbau\w*|mengingatkan|diingatkan|ingatkan|meminta|diminta|minta|mengajak|ajak|berharap|diharapkan|harap\w*|menekankan|menegaskan|berpesan|pesan|wajib|harus|agar|supaya|menjaga|jaga|mendorong|menyerukan|seruan|hendaknya|sebaiknya|mesti|dituntut"),
)  # fmt: skip
_KIND = tuple((kind, Words(rf"\b(?:{words})\b")) for kind, words in _KINDS)
_URGING = Words(
    r"\b(?:mengimbau|menghimbau|diimbau|imbau\w*|himbau\w*|mengingatkan|diingatkan|ingatkan|meminta|diminta|minta|mengajak|ajak|berharap|"
    r"diharapkan|menekankan|menegaskan|berpesan|pesan\w*|wajib|harus|jangan|dilarang|larang\w*|melarang|tidak\s+boleh|tak\s+boleh|mewanti-wanti|diwanti-wanti|ikrar\w*|"
    r"deklarasi\s+netralitas|pakta\s+integritas|surat\s+edaran|edaran|menyerukan|memperingatkan|warning|peringat\w+|komitmen|berkomitmen|"
    r"menjaga\s+netralitas|jaga\s+netralitas|nyatakan|menyatakan\s+netral|sosialisasi\w*|menjunjung|pelajaran|seruan|mesti|menginstruksikan|dituntut|hendaknya)\b",
)
_PLAINLY_URGING = Words(
    r"\b(?:mengimbau|menghimbau|mengingatkan|meminta|melarang|mewanti-wanti|mengajak)\b[^.]{0,160}\b(?:agar|supaya|jangan|tidak|untuk)\b",
)
# "meminta seluruh kepala desa menahan diri": the press urges neutrality without the word.
_CALL_TO_RESTRAINT = Words(
    r"\b(?:mengimbau|menghimbau|imbau|himbau|mengingatkan|ingatkan|meminta|minta|mewanti-wanti|mengajak|melarang|berpesan\s+(?:kepada|agar))\s+"
    r"(?:(?:kepada|agar|supaya|seluruh|semua|para|segenap|setiap|jajaran|aparatur|aparat)\s+)*"
    r"(?:asn|pns|pppk|pegawai\w*|guru|kades|kepala\s+(?:desa|kampung|dusun)|lurah|camat|perangkat\s+desa|aparat\w*|sangadi|pambakal|"
    r"peratin|perbekel|keuchik|geuchik|reje|penghulu|kuwu|hukum\s+tua|wali\s?nagari)\b[^.]{0,90}?"
    r"\b(?:tahan\s+diri|menahan\s+diri|menjaga\s+(?:sikap|jarak)|jaga\s+(?:sikap|jarak)|(?:tidak|tak|jangan)\s+(?:coba-coba|ikut|mengulang\w*|"
    r"meniru|terpancing|terseret|main-main|turun|keluyuran|membuat\s+konten)|(?:mengambil|memetik)\s+pelajaran|belajar\s+dari|kembali\s+fokus|berhenti)\b",
)
# "perangkat yang wajib netral" describes; "mengajak warga memilih", "dituntut empat bulan" and "minta maaf" are told of
# an accused.
_NO_URGING = Words(
    r"\byang\s+(?:wajib|harus|mesti|dilarang)\b|\b(?:minta|meminta|permintaan|permohonan)\s+maaf\b|"
    r"\b(?:mengajak|meminta|menyuruh|mengarahkan)\s+(?:(?!asn\b|pns\b)\w+\s+){0,4}(?:memilih|mencoblos|mendukung|memenangkan)\b|"
    r"\bdituntut\s+(?:[\w()]+\s+)?(?:bulan|tahun|penjara|pidana|hukuman)\b"
)
# "Yang lain jangan coba-coba", "jadi pelajaran bagi yang lain": said of a case, to all servants.
_LESSON = Words(
    r"\byang\s+lain(?:nya)?,?\s+(?:jangan|hati-hati|tolong|supaya|agar)\b|\bjangan\s+(?:ada\s+lagi|coba-coba|main-main|sampai\s+terulang|terulang|diulangi)\b|"
    r"\b(?:jadi(?:kan)?|menjadi|sebagai)\s+(?:pelajaran|peringatan|lampu\s+kuning)\b"
)
_QUOTE = re.compile(r"[“”\"„]([^“”\"„\n]{8,900})(?:[“”\"]|$)")
_FAR = 1500
"""Characters after which a speaker named before is no longer taken for the speaker of a paragraph."""
_ADDRESSEE = re.compile(
    r"\b((?:seluruh|para|semua|segenap|setiap)\s+(?:ASN|PNS|pegawai|aparatur\s+sipil\s+negara(?:\s*\(ASN\))?|kepala\s+\w+|kades|camat|lurah|guru|perangkat\s+desa|jajaran\w*)(?:\s+(?:di\s+)?(?:lingkungan|lingkup|jajaran|se-?)\s?[A-Z\w]+(?:\s[A-Z]\w+){0,3})?|ASN|PNS|kades|kepala\s+desa|perangkat\s+desa|camat|lurah|guru)\b"
)


def is_urging(sentence: str) -> bool:
    """Whether a sentence urges, forbids, warns or pledges the neutrality of state servants."""
    sentence = _NO_URGING.sub("", sentence)
    if _LESSON.search(sentence):
        return True
    if not SERVANT.search(sentence):
        return False
    if _CALL_TO_RESTRAINT.search(sentence):
        return True
    if NEUTRALITY.search(sentence):
        return bool(_URGING.search(sentence))
    return bool(TAKING_SIDES.search(sentence) and _PLAINLY_URGING.search(sentence))


def read_statements(
    document: Document, persons: Sequence[Person], dates: Sequence[DateFact]
) -> list[StatementFact]:
    """The statements of a story, in the order of the text, at most one a paragraph.

    A statement is a quotation or a reported sentence that urges, forbids, warns, pledges or states the rule, where
    neutrality or taking sides is spoken of. The press gives each paragraph one speaker: the person named in it, else
    the last one named before ("ujarnya"). ``speaker`` counts in ``persons``.
    """
    facts: list[StatementFact] = []
    made = {d.iso for d in dates if d.role == "statement"}
    made_on = next(iter(made)) if len(made) == 1 else None
    for paragraph in _paragraphs(document):
        start, end = paragraph[0].start, paragraph[-1].end
        text = document.text[start:end]
        found = _quoted(text) or _reported(document, paragraph)
        if found is None:
            continue
        kind, begin, stop, quotation = found
        speaker = _speaker(start, end, persons)
        addressee = _ADDRESSEE.search(text)
        covering = [s for s in paragraph if s.end > start + begin and s.start < start + stop]
        evidence = Evidence(
            "text",
            start + begin,
            start + stop,
            document.text[covering[0].start : covering[-1].end] if covering else text,
            f"statement:{kind}",
            "high" if quotation and speaker is not None else "medium",
        )
        facts.append(
            StatementFact(
                speaker,
                persons[speaker].name if speaker is not None else "",
                kind,
                quotation,
                addressee.group(1) if addressee else None,
                made_on,
                evidence,
            )
        )
    return facts


def _paragraphs(document: Document) -> list[list[Sentence]]:
    paragraphs: dict[int, list[Sentence]] = {}
    for sentence in document.sentences:
        paragraphs.setdefault(sentence.paragraph, []).append(sentence)
    return list(paragraphs.values())


_Found = tuple[StatementKind, int, int, str | None]


def _quoted(paragraph: str) -> _Found | None:
    """The first quotation of a paragraph that says something of neutrality: its kind, span and words."""
    about = bool(NEUTRALITY.search(paragraph) or TAKING_SIDES.search(paragraph))
    for match in _QUOTE.finditer(paragraph):
        words = match.group(1)
        if not (NEUTRALITY.search(words) or TAKING_SIDES.search(words) or (about and SERVANT.search(words))):
            continue
        kind = _kind(words)
        if kind:
            return kind, match.start(1), match.end(1), words.strip(" ,.")
    return None


def _reported(document: Document, paragraph: Sequence[Sentence]) -> _Found | None:
    """The first sentence of a paragraph that reports an urging."""
    start = paragraph[0].start
    around = document.text[max(0, start - 300) : paragraph[-1].end]
    for sentence in paragraph:
        if not _URGING.search(sentence.text) or not (SERVANT.search(sentence.text) or SERVANT.search(around)):
            continue
        if NEUTRALITY.search(sentence.text) or (
            TAKING_SIDES.search(sentence.text) and _PLAINLY_URGING.search(sentence.text)
        ):
            kind = _kind(sentence.text)
            if kind:
                return kind, sentence.start - start, sentence.end - start, None
    return None


def _kind(words: str) -> StatementKind | None:
    return next((kind for kind, pattern in _KIND if pattern.search(words)), None)


def _speaker(start: int, end: int, persons: Sequence[Person]) -> int | None:
    """The speaker of a paragraph: who is named in it, else who was named last before it."""
    best: tuple[int, int] | None = None
    for index, person in enumerate(persons):
        if not person.speaks:
            continue
        for where, at, _ in person.spans:
            if where != "text" or at >= end:
                continue
            if at >= start:
                return index
            if best is None or at > best[0]:
                best = (at, index)
    return best[1] if best and start - best[0] < _FAR else None
