"""Press noise: what stands on a news page between, above and below the paragraphs of the story.

``clean_text`` reads a text line by line, a line being a paragraph. It never looks at the network, the clock
or the page, and takes time in proportion to the length of the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise, zip_longest

from pipelines.article.headlines import headline_end, is_headline, may_be_headline, words_of
from pipelines.article.lines import mended, unwrapped
from pipelines.article.markup import LONG_PARAGRAPH, tidy
from pipelines.article.model import Removed
from pipelines.article.phrases import (
    AD_INSIDE,
    CAPTION_ABOVE,
    CAPTION_CREDIT,
    CAPTION_PHOTOGRAPHER,
    CAPTION_START,
    COMMENT_FORM,
    FURNITURE,
    GLUED_TAIL,
    LONGEST_FURNITURE,
    MENU_WORDS,
    RELATED_INSIDE,
    RELATED_START,
    SECTION,
)

_BULLET = re.compile(r"[-•–—*·>»→▶+\s]+(?=\S)")
_STORY_END = re.compile(r"""[.!?:;,]["”’'»)\]]*$|["”’»)]$""")
_CUT_SHORT = re.compile(r"(?:\.\.\.|…)[\])]?$|\[…\]$")
_SENTENCE_END = re.compile(r"""[.!?…]["”’»)\]]*$""")
_SPLIT_QUOTATION = re.compile(r"""["”“]$""")
_RESUMED_QUOTATION = re.compile(r"""["“”](?=[a-z])""")
_EMPTY_CREDIT = re.compile(r"(?:penulis|editor|reporter|pewarta|oleh|sumber)\s*:?", re.IGNORECASE)
_BARE_CREDIT = re.compile(r"(?:Penulis|Editor|Reporter|Pewarta)((?: [A-Z][\w.'’]+){1,4})")
_BYLINE = re.compile(r"(?:Oleh|OLEH|By)\s*:?((?: [A-Z][\w.'’]*){1,5})")
_NAME_LINE = re.compile(r"[A-Z][\w.'’/]*(?: [A-Z][\w.'’/]*){0,4}")


@dataclass(frozen=True, slots=True)
class CleanText:
    """The story, one paragraph a line, and what was cut from it, in the order of the page."""

    text: str
    removed: tuple[Removed, ...]


@dataclass(slots=True)
class _Line:
    text: str
    kind: str | None = None  # of the noise that it is; None while it is kept
    joins: bool = False  # its neighbours belong to one paragraph when they fit


def clean_text(text: str, title: str = "") -> CleanText:
    """Cut press noise from the text of an article.

    ``text`` is plain text, a paragraph a line (blank lines are allowed and dropped); ``title`` the
    article's title, so that its repetition can be told. The result holds one paragraph a line, with white
    space made single. A paragraph that noise interrupted is joined again. Every word kept was in the input,
    in the same order.

    Kinds of ``Removed``: related, ad, share, comments, pages, hits, tags, credit, source, promo, copyright,
    menu, code, link, mark, caption, headline, above_title, repeated, list (headlines under a header such as
    "Terpopuler").
    """
    removed_inside: dict[int, list[Removed]] = {}
    lines: list[_Line] = []
    for raw in unwrapped(mended(text)).splitlines():
        if line := tidy(raw):
            kept, cut = _cut_inside(line)
            removed_inside[len(lines)] = cut
            lines.append(_Line(kept, joins=bool(cut) and not kept))
    _mark_furniture(lines)
    _mark_comments(lines)
    first, last = _story_bounds(lines)
    _mark_related(lines, last)
    _mark_headlines(lines, _fold(title), first)
    _mark_edges(lines, first, last)
    _mark_repeated(lines)
    return CleanText("\n".join(_paragraphs(lines)), tuple(_all_removed(lines, removed_inside)))


def _cut_inside(line: str) -> tuple[str, list[Removed]]:
    """Cut what was glued into a paragraph; the halves of the paragraph are joined again."""
    cut: list[Removed] = []

    def keep_aside(match: re.Match[str]) -> str:
        cut.append(Removed("ad", match.group().strip()))
        return " "

    line = " ".join(AD_INSIDE.sub(keep_aside, line).split())
    line, related = _cut_related_inside(line)
    cut += related
    if (tail := GLUED_TAIL.search(line)) and _STORY_END.search(line[: tail.start()].rstrip()):
        cut.append(Removed(tail.lastgroup or "credit", tail.group().strip()))
        line = line[: tail.start()].rstrip()
    return line, cut


