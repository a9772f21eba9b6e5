"""Accused who are neither named nor counted: "oknum ASN diduga ...", "ada pula oknum ASN dari Lampung Tengah"."""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipelines.extraction.case_words import (
    ACCUSE,
    ANOTHER_CASE,
    GROUP,
    HYPOTHETICAL,
    NOUN,
    OKNUM,
    OKNUM_ELSEWHERE,
    SOME_SERVANT,
    number_in,
)
from pipelines.extraction.document import Document
from pipelines.extraction.groups import GroupReader, position_of
from pipelines.extraction.outcomes import ACT, STAGE, Case
from pipelines.extraction.places import Place
from pipelines.extraction.posts import Post
from pipelines.words import Words

_SERVANTS = Words(rf"\b{NOUN}\b")
_SOME = Words(rf"\b(?:sejumlah|beberapa|belasan|puluhan)\s+(?:(?:orang|oknum)\s+)?(?P<noun>{NOUN})\b")


class UnnamedReader:
    """Reads the unnamed accused of one article; ``posts`` are those of the text, in order."""

    def __init__(
        self,
        document: Document,
        places: Sequence[Place],
        posts: Sequence[Post],
        telling: Sequence[bool],
        groups: GroupReader,
    ) -> None:
        self.document = document
        self.sentences = document.sentences
        self.places = places
        self.posts = posts
        self.telling = telling
        self.groups = groups

    def elsewhere(self, cases: Sequence[Case], chief: str | None) -> list[Case]:
        """Unnamed servants of other regions: "ada pula oknum ASN dari Lampung Tengah", "kasus serupa di Kabupaten Bandung"."""
        known = {case.region for case in cases} | {chief}
        found: dict[str, Case] = {}
        for number, sentence in enumerate(self.sentences):
            plain = OKNUM_ELSEWHERE.search(sentence.text) if self.telling[number] else None
            match = plain or (
                OKNUM.search(sentence.text) or GROUP.search(sentence.text)
                if self._tells_of_another(number)
                else None
            )
            if not match:
                continue
            begin = sentence.start + (match.start() if plain else 0)
            for place in self.places:
                if place.field != "text" or not begin <= place.start < sentence.end:
                    continue
                if place.code and len(place.code) > 2 and place.code not in known and place.via != "capital":
                    start = sentence.start + match.start()
                    noun = match.groupdict().get("noun") or "ASN"
                    position = position_of(noun.casefold())
                    count = number_in(match.groupdict().get("number") or "") if not plain else None
                    words = "oknum ASN" if plain else sentence.text[match.start() : match.end()]
                    case = Case(
                        words,
                        position,
                        place.code,
                        [number],
                        None,
                        count,
                        start,
                        sentence.start + match.end(),
                        "case:elsewhere",
                    )
                    found.setdefault(place.code, case)
        return list(found.values())

    def _tells_of_another(self, number: int) -> bool:
        """Whether a sentence tells of another case beside that of the story."""
        words = self.sentences[number].text
        return (
            bool(ANOTHER_CASE.search(words))
            and not HYPOTHETICAL.search(words)
            and bool(ACCUSE.search(words) or STAGE["sanctioned"].search(words))
        )

    def read(self, *, by_headline: bool) -> list[Case]:
        """Nobody is named or counted: "oknum ASN diduga ..."."""
        for number, sentence in enumerate(self.sentences):
            several = _SOME.search(sentence.text)
            match = OKNUM.search(sentence.text) or several
            if match is None and SOME_SERVANT.search(sentence.text):
                match = re.search(r"\b(?:ASN|PNS)\b", sentence.text)
            if match and self.telling[number]:
                noun = match.groupdict().get("noun", "asn").casefold()
                position = self._told_profession() or position_of(noun)
                shown = noun.upper() if noun in ("asn", "pns", "pppk") else noun
                start, end = sentence.start + match.start(), sentence.start + match.end()
                region = self.groups.region_near(sentence, start, end)
                words = sentence.text[match.start() : match.end()] if match is several else f"seorang {shown}"
                count = None if match is several else 1
                return [Case(words, position, region, [number], None, count, start, end, "case:unnamed")]
        return self._found_by_headline() if by_headline else []

    def _found_by_headline(self) -> list[Case]:
        """The servants of whom the headline tells a breach and the text tells the act without a word of accusation."""
        for number, sentence in enumerate(self.sentences):
            match = _SERVANTS.search(sentence.text)
            if match and ACT.search(sentence.text) and not HYPOTHETICAL.search(sentence.text):
                start, end = sentence.start + match.start(), sentence.start + match.end()
                region = self.groups.region_near(sentence, start, end)
                position = position_of(match.group().casefold())
                return [
                    Case(match.group(), position, region, [number], None, None, start, end, "case:unnamed")
                ]
        return []

    def _told_profession(self) -> str | None:
        for post in self.posts:
            if (
                re.search(
                    r"\b(?:menjabat|jabatan|berprofesi|bertugas)\s*(?:sebagai|selaku)?\s*(?:seorang\s+)?$",
                    self.document.text[max(0, post.start - 30) : post.start],
                    re.IGNORECASE,
                )
                and not post.name
            ):
                return post.position
        return None
