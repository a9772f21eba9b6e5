"""What was done and how far a case has got: the act and the stage, by the sentences that tell of the case."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from pipelines.extraction.case_words import HYPOTHETICAL, STRONG
from pipelines.extraction.document import Document
from pipelines.extraction.persons import Person
from pipelines.words import Words

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
    ("kampanye", r"kampanye|mengkampanyekan|berkampanye|kampanyekan|juru\s+kampanye|jurkam|panggung\s+politik|sepanggung|visi\s+misi\s+(?:pasangan|calon)|yel-yel|bergoyang|bernyanyi|orasi|konsolidasi|rapat\s+umum|blusukan|membagikan\s+(?:brosur|kartu|stiker|kaos)|pertemuan\s+(?:terbatas|tim)|tim\s+(?:sukses|pemenangan|kampanye)|memasang\s+(?:spanduk|baliho|apk|stiker)"),
    ("dukungan", r"memberi(?:kan)?\s+sambutan|menyebut\s+nomor|mendukung|dukungan|dukung|memihak|keberpihakan\w*|berpihak|memenangkan|memfasilitasi|kata-kata\s+lanjutkan|mengantar(?:kan)?|ktp\s+dukungan"),
)  # fmt: skip
ACT = Words("|".join(rf"(?P<{code}>\b(?:{words}))" for code, words in ACTS))

STAGES: tuple[tuple[str, str], ...] = (
    ("dismissed", r"tidak\s+(?:terbukti|memenuhi\s+(?:unsur|syarat)|cukup\s+bukti|ditemukan\s+(?:unsur|pelanggaran))|tak\s+(?:terbukti|cukup\s+bukti)|dihentikan|menghentikan|penghentian|gugur|lolos\s+dari\s+sanksi|bukan\s+pelanggaran|tidak\s+bisa\s+ditindak|dinyatakan\s+bebas|hentikan|tidak\s+(?:mendapat(?:kan)?|dikenai|dikenakan|dijatuhi)\s+sanksi|belum\s+memenuhi\s+syarat|tidak\s+diregist\w+|(?:batal|urung|tidak)\s+(?:diteruskan|dilanjutkan|direkomendasikan)|alat\s+bukti\w*\s+kurang|unsur\s+\w*\s?tidak\s+terpenuhi|tidak\s+terpenuhi|(?:divonis|diputus)\s+bebas|tidak\s+(?:bersalah|dilanjutkan)"),
    ("sanctioned", r"(?:telah|sudah)\s+(?:dijatuhi|menjatuhkan|diberi(?:kan)?|disanksi|dikenai)|dijatuhi|menjatuhkan\s+(?:sanksi|hukuman|vonis)|disanksi|(?:(?:dikenai|mendapat(?:kan)?|menerima|diberi(?:kan)?|dijatuhi)\s+(?:sanksi|teguran|hukuman|peringatan|denda)|(?:cukup|hanya)\s+(?:diberi(?:kan)?|dikenai)|menjatuhkan\s+(?:pidana|denda|hukuman)|ditunda|divonis|vonis|dihukum|memvonis|diputus\s+bersalah|dinyatakan\s+bersalah|terbukti\s+bersalah)|(?:di|me)nonaktifkan|nonaktif|dicopot|dipecat|dimutasi\w*|diberhentikan|diturunkan\s+(?:pangkat|jabatan)\w*|(?:pangkat|jabatan)nya\s+diturunkan|berujung\s+(?:pada\s+)?(?:sanksi|teguran|vonis|pencopotan|pemecatan|hukuman)|(?:men|di)dapat(?:kan)?\s+sanksi|diberi(?:kan)?\s+sanksi|kena\s+sanksi|sanksi\w*\s+(?:sudah|telah)|eksekusi\s+sanksi|menerima\s+sanksi|penundaan\s+kenaikan\s+\w+|dieksekusi|permintaan\s+maaf\s+(?:secara\s+)?terbuka"),
    ("referred", r"diteruskan|dinaikkan\s+ke|meneruskan|teruskan|direkomendasikan|merekomendasikan|rekomendasi\w*|dilimpahkan|melimpahkan|limpahkan|pelimpahan|dilaporkan\s+ke\s+(?:kasn|bkn|komisi|badan\s+kepegawaian)|diadukan\s+ke\s+(?:kasn|komisi)|(?:dikirim|disampaikan|diserahkan)\s+(?:\w+\s+)?(?:ke|kepada)\s+(?:kasn|bkn|komisi|badan\s+kepegawaian|bupati|wali|ppk|bkpsdm|bkd|instansi)|menyurati\s+(?:kasn|bkn)|diserahkan\s+(?:ke|kepada)\s+(?:kasn|bkn)"),
    ("under_review", r"klarifikasi|mengklarifikasi|dimintai|meminta\s+(?:keterangan|konfirmasi)|dikaji|kajian|mengkaji|ditelusuri|penelusuran|menelusuri|diperiksa|memeriksa|pemeriksaan|diproses|dalam\s+proses|masih\s+(?:kami\s+)?proses|sidang|disidang|penyelidikan|penyidikan|ditangani|menangani|dipanggil|memanggil|didakwa|terdakwa|didalami|mendalami|rapat\s+pleno|investigasi|masih\s+menunggu|menunggu\s+(?:rekomendasi|putusan|hasil)|menindaklanjuti|tindak\s*lanjuti"),
    ("reported", r"dilaporkan|melaporkan|laporan|diadukan|mengadukan|aduan|pengaduan|pelapor|terlapor|disurati"),
)  # fmt: skip
STAGE = {code: Words(rf"\b(?:{words})\b") for code, words in STAGES}

GOES_ON = re.compile(
    r"[“\"”']?\s*(?:Ia|Dia|Yang\s+bersangkutan|Oknum\s+(?:tersebut|itu)|Kasus(?:nya|\s+itu|\s+ini)|Keduanya|Ketiganya|Keempatnya|Kelimanya|Mereka|Hasil\s+klarifikasi|"
    r"Hasilnya|Laporan(?:nya|\s+itu|\s+tersebut)|Perkara(?:nya|\s+itu)|Terlapor|Terdakwa|Hukuman\s+itu|Sanksi\s+itu|Akibatnya|Atas\s+perbuatannya)\b"
)
LIST_START = re.compile(
    r"[“\"”']?\s*(?:Salah\s+(?:satu|seorang)nya|Mereka|Lalu|Kemudian|Yang\s+(?:pertama|kedua|ketiga|keempat|kelima|satu|lain\w*)|Yakni|Yaitu|Nama-nama|Ke(?:dua|tiga|empat|lima|enam)nya|"
    r"Ke-?\s?(?:dua|tiga|empat|lima|enam)\s+\w+|Dua\s+\w+\s+\w+\s+itu|Sama\s+dengan|Belakangan|Di\s?antaranya|Antara\s+lain)\b"
)
TOGETHER = re.compile(
    r"[“\"”']?\s*(?:Keduanya|Ketiganya|Keempatnya|Kelimanya|Keenamnya|Mereka|Ke(?:dua|tiga|empat|lima|enam)\s+(?:ASN|PNS|pejabat|kades|orang))\b"
)
CLAUSE = Words(
    r"[,;]\s|\b(?:sedangkan|sementara|adapun)\b|\bdan\s+(?=(?:satu|dua|tiga|empat|lima|enam|tujuh|delapan|sembilan|sepuluh|\d{1,3})\s)"
)
# What parts the fates of two persons in one sentence: a comma stands also before a degree.
TURN = Words(r";\s|,?\s\b(?:sedangkan|sementara|adapun)\b")
ACT_SETTING = Words(
    r"\b(?:masa|selama|tahapan|sebelum|setelah|posko|jadwal|luar\s+jadwal|cuti)\s+(?:\w+\s+)?$"
)
SPREADING = Words(
    r"\b(?:beredar\w*|viral|ramai|tersebar|bukti\s+berupa|dokumentasi|video\w*\s+(?:itu|tersebut)|rekaman)\b",
)
NOT_YET = Words(
    r"\b(?:untuk|agar|supaya|akan|dapat|bisa|terancam|bakal|belum|menunggu|meminta|diminta|minta|mengusulkan|diusulkan|mendesak|tugas\s+bawaslu)\b[^.]*$",
)


_ACT_ORDER = [code for code, _ in ACTS]


def _most_told(votes: Mapping[str, float]) -> str:
    """The act with most votes. Support is what every act comes to, so any other that is told says more."""
    return max(votes, key=lambda code: (code != "dukungan", votes[code], -_ACT_ORDER.index(code)))


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


class OutcomeReader:
    """Reads act and stage of the cases of one article.

    ``telling`` says of each sentence whether it tells of a case; ``speaks_at`` whether a name at a position of the text
    is that of its sentence's speaker.
    """

    def __init__(
        self,
        document: Document,
        telling: Sequence[bool],
        speaks_at: Callable[[int], bool],
        persons: Sequence[Person],
    ) -> None:
        self.document = document
        self.sentences = document.sentences
        self.telling = telling
        self.speaks_at = speaks_at
        named = Counter(
            number
            for person in persons
            for number in {
                document.sentence_number(start) for where, start, _ in person.spans if where == "text"
            }
        )
        self.crowded = {number for number, count in named.items() if count >= 3}

    def own_sentences(self, case: Case) -> list[int]:
        """The sentences that tell of this case: those that name the accused, those that go on about him ("Ia ...",
        "Kasusnya ..."), and the one that leads in the list he stands in ("Mereka yang diteruskan yakni ...")."""
        numbers = set(case.sentences)
        if case.person:
            numbers |= {
                self.document.sentence_number(start)
                for where, start, _ in case.person.spans
                if where == "text" and not self.speaks_at(start)
            }
        for number in sorted(numbers):
            following = number + 1
            while number not in self.crowded and (
                following < len(self.sentences)
                and GOES_ON.match(self.sentences[following].text)
                and following - number < 3
            ):
                numbers.add(following)
                following += 1
            back = number
            while back > 0 and LIST_START.match(self.sentences[back].text) and number - back < 3:
                back -= 1
                numbers.add(back)
        return sorted(numbers)

    def _clause(self, case: Case, number: int) -> str:
        """The part of a sentence that is about a case, where one sentence tells of several."""
        sentence = self.sentences[number]
        if case.person:
            at = next(
                (b for f, b, _ in case.person.spans if f == "text" and sentence.start <= b < sentence.end), -1
            )
        else:
            at = case.start if case.count is not None else -1
        if not sentence.start <= at < sentence.end:
            return sentence.text
        at -= sentence.start
        marks = list((TURN if case.person else CLAUSE).finditer(sentence.text))
        begin = max((m.end() for m in marks if m.end() <= at), default=0)
        end = next((m.start() for m in marks if m.start() > at), len(sentence.text))
        return sentence.text[begin:end]

    def act(self, case: Case, own: Sequence[int], cases: Sequence[Case]) -> str:
        """The act by the case's own sentences, then by those on all the accused ("Ketiganya ..."), then by what is told
        nearest to them; a counted group beside other cases has only its own sentences."""
        following = [n + 1 for n in own if n + 1 < len(self.sentences)]
        together = [n for n, s in enumerate(self.sentences) if TOGETHER.match(s.text)] if case.person else []
        behind = (
            [n for n in following if n not in self.crowded]
            if case.person and not self.crowded & set(own)
            else []
        )
        groups: list[Sequence[int]] = [own, following if len(cases) == 1 else behind, together]
        if len(cases) == 1:
            groups.append([n for n, telling in enumerate(self.telling) if telling])
        for group in groups:
            votes = Counter(code for number in group for code in self._acts_in(number))
            if votes:
                return _most_told(votes)
        if len(cases) > 1 and not case.person:
            return "lainnya"
        others = {n for other in cases if other is not case for n in other.sentences} - set(own)
        near: dict[str, float] = {}
        for number in range(len(self.sentences)):
            if number in others:
                continue
            away = min((abs(number - n) for n in own), default=0)
            for code in self._acts_in(number):
                near[code] = near.get(code, 0) + 1 / (1 + away)
        return _most_told(near) if near else "lainnya"

    def _acts_in(self, number: int) -> list[str]:
        """The acts that a sentence tells of, unless it only warns of them."""
        words = self.sentences[number].text
        if HYPOTHETICAL.search(words) and not STRONG.search(words):
            return []
        found = []
        for match in ACT.finditer(words):
            code = match.lastgroup or ""
            if ACT_SETTING.search(words[max(0, match.start() - 24) : match.start()]):
                continue
            if code == "media_sosial" and SPREADING.search(words):
                continue  # where the picture was seen, not what was done
            found.append(code)
        return found

    def stage(self, case: Case, own: Sequence[int], *, single: bool) -> str:
        """How far the case has got: by the words of its own sentences, else by those of the story."""
        first = case.sentences[0] if case.sentences else own[0]
        words = [self._clause(case, n) if n == first or case.person else self.sentences[n].text for n in own]
        if (
            single
            and any(self._reached("referred", STAGE["referred"], s.text) for s in self.sentences)
            and not any(
                self._reached(code, STAGE[code], text)
                for code in ("dismissed", "sanctioned")
                for text in words
            )
        ):
            return "referred"
        for code, pattern in STAGE.items():
            if any(
                self._reached(code, pattern, text)
                for text in (words[:1] if case.count and len(words) > 1 and code == "dismissed" else words)
            ):
                return code
        if not single and case.person is None:
            return "alleged"
        told = [s.text for s, telling in zip(self.sentences, self.telling, strict=True) if telling or single]
        for code, pattern in STAGE.items():
            if code != "dismissed" and any(self._reached(code, pattern, text) for text in told):
                return code
        return "alleged"

    @staticmethod
    def _reached(code: str, pattern: Words, words: str) -> bool:
        if re.search(r"\b(?:jika|apabila|bila|kalau|nantinya)\b", words, re.IGNORECASE):
            return False
        return any(
            not (
                code in ("sanctioned", "referred")
                and NOT_YET.search(words[max(0, m.start() - 48) : m.start()])
            )
            for m in pattern.finditer(words)
        )
