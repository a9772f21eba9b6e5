"""What may stand in a newspaper's table: ``Source``, frozen and checked field by field."""

from __future__ import annotations

import ipaddress
import re
from datetime import date
from typing import Annotated, Any, Literal
from urllib.parse import SplitResult, urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from parsel.csstranslator import HTMLTranslator
from pydantic import BaseModel, ConfigDict, Field, ValidationInfo, field_validator, model_validator

from datasets.codebook.tables import regions
from pipelines.article.model import Via

Status = Literal["active", "untried", "silent", "gone"]
Method = Literal["live", "stored_page", "stored_listing"]

WIB, WITA, WIT = "Asia/Jakarta", "Asia/Makassar", "Asia/Jayapura"

# Keputusan Presiden 41/1987 (the three zones); Kemendagri's codes, with the numbering of the six Papuan
# provinces that Kepmendagri 300.2.2-2138/2025 has.
PROVINCE_ZONES: dict[str, str] = {
    **{str(code): WIB for code in (*range(11, 20), 21, *range(31, 37), 61, 62)},
    **{str(code): WITA for code in (51, 52, 53, 63, 64, 65, *range(71, 77))},
    **{str(code): WIT for code in (81, 82, *range(91, 97))},
}
"""The 38 provinces by Kemendagri code, each with the IANA zone that its newspapers write in."""

PLACEHOLDERS = ("word", "tag", "page")
PAGED_BY_ADDRESS = ("feed", "index")
"""The ways in that page by writing a number into the address; the others have a paging of their own."""
NEED_ADDRESSES = ("feed", "sitemap", "index")
"""The ways in that must be told where to ask; WordPress and Blogger have the same addresses everywhere."""
# RFC 2606 and RFC 6762: names that the live web never has.
RESERVED_TLDS = ("example", "test", "invalid", "localhost", "local")

_KEY = r"^[a-z0-9]+(-[a-z0-9]+)*$"
_LABEL = r"[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?"
_DOMAIN = re.compile(rf"({_LABEL}\.)+[a-z][a-z0-9-]*[a-z0-9]")
_PLACEHOLDER = re.compile(r"\{([^{}]*)\}")

Text = Annotated[str, Field(min_length=1)]
Slug = Annotated[str, Field(pattern=_KEY)]


class SourceError(ValueError):
    """A newspaper's declaration is wrong; the text names the file, the line or key, and the reason."""


class _Strict(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)


class Verification(_Strict):
    """How it is known that the newspaper exists: ``method``, the day it was done, and what was seen.

    ``live``: its pages were fetched and read by the project. ``stored_page``: an article of it was seen in a
    stored copy. ``stored_listing``: a listing of its articles was. Only ``live`` says that the way in works.
    ``checked`` is the day on which the way in was last tried, ``found`` what came of that, in words.
    """

    method: Method
    on: date
    evidence: Text
    checked: date | None = None
    found: Text | None = None


class Selectors(_Strict):
    """CSS selectors for an index page: links to the articles, the link to the next page, a date, a title."""

    link: Text
    next: Text | None = None
    date: Text | None = None
    title: Text | None = None

    @field_validator("*")
    @classmethod
    def _is_css(cls, value: str | None) -> str | None:
        if value is not None:
            try:
                HTMLTranslator().css_to_xpath(value)
            except Exception as error:  # cssselect raises a family of errors, some of them SyntaxError
                raise ValueError(f'"{value}" is not a CSS selector ({error})') from None
        return value


