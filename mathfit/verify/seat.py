"""Where a tab waits between two pages of a site."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mathfit.verify.tab import Tab

_PAGES = 50
"""How many pages a tab is used for: what its process keeps of each adds up."""


class Seat:
    """Holds the tab of one worker, or none."""

    def __init__(self) -> None:
        self._tab: Tab | None = None
        self._pages = 0

    def take(self) -> Tab | None:
        """Return the tab that waits here, and hold it no longer."""
        tab, self._tab = self._tab, None
        self._pages = self._pages + 1 if tab else 1
        return tab

    async def leave(self, tab: Tab) -> None:
        """Hold a tab for the next page, or close it when it has seen enough of them."""
        if self._pages < _PAGES:
            self._tab = tab
        else:
            await tab.close()

    async def close(self) -> None:
        """Close the tab that waits here."""
        if tab := self.take():
            await tab.close()
