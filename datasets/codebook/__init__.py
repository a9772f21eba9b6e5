"""The vocabulary of the field, as data.

What lives here: one CSV a table (regions, posts, acts, stages, sanctions, laws, elections and the codes of
the fact tables, with Indonesian and English labels), ``rows``, a dataclass for each, and ``tables``, which
reads them. The extraction reads the files that are published as lookup tables, so the two cannot disagree.

Licences: ``regions.csv`` and ``districts.csv`` are derived from idn-area-data and stay under the ODbL;
everything else is CC BY 4.0 (``LICENSE.md``). What every column means is in ``docs/codebook.md``.

May import: nothing of the other packages.
"""
