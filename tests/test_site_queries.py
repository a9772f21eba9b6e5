"""The questions that stand ready: each answers, with and without parameters, and says what the rows say."""

from __future__ import annotations

import json
from collections.abc import Iterator
from urllib.parse import urlencode

import pytest
from site_sample import HOSTILE, TURNED, UNNAMED, Site, opened, text_of

from datasets.site.definitions import load_headings, load_queries, load_site
from datasets.site.page import query_columns

QUERIES = load_queries()
GIVEN = {
    "province": "13",
    "year": "2024",
    "since": "2020",
    "election": "Pilkada 2024",
    "name": TURNED.split()[0],
    "word": "netral",
}


@pytest.fixture(scope="module")
def site() -> Iterator[Site]:
    with opened() as site:
        yield site


def answer(site: Site, query: str, **given: str) -> list[dict[str, object]]:
    response = site.get(f"/netralitas/{query}.json?" + urlencode({**given, "_shape": "objects"}))
    assert response.status_code == 200, f"{query} {given}: {response.text}"
    rows = response.json()["rows"]
    assert isinstance(rows, list)
    return rows


@pytest.mark.parametrize("name", QUERIES)
def test_a_question_is_answered_with_and_without_parameters(site: Site, name: str) -> None:
    query = QUERIES[name]
    every = answer(site, name)
    assert every, "the sample has rows for every question"
    assert answer(site, name, **dict.fromkeys(query.params, "")) == every
    assert answer(site, name, **dict.fromkeys(query.params, "  ")) == every, "blanks narrow nothing"
    for parameter, kind in query.params.items():
        some = answer(site, name, **{parameter: GIVEN[kind]})
        assert len(some) <= len(every) or name == "person"
    page = site.page(f"/netralitas/{name}?" + urlencode({p: GIVEN[kind] for p, kind in query.params.items()}))
    assert text_of(page.find(".//h1")).startswith(query.title.id)
    for label in page.cssselect(".parameters label"):
        assert page.get_element_by_id(label.get("for")).get("name") in query.params


@pytest.mark.parametrize("name", QUERIES)
def test_a_question_is_put_in_both_languages(site: Site, name: str) -> None:
    query = QUERIES[name]
    for language, words, other in (
        ("id", query.title.id, query.title.en),
        ("en", query.title.en, query.title.id),
    ):
        page = site.page(f"/netralitas/{name}?_lang={language}")
        assert text_of(page.find(".//h1")) == f"{words} {other}"
        assert " ".join(getattr(query.description, language).split()) in text_of(page)


@pytest.mark.parametrize("name", QUERIES)
def test_every_column_of_an_answer_has_a_heading(site: Site, name: str) -> None:
    columns = site.get(f"/netralitas/{name}.json").json()["columns"]
    for column in columns:
        words = load_headings().of(column)
        assert words and words.id and words.en, column
    shown = [text_of(th) for th in site.page(f"/netralitas/{name}").cssselect("table.rows th")]
    assert len(shown) == len(set(shown)) == len(query_columns(columns))


@pytest.mark.parametrize("name", QUERIES)
@pytest.mark.parametrize("value", ["Atlantis", "'; DROP TABLE articles; --", HOSTILE, "%", "9999", '"'])
def test_no_value_breaks_a_question(site: Site, name: str, value: str) -> None:
    page = site.page(f"/netralitas/{name}?" + urlencode(dict.fromkeys(QUERIES[name].params, value)))
    assert not page.xpath("//script")
    assert not page.cssselect(".warning")


@pytest.mark.parametrize("name", [name for name, query in QUERIES.items() if query.accused])
def test_the_stage_stands_beside_the_accused_in_answers_too(site: Site, name: str) -> None:
    page = site.page(f"/netralitas/{name}")
    assert load_site().allegation.id in text_of(page.cssselect(".allegation")[0])
    rows = answer(site, name)
    cells = page.cssselect("td.col-accused, td.col-name, td.col-reading")
    assert len(cells) == len(rows)
    for row, cell in zip(rows, cells, strict=True):
        stages = [text_of(chip) for chip in cell.getparent().cssselect(".stage")]
        assert stages == ([row["stage"]] if row["stage"] else []), row


@pytest.mark.parametrize("name", [name for name, query in QUERIES.items() if query.full])
def test_every_row_behind_an_answer_is_a_click_away(site: Site, name: str) -> None:
    full = QUERIES[name].full
    assert full is not None
    links = [a.get("href") for a in site.page(f"/netralitas/{name}").cssselect(".take a")]
    link = f"/netralitas/{full.view}" + (f"?{full.filter}" if full.filter else "")
    assert link in links
    assert site.page(link).cssselect("table.rows tbody tr")


def test_who_was_sanctioned_has_the_same_rows_as_the_view_behind_it(site: Site) -> None:
    full = QUERIES["officials-sanctioned"].full
    assert full is not None
    page = site.page(f"/netralitas/{full.view}?{full.filter}")
    assert text_of(page.cssselect(".count strong")[0]) == str(len(answer(site, "officials-sanctioned")))


def test_a_province_may_be_given_by_code_or_by_name(site: Site) -> None:
    for name, query in QUERIES.items():
        if "province" in query.params:
            by_code = answer(site, name, province="13")
            assert (
                by_code
                == answer(site, name, province="sumatera barat")
                == answer(site, name, province=" Sumatera Barat ")
            )


