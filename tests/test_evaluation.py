"""Scoring: what counts as found, missed and extra; figures, intervals and mistakes; annotated files read."""

from __future__ import annotations

import importlib.util
import json
import random
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from conftest import GOLD, ROOT

from pipelines.article import article_from_record
from pipelines.evaluation import AnnotationError, Mistake, load_annotated, score, sentence_of
from pipelines.evaluation.matching import match

SHARED = ROOT.parent / "shared" / "gold"

OFFICIAL = {
    "name": "Hendrawan Putra Salim",
    "position": "Kepala BKPSDM",
    "status": "definitive",
    "region": "Kota Padang Panjang",
    "role": "speaker",
}
CASE = {
    "accused": "dua ASN",
    "position": "ASN",
    "region": "Kabupaten Solok",
    "act": "kampanye",
    "stage": "alleged",
}


def annotated(**facts: Any) -> dict[str, Any]:
    return {"id": "a", "title": "Judul", "text": "Teks.", "label": "statement", **facts}


def counts(kind: str, meant: dict[str, Any], read: dict[str, Any]) -> tuple[int, int, int]:
    """Found, missed, extra."""
    matched = match(kind, meant, read)
    return len(matched.pairs), len(matched.missed), len(matched.extra)


def one(kind: str, field: str, meant: object, read: object) -> bool:
    """Whether the one fact that was meant is the one that was read."""
    return counts(kind, annotated(**{field: [meant]}), {field: [read]}) == (1, 0, 0)


@pytest.mark.parametrize(
    ("read", "same"),
    [
        ("HENDRAWAN PUTRA SALIM", True),
        ("Hendrawan", True),
        ("Hendrawan Putra Salem", True),
        ("Hendra", False),
        ("Salman Putra Hendri", False),
        ("", False),
    ],
)
def test_a_person_is_found_by_nearly_the_name_or_a_part_of_it(read: str, same: bool) -> None:
    assert one("officials", "officials", OFFICIAL, {**OFFICIAL, "name": read}) is same


@pytest.mark.parametrize(
    ("change", "same"),
    [
        ({"position": "Kepala Badan Kepegawaian dan Pengembangan Sumber Daya Manusia"}, True),
        ({"position": "Kepala Badan Kepegawaian dan Pengembangan SDM"}, True),
        ({"position": "Kepala Dinas Pendidikan"}, False),
        ({"region": "Kota Padangpanjang"}, True),
        ({"region": "Kota Padang"}, False),
        ({"region": None}, False),
        ({"status": "acting"}, False),
        ({"role": "mentioned"}, True),
    ],
)
def test_a_post_needs_position_region_and_status(change: dict[str, Any], same: bool) -> None:
    assert one("posts", "officials", OFFICIAL, {**OFFICIAL, **change}) is same


@pytest.mark.parametrize(
    ("meant", "read", "same"),
    [
        ("2024-10-07", "2024-10-07", True),
        ("2024-10-07", "2024-10-07T10:00:00", True),
        (["2024-10-06", "2024-10-07"], "2024-10-07", True),
        ("2024-10-07", "2024-07-10", False),
    ],
)
def test_a_date_is_found_by_its_day(meant: object, read: str, same: bool) -> None:
    assert one("dates", "dates", {"iso": meant}, {"iso": read}) is same


@pytest.mark.parametrize(
    ("meant", "read", "same"),
    [
        ("dua ASN", "2 pegawai", True),
        ("dua ASN", "tiga ASN", False),
        ("dua ASN", "sejumlah ASN", True),  # nobody else is counted: the post tells
        ("dua ASN", "Tubagus Ranggana", False),
        ("Tubagus Ranggana", "Camat Tubagus Ranggana", True),
        ("Tubagus Ranggana", "dua ASN", False),
        (["TR", "Camat Muara Pawan"], "TR", True),
    ],
)
def test_a_case_is_found_by_its_accused_or_its_count(meant: object, read: str, same: bool) -> None:
    assert one("violations", "violations", {**CASE, "accused": meant}, {**CASE, "accused": read}) is same


def test_the_surest_pair_is_made_first() -> None:
    clerk = {**CASE, "accused": "seorang pegawai"}
    head = {**CASE, "accused": "oknum pejabat", "position": "Camat", "act": "media_sosial"}
    like_both = {**head, "position": "Lurah", "act": "kampanye"}  # the head's accused, the clerk's act
    other_clerk = {**clerk, "accused": "satu pegawai", "position": "Guru", "act": "deklarasi"}
    matched = match(
        "violations", annotated(violations=[clerk, head]), {"violations": [like_both, other_clerk]}
    )
    assert matched.pairs == [(clerk, other_clerk), (head, like_both)]


