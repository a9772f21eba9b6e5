"""An article cut into paragraphs and sentences, with the places where each stands."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from pipelines.article.model import Article
from pipelines.extraction.facts import Confidence, Evidence

Field = Literal["title", "text"]

# A full stop behind one of these ends no sentence: honorifics, degrees, ranks and abbreviations of the press.
_ABBREVIATIONS = frozenset(
    """h hj drs dra dr drg drh ir prof kh tgk tgh ust r rm ra st dt pdt pol inf kav art mar sdr sdri bpk no nomor rp kab
    kec prov jl pj pjs plt plh an a.n u.p s.d dll dsb dkk hal ps pasal jo tgl vs al cq hi moh muh mohd mhd much moch abd ach gt tb rd rr gst no. tel ttd bin m n s.h s.sos
    s.ip s.stp s.pd s.pd.i s.ag s.e s.t s.kom s.si s.p s.pt s.hut s.km m.si m.m m.h m.kn m.hum m.pd m.ap m.p m.t m.sc
    m.kes m.kom a.md ph.d""".split()
)
_SENTENCE_END = re.compile(r"[.!?…]+[\"'”’)\]]*\s+(?=[\"'“‘”(\[]?\s?[A-Z0-9])|\n+")
_WORD_BEFORE = re.compile(r"[\w.]{1,12}$")
_LONGEST = 2000
"""Characters after which a sentence is cut. The press's longest, lists of names, stay under it; what is longer is no
prose, and rules that compare the parts of a sentence with one another would take their time squared."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence: its field, where it starts and ends, its words, and the number of its paragraph."""

    field: Field
    start: int
    end: int
    text: str
    paragraph: int


def _ends_sentence(text: str, match: re.Match[str]) -> bool:
    mark = match.group()
    if "\n" in mark or mark[0] != ".":
        return True
    word = _WORD_BEFORE.search(text, max(0, match.start() - 12), match.start())
    if word is None:
        return True
    token = word.group().casefold().strip(".")
    # A single capital is an initial ("Hermanus T. Lado"), not the end of a sentence.
    return token not in _ABBREVIATIONS and not (len(token) == 1 and word.group()[-1].isupper())


def sentences_of(text: str, field: Field) -> list[Sentence]:
    """The sentences of ``text`` in order, in time proportional to its length.

    A line end always ends a sentence: the press sets one paragraph a line.
    """
    found: list[Sentence] = []
    start, paragraph = 0, 0

    def add(begin: int, end: int) -> None:
        while begin < end and text[begin].isspace():
            begin += 1
        while end > begin and text[end - 1].isspace():
            end -= 1
        while begin < end:
            stop = end
            if end - begin > _LONGEST:
                space = text.rfind(" ", begin + 1, begin + _LONGEST)
                stop = space if space > 0 else begin + _LONGEST
            found.append(Sentence(field, begin, stop, text[begin:stop], paragraph))
            begin = stop
            while begin < end and text[begin].isspace():
                begin += 1

    for match in _SENTENCE_END.finditer(text):
        if not _ends_sentence(text, match):
            continue
        end = match.end()
        add(start, end)
        if "\n" in match.group():
            paragraph += 1
        start = end
    add(start, len(text))
    return found


class Document:
    """An article with its sentences; makes the evidence for a span."""

    def __init__(self, article: Article) -> None:
        self.article = article
        self.title = article.title
        self.text = article.text
        self.domain = article.domain.casefold()

    @cached_property
    def title_sentences(self) -> list[Sentence]:
        """The headline as one sentence, or none."""
        title = self.title.strip()
        if not title:
            return []
        start = self.title.index(title)
        return [Sentence("title", start, start + len(title), title, -1)]

    @cached_property
    def sentences(self) -> list[Sentence]:
        """The sentences of the text."""
        return sentences_of(self.text, "text")

    @cached_property
    def _starts(self) -> list[int]:
        return [sentence.start for sentence in self.sentences]

    def sentence_number(self, position: int) -> int:
        """The number, in ``sentences``, of the sentence that holds ``position`` of the text."""
        return max(0, bisect_right(self._starts, position) - 1)

    def sentence_at(self, field: Field, position: int) -> Sentence | None:
        """The sentence of ``field`` that holds ``position``, or None in an empty field."""
        if field == "title":
            return self.title_sentences[0] if self.title_sentences else None
        return self.sentences[self.sentence_number(position)] if self.sentences else None

    def evidence(
        self,
        field: Field,
        start: int,
        end: int,
        rule: str,
        *,
        confidence: Confidence = "high",
        inferred: tuple[str, ...] = (),
        flags: tuple[str, ...] = (),
    ) -> Evidence:
        """The evidence for the span ``start`` to ``end`` of ``field``, read by ``rule``."""
        sentence = self.sentence_at(field, start)
        return Evidence(
            field, start, end, sentence.text if sentence else "", rule, confidence, inferred, flags
        )
