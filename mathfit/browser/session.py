"""A tab that a page cannot get out of: it stays at its address, and every question gets a no."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playwright.async_api import Dialog, Page

# A page that goes elsewhere by script takes what is still loading with it. Refused where it begins;
# where a browser has no such event, the network refuses what it asks for.
STAY = """globalThis.navigation?.addEventListener("navigate", (event) => {
  if (event.destination.sameDocument || !event.cancelable) return;
  event.preventDefault();
  globalThis[Symbol.for("mathfit.left")] = event.destination.url;
});"""
LOADED = """() => document.readyState === "complete"
  || new Promise((resolve) => addEventListener("load", () => resolve(true), { once: true }))"""


async def load(tab: Page, url: str) -> None:
    """Go to an address and wait for the page's load event; whoever calls it sets the limit."""
    # Not "load", which is never told of a page that tries to go elsewhere meanwhile.
    await tab.goto(url, wait_until="commit", timeout=0)
    await tab.evaluate(LOADED)


def answer_questions(tab: Page, asked: list[str] | None = None) -> None:
    """Answer the tab's dialogs with no, and close what it opens; `asked` gets their messages."""

    async def answer(dialog: Dialog) -> None:
        if dialog.type == "beforeunload":
            await dialog.accept()  # leaving is what we want
            return
        if asked is not None:
            asked.append(dialog.message)
        await dialog.dismiss()

    tab.on("dialog", answer)
    tab.on("popup", lambda popup: asyncio.ensure_future(popup.close()))
