"""In what state a newspaper is, by what its runs counted: the rules one by one, without a crawl."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any, get_args

import pytest

from datasets.codebook.tables import source_states
from spiders.health import Code, Health, Past, at_most, expected_since, judge_all, window

NOW = datetime(2026, 11, 22, 20, tzinfo=UTC)
DAY = timedelta(days=1)


def daily(*new: int, until: datetime = NOW, **same: Any) -> list[Past]:
    """A run a day with so many new articles, the last one an hour before ``until``."""
    last = until - timedelta(hours=1)
    return [
        Past(**{"at": last - (len(new) - 1 - i) * DAY, "state": "done", "listings": 2, "new": n, **same})
        for i, n in enumerate(new)
    ]


def failing(reason: str, days: int, until: datetime = NOW) -> list[Past]:
    return daily(*[0] * days, until=until, state="failed", listings=0, failures={("listing", reason): 1})


def judge(runs: Sequence[Past], **others: Sequence[Past]) -> Health:
    return judge_all({"kabar": runs, **others}, NOW)["kabar"]


STEADY = [500, *[1, 2, 0, 3, 1, 2, 1] * 12]  # the archive first, then ten a week


def test_the_codebook_explains_every_state_in_both_languages() -> None:
    assert set(source_states()) == set(get_args(Code))
    for term in source_states().values():
        assert term.name != term.name_en and term.description and term.description_en


def test_a_newspaper_that_gives_what_was_expected_is_ok() -> None:
    health = judge(daily(*STEADY))
    assert (health.state, health.reason, health.needs_person) == ("ok", None, False)
    assert health.flow.expected == pytest.approx(10)
    assert health.flow.seen == 10
    assert health.answered_at == health.new_at == NOW - timedelta(hours=1)


def test_a_newspaper_that_gives_far_less_than_it_used_to_is_silent_within_a_week() -> None:
    states = [judge(daily(*STEADY, *[0] * days)).state for days in range(1, 9)]
    assert states[:3] == ["ok"] * 3
    assert states[6:] == ["silent"] * 2
    health = judge(daily(*STEADY, *[0] * 7))
    assert (health.reason, health.flow.seen, health.needs_person) == ("too_few", 0, True)
    assert health.new_at == NOW - timedelta(hours=1) - 7 * DAY


def test_a_newspaper_with_an_article_a_week_is_silent_only_after_eight_weeks() -> None:
    slow = [1, 0, 0, 0, 0, 0, 0] * 10
    assert judge(daily(200, *slow, *[0] * 28)).state == "ok"
    health = judge(daily(200, *slow, *[0] * 56))
    assert (health.state, health.flow.days) == ("silent", 56)


def test_the_archive_of_the_first_run_and_one_great_week_are_not_what_is_expected() -> None:
    assert window(daily(*STEADY), NOW, 1).expected == pytest.approx(10)
    great = [500, *[1] * 35, *[40] * 7, *[1] * 14]
    assert window(daily(*great), NOW, 1).expected == pytest.approx(7)


def test_nothing_is_expected_of_a_newspaper_before_three_weeks() -> None:
    young = judge(daily(500, *[3] * 13, *[0] * 7))
    assert (young.state, young.flow.expected) == ("ok", None)


def test_runs_that_were_limited_on_purpose_say_nothing_of_how_much_is_new() -> None:
    limited = daily(900, whole=False)
    health = judge([*daily(*STEADY, *[0] * 7, until=NOW - timedelta(hours=2)), *limited])
    assert (health.state, health.flow.seen) == ("silent", 0)


def test_when_all_newspapers_have_less_it_is_the_news_and_not_the_newspaper() -> None:
    quiet = daily(*STEADY, *[0, 0, 1, 0, 0, 0, 0])
    others = {f"lain{n}": daily(*STEADY, *[0, 1, 0, 1, 0, 0, 1]) for n in range(6)}
    assert judge(quiet).state == "silent"
    assert judge(quiet, **others).state == "ok"
    busy = {f"lain{n}": daily(*STEADY, *[2, 2, 1, 1, 1, 2, 1]) for n in range(6)}
    assert judge(quiet, **busy).state == "silent"


def test_listings_that_name_nothing_are_silence_at_once() -> None:
    health = judge([*daily(500, 0, until=NOW - DAY), *daily(0, state="empty")])
    assert (health.state, health.reason) == ("silent", "no_listed")


@pytest.mark.parametrize("reason", ["blocked", "robots", "http_401", "http_429"])
def test_a_newspaper_that_shuts_us_out_is_blocked_at_once(reason: str) -> None:
    health = judge([*daily(*STEADY, until=NOW - DAY), *failing(reason, 1)])
    assert (health.state, health.reason) == ("blocked", reason)


def test_a_newspaper_whose_pages_shut_us_out_is_blocked_though_its_feed_is_open() -> None:
    shut = daily(8, failures={("page", "blocked"): 6}, relevant=1, not_relevant=1)
    assert judge(shut).state == "blocked"
    few = daily(40, failures={("page", "blocked"): 3}, relevant=1, not_relevant=36)
    assert judge(few).state == "ok"


@pytest.mark.parametrize("reason", ["no_articles", "not_a_feed", "read_error"])
def test_a_listing_in_another_form_is_broken(reason: str) -> None:
    assert judge([*daily(*STEADY, until=NOW - DAY), *failing(reason, 1)]).state == "broken"


def test_pages_without_text_are_broken() -> None:
    health = judge(daily(*[1] * 4, failures={("page", "no_text"): 1}))
    assert (health.state, health.reason) == ("broken", "no_text")
    few = daily(*[5] * 4, failures={("page", "no_text"): 1}, not_relevant=4)
    assert judge(few).state == "ok"


def test_articles_without_a_day_are_broken() -> None:
    health = judge(daily(*[1] * 6, relevant=1, undated=1))
    assert (health.state, health.reason) == ("broken", "no_date")
    mixed = [*daily(*[4] * 6, until=NOW - DAY, relevant=4), *daily(3, relevant=3, undated=3)]
    assert judge(mixed).state == "ok"


def test_a_newspaper_that_does_not_answer_is_stale_after_three_days_and_not_before() -> None:
    before = daily(*STEADY, until=NOW - 3 * DAY)
    assert judge([*before[:-1], *failing("timeout", 3)]).state == "stale"
    assert judge([*daily(*STEADY, until=NOW - 2 * DAY), *failing("timeout", 2)]).state == "ok"


def test_a_newspaper_that_nobody_asks_is_stale() -> None:
    health = judge(daily(*STEADY, until=NOW - 4 * DAY))
    assert (health.state, health.reason) == ("stale", "not_asked")
    assert (judge([]).state, judge([]).reason) == ("stale", "never_asked")


def test_a_newspaper_that_is_not_found_is_stale_and_after_two_weeks_gone() -> None:
    before = daily(*STEADY, until=NOW - 20 * DAY)
    assert judge([*before, *failing("dns", 10)]).state == "stale"
    health = judge([*before, *failing("dns", 16)])
    assert (health.state, health.reason, health.needs_person) == ("gone", "dns", True)
    mixed = [*failing("dns", 10, until=NOW - 6 * DAY), *failing("timeout", 6)]
    assert judge([*before, *mixed]).state == "stale"


def test_a_newspaper_that_is_declared_to_have_closed_needs_nobody() -> None:
    health = judge_all({"kabar": []}, NOW, frozenset({"kabar"}))["kabar"]
    assert (health.state, health.reason, health.needs_person) == ("gone", "declared", False)


def test_a_run_is_expected_to_find_what_the_time_since_the_last_lets_expect() -> None:
    runs = daily(*STEADY)
    assert expected_since(runs, NOW + 13 * timedelta(hours=1)) == pytest.approx(10 * 14 / 168, rel=0.2)
    assert expected_since(runs[:5], NOW) is None


@pytest.mark.parametrize(("seen", "expected", "chance"), [(0, 10, 4.54e-5), (2, 3, 0.423), (0, 0, 1)])
def test_the_chance_of_so_few_is_poissons(seen: int, expected: float, chance: float) -> None:
    assert at_most(seen, expected) == pytest.approx(chance, rel=0.01)
