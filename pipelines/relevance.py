"""Is a story about the neutrality of state servants in elections?

Two tests. ``may_be_relevant`` is for a headline and summary, before a page is fetched: it refuses only what cannot be
relevant. ``neutrality_score`` reads the whole text: it looks for sentences that speak of state servants and of
neutrality together; the neutrality of soldiers, police, journalists or election officers alone does not count
(convention of the annotated set).
"""

from __future__ import annotations

from pipelines.words import Words

_FIELD = (
    "netral", "asn", "pns", "pppk", "p3k", "aparatur", "pegawai", "pejabat", "kades", "kepala desa", "keuchik", "nagari",
    "perangkat desa", "camat", "lurah", "guru", "honorer", "bawaslu", "panwas", "kasn", "bkn", "politik", "pilkada",
    "pemilu", "pilgub", "pilbup", "pilwa", "pileg", "pilpres", "kampanye", "paslon", "caleg", "kepala dinas", "kadis",
    "sekda", "sanksi", "disiplin", "korpri", "birokrasi", "gakkumdu", "bupati", "gubernur", "wali kota", "walikota",
    "oknum", "kepala sekolah", "kepsek", "distrik", "kampung",
)  # fmt: skip


def may_be_relevant(title: str, summary: str | None = None) -> bool:
    """Whether a page with this headline and summary could be about the subject.

    Only a headline with a summary of some length in which no word of the field occurs is refused; with a headline
    alone the words are not enough to tell.
    """
    words = f"{title} {summary or ''}".casefold()
    if any(stem in words for stem in _FIELD):
        return True
    return len((summary or "").split()) < 25 or len(title.split()) < 3


SERVANT = Words(
    r"\b(?:asn|pns|pppk|p3k|aparatur\s+sipil(?:\s+negara)?|aparat\s+sipil|pegawai\s+negeri(?:\s+sipil)?|(?:para\s+)?pegawai(?:nya)?|abdi\s+negara|"
    r"kades|kepala\s+desa|keuchik|geuchik|wali\s?nagari|perangkat\s+(?:desa|nagari|kampung|gampong)|(?:aparat|aparatur|pamong)\s+"
    r"(?:desa|pemerintah\w*|kampung|gampong|nagari)|camat|lurah|kepala\s+(?:kampung|distrik|dusun|sekolah|dinas|badan|bagian|bidang|pekon|"
    r"puskesmas)|kadis|kabid|kabag|guru|honorer|tenaga\s+(?:kontrak|harian)|thl|penghulu|perbekel|pambakal|peratin|kuwu|panewu|"
    r"sangadi|hukum\s+tua|raja\s+negeri|para\s+raja|saniri|reje|imem|aparatur\s+kampung|perangkat\s+\w+|pegawai|bidan|perawat|datuk|korpri|birokra\w+|pejabat|sekdes|sekcam|sekda|non[\s-]?asn|kadus|dosen|kepsek|ketua\s+rt|pala)\b",
)
NEUTRALITY = Words(
    r"\b(?:(?:ke)?(?:tidak)?netral\w*|netralitas\w*|ketidaknetral\w*|(?:ber)?politik\s+praktis|keberpihak\w*|ber?pihak|memihak|"
    r"(?:ikut|terlibat|keterlibatan|hadir\w*|ikut\s+serta)\s+(?:[\w()]+\s+){0,5}kampanye|meng?k?ampanyekan|kampanyekan|juru\s+kampanye|mendukung\s+(?:salah\s+satu|paslon|pasangan|calon|bakal)|"
    r"tim\s+sukses|dukung[\s-]mendukung|tidak\s+cawe-cawe|intervensi\s+politik)\b",
)
# What a breach looks like where nobody says "netral": servants beside candidates, in words of suspicion.
TAKING_SIDES = Words(
    r"\b(?:bacaleg|caleg|bakal\s+calon|paslon|pasangan\s+calon|(?:calon|kandidat)(?:\s+wakil)?\s+(?:bupati|wali\s?kota|gubernur|legislatif|anggota)|kandidat|urusan\s+(?:pilkada|pemilu|politik)|parpol|partai\s+politik|"
    r"kampanye|meng?k?ampanyekan|tim\s+sukses|pengurus\s+(?:partai|cabang\s+salah\s+satu\s+partai)|tindak\s+pidana\s+(?:pemilu|pemilihan)|posko|pose|dukungan|mendukung|peserta\s+pemilu)\b",
)
_SUSPICION = Words(
    r"\b(?:diduga|dugaan|dituding|dituduh|disangka|terlibat|proses|diproses|berurusan|dimintai|dilaporkan|pelanggaran|melanggar|klarifikasi|mengantar\w*|keterlibatan|melibatkan|terpergok|didapati|pengerahan|sanksi\w*|terbukti|dilarang|melarang|larangan|"
    r"tidak\s+boleh|divonis|vonis|pidana|jangan|hindari|dijerat|diingatkan|mengingatkan|meminta|diminta|imbau\w*|mengimbau|(?:me|di)?wanti-wanti|kedapatan|ditangani|"
    r"menelusuri|dipecat|dihukum|memberhentikan|dihentikan|rawan|rentan|tidak\s+(?:ikut|menjadi|mengampanyekan))\b",
)
CORE_NEUTRALITY = Words(
    r"\b(?:(?:ke)?(?:tidak|tak)?netral(?!\s+(?:karbon|emisi|gender))\w*|(?:ber)?politik\s+praktis|keberpihak\w*|ber?pihak|memihak)\b",
)
# The word in a sense that needs no servant beside it.
_NEUTRALITY_OF_SERVANTS = Words(
    r"\b(?:netralitas|ketidaknetralan|(?:tidak|tak)\s+netral|pelanggaran\s+netralitas)\b"
)
ELECTION = Words(
    r"\b(?:pemilu\w*|pilkada|pilgub|pilbup|pilwa\w*|pilpres|pileg|pemilihan\s+(?:umum|kepala\s+daerah|gubernur|bupati|wali|legislatif|presiden|serentak)|pesta\s+demokrasi|bawaslu|panwas\w*|kpu|kampanye|paslon|"
    r"pasangan\s+calon|kandidat|partai\s+politik|parpol|pengurus\s+partai|tindak\s+pidana\s+pemilihan|caleg|bacaleg|capres|calon\s+(?:bupati|wali\s?kota|gubernur|kepala\s+daerah|legislatif)|tahun\s+politik|(?:ber)?politik\s+praktis|kasn)\b",
)
# Whose neutrality is another subject, where no civil servant is named beside them.
_OTHERS = Words(
    r"\b(?:tni|polri|prajurit|(?<!kepada\s)(?<!awak\s)(?<!pada\s)(?:wartawan|jurnalis)|insan\s+pers|pwi|penyelenggara\s+pemilu|(?:calon|anggota|pelantikan|melantik|tes)\s+(?:calon\s+)?ppk|panitia\s+pemilihan\s+kecamatan|badan\s+ad-?\s?hoc|kpps|pantarlih|karbon|carbon)\b",
)


