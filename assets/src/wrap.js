// Wrappers where the page was not prepared by `mathfit apply`: around what the engine put in.

import { make } from "./dom.js";
import { firstOf, lastOf } from "./engines/mathjax2.js";
import { options } from "./options.js";
import { made } from "./state.js";

/**
 * Put wrapper, room and ink around a run of siblings.
 * @param {Node} first
 * @param {Node} last
 * @returns {HTMLElement} the wrapper
 */
export const wrap = (first, last) => {
  const wrapper = make("math-fit", options.translate === "yes" ? "" : "no");
  const ink = make("math-fit-ink");
  wrapper.appendChild(make("math-fit-room")).appendChild(ink);
  /** @type {Node} */ (first.parentNode).insertBefore(wrapper, first);
  const run = document.createRange();
  run.setStartBefore(first);
  run.setEndAfter(last);
  ink.appendChild(run.extractContents());
  made.add(wrapper);
  return wrapper;
};

/** @param {Element} display @returns {HTMLElement} its new wrapper */
export const wrapDisplay = (display) => wrap(firstOf(display), lastOf(display));
