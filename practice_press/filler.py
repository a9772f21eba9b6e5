"""What else stands in a newspaper: short invented stories of markets, matches and mishaps, off the subject.

They are made from the sentences of ``filler.json`` and are always the same, so that listings are full enough
for the stories on the subject to have to be told apart.
"""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from itertools import islice
from pathlib import Path
from typing import Any
from zlib import crc32
from zoneinfo import ZoneInfo

from practice_press.addresses import NEWSPAPERS, slugify
from practice_press.newspapers import declared
from practice_press.story import Block, Story

FILLER = Path(__file__).with_name("filler.json")
PER_NEWSPAPER = 6
FIRST_DAY = datetime(2023, 9, 4)
DAYS_APART = 67


def load_fillers() -> list[Story]:
    """Six stories off the subject for every newspaper and every channel of the portal."""
    words = json.loads(FILLER.read_text(encoding="utf-8"))
    return [
        _story(words, key, number)
        for key in declared()
        for number in islice(range(crc32(key.encode()) % len(words["stories"]), 99), PER_NEWSPAPER)
    ]


def _story(words: dict[str, Any], key: str, number: int) -> Story:
    pattern = words["stories"][number % len(words["stories"])]
    seed = crc32(f"{key}{number}".encode())
    places, people = words["places"][key], words["people"]
    filling = {
        "place": places[number % len(places)],
        "second": places[(number + 1) % len(places)],
        "person": people[seed % len(people)],
        "other": people[(seed + 1) % len(people)],
        "count": 40 + seed % 90,
    }
    filling["PLACE"] = filling["place"].upper()
    newspaper = next(name for name in NEWSPAPERS if key.startswith(name))
    title = pattern["title"].format(**filling)
    start = FIRST_DAY.replace(tzinfo=ZoneInfo(declared()[key].zone))
    return Story(
        id=f"{key}-filler-{number}",
        newspaper=newspaper,
        channel=key.removeprefix(newspaper) or None,
        slug=slugify(title),
        title=title,
        published=start + timedelta(days=DAYS_APART * (seed % 7), hours=6 + seed % 13, minutes=seed % 60),
        author="Redaksi",
        section=pattern["section"],
        tags=(*pattern["tags"], filling["place"]),
        blocks=tuple(Block(kind="p", text=text.format(**filling)) for text in pattern["blocks"]),
    ).typeset()
