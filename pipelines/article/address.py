"""One address for one article: the canonical address, and the id that is derived from it.

The same story is reachable at many addresses (AMP and mobile twins, the pages of a split article, feed and
tracking parameters). All of them are brought to one form here, so that it is fetched once and counted once.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from courlan.urlutils import get_tldinfo
from w3lib.url import canonicalize_url

_TWIN_HOST = re.compile(r"(?:www\d?|m|mobile|wap|amp)\.")
_BLOGGER_COUNTRY_HOST = re.compile(r"\.blogspot\.(?!com$)[a-z.]{2,6}$")
_DEFAULT_PORT = {"http": 80, "https": 443}

# Parameters that never choose the article: AMP, click ids, tracking, sharing, the recommendation boxes of the
# big networks (jx...).
# fmt: off
_IDLE_PARAMETERS = frozenset((
    "amp", "noamp", "nonamp", "outputtype", "usqp", "mobile", "wpmobileexternal",
    "gclid", "gclsrc", "dclid", "fbclid", "msclkid", "igshid", "igsh", "ttclid", "twclid", "yclid",
    "wbraid", "gbraid",
    "mc_cid", "mc_eid", "_ga", "_gl", "ocid", "spm", "cmpid", "xtor", "utm", "nocache",
    "ref", "referrer", "referer", "source", "src", "from", "via", "share", "shared", "nb",
    "replytocom", "showcomment", "print", "feed",
    "jxconn", "jxreccoid", "jxrecoid", "jxreconid",
))
# fmt: on
_IDLE_PREFIXES = ("utm_", "amp_", "__twitter", "_hs", "pk_", "mtm_", "hsa_")
# Parameters that choose the page of a split article, when their value is a number or "all".
_PAGING_PARAMETERS = frozenset(("page", "halaman", "hal", "paged", "showpage", "start_page"))
_PAGE_NUMBER = re.compile(r"\d{1,3}|all|full|semua")
_NUMBERED_PAGE_PARAMETER = re.compile(r"page\d+")

_NETWORKS_AMP_FOR_READ = ("disway.id", "bacakoran.co")
_SLUG = re.compile(r"(?=.*[a-z])[^/]+-[^/]+-[^/]+", re.IGNORECASE)
_PAGE_AFTER_FILE = re.compile(r"[1-9]\d?|all", re.IGNORECASE)
_PAGE_AFTER_SLUG = re.compile(r"[1-9]|all", re.IGNORECASE)
_NUMBER = re.compile(r"\d{3,}")


def canonical_address(url: str) -> str:
    """The one address under which an article is stored.

    https; host in lower case without ``www.``, ``m.`` and ``amp.``; no fragment, no tracking, feed, AMP or
    paging parameters; no ``/amp`` segment; no page number after a slug; remaining parameters sorted; no
    trailing slash except at the root. Only what is certain is cut: a number after something that is no slug
    may be the article's own number. A port other than the default is kept, with its scheme. The function is
    idempotent.

    A text that is no http or https address is returned stripped of white space and otherwise as it is.
    """
    try:
        parts = urlsplit(canonicalize_url(url.strip()))
        port = parts.port
    except ValueError:
        return url.strip()
    scheme, host = parts.scheme.lower(), (parts.hostname or "").rstrip(".")
    if scheme not in _DEFAULT_PORT or not host:
        return url.strip()
    host = _host(host)
    if ":" in host:
        host = f"[{host}]"
    if port is None or port == _DEFAULT_PORT[scheme]:
        scheme = "https"
    else:
        host = f"{host}:{port}"
    return urlunsplit((scheme, host, _path(parts.path, host), _query(parts.query), ""))


def article_id(url: str) -> str:
    """The article's id: the first 16 hexadecimal digits of the SHA-256 of its canonical address."""
    return hashlib.sha256(canonical_address(url).encode(errors="backslashreplace")).hexdigest()[:16]


def domain_of(url: str) -> str:
    """The host of the canonical address, or an empty string where there is none."""
    try:
        return urlsplit(canonical_address(url)).hostname or ""
    except ValueError:
        return ""


def page_address(fetched: str, offered: Iterable[str | None]) -> str:
    """The canonical address of a fetched page, given what the page says of itself (rel=canonical, og:url).

    The first offer counts that is on the same site and names the same article: it must share the slug or a
    number of at least three digits with the fetched address, unless that has neither (``?p=123``). So the
    canonical link of a badly set up newspaper, which is the home page or one page for all, does not make all
    its articles one.
    """
    own = canonical_address(fetched)
    for offer in offered:
        if not offer:
            continue
        address = canonical_address(offer)
        if urlsplit(address).path in ("", "/") or _site(domain_of(address)) != _site(domain_of(own)):
            continue
        marks = _marks(own)
        if marks & _marks(address) or not any(_SLUG.fullmatch(mark) for mark in marks):
            return address
    return own


def _host(host: str) -> str:
    host = _BLOGGER_COUNTRY_HOST.sub(".blogspot.com", host)
    while (match := _TWIN_HOST.match(host)) and host != _site(host):
        host = host[match.end() :]
    return host


def _site(host: str) -> str:
    """The registered domain of a host: "regional.kompas.com" is of "kompas.com", "a.b.co.id" of "b.co.id"."""
    if not host or host.replace(".", "").isdigit() or ":" in host:
        return host
    _, registered = get_tldinfo(f"https://{host}/")
    return registered or ".".join(host.split(".")[-2:])


def _path(path: str, host: str) -> str:
    segments = [segment for segment in path.split("/") if segment]
    numbered_twin = len(segments) > 2 and segments[0].lower() == "amp" and segments[1].isdigit()
    if numbered_twin and _site(host) in _NETWORKS_AMP_FOR_READ:  # "amp" stands in the place of "read"
        segments[0] = "read"
    while segments:
        if segments[0].lower() == "amp":
            del segments[0]
        elif segments[-1].lower() == "amp" or (len(segments) > 1 and _is_page_number(*segments[-2:])):
            del segments[-1]
        else:
            break
    return "/" + "/".join(segments)


def _is_page_number(before: str, last: str) -> bool:
    if before.lower().endswith((".html", ".htm", ".php")):
        return bool(_PAGE_AFTER_FILE.fullmatch(last))
    return bool(_SLUG.fullmatch(before) and _PAGE_AFTER_SLUG.fullmatch(last))


def _query(query: str) -> str:
    kept = [
        (name, value) for name, value in parse_qsl(query, keep_blank_values=True) if not _is_idle(name, value)
    ]
    return urlencode(sorted(kept))


def _is_idle(name: str, value: str) -> bool:
    name, value = name.lower(), value.lower()
    if (
        name in _IDLE_PARAMETERS
        or name.startswith(_IDLE_PREFIXES)
        or _NUMBERED_PAGE_PARAMETER.fullmatch(name)
    ):
        return True
    if name in _PAGING_PARAMETERS:
        return bool(_PAGE_NUMBER.fullmatch(value))
    return (name == "m" and value in ("0", "1")) or (name == "output" and value == "amp")


def _marks(address: str) -> set[str]:
    """What tells an article from the others of its site: its slugs, and numbers of three and more digits."""
    parts = urlsplit(address)
    segments = [re.sub(r"\.(?:html?|php)$", "", segment) for segment in parts.path.lower().split("/")]
    slugs = {segment for segment in segments if _SLUG.fullmatch(segment)}
    numbers = {number for number in _NUMBER.findall(f"{parts.path} {parts.query}") if not _is_year(number)}
    return slugs | numbers


def _is_year(number: str) -> bool:
    return len(number) == 4 and number.startswith(("19", "20"))
