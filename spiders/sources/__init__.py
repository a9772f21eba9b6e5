"""The newspapers, as data: one TOML file a province, one table a newspaper, read through a checked schema.

A line in a TOML file adds a newspaper; no code does. ``docs/sources.md`` explains every key.
"""

from spiders.sources.loader import load_file, load_sources
from spiders.sources.schema import Selectors, Source, SourceError, Verification

__all__ = ["Selectors", "Source", "SourceError", "Verification", "load_file", "load_sources"]
