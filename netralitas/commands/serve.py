"""``netralitas serve``: the dataset in Datasette."""

from __future__ import annotations

from pathlib import Path

import click

from netralitas import options
from netralitas.errors import told, told_of_database
from netralitas.output import say


@click.command(short_help="Open the dataset in Datasette.")
@click.argument(
    "database",
    type=options.database_path,
    default=options.DATABASE,
    envvar="NETRALITAS_DATABASE",
)
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen at.")
@click.option("--port", type=click.IntRange(0, 65535), default=0, help="0 takes a free port.")
def serve(database: Path, host: str, port: int) -> None:
    """Open the dataset in Datasette until Ctrl+C, and print its address.

    DATABASE is data/netralitas.db, or what the environment variable NETRALITAS_DATABASE names, if left out.

    \b
    Example:
      netralitas serve data/demo.db --port 8001
    """
    serve_dataset(database, host, port)


def serve_dataset(database: Path, host: str = "127.0.0.1", port: int = 0) -> None:
    """Serve ``database`` until Ctrl+C; raises ``click.ClickException`` where that cannot be."""
    from datasets.site import SiteError
    from datasets.site import serve as serve_site

    try:
        with told(SiteError), told_of_database(database):
            serve_site(database, host, port, open_message=_open_message)
    except KeyboardInterrupt:
        say("Stopped.")


def _open_message(address: str) -> None:
    click.echo(f"The dataset is at {address} (Ctrl+C stops it).")
