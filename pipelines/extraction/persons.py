"""The persons of a story who hold a public post: mentions joined to one person, post, status and region settled."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache

from datasets.codebook.tables import positions
from pipelines.extraction.document import Document, Field
from pipelines.extraction.facts import Status
from pipelines.extraction.heads import find_heads
from pipelines.extraction.names import Name, folded_name, is_degree, read_name, same_person, stops_name
from pipelines.extraction.places import Place, district_names, kind_of, province_of
from pipelines.extraction.posts import Post
from pipelines.extraction.setting import Setting, default_region
from pipelines.words import Words

_INITIALS = re.compile(
    r"\b(?:be?r?n?)?in[is]{1,4}ial(?:nya)?\s*[,:]?\s*[\"“'(]?(?P<first>[A-Z]{1,4}(?:\.[A-Z]){0,3}\.?(?![a-z])|[A-Z][a-z](?![A-Za-z]))(?P<more>(?:[\"”')]*\s*(?:\([^()\n]{1,60}\))?\s*(?:,|dan|serta)\s*"
    r"[\"“'(]?[A-Z]{1,4}(?:\.[A-Z])*\.?(?![A-Za-z]))*)"
)
_BRACKET_INITIALS = re.compile(
    r"\b(?:ASN|PNS|[Kk]ades|[Kk]epala [Dd]esa|guru|[Cc]amat|[Ll]urah|[Ss]taf(?: \w+)?|[Ss]ekcam|[Ss]ekdes|[Kk]adis|[Kk]abid|oknum(?: \w+)?)\s*,?\s*\(?(?P<first>[A-Z]{2,3})\)?(?=\s*(?:,|\)|dan\b|yang|diduga|dilaporkan|terbukti|mengaku|hadir|meng|mem))(?<!ASN)(?<!PNS)"
)
# "HSA (Badan Pendapatan), IM (Satpol PP)"; "WR, oknum Kepala SDN"; "RG yang bertugas di ..."
_INITIALS_WITH_OFFICE = re.compile(
    r"\b(?P<first>[A-Z]{2,3})(?:\s*\((?=[A-Z][a-z]|Sat|UPT|RSUD|guru|staf|camat|lurah|kepala|kades|bidan|pegawai)[^()\n]{3,60}\)|,\s+(?=oknum|selaku|pejabat|seorang|staf|guru|kepala|camat|lurah|sekretaris|kades|bidan|perawat|ASN|PNS|Pjs?\b|Plt|Camat|Kepala|Kades|Lurah|Kadis|Kabid|Guru|Sekretaris|Sekdes)|,?\s+(?=(?:diketahui\s+)?(?:menjabat|tercatat\s+sebagai))|\s+(?=staf\s+di\b|oknum|selaku|seorang|yang\s+(?:bertugas|menjabat|merupakan)))"
)
_RIGHT_BEFORE = Words(r"\s*(?:\(|(?:(?:ber)?inisial|dengan\s+inisial)\s*)?")
_RIGHT_BEHIND = Words(
    r"\s*(?:\(\d\d[^()]{0,8}\))?\s*[(,]?\s*(?:yang\s+)?(?:(?:merupakan|menjabat|bertugas|tercatat|diketahui|selaku|seorang|oknum|sebagai)\s+)*"
)
# "dua ASN yang kasusnya dihentikan yakni BN dan MTG", "masing-masing AW dari Kecamatan Waplau"
_LISTED_INITIALS = re.compile(
    r"\b(?:yakni|yaitu|ialah|adalah|masing-masing)\s*,?\s+(?P<first>[A-Z]{2,3})\b(?:\s+dari\s+(?:Kecamatan|Desa|Dinas|Distrik|Kelurahan)\b[^,.]{0,40}?)?"
    r"(?P<more>(?:\s*(?:,|dan|serta|,\s*dan)\s+[A-Z]{2,3}\b)+)"
)
_INITIALS_WITH_AGE = re.compile(r"(?<![A-Za-z])(?P<first>[A-Z]{2,3})\s+\(\d\d(?:\s*(?:tahun|th))?\)")
_NO_INITIALS = frozenset(
    "BPD LPM PKK LSM OKP HMI PMII KNPI MUI NU FKUB PGRI IDI PWI AJI PPK PPS KPPS PTPS PKD TPS DPT BLT PKH BPNT APBD APBN UMKM BPS BPK KPK MK MA DKPP ASN PNS PPPK TNI KPU TK SD SMP SMA SMK MTS MAN RT RW OPD SK SE UU PP WA FB KTP DPR DPRD KASN BKN BKD PKM UPT SDN".split()
)
_SERVANT_NEAR = re.compile(
    r"\b(?:asn|pns|pppk|p3k|kades|kepala\s+\w+|guru|camat|lurah|pejabat|pegawai|perangkat|honorer|oknum|keuchik|wali\s?nagari|sekdes|sekcam|"
    r"kadis|kabid|kabag|kasi|aparatur|dosen|dokter|bidan|perawat|penghulu|kadus|staf\w*|penyuluh|bendahara|sopir|reje|sangadi|kuwu|pambakal)\b",
    re.IGNORECASE,
)
_CITIZEN = re.compile(
    r"\b(?:warga|pelapor|saksi|korban|pengurus|relawan|simpatisan|tokoh|masyarakat|sumber|ketua\s+tim)\b[^.,]{0,12}$",
    re.IGNORECASE,
)
_BARE_NAMED = re.compile(
    r"\b(?:(?:oknum\s+|seorang\s+|satu\s+)?(?:ASN|PNS|PPPK|pegawai|guru|staf|honorer|kakon|kades|kepala\s+(?:desa|pekon|kampung|dusun)|camat|lurah)\b[^.\n]{0,50}?\b(?:atas\s+nama|bernama|an\.|a\.n\.?)|[Ss]alah\s+(?:satunya|seorangnya)(?:\s+(?:adalah|yakni|ialah))?|(?<=[.\n]\s)Di\s?antaranya|^Di\s?antaranya)\s+"
)
_NEAR_TOLD = 2000
"""Characters within which "menjabat sebagai ..." can still be about a person given by initials."""
_SERVANT_THEN_NAME = re.compile(
    r"\b(?:seorang|oknum)\s+(?:ASN|PNS|PPPK|pegawai\s+negeri\s+sipil|guru|perawat|bidan|staf)\b[^,.\n]{0,45},\s+(?=[A-Z])"
    # "guru olahraga SD Batukandik, I Wayan Tageg, dan ...", "ASN Bambang Setiawan yang kedapatan ..."
    r"|(?<!para )\bguru\s+(?:\w+\s+)?(?:SD|SMP|SMA|SMK|MI|MTs|TK)\w*\b[^,.\n]{0,30},\s+(?=(?:[A-Z][\w.'’]*\s+){1,3}[A-Z][\w.'’]*(?:,|\.|\s+(?:dan|serta)\b))"
    r"|\b(?:ASN|PNS)\)?\s+(?=(?:[A-Z][\w.'’]*\s+){1,3}[A-Z][\w.'’]*\s+(?:yang\s+)?(?:kedapatan|diduga|terbukti|dilaporkan|dijatuhi|disanksi|dinyatakan)\b)"
)
# "Kasubbag Umum di Dinas Perikanan, ME, dan ajudan salah satu pejabat, RZ."
_POST_THEN_INITIALS = re.compile(
    r"\b(?:[Kk]asubbag|[Kk]asi|[Kk]abid|[Kk]abag|[Kk]adis|[Ss]ekdis|[Kk]epala|[Aa]judan|[Ss]taf|[Cc]amat|[Ll]urah|[Gg]uru|[Pp]egawai|[Dd]okter|[Bb]idan|[Pp]erawat)\b"
    r"(?:[^,.\n()]{0,50},|(?:\s+[A-Z][a-z]+){1,3})\s+(?P<first>[A-Z]{2,3})(?=,|\.|\s+(?:dan|serta)\b)"
)
# "dua orang guru SMP yang ikut dilaporkan, Salim Anwar dan Titin Suhartini"
_COUNTED_THEN_NAMES = re.compile(
    r"\b(?:[Kk]e)?(?:[Dd]ua|[Tt]iga|[Ee]mpat|[Ll]ima|[2-5])\s+(?:orang\s+)?(?P<noun>guru|ASN|PNS|PPPK|pegawai|staf|perawat|bidan|camat|lurah|kepala\s+(?:desa|sekolah))\b"
    r"[^,.\n“\"]{0,60}(?:,|,?\s+(?:yakni|yaitu|adalah|ialah|masing-masing))\s+(?=[A-Z])"
)
_AND = re.compile(r"(?:\s*\([^()\n]{2,40}\))?(?:\s*(?:,\s*)?(?:dan|serta)\s+|\s*,\s*)")
_OFFICE_TAIL = re.compile(
    r"\b(?:menjabat(?:\s+(?:sebagai|selaku))?|tercatat\s+sebagai|berprofesi\s+sebagai|bertugas\s+sebagai|selaku|merupakan\s+(?:seorang\s+)?|jabatan\s+(?:sebagai\s+)?)\s*",
    re.IGNORECASE,
)


@dataclass
class Person:
    """One person of the story: the name to show, posts in order of mention, and where the name stands."""

    name: str
    posts: list[Post] = field(default_factory=list)
    spans: list[tuple[Field, int, int]] = field(default_factory=list)
    initials: bool = False
    speaks: bool = False
    accused: bool = False
    position: str = "ASN"
    status: Status = "definitive"
    region: str | None = None
    more: list[tuple[str, Status, str | None, Post]] = field(default_factory=list)

    @property
    def key(self) -> str:
        """The folded name, for comparison."""
        return folded_name(self.name)


@cache
def level_of(position: str) -> str:
    """The level of government of a canonical post, from the codebook; empty where it depends on the text."""
    found = [
        row for row in positions().values() if position == row.name or position.startswith(row.name + " ")
    ]
    return max(found, key=lambda row: len(row.name)).level or "" if found else ""


@cache
def institution_of(position: str) -> str:
    """The kind of institution of a canonical post, from the codebook."""
    found = [
        row for row in positions().values() if position == row.name or position.startswith(row.name + " ")
    ]
    return max(found, key=lambda row: len(row.name)).institution if found else "pemerintah daerah"


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


def read_persons(document: Document, posts: Sequence[Post], places: Sequence[Place]) -> list[Person]:
    """The persons named with a post, or by initials, or as an ASN by name; one entry a person."""
    persons: list[Person] = []
    for post in sorted((p for p in posts if p.name), key=lambda p: (p.field == "title", p.start)):
        assert post.name is not None
        person = _known(persons, post.name.text)
        if person is None:
            if post.field == "title" and not re.search(
                rf"(?<![.!?“\"]\s)(?<!\n)(?<!^)\b{re.escape(post.name.text)}\b", document.text
            ):
                continue  # a headline's words in capitals: a name stands in the text too
            if post.field == "title" and any(
                p.position == post.position and q.name for q in persons for p in q.posts
            ):
                continue  # a headline's short name of somebody whom the text names
            person = Person(post.name.text)
            persons.append(person)
        elif len(post.name.text.split()) > len(person.name.split()) and post.field == "text":
            person.name = post.name.text
        person.posts.append(post)
    persons = _join_by_post(persons)
    _add_bare(document, persons, places)
    _add_initials(document, persons, posts, places)
    for person in persons:
        person.spans = _spans(document, person, persons)
    return persons


def _join_by_post(persons: list[Person]) -> list[Person]:
    """One holder of one post under two first names ("Syaiful Lanta", "Saifullah Lanta") is one person."""
    kept: list[Person] = []
    for person in persons:
        post = person.posts[0]
        twin = next(
            (
                p
                for p in kept
                if p.posts[0].position == post.position
                and post.unit in ("office", "office-known", "place", "")
                and len(p.name.split()) > 1
                and p.name.split()[-1] == person.name.split()[-1]
                and p.posts[0].district == post.district
                and _compatible(p.posts[0], post)
            ),
            None,
        )
        if twin:
            twin.posts += person.posts
        else:
            kept.append(person)
    return kept


def _known(persons: Sequence[Person], name: str) -> Person | None:
    return next((p for p in persons if not p.initials and same_person(p.name, name)), None)


def _add_bare(document: Document, persons: list[Person], places: Sequence[Place]) -> None:
    """Servants named without a post: "salah satunya Ida Marlina", "ASN bernama X"."""
    text = document.text
    for match in [*_BARE_NAMED.finditer(text), *_SERVANT_THEN_NAME.finditer(text)]:
        name = read_name(text, match.end())
        if not name or _known(persons, name.text) or any(p.start <= name.start < p.end for p in places):
            continue
        if len(name.text.split()) < 2 and not match.group().rstrip().endswith(
            ("nama", "bernama", "an.", "a.n.")
        ):
            continue
        head = next(find_heads(match.group()), None)
        position = head.position if head and head.position != "Staf" else "ASN"
        post = Post(
            "text", name.start, name.start, position, head.unit if head else "", "definitive", name=name
        )
        persons.append(Person(name.text, [post]))
    for match in _COUNTED_THEN_NAMES.finditer(text):
        named = _names_of_list(text, match.end())
        if len(named) < 2 or any(_holds_place(name, places) for name in named):
            continue
        named = [name for name in named if not _known(persons, name.text)]
        head = next(find_heads(match.group("noun")), None)
        for name in named:
            post = Post(
                "text", name.start, name.start, head.position if head else "ASN",
                head.unit if head else "", "definitive", name=name,
            )  # fmt: skip
            persons.append(Person(name.text, [post]))


def _holds_place(name: Name, places: Sequence[Place]) -> bool:
    return any(p.field == "text" and p.start < name.end and name.start < p.end for p in places)


def _names_of_list(text: str, at: int) -> list[Name]:
    """The names in a row ("A, B dan C"), each of two words or more, or with something in parentheses behind."""
    named: list[Name] = []
    while (name := read_name(text, at)) and name.start - at < 12:
        if " " not in name.text and not text.startswith(" (", name.after):
            break
        named.append(name)
        gap = _AND.match(text, name.after)
        if not gap:
            break
        at = gap.end()
    return named


def _add_initials(
    document: Document, persons: list[Person], posts: Sequence[Post], places: Sequence[Place]
) -> None:
    text = document.text
    regional = {p.start for p in places if p.field == "text"}
    matches = [
        *_INITIALS.finditer(text),
        *_BRACKET_INITIALS.finditer(text),
        *_INITIALS_WITH_OFFICE.finditer(text),
        *_POST_THEN_INITIALS.finditer(text),
        *_LISTED_INITIALS.finditer(text),
        *_INITIALS_WITH_AGE.finditer(text),
    ]
    for match in sorted(matches, key=lambda m: m.start()):
        sentence = document.sentence_at("text", match.start())
        before = text[max(0, match.start() - 90) : match.start()]
        if sentence is None or _CITIZEN.search(before) or match.start("first") in regional:
            continue
        if match.re is _INITIALS_WITH_OFFICE:
            if _spells(match.group("first"), match.group()):
                continue
        elif not _SERVANT_NEAR.search(text, max(sentence.start, match.start() - 240), match.end() + 60):
            continue
        letters = [match.group("first")]
        if "more" in match.groupdict():
            letters += re.findall(
                r"(?<![A-Za-z])[A-Z]{1,4}(?:\.[A-Z])*(?![A-Za-z])",
                re.sub(r"\([^)]*\)", " ", match.group("more") or ""),
            )
        for letter in letters:
            shown = letter.rstrip(".")
            told = match.re is _INITIALS or (match.re is _INITIALS_WITH_OFFICE and "(" in match.group())
            if (
                (match.re is not _INITIALS and shown in _NO_INITIALS)
                or re.fullmatch(r"[IVX]{2,}", shown)
                or (not told and is_degree(shown))
                or any(p.name == shown for p in persons)
            ):
                continue
            post = _post_of_initials(document, match, posts, shown)
            persons.append(Person(shown, [post], initials=True))


def _spells(letters: str, words: str) -> bool:
    """Whether the words in parentheses spell the letters out ("APK (Alat Peraga Kampanye)")."""
    capitals = "".join(word[0] for word in re.findall(r"[A-Za-z]+", words[len(letters) :])).upper()
    return capitals[:1] == letters[:1] and (capitals.startswith(letters) or len(capitals) < 2)


def _post_of_initials(document: Document, match: re.Match[str], posts: Sequence[Post], shown: str) -> Post:
    """The post of a person given by initials: right before, told right after, or anywhere ("menjabat sebagai ...")."""
    name = Name(shown, match.start("first"), match.end("first"), match.end())
    near = [p for p in posts if p.field == "text" and not p.name]
    sentence = document.sentence_at("text", match.start())
    start = sentence.start if sentence else 0
    end = sentence.end if sentence else len(document.text)
    at = match.start("first")
    before = [p for p in near if start <= p.start and p.end <= at and at - p.end < 60]
    before = [
        p
        for p in before
        if institution_of(p.position) not in ("bawaslu", "kpu", "kasn", "polri") or "Panw" in p.position
    ]
    specific = [p for p in before if p.position not in ("ASN", "PPPK", "Staf")]
    behind = [p for p in near if match.end() <= p.start < min(end, match.end() + 90)]
    behind = [p for p in behind if _OFFICE_TAIL.search(document.text, max(0, p.start - 40), p.start)]
    told = [
        p
        for p in near
        if abs(p.start - at) < _NEAR_TOLD
        and p.position != "ASN"
        and _OFFICE_TAIL.search(document.text[max(0, p.start - 28) : p.start])
    ]
    staff = [p for p in before if p.position == "Staf" and at - p.end <= 16]
    if staff:
        specific = [p for p in specific if p.start > staff[-1].start]
    joined = [p for p in specific[-1:] if _RIGHT_BEFORE.fullmatch(document.text, p.end, at)]
    # "Camat (JT)": what stands in parentheses behind a post was taken for a part of it.
    joined += [p for p in near if start <= p.start < at <= p.end and document.text[at - 1] == "("]
    direct = [
        p
        for p in near
        if 0 <= p.start - match.end("first") <= 40
        and shown == match.group("first").rstrip(".")
        and _RIGHT_BEHIND.fullmatch(document.text, match.end("first"), p.start)
    ]
    for choice in (
        joined,
        direct[:1],
        specific[-1:],
        staff[-1:],
        behind[:1],
        told[:1],
        before[-1:],
    ):
        if choice:
            post = choice[0]
            return Post(
                "text",
                name.start,
                name.end,
                post.position,
                post.unit,
                post.status,
                post.place,
                post.district,
                name,
            )
    return Post("text", name.start, name.end, "ASN", "", "definitive", name=name)


def _spans(document: Document, person: Person, persons: Sequence[Person]) -> list[tuple[Field, int, int]]:
    """Where the person is named, by the whole name or by a word of it that is nobody else's."""
    words = {person.name}
    others = {w.casefold() for p in persons if p is not person for w in p.name.split()}
    if not person.initials:
        for word in re.findall(r"[\w'’-]{4,}", person.name):
            if word.casefold() not in others and not stops_name(word):
                words.add(word)
    for post in person.posts:
        if post.name:
            words.add(post.name.text)
    pattern = re.compile(
        r"(?<!\w)(?:" + "|".join(re.escape(w) for w in sorted(words, key=len, reverse=True)) + r")(?!\w)"
    )
    found: list[tuple[Field, int, int]] = [
        ("text", m.start(), m.end()) for m in pattern.finditer(document.text)
    ]
    found += [("title", m.start(), m.end()) for m in pattern.finditer(document.title)]
    return found


