"""Annotated articles: an article and what a right reading of it gives, one JSON object a file."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, TypeAlias, TypeVar

from pydantic import BaseModel, Field, ValidationError

from pipelines.extraction.facts import Label

T = TypeVar("T")
OneOf: TypeAlias = T | list[T]
"""A list as a value means that any of its members is right."""

Annotated = dict[str, Any]
"""An annotated article as its file holds it."""


class AnnotationError(ValueError):
    """An annotated article that cannot be used; the text names the file, the place in it and the reason."""


class _Official(BaseModel):
    name: OneOf[str]
    position: OneOf[str | None]
    status: OneOf[str | None]
    region: OneOf[str | None]
    role: OneOf[str | None]
    optional: bool = False


class _Date(BaseModel):
    iso: OneOf[str]
    optional: bool = False


class _Sanction(BaseModel):
    type: OneOf[str]
    level: OneOf[str | None]
    status: OneOf[str]
    optional: bool = False


class _Violation(BaseModel):
    accused: OneOf[str]
    position: OneOf[str | None]
    act: OneOf[str | None]
    stage: OneOf[str | None]
    optional: bool = False


class _Article(BaseModel):
    """What the scorer needs of a file. Keys that it does not know (``notes``) are left aside."""

    id: str = Field(min_length=1)
    text: str
    label: OneOf[Label]
    regions: list[OneOf[str]] = []
    officials: list[_Official] = []
    dates: list[_Date] = []
    sanctions: list[_Sanction] = []
    violations: list[_Violation] = []
    legal_bases: list[OneOf[str]] = []
    election: OneOf[str] | list[OneOf[str]] | None = None
    regions_optional: list[str] = []
    legal_bases_optional: list[str] = []
    election_optional: list[str] = []


def load_annotated(folder: Path) -> list[Annotated]:
    """The annotated articles of ``folder``, one ``*.json`` file each, in the order of the files' names.

    Raises ``AnnotationError`` for the first file that cannot be read or is no annotated article, and where
    two files carry the same id. A folder without such files gives an empty list.
    """
    articles: list[Annotated] = []
    files: dict[str, str] = {}
    for path in sorted(folder.glob("*.json")):
        article = _read(path)
        if article["id"] in files:
            raise AnnotationError(
                f'{path}: the id "{article["id"]}" is also that of {files[article["id"]]}; give each its own.'
            )
        files[article["id"]] = path.name
        articles.append(article)
    return articles


def _read(path: Path) -> Annotated:
    try:
        article = json.loads(path.read_bytes())
        _Article.model_validate(article)
    except OSError as error:
        raise AnnotationError(f"{path} cannot be read: {error.strerror}.") from error
    except UnicodeDecodeError as error:
        raise AnnotationError(f"{path} is not UTF-8 (byte {error.start}).") from error
    except json.JSONDecodeError as error:
        raise AnnotationError(f"{path}, line {error.lineno}: this is not JSON: {error.msg}.") from error
    except ValidationError as error:
        problem = error.errors(include_url=False)[0]
        place = ".".join(str(part) for part in problem["loc"]) or "the file"
        raise AnnotationError(f"{path}: {place}: {problem['msg']}.") from error
    return article  # type: ignore[no-any-return]
