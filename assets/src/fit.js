// Fitting what was collected: measuring, then writing.

import { px } from "./dom.js";
import { findBreaks } from "./find.js";
import { giveWay } from "./give.js";
import { fitInline, wideInline } from "./inline.js";
import { measure } from "./measure.js";
import { options } from "./options.js";
import { has, inkOf, mark } from "./parts.js";
import { besideNumbers, place, unplace } from "./place.js";
import { unbox } from "./scroll.js";
import { NARROWED } from "./selectors.js";
import { added, fresh, sizeless } from "./state.js";
import { write } from "./write.js";

// From so many equations on, those far from the screen are not kept up to date. Fewer cost little, and what pictures
// a whole page at once finds all of them painted.
const LAZY_MIN = 100;
// Screens within which an equation is kept up to date.
const NEAR = 3;

// Milliseconds for which their number is taken for what it was: to count them takes longer than all else in a frame, on a
// page that an engine fills little by little.
const COUNTED_FOR = 1000;

/** How many equations there are at most: one that is fitted again counts twice. */
let most = 0;
/** There were so many when they were counted. */
let many = false;
/** When that was, on the clock of `performance`. */
let counted = -COUNTED_FOR;

/** @param {number} more  how many are fitted @returns {boolean} there are so many that some are not kept up to date */
const areMany = (more) => {
  most += more;
  if (most >= LAZY_MIN && performance.now() - counted >= COUNTED_FOR) {
    counted = performance.now();
    most = Math.max(...["math-fit", ".katex-display"].map((selector) => document.querySelectorAll(selector).length));
    many = most >= LAZY_MIN;
  }
  return many;
};

/**
 * Fit what was collected, and the inline formulas of `added`. All is read before the first number is written.
 * @param {ReturnType<typeof import("./collect.js").collect>} wrappers
 * @param {() => void} again  to be called when all is to be measured once more
 */
export const fit = (wrappers, again) => {
  // MathML has no box of its natural width: it is made as narrow as it can be, for the time of reading.
  /** @type {HTMLElement[]} */
  const narrowed = [];
  // Each is measured at the size of the text around it.
  const fixed = [...wrappers.keys()].filter((wrapper) => has(wrapper, "fixed"));
  for (const wrapper of fixed) mark(wrapper, "fixed", false);
  const boxes = [...wrappers.keys()].filter((wrapper) => has(wrapper, "box"));
  for (const wrapper of boxes) mark(wrapper, "fit", false);
  for (const wrapper of wrappers.keys()) unplace(wrapper);
  place(wrappers.keys(), again);
  for (const [wrapper, displays] of wrappers) {
    if (!displays.some((display) => display.matches(NARROWED))) continue;
    const ink = inkOf(wrapper);
    ink.style.cssText += ";width:min-content;white-space:nowrap";
    narrowed.push(ink);
  }
  findBreaks();
  const wide = options.inline === "off" ? [] : wideInline();
  added.clear();
  /** @type {(() => void)[]} */
  const later = [];
  const lazy = areMany(wrappers.size);
  let heights = 0;
  for (const [wrapper, displays] of wrappers) {
    /** @type {(() => void)[]} */
    const changes = [];
    const size = measure(wrapper, displays, changes);
    if (size) {
      // What is near would be left out of the layout, and in the same frame be taken back into it. Without their
      // numbers those before it have no height yet.
      const far = Math.abs((size.y || 0) + heights) > NEAR * innerHeight;
      if (fresh.has(wrapper)) heights += size.h * px(wrapper, "font-size");
      later.push(...changes, () => write(size, lazy && far));
      const aside = besideNumbers(wrapper, displays[0], size.em);
      if (aside) later.push(aside);
    } else {
      // Where nothing can be measured (MathJax 2's numbered SVG, a second time), the size that it has stays.
      if (fixed.includes(wrapper)) later.push(() => mark(wrapper, "fixed", true));
      if (!displays[0].getBoundingClientRect().height) sizeless.add(displays[0]);
      if (fresh.has(wrapper)) later.push(() => mark(wrapper, "fit", false));
    }
    fresh.delete(wrapper);
  }
  for (const { style } of narrowed) style.width = style.whiteSpace = "";
  for (const change of later) change();
  unbox(boxes.filter((wrapper) => has(wrapper, "fit")));
  const inline = wide[0] ? fitInline(wide) : [];
  giveWay([...[...wrappers.keys()].filter((wrapper) => has(wrapper, "fit") && !has(wrapper, "box")), ...inline]);
};
