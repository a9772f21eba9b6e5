"""Mentions of public posts: status, head, unit, place, and the person named with it.

The press writes "[Pj|Pjs|Plt|Plh] post [unit] [region][,] [honorific] NAME[, degrees]", or the name first
("NAME, Pj Bupati Mimika"; "NAME selaku Camat"). The spellings of heads and units are the codebook's
(``position_spellings.csv``, ``offices.csv``).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from pipelines.extraction.districts import capitals, known_district, place_at, read_district, skip_parenthesis
from pipelines.extraction.document import Field
from pipelines.extraction.facts import Status
from pipelines.extraction.heads import Head, find_heads
from pipelines.extraction.names import (
    Name,
    name_before,
    read_name,
)
from pipelines.extraction.offices import read_office
from pipelines.extraction.places import Place, PlaceIndex, dateline_end, district_names, fold

_STATUS_WORDS: tuple[tuple[Status, str], ...] = (
    (
        "acting",
        r"pj\.?s?\.?|pjs|plt\.?|plh\.?|penjabat(?:\s+sementara)?|pejabat\s+sementara|pelaksana\s+(?:tugas|harian)",
    ),
    ("former", r"mantan|eks|ex|bekas"),
    (
        "candidate",
        r"(?:bakal\s+)?calon(?:\s+(?:gubernur|bupati|wali\s?kota)\s+dan)?|bacalon|balon|kandidat|cabup|cawabup|paslon|pasangan|pemilihan",
    ),
)
_STATUS = re.compile(
    r"(?:"
    + "|".join(f"(?P<{status}>\\b(?:{words}))" for status, words in _STATUS_WORDS)
    + r")(?:\s*\((?:pjs?|plt|plh|penjabat)\.?\))?[\s.]*$",
    re.IGNORECASE,
)
_HEADLESS = re.compile(
    r"(?:kantor|rumah\s+dinas|rumah\s+jabatan|ruang\s+kerja|pendopo|aula|wakil|surat\s+edaran|se)\s*$",
    re.IGNORECASE,
)
_COMMITTEE_OF = re.compile(r"\s+(?:Pemilihan|Pemilu)\b(?:\s+(?:Kabupaten|Kota|Provinsi))?")
_PANWASLIH = re.compile(r"\(\s*Panwaslih\s*\)")  # Aceh's committees share the others' long name
_CEREMONY = re.compile(r"\s+(?:upacara|apel)\b")  # "inspektur upacara" is a part for a day
_DOUBLED_KIND = re.compile(
    r"\s+(?:Kabupaten|Kota|Provinsi)\s*\([^()\n]{2,14}\)"
)  # "Sekretaris Daerah Kota (Sekdako) Dumai"
_DIVISION_INSTITUTION = re.compile(
    r"\b(Bawaslu|Badan Pengawas Pem\w+(?:\s+Umum)?|Panwaslih|Panwaslu|Panwas|KPUD?|KIP)\b", re.IGNORECASE
)
_DIVISION = re.compile(
    r"[\s,]*yang\s+membidangi\b|[\s,]*(?:selaku\s+|yang\s+juga\s+)?(?:Ko+rdinator\s+)?(?:Divisi|Devisi|Kordiv|Koordiv|Koordinator\s+Divisi|Bidang)\b",
    re.IGNORECASE,
)
# "Divisi Pencegahan Abang Syahrial": without a comma the name begins where the words of divisions end.
_DIVISION_WORDS = re.compile(
    r"(?:[\s,&]*\b(?:Hukum|Penanganan|Penindakan|Penyelesaian|Pencegahan|Pengawasan|Pelanggaran|Sengketa|Hubungan|Masyarakat|Humas|Parmas|"
    r"Partisipasi|Antar|Lembaga|Data|Informasi|Datin|Organisasi|SDM|Sumber|Daya|Manusia|Pendidikan|Pelatihan|Diklat|HP3S|P3S|dan|dan/atau)\b)*"
)
_LINK = re.compile(
    r"(?:\s+Kelas\s+[IVAB]+)?(?:\s*\([^()\n]{1,60}\))?(?:\s+(?:itu|tersebut|dimaksud))?(?:\s*(?:,|–|-|:)?\s*(?:(?:yakni|yaitu|ialah|atas\s+nama|bernama|a\.?n\.?|An\.|saudara|sdr\.?|"
    r"yang\s+(?:diketahui\s+)?bernama|yang\s+(?:dilaporkan|diadukan|dimaksud)\s+(?:adalah|yakni|yaitu)|dijabat(?:\s+oleh)?|yang\s+dijabat(?:\s+oleh)?|adalah)\s+)?)",
    re.IGNORECASE,
)
_DETOUR = re.compile(
    r"\s*(?:,\s*(?:di|saat|ketika|usai|pada)|yang(?=\s+(?:bertugas|hadir|memimpin|membidangi|ditemui|dihubungi|dikonfirmasi)\b))\s[^,.\n“\"]{2,70},\s*"
)
_LIST_GAP = re.compile(r"\s*(?:,\s*(?:dan|serta)?|dan|serta)\s+(?=[A-Z])")
_DISTRICT_NEXT = re.compile(r"\s*Kecamatan\b")
# "Kabag Hukum Bawaslu Papua Barat": the institution of an office that is not the region's own.
_OF_INSTITUTION = re.compile(
    r"\s+(?:(?:pada|di|dari)\s+)?(?:Sekretariat\s+)?(?:Bawaslu|Panwaslih|KPUD?|KIP|KASN|BKN|DPRD|Setda\w{0,4}|Setkab|Setko\w?|Setprov|Kejaksaan\s+Negeri|Kejari|Kejaksaan\s+Tinggi|Kejati|Pengadilan\s+Negeri|PN|Polres\w*|Polda|Polsek)\b(?:\s+(?:Provinsi|Kabupaten|Kota)\b)?"
)
_WITH_ACTING = frozenset({"Bupati", "Wali Kota", "Gubernur", "Sekretaris Daerah"})
_PEJABAT = re.compile(r"\bPejabat\s+$")
_COURT = re.compile(r"Kejaksaan|Kejari|Kejati|Pengadilan|\bPN\b")
_LOCAL = re.compile(r"\s+setempat\b")
_GROUP_OF = re.compile(r"\s+(?:Partai\s+)?(?:[A-Z][\w-]*\s+){0,2}[A-Z][\w-]*(?=\s+DPRD\b)")
_WITH_AGE = re.compile(r"\(\d\d")
_SAYS = re.compile(r"\b(?:ujar|kata|ungkap|tegas|jelas|tutur|papar|sebut|imbuh|tambah)\s+$")
_NAMED_BY_INITIALS = re.compile(r"(?<![A-Za-z])[A-Z]{2,3}\s*,\s*(?:(?:Pjs?|Plt|Plh)\.?\s*)?$")
_OF_NUMBER = re.compile(
    r"\s+[\dXVI]+(?:\s*/\s*[A-Z]\w+|\s+[A-Z]\w+(?=\s+(?:Mayjen|Brigjen|Kolonel|Letkol|Mayor|Laksma)))?"
)
# A house style: "Badan Kepegawaian ... atau BKPSDM".
_OR_IN_FULL = re.compile(r"\s+atau\s+[A-Z]{3,10}\b")
# "Kepala UPTD Pendidikan Siak Hulu inisial NS"
_BEFORE_INITIALS = re.compile(r"(?:\s+[A-Z][a-z]+){1,3}(?=\s+(?:ber)?inisial\b)")
_OF_DISTRICT = re.compile(r"\s+(?:(?:pada|di)\s+)?(?:Kantor\s+)?(?:Kecamatan|Kelurahan|Distrik)\s+[A-Z]")
_REGIONAL = re.compile(
    r"(?:\s*\([^()\n]{2,14}\))?\s*(?:[IVX]+\b)?\s*(?:BKN|Badan\s+Kepegawaian\s+Negara)?(?:\s*\(\w+\))?(?:\s+[IVX]+\b)?"
)
_NATIONAL = re.compile(r"\s+(?:RI|Republik\s+Indonesia)\b")
# A region's short name that the codebook does not know ("Kepala BKPSDM KBB, Tata ...").
_UNKNOWN_SHORT = re.compile(r"\s+(?!RI\b|SH\b|SE\b|MM\b|MH\b|ST\b)[A-Z]{2,5}(?=,\s+[A-Z][a-z])")
_FIELD_OF = re.compile(r"\s*,?\s*(?:bidang|urusan)\b", re.IGNORECASE)
_NAME_FIRST = re.compile(
    r"(?:\s*,?\s*(?:selaku|sebagai|yang\s+(?:juga\s+)?(?:merupakan|menjabat(?:\s+sebagai)?|adalah|selaku|sebagai)|yang\s+juga|"
    r"merupakan|menjabat(?:\s+sebagai)?|merangkap|yang\s+sehari-hari(?:\s+(?:sebagai|menjabat|bertugas\s+sebagai))?|dari)\s+(?:seorang\s+)?|\s*(?:,|\(\d\d(?:\s*(?:tahun|thn?))?\)\s*,?)\s*(?:seorang\s+)?(?:oknum\s+)?|\s*[–(]\s*)$",
    re.IGNORECASE,
)
_SEVERAL = re.compile(
    r"\b(?:para|seluruh|semua|setiap|segenap|sejumlah|beberapa|antar|dan|oknum)\s+$", re.IGNORECASE
)
_APPOSITION = re.compile(r",\s*(?:salah\s+satu|salah\s+seorang|seorang)\s+[^,.\n]{3,90}$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Post:
    """A mention of a post.

    ``position`` is canonical; ``unit`` the kind of what follows the head (``place`` for camat and the like).
    ``place`` is the settled region printed with it, ``district`` the kecamatan or village printed with it.
    ``name`` is the person named with it, or None; ``linked`` tells a second post ("yang juga", "selaku").
    """

    field: Field
    start: int
    end: int
    position: str
    unit: str
    status: Status
    place: Place | None = None
    district: str | None = None
    name: Name | None = None
    linked: bool = False


def _named_behind(text: str, at: int) -> Name | None:
    """The name that closes the clause behind a comma: "Sekretaris Desa Tegalsari Anyar, Mulyono."."""
    name = read_name(text, comma.end()) if (comma := re.compile(r",\s+").match(text, at)) else None
    return name if name and text[name.after : name.after + 1] in (".", ",") else None


def _with_known_places(text: str, posts: list[Post]) -> list[Post]:
    """ "Lurah Batu Merah" is read as a place and a person's name; where the story elsewhere prints "Lurah Batu Merah, Donny
    Syahrir", it is the place."""
    known = {post.district for post in posts if post.district and post.name and " " in post.district}
    mended = []
    for post in posts:
        whole = f"{post.district} {post.name.text}" if post.district and post.name else ""
        if post.name and whole in known:
            post = replace(post, district=whole, end=post.name.end, name=None)
        elif (
            post.name
            and whole
            and " " not in post.name.text
            and (named := _named_behind(text, post.name.end))
        ):
            post = replace(post, district=whole, end=post.name.end, name=named)
        mended.append(post)
    return mended


