"""The commands, a module each.

A command imports what it works with only when it is called, so that ``--help`` and mistyped options are
answered at once: Scrapy, trafilatura and Datasette take up to a second each to load.
"""
