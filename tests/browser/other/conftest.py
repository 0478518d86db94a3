"""A browser that is not Chromium, kept running for all tests of a file."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol

import pytest

from tests.browser.other import firefox, webkit

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from contextlib import AbstractContextManager


class Browser(Protocol):
    """What a test needs of any browser."""

    @property
    def version(self) -> str:
        """Its name and version."""
        ...

    def open(self, url: str) -> None:
        """Go to a page, and wait for its load event."""
        ...

    def resize(self, width: int, height: int = 900) -> None:
        """Set the size of the viewport, CSS px."""
        ...

    def evaluate(self, function: str, argument: object = None) -> Any:
        """Call a function of the page with a value; gives what it returns or resolves to."""
        ...


RUNNING: dict[str, Callable[[], AbstractContextManager[Browser]]] = {
    "firefox": firefox.running,
    "webkit": webkit.running,
}


@pytest.fixture(scope="module", params=sorted(RUNNING))
def browser(request: pytest.FixtureRequest) -> Iterator[Browser]:
    """Start a browser; the tests are skipped, with the reason, where there is none."""
    with RUNNING[request.param]() as started:
        yield started
