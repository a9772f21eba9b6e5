"""``netralitas evaluate``: the figures of the scorer over annotated articles."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from conftest import GOLD, ROOT, Netralitas, Shell

from pipelines.evaluation import load_annotated, score


def altered(folder: Path, **changes: Any) -> None:
    """The annotated articles with another truth: ``changes`` go into the violation's file."""
    for path in GOLD.glob("*.json"):
        article = json.loads(path.read_bytes())
        if path.stem == "contoh-pelanggaran":
            article |= changes
        folder.joinpath(path.name).write_text(json.dumps(article))


def test_the_figures_are_those_of_what_extract_writes(netralitas: Netralitas) -> None:
    annotated = load_annotated(GOLD)
    lines = netralitas("extract", "-", input="\n".join(map(json.dumps, annotated))).stdout.splitlines()
    expected = score(annotated, {record["id"]: record for record in map(json.loads, lines)})
    result = netralitas("evaluate", GOLD, "--json")
    assert result.exit_code == 0
    found = json.loads(result.stdout)
    assert found["articles"] == 3
    for kind, figure in expected.facts.items():
        assert found["facts"][kind] == {
            "precision": figure.precision,
            "recall": figure.recall,
            "f1": figure.f1,
            "support": figure.support,
            "interval": list(figure.interval),
        }
    assert found["attributes"]["label"]["accuracy"] == expected.attributes["label"].accuracy
    assert "mistakes" not in found


def test_the_table_has_a_line_for_every_figure(shell: Shell) -> None:
    done = shell("evaluate", GOLD)
    assert done.returncode == 0
    title, head, *rows = done.stdout.splitlines()
    assert title == "3 articles"
    assert head.split() == ["fact", "precision", "recall", "F1", "n", "95", "%", "interval"]
    figures = json.loads(shell("evaluate", GOLD, "--json").stdout)
    names = [*figures["facts"], *(f"{name} (accuracy)" for name in figures["attributes"])]
    assert [row[: len(name)] for row, name in zip(rows, names, strict=True)] == names
    dates = figures["facts"]["dates"]
    low, high = dates["interval"]
    assert rows[names.index("dates")].split() == [
        "dates", f"{dates['precision']:.3f}", f"{dates['recall']:.3f}", f"{dates['f1']:.3f}",
        str(dates["support"]), f"{low:.3f}", "to", f"{high:.3f}",
    ]  # fmt: skip


def test_mistakes_are_listed_one_a_line_with_their_sentence(netralitas: Netralitas, tmp_path: Path) -> None:
    regions = ["Kabupaten Ketapang", "Kota Sabang"]
    dates = [{"text": "2 November 2020", "iso": "1999-01-01", "role": "violation"}]
    altered(tmp_path, regions=regions, dates=dates, label="none")
    result = netralitas("evaluate", tmp_path, "--mistakes")
    assert result.exit_code == 0
    listed = result.stdout.partition("\n\n")[0].splitlines()
    assert all(line.count(" | ") >= 4 for line in listed)
    assert "contoh-pelanggaran | label | wrong | violation in place of none | -" in listed
    assert "contoh-pelanggaran | regions | missed | Kota Sabang | -" in listed
    missed = next(line for line in listed if " | dates | missed | " in line)
    assert missed.endswith(" mengatakan peristiwa itu terjadi pada 2 November 2020.")
    as_json = json.loads(netralitas("evaluate", tmp_path, "--mistakes", "--json").stdout)["mistakes"]
    assert len(as_json) == len(listed)
    assert {"article", "what", "problem", "meant", "read", "sentence"} == as_json[0].keys()


@pytest.mark.parametrize(("least", "code"), [("0", 0), ("1", 1)])
def test_too_low_an_f1_fails(netralitas: Netralitas, tmp_path: Path, least: str, code: int) -> None:
    altered(tmp_path, regions=["Kota Sabang"])
    result = netralitas("evaluate", tmp_path, "--min-f1", least)
    assert result.exit_code == code
    assert ("below 1.000" in result.stderr) is bool(code)
    assert result.stdout.startswith("3 articles\n")


def test_a_wrong_file_is_one_sentence_and_code_1(netralitas: Netralitas, tmp_path: Path) -> None:
    altered(tmp_path)
    tmp_path.joinpath("rusak.json").write_text('{"id": "x"')
    result = netralitas("evaluate", tmp_path)
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr.startswith(f"Error: {tmp_path}/rusak.json, line 1: this is not JSON")


def test_an_article_that_cannot_be_read_is_one_sentence_and_code_1(
    netralitas: Netralitas, tmp_path: Path
) -> None:
    altered(tmp_path, published="kemarin")
    result = netralitas("evaluate", tmp_path)
    assert (result.exit_code, result.stdout) == (1, "")
    assert "\"published\" is 'kemarin'" in result.stderr


def test_on_a_terminal_a_bar_shows_how_far_it_got() -> None:
    ours, theirs = os.openpty()
    process = subprocess.Popen(
        [sys.executable, "-m", "netralitas", "evaluate", GOLD],
        stdout=theirs,
        stderr=theirs,
        env={**os.environ, "PYTHONPATH": str(ROOT), "TERM": "xterm", "COLUMNS": "100", "PYTHONUTF8": "1"},
    )
    os.close(theirs)
    shown = b""
    try:
        while part := os.read(ours, 65536):
            shown += part
    except OSError:  # Linux tells the end of a terminal so
        pass
    finally:
        os.close(ours)
    assert process.wait(60) == 0
    plain = re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", shown.decode())
    assert "Reading facts ━" in plain
    assert re.search(r"all facts +\d\.\d{3}", plain)
