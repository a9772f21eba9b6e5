"""Sanctions: imposed, recommended or only what the rules allow.

Types and levels are the codebook's. A sanction keeps the level that the text says; where it says none, PP 94/2021
fixes it (PP 53/2010 for stories before 31 August 2021), and a level that contradicts the regulation is flagged.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache

from datasets.codebook.tables import sanction_types
from pipelines.extraction.case_words import PAST_SANCTION
from pipelines.extraction.document import Document
from pipelines.extraction.facts import DateFact, SanctionFact, SanctionStatus
from pipelines.words import Words

PP94_IN_FORCE = date(2021, 8, 31)

_DURATION = r"(?:\s+(?:paling\s+\w+\s+)?(?:selama\s+)?(?:\d+|se|satu|dua|tiga|empat|enam|sembilan|dua\s+belas)\s?(?:\(\w+\)\s*)?(?:tahun|bulan|hari)\b)?"
# Wordings by type, after how the press writes; the order decides where two overlap (the longer span wins first).
_WORDINGS: tuple[tuple[str, str], ...] = (
    ("teguran_tertulis", r"(?:surat\s+)?(?:teguran|peringatan)(?:\s+secara)?\s+(?:tertulis|tulisan)|surat\s+(?:teguran|peringatan)|(?:di)?tegur\s+(?:secara\s+)?tertulis"),
    ("teguran_lisan", r"tegur(?:an)?(?:\s+(?:secara|sanksi))?\s+lisan|ditegur\s+(?:secara\s+)?lisan|peringatan\s+lisan"),
    ("teguran", r"teguran(?:\s+keras)?"),
    ("pernyataan_tidak_puas", r"pernyataan\s+tidak\s+puas(?:\s+secara\s+tertulis)?"),
    ("sanksi_moral", r"(?:di)?sanksi\s+(?:moral|etik|kode\s+etik)(?:\s+berupa\s+pernyataan\s+(?:secara\s+)?(?:terbuka|tertutup))?|(?:penyampaian\s+)?(?:permohonan|permintaan)\s+maaf(?:\s+(?:secara\s+)?(?:terbuka|tertutup)|\s+di\s+media\s+\w+)?|pernyataan\s+(?:secara\s+)?(?:terbuka|tertutup)"),
    ("penundaan_kgb", r"(?:penundaan|menunda|ditunda|penangguhan)(?:\s+kenaikan)?(?:\s+gaji)?\s+(?:berkala|gaji)(?:\s+berkala)?|(?:kenaikan\s+)?gaji\s+berkala\w*\s+(?:di)?tunda|tunda\s+(?:kenaikan\s+)?gaji(?:\s+berkala)?|\bkgb\b"),
    ("penundaan_pangkat", r"(?:penundaan|menunda|ditunda|tunda)\s+(?:kenaikan\s+|naik\s+)?pangkat|pangkat\w*\s+(?:(?:bisa|dapat|akan|bakal)\s+)?(?:di)?tunda|menahan\s+kenaikan\s+pangkat|penahanan\s+pangkat"),
    ("penurunan_pangkat", r"(?:penurunan|diturunkan|menurunkan|turun)\s+pangkat(?:\s+seting\w+(?:\s+lebih\s+rendah)?)?|pangkat\w*\s+diturunkan"),
    ("pemotongan_tukin", r"(?:pemotongan|memotong|dipotong|potong(?:an)?)\s+(?:tunjangan(?:\s+(?:kinerja|penghasilan|tambahan\s+penghasilan))?|tukin|tpp|tambahan\s+penghasilan)(?:\s+pegawai)?(?:\s*\(\w+\))?(?:\s+sebesar)?(?:\s+\d+\s*(?:persen|%))?|(?:tunjangan(?:\s+kinerja)?|tukin|tpp)(?:-?nya)?\s+(?:(?:bisa|dapat|akan|bakal)\s+)?dipotong(?:\s+\d+\s*(?:persen|%))?"),
    ("penurunan_jabatan", r"(?:penurunan|diturunkan|menurunkan|turun)\s+(?:dari\s+)?(?:jabatan|eselon)(?:\s+seting\w+(?:\s+lebih\s+rendah)?)?|demosi|didemosi|jabatan\w*\s+(?:(?:bisa|dapat|akan|bakal)\s+)?(?:di)?turun(?:kan)?(?:\s+seting\w+(?:\s+lebih\s+rendah)?)?|(?:di|men)turunkan\s+jabatan\w*(?:\s+seting\w+(?:\s+lebih\s+rendah)?)?"),
    ("pemberhentian", r"(?:pemberhentian|diberhentikan|memberhentikan)\s+(?:sementara\s+|tidak\s+|dengan\s+hormat\s+|secara\s+)*(?:tidak\s+|dengan\s+)*hormat(?:\s+tidak\s+atas\s+permintaan\s+sendiri)?(?:\s*\(\w+\))?(?:\s+sebagai\s+(?:asn|pns))?|ptdh|dipecat(?:/diberhentikan)?|pemecatan|memecat|pecat|diberhentikan(?!\s+dari\s+jabatan)|pemberhentian(?!\s+dari\s+jabatan)|memberhentikan(?!\s+dari\s+jabatan)|pemutusan\s+(?:hubungan\s+)?(?:kontrak|perjanjian)\w*(?:\s+kerja)?|(?:diputus|memutus|putus)\s+kontrak\w*"),
    ("pembebasan_jabatan", r"(?:pembebasan|dibebaskan|membebaskan)\s+(?:dari\s+|dalam\s+)?(?:tugas\s+)?(?:jabatan\w*)|non\s?-?job(?:kan)?|di-?non\s?-?job\w*|(?:pen)?copot(?:an)?(?:\s+(?:dari\s+)?jabatan)|jabatan\w*\s+(?:bisa|dapat|akan|bakal)\s+dicopot|dicopot(?:\s+dari\s+jabatan\w*)?|mencopot|pencopotan(?:\s+dari)?(?:\s+jabatan)?|(?:me|di|pe)?non-?aktif(?:kan|an)(?:\s+(?:dari\s+)?jabatan)?|dinonaktifkan|menonaktifkan|penonaktifan|dibebastugaskan|pembebastugasan|bebas\s+tugas|mencabut\s+jabatan|(?:saya|kami|kita|langsung|segera)\s+copot|(?:diberhentikan|pemberhentian|memberhentikan)\s+dari\s+jabatan\w*"),
    ("denda", r"denda(?:\s+(?:sebesar|senilai|maksimal|paling\s+\w+|sebanyak))*(?:\s+rp\.?\s?[\d.,]+(?:\s?(?:juta|miliar|milyar|ribu))?)?(?:\s+dan\s+paling\s+\w+\s+[\d.,]+\s+\w+\s+rupiah)?|didenda"),
    ("pidana", r"(?:hukuman\s+|ancaman\s+)?(?:pidana\s+)?(?:penjara|kurungan)(?:\s+(?:badan|penjara))?(?:\s+(?:maksimal|paling\s+\w+))?" + _DURATION + r"|(?:di)?pidana\s+paling\s+\w+\s+\d+\s+(?:bulan|tahun)|hukuman\s+pidana(?:\s+penjara)?\s+\d+\s+(?:bulan|tahun)|hukuman\s+percobaan|\w+\s+(?:bulan|tahun)\s+(?:masa\s+)?percobaan|hukuman\s+\d+\s+(?:bulan|tahun)|(?:\d+|satu|dua|tiga|empat|enam|sembilan)\s+(?:bulan|tahun)\s+penjara|(?:sanksi|hukuman|jerat)\s+pidana"),
    ("mutasi", r"dimutasi(?:kan)?(?:\s+(?:ke|di|menjadi)\s+[^,.\n]{3,60})?|dipindahtugaskan|dirotasi|rol+ing\s+jabatan"),
    ("sanksi_umum", r"(?:sanksi|sangsi|sanski\w*|hukuman)\s+(?:disiplin\s+)?(?:tingkat\s+|kategori\s+|kepegawaian\s+|administrasi\s+|administratif\s+)*(?:ringan|sedang|berat|tegas)(?:\s*(?:,|hingga|sampai|dan|atau|maupun)\s*(?:sedang|berat|ringan))*|(?:sanksi|hukuman|sangsi)\s+(?:disiplin|kepegawaian|administra\w+)(?:\s+(?:asn|pns))?|tindakan\s+tegas\s+secara\s+hukum|(?:sanksi|hukuman)nya\s+(?:\w+\s+)?(?:berat|ringan|sedang|tegas)"),
)  # fmt: skip
_PATTERN = Words("|".join(rf"(?P<{code}>\b(?:{words}))" for code, words in _WORDINGS))
_DURATION_AFTER = Words(_DURATION)
# "teguran lisan, tertulis hingga ...": the head is printed once.
_ELIDED = Words(
    r"\s*(?:,|dan|atau|/|maupun|hingga|sampai|serta)\s*(?:secara\s+)?(?P<what>tertulis|tulisan|lisan)\b",
)
_BARE = Words(
    r"\b(?:(?:telah|sudah|resmi|mulai)\s+)?(?:disanksi|diberi(?:kan)?\s+(?:sanksi|hukuman)|dijatuhi\s+(?:sanksi|hukuman)|kena\s+sanksi|menjatuhkan\s+sanksi|penjatuhan\s+sanksi|"
    r"(?:menerima|mendapat\w*|dikenai|dikenakan)\s+(?:sanksi|hukuman)(?:\s+dari\s+\w+)?)\b",
)
_LEVEL = Words(r"\b(ringan|sedang|berat)\b")
_LEVEL_NEAR = Words(
    r"(?:sanksi|sangsi|hukuman|disiplin)\s+(?:disiplin\s+)?(?:tingkat\s+|kategori\s+)*(ringan|sedang|berat)\s*,?\s*(?:berupa|yakni|yaitu|ialah|dengan|:|seperti)?\s*$",
)
_IMPOSED = Words(
    r"\b(?:telah|sudah|dijatuhi|menjatuhi|menjatuhkan|dijatuhkan|diberikan|menerima|mendapat(?:kan|i)?|kena|terkena|dikenai|divonis|vonis|memvonis|"
    r"menghukum|dihukum|resmi|terhitung|(?:telah|sudah)\s+turun|turun\s+hasil\w*|eksekusi|ditandatangani|sanksinya\s+(?:berupa|bervariasi)|putusan|akhirnya|dieksekusi|"
    r"disanksi|memberi(?:kan)?\s+sanksi|tertanggal|amar|diganjar|diberi|cukup|hanya\s+dikenai)\b",
)
_THREAT = Words(
    r"\b(?:bisa|dapat|akan|bakal|jika|apabila|bila|kalau|ancaman|diancam|terancam|mengancam|berpotensi|siap-siap|maksimal|paling\s+(?:lama|singkat|cepat|sedikit|banyak)|"
    r"terberat(?:nya)?|paling\s+(?:berat|ringan)\s+(?:adalah|bisa|yakni|yaitu)|lazimnya|menyiapkan|(?:bagi|yang)\s+(?:yang\s+)?(?:melanggar|memihak|terbukti)|salah\s+sedikit|salah\s+besar|tidak\s+segan|tak\s+segan|konsekuensi\w*|risiko\w*|menunggu|menanti|tergantung|apakah|tentu\s+ada|terjerat|mesti|harus(?!\s+(?:rela|menerima|puas|menjalani|membayar)))\b",
)
_RULE = Words(
    r"\b(?:merujuk|diatur|mengatur|ketentuan|aturan\w*|pasal|termasuk|jenis\w*|macam|tingkatan|terdiri|hingga|sampai|mulai\s+dari|bentuk|larangan|sesuai)\b",
)
_TO_BE_GIVEN = Words(
    r"\b(?:untuk|agar|supaya|merekomendasikan|meminta)\b[^,.]{0,40}\b(?:diberi(?:kan)?|dijatuhi|dikenai|dikenakan|dijatuhkan|diganjar)\b",
)
_REFERRED = Words(r"\b(?:dilaporkan|diteruskan|disampaikan|direkomendasikan)\b")
_RECOMMENDED_BY = Words(r"\brekomendasi\s+(?:dari\s+)?(?:kasn|bkn|komisi\s+aparatur)")
# The prison term in place of a fine is a part of the verdict.
_UNPAID = Words(r"\b(?:jika|bila|apabila|kalau)\s+(?:\w+\s+){0,3}?tidak\s+(?:mem|di)bayar\w*")
_DEMAND = Words(
    r"\b(?:menuntut|dituntut|tuntutan|jpu\s+meminta|jaksa(?:\s+penuntut\s+umum)?(?:\s*\(jpu\))?\s+meminta)\b[^.]*$"
)
_CARRIED_OUT = Words(
    r"\b(?:atas\s+rekomendasi\s+\w+,|(?:di|men)indaklanjuti\w*|ditindaklanjuti|turun|dieksekusi|eksekusi|dijatuh\w+|telah\s+memberi\w*|sudah\s+diberikan)\b",
)
_DEED = Words(
    r"\b(?:dinonaktifkan|menonaktifkan|dicopot|dimutasi\w*|dipecat|diberhentikan|didenda|mencopot|dibebastugaskan|dinonjobkan|diturunkan|dipotong|ditunda)\b",
)
_RECOMMEND = Words(
    r"\b(?:merekomendasikan|direkomendasikan|rekomendasi\w*|mengusulkan|diusulkan|usulan?|menyarankan|disarankan|meminta\s+(?:agar\s+)?(?:pem(?:kab|kot|prov|da|erintah)|bupati|wali\s?kota|gubernur|ppk|pejabat)|"
    r"diminta\s+(?=pemotongan|penundaan|penurunan|pembebasan|pemberhentian|teguran|sanksi|hukuman)|permintaan\s+agar)\b",
)
_ONCE_MORE = Words(r"\bselain\s+$")  # "selain penjara, ...": told before
_TOLD_IN_LETTER = Words(
    r"\brekomendasi\b[^.]{0,60}\b(?:turun|keluar|terbit|diterima)\b(?:[^.]*\bisinya\b|\s*[,:]\s*(?:sanksi|hukuman|teguran|penundaan|penurunan))"
)
_IF_EVER = Words(r"\b(?:jika|kalau|apabila|bila|seandainya)\b(?!\s+(?:denda|tidak\s+dibayar))")
_FUTURE = Words(r"\b(?:akan|bakal)\b")
_AT_MOST = Words(r"\b(?:ancaman\w*|diancam|maksimal|paling\s+(?:lama|banyak|singkat|sedikit))\b")
_NOT = Words(
    r"\b(?:(?:tidak|tak)(?!\s+netral)|belum|bukan|lolos\s+dari|bebas\s+dari|tanpa)\s+(?:\w+\s+){0,3}$"
)
_AUTHORITIES = (
    ("KASN", r"\bkasn\b|komisi\s+aparatur"),
    ("BKN", r"\bbkn\b|badan\s+kepegawaian\s+negara"),
    ("Pengadilan Negeri", r"pengadilan|majelis\s+hakim|hakim|\bpn\b|vonis|divonis"),
    ("Bupati", r"\bbupati\b"),
    ("Wali Kota", r"\bwali\s?kota\b"),
    ("Gubernur", r"\bgubernur\b"),
    ("Pejabat Pembina Kepegawaian", r"\bppk\b|pejabat\s+pembina"),
    ("Majelis Kode Etik", r"majelis\s+(?:kode\s+)?etik"),
    ("Bawaslu", r"\bbawaslu\b|panwas\w*"),
)
_COURT = re.compile(
    r"pengadilan\s+negeri(?:\s*\(pn\))?\s+([A-Z][\w]+(?:\s[A-Z]\w+)?)|\bPN\s+([A-Z]\w+(?:\s[A-Z]\w+)?)"
)
_CONTEXT = Words(
    r"kenaikan\s+pangkat\s+(?:pns|asn|golongan|secara|periode)|penyerahan\s+(?:sk|petikan)|satgas|yustisi|masker|tilang",
)


@dataclass(frozen=True, slots=True)
class _Hit:
    type: str
    start: int
    end: int
    level: str | None


@cache
def _levels() -> dict[str, tuple[str | None, str | None]]:
    known = {"ringan", "sedang", "berat"}
    return {
        row.code: (
            row.level_pp53 if row.level_pp53 in known else None,
            row.level_pp94 if row.level_pp94 in known else None,
        )
        for row in sanction_types().values()
    }


def level_by_law(type_: str, when: date | None) -> str | None:
    """The level that the regulation in force on ``when`` fixes for a sanction type, else the other one's, or None.

    PP 94/2021 art. 8 since 31 August 2021; PP 53/2010 art. 7 before.
    """
    old, new = _levels().get(type_, (None, None))
    return (old or new) if when and when < PP94_IN_FORCE else (new or old)


def _level_of_rank_cut(type_: str, words: str) -> str | None:
    """A lower rank is "sedang" for one year and "berat" for three (PP 53/2010 art. 7); PP 94/2021 has none."""
    if type_ != "penurunan_pangkat":
        return None
    return "sedang" if re.search(r"\b(?:1|satu)\s+tahun\b", words, re.IGNORECASE) else "berat"


def _hits(text: str, begin: int, end: int) -> list[_Hit]:
    found: list[_Hit] = []
    for match in _PATTERN.finditer(text, begin, end):
        code = match.lastgroup or ""
        if (
            _NOT.search(text, max(begin, match.start() - 40), match.start())
            and code != "pernyataan_tidak_puas"
        ):
            continue
        stop = match.end()
        duration = _DURATION_AFTER.match(text, stop, end)
        if duration:
            stop = duration.end()
        near = _LEVEL_NEAR.search(text, max(begin, match.start() - 60), match.start())
        level = near.group(1).lower() if near else None
        if code == "sanksi_umum":
            levels = _LEVEL.findall(match.group())
            level = levels[0].lower() if len(levels) == 1 else None
        found.append(_Hit(code, match.start(), stop, level))
        if code in ("teguran_lisan", "teguran_tertulis"):
            elided = _ELIDED.match(text, stop, end)
            if elided:
                other = "teguran_lisan" if elided.group("what").lower() == "lisan" else "teguran_tertulis"
                found.append(_Hit(other, elided.start("what"), elided.end(), level))
    return found


_NAMES_NEXT = Words(
    r"\s*[,:]?\s*(?:(?:ber)?upa|mulai\s+dari|mulai|yakni|yaitu|ialah|adalah|dengan|seperti|antara\s+lain|di\s?antaranya|itu)?\s*[,:]?\s*",
)


def _status(before: str, words: str, near_case: bool, cases: bool) -> SanctionStatus:
    """Imposed, recommended or threatened, by the words of the sentence; those before the sanction weigh most.

    ``cases`` says whether the story tells of a case at all. Beside one a sanction is imposed unless the sentence threatens, recommends or cites the rule.
    """
    before, words = _UNPAID.sub(" ", before), _UNPAID.sub(" ", words)
    recommended = _RECOMMENDED_BY.search(before) and (cases or not _FUTURE.search(before))
    if not near_case and not recommended and not PAST_SANCTION.search(words):
        return "threatened"
    if _TOLD_IN_LETTER.search(words):
        return "recommended"
    if _IF_EVER.search(before) and not _IMPOSED.search(before):
        return "threatened"
    if _DEMAND.search(before):
        return "recommended"  # what the prosecutor asks for is not yet the verdict
    if _TO_BE_GIVEN.search(before[-60:] + words[len(before) : len(before) + 30]) and (
        _RECOMMEND.search(words) or _REFERRED.search(words)
    ):
        return "recommended"
    if _RECOMMEND.search(before) and not _CARRIED_OUT.search(words):
        return "recommended"
    if _THREAT.search(before) and not PAST_SANCTION.search(words):
        return "threatened"
    if _IMPOSED.search(words) or _DEED.search(words):
        return "imposed"
    if _RECOMMEND.search(words) and not _THREAT.search(words):
        return "recommended"
    return "threatened" if _THREAT.search(words) or _RULE.search(words) else "imposed"


def _said_to_be_recommended(document: Document, number: int) -> bool:
    """Whether a short sentence carries on a recommendation of the one before ("Untuk saudara S, pemberhentian.")."""
    sentence, earlier = document.sentences[number], document.sentences[number - 1]
    return (
        sentence.paragraph == earlier.paragraph
        and len(sentence.text) < 90
        and not _IMPOSED.search(re.sub(r"\bcukup\b", "", sentence.text))
        and not _CARRIED_OUT.search(earlier.text)
        and bool(
            _RECOMMEND.search(earlier.text) or _RECOMMEND.search(document.sentences[max(0, number - 2)].text)
        )
    )


def _authority(document: Document, words: str) -> str | None:
    court = _COURT.search(words)
    if court:
        return f"Pengadilan Negeri {court.group(1) or court.group(2)}"
    return next((name for name, pattern in _AUTHORITIES if re.search(pattern, words, re.IGNORECASE)), None)


def read_sanctions(
    document: Document, dates: Sequence[DateFact], case_sentences: set[int]
) -> list[SanctionFact]:
    """The sanctions of a story, one entry a type and status.

    ``case_sentences`` are the numbers of the sentences that tell of a case; without any, no sanction of the story can
    have been imposed.
    """
    told = [d.iso for d in dates if d.role != "election"]
    when = document.article.published_on or (max(told) if told else None)
    near = {other + step for other in case_sentences for step in range(-3, 4)}
    facts: dict[tuple[str, SanctionStatus], SanctionFact] = {}
    for number, sentence in enumerate(document.sentences):
        if _CONTEXT.search(sentence.text):
            continue
        near_case = number in near
        hits = _hits(document.text, sentence.start, sentence.end)
        if not hits:
            bare = _BARE.search(sentence.text)
            if bare and not _NOT.search(sentence.text, 0, bare.start()):
                start = sentence.start + bare.start()
                hits = [_Hit("bare", start, sentence.start + bare.end(), None)]
        for position, hit in enumerate(hits):
            if _ONCE_MORE.search(document.text, max(sentence.start, hit.start - 12), hit.start):
                continue
            following = hits[position + 1] if position + 1 < len(hits) else None
            if (
                hit.type == "sanksi_umum"
                and following
                and _NAMES_NEXT.fullmatch(document.text, hit.end, following.start)
            ):
                continue  # "sanksi sedang berupa penundaan ...": the level of what follows
            before = document.text[sentence.start : hit.start]
            status = _status(before, sentence.text, near_case, bool(case_sentences))
            if status == "imposed" and number and _said_to_be_recommended(document, number):
                status = "recommended"
            if hit.type == "bare":
                # A bare "sanksi" counts only where it falls on somebody, or where who gives it is told.
                if status == "threatened" and not re.search(
                    r"\bdari\s+\w+$", document.text[hit.start : hit.end]
                ):
                    continue
                hit = _Hit("sanksi_umum", hit.start, hit.end, None)
            if hit.type == "teguran":  # the form is not told; the lightest is meant
                hit = _Hit("teguran_lisan", hit.start, hit.end, hit.level)
            bare_only = hit.type == "sanksi_umum" and hit.level is None
            law = level_by_law(hit.type, when) or _level_of_rank_cut(
                hit.type, document.text[hit.start : hit.end]
            )
            level = hit.level or law
            flags = ("level_differs_from_law",) if hit.level and law and hit.level != law else ()
            duration = re.search(
                r"(?:\d+|satu|dua|tiga|enam|sembilan)\s(?:tahun|bulan)\b", document.text[hit.start : hit.end]
            )
            fact = SanctionFact(
                document.text[hit.start : hit.end].strip(),
                hit.type,
                level,
                status,
                _authority(document, sentence.text),
                document.evidence(
                    "text", hit.start, hit.end, "sanction", flags=flags,
                    confidence="medium" if bare_only or status != "threatened" else "high",
                    inferred=() if hit.level or not level else ("level",),
                ),
                duration.group() if duration else None,
            )  # fmt: skip
            known = facts.get((hit.type, status))
            # A level that the text prints outweighs one that the regulation fixes.
            if (
                known is None
                or (hit.level and "level" in known.evidence.inferred)
                or (known.level is None and level)
            ):
                facts[(hit.type, status)] = fact
    return _tidy(list(facts.values()))


def _shared_level(facts: list[SanctionFact]) -> list[SanctionFact]:
    """A "sanksi disiplin" without level that the story elsewhere calls "sanksi disiplin sedang" has that level."""
    levels = {f.level for f in facts if f.type == "sanksi_umum" and f.level}
    if len(levels) != 1:
        return facts
    level = levels.pop()
    return [
        replace(f, level=level)
        if f.type == "sanksi_umum" and f.level is None and f.status != "threatened" and "disiplin" in f.text
        else f
        for f in facts
    ]


def _tidy(facts: list[SanctionFact]) -> list[SanctionFact]:
    """Drop the repeats of one sanction: a threat of what was imposed, and an unspecific one beside a specific one."""
    imposed = {f.type for f in facts if f.status == "imposed"}
    facts = _shared_level(facts)
    levels = {f.level for f in facts if f.type == "sanksi_umum" and f.status != "threatened"}
    written = any(f.type == "teguran_tertulis" for f in facts)
    kept = []
    for fact in facts:
        if (
            fact.type == "teguran_lisan"
            and fact.text.casefold().startswith("teguran")
            and "lisan" not in fact.text.casefold()
            and (written or any("lisan" in f.text.casefold() for f in facts if f.type == "teguran_lisan"))
        ):
            continue
        # What the criminal code allows at most is another thing than what the court gave.
        if fact.status == "threatened" and fact.type in imposed - {"sanksi_umum", "pidana", "denda"}:
            continue
        if fact.status == "threatened" and fact.type in imposed & {"pidana", "denda"}:
            if not _AT_MOST.search(fact.evidence.sentence):
                continue
        if fact.type == "sanksi_umum" and fact.status == "threatened" and fact.level and fact.level in levels:
            continue
        if fact.status == "recommended" and fact.type in imposed:
            continue
        if (
            fact.type == "sanksi_umum"
            and fact.level is None
            and fact.status != "threatened"
            and imposed - {"sanksi_umum"}
        ):
            continue
        kept.append(fact)
    return kept
