/*
 * What the engines put into a page: which elements are formulas, which parts of them are seen, and
 * where their source is. The one place to change for an engine.
 */
() => {
  "use strict";

  // The outermost element that each engine puts into the page for a formula, and whether it is a
  // display. Order matters where one engine's element lies inside another's.
  const ENGINES = [
    ["MathJax", ".MathJax_Display, .MJXc-display, .MathJax_SVG_Display", true],
    ["LaTeXML", "table.ltx_eqn_table", true],
    ["MathJax", 'mjx-container[jax][display="true"], mjx-container[jax][display="block"]', true],
    ["MathJax", "span.mjpage__block", true],
    ["KaTeX", ".katex-display", true],
    ["MathML", 'math[display="block"], math[mode="display"]', true],
    ["MathJax", "mjx-container[jax]", false],
    ["MathJax", "span.MathJax, span.mjx-chtml, span.MathJax_SVG, span.MathJax_CHTML", false],
    ["MathJax", "span.mjpage", false],
    ["KaTeX", ".katex", false],
    ["MathML", "math", false],
  ];
  // What an engine keeps beside the picture for other readers (speech, MathML, sources).
  const UNSEEN =
    "mjx-assistive-mml, .MJX_Assistive_MathML, .katex-mathml, mjx-speech, mjx-braille, defs, " +
    "script, style, template, noscript, annotation, annotation-xml, .MathJax_Preview, " +
    ".MathJax_Processing, .MJX_HoverRegion, mjx-menu";
  const NUMBERS =
    '[id^="mjx-eqn"], mjx-labels mjx-mtd, .katex-tag, .katex-html > .tag, .tml-tag, ' +
    ".tml-eqn, .ltx_eqn_eqno .ltx_tag";
  const ERRORS = "mjx-merror, .katex-error, .merror, .mjx-merror, .tml-error, " +
    '[data-mml-node="merror"], merror, .MathJax_Error, .noError';
  // The engine's outer layers: what cuts ink here was put there by a theme. Deeper down, clipping
  // is how engines draw (a radical's tail, a stretched brace).
  const OUTER = ".katex, .katex-html, .katex-display, mjx-container, mjx-math, .MathJax, " +
    ".MathJax_SVG, .mjx-chtml, .MathJax_Display, .MJXc-display, .MathJax_SVG_Display, .mjpage, nobr, " +
    ".math, .mjx-math, math";

  // What leaves the room of a formula and draws nothing, on purpose.
  const PHANTOMS = "mjx-mphantom, mphantom, .mjx-mphantom, .mphantom, " +
    '[data-mml-node="mphantom"], [style*="color:transparent"], [style*="color: transparent"], ' +
    '[style*="visibility:hidden"], [style*="visibility: hidden"]';

  // A custom element that is not MathJax's: somebody put it there, around the engine's output or into it.
  const isWrapper = (element) => element.localName.includes("-") && !element.localName.startsWith("mjx-");

  const selector = ENGINES.map(([, css]) => css).join(", ");

  const sources = new Map();
  try {
    for (const item of window.MathJax?.startup?.document?.math ?? []) {
      sources.set(item.typesetRoot, item.math);
    }
  } catch { /* a page's own object of that name */ }
  const sourceOf = (unit) => {
    const annotation = unit.querySelector('annotation[encoding="application/x-tex"]');
    if (annotation) return annotation.textContent;
    if (sources.has(unit)) return sources.get(unit);
    for (let at = unit; at && at !== document.body; at = at.parentElement) {
      const script = at.nextElementSibling;
      if (script?.matches('script[type^="math/"]')) return script.textContent;
      if (at.parentElement?.childElementCount > 1) break;
    }
    const math = unit.matches("math") ? unit : unit.querySelector("math");
    return math?.getAttribute("alttext") ?? "";
  };

  const unitOf = (element) => {
    let outermost = null;
    for (let at = element.closest(selector); at; at = at.parentElement?.closest(selector)) {
      outermost = at;
    }
    return outermost;
  };
  return { ENGINES, UNSEEN, NUMBERS, ERRORS, OUTER, PHANTOMS, isWrapper, selector, sourceOf, unitOf };
}
