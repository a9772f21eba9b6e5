"""``netralitas backup``: a copy of the database."""

from __future__ import annotations

from pathlib import Path

import click

from netralitas import options
from netralitas.errors import told_of_database


@click.command(short_help="Copy the database, also while it is written.")
@click.argument("file", metavar="FILE", type=options.database_path)
@options.database
def backup(file: Path, database: Path) -> None:
    """Copy the database to FILE, which is replaced, also while a crawl writes it.

    The copy is of one moment, is checked, and gets its name when it is whole.

    \b
    Example:
      netralitas backup backups/netralitas-2024-11-27.db
    """
    from datasets.backup import back_up

    with told_of_database(database):
        size = back_up(database, file)
    click.echo(f"{file}: {size:,} bytes.")
