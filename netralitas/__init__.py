"""The command line, and nothing else: every command calls a function of ``spiders``, ``pipelines`` or ``datasets``.

May import: every other package.
"""

__version__ = "0.1.0"
