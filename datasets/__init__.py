"""What the dataset is and how it is published.

What lives here: ``codebook`` (the vocabulary of the field, as CSV), ``schema`` (tables, indexes, views, as
sqlite-utils migrations), ``export`` (CSV), ``site`` (Datasette: descriptions, templates, plugins, canned
queries).

May import: nothing of the other top-level packages.
"""
