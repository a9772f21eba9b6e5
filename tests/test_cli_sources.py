"""``netralitas sources add`` and ``check``: against the practice press, and newspapers that fail."""

from __future__ import annotations

import sqlite3
import tomllib
from collections.abc import Iterator
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest
from conftest import Netralitas
from spiders_press import Answer, Press, item, page, rss, title

from practice_press import newspapers
from practice_press import serve as serve_press
from spiders.run import crawl
from spiders.sources import Source, load_file, load_sources
from spiders.sources.loader import FOLDER
from spiders.sources.writing import add_source, table_of, write_check
from spiders.trial import Trial
from spiders.tryout import Look, look_at_all, try_sources


@pytest.fixture(scope="module")
def base() -> Iterator[str]:
    with serve_press() as served:
        yield served


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "sumber"
    made.mkdir()
    return made


def draft(source: Source) -> Source:
    """A newspaper of which the way in is not known."""
    return source.model_copy(update={"way": "wordpress", "addresses": (), "selectors": None})


# Looking


@pytest.fixture(scope="module")
def looks(base: str) -> dict[str, Look]:
    keys = ("suaratanjungpura", "wartapesisir", "kabarcendrawasih", "gemahalmahera", "radarsaddang")
    drafts = [draft(newspapers(base)[key]) for key in keys]
    return dict(zip(keys, look_at_all(drafts), strict=True))


@pytest.mark.parametrize(
    ("key", "way", "addresses"),
    [
        ("suaratanjungpura", "wordpress", ()),  # its REST is closed; the feeds are read instead
        ("wartapesisir", "blogger", ()),
        ("kabarcendrawasih", "sitemap", ("/sitemap.xml",)),
        ("gemahalmahera", "feed", ("/atom.xml",)),
        ("radarsaddang", "index", ("/indeks", "/")),
    ],
)
def test_the_best_way_in_is_found(
    looks: dict[str, Look], base: str, key: str, way: str, addresses: tuple[str, ...]
) -> None:
    look = looks[key]
    chosen = look.chosen
    assert chosen is not None
    assert (chosen.source.way, chosen.source.addresses) == (way, addresses)
    assert look.findings.name == newspapers(base)[key].name
    assert look.findings.marks


def test_samples_are_what_the_crawl_would_store(looks: dict[str, Look], base: str, tmp_path: Path) -> None:
    database = tmp_path / "netralitas.db"
    crawl({"wartapesisir": newspapers(base)["wartapesisir"]}, database)
    samples = looks["wartapesisir"].trials[0].samples
    assert len(samples) == 3
    with closing(sqlite3.connect(database)) as db:
        for sample in samples:
            row = db.execute(
                "SELECT title, text, published_at, label_code FROM articles WHERE url = ?", [sample.url]
            )
            stored = row.fetchone()
            assert (stored is None) == (sample.label == "none")
            if stored:
                assert stored == (sample.title, sample.text, sample.published, sample.label)


def test_every_newspaper_of_the_practice_press_passes_its_check(base: str) -> None:
    trials = {trial.source.key: trial for trial in try_sources(newspapers(base))}
    assert set(trials) == set(newspapers(base))
    assert {key: trial.found for key, trial in trials.items() if not trial.works} == {}
    assert all(len(trial.samples) == 3 for trial in trials.values())


# Adding


def test_one_command_adds_a_newspaper_that_can_be_crawled(
    netralitas: Netralitas, base: str, folder: Path
) -> None:
    call = (
        "sources", "add", "https://jateng.nusakabar.example/", "--province", "33", "--local", "--base", base,
        "--sources", folder,
    )  # fmt: skip
    result = netralitas(*call)
    assert result.exit_code == 0, result.stderr
    assert "Found: articles are linked as h2 a\n" in result.stderr
    assert "Tried: index: " in result.stderr
    assert result.stdout.count("\n  https://jateng.nusakabar.example/") == 3
    (path,) = folder.iterdir()
    assert path.name == "33-jawa-tengah.toml"
    table = tomllib.loads(path.read_text())["nusakabarjateng"]
    assert (table["name"], table["way"], table["status"]) == ("Nusa Kabar Jateng", "index", "active")
    assert table["verification"]["method"] == "live"
    assert table["verification"]["checked"] == date.today()
    again = netralitas(*call)
    assert again.exit_code == 1
    assert again.stderr.splitlines()[-1] == (
        "Error: the key [nusakabarjateng] is taken; give another with --key."
    )


def test_a_site_that_cannot_be_read_or_shows_nothing_is_not_added(
    netralitas: Netralitas, folder: Path
) -> None:
    with Press() as press:
        press.on("tutup", "/", Answer("Terlarang", 403))
        press.on("hampa", "/", "<html><title>Hampa</title><body>Segera hadir</body></html>")
        common = ("--province", "13", "--local", "--base", press.base, "--sources", folder)
        shut = netralitas("sources", "add", "https://tutup.example", *common)
        empty = netralitas("sources", "add", "https://hampa.example", *common)
    assert (shut.exit_code, empty.exit_code) == (1, 1)
    assert "Error: https://tutup.example/ could not be read: blocked; " in shut.stderr
    assert "Error: https://hampa.example shows no way in; " in empty.stderr
    assert not list(folder.iterdir())


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (("https://kabar.co.id", "--province", "99"), 2, 'unknown province "99"'),
        (("https://kabar.co.id", "--province", "13", "--regency", "14.01"), 2, "does not lie in province"),
        (("http://127.0.0.1:80", "--province", "13"), 2, "is not a domain"),
        (("https://kabar.example", "--province", "13"), 2, "is not on the public web"),
        (("https://kabar.co.id", "--province", "13", "--base", "http://127.0.0.1:1"), 2, "add --local"),
        (("https://kabar.co.id", "--province", "13"), 1, "NETRALITAS_CONTACT"),
    ],
)
def test_a_newspaper_that_cannot_be_declared_or_asked_is_refused_before_anything_is_asked(
    netralitas: Netralitas, folder: Path, arguments: tuple[str, ...], code: int, words: str
) -> None:
    result = netralitas("sources", "add", *arguments, "--sources", folder)
    assert result.exit_code == code
    assert words in result.stderr
    assert not list(folder.iterdir())