def test_a_sanction_is_found_by_type_and_any_accepted_status() -> None:
    meant = {"type": "mutasi", "status": ["imposed", "recommended"]}
    assert one("sanctions", "sanctions", meant, {"type": "mutasi", "status": "recommended"})
    assert not one("sanctions", "sanctions", meant, {"type": "mutasi", "status": "threatened"})


def test_the_province_of_a_named_kabupaten_is_neither_required_nor_wrong() -> None:
    both = annotated(regions=["Kabupaten Solok", "Sumatera Barat"])
    assert counts("regions", both, {"regions": ["Kabupaten Solok"]}) == (1, 0, 0)
    only = annotated(regions=["Kabupaten Solok"])
    assert counts("regions", only, {"regions": ["Kabupaten Solok", "Sumatera Barat"]}) == (1, 0, 0)
    assert counts("regions", only, {"regions": ["Riau"]}) == (0, 1, 1)


def test_what_is_optional_is_neither_required_nor_wrong() -> None:
    meant = annotated(
        officials=[{**OFFICIAL, "optional": True}], legal_bases=[], legal_bases_optional=["PP 94/2021"]
    )
    assert counts("officials", meant, {}) == (0, 0, 0)
    assert counts("officials", meant, {"officials": [OFFICIAL]}) == (0, 0, 0)
    assert counts("legal_bases", meant, {"legal_bases": ["pp 94/2021", "UU 5/2014"]}) == (0, 0, 1)


def test_what_is_said_twice_counts_once() -> None:
    twice = {"election": ["Pilkada 2024", "pilkada 2024"], "regions": ["Riau", "Riau"]}
    assert counts("election", annotated(election="Pilkada 2024"), twice) == (1, 0, 0)
    assert counts("regions", annotated(regions=["Aceh"]), twice) == (0, 1, 1)


def test_what_agrees_once_more_with_what_was_found_is_no_mistake() -> None:
    parts = [{**OFFICIAL, "name": "Hendrawan"}, {**OFFICIAL, "name": "Putra Salim"}]
    assert counts("officials", annotated(officials=[OFFICIAL]), {"officials": parts}) == (1, 0, 0)


def test_figures_are_summed_over_all_articles() -> None:
    first = annotated(regions=["Riau", "Aceh"], officials=[OFFICIAL])
    second = {**annotated(regions=["Bali"], label=["violation", "both"]), "id": "b"}
    evaluation = score(
        [first, second],
        {
            "a": {"label": "statement", "regions": ["Riau", "Banten"], "officials": [{**OFFICIAL, "role": "accused"}]},
            "b": {"label": "both", "regions": ["Bali"]},
        },
    )  # fmt: skip
    regions = evaluation.facts["regions"]
    assert (regions.precision, regions.recall, regions.support) == (2 / 3, 2 / 3, 3)
    total = evaluation.facts["all facts"]
    assert (total.precision, total.recall, total.f1, total.support) == (0.75, 0.75, 0.75, 4)
    assert evaluation.attributes["label"].accuracy == 1
    assert (evaluation.attributes["role"].accuracy, evaluation.attributes["role"].support) == (0, 1)
    assert evaluation.mistakes == [
        Mistake("a", "role", "wrong", OFFICIAL, {**OFFICIAL, "role": "accused"}),
        Mistake("a", "regions", "missed", meant="Aceh"),
        Mistake("a", "regions", "extra", read="Banten"),
    ]


def test_an_article_that_was_not_read_counts_as_missed() -> None:
    evaluation = score([annotated(regions=["Riau"])], {})
    assert evaluation.facts["regions"].recall == 0
    assert evaluation.attributes["label"].accuracy == 0


def half_right(articles: int) -> tuple[list[dict[str, Any]], dict[str, Any]]:
    """Articles with a region each; every second was read."""
    meant = [{**annotated(regions=["Riau"]), "id": str(n)} for n in range(articles)]
    return meant, {str(n): {"label": "statement", "regions": ["Riau"]} for n in range(0, articles, 2)}


def test_the_interval_holds_the_figure_narrows_with_more_articles_and_is_the_same_each_time() -> None:
    few, many = score(*half_right(10)), score(*half_right(200))
    widths = []
    for evaluation in (few, many):
        figure = evaluation.facts["regions"]
        low, high = figure.interval
        assert low < figure.f1 < high
        widths.append(high - low)
    assert widths[1] < widths[0] / 2
    assert score(*half_right(200)) == many
    assert score(*half_right(200), seed=1).facts != many.facts


def test_the_interval_of_a_share_is_the_binomial_one() -> None:
    low, high = score(*half_right(100)).attributes["label"].interval
    assert low == pytest.approx(0.402, abs=0.03)  # the 2.5 % and 97.5 % points of Binomial(100, 0.5) / 100
    assert high == pytest.approx(0.598, abs=0.03)


