"""The examples are what people copy: valid pages, links that work, commands that exist."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import click
import html5lib
import pytest
from bs4 import BeautifulSoup

from mathfit.cli import cli
from mathfit.engines import match_address

ROOT = Path(__file__).resolve().parents[2]
BLOG = ROOT / "examples" / "blog"
GALLERY = ROOT / "examples" / "gallery"
PAGES = sorted(
    [
        *BLOG.rglob("*.html"),
        *GALLERY.glob("*.html"),
        ROOT / "examples" / "playground" / "index.html",
    ]
)
RECIPES = sorted((ROOT / "examples" / "pipelines").rglob("Makefile"))

pages = pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)


def soup(page: Path) -> BeautifulSoup:
    return BeautifulSoup(page.read_bytes(), "lxml")


@pages
def test_a_page_is_valid_html(page: Path) -> None:
    parser = html5lib.HTMLParser()
    parser.parse(page.read_text(encoding="utf-8"))
    # A bare & is valid today where no name follows it, as in `a &= b`; html5lib is older than that.
    assert [error for error in parser.errors if error[1] != "expected-named-entity"] == []


@pages
def test_a_page_says_its_language_title_and_viewport(page: Path) -> None:
    document = soup(page)
    assert document.html is not None
    assert document.html["lang"] in ("zh-CN", "en")
    assert document.title is not None
    assert document.title.string
    assert document.select_one('meta[name="viewport"][content^="width=device-width"]')


@pages
def test_links_within_the_examples_work(page: Path) -> None:
    for element in soup(page).select("[href], [src]"):
        address = str(element.get("href") or element.get("src"))
        if not address.startswith(("https://", "#")):
            assert (page.parent / address).is_file(), address


def test_the_posts_name_every_engine() -> None:
    named = set()
    for page in BLOG.glob("posts/*.html"):
        for element in soup(page).select("script[src], link[href^='https://']"):
            found = match_address(str(element.get("src") or element["href"]))
            assert found is not None, element
            named.add((found.package, (found.version or "")[:1]))
    assert named == {("mathjax", "2"), ("mathjax", "3"), ("mathjax", "4"), ("katex", "0")}


def test_only_the_page_of_katex_is_typeset_beforehand() -> None:
    typeset = {page.name for page in BLOG.rglob("*.html") if soup(page).select_one(".katex")}
    assert typeset == {"kalman.html"}


@pages
def test_a_page_is_as_it_was_before_apply(page: Path) -> None:
    assert "<math-fit" not in page.read_text(encoding="utf-8")


def test_the_gallery_shows_each_page_with_its_report() -> None:
    text = (ROOT / "docs" / "gallery.md").read_text(encoding="utf-8")
    shown = re.findall(
        r"^\[(\S+)\]\((\S+)\), \d{4}\..*?^!\[.+?\]\((.+?)\)$", text, re.MULTILINE | re.DOTALL
    )
    reports = {}
    for page in GALLERY.glob("*.html"):
        link = soup(page).select_one(".report a")
        assert link is not None
        reports[f"gallery/{page.stem}.png"] = (link.text, link["href"])
    assert {picture: (label, address) for label, address, picture in shown} == reports
    for picture in reports:
        assert (ROOT / "docs" / picture).stat().st_size < 60_000


def commands(recipe: Path) -> list[list[str]]:
    """List the calls of mathfit in a recipe, as words."""
    text = recipe.read_text(encoding="utf-8")
    lines = re.findall(r"^\s*mathfit ([a-z].*)$", text, re.MULTILINE)
    return [shlex.split(line) for line in lines]


@pytest.mark.parametrize("recipe", RECIPES, ids=lambda recipe: recipe.name)
def test_a_recipe_calls_commands_that_exist(recipe: Path) -> None:
    called = commands(recipe)
    assert called
    for verb, *words in called:
        context = click.Context(cli, info_name="mathfit")
        command = cli.get_command(context, verb)
        assert command is not None, verb
        # Raises on an option that there is not; the folders need not be there.
        command.make_context(verb, words, parent=context, resilient_parsing=True)
