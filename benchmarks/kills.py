"""``python -m benchmarks.kills``: a crawl that is killed at random moments and run again, over and over.

After each the database must be that of a crawl that nobody has disturbed, and all that it says to be in the
archive must be read from there. The same is asked of a crawl that runs out of disk (``crawl_with``), by the
tests.
"""

from __future__ import annotations

import os
import random
import resource
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import ExitStack, closing, suppress
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Self

import click
from warcio.archiveiterator import ArchiveIterator
from warcio.exceptions import ArchiveLoadFailed

from pipelines.archive import ArchiveError, archive_folder, read_answer
from pipelines.places import Place, also_of

ROOT = Path(__file__).parent.parent

Contents = dict[str, list[tuple[Any, ...]]]

_OF_THE_RUN = (
    *("runs", "source_runs", "source_run_failures", "source_health", "robots"),
    "_sqlite_migrations",
)
_OF_ITS_OWN = (
    *("fetched_at", "collected_at"),
    *("archive_file", "archive_offset", "archive_length", "archive_also"),
)
_PLACES = """
    SELECT archive_file, archive_offset, archive_length, archive_also FROM pages
    WHERE archive_file IS NOT NULL
    UNION
    SELECT archive_file, archive_offset, archive_length, NULL FROM listings
    WHERE archive_file IS NOT NULL
"""


def contents(database: Path) -> Contents:
    """All rows of a database but those that record the runs, without what every run has of its own: the
    moments of fetching and the places in the archive."""
    with closing(sqlite3.connect(database)) as db:
        names = db.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name").fetchall()
        found: Contents = {}
        for (name,) in names:
            if name in _OF_THE_RUN or "_fts" in name or name.startswith("sqlite_"):
                continue
            columns = [
                row[1] for row in db.execute(f'PRAGMA table_info("{name}")') if row[1] not in _OF_ITS_OWN
            ]
            rows = db.execute(f'SELECT {", ".join(columns)} FROM "{name}"').fetchall()
            found[name] = sorted(rows, key=repr)
        return found


def damage(database: Path) -> list[str]:
    """What SQLite itself finds wrong with a file: its pages, its references, its search index."""
    with closing(sqlite3.connect(database)) as db:
        found = [str(row[0]) for row in db.execute("PRAGMA integrity_check") if row[0] != "ok"]
        found += [f"reference {row}" for row in db.execute("PRAGMA foreign_key_check")]
        indexes = db.execute("SELECT name FROM sqlite_master WHERE sql LIKE 'CREATE VIRTUAL TABLE%fts5%'")
        for (name,) in indexes.fetchall():
            try:
                db.execute(f'INSERT INTO "{name}" ("{name}", rank) VALUES (\'integrity-check\', 1)')
            except sqlite3.DatabaseError as error:
                found.append(f"{name}: {error}")
        return found


def unreadable(database: Path) -> list[str]:
    """What the archive does not hold of that which the database says to be there, read by its place and read
    through from the beginning of its segment, as any tool for WARC does."""
    folder, found = archive_folder(database), []
    with closing(sqlite3.connect(database)) as db:
        rows = db.execute(_PLACES).fetchall()
    places = {Place(*row[:3]) for row in rows}
    places |= {place for row in rows for _, place in also_of(row[3])}
    whole = {name: _whole_records(folder / name) for name in {place.file for place in places}}
    for place in places:
        try:
            read_answer(folder, place)
        except ArchiveError as error:
            found.append(str(error))
        if place.offset not in whole[place.file]:
            found.append(f"{place.file} breaks off before {place.offset}")
    return found or ([] if places else ["nothing is archived"])


def _whole_records(segment: Path) -> set[int]:
    """Where the records of a segment begin that can be read one after the other with their digests."""
    offsets = set()
    with segment.open("rb") as file, suppress(ArchiveLoadFailed):
        records = ArchiveIterator(file, check_digests="raise")
        for record in records:
            record.content_stream().read()
            offsets.add(records.get_record_offset())
    return offsets


@dataclass
class Killed:
    """What came of a killed crawl: after how many seconds, with how many pages stored, whether it was still
    under way, and what is wrong with the database after the next crawl."""

    seconds: float
    pages: int
    under_way: bool
    problems: list[str] = field(default_factory=list)


