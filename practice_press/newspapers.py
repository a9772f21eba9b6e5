"""The practice newspapers as sources, declared in the same kind of TOML as the live press."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from spiders.sources import Source, load_sources

FOLDER = Path(__file__).parent


@cache
def declared() -> dict[str, Source]:
    """The newspapers as ``newspapers.toml`` declares them, by key."""
    return load_sources(FOLDER)


def newspapers(base: str) -> dict[str, Source]:
    """The newspapers as sources to crawl while the press is served at ``base`` ("http://127.0.0.1:8765")."""
    return {
        key: Source.model_validate({**source.model_dump(), "base": base.rstrip("/"), "local": True})
        for key, source in declared().items()
    }
