"""The command line, and nothing else: commands call functions of ``spiders``, ``pipelines`` and ``datasets``.

May import: every other package.
"""

__version__ = "0.1.0"
