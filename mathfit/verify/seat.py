"""Where a tab waits between two pages of a site."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mathfit.verify.tab import Tab

_PAGES = 50
"""Pages for which one tab is used: its process keeps something of each."""


class Seat:
    """Holds the tab of one worker, or none."""

    def __init__(self) -> None:
        self._tab: Tab | None = None
        self._pages = 0

    def take(self) -> Tab | None:
        """Return the waiting tab, which then is the caller's to close."""
        tab, self._tab = self._tab, None
        self._pages = self._pages + 1 if tab else 1
        return tab

    async def leave(self, tab: Tab) -> None:
        """Keep a tab for the next page, or close a tab that has shown its share of pages."""
        if self._pages < _PAGES:
            self._tab = tab
        else:
            await tab.close()

    async def close(self) -> None:
        """Close the waiting tab."""
        if tab := self.take():
            await tab.close()
