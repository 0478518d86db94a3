// Measuring an equation's natural size, as its engine has typeset it.

import { px } from "./dom.js";
import { besideFormula } from "./engines/katex.js";
import { BROKEN, fullWidth } from "./engines/mathjax2.js";
import { numberedWidth } from "./engines/mathjax2-svg.js";
import { pieces } from "./find.js";
import { has, inkOf, mark, wrapperOf } from "./parts.js";
import { FULL, KATEX_BASE, NARROWED, NOT_OURS } from "./selectors.js";

// MathML is laid out with the rounded widths of its font's letters: at another size they add up to another sum.
const MATHML_SLACK = 1.002;
// The content of the strut in mathfit.css. A theme's own (a number that it counts) is before it: the strut is at the end then.
const STRUT = '"\u2060 \u2060"';

/**
 * The natural width of a display element in CSS px, as laid out (not as painted).
 * @param {Element} display
 * @param {number} zoom  painted px to a px of layout
 * @param {number} em    CSS px
 * @param {(() => void)[]} later  changes to make when everything has been read
 */
const naturalWidth = (display, zoom, em, later) => {
  /** @param {Element | Range | null} element */
  const width = (element) => (element ? element.getBoundingClientRect().width / zoom : 0);
  // What is around the room is no part of what is scaled.
  const edges =
    wrapperOf(display) === display
      ? 0
      : px(display, "padding-left") +
        px(display, "padding-right") +
        px(display, "border-left-width") +
        px(display, "border-right-width");
  const bases = display.querySelectorAll(KATEX_BASE);
  const numbered = bases[0] ? 0 : numberedWidth(display, width, em, later);
  if (numbered) return numbered + edges;
  if (display.matches(NARROWED)) {
    // What is in it can be wider: Firefox (153) adds a sum with limits up to less than it takes.
    const inside = document.createRange();
    inside.selectNodeContents(display);
    return Math.max(width(display), width(inside)) * MATHML_SLACK;
  }
  const full = bases[0] ? null : display.matches(FULL) ? display : display.querySelector(FULL) || display.querySelector(BROKEN);
  if (full) return fullWidth(full, width) + edges;
  let left = Infinity;
  let right = -Infinity;
  let margins = edges;
  for (const box of bases[0] ? bases : display.querySelectorAll(pieces(display))) {
    if (box.closest(NOT_OURS)) continue;
    const rect = box.getBoundingClientRect();
    left = Math.min(left, rect.left);
    right = Math.max(right, rect.right);
    margins += Math.max(0, px(box, "margin-left")) + Math.max(0, px(box, "margin-right"));
  }
  return right < left ? 0 : (right - left) / zoom + margins + besideFormula(display, width, em);
};

/**
 * @typedef {object} Size
 * @property {HTMLElement} wrapper
 * @property {Element[]} displays
 * @property {number} em      font size of the text around it, CSS px
 * @property {number} size    font size that the engine's output is laid out in, CSS px
 * @property {number} w       natural width, em
 * @property {number} h       natural height, em
 * @property {number} top     margin above, em
 * @property {number} bottom  margin below, em
 * @property {number} [above] where the second of its own two levels stands below the top of the first, em
 * @property {boolean} [rtl]  in text that runs from right to left
 * @property {number} [y]   where it stands, CSS px from the top of the window
 */

/**
 * Read one wrapper's numbers. Writes nothing: all are read before the first is written.
 * @param {HTMLElement} wrapper
 * @param {Element[]} displays
 * @param {(() => void)[]} later  changes to make when everything has been read
 * @returns {Size | null} null where nothing is laid out
 */
export const measure = (wrapper, displays, later) => {
  const ink = inkOf(wrapper);
  const em = px(wrapper, "font-size");
  const boxed = has(wrapper, "box");
  const rtl = getComputedStyle(wrapper).direction === "rtl";
  const laidOut = px(ink, "width");
  const zoom = laidOut ? ink.getBoundingClientRect().width / laidOut : 1;
  let width = 0;
  let above = 0;
  let below = 0;
  // A theme's own scroll bar is no part of the equation, and goes when it is fitted.
  let bars = 0;
  let top = Infinity;
  let bottom = -Infinity;
  for (const display of displays) {
    width = Math.max(width, naturalWidth(display, zoom, em, later));
    // Around the second of two levels there may be a line.
    let rect = (display === wrapper && !boxed ? ink : display).getBoundingClientRect();
    if (display === wrapper && !boxed && !has(display, "after") && getComputedStyle(display, "::before").content !== STRUT) {
      later.push(() => mark(display, "after", true));
    }
    if (display === wrapper) {
      above = px(display, "margin-top");
      below = px(display, "margin-bottom");
    }
    for (let element = display; display !== wrapper && element !== ink; element = /** @type {Element} */ (element.parentElement)) {
      const { display: box, overflowX } = getComputedStyle(element);
      // WebKit counts the margins of what is in it as part of an inline box.
      if (box === "inline") continue;
      rect = element.getBoundingClientRect();
      if (/auto|scroll/.test(overflowX)) {
        const { offsetHeight, clientHeight } = /** @type {HTMLElement} */ (element);
        bars += offsetHeight - clientHeight - px(element, "border-top-width") - px(element, "border-bottom-width");
      }
      if (display === displays[0]) above = Math.max(above, px(element, "margin-top"));
      if (display === displays[displays.length - 1]) below = Math.max(below, px(element, "margin-bottom"));
    }
    top = Math.min(top, rect.top);
    bottom = Math.max(bottom, rect.bottom);
  }
  const height = (bottom - top) / zoom - bars;
  if (!(width > 0 && height > 0)) return null;
  const line = boxed ? (ink.getBoundingClientRect().top - top) / zoom / em : undefined;
  return { wrapper, displays, em, above: line, size: px(ink, "font-size"), w: width / em, h: height / em, top: above / em, bottom: below / em, rtl, y: top };
};
