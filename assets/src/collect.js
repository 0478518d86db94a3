// Collecting what is typeset and not yet fitted.

import { findRules, hasCounters, setCounters } from "./counters.js";
import { isBusy } from "./engines/mathjax2.js";
import { SCALED, unscale } from "./engines/mathjax4.js";
import { find } from "./find.js";
import { isOwned } from "./owned.js";
import { has, mark, wrapperOf } from "./parts.js";
import { box, scroll } from "./scroll.js";
import { DISPLAY, NOT_OURS } from "./selectors.js";
import { done, due, fresh, shown, sizeless } from "./state.js";
import { wrapDisplay } from "./wrap.js";

/** The counters were set since the last frame. @type {boolean | undefined} */
let counted;

/**
 * Find what is typeset and not yet fitted in `added`, and lay it out as it will be when it is fitted: so that the
 * browser lays the inside of an equation out once, before it is measured, and not again after that.
 * @param {boolean} [early]  only what no engine works on any more
 * @returns {Map<HTMLElement, Element[]>} the display elements of each wrapper
 */
export const collect = (early) => {
  const wrappers = new Map();
  const scaled = new Set();
  for (const display of find(DISPLAY)) {
    const busy = isBusy(display);
    const known = wrapperOf(display);
    // Moved out of its wrapper by a script of the page, it is to have another.
    if ((known && done.has(display)) || display.closest(NOT_OURS) || (early && busy)) continue;
    // A framework has taken out what was in it, and may put in other things.
    if (!busy && !display.firstElementChild) continue;
    // MathJax's container in Temml's, a copy for screen readers: the outer one is the equation.
    if (/** @type {Element} */ (display.parentElement).closest(DISPLAY + ",math-fit")?.matches(DISPLAY)) continue;
    if (!known) done.delete(display);
    const owned = !known && isOwned(display);
    const boxed = owned && box(display);
    if (owned && !boxed) scroll(display);
    // Where it cannot be known yet, all is collected again.
    if ((owned && !boxed) || owned === undefined) continue;
    const wrapper = wrapperOf(display) || wrapDisplay(display);
    if (busy && !shown.has(display)) {
      sizeless.add(display);
      continue;
    }
    if (!busy && !has(wrapper, "fit") && !has(wrapper, "box")) {
      mark(wrapper, "fit", true);
      fresh.add(wrapper);
    }
    mark(wrapper, "lazy", false);
    // MathJax 4 has a rule against it where it scrolls or truncates.
    const { style } = /** @type {HTMLElement} */ (display);
    if (!busy && !has(wrapper, "box") && style.minWidth) style.setProperty("min-width", style.minWidth, "important");
    if (display.matches(SCALED)) scaled.add(display);
    wrappers.set(wrapper, [...(wrappers.get(wrapper) || []), display]);
  }
  unscale(scaled);
  // Before measuring: inside an equation that is laid out as fitted, each number would be the first.
  if (!early && wrappers.size) findRules();
  const counts = due.counters || [...wrappers.keys()].some(hasCounters);
  if (counts && !(early && counted)) {
    setCounters(early);
    counted = true;
    due.counters = !!early;
  }
  // Not early is once a frame.
  if (!early) counted = false;
  return wrappers;
};
