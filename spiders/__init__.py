"""Find pages and fetch them (Scrapy).

What lives here: ``sources`` (the newspapers, as data, and the schema they are read through), one small
spider class a way in, the settings and middlewares.

May import: ``pipelines``, ``datasets``. Never ``netralitas``.
"""
