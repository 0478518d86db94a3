// Measures each equation's natural size once, when its engine has typeset it, and hands the numbers to mathfit.css.
// At a resize or a rotation nothing here runs: there is no resize listener, and observers watch the tree, not sizes. But
// on long pages an equation that was far from the screen when its fonts came is measured in them once, when it comes near.
//
// Where the page was not prepared by `mathfit apply`, the wrappers are made here, around what the engine put in.
//
// Options are data attributes of the script's tag:
//   data-min-scale="0.4"   the smallest scale; below it the equation scrolls inside its wrapper. 0: no limit
//   data-inline="off"      leave inline formulas alone
//   data-translate="yes"   let a browser's translation into the formulas
//   data-enlarge="off"     leave away the script in enlarge/, where one file has both (`standalone` in mathfit/page/assets.py)
//
// The build joins the modules into one script. They share a page with others: only this one acts when it is loaded, and
// only once a page; the others declare.
"use strict";

import { again, collectEarly, refresh, watch } from "./observe.js";
import { floor, options } from "./options.js";
import { whenReady } from "./owned.js";

const start = () => {
  const root = document.documentElement;
  if (options.minScale) root.style.setProperty("--mathfit-floor", String(floor));
  // The whole document: a router may put another root element into it.
  watch(document);
  collectEarly();
  whenReady(() => watch(document));
  // A web font that arrives late changes KaTeX's and MathML's widths, and heights even in MathJax's CHTML, whose widths
  // come from its own metrics (its lines stand on a font of no height, MJXZERO).
  document.fonts.addEventListener("loadingdone", again);
  addEventListener("beforeprint", () => window.mathfit.refresh());
};

if (!window.mathfit) {
  window.mathfit = {
    version: "0.1.0",
    options,
    refresh,
  };
  if (document.body) start();
  else addEventListener("DOMContentLoaded", start);
}
