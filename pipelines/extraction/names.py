"""Names of persons as the press prints them: honorifics and ranks before, degrees after, initials between."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from rapidfuzz import fuzz

from datasets.codebook.tables import degrees, honorifics, offices, regions
from pipelines.extraction.places import bare_name, fold

_APOSTROPHES = "'’`´‘"
# One word of a name: an initial with its full stop, or a capitalised word ("Musa’ad", "Al-Farisi", "SUHARTINI").
_TOKEN = re.compile(
    rf"[A-Z]\.(?:[A-Z]\.)*|(?:Moh|Muh|Mohd|Mhd|Much|Moch|Abd|Abdl|Ach|Hi|Gt|Tb|Rd|Rr|Gst|Md|Wy|Kt|Ny)\.|[A-ZÀ-Þ][\w{_APOSTROPHES}]*(?:-[A-Z][\w{_APOSTROPHES}]*)*"
)
_GAP = re.compile(r"[ \t\u00a0]{1,3}|(?<=\.)")
_PARTICLE = re.compile(r"(?:bin|binti|van|de|al|el|ibnu)\b(?=\s+[A-Z])")
_SPACE = re.compile(r"[\s\u00a0]*")
_MAX_TOKENS = 6

# Capitalised words that are no part of a name: they end one, and begin none.
_NO_NAME = frozenset(
    """sangadi pambakal pembakal peratin perbekel keuchik geuchik reje kuwu panewu kelian senin selasa rabu kamis jumat jum'at sabtu minggu ahad januari februari maret april mei juni juli agustus
    september oktober november desember pebruari nopember
    asn pns pppk p3k tni polri kpu kpud bawaslu panwaslu panwas panwaslih panwascam kasn bkn bkd bkpsdm bkpsdmd bkpp
    bkppd kip dprd dpr dpd dprk dpra mk ma kemendagri kemenpan menpan menpanrb mendagri ri opd skpd ukm umkm apbd apk
    korpri forkopimda forkopimcam gakkumdu sentra pdi pdip pkb pks ppp pan golkar gerindra nasdem demokrat hanura perindo
    psi partai koalisi fraksi komisi majelis mahkamah pengadilan kejaksaan kejari kejati polres polda polsek polresta
    kodim korem koramil kodam lanal lanud kapolres kapolda kajari dandim danrem danramil babinsa kapolsek kua
    kabupaten kota provinsi propinsi kecamatan kelurahan desa nagari gampong kampung distrik negeri dusun jorong kab kec
    prov jalan jl gedung aula kantor ruang hotel lapangan pendopo halaman balai rumah masjid auditorium
    bupati gubernur walikota wali wakil wabup wagub sekretaris sekda sekdes sekcam camat lurah kepala kades kadis kaban
    kabag kabid kasi kasubag ketua anggota komisioner koordinator kordiv koordiv divisi devisi asisten staf ahli khusus
    inspektur inspektorat direktur juru menteri presiden penjabat pejabat pelaksana tugas harian sementara pj pjs plt plh
    mantan eks calon bakal kandidat paslon pasangan cabup cawabup cagub cawagub petahana tim relawan kampanye
    dinas badan bagian bidang seksi subbagian unit biro satuan lembaga instansi sekretariat setda setwan pemerintah pemkab
    pemkot pemprov pemda daerah negara sipil aparatur aparat pegawai perangkat oknum tenaga honorer guru dosen rektor
    sekolah smp sma smk sd smpn sman smkn sdn puskesmas rsud universitas fakultas
    pemilu pilkada pilgub pilbup pilwako pilwalkot pilpres pileg pemilihan umum pemilukada serentak psu tps
    undang uu pp perbawaslu pkpu skb se perppu permendagri peraturan surat edaran keputusan nomor no tahun pasal ayat
    netralitas netral neutral politik praktis hukum disiplin pelanggaran dugaan kasus laporan temuan sanksi hukuman
    data informasi humas penindakan pembinaan pak bapak ibu bu kapanewon kemantren kalurahan padukuhan menpan menpan-rb menpanrb mendagri kementerian carik hubungan masyarakat partisipasi parmas pencegahan penanganan penyelesaian sengketa sdm
    organisasi diklat pengawasan pendidikan pelatihan kepegawaian pengembangan sumber daya manusia kesejahteraan
    bahwa dan atau yang dengan untuk dari pada dalam oleh karena agar supaya jika bila apabila kalau namun tetapi
    sementara saat ketika usai setelah sebelum selain sedangkan adapun menurut kata ujar tegas ungkap jelas terang
    demikian hal ini itu ia dia mereka kami kita saya beliau para seluruh semua setiap sejumlah beberapa salah satu dua
    tiga empat lima enam tujuh delapan sembilan sepuluh banyak tidak bukan juga serta maupun sebagai selaku hadir turut
    didampingi bersama mewakili di ke se the foto dok ist istimewa ilustrasi editor penulis reporter baca simak
    wib wita wit indonesia nkri pancasila hut aksi deklarasi ikrar apel rapat sosialisasi rakor bimtek workshop acara
    kegiatan kapasitas nya masing terdakwa terlapor tersangka saksi jaksa hakim jpu pn pengacara advokat
    whatsapp facebook instagram tiktok medsos media online covid tanggal pukul lalu kemarin golongan
    terkait soal jelang atas bernama inisial berinisial adalah merupakan yakni yaitu antara lain antaranya diantaranya
    bagi langgar melanggar dinilai dianggap pergoki dilaporkan diduga
    sebelumnya selanjutnya kemudian lanjut lanjutnya menurutnya bahkan pihaknya kini dalam dengan akan telah sudah belum
    tak hanya bukan lagi lain lainnya tersebut demikian karenanya sehingga meski meskipun walau walaupun padahal kata katanya
    ujarnya tegasnya imbuhnya tambahnya ungkapnya jelasnya terangnya sebaliknya akibatnya rencananya diketahui diberitakan
    berdasarkan terpisah ditemui dikonfirmasi ditanya disebutkan dijelaskan dikatakan disampaikan ditambahkan diungkapkan ditegaskan diakui dituturkan dipaparkan apalagi artinya intinya pertama kedua ketiga
    keempat kelima terakhir hasilnya contohnya misalnya sekali sekitar mulai terhitung masih semua seperti sesuai terkini
    utara selatan barat timur tengah tenggara daya raya bumd bumn blud ii iii iv vi vii viii ix kecamatan kelurahan
    pemuda olahraga kebudayaan agama kominfo kesbangpol dukcapil pupr pmd bappeda inspektorat satpol
    penghubung tingkat kelas regional samsat begitu sama tentang terhadap kepada melalui lewat hingga sampai sejak selama guna demi""".split()
)
# What the headline's verbs and connectives add to that; names there end at the first of them.
_HEADLINE = re.compile(
    r"(?:[a-z-]+kan|minta|imbau|himbau|ajak|larang|sebut|harap|pimpin|buka|hadiri|jadi|kena|divonis|didu\w+|terbukti|"
    r"wanti|wanti-wanti|warning|ancam|janji|jamin|akui|nilai|panggil|periksa|siap|pasang|beri|sanksi|tak|ajukan|"
    r"pantau|awasi|tegur|copot|pecat|lantik|kukuhkan|dukung|tolak|bantah|klarifikasi|dilaporkan|dipanggil|terancam|"
    r"jangan|harus|wajib|bisa|akan|belum|sudah|pesan|tekan|terima|serukan|kumpulkan|dorong|sidak|bakal|ditunggu|diminta|disanksi|ditindak|diberi|dicopot|dinonaktifkan|diadukan)",
)
# First names that are common words as well: a month, "then" (a Sasak title).
_FIRST_NAMES = frozenset(
    "lalu anak tata januari februari maret april mei juni juli agustus september oktober november desember".split()
)
_GLUED = re.compile(r"[a-z]{4}[A-Z]")
_DAY_NUMBER = re.compile(r"\d\s*$")
_MILITARY = re.compile(
    r"(?:Komjen|Irjen|Brigjen|Kombes|AKBP|Kompol|AKP|Iptu|Ipda|Aiptu|Bripka|Jenderal|Letjen|Mayjen|Kolonel|Letkol|"
    r"Mayor|Kapten|Lettu|Letda|Laksamana|Laksda|Laksma|Marsda|Marsma)\.?(?:\s+(?:Pol|Polisi|Inf|Kav|Arm|Arh|Czi|Cpl|Laut|"
    r"Pnb|Mar|TNI)\b\.?,?)?(?:\s*\((?:Purn?|Pur|P|Mar|[A-Z])\.?\))?"
)
_DEGREE_SHAPE = re.compile(
    r"(?:[SM]\.?\s?(?:[A-Z][A-Za-z]{0,5})(?:\.[A-Z][A-Za-z]{0,4})*|A\.\s?Md(?:\.[A-Z][a-z]+)*|Ph\.?\s?D|Sp\.[A-Z]{1,3}|"
    r"S\.?[A-Z]{1,3}\.?[A-Z]{0,2}|M\.?[A-Z]{1,3})\.?"
)
_DEGREE_TAIL = re.compile(r"[\s\u00a0]*[,.]?[\s\u00a0]*")


@dataclass(frozen=True, slots=True)
class Name:
    """A name as printed without honorifics and degrees, its span, and where the text goes on after its degrees."""

    text: str
    start: int
    end: int
    after: int


@cache
def _honorifics() -> frozenset[str]:
    kept = {
        "teuku",
        "t",
        "cut",
        "andi",
        "la",
        "wa",
        "i",
        "ni",
        "raden",
        "datuk",
        "sutan",
        "sultan",
        "tjokorda",
        "dewa",
    }
    listed = {h.token.casefold().strip(".") for h in honorifics() if h.strip}
    listed |= {
        "bapak",
        "pak",
        "ibu",
        "bu",
        "saudara",
        "saudari",
        "sdr",
        "sdri",
        "an",
        "al-habib",
        "ustadz",
        "ustaz",
    }
    return frozenset((listed | _prefix_degrees()) - kept)


def _prefix_degrees() -> frozenset[str]:
    return frozenset({"dr", "drg", "drh", "prof", "ir", "drs", "dra", "apt", "ns"})


@cache
def _degrees() -> frozenset[str]:
    found = {re.sub(r"[^a-z]", "", d.token.casefold()) for d in degrees()}
    return frozenset(found - {"dr", "drg", "drh", "prof", "ir", "drs", "dra", ""})


@cache
def _region_words() -> frozenset[str]:
    return frozenset(bare_name(region.name).casefold() for region in regions().values())


@cache
def office_words() -> frozenset[str]:
    """The words that names of offices are made of ("Perikanan", "Kominfo"); persons are hardly ever called so."""
    words = {w.casefold() for o in offices() for w in re.findall(r"[^\W\d_]{4,}", f"{o.spelling} {o.office}")}
    more = """budidaya tangkap destinasi wisata ketenagaan irigasi bina marga cipta karya kalurahan masyarakat penduduk pengendalian ketentraman
    ketertiban rehabilitasi jaminan perlindungan mutasi promosi penilaian kinerja metrologi media publikasi dokumentasi protokol pelayanan pembinaan pengawasan penataan permukiman kawasan aset anggaran akuntansi kurikulum kesiswaan sarana prasarana
    dasar menengah pertama atas pasar tanaman hortikultura kesejahteraan pemerintahan pembangunan perekonomian""".split()
    return frozenset((words | set(more)) - {"kampung"})


def is_degree(token: str) -> bool:
    """Whether ``token`` is an academic degree as printed behind a name ("SH", "M.Si", "S.STP.")."""
    plain = re.sub(r"[^a-z]", "", token.casefold())
    if plain in _degrees():
        return token.isupper() or "." in token or token[1:] != token[1:].lower() or plain in ("amd", "lc")
    return "." in token and bool(_DEGREE_SHAPE.fullmatch(token))


def _skip_titles(text: str, at: int) -> int:
    """The position after honorifics, ranks and degrees that stand before a name."""
    while True:
        at = _SPACE.match(text, at).end()  # type: ignore[union-attr]
        rank = _MILITARY.match(text, at)
        if rank:
            at = rank.end()
            continue
        word = re.compile(r"[A-Za-z]+(?:\.(?=\s|[A-Z])|(?=\s|,))").match(text, at)
        if word and word.group().strip(".").casefold() in _honorifics():
            token = word.group()
            # A bare "H" or "An" without full stop counts only before another capital.
            rest = _SPACE.match(text, word.end()).end()  # type: ignore[union-attr]
            if rest < len(text) and (text[rest].isupper() or text[rest] in ".,("):
                if token.casefold() == "dr" and not text[rest].isupper():
                    return at
                at = rest + 1 if text[rest : rest + 1] in (".", ",") else rest
                continue
        abbreviation = re.compile(r"\(\s?(?:Purn|P|HC|H\.C)\.?\s?\)\s*").match(text, at)
        if abbreviation:
            at = abbreviation.end()
            continue
        return at


def is_title(text: str, at: int) -> bool:
    """Whether an honorific, rank or degree that stands before names begins at ``at`` ("Hj.", "Drs", "AKBP")."""
    return _skip_titles(text, at) > at


def skip_degrees(text: str, at: int) -> int:
    """The position after the degrees that follow a name at ``at``; ``at`` itself where there are none."""
    while True:
        gap = _DEGREE_TAIL.match(text, at)
        start = gap.end() if gap else at
        token = re.compile(r"(?:[A-Za-z]{1,6}\.\s?)*[A-Za-z]{1,6}\.?(?![\w])").match(text, start)
        if not token or not text[start : start + 1].isupper():
            return at
        word = token.group()
        if is_degree(word.strip()):
            at = start + len(word.rstrip(". "))
            if text[at : at + 1] == "." and not text[at + 1 : at + 3].strip()[:1].isupper():
                pass
            elif text[at : at + 1] == ".":
                at += 1
            continue
        first = re.compile(r"(?:[A-Z]\.\s?[A-Z][a-z]{0,4}|[A-Za-z]{2,5})\.?(?![\w])").match(text, start)
        if first and is_degree(first.group()):
            at = first.end()
            continue
        return at


_INSIDE_NAMES = frozenset({"hakim", "karya", "cipta", "raya", "bina"})
"""Words that begin no name but may stand inside one ("Lukman Hakim")."""


def stops_name(word: str) -> bool:
    """Whether a capitalised word cannot be part of a person's name."""
    folded = word.casefold().strip(".")
    if folded in _NO_NAME or folded in office_words() or (folded.endswith("nya") and len(folded) > 5):
        return True
    return bool(re.match(r"ka\w{0,2}b\w{2,5}t[ae]n$", folded)) or (
        word.isupper() and word.isalpha() and 2 <= len(word) <= 6 and not re.search(r"[AEIOU]", word)
    )


