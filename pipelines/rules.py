"""Which rules read a page: a fingerprint of all that decides what is read."""

from __future__ import annotations

import hashlib
from functools import cache
from importlib import resources
from importlib.resources.abc import Traversable

_RULES = ("pipelines/article", "pipelines/extraction", "pipelines/relevance.py", "datasets/codebook")
_KINDS = (".py", ".csv")


@cache
def fingerprint() -> str:
    """12 hexadecimal digits of a SHA-256 over the modules and tables that articles and facts are read by.

    A version number is forgotten to be raised; this changes by itself with every rule and every line of the
    codebook, and is the same on every machine.
    """
    digest = hashlib.sha256()
    for rule in _RULES:
        package, _, name = rule.partition("/")
        _add(digest, resources.files(package) / name, rule)
    return digest.hexdigest()[:12]


def _add(digest: hashlib._Hash, file: Traversable, name: str) -> None:
    if file.is_dir():
        for inner in sorted(file.iterdir(), key=lambda inner: inner.name):
            _add(digest, inner, f"{name}/{inner.name}")
    elif name.endswith(_KINDS):
        content = file.read_bytes().replace(b"\r\n", b"\n")
        digest.update(f"{name}\0{len(content)}\0".encode())
        digest.update(content)
