"""Whose turn it is: one request at a time to a machine, however many newspapers it serves, and none before
the time that a newspaper has asked us to wait for.
"""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from time import monotonic

_LOOK_UP_EVERY = 0.25  # seconds; so soon a crawl that is stopped ends its pauses


class Turns:
    """The turns of one crawl's process; all its newspapers share them."""

    def __init__(self) -> None:
        self._machines: defaultdict[str, asyncio.Lock] = defaultdict(asyncio.Lock)
        self._not_before: dict[str, float] = {}
        self._left_alone: set[str] = set()

    @asynccontextmanager
    async def at(self, machine: str) -> AsyncIterator[None]:
        """Wait until no other newspaper is asking this machine (an IP address)."""
        async with self._machines[machine]:
            yield

    def leave_alone(self, host: str) -> None:
        """Ask nothing more of ``host`` in this crawl."""
        self._left_alone.add(host)

    def leaves_alone(self, host: str) -> bool:
        """Whether nothing more is asked of ``host``."""
        return host in self._left_alone

    def pause(self, host: str, seconds: float) -> None:
        """Let nothing be asked of ``host`` for so long."""
        self._not_before[host] = max(self._not_before.get(host, 0), monotonic() + seconds)

    async def after_pause(self, host: str, given_up: Callable[[], bool]) -> None:
        """Wait for the end of the host's pause, or until ``given_up`` says that nobody wants to."""
        while (left := self._not_before.get(host, 0) - monotonic()) > 0 and not given_up():
            await asyncio.sleep(min(left, _LOOK_UP_EVERY))


TURNS = Turns()
"""A process does one crawl, and Scrapy makes a downloader for each of its newspapers: this is what they have
in common."""
