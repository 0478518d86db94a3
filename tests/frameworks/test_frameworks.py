"""Sites whose framework owns its equations: nothing breaks, everything fits.

The pages come from builds.py (the first run takes some minutes). Each site is looked at as it was
built, where the judge must find the faults, and then as mathfit makes it fit.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING, Any

import pytest

from tests.browser.conftest import chromium
from tests.browser.fit.pages import WHOLE
from tests.frameworks import builds, journey
from tests.frameworks.variants import VARIANTS, variants_of
from tests.generators.builds import LeftOutError

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.async_api import Browser

    from tests.chromium import Shared

__all__ = ["chromium"]

pytestmark = [pytest.mark.browser, pytest.mark.generators]

NAMES = [framework.name for framework in builds.FRAMEWORKS]
# One site of each kind in every way: what hydrates all, what hydrates pages that a router brings,
# what typesets with MathJax. The others are fitted in the ways in which they are like no other.
# MATHFIT_MATRIX=all looks at every site in every way.
EVERY_WAY = {"react", "docusaurus", "vitepress"}
MORE_WAYS = {("next", "measure"), ("sveltekit", "measure"), ("vue", "snippet"), ("astro", "plugin")}
FITTED = [
    (one.name, variant)
    for one in builds.FRAMEWORKS
    for variant in variants_of(one)
    if WHOLE or one.name in EVERY_WAY or variant == "apply" or (one.name, variant) in MORE_WAYS
]


@dataclass
class Plain:
    """What a site does and shows without mathfit."""

    natural: dict[int, dict[str, Any]] = field(default_factory=dict)
    """By the window's width and a formula's source: how wide it is, and whether it fits."""
    problems: dict[int, list[str]] = field(default_factory=dict)
    """What the judge finds on the page with formulas, by the window's width."""
    shown: dict[str, list[list[str]]] = field(default_factory=dict)
    """The sources of what is shown, before the first step of each journey and after each."""
    errors: dict[str, list[str]] = field(default_factory=dict)
    """What the page complained of, by journey."""
    lost: dict[str, list[str]] = field(default_factory=dict)
    """Elements of the server's that the framework did not keep, by journey."""


class Sites:
    """The sites, built and made to fit when they are first asked for."""

    def __init__(self, folder: Path, browser: Shared) -> None:
        self.folder = folder
        self.browser = browser
        self._plain: dict[str, Plain] = {}

    def built(self, name: str) -> tuple[builds.Framework, Path]:
        """Give a framework and its site; skips where it cannot be had."""
        framework = next(one for one in builds.FRAMEWORKS if one.name == name)
        try:
            return framework, builds.build(framework)
        except LeftOutError as reason:
            pytest.skip(f"{name} left out: {reason}")

    def fitted(self, name: str, variant: str) -> Path:
        """Give the folder of a site that was made to fit."""
        out = self.folder / f"{name}-{variant}"
        if not out.exists():
            VARIANTS[variant](*self.built(name), out)
        return out

    def plain(self, name: str) -> Plain:
        """Look at a site as it was built."""
        if name not in self._plain:
            framework, site = self.built(name)
            with journey.serving(site) as origin:
                steps = partial(look_at_plain, origin=origin, framework=framework)
                self._plain[name] = self.browser.run(steps)
        return self._plain[name]


async def look_at_plain(browser: Browser, origin: str, framework: builds.Framework) -> Plain:
    plain = Plain()
    for width in journey.WIDTHS:
        seen = await journey.visit(browser, origin, framework, width)
        await seen.load("math")
        first = await seen.look()
        plain.problems[width] = first["problems"]
        for step in ("details", "add", "edit"):
            await seen.click(step)
        plain.natural[width] = (await seen.look())["formulas"] | first["formulas"]
    for entry, steps in journey.JOURNEYS.items():
        seen = await journey.visit(browser, origin, framework)
        await seen.load(entry)
        plain.lost[entry] = await seen.page.evaluate(journey.KEPT)
        plain.shown[entry] = [(await seen.look())["keys"]]
        for step in steps:
            await seen.click(step)
            plain.shown[entry].append((await seen.look())["keys"])
        plain.errors[entry] = seen.errors
    return plain


