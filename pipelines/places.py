"""Places in the archive, and the columns that hold them."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

Role = Literal["listing", "part", "first"]
"""What a further record of a page is: the listing that named it, a further part of a split article, or its
first part where the whole was read from another address."""
Also = tuple[tuple[Role, "Place"], ...]


@dataclass(frozen=True, slots=True)
class Place:
    """Where a record lies: the name of its file in the archive's folder, offset and length in bytes."""

    file: str
    offset: int
    length: int


def place_row(place: Place | None) -> dict[str, Any]:
    """A place as columns."""
    return {
        "archive_file": place.file if place else None,
        "archive_offset": place.offset if place else None,
        "archive_length": place.length if place else None,
    }


def place_of(row: Mapping[str, Any]) -> Place | None:
    """The place that a row's columns tell."""
    if row["archive_file"] is None:
        return None
    return Place(row["archive_file"], row["archive_offset"], row["archive_length"])


def also_json(also: Iterable[tuple[Role, Place]]) -> str | None:
    """Further records as JSON, or None where there are none."""
    found = [{"as": role, "file": p.file, "offset": p.offset, "length": p.length} for role, p in also]
    return json.dumps(found) if found else None


def also_of(text: str | None) -> Also:
    """The further records out of their JSON."""
    found: list[dict[str, Any]] = json.loads(text) if text else []
    return tuple((entry["as"], Place(entry["file"], entry["offset"], entry["length"])) for entry in found)
