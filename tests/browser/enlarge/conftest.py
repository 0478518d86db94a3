"""Pages on which shrunk equations can be enlarged, and what a test does with them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tests.browser.fit import pages
from tests.browser.fit.conftest import FRAMES, play, settled

if TYPE_CHECKING:
    from playwright.async_api import Page

__all__ = ["play"]

ENLARGE = "<script defer src=/assets/mathfit-enlarge.js></script>"
ASSETS = pages.ASSETS + ENLARGE
# In the room; in a shadow tree where a framework may own the room.
BUTTON = "math-fit-room>button,slot~button"
BUTTONS = """[...document.querySelectorAll('math-fit,.katex-display')].flatMap((wrapper) =>
  wrapper.shadowRoot?.querySelector('slot~button') ??
  [...wrapper.querySelectorAll(':scope>math-fit-room>button')])"""
STATE = """() => {
  const wrapper = document.querySelector(':is(math-fit,.katex-display):has(>[slot])');
  const dialog = wrapper && wrapper.shadowRoot.querySelector('dialog');
  return {
    open: !!dialog && dialog.open,
    slots: document.querySelectorAll('[slot]').length,
    left: dialog ? dialog.scrollLeft : 0,
    entry: history.state,
    focus: (document.activeElement.shadowRoot?.activeElement ?? document.activeElement).localName,
  };
}"""
CLOSED = "() => !document.querySelector('[slot]') && !history.state?.mathfit"


def document(body: str, head: str) -> str:
    """Return a page with mathfit, enlarging and an engine's head."""
    return (
        "<!doctype html><html lang=en><meta charset=utf-8><title>t</title>"
        "<meta name=viewport content='width=device-width,initial-scale=1'>"
        f"{ASSETS}{head}<body>{body}"
    )


def wrapped(tex: str) -> str:
    """Return an equation in its wrapper, in a paragraph."""
    return f"<p>Before {pages.WRAPPER.format(tex)} after</p>"


async def ready(page: Page, address: str, count: int = 1) -> None:
    """Open a page and wait until so many of its equations can be enlarged."""
    await page.goto(address)
    await settled(page)
    await page.wait_for_function(f"{BUTTONS}.length === {count}")


async def enlarge(page: Page, index: int = 0) -> dict[str, Any]:
    """Enlarge an equation by the keyboard."""
    await page.locator(BUTTON).nth(index).focus()
    await page.keyboard.press("Enter")
    await page.evaluate(FRAMES)
    return await state(page)


async def state(page: Page) -> dict[str, Any]:
    """Tell what is open, and where the focus is."""
    found: dict[str, Any] = await page.evaluate(STATE)
    return found


async def closed(page: Page) -> None:
    """Wait until the dialog is gone and the history is as it was."""
    await page.wait_for_function(CLOSED)