class Source(_Strict):
    """A newspaper and the way in to it. ``docs/sources.md`` explains each key.

    ``base`` is an absolute URL without a trailing slash; ``addresses`` are paths under it or URLs of the same
    domain; ``zone`` is an IANA name. Raises pydantic's ``ValidationError``; the loader turns that into
    ``SourceError``.
    """

    key: Slug
    name: Text
    domain: str
    province: str
    regency: str | None = None
    way: Via
    local: bool = False
    base: str
    addresses: tuple[Text, ...] = Field(default=(), validate_default=True)
    selectors: Selectors | None = Field(default=None, validate_default=True)
    keywords: tuple[Text, ...] = Field(default=("netralitas", "netral"), min_length=1)
    tags: tuple[Slug, ...] = ("netralitas-asn",)
    zone: str
    status: Status = "untried"
    verification: Verification
    note: str | None = None

    @model_validator(mode="before")
    @classmethod
    def _defaults(cls, data: Any) -> Any:
        """Fill in what follows from other keys: ``base`` from the domain, ``zone`` from the province."""
        if isinstance(data, dict):
            data = dict(data)
            data.setdefault("base", f"https://{data.get('domain')}")
            data.setdefault("zone", PROVINCE_ZONES.get(str(data.get("province")), WIB))
        return data

    @field_validator("domain")
    @classmethod
    def _is_domain(cls, value: str) -> str:
        if value.startswith("www."):
            raise ValueError(f'"{value}": give it without "www."; put that into "base" if it is needed')
        if not _DOMAIN.fullmatch(value):
            raise ValueError(f'"{value}" is not a domain in lower case, such as "kabar.example"')
        return value

    @field_validator("province")
    @classmethod
    def _is_province(cls, value: str) -> str:
        if value not in PROVINCE_ZONES:
            raise ValueError(f'unknown province "{value}"; give its two-digit Kemendagri code, such as "13"')
        return value

    @field_validator("regency")
    @classmethod
    def _is_regency(cls, value: str | None, info: ValidationInfo) -> str | None:
        if value is None:
            return None
        if not re.fullmatch(r"\d\d\.\d\d", value):
            raise ValueError(f'"{value}" is not the code of a kabupaten or kota, such as "13.02"')
        province = info.data.get("province")
        if province is not None and not value.startswith(f"{province}."):
            raise ValueError(f'"{value}" does not lie in province "{province}"')
        if value not in regions():
            raise ValueError(f'there is no kabupaten or kota "{value}"')
        return value

    @field_validator("base")
    @classmethod
    def _is_base(cls, value: str, info: ValidationInfo) -> str:
        parts = _split(value)
        if parts.query or parts.fragment or "{" in value:
            raise ValueError(f'"{value}" must be a bare address: no query, fragment or placeholder')
        domain, local = info.data.get("domain"), info.data.get("local", False)
        if domain is None:
            return value  # the domain has its own message
        if not local and (_is_loopback(parts.hostname) or domain.rsplit(".", 1)[-1] in RESERVED_TLDS):
            raise ValueError(f'"{value}" is not on the public web; only a "local = true" source may be there')
        if not _belongs(parts.hostname, domain) and not (local and _is_loopback(parts.hostname)):
            raise ValueError(f'"{value}" is not on the domain "{domain}"')
        return value.rstrip("/")

    @field_validator("addresses")
    @classmethod
    def _are_addresses(cls, value: tuple[str, ...], info: ValidationInfo) -> tuple[str, ...]:
        way, domain = info.data.get("way"), info.data.get("domain")
        if not value and way in NEED_ADDRESSES:
            raise ValueError(f'the way "{way}" needs at least one address')
        if value and way is not None and way not in NEED_ADDRESSES:
            raise ValueError(f'the way "{way}" knows its addresses by itself; leave them out')
        if len(set(value)) != len(value):
            raise ValueError("an address is listed twice")
        for address in value:
            _check_placeholders(address, way)
            if address.startswith("/") and not address.startswith("//"):
                continue
            host = _split(address).hostname
            if domain is not None and not _belongs(host, domain):
                raise ValueError(f'"{address}" is not on the domain "{domain}"')
        return value

    @field_validator("selectors")
    @classmethod
    def _are_for_index(cls, value: Selectors | None, info: ValidationInfo) -> Selectors | None:
        way = info.data.get("way")
        if way == "index" and value is None:
            raise ValueError('the way "index" needs selectors with "link", the CSS of the articles\' links')
        if way is not None and way != "index" and value is not None:
            raise ValueError(f'selectors belong to the way "index"; the way is "{way}"')
        return value

    @field_validator("zone")
    @classmethod
    def _is_zone(cls, value: str) -> str:
        try:
            ZoneInfo(value)
        except (ValueError, ZoneInfoNotFoundError, OSError):
            raise ValueError(f'"{value}" is not an IANA time zone, such as "Asia/Makassar"') from None
        return value

    @property
    def root(self) -> str:
        """The public root of requests (a local newspaper's ``base`` is only where it is served)."""
        return f"https://{self.domain}" if self.local else self.base

    @property
    def verified(self) -> bool:
        """True only where the newspaper's own pages were fetched and read live."""
        return self.verification.method == "live"


def _split(url: str) -> SplitResult:
    """The parts of an absolute HTTP address, or a ValueError that says what is wrong with it."""
    try:
        parts = urlsplit(url)
        _ = parts.port  # raises where the port is no number
    except ValueError as error:
        raise ValueError(f'"{url}" is not a URL ({error})') from None
    host = parts.hostname or ""
    if parts.scheme not in ("http", "https") or not (_DOMAIN.fullmatch(host) or _is_loopback(host)):
        raise ValueError(f'"{url}" is not a URL: it must begin with https:// and a host')
    if parts.username is not None or re.search(r"\s", url):
        raise ValueError(f'"{url}" is not a URL: it holds a user name or a blank')
    return parts


def _check_placeholders(address: str, way: str | None) -> None:
    names = _PLACEHOLDER.findall(address)
    for name in names:
        if name not in PLACEHOLDERS:
            raise ValueError(
                f'"{address}": unknown placeholder {{{name}}}; there are {{word}}, {{tag}}, {{page}}'
            )
    if re.search(r"[{}\s]", _PLACEHOLDER.sub("", address)):
        raise ValueError(f'"{address}" is not a URL: it holds a stray brace or a blank')
    if {"word", "tag"} <= set(names):
        raise ValueError(f'"{address}": {{word}} and {{tag}} cannot stand in one address')
    if "page" in names and way is not None and way not in PAGED_BY_ADDRESS:
        raise ValueError(f'"{address}": the way "{way}" has no paging by address, so no {{page}}')


def _belongs(host: str | None, domain: str) -> bool:
    return host is not None and (host == domain or host.endswith(f".{domain}"))


def _is_loopback(host: str | None) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host or "").is_loopback
    except ValueError:
        return False
