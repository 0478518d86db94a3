"""What the numbers say that a stylesheet counts, as the browser draws them.

A page's script can see that an element draws a counter, but not its value. Chromium tells it in a
snapshot of what is laid out; other browsers do not.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from playwright.async_api import Page

_ELEMENT, _FRAGMENT = 1, 11


async def snapshot(page: Page) -> Mapping[str, Any] | None:
    """Return Chromium's snapshot of what is laid out; None in another browser."""
    browser = page.context.browser
    if browser is None or browser.browser_type.name != "chromium":
        return None
    session = await page.context.new_cdp_session(page)
    try:
        found: dict[str, Any] = await session.send(
            "DOMSnapshot.captureSnapshot", {"computedStyles": []}
        )
        return found
    finally:
        await session.detach()


def texts(found: Mapping[str, Any], count: int, places: Iterable[int]) -> dict[int, str]:
    """Return what the elements at some places draw before and after themselves.

    A place is an element's among all `count` of the document. Nothing where the snapshot has
    another count: the page has changed in between.
    """
    strings: list[str] = found["strings"]
    document = found["documents"][0]
    nodes, layout = document["nodes"], document["layout"]
    parents: list[int] = nodes["parentIndex"]
    kinds: list[int] = nodes["nodeType"]
    pseudo = set(nodes["pseudoType"]["index"])
    # A shadow tree's elements are none of the document's; what stands in its slots is.
    shadow = set(nodes["shadowRootType"]["index"])
    apart: set[int] = set()
    elements: list[int] = []
    for node, (kind, parent) in enumerate(zip(kinds, parents, strict=True)):
        if kind == _FRAGMENT or parent in apart or node in pseudo:
            apart.add(node)
        elif kind == _ELEMENT and node not in shadow:
            elements.append(node)
    if len(elements) != count:
        return {}
    drawn: defaultdict[int, str] = defaultdict(str)
    for node, text in zip(layout["nodeIndex"], layout["text"], strict=True):
        if text >= 0 and node in pseudo:
            drawn[parents[node]] += strings[text]
    return {place: drawn.get(elements[place], "") for place in places}
