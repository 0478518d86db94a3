// What only MathJax 2 needs: for all its outputs, and for CommonHTML.

import { px } from "../dom.js";

/** MathJax 2 measures and moves what it has put in. @param {Element} display @returns {boolean} it may still do so */
export const isBusy = (display) => /MJX|MathJax_/.test(display.className);

// MathJax 2 keeps a preview before its output and the source behind it, and looks for them beside it.

/** @param {Element} display @returns {Element} the first of them that are there */
export const firstOf = (display) => {
  const before = display.previousElementSibling;
  return before && before.matches(".MathJax_Preview") ? before : display;
};

/** @param {Element} display @returns {Element} the last of them that are there */
export const lastOf = (display) => {
  const after = display.nextElementSibling;
  return after && after.matches('script[type^="math/"]') ? after : display;
};

// Where CommonHTML broke the lines itself, only the whole is as wide as the line, and no table of it.
export const BROKEN = ".mjx-full-width";

/**
 * @param {Element} full  a formula that fills its line, of any engine
 * @param {(element: Element | null) => number} width  CSS px
 * @returns {number} its natural width, CSS px
 */
export const fullWidth = (full, width) => {
  // CommonHTML guesses the width of letters that its fonts lack, such as CJK: its min-width can be too small.
  const table = full.querySelector(".mjx-table");
  const guess = table ? width(table) + 2 * width(full.querySelector(".mjx-itable")) : 0;
  const lines = Array.from(full.querySelectorAll(".mjx-stack>.mjx-block>.mjx-box"), width);
  return Math.max(px(full, "min-width"), guess, ...lines);
};
