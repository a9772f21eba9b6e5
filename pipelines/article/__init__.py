"""Main text and metadata out of a fetched page.

What lives here: the models ``Page`` (what a spider hands over) and ``Article`` (what is stored and read for
facts), and the functions that make the second from the first: press noise cut and kept aside, publication
time with its offset, canonical address, joined pages.

May import: ``datasets.codebook``, trafilatura and its family. No Scrapy, no SQLite, no clock, no network.
"""

from pipelines.article.model import Article, Page, Removed, UnreadablePage
from pipelines.article.read import article_from_record, read_page

__all__ = ["Article", "Page", "Removed", "UnreadablePage", "article_from_record", "read_page"]
