"""The report, opened from disk in a real browser."""

from __future__ import annotations

import os
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

import pytest
from PIL import Image
from playwright.sync_api import sync_playwright

from mathfit.browser.find import find_browser
from mathfit.browser.launch import CHROMIUM_FLAGS
from mathfit.errors import UsageError
from mathfit.verify.geometry import View
from mathfit.verify.report import build
from mathfit.verify.results import Fault, PageResult, Picture, Run

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Page

pytestmark = pytest.mark.browser


def page_result(folder: Path, name: str, *, faulty: bool) -> PageResult:
    shots = []
    for width in (375, 1280):
        file = PurePosixPath("pictures", name, f"{width}.webp")
        (folder / file).parent.mkdir(parents=True, exist_ok=True)
        Image.new("RGB", (width, 900), "white").save(folder / file)
        shots.append(Picture(View(width), file, width, 900))
    fault = Fault(
        name, "leaves-block", "20 px <out>", View(375), 1, None, r"a < b", (10, 50, 300, 90)
    )
    return PageResult(
        name, "KaTeX", 2, faults=(fault,) if faulty else (), pictures=tuple(shots), views=2
    )


def run_of(folder: Path, *pages: tuple[str, bool]) -> Run:
    results = tuple(page_result(folder, name, faulty=faulty) for name, faulty in pages)
    return Run("my site", (375, 1280), results, "chromium 1", "0", 1.5)


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("report")
    pages = [("good.html", False), ("文章/b d#1.html", True), ("c.html", True)]
    return build.write(run_of(folder, *pages), folder)


@pytest.fixture
def page(report: Path) -> Iterator[Page]:
    with sync_playwright() as playwright:
        own = playwright.chromium.executable_path
        found = find_browser(os.environ.get("MATHFIT_BROWSER"), own)
        flags = [*CHROMIUM_FLAGS, "--no-sandbox"]
        browser = playwright.chromium.launch(executable_path=str(found.path), args=flags)
        tab = browser.new_page(viewport={"width": 320, "height": 700})
        errors: list[str] = []
        tab.on("pageerror", lambda error: errors.append(str(error)))
        tab.on("requestfailed", lambda request: errors.append(request.url))
        tab.goto(report.as_uri())
        yield tab
        assert errors == []
        browser.close()


def test_faults_come_first_and_good_pages_on_demand(page: Page) -> None:
    assert page.locator(".page:visible").count() == 2
    page.get_by_label("only pages with faults").uncheck()
    names = page.locator(".page:visible h2").all_inner_texts()
    assert len(names) == 3
    assert names[-1].startswith("good.html")


def test_it_fits_a_small_screen(page: Page) -> None:
    wide = page.evaluate("document.documentElement.scrollWidth - innerWidth")
    assert wide <= 0


def test_filters(page: Page) -> None:
    page.get_by_role("searchbox").fill("b d#")
    assert page.locator(".page:visible").count() == 1
    page.get_by_label("Width").select_option("1280")
    assert page.locator(".cards li:visible").count() == 0
    assert page.locator(".strip li:visible").count() == 1
    page.get_by_role("searchbox").fill("nowhere")
    assert page.get_by_text("No page matches.").is_visible()


def test_keys_open_walk_and_close_the_viewer(page: Page) -> None:
    for key in ("j", "Enter"):
        page.keyboard.press(key)
    dialog = page.locator("dialog")
    assert dialog.is_visible()
    first = dialog.locator("strong").inner_text()
    page.keyboard.press("ArrowRight")
    assert dialog.locator("strong").inner_text() != first
    page.keyboard.press("Escape")
    assert not dialog.is_visible()


def test_every_picture_is_there(page: Page) -> None:
    page.get_by_label("only pages with faults").uncheck()
    script = """() => Promise.all([...document.querySelectorAll("main img")].map((img) => {
      img.loading = "eager";
      return img.decode().then(() => img.naturalWidth);
    }))"""
    widths = page.evaluate(script)
    assert len(widths) == 6 + 2
    assert all(width > 0 for width in widths)


def test_page_text_is_escaped(page: Page) -> None:
    assert page.get_by_text("20 px <out>").count() == 2


def test_shards_merge_into_one(tmp_path: Path) -> None:
    for name in ("one", "two"):
        folder = tmp_path / name
        build.write(run_of(folder, (f"{name}.html", name == "two")), folder)
    whole = build.merge([tmp_path / "one", tmp_path / "two"], tmp_path / "all")
    assert [page.page for page in whole.pages] == ["one.html", "two.html"]
    assert not whole.ok
    for kind in ("pictures", "thumbnails"):
        assert (tmp_path / "all" / kind / "one.html" / "375.webp").is_file()


def test_what_is_no_report_is_a_wrong_call(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no results of verify"):
        build.merge([tmp_path], tmp_path / "all")