def settle_posts(persons: Sequence[Person], posts: Sequence[Post], setting: Setting) -> None:
    """Settle each person's chief post, its status and its region, and the further posts told expressly."""
    for person in persons:
        current = (
            [p for p in person.posts if p.status != "former" and not p.linked]
            or [p for p in person.posts if p.status != "former"]
            or person.posts
        )
        counts = Counter(_rank(p) for p in current)
        chief = max(
            current,
            key=lambda p: (p.position != "ASN", counts[_rank(p)] if p.field == "text" else 0, -p.start),
        )
        # The longest wording of the chief post: "Kepala Bidang" is "Kepala Bidang Disiplin" elsewhere.
        same = [
            p
            for p in current
            if p.position.startswith(chief.position) or chief.position.startswith(p.position)
        ]
        person.position = max((p.position for p in same), key=len)
        acting = any(p.status == "acting" for p in same) or (
            any(
                q.status == "acting" and q.position == chief.position and not q.name and _compatible(q, chief)
                for q in posts
            )
            and level_of(chief.position) in ("kabupaten", "kota", "provinsi")
        )
        former = any(p.status == "former" and p.position == chief.position for p in person.posts)
        person.status = "acting" if acting else "former" if former else chief.status
        person.region = _region(
            [*same, *(q for q in posts if q.position == chief.position and _compatible(q, chief))],
            person.position,
            setting,
        )
        for post in person.posts:
            linked = (post.linked or post.status == "former") and post.position != person.position
            if linked and not any(m[0] == post.position for m in person.more):
                person.more.append(
                    (post.position, post.status, _region([post], post.position, setting), post)
                )


