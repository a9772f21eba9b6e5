"""Which machines may be asked: no newspaper may lead the crawl into the network that it runs in.

A page redirects to ``http://169.254.169.254/``, a name suddenly answers with 127.0.0.1: so an address is
looked at where the connection is made, after every redirect and every answer of the DNS.
"""

from __future__ import annotations

import ipaddress
import socket
from collections.abc import Sequence
from typing import Any

from scrapy.crawler import Crawler
from scrapy.resolver import CachingThreadedResolver
from twisted.internet.base import ReactorBase
from twisted.internet.defer import Deferred
from twisted.internet.error import DNSLookupError

# Addresses of the public range that are answered by the provider of the machine and not by the web.
_METADATA = frozenset((ipaddress.ip_address("168.63.129.16"),))


class PrivateAddress(DNSLookupError):
    """A name that leads to an address that is not on the public web; the text is the address."""


def is_public(address: str) -> bool:
    """Whether an IP address is one of the public web: not private, loopback, link-local or reserved."""
    try:
        ip = ipaddress.ip_address(address)
    except ValueError:
        return False
    if isinstance(ip, ipaddress.IPv6Address):
        inner = ip.ipv4_mapped or ip.sixtofour or (ip.teredo[1] if ip.teredo else None)
        if inner is not None:
            ip = inner
    return ip.is_global and not ip.is_multicast and ip not in _METADATA


def leads_inside(host: str) -> bool:
    """Whether a host as it stands in an address is one of this machine or its network by its mere spelling.

    That is a name such as ``localhost``, or an IP address that is not public, also one that is spelled as
    ``2130706433`` or ``0x7f.1``.
    """
    host = host.strip("[]").rstrip(".").lower()
    if host.rpartition(".")[2] in ("localhost", "local", "internal"):
        return True
    try:
        return not is_public(str(ipaddress.ip_address(host)))
    except ValueError:
        pass
    try:
        return not is_public(socket.inet_ntoa(socket.inet_aton(host)))
    except OSError:
        return False


class PublicResolver(CachingThreadedResolver):
    """Scrapy's resolver (IPv4), which gives no address that is not public.

    Twisted connects to the very address that this gives, so a name that answers now so and now so (DNS
    rebinding) gains nothing. Only the hosts of ``NETRALITAS_LOCAL_HOSTS``, from where newspapers of this
    machine are served, are let through; no request of another newspaper can be for one of those.
    """

    def __init__(self, reactor: ReactorBase, cache_size: int, timeout: float) -> None:
        super().__init__(reactor, cache_size, timeout)
        self.local: frozenset[str] = frozenset()

    @classmethod
    def from_crawler(cls, crawler: Crawler, reactor: ReactorBase) -> PublicResolver:
        """Scrapy's constructor."""
        resolver = super().from_crawler(crawler, reactor)
        resolver.local = frozenset(crawler.settings.getlist("NETRALITAS_LOCAL_HOSTS"))
        return resolver

    def getHostByName(self, name: str, timeout: Sequence[int] = ()) -> Deferred[str]:
        """The address of a host; fails with ``PrivateAddress`` where that is not on the public web."""
        found = super().getHostByName(name, timeout)
        return found if name in self.local else found.addCallback(self._checked)

    def _checked(self, address: Any) -> str:
        if not self.allows(str(address)):
            raise PrivateAddress(str(address))
        return str(address)

    def allows(self, address: str) -> bool:
        """Whether an address that a name has led to may be asked."""
        return is_public(address)
