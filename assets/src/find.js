// Finding formulas.

import { BREAKABLE, BREAKABLE_PIECE } from "./engines/mathjax4.js";
import { PIECE } from "./selectors.js";
import { added } from "./state.js";

/**
 * @param {string} selector
 * @returns {Set<Element>} what matches in, or is, one of `added`
 */
export const find = (selector) => {
  const found = new Set();
  for (const root of added) {
    if (root instanceof Element && root.matches(selector)) found.add(root);
    for (const element of root.querySelectorAll(selector)) found.add(element);
  }
  return found;
};

/** Something that MathJax 4 may break was seen. @type {boolean | undefined} */
let breaks;

/** Look for what MathJax 4 may break, in `added`: in the whole page it would be looked for at every frame. */
export const findBreaks = () => {
  breaks ||= !!find(BREAKABLE).size;
};

/** @returns {string} the selectors of the boxes that are as wide as what they hold */
export const pieces = () => PIECE + (breaks ? BREAKABLE_PIECE : "");
