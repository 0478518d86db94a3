"""The smallest pages on which equations are shown, hidden, moved, changed, or come later.

Each case is one step of what frameworks do, on a page of its own, so that a fault has one cause.
"""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any

import pytest

from tests.browser.conftest import chromium
from tests.frameworks import builds, journey
from tests.frameworks.variants import VARIANTS
from tests.generators.builds import LeftOutError

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.async_api import Browser

    from tests.chromium import Shared

__all__ = ["chromium"]

pytestmark = [pytest.mark.browser, pytest.mark.generators]

CASES: dict[str, tuple[str, ...]] = {
    "hydrate": (),
    "remove": ("toggle", "toggle"),
    "list": ("add", "reverse", "remove", "reverse"),
    "moved": ("reverse", "reverse"),
    "text": ("edit",),
    "router": ("to-math",),
}
"""What is clicked, by case."""

RUNS = [
    *((case, "measure") for case in ("hydrate", "moved")),
    # Measured, the page may have no script of ours, and nothing else could see what comes later.
    *((case, variant) for case in CASES for variant in ("apply", "snippet")),
]


class Cases:
    """The pages of the cases, built and made to fit when they are first asked for."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def made(self, variant: str) -> Path:
        """Give the folder of the pages in a variant; `plain` is as they were built."""
        try:
            plain = builds.build(builds.CASES)
        except LeftOutError as reason:
            pytest.skip(f"cases left out: {reason}")
        out = plain if variant == "plain" else self.folder / variant
        if not out.exists():
            VARIANTS[variant](builds.CASES, plain, out)
        return out


@pytest.fixture(scope="session")
def cases(tmp_path_factory: pytest.TempPathFactory) -> Cases:
    """Share the pages."""
    return Cases(tmp_path_factory.mktemp("cases"))


async def walk(
    browser: Browser, origin: str, case: str, plain: list[dict[str, Any]] | None
) -> list[Any]:
    """Take a case's steps: returns what is seen after each, or the problems compared to that."""
    framework = replace(builds.CASES, home=f"/{case}/")
    seen = await journey.visit(browser, origin, framework)
    await seen.load("home")
    looks: list[Any] = []
    problems: list[str] = [f"lost {one}" for one in await seen.page.evaluate(journey.KEPT)]
    for number, step in enumerate(("load", *CASES[case])):
        broken = await journey.step(seen, step) if number else None
        if plain is None:
            looks.append(await seen.look())
            continue
        known = plain[number]
        found = [broken] if broken else []
        if not broken:
            found = await seen.problems(plain=known["formulas"], keys=known["keys"])
        problems += [f"{step} ({number}): {one}" for one in [*found, *seen.new_errors([])]]
        if problems:
            break
    return looks if plain is None else problems


@pytest.mark.parametrize(("case", "variant"), RUNS)
def test_case(chromium: Shared, cases: Cases, case: str, variant: str) -> None:
    with journey.serving(cases.made("plain")) as origin:
        plain = chromium.run(partial(walk, origin=origin, case=case, plain=None))
    assert any("leaves" in problem for problem in plain[-1]["problems"]), plain
    with journey.serving(cases.made(variant)) as origin:
        found = chromium.run(partial(walk, origin=origin, case=case, plain=plain))
    assert not found, "\n".join(found)
