"""The standing phrases of Indonesian news pages that are not the story, as patterns.

Every pattern was seen on pages of the regional press. The patterns that describe a whole line are matched
against the line without its bullet, in any case; they are kept narrow on purpose, because a line that is
wrongly kept costs little and a line of the story that is wrongly cut is lost.
"""

from __future__ import annotations

import re

LONGEST_FURNITURE = 320
"""Characters; a longer line is never furniture as a whole."""

_I = re.IGNORECASE

# "Baca juga" and its like. What follows on the line is another article's headline.
_ALSO = (
    r"(?:baca|simak|lihat|tonton|cek|klik|dengarkan)\s+(?:juga|pula)"
    r"|baca\s+(?:berita|artikel)?\s*(?:lainnya|lain|terkait|sebelumnya|selengkapnya)"
    r"|(?:artikel|berita|tulisan|bacaan)\s+(?:terkait|lainnya|lain|sebelumnya|menarik(?:\s+lainnya)?)"
    r"|also\s+read|read\s+also|related(?:\s+(?:news|posts?|articles?))?"
)
RELATED_START = re.compile(
    rf"[(\[]?\s*(?:(?:{_ALSO})(?=\W|$)\s*(?P<mark>[:：\-–—>»|]*)|baca\s*(?P<mark2>[:：]))\s*", _I
)
# Inside a line only with a capital and a colon, or wholly in capitals: "baca juga" in running speech is not
# it.
RELATED_INSIDE = re.compile(
    r"(?P<open>[(\[]\s*)?(?:(?:Baca|BACA|Simak|SIMAK|Lihat|LIHAT)\s+(?:[Jj]uga|JUGA|[Pp]ula"
    r"|PULA)\s*[:：]|BACA JUGA\b)\s*"
)
RELATED_MARKER = re.compile(rf"[(\[]?\s*(?:{_ALSO}|baca\s*[:：])\s*[:：\-–—>»|]*\s*", _I)
"""The marker alone, for the text of an HTML element that ends with it."""

RELATED_NAME = re.compile(r"related|terkait|(?:baca|lihat|simak)[-_]?juga|also-?read|read-?also", _I)
"""Class names of blocks of links to other articles."""

AD_INSIDE = re.compile(r"\s*\b(?:ADVERTISEMENT|SCROLL TO (?:RESUME|CONTINUE)(?: WITH)? CONTENT)\b[\s:]*")

GLUED_TAIL = re.compile(
    r"(?:(?P<hits>Post Views\s*:\s*[\d.,]+)"
    r"|(?P<share>(?:Bagikan|Share)(?: ini| this| artikel ini)?\s*:(?:\s*(?:Facebook|X|Twitter|WhatsApp"
    r"|Telegram|Email"
    r"|LinkedIn|Pinterest|Line|Threads))*)"
    r"|(?P<credit>(?:Editor|Penulis|Reporter|Pewarta)\s*:\s*[A-Z][\w.'’]+(?: [A-Z][\w.'’]+){0,3}))\s*$"
)

_NETWORK = (
    r"(?:facebook|fb|x|twitter|whatsapp|wa|telegram|pinterest|linkedin|instagram|youtube|tiktok|threads"
    r"|line|messenger"
    r"|e-?mail|surat elektronik|cetak|print|copy link|salin (?:tautan|link)|tweet|pin|share|bagikan|like|suka"
    r"|google news|share on \w+)"
)
_NAME = r"[^\s|:.,][^|:]{0,58}?"
_ROLE = (
    r"(?:penulis|editor|reporter|pewarta|wartawan|jurnalis|kontributor|redaktur|penyunting|laporan"
    r"|liputan|uploader"
    r"|writer|author)"
)

