"""What was done and how far a case has got: the act and the stage, by the sentences that tell of the case."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from pipelines.extraction.case_words import HYPOTHETICAL, STRONG
from pipelines.extraction.document import Document
from pipelines.extraction.persons import Person
from pipelines.words import Words

ACTS: tuple[tuple[str, str], ...] = (
    ("lainnya", r"money\s+politi\w+|politik\s+uang"),
    ("anggota_partai", r"(?:menjadi|sebagai|merupakan|tercatat|adalah|jadi)\s+(?:\w+\s+){0,2}(?:anggota|pengurus|kader)\s+(?:partai|parpol|ranting)|keanggotaan\s+(?:partai|parpol)|kta\s+(?:partai|parpol)|sipol|tercatat\s+(?:sebagai|di)\s+(?:anggota|pengurus|parpol)|kartu\s+tanda\s+anggota"),
    ("pendaftaran_calon", r"mendeklarasikan\s+diri|mencalonkan\s+diri|mendaftar(?:kan)?\s+(?:diri\s+)?(?:sebagai|ke|di|jadi)|penjaringan|pendekatan\s+(?:ke|dengan|kepada)\s+(?:partai|parpol)|bakal\s+calon\s+(?:bupati|wali|wakil|gubernur|kepala)\w*\s+(?:tanpa|padahal)|baliho\s+(?:dirinya|bergambar\s+dirinya|pencalonan)|maju\s+sebagai\s+(?:bakal\s+)?calon|mengambil\s+formulir|formulir\s+pendaftaran|fit\s+and\s+proper"),
    ("media_sosial", r"media\s+sosial|medsos|facebook|\bfb\b|instagram|tik\s?tok|whats?app|\bwa\b|grup\s+wa|mengunggah|unggahan|postingan|memposting|posting|status\s+(?:facebook|wa)|like|komentar|comment|membagikan\s+(?:konten|tautan|video|foto|unggahan)|jempol|emotikon|emoji|\bshare\b|menyukai"),
    ("deklarasi", r"deklarasi"),
    ("foto_bersama", r"foto\w*\s+(?:(?:\w+\s+){0,5}bersama|bareng|dengan\s+(?:salah|calon|paslon|caleg|pasangan))|kode\s+jari|berfoto|berswafoto|swafoto|selfie|berpose|pose\s+\w*\s?jari|simbol\s+(?:jari|tangan|dua\s+jari)|acungkan|mengacungkan|mengangkat\s+(?:\w+\s+){0,2}(?:jari|tangan)"),
    ("mobilisasi", r"mengerahkan|memobilisasi|mobilisasi|mengarahkan\s+(?:\w+\s+){0,3}(?:warga|pegawai|bawahan|guru|asn|masyarakat|memilih|untuk|perangkat|staf\w*)|mengintimidasi|intimidasi|mengancam|memaksa|menekan|mengumpulkan\s+(?:\w+\s+){0,3}(?:kades|kepala|warga|rt|guru|asn|pegawai|perangkat|tenaga|penerima|ibu-ibu|kelompok|masyarakat)|diminta\s+mendukung|(?:mengajak|meminta|menyuruh)\s+(?:\w+\s+){0,2}(?:kades|kepala\s+desa|perangkat|pegawai|bawahan|guru|asn|staf\w*|rt|ketua\s+rt)\s+(?:\w+\s+){0,3}(?:memilih|mendukung|mencoblos|memenangkan|mengamankan)|mencoblos\s+salah\s+satu"),
    ("fasilitas_negara", r"fasilitas\s+(?:negara|dinas|pemerintah)|(?:mobil|motor|kendaraan|speed\s?boat|perahu|truk|pick-?\s?up|bus)\s+(?:dinas|siaga|pelat\s+merah|operasional|kelurahan|desa|puskesmas|kecamatan)|ambulans|rumah\s+dinas|bantuan\s+(?:sosial|pemerintah|pangan|beras|langsung)|bansos|\bblt\b|\bpkh\b|beras\s+(?:sejahtera|bantuan)|pupuk\s+bersubsidi|penerima\s+(?:bantuan|manfaat)|dana\s+desa|anggaran|aset\s+(?:daerah|desa)|penyerahan\s+bantuan|membagikan\s+(?:bantuan|sembako|beras)|(?:balai|kantor)\s+(?:desa|pekon|nagari|kampung|banjar|kelurahan|camat|lurah)\s+(?:dipakai|digunakan|untuk|sebagai)|menyediakan\s+balai"),
    ("kebijakan", r"mengeluarkan\s+(?:keputusan|kebijakan|surat)|kebijakan\s+yang|menerbitkan\s+(?:sk|surat)|keputusan\s+(?:dan|atau|dan/atau)\s+tindakan|memutasi|melakukan\s+mutasi|rotasi\s+jabatan|mengganti\s+pejabat"),
    ("kampanye", r"kampanye|mengkampanyekan|berkampanye|kampanyekan|juru\s+kampanye|jurkam|panggung\s+politik|sepanggung|visi\s+misi\s+(?:pasangan|calon)|yel-yel|(?:mengajak|meminta|menyuruh)\s+(?:\w+\s+){0,4}(?:memilih|mencoblos)|ajakan\s+memilih|kartu\s+nama|orasi|konsolidasi|rapat\s+umum|blusukan|membagikan\s+(?:brosur|kartu|stiker|kaos)|pertemuan\s+(?:terbatas|tim)|tim\s+(?:sukses|pemenangan|kampanye)|memasang\s+(?:spanduk|baliho|apk|stiker)"),
    ("dukungan", r"bergoyang|bernyanyi|menguntungkan\s+(?:\w+\s+){0,2}(?:salah\s+satu|calon|caleg|peserta|paslon|pasangan)|memberi(?:kan)?\s+sambutan|menyebut\s+nomor|mendukung|dukungan|dukung|memihak|keberpihakan\w*|berpihak|memenangkan|memfasilitasi|kata-kata\s+lanjutkan|mengantar(?:kan)?|ktp\s+dukungan"),
)  # fmt: skip
ACT = Words("|".join(rf"(?P<{code}>\b(?:{words}))" for code, words in ACTS))

STAGES: tuple[tuple[str, str], ...] = (
    ("dismissed", r"tidak\s+(?:terbukti|memenuhi\s+(?:unsur|syarat)|cukup\s+bukti|ditemukan\s+(?:unsur|pelanggaran))|tak\s+(?:terbukti|cukup\s+bukti)|dihentikan|menghentikan|penghentian|gugur|lolos\s+dari\s+sanksi|bukan\s+pelanggaran|tidak\s+bisa\s+ditindak|dinyatakan\s+bebas|hentikan|tidak\s+(?:mendapat(?:kan)?|dikenai|dikenakan|dijatuhi)\s+sanksi|belum\s+memenuhi\s+syarat|tidak\s+diregist\w+|tidak\s+(?:sampai|berlanjut|naik)\s+(?:ke\s+)?(?:pengadilan|persidangan|tahap|penyidikan)|tidak\s+dilanjut(?:kan)?|(?:batal|urung|tidak)\s+(?:diteruskan|dilanjutkan|direkomendasikan)|alat\s+bukti\w*\s+kurang|unsur\s+\w*\s?tidak\s+terpenuhi|tidak\s+terpenuhi|(?:divonis|diputus)\s+bebas|tidak\s+(?:bersalah|dilanjutkan)"),
    ("sanctioned", r"(?:telah|sudah)\s+(?:dijatuhi|menjatuhkan|diberi(?:kan)?|disanksi|dikenai)|dijatuhi|menjatuhkan\s+(?:sanksi|hukuman|vonis)|menjatuhi\w*|menghukumnya|diganjar|dipidana|disanksi|(?:(?:dikenai|mendapat(?:kan)?|menerima|diberi(?:kan)?|dijatuhi)\s+(?:sanksi|teguran|hukuman|peringatan|denda|penurunan|penundaan|pemotongan|pembebasan|disiplin)|dibebaskan\s+dari|dipotong|dijatuhkan\s+kepada|mengeksekusi|turun\s+(?:pangkat|jabatan)|(?:cukup|hanya)\s+(?:diberi(?:kan)?|dikenai)|menjatuhkan\s+(?:pidana|denda|hukuman)|ditunda|divonis|vonis|dihukum|memvonis|diputus\s+bersalah|dinyatakan\s+bersalah|terbukti\s+bersalah)|(?:di|me)nonaktifkan|nonaktif|dicopot|dipecat|dimutasi\w*|diberhentikan|diturunkan\s+(?:pangkat|jabatan)\w*|(?:pangkat|jabatan)nya\s+diturunkan|berujung\s+(?:pada\s+)?(?:sanksi|teguran|vonis|pencopotan|pemecatan|hukuman)|(?:men|di)dapat(?:kan)?\s+sanksi|diberi(?:kan)?\s+sanksi|kena\s+sanksi|sanksi\w*\s+(?:sudah|telah)|eksekusi\s+sanksi|menerima\s+sanksi|penundaan\s+kenaikan\s+\w+|dieksekusi|permintaan\s+maaf\s+(?:secara\s+)?terbuka"),
    ("referred", r"diteruskan|dinaikkan\s+ke|meneruskan|teruskan|direkomendasikan|merekomendasikan|rekomendasi\w*|dilimpahkan|melimpahkan|limpahkan|pelimpahan|dilaporkan\s+ke\s+(?:kasn|bkn|komisi|badan\s+kepegawaian)|diadukan\s+ke\s+(?:kasn|komisi)|(?:dikirim|disampaikan|diserahkan|diajukan|menyerahkan|menyampaikan|mengirim(?:kan)?)\s+(?:[\w/]+\s+){0,4}?(?:ke|kepada)\s+(?:kasn|bkn|komisi|komite|badan\s+kepegawaian|bupati|wali|ppk|bkpsdm|bkd|instansi)|berkas\w*\s+(?:\w+\s+){0,2}(?:sudah|telah|kini)\s+(?:di|sampai|masuk|ada)\s+(?:\w+\s+)?(?:kasn|komisi|bkn)|(?:melaporkan|mengajukan)\s+(?:[\w/()]+\s+){0,14}?(?:ke|kepada)\s+(?:kasn|bkn|komisi\s+(?:asn|aparatur)|komite)|menyurati\s+(?:kasn|bkn)|diserahkan\s+(?:ke|kepada)\s+(?:kasn|bkn)"),
    ("under_review", r"(?:di)?klarifikasi|mengklarifikasi|dimintai|meminta\s+(?:keterangan|konfirmasi)|dikaji|kajian|mengkaji|ditelusuri|penelusuran|menelusuri|diperiksa|memeriksa|pemeriksaan|diproses|dalam\s+proses|masih\s+(?:kami\s+)?proses|sidang|disidang|penyelidikan|penyidikan|ditangani|menangani|dipanggil|memanggil|didakwa|terdakwa|didalami|mendalami|rapat\s+pleno|investigasi|masih\s+menunggu|menunggu\s+(?:rekomendasi|putusan|hasil)|menindaklanjuti|tindak\s*lanjuti"),
    ("reported", r"dilaporkan|melaporkan|laporan|diadukan|mengadukan|aduan|pengaduan|pelapor|terlapor|disurati"),
)  # fmt: skip
STAGE = {code: Words(rf"\b(?:{words})\b") for code, words in STAGES}

GOES_ON = re.compile(
    r"[“\"”']?\s*(?:(?:Namun|Tetapi|Tapi|Hanya\s+saja|Meski\s+(?:begitu|demikian)),?\s+(?:ia|dia|kasusnya|laporannya|perkaranya|yang\s+bersangkutan)\b|Ia|Dia|Yang\s+bersangkutan|Oknum\s+(?:tersebut|itu)|Kasus(?:nya|\s+itu|\s+ini)|Keduanya|Ketiganya|Keempatnya|Kelimanya|Mereka|Hasil\s+(?:klarifikasi|pleno|kajian|pemeriksaan)|Berkas(?:nya|\s+itu)|"
    r"Hasilnya|Laporan(?:nya|\s+itu|\s+tersebut)|Perkara(?:nya|\s+itu)|Terlapor|Terdakwa|Hukuman\s+itu|Sanksi\s+itu|Akibatnya|Atas\s+perbuatannya)\b"
)
LIST_START = re.compile(
    r"[“\"”']?\s*(?:Salah\s+(?:satu|seorang)nya|Mereka|Lalu|Kemudian|Yang\s+(?:pertama|kedua|ketiga|keempat|kelima|satu|lain\w*)|Yakni|Yaitu|Nama-nama|Ke(?:dua|tiga|empat|lima|enam)nya|"
    r"Ke-?\s?(?:dua|tiga|empat|lima|enam)\s+\w+|(?:Dua|Tiga|Empat|Lima|Enam|Tujuh|Delapan|\d{1,2})\s+(?:\w+\s+){1,3}(?:itu|tersebut|dimaksud)\b|Dua\s+\w+\s+\w+\s+itu|Sama\s+dengan|Belakangan|Di\s?antaranya|Antara\s+lain)\b"
)
TOGETHER = re.compile(
    r"[“\"”']?\s*(?:Keduanya|Ketiganya|Keempatnya|Kelimanya|Keenamnya|Mereka|Ke(?:dua|tiga|empat|lima|enam)\s+(?:ASN|PNS|pejabat|kades|orang))\b"
)
# The parts in which a post or a count may be meant again.
PART = re.compile(
    r"[.;]\s|,\s(?=(?i:sedangkan|sementara|adapun|untuk|kalau))|\b(?i:sedangkan|sementara|adapun)\b"
)
UNSURE = Words(
    r"\b(?:jika|apabila|bila|seandainya|dilarang|jangan|tidak\s+boleh|harus|wajib|diminta|agar|supaya|mengimbau|mengingatkan|kalau\s+terbukti)\b"
)
NUMERALS = dict(enumerate("dua tiga empat lima enam tujuh delapan sembilan sepuluh sebelas".split(), 2))
CLAUSE = Words(
    r"[,;]\s|\b(?:sedangkan|sementara|adapun)\b|\bdan\s+(?=(?:satu|dua|tiga|empat|lima|enam|tujuh|delapan|sembilan|sepuluh|\d{1,3})\s)"
)
# What parts the fates of two persons in one sentence: a comma stands also before a degree.
TURN = Words(r";\s|,?\s\b(?:sedangkan|sementara|adapun)\b")
_KIN = Words(
    r"\b(?:keponakan|adik|kakak|suami|istri|anak|saudara|kerabat|ipar|sepupu|paman)\w*\s+(?:\w+\s+){0,3}$"
)
ACT_SETTING = Words(
    r"\b(?:masa|selama|tahapan|sebelum|setelah|posko|jadwal|luar\s+jadwal|cuti)\s+(?:\w+\s+)?$"
)
SPREADING = Words(
    r"\b(?:beredar\w*|viral|ramai|tersebar|menyebar|diperoleh\s+(?:\w+\s+){0,2}dari|tersiar|buah\s+bibir|diterima\s+(?:\w+\s+){0,2}lewat|menghubungi|dihubungi|dikonfirmasi|membalas|bukti\s+berupa|dokumentasi|video\w*\s+(?:itu|tersebut)|rekaman)\b",
)
NOT_YET = Words(
    r"\b(?:untuk|agar|supaya|akan|dapat|bisa|terancam|bakal|belum|menunggu|meminta|diminta|minta|mengusulkan|diusulkan|mendesak|direkomendasikan|merekomendasikan|disarankan|tugas\s+bawaslu)\b[^.]*$",
)


_ACT_ORDER = [code for code, _ in ACTS]


_TELLING = {
    "fasilitas_negara": 2.0,
    "foto_bersama": 2.0,
    "media_sosial": 1.5,
    "deklarasi": 2.0,
    "pendaftaran_calon": 2.0,
}
"""How much a mention of an act says: the occasion is a campaign in most stories, and what was done there is the act."""


def _most_told(votes: Mapping[str, float]) -> str:
    """The act with most votes. Support is what every act comes to, so any other that is told says more."""
    return max(
        votes,
        key=lambda code: (code != "dukungan", votes[code] * _TELLING.get(code, 1.0), -_ACT_ORDER.index(code)),
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
    told: dict[int, str] = field(default_factory=dict)


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
        self.named = set(named)
        self._starts: dict[int, list[int]] = {}
        self._acts: dict[str, list[str]] = {}
        self._on_several = [
            (number, match.group().casefold())
            for number, sentence in enumerate(self.sentences)
            if (match := TOGETHER.match(sentence.text))
        ]
        self.crowded = {number for number, count in named.items() if count >= 3}

    def words_of(self, case: Case, cases: Sequence[Case]) -> dict[int, str]:
        """What is told of this case, by the number of the sentence.

        Told are: what names the accused, what goes on about him ("Ia ...", "Kasusnya ..."), what leads in the list he
        stands in ("Mereka yang diteruskan yakni ..."), and what means him by his post or a group by its count ("camat
        itu", "keenam ASN") where no other of the cases has the same.
        """
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
                if not _REST.search(
                    self.sentences[back].text
                ):  # "Satu ASN lainnya tidak terbukti": not those listed
                    numbers.add(back)
        told = {number: self._clause(case, number) for number in sorted(numbers)}
        for number, words in self._meant(case, cases):
            told.setdefault(number, words)
        return dict(sorted(told.items()))

    def _meant(self, case: Case, cases: Sequence[Case]) -> list[tuple[int, str]]:
        """The sentences, or their parts, that mean the case without naming it."""
        patterns = []
        if case.count and case.count > 1 and case.count in NUMERALS:
            word = NUMERALS[case.count]
            patterns.append(
                Words(
                    rf"\bke{word}(?:nya)?\b(?!\s+kali)|\b{word}\s+(?:\w+\s+){{0,2}}(?:itu|tersebut|dimaksud)\b"
                )
            )
        post = _short(case.position)
        if post and sum(_short(other.position) == post for other in cases) == 1:
            patterns.append(
                Words(
                    rf"(?<!para )(?<!seluruh )(?<!semua )(?<!setiap )(?<!kepada )(?<!oleh )(?<!ke )(?<!dan )(?<!, )\b(?:{post})\b(?!,)"
                )
            )
        found = []
        for number, sentence in enumerate(self.sentences):
            for part in PART.split(sentence.text) if patterns else []:
                if UNSURE.search(part) or not any(pattern.search(part) for pattern in patterns):
                    continue
                if ACT.search(part) or any(self._reached(code, STAGE[code], part) for code in STAGE):
                    found.append((number, part))
        return found

    def _acts_in(self, words: str) -> list[str]:
        """The acts that some words tell of; every case of a story asks for those of the same sentences."""
        found = self._acts.get(words)
        if found is None:
            found = self._acts[words] = _acts_in(words)
        return found

    def _starts_of(self, person: Person) -> list[int]:
        """Where the person's name stands in the text, in order."""
        found = self._starts.get(id(person))
        if found is None:
            found = self._starts[id(person)] = sorted(
                start for where, start, _ in person.spans if where == "text"
            )
        return found

    def _clause(self, case: Case, number: int) -> str:
        """The part of a sentence that is about a case, where one sentence tells of several."""
        sentence = self.sentences[number]
        if number in case.told:
            words = case.told[number]
            head = _LIST_HEAD.match(sentence.text)
            listed = head is not None and sentence.text.find(words) >= head.end()
            return f"{head.group()} {words}" if head and listed else words
        if not case.person:
            return sentence.text
        starts = self._starts_of(case.person)
        first = bisect_left(starts, sentence.start)
        if first == len(starts) or starts[first] >= sentence.end:
            return sentence.text
        at = starts[first] - sentence.start
        if _BESIDE.search(sentence.text, 0, at):
            return ""  # "Selain MR, ada seorang guru ...": the sentence is about the other
        marks = list(TURN.finditer(sentence.text))
        begin = max((m.end() for m in marks if m.end() <= at), default=0)
        end = next((m.start() for m in marks if m.start() > at), len(sentence.text))
        return sentence.text[begin:end]

    def act(self, case: Case, own: Mapping[int, str], cases: Sequence[Case]) -> str:
        """The act by the case's own words, then by those on all the accused ("Ketiganya ..."), then by what is told
        nearest to them; a counted group beside other cases has only its own words and those right beside them."""
        following = [n + 1 for n in own if n + 1 < len(self.sentences)]
        together = self._together(own, cases) if case.person else []
        behind = (
            [n for n in following if n not in self.crowded]
            if case.person and not self.crowded & set(own)
            else []
        )
        groups: list[Sequence[int]] = [following if len(cases) == 1 else behind, together]
        if len(cases) == 1:
            groups.append([n for n, telling in enumerate(self.telling) if telling])
        # An item of a list that tells what its own accused did ("Yang keempat ..., karena ...") needs no more.
        items = [own[n] for n in case.sentences if n in own and _ITEM.search(own[n])]
        told = [items, list(own.values()), *([self.sentences[n].text for n in group] for group in groups)]
        for texts in told:
            votes = Counter(code for words in texts for code in self._acts_in(words))
            if votes:
                return _most_told(votes)
        if len(cases) > 1 and not case.person:
            going_on = [self.sentences[n].text for n in following if _OF_THEM.match(self.sentences[n].text)]
            votes = Counter(code for words in going_on for code in self._acts_in(words))
            if votes:
                return _most_told(votes)
            near_by = Counter(
                code
                for n in {m + step for m in case.sentences for step in (-1, 1, 2)} - set(own)
                if 0 <= n < len(self.sentences)
                and n not in self.named
                and not any(n in o.sentences for o in cases if o is not case)
                for code in self._acts_in(self.sentences[n].text)
            )
            return _most_told(near_by) if near_by else "lainnya"
        others = {n for other in cases if other is not case for n in other.sentences} - set(own)
        near: dict[str, float] = {}
        told_at = sorted(own)
        for number, sentence in enumerate(self.sentences):
            if number in others:
                continue
            behind_it = bisect_left(told_at, number)
            away = min((abs(number - n) for n in told_at[max(0, behind_it - 1) : behind_it + 1]), default=0)
            for code in self._acts_in(sentence.text):
                near[code] = near.get(code, 0) + 1 / (1 + away)
        return _most_told(near) if near else "lainnya"

    def stage(self, case: Case, own: Mapping[int, str], cases: Sequence[Case]) -> str:
        """How far the case has got: by its own words, else by the headline and the lead, else by what else is told."""
        words = list(own.values())
        others = {n for other in cases if other is not case for n in other.sentences} - set(own)
        told = [
            s.text
            for n, s in enumerate(self.sentences)
            if (self.telling[n] or len(cases) == 1) and n not in others
        ]
        if len(cases) == 1:
            plain = [s.text for s, telling in zip(self.sentences, self.telling, strict=True) if telling]
            for code, texts in (
                ("dismissed", words),
                ("sanctioned", [*words, *plain]),
                ("referred", [s.text for s in self.sentences]),
            ):
                if self._any_reached(code, texts):
                    return code
        lead = [s.text for s in (*self.document.title_sentences, *self.sentences[:3])]
        together = [self.sentences[n].text for n in self._together(own, cases)] if case.person else []
        further = [] if len(cases) == 1 else self._carried_on(case, own, cases)
        rest = told if case.person or len(cases) == 1 else []
        for codes, texts in (
            (_SETTLED, words),
            (_SETTLED[1:], together),
            (_SETTLED, further),
            (_PENDING, words),
            (_PENDING, further),
            (_FAR_ENOUGH, lead),
            (_FAR_ENOUGH, rest),
        ):
            for code in codes:
                if self._any_reached(code, texts):
                    return code
        return "alleged"

    def _together(self, own: Mapping[int, str], cases: Sequence[Case]) -> list[int]:
        """The sentences on several at once ("Ketiganya ..."): on all the persons, or on those named last before them."""
        persons = sum(case.person is not None for case in cases)
        naming = sorted({number for case in cases for number in case.sentences})
        found = []
        for number, opening in self._on_several:
            before = bisect_left(naming, number)
            last = naming[before - 1] if before else None
            meant = next((n for n, word in NUMERALS.items() if f"ke{word}" in opening), None)
            if meant == persons or last is None or last in own:
                found.append(number)
        return found

    def _carried_on(self, case: Case, own: Mapping[int, str], cases: Sequence[Case]) -> list[str]:
        """The sentences right behind those that name the accused in which nobody else comes in: they are still about
        him ("Berkasnya kami teruskan ke KASN")."""
        others = {n for other in cases if other is not case for n in other.sentences}
        found = []
        for number in own:
            if number in self.crowded or (case.count or 1) > 1:
                continue
            for following in range(number + 1, min(number + 1 + _CARRIED, len(self.sentences))):
                words = self.sentences[following].text
                if following in others or following in own or following in self.named or _TURNS.match(words):
                    break
                found.append(words)
        return found

    def _any_reached(self, code: str, texts: Sequence[str]) -> bool:
        return any(self._reached(code, STAGE[code], words) for words in texts)

    @staticmethod
    def _reached(code: str, pattern: Words, words: str) -> bool:
        if _IF.search(words):
            return False
        return any(
            not (
                code in ("sanctioned", "referred")
                and NOT_YET.search(words, max(0, match.start() - 48), match.start())
            )
            for match in pattern.finditer(words)
        )


def _acts_in(words: str) -> list[str]:
    """The acts that some words tell of, unless they only warn of them."""
    if HYPOTHETICAL.search(words) and not STRONG.search(words):
        return []
    found = []
    for match in ACT.finditer(words):
        code = match.lastgroup or ""
        if ACT_SETTING.search(words, max(0, match.start() - 24), match.start()):
            continue
        if code == "pendaftaran_calon" and _KIN.search(words, max(0, match.start() - 50), match.start()):
            continue  # who stands for election is another
        if code == "media_sosial" and SPREADING.search(words):
            continue  # where the picture was seen, not what was done
        found.append(code)
    return found


def _short(position: str | None) -> str | None:
    """How a post is called when it is meant again ("camat", "kades"), as a pattern; None for what says too little."""
    if not position or position in (
        "ASN",
        "PPPK",
        "Staf",
        "Tenaga Honorer",
        "Bupati",
        "Wali Kota",
        "Gubernur",
    ):
        return None
    folded = position.lower()
    for long, short in _SHORT:
        if folded.startswith(long):
            return rf"{long}|{short}"
    return folded.split()[0] if len(folded.split()) == 1 else folded


_SHORT = (
    ("kepala desa", "kades"),
    ("kepala dinas", "kadis"),
    ("kepala bidang", "kabid"),
    ("kepala bagian", "kabag"),
    ("kepala sekolah", "kepsek"),
    ("kepala dusun", "kadus"),
    ("sekretaris desa", "sekdes"),
    ("sekretaris camat", "sekcam"),
)
# "Keempat ASN yang diteruskan ialah ...": what leads a list is said of each in it.
_LIST_HEAD = re.compile(
    r"[^.;]{8,120}?\b(?:ialah|adalah|yakni|yaitu|di\s?antaranya|antara\s+lain|terdiri\s+(?:dari|atas)|masing-masing)\b:?"
)
_ITEM = Words(
    r"[“\"”']?\s*(?:\d[.)]|yang\s+(?:pertama|kedua|ketiga|keempat|kelima|keenam)|pertama|kedua|ketiga|keempat|kelima|keenam)\b.*\b(?:karena|lantaran|sebab|diduga|yang)\b"
)
_BESIDE = Words(r"\bselain\s+(?:\w+\s+){0,2}$")
_SETTLED = ("dismissed", "sanctioned", "referred")
_PENDING = ("under_review", "reported")
_FAR_ENOUGH = ("sanctioned", "referred", "under_review", "reported")
_CARRIED = 3
"""Sentences over which the press goes on about an accused without naming him."""
_TURNS = re.compile(
    r"[“\"”']?\s*(?:Sementara|Sedangkan|Adapun|Selain|Terpisah|Di\s+tempat|Untuk\s+diketahui|Sebelumnya|Di\s+sisi|Lain\s+halnya|Kasus\s+lain|Kedua|Ketiga)\b"
)
_REST = Words(r"\b(?:lainnya|sisanya|selebihnya)\b")
_OF_THEM = Words(
    r"[“\"”']?\s*(?:mereka|umumnya|rata-rata|kebanyakan|keduanya|ketiganya|keempatnya|kelimanya|bentuk|modus)\w*\b"
)
_IF = Words(r"\b(?:jika|apabila|bila|kalau\s+(?:terbukti|nanti|ada|memang)|nantinya)\b")
