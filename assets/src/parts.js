// The three levels of an equation: wrapper, room and ink. They are elements of mathfit's own, or KaTeX's.
//
// KaTeX has all three in its output, and a framework may own them (React, Vue, Svelte): there mathfit sets an attribute and
// custom properties, and puts in, moves and takes out nothing.

import { BOX_INK, LEVELS } from "./selectors.js";
import { made } from "./state.js";

const MARK = "data-mathfit";

/** @param {Element} display @returns {HTMLElement | null} its ink, where its own elements are wrapper, room and ink */
const ownInk = (display) => display.querySelector(has(display, "box") ? BOX_INK : LEVELS);

/** @param {Element} element @returns {boolean} it is an element of mathfit's own */
export const isOurs = (element) => element.localName === "math-fit";

/** @param {Element} display @returns {HTMLElement | null} its wrapper, where it has one */
export const wrapperOf = (display) =>
  display.closest("math-fit") || (ownInk(display) ? /** @type {HTMLElement} */ (display) : null);

/** @param {Element} wrapper @returns {HTMLElement} */
export const inkOf = (wrapper) =>
  /** @type {HTMLElement} */ (isOurs(wrapper) ? wrapper.querySelector("math-fit-ink") : ownInk(wrapper));

/** @param {Element} wrapper @param {string} name @returns {boolean} */
export const has = (wrapper, name) =>
  isOurs(wrapper) ? wrapper.hasAttribute(name) : (wrapper.getAttribute(MARK) || "").split(" ").includes(name);

/** Set or take away one of the stylesheet's marks. @param {Element} wrapper @param {string} name @param {boolean} on */
export const mark = (wrapper, name, on) => {
  if (isOurs(wrapper)) wrapper.toggleAttribute(name, on);
  else if (has(wrapper, name) !== on) {
    const marks = (wrapper.getAttribute(MARK) || "").split(" ").filter((other) => other && other !== name);
    if (on) marks.push(name);
    if (marks[0]) wrapper.setAttribute(MARK, marks.join(" "));
    else wrapper.removeAttribute(MARK);
  }
};

/** Leave nothing behind where the formula went. @param {Element} wrapper */
export const clear = (wrapper) => {
  const { style } = /** @type {HTMLElement} */ (wrapper);
  if (isOurs(wrapper)) {
    if (made.has(wrapper) && !inkOf(wrapper).firstChild) wrapper.remove();
    else mark(wrapper, "fit", false);
    return;
  }
  wrapper.removeAttribute(MARK);
  for (const name of [...style]) if (name.startsWith("--mathfit")) style.removeProperty(name);
  style.removeProperty("counter-increment");
  // Chromium (156) takes away only what it has written out, which asking makes it do.
  if (!wrapper.getAttribute("style")) wrapper.removeAttribute("style");
};
