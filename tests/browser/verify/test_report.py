"""The report, opened from disk in a real browser."""

from __future__ import annotations

import io
import os
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any, cast

import pytest
from PIL import Image
from playwright.sync_api import sync_playwright

from mathfit.browser.find import find_browser
from mathfit.browser.launch import CHROMIUM_FLAGS
from mathfit.errors import UsageError
from mathfit.verify.judge.fault import Fault
from mathfit.verify.judge.geometry import View
from mathfit.verify.report import build
from mathfit.verify.results import Picture, Run, VerifiedPage

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from playwright.sync_api import Page

    from tests.browser.verify.conftest import Verify

pytestmark = pytest.mark.browser


def page_result(folder: Path, name: str, *, faulty: bool, colour: str = "white") -> VerifiedPage:
    shots = []
    for width in (375, 1280):
        file = PurePosixPath("pictures", name, f"{width}.webp")
        (folder / file).parent.mkdir(parents=True, exist_ok=True)
        Image.new("RGB", (width, 900), colour).save(folder / file)
        shots.append(Picture(View(width), file, width, 900))
    fault = Fault(
        name, "leaves-block", "20 px <out>", View(375), 1, None, r"a < b", (10, 50, 300, 90)
    )
    return VerifiedPage(
        name, "KaTeX", 2, faults=(fault,) if faulty else (), pictures=tuple(shots), views=2
    )


def run_of(folder: Path, *pages: tuple[str, bool], colour: str = "white") -> Run:
    results = tuple(
        page_result(folder, name, faulty=faulty, colour=colour) for name, faulty in pages
    )
    return Run("my site", (375, 1280), results, "chromium 1", "0", 1.5)


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("report")
    pages = [("good.html", False), ("文章/b d#1.html", True), ("c.html", True)]
    return build.write(run_of(folder, *pages), folder)