def test_a_mistake_is_shown_with_its_sentence() -> None:
    article = article_from_record(
        {
            "title": "ASN Diminta Netral",
            "text": "Bupati membuka rapat itu.\n\nSekda Hendrawan mengingatkan ASN. Rapat berlangsung 7 Oktober 2024.",
        }
    )
    missed = Mistake("a", "officials", "missed", meant={"name": "Hendrawan", "position": "Sekretaris Daerah"})
    assert sentence_of(missed, article) == "Sekda Hendrawan mengingatkan ASN."
    date = {"text": "7 Oktober 2024", "iso": "2024-10-07"}
    assert (
        sentence_of(Mistake("a", "dates", "missed", meant=date), article)
        == "Rapat berlangsung 7 Oktober 2024."
    )
    extra = Mistake(
        "a", "dates", "extra", read={**date, "evidence": {"sentence": "Bupati membuka rapat itu."}}
    )
    assert sentence_of(extra, article) == "Bupati membuka rapat itu."
    assert sentence_of(Mistake("a", "regions", "missed", meant="Kota Sabang"), article) is None


def test_the_annotated_articles_are_read_in_the_order_of_their_files() -> None:
    assert [article["id"] for article in load_annotated(GOLD)] == [
        "contoh-imbauan",
        "contoh-lain",
        "contoh-pelanggaran",
    ]


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"{", "line 1: this is not JSON"),
        (b"\xff", "not UTF-8"),
        (b"[]", "the file"),
        (b'{"id": "a", "label": "none"}', "text: Field required"),
        (b'{"id": "a", "text": "", "label": "maybe"}', "label"),
        (b'{"id": "a", "text": "", "label": "none", "dates": [{"text": "7 Oktober"}]}', "dates.0.iso"),
    ],
)
def test_a_wrong_file_is_named_with_the_reason(tmp_path: Path, content: bytes, reason: str) -> None:
    tmp_path.joinpath("salah.json").write_bytes(content)
    with pytest.raises(AnnotationError, match=r"salah\.json") as raised:
        load_annotated(tmp_path)
    assert reason in str(raised.value)


def test_an_id_that_two_files_carry_is_refused(tmp_path: Path) -> None:
    for name in ("satu.json", "dua.json"):
        tmp_path.joinpath(name).write_text('{"id": "a", "text": "", "label": "none"}')
    with pytest.raises(AnnotationError, match=r"satu\.json.*dua\.json"):
        load_annotated(tmp_path)


@pytest.fixture(scope="module")
def scorer() -> ModuleType:
    """The scorer that the annotated set comes with, where it is there."""
    path = SHARED / "score.py"
    if not path.is_file():
        pytest.skip("the annotated set's own scorer is not here")
    spec = importlib.util.spec_from_file_location("score", path)
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def garbled(article: dict[str, Any], others: list[dict[str, Any]], chance: random.Random) -> dict[str, Any]:
    """The facts of an article with all kinds of mistakes in them."""

    def single(value: Any) -> Any:
        return chance.choice(value) if isinstance(value, list) else value

    def plain(entry: Any) -> Any:
        if not isinstance(entry, dict):
            return single(entry)
        return {key: single(value) for key, value in entry.items() if key != "optional"}

    def strange(kind: str) -> Iterator[Any]:
        pool = [plain(entry) for other in others for entry in other[kind]]
        while pool and chance.random() < 0.3:
            yield chance.choice(pool)

    read: dict[str, Any] = {"label": single(chance.choice([article, *others[:3]])["label"])}
    for kind in ("officials", "dates", "sanctions", "violations", "regions", "legal_bases", "election"):
        found = [plain(entry) for entry in article[kind] if chance.random() < 0.85]
        found += [*strange(kind), *(entry for entry in found if chance.random() < 0.1)]
        for entry in found:
            if isinstance(entry, dict) and chance.random() < 0.3:
                key = chance.choice(list(entry))
                entry[key] = next(strange(kind), {}).get(key) or str(entry[key]).split()[0]
        chance.shuffle(found)
        read[kind] = found
    return read


def test_figures_are_those_of_the_annotated_sets_own_scorer(scorer: ModuleType) -> None:
    articles = load_annotated(SHARED / "dev")
    chance = random.Random(1)
    for _ in range(10):
        read = {a["id"]: garbled(a, articles, chance) for a in articles if chance.random() < 0.97}
        facts, attributes, _ = scorer.score({a["id"]: a for a in articles}, read)
        evaluation = score(articles, json.loads(json.dumps(read)), resamples=0)
        for kind, row in facts.items():
            figure = evaluation.facts[kind]
            got = {"precision": figure.precision, "recall": figure.recall, "f1": figure.f1}
            assert {**got, "support": figure.support} == row, kind
        for name, row in attributes.items():
            accuracy = evaluation.attributes[name]
            assert {"accuracy": accuracy.accuracy, "support": accuracy.support} == row, name
