"""How a value is shown in a table: linked, marked, in words; always escaped.

The same rules serve tables, views and stored queries: what a cell shows depends on its column and on what
stands beside it in the row.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, Final
from urllib.parse import urlsplit

from datasette.utils import tilde_encode
from markupsafe import Markup, escape

from datasets.site import terms
from datasets.site.evidence import marked, place_in_sentence
from datasets.site.language import t
from datasets.site.metadata import DATABASE
from datasets.site.references import references

_LINKS: Final = {
    "title": ("articles", "article_id"),
    "region": ("regions", "region_code"),
    "province": ("regions", "province_code"),
    "newspaper": ("sources", "source"),
    "speaker": ("officials", "official_id"),
    "name": ("officials", "official_id"),
    "accused": ("officials", "official_id"),
}
"""The columns whose words lead to a row, with its table and the column of its key."""

_OWN_KEYS: Final = {("articles", "title"): "id", ("officials_flat", "name"): "official_id"}
_DETAILS: Final = {"sanction_id": "sanctions", "violation_id": "violations", "statement_id": "statements"}
_LISTS: Final = frozenset({"addresses", "flags", "inferred", "keywords", "removed", "selectors", "tags"})
_YES_OR_NO: Final = frozenset({"checked", "in_codebook", "is_copy", "local"})
_PERSONS: Final = frozenset({"accused", "name"})


class Row:
    """A row of Datasette, read without regard to which columns it has and whether they were given labels."""

    def __init__(self, row: Any) -> None:
        self._row = row

    def get(self, column: str) -> Any:
        """The plain value of ``column``, or None."""
        try:
            value = self._row[column]
        except (KeyError, IndexError):  # CustomRow and sqlite3.Row differ
            return None
        return value["value"] if isinstance(value, Mapping) else value


def row_url(base: str, table: str, key: object) -> str:
    """The address of a row; ``base`` is Datasette's base URL."""
    return f"{base}{DATABASE}/{table}/{tilde_encode(str(key))}"


def link(base: str, table: str, key: object, words: object) -> Markup:
    """``words`` as a link to a row."""
    return Markup('<a href="{}">{}</a>').format(row_url(base, table, key), words)


def chip(code: str) -> Markup | None:
    """The stage of a case, to stand beside the name of the accused."""
    words = terms.stage_words(code)
    if words is None:
        return None
    return Markup('<span class="stage {}" title="{}">{}</span>').format(code, words[1], words[0])


def render(row: Any, value: Any, column: str, table: str | None, base: str) -> Markup | None:
    """A value as HTML, or None where Datasette's own way will do. ``base`` is Datasette's base URL."""
    beside = Row(row)
    if isinstance(value, Mapping):
        return _labelled(value, column, table, base)
    if value is None or value == "":
        return None
    if column in ("stage", "stage_code"):
        return chip(beside.get("stage_code") or terms.stage_code(str(value)) or "")
    if column == "stage_en":
        return chip(beside.get("stage_code") or "")
    if column in _PERSONS:
        return _person(beside, str(value), column, table, base)
    if column in _LINKS or (table, column) in _OWN_KEYS:
        return _linked(beside, str(value), column, table, base)
    if column == "url":
        return original(str(value))
    if column in _LISTS:
        return listed(str(value))
    if column in _YES_OR_NO and value in (0, 1):
        return escape(t("ya", "yes") if value else t("tidak", "no"))
    if column == "confidence":
        return escape(terms.confidence(str(value)))
    if column in ("level", "level_pp53", "level_pp94"):
        return escape(terms.level(str(value)))
    if column == "score" and isinstance(value, float):
        return escape(f"{value:.2f}")
    return None


def evidence(row: Any, sentence: str, text: str | None, table: str | None, base: str) -> Markup:
    """The sentence with the value marked in it; in a view or a query also a link to the fact.

    ``text`` is the field of the article that ``row`` names, or None where it is not known.
    """
    beside = Row(row)
    start, end = beside.get("evidence_start"), beside.get("evidence_end")
    place = None
    if text is not None and isinstance(start, int) and isinstance(end, int):
        place = place_in_sentence(text, sentence, start, end)
    quoted = Markup('<q class="evidence">{}</q>').format(marked(sentence, place))
    fact = _fact(beside) if table is None or table.endswith("_flat") else None
    if fact is None:
        return quoted
    more = link(base, *fact, t("rincian", "details"))
    return Markup('{} <span class="more">{}</span>').format(quoted, more)


def _fact(beside: Row) -> tuple[str, str] | None:
    """The table and key of the fact that a row of a view is about; a sanction names its case as well."""
    for column, table in _DETAILS.items():
        if key := beside.get(column):
            return table, str(key)
    return None


def original(url: str) -> Markup | None:
    """An outward link to the article as the newspaper has it; None for anything but http and https."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    if parts.scheme not in ("http", "https") or not parts.hostname:
        return None
    return Markup('<a class="out" rel="external noopener noreferrer" href="{}">{}</a>').format(
        url, parts.hostname
    )


def listed(value: str) -> Markup | None:
    """A JSON list or table as text; None for what is no JSON."""
    try:
        read = json.loads(value)
    except ValueError:
        return None
    if isinstance(read, dict):
        read = [f"{key}: {_text(one)}" for key, one in read.items()]
    if not isinstance(read, list):
        return None
    return Markup('<span class="list">{}</span>').format("; ".join(map(_text, read)))


def _text(value: Any) -> str:
    """One entry of a list: words as they are, the pieces that were cut from a text by their words."""
    if isinstance(value, dict) and {"kind", "text"} == set(value):
        return f"[{value['kind']}] {value['text']}"
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _labelled(value: Mapping[str, Any], column: str, table: str | None, base: str) -> Markup | None:
    """A reference that Datasette found the label of."""
    if column == "stage_code":
        return chip(str(value["value"]))
    target = references().get((table or "", column))
    if target is None:
        return None
    label = value["label"] if value["label"] not in (None, "") else value["value"]
    return link(base, target, value["value"], terms.word(str(label)) if column in terms.WORDS else str(label))


def _linked(beside: Row, value: str, column: str, table: str | None, base: str) -> Markup | None:
    own = _OWN_KEYS.get((table or "", column))
    target, key_column = _LINKS[column]
    key = beside.get(own or key_column)
    return link(base, target, key, value) if key else None


def _person(beside: Row, value: str, column: str, table: str | None, base: str) -> Markup | None:
    """A name, with the stage beside it where the person is accused."""
    name = _linked(beside, value, column, table, base) or escape(value)
    codes = [beside.get("stage_code")]
    if not codes[0]:
        words = str(beside.get("stage") or beside.get("stages") or "")
        codes = [terms.stage_code(part) for part in words.split("; ")]
    chips = [made for code in codes if code and (made := chip(code))]
    if not chips and beside.get("role_code") == "accused":
        chips = [Markup('<span class="stage">{}</span>').format(t("Terduga", "Accused"))]
    return Markup(" ").join([name, *chips])
