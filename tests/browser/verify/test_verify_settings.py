"""Pages that are wrong only for readers who have set something differently."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.browser.verify.scratch import page

if TYPE_CHECKING:
    from tests.browser.verify.conftest import Verify

pytestmark = pytest.mark.browser

HIDE = "{.katex-display{height:.6em;overflow:hidden}}"
MATHML = '<math display="block"><mi>a</mi><mo>=</mo><mfrac><mi>b</mi><mi>c</mi></mfrac></math>'
WRONG: dict[str, str] = {
    "dark": page(r"\[\frac{a}{b}\]", css="@media (prefers-color-scheme: dark)" + HIDE),
    "print": page(r"\[\frac{a}{b}\]", css="@media print" + HIDE),
    "dpr3": page(r"\[\frac{a}{b}\]", css="@media screen and (min-resolution: 3dppx)" + HIDE),
    "zoom": page(
        r"\[\frac{a}{b}\]",
        css=".katex-display{overflow:hidden;max-height:64px;padding:2px 0;font-size:1rem}",
    ),
    "no-script": page(
        f"<div id=d style='overflow:hidden;height:.6em'>{MATHML}</div>"
        "<script>document.getElementById('d').style = ''</script>"
    ),
}  # fmt: skip


def test_each_shows_in_its_own_setting_alone(verify: Verify) -> None:
    pages = {f"{name}.html": html for name, html in WRONG.items()}
    results = verify(pages, (700,), settings=("dpr1", *WRONG))
    told = {
        name: {fault.view.setting for fault in results[f"{name}.html"].faults if fault.view}
        for name in WRONG
    }
    assert told == {name: {name} for name in WRONG}
    kinds = {fault.kind for result in results.values() for fault in result.faults}
    assert kinds <= {"clipped", "overlaps-line"}