FURNITURE: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (kind, re.compile(pattern, _I))
    for kind, pattern in (
        (
            "ad",
            r"\W*(?:advertisements?|iklan(?:\W+(?:gulir|geser|scroll|oleh google).{0,40})?"
            r"|geser untuk .{0,40}|sponsored|ads?|adsense|loading|close ads(?: x)?"
            r"|artikel ini dilanjutkan.*|konten di bawah ini disajikan.*"
            r"|scroll (?:to (?:resume|continue)|untuk|ke ?bawah|down).{0,60}|gulir (?:ke|untuk).{0,60}"
            r"|lanjut(?:kan)? membaca.{0,30}|tunggu untuk selengkapnya.{0,30}"
            r"|baca berita tanpa iklan.{0,40})\W*",
        ),
        (
            "share",
            r"(?:bagikan|share|sebarkan)(?: (?:ini|this|artikel(?: ini)?|berita(?: ini)?"
            r"|artikel ini melalui))?\s*:?"
            rf"(?:[\s,|/]*{_NETWORK}(?:[\s,|/]+{_NETWORK})*)?|{_NETWORK}(?:[\s,|/]+{_NETWORK})+"
            r"|(?:facebook|twitter|whatsapp|telegram|pinterest|linkedin|copy link|salin (?:tautan|link)"
            r"|tweet)"
            r"|klik untuk (?:mem)?(?:bagikan|berbagi|mencetak|mengirim|cetak).*|click to (?:share|print"
            r"|email).*"
            r"|(?:menyukai ini|like this)\s*:?|(?:suka )?memuat\.*",
        ),
        (
            "comments",
            r"(?:tinggalkan|tulis|berikan|kirim|beri) (?:balasan"
            r"|komentar)(?: anda)?(?: batalkan balasan)?|batalkan balasan"
            r"|leave a (?:reply|comment)|(?:post|add) a comment|posting komentar|\d* ?(?:komentar|comments?)"
            r"|alamat (?:e-?mail|surel) anda tidak akan (?:di\w+).*|ruas yang wajib ditandai.*"
            r"|your email address will.*"
            r"|isi komentar sepenuhnya.*|simpan nama, email.*|save my name.*|(?:lebih baru"
            r"|lebih lama)(?: lebih lama)?"
            r"|komentar anda|komentar adalah tanggapan.*|silakan masuk untuk .*|login untuk .*"
            r"|silakan login.*|belum ada komentar.*|komentar di artikel lainnya",
        ),
        (
            "pages",
            r"(?:halaman|laman|pages?|previous page|next page)\s*:?\s*(?:[\d\s/|–-]|dari|of|semua|all){0,20}"
            r"|\d{1,2}(?: \d{1,2})+(?: (?:selanjutnya|next|berikutnya).*)?"
            r"|(?:baca |ke |lanjut ke )?(?:halaman )?(?:selanjutnya|berikutnya|sebelumnya|selengkapnya)\W*"
            r"|tampilkan semua|show all|lihat semua",
        ),
        (
            "hits",
            r"(?:post )?views?\s*:?\s*[\d.,]+|[\d.,]+\s*(?:views?|kali|x)?\s*(?:dibaca|dilihat"
            r"|views?)(?: kali)?"
            r"|(?:dibaca|dilihat|hits?)\s*:?\s*[\d.,]+\s*(?:kali|x)?"
            r"|\W*(?:waktu baca\s*:?\s*)?\d+ (?:menit|minutes?|min)"
            r" (?:baca|membaca|read)",
        ),
        (
            "tags",
            r"(?:tags?|label|topik|kata kunci|keywords?)\s*:.{0,250}|tags?|(?:#[\w-]+[\s,]*)+",
        ),
        (
            "credit",
            rf"{_ROLE}\s*:\s*(?:{_NAME})?(?:[\s|,]*\b(?:{_ROLE}|halaman)\s*:\s*(?:{_NAME})?){{0,4}}"
            r"|laporan (?:wartawan|reporter|kontributor) [^:]{3,90}(?<![.!?])|oleh\s*:?",
        ),
        ("source", r"sumber\s*:\s*.{0,80}|sumber (?:berita|artikel|foto|gambar)\s*:.{0,80}"),
        (
            "promo",
            r"(?:follow|ikuti|dapatkan|gabung|bergabung|simak|cek|update|yuk|pilih|klik|temukan|nikmati"
            r"|kunjungi|download)\b"
            r"(?=.*(?:google news|whatsapp channel|channel whatsapp|saluran whatsapp|channel telegram"
            r"|kanal youtube"
            r"|breaking news|media sosial kami|instagram kami|aplikasi kami|berita pilihan|informasi terkini"
            r"|berita terbaru|\.com\+)).*|(?:follow|ikuti) (?:kami|us)(?: (?:di|on))?.{0,40}"
            r"|eksplorasi konten lain dari .{0,60}|(?:berlangganan|subscribe) (?:untuk|sekarang"
            r"|newsletter|to).*"
            r"|follow instagram .{0,40}|versi cetak artikel ini.*|baca epaper.*"
            r"|artikel ini telah (?:tayang|terbit|dimuat) (?:di|dengan).*|berita ini telah (?:tayang"
            r"|terbit) di.*",
        ),
        ("copyright", r"(?:©|copyright|hak cipta|all rights? reserved).{0,120}"),
        (
            "menu",
            r"geser ke atas|(?:lompat|langsung|lewati|skip|loncat)(?: ke| to)? (?:konten|content|isi)"
            r"|mode (?:gelap|terang)"
            r"|badge-check|buka konten ini|tim redaksi|kembali ke atas|back to top|perbesar",
        ),
        (
            "code",
            r"\[/?[a-z]\w*_\w+(?: [^\]]*)?\]|.*(?:\$\(|\bfunction ?\(|\.getJSON|\bwindow\.\w+ ?[=(]"
            r"|\bdocument\.(?:get|write|query)"
            r"|\bvar \w+ ?=).*",
        ),
        ("link", r"https?://\S+"),
        ("mark", r"(?:!\[\]\(\)|[\W_])+"),
    )
)

