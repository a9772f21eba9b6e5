"""Who speaks in a story: verbs of saying beside a name or a post."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from pipelines.extraction.document import Document, Field
from pipelines.extraction.names import skip_degrees
from pipelines.extraction.persons import Person
from pipelines.extraction.posts import Post
from pipelines.words import Words

_SAY_AFTER = (
    r"melaporkan(?=,|\s+bahwa)|berkelakar|mengemukakan|mengatakan|menyatakan|menyebut(?:kan)?|menegaskan|menjelaskan|menuturkan|mengungkap(?:kan)?|menerangkan|menyampaikan|mengingatkan|"
    r"mengimbau|menghimbau|meminta|mengajak|berharap|berpesan|menekankan|memastikan|mengakui|mengaku|membenarkan|menambahkan|memaparkan|"
    r"mengutarakan|menguraikan|merinci|membeberkan|menilai|menyayangkan|mewanti-wanti|memperingatkan|melarang|menyoroti|menjawab|membantah|"
    r"menanggapi|memuji|menginstruksikan|menyerukan|menandaskan|mengklaim|berujar|bertutur|melanjutkan|menyinggung|maklum|menitip(?:kan)?\s+pesan|"
    r"mengharap\w*|menggarisbawahi|mempersilakan|mengapresiasi|menganjurkan|menolak|berkata|bilang|menyambung|menyebutnya|"
    r"menyarankan|mengomentari|berpendapat|menepis|membela|mengisahkan|menceritakan|mengumumkan|mencontohkan|mengeluarkan\s+(?:lagi\s+)?surat|menerbitkan|menyerukan|memerintahkan|memandang|mendorong|memberi\w*\s+(?:arahan|pesan|peringatan|penjelasan|apresiasi)|"
    r"menyambut\s+baik|mendukung\s+(?:langkah|penuh)|berterima\s+kasih|mengupas|memastikan|mengkonfirmasi|mengonfirmasi|memerinci|minta|menyebarkan\s+imbauan|sekali\s+lagi|kembali|juga|turut|pun|sendiri|secara\s+tegas"
)
_VERB_AFTER = Words(rf"[^.“”\"\n]{{0,70}}?\b(?:{_SAY_AFTER.split('|sekali')[0]})\b")
_ACCUSED_OF = Words(
    r"\b(?:diduga|dituding|dituduh|disebut|kedapatan|ketahuan|terbukti|dilaporkan|diadukan|didakwa|divonis|terekam|dinilai)\b"
)
_BEFORE = Words(
    r"\b(?:kata|ujar|ungkap|tegas|jelas|terang|tutur|papar|sebut|tambah|imbuh|pungkas|tandas|tukas|lanjut|sambung|timpal|ucap|beber|"
    r"urai|menurut|aku|kilah|bagi|papar|pinta|harap|pesan|imbau|tulis|cetus|tutup|keluh|sesal|bantah|terangnya|katanya|"
    r"(?:di(?:sampaikan|ungkapkan|katakan|tegaskan|jelaskan|sebutkan|benarkan|lontarkan|utarakan|ucapkan|akui|tuturkan|paparkan|ingatkan|beberkan))"
    r"(?:\s+(?:langsung\s+)?(?:oleh\s+)?)?|datang\s+dari|dilontarkan|pernyataan|imbauan\s+(?:itu\s+)?(?:disampaikan|datang)|penegasan\s+\w*)\s*[,:]?\s*$",
)


def mark_speakers(document: Document, persons: Sequence[Person], posts: Sequence[Post]) -> None:
    """Mark who speaks: a verb of saying right before or behind a mention of the name, or of the post alone."""
    begins = post_begins(posts)
    for person in persons:
        if person.initials:
            continue
        person.speaks = any(says(document, field, start, end, begins) for field, start, end in person.spans)
        if not person.speaks:
            alone = [p for p in posts if not p.name and p.field == "text" and p.position == person.position]
            person.speaks = any(
                _BEFORE.search(document.text[max(0, p.start - 40) : p.start])
                or _VERB_AFTER.match(document.text, p.end, min(len(document.text), p.end + 36))
                for p in alone
                if not any(q is not person and q.position == person.position for q in persons)
            )


def post_begins(posts: Sequence[Post]) -> dict[tuple[Field, int], int]:
    """Where the post begins that is printed before a name, by the name's field and start."""
    return {(p.field, p.name.start): p.start for p in posts if p.name and p.start < p.name.start}


def says(
    document: Document, field: Field, start: int, end: int, begins: Mapping[tuple[Field, int], int]
) -> bool:
    """Whether a verb of saying stands right before or behind the name from ``start`` to ``end``.

    ``begins`` are those of ``post_begins``: "kata Ketua Bawaslu Solok, Marlis" is looked at before the post.
    """
    text = document.text if field == "text" else document.title
    begin = begins.get((field, start), start)
    before = text[max(0, begin - 60) : begin]
    if _BEFORE.search(re.sub(r"(?:H|Hj|Drs?|Ir|dr)\.?\s*$", "", before)):
        return True
    if field == "title":
        return False
    sentence = document.sentence_at(field, start)
    stop = sentence.end if sentence else len(text)
    end = skip_degrees(text, end)
    said = _VERB_AFTER.match(text, end, min(stop, end + 110))
    # "X diduga mengajak warga": what he is said to have said, not what he says here.
    return said is not None and not _ACCUSED_OF.search(said.group())
