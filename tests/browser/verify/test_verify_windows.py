"""Pages that open windows and dialogs without end: named like any other fault, and no traceback."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.browser.verify.scratch import page

if TYPE_CHECKING:
    from tests.browser.verify.conftest import Verify

pytestmark = pytest.mark.browser

FORMULA = r"\[a+b\]"
OPENING: dict[str, str] = {
    "a window": "open('other.html')",
    "a window elsewhere": "open('http://elsewhere.example/')",
    "an empty window": "open('about:blank').document.write('<p>words')",
    "a form": "document.body.insertAdjacentHTML('beforeend', '<form id=f method=post target=_blank "
    "action=http://elsewhere.example/></form>'); document.getElementById('f').submit()",
    "many windows": "for (let n = 0; n < 30; n++) open('other.html?' + n)",
    "a dialog": "alert('hello')",
}
ENDLESS: dict[str, str] = {
    "alerts": "for (;;) alert('again')",
    "questions": "while (!confirm('really?'));",
}


def test_each_is_a_result(verify: Verify, capfd: pytest.CaptureFixture[str]) -> None:
    pages = {
        f"{name}.html": page(f"{FORMULA}<script>{script}</script>")
        for name, script in (OPENING | ENDLESS).items()
    }
    results = verify({**pages, "other.html": page(FORMULA)}, timeout=15)
    assert set(results) == {*pages, "other.html"}
    assert capfd.readouterr().err == ""
    for name in OPENING:
        result = results[f"{name}.html"]
        assert (name, result.equations, result.faults) == (name, 1, ())
    for name in ENDLESS:
        (fault,) = results[f"{name}.html"].faults
        assert (fault.kind, fault.detail) == ("unfinished", "not finished after 15 s")
    assert any("elsewhere" in note for note in results["a window elsewhere.html"].notes)
