"""Pages that hang, leave, ask or end their browser: each is named, the others are measured."""

from __future__ import annotations

import os
import signal
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from mathfit.browser.kept import Kept
from mathfit.browser.network import Network
from mathfit.cli import run
from mathfit.errors import UsageError
from mathfit.measure import apply
from mathfit.page.remove import remove_html
from tests.browser.measure.conftest import ROOT, Measure, at_read_time, write
from tests.browser.measure.sources import SHORT, STYLE, WIDE, page

if TYPE_CHECKING:
    from playwright.async_api import Route

    from mathfit.browser.network import Traffic
    from mathfit.measure.read import Tagged

pytestmark = pytest.mark.browser

GOOD = page(SHORT + WIDE)
NEVER = "<script>MathJax = { startup: { pageReady: () => new Promise(() => {}) } }</script>"
LOOP = "<script>addEventListener('load', () => { for (;;); })</script>"
FAULTY = {
    "never.html": page(SHORT, "mathjax", lead=NEVER),
    "loop.html": page(SHORT, head=LOOP),
}
RUDE = {
    "ask.html": page(SHORT, head="<script>alert('Hello'); confirm('?'); print()</script>"),
    "leave.html": page(
        SHORT,
        head="<script>location.href = 'good.html'; addEventListener('load', () => "
        "{ location.replace('https://example.org/') })</script>",
    ),
    "reload.html": page(SHORT, head="<script>location.reload()</script>"),
}


@pytest.mark.parametrize(
    ("pages", "timeout", "why"),
    [(FAULTY, 6, "not finished after 6 s"), ({**RUDE, "good.html": GOOD}, 600, None)],
    ids=["has no end", "ends"],
)
def test_each_is_named_and_nothing_is_lost(
    tmp_path: Path, measure: Measure, pages: dict[str, str], timeout: float, why: str | None
) -> None:
    root = write(tmp_path / "site", {**pages, "style.css": STYLE})
    results = measure(root, tmp_path / "out", timeout=timeout)
    read = at_read_time(root, tmp_path / "read")
    assert set(results) == set(pages)
    assert not any(result.error for result in results.values())
    for name, result in results.items():
        assert result.failed == (why is not None)
        assert (result.unmeasured or "").partition(",")[0] == (why or "")
        written = (tmp_path / "out" / name).read_bytes()
        assert remove_html(written) == pages[name].encode()
        if result.failed:  # what cannot be measured now is measured when it is read
            assert written == (read / name).read_bytes()
        else:
            assert b" fit style=" in written
    assert not list((tmp_path / "out").rglob("*.tmp"))
    if "never.html" in pages:
        assert results["never.html"].unmeasured == f"{why}, waiting for the engine"
    else:
        assert "opened a dialog, which was closed: 'Hello'" in results["ask.html"].remarks
        assert any("wanted to go to" in note for note in results["leave.html"].remarks)


def _kill_the_browser_of_tests() -> None:
    """Send SIGKILL to the browser that descends from this process, as the system does."""
    parents = {}
    browsers = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            stat = (folder / "stat").read_text(encoding="utf-8", errors="replace")
            command = (folder / "cmdline").read_bytes()
        except OSError:
            continue
        parents[int(folder.name)] = int(stat.rpartition(")")[2].split()[1])
        if b"--remote-debugging-pipe" in command and b"--type=" not in command:
            browsers.append(int(folder.name))
    for browser in browsers:
        at = browser
        while at > 1 and at != os.getpid():
            at = parents.get(at, 0)
        if at == os.getpid():
            os.kill(browser, signal.SIGKILL)


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="reads /proc")
def test_a_killed_browser_is_replaced(
    tmp_path: Path, measure: Measure, monkeypatch: pytest.MonkeyPatch
) -> None:
    answer = Network._answer
    killed: list[str] = []

    async def answer_or_kill(self: Network, route: Route, traffic: Traffic) -> None:
        name = route.request.url.rpartition("/")[2]
        if name == "always.js" or (name == "once.js" and name not in killed):
            killed.append(name)
            _kill_the_browser_of_tests()
            return
        await answer(self, route, traffic)

    monkeypatch.setattr(Network, "_answer", answer_or_kill)
    pages = {
        "always.html": page(SHORT, head="<script src=always.js></script>"),
        "once.html": page(SHORT, head="<script src=once.js></script>"),
        "good.html": GOOD,
        "style.css": STYLE,
        "once.js": "",
        "always.js": "",
    }
    root = write(tmp_path / "site", pages)
    # One browser: which page was open when it ended is certain either way.
    results = measure(root, tmp_path / "out", browsers=1)
    assert killed == ["always.js", "once.js", "always.js"]
    assert results["always.html"].unmeasured == "the browser ended while this page was open"
    assert results["always.html"].failed
    assert results["once.html"].measured
    assert results["good.html"].measured
    assert b"data-mathfit defer" in (tmp_path / "out" / "always.html").read_bytes()


