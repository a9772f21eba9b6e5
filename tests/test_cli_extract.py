"""``netralitas extract``: facts out of JSON lines; nothing is written if a line is wrong."""

from __future__ import annotations

import json
import os
import threading
from pathlib import Path
from typing import Any

import pytest
from conftest import GOLD, Netralitas, Shell

from pipelines.article import article_from_record
from pipelines.extraction import extract
from pipelines.extraction.records import to_record

INPUT = ("id", "url", "domain", "title", "published", "text")


def articles() -> list[dict[str, Any]]:
    """What an extractor is given of the annotated articles."""
    read = (json.loads(path.read_bytes()) for path in sorted(GOLD.glob("*.json")))
    return [{key: article[key] for key in INPUT} for article in read]


def lines(records: list[dict[str, Any]]) -> str:
    return "".join(json.dumps(record, ensure_ascii=False) + "\n" for record in records)


def test_every_line_gives_the_facts_of_its_article_in_order(shell: Shell, tmp_path: Path) -> None:
    given = articles()
    tmp_path.joinpath("artikel.jsonl").write_text(lines(given), encoding="utf-8")
    done = shell("extract", "artikel.jsonl", "-o", "fakta.jsonl")
    assert (done.returncode, done.stdout) == (0, "")
    found = [json.loads(line) for line in tmp_path.joinpath("fakta.jsonl").read_text("utf-8").splitlines()]
    assert found == [to_record(a["id"], extract(article_from_record(a))) for a in given]
    assert [record["label"] for record in found] == ["statement", "none", "violation"]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["artikel.jsonl", "fakta.jsonl"]


def test_standard_input_and_output_serve_as_files(shell: Shell) -> None:
    given = lines(articles())
    done = shell("extract", "-", input=given)
    assert done.returncode == 0
    assert [json.loads(line)["id"] for line in done.stdout.splitlines()] == [a["id"] for a in articles()]
    assert shell("extract", "-", "--output", "-", input=given).stdout == done.stdout


def test_facts_depend_on_the_input_only(netralitas: Netralitas) -> None:
    given = articles()
    once = netralitas("extract", "-", input=lines(given)).stdout.splitlines()
    annotated = [{**article, "label": "none", "officials": [], "notes": "?"} for article in given]
    again = netralitas("extract", "-", input="\n\n" + lines(annotated[::-1])).stdout.splitlines()
    assert sorted(again) == sorted(once)


def test_evidence_stands_where_it_says(netralitas: Netralitas) -> None:
    given = articles()[0]
    record = json.loads(netralitas("extract", "-", input=lines([given])).stdout)
    for official in record["officials"]:
        assert official["evidence"]["sentence"] in given[official["evidence"]["field"]]


GOOD = b'{"id": "a", "text": "Bupati membuka rapat."}\n'


@pytest.mark.parametrize(
    ("line", "words"),
    [
        (b"{bukan json}", "line 2: this is not JSON"),
        (b'{"id": "b", "text": "terpotong', "line 2: this is not JSON: Unterminated string"),
        (b'["id", "b"]', "line 2: this is no JSON object"),
        (b'{"id": "b", "title": "Tanpa isi"}', 'line 2: "text" is missing'),
        (b'{"id": "b", "text": 5}', 'line 2: "text" must be a string'),
        (b'{"id": ["b"], "text": "x"}', 'line 2: "id" must be a string'),
        (b'{"id": "b", "text": "x", "published": "kemarin"}', "line 2: \"published\" is 'kemarin'"),
        (b'{"id": "b", "text": "\xe9"}', "line 2: this is not UTF-8 (byte 22 of the line)"),
        (b'{"id": "b", "text": "\\ud83d"}', "line 2: half a character"),
        (b"[" * 100_000, "line 2: this JSON cannot be read"),
        (b"\n\n{}", "line 4:"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_malformed_line_is_one_sentence_and_nothing_is_written(
    netralitas: Netralitas, tmp_path: Path, line: bytes, words: str
) -> None:
    path = tmp_path / "artikel.jsonl"
    path.write_bytes(GOOD + line)
    former = tmp_path / "fakta.jsonl"
    former.write_text("dari kemarin")
    result = netralitas("extract", path, "-o", former)
    assert result.exit_code == 1
    assert result.stderr.startswith(f"Error: {path}, {words}")
    assert result.stderr.count("\n") == 1
    assert former.read_text() == "dari kemarin"
    assert sorted(tmp_path.iterdir()) == [path, former]
    result = netralitas("extract", "-", input=GOOD + line)
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr.startswith(f"Error: standard input, {words}")


def test_an_article_that_breaks_the_rules_leaves_nothing_behind(
    netralitas: Netralitas, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(article: Any) -> Any:
        if article.id == "b":
            raise IndexError("a fault")
        return extract(article)

    monkeypatch.setattr("pipelines.extraction.extract", broken)
    result = netralitas("extract", "-", "-o", "fakta.jsonl", input=GOOD + GOOD.replace(b'"a"', b'"b"'))
    assert result.exit_code == 1
    assert "standard input, line 2: IndexError" in result.stderr
    assert list(tmp_path.iterdir()) == []


def test_a_byte_order_mark_blank_lines_and_windows_line_ends_are_taken(netralitas: Netralitas) -> None:
    given = b"\xef\xbb\xbf" + GOOD.replace(b"\n", b"\r\n") + b"  \r\n" + GOOD.strip()
    result = netralitas("extract", "-", input=given)
    assert result.exit_code == 0
    assert [json.loads(line)["id"] for line in result.stdout.splitlines()] == ["a", "a"]


def test_an_empty_input_gives_an_empty_output(netralitas: Netralitas, tmp_path: Path) -> None:
    assert netralitas("extract", "-", "-o", "fakta.jsonl", input="").exit_code == 0
    assert tmp_path.joinpath("fakta.jsonl").read_bytes() == b""


def test_an_output_that_cannot_be_written_is_one_sentence(netralitas: Netralitas) -> None:
    result = netralitas("extract", "-", "-o", "tidak/ada/fakta.jsonl", input=GOOD)
    assert result.exit_code == 1
    assert result.stderr == "Error: tidak/ada/fakta.jsonl cannot be written: No such file or directory.\n"


def test_a_pipe_is_written_to_and_not_replaced(netralitas: Netralitas, tmp_path: Path) -> None:
    pipe = tmp_path / "pipa"
    os.mkfifo(pipe)
    got: list[bytes] = []
    reader = threading.Thread(target=lambda: got.append(pipe.read_bytes()), daemon=True)
    reader.start()
    assert netralitas("extract", "-", "-o", pipe, input=GOOD).exit_code == 0
    reader.join(10)
    assert json.loads(got[0])["id"] == "a"
    assert pipe.is_fifo()


def test_a_link_to_the_output_is_kept(netralitas: Netralitas, tmp_path: Path) -> None:
    tmp_path.joinpath("tujuan.jsonl").touch()
    tmp_path.joinpath("tautan.jsonl").symlink_to("tujuan.jsonl")
    assert netralitas("extract", "-", "-o", "tautan.jsonl", input=GOOD).exit_code == 0
    assert tmp_path.joinpath("tautan.jsonl").is_symlink()
    assert json.loads(tmp_path.joinpath("tujuan.jsonl").read_text())["id"] == "a"
