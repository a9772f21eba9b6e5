"""Scrapy settings of all crawls. What may be set from outside is listed in ``docs/crawling.md``."""

from __future__ import annotations

import os
from collections.abc import Mapping
from importlib.metadata import version
from typing import Any

from scrapy.settings import Settings

BOT_NAME = "netralitas"
SPIDER_MODULES = ["spiders"]
NEWSPIDER_MODULE = "spiders"

# Who is asking: newspapers must be able to tell us from others, to reach us, and to shut us out.
NETRALITAS_CONTACT = os.environ.get("NETRALITAS_CONTACT", "").strip()
ROBOTSTXT_USER_AGENT = "netralitas"

# How much is asked.
NETRALITAS_NEWSPAPERS_AT_ONCE = 16
NETRALITAS_LISTING_PAGES = 200  # of one feed, search or tag page; what is cut off is reported
NETRALITAS_ALL_PAGES = False  # turn listings to their end also where nothing is new
NETRALITAS_ARTICLE_PARTS = 20
NETRALITAS_FAILURES_IN_A_ROW = 5  # pages that a host may fail to give before it is left alone; 0: any number
NETRALITAS_WHOLE_DAYS = 7  # how long only changes are asked for, before listings are read whole again
NETRALITAS_OVERLAP_DAYS = 3  # how far behind the last crawl edited articles are looked for

# Budgets of a whole run; 0 is none. Those of a newspaper are Scrapy's CLOSESPIDER_TIMEOUT and _PAGECOUNT.
NETRALITAS_RUN_SECONDS = 0
NETRALITAS_RUN_PAGES = 0
NETRALITAS_STOP_SECONDS = 4.0  # how long a crawl that is stopped waits for what is under way

# Politeness: one request at a time to a newspaper, at least a second apart, slower where the newspaper is
# slow.
ROBOTSTXT_OBEY = True
CONCURRENT_REQUESTS_PER_DOMAIN = 1
CONCURRENT_REQUESTS = 2  # of one newspaper: one under way, one waiting; a crawl that is stopped ends both
DOWNLOAD_DELAY = 1.0
AUTOTHROTTLE_ENABLED = True
AUTOTHROTTLE_START_DELAY = 2.0
AUTOTHROTTLE_MAX_DELAY = 60.0
AUTOTHROTTLE_TARGET_CONCURRENCY = 1.0
COOKIES_ENABLED = False
DEFAULT_REQUEST_HEADERS = {
    "Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
    "Accept-Language": "id,en;q=0.5",
}

# Limits. The largest answers are sitemaps and a hundred posts in one REST answer. They hold for what comes
# over the wire and for what it is decompressed to; the time is that of the whole answer.
DOWNLOAD_TIMEOUT = 30
DOWNLOAD_MAXSIZE = 8 * 1024 * 1024
NETRALITAS_PAGE_MAXSIZE = 2 * 1024 * 1024  # of an article's page
NETRALITAS_SITEMAPS = 2000  # of one newspaper
DOWNLOAD_WARNSIZE = 0
DNS_TIMEOUT = 20
REDIRECT_MAX_TIMES = 5
RETRY_TIMES = 2
REACTOR_THREADPOOL_MAXSIZE = 20

# Safety: only addresses of the public web, and no proxy, behind which nobody knows what is asked.
TWISTED_DNS_RESOLVER = "spiders.addresses.PublicResolver"
NETRALITAS_LOCAL_HOSTS: tuple[str, ...] = ()  # from where newspapers of this machine are served
HTTPPROXY_ENABLED = False

# Newest first: listings have the newest articles first, and a crawl that is stopped must not have begun at
# the end.
SCHEDULER_MEMORY_QUEUE = "scrapy.squeues.FifoMemoryQueue"
# The spiders leave out what was listed before by the article's canonical address; listings differ by
# parameters that no address-based filter may ignore.
DUPEFILTER_CLASS = "scrapy.dupefilters.BaseDupeFilter"
# Every status comes to the spider, which records it.
HTTPERROR_ALLOW_ALL = True

TWISTED_REACTOR = "twisted.internet.asyncioreactor.AsyncioSelectorReactor"
DOWNLOAD_HANDLERS = {
    "http": "spiders.mirror.NewspaperDownloadHandler",
    "https": "spiders.mirror.NewspaperDownloadHandler",
    # A page of a newspaper must not lead to a file of this machine.
    **dict.fromkeys(("data", "file", "ftp", "s3")),
}
DOWNLOADER_MIDDLEWARES = {
    "scrapy.downloadermiddlewares.offsite.OffsiteMiddleware": None,
    "spiders.middlewares.OwnSiteMiddleware": 50,
    "scrapy.downloadermiddlewares.robotstxt.RobotsTxtMiddleware": None,
    "spiders.robots.RobotsMiddleware": 100,
    "spiders.middlewares.CircuitBreakerMiddleware": 540,
    "spiders.middlewares.BackOffMiddleware": 560,
    # On both sides of HttpCompressionMiddleware (590): answers are archived as they were decoded.
    "spiders.archiving.ArchiveMiddleware": 585,
    "spiders.archiving.NoteEncodingMiddleware": 595,
}
EXTENSIONS = {"spiders.memory.CollectGarbage": 500}
ITEM_PIPELINES = {"pipelines.scrapy_items.ReadAndStore": 300}

# Scrapy's remote control runs code that is sent to it; nobody needs that, nor the console and the mail.
REMOTE_CONTROL_ENABLED = False
TELNETCONSOLE_ENABLED = False
MEMUSAGE_ENABLED = False
STATS_DUMP = False
LOG_LEVEL = "INFO"


def user_agent(contact: str) -> str:
    """The name under which newspapers see us: project, version and, where it is set, a contact address."""
    return f"netralitas/{version('netralitas')} ({f'+{contact}' if contact else 'no contact set'})"


USER_AGENT = user_agent(NETRALITAS_CONTACT)


def project_settings(overrides: Mapping[str, Any] | None = None) -> Settings:
    """The project's Scrapy settings, some of them overridden."""
    settings = Settings()
    settings.setmodule("spiders.settings", priority="project")
    settings.setdict(dict(overrides or {}), priority="cmdline")
    return settings
