// Collecting what is typeset and not yet fitted.

import { COUNTED, setCounters } from "./engines/katex.js";
import { isBusy } from "./engines/mathjax2.js";
import { SCALED, unscale } from "./engines/mathjax4.js";
import { find } from "./find.js";
import { DISPLAY, NOT_OURS } from "./selectors.js";
import { done, fresh, shown, sizeless } from "./state.js";
import { wrapDisplay } from "./wrap.js";

/** KaTeX's counters were set since the last frame. @type {boolean | undefined} */
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
    if (done.has(display) || display.closest(NOT_OURS) || (early && busy)) continue;
    const outer = /** @type {Element} */ (display.parentElement).closest(DISPLAY + ",math-fit");
    // MathJax's container in Temml's, a copy for screen readers: the outer one is the equation.
    if (outer && !outer.matches("math-fit")) continue;
    const wrapper = /** @type {HTMLElement} */ (outer || wrapDisplay(display));
    if (busy && !shown.has(display)) {
      sizeless.add(display);
      continue;
    }
    if (!busy && !wrapper.hasAttribute("fit")) {
      wrapper.toggleAttribute("fit", true);
      fresh.add(wrapper);
    }
    wrapper.toggleAttribute("lazy", false);
    // MathJax 4 has a rule against it where it scrolls or truncates.
    const { style } = /** @type {HTMLElement} */ (display);
    if (!busy && style.minWidth) style.setProperty("min-width", style.minWidth, "important");
    if (display.matches(SCALED)) scaled.add(display);
    wrappers.set(wrapper, [...(wrappers.get(wrapper) || []), display]);
  }
  unscale(scaled);
  // Before measuring: inside an equation that is laid out as fitted, each number would be the first.
  if (!(early && counted) && [...wrappers.keys()].some((wrapper) => wrapper.querySelector(COUNTED.join()))) {
    setCounters(early);
    counted = true;
  }
  // Not early is once a frame.
  if (!early) counted = false;
  return wrappers;
};
