"""Records what a page looks like once its engine and mathfit are done, as one file without scripts.

    python -m tests.browser.verify.record PAGE.html RECORDED.html

PAGE is a page after `apply`, or with the snippet in it. What is recorded stays what it is when
mathfit changes: `verify` is tested on faults that mathfit no longer makes.
"""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path

from mathfit.browser.launch import BrowserOptions, open_browser
from mathfit.browser.memory import MemoryGuard
from mathfit.browser.network import Network, Traffic
from mathfit.browser.packages import PackageFolder
from mathfit.browser.served import SiteFiles
from mathfit.browser.session import Opening, Session

ROOT = Path(__file__).parents[3]
WIDTH = 375

# Only the rules that something on the page follows, so that the file can be read.
RECORD = r"""() => {
  const follows = (selector) => {
    const pseudo = /::?(before|after|first-\w+|marker|-webkit-[\w-]+)(\([^)]*\))?/g;
    const plain = selector.replace(pseudo, "");
    const lasting = plain.replace(/:(hover|focus[\w-]*|active|visited|target)\b/g, "");
    try { return !!document.querySelector(lasting); } catch { return true; }
  };
  const kept = (rules) => [...rules].flatMap((rule) => {
    if (rule instanceof CSSFontFaceRule) return [];
    if (rule instanceof CSSStyleRule) return follows(rule.selectorText) ? [rule.cssText] : [];
    if (rule.cssRules && !(rule instanceof CSSKeyframesRule)) {
      const inside = kept(rule.cssRules);
      const head = rule.cssText.slice(0, rule.cssText.indexOf("{"));
      return inside.length ? [`${head}{\n${inside.join("\n")}\n}`] : [];
    }
    return [rule.cssText];
  });
  const sheets = [...document.styleSheets, ...document.adoptedStyleSheets];
  const css = sheets.flatMap((sheet) => kept(sheet.cssRules)).join("\n");
  const copy = document.documentElement.cloneNode(true);
  const gone = "script, style, link, noscript, mjx-assistive-mml, .katex-mathml, mjx-speech";
  for (const element of copy.querySelectorAll(gone)) element.remove();
  copy.querySelector("head").insertAdjacentHTML("beforeend", "<style>\n</style>\n");
  copy.querySelector("head style").append(css + "\n");
  return "<!doctype html>\n" + copy.outerHTML.replace(/[ \t]+\n/g, "\n") + "\n";
}"""


async def record(page: Path) -> str:
    """Return what the page is once nothing moves."""
    network = Network(SiteFiles(page.parent), PackageFolder.read(ROOT / "node_modules"))
    async with open_browser(BrowserOptions()) as (browser, _):
        opening = Opening(WIDTH, 30)
        session = await Session.open(
            browser, network, page.name, opening, Traffic(), MemoryGuard(0)
        )
        await session.load()
        found = str(await session.evaluate(RECORD))
        await session.close()
        return found


if __name__ == "__main__":
    source, target = map(Path, sys.argv[1:])
    target.write_text(asyncio.run(record(source)), encoding="utf-8")
