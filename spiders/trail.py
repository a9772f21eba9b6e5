"""The way through the pages of one listing."""

from __future__ import annotations

from dataclasses import dataclass, field

from spiders.months import Month


@dataclass(slots=True)
class Trail:
    """The way through the pages of one listing: its address with ``{page}``, and what it has listed so far.

    ``asked`` says that the newspaper was asked for the subject by word or tag; then a title without the
    field's words tells nothing, since the word was found in the text. ``owed`` is how many more articles the
    newspaper says it has here than when the listing was last seen through: they may stand anywhere in it.
    ``month`` is the month that is listed, where the trail goes back through an archive by months.
    """

    address: str
    asked: bool
    page: int = 1
    listed: set[str] = field(default_factory=set)
    owed: int = 0
    month: Month | None = None

    @property
    def url(self) -> str:
        """The address of the page that the trail has come to."""
        return self.address.replace("{page}", str(self.page))
