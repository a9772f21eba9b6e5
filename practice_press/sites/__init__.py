"""The web sites of the practice press: one module a kind of engine, and which newspaper runs on which."""

from __future__ import annotations

from collections.abc import Iterable

from practice_press.newspapers import declared
from practice_press.sites.base import Site
from practice_press.sites.blogger import BloggerSite
from practice_press.sites.cms import CmsSite
from practice_press.sites.feedsite import FeedSite
from practice_press.sites.newssitemap import NewsSitemapSite
from practice_press.sites.portal import PortalSite
from practice_press.sites.wordpress import BlockThemeSite, FeedOnlySite, OpenSite
from practice_press.story import Story

ENGINES: dict[str, type[Site]] = {
    "harianlembayung": OpenSite,
    "suaratanjungpura": FeedOnlySite,
    "wartapesisir": BloggerSite,
    "nusakabarjateng": PortalSite,
    "nusakabarjatim": PortalSite,
    "nusakabarntb": PortalSite,
    "radarsaddang": CmsSite,
    "kabarcendrawasih": NewsSitemapSite,
    "mandaukita": BlockThemeSite,
    "gemahalmahera": FeedSite,
}


def build_sites(stories: Iterable[Story]) -> dict[str, Site]:
    """A site for every newspaper that any of ``stories`` belong to, by host name."""
    held: dict[str, list[Story]] = {key: [] for key in ENGINES}
    for story in stories:
        held[story.source].append(story)
    sites = [engine(declared()[key], held[key]) for key, engine in ENGINES.items() if held[key]]
    return {host: site for site in sites for host in site.hosts}
