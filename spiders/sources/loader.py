"""Read the newspapers from a folder of TOML files, and say clearly what is wrong with a bad one."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ValidationError

from spiders.sources.schema import Selectors, Source, SourceError, Verification

FOLDER = Path(__file__).parent
"""Where the real newspapers are declared."""

_FIELDS: dict[str, type[BaseModel]] = {"": Source, "selectors": Selectors, "verification": Verification}


def load_sources(folder: Path | None = None) -> dict[str, Source]:
    """Every newspaper declared in ``folder`` (default: the bundled ones) by key, in the order of file names.

    Raises ``SourceError`` for the first file that is wrong, and where a key or a domain is declared twice.
    """
    folder = FOLDER if folder is None else folder
    if not folder.is_dir():
        raise SourceError(f"{folder}: there is no such folder of newspapers")
    paths = sorted(folder.glob("*.toml"))
    if not paths:
        raise SourceError(f"{folder}: there is no TOML file in it, so no newspaper is declared")
    sources: dict[str, Source] = {}
    files: dict[str, str] = {}
    for path in paths:
        for key, source in load_file(path).items():
            if key in sources:
                raise SourceError(f"{path.name}: [{key}]: the key is already taken in {files[key]}")
            sources[key], files[key] = source, path.name
    _reject_doubled_domains(sources.values(), files)
    return sources


def load_file(path: Path) -> dict[str, Source]:
    """The newspapers of one TOML file, by key. Raises ``SourceError`` (see ``load_sources``)."""
    sources = {key: _read(path.name, key, table) for key, table in _parse(path).items()}
    _reject_doubled_domains(sources.values(), dict.fromkeys(sources, path.name))
    return sources


def _parse(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise SourceError(f"{path.name}: the file cannot be read: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise SourceError(f"{path.name}: the file is not UTF-8 (byte {error.start})") from error
    except tomllib.TOMLDecodeError as error:
        raise SourceError(_syntax(path.name, str(error))) from error


def _syntax(file: str, message: str) -> str:
    """``tomllib`` ends its messages with "(at line 4, column 7)"; the line belongs in front."""
    place = re.search(r" \(at (?:line (\d+), column (\d+)|end of document)\)$", message)
    reason = message[: place.start()] if place else message
    where = f"line {place[1]}, column {place[2]}" if place and place[1] else "end of the file"
    if twice := re.match(r"Cannot declare \('([^']+)',?\) twice", reason):
        return f"{file}: {where}: the key [{twice[1]}] is doubled in this file"
    return f"{file}: {where}: this is not TOML: {reason}"


def _read(file: str, key: str, table: Any) -> Source:
    if not isinstance(table, dict):
        raise SourceError(f'{file}: "{key}" stands outside a table; a newspaper is a table such as [{key}]')
    if "key" in table:
        raise SourceError(f'{file}: [{key}]: unknown key "key"; the name of the table is the key')
    try:
        return Source.model_validate({"key": key, **table})
    except ValidationError as error:
        problems = "; ".join(dict.fromkeys(_problem(dict(e)) for e in error.errors(include_url=False)))
        raise SourceError(f"{file}: [{key}]: {problems}") from error


def _problem(error: dict[str, Any]) -> str:
    """One of pydantic's errors in a few plain words, with the key it is about."""
    at = [str(part) for part in error["loc"]]
    where, kind = ".".join(at), error["type"]
    if kind == "extra_forbidden":
        known = list(_FIELDS[".".join(at[:-1])].model_fields)
        near = get_close_matches(at[-1], known, n=1)
        return f'unknown key "{where}"' + (f'; did you mean "{near[0]}"?' if near else "")
    if kind == "missing":
        return f'the key "{where}" is missing'
    if kind == "literal_error":
        return f'{where}: "{error["input"]}" is not one of {error["ctx"]["expected"]}'
    if kind == "string_pattern_mismatch":
        return f'{where}: "{error["input"]}" is not a slug (small letters, digits, single hyphens)'
    if kind == "value_error":
        return f"{where}: {error['ctx']['error']}"
    return f'{where}: "{error["input"]}": {error["msg"][0].lower()}{error["msg"][1:]}'


def _reject_doubled_domains(sources: Iterable[Source], files: dict[str, str]) -> None:
    first: dict[str, Source] = {}
    for source in sources:
        other = first.setdefault(source.domain, source)
        if other is not source:
            raise SourceError(
                f'{files[source.key]}: [{source.key}]: the domain "{source.domain}" is already taken by '
                f"[{other.key}] in {files[other.key]}"
            )
