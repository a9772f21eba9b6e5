"""``netralitas sources add`` and ``check``: looking at a newspaper, trying its way in, writing its table."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date
from difflib import get_close_matches
from pathlib import Path
from textwrap import shorten
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import click

from netralitas.errors import BadData, NotThere, told, told_of_crawl
from netralitas.options import sources_folder
from netralitas.output import progress, say, table

if TYPE_CHECKING:
    from spiders.sources import Source
    from spiders.trial import Trial
    from spiders.tryout import Look

_SECOND_LEVEL = frozenset("co or ac go web my com net sch desa biz".split())
"""What stands before ``.id`` and is no name of a newspaper."""


@click.command("add", short_help="Look at a newspaper, and write its table.")
@click.argument("url")
@click.option(
    "--province", required=True, metavar="CODE", help='Where it is at home, by Kemendagri code ("13").'
)
@click.option("--regency", metavar="CODE", help='The kabupaten or kota that it is of, if of one ("13.02").')
@click.option("--name", help="Its name, if the one that the site gives itself will not do.")
@click.option("--key", help="Its short name in logs and commands; else made out of the domain.")
@click.option("--local", is_flag=True, help="It is served on this machine, at the address --base.")
@click.option("--base", metavar="URL", help="Where a local newspaper is served.")
@click.option("--show", is_flag=True, help="Show the table and write nothing.")
@sources_folder
def add(url: str, folder: Path | None, show: bool, **given: Any) -> None:
    """Look at the newspaper at URL, choose the way in, show three of its articles as read, write its table.

    What is looked at: the first page, robots.txt, WordPress's REST interface, Blogger's feed, feeds and
    sitemaps. The ways in are tried, the one that costs the newspaper least first, and the first over which
    articles come is taken. Look at the articles: are title, day and text right? If not, delete the table.

    \b
    Example:
      netralitas sources add https://kabarkita.co.id --province 13
    """
    from spiders.sources import SourceError
    from spiders.sources.loader import FOLDER
    from spiders.sources.writing import add_source, refuse_doubled, table_of
    from spiders.tryout import look_at

    draft = _draft(url, **given)
    with told(SourceError):
        refuse_doubled(folder or FOLDER, draft)
    say(f"Looking at {draft.root} ...")
    with told_of_crawl():
        look = look_at(draft)
    for mark in look.findings.marks:
        say(f"Found: {mark}")
    for trial in look.trials:
        say(f"Tried: {trial.source.way}: {trial.found}")
    chosen = look.chosen
    if chosen is None:
        raise BadData(_nothing(draft, look))
    source = _declared(chosen, look, given["name"])
    _show(chosen)
    click.echo(table_of(source))
    if not show:
        with told(SourceError):
            path = add_source(folder or FOLDER, source)
        say(f"Written into {path}. `netralitas crawl {source.key} --limit 20` fetches the first articles.")


def _draft(
    url: str,
    province: str,
    regency: str | None,
    name: str | None,
    key: str | None,
    local: bool,
    base: str | None,
) -> Source:
    """All that is known of a newspaper before it is looked at; the way in is yet a guess."""
    from pydantic import ValidationError

    from spiders.sources import Source

    parts = urlsplit(url if "://" in url else f"https://{url}")
    domain = (parts.hostname or "").removeprefix("www.")
    if base and not local:
        raise click.UsageError("--base is for newspapers on this machine; add --local.")
    known = {
        "key": key or _key(domain),
        "name": name or domain,
        "domain": domain,
        "province": province,
        "regency": regency,
        "way": "wordpress",
        "local": local,
        "base": base or f"{parts.scheme}://{parts.netloc}",
        "verification": {"method": "live", "on": date.today(), "evidence": url},
    }
    try:
        return Source.model_validate(known)
    except ValidationError as error:
        first = error.errors()[0]
        reason = first.get("ctx", {}).get("error") or first["msg"]
        raise click.UsageError(f"{first['loc'][-1] if first['loc'] else url}: {reason}") from error


def _key(domain: str) -> str:
    """The key out of a domain: kabar.co.id -> kabar, sumbar.kabar.com -> kabarsumbar."""
    labels = domain.split(".")[:-1]
    while len(labels) > 1 and labels[-1] in _SECOND_LEVEL:
        labels.pop()
    return re.sub(r"[^a-z0-9]", "", "".join(reversed(labels))) or "newspaper"


def _declared(trial: Trial, look: Look, name: str | None) -> Source:
    """The newspaper as its table will declare it, with the usual words, whatever it was tried with."""
    from spiders.sources import Source

    usual = {key: Source.model_fields[key].default for key in ("keywords", "tags")}
    proof = {
        "method": "live",
        "on": date.today(),
        "evidence": next(sample.url for sample in trial.samples if sample.published),
        "checked": date.today(),
        "found": f"{trial.listed} articles listed, {len(trial.samples)} read",
    }
    told_name = name or look.findings.name or trial.source.name
    return Source.model_validate(
        {**trial.source.model_dump(), **usual, "name": told_name, "status": "active", "verification": proof}
    )


def _show(trial: Trial) -> None:
    for sample in trial.samples:
        click.echo(f"{sample.title}\n  {sample.url}")
        click.echo(
            f"  {sample.published or 'no day of publication'}; {sample.author or 'no author'}; {sample.label}"
        )
        words = len(sample.text.split())
        click.echo(f"  {shorten(sample.text, 300, placeholder=' ...')} ({words} words)\n")


def _nothing(draft: Source, look: Look) -> str:
    if look.problems:
        address, reason = look.problems[0]
        return f"{address} could not be read: {reason}; docs/crawling.md tells what that means."
    if not look.trials:
        return f"{draft.root} shows no way in; docs/sources.md tells how to declare one by hand."
    return (
        f"No article with a day of publication came from {draft.root}; what was tried stands above. "
        "docs/sources.md tells how to declare a way in by hand."
    )


@click.command("check", short_help="Try newspapers, and write down what was found.")
@click.argument("names", metavar="[NAME]...", nargs=-1)
@click.option("--show", is_flag=True, help="Show what is found and write nothing.")
@sources_folder
def check(names: Sequence[str], show: bool, folder: Path | None) -> None:
    """Try the way in of each newspaper and write into its table what was found, and when.

    A newspaper of which articles came is verified live and, if it was untried, active from now on. Without
    NAME all are tried but those that have closed. Exit code 1 if any gave no article.

    \b
    Example:
      netralitas sources check topsatu langgam
    """
    from spiders.sources import SourceError, load_sources
    from spiders.sources.loader import FOLDER
    from spiders.sources.writing import write_check
    from spiders.tryout import try_sources

    with told(SourceError):
        chosen = choose(load_sources(folder), names)
    trials: dict[str, Trial] = {}
    with progress("Newspapers", len(chosen), plain_every=0) as advance, told_of_crawl(), told(SourceError):
        for trial in try_sources(chosen):
            key = trial.source.key
            trials[key] = trial
            if not show:
                evidence = next((sample.url for sample in trial.samples if sample.published), None)
                write_check(folder or FOLDER, key, on=date.today(), found=trial.found, evidence=evidence)
            advance(f"{key}: {trial.found}")
    rows = [
        (key, t.source.way, "works" if t.works else "fails", t.found) for key, t in sorted(trials.items())
    ]
    table(f"{len(rows)} newspapers", ("newspaper", "way", "result", "found"), rows)
    failed = sum(not trial.works for trial in trials.values())
    if failed:
        raise BadData(f"{failed} of {len(trials)} newspapers gave no article with a day of publication.")


def choose(declared: Mapping[str, Source], names: Sequence[str]) -> dict[str, Source]:
    """The newspapers with these keys, or all that have not closed; raises for a key that there is not."""
    for name in names:
        if name not in declared:
            near = get_close_matches(name, declared, n=1)
            hint = f'did you mean "{near[0]}"?' if near else "`netralitas sources list` shows all."
            raise NotThere(f'No newspaper has the key "{name}"; {hint}')
    return {key: declared[key] for key in names or declared if names or declared[key].status != "gone"}
