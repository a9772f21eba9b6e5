"""How fast and how accurate: figures that are measured anew each time, never written down by hand.

    python -m benchmarks             what reading and storing costs, as a table
    python -m benchmarks.accuracy    docs/accuracy.md, from all annotated sets that are there
    python -m benchmarks.kills       a crawl that is killed at random moments, and run again

All are run from the root of the repository. What lives here: ``sets`` (the annotated sets, read and scored),
``floors`` (below which no figure may fall), ``calibration`` (what ``confidence`` is worth), ``accuracy`` (the
page), ``speed`` (measuring), ``pages`` (a large WordPress page), ``texts`` (long and hostile articles),
``kills`` (disturbed crawls, also for the tests).

May import: everything. Nothing of the project imports it but the tests.
"""
