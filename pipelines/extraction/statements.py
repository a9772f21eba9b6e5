"""Statements on neutrality: who said what, to whom, and whether it urges, forbids, warns, pledges or rules."""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipelines.extraction.document import Document, Sentence
from pipelines.extraction.facts import DateFact, StatementFact, StatementKind
from pipelines.extraction.persons import Person
from pipelines.relevance import CORE_NEUTRALITY, NEUTRALITY, SERVANT, TAKING_SIDES

_KINDS: tuple[tuple[StatementKind, str], ...] = (
    ("pledge", r"ikrar|berikrar|mengikrarkan|deklarasi\s+netralitas|pakta\s+integritas|berkomitmen|komitmen|menyatakan\s+(?:sikap\s+)?netral|nyatakan\s+netral|satu\s+komando|garansi|menjamin|memastikan\s+netral"),
    ("forbid", r"dilarang|melarang|larangan|tidak\s+boleh|tak\s+boleh|jangan|tidak\s+diperbolehkan|tidak\s+diperkenankan|haram"),
    ("warn", r"sanksi|ditindak|menindak|tindakan\s+tegas|diproses|memperingatkan|peringatan|mewanti-wanti|diwanti-wanti|warning|ancam\w*|konsekuensi|dipecat|pemecatan|pidana"),
    ("rule", r"surat\s+edaran|edaran|instruksi|undang-undang|peraturan\s+pemerintah|diatur|aturan\w*|regulasi|skb"),
    ("urge", r"mengimbau|menghimbau|diimbau|imbau\w*|himbau\w*|mengingatkan|diingatkan|ingatkan|meminta|diminta|minta|mengajak|ajak|berharap|diharapkan|harap\w*|menekankan|menegaskan|berpesan|pesan|wajib|harus|agar|supaya|menjaga|jaga|mendorong|menyerukan|seruan|hendaknya|sebaiknya|mesti|dituntut"),
)  # fmt: skip
_KIND = tuple((kind, re.compile(rf"\b(?:{words})\b", re.IGNORECASE)) for kind, words in _KINDS)
_URGING = re.compile(
    r"\b(?:mengimbau|menghimbau|diimbau|imbau\w*|himbau\w*|mengingatkan|diingatkan|ingatkan|meminta|diminta|minta|mengajak|ajak|berharap|"
    r"diharapkan|menekankan|menegaskan|berpesan|pesan\w*|wajib|harus|jangan|dilarang|larang\w*|melarang|tidak\s+boleh|tak\s+boleh|mewanti-wanti|diwanti-wanti|ikrar\w*|"
    r"deklarasi\s+netralitas|pakta\s+integritas|surat\s+edaran|edaran|menyerukan|memperingatkan|warning|peringat\w+|komitmen|berkomitmen|"
    r"menjaga\s+netralitas|jaga\s+netralitas|nyatakan|menyatakan\s+netral|sosialisasi\w*|garansi|menjunjung|pelajaran|seruan|mesti|menginstruksikan|dituntut|hendaknya)\b",
    re.IGNORECASE,
)
_PLAINLY_URGING = re.compile(
    r"\b(?:mengimbau|menghimbau|mengingatkan|meminta|melarang|mewanti-wanti|mengajak)\b[^.]{0,160}\b(?:agar|supaya|jangan|tidak|untuk)\b",
    re.IGNORECASE,
)
_QUOTE = re.compile(r"[“”\"„]([^“”\"„\n]{8,900})[“”\",]")
_ADDRESSEE = re.compile(
    r"\b((?:seluruh|para|semua|segenap|setiap)\s+(?:ASN|PNS|pegawai|aparatur\s+sipil\s+negara(?:\s*\(ASN\))?|kepala\s+\w+|kades|camat|lurah|guru|perangkat\s+desa|jajaran\w*)(?:\s+(?:di\s+)?(?:lingkungan|lingkup|jajaran|se-?)\s?[A-Z\w]+(?:\s[A-Z]\w+){0,3})?|ASN|PNS|kades|kepala\s+desa|perangkat\s+desa|camat|lurah|guru)\b"
)


def is_urging(sentence: str) -> bool:
    """Whether a sentence urges, forbids, warns or pledges the neutrality of state servants."""
    if not SERVANT.search(sentence):
        return False
    if NEUTRALITY.search(sentence):
        return bool(_URGING.search(sentence))
    return bool(TAKING_SIDES.search(sentence) and _PLAINLY_URGING.search(sentence))


def read_statements(
    document: Document, persons: Sequence[Person], dates: Sequence[DateFact]
) -> list[StatementFact]:
    """The statements of a story, in the order of the text.

    A statement is a quotation or a reported sentence that speaks of neutrality and urges, forbids, warns, pledges or
    states the rule. Its speaker is the person named in the sentence, else the last one named before it.
    """
    facts: list[StatementFact] = []
    speakers = [p for p in persons if p.speaks]
    seen: set[tuple[int | None, StatementKind, str]] = set()
    for number, sentence in enumerate(document.sentences):
        text = sentence.text
        if not (NEUTRALITY.search(text) or CORE_NEUTRALITY.search(text)) or not _URGING.search(text):
            continue
        if not SERVANT.search(text) and not SERVANT.search(_around(document, number)):
            continue
        kind = next((k for k, pattern in _KIND if pattern.search(text)), None)
        if kind is None:
            continue
        speaker = _speaker(document, sentence, speakers)
        quote = _QUOTE.search(
            document.text, max(0, sentence.start - 1), min(len(document.text), sentence.end + 2)
        )
        quotation = quote.group(1).strip(" ,") if quote else None
        addressee = _ADDRESSEE.search(text)
        key = (speaker, kind, (quotation or text)[:60])
        if key in seen:
            continue
        seen.add(key)
        made = [d.iso for d in dates if d.role == "statement"]
        facts.append(
            StatementFact(
                speaker,
                speakers_name(persons, speaker),
                kind,
                quotation,
                addressee.group(1) if addressee else None,
                made[0] if len(made) == 1 else None,
                document.evidence(
                    "text", sentence.start, sentence.end, f"statement:{kind}",
                    confidence="high" if quotation and speaker is not None else "medium",
                ),
            )
        )  # fmt: skip
    positions = {id(p): n for n, p in enumerate(persons)}
    return [
        f if f.speaker is None else StatementFact(
            positions[id(speakers[f.speaker])], speakers[f.speaker].name, f.kind, f.quotation, f.addressee, f.made_on, f.evidence
        )
        for f in facts
    ]  # fmt: skip


def speakers_name(persons: Sequence[Person], speaker: int | None) -> str:
    """The name to show for a statement's speaker before the person is known; empty where nobody is named."""
    return persons[speaker].name if speaker is not None and speaker < len(persons) else ""


def _around(document: Document, number: int) -> str:
    return " ".join(s.text for s in document.sentences[max(0, number - 2) : number + 2])


def _speaker(document: Document, sentence: Sentence, speakers: Sequence[Person]) -> int | None:
    best: tuple[int, int] | None = None
    for index, person in enumerate(speakers):
        for where, start, _ in person.spans:
            if where != "text":
                continue
            if sentence.start <= start < sentence.end:
                return index
            # The press names the speaker in the same paragraph or the one before.
            distance = sentence.start - start if start < sentence.start else (start - sentence.end) * 2
            if (start < sentence.end + 120) and (best is None or distance < best[0]):
                best = (distance, index)
    return best[1] if best and best[0] < 1500 else None
