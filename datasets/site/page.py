"""What the templates may call: words in the reader's language, addresses, and data of their page."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, Final

from datasette.database import QueryInterrupted
from datasette.utils import escape_sqlite, tilde_encode
from markupsafe import Markup

from datasets.descriptions import Words, load_descriptions
from datasets.site import addresses, cells, language, lookups, terms
from datasets.site.article import article_page
from datasets.site.definitions import Shown, load_headings, load_queries, load_shown, load_site
from datasets.site.figures import first_page
from datasets.site.metadata import DATABASE, described

GROUPS: Final = {
    "flat": Words(
        id="Siap pakai: satu baris, semua keterangan", en="Ready to use: one row, everything beside it"
    ),
    "dataset": Words(id="Tabel data", en="Tables of the dataset"),
    "collection": Words(id="Pengumpulan", en="Collection"),
    "codebook": Words(id="Buku kode", en="Codebook"),
}
QUERY_GROUPS: Final = {
    "sanctions": Words(id="Sanksi", en="Sanctions"),
    "cases": Words(id="Perkara", en="Cases"),
    "statements": Words(id="Pernyataan", en="Statements"),
    "coverage": Words(id="Pemberitaan", en="Coverage"),
    "quality": Words(id="Mutu data", en="Data quality"),
}
PARAMETERS: Final = {
    "province": Words(id="Provinsi", en="Province"),
    "year": Words(id="Tahun", en="Year"),
    "since": Words(id="Sejak", en="Since"),
    "election": Words(id="Pemilihan", en="Election"),
    "name": Words(id="Nama", en="Name"),
    "word": Words(id="Kata", en="Word"),
}
LOOKUPS: Final = {
    "exact": Words(id="sama dengan", en="is"),
    "not": Words(id="bukan", en="is not"),
    "contains": Words(id="memuat", en="contains"),
    "endswith": Words(id="berakhir dengan", en="ends with"),
    "startswith": Words(id="berawal dengan", en="begins with"),
    "gt": Words(id="lebih dari", en="is more than"),
    "gte": Words(id="paling sedikit", en="is at least"),
    "lt": Words(id="kurang dari", en="is less than"),
    "lte": Words(id="paling banyak", en="is at most"),
    "isnull": Words(id="kosong", en="is empty"),
    "notnull": Words(id="tidak kosong", en="is not empty"),
    "isblank": Words(id="kosong", en="is blank"),
    "notblank": Words(id="terisi", en="is not blank"),
    "in": Words(id="salah satu dari", en="is one of"),
    "notin": Words(id="bukan salah satu dari", en="is none of"),
}
"""Datasette's ways to filter that a reader is offered, in words; the others work when they are typed."""

_ROW_LINK: Final = "Link"
"""What Datasette puts before the rows of a table with a key of several columns."""

EVIDENCE_COLUMNS: Final = (
    "evidence", "evidence_field", "evidence_start", "evidence_end", "rule", "confidence", "inferred", "flags",
)  # fmt: skip
"""The columns in which every table of facts ends."""

_HELPERS: Final = frozenset(
    {"article_id", "official_id", "source", "region_code", "province_code", "stage_code", "act_code"}
    | {"type_code", "evidence_field", "evidence_start", "evidence_end", "is_copy"}
)
"""What stored queries select for links and marks, and for the CSV; a reader sees the words instead."""

_FLAT_OF: Final = {"statements": "statements_flat", "violations": "violations_flat"}
"""Where rows that refer to an official, a region or an article are best read."""


_NEWEST: Final = {
    "cases": """
        SELECT violation_id, accused, official_id, stage_code, act, position, region, title, article_id,
          newspaper, published_on
        FROM violations_flat WHERE {} = :key AND NOT is_copy ORDER BY published_on DESC, violation_id LIMIT 10
    """,
    "statements": """
        SELECT statement_id, speaker, official_id, position, region, kind, quotation, evidence, title,
          article_id, newspaper, published_on
        FROM statements_flat WHERE {} = :key AND NOT is_copy ORDER BY published_on DESC, statement_id LIMIT 5
    """,
}


