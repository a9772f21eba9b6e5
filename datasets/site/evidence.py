"""Where a value stands in its sentence, and a text cut up so that every value in it can be marked."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from markupsafe import Markup, escape

_ALL: Final = 0.9  # a span of this share of its sentence marks nothing out


@dataclass(frozen=True, slots=True)
class Span:
    """Characters ``start`` to ``end`` of a text that a fact was read from; ``fact`` is the fact's id."""

    start: int
    end: int
    kind: str
    fact: str


@dataclass(frozen=True, slots=True)
class Segment:
    """A piece of a text with the kinds of the facts that it belongs to, and the facts that begin with it."""

    text: str
    kinds: tuple[str, ...] = ()
    facts: tuple[str, ...] = ()


def place_in_sentence(text: str, sentence: str, start: int, end: int) -> tuple[int, int] | None:
    """Where the characters ``start`` to ``end`` of ``text`` stand in ``sentence``, which is a part of it.

    A sentence may be printed twice, and a span may run over the end of its sentence: counted from the last
    place where the sentence begins before the span, and cut off at its end. None if the sentence is not
    there, as where the article's text is not kept.
    """
    begin = text.rfind(sentence, 0, start + len(sentence))
    if not sentence or begin < 0 or not begin <= start < begin + len(sentence):
        return None
    return start - begin, min(end - begin, len(sentence))


def marked(sentence: str, place: tuple[int, int] | None) -> Markup:
    """``sentence`` as HTML, with ``<mark>`` around the value, unless that is nearly all of it."""
    if place is None or place[1] - place[0] >= _ALL * len(sentence):
        return escape(sentence)
    start, end = place
    return Markup("{}<mark>{}</mark>{}").format(sentence[:start], sentence[start:end], sentence[end:])


def segments(text: str, spans: Iterable[Span]) -> list[Segment]:
    """``text`` cut wherever a span begins or ends, in order; spans may overlap. Empty spans are left out."""
    known = [s for s in spans if 0 <= s.start < min(s.end, len(text))]
    cuts = sorted({0, len(text), *(s.start for s in known), *(min(s.end, len(text)) for s in known)})
    found = []
    for begin, end in pairwise(cuts):
        covering = [s for s in known if s.start <= begin and end <= s.end]
        found.append(
            Segment(
                text[begin:end],
                tuple(dict.fromkeys(s.kind for s in covering)),
                tuple(s.fact for s in covering if s.start == begin),
            )
        )
    return found
