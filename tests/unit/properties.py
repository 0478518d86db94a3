"""What must hold for every page, whatever it is."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import html5lib
import turbohtml

from mathfit.errors import PageError
from mathfit.page import decode, rewrite
from mathfit.page.apply import ApplyOptions, Bare, apply_page
from mathfit.page.assets import SELECTOR
from mathfit.page.find import FindOptions
from mathfit.page.remove import remove_html

if TYPE_CHECKING:
    from xml.etree import ElementTree

    from mathfit.page.decode import Raw

OPTIONS = (
    ApplyOptions(),
    ApplyOptions(find=FindOptions(engine="mathjax"), assets="../"),
    ApplyOptions(find=FindOptions(engine="katex"), translate=True),
)


def hold(page: Raw, options: ApplyOptions = OPTIONS[0]) -> int:
    """Check everything that must hold for one page; return the number of its equations.

    One without equations is tried again with the assets that it may get all the same.
    """
    count = _hold(page, options)
    if not count and options.bare is not Bare.ALL:
        _hold(page, replace(options, bare=Bare.ALL))
    return count


def _hold(page: Raw, options: ApplyOptions) -> int:
    original = remove_html(page)
    assert remove_html(original) == original
    try:
        applied = apply_page(page, options)
    except PageError:
        return 0  # left as it was, and named: allowed, but counted by whoever asks
    html = applied.html
    assert remove_html(html) == original
    assert apply_page(html, options).html == html
    if html == original:
        return 0
    assert _is_subsequence(original, html)
    _same_tree(original, html)
    return len(applied.page.equations) if applied.page is not None else 0


def _is_subsequence(original: Raw, changed: Raw) -> bool:
    rest = iter(changed)
    return all(one in rest for one in original)


def _same_tree(original: Raw, changed: Raw) -> None:
    """Compare the WHATWG trees, the wrappers taken out of both by hand."""
    trees = []
    for page in (original, changed):
        text = decode.read(page).text
        tree = turbohtml.parse(text, scripting=True)
        for element in tree.find_all([rewrite.OUTER, rewrite.ROOM, rewrite.INK]):
            element.unwrap()
        for element in tree.select(SELECTOR):
            element.extract()
        trees.append(_outline(tree))
    assert trees[0] == trees[1]


def _outline(tree: turbohtml.Document) -> list[object]:
    """Write a tree down node by node, with text that stands together made one."""
    lines: list[object] = []
    for node in tree.descendants:
        depth = sum(1 for _ in node.ancestors)
        if isinstance(node, turbohtml.Text):
            last = lines[-1] if lines else None
            if isinstance(last, list) and last[0] == depth:
                last[1] += node.data
            else:
                lines.append([depth, node.data])
        elif isinstance(node, turbohtml.Element):
            lines.append((depth, node.tag, sorted(dict(node.attrs).items(), key=str)))
        else:
            lines.append((depth, type(node).__name__, getattr(node, "data", None)))
    return lines


def same_for_html5lib(original: str, changed: str) -> bool:
    """Compare the trees of a third parser; slow, for a few pages."""
    return _events(original) == _events(changed)


def _events(page: str) -> list[object]:
    """Return the tree of html5lib as starts, texts and ends, without wrappers and assets."""
    events: list[object] = []
    ours = (rewrite.OUTER, rewrite.ROOM, rewrite.INK)

    def text(data: str | None) -> None:
        if data and events and isinstance(events[-1], str):
            events[-1] += data
        elif data:
            events.append(data)

    def visit(element: ElementTree.Element) -> None:
        if "data-mathfit" not in element.attrib:
            wrapper = element.tag in ours
            if not wrapper:
                events.append((element.tag, sorted(element.attrib.items())))
            text(element.text)
            for child in element:
                visit(child)
                text(child.tail)
            if not wrapper:
                events.append(None)

    visit(html5lib.parse(page, treebuilder="etree", namespaceHTMLElements=False))
    return events