@pytest.fixture(scope="module")
def with_before(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a report in which every page was red before and is blue now."""
    folder = tmp_path_factory.mktemp("compared")
    before = run_of(folder / "before", ("a.html", True), ("b.html", True), colour="red")
    after = run_of(folder, ("a.html", False), ("b.html", True), colour="blue")
    return build.write(after, folder, before)


@pytest.fixture(scope="module")
def visit() -> Iterator[Callable[[Path], Page]]:
    """Return a function that opens a report from disk, as a phone does."""
    with sync_playwright() as playwright:
        own = playwright.chromium.executable_path
        found = find_browser(os.environ.get("MATHFIT_BROWSER"), own)
        flags = [*CHROMIUM_FLAGS, "--no-sandbox"]
        browser = playwright.chromium.launch(executable_path=str(found.path), args=flags)
        errors: list[str] = []

        def visit(report: Path) -> Page:
            tab = browser.new_page(viewport={"width": 320, "height": 700})
            tab.on("pageerror", lambda error: errors.append(str(error)))
            tab.on("requestfailed", lambda request: errors.append(request.url))
            tab.goto(report.as_uri())
            return tab

        yield visit
        assert errors == []
        browser.close()


@pytest.fixture
def page(report: Path, visit: Callable[[Path], Page]) -> Iterator[Page]:
    tab = visit(report)
    yield tab
    tab.close()


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


def test_keys_to_the_filter_and_back_through_the_pages(page: Page) -> None:
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.type") == "search"
    page.keyboard.type("html")
    page.keyboard.press("Escape")
    where = "document.activeElement.dataset.page"
    page.keyboard.press("j")
    first = page.evaluate(where)
    page.keyboard.press("j")
    assert page.evaluate(where) != first
    page.keyboard.press("k")
    assert page.evaluate(where) == first
    page.keyboard.press("Enter")
    page.keyboard.press("Escape")
    assert page.evaluate("document.activeElement.closest('.page').dataset.page") == first


def test_the_filter_of_checks(page: Page) -> None:
    page.get_by_label("only pages with faults").uncheck()
    page.get_by_label("Check").select_option("leaves-block")
    assert page.locator(".page:visible").count() == 2
    assert "2 of 3 pages" in page.locator("output").inner_text()


# The lowest contrast of any text with what lies behind it, as WCAG counts it.
CONTRAST = """() => {
  const parse = (color) => color.match(/[\\d.]+/g).map(Number);
  const light = ([r, g, b]) => [r, g, b].map((c) => c / 255)
    .map((c) => c <= 0.03928 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4)
    .reduce((sum, c, i) => sum + c * [0.2126, 0.7152, 0.0722][i], 0);
  const behind = (element) => {
    for (let at = element; at; at = at.parentElement) {
      const color = parse(getComputedStyle(at).backgroundColor);
      if (color[3] !== 0) return color;
    }
    return [255, 255, 255];
  };
  let worst = 99;
  for (const element of document.querySelectorAll("body *")) {
    const words = [...element.childNodes].some((n) => n.nodeType === 3 && n.data.trim());
    if (!words || !element.checkVisibility() || element.closest("script, style")) continue;
    const [a, b] = [light(parse(getComputedStyle(element).color)), light(behind(element))];
    worst = Math.min(worst, (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05));
  }
  return worst;
}"""


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_word_can_be_read_in_both_schemes(page: Page, scheme: Any) -> None:
    page.emulate_media(color_scheme=scheme)
    page.set_viewport_size({"width": 1280, "height": 900})
    assert page.evaluate(CONTRAST) >= 4.5
    paper = page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert (paper == "rgb(255, 255, 255)") == (scheme == "light")


def shown(tab: Page, x: float) -> str:
    """Tell which picture shows at a part of the viewer's width, 100 px below its top."""
    box = tab.locator(".frame").bounding_box()
    assert box is not None
    clip = {"x": box["x"] + box["width"] * x, "y": box["y"] + 100, "width": 2, "height": 2}
    with Image.open(io.BytesIO(tab.screenshot(clip=cast("Any", clip)))) as image:
        red, _, blue = cast("tuple[int, int, int]", image.convert("RGB").getpixel((0, 0)))
    return "before" if red > 200 > blue else "after" if blue > 200 > red else "neither"


def test_the_handle_is_dragged_between_before_and_after(
    with_before: Path, visit: Callable[[Path], Page]
) -> None:
    tab = visit(with_before)
    tab.get_by_label("only pages with faults").uncheck()
    tab.locator(".strip button").first.click()
    tab.wait_for_function(
        "[...document.querySelectorAll('.frame img')].every((one) => one.naturalWidth > 0)"
    )
    assert [shown(tab, x) for x in (0.2, 0.4, 0.6, 0.8)] == ["before"] * 2 + ["after"] * 2
    box = tab.locator(".frame").bounding_box()
    assert box is not None
    y = box["y"] + 200
    tab.mouse.move(box["x"] + box["width"] / 2, y)
    tab.mouse.down()
    tab.mouse.move(box["x"] + box["width"] * 0.7, y, steps=3)
    tab.mouse.up()
    assert [shown(tab, x) for x in (0.2, 0.6, 0.8)] == ["before", "before", "after"]
    tab.mouse.move(box["x"] + 5, y)  # no button is down: nothing moves
    assert shown(tab, 0.6) == "before"
    tab.keyboard.press("b")
    assert [shown(tab, x) for x in (0.2, 0.8)] == ["after"] * 2
    tab.keyboard.press("b")
    assert [shown(tab, x) for x in (0.2, 0.8)] == ["before"] * 2
    tab.get_by_role("slider").fill("30")
    assert [shown(tab, x) for x in (0.2, 0.4)] == ["before", "after"]
    tab.close()


def test_without_a_before_there_is_no_handle(page: Page) -> None:
    page.locator(".strip button:visible").first.click()
    page.locator(".frame .after").wait_for()
    for part in (".handle", ".old", ".wipe"):
        assert not page.locator(part).is_visible()


def test_pictures_are_loaded_when_they_come_near(
    tmp_path: Path, visit: Callable[[Path], Page]
) -> None:
    tab = visit(build.write(run_of(tmp_path, *((f"{n}.html", True) for n in range(25))), tmp_path))
    tab.wait_for_load_state("networkidle")
    loaded = "[...document.querySelectorAll('main img')].filter((one) => one.naturalWidth).length"
    first = tab.evaluate(loaded)
    assert 0 < first < 60  # of 75
    last = tab.locator(".page").last.locator("img").first
    last.scroll_into_view_if_needed()
    tab.wait_for_function("(one) => one.naturalWidth > 0", arg=last.element_handle())
    tab.close()


def test_the_report_passes_the_checks_it_reports(report: Path, verify: Verify) -> None:
    formula = r"<pre>\\[" + " + ".join("x" for _ in range(200)) + "</pre>"
    html = report.read_text(encoding="utf-8").replace("</main>", formula + "</main>")
    with ThreadPoolExecutor(1) as thread:  # beside the browser that this module has open
        result = thread.submit(verify, {"index.html": html}, (320, 1280)).result()["index.html"]
    assert result.ok
    assert result.faults == ()


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


def test_merging_keeps_what_was_before(tmp_path: Path, visit: Callable[[Path], Page]) -> None:
    for name in ("one", "two"):
        folder = tmp_path / name
        before = run_of(folder / "before", (f"{name}.html", True), colour="red")
        build.write(run_of(folder, (f"{name}.html", False), colour="blue"), folder, before)
    build.merge([tmp_path / "one", tmp_path / "two"], tmp_path / "all")
    tab = visit(tmp_path / "all" / "index.html")
    assert tab.get_by_text("Before: 2 faults").is_visible()
    buttons = tab.locator(".strip button")
    assert buttons.count() == 4
    assert all(buttons.nth(n).get_attribute("data-before") for n in range(4))
    buttons.last.click()
    tab.wait_for_function("document.querySelector('.before').naturalWidth > 0")
    assert [shown(tab, x) for x in (0.2, 0.8)] == ["before", "after"]
    tab.close()


def test_what_is_no_report_is_a_wrong_call(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no results of verify"):
        build.merge([tmp_path], tmp_path / "all")