def test_an_interrupted_run_goes_on_where_it_stopped(tmp_path: Path, measure: Measure) -> None:
    from mathfit.browser.packages import PackageFolder
    from mathfit.browser.pool import PoolOptions
    from mathfit.browser.served import SiteFiles
    from mathfit.measure.apply import MeasureOptions, measure_site
    from mathfit.page.apply import ApplyOptions
    from mathfit.site.walk import open_site
    from tests.chromium import browser_of_tests

    names = [f"{number}.html" for number in range(4)]
    root = write(tmp_path / "site", dict.fromkeys(names, GOOD) | {"style.css": STYLE})
    kept = Kept(tmp_path / "cache")
    packages = PackageFolder.read(Path(os.environ.get("MATHFIT_PACKAGES") or ROOT / "node_modules"))
    how = MeasureOptions(
        PoolOptions(browser_of_tests()), Network(SiteFiles(root), packages), kept=kept
    )
    work = measure_site(open_site(root), ApplyOptions(assets=""), how, jobs=1, write=True)
    done = [next(work).page.name, next(work).page.name]
    work.close()  # type: ignore[attr-defined]
    written = {name: (root / name).read_bytes() for name in names}
    assert {name for name in names if b" fit style=" in written[name]} == set(done)
    assert all(remove_html(written[name]) == GOOD.encode() for name in names)
    # What was done is not opened again, what was not is.
    for name in set(names) - set(done):
        (root / name).rename(tmp_path / name)
    assert all(result.measured for result in measure(root, opened=False, kept=kept).values())
    (tmp_path / "3.html").rename(root / "3.html")
    with pytest.raises(UsageError):
        measure(root, opened=False, kept=kept)
    assert (root / "3.html").read_bytes() == GOOD.encode()


def test_on_the_command_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    root = write(
        tmp_path / "site",
        {"never.html": FAULTY["never.html"], "good.html": GOOD, "style.css": STYLE},
    )
    packages = os.environ.get("MATHFIT_PACKAGES") or str(ROOT / "node_modules")
    call = ["apply", str(root), "--measure", "--packages", packages, "--check"]
    call += ["--cache", str(tmp_path / "cache")]
    if path := os.environ.get("MATHFIT_BROWSER"):
        call += ["--browser", path]
    # The good page is known by then: on a busy machine it may take longer than any limit.
    assert run([*call, "--timeout", "600", "--include", "good.html"]) == 1
    capsys.readouterr()
    assert run([*call, "--timeout", "2"]) == 3
    said = capsys.readouterr()
    told = [line for line in said.err.splitlines() if "without its sandbox" not in line]
    assert told == [
        "never.html: measured when it is read: not finished after 2 s, waiting for the engine"
    ]
    assert "3 equations in 2 pages of 2 pages; 2 pages would change" in said.out
    assert (root / "good.html").read_bytes() == GOOD.encode()  # --check writes nothing


def test_a_page_that_cannot_be_made_ready_is_named_and_the_others_go_on(
    tmp_path: Path, measure: Measure, monkeypatch: pytest.MonkeyPatch
) -> None:
    tag = apply.Measure.tag

    def one_fails(work: apply.Measure, one: apply.Unknown) -> Tagged:
        if one.page.name == "a.html":
            raise ValueError("something unforeseen")
        return tag(work, one)

    monkeypatch.setattr(apply.Measure, "tag", one_fails)
    root = write(tmp_path / "site", {"a.html": GOOD, "b.html": GOOD, "style.css": STYLE})
    results = measure(root, tmp_path / "out")
    assert results["a.html"].unmeasured is not None
    assert "something unforeseen" in results["a.html"].unmeasured
    assert results["a.html"].failed
    assert results["b.html"].unmeasured is None
    assert b"<math-fit" in (tmp_path / "out" / "a.html").read_bytes()


def test_a_page_that_takes_all_memory_is_ended_and_named(tmp_path: Path, measure: Measure) -> None:
    fill = "<script>const kept = []; for (;;) kept.push(new Uint8Array(2e7).fill(1))</script>"
    pages = {"fill.html": page(SHORT, head=fill), "good.html": GOOD, "style.css": STYLE}
    results = measure(write(tmp_path / "site", pages), tmp_path / "out", memory=500)
    said = "it took more than the 500 MB of memory that it may take"
    assert results["fill.html"].unmeasured == said
    assert results["fill.html"].failed
    assert results["good.html"].measured
