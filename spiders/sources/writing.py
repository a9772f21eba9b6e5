"""Writing newspapers into the TOML files, so that what a person has written in them stays as it is."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Any, Final

import tomlkit
from tomlkit.items import InlineTable, Table

from datasets.codebook.tables import regions
from spiders.sources.loader import load_file, load_sources
from spiders.sources.schema import PROVINCE_ZONES, Source, SourceError

_HEADER: Final = re.compile(r"^\[([a-z0-9-]+)\]", re.MULTILINE)
_ORDER: Final = (
    "name", "domain", "province", "regency", "way", "local", "base", "addresses", "selectors",
    "keywords", "tags", "zone", "status", "note",
)  # fmt: skip


def table_of(source: Source) -> str:
    """A newspaper's table as TOML: what the schema would fill in by itself is left out."""
    given = source.model_dump(mode="json", exclude_none=True)
    filled: dict[str, Any] = {
        "local": False,
        "base": f"https://{source.domain}",
        "zone": PROVINCE_ZONES[source.province],
        "addresses": [],
        **{key: list(Source.model_fields[key].default) for key in ("keywords", "tags")},
    }
    table = tomlkit.table()
    for key in _ORDER:
        if key in given and given[key] != filled.get(key):
            table[key] = _inline(given[key]) if isinstance(given[key], dict) else given[key]
    proof = tomlkit.table()
    proof.update(source.verification.model_dump(exclude_none=True))
    document = tomlkit.document()
    document[source.key] = table
    table["verification"] = proof
    return re.sub(r"\n+(?=\[)", "\n", tomlkit.dumps(document)).strip() + "\n"


def _inline(values: dict[str, Any]) -> InlineTable:
    table = tomlkit.inline_table()
    table.update(values)
    return table


def add_source(folder: Path, source: Source) -> Path:
    """Put a newspaper's table into the file of its province, in the order of the keys; gives the file.

    Raises ``SourceError`` if its key or domain is taken or a file cannot be written; then nothing is.
    """
    refuse_doubled(folder, source)
    path = _file_of(folder, source.province)
    text = path.read_text(encoding="utf-8") if path.exists() else ""
    _write(path, _with_table(text, source))
    return path


def refuse_doubled(folder: Path, source: Source) -> None:
    """Raises ``SourceError`` if the key or the domain of a newspaper is taken in ``folder``."""
    declared = load_sources(folder) if any(folder.glob("*.toml")) else {}
    if source.key in declared:
        raise SourceError(f"the key [{source.key}] is taken; give another with --key")
    for other in declared.values():
        if other.domain == source.domain:
            raise SourceError(f"{source.domain} is declared already, as [{other.key}]")


def _file_of(folder: Path, province: str) -> Path:
    """The file of a province: one whose name begins with its code, or a new one."""
    found = sorted(folder.glob(f"{province}*.toml"))
    slug = re.sub(r"[^a-z]+", "-", regions()[province].name.lower()).strip("-")
    return found[0] if found else folder / f"{province}-{slug}.toml"


def _with_table(text: str, source: Source) -> str:
    after = next((found.start() for found in _HEADER.finditer(text) if found[1] > source.key), None)
    if after is not None:
        return f"{text[:after]}{table_of(source)}\n{text[after:]}"
    if not text:
        text = f"# {source.province} {regions()[source.province].name}\n"
    return f"{text.rstrip()}\n\n{table_of(source)}"


def write_check(
    folder: Path, key: str, *, on: date, found: str, evidence: str | None, files: Iterable[Path] | None = None
) -> None:
    """Write into a newspaper's table when its way in was tried and what was found.

    ``evidence`` is the address of an article that came: then the newspaper is verified live and, if it was
    untried, active. Without one its verification stays, with what was found beside it. Raises
    ``SourceError`` for an unknown newspaper or a file that cannot be written.
    """
    for path in files or sorted(folder.glob("*.toml")):
        if key in load_file(path):
            break
    else:
        raise SourceError(f"no file of {folder} declares [{key}]")
    document = tomlkit.parse(path.read_text(encoding="utf-8"))
    table: Any = document[key]
    proof: Table | InlineTable = table["verification"]
    if evidence:
        proof.update({"method": "live", "on": on, "evidence": evidence})
        if table.get("status", "untried") == "untried":
            _set_status(table, "active")
    proof.update({"checked": on, "found": found})
    _write(path, tomlkit.dumps(document))


def _set_status(table: Any, status: str) -> None:
    """Set the status, which must not come behind the table of the verification."""
    if "status" in table or isinstance(table["verification"], InlineTable):
        table["status"] = status
        return
    proof = table.pop("verification")
    table["status"] = status
    table["verification"] = proof


def _write(path: Path, text: str) -> None:
    """Put a file in its place whole, once it is known that the program can read it."""
    draft = path.with_name(f"{path.stem}.{os.getpid()}.part")
    try:
        draft.write_text(text, encoding="utf-8")
        load_file(draft)
        draft.replace(path)
    except OSError as error:
        raise SourceError(f"{path} cannot be written: {error.strerror or error}") from error
    finally:
        draft.unlink(missing_ok=True)
