"""Articles of any length: ordinary ones put together, and hostile ones that repeat what is hard to read."""

from __future__ import annotations

from itertools import count
from typing import Any

from practice_press import load_articles

HOSTILE = {
    "places": "Kabupaten Solok, ",
    "posts without names": "Kepala Dinas ",
    "posts with names": "Camat Hiliran Jaya Dasril Mantiko, ",
    "acting posts": "Pj Pjs Plt Plh ",
    "initials": "berinisial AB, ",
    "counted groups": "dua ASN, tiga kepala desa, ",
    "capitals": "A ",
    "words in capitals": "Sutan Marajo ",
    "degrees": "S.Sos, M.Si, ",
    "commas": ", ",
    "digits": "1",
    "numbers": "12 ",
    "dates": "12/9/2024 ",
    "months": "12 September ",
    "laws": "Pasal 9 ayat (2) UU Nomor 5 Tahun 2014 ",
    "sanctions": "teguran lisan, tertulis hingga ",
    "acts": "menghadiri kampanye, menyukai unggahan ",
    "unclosed quotes": '"netral ',
    "unclosed brackets": "(netral ",
    "speakers": '"ASN netral," kata Dasril. ',
    "full stops": ". ",
    "lines": "ASN\n",
    "blanks": " ",
    "one long word": "netralitas",
    "ever other officials": "Camat NAME menghadiri rapat. ",
    "ever other officials in a row": "Camat NAME, ",
    "ever other accused": "Lurah NAME diperiksa Bawaslu karena menghadiri kampanye. ",
    "ever other speakers": '"ASN wajib netral," kata Camat NAME. ',
    "ever other places": "Kelurahan NAME, ",
}
"""Pieces that are hard if they come by the thousand: nothing ends, or everything could begin a fact.

NAME stands for a name that is another one each time."""

_SYLLABLES = "ba da fi ga ha ja ki la mu na pa ra si ti wa yu ze do ru li".split()
_BEFORE = (
    "Bawaslu Kabupaten Solok meneruskan dugaan pelanggaran netralitas ASN pada Pilkada 2024 ke BKN, Rabu "
    "(25/9/2024). Camat Hiliran Jaya, Dasril Mantiko, diduga menyatakan dukungan kepada bakal calon.\n\n"
)
_AFTER = (
    '\n\n"ASN wajib netral pada Pilkada 2024," kata Ketua Bawaslu Solok, Nofrizal Candra. BKN '
    "merekomendasikan teguran tertulis."
)


def hostile_article(piece: str, size: int) -> dict[str, Any]:
    """A record on the subject with ``piece`` over and over between two paragraphs, ``size`` characters."""
    space = size - len(_BEFORE) - len(_AFTER)
    if "NAME" in piece:
        longest = space // len(piece) + 1
        middle = "".join(piece.replace("NAME", _name(number)) for number in range(longest))[:space]
    else:
        middle = piece * (space // len(piece))
    return _article(_BEFORE + middle + _AFTER)


def ordinary_article(size: int) -> dict[str, Any]:
    """A record of ``size`` characters: the practice press on the subject, story after story."""
    stories = [article.text for article in load_articles() if article.expected.label != "none"]
    paragraphs = [paragraph for story in stories for paragraph in story.split("\n\n")]
    text = ""
    for time in count(1):
        if len(text) >= size:
            break
        # A paragraph that stands in an article a second time is cut as noise, so each time it is another one.
        ending = f" Demikian catatan ke-{time}." if time > 1 else ""
        text += "".join(f"{paragraph}{ending}\n\n" for paragraph in paragraphs)
    return _article(text[:size])


def _name(number: int) -> str:
    """An invented name of two words, another one for every number below 3,200,000 (longer than "NAME")."""
    syllables: list[str] = []
    for _ in range(5):
        number, rest = divmod(number, len(_SYLLABLES))
        syllables.append(_SYLLABLES[rest])
    return f"{''.join(syllables[:3]).title()} {''.join(syllables[3:]).title()}"


def _article(text: str) -> dict[str, Any]:
    return {
        "url": "https://harianlembayung.example/panjang",
        "title": "Bawaslu Solok Teruskan Kasus Netralitas Camat",
        "published": "2024-09-26",
        "text": text,
    }
