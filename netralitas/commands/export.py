"""``netralitas export``: the dataset as CSV."""

from __future__ import annotations

from pathlib import Path

import click

from netralitas import options
from netralitas.errors import told, told_of_database
from netralitas.output import table


@click.command(short_help="Write the dataset as CSV.")
@click.argument("folder", metavar="DIR", type=click.Path(file_okay=False, path_type=Path))
@options.database
def export(folder: Path, database: Path) -> None:
    """Write every table and every flat view as CSV (UTF-8) into the folder DIR.

    \b
    Example:
      netralitas export exports/2024-11-27
    """
    from datasets.export import ExportError, export_csv

    with told(ExportError), told_of_database(database):
        files = export_csv(database, folder)
    table(f"Written into {folder}", ("file", "rows"), [(file.path.name, file.rows) for file in files])