_OTHERS_NEUTRALITY = Words(
    r"\b(?:penyidik|jaksa|hakim|wartawan|media|pers|polisi|panitia|ppk|pps|kpps|panwascam)\b[^.,]*$"
)
# Elections of village heads are no elections of this subject, and their committees no civil servants.
_VILLAGE_ELECTION = Words(
    r"\b(?:(?:panitia\s+)?(?:pemilihan\s+kepala\s+desa|pilkades|pilkakam|pilpeke\w*)(?:\s*\(\w+\))?(?:\s+serentak)?|(?:bakal\s+)?calon\s+(?:kades|kepala\s+desa))\b"
)
# A named official under suspicion of campaigning, where nobody says "netral" or "ASN".
_OFFICIAL = Words(
    r"\b(?:kadis\w*|kepala\s+(?:dinas|badan|bagian|bidang|sekolah|uptd?|samsat)|kabid|kabag|sekda|sekcam|sekdis|sekretaris\s+(?:dinas|badan|camat|desa)|kepsek)\b",
)
_PARTISAN = Words(
    r"\b(?:(?:ber)?kampanye|meng?k?ampanyekan|caleg|paslon|pasangan\s+calon|calon\s+(?:gubernur|bupati|wali)|foto\s+calon|mencoblos|partai)\b",
)
_ACCUSED = Words(
    r"\b(?:diduga|dugaan|klarifikasi|dilaporkan|diperiksa|terbukti|divonis|panggilan|dijatuhi|kena\s+sanksi)\b",
)
_SERVANTS_PROPER = Words(
    r"\b(?:asn|pns|pppk|aparatur\s+sipil|pegawai\s+negeri|kades|kepala\s+(?:desa|kampung|distrik|lembang|dinas)|keuchik|geuchik|perangkat\s+desa|camat|lurah|kadis\w*|"
    r"peratin|pambakal|perbekel|sangadi|hukum\s+tua|penghulu|reje|kuwu|wali\s?nagari)\b",
)
_ORDER = Words(
    r"\b(?:boleh|dilarang|melarang|larangan|haram|jangan|harus|wajib|diminta|minta|meminta|diingatkan|ingatkan|mengingatkan|imbau\w*|mengimbau|tidak\s+(?:boleh|usah|ikut)|"
    r"tahan\s+diri|panggil\w*|dipanggil|diperiksa|sanksi|edaran|ikrar|deklarasi|menegaskan|tegaskan|wanti-wanti|mewanti-wanti|diduga|dugaan|dilaporkan|menjaga\s+jarak|jaga\s+jarak|dipecat|dihukum|memberhentikan|(?:me|di)nonaktif\w*|divonis|vonis|dicopot|turun\s+pangkat|dinyatakan\s+bersalah)\b",
)
_RULES = Words(
    r"\b(?:skb|surat\s+keputusan\s+bersama|kode\s+etik|pp\s+(?:nomor\s+)?(?:94|53|42)|perbawaslu|berpolitik|larangan|grup\s+whatsapp)\b",
)
_AD_HOC = Words(
    r"\b(?:panitia\s+pemilihan\s+kecamatan|panitia\s+pemungutan\s+suara|kpps|pantarlih|badan\s+ad-?\s?hoc|ptps|pengawas\s+tps|panwascam|"
    r"anggota\s+(?:ppk|pps|panwas\w*)|panitia\s+pengawas\s+(?:pemilu|pemilihan)\s+kecamatan)\b"
)
_EMISSIONS = Words(r"\b(?:netral(?:itas)?\s+(?:karbon|emisi)|(?:karbon|emisi)\s+netral|carbon\s+neutral)\b")
_NEUTRALITY_LEFT = Words(r"\bnetralitas")
_NAMED = Words(
    r"\b(?:asn|pns|pppk|aparatur\s+sipil|pegawai\s+negeri|kades|kepala\s+desa|keuchik|wali\s?nagari|perangkat\s+desa|camat|lurah|kepala\s+(?:kampung|distrik|puskesmas)|kasn|bkn|"
    r"pambakal|perbekel|reje|raja|penghulu|guru|pppk)\b",
)


