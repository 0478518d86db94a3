"""The stylesheets and fonts of an engine, copied into a site."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from mathfit.browser.network import Network
from mathfit.browser.packages import PackageFolder
from mathfit.browser.served import SiteFiles
from mathfit.errors import PageError
from mathfit.measure.fonts import read_sheet, with_copies

if TYPE_CHECKING:
    from pathlib import Path

ADDRESS = "//cdn.jsdelivr.net/npm/katex@0.16/dist/katex.min.css"
CSS = (
    '@font-face{font-family:A;src:url(fonts/A.woff2) format("woff2"),url(fonts/A.woff) '
    'format("woff"),url(fonts/A.ttf)}.a:after{content:"\u200b";background:url(data:image/png,a)}'
)


@pytest.fixture
def network(tmp_path: Path) -> Network:
    dist = tmp_path / "node_modules" / "katex" / "dist"
    (dist / "fonts").mkdir(parents=True)
    package = {"name": "katex", "version": "0.16.1"}
    (dist.parent / "package.json").write_text(json.dumps(package), encoding="utf-8")
    (dist / "katex.min.css").write_text(CSS, encoding="utf-8")
    (dist / "fonts" / "A.woff2").write_bytes(b"font")
    return Network(SiteFiles(tmp_path), PackageFolder.read(tmp_path / "node_modules"))


def test_a_stylesheet_names_its_fonts_by_whole_addresses(network: Network) -> None:
    sheet = read_sheet(ADDRESS, network)
    for suffix in ("woff2", "woff", "ttf"):
        assert f'url("https://cdn.jsdelivr.net/npm/katex@0.16/dist/fonts/A.{suffix}")' in sheet
    assert sheet.endswith('.a:after{content:"\\200b ";background:url(data:image/png,a)}')


def test_its_fonts_are_copied(network: Network) -> None:
    css, (font,) = with_copies(read_sheet(ADDRESS, network), network)
    assert font.data == b"font"
    assert f'url("mathfit-site:{font.name}")' in css
    assert "https:" not in css
    assert css.count("url(") == 2


def test_of_a_font_in_several_formats_the_newest_is_copied(network: Network) -> None:
    fonts = "https://cdn.jsdelivr.net/npm/katex@0.16/dist/fonts/A"
    (found,) = network.site.root.rglob("A.woff2")
    found.with_suffix(".woff").write_bytes(b"older")
    # As MathJax 2 has it.
    sources = f'src:url("{fonts}.woff") format("woff"), url("{fonts}.otf") format("opentype")'
    css, (font,) = with_copies(f"@font-face{{font-family:A;{sources}}}", network)
    assert font.data == b"older"
    assert css == f'@font-face{{font-family:A;src:url("mathfit-site:{font.name}") format("woff")}}'


def test_what_is_not_to_be_had_is_named(network: Network) -> None:
    with pytest.raises(PageError, match=r"katex@0.16/dist/no.css is not in "):
        read_sheet("https://cdn.jsdelivr.net/npm/katex@0.16/dist/no.css", network)
