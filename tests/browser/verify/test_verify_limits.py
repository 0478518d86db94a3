"""Pages that nobody trusts: each costs its own time and memory, and no other page."""

from __future__ import annotations

from typing import TYPE_CHECKING

import psutil
import pytest

from mathfit.browser.session import UnfinishedError
from mathfit.verify.tab import Tab
from tests.browser.verify.scratch import page

if TYPE_CHECKING:
    from mathfit.verify.results import VerifiedPage
    from tests.browser.verify.conftest import Verify

pytestmark = pytest.mark.browser

FORMULA = r"\[a+b\]"
MEMORY = 500
"""MB; the good pages take some 130."""
ENDLESS: dict[str, str] = {
    "buffers": "const kept = []; for (;;) kept.push(new Uint8Array(2e7).fill(1))",
    # Never still, for it might be seen to its end before it has filled anything.
    "buffers, bit by bit": "const a = []; setInterval(() => { a.push(new Uint8Array(2e7).fill(1)); "
    "document.querySelector('.katex').className = 'katex x' + a.length })",
    "objects": "const kept = []; for (;;) kept.push({at: [kept.length, 'x'.repeat(9)]})",
    "text": "for (let n = 0; ; n++) document.body.append(String(n).repeat(2e5))",
}
LOOPS: dict[str, str] = {
    "at once": "for (;;);",
    "when all is there": "document.fonts.ready.then(() => { for (;;); })",
    "when turned": "addEventListener('resize', () => { for (;;); })",
    "never still": "const f = () => { document.querySelector('.katex').className = 'katex x' + "
    "Math.random(); requestAnimationFrame(f) }; addEventListener('load', f)",
}


def page_processes() -> set[int]:
    found = set()
    for process in psutil.Process().children(recursive=True):
        if "--type=renderer" in process.cmdline():
            found.add(process.pid)
    return found


@pytest.fixture(scope="module")
def results(verify: Verify) -> dict[str, VerifiedPage]:
    def pages(scripts: dict[str, str]) -> dict[str, str]:
        bad = {
            f"{name}.html": page(FORMULA + f"<script>{source}</script>")
            for name, source in scripts.items()
        }
        return {"a.html": page(FORMULA), **bad, "z.html": page(FORMULA)}

    # A slow machine takes longer to fill memory than a loop needs to be told from a page at work.
    filled = verify(pages(ENDLESS), memory=MEMORY)
    return {**filled, **verify(pages(LOOPS), timeout=6, memory=MEMORY)}


@pytest.mark.parametrize("name", ENDLESS)
def test_a_page_that_takes_all_memory_is_ended_and_named(
    results: dict[str, VerifiedPage], name: str
) -> None:
    (fault,) = results[f"{name}.html"].faults
    assert fault.kind == "unfinished"
    assert f"more than the {MEMORY} MB" in fault.detail


@pytest.mark.parametrize("name", LOOPS)
def test_a_page_that_never_ends_is_left_and_named(
    results: dict[str, VerifiedPage], name: str
) -> None:
    (fault,) = results[f"{name}.html"].faults
    assert fault.kind == "unfinished"
    assert "not finished after 6 s" in fault.detail


def test_a_loop_on_turning_is_told_with_the_view_it_happened_in(
    results: dict[str, VerifiedPage],
) -> None:
    (fault,) = results["when turned.html"].faults
    assert fault.view is not None
    assert fault.view.way == "turned"


def test_the_others_go_on(results: dict[str, VerifiedPage]) -> None:
    for name in ("a.html", "z.html"):
        assert results[name].ok
        assert results[name].equations == 1


def test_a_page_that_was_kept_waiting_is_looked_at_again(
    verify: Verify, monkeypatch: pytest.MonkeyPatch
) -> None:
    turn, asked = Tab.turn, []

    async def late(self: Tab, width: int) -> None:
        asked.append(width)
        if len(asked) == 1:
            raise UnfinishedError("not finished after 30 s")
        await turn(self, width)

    monkeypatch.setattr(Tab, "turn", late)
    assert verify({"a.html": page(FORMULA)})["a.html"].ok
    assert len(asked) > 1


def test_no_process_of_a_page_is_left(results: dict[str, VerifiedPage]) -> None:
    assert results
    assert page_processes() == set()


def test_no_limit(verify: Verify) -> None:
    assert verify({"a.html": page(FORMULA)}, memory=0)["a.html"].ok
