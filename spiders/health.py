"""In what state a newspaper is, judged from what its runs counted: pure functions, no clock, no database.

The states and what they mean to a reader stand in ``datasets/codebook/source_states.csv``; the rules are
explained in ``docs/operating.md``.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final, Literal

Code = Literal["ok", "silent", "stale", "blocked", "broken", "gone"]

BLOCKS: Final = frozenset({"blocked", "robots", "http_401", "http_402", "http_407", "http_429"})
"""Reasons that say that the newspaper does not want to be read by programs."""
UNREADABLE: Final = frozenset(
    {
        *("not_a_feed", "not_json", "not_a_sitemap", "not_html", "no_articles", "read_error"),
        *("entities", "too_many", "too_deep", "too_large", "bad_encoding"),
    }
)
"""Reasons of a listing that came and could not be read."""
WITHOUT_TEXT: Final = frozenset(
    {"no_text", "no_title", "not_html", "read_error", "soft_404", "too_complex", "too_long"}
)
"""Reasons of a page that came and has no article."""
ABSENT: Final = frozenset({"dns", "offsite", "private_address", "http_404", "http_410"})
"""Reasons that say that there is no newspaper (any more) where it was."""

STALE_AFTER: Final = timedelta(days=3)
GONE_AFTER: Final = timedelta(days=14)
LOOKS_BACK: Final = timedelta(days=140)
"""How far back runs are looked at: the longest window and the weeks before it that it is compared with."""

_WEEK: Final = timedelta(days=7)
_WINDOWS: Final = (1, 2, 4, 8)  # weeks
_REFERENCE: Final = 8  # weeks
_LEAST_WEEKS: Final = 3
_UNLIKELY: Final = 0.001
_LEAST: Final = 3
_OTHERS: Final = 5
_LEAST_SEASON: Final = 0.25


@dataclass(frozen=True, slots=True)
class Past:
    """What one run counted of one newspaper. ``whole`` is False of a run that was limited on purpose
    (``--since``, ``--limit``): it tells nothing of how much is new. ``failures`` is by kind ("page",
    "listing") and reason. Times are aware."""

    at: datetime
    state: str
    whole: bool = True
    listings: int = 0
    new: int = 0
    relevant: int = 0
    not_relevant: int = 0
    undated: int = 0
    failures: Mapping[tuple[str, str], int] = field(default_factory=dict)

    @property
    def answered(self) -> bool:
        """Whether any listing could be read."""
        return self.listings > 0

    @property
    def tried(self) -> int:
        """How many pages of articles were asked for and came to an end, good or bad."""
        failed = sum(n for (kind, _), n in self.failures.items() if kind == "page")
        return self.relevant + self.not_relevant + failed

    def reasons(self, kind: str) -> list[str]:
        """The reasons of the failures of a kind, the most frequent first."""
        found = {reason: n for (of, reason), n in self.failures.items() if of == kind}
        return sorted(found, key=lambda reason: (-found[reason], reason))


@dataclass(frozen=True, slots=True)
class Flow:
    """New articles in a window of ``days`` days, and how many were to be expected; None where unknown."""

    seen: int
    expected: float | None
    days: int


@dataclass(frozen=True, slots=True)
class Health:
    """The state of a newspaper, with the code of its reason, and what it was judged from."""

    state: Code
    reason: str | None
    flow: Flow
    answered_at: datetime | None
    new_at: datetime | None

    @property
    def needs_person(self) -> bool:
        """Whether somebody has to look: anything but a newspaper that is read, or is known to have closed."""
        return self.state != "ok" and self.reason != "declared"


def judge_all(
    pasts: Mapping[str, Sequence[Past]], now: datetime, closed: frozenset[str] = frozenset()
) -> dict[str, Health]:
    """The state of each newspaper from its runs, oldest first; ``closed`` are declared to be gone.

    Less is expected of a newspaper while all others have less than usual too: then it is the news that went
    quiet, as after an election, and not the newspaper.
    """
    windows = {key: [window(runs, now, weeks) for weeks in _WINDOWS] for key, runs in pasts.items()}
    seasons = [_Season([flows[i] for flows in windows.values()]) for i in range(len(_WINDOWS))]
    healths = {}
    for key, runs in pasts.items():
        flows = [
            Flow(flow.seen, flow.expected and flow.expected * season(flow), flow.days)
            for flow, season in zip(windows[key], seasons, strict=True)
        ]
        healths[key] = _judge(runs, flows, now, key in closed)
    return healths


class _Season:
    """How much there is in a window as a share of what was expected, over all newspapers but the one asked
    about. At most 1, and 1 where there are too few others; never near 0, for then it is the crawl."""

    def __init__(self, flows: Sequence[Flow]) -> None:
        known = [flow for flow in flows if flow.expected is not None]
        self.count = len(known)
        self.seen = sum(flow.seen for flow in known)
        self.expected = sum(flow.expected or 0.0 for flow in known)

    def __call__(self, flow: Flow) -> float:
        expected = self.expected - (flow.expected or 0.0)
        if self.count - 1 < _OTHERS or expected <= 0:
            return 1.0
        return min(1.0, max(_LEAST_SEASON, (self.seen - flow.seen) / expected))


def window(runs: Sequence[Past], now: datetime, weeks: int) -> Flow:
    """What was new in the last ``weeks`` weeks, beside what the weeks before them let expect."""
    start = now - weeks * _WEEK
    seen = sum(run.new for run in runs if run.whole and run.at > start)
    weekly = weekly_rate(runs, start)
    return Flow(seen, None if weekly is None else weekly * weeks, 7 * weeks)


def weekly_rate(runs: Sequence[Past], before: datetime) -> float | None:
    """New articles a week in the eight weeks before a moment, or None of fewer than three weeks.

    The newspaper's first run is left out, which finds a whole archive, and so is the fullest week: one great
    story must not make the weeks after it look silent. Weeks in which it was not read do not count.
    """
    counts: Counter[int] = Counter()
    first = next((run for run in runs if run.answered and run.whole), None)
    for run in runs:
        back = (before - run.at) // _WEEK
        if run is not first and run.whole and run.answered and 0 <= back < _REFERENCE:
            counts[back] += run.new
    if len(counts) < _LEAST_WEEKS:
        return None
    return (sum(counts.values()) - max(counts.values())) / (len(counts) - 1)


def expected_since(runs: Sequence[Past], now: datetime) -> float | None:
    """How many new articles a run at ``now`` should find since the last that was answered, by past weeks."""
    last = next((run for run in reversed(runs) if run.answered), None)
    weekly = weekly_rate(runs, now)
    if last is None or weekly is None:
        return None
    return weekly * min((now - last.at) / _WEEK, _REFERENCE)


def at_most(seen: int, expected: float) -> float:
    """The probability of ``seen`` or fewer where ``expected`` come on average, each by itself (Poisson)."""
    term = total = math.exp(-expected)
    for n in range(1, seen + 1):
        term *= expected / n
        total += term
    return min(total, 1.0)


def _judge(runs: Sequence[Past], flows: Sequence[Flow], now: datetime, closed: bool) -> Health:
    answered_at = next((run.at for run in reversed(runs) if run.answered), None)
    new_at = next((run.at for run in reversed(runs) if run.new), None)
    flow = next((flow for flow in flows if _is_silent(flow)), flows[0])
    state, reason = _trouble(runs, now, closed)
    if state == "ok" and runs[-1].state == "empty":
        state, reason = "silent", "no_listed"
    elif state == "ok" and _is_silent(flow):
        state, reason = "silent", "too_few"
    return Health(state, reason, flow, answered_at, new_at)


def _is_silent(flow: Flow) -> bool:
    return flow.expected is not None and at_most(flow.seen, flow.expected) < _UNLIKELY


def _trouble(runs: Sequence[Past], now: datetime, closed: bool) -> tuple[Code, str | None]:
    """What is the matter with a newspaper, whatever it publishes."""
    if closed:
        return "gone", "declared"
    if not runs:
        return "stale", "never_asked"
    last = runs[-1]
    reasons = last.reasons("listing")
    if not last.answered and reasons and reasons[0] in BLOCKS:
        return "blocked", reasons[0]
    if (reason := _mostly(runs[-1:], BLOCKS)) is not None:
        return "blocked", reason
    if (reason := _absent(runs, now)) is not None:
        return "gone", reason
    if not last.answered and reasons and reasons[0] in UNREADABLE:
        return "broken", reasons[0]
    if (reason := _mostly([run for run in runs if run.at > now - _WEEK], WITHOUT_TEXT)) is not None:
        return "broken", reason
    recent = [run for run in runs if run.at > now - 4 * _WEEK]
    if _is_most(sum(run.undated for run in recent), sum(run.relevant for run in recent)):
        return "broken", "no_date"
    answered = next((run.at for run in reversed(runs) if run.answered), None)
    if answered is None or now - answered > STALE_AFTER:
        return "stale", reasons[0] if reasons else "not_asked"
    return "ok", None


def _mostly(runs: Sequence[Past], reasons: frozenset[str]) -> str | None:
    """The reason for which most of the pages that were asked for did not come or could not be read."""
    counts: Counter[str] = Counter()
    for run in runs:
        for (kind, reason), n in run.failures.items():
            if kind == "page" and reason in reasons:
                counts[reason] += n
    if not _is_most(counts.total(), sum(run.tried for run in runs)):
        return None
    return max(counts, key=lambda reason: (counts[reason], reason))


def _is_most(some: int, all_: int) -> bool:
    return some >= _LEAST and 2 * some >= all_


def _absent(runs: Sequence[Past], now: datetime) -> str | None:
    """The reason for which nothing has been found at the newspaper's address for two weeks."""
    since = next((i + 1 for i in reversed(range(len(runs))) if runs[i].answered), 0)
    failing = [run for run in runs[since:] if run.reasons("listing")]
    if len(failing) < _LEAST or now - failing[0].at < GONE_AFTER:
        return None
    if not {reason for run in failing for reason in run.reasons("listing")} <= ABSENT:
        return None
    return failing[-1].reasons("listing")[0]
