// What only KaTeX needs: room for its numbers, and their counting.

import { px } from "../dom.js";
import { inkOf, wrapperOf } from "../parts.js";

const TAG = ".katex-html>.tag,.katex-html>.katex-tag";
// Room between formula and number, in em: KaTeX itself has none.
const TAG_SEPARATION = 0.5;
// Where KaTeX's own levels are wrapper, room and ink, mathfit.css puts so much blank before the ink, in em.
const BLEED = 0.25;
// KaTeX numbers with a CSS counter, and containment would cut it off from the page's.
// Its HTML and its MathML have a counter each, and count the same.
export const COUNTED = [".eqn-num", ".mml-eqn-num"];

/**
 * @param {Element} display
 * @param {(element: Element) => number} width  CSS px
 * @param {number} em  CSS px
 * @returns {number} what indent and number take beside the formula, CSS px
 */
export const besideFormula = (display, width, em) => {
  const tag = display.querySelector(TAG);
  const inner = display.querySelector(".katex");
  const own = wrapperOf(display) === display;
  const padding = own ? px(inkOf(display), "padding-left") - BLEED * em : inner ? px(inner, "padding-left") : 0;
  // `fleqn` indents by more than what is rounded here.
  const indent = padding > 1 ? padding : 0;
  // A centred formula has its number's room on both sides.
  return indent + (tag ? (width(tag) + TAG_SEPARATION * em) * (indent ? 1 : 2) : 0);
};

/**
 * KaTeX's automatic numbers, as the page counts them: what comes before an equation is set inside it, and what it
 * counts is counted outside. Counters that a page sets back on its own elements are followed.
 * @param {boolean} [early]  ask for no style: for most pages these are the numbers, and stay
 */
export const setCounters = (early) => {
  let total = 0;
  /** @type {[HTMLElement, HTMLElement, number, number][]} */
  const changes = [];
  const set = (/** @type {HTMLElement} */ { style }, /** @type {string} */ name, /** @type {string} */ value) => {
    if (style.getPropertyValue(name) !== value) style.setProperty(name, value);
  };
  const counters = (/** @type {number} */ value) => `katexEqnNo ${value} mmlEqnNo ${value}`;
  // An equation has hundreds of elements, none of which can set the counter: they are not even visited.
  const walker = document.createTreeWalker(document.documentElement, 1, {
    acceptNode: (node) => (/** @type {Element} */ (node.parentNode).matches("math-fit,.katex") ? 2 : 1),
  });
  for (let node = walker.root; node; node = /** @type {Node} */ (walker.nextNode())) {
    const element = /** @type {HTMLElement} */ (node);
    if (element.matches("math-fit,.katex")) {
      const before = total;
      const own = Math.max(...COUNTED.map((selector) => element.querySelectorAll(selector).length));
      const wrapper = /** @type {HTMLElement | null} */ (element.closest("math-fit,.katex-display[data-mathfit]"));
      // KaTeX's MathML in what a framework owns has no ink: it only scrolls.
      const ink = wrapper && inkOf(wrapper);
      total += own;
      if (own && ink) changes.push([wrapper, ink, own, before]);
    } else {
      const reset = !early && getComputedStyle(element).counterReset.match("EqnNo (-?\\d+)");
      if (reset) total = +reset[1];
    }
  }
  for (const [wrapper, ink, own, before] of changes) {
    set(wrapper, "counter-increment", counters(own));
    if (ink.localName === "math-fit-ink") set(ink, "counter-reset", counters(before));
    else set(wrapper, "--mathfit-counters", counters(before));
  }
};
