"""The pages of the site, asked through Datasette's own client: what a reader sees."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlencode, urlsplit

import pytest
from datasette.utils import tilde_encode
from site_sample import HOSTILE, HOSTILE_TITLE, HOSTILE_URL, TURNED, Site, opened, text_of

from datasets import site as site_package
from datasets.descriptions import load_descriptions
from datasets.site.definitions import load_queries, load_shown, load_site
from pipelines.article.address import article_id

TABLES = load_descriptions()
FACTS = ("violations", "sanctions", "statements", "mentions", "article_regions", "article_dates", "article_laws",
         "article_elections")  # fmt: skip


@pytest.fixture(scope="module")
def site() -> Iterator[Site]:
    with opened() as site:
        yield site


@pytest.fixture(scope="module")
def small_site() -> Iterator[Site]:
    with opened(most=7) as site:
        yield site


def every_kind_of_page(site: Site) -> list[str]:
    """An address of each kind, with the hostile article on those that can show it."""
    hostile = article_id(HOSTILE_URL)
    violation = site.value("SELECT id FROM violations WHERE article_id = ?", hostile)
    official = site.value("SELECT official_id FROM violations WHERE article_id = ?", hostile)
    return [
        "/",
        "/netralitas",
        "/tentang",
        *(f"/netralitas/{name}?_columns=all" for name in TABLES),
        *(f"/netralitas/{name}" for name in load_queries()),
        f"/netralitas/articles/{hostile}",
        f"/netralitas/violations/{violation}",
        f"/netralitas/officials/{official}",
        "/netralitas/regions/13",
        "/netralitas/articles?" + urlencode({"_search": "script", "_facet": "author"}),
        "/netralitas/violations_flat?" + urlencode({"accused__contains": HOSTILE}),
        "/netralitas/person?" + urlencode({"name": HOSTILE}),
        "/netralitas?" + urlencode({"sql": "select * from articles where title like '%script%'"}),
    ]


@pytest.mark.parametrize("language", ["id", "en"])
@pytest.mark.parametrize("name", TABLES)
def test_every_table_and_view_has_a_page_that_says_what_it_holds(
    site: Site, name: str, language: str
) -> None:
    page = site.page(f"/netralitas/{name}?_columns=all&_lang={language}")
    table = TABLES[name]
    words, other = (table.title.id, table.title.en) if language == "id" else (table.title.en, table.title.id)
    assert text_of(page.find(".//h1")).startswith(words)
    assert other in text_of(page.find(".//h1"))
    assert getattr(table.description, language) in text_of(page)
    dictionary = {
        text_of(entry.find(".//code")): text_of(entry.find(".//dd"))
        for entry in page.cssselect(".dictionary dl > div")
    }
    assert set(dictionary) == set(table.columns)
    for column, meaning in table.columns.items():
        assert dictionary[column].startswith(" ".join(getattr(meaning, language).split()))
    count = site.value(f"SELECT count(*) FROM {name}")
    assert re.sub(r"[.,]", "", text_of(page.cssselect(".count strong")[0])) == str(count)


@pytest.mark.parametrize("name", [name for name, shown in load_shown().items() if shown.shown])
def test_a_list_shows_the_columns_that_matter_and_the_others_at_a_click(site: Site, name: str) -> None:
    page = site.page(f"/netralitas/{name}")
    assert len(page.cssselect("table.rows th")) == len(load_shown()[name].shown)
    everything = [a for a in page.cssselect(".take a") if "_columns=all" in a.get("href")]
    if len(load_shown()[name].shown) < len(TABLES[name].columns):
        assert len(site.page(everything[0].get("href")).cssselect("table.rows th")) == len(
            TABLES[name].columns
        )


@pytest.mark.parametrize("name", [name for name, table in TABLES.items() if table.group != "flat"])
def test_a_row_of_every_table_has_a_page(site: Site, name: str) -> None:
    [row] = site.get(f"/netralitas/{name}.json?_size=1&_shape=objects").json()["rows"]
    keys = [str(row[key["name"]]) for key in site.rows(f"PRAGMA table_info({name})") if key["pk"]]
    page = site.page(f"/netralitas/{name}/" + ",".join(map(tilde_encode, keys)))
    assert all(key in text_of(page) for key in keys)
    assert text_of(page.find(".//h1"))


def test_the_first_page_counts_what_is_in_the_database(site: Site) -> None:
    page = site.page("/")
    figures = {text_of(f.find("dt")): text_of(f.find("dd")) for f in page.cssselect(".figures > div")}
    assert figures["artikel"] == str(site.value("SELECT count(*) FROM articles"))
    assert figures["perkara diberitakan"] == str(
        site.value("SELECT count(*) FROM violations_flat WHERE NOT is_copy")
    )
    assert figures["sanksi dijatuhkan"] == str(
        site.value("SELECT count(*) FROM sanctions_flat WHERE NOT is_copy AND status_code = 'imposed'")
    )
    assert figures["pernyataan"] == str(site.value("SELECT count(*) FROM statements_flat WHERE NOT is_copy"))
    stages = [int(text_of(cell)) for cell in page.cssselect("table.stages td.figure")]
    assert sum(stages) == int(figures["perkara diberitakan"])
    assert "10 dari 10 surat kabar menjawab" in text_of(page)
    for query in load_queries():
        assert page.cssselect(f'a[href="/netralitas/{query}"]')


def test_a_figure_of_the_first_page_leads_to_as_many_rows(site: Site) -> None:
    for figure in site.page("/").cssselect(".figures > div")[:4]:
        listed = site.page(figure.cssselect("a")[0].get("href"))
        assert text_of(listed.cssselect(".count strong")[0]) == text_of(figure.find("dd"))


@pytest.mark.parametrize("name", [name for name, shown in load_shown().items() if shown.facets])
def test_the_chosen_facets_are_on_the_page_and_none_was_dropped(site: Site, name: str) -> None:
    page = site.page(f"/netralitas/{name}")
    expected = [c for c in load_shown()[name].facets if site.value(f"SELECT count({c}) FROM {name}")]
    assert [facet.get("id").removeprefix("facet-") for facet in page.cssselect(".facet")] == expected
    assert not page.cssselect(".warning")


def test_facets_and_cells_have_labels_in_place_of_codes(site: Site) -> None:
    page = site.page("/netralitas/violations")
    provinces = [text_of(a) for a in page.cssselect("#facet-province_code a")]
    assert "Sumatera Barat" in provinces and "13" not in provinces
    regions = {text_of(cell) for cell in page.cssselect("td.col-region_code")}
    assert any(region.startswith("Kabupaten ") for region in regions)
    assert not any(re.fullmatch(r"[\d.]+", region) for region in regions)
    assert {"Dugaan", "Diteruskan"} <= {text_of(a) for a in page.cssselect("#facet-stage_code a")}
    english = site.page("/netralitas/violations?_lang=en")
    assert {"Alleged", "Referred"} <= {text_of(a) for a in english.cssselect("#facet-stage_code a")}
    acts = {text_of(cell) for cell in english.cssselect("td.col-act_code")}
    assert acts <= {row["name_en"] for row in site.rows("SELECT name_en FROM acts")}


def test_a_facet_narrows_the_list_and_can_be_taken_back(site: Site) -> None:
    first = site.page("/netralitas/violations_flat")
    choice = first.cssselect("#facet-stage li")[0]
    narrowed = site.page(choice.find("a").get("href"))
    assert text_of(narrowed.cssselect(".count strong")[0]) == text_of(choice.find("span"))
    [chip] = narrowed.cssselect(".chips li")
    assert text_of(choice.find("a")) in text_of(chip)
    back = site.page(chip.cssselect("a")[0].get("href"))
    assert text_of(back.cssselect(".count strong")[0]) == text_of(first.cssselect(".count strong")[0])


def test_a_filter_typed_into_the_form_is_shown_in_words(site: Site) -> None:
    asked = {"_filter_column": "region_code", "_filter_op": "exact", "_filter_value": "13.05"}
    for table in ("violations", "violations_flat"):
        page = site.page(f"/netralitas/{table}?" + urlencode(asked), follow_redirects=True)
        assert text_of(page.cssselect(".count strong")[0]) == str(
            site.value("SELECT count(*) FROM violations WHERE region_code = '13.05'")
        )
        assert "Kabupaten Padang Pariaman" in text_of(page.cssselect(".chips")[0])


def test_the_search_box_finds_words_whatever_their_case_and_nothing_for_a_word_that_is_nowhere(
    site: Site,
) -> None:
    expected = site.value(
        "SELECT count(*) FROM articles WHERE text LIKE '%bawaslu%' OR title LIKE '%bawaslu%'"
    )
    for word in ("bawaslu", "BAWASLU", "Bawáslu"):
        page = site.page("/netralitas/articles?" + urlencode({"_search": word}))
        assert page.cssselect("input[name=_search]")[0].get("value") == word
        found = int(text_of(page.cssselect(".count strong")[0]))
        assert 0 < found <= expected < site.value("SELECT count(*) FROM articles")
    none = site.page("/netralitas/articles?_search=qqxyzzyqq")
    assert text_of(none.cssselect(".count strong")[0]) == "0"
    assert not none.cssselect("table.rows")


@pytest.mark.parametrize(
    "query", ["'", "AND", "camat OR", "(", "*", '"camat', "a b c d", "netral*", "<b>", "%"]
)
def test_no_search_breaks_the_page(site: Site, query: str) -> None:
    site.page("/netralitas/articles?" + urlencode({"_search": query}))


@pytest.mark.parametrize("query", ['"', "\x00"])
def test_a_search_without_any_word_is_answered_with_advice(site: Site, query: str) -> None:
    answer = site.get("/netralitas/articles?" + urlencode({"_search": query}))
    assert answer.status_code == 400
    assert "Tulislah kata-kata biasa" in answer.text


@pytest.mark.parametrize("name", TABLES)
def test_the_csv_link_of_every_table_gives_all_rows(small_site: Site, name: str) -> None:
    links = [a.get("href") for a in small_site.page(f"/netralitas/{name}").cssselect(".take a.button")]
    count = small_site.value(f"SELECT count(*) FROM {name}")
    assert bool(links) == bool(count)
    for link in links:
        rows = small_site.csv(link)
        assert len(rows) == count
        keys = [k["name"] for k in small_site.rows(f"PRAGMA table_info({name})") if k["pk"]] or [
            next(iter(rows[0]))
        ]
        assert len({tuple(row[key] for key in keys) for row in rows}) == count
        assert set(TABLES[name].columns) <= set(rows[0])


def test_the_csv_of_a_filtered_list_has_the_filtered_rows_with_labels(small_site: Site) -> None:
    [stage] = small_site.rows(
        "SELECT stage_code AS code, count(*) AS n FROM violations GROUP BY 1 ORDER BY 2 DESC LIMIT 1"
    )
    page = small_site.page(
        f"/netralitas/violations?stage_code={stage['code']}&_facet=position&_size=3&_lang=en"
    )
    rows = small_site.csv(page.cssselect(".take a.button")[0].get("href"))
    assert len(rows) == stage["n"] > 7
    assert {row["stage_code"] for row in rows} == {stage["code"]}
    label = small_site.value("SELECT name FROM stages WHERE code = ?", stage["code"])
    assert {row["stage_code_label"] for row in rows} == {label}


@pytest.mark.parametrize(
    ("table", "key", "columns"),
    [
        ("article_dates", "id", ("date", "role_code", "printed")),
        ("violations", "id", ("stage_code", "people", "region_code")),
        ("violations_flat", "violation_id", ("stage", "published_on", "people")),
    ],
)
def test_no_order_loses_or_repeats_a_row(
    small_site: Site, table: str, key: str, columns: tuple[str, ...]
) -> None:
    """Datasette sorts the first page by the chosen column alone, and so lost rows where many are equal in it."""
    count = small_site.value(f"SELECT count(*) FROM {table}")
    for column in columns:
        for order in ("_sort", "_sort_desc"):
            rows = small_site.csv(f"/netralitas/{table}.csv?_stream=on&{order}={column}")
            assert len(rows) == len({row[key] for row in rows}) == count, (order, column)


def test_pages_follow_on_each_other_to_the_last_row(small_site: Site) -> None:
    for name, key in (("violations_flat", "violation_id"), ("articles", "id"), ("article_dates", "id")):
        seen, address = [], f"/netralitas/{name}?_columns=all"
        while address:
            page = small_site.page(address)
            column = next(
                n for n, th in enumerate(page.cssselect("table.rows th")) if f"col-{key}" in th.get("class")
            )
            seen += [
                tr.findall("td")[column].find(".//*").text_content()
                for tr in page.cssselect("table.rows tbody tr")
            ]
            following = [a.get("href") for a in page.cssselect(".next a")]
            address = urlsplit(following[0])._replace(scheme="", netloc="").geturl() if following else ""
        assert sorted(seen) == sorted(row[0] for row in small_site.rows(f"SELECT {key} FROM {name}"))


@pytest.mark.parametrize("name", ["violations_flat", "violations"])
def test_the_stage_stands_beside_every_accused(site: Site, name: str) -> None:
    for language in ("id", "en"):
        page = site.page(f"/netralitas/{name}?_size=max&_lang={language}")
        assert load_site().allegation.id in text_of(page) or load_site().allegation.en in text_of(page)
        cells = page.cssselect("td.col-accused")
        assert len(cells) == site.value("SELECT count(*) FROM violations")
        assert all(cell.cssselect(".stage") for cell in cells)
    word = next(text_of(c.cssselect(".stage")[0]) for c in cells if TURNED in text_of(c))
    assert word in ("Reported", "Sanctioned")


def test_a_sanction_names_its_case_with_the_stage(site: Site) -> None:
    tied = site.value("SELECT count(*) FROM sanctions WHERE violation_id IS NOT NULL")
    page = site.page("/netralitas/sanctions?_size=max&_columns=all")
    cells = [cell for cell in page.cssselect("td.col-violation_id") if text_of(cell)]
    assert len(cells) == tied > 0
    assert all(cell.cssselect(".stage") for cell in cells)
    sanction = site.value("SELECT id FROM sanctions WHERE violation_id IS NOT NULL")
    assert site.page(f"/netralitas/sanctions/{sanction}").cssselect(".col-violation_id .stage")


def test_an_official_who_was_accused_is_shown_with_the_stages(site: Site) -> None:
    official = site.value("SELECT official_id FROM violations_flat WHERE accused = ?", TURNED)
    page = site.page(f"/netralitas/officials/{official}")
    assert {text_of(chip) for chip in page.cssselect(".stories .stage")} == {"Dilaporkan", "Dijatuhi sanksi"}
    assert load_site().allegation.id in text_of(page.find(".//main"))
    row = site.page("/netralitas/officials_flat?" + urlencode({"name": TURNED})).cssselect("td.col-name")[0]
    assert {text_of(chip) for chip in row.cssselect(".stage")} == {"Dilaporkan", "Dijatuhi sanksi"}


def test_the_value_is_marked_in_its_sentence(site: Site) -> None:
    page = site.page("/netralitas/violations_flat?_size=max&_sort=violation_id")
    rows = site.rows(
        "SELECT v.*, substr(iif(evidence_field = 'title', title, text), evidence_start + 1, "
        "evidence_end - evidence_start) AS value FROM violations AS v JOIN articles ON articles.id = article_id ORDER BY v.id"
    )
    cells = page.cssselect("td.col-evidence")
    assert len(cells) == len(rows)
    marked = 0
    for cell, row in zip(cells, rows, strict=True):
        assert text_of(cell).startswith(" ".join(row["evidence"].split())[:200])
        for mark in cell.cssselect("mark"):
            assert row["value"].startswith(mark.text_content())
            marked += 1
    assert marked > 0.9 * len(rows)


def test_an_article_shows_what_was_read_beside_its_text(site: Site) -> None:
    identity = site.value(
        "SELECT article_id FROM violations GROUP BY article_id ORDER BY count(*) DESC, article_id LIMIT 1"
    )
    [article] = site.rows("SELECT * FROM articles WHERE id = ?", identity)
    page = site.page(f"/netralitas/articles/{identity}")
    assert text_of(page.find(".//h1")) == " ".join(article["title"].split())
    assert [text_of(p) for p in page.cssselect(".text p")] == [
        " ".join(p.split()) for p in article["text"].split("\n") if p.strip()
    ]
    [original] = page.cssselect(".article-head a.out")
    assert original.get("href") == article["url"]
    assert "noopener" in original.get("rel")
    anchors = {span.get("id") for span in page.cssselect("mark .anchor")}
    for table in FACTS:
        facts = [row["id"] for row in site.rows(f"SELECT id FROM {table} WHERE article_id = ?", identity)]
        assert len(page.cssselect(f".facts.of-{table} li")) == len(facts)
        assert {f"di-{fact}" for fact in facts} <= anchors
    assert {a.get("href")[1:] for a in page.cssselect("a.at")} <= anchors
    for case in page.cssselect(".facts.of-violations li"):
        assert case.cssselect(".stage")


def test_copies_of_a_release_lead_to_each_other(site: Site) -> None:
    [copy] = site.rows("SELECT * FROM articles WHERE is_copy LIMIT 1")
    page = site.page(f"/netralitas/articles/{copy['id']}")
    group = site.rows(
        "SELECT id FROM articles WHERE (syndicated_from = ? OR id = ?) AND id <> ?",
        copy["syndicated_from"], copy["syndicated_from"], copy["id"],
    )  # fmt: skip
    assert len(group) > 1
    for other in group:
        assert page.cssselect(
            f'section[aria-labelledby=salinan] a[href="/netralitas/articles/{other["id"]}"]'
        )


def test_lists_stored_as_json_are_shown_as_text(site: Site) -> None:
    page = site.page(f"/netralitas/articles?_columns=all&url={urlencode({'': HOSTILE_URL})[1:]}")
    assert text_of(page.cssselect("td.col-tags")[0]) == f"{HOSTILE}; biasa"
    assert text_of(page.cssselect("td.col-removed")[0]) == f"[related] {HOSTILE}"


def test_text_of_articles_never_becomes_markup(site: Site) -> None:
    shown = 0
    for address in every_kind_of_page(site):
        for language in ("id", "en"):
            page = site.page(address + ("&" if "?" in address else "?") + f"_lang={language}")
            assert not page.xpath("//script | //style | //iframe | //object | //*[@style]"), address
            assert not page.xpath("//@*[starts-with(name(), 'on')]"), address
            assert not page.xpath(
                "//img | //*[starts-with(translate(@href, 'JAVSCRIPT', 'javscript'), 'javascript:')]"
            )
            shown += HOSTILE in page.text_content()
    assert shown > 20, "the hostile words are to be seen, as words"
    assert (
        HOSTILE_TITLE
        in site.page(f"/netralitas/articles/{article_id(HOSTILE_URL)}").find(".//h1").text_content()
    )


def test_no_page_asks_another_host_for_anything(site: Site) -> None:
    for address in every_kind_of_page(site):
        page = site.page(address)
        parts = page.xpath(
            "//link/@href | //script/@src | //img/@src | //source/@src | //use/@href | //form/@action"
        )
        assert parts
        for part in parts:
            if urlsplit(part).netloc:
                assert part.startswith("http://localhost/"), f"{address} asks for {part}"
    for path in (Path(site_package.__file__).parent / "static").iterdir():
        assert not re.search(r"url\(|@import|href=|https?://(?!www\.w3\.org/2000/svg)", path.read_text()), (
            path.name
        )


def test_style_and_icon_are_served(site: Site) -> None:
    page = site.page("/")
    for kind, address in (
        ("text/css", page.cssselect("link[rel=stylesheet]")[0]),
        ("image/svg+xml", page.cssselect("link[rel=icon]")[0]),
    ):
        answer = site.get(address.get("href"))
        assert (answer.status_code, answer.headers["content-type"].split(";")[0]) == (200, kind)


def test_every_answer_carries_the_headers_that_keep_it_to_itself(site: Site) -> None:
    for address in (
        "/",
        "/netralitas/articles",
        "/netralitas/articles.json",
        "/nothing",
        "/netralitas/regions.csv",
    ):
        headers = site.get(address).headers
        assert "default-src 'none'" in headers["content-security-policy"]
        assert "unsafe" not in headers["content-security-policy"]
        assert headers["x-content-type-options"] == "nosniff"


def test_the_language_is_chosen_by_a_link_and_kept_in_a_cookie(site: Site) -> None:
    assert site.page("/").get("lang") == "id"
    switch = (
        site.page("/netralitas/violations_flat?stage_code=alleged").cssselect("a.language")[0].get("href")
    )
    assert "stage_code=alleged" in switch
    answer = site.get(switch)
    assert '<html lang="en">' in answer.text
    assert answer.headers["cache-control"] == "private, no-store"
    cookie = answer.headers["set-cookie"].split(";")[0]
    kept = site.page("/netralitas/sanctions_flat", headers={"cookie": cookie})
    assert kept.get("lang") == "en"
    assert text_of(kept.find(".//h1")).startswith("Sanctions")
    assert site.page("/?_lang=id", headers={"cookie": cookie}).get("lang") == "id"
    for nonsense in ("?_lang=fr", "?_lang="):
        assert site.page("/" + nonsense).get("lang") == "id"
    assert site.page("/", headers={"cookie": "netralitas_lang=x; ==;;"}).get("lang") == "id"
    assert site.page("/").get("lang") == "id", "one reader's choice is not another's"


def test_a_page_that_is_not_there_says_so_in_the_readers_language(
    site: Site, capfd: pytest.CaptureFixture[str]
) -> None:
    for address in ("/nothing", "/netralitas/nothing", "/netralitas/articles/0000000000000000"):
        answer = site.get(address)
        assert answer.status_code == 404
        assert "Halaman ini tidak ada" in answer.text
        assert "There is no such page" in site.get(address + "?_lang=en").text
    assert site.get("/netralitas/nothing.json").json()["status"] == 404
    assert capfd.readouterr() == ("", ""), "a missing page is no news for the operator"


def test_a_question_that_takes_too_long_is_answered_with_advice(site: Site) -> None:
    endless = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n"
    answer = site.get("/netralitas?" + urlencode({"sql": endless, "_timelimit": "20"}))
    assert answer.status_code == 400
    assert "memakan waktu terlalu lama" in answer.text


@pytest.mark.parametrize(
    "sql",
    [
        "delete from articles",
        "update articles set title = 'x'",
        "attach 'x.db' as x",
        "select * from nowhere",
    ],
)
def test_nothing_can_be_written_and_wrong_sql_is_told(site: Site, sql: str) -> None:
    before = site.value("SELECT count(*) FROM articles")
    answer = site.get("/netralitas?" + urlencode({"sql": sql}))
    assert answer.status_code == 400
    assert "<h1>" in answer.text and "Traceback" not in answer.text
    assert site.value("SELECT count(*) FROM articles") == before


def test_the_working_database_cannot_be_taken_away_as_a_file(site: Site) -> None:
    assert site.get("/netralitas.db").status_code == 403


def test_the_table_and_database_pages_answer_quickly(site: Site) -> None:
    """Datasette 0.65 copies its metadata for every table on a page: unless that is cheap, a page takes seconds."""
    for address in ("/", "/netralitas", "/netralitas/violations_flat"):
        site.get(address)
        took = min(site.get(address).elapsed.total_seconds() for _ in range(3))
        assert took < 1.0, f"{address} took {took:.2f} s"