_PEOPLE = frozenset({"ASN", "PPPK", "Tenaga Honorer"})


class PostReader:
    """Reads the posts of one text (a title or a body), given the regions mentioned in it."""

    def __init__(self, text: str, field: Field, places: Sequence[Place], *, headline: bool = False) -> None:
        self.text = text
        self.field = field
        self.places = PlaceIndex(places)
        self.headline = headline
        self.dateline = dateline_end(text) if field == "text" else 0

    def posts(self) -> list[Post]:
        """Every mention of a post, in order, each with the person named with it if any."""
        found: list[Post] = []
        taken = 0
        for head in find_heads(self.text):
            if head.start < taken:
                continue
            post = self._read(head)
            if post is None:
                continue
            found.append(post)
            taken = post.name.end if post.name else post.end
            for further in self._same_head(post):
                found.append(further)
                taken = further.name.end if further.name else further.end
        return self._name_first(_with_known_places(self.text, found))

    def _same_head(self, post: Post) -> Iterator[Post]:
        """The further holders of a list whose head is printed once: "Camat Baamang A, Ketapang B dan Seranau C"."""
        while post.unit == "place" and post.district and post.name:
            gap = _LIST_GAP.match(self.text, post.name.after)
            if not gap:
                return
            end = known_district(self.text, gap.end())
            name = read_name(self.text, end) if end else None
            if end is None or name is None or any(self.places.between(name.start, name.end)):
                return
            district = self.text[gap.end() : end]
            post = replace(post, start=gap.end(), end=end, place=None, district=district, name=name)
            yield post

    def _read(self, head: Head) -> Post | None:
        text = self.text
        status: Status = "definitive"
        start = head.start
        if (head.unit != "divisi" and _HEADLESS.search(text, max(0, start - 16), start)) or _CEREMONY.match(
            text, head.end
        ):
            return None
        match = _STATUS.search(text, max(0, start - 40), start)
        if match:
            status = match.lastgroup  # type: ignore[assignment]
            start = match.start()
        if status == "candidate":
            return None
        position, end, place, district = self._unit(head)
        # The press writes "Pejabat Bupati" for Penjabat.
        if (
            not match
            and position in _WITH_ACTING
            and (official := _PEJABAT.search(text, max(0, start - 10), start))
        ):
            status, start = "acting", official.start()
        if position.endswith("Panwaslu") and _PANWASLIH.search(text, head.start, end):
            position = position.replace("Panwaslu", "Panwaslih")
        post = Post(self.field, start, end, position, head.unit, status, place, district)
        return replace(post, name=self._name_after(post))

    def _unit(self, head: Head) -> tuple[str, int, Place | None, str | None]:
        text, at, position = self.text, head.end, head.position
        district: str | None = None
        national = _NATIONAL.match(text, at)
        at = national.end() if national else at
        doubled = _DOUBLED_KIND.match(text, at)
        at = doubled.end() if doubled else skip_parenthesis(text, at)
        if head.unit == "regional":
            regional = _REGIONAL.match(text, at)
            at = regional.end() if regional else at
        if head.unit == "divisi":
            return self._division(head)
        if head.unit in ("office", "office-known", "asisten", "staf"):
            position, at = read_office(text, head, at, self.places)
            at = skip_parenthesis(text, at)
            group = _GROUP_OF.match(text, at) if position == "Ketua Fraksi" else None
            at = group.end() if group else at
            institution = _OF_INSTITUTION.match(text, at)
            at = skip_parenthesis(text, institution.end()) if institution else at
            if institution and _COURT.search(institution.group()) and not place_at(self.places, at, text):
                # A court is named for a town, which need not be a region: "hakim Pengadilan Negeri (PN) Koto Baru".
                town = capitals(text, at, 3)
                at = town[-1][1] if 0 < len(town) < 3 else at
            number = _OF_NUMBER.match(text, at) if "Kod" in position or "Korem" in position else None
            at = number.end() if number else at
            expanded = _OR_IN_FULL.match(text, at)
            at = expanded.end() if expanded else at
            inner = _BEFORE_INITIALS.match(text, at)
            at = inner.end() if inner else at
            if _OF_DISTRICT.match(text, at):  # "Kasi Pemerintahan Kecamatan Sekongkang"
                district, at, _ = read_district(text, at, self.places)
        place: Place | None = None
        if head.unit == "place":
            named = _NAMED_BY_INITIALS.search(text, max(0, head.start - 20), head.start)
            spans = capitals(text, at, 4) if named else []
            if spans:  # "IM, Camat Gaung Anak Serka, dan ...": all of it is the place
                district, at = text[spans[0][0] : spans[-1][1]], spans[-1][1]
            else:
                district, at, place = read_district(text, at, self.places)
        for _ in range(3):
            found = place_at(self.places, at, text)
            if found is None or found.end <= at:
                break
            # What follows a comma is a region of the post only if its kind is printed, else it may be a list.
            if "," in text[at : found.start] and found.kind is None and not district:
                inside = (
                    place
                    and place.code
                    and found.code == place.code[:2]
                    and (text[found.end : found.end + 1] == "," or read_name(text, found.end))
                )
                if inside:  # "Bupati Berau, Kalimantan Timur, Darwis Hamdi", also without the last comma
                    at = found.end
                break
            place = place if place and found.start > at + 3 and place.kind else found
            at = skip_parenthesis(text, found.end)
        if place is None and not district:
            unknown = _UNKNOWN_SHORT.match(text, at)
            at = unknown.end() if unknown else at
        if head.unit in ("staf", "asisten") and place is None and _FIELD_OF.match(text, at):
            comma = self._comma_name(at)  # "Staf Ahli Bidang Hukum, Politik dan Pemerintahan, Rahmat"
            if comma is not None:
                return position, comma, place, district
        if head.unit == "bawaslu" and place is None and (rest := _COMMITTEE_OF.match(text, at)):
            at = rest.end()
            place = place_at(self.places, at, text)
            at = skip_parenthesis(text, place.end) if place else at
        if head.unit == "bawaslu" and _DISTRICT_NEXT.match(text, at):
            district, at, _ = read_district(text, at, self.places)
        if head.unit == "bawaslu":
            division = _DIVISION.match(text, at)
            if division:
                at = division.end()
                comma = self._comma_name(at)
                if comma is not None:
                    return position, comma, place, district
                at = _DIVISION_WORDS.match(text, at).end()  # type: ignore[union-attr]
        return position, at, place, district

    def _division(self, head: Head) -> tuple[str, int, Place | None, str | None]:
        """ "Koordinator Divisi ... Bawaslu [region]": a member of the institution named behind the division."""
        text = self.text
        stop = re.compile(r"[.;\n“”\"]").search(text, head.end)
        limit = min(stop.start() if stop else len(text), head.end + 170)
        institution = _DIVISION_INSTITUTION.search(text, head.end, limit)
        if not institution:
            comma = self._comma_name(head.end)
            return "Anggota Bawaslu", comma if comma is not None else head.end, None, None
        word = institution.group(1).casefold()
        position = "Anggota Bawaslu"
        if word.startswith("panwaslih"):
            position = "Anggota Panwaslih"
        elif word.startswith("panwas"):
            position = "Anggota Panwaslu"
        elif word.startswith("kpu"):
            position = "Anggota KPU"
        elif word == "kip":
            position = "Anggota KIP"
        at = skip_parenthesis(text, institution.end())
        if local := _LOCAL.match(text, at):  # "Dari Kabupaten Sigi, Kordiv Humas Bawaslu setempat, ..."
            near = list(self.places.between(max(0, head.start - 80), head.start))
            return position, local.end(), near[-1] if near else None, None
        place = place_at(self.places, at, text)
        if place:
            at = skip_parenthesis(text, place.end)
        return position, at, place, None

    def _comma_name(self, at: int) -> int | None:
        """The position of the comma, after a division's name, that a person's name follows."""
        for match in re.compile(r",").finditer(self.text, at, min(len(self.text), at + 150)):
            if re.search(r"[.;\n“”\"]", self.text[at : match.start()]):
                return None
            if read_name(self.text, match.end()):
                return match.start()
        return None

    def _name_after(self, post: Post) -> Name | None:
        text = self.text
        if post.position in _PEOPLE or (
            text[post.start].islower() and _SEVERAL.search(text, max(0, post.start - 20), post.start)
        ):
            return None  # "ASN", "honorer": what follows is hardly ever a name, see ``persons`` for "ASN bernama X"
        headline = self.headline or self._in_headline(post.start)
        link = _LINK.match(text, post.end)
        at = link.end() if link else post.end
        name = read_name(text, at, headline=headline)
        if name is None:
            detour = _DETOUR.match(text, post.end)
            if detour:
                name = read_name(text, detour.end())
        if name is None or "\n" in text[post.end : name.start]:
            return None
        if headline and not self.headline and text.count(name.text) < 2:
            return None  # words of a headline left in the text, not a person of the story
        if any(p.end - p.start >= name.end - name.start for p in self.places.between(name.start, name.end)):
            return None
        if " " not in name.text and name.text.isupper() and not text[post.start : post.end].isupper():
            return None  # "Tidak hanya camat, GMKI juga ...": an organisation
        if " " not in name.text and (
            self.places.begins_a_place(name.text)
            or (post.unit == "place" and text[post.start].islower() and fold(name.text) in district_names())
        ):
            return None
        return name

    def _in_headline(self, at: int) -> bool:
        """Whether ``at`` stands in a line set like a headline: nearly every word with a capital, no full stop."""
        start = self.text.rfind("\n", 0, at) + 1
        end = self.text.find("\n", at)
        line = self.text[start : end if end >= 0 else len(self.text)]
        if len(line) > 200 or line.rstrip().endswith((".", "”", '"')):
            return False
        words = [w for w in re.findall(r"[^\W\d_]+", line) if len(w) > 3]
        return len(words) > 3 and sum(w[0].isupper() for w in words) >= 0.75 * len(words)

    def _name_first(self, posts: list[Post]) -> list[Post]:
        taken = {post.name.end: post.name.start for post in posts if post.name}
        result: list[Post] = []
        for post in posts:
            link = _NAME_FIRST.search(self.text, max(0, post.start - 40), post.start)
            if link:
                words = link.group().strip(" ,–(").casefold()
                name = name_before(
                    self.text, self._behind_apposition(link.start()) if words else link.start()
                )
                if name and (
                    name.start < self.dateline
                    or any(p.start <= name.start < p.end for p in posts)
                    or (
                        name.text.isupper() and link.group().strip() in ("–", "-")
                    )  # a dateline below the headline
                ):
                    name = None
                if (
                    name
                    and " " not in name.text
                    and (
                        (not words and self.text[post.start].islower() and not self._told_again(name))
                        or (self._opens_sentence(name.start) and not self._named_elsewhere(name))
                    )
                ):
                    name = None
                name = self._behind_region(name)
                if name and _WITH_AGE.search(link.group()):
                    # "Wasduki (52), Kepala Desa A, Slamet (47), Kepala Desa B": each name goes before its post.
                    result.append(replace(post, name=name))
                    continue
                used = name is not None and name.end in taken
                if name and not used and self._is_place_after_all(post):
                    post = replace(post, name=None, end=post.name.end if post.name else post.end)
                if (
                    name
                    and (not used or words)
                    and (post.name is None or words)
                    and not (post.position in _PEOPLE and not words)
                ):
                    if not self._is_region(name):
                        known = name.end in taken
                        result.append(replace(post, name=name, linked=known))
                        continue
            elif post.name is None and post.position not in _PEOPLE:
                # "Yopi Rampen wakil wali kota Tomohon": the post right behind the name, without a comma.
                name = name_before(self.text, post.start)
                if (
                    name
                    and (" " in name.text or _SAYS.search(self.text, max(0, name.start - 14), name.start))
                    and name.end not in taken
                    and name.start >= self.dateline
                    and not self._in_headline(post.start)
                    and not self.headline
                    and not self._is_region(name)
                ):
                    result.append(replace(post, name=name))
                    continue
            result.append(post)
        return result

    def _behind_apposition(self, at: int) -> int:
        """ "Rahmat Idris, salah satu pegawai ASN (...) yang juga menjabat sebagai": where the name ends."""
        match = _APPOSITION.search(self.text, max(0, at - 110), at)
        return match.start() if match else at

    def _named_elsewhere(self, name: Name) -> bool:
        """Whether a capitalised word that opens a sentence stands inside one, or behind a first name, elsewhere."""
        return (
            re.search(rf"(?:[a-z,]|[A-Z]\w*\.|[A-Z][a-z]+) {re.escape(name.text)}\b", self.text) is not None
        )

    def _told_again(self, name: Name) -> bool:
        """Whether a name of one word stands elsewhere behind what only persons are called: "saudara", "terlapor"."""
        return (
            re.search(
                rf"\b(?:saudara|saudari|Pak|Bu|Sdr\.?|terlapor|terdakwa)\s+{re.escape(name.text)}\b",
                self.text,
            )
            is not None
        )

    def _is_place_after_all(self, post: Post) -> bool:
        """ "Sukri, Kades Karang Anyar Barat, dibebaskan": with a name before it, the word behind is still the place."""
        return (
            post.unit == "place"
            and post.name is not None
            and " " not in post.name.text
            and re.match(
                r"\s*(?:,\s+(?!dan\b|serta\b)[a-z]|yang\b|di\b|dari\b|[.;]\s)",
                self.text[post.name.end : post.name.end + 10],
            )
            is not None
        )

    def _opens_sentence(self, at: int) -> bool:
        before = self.text[max(0, at - 3) : at].strip(" “\"'”")
        return not before or before[-1] in ".!?\n"

    def _behind_region(self, name: Name | None) -> Name | None:
        """ "Ketua Apdesi Mamasa Yusuf Demma": the name begins behind the region that runs into it."""
        inside = list(self.places.between(name.start, name.end)) if name else []
        if name is None or not inside or inside[-1].end >= name.end:
            return name
        rest = read_name(self.text, inside[-1].end)
        return rest if rest and rest.end == name.end else name

    def _is_region(self, name: Name) -> bool:
        """Whether a name is a region, overlaps one, or is the first word of one named in the story ("Raja" Ampat)."""
        return any(self.places.between(name.start, name.end)) or self.places.begins_a_place(name.text)
