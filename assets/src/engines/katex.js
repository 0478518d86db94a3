// What only KaTeX needs: room for its numbers.

import { px } from "../dom.js";
import { inkOf, wrapperOf } from "../parts.js";
import { KATEX_BASE } from "../selectors.js";

const TAG = ".katex-html>.tag,.katex-html>.katex-tag";
// Room between formula and number, in em: KaTeX itself has none.
const TAG_SEPARATION = 0.5;
// Where KaTeX's own levels are wrapper, room and ink, mathfit.css puts so much blank before the ink, in em.
const BLEED = 0.25;

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
 * @param {Element} box  a box of an inline formula
 * @returns {Element[] | null} all boxes of its formula, where a theme forbids breaks between them (Icarus does) and it is the
 *   first; none, where it is another of these; null where the line may be broken
 */
export const unbroken = (box) => {
  const line = /** @type {Element} */ (box.parentElement);
  const boxes = box.matches(KATEX_BASE) ? [...line.children].filter((child) => child.matches(KATEX_BASE)) : [];
  if (boxes.length < 2 || getComputedStyle(line).whiteSpace !== "nowrap") return null;
  return box === boxes[0] ? boxes : [];
};
