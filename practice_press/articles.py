"""The articles of the practice press: read from JSON, checked, with the rows that a right reading gives.

One file an article, ``articles/<newspaper>/<slug>.json``. Every fact and every accused in them is invented.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any, Literal, Self, TypeAlias, TypeVar

from pydantic import Field, ValidationError, model_validator

from practice_press.story import Story, Strict
from practice_press.typography import texturize

ARTICLES = Path(__file__).parent / "articles"
T = TypeVar("T")
OneOf: TypeAlias = T | list[T]
"""A list as a value means that any of its members is right."""

Act = Literal[
    "media_sosial", "kampanye", "deklarasi", "foto_bersama", "dukungan", "pendaftaran_calon",
    "fasilitas_negara", "kebijakan", "anggota_partai", "mobilisasi", "lainnya",
]  # fmt: skip
SanctionType = Literal[
    "teguran_lisan", "teguran_tertulis", "pernyataan_tidak_puas", "sanksi_moral", "penundaan_kgb",
    "penundaan_pangkat", "penurunan_pangkat", "pemotongan_tukin", "penurunan_jabatan", "pembebasan_jabatan",
    "pemberhentian", "pidana", "denda", "mutasi", "sanksi_umum",
]  # fmt: skip
Role = Literal["speaker", "accused", "mentioned"]
PostStatus = Literal["definitive", "acting", "former", "candidate"]
DateRole = Literal["statement", "event", "violation", "sanction", "publication", "election"]
Level = Literal["ringan", "sedang", "berat"]
Stage = Literal["alleged", "reported", "under_review", "referred", "sanctioned", "dismissed"]


class ArticleError(ValueError):
    """An article file that cannot be used; the text names the file, the place in it and the reason."""


class Entry(Strict):
    """A row of the expected facts; an optional one is neither required nor wrong."""

    optional: bool = False


class Official(Entry):
    """A named person in a post."""

    name: OneOf[str]
    position: OneOf[str]
    status: OneOf[PostStatus]
    region: OneOf[str | None]
    role: OneOf[Role]


class Day(Entry):
    """A calendar date of the story's events."""

    text: str
    iso: OneOf[date]
    role: OneOf[DateRole]


class Sanction(Entry):
    """A sanction imposed, recommended or threatened."""

    text: str
    type: OneOf[SanctionType]
    level: OneOf[Level | None]
    status: OneOf[Literal["imposed", "recommended", "threatened"]]
    authority: OneOf[str | None]


class Violation(Entry):
    """One case: who is accused, of what, and how far it has got."""

    accused: OneOf[str]
    position: OneOf[str | None]
    region: OneOf[str | None]
    act: OneOf[Act]
    stage: OneOf[Stage]


class Expected(Strict):
    """What a right reading of an article gives. Of label "none" every list is empty."""

    label: OneOf[Literal["statement", "violation", "both", "none"]]
    regions: list[OneOf[str]]
    officials: list[Official]
    dates: list[Day]
    sanctions: list[Sanction]
    violations: list[Violation]
    legal_bases: list[OneOf[str]]
    election: list[OneOf[str]]
    regions_optional: list[str] = Field(default_factory=list)
    legal_bases_optional: list[str] = Field(default_factory=list)
    election_optional: list[str] = Field(default_factory=list)
    notes: str | None = None

    @model_validator(mode="after")
    def _none_is_empty(self) -> Self:
        filled = [name for name, value in self if isinstance(value, list) and value]
        if self.label == "none" and filled:
            raise ValueError(f"an article of label none expects no {', '.join(filled)}")
        return self


class PracticeArticle(Story):
    """An article with its expected facts. ``release`` is shared by papers that print one press release."""

    release: str | None = None
    expected: Expected

    def typeset(self) -> Self:
        """The article as its newspaper prints it, and the words of the expected rows likewise."""
        article = super().typeset()
        if article is self:
            return self
        dates = [day.model_copy(update={"text": texturize(day.text)}) for day in self.expected.dates]
        sanctions = [one.model_copy(update={"text": texturize(one.text)}) for one in self.expected.sanctions]
        expected = self.expected.model_copy(update={"dates": dates, "sanctions": sanctions})
        return article.model_copy(update={"expected": expected})

    def gold(self) -> dict[str, Any]:
        """The article as an annotated one is written down: the fields that are read, and what is expected."""
        return {
            "id": self.id,
            "url": self.address,
            "domain": self.address.split("/")[2],
            "title": self.title,
            "published": self.local_time.isoformat(),
            "text": self.text,
            **self.expected.model_dump(mode="json", exclude_unset=True),
        }


def load_articles(folder: Path = ARTICLES) -> list[PracticeArticle]:
    """All articles below ``folder``, newest first, their text as their newspaper prints it.

    Raises ``ArticleError`` for the first file that is no article, lies in the wrong place or repeats the id
    or the address of another.
    """
    articles: list[PracticeArticle] = []
    taken: dict[str, str] = {}
    for path in sorted(folder.glob("*/*.json")):
        article = _read(path)
        for name in (article.id, article.address):
            if name in taken:
                raise ArticleError(
                    f"{path}: {name} is already that of {taken[name]}; give each article its own"
                )
            taken[name] = path.name
        articles.append(article)
    return sorted(articles, key=lambda article: (article.published, article.id), reverse=True)


def _read(path: Path) -> PracticeArticle:
    try:
        article = PracticeArticle.model_validate_json(path.read_bytes())
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(map(str, first["loc"])) or "the article"
        raise ArticleError(f"{path}: {place}: {first['msg'].removeprefix('Value error, ')}") from error
    if (path.parent.name, path.stem) != (article.newspaper, article.slug):
        raise ArticleError(f"{path}: an article belongs in {article.newspaper}/{article.slug}.json")
    return article.typeset()
