"""Asking the practice press as the crawler does, for the tests of its newspapers."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from typing import Any

import httpx
from lxml import etree
from lxml import html as lxml_html

from practice_press import PracticeArticle, load_articles, load_fillers, serve
from practice_press.story import Story

Get = Callable[..., httpx.Response]

articles = cache(load_articles)
fillers = cache(load_fillers)


@contextmanager
def asking() -> Iterator[Get]:
    """Serve the press and give the function that asks it for public addresses.

    ``get("radarsaddang.example/indeks", Accept_Encoding="gzip")`` goes to where the press is served, with the
    """
    with serve() as base, httpx.Client() as client:

        def get(url: str, method: str = "GET", **headers: str) -> httpx.Response:
            host, _, path = url.removeprefix("https://").partition("/")
            sent = {"Host": host, "Accept-Encoding": "identity"}
            sent |= {name.replace("_", "-"): value for name, value in headers.items()}
            return client.request(method, f"{base}/{path}", headers=sent)

        yield get


def of(source: str) -> list[PracticeArticle]:
    """The articles of one newspaper, newest first."""
    return [article for article in articles() if article.source == source]


def all_of(source: str) -> list[Story]:
    """All that stands in one newspaper, newest first."""
    stories: list[Story] = [*of(source), *(story for story in fillers() if story.source == source)]
    return sorted(stories, key=lambda story: (story.published, story.id), reverse=True)


def said(story: Story) -> str:
    """All words of a story, headline and blocks, in lower case."""
    return " ".join([story.title, *(block.text for block in story.blocks)]).lower()


def shows_all(markup: str, text: str) -> bool:
    """Whether a page shows every line of a text."""
    shown = words_of(markup)
    return all(" ".join(line.split()) in shown for line in text.split("\n"))


def words_of(markup: str) -> str:
    """The words that a page shows, blanks joined."""
    document = lxml_html.fromstring(markup)
    for hidden in document.xpath("//script|//style"):
        hidden.drop_tree()
    return " ".join(" ".join(document.itertext()).split())


def links(page: str, css: str) -> list[str]:
    """Where the links go that a selector finds."""
    return [link.get("href") for link in lxml_html.fromstring(page).cssselect(css)]


def xml(response: httpx.Response) -> Any:
    """The root element of an XML answer."""
    return etree.fromstring(response.content)
