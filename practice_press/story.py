"""A story of the practice press: its blocks as printed, its metadata and its public address."""

from __future__ import annotations

from datetime import datetime
from typing import Literal, Self
from zoneinfo import ZoneInfo

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, model_validator

from practice_press.addresses import NEWSPAPERS, path_of
from practice_press.newspapers import declared
from practice_press.typography import texturize

Kind = Literal["p", "heading", "list", "caption", "related", "ad", "credit", "page_break"]
WORDPRESS = ("harianlembayung", "suaratanjungpura", "mandaukita")
OWN_TEXT: tuple[Kind, ...] = ("p", "heading", "list")


class Strict(BaseModel):
    """A model that takes nothing it does not know, so that a misspelt key is found."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Block(Strict):
    """A piece of the page.

    ``p``, ``heading`` and ``list`` (a line an entry) are the article's own text; the other kinds are what
    newspapers set between it. ``page_break`` is where a split article goes on to its next page.
    """

    kind: Kind
    text: str

    @model_validator(mode="after")
    def _has_text_unless_break(self) -> Self:
        if self.kind == "page_break" and self.text:
            raise ValueError("a page_break has no text")
        if self.kind != "page_break" and not self.text.strip():
            raise ValueError(f"a block of kind {self.kind} needs text")
        return self


class Story(Strict):
    """An article as its newspaper holds it. ``channel`` is the regional channel of a network portal.

    ``published`` and ``modified`` are aware, with whatever offset they were written down.
    """

    id: str = Field(min_length=1)
    newspaper: str
    channel: str | None = None
    slug: str = Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")
    title: str = Field(min_length=1)
    published: AwareDatetime
    modified: AwareDatetime | None = None
    author: str = Field(min_length=1)
    editor: str | None = None
    section: str = Field(min_length=1)
    tags: tuple[str, ...] = ()
    blocks: tuple[Block, ...]

    @model_validator(mode="after")
    def _fits_together(self) -> Self:
        if self.newspaper not in NEWSPAPERS:
            raise ValueError(
                f"no practice newspaper is called {self.newspaper!r}; there are {', '.join(NEWSPAPERS)}"
            )
        if self.source not in declared():
            raise ValueError(f"{self.newspaper} has no channel {self.channel!r} in newspapers.toml")
        if not any(block.kind == "p" for block in self.blocks):
            raise ValueError("an article needs at least one block of kind p")
        if self.modified and self.modified < self.published:
            raise ValueError(f"modified ({self.modified}) is before published ({self.published})")
        return self

    def typeset(self) -> Self:
        """The story as its newspaper prints it: WordPress sets quotes and dashes of its own."""
        if self.newspaper not in WORDPRESS:
            return self
        blocks = tuple(block.model_copy(update={"text": texturize(block.text)}) for block in self.blocks)
        return self.model_copy(update={"title": texturize(self.title), "blocks": blocks})

    @property
    def source(self) -> str:
        """The key of the newspaper, or of its channel, in ``newspapers.toml``."""
        return f"{self.newspaper}{self.channel or ''}"

    @property
    def local_time(self) -> datetime:
        """The publication time in the newspaper's own zone."""
        return self.published.astimezone(ZoneInfo(declared()[self.source].zone))

    @property
    def path(self) -> str:
        """The path of the public address."""
        return path_of(self.newspaper, self.slug, self.section, self.local_time)

    @property
    def address(self) -> str:
        """The public address as the newspaper links to it: "https://harianlembayung.example/2024/09/..."."""
        return f"https://{declared()[self.source].domain}{self.path}"

    @property
    def text(self) -> str:
        """The article's own text without its title: paragraphs, headings and lists, blank lines between."""
        return "\n\n".join(block.text for block in self.blocks if block.kind in OWN_TEXT)

    @property
    def changed(self) -> datetime:
        """When it was last changed: ``modified``, or else ``published``."""
        return self.modified or self.published

    @property
    def pages(self) -> tuple[tuple[Block, ...], ...]:
        """The blocks of each page of a split article; one page where nothing is split."""
        pages: list[list[Block]] = [[]]
        for block in self.blocks:
            if block.kind == "page_break":
                pages.append([])
            else:
                pages[-1].append(block)
        return tuple(tuple(page) for page in pages)
