"""Short stories in the manner of the press, and how the tests read them. All persons and events are invented."""

from __future__ import annotations

from datetime import date

from pipelines.article import article_from_record
from pipelines.extraction import extract
from pipelines.extraction.facts import Facts

LEAD = (
    "SAMPIT – Aparatur Sipil Negara (ASN) di Kabupaten Kotawaringin Timur diminta menjaga netralitas "
    "pada Pilkada 2024.\n\n"
)
CASE = "SAMPIT – Bawaslu Kabupaten Kotawaringin Timur menangani dugaan pelanggaran netralitas ASN pada Pilkada 2024.\n\n"


def read(text: str, *, title: str = "", published: date | None = None, lead: str = LEAD) -> Facts:
    """The facts of a story made of a lead and ``text``."""
    return extract(
        article_from_record(
            {
                "id": "t",
                "url": "https://koran.example/2024/berita",
                "domain": "koran.example",
                "title": title,
                "published": published.isoformat() if published else None,
                "text": lead + text,
            }
        )
    )


def posts(facts: Facts) -> list[tuple[str, str, str, str | None]]:
    """Name, position, status and region code of every official."""
    return [(o.name, o.position, o.status, o.region) for o in facts.officials]
