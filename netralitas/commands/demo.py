"""``netralitas demo``: the whole way with the practice press, from newspapers to Datasette."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import click

from netralitas.commands.serve import serve_dataset
from netralitas.crawling import crawled, explain, print_run
from netralitas.errors import BadData, NotThere, Stopped, told, told_of_database
from netralitas.options import database_path
from netralitas.output import say, table

DATABASE = Path("data/demo.db")


@click.command(short_help="Try it all with the bundled practice press.")
@click.option("--serve/--no-serve", default=True, show_default=True, help="Open Datasette at the end.")
@click.option(
    "--port", type=click.IntRange(0, 65535), default=0, help="Where Datasette listens; 0 takes a free port."
)
@click.option(
    "--database", type=database_path, default=DATABASE, show_default=True, help="The SQLite database."
)
@click.option("--fresh", is_flag=True, help="Begin with an empty database in place of the one that is there.")
def demo(serve: bool, port: int, database: Path, fresh: bool) -> None:
    """Crawl the practice press, build the dataset and open it in Datasette.

    The practice press are invented newspapers that are bundled with the program and served on this machine
    only. They are crawled by the same spiders as the live press. On a database that is there already, the
    crawl adds what is new, which is nothing.

    \b
    Example:
      netralitas demo --no-serve
    """
    from pipelines.archive import archive_folder
    from practice_press import ArticleError, newspapers
    from practice_press import serve as serve_press

    if database.exists():
        _refuse_live(database)
    target = database.with_name(f".{database.name}.{os.getpid()}.part") if fresh else database
    try:
        with told(ArticleError), serve_press() as base:
            say(f"The practice press is served at {base}/")
            run = crawled(newspapers(base), target)
        if fresh:
            target.replace(database)
            shutil.rmtree(archive_folder(database), ignore_errors=True)
            if archive_folder(target).exists():
                archive_folder(target).replace(archive_folder(database))
    finally:
        if fresh:
            _remove(target)
    print_run(run)
    explain(run)
    silent = _print_rows(database)
    if run.state == "stopped":
        raise Stopped("The demo was stopped; run the same command again to go on.")
    if silent:
        raise BadData(f"No article came from {', '.join(silent)}; `netralitas demo --fresh` begins anew.")
    if serve:
        serve_dataset(database, port=port)


def _refuse_live(database: Path) -> None:
    """Raises if ``database`` holds other newspapers than practice ones, or is no database of Netralitas."""
    from datasets.database import open_database

    with told_of_database(database), open_database(database) as db:
        live = next(db.query("SELECT name FROM sources WHERE NOT local ORDER BY name LIMIT 1"), None)
    if live:
        raise NotThere(
            f"{database} holds real newspapers ({live['name']}); give the demo a database of its own."
        )


def _remove(database: Path) -> None:
    from pipelines.archive import archive_folder

    for ending in ("", "-wal", "-shm"):
        database.with_name(database.name + ending).unlink(missing_ok=True)
    shutil.rmtree(archive_folder(database), ignore_errors=True)


def _print_rows(database: Path) -> list[str]:
    """Print how many rows there are, by newspaper and by table; gives the newspapers without an article."""
    from datasets.database import open_readonly
    from datasets.descriptions import load_descriptions

    with told_of_database(database), open_readonly(database) as db:
        newspapers = list(db.query(_ROWS_BY_NEWSPAPER))
        tables = [(name, db[name].count) for name in load_descriptions()]
    table("Rows by newspaper", tuple(newspapers[0]), [tuple(row.values()) for row in newspapers])
    table("Rows by table", ("table", "rows"), tables)
    return [row["newspaper"] for row in newspapers if not row["articles"]]


_FACTS = ("mentions", "statements", "violations", "sanctions")
_ROWS_BY_NEWSPAPER = f"""
    SELECT name AS newspaper,
        (SELECT count(*) FROM pages WHERE source = sources.key) AS pages,
        (SELECT count(*) FROM articles WHERE source = sources.key) AS articles,
        {
    ", ".join(
        f"(SELECT count(*) FROM {fact} JOIN articles ON articles.id = article_id WHERE source = sources.key)"
        f" AS {fact}"
        for fact in _FACTS
    )
}
    FROM sources ORDER BY key
"""
