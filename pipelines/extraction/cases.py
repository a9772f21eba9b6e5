"""Cases: who is said to have broken neutrality, by what act, and how far the case has got.

A case is a named person, a person given by initials, a post without a name, or a counted group, in a sentence that
tells of something alleged, reported or proven. Lists of prohibitions, warnings and hypothetical acts are no case.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Sequence

from datasets.codebook.tables import positions, regions
from pipelines.extraction.case_words import (
    ACCUSE,
    AGENT,
    ATTENDANCE,
    HYPOTHETICAL,
    LIST_INTRO,
    NUMBER,
    OVERSIGHT,
    POST_ACCUSED,
    SAID_BEFORE,
    SENTENCED,
    STRONG,
    SUBJECT_AFTER,
    SUBJECT_BEFORE,
    is_telling,
)
from pipelines.extraction.document import Document, Sentence
from pipelines.extraction.facts import Confidence, ViolationFact
from pipelines.extraction.groups import GroupReader
from pipelines.extraction.outcomes import ACT, LIST_START, STAGE, Case, OutcomeReader
from pipelines.extraction.persons import Person, institution_of, is_authority, level_head
from pipelines.extraction.places import Place
from pipelines.extraction.posts import Post
from pipelines.extraction.setting import Setting
from pipelines.extraction.speech import post_begins, says
from pipelines.extraction.unnamed import UnnamedReader
from pipelines.relevance import NEUTRALITY
from pipelines.words import Words

# A headline that urges: "Ingatkan Reje Tak Ikut Berkampanye", "Peratin Deklarasi Netral".
_URGED = Words(
    r"\b(?:(?:di|me)?(?:ng)?ingatkan|(?:di|meng)?h?imbau\w*|(?:di|me)?minta|(?:di|me)?larang\w*|(?:meng)?ajak|tak|tidak|jangan|wajib|harus|netral\w*|awas|wanti-wanti|bisa|boleh)\b"
)
# A headline that finds: "Pj Bupati Langgar Netralitas", "Panwas Temukan PNS Ikut Kampanye".
_FOUND = Words(
    r"\b(?:langgar|pergoki|kepergok|temukan\s+(?:\w+\s+){0,2}(?:pns|asn|kades|camat)|(?:dinilai|dianggap)\s+(?:\w+\s+){0,2}(?:tak|tidak)\s+netral|dilaporkan|diadukan)\b"
)
_NOT_FOUND = Words(
    r"\b(?:akan|bisa|siap|terancam|jika|bila|kalau|jangan|yang|awas|dapat|bakal|tak|tidak\s+(?:temukan|terlibat)|belum|dilarang|larang|ingatkan|imbau|minta|agar|boleh|sanksi\s+bagi|potensi|rawan|cegah|antisipasi)\b|\?"
)
_TITLE_PARTS = re.compile(r"[,;:?!]\s|\s[-–]\s")
_SUMMONED = Words(r"\b(?:di)?(?:usut|panggil|periksa|sidang|vonis|sanksi|proses|klarifikasi)\b|\btersangka\b")
_WITNESSES = Words(r"\bsaksi\b[^.;]*\b(?:termasuk|yakni|yaitu|antara\s+lain|di\s?antaranya)\b[^.;]*$")
_SEVERAL = Words(rf"\b(?!satu\b|seorang\b|salah\b|1\b){NUMBER}\s+(?:(?:orang|oknum)\s+)?$")
_ONE_HOLDER = Words(r"\b(?:oknum|seorang|salah\s+(?:satu|seorang)|satu|sang)\s+(?:\w+\s+)?$")
_THAT_HOLDER = Words(r"\s*(?:yang|itu|tersebut|ini|dimaksud)\b")


def _kind_of_post(position: str | None) -> str:
    """The first two words of a post: whose head he is matters less than what he is. Village heads have many titles."""
    listed = positions().get(position or "")
    if listed and (listed.name_en or "").startswith(("Village Head", "Gampong Head", "Nagari Head")):
        return "Kepala Desa"
    return " ".join((position or "").split()[:2])


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
        self.posts = sorted((p for p in posts if p.field == "text"), key=lambda p: p.start)
        self._post_starts = [p.start for p in self.posts]
        self._begins = post_begins(posts)
        self.places = places
        self.setting = setting
        # Unnamed accused belong where those who tell of them hold office: a province's cases are not its capital's.
        told_by = Counter(p.region for p in persons if p.speaks and p.region)
        self.chief = told_by.most_common(1)[0][0] if told_by else setting.regency or setting.province
        self.telling = [is_telling(s.text) for s in self.sentences]
        self.told: set[int] = set()
        title = document.title
        self.title_tells = is_telling(title) or bool(
            (ACT.search(title) or _SUMMONED.search(title)) and not _URGED.search(title)
        )
        self.title_finds = bool(_FOUND.search(title)) and not _NOT_FOUND.search(title)
        # "Camat dan Keuchik Hadiri Peresmian Posko": those of the story who hold these posts are meant.
        self.headlined = {
            p.position for p in posts if p.field == "title" and not p.name and self._headlined(p)
        }
        self.groups = GroupReader(document, places, self.telling, self.chief)
        self.unnamed = UnnamedReader(document, places, self.posts, self.telling, self.groups)
        self.outcomes = OutcomeReader(document, self.telling, self._speaks_at, persons)

    def read(self) -> list[ViolationFact]:
        """The cases, one a person up to six identified, one a counted or unnamed group."""
        named = [case for person in self.persons if (case := self._of_person(person))]
        by_post = self._by_post(named)
        groups = self.groups.read(named, by_post)
        crowd = self._crowd(named)
        if len(crowd) > 6:
            if not any(g.count and g.count >= len(crowd) for g in groups):
                groups.append(self._as_one(crowd))
            for case in crowd:
                assert case.person
                case.person.accused = True
            named = [case for case in named if case not in crowd]
        if named:
            known = {_kind_of_post(c.position) for c in (*named, *groups)}
            apart = [
                c
                for c in by_post
                if c.person or c.district or (_kind_of_post(c.position) not in known and self._singled_out(c))
            ]
            cases = named + groups + apart + self.unnamed.elsewhere(named, self.chief)
        else:
            counted = {group.position for group in groups}
            apart = [c for c in by_post if c.person or c.district or (not groups or self._singled_out(c))]
            cases = groups + [c for c in apart if c.position not in counted] or self.unnamed.read(
                by_headline=self.title_finds
            )
        for case in cases:
            if case.person:
                case.person.accused = True
        self.told = {number for case in cases for number in case.sentences}
        return [self._fact(case, cases) for case in cases]

    def _as_one(self, crowd: Sequence[Case]) -> Case:
        """More than six identified persons are one entry (convention of the annotated set)."""
        positions = {case.position for case in crowd}
        position = positions.pop() if len(positions) == 1 else "ASN"
        numbers = sorted({n for case in crowd for n in case.sentences})
        words = f"{len(crowd)} {position}"
        return Case(
            words,
            position,
            crowd[0].region,
            numbers,
            None,
            len(crowd),
            crowd[0].start,
            crowd[0].end,
            "case:crowd",
        )

    @staticmethod
    def _crowd(named: Sequence[Case]) -> list[Case]:
        """The accused of the sentence that lists most of them."""
        by_sentence: dict[int, list[Case]] = {}
        for case in named:
            for number in set(case.sentences):
                by_sentence.setdefault(number, []).append(case)
        crowd = max(by_sentence.values(), key=len, default=[])
        if len(crowd) > 6:  # a list that goes on in the next sentence
            about = {n + step for case in crowd for n in case.sentences for step in (-1, 0, 1)}
            crowd = [case for case in named if case in crowd or about & set(case.sentences)]
        return crowd

    def case_sentences(self) -> set[int]:
        """The numbers of the sentences that tell of a case or name an accused."""
        named = {
            self.document.sentence_number(start)
            for person in self.persons
            if person.accused
            for where, start, _ in person.spans
            if where == "text"
        }
        return named | self.told | {n for n, telling in enumerate(self.telling) if telling}

    def _of_person(self, person: Person) -> Case | None:
        if institution_of(person.position) in OVERSIGHT and not person.initials:
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
            if ATTENDANCE.match(sentence.text):
                continue
            if authority:
                if self._is_subject(person, sentence, start):
                    hits.append(number)
            elif self._accuses(person, sentence, number, start):
                hits.append(number)
        if not hits and not authority and not is_authority(person.position) and any(self.telling):
            # In a story of a case, a camat, village head or teacher who comes in otherwise than by speaking is its subject.
            plain = person.position == "ASN" and not any(p.position != "ASN" for p in person.posts)
            if plain or not person.speaks or not self._speaks_at(spans[0]):
                told = [start for start in spans if not self._speaks_at(start)]
                hits = [
                    n
                    for n in map(self.document.sentence_number, told)
                    if self._tells_of_doing(n)
                    and (plain or not person.speaks or STRONG.search(self.sentences[n].text))
                ]
        if (
            not hits
            and (not authority or (self.title_finds and not person.speaks))
            and person.position in self.headlined - {"ASN", "PPPK"}
        ):
            hits = [
                n
                for start in spans
                if not self._speaks_at(start)
                and not ATTENDANCE.match(self.sentences[n := self.document.sentence_number(start)].text)
            ]
        if not hits:
            return None
        start, end = next((begin, stop) for where, begin, stop in person.spans if where == "text")
        numbers = sorted(set(hits))
        return Case(
            person.name, person.position, person.region, numbers, person, None, start, end, "case:person"
        )

    def _headlined(self, post: Post) -> bool:
        """Whether the part of the headline that names a post tells of a case."""
        title = self.document.title
        begin = max((m.end() for m in _TITLE_PARTS.finditer(title) if m.end() <= post.start), default=0)
        end = next((m.start() for m in _TITLE_PARTS.finditer(title, post.end)), len(title))
        part = title[begin:end]
        told = ACT.search(part) or _SUMMONED.search(part)
        found = _FOUND.search(part) and not _NOT_FOUND.search(title)
        return is_telling(part) or bool(found or (told and not _URGED.search(part)))

    def _tells_of_doing(self, number: int) -> bool:
        words = self.sentences[number].text
        if HYPOTHETICAL.search(words) and not STRONG.search(words):
            return False
        return bool(ACT.search(words) or ACCUSE.search(words) or any(p.search(words) for p in STAGE.values()))

    def _is_subject(self, person: Person, sentence: Sentence, start: int) -> bool:
        """Whether an office-holder who speaks in many stories is himself the accused of a sentence."""
        if self._speech_of(sentence, start) or not self.telling[self.document.sentence_number(start)]:
            return False
        after = self.document.text[start : min(sentence.end, start + 110)]
        before = self.document.text[max(sentence.start, start - 120) : start]
        subject = SUBJECT_AFTER.match(after) or (
            not level_head(person.position) and SUBJECT_BEFORE.search(before)
        )
        return bool(subject) and not AGENT.search(before[-40:])

    def _accuses(self, person: Person, sentence: Sentence, number: int, start: int) -> bool:
        text = self.document.text
        before = text[max(sentence.start, start - 300) : start]
        if not person.initials and _WITNESSES.search(before):
            return False
        if self.telling[number]:
            post = self._post_at(start)
            ahead = text[max(sentence.start, post.start - 30) : post.start] if post else before[-30:]
            # "melimpahkan berkas kepada Bupati": who receives is not accused; who is sentenced is.
            agent = AGENT.search(ahead) or AGENT.search(before[-30:])
            if not agent or SENTENCED.search(before):
                return person.initials or not self._speech_of(sentence, start)
        if person.initials:
            return not HYPOTHETICAL.search(sentence.text) or bool(STRONG.search(sentence.text))
        listed = LIST_START.match(sentence.text)
        if (listed or LIST_INTRO.search(before)) and not self._speech_of(sentence, start):
            back = range(0 if listed else max(0, number - 3), number)
            told = any(self.telling[n] for n in back) or (bool(listed) and self.title_tells)
            return told and not HYPOTHETICAL.search(sentence.text)
        return False

    def _speech_of(self, sentence: Sentence, start: int) -> bool:
        """Whether the name or post at ``start`` is that of the sentence's speaker."""
        post = self._post_at(start)
        end = post.name.end if post and post.name else post.end if post else start + 1
        begin = post.start if post else start
        return says(self.document, "text", begin, max(end, start + 1), self._begins) or bool(
            SAID_BEFORE.search(self.document.text[max(sentence.start, begin - 110) : begin])
        )

    def _post_at(self, start: int) -> Post | None:
        """The post in whose mention, with its name, the position stands."""
        at = bisect_right(self._post_starts, start) - 1
        post = self.posts[at] if at >= 0 else None
        return post if post and start < (post.name.end if post.name else post.end) else None

    def _speaks_at(self, start: int) -> bool:
        return self._speech_of(self.sentences[self.document.sentence_number(start)], start)

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
                _kind_of_post(post.position) == _kind_of_post(position)
                and (
                    len(post.position.split()) == 2
                    or post.position == position
                    or not position.startswith("Kepala")
                )
                and (post.district is None or post.district == district or district is None)
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
            region = post.place.code if post.place and post.place.code else (self.chief)
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

    def _singled_out(self, case: Case) -> bool:
        """Whether a post stands for one holder: "oknum camat", "camat yang dimaksud"."""
        text = self.document.text
        return bool(
            _ONE_HOLDER.search(text, max(0, case.start - 40), case.start)
            or _THAT_HOLDER.match(text, case.end)
        )

    def _may_be_accused(self, post: Post) -> bool:
        """Whether a post without a name is the accused of its sentence."""
        if (
            post.name
            or post.position in ("ASN", "PPPK", "Staf", "Tenaga Honorer")
            or institution_of(post.position) in OVERSIGHT
        ):
            return False
        number = self.document.sentence_number(post.start)
        sentence = self.sentences[number]
        before = self.document.text[max(sentence.start, post.start - 60) : post.start]
        if _SEVERAL.search(before):
            return False  # counted
        told = self.telling[number] and self._about_breach(number)
        # "Seorang Kasi Kecamatan Sudah Divonis", says the headline.
        told = told or (post.position in self.headlined and bool(_ONE_HOLDER.search(before)))
        if (
            not told
            and post.district
            and LIST_INTRO.search(before)
            and not HYPOTHETICAL.search(sentence.text)
        ):
            told = any(self.telling[max(0, number - 2) : number])
        if not told or self._speech_of(sentence, post.start) or AGENT.search(before):
            holds = re.search(
                r"\b(?:menjabat|jabatan|berprofesi|selaku|oknum)\b[^.]{0,24}$", before, re.IGNORECASE
            )
            if not (
                holds
                and not HYPOTHETICAL.search(sentence.text)
                and any(self.telling[max(0, number - 3) : number + 3])
            ):
                return False
        if is_authority(post.position) and not re.search(r"\boknum\b[^.]{0,20}$", before, re.IGNORECASE):
            return bool(POST_ACCUSED.match(self.document.text, post.end, sentence.end))
        return True

    def _about_breach(self, number: int) -> bool:
        near = " ".join(s.text for s in self.sentences[max(0, number - 1) : number + 2])
        return bool(NEUTRALITY.search(near) or ACT.search(near))

    def _fact(self, case: Case, cases: Sequence[Case]) -> ViolationFact:
        own = self.outcomes.words_of(case, cases)
        act = self.outcomes.act(case, own, cases)
        stage = self.outcomes.stage(case, own, cases)
        sentence = self.sentences[
            case.sentences[0] if case.sentences else self.document.sentence_number(case.start)
        ]
        start, end = case.start, case.end
        if not sentence.start <= start < sentence.end:
            start, end = sentence.start, sentence.end
        confidence: Confidence = "high" if case.person else "medium"
        evidence = self.document.evidence("text", start, end, case.rule, confidence=confidence)
        return ViolationFact(case.accused, case.position, case.region, act, stage, evidence, case.count)
