"""Many pages through browsers that end: each page gets a second try, and no other page is lost."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any

import pytest
from playwright.async_api import Error

from mathfit.browser import pool
from mathfit.browser.pool import Opened, PoolOptions, iterate, visit_all

if TYPE_CHECKING:
    from collections.abc import AsyncIterator


class Browser:
    """A browser that ends when it is told to."""

    def __init__(self) -> None:
        self.connected = True

    def is_connected(self) -> bool:
        return self.connected


class Site:
    """Pages by what they do to their browser, and what became of them."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.browsers = 0
        self.closed = 0
        self.visits: list[str] = []
        self.open = self.most_open = 0
        monkeypatch.setattr(pool, "open_browser", self._open)

    @asynccontextmanager
    async def _open(self, _: Any) -> AsyncIterator[tuple[Browser, None]]:
        self.browsers += 1
        yield Browser(), None

    def worker(self) -> Site:
        return self

    async def visit(self, opened: Opened, page: str) -> str:
        self.visits.append(page)
        self.open += 1
        self.most_open = max(self.most_open, self.open)
        await asyncio.sleep(0)
        self.open -= 1
        if page == "bug":
            raise RuntimeError("a mistake")
        if page == "spoils":
            opened.spoilt = True
        if page == "kills" or (page == "kills once" and self.visits.count(page) == 1):
            opened.browser.connected = False  # type: ignore[attr-defined]
            raise Error("closed")
        return "done"

    def give_up(self, _: str) -> str:
        return "given up"

    async def close(self) -> None:
        self.closed += 1

    def run(self, *pages: str, browsers: int = 1, tabs: int = 1) -> dict[str, str]:
        options = PoolOptions(browsers=browsers, tabs=tabs, memory=0)
        return dict(iterate(visit_all(pages, self.worker, options)))


@pytest.fixture
def site(monkeypatch: pytest.MonkeyPatch) -> Site:
    return Site(monkeypatch)


def test_a_page_that_ends_its_browser_twice_is_given_up(site: Site) -> None:
    results = site.run("kills", "kills once", "a", "b")
    assert results == {"kills": "given up", "kills once": "done", "a": "done", "b": "done"}
    assert site.visits.count("kills") == 2
    assert site.browsers == 4
    assert site.closed == site.browsers


def test_a_browser_that_a_page_has_spoilt_opens_no_other_page(site: Site) -> None:
    assert site.run("spoils", "a", "b") == {"spoils": "done", "a": "done", "b": "done"}
    assert site.browsers == 2
    assert site.visits == ["spoils", "a", "b"]


@pytest.mark.parametrize(("browsers", "tabs"), [(1, 3), (3, 1), (2, 2)])
def test_as_many_at_once_as_wanted(site: Site, browsers: int, tabs: int) -> None:
    pages = [str(number) for number in range(12)]
    assert site.run(*pages, browsers=browsers, tabs=tabs) == dict.fromkeys(pages, "done")
    assert site.browsers == browsers
    assert site.most_open == browsers * tabs


def test_no_browser_for_no_page(site: Site) -> None:
    assert site.run() == {}
    assert site.browsers == 0


def test_a_mistake_is_told(site: Site) -> None:
    with pytest.raises(RuntimeError, match="a mistake"):
        site.run("a", "bug", "b", tabs=2)


def test_who_stops_listening_ends_the_work(site: Site) -> None:
    results = iterate(visit_all("abcdefghij" * 10, site.worker, PoolOptions(memory=0)))
    assert next(results) == ("a", "done")
    results.close()  # type: ignore[attr-defined]
    assert site.closed == 1
    assert len(site.visits) < 100
