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

/** @param {ParentNode} root @returns {string} the selectors of the boxes in it that are as wide as what they hold */
export const pieces = (root) => PIECE + (root.querySelector(BREAKABLE) ? BREAKABLE_PIECE : "");
