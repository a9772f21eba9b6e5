"""``netralitas sources``: the newspapers that are declared. Adding and trying stands in ``newspapers``."""

from __future__ import annotations

import json
from pathlib import Path

import click

from netralitas.commands.newspapers import add, check
from netralitas.errors import NotThere, told
from netralitas.options import sources_folder
from netralitas.output import table


@click.group()
def sources() -> None:
    """The newspapers: list those that are declared, add one, try them.

    \b
    Example:
      netralitas sources list --province 13
    """


@sources.command("list")
@click.option("--province", metavar="CODE", help='Only those of this province, by Kemendagri code ("13").')
@click.option("--json", "as_json", is_flag=True, help="Print JSON in place of a table.")
@sources_folder
def list_(province: str | None, as_json: bool, folder: Path | None) -> None:
    """List the newspapers: key, name, province, way in, status and how each was verified.

    \b
    Example:
      netralitas sources list --province 13
    """
    from datasets.codebook.tables import regions
    from spiders.sources import SourceError, load_sources

    provinces = {code: region.name for code, region in regions().items() if region.kind == "provinsi"}
    if province is not None and province not in provinces:
        raise click.BadParameter(
            f'"{province}" is no province; give a code from {min(provinces)} to {max(provinces)}, such as '
            "13 for Sumatera Barat.",
            param_hint="--province",
        )
    with told(SourceError):
        found = [s for s in load_sources(folder).values() if province in (None, s.province)]
    if as_json:
        click.echo(json.dumps([s.model_dump(mode="json") for s in found], ensure_ascii=False, indent=1))
        return
    if not found:
        raise NotThere(
            f"No newspaper of {provinces[str(province)]} is declared; docs/sources.md tells how to."
        )
    table(
        f"{len(found)} newspapers",
        ("key", "name", "domain", "province", "way", "status", "verified"),
        [
            (s.key, s.name, s.domain, provinces[s.province], s.way, s.status, s.verification.method)
            for s in found
        ],
    )


sources.add_command(add)
sources.add_command(check)
