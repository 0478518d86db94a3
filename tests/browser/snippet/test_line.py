"""The line that loads the snippet: by a CDN's one address, with its hash, and its attributes."""

from __future__ import annotations

import json
import tarfile
from functools import partial
from typing import TYPE_CHECKING, Any

import pytest

from mathfit.page.assets import SnippetOptions, snippet_link, snippet_tag, standalone
from tests.npm.project import packed

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.async_api import Browser, Page, Route

    from tests.chromium import Shared

pytestmark = pytest.mark.browser

HOST = "http://127.0.0.1/"
SUM = "<mo>+</mo>".join(f"<msup><mi>x</mi><mn>{n}</mn></msup>" for n in range(60))
PAGE = (
    "<!doctype html><html><meta charset=utf-8><title>t</title>"
    '<meta name=viewport content="width=device-width">{line}'
    '<body><p>Words before.</p><math display="block">' + SUM + "</math><p>Words after.</p>"
)
FITTED = """async () => {
  await document.fonts.ready;
  const frame = () => new Promise(requestAnimationFrame);
  for (let i = 0; i < 3; i++) await frame();
  const wrapper = document.querySelector('math-fit[fit]');
  const ink = document.querySelector('math-fit-ink');
  return {
    fitted: !!wrapper,
    sideways: document.documentElement.scrollWidth > innerWidth,
    sheets: document.adoptedStyleSheets.length,
    links: document.querySelectorAll('link, style').length,
    button: !!document.querySelector('math-fit button'),
    scale: ink ? ink.getBoundingClientRect().width / ink.offsetWidth : 1,
  };
}"""


@pytest.fixture(scope="session")
def package() -> tuple[dict[str, Any], Callable[[str], str]]:
    """Give the manifest of the packed npm package, and what reads one of its files."""
    archive = packed()

    def read(name: str) -> str:
        with tarfile.open(archive) as tar:
            file = tar.extractfile(f"package/{name.removeprefix('./')}")
            assert file is not None
            return file.read().decode()

    return json.loads(read("package.json")), read


def seen(
    chromium: Shared, line: str, scripts: dict[str, str] | None = None, policy: str = ""
) -> dict[str, Any]:
    """Open a page with the line, 320 px wide; `scripts` answer their addresses, nothing else."""
    said: list[str] = []

    async def answer(route: Route) -> None:
        address = route.request.url
        if address == HOST:
            headers = {"content-security-policy": policy} if policy else {}
            page = PAGE.replace("{line}", line)
            await route.fulfill(body=page, content_type="text/html", headers=headers)
        elif scripts and address in scripts:
            headers = {"access-control-allow-origin": "*"}
            body = scripts[address]
            await route.fulfill(body=body, content_type="text/javascript", headers=headers)
        else:
            await route.abort()

    async def steps(browser: Browser) -> Any:
        page: Page = await browser.new_page(viewport={"width": 320, "height": 700})
        page.on("console", lambda message: said.append(message.text))
        await page.route("**/*", answer)
        await page.goto(HOST)
        return await page.evaluate(FITTED)

    found: dict[str, Any] = chromium.run(partial(steps))
    return found | {"said": [text for text in said if "favicon" not in text]}


@pytest.mark.parametrize("cdn", ["jsdelivr", "unpkg"])
def test_a_cdn_serves_it_by_the_packages_own_address(
    chromium: Shared, package: tuple[dict[str, Any], Callable[[str], str]], cdn: str
) -> None:
    manifest, read = package
    hosts = {"jsdelivr": "https://cdn.jsdelivr.net/npm", "unpkg": "https://unpkg.com"}
    address = f"{hosts[cdn]}/mathfit@{manifest['version']}"
    line = f'<script src="{address}" defer></script>'
    found = seen(chromium, line, {address: read(manifest[cdn])})
    assert found["fitted"]
    assert not found["sideways"]
    assert found["sheets"] > 0
    assert found["links"] == 0
    assert found["button"]


def test_the_hash_lets_the_file_run_and_no_other(
    chromium: Shared, package: tuple[dict[str, Any], Callable[[str], str]]
) -> None:
    manifest, read = package
    address = f"https://cdn.jsdelivr.net/npm/mathfit@1/{manifest['jsdelivr'].removeprefix('./')}"
    line = snippet_link(address, standalone(), SnippetOptions())
    file = read(manifest["jsdelivr"])
    assert seen(chromium, line, {address: file})["fitted"]
    other = seen(chromium, line, {address: f"{file} "})
    assert not other["fitted"]
    assert "integrity" in other["said"][0]


def test_a_security_policy_that_wants_a_nonce(chromium: Shared) -> None:
    policy = "default-src 'none'; script-src 'nonce-r4nd0m'"
    options = SnippetOptions()
    allowed = seen(chromium, snippet_tag(standalone(), options, nonce="r4nd0m"), policy=policy)
    assert allowed["fitted"]
    assert not allowed["sideways"]
    assert allowed["said"] == []
    assert not seen(chromium, snippet_tag(standalone(), options), policy=policy)["fitted"]


@pytest.mark.parametrize(
    ("attributes", "scale", "warned"),
    [
        ("", 0.4, False),
        (' data-min-scale="0.9"', 0.9, False),
        (' data-min-scale="small"', 0.4, True),
        (' data-min-scale="4"', 0.4, True),
    ],
)
def test_the_smallest_scale_is_an_attribute(
    chromium: Shared, attributes: str, scale: float, warned: bool
) -> None:
    found = seen(chromium, f"<script{attributes}>{standalone()}</script>")
    assert found["scale"] == pytest.approx(scale, abs=0.02)
    assert not found["sideways"]
    assert [text.startswith("mathfit: data-min-scale is to be") for text in found["said"]] == (
        [True] if warned else []
    )


def test_enlarging_is_turned_off_by_an_attribute(chromium: Shared) -> None:
    found = seen(chromium, f'<script data-enlarge="off">{standalone()}</script>')
    assert found["fitted"]
    assert not found["button"]
    assert seen(chromium, f"<script>{standalone()}</script>")["button"]
