"""Page -> article -> facts -> rows.

What lives here: pure functions that read a fetched page (``article``), decide whether it is about the
neutrality of state servants (``relevance``), read the facts out of it (``extraction``) and score them
(``evaluation``); ``store`` writes them into SQLite, ``copies`` finds republished releases, and
``scrapy_items`` holds the thin Scrapy item pipelines that call these functions.

May import: ``datasets``. Never ``spiders`` or ``netralitas``. Only ``scrapy_items`` may import Scrapy.
"""
