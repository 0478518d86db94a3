/*
 * What each output of an engine puts into a page. To support another output, add a row.
 *
 * The build evaluates this file. A script that imports a list gets the finished string, and the names in the
 * stylesheets (`:--typeset` and the like, written as in CSS's own @custom-selector) are replaced by it. So the rows
 * cost readers nothing, and no list is written twice. mathfit/measure/read.js and mathfit/page/find/pieces.py have
 * lists of their own, which are other choices of these elements: both run without the build.
 */

/**
 * One output. Each field but the name is a list of CSS selectors.
 * @typedef {object} Output
 * @property {string} name
 * @property {string} [display]   the element of a display formula that has its margins
 * @property {string} [outer]     the element around a display formula that themes make scroll, and print cuts in two
 * @property {string} [pieces]    boxes as wide as what they hold
 * @property {string} [full]      a numbered formula that fills its line: its min-width is its natural width
 * @property {string} [narrowed]  display elements that are never as narrow as what they hold, unless they are made so
 * @property {string} [typeset]   what is in a wrapper when its formula is typeset, and is not in its source
 * @property {string} [copies]    what the engine keeps beside a formula for the eye or for screen readers
 */

/** @type {Output} */
const KATEX = {
  name: "KaTeX",
  display: ".katex-display",
  outer: ".katex-display",
  // Until 0.17 without prefixes in its class names. An inline formula's line may break between these and nowhere else.
  pieces: ".katex-html>.base,.katex-html>.katex-base",
  typeset: ".katex,.base,.katex-base",
  copies: ".katex-mathml",
};

/** @type {Output[]} */
const OUTPUTS = [
  {
    name: "MathJax 3 and 4",
    display: 'mjx-container[display="true"]',
    outer: "mjx-container",
    // Where MathJax 4 breaks lines in its CHTML there are several boxes: BREAKABLE_PIECE in engines/mathjax4.js.
    pieces: "mjx-container>mjx-math:not([breakable]),mjx-container>svg",
    full: 'mjx-container[width="full"]',
    typeset: "mjx-container,mjx-math",
    copies: "mjx-assistive-mml,mjx-speech",
  },
  {
    name: "MathJax 2, HTML-CSS",
    display: ".MathJax_Display",
    outer: ".MathJax_Display",
    pieces: ".MathJax .math",
    full: ".MathJax_FullWidth .math>span",
    // A piece of an inline formula stands inside of the former. Sources of the class `math` hold text alone.
    typeset: ".MathJax,.math>span",
    copies: "#MathJax_Zoom,.MJX_Assistive_MathML",
  },
  {
    name: "MathJax 2, CommonHTML",
    display: ".MJXc-display",
    outer: ".MJXc-display",
    pieces: ".mjx-chtml>.mjx-math",
    full: '.mjx-full-width .mjx-mtable[style*="min-width"]',
    typeset: ".mjx-chtml,.mjx-math",
  },
  {
    name: "MathJax 2, SVG",
    display: ".MathJax_SVG_Display",
    outer: ".MathJax_SVG_Display",
    pieces: ".MathJax_SVG>:not(.MJX_Assistive_MathML)",
    full: '.MathJax_SVG>svg[width="100%"]',
    typeset: ".MathJax_SVG",
  },
  {
    // SVG in an element of its own; what is in it of MathJax 2's other outputs has a row above.
    name: "mathjax-node-page",
    display: ".mjpage__block",
    outer: ".mjpage__block",
    pieces: ".mjpage>svg",
  },
  KATEX,
  {
    // The browser's own, also as engines (Temml) write it. It has no `outer`: what is a child of the ink is one anyway.
    name: "MathML",
    display: 'math[display="block"]',
    pieces: "math",
    narrowed: "math",
    typeset: "math",
  },
  {
    // The table that LaTeXML puts around MathML or a picture.
    name: "LaTeXML",
    display: "table.ltx_eqn_table",
    narrowed: "table",
  },
  {
    name: "Pictures, of any tool",
    typeset: "svg,img",
  },
];

/** @param {Exclude<keyof Output, "name">} field  @returns {string} the selectors of all rows */
const all = (field) => OUTPUTS.flatMap((output) => output[field] ?? []).join();

export const DISPLAY = all("display");
/** The innermost of KaTeX's own three levels, seen from the outermost. */
export const LEVELS = ":scope>.katex>.katex-html";
export const OUTER = all("outer");
export const KATEX_BASE = /** @type {string} */ (KATEX.pieces);
export const PIECE = all("pieces");
export const FULL = all("full");
export const NARROWED = all("narrowed");
export const TYPESET = all("typeset");
/** What MathJax 2 has put in and does not show yet: the source stands there still. */
export const BUSY =
  ".MathJax_Processing,.MathJax_Processed,.MathJax_SVG_Processing,.MathJax_SVG_Processed,.MJXc-processing,.MJXc-processed";
/** Its two levels in MathJax's output, where a framework owns them: the wrapper is the room as well. */
export const BOX_INK = ":scope>svg,:scope>mjx-math";
/** What has a mark of mathfit's, inline wrappers apart. */
export const FITTED = "math-fit:not([inline]),[data-mathfit]";
/** Elements that typeset in a shadow tree of their own (Distill's). */
export const HOSTS = "d-math";
/** Where frameworks put what they own, and may still have to take it over. */
export const ROOTS =
  "#__next,#__nuxt,#___gatsby,#__docusaurus,[data-reactroot],[data-server-rendered],[data-v-app],astro-island,[ng-version]," +
  "[q\\:container],[data-sveltekit-hydrate]";
/** What is no formula of the page: copies, and what its author is editing. */
export const NOT_OURS = all("copies") + ",[contenteditable]:not([contenteditable=false])";