@pytest.fixture(scope="session")
def sites(chromium: Shared, tmp_path_factory: pytest.TempPathFactory) -> Sites:
    """Share the sites."""
    return Sites(tmp_path_factory.mktemp("frameworks"), chromium)


# MathJax's SVG may scroll in its own box at any size where nothing of ours stands around it.
def floors(name: str, variant: str) -> bool:
    return name != "vitepress" or variant == "plugin"


@pytest.mark.parametrize("name", NAMES)
def test_the_judge_sees_that_the_site_needs_it(sites: Sites, name: str) -> None:
    plain = sites.plain(name)
    assert plain.errors == {"math": [], "home": []}
    # Some are made anew by the framework itself: Vue does so with v-html.
    assert not {"h1", "main"} & {lost for entry in plain.lost.values() for lost in entry}
    for width in (320, 375):
        assert any("leaves" in problem for problem in plain.problems[width]), plain.problems
    assert len(plain.natural[1280]) == 15
    assert [len(keys) for keys in plain.shown["math"][:4]] == [12, 11, 12, 12]
    assert plain.shown["math"][3] != plain.shown["math"][2] == plain.shown["math"][0]


@pytest.mark.parametrize(("name", "variant"), FITTED)
def test_loaded_and_turned_it_fits(sites: Sites, name: str, variant: str) -> None:
    plain = sites.plain(name)
    framework, _ = sites.built(name)

    async def look(browser: Browser, origin: str) -> list[str]:
        for width in journey.WIDTHS:
            seen = await journey.visit(browser, origin, framework, width)
            await seen.load("math")
            lost = Counter(await seen.page.evaluate(journey.KEPT)) - Counter(plain.lost["math"])
            found = [f"lost {count} {one}" for one, count in lost.items()]
            for turned in (width, *(other for other in journey.WIDTHS if other != width)):
                await seen.page.set_viewport_size({"width": turned, "height": 900})
                await seen.page.evaluate(journey.FRAMES)
                problems = await seen.problems(
                    plain=plain.natural[turned],
                    keys=plain.shown["math"][0],
                    floors=floors(name, variant),
                )
                found += [f"turned to {turned}: {problem}" for problem in problems]
                if problems:
                    break
            found += seen.new_errors([])
            if found:
                return [f"loaded at {width}: {one}" for one in found]
        return []

    with journey.serving(sites.fitted(name, variant)) as origin:
        found = sites.browser.run(partial(look, origin=origin))
    assert not found, "\n".join(found)


@pytest.mark.parametrize(
    ("name", "variant", "entry"),
    [
        (name, variant, entry)
        for name, variant in FITTED
        for entry in journey.JOURNEYS
        # The snippet and the plugin stand in the site's template: on all pages from the start.
        if entry == "math" or variant in ("apply", "measure")
    ],
)
def test_nothing_breaks_on_the_way(sites: Sites, name: str, variant: str, entry: str) -> None:
    plain = sites.plain(name)
    framework, _ = sites.built(name)
    natural = plain.natural[journey.PHONE]

    async def look(browser: Browser, origin: str) -> list[str]:
        seen = await journey.visit(browser, origin, framework)
        await seen.load(entry)
        for number, step in enumerate(("load", *journey.JOURNEYS[entry])):
            broken = await journey.step(seen, step) if number else None
            found = [broken] if broken else []
            if not broken:
                found = await seen.problems(
                    plain=natural, keys=plain.shown[entry][number], floors=floors(name, variant)
                )
            found += seen.new_errors(plain.errors[entry])
            if found:
                return [f"{step} ({number}): {one}" for one in found]
        return []

    with journey.serving(sites.fitted(name, variant)) as origin:
        found = sites.browser.run(partial(look, origin=origin))
    assert not found, "\n".join(found)