def _first_name_like_month(text: str, match: re.Match[str], word: str, inside: bool) -> bool:
    """ "Juni Marbun", "April Siregar": a month's name is a first name where a capitalised word follows and no day precedes."""
    if (
        inside
        or word.casefold() not in _FIRST_NAMES
        or _DAY_NUMBER.search(text, max(0, match.start() - 4), match.start())
    ):
        return False
    following = _TOKEN.match(text, match.end() + 1)
    return bool(following and text[match.end()] == " " and not stops_name(following.group()))


def read_name(text: str, at: int, *, headline: bool = False) -> Name | None:
    """The person's name that begins at ``at`` of ``text``, or None.

    Honorifics, ranks and degrees before it are skipped, degrees after it too. In a ``headline``, where every word
    has a capital, the name ends at the first verb.
    """
    at = _skip_titles(text, at)
    tokens: list[tuple[int, int]] = []
    cursor = at
    while len(tokens) < _MAX_TOKENS:
        match = _TOKEN.match(text, cursor)
        if not match:
            particle = _PARTICLE.match(text, cursor) if tokens else None
            if particle is None:
                break
            tokens.append(particle.span())
            cursor = _SPACE.match(text, particle.end()).end()  # type: ignore[union-attr]
            continue
        word = match.group().rstrip(_APOSTROPHES)
        if (
            stops_name(word)
            and not (tokens and word.casefold() in _INSIDE_NAMES)
            and not _first_name_like_month(text, match, word, bool(tokens))
        ) or (headline and _HEADLINE.fullmatch(word.casefold())):
            break
        if tokens and is_degree(word):
            break
        if any(char.isdigit() for char in word) or _GLUED.search(word) or re.fullmatch(r"[IVX]{2,}", word):
            break  # "Rp3", "PolitikKusnadi": a sum, or a caption run into the next line
        if (
            tokens
            and re.match(r"[SM]\.\s?[A-Z][A-Za-z]*", text[match.start() : match.start() + 8])
            and is_degree(
                re.match(r"[\w.]+", text[match.start() :]).group()  # type: ignore[union-attr]
            )
        ):
            break
        tokens.append((match.start(), match.start() + len(word)))
        gap = _GAP.match(text, match.start() + len(word))
        if not gap:
            break
        cursor = gap.end()
    while (
        tokens
        and re.fullmatch(r"[A-Z]\.?|bin|binti|van|de|al|el|ibnu", text[tokens[-1][0] : tokens[-1][1]])
        and len(tokens) > 1
    ):
        if (
            re.fullmatch(r"[A-Z]\.?", text[tokens[-1][0] : tokens[-1][1]])
            and len(tokens) > 1
            and len(tokens) < 4
        ):
            break  # "Muhammad S." keeps its initial
        tokens.pop()
    if not tokens:
        return None
    start, end = tokens[0][0], tokens[-1][1]
    if re.match(r"-[a-z]", text[end : end + 2]):
        return None  # "Tombo-tombolo": a place or a doubled word
    name = text[start:end]
    letters = re.sub(r"[^A-Za-z]", "", name)
    if len(letters) < 3 or name.casefold() in _region_words():
        return None
    return Name(name, start, end, skip_degrees(text, end))