def _cut_related_inside(line: str) -> tuple[str, list[Removed]]:
    markers = list(RELATED_INSIDE.finditer(line))
    kept: list[str] = []
    cut: list[Removed] = []
    position = open_quotes = 0
    for marker, following in zip_longest(markers, markers[1:]):
        before = line[position : marker.start()]
        kept.append(before)
        open_quotes = _open_quotes(before, open_quotes)
        tail = line[marker.end() : following.start() if following else len(line)]
        interrupted = bool(open_quotes) or bool(before.strip() and not _SENTENCE_END.search(before.rstrip()))
        end = headline_end(tail, interrupted=interrupted, closing=marker["open"] is not None)
        if end is None:
            kept.append(line[marker.start() : marker.end()])
            position = marker.end()
        else:
            position = marker.end() + end
            cut.append(Removed("related", line[marker.start() : position].strip()))
    kept.append(line[position:])
    if len(markers) == 1 and not any(map(str.strip, kept)):
        return line, []  # nothing but the marker and a headline: a line of its own, which is told as a whole
    return " ".join(piece.strip() for piece in kept if piece.strip()), cut


def _open_quotes(text: str, before: int = 0) -> int:
    """1 where a quotation is open after ``text``, else 0."""
    curly = text.count("“") - text.count("”")
    straight = text.count('"') % 2
    return 1 if before + curly + straight > 0 else 0


def _mark_furniture(lines: list[_Line]) -> None:
    for line in lines:
        if not line.text:
            line.kind = "inside"  # all of it was glued noise, already kept aside
        elif len(line.text) <= LONGEST_FURNITURE:
            bare = _bare(line.text)
            line.kind = next((kind for kind, pattern in FURNITURE if pattern.fullmatch(bare)), None)
            if line.kind is None and _is_caption(bare):
                line.kind = "caption"
            line.joins = line.kind in ("ad", "mark")
    for credit, name in pairwise(lines):
        if (
            _EMPTY_CREDIT.fullmatch(credit.text)
            and name.kind is None
            and _NAME_LINE.fullmatch(_bare(name.text))
        ):
            credit.text, name.kind = f"{credit.text} {name.text}", "inside"


def _is_caption(line: str) -> bool:
    words = len(line.split())
    return bool(
        (CAPTION_START.match(line) and words <= 60)
        or (CAPTION_CREDIT.search(line) and words <= 40)
        or CAPTION_PHOTOGRAPHER.fullmatch(line)
    )


def _story_bounds(lines: list[_Line]) -> tuple[int, int]:
    """The first and the last line that are surely paragraphs of the story, or (0, last) where there is
    none.
    """
    story = [number for number, line in enumerate(lines) if line.kind is None and _is_story(line.text)]
    return (story[0], story[-1]) if story else (0, len(lines) - 1)


_CARRIES_ON = re.compile(
    r"(?:Sementara|Selain|Adapun|Hingga|Namun|Menurut|Meski|Kini|Sebelumnya|Terpisah|Sedangkan|Selanjutnya|Kemudian|Ia|Dia|Bahkan|Tetapi)\b"
)


def _is_story(line: str) -> bool:
    words = len(line.split())
    if words < 10 or RELATED_START.match(line) or _CUT_SHORT.search(line):
        return False
    # A reporter's mark "(ams/ham)" ends a paragraph as a photo credit ends a caption; captions are short, and
    # none begins with a word that carries a story on.
    if _CARRIES_ON.match(line) and _STORY_END.search(line) is not None:
        return True
    return _STORY_END.search(line) is not None and (words > 25 or not CAPTION_ABOVE.fullmatch(line))


def _mark_related(lines: list[_Line], last: int) -> None:
    """Mark "Baca juga" lines, and the headlines under a header that stands alone."""
    in_list = ""
    for number, line in enumerate(lines):
        bare = _bare(line.text)
        if line.kind is None and len(bare) <= LONGEST_FURNITURE and (match := RELATED_START.match(bare)):
            rest = bare[match.end() :].strip(" .)]")
            marked = bool(match["mark"] or match["mark2"])
            if not rest or (may_be_headline(rest) if marked else is_headline(rest)):
                line.kind, line.joins = "related", True
                in_list = "" if rest else "list" if number > last else "related"
                continue
        if line.kind is None and SECTION.fullmatch(bare.rstrip(" :")) and (number > last or in_list):
            line.kind, in_list = "list", "list"
        elif line.kind == "tags" and number > last and ":" not in line.text:
            in_list = "list"
        elif line.kind is None and in_list:
            if is_headline(bare) or (in_list == "list" and number > last and _is_teaser(bare)):
                line.kind, line.joins = in_list, True
            else:
                in_list = ""


def _is_teaser(line: str) -> bool:
    """Short, or cut short with dots, as the lines of a list of articles are; not a last paragraph without
    full stop.
    """
    return len(line.split()) < LONG_PARAGRAPH or _CUT_SHORT.search(line) is not None


