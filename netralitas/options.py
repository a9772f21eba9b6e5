"""Options that several commands have."""

from __future__ import annotations

from pathlib import Path

import click

DATABASE = Path("data/netralitas.db")

database_path = click.Path(dir_okay=False, path_type=Path)

database = click.option(
    "--database",
    type=database_path,
    default=DATABASE,
    show_default=True,
    envvar="NETRALITAS_DATABASE",
    show_envvar=True,
    help="The SQLite database.",
)
sources_folder = click.option(
    "--sources",
    "folder",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="A folder of TOML files with newspapers, in place of the bundled ones.",
)
