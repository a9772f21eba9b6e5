"""The words by which the press tells of a case: accusation, hypothesis, lists, counts."""

from __future__ import annotations

import re

from pipelines.words import Words

ACCUSE = Words(
    r"\b(?:diduga|dituding|dituduh|kepergok|terpergok|terciduk|menduga|terduga|dugaan|disinyalir|terindikasi|kedapatan|ketahuan|terbukti|dilaporkan|diadukan|dinyatakan|divonis|memvonis|diputus\s+bersalah|didakwa|"
    r"terdakwa|terlapor|tersangka|tertangkap|disanksi|dijatuhi|dihukum|dinonaktifkan|menonaktifkan|dicopot|dimutasi\w*|dipecat|diperiksa|diklarifikasi|"
    r"dipanggil|dimintai\s+(?:keterangan|klarifikasi)|diseret|menyeret|terseret|tersandung|tersangkut|direkomendasikan|merekomendasikan|rekomendasi|"
    r"diteruskan|meneruskan|dilimpahkan|melimpahkan|melanggar|pelanggaran|tidak\s+netral\w*|tak\s+netral\w*|ketidaknetralan|"
    r"mendapat(?:kan)?\s+sanksi|diberi(?:kan)?\s+sanksi|kena\s+sanksi|sanksi\s+(?:disiplin\s+)?(?:yang\s+)?(?:diberikan|dijatuhkan)|"
    r"bersalah|terang-terangan|dipertanyakan|terjerat|kasus\w*|perkara|menyelesaikan|menuntaskan|merampungkan|ditangani|ditindak\w*|diproses|mencatat|menemukan|temuan|beredar\w*|viral)\b",
)
STRONG = Words(
    r"\b(?:diduga|ditengarai|(?:melaporkan|mengadukan)\s+(?:\w+\s+){0,2}?(?:camat|kades|kepala|lurah|sekda|kadis|asn|pns|oknum|seorang|guru|pejabat|sejumlah|dua|tiga|empat|lima)|dituding|dituduh|kepergok|terpergok|terciduk|tersandung|terjerat|terseret\s+kasus|terduga|disinyalir|terindikasi|kedapatan|terbukti|dilaporkan|diadukan|divonis|didakwa|terdakwa|terlapor|disanksi|dijatuhi|"
    r"dihukum|dinonaktifkan|menonaktifkan|dicopot|dipecat|diseret|menyeret|direkomendasikan|merekomendasikan|diteruskan|dilimpahkan|tersangkut|"
    r"dijatuhkan\s+kepada|(?:berurusan|berhadapan)\s+dengan\s+(?:\w+\s+){0,2}(?:bawaslu|panwas\w*|gakkumdu|badan\s+pengawas)|dikena(?:i|kan)\s+(?:sanksi|hukuman|penurunan|pemotongan|penundaan|teguran|disiplin)|menyeret|disimpulkan\s+melanggar|menyimpulkan|kena\s+sanksi|diberi(?:kan)?\s+sanksi|mendapat(?:kan)?\s+sanksi|menjatuhkan\s+(?:vonis|pidana|hukuman|sanksi|denda)|memvonis|menghukum|bersalah|terang-terangan|dipertanyakan|diperiksa|dipanggil|memenuhi\s+panggilan|terperiksa|dicecar|penonaktifan|pencopotan|pemecatan|diseret|dimintai\s+(?:keterangan|klarifikasi)|"
    r"dugaan\s+(?:pelanggaran|ketidaknetralan|tidak\s+netral)|(?:dugaan|kasus|laporan|temuan|menemukan|menelusuri|mengusut|di\s?antaranya)\s+(?:adanya\s+)?keterlibatan\s+(?:oknum\s+)?(?:asn|pns|kades|kepala\s+desa|pegawai\s+negeri|aparatur)|mempertontonkan|tidak\s+netral|tak\s+netral|diklarifikasi|melanggar|kasus)\b",
)
# Who "hadir" or "mendampingi" is listed as a guest of the event that the story reports, and accused of nothing.
ATTENDANCE = Words(r"\W*(?:(?:turut|tampak|ikut|juga)\s+)*(?:hadir|mendampingi)\b(?!\s+dalam\s+kampanye)")
HYPOTHETICAL = Words(
    r"\b(?:jika|apabila|bila|bilamana|kalau|kalo|seandainya|andai|jangan|dilarang|larangan|tidak\s+boleh|tak\s+boleh|agar|supaya|siapa\s*pun|"
    r"barang\s*siapa|setiap\s+(?:asn|pns|pegawai|pelanggaran|laporan|informasi)|wajib|harus|diminta|meminta|mengimbau|menghimbau|diimbau|mengingatkan|"
    r"diingatkan|diharapkan|berharap|mengajak|mencegah|mengantisipasi|potensi|berpotensi|bentuk\s+pelanggaran|jenis\s+pelanggaran|masuk\s+kategori\s+pelanggaran|"
    r"contohnya|misalnya|seperti\s+(?:ikut|memasang)|antara\s+lain\s+(?:ikut|memasang)|tidak\s+ada(?:\s+\w+){0,3}\s+(?:laporan|temuan|kasus|pelanggaran|asn)|"
    r"belum\s+(?:ada|menemukan|menerima|ditemukan)|nihil|tidak\s+(?:ada|menemukan)\s+\w*|(?:bisa|dapat|akan|bakal)\s+(?:dikenakan|dikenai|dipecat|dipidana|kena)|yang\s+(?:terbukti\s+)?melanggar\b[^.]{0,60}\bdikena\w+|akan\s+(?:ditindak|dikenakan|diberikan|diproses)|"
    r"tindak\s+lanjuti|siap\s+(?:menerima|menindak)|menindak\s+tegas|belum\s+(?:mendapati|pernah)|tidak\s+mendapati|(?:belum|tidak|tak)\s+(?:dapat|bisa|berhasil|sempat)\s+(?:dimintai|dikonfirmasi|ditemui|dihubungi)|"
    r"yang\s+(?:terbukti|melanggar|ketahuan|kedapatan|tidak\s+netral)\b[^.]{0,60}\b(?:akan|dapat|bisa|bakal|terancam)|bisa\s+(?:sampai\s+)?(?:dicopot|dinonaktifkan|diberhentikan)|"
    r"(?:akan|bakal)\s+(?:kami\s+|kita\s+)?(?:\w+\s+)?(?:sanksi|disanksi|dilaporkan|diteruskan|direkomendasikan|diperiksa|dipanggil)|tolong|silakan\s+lapor\w*|(?:mem|di)?persilakan|masyarakat\s+(?:dapat|bisa)|warga\s+(?:dapat|bisa))\b",
)
# "belajar dari lima pejabat yang dihukum karena tidak netral": what was imposed is told inside a call to restraint.
PAST_SANCTION = Words(
    r"\byang\s+(?:(?:sudah|telah|baru(?:\s+saja)?|pernah)\s+)?(?:dihukum|disanksi|dinonaktifkan|dicopot|dipecat|dijatuhi\s+sanksi|kena\s+sanksi)\s+"
    r"(?:karena|lantaran|gara-gara|sebab|akibat|setelah|usai)\b|\bsudah\s+(?:saya|kami|kita)\s+(?:beri|jatuhi|kenai|tegur|copot|nonaktifkan|pecat)\b|"
    r"\bhanya\s+\w+\s+yang\s+(?:kita|kami)\s+jatuhi\b",
)
_PURPOSE = Words(r"agar|supaya|mengajak|meminta|diminta")
LIST_INTRO = Words(
    r"\b(?:yakni|yaitu|antara\s+lain|di\s?antaranya|masing-masing|adalah|dimaksud|terdiri\s+(?:dari|atas)|salah\s+satunya|salah\s+seorang\w*|mereka|nama-nama|ke(?:dua|tiga|empat|lima|enam|tujuh)nya|"
    r"yang\s+(?:pertama|kedua|ketiga|keempat|kelima)|lalu|kemudian|sedangkan|sementara|adapun|giliran)\b",
)
OVERSIGHT = {
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
    "dprd",
}
SUBJECT_AFTER = Words(
    r"[\w .’']{3,50}?,?\s*(?:\([^)]*\)\s*)?(?:telah\s+|sudah\s+|resmi\s+|yang\s+|juga\s+|akhirnya\s+|pun\s+)*"
    r"(?:diduga|terbukti|dilaporkan|diadukan|divonis|didakwa|dinonaktifkan|dinonjobkan|dicopot|dijatuhi|disanksi|direkomendasikan|mendaftarkan\s+diri|dicecar|diklarifikasi|dimintai\s+(?:keterangan|klarifikasi)|memenuhi\s+panggilan|dipanggil|diperiksa|dinyatakan|terseret|tersandung|kedapatan|dimutasi)\b",
)
SUBJECT_BEFORE = Words(
    r"\b(?:menyeret|menonaktifkan|mencopot|terhadap|melaporkan|memeriksa|memanggil|terdakwa|terlapor|yakni|yaitu|atas\s+nama|menjatuhkan\s+\w+\s+kepada|dilakukan)\b[^.]{0,90}$",
)
SAID_BEFORE = Words(
    r"\b(?:kata|ujar|ungkap|tegas|jelas|terang|tutur|papar|sebut|tambah|imbuh|pungkas|menurut|disampaikan|diungkapkan|dikatakan|dibenarkan|sambung|ucap)\b"
    r"[^.“”\"]{0,100}$",
)
SENTENCED = Words(
    r"\b(?:dijatuhkan|menjatuhkan|memberikan\s+sanksi|menghukum|memvonis|sanksi|hukuman|pidana|vonis|denda)\b[^.]{0,120}\bkepada\b[^.]{0,60}$",
)
AGENT = Words(r"\b(?:oleh|kepada|ke|sesuai\s+arahan|melalui|bersama|menunggu|diterima)\s+(?:\w+\s+)?$")

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
_DIGIT = r"(?:satu|dua|tiga|empat|lima|enam|tujuh|delapan|sembilan)"
NUMBER = rf"(?:\d\.\d{{3}}|\d{{1,4}}|{_DIGIT}\s+belas|{_DIGIT}\s+puluh(?:\s+{_DIGIT})?|sepuluh|sebelas|{_DIGIT}|ke-?\s?(?:{_DIGIT}|\d{{1,2}})|seorang|salah\s+(?:satu|seorang)|puluhan|belasan|sejumlah|beberapa)"
NOUN = (
    r"(?:asn|pns|pppk|p3k|aparat(?:ur)?\s+sipil\s+negara|pegawai(?:\s+negeri(?:\s+sipil)?)?|pejabat|kades|kepala\s+desa|keuchik|wali\s?nagari|perangkat\s+desa|camat|"
    r"lurah|guru|kepala\s+(?:sekolah|dinas|badan|distrik|kampung|bidang|bagian|dusun|puskesmas|skpd|opd)|kadis|kabid|kepsek|aparatur(?:\s+desa)?|honorer|kadus|penghulu|dosen|bidan|perawat|staf|perbekel|pambakal|sangadi|petinggi|peratin|kuwu|reje|dukuh|panewu(?:\s+anom)?|abdi\s+negara|sekretaris\s+(?:desa|camat|dinas)|sekdes|sekcam|kepala\s+ohoi|terlapor)"
)
GROUP = Words(
    rf"\b(?P<number>{NUMBER})(?:\s*\(\w+\))?\s+(?:(?:orang|oknum|pejabat|kasus|laporan|perkara|dugaan|pelanggaran|netralitas|terkait|terlapor|di\s+antaranya|dari|berstatus|yang|adalah|merupakan|menyangkut|aparat|temuan)\s+){{0,4}}(?P<noun>{NOUN})\b",
)
ANOTHER_CASE = Words(
    r"\b(?:kasus\s+(?:serupa|yang\s+mirip|yang\s+sama|sejenis)|hal\s+serupa|pernah\s+terjadi|sebelumnya|bulan\s+lalu|tahun\s+lalu|di\s+daerah\s+lain|kota\s+sebelah)\b",
)
OKNUM_ELSEWHERE = Words(
    r"\b(?:pula|juga)\s+(?:\w+\s+)?oknum\s+(?:asn|pns|pegawai)\b(?:\s+\w+){0,3}?\s+(?:dari|di)\b",
)
POST_ACCUSED = Words(
    r"[^.]{0,60}?\b(?:diduga|dilaporkan|terbukti|dinyatakan|divonis|disanksi|dijatuhi|memasuki\s+babak|dinonaktifkan)\b",
)
SOME_SERVANT = Words(
    r"\b(?:oknum|kasus\s+dugaan\s+(?:asn|pns)|(?:melibatkan|keterlibatan|menyeret)\s+(?:pns|asn|aparatur|pegawai\s+negeri)|(?:asn|pns|pegawai)\s+(?:tersebut|itu))\b"
)
OKNUM = Words(
    rf"\b(?:oknum|seorang|salah\s+(?:satu|seorang))\s+(?:oknum\s+|pejabat\s+|asn\s+)?(?P<noun>{NOUN})\b",
)


def is_telling(sentence: str) -> bool:
    """Whether a sentence tells of an alleged, reported or proven breach and not of what might or must not be.

    "kedapatan mengarahkan perangkat desa agar datang": what is told first is not taken back by what it was for.
    """
    if PAST_SANCTION.search(sentence):
        return True
    strong = STRONG.search(sentence)
    if strong is None:
        return False
    return all(
        match.start() > strong.start() and _PURPOSE.fullmatch(match.group())
        for match in HYPOTHETICAL.finditer(sentence)
    )


def number_in(word: str) -> int | None:
    """The number that a word of a count stands for ("tiga", "dua belas", "ke-4", "salah satu"), or None."""
    folded = re.sub(r"^ke-?\s?", "", word.casefold().strip())
    if folded.replace(".", "").isdigit():
        return int(folded.replace(".", ""))
    if folded.startswith("salah"):
        return 1
    first, _, rest = folded.partition(" ")
    number = NUMBER_WORDS.get(first)
    if number is None or not rest:
        return number
    if rest == "belas":
        return 10 + number
    return 10 * number + (NUMBER_WORDS.get(rest.removeprefix("puluh").strip()) or 0)