def test_a_province_is_chosen_from_a_list(site: Site) -> None:
    page = site.page("/netralitas/violations-by-stage?province=13")
    [choice] = page.cssselect("select[name=province]")
    assert len(choice.value_options) == 1 + 38
    assert choice.value == "13"
    assert (
        site.page("/netralitas/violations-by-stage?province=Sumatera+Barat").cssselect("select")[0].value
        == "13"
    )


def test_cases_by_stage_add_up(site: Site) -> None:
    rows = answer(site, "violations-by-stage")
    assert [row["stage_code"] for row in rows] == [
        row[0] for row in site.rows("SELECT code FROM stages ORDER BY rank")
    ]
    assert sum(row["cases"] for row in rows) == site.value(
        "SELECT count(*) FROM violations_flat WHERE NOT is_copy"
    )  # type: ignore[misc]
    people = site.value("SELECT sum(coalesce(people, 1)) FROM violations_flat WHERE NOT is_copy")
    assert sum(row["people"] for row in rows) == people  # type: ignore[misc]


def test_sanctions_by_province_add_up(site: Site) -> None:
    rows = answer(site, "sanctions-by-province")
    for status in ("imposed", "recommended"):
        expected = site.value(
            "SELECT count(*) FROM sanctions_flat WHERE NOT is_copy AND status_code = ?", status
        )
        assert sum(row[status] for row in rows) == expected  # type: ignore[misc]


def test_who_urged_neutrality_and_was_accused_later(site: Site) -> None:
    rows = [row for row in answer(site, "urged-then-accused") if row["accused"] == TURNED]
    assert [(row["urged_on"], row["accused_on"], row["stage_code"]) for row in rows] == [
        ("2024-08-01", "2024-11-10", "sanctioned"),
        ("2024-08-01", "2024-09-15", "reported"),
    ]
    assert rows[1]["days_between"] == 45
    assert not [row for row in answer(site, "urged-then-accused", province="14") if row["accused"] == TURNED]


def test_days_from_act_and_report_to_sanction(site: Site) -> None:
    [row] = [row for row in answer(site, "days-to-sanction") if row["accused"] == TURNED]
    assert (row["act_on"], row["reported_on"], row["sanctioned_on"]) == (
        "2024-09-10",
        "2024-09-15",
        "2024-11-09",
    )
    assert (row["days_from_act"], row["days_from_report"]) == (60, 55)


def test_a_person_is_found_by_name_in_order_of_time(site: Site) -> None:
    rows = answer(site, "person", name=TURNED.upper())
    assert [(row["record"], row["published_on"]) for row in rows] == [
        ("Perkara", "2024-11-10"),
        ("Sanksi", "2024-11-10"),
        ("Perkara", "2024-09-15"),
        ("Pernyataan", "2024-08-01"),
    ]


def test_sanctions_since_a_day(site: Site) -> None:
    assert TURNED in {
        row["accused"] for row in answer(site, "officials-sanctioned", since="2024-11-10", province="13")
    }
    assert TURNED not in {row["accused"] for row in answer(site, "officials-sanctioned", since="2024-11-11")}


def test_newspapers_that_printed_one_release(site: Site) -> None:
    [row] = answer(site, "same-release")
    assert row["newspapers"] == 1 + site.value("SELECT count(*) FROM articles WHERE is_copy")
    assert len(str(row["newspaper_names"]).replace(";", ",").split(",")) == row["newspapers"]


def test_articles_without_any_named_official(site: Site) -> None:
    titles = {row["title"] for row in answer(site, "articles-without-officials")}
    assert UNNAMED in titles
    assert "Camat Ditegur" not in titles


def test_regions_with_and_without_stories_are_all_regions(site: Site) -> None:
    without = len(answer(site, "regions-without-stories"))
    assert without + site.value(
        "SELECT count(DISTINCT region_code) FROM article_regions JOIN regions ON code = region_code WHERE kind <> 'provinsi'"
    ) == site.value("SELECT count(*) FROM regions WHERE kind <> 'provinsi'")


def test_coverage_counts_every_newspaper_watched(site: Site) -> None:
    rows = answer(site, "coverage-by-newspaper")
    assert len(rows) == site.value("SELECT count(*) FROM sources")
    assert sum(row["articles"] for row in rows) == site.value("SELECT count(*) FROM articles")  # type: ignore[misc]
    assert {row["newspaper"]: row["failed_pages"] for row in rows}["Gema Halmahera"] == 1


def test_an_answer_that_is_cut_off_says_so() -> None:
    with opened(most=3) as site:
        page = site.page("/netralitas/regions-without-stories")
        assert len(page.cssselect("table.rows tbody tr")) == 3
        assert "Hanya 3 baris pertama" in text_of(page)
        assert "berhenti di 3 baris, juga dalam CSV" in text_of(page.cssselect(".warning")[0])
        link = page.cssselect(".take a.button")[0]
        assert "3 baris pertama" in text_of(link)
        assert len(site.csv(link.get("href"))) == 3


def test_the_csv_of_an_answer_has_its_rows_and_keeps_the_parameters(site: Site) -> None:
    page = site.page("/netralitas/posts-accused?province=13&year=2024")
    rows = site.csv(page.cssselect(".take a.button")[0].get("href"))
    assert json.dumps(rows) == json.dumps(
        [
            {k: "" if v is None else str(v) for k, v in row.items()}
            for row in answer(site, "posts-accused", province="13", year="2024")
        ]
    )
