"""Where a story plays: the weight of every region mentioned, and the regions that the story is about.

A region counts where the text ties it to servants, to an office or to a case; a dateline, a guest list, a party branch,
a police district or a court alone does not make a story one of that region.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field

from datasets.codebook.tables import regions
from pipelines.extraction.document import Document, Field
from pipelines.extraction.facts import RegionFact
from pipelines.extraction.places import Place, dateline_end, kind_of, province_of
from pipelines.extraction.posts import Post
from pipelines.words import Words

_TIED = Words(
    r"\b(?:asn|pns|pppk|aparatur\s+sipil\s+negara(?:\s*\(asn\))?|pegawai|pemkab|pemkot|pemprov|pemda|pemerintah(?:\s+(?:daerah|kabupaten|kota|"
    r"provinsi))*(?:\s*\(\w+\))?|bawaslu|panwaslu|panwas|panwaslih|kabupaten|kota|provinsi|kades|camat|lurah|setda|bkpsdm|bkd|"
    r"lingkungan|lingkup|jajaran|se-|netralitas|pilkada|pilbup|pilwako|pilgub|opd|dinas|kepala\s+desa|warga|daerah|orang)\s*(?:di\s+)?(?:se-?\s?)?$",
)
_UNTIED = Words(
    r"\b(?:universitas|univ\.?|kampus|pn|pengadilan\s+negeri|pengadilan|polres|polresta|polda|kapolres|kapolda|kapolsek|kodim|korem|bandara|"
    r"jalan|jl\.?|dpd|dpc|dpw|partai|pdi\s+perjuangan|pdip|golkar|lapas|rutan|stadion|pelabuhan|kemenag|alumni|asal|dapil|"
    r"kejari|kejati|lembaga\s+pemasyarakatan|rsud|hotel|masjid|pasar|pulau|gunung|tribun|radar|harian|media)\s+(?:\w+\s+)?$",
)
# "di kantornya, Jalan Turangga, Kota Bandung": an address.
_ADDRESS = Words(r"\b(?:jalan|jl\.?)\s+[\w .]{2,40},\s*(?:kota\s+|kabupaten\s+)?$")
_COUNTED = Words(
    r"\s*\(?\s*(?:\d+|satu|dua|tiga|empat|lima|enam|tujuh|delapan|ada\s+\d+|terdapat\s+\w+|juga\s+ada)\s+(?:orang|kasus|asn|laporan|pns)",
)
# "dua dari Rokan Hulu", "tersebar di Pelalawan dan ..."
_COUNTED_BEFORE = Words(
    r"\b(?:\d+|satu|dua|tiga|empat|lima|enam|tujuh|delapan|sembilan)\s+(?:(?:orang|asn|kasus|laporan|pns)\s+)?(?:dari|asal|di)\s+$|\btersebar\s+di\s+$"
)
_ROW_GAP = Words(r"[\s,]*(?:\b(?:dan|serta|lalu|kemudian|disusul|menyusul|kota|kabupaten|kab\.?)\b[\s,]*)*")
_ROW_SUBJECT = Words(
    r"\b(?:asn|pns|kasus|laporan|pelanggaran|ketidaknetralan|netralitas|kades|diduga|rawan)\b"
)
_GUESTS = Words(
    r"\b(?:turut\s+hadir|hadir\s+dalam|dihadiri|tampak\s+hadir|yang\s+hadir|peserta\s+(?:kegiatan|acara|apel)|mereka\s+yang\s+ikut|diikuti(?:\s+oleh)?|undangan)\b",
)
_FORMER = Words(r"\b(?:mantan|eks|bekas|pernah\s+menjabat)\b[^,.]{0,30}$")


@dataclass
class Setting:
    """The weights of regions by code, the chief regency and province (codes or None), and the mentions behind them."""

    weights: dict[str, float] = field(default_factory=dict)
    strong: dict[str, list[Place]] = field(default_factory=lambda: defaultdict(list))
    plain: dict[str, list[Place]] = field(default_factory=lambda: defaultdict(list))
    regency: str | None = None
    province: str | None = None

    def near(self, codes: Sequence[str]) -> str | None:
        """Of several regions the one that the story is most likely about: the chief regency, else its province."""
        if self.regency in codes:
            return self.regency
        same = [c for c in codes if c[:2] == self.province]
        weighed = [c for c in codes if c in self.weights]
        if weighed:
            return max(weighed, key=lambda c: self.weights[c])
        return same[0] if len(same) == 1 else None


def read_setting(document: Document, places: Sequence[Place], posts: Sequence[Post]) -> Setting:
    """Weigh every settled mention of a region."""
    setting = Setting()
    bound = {
        (p.field, post.place.start)
        for post in posts
        if (p := post.place) and post.status != "former" and post.place
    }
    text = document.text
    dateline = dateline_end(text)
    weights: dict[str, float] = defaultdict(float)
    listed = _listed(places, document)
    guest_lists: dict[tuple[Field, int], bool] = {}
    for place in places:
        code = place.code
        if code is None:
            continue
        source = text if place.field == "text" else document.title
        before = source[max(0, place.start - 45) : place.start]
        sentence = document.sentence_at(place.field, place.start)
        words = sentence.text if sentence else ""
        if _FORMER.search(before) or _UNTIED.search(before) or _ADDRESS.search(before):
            weights[code] += 0.1
            continue
        if place.field == "text" and place.end <= dateline:
            weights[code] += 0.5 if place.via != "capital" else 0.4
            setting.plain[code].append(place)
            continue
        key = (place.field, sentence.start if sentence else 0)
        if key not in guest_lists:
            guest_lists[key] = bool(_GUESTS.search(words))
        guests = guest_lists[key]
        tied = (
            bool(_COUNTED_BEFORE.search(source, max(0, place.start - 40), place.start))
            or (place.field, place.start) in bound | listed
            or bool(_COUNTED.match(source, place.end))
            or place.kind is not None
            or bool(_TIED.search(before))
        )
        weight = 3.0 if place.field == "title" else 2.0 if tied else 1.0
        if place.via == "capital":
            weight *= 0.6
        if guests:
            weight *= 0.3
        weights[code] += weight
        if (tied or place.field == "title") and not guests and place.via != "capital":
            setting.strong[code].append(place)
        else:
            setting.plain[code].append(place)
    setting.weights = dict(weights)
    regencies = {c: w for c, w in weights.items() if len(c) > 2}
    by_province: dict[str, float] = defaultdict(float)
    for code, weight in weights.items():
        by_province[province_of(code)] += weight
    if by_province:
        setting.province = max(by_province, key=lambda c: by_province[c])
    if regencies:
        setting.regency = max(regencies, key=lambda c: regencies[c])
    return setting


def _listed(places: Sequence[Place], document: Document) -> set[tuple[Field, int]]:
    """The mentions in an enumeration of three or more regions in a sentence about servants or cases."""
    found: set[tuple[Field, int]] = set()
    row: list[Place] = []
    for place in [*places, None]:
        source = document.text if place and place.field == "text" else document.title
        joined = (
            place is not None
            and row
            and row[-1].field == place.field
            and _ROW_GAP.fullmatch(source, row[-1].end, place.start)
        )
        if not joined:
            if len(row) >= 3:
                sentence = document.sentence_at(row[0].field, row[0].start)
                if sentence and _ROW_SUBJECT.search(sentence.text):
                    found |= {(p.field, p.start) for p in row}
            row = []
        if place is not None:
            row.append(place)
    return found


def story_regions(document: Document, setting: Setting, acting: Collection[str]) -> list[RegionFact]:
    """The regions that the story is about.

    ``acting`` are the regions of the posts of those who speak or are accused; they count as tied.
    """
    chosen: dict[str, Place] = {}
    provincial = setting.province in acting and not any(len(c) > 2 for c in acting)
    for code, mentions in setting.strong.items():
        if len(code) == 2:
            continue
        chief = setting.weights.get(setting.regency or "", 0.0)
        in_title = any(m.field == "title" for m in mentions)
        weight = setting.weights[code]
        if code in acting or in_title or weight >= max(2.0, 0.3 * chief) or (provincial and weight >= 2):
            chosen[code] = mentions[0]
    for code, mentions in setting.plain.items():
        sentences = {document.sentence_number(m.start) for m in mentions if m.field == "text"}
        if (
            code not in chosen
            and len(code) > 2
            and (code in acting or (len(sentences) >= 4 and not provincial))
        ):
            chosen[code] = mentions[0]
    for code, mentions in setting.strong.items():
        if len(code) == 2 and (
            code in acting or any(m.field == "title" for m in mentions) or setting.weights[code] >= 4
        ):
            chosen[code] = mentions[0]
    if not chosen and setting.weights:
        best = max(setting.weights, key=lambda c: setting.weights[c])
        found = setting.strong.get(best) or setting.plain.get(best)
        if found:
            chosen[best] = found[0]
    facts = []
    for code, place in sorted(chosen.items(), key=lambda item: -setting.weights.get(item[0], 0.0)):
        inferred = (
            ()
            if place.via == "name" and len(place.candidates) == 1
            else (f"region:{place.via if place.via != 'name' else 'homonym'}",)
        )
        facts.append(
            RegionFact(
                code,
                regions()[code].name,
                document.evidence(
                    place.field, place.start, place.end, "region", inferred=inferred,
                    confidence="high" if setting.strong.get(code) else "medium",
                ),
            )
        )  # fmt: skip
    return facts


def default_region(position_level: str, setting: Setting) -> str | None:
    """The region of a post printed without one: the story's province for provincial posts, else its chief regency."""
    if position_level == "nasional":
        return None
    if position_level == "provinsi":
        return setting.province
    if (
        position_level in ("kabupaten", "kota")
        and setting.regency
        and kind_of(setting.regency) != position_level
    ):
        same = [c for c in setting.weights if len(c) > 2 and kind_of(c) == position_level]
        if same:
            return max(same, key=lambda c: setting.weights[c])
    provincial = setting.province and setting.strong.get(setting.province)
    if provincial and setting.regency and not setting.strong.get(setting.regency):
        return setting.province  # the regency stands in a dateline, or in passing
    return setting.regency or setting.province
