"""Facts out of an article: ``extract(article) -> Facts``.

What lives here: one module a kind of fact, and what they share (sentences, names, gazetteers of the codebook).
All functions are pure: no Scrapy, no SQLite, no clock, no network.

May import: ``datasets.codebook``, ``pipelines.article.model``.
"""

from pipelines.extraction.extract import VERSION, extract

__all__ = ["VERSION", "extract"]
