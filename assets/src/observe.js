// When to look at the page again: what was put in or changed, what is shown, what comes near, fonts.

import { collect } from "./collect.js";
import { BREAKABLE } from "./engines/mathjax4.js";
import { fit } from "./fit.js";
import { DISPLAY, PIECE } from "./selectors.js";
import { added, done, measured, shown, sizeless, stale } from "./state.js";

const FORMULA = [DISPLAY, PIECE, BREAKABLE].join();

/** A frame was asked for. @type {boolean | undefined} */
let scheduled;
/** To be told when the fonts are there was asked for. @type {boolean | undefined} */
let waiting;
/** The page was seen to have the stylesheet. @type {boolean | undefined} */
let styled;

// What has no size (closed details, hidden tabs, MathJax 2 at work): told when it has, and fitted before that is painted.
// Its height counts: an empty block is as wide as its line.
const hidden = new ResizeObserver((entries) => {
  const found = entries.filter((entry) => entry.contentRect.height);
  for (const { target } of found) {
    hidden.unobserve(target);
    shown.add(target);
    added.add(target);
  }
  if (found[0]) safely(fitAdded);
});

// Not by the event that tells of content-visibility: it does not bubble everywhere, and in WebKit it comes when the
// equation is on the screen.
const near = new IntersectionObserver(
  (entries) => {
    nearer(entries.filter((entry) => entry.isIntersecting).map((entry) => entry.target));
    if (added.size) safely(fitAdded);
  },
  { rootMargin: "150%" },
);

// Engines that are slow, late or called again, content that arrives later, a renderer switched in MathJax's menu: all
// of them put elements into the tree, and one observer sees them all.
export const tree = new MutationObserver((records) => {
  look(records);
  if (added.size) collectEarly();
});

/** @param {MutationRecord[]} records */
const look = (records) => {
  for (const { target, addedNodes, removedNodes } of records) {
    if (!(target instanceof Element)) continue;
    const display = target.closest(DISPLAY);
    // Changed from inside (a collapsed term opened): its numbers are no longer its own.
    if (display && done.delete(display)) added.add(display);
    for (const node of addedNodes) {
      if (node instanceof Element && (node.matches(FORMULA) || node.querySelector(FORMULA))) added.add(display || node);
    }
    // An inline formula's wrapper stands in the engine's output, and goes with it.
    const wrapper = removedNodes.length && target.closest("math-fit:not([inline])");
    if (wrapper && measured.has(wrapper) && !wrapper.querySelector(FORMULA)) wrapper.removeAttribute("fit");
  }
  if (added.size) schedule();
};

/** An exception here must never reach the page: it would be taken for the page's own. @param {() => void} work */
const safely = (work) => {
  try {
    look(tree.takeRecords());
    work();
    // What was changed here is no news.
    tree.takeRecords();
  } catch (error) {
    console.warn("mathfit:", error);
  }
  for (const formula of sizeless) hidden.observe(formula);
  sizeless.clear();
};

export const collectEarly = () => safely(() => collect(true));

/** Fit what is typeset and not yet fitted in `added`. */
const fitAdded = () => {
  // Without the stylesheet there is nothing to hand numbers to. Not asked at the start: an answer takes the style of all
  // that is on the page, which changes when it is collected.
  const wrappers = collect();
  styled ||= !!getComputedStyle(document.documentElement).getPropertyValue("--mathfit");
  if (!styled) {
    added.clear();
    added.add(document);
    return;
  }
  fit(wrappers);
  // WebKit has no "loadingdone" event. Asking for the promise has the page laid out: not every time.
  if (!waiting && document.fonts.status === "loading") {
    waiting = true;
    document.fonts.ready.then(again);
  }
};

/** Once a frame, before it is painted. */
export const schedule = () => {
  if (!scheduled) {
    requestAnimationFrame(() => {
      scheduled = false;
      safely(fitAdded);
    });
  }
  scheduled = true;
};

/** Measure everything once more. */
export const again = () => {
  waiting = false;
  for (const display of document.querySelectorAll(DISPLAY)) {
    // To measure what the browser has left out, it would have to be laid out.
    const far = done.has(display) && display.closest("math-fit[lazy]");
    if (far) {
      stale.add(far);
      near.observe(far);
    } else {
      done.delete(display);
    }
  }
  // Inline formulas are found and wrapped once more.
  for (const wrapper of document.querySelectorAll("math-fit[inline]")) {
    const ink = wrapper.querySelector("math-fit-ink");
    if (ink && measured.has(wrapper)) wrapper.replaceWith(...ink.childNodes);
  }
  added.add(document);
  schedule();
};

/** Have those of the wrappers measured that were too far from the screen. @param {Iterable<Element>} wrappers */
const nearer = (wrappers) => {
  for (const wrapper of wrappers) {
    if (!stale.delete(wrapper)) continue;
    near.unobserve(wrapper);
    for (const display of wrapper.querySelectorAll(DISPLAY)) done.delete(display);
    added.add(wrapper);
  }
};

/**
 * Fit what stands there now, however far from the screen. A part of the public interface.
 * @param {ParentNode} [root]  an element, or the whole document
 */
export const refresh = (root = document) => {
  nearer(root.querySelectorAll("math-fit"));
  added.add(root);
  safely(fitAdded);
};