def _rank(post: Post) -> str:
    return post.position


def _compatible(one: Post, other: Post) -> bool:
    return one.place is None or other.place is None or one.place.code == other.place.code


def _region(posts: Sequence[Post], position: str, setting: Setting) -> str | None:
    level = level_of(position)
    if level == "nasional" or any(post.unit == "ri" for post in posts):
        return None
    for post in posts:
        if post.place and post.place.code:
            code = post.place.code
            if level == "provinsi":
                return province_of(code)
            if level in ("kabupaten", "kota") and kind_of(code) != level:
                fitting = [c for c in post.place.candidates if kind_of(c) == level]
                if not fitting and kind_of(code) == "provinsi":
                    continue
                return fitting[0] if fitting else code
            if level in ("kecamatan", "desa") and kind_of(code) == "provinsi" and setting.regency:
                return setting.regency
            return code
    for post in posts:
        if post.district:
            codes = district_names().get(post.district.casefold(), ())
            if setting.regency in codes or not codes:
                continue
            near = [c for c in codes if c in setting.weights and len(c) > 2]
            if near:
                return max(near, key=lambda c: setting.weights[c])
            inside = [c for c in codes if province_of(c) == setting.province]
            if len(inside) == 1 and len(codes) == 1:
                return inside[0]
    return default_region(level, setting)
