"""Whether a text is Indonesian."""

from __future__ import annotations

_TELLING = 300
"""Characters from which the answer can be trusted."""

_INDONESIAN = frozenset(("id", "ms"))  # the model cannot tell short Indonesian from Malay


def language_of(text: str) -> str:
    """The text's language, ISO 639-1: "id" for Indonesian, and for texts that are too short to tell."""
    if len(text) < _TELLING:
        return "id"
    import py3langid  # loads its model, which not every command needs

    language = str(py3langid.classify(text)[0])
    return "id" if language in _INDONESIAN else language
