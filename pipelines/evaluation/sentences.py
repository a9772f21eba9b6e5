"""The sentence that a mistake is about."""

from __future__ import annotations

import re
from itertools import chain

from pipelines.article.model import Article
from pipelines.evaluation.matching import fold, options
from pipelines.evaluation.scoring import Mistake
from pipelines.extraction.document import sentences_of

_WORD = re.compile(r"\w+")
_SAID_BY = ("text", "name", "accused")
"""The keys of a fact that hold words of the article."""


def sentence_of(mistake: Mistake, article: Article) -> str | None:
    """The sentence a wrong fact was read from; else the first with most words of what was meant, or None."""
    read = mistake.read
    if isinstance(read, dict) and read.get("evidence"):
        return str(read["evidence"]["sentence"])
    if mistake.what == "label":
        return None
    fact = mistake.meant if read is None else read
    if isinstance(fact, dict):
        fact = next((fact[key] for key in _SAID_BY if fact.get(key)), None)
    wanted = [_words(phrase) for phrase in options(fact)]
    best, most = None, 0
    for sentence in chain(sentences_of(article.title, "title"), sentences_of(article.text, "text")):
        found = _words(sentence.text)
        shared = max(len(words & found) for words in wanted)
        if shared > most:
            best, most = sentence.text, shared
    return best


def _words(phrase: object) -> frozenset[str]:
    return frozenset(_WORD.findall(fold(phrase)))
