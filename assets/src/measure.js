// Measuring an equation's natural size, as its engine has typeset it.

import { px } from "./dom.js";
import { besideFormula } from "./engines/katex.js";
import { BROKEN, fullWidth } from "./engines/mathjax2.js";
import { numberedWidth } from "./engines/mathjax2-svg.js";
import { spreadWidth } from "./engines/mathjax-svg.js";
import { pieces } from "./find.js";
import { has, inkOf, mark, wrapperOf } from "./parts.js";
import { SEPARATION, STRUT, themeNumbers } from "./place.js";
import { FULL, KATEX_BASE, NARROWED, NOT_OURS } from "./selectors.js";

// MathML is laid out with the rounded widths of its font's letters: at another size they add up to another sum.
const MATHML_SLACK = 1.002;

// The tables in a numbered formula that fills its line.
const TABLES = "mjx-table,.mjx-table,svg[data-table]";
// Helper boxes that stick out by less (em) are nothing to see.
const SPARE = 0.5;

/**
 * @param {Element} box
 * @param {number} zoom  painted px to a px of layout
 * @returns {number} what sticks out of it at the right, CSS px: what has no width for its engine, or one that its author gave it
 */
const outOf = (box, zoom) => {
  if (!(box instanceof SVGSVGElement)) return box.scrollWidth - box.clientWidth;
  const { x, width } = box.viewBox.baseVal;
  const inner = /** @type {SVGGElement | null} */ (box.querySelector(":scope>g"));
  const ink = width && inner ? inner.getBBox() : null;
  if (!ink || !inner || !ink.width) return 0;
  // The view box of a table beside a number begins in its middle.
  const end = box.matches("[data-table]") ? 2 * x : x + width;
  return ((ink.x + ink.width - end) * inner.getBoundingClientRect().width) / ink.width / zoom;
};

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
  let edges = 0;
  if (wrapperOf(display) !== display) {
    // The formula is in the middle.
    edges = 2 * Math.max(...themeNumbers(display).map((side) => side && side + SEPARATION * em));
    for (let at = display; at.localName !== "math-fit-ink"; at = /** @type {Element} */ (at.parentElement)) {
      const style = getComputedStyle(at);
      if (style.display === "inline") continue;
      // Those of the display element are a part of what stands in the middle of its line; a negative one gives room.
      const names = ["padding-left", "padding-right", "border-left-width", "border-right-width"];
      if (at !== display) names.push("margin-left", "margin-right");
      for (const name of names) edges += parseFloat(style.getPropertyValue(name)) || 0;
    }
  }
  const bases = display.querySelectorAll(KATEX_BASE);
  const laidAgain = bases[0] ? 0 : numberedWidth(display, width, em, later) || spreadWidth(display, zoom, later);
  if (laidAgain) return laidAgain + edges;
  if (display.matches(NARROWED)) {
    // What is in it can be wider: Firefox (153) adds a sum with limits up to less than it takes.
    const inside = document.createRange();
    inside.selectNodeContents(display);
    return Math.max(width(display), width(inside)) * MATHML_SLACK;
  }
  const full = bases[0] ? null : display.matches(FULL) ? display : display.querySelector(FULL) || display.querySelector(BROKEN);
  /** Of boxes that stand in the middle: what sticks out at the right, and as much blank at the left. */
  const sticksOut = (/** @type {Iterable<Element>} */ boxes) => {
    const out = Math.max(0, ...Array.from(boxes, (box) => outOf(box, zoom)));
    return out > SPARE * em ? 2 * out : 0;
  };
  if (full) return fullWidth(full, width) + edges + sticksOut(display.querySelectorAll(TABLES));
  let left = Infinity;
  let right = -Infinity;
  let margins = edges;
  const boxes = [...(bases[0] ? bases : display.querySelectorAll(pieces()))].filter((box) => !box.closest(NOT_OURS));
  for (const box of boxes) {
    const rect = box.getBoundingClientRect();
    left = Math.min(left, rect.left);
    right = Math.max(right, rect.right);
    margins += Math.max(0, px(box, "margin-left")) + Math.max(0, px(box, "margin-right"));
  }
  return right < left ? 0 : (right - left) / zoom + margins + sticksOut(boxes) + besideFormula(display, width, em);
};

/** @param {number} one @param {number} other  margins that meet @returns {number} what comes of them */
const collapsed = (one, other) => Math.max(one, other, 0) + Math.min(one, other, 0);

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
    // A theme's own (a number that it counts) is before it: the strut is at the end then.
    if (display === wrapper && !boxed && !has(display, "after") && getComputedStyle(display, "::before").content !== STRUT) {
      later.push(() => mark(display, "after", true));
    }
    // A theme that has it as a table or in a line knows why.
    if (display === wrapper && !boxed && getComputedStyle(display).display === "block") later.push(() => mark(display, "root", true));
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
      // It keeps the margins of what is in it.
      if (box === "flow-root") above = below = 0;
      if (display === displays[0]) above = collapsed(above, px(element, "margin-top"));
      if (display === displays[displays.length - 1]) below = collapsed(below, px(element, "margin-bottom"));
    }
    top = Math.min(top, rect.top);
    bottom = Math.max(bottom, rect.bottom);
  }
  const height = (bottom - top) / zoom - bars;
  if (!(width > 0 && height > 0)) return null;
  const line = boxed ? (ink.getBoundingClientRect().top - top) / zoom / em : undefined;
  return { wrapper, displays, em, above: line, size: px(ink, "font-size"), w: width / em, h: height / em, top: above / em, bottom: below / em, rtl, y: top };
};
