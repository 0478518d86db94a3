"""What the snippet may do on a page that is somebody else's, and what it may not."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from mathfit.page.assets import standalone
from tests.browser.fit import pages
from tests.browser.fit.conftest import FRAMES, JUDGE, Play, settled

if TYPE_CHECKING:
    from playwright.async_api import Page

pytestmark = pytest.mark.browser

PLACE = {"paragraph": pages.PLACES["paragraph"]}
KINDS = ("five", "long", "tag")


def katex_page() -> str:
    return pages.page(pages.OUTPUTS["katex"], wrapped=True, places=PLACE, kinds=KINDS)


def test_a_strict_content_security_policy_blocks_nothing(play: Play) -> None:
    policy = (
        "<meta http-equiv=Content-Security-Policy "
        "content=\"script-src 'self'; style-src 'self'; font-src 'self'\">"
        "<script src=/watch.js></script>"
    )
    # The browser's own MathML: engines write style attributes, which the policy blocks in any case.
    html = (
        f"<!doctype html><meta charset=utf-8>{policy}<title>t</title>{pages.ASSETS}"
        "<script defer src=/assets/mathfit-enlarge.js></script>"
        f"<body><p>Before {pages.WRAPPER.format(MATHML)} after</p>"
    )
    watch = (
        "window.blocked = [];"
        "addEventListener('securitypolicyviolation', (e) => blocked.push(e.violatedDirective));"
    )

    async def steps(page: Page, origin: str) -> Any:
        await page.goto(origin)
        await page.wait_for_selector("math-fit[fit],[data-mathfit~=fixed]")
        await page.evaluate(FRAMES)
        ink = await page.evaluate(
            "document.querySelector('math-fit-ink').getBoundingClientRect().right"
        )
        return await page.evaluate("window.blocked"), ink

    blocked, right = play({"/": html, "/watch.js": watch}, steps, width=375)
    assert blocked == []
    assert 300 < right <= 375


MATHML = (
    '<math display="block"><mrow>'
    + "<mo>+</mo>".join(f"<msub><mi>a</mi><mn>{n}</mn></msub>" for n in range(20))
    + "</mrow></math>"
)


def test_one_documented_global_and_nothing_stored_or_sent(play: Play) -> None:
    asked: list[str] = []

    async def steps(page: Page, origin: str) -> Any:
        page.on("request", lambda request: asked.append(request.url.removeprefix(origin)))
        await page.goto(origin + "/empty")
        plain = set(await page.evaluate("Object.getOwnPropertyNames(window)"))
        await page.goto(origin)
        await settled(page)
        names = set(await page.evaluate("Object.getOwnPropertyNames(window)"))
        kept = await page.evaluate(
            "[document.cookie, localStorage.length, sessionStorage.length, typeof mathfit.refresh,"
            " mathfit.version]"
        )
        return names - plain, kept

    site = {
        "/": f"<!doctype html><meta charset=utf-8><title>t</title>{pages.ASSETS}<p>{MATHML}</p>",
        "/empty": "<!doctype html><title>t</title>",
    }
    names, kept = play(site, steps)
    assert names == {"mathfit"}
    assert kept[:4] == ["", 0, 0, "function"]
    assert kept[4]
    assert [path for path in asked if "favicon" not in path] == [
        "/empty",
        "/",
        "/assets/mathfit.css",
        "/assets/mathfit.js",
    ]


def test_two_copies_behave_as_one(play: Play) -> None:
    html = katex_page()
    twice = html.replace("</head>", "").replace(
        pages.ASSETS, pages.ASSETS * 2 + f"<script>{standalone()}</script>"
    )

    async def steps(page: Page, origin: str) -> Any:
        await page.goto(origin)
        await settled(page)
        nested = await page.evaluate("document.querySelectorAll('math-fit math-fit').length")
        return nested, await page.evaluate(JUDGE)

    nested, result = play({"/": twice}, steps, width=375)
    assert nested == 0
    assert result["problems"] == []
    assert result["fitted"] == result["count"]


def test_an_exception_in_it_never_reaches_the_page(play: Play) -> None:
    broken = (
        "<script>window.errors=[];addEventListener('error',(e)=>errors.push(e.message));"
        "window.said=[];console.warn=(...all)=>said.push(String(all[0]));"
        "const real=Element.prototype.getBoundingClientRect;"
        "Element.prototype.getBoundingClientRect=function(){"
        "if(/mathfit/.test(new Error().stack))throw new Error('broken');return real.call(this)}"
        "</script>"
    )
    html = katex_page().replace("<style>", f"{broken}<style>", 1)

    async def steps(page: Page, origin: str) -> Any:
        await page.goto(origin)
        await settled(page)
        return await page.evaluate("[errors, said]")

    errors, said = play({"/": html}, steps)
    assert errors == []
    assert "mathfit:" in said


def test_text_of_the_page_is_never_read_as_html(play: Play) -> None:
    # A formula's source that looks like a tag stays what it is.
    tex = r"\[a \text{<img src=x onerror=window.hit=1>}\]"
    html = katex_page().replace("</body>", f"<p>{tex.replace('<', '&lt;')}</p></body>")

    async def steps(page: Page, origin: str) -> Any:
        await page.goto(origin)
        await settled(page)
        return await page.evaluate("[typeof window.hit, document.querySelectorAll('img').length]")

    assert play({"/": html}, steps) == ["undefined", 0]
