"""Which articles are copies of one press release: near-duplicates in several newspapers within two weeks.

A release goes to forty newspapers; each sets its own headline, adds a line or cuts the end. Counted one by
one they are forty events. Texts are compared by their runs of four words (shingles): two are
near-duplicates if at least half of all runs of the two stand in both (Jaccard). Two reporters at one press
conference share quotations, not half of all runs.

The work grows about linearly with the texts: an index over a fixed sample of the runs (one in eight, by its
hash) finds the pairs worth comparing, and only those are compared in full.
"""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, timezone
from functools import lru_cache

from pipelines.ids import fold

WINDOW_DAYS = 14
"""Texts published further apart are not linked: a release is news for days, not for months."""

_LEAST_WORDS = 40  # a shorter text is an excerpt or a caption, and may agree by chance
_LEAST_COMMON = 0.5
_SAMPLE = 8
_LEAST_SAMPLED_COMMON = 0.25  # the sample is small, so it is let off lightly; the full comparison decides
_MOST_SHARED = 400  # a run held by more texts of a fortnight than this is boilerplate, not a release
_WIB = timezone(timedelta(hours=7))

Run = tuple[int, int, int, int]


@dataclass(frozen=True, slots=True)
class Dated:
    """What tells copies, beside the text; ``published_on`` is the local day, ``published_at`` aware."""

    id: str
    url: str
    newspaper: str
    published_on: date
    published_at: datetime | None

    @property
    def order(self) -> tuple[datetime, str]:
        """Earliest first, ties by address; where only the day is known, its end in western Indonesia."""
        moment = self.published_at or datetime.combine(self.published_on, time.max, tzinfo=_WIB)
        return moment.astimezone(UTC), self.url


def find_copies(articles: Iterable[Dated], text_of: Callable[[str], str]) -> dict[str, str]:
    """The ids of copies, each with the id of the earliest article of its text, in whatever order they come.

    ``text_of`` gives the text of an article by its id; texts are not all held at once. Two articles are
    linked if their texts are near-duplicates, their newspapers differ and their days are at most
    ``WINDOW_DAYS`` apart; all that hang together by links are copies of the earliest among them.
    """
    known = sorted(articles, key=lambda article: article.order)
    groups = _Groups(len(known))
    for one, other in _near_duplicates(known, text_of):
        groups.join(one, other)
    return {
        known[index].id: known[first].id
        for index in range(len(known))
        if (first := groups.first(index)) != index
    }


def _near_duplicates(known: Sequence[Dated], text_of: Callable[[str], str]) -> Iterator[tuple[int, int]]:
    """Pairs of places in ``known``, which is in order of publication."""
    runs = lru_cache(maxsize=1024)(lambda index: _runs(text_of(known[index].id)))
    sizes = [0] * len(known)
    # Who holds a run, by fortnight: a pair within the window lies in one fortnight or in two that adjoin.
    holders: dict[int, defaultdict[Run, list[int]]] = {}
    for index, article in enumerate(known):
        fortnight = article.published_on.toordinal() // WINDOW_DAYS
        for past in [number for number in holders if number < fortnight - 2]:
            del holders[past]
        near = [holders[number] for number in (fortnight - 1, fortnight + 1) if number in holders]
        own = holders.setdefault(fortnight, defaultdict(list))
        common: Counter[int] = Counter()
        sample = [run for run in runs(index) if (run[0] ^ run[-1]) % _SAMPLE == 0]
        sizes[index] = len(sample)
        for run in sample:
            for held in near:
                if run in held:
                    common.update(held[run])
            holding = own[run]
            common.update(holding)
            if len(holding) < _MOST_SHARED:
                holding.append(index)
        for other, count in sorted(common.items()):
            if (
                count >= _LEAST_SAMPLED_COMMON * (sizes[index] + sizes[other] - count)
                and _may_be_copies(known[other], article)
                and _common(runs(index), runs(other)) >= _LEAST_COMMON
            ):
                yield other, index


def _may_be_copies(one: Dated, other: Dated) -> bool:
    apart = abs((one.published_on - other.published_on).days)
    return one.newspaper != other.newspaper and apart <= WINDOW_DAYS


def _common(one: frozenset[Run], other: frozenset[Run]) -> float:
    shared = len(one & other)
    return shared / (len(one) + len(other) - shared)


def _runs(text: str) -> frozenset[Run]:
    """The runs of four words; none for a text too short to compare."""
    words = [_word(word) for word in fold(text).split()]
    if len(words) < _LEAST_WORDS:
        return frozenset()
    return frozenset(zip(words, words[1:], words[2:], words[3:], strict=False))


@lru_cache(maxsize=1 << 16)
def _word(word: str) -> int:
    """A number for a word, the same on every machine, so that the sample is the same too."""
    return int.from_bytes(hashlib.blake2b(word.encode(), digest_size=8).digest(), "big")


class _Groups:
    """Numbers that hang together; the smallest of a group is its first (union-find)."""

    def __init__(self, size: int) -> None:
        self._parent = list(range(size))

    def first(self, index: int) -> int:
        while self._parent[index] != index:
            self._parent[index] = self._parent[self._parent[index]]
            index = self._parent[index]
        return index

    def join(self, one: int, other: int) -> None:
        one, other = self.first(one), self.first(other)
        self._parent[max(one, other)] = min(one, other)