def neutrality_score(title: str, sentences: list[str]) -> float:
    """How surely a text is about the neutrality of state servants in an election, from 0 to 1.

    ``sentences`` are those of the text. 0.5 and more counts as relevant.
    """
    title, sentences = _VILLAGE_ELECTION.sub(" ", title), [_VILLAGE_ELECTION.sub(" ", s) for s in sentences]
    body = " ".join(sentences)
    if not ELECTION.search(title + " " + body):
        return 0.0
    if _EMISSIONS.search(title + " " + body) and not _NEUTRALITY_LEFT.search(
        _EMISSIONS.sub("", f"{title} {body}")
    ):
        return 0.1
    opening = " ".join([title, *sentences[:3]])
    if _AD_HOC.search(opening) and not any(
        CORE_NEUTRALITY.search(sentence) and _NAMED.search(sentence) for sentence in [title, *sentences]
    ):
        return 0.2  # "PPK dan PPS dilantik, diminta netral": election officers, not civil servants
    together = 0.0
    for sentence in [title, *sentences]:
        core = CORE_NEUTRALITY.search(sentence)
        if not SERVANT.search(sentence):
            continue
        if not (core or NEUTRALITY.search(sentence)) and not (
            TAKING_SIDES.search(sentence) and _SUSPICION.search(sentence)
        ):
            continue
        named = _NAMED.search(sentence)
        if core and _OTHERS_NEUTRALITY.search(sentence, max(0, core.start() - 80), core.start()):
            continue  # "penyidik mestinya netral"
        weight = 1.0 if core and named else 0.5
        if _OTHERS.search(sentence) and not named:
            weight = 0.1
        together += weight * (2 if sentence is title else 1)
    # A lead tells what a story is about: servants beside candidates or neutrality, and words of urging or suspicion.
    lead = " ".join([title, *sentences[:5]])
    if all(pattern.search(lead) for pattern in (_NAMED, _SUSPICION, ELECTION)) and (
        CORE_NEUTRALITY.search(lead) or TAKING_SIDES.search(lead)
    ):
        together += 0.4 if _OTHERS.search(lead) else 1.0
    # The same where the word itself is avoided: servants in the first words, an election, an order or an accusation,
    # and somewhere the rules or the candidates.
    if (
        together < 1.0
        and _SERVANTS_PROPER.search(opening)
        and _ORDER.search(opening)
        and (ELECTION.search(lead) or TAKING_SIDES.search(" ".join([title, *sentences[:10]])))
        and not _OTHERS.search(opening)
        and (
            _RULES.search(body)
            or any(
                TAKING_SIDES.search(s) and (_ORDER.search(s) or SERVANT.search(s) or _SUSPICION.search(s))
                for s in [title, *sentences]
            )
        )
    ):
        together += 1.0
    if _OFFICIAL.search(lead) and _PARTISAN.search(lead) and _ACCUSED.search(lead) and ELECTION.search(lead):
        together += 1.0
    if together < 1.0 and CORE_NEUTRALITY.search(f"{title} {body}"):
        # The servants and the word stand in sentences of their own ("pelanggaran netralitas" in a quotation).
        times = sum(bool(_NAMED.search(sentence)) for sentence in [title, *sentences])
        others = [s for s in [title, *sentences] if CORE_NEUTRALITY.search(s) and _OTHERS.search(s)]
        plain = _NEUTRALITY_OF_SERVANTS.search(f"{title} {body}") or _RULES.search(body)
        if times >= 3 and plain and not others:
            together = 1.2
    return min(1.0, round(together / 2.0, 3))
