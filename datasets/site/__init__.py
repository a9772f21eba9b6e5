"""The dataset in Datasette: metadata, stored queries, templates, style and a plugin of its own.

``build_metadata`` makes what Datasette is told from ``datasets/descriptions.yaml`` and the YAML files of this
folder; ``app`` gives the Datasette object for a database, ``serve`` runs it.
"""

from datasets.site.metadata import build_metadata
from datasets.site.server import SiteError, app, serve

__all__ = ["SiteError", "app", "build_metadata", "serve"]