class Page:
    """What the templates call for one request."""

    def __init__(self, datasette: Any, request: Any, table: str | None) -> None:
        self._datasette = datasette
        self._request = request
        self._table = table
        self.base = str(datasette.setting("base_url"))

    @property
    def most_rows(self) -> int:
        """At how many rows a stored query ends."""
        return int(self._datasette.setting("max_returned_rows"))

    @property
    def path(self) -> str:
        """The path of this page."""
        return str(self._request.path) if self._request else self.base

    def to(self, *parts: str) -> str:
        """The address of a page of the database: of a table, view or query, or of a row."""
        return self.base + "/".join([DATABASE, *(tilde_encode(part) for part in parts)])

    def asset(self, name: str) -> str:
        """The address of a file of ``static``."""
        return f"{self.base}static/{name}?{addresses.fingerprint(name)}"

    def in_other_language(self) -> str:
        """This page in the language that the reader did not choose."""
        other = "id" if language.language() == "en" else "en"
        if self._request is None or self._request.method != "GET":
            return f"{self.base}?{language.PARAMETER}={other}"
        return addresses.with_argument(self._request, self.path, language.PARAMETER, other)

    def csv(self, path: str, *, labels: bool = False, stream: bool = True) -> str:
        """The CSV of what is shown."""
        return addresses.csv_address(self._request, path, labels=labels, stream=stream)

    def all_columns(self) -> bool:
        """Whether every column is to be shown, or those that the address names."""
        args = self._request.args
        return args.get(addresses.CHOSEN_COLUMNS) == "all" or "_col" in args or "_nocol" in args

    def with_columns(self, every: bool) -> str:
        """This page with every column, or with those that matter most."""
        value = "all" if every else None
        return addresses.with_argument(self._request, self.path, addresses.CHOSEN_COLUMNS, value)

    def without_filter(self, column: str, lookup: str, value: str) -> str:
        """This page without one filter."""
        return addresses.without_filter(self._request, self.path, column, lookup, value)

    def without(self, name: str) -> str:
        """This page without an argument."""
        return addresses.with_argument(self._request, self.path, name, None)

    def visible(self, columns: Iterable[str]) -> list[str]:
        """The columns of the table that the reader sees, in order."""
        known = [column for column in columns if column != _ROW_LINK]
        chosen = load_shown().get(self._table or "", Shown()).shown
        if not chosen or self.all_columns():
            return known
        return [column for column in _in_language(chosen, known) if column in known]

    def heading(self, column: str) -> str:
        """What stands over a column; its own name where nothing else is known."""
        words = load_headings().of(column, self._table)
        return language.said(words) if words else column

    def meaning(self, column: str) -> str:
        """What a column of the table means; empty for what is not described."""
        table = load_descriptions().get(self._table or "")
        if table is None or column not in table.columns:
            return ""
        return language.said(described(table.columns[column]))

    def facets(self, found: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
        """The facets in the order of ``tables.yaml``, then those that the reader asked for."""
        order = load_shown().get(self._table or "", Shown()).facets
        return sorted(found, key=lambda f: order.index(f["name"]) if f["name"] in order else len(order))

    def facet_words(self, column: str, label: object) -> str:
        """A value of a facet in words."""
        if column in ("is_copy", "checked", "in_codebook", "local") and label in (0, 1):
            return language.t("ya", "yes") if label else language.t("tidak", "no")
        if column == "confidence":
            return terms.confidence(str(label))
        if column == "stages":
            return "; ".join(terms.word(part) for part in str(label).split("; "))
        if column == "level":
            return terms.level(str(label))
        return terms.word(str(label)) if column in terms.WORDS else str(label)

    async def filter_words(self, column: str, value: str) -> str:
        """The value of a filter in words: for a code, what it stands for."""
        words = await lookups.label(self._datasette, self._table, column, value) if self._table else None
        known: object = words or value
        return self.facet_words(column, int(value) if words is None and value in ("0", "1") else known)

    async def reference(self, row: Any, column: str) -> Markup | None:
        """A value of a single row as a link, where it refers to another row."""
        return await lookups.reference(self._datasette, row, column, self._table or "")

    def related(self, others: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
        """The rows that refer to this one: how many, of which table, by which column, and where."""
        found = []
        for other in others:
            if not other["count"]:
                continue
            table = _FLAT_OF.get(other["other_table"], other["other_table"])
            words = load_headings().of(other["other_column"], table)
            found.append(
                {
                    "count": other["count"],
                    "title": language.said(load_descriptions()[table].title),
                    "by": language.said(words) if words else other["other_column"],
                    "address": other["link"].replace(
                        self.to(other["other_table"]) + "?", self.to(table) + "?", 1
                    ),
                }
            )
        return found

    async def first_page(self) -> dict[str, Any]:
        """What the first page tells."""
        return await first_page(self._datasette.get_database(DATABASE))

    async def article(self, identity: str) -> dict[str, Any]:
        """An article with what was read from it."""
        return await article_page(self._datasette.get_database(DATABASE), identity)

    async def about(self, column: str, key: str) -> dict[str, list[dict[str, Any]]]:
        """The newest cases and statements of an official or a region; ``column`` is theirs in the views."""
        found = {}
        for name, sql in _NEWEST.items():
            rows = await self._datasette.get_database(DATABASE).execute(sql.format(column), {"key": key})
            found[name] = [dict(row) for row in rows.rows]
        return found

    async def choices(self, kind: str) -> list[tuple[str, str]]:
        """What a parameter of a stored query may be chosen from, value and words; empty where it is typed."""
        sql = {
            "province": "SELECT code, name FROM regions WHERE kind = 'provinsi' ORDER BY code",
            "election": "SELECT name, name FROM elections ORDER BY date DESC, name",
        }.get(kind)
        if sql is None:
            return []
        found = await self._datasette.get_database(DATABASE).execute(sql)
        return [(str(value), str(words)) for value, words in found.rows]

    async def count(self, table: str) -> int | None:
        """How many rows a table or view has, or None if counting takes too long."""
        sql = f"SELECT count(*) FROM {escape_sqlite(table)}"
        try:
            return int((await self._datasette.get_database(DATABASE).execute(sql)).rows[0][0])
        except QueryInterrupted:
            return None


def query_columns(columns: Sequence[str]) -> list[str]:
    """The columns of a stored query that a reader sees: words in the chosen language, no keys."""
    shown = [column for column in columns if column not in _HELPERS and not column.endswith("_en")]
    if "accused" in columns or "name" in columns:
        shown = [column for column in shown if column != "stage"]  # it stands beside the name
    return _in_language(shown, columns)


def _in_language(chosen: Iterable[str], known: Sequence[str]) -> list[str]:
    """``chosen`` with the English columns in place of the Indonesian where the reader chose English."""
    if language.language() == "en":
        chosen = [f"{column}_en" if f"{column}_en" in known else column for column in chosen]
    return list(dict.fromkeys(chosen))


GLOBALS: Final[dict[str, Any]] = {
    "t": language.t,
    "said": language.said,
    "aside": language.aside,
    "number": language.number,
    "day": language.day,
    "reader_language": language.language,
    "word": terms.word,
    "confidence_word": terms.confidence,
    "level_word": terms.level,
    "EVIDENCE_COLUMNS": EVIDENCE_COLUMNS,
    "stage_words": terms.stage_words,
    "chip": cells.chip,
    "original": cells.original,
    "local": addresses.local,
    "site": load_site(),
    "described_tables": load_descriptions(),
    "shown_tables": load_shown(),
    "stored_queries": load_queries(),
    "query_columns": query_columns,
    "GROUPS": GROUPS,
    "QUERY_GROUPS": QUERY_GROUPS,
    "PARAMETERS": PARAMETERS,
    "LOOKUPS": LOOKUPS,
}
"""What every template may use, whatever the request."""