# Checking

PAPERS = """# Sumatera Barat: jangan dihapus

[kabar]
name = "Kabar"   # nama lama: Kabar Kita
domain = "kabar.example"
province = "13"
way = "feed"
local = true
base = "{base}"
addresses = ["/feed"]
[kabar.verification]
method = "stored_page"
on = 2024-01-01
evidence = "a test"

[tutup]
name = "Tutup"
domain = "tutup.example"
province = "13"
way = "feed"
local = true
base = "{base}"
addresses = ["/feed"]
status = "active"
verification = {{ method = "stored_page", on = 2024-01-01, evidence = "a test" }}
"""


def test_a_check_writes_into_each_table_what_was_found_and_leaves_the_rest_as_it_was(
    netralitas: Netralitas, folder: Path
) -> None:
    path = folder / "13.toml"
    with Press() as press:
        before = PAPERS.format(base=press.base)
        path.write_text(before)
        press.on(
            "kabar", "/feed", rss(item("https://kabar.example/2024/apel", title(1), "ASN diminta netral."))
        )
        press.on("kabar", "/2024/apel", page(1))
        press.on("tutup", "/feed", Answer("Terlarang", 403))
        result = netralitas("sources", "check", "--sources", folder)
    assert result.exit_code == 1
    assert result.stderr.endswith("Error: 1 of 2 newspapers gave no article with a day of publication.\n")
    after = load_file(path)
    kabar, tutup = after["kabar"], after["tutup"]
    assert (kabar.status, kabar.verification.method, kabar.verification.on) == (
        "active",
        "live",
        date.today(),
    )
    assert kabar.verification.evidence == "https://kabar.example/2024/apel"
    assert kabar.verification.found == "1 articles listed, 1 read"
    assert (tutup.status, tutup.verification.method, tutup.verification.checked) == (
        "active",
        "stored_page",
        date.today(),
    )
    assert tutup.verification.found == "0 articles listed, 0 read; https://tutup.example/feed: blocked"
    assert path.read_text().startswith("# Sumatera Barat: jangan dihapus\n")
    assert 'name = "Kabar"   # nama lama: Kabar Kita\n' in path.read_text()


def test_only_named_newspapers_are_checked_and_a_misspelt_one_is_told(
    netralitas: Netralitas, folder: Path
) -> None:
    path = folder / "13.toml"
    with Press() as press:
        path.write_text(PAPERS.format(base=press.base))
        press.on("tutup", "/feed", Answer("Terlarang", 403))
        netralitas("sources", "check", "tutup", "--show", "--sources", folder)
        assert list(press.asked) == ["tutup.example"]
        assert path.read_text() == PAPERS.format(base=press.base)
    result = netralitas("sources", "check", "tutp", "--sources", folder)
    assert result.exit_code == 2
    assert 'did you mean "tutup"?' in result.stderr


# Writing


@pytest.fixture
def bundled(tmp_path: Path) -> Path:
    copy = tmp_path / "salinan"
    copy.mkdir()
    for path in FOLDER.glob("*.toml"):
        (copy / path.name).write_bytes(path.read_bytes())
    return copy


def test_the_table_of_every_bundled_newspaper_is_read_back_as_it_was(folder: Path) -> None:
    for source in load_sources().values():
        path = folder / "satu.toml"
        path.write_text(table_of(source), encoding="utf-8")
        assert load_file(path) == {source.key: source}


def test_a_new_newspaper_stands_in_the_order_of_the_keys_and_changes_nothing_else(bundled: Path) -> None:
    path = bundled / "13-sumatera-barat.toml"
    before = path.read_text()
    new = load_sources(bundled)["topsatu"].model_copy(
        update={"key": "kabarbaru", "domain": "kabarbaru.id", "base": "https://kabarbaru.id"}
    )
    assert add_source(bundled, new) == path
    after = path.read_text()
    assert after.replace(f"{table_of(new)}\n", "") == before
    keys = list(load_file(path))
    assert keys == sorted(keys) and "kabarbaru" in keys


def test_writing_what_was_found_changes_two_lines_of_a_newspaper(bundled: Path) -> None:
    before = {path: path.read_text().splitlines() for path in bundled.glob("*.toml")}
    keys = list(load_file(bundled / "13-sumatera-barat.toml"))
    for key in keys:
        write_check(bundled, key, on=date(2026, 11, 23), found="blocked", evidence=None)
    after = {path: path.read_text().splitlines() for path in bundled.glob("*.toml")}
    added = [line for path in after for line in after[path] if line not in before[path]]
    assert added == ["checked = 2026-11-23", 'found = "blocked"'] * len(keys)
    assert all(set(before[path]) <= set(after[path]) for path in before)


def test_a_trial_says_in_words_what_was_found() -> None:
    source = load_sources()["topsatu"]
    trial = Trial(source, 3, (), (("https://topsatu.com/feed/", "http_500"),), {"no_text": 2})
    assert trial.found == "3 articles listed, 0 read; 2 failed: no_text; https://topsatu.com/feed/: http_500"
    assert not trial.works
