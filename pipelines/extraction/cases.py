"""Cases: who is said to have broken neutrality, by what act, and how far the case has got.

A case is a named person, a person given by initials, a post without a name, or a counted group, in a sentence that
tells of something alleged, reported or proven. Lists of prohibitions, warnings and hypothetical acts are no case.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from datasets.codebook.tables import regions
from pipelines.extraction.document import Document, Sentence
from pipelines.extraction.facts import Confidence, ViolationFact
from pipelines.extraction.persons import Person, institution_of, says
from pipelines.extraction.places import Place
from pipelines.extraction.posts import Post
from pipelines.extraction.setting import Setting
from pipelines.relevance import NEUTRALITY

_ACCUSE = re.compile(
    r"\b(?:diduga|menduga|terduga|dugaan|disinyalir|terindikasi|kedapatan|ketahuan|terbukti|dilaporkan|diadukan|dinyatakan|divonis|didakwa|"
    r"terdakwa|terlapor|tersangka|tertangkap|disanksi|dijatuhi|dihukum|dinonaktifkan|menonaktifkan|dicopot|dimutasi\w*|dipecat|diperiksa|diklarifikasi|"
    r"dipanggil|dimintai\s+(?:keterangan|klarifikasi)|diseret|menyeret|terseret|tersandung|tersangkut|direkomendasikan|merekomendasikan|rekomendasi|"
    r"diteruskan|meneruskan|dilimpahkan|melimpahkan|melanggar|pelanggaran|tidak\s+netral\w*|tak\s+netral\w*|ketidaknetralan|"
    r"mendapat(?:kan)?\s+sanksi|diberi(?:kan)?\s+sanksi|kena\s+sanksi|sanksi\s+(?:disiplin\s+)?(?:yang\s+)?(?:diberikan|dijatuhkan)|"
    r"bersalah|terang-terangan|dipertanyakan|terjerat|kasus\w*|ditangani|ditindak\w*|diproses|mencatat|menemukan|temuan|beredar\w*|viral)\b",
    re.IGNORECASE,
)
_STRONG = re.compile(
    r"\b(?:diduga|terduga|disinyalir|terindikasi|kedapatan|terbukti|dilaporkan|diadukan|divonis|didakwa|terdakwa|terlapor|disanksi|dijatuhi|"
    r"dihukum|dinonaktifkan|menonaktifkan|dicopot|dipecat|diseret|menyeret|direkomendasikan|merekomendasikan|diteruskan|dilimpahkan|tersangkut|"
    r"kena\s+sanksi|diberi(?:kan)?\s+sanksi|mendapat(?:kan)?\s+sanksi|bersalah|terang-terangan|dipertanyakan|diperiksa|dipanggil|penonaktifan|pencopotan|pemecatan|diseret|dimintai\s+(?:keterangan|klarifikasi)|"
    r"dugaan\s+(?:pelanggaran|ketidaknetralan|tidak\s+netral)|mempertontonkan|tidak\s+netral|tak\s+netral|diklarifikasi|melanggar|kasus)\b",
    re.IGNORECASE,
)
_HYPOTHETICAL = re.compile(
    r"\b(?:jika|apabila|bila|bilamana|kalau|kalo|seandainya|andai|jangan|dilarang|larangan|tidak\s+boleh|tak\s+boleh|agar|supaya|siapa\s*pun|"
    r"barang\s*siapa|setiap\s+(?:asn|pns|pegawai|pelanggaran|laporan|informasi)|wajib|harus|diminta|meminta|mengimbau|menghimbau|diimbau|mengingatkan|"
    r"diingatkan|diharapkan|berharap|mengajak|mencegah|mengantisipasi|potensi|berpotensi|bentuk\s+pelanggaran|jenis\s+pelanggaran|masuk\s+kategori|"
    r"contohnya|misalnya|seperti\s+(?:ikut|memasang)|antara\s+lain\s+(?:ikut|memasang)|tidak\s+ada(?:\s+\w+){0,3}\s+(?:laporan|temuan|kasus|pelanggaran|asn)|"
    r"belum\s+(?:ada|menemukan|menerima|ditemukan)|nihil|tidak\s+(?:ada|menemukan)\s+\w*|bisa\s+(?:dikenakan|dipecat|dipidana|kena)|akan\s+(?:ditindak|dikenakan|diberikan|diproses)|"
    r"tindak\s+lanjuti|siap\s+(?:menerima|menindak)|menindak\s+tegas|belum\s+(?:mendapati|pernah)|tidak\s+mendapati|"
    r"yang\s+(?:terbukti|melanggar|ketahuan|kedapatan|tidak\s+netral)\b[^.]{0,60}\b(?:akan|dapat|bisa|bakal|terancam)|bisa\s+(?:sampai\s+)?(?:dicopot|dinonaktifkan|diberhentikan)|"
    r"(?:akan|bakal)\s+(?:kami\s+|kita\s+)?(?:\w+\s+)?(?:sanksi|disanksi|dilaporkan|diteruskan|direkomendasikan|diperiksa|dipanggil)|tolong|silakan\s+lapor\w*)\b",
    re.IGNORECASE,
)
_LIST_INTRO = re.compile(
    r"\b(?:yakni|yaitu|antara\s+lain|di\s?antaranya|masing-masing|adalah|dimaksud|terdiri\s+(?:dari|atas)|salah\s+satunya|salah\s+seorang\w*|mereka|nama-nama|"
    r"yang\s+(?:pertama|kedua|ketiga|keempat|kelima)|lalu|kemudian|sedangkan|sementara|adapun|giliran)\b",
    re.IGNORECASE,
)
_OVERSIGHT = {
    "bawaslu",
    "kpu",
    "kasn",
    "bkn",
    "kejaksaan",
    "pengadilan",
    "kementerian",
    "ombudsman",
    "dkpp",
    "presiden",
    "polri",
    "tni",
    "dpr",
}
_SUBJECT_AFTER = re.compile(
    r"[\w .’']{3,50}?,?\s*(?:\([^)]*\)\s*)?(?:telah\s+|sudah\s+|resmi\s+|yang\s+|juga\s+|akhirnya\s+|pun\s+)*"
    r"(?:diduga|terbukti|dilaporkan|diadukan|divonis|didakwa|dinonaktifkan|dinonjobkan|dicopot|dijatuhi|disanksi|dipanggil|diperiksa|dinyatakan|terseret|tersandung|kedapatan|dimutasi)\b",
    re.IGNORECASE,
)
_SUBJECT_BEFORE = re.compile(
    r"\b(?:menyeret|menonaktifkan|mencopot|terhadap|melaporkan|memeriksa|memanggil|terdakwa|terlapor|yakni|yaitu|atas\s+nama|menjatuhkan\s+\w+\s+kepada|dilakukan)\b[^.]{0,90}$",
    re.IGNORECASE,
)
_SAID_BEFORE = re.compile(
    r"\b(?:kata|ujar|ungkap|tegas|jelas|terang|tutur|papar|sebut|tambah|imbuh|pungkas|menurut|disampaikan|diungkapkan|dikatakan|dibenarkan|sambung|ucap)\b"
    r"[^.“”\"]{0,100}$",
    re.IGNORECASE,
)
_AGENT = re.compile(
    r"\b(?:oleh|kepada|ke|sesuai\s+arahan|melalui|bersama|menunggu|diterima)\s+(?:\w+\s+)?$", re.IGNORECASE
)

ACTS: tuple[tuple[str, str], ...] = (
    ("lainnya", r"money\s+politi\w+|politik\s+uang"),
    ("anggota_partai", r"(?:anggota|pengurus|kader)\s+(?:partai|parpol)|kta\s+(?:partai|parpol)|sipol|tercatat\s+(?:sebagai|di)\s+(?:anggota|pengurus|parpol)|kartu\s+tanda\s+anggota"),
    ("pendaftaran_calon", r"mendeklarasikan\s+diri|mencalonkan\s+diri|mendaftar(?:kan)?\s+(?:diri\s+)?(?:sebagai|ke|di|jadi)|penjaringan|pendekatan\s+(?:ke|dengan|kepada)\s+(?:partai|parpol)|bakal\s+calon\s+(?:bupati|wali|wakil|gubernur|kepala)\w*\s+(?:tanpa|padahal)|baliho\s+(?:dirinya|bergambar\s+dirinya|pencalonan)|maju\s+sebagai\s+(?:bakal\s+)?calon|mengambil\s+formulir|formulir\s+pendaftaran|fit\s+and\s+proper"),
    ("media_sosial", r"media\s+sosial|medsos|facebook|\bfb\b|instagram|tik\s?tok|whats?app|\bwa\b|grup\s+wa|mengunggah|unggahan|postingan|memposting|posting|status\s+(?:facebook|wa)|like|komentar|comment|membagikan\s+(?:konten|tautan|video|foto|unggahan)|jempol|emotikon|emoji|\bshare\b|menyukai"),
    ("deklarasi", r"deklarasi"),
    ("foto_bersama", r"foto\s+bersama|berfoto|berswafoto|swafoto|selfie|berpose|pose\s+\w*\s?jari|simbol\s+(?:jari|tangan|dua\s+jari)|acungkan|mengacungkan|mengangkat\s+\w+\s+jari"),
    ("mobilisasi", r"mengerahkan|memobilisasi|mobilisasi|mengarahkan\s+(?:\w+\s+){0,3}(?:warga|pegawai|bawahan|guru|asn|masyarakat|memilih|untuk)|mengintimidasi|intimidasi|mengancam|memaksa|menekan|mengumpulkan\s+(?:\w+\s+){0,3}(?:kades|kepala|warga|rt|guru|asn|pegawai|perangkat|tenaga)|diminta\s+mendukung|mengajak\s+(?:\w+\s+){0,4}(?:memilih|mendukung|mencoblos)|mencoblos\s+salah\s+satu"),
    ("fasilitas_negara", r"fasilitas\s+negara|mobil\s+dinas|kendaraan\s+dinas|rumah\s+dinas|bantuan\s+(?:sosial|pemerintah|pangan|beras)|bansos|dana\s+desa|anggaran|aset\s+(?:daerah|desa)|penyerahan\s+bantuan|membagikan\s+(?:bantuan|sembako|beras)|balai\s+desa\s+(?:dipakai|digunakan)"),
    ("kebijakan", r"mengeluarkan\s+(?:keputusan|kebijakan|surat)|kebijakan\s+yang|menerbitkan\s+(?:sk|surat)|keputusan\s+(?:dan|atau|dan/atau)\s+tindakan|memutasi|melakukan\s+mutasi|rotasi\s+jabatan|mengganti\s+pejabat"),
    ("kampanye", r"kampanye|mengkampanyekan|berkampanye|kampanyekan|juru\s+kampanye|jurkam|panggung\s+politik|sepanggung|yel-yel|bergoyang|bernyanyi|orasi|konsolidasi|rapat\s+umum|blusukan|membagikan\s+(?:brosur|kartu|stiker|kaos)|pertemuan\s+(?:terbatas|tim)|tim\s+(?:sukses|pemenangan|kampanye)|memasang\s+(?:spanduk|baliho|apk|stiker)"),
    ("dukungan", r"mendukung|dukungan|dukung|memihak|keberpihakan\w*|berpihak|memenangkan|memfasilitasi|kata-kata\s+lanjutkan|mengantar(?:kan)?|ktp\s+dukungan"),
)  # fmt: skip
_ACT = re.compile("|".join(rf"(?P<{code}>\b(?:{words}))" for code, words in ACTS), re.IGNORECASE)

STAGES: tuple[tuple[str, str], ...] = (
    ("dismissed", r"tidak\s+(?:terbukti|memenuhi\s+(?:unsur|syarat)|cukup\s+bukti|ditemukan\s+(?:unsur|pelanggaran))|tak\s+(?:terbukti|cukup\s+bukti)|dihentikan|menghentikan|penghentian|gugur|lolos\s+dari\s+sanksi|bukan\s+pelanggaran|alat\s+bukti\w*\s+kurang|unsur\s+\w*\s?tidak\s+terpenuhi|tidak\s+terpenuhi|(?:divonis|diputus)\s+bebas|tidak\s+(?:bersalah|dilanjutkan)"),
    ("sanctioned", r"(?:telah|sudah)\s+(?:dijatuhi|menjatuhkan|diberi(?:kan)?|disanksi|dikenai)|dijatuhi|menjatuhkan\s+(?:sanksi|hukuman|vonis)|disanksi|(?:divonis|vonis|dihukum|memvonis)|(?:di|me)nonaktifkan|nonaktif|dicopot|dipecat|dimutasi\w*|diberhentikan|(?:men|di)dapat(?:kan)?\s+sanksi|diberi(?:kan)?\s+sanksi|kena\s+sanksi|sanksi\w*\s+(?:sudah|telah)|eksekusi\s+sanksi|menerima\s+sanksi|penundaan\s+kenaikan\s+\w+|dieksekusi|permintaan\s+maaf\s+(?:secara\s+)?terbuka"),
    ("referred", r"diteruskan|meneruskan|teruskan|direkomendasikan|merekomendasikan|rekomendasi\w*|dilimpahkan|melimpahkan|limpahkan|pelimpahan|dilaporkan\s+ke\s+(?:kasn|bkn|komisi|badan\s+kepegawaian)|diadukan\s+ke\s+(?:kasn|komisi)|(?:dikirim|disampaikan|diserahkan)\s+(?:\w+\s+)?(?:ke|kepada)\s+(?:kasn|bkn|komisi|badan\s+kepegawaian|bupati|wali|ppk|bkpsdm|bkd|instansi)|menyurati\s+(?:kasn|bkn)|diserahkan\s+(?:ke|kepada)\s+(?:kasn|bkn)"),
    ("under_review", r"klarifikasi|mengklarifikasi|dimintai|meminta\s+(?:keterangan|konfirmasi)|dikaji|kajian|mengkaji|ditelusuri|penelusuran|menelusuri|diperiksa|memeriksa|pemeriksaan|diproses|dalam\s+proses|masih\s+(?:kami\s+)?proses|sidang|disidang|penyelidikan|penyidikan|ditangani|menangani|dipanggil|memanggil|didakwa|terdakwa|didalami|mendalami|rapat\s+pleno|investigasi|menindaklanjuti|tindak\s*lanjuti"),
    ("reported", r"dilaporkan|melaporkan|laporan|diadukan|mengadukan|aduan|pengaduan|pelapor|terlapor|disurati"),
)  # fmt: skip
_STAGE = {code: re.compile(rf"\b(?:{words})\b", re.IGNORECASE) for code, words in STAGES}

NUMBER_WORDS = {
    word: number
    for number, word in enumerate(
        "satu dua tiga empat lima enam tujuh delapan sembilan sepuluh sebelas".split(), 1
    )
} | {
    "seorang": 1,
    "sebuah": 1,
    "belasan": 15,
    "puluhan": 30,
    "kedua": 2,
    "ketiga": 3,
    "keempat": 4,
    "kelima": 5,
}
_NUMBER = r"(?:\d{1,4}|satu|dua|tiga|empat|lima|enam|tujuh|delapan|sembilan|sepuluh|sebelas|ke-?\s?(?:dua|tiga|empat|lima|enam|\d{1,2})|kedua|ketiga|keempat|kelima|seorang|salah\s+(?:satu|seorang)|puluhan|belasan|sejumlah|beberapa)"
_NOUN = (
    r"(?:asn|pns|pppk|p3k|aparat(?:ur)?\s+sipil\s+negara|pegawai(?:\s+negeri(?:\s+sipil)?)?|pejabat|kades|kepala\s+desa|keuchik|wali\s?nagari|perangkat\s+desa|camat|"
    r"lurah|guru|kepala\s+(?:sekolah|dinas|badan|distrik|kampung|bidang|bagian|dusun|puskesmas|skpd|opd)|kadis|kabid|kepsek|aparatur(?:\s+desa)?|honorer|kadus|penghulu|dosen|bidan|staf)"
)
_GROUP = re.compile(
    rf"\b(?P<number>{_NUMBER})(?:\s*\(\w+\))?\s+(?:(?:orang|oknum|pejabat|kasus|laporan|perkara|dugaan|pelanggaran|netralitas|terkait|terlapor|di\s+antaranya|dari|berstatus|yang|adalah|merupakan|menyangkut|aparat|temuan)\s+){{0,4}}(?P<noun>{_NOUN})\b",
    re.IGNORECASE,
)
_COUNTED_CASES = re.compile(
    r"\b(?P<number>\d{1,4}|satu|dua|tiga|empat|lima|enam|tujuh|delapan|sembilan|sepuluh|sebelas)(?:\s*\(\w+\))?\s+(?P<noun>kasus|laporan|perkara|orang|temuan|pelanggaran|lainnya|lagi)\b(?:\s+(?:lainnya|dugaan|pelanggaran|netralitas|terkait|tersebut))*",
    re.IGNORECASE,
)
_OTHER_ONE = re.compile(r"\b(?:satu\s+lagi|satunya\s+lagi|satu\s+lainnya|seorang\s+lagi)\b", re.IGNORECASE)
# With named accused, a count is a case of its own only where the text sets it apart from them.
_REMAINDER = re.compile(
    r"\b(?:lainnya|lain|lagi|sisanya|selain(?:\s+itu)?|bukan\s+(?:cuma|hanya|saja)|juga\s+(?:mendapati|menemukan|menangani|memproses|menerima)|adapun|sedangkan|"
    r"sebelumnya|di\s+antaranya|dari\s+\d+|sebanyak)\b",
    re.IGNORECASE,
)
_GOES_ON = re.compile(
    r"[“\"”']?\s*(?:Ia|Dia|Yang\s+bersangkutan|Oknum\s+(?:tersebut|itu)|Kasus(?:nya|\s+itu|\s+ini)|Keduanya|Ketiganya|Keempatnya|Kelimanya|Mereka|Hasil\s+klarifikasi|"
    r"Hasilnya|Laporan(?:nya|\s+itu|\s+tersebut)|Perkara(?:nya|\s+itu)|Terlapor|Terdakwa|Hukuman\s+itu|Sanksi\s+itu|Akibatnya|Atas\s+perbuatannya)\b"
)
_LIST_START = re.compile(
    r"[“\"”']?\s*(?:Salah\s+(?:satu|seorang)nya|Mereka|Lalu|Kemudian|Yang\s+(?:pertama|kedua|ketiga|keempat|kelima|satu|lain\w*)|Yakni|Yaitu|Nama-nama|Ke(?:dua|tiga|empat|lima|enam)nya|"
    r"Ke-?\s?(?:dua|tiga|empat|lima|enam)\s+\w+|Dua\s+\w+\s+\w+\s+itu|Sama\s+dengan|Belakangan|Di\s?antaranya|Antara\s+lain)\b"
)
_TOGETHER = re.compile(
    r"[“\"”']?\s*(?:Keduanya|Ketiganya|Keempatnya|Kelimanya|Keenamnya|Mereka|Ke(?:dua|tiga|empat|lima|enam)\s+(?:ASN|PNS|pejabat|kades|orang))\b"
)
_CLAUSE = re.compile(r"[,;]\s|\b(?:sedangkan|sementara|adapun)\b", re.IGNORECASE)
_ACT_SETTING = re.compile(
    r"\b(?:masa|selama|tahapan|sebelum|setelah|posko|jadwal|luar\s+jadwal|cuti)\s+(?:\w+\s+)?$", re.IGNORECASE
)
_SPREADING = re.compile(
    r"\b(?:beredar\w*|viral|ramai|tersebar|bukti\s+berupa|dokumentasi|video\w*\s+(?:itu|tersebut)|rekaman)\b",
    re.IGNORECASE,
)
_NOT_YET = re.compile(
    r"\b(?:untuk|agar|supaya|akan|dapat|bisa|terancam|bakal|belum|menunggu|tugas\s+bawaslu)\b[^.]*$",
    re.IGNORECASE,
)
_OKNUM_ELSEWHERE = re.compile(
    r"\b(?:pula|juga)\s+(?:\w+\s+)?oknum\s+(?:asn|pns|pegawai)\b(?:\s+\w+){0,3}?\s+(?:dari|di)\b",
    re.IGNORECASE,
)
_POST_ACCUSED = re.compile(
    r"[^.]{0,60}?\b(?:diduga|dilaporkan|terbukti|dinyatakan|divonis|disanksi|dijatuhi|memasuki\s+babak|dinonaktifkan)\b",
    re.IGNORECASE,
)
_SOME_SERVANT = re.compile(r"\b(?:oknum|kasus\s+dugaan\s+(?:asn|pns))\b", re.IGNORECASE)
_OKNUM = re.compile(
    rf"\b(?:oknum|seorang|salah\s+(?:satu|seorang))\s+(?:oknum\s+|pejabat\s+|ASN\s+)?(?P<noun>{_NOUN})\b",
    re.IGNORECASE,
)


@dataclass
class Case:
    """A case while it is put together: who, the sentences that tell of it, and what they say."""

    accused: str
    position: str | None
    region: str | None
    sentences: list[int] = field(default_factory=list)
    person: Person | None = None
    count: int | None = None
    start: int = 0
    end: int = 0
    rule: str = ""
    district: str | None = None
    set_apart: bool = False


def is_telling(sentence: str) -> bool:
    """Whether a sentence tells of an alleged, reported or proven breach and not of what might or must not be."""
    return bool(_STRONG.search(sentence)) and not _HYPOTHETICAL.search(sentence)


def _number(word: str) -> int | None:
    folded = re.sub(r"^ke-?\s?", "", word.casefold().strip())
    if folded.isdigit():
        return int(folded)
    if folded.startswith("salah"):
        return 1
    return NUMBER_WORDS.get(folded) or NUMBER_WORDS.get(word.casefold())


class CaseReader:
    """Reads the cases of one article, given its persons, posts and regions."""

    def __init__(
        self,
        document: Document,
        persons: Sequence[Person],
        posts: Sequence[Post],
        places: Sequence[Place],
        setting: Setting,
    ) -> None:
        self.document = document
        self.sentences = document.sentences
        self.persons = persons
        self.posts = [p for p in posts if p.field == "text"]
        self.places = places
        self.setting = setting
        self.telling = [is_telling(s.text) for s in self.sentences]

    def read(self) -> list[ViolationFact]:
        """The cases, one a person up to six identified, one a counted or unnamed group."""
        named = [case for person in self.persons if (case := self._of_person(person))]
        groups = self._groups(named)
        crowd = self._crowd(named)
        if len(crowd) > 6 and any(g.count and g.count >= len(crowd) for g in groups):
            for case in crowd:
                assert case.person
                case.person.accused = True
            named = [case for case in named if case not in crowd]
        elif len(named) > 1:
            groups = [
                g
                for g in groups
                if g.count is None or g.count > len(named) or g.rule == "case:other" or g.set_apart
            ]
        others = sum(g.rule == "case:other" for g in groups)
        groups = [g for g in groups if g.rule == "case:other" or g.count != len(named) + others]
        by_post = self._by_post(named)
        if named:
            cases = named + groups + [c for c in by_post if c.person or c.district] + self._elsewhere()
        elif by_post and (
            not groups
            or len(by_post) >= sum(g.count or 1 for g in groups)
            or [g.count for g in groups] == [1]
        ):
            cases = by_post
        else:
            cases = groups or by_post or self._unnamed()
        for case in cases:
            if case.person:
                case.person.accused = True
        return [self._fact(case, cases) for case in cases]

    @staticmethod
    def _crowd(named: Sequence[Case]) -> list[Case]:
        """The accused of the sentence that lists most of them."""
        by_sentence: dict[int, list[Case]] = {}
        for case in named:
            for number in set(case.sentences):
                by_sentence.setdefault(number, []).append(case)
        return max(by_sentence.values(), key=len, default=[])

    def case_sentences(self) -> set[int]:
        """The numbers of the sentences that tell of a case or name an accused."""
        named = {
            self.document.sentence_number(start)
            for person in self.persons
            if person.accused
            for where, start, _ in person.spans
            if where == "text"
        }
        return named | {n for n, telling in enumerate(self.telling) if telling}

    def _of_person(self, person: Person) -> Case | None:
        if institution_of(person.position) in _OVERSIGHT and not person.initials:
            return None
        spans = [start for where, start, _ in person.spans if where == "text"]
        if not spans:
            return None
        # An office-holder who speaks, or a head of region, is accused only where he is plainly the sentence's subject.
        authority = not person.initials and (
            level_head(person.position) or (is_authority(person.position) and person.speaks)
        )
        hits: list[int] = []
        for start in spans:
            number = self.document.sentence_number(start)
            sentence = self.sentences[number]
            if authority:
                if self._is_subject(person, sentence, start):
                    hits.append(number)
            elif self._accuses(person, sentence, number, start):
                hits.append(number)
        if not hits and not authority and any(self.telling):
            # In a story of a case, a camat, village head or teacher who comes in otherwise than by speaking is its subject.
            first = self.sentences[self.document.sentence_number(spans[0])]
            if not person.speaks or not self._speech_of(first, spans[0]):
                told = [
                    s
                    for s in spans
                    if not self._speech_of(self.sentences[self.document.sentence_number(s)], s)
                ]
                hits = [n for n in map(self.document.sentence_number, told) if self._tells_of_doing(n)]
        if not hits:
            return None
        first = next(s for s in person.spans if s[0] == "text")
        return Case(
            person.name,
            person.position,
            person.region,
            sorted(set(hits)),
            person,
            None,
            first[1],
            first[2],
            "case:person",
        )

    def _tells_of_doing(self, number: int) -> bool:
        words = self.sentences[number].text
        if _HYPOTHETICAL.search(words) and not _STRONG.search(words):
            return False
        return bool(
            _ACT.search(words) or _ACCUSE.search(words) or any(p.search(words) for p in _STAGE.values())
        )

    def _is_subject(self, person: Person, sentence: Sentence, start: int) -> bool:
        """Whether an office-holder who speaks in many stories is himself the accused of a sentence."""
        if self._speech_of(sentence, start) or not self.telling[self.document.sentence_number(start)]:
            return False
        after = self.document.text[start : min(sentence.end, start + 110)]
        before = self.document.text[max(sentence.start, start - 120) : start]
        return bool(_SUBJECT_AFTER.match(after) or _SUBJECT_BEFORE.search(before)) and not _AGENT.search(
            before[-40:]
        )

    def _accuses(self, person: Person, sentence: Sentence, number: int, start: int) -> bool:
        before = self.document.text[sentence.start : start]
        if self.telling[number] and not _AGENT.search(before[-30:]):
            if person.posts and any(
                p.start >= sentence.start
                and _AGENT.search(self.document.text[max(0, p.start - 24) : p.start])
                for p in person.posts
                if p.field == "text"
            ):
                return False
            return not self._speech_of(sentence, start)
        if person.initials:
            return not _HYPOTHETICAL.search(sentence.text) or bool(_STRONG.search(sentence.text))
        if _LIST_INTRO.search(before) and not self._speech_of(sentence, start):
            back = range(max(0, number - 3), number)
            return any(self.telling[n] for n in back) and not _HYPOTHETICAL.search(sentence.text)
        return False

    def _speech_of(self, sentence: Sentence, start: int) -> bool:
        """Whether the name or post at ``start`` is that of the sentence's speaker."""
        post = next((p for p in self.posts if p.start <= start < (p.name.end if p.name else p.end)), None)
        end = post.name.end if post and post.name else post.end if post else start + 1
        begin = post.start if post else start
        return says(
            self.document, "text", begin if begin < start else start, max(end, start + 1), self.posts
        ) or bool(_SAID_BEFORE.search(self.document.text[max(sentence.start, begin - 110) : begin]))

    def _groups(self, named: Sequence[Case]) -> list[Case]:
        found: dict[int, Case] = {}
        others: list[Case] = []
        for number, sentence in enumerate(self.sentences):
            told = bool(_ACCUSE.search(sentence.text)) and not _HYPOTHETICAL.search(sentence.text)
            if not told or self._only_hypothetical(sentence.text):
                continue
            if named and not _REMAINDER.search(sentence.text):
                continue
            other = _OTHER_ONE.search(sentence.text)
            holds_person = any(
                sentence.start <= s < sentence.end for p in self.persons for f, s, _ in p.spans if f == "text"
            )
            if other and not holds_person and any(self.telling[max(0, number - 2) : number + 1]):
                start = sentence.start + other.start()
                others.append(
                    Case(
                        other.group(),
                        None,
                        self._region_near(sentence),
                        [number],
                        None,
                        1,
                        start,
                        sentence.start + other.end(),
                        "case:other",
                    )
                )
            matches = [*_GROUP.finditer(sentence.text), *_COUNTED_CASES.finditer(sentence.text)]
            if len(matches) >= 4 and re.search(r"\bterdiri\s+(?:dari|atas)\b|\bmeliputi\b", sentence.text):
                continue  # what a total is made of, not cases of their own
            for match in matches:
                count = _number(match.group("number"))
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
                    match.group().strip(), self._position_of(noun), self._region_near(sentence), [number], None, count,
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

    def _position_of(self, noun: str) -> str | None:
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

    def _region_near(self, sentence: Sentence) -> str | None:
        inside = [
            p.code
            for p in self.places
            if p.field == "text" and sentence.start <= p.start < sentence.end and p.code and len(p.code) > 2
        ]
        if len(set(inside)) == 1:
            return inside[0]
        return self.setting.regency or self.setting.province

    def _by_post(self, named: Sequence[Case]) -> list[Case]:
        """The accused is told only as a post: "Kepala Dinas Sosial Kabupaten Gorontalo dilaporkan".

        Where one person of the story holds that post, he is the accused.
        """
        cases: dict[tuple[str, str | None], Case] = {}
        taken = {
            (post.position, post.district) for case in named if case.person for post in case.person.posts
        }
        for post in self.posts:
            if not self._may_be_accused(post) or any(
                post.position == position and (post.district is None or post.district == district)
                for position, district in taken
            ):
                continue
            number = self.document.sentence_number(post.start)
            key = (post.position, post.district)
            known = next(
                (k for k in cases if k[0] == key[0] and (key[1] is None or k[1] is None or k[1] == key[1])),
                None,
            )
            if known:
                cases[known].sentences.append(number)
                continue
            holders = [
                p for p in self.persons if p.position == post.position and not p.speaks and not p.initials
            ]
            if len(holders) == 1 and not any(c.person is holders[0] for c in [*named, *cases.values()]):
                where = next((span for span in holders[0].spans if span[0] == "text"), None)
                if where:
                    numbers = [number, self.document.sentence_number(where[1])]
                    cases[key] = Case(
                        holders[0].name,
                        post.position,
                        holders[0].region,
                        numbers,
                        holders[0],
                        None,
                        where[1],
                        where[2],
                        "case:person",
                    )
                    continue
            region = (
                post.place.code
                if post.place and post.place.code
                else (self.setting.regency or self.setting.province)
            )
            words = post.position
            if post.district:
                words = f"{post.position} {post.district}"
            elif region and post.place:
                words = f"{post.position} {regions()[region].name}"
            cases[key] = Case(
                words,
                post.position,
                region,
                [number],
                None,
                None,
                post.start,
                post.end,
                "case:post",
                post.district,
            )
        return list(cases.values())[:6]

    def _may_be_accused(self, post: Post) -> bool:
        """Whether a post without a name is the accused of its sentence."""
        if (
            post.name
            or post.position in ("ASN", "PPPK", "Staf", "Tenaga Honorer")
            or institution_of(post.position) in _OVERSIGHT
        ):
            return False
        number = self.document.sentence_number(post.start)
        sentence = self.sentences[number]
        before = self.document.text[max(sentence.start, post.start - 60) : post.start]
        told = self.telling[number] and self._about_breach(number)
        if (
            not told
            and post.district
            and _LIST_INTRO.search(before)
            and not _HYPOTHETICAL.search(sentence.text)
        ):
            told = any(self.telling[max(0, number - 2) : number])
        if not told or self._speech_of(sentence, post.start) or _AGENT.search(before):
            holds = re.search(
                r"\b(?:menjabat|jabatan|berprofesi|selaku|oknum)\b[^.]{0,24}$", before, re.IGNORECASE
            )
            if not (
                holds
                and not _HYPOTHETICAL.search(sentence.text)
                and any(self.telling[max(0, number - 3) : number + 3])
            ):
                return False
        if is_authority(post.position) and not re.search(r"\boknum\b[^.]{0,20}$", before, re.IGNORECASE):
            return bool(_POST_ACCUSED.match(self.document.text, post.end, sentence.end))
        return True

    def _elsewhere(self) -> list[Case]:
        """Unnamed servants of other regions beside the named accused: "ada pula oknum ASN dari Lampung Tengah"."""
        cases: dict[str, Case] = {}
        for number, sentence in enumerate(self.sentences):
            match = _OKNUM_ELSEWHERE.search(sentence.text)
            if not match or not self.telling[number]:
                continue
            for place in self.places:
                if (
                    place.field == "text"
                    and sentence.start + match.start() <= place.start < sentence.end
                    and place.code
                ):
                    if len(place.code) > 2 and place.code != self.setting.regency:
                        start = sentence.start + match.start()
                        cases.setdefault(
                            place.code,
                            Case(
                                "oknum ASN",
                                "ASN",
                                place.code,
                                [number],
                                None,
                                None,
                                start,
                                sentence.start + match.end(),
                                "case:elsewhere",
                            ),
                        )
        return list(cases.values())

    def _unnamed(self) -> list[Case]:
        """Nobody is named or counted: "oknum ASN diduga ..."."""
        for number, sentence in enumerate(self.sentences):
            match = _OKNUM.search(sentence.text)
            if match is None and _SOME_SERVANT.search(sentence.text):
                match = re.search(r"\b(?:ASN|PNS)\b", sentence.text)
            if match and self.telling[number]:
                noun = match.groupdict().get("noun", "asn").casefold()
                position = self._told_profession() or self._position_of(noun)
                shown = noun.upper() if noun in ("asn", "pns", "pppk") else noun
                start, end = sentence.start + match.start(), sentence.start + match.end()
                region = self._region_near(sentence)
                return [
                    Case(f"seorang {shown}", position, region, [number], None, 1, start, end, "case:unnamed")
                ]
        return []

    def _about_breach(self, number: int) -> bool:
        near = " ".join(s.text for s in self.sentences[max(0, number - 1) : number + 2])
        return bool(NEUTRALITY.search(near) or _ACT.search(near))

    def _told_profession(self) -> str | None:
        for post in self.posts:
            if (
                re.search(
                    r"\b(?:menjabat|jabatan|berprofesi|bertugas)\s*(?:sebagai|selaku)?\s*(?:seorang\s+)?$",
                    self.document.text[max(0, post.start - 30) : post.start],
                    re.IGNORECASE,
                )
                and not post.name
            ):
                return post.position
        return None

    def _fact(self, case: Case, cases: Sequence[Case]) -> ViolationFact:
        own = self._own_sentences(case)
        act = self._act(case, own, cases)
        stage = self._stage(case, own, single=len(cases) == 1)
        sentence = self.sentences[
            case.sentences[0] if case.sentences else self.document.sentence_number(case.start)
        ]
        start, end = case.start, case.end
        if not sentence.start <= start < sentence.end:
            start, end = sentence.start, sentence.end
        confidence: Confidence = "high" if case.person else "medium"
        evidence = self.document.evidence("text", start, end, case.rule, confidence=confidence)
        return ViolationFact(case.accused, case.position, case.region, act, stage, evidence, case.count)

    def _own_sentences(self, case: Case) -> list[int]:
        """The sentences that tell of this case: those that name the accused, those that go on about him ("Ia ...",
        "Kasusnya ..."), and the one that leads in the list he stands in ("Mereka yang diteruskan yakni ...")."""
        numbers = set(case.sentences)
        if case.person:
            numbers |= {
                self.document.sentence_number(start)
                for where, start, _ in case.person.spans
                if where == "text"
                and not self._speech_of(self.sentences[self.document.sentence_number(start)], start)
            }
        for number in sorted(numbers):
            following = number + 1
            while (
                following < len(self.sentences)
                and _GOES_ON.match(self.sentences[following].text)
                and following - number < 3
            ):
                numbers.add(following)
                following += 1
            back = number
            while back > 0 and _LIST_START.match(self.sentences[back].text) and number - back < 3:
                back -= 1
                numbers.add(back)
        return sorted(numbers)

    def _clause(self, case: Case, number: int) -> str:
        """The part of a sentence that is about a counted case, where one sentence tells of several."""
        sentence = self.sentences[number]
        if case.count is None or not sentence.start <= case.start < sentence.end:
            return sentence.text
        at = case.start - sentence.start
        begin = max((m.end() for m in _CLAUSE.finditer(sentence.text) if m.end() <= at), default=0)
        end = next((m.start() for m in _CLAUSE.finditer(sentence.text, at)), len(sentence.text))
        return sentence.text[begin:end]

    def _act(self, case: Case, own: Sequence[int], cases: Sequence[Case]) -> str:
        """The act by the case's own sentences, then by those on all the accused ("Ketiganya ..."); by the whole story
        only where it tells of one case."""
        following = [n + 1 for n in own if n + 1 < len(self.sentences)]
        together = [n for n, s in enumerate(self.sentences) if _TOGETHER.match(s.text)] if case.person else []
        groups: list[Sequence[int]] = [own, following if len(cases) == 1 else [], together]
        if len(cases) == 1:
            groups += [[n for n, telling in enumerate(self.telling) if telling], range(len(self.sentences))]
        order = [code for code, _ in ACTS]
        for group in groups:
            votes: dict[str, int] = {}
            for number in group:
                words = self.sentences[number].text
                if _HYPOTHETICAL.search(words) and not _STRONG.search(words):
                    continue
                for match in _ACT.finditer(words):
                    code = match.lastgroup or ""
                    if _ACT_SETTING.search(words[max(0, match.start() - 24) : match.start()]):
                        continue
                    if code == "media_sosial" and _SPREADING.search(words):
                        continue  # where the picture was seen, not what was done
                    votes[code] = votes.get(code, 0) + 1
            if votes:
                return max(votes, key=lambda code: (code != "dukungan", votes[code], -order.index(code)))
        return "lainnya"

    def _stage(self, case: Case, own: Sequence[int], *, single: bool) -> str:
        """How far the case has got: by the words of its own sentences, else by those of the story."""
        first = case.sentences[0] if case.sentences else own[0]
        words = [self._clause(case, n) if n == first else self.sentences[n].text for n in own]
        if (
            single
            and any(self._reached("referred", _STAGE["referred"], s.text) for s in self.sentences)
            and not any(
                self._reached(code, _STAGE[code], text)
                for code in ("dismissed", "sanctioned")
                for text in words
            )
        ):
            return "referred"
        for code, pattern in _STAGE.items():
            if any(
                self._reached(code, pattern, text)
                for text in (words[:1] if case.count and len(words) > 1 and code == "dismissed" else words)
            ):
                return code
        if not single and case.person is None:
            return "alleged"
        told = [s.text for s, telling in zip(self.sentences, self.telling, strict=True) if telling or single]
        for code, pattern in _STAGE.items():
            if code != "dismissed" and any(self._reached(code, pattern, text) for text in told):
                return code
        return "alleged"

    @staticmethod
    def _reached(code: str, pattern: re.Pattern[str], words: str) -> bool:
        if re.search(r"\b(?:jika|apabila|bila|kalau|nantinya)\b", words, re.IGNORECASE):
            return False
        return any(
            not (
                code in ("sanctioned", "referred")
                and _NOT_YET.search(words[max(0, m.start() - 48) : m.start()])
            )
            for m in pattern.finditer(words)
        )


def is_authority(position: str) -> bool:
    """Whether the holder of a post is named in most stories as one who speaks for the administration or imposes."""
    return level_head(position) or position.startswith(
        ("Kepala BK", "Kepala Badan Kepegawaian", "Inspektur", "Kepala Inspektorat", "Asisten", "Kepala Dinas Pemberdayaan Masyarakat",
         "Kepala Badan Kesatuan Bangsa", "Ketua DPRD", "Anggota DPRD", "Wakil Ketua DPRD", "Juru Bicara", "Sekretaris BK", "Kepala Kantor")
    )  # fmt: skip


def level_head(position: str) -> bool:
    """Whether a post is that of a head of region or secretary, who is named in many stories without being accused."""
    return position in (
        "Gubernur",
        "Wakil Gubernur",
        "Bupati",
        "Wakil Bupati",
        "Wali Kota",
        "Wakil Wali Kota",
        "Sekretaris Daerah",
    )