def name_before(text: str, end: int) -> Name | None:
    """The person's name (with degrees) that ends right before ``end`` of ``text``, or None."""
    begin = max(0, end - 90)
    window = text[begin:end]
    cut = max(window.rfind(mark) for mark in ("\n", ". ", "“", '"', "”", ";", ":", "("))
    # A full stop behind an initial or degree is inside the name, so the last sentence end may be earlier.
    for match in re.finditer(r"(?<![\w.])[A-Z]", window):
        if match.start() < cut and window[cut] in '\n“"”;:(':
            continue
        name = read_name(text, begin + match.start())
        if (
            name
            and name.start >= begin
            and text[name.after : end].strip(" ,\u00a0") == ""
            and name.after <= end
        ):
            return name
    return None


def folded_name(name: str) -> str:
    """A name for comparison: lower case, letters only, single spaces."""
    return " ".join(re.sub(r"[^\w ]", "", fold(name)).split())


_COMMON_FIRST_NAMES = frozenset(
    """muhammad muhamad mohammad mohamad muhamad ahmad achmad abdul andi siti raden made wayan ketut nyoman putu lalu baiq teuku
    haji dewi agus budi eka nurul syarif""".split()
)
"""First names too many bear for one of them alone to tell a person."""


def same_person(one: str, other: str) -> bool:
    """Whether two printed names are near enough to be one person's within one article.

    Near-equal spelling ("Rusdi"/"Rusdy"), or the words of one a part of the other's ("Hasan Tirta").
    """
    a, b = folded_name(one), folded_name(other)
    if not a or not b:
        return False
    if a == b or fuzz.ratio(a, b) >= 87:
        return True
    small, large = sorted((a.split(), b.split()), key=len)
    telling = [word for word in small if len(word) > 3 and word not in _COMMON_FIRST_NAMES]
    return bool(telling) and all(
        any(
            word == w or (len(word) > 4 and abs(len(word) - len(w)) < 2 and fuzz.ratio(word, w) >= 85)
            for w in large
        )
        for word in small
    )
