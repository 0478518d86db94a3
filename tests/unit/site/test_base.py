"""Below which path a site is served."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from mathfit.page.apply import ApplyOptions
from mathfit.site.apply import apply_site
from mathfit.site.base import base_of
from mathfit.site.walk import open_site
from tests.unit.pages import page

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def root(tmp_path: Path) -> Path:
    (tmp_path / "_astro").mkdir()
    (tmp_path / "_astro" / "a b.css").write_text("")
    (tmp_path / "app.js").write_text("")
    return tmp_path


@pytest.mark.parametrize(
    ("html", "base"),
    [
        ('<link rel="stylesheet" href="/_astro/a%20b.css">', "/"),
        ('<link href=/docs/_astro/a%20b.css rel="stylesheet">', "/docs/"),
        ("<script src='/one/two/app.js?v=1'></script>", "/one/two/"),
        ('<link href="/elsewhere.css"><script src="/app.js"></script>', "/"),
        ('<link href="//other.example/app.js"><a href="app.js">', None),
        ('<script src="/../app.js"></script><script src="/a%00.js"></script>', None),
        ("<p>nothing</p>", None),
    ],
)
def test_by_the_addresses_of_a_page(root: Path, html: str, base: str | None) -> None:
    assert base_of(root, html.encode()) == base


@pytest.mark.parametrize(
    ("router", "start"),
    [('<nav hx-boost="true">', "/docs/mathfit."), ("<nav>", "../mathfit.")],
)
def test_a_router_gets_addresses_that_hold_on_each_page(
    root: Path, router: str, start: str
) -> None:
    (root / "sub").mkdir()
    file = root / "sub" / "a.html"
    file.write_text(page(f'{router}</nav><script src="/docs/app.js"></script>$$x$$'))
    list(apply_site(open_site(root), ApplyOptions(assets=""), jobs=1, write=True))
    written = file.read_text()
    assert f'<link rel="stylesheet" href="{start}' in written
    assert f'<script src="{start}' in written
