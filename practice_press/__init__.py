"""The practice press: invented newspapers, served over HTTP on 127.0.0.1 as the real ones are built.

What lives here: the articles (all facts and all accused invented), the newspapers' declaration in the same TOML as
the live press, a site engine each, and the rows that a right reading gives.

May import: ``spiders.sources`` (to declare its newspapers). Nothing of the project imports it but ``netralitas`` and
the tests.
"""