class Disturbed:
    """The practice press, what an undisturbed crawl of it gives, and crawls that are disturbed.

    ``papers`` is how many of its newspapers are crawled.
    """

    def __init__(self, folder: Path, papers: int = 99) -> None:
        self.folder = folder
        self.papers = papers
        self.number = 0

    def __enter__(self) -> Self:
        from practice_press import serve

        with ExitStack() as stack:
            self.base = stack.enter_context(serve())
            calm = self.folder / "calm.db"
            begun = time.monotonic()
            done = self.crawl_with(calm)
            self.seconds = time.monotonic() - begun
            if done.returncode:
                raise RuntimeError(f"the undisturbed crawl failed: {done.stdout}")
            self.expected = contents(calm)
            self.stack = stack.pop_all()
        return self

    def __exit__(self, *_: object) -> None:
        self.stack.close()

    def fresh(self) -> Path:
        """The path of another database."""
        self.number += 1
        return self.folder / f"disturbed-{self.number}.db"

    def start(self, database: Path, most_bytes: int = 0) -> subprocess.Popen[str]:
        """Begin a crawl as a program of its own; no file may become larger than ``most_bytes``, if given."""
        arguments = (self.base, database, self.papers, most_bytes)
        command = [sys.executable, "-m", "benchmarks.kills", "crawl", *map(str, arguments)]
        return subprocess.Popen(
            command,
            cwd=ROOT,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )

    def crawl_with(self, database: Path, most_bytes: int = 0) -> subprocess.CompletedProcess[str]:
        """Crawl to the end."""
        process = self.start(database, most_bytes)
        told, _ = process.communicate(timeout=120)
        return subprocess.CompletedProcess(process.args, process.returncode, told)

    def kill_and_run_again(self, chance: random.Random) -> Killed:
        """Crawl into a new database, kill all of it with SIGKILL at a random moment, and crawl again."""
        database = self.fresh()
        pages = chance.randrange(-len(self.expected["pages"]) // 8, len(self.expected["pages"]))
        process = self.start(database)
        begun = time.monotonic()
        while process.poll() is None and _pages(database) < pages:
            time.sleep(0.005)
        # Below 0 stands for the time before the first page: starting, migrating, asking for listings.
        time.sleep(chance.uniform(0, 0.05 if pages >= 0 else self.seconds / 2))
        seconds = time.monotonic() - begun
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.communicate()  # until the last of the processes is gone, for they share this pipe
        killed = Killed(seconds, _pages(database), process.returncode == -signal.SIGKILL)
        killed.problems = self.problems_after(database)
        return killed

    def problems_after(self, database: Path) -> list[str]:
        """Crawl again into a database and say what it is not as it should be in."""
        again = self.crawl_with(database)
        if again.returncode:
            return [f"the next crawl failed: {again.stdout}"]
        found = contents(database)
        differing = [name for name in self.expected if found.get(name) != self.expected[name]]
        return [*(f"{name} differs" for name in differing), *damage(database), *unreadable(database)]


def _pages(database: Path) -> int:
    if not Path(f"{database}-wal").exists():  # a reader must not be in the way of the log that is to come
        return 0
    with closing(sqlite3.connect(database)) as db:
        try:
            return int(db.execute("SELECT count(*) FROM pages").fetchone()[0])
        except sqlite3.OperationalError:  # not made yet
            return 0


@click.group(invoke_without_command=True)
@click.option("--kills", type=click.IntRange(min=1), default=50, show_default=True)
@click.option("--seed", type=int, default=20241127, show_default=True)
@click.pass_context
def main(context: click.Context, kills: int, seed: int) -> None:
    """Kill a crawl of the practice press at random moments, and run it again each time.

    Example: python -m benchmarks.kills --kills 5
    """
    if context.invoked_subcommand:
        return
    bad = 0
    with TemporaryDirectory() as folder, Disturbed(Path(folder)) as disturbed:
        click.echo(f"An undisturbed crawl takes {disturbed.seconds:.1f} seconds.")
        for number in range(kills):
            killed = disturbed.kill_and_run_again(random.Random(seed + number))
            bad += bool(killed.problems)
            verdict = "; ".join(killed.problems) or "whole"
            how = "killed" if killed.under_way else "ended"
            click.echo(
                f"{number + 1:3}: {how} after {killed.seconds:.2f} s at {killed.pages} pages: {verdict}"
            )
    click.echo(f"{kills - bad} of {kills} databases are those of an undisturbed crawl.")
    if bad:
        raise SystemExit(1)


@main.command(hidden=True)
@click.argument("base")
@click.argument("database", type=click.Path(path_type=Path))
@click.argument("papers", type=int)
@click.argument("most_bytes", type=int)
def crawl(base: str, database: Path, papers: int, most_bytes: int) -> None:
    """One crawl, to be disturbed from outside."""
    from datasets.database import DatabaseError
    from practice_press import newspapers
    from spiders.run import CrawlError
    from spiders.run import crawl as crawled

    if most_bytes:
        resource.setrlimit(resource.RLIMIT_FSIZE, (most_bytes, most_bytes))
    try:
        crawled(dict(list(newspapers(base).items())[:papers]), database, log_level="CRITICAL")
    except (CrawlError, DatabaseError) as error:
        raise click.ClickException(str(error)) from error


if __name__ == "__main__":
    main()