SECTION = re.compile(
    r"(?:berita|artikel|video|news|tulisan)?\s*(?:terkait|terkini|terbaru|terpopuler|populer"
    r"|pilihan(?: editor)?|lainnya"
    r"|rekomendasi|trending|sebelumnya)|tags?|rekomendasi untuk anda|kabar daerah|news feed"
    r"|headline news|news update|network|editor'?s pick"
    r"|berita utama|you may also like|anda mungkin (?:juga )?(?:suka|menyukai).*",
    _I,
)
"""Headers of lists of other articles, as a whole line."""

COMMENT_FORM = re.compile(
    r"(?:tinggalkan|tulis|berikan|kirim|beri) (?:balasan|komentar).{0,40}|leave a (?:reply|comment).{0,40}"
    r"|post a comment|posting komentar|\d+ (?:komentar|comments?)",
    _I,
)
"""From here on, in the second half of a page, readers write and not the newspaper."""

CAPTION_START = re.compile(
    r"(?:foto|caption|keterangan foto|ket\.? foto|teks foto|gambar)(?:\s*:|\s[-–]\s)", _I
)
CAPTION_CREDIT = re.compile(
    r"[(\[](?:[^()\[\]/]{0,40}\s)?foto\s?[:/][^()\[\]]{1,80}[)\]]\W*$|[(\[]dok(?:\.|/"
    r"|umentasi\b)[^()\[\]]{0,80}[)\]]\W*$"
    r"|(?:^|[\s.])(?:foto\s?:|foto-(?=[\w-]+\.(?:com|id|co))|dok(?:\.|umentasi|/)).{0,60}(?<![.!?])$"
    r"|\bperbesar$",
    _I,
)
"""What only a photo's caption ends with, wherever it stands."""
CAPTION_ABOVE = re.compile(
    r"(?:foto )?ilustrasi\b.{0,80}|.*(?:[(\[](?:ist|istimewa|net|foto|dok)\.?[)\]]\W*"
    r"|\([^()\d]{1,50}/[^()\d]{1,40}\)"
    r"|\([^()]{2,40}\)\s*\||\.(?:com|id|co\.id)/[^.!?]{1,60}|\[[\w-]+\.(?:com|id|co\.id)\])",
    _I,
)
"""A whole line above the story: there no reporter's mark can stand, as "(ams/ham)" does behind the last
paragraph.
"""
CAPTION_PHOTOGRAPHER = re.compile(r"(?=\S+ \S+ \S)[A-Z][A-Z .&-]+/ ?[A-Z][A-Z .]+")
"""A whole line: newspaper and photographer in capitals."""
MENU_WORDS = frozenset(
    """
    home beranda menu kanal daerah berita nasional politik news hukum kriminal pemerintahan peristiwa
    ekonomi ekbis bisnis olahraga sport sosok halal pelesir otomotif regional internasional opini
    advertorial hiburan pendidikan kesehatan teknologi tekno lifestyle gaya hidup wisata budaya video
    foto indeks redaksi search cari login headline utama terkini terpopuler terkait pilihan artikel
    komentar share galeri infografis kota desa parlemen ragam sosial about us help privacy policy terms
    of use contact pedoman media siber info iklan tentang kami kontak disclaimer karir kode etik
    """.split()
)
