"""From a fetched page, or a plain record, to an article."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from datetime import datetime
from itertools import chain
from typing import Any

from pipelines.article.address import article_id, canonical_address, domain_of, page_address
from pipelines.article.body import read_body
from pipelines.article.credits import credits
from pipelines.article.dates import fixed
from pipelines.article.head import bylines, plain, read_author, read_tags, read_title
from pipelines.article.language import language_of
from pipelines.article.markup import link, linked_data, meta, parse, without_controls
from pipelines.article.model import Article, Page, UnreadablePage
from pipelines.article.noise import clean_text
from pipelines.article.published import Published, modified, published, published_in_text

_FEWEST_WORDS = 8
_MOST_TAGS = 50_000
"""More than any page of the press has; trafilatura takes seconds for so many, and far longer for more."""
_LONGEST = 100_000
"""Characters of an article's text; the longest of the press have a third of it."""
_AUTHOR_META = ("author", "content_author", "article:author", "parsely-author", "dcterms.creator")


def read_page(page: Page) -> Article:
    """Read the article of a page: text, title, authors, tags, address and time of publication.

    Raises ``UnreadablePage`` with ``no_title`` where no headline is found, ``no_text`` where fewer than
    eight words are left after the press noise was cut, ``not_indonesian`` where the text is in another
    language, ``too_complex`` and ``too_long`` where reading the page would take minutes.
    """
    if sum(body.count("<") for body in (page.body, *page.parts)) > _MOST_TAGS:
        raise UnreadablePage("too_complex", page.url)
    tree = parse(page.body) if page.kind == "page" else None
    offers = [] if tree is None else [link(tree, "canonical"), *meta(tree, "og:url")]
    url = page_address(page.url, offers)
    domain = domain_of(url)
    linked = {} if tree is None else linked_data(tree, url)
    title = read_title(page.title, tree, linked, domain)
    if not title:
        raise UnreadablePage("no_title", page.url)
    text, removed = read_body((page.body, *page.parts), title, whole_pages=tree is not None)
    if len(text.split()) < _FEWEST_WORDS:
        raise UnreadablePage("no_text", page.url)
    if len(text) > _LONGEST:
        raise UnreadablePage("too_long", page.url)
    language = language_of(text)
    if language != "id":
        raise UnreadablePage("not_indonesian", f"{page.url} is in {language!r}")
    author, editor = credits(removed, text)
    since = published(page, tree, url)
    on_page: Iterable[object] = ()
    if tree is not None:
        on_page = chain([linked.get("author")], meta(tree, *_AUTHOR_META), bylines(tree, url))
    return Article(
        id=article_id(url),
        url=url,
        domain=domain,
        title=title,
        text=text,
        source=page.source,
        published=since.at if since else None,
        published_on=since.on if since else None,
        published_by=since.by if since else None,
        modified=modified(page, tree, url, since),
        author=read_author(chain([author, page.author], on_page)),
        editor=_editor([editor, linked.get("editor")]),
        tags=read_tags(page.tags, tree),
        language=language,
        removed=removed,
    )


def article_from_record(record: Mapping[str, Any]) -> Article:
    """An article out of a plain record: ``id``, ``url``, ``domain``, ``title``, ``published`` and ``text``.

    Only ``text`` must be there; the other values may be null or missing. ``id`` is kept as it is given.
    ``published`` is a day or a time in ISO 8601; a time without an offset gives only the day. Where it is
    null, the day is read from the stamp in the text or from the address. The text goes through the same
    cutting of press noise as a page does, so that what is read from it stands in ``Article.text``.

    Raises ``ValueError`` with a sentence that names the field when a value cannot be used.
    """
    values = {name: _string(record, name) for name in ("id", "url", "domain", "title", "published", "text")}
    if record.get("text") is None:
        raise ValueError('"text" is missing: give the article\'s text, a paragraph a line')
    title, url = plain(values["title"]), canonical_address(values["url"])
    clean = clean_text(values["text"], title)
    since = _given(values["published"]) or published_in_text(values["text"], title, url)
    author, editor = credits(clean.removed, clean.text)
    return Article(
        id=values["id"] or _record_id(url, title, values["text"]),
        url=url,
        domain=values["domain"].strip() or domain_of(url),
        title=title,
        text=clean.text,
        published=since.at if since else None,
        published_on=since.on if since else None,
        published_by=since.by if since else None,
        author=read_author([author]),
        editor=_editor([editor]),
        language=language_of(clean.text),
        removed=clean.removed,
    )


def _editor(offers: Iterable[object]) -> str | None:
    """A person; the desk as a whole ("Redaksi") edits everything."""
    name = read_author(offers)
    return None if name and name.casefold() == "redaksi" else name


def _string(record: Mapping[str, Any], name: str) -> str:
    value = record.get(name)
    if value is None:
        return ""
    if name == "id" and isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    if not isinstance(value, str):
        raise ValueError(f'"{name}" must be a string or null, not {type(value).__name__}')
    return without_controls(value)


def _given(text: str) -> Published | None:
    text = text.strip()
    if not text:
        return None
    try:
        at = datetime.fromisoformat(text)
    except ValueError as error:
        message = (
            f'"published" is {text!r}: give a day (2024-09-25), a time (2024-09-25T14:05:00+07:00) or null'
        )
        raise ValueError(message) from error
    return Published(at.date(), fixed(at) if at.tzinfo and ":" in text else None, "given")


def _record_id(url: str, title: str, text: str) -> str:
    """The id of the address, or where there is none, of the title and the text."""
    if domain_of(url):
        return article_id(url)
    return hashlib.sha256(f"{title}\n{text}".encode()).hexdigest()[:16]