def _mark_headlines(lines: list[_Line], title: str, first: int) -> None:
    """Mark the repeated headline, and whatever stands above it (tickers, menus)."""
    if not title:
        return
    repeated = [n for n, line in enumerate(lines) if line.kind != "inside" and _is_title(line.text, title)]
    for number in repeated:
        lines[number].kind = "headline"
    if repeated and repeated[0] < first:
        for line in lines[: repeated[0]]:
            line.kind = line.kind or "above_title"


def _is_title(line: str, title: str) -> bool:
    """The line is the title, or the title with a photo credit or the site's name behind it."""
    if len(line) > 2 * len(title) + 120:
        return False
    folded = _fold(line)
    if folded == title:
        return True
    return folded.startswith(title) and CAPTION_CREDIT.search(line) is not None


def _mark_edges(lines: list[_Line], first: int, last: int) -> None:
    """Above and below the story, where only furniture stands, more can be told from it."""
    for number, line in enumerate(lines):
        if line.kind or first <= number <= last:
            continue
        words = [word.casefold() for word in words_of(line.text)]
        if words and len(words) <= 15 and all(word in MENU_WORDS for word in words):
            line.kind = "menu"
        elif re.fullmatch(r"\d{1,6}", line.text):
            line.kind = "hits"
        elif _BYLINE.fullmatch(_bare(line.text)) or (number > last and _BARE_CREDIT.fullmatch(line.text)):
            line.kind = "credit"
        elif number < first and len(words) <= 25 and CAPTION_ABOVE.fullmatch(_bare(line.text)):
            line.kind = "caption"
        elif number > last and len(words) <= 5 and words[:1] == ["redaksi"]:
            line.kind = "credit"
        elif number > last and line.text.endswith("|") and is_headline(line.text.rstrip(" |")):
            line.kind = "list"  # a table of links


def _mark_comments(lines: list[_Line]) -> None:
    """Mark everything behind the comment form, when it stands in the second half of the text."""
    total = sum(len(line.text) for line in lines)
    seen = 0
    for number, line in enumerate(lines):
        if 2 * seen >= total and COMMENT_FORM.fullmatch(_bare(line.text)):
            for other in lines[number:]:
                other.kind = other.kind or "comments"
            return
        seen += len(line.text)


def _mark_repeated(lines: list[_Line]) -> None:
    """Mark a paragraph that stands on the page a second time, and a caption that does (no paragraph)."""
    seen: dict[str, _Line] = {}
    before = _Line("")
    for line in lines:
        text = line.text.removesuffix(" Perbesar")
        if line.kind is None and (earlier := seen.get(text)):
            line.kind = "repeated"
            if earlier is before and not _STORY_END.search(text):
                earlier.kind = earlier.kind or "caption"
        if line.kind == "caption" or (line.kind is None and len(text) > 60):
            seen[text] = line
        before = line


def _paragraphs(lines: list[_Line]) -> Iterator[str]:
    """The kept lines; a paragraph that only noise of the body interrupted is joined again."""
    pieces: list[str] = []
    open_quotes = 0
    interrupted = False
    for line in lines:
        if line.kind is not None:
            interrupted = interrupted or line.kind == "inside" or line.joins
            continue
        halves = _halves(pieces[-1], line.text, open_quotes) if pieces and interrupted else None
        if halves:
            pieces[-1:] = halves
        else:
            if pieces:
                yield " ".join(pieces)
            pieces, open_quotes = [line.text], 0
        open_quotes = _open_quotes(line.text, open_quotes)
        interrupted = False
    if pieces:
        yield " ".join(pieces)


def _halves(before: str, after: str, open_quotes: int) -> list[str] | None:
    """The two halves of one paragraph, or None where they are two paragraphs."""
    if len(before) > 1 and _SPLIT_QUOTATION.search(before) and _RESUMED_QUOTATION.match(after):
        # The editing system closed and opened the quotation around the inserted line.
        return [before[:-1], after[1:]]
    unfinished = not _SENTENCE_END.search(before) and before[-1] not in ":;"
    if after[0].islower() and (unfinished or open_quotes):
        return [before, after]
    return [before, after] if open_quotes and _closes(after) else None


def _closes(text: str) -> bool:
    """The text closes a quotation that it did not open."""
    curly = text.count("”") - text.count("“")
    return curly > 0 or (curly == 0 and text.count('"') % 2 == 1 and text[0] != '"')


def _all_removed(lines: list[_Line], inside: dict[int, list[Removed]]) -> Iterator[Removed]:
    for number, line in enumerate(lines):
        if line.kind not in (None, "inside"):
            yield Removed(str(line.kind), line.text)
        yield from inside[number]


def _bare(line: str) -> str:
    match = _BULLET.match(line)
    return line[match.end() :] if match else line


def _fold(text: str) -> str:
    return " ".join(words_of(text)).casefold()
