// When to look at the page again: what was put in or changed, what is shown, what comes near, fonts.

import { collect } from "./collect.js";
import { hasCounters } from "./counters.js";
import { PREVIEW, renewText } from "./engines/mathjax2.js";
import { BREAKABLE } from "./engines/mathjax4.js";
import { fit } from "./fit.js";
import { clear, has, wrapperOf } from "./parts.js";
import { DISPLAY, FITTED, PIECE } from "./selectors.js";
import { enter } from "./shadow.js";
import { added, done, due, measured, shown, sizeless, stale, trees } from "./state.js";

const FORMULA = [DISPLAY, PIECE, BREAKABLE].join();
// What can have a mark. A framework may take an element for something else, and leave the mark on it.
const OURS = "math-fit," + DISPLAY + "," + PIECE;

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

/** Look at a tree from now on. @param {Document | ShadowRoot} root */
export const watch = (root) => {
  trees.add(root);
  added.add(root);
  tree.observe(root, { childList: true, characterData: true, subtree: true });
  schedule();
};

/** @param {MutationRecord[]} records */
const look = (records) => {
  for (const { target, addedNodes, removedNodes } of records) {
    // Text that changes in place; and what has no element above it: the document, a shadow tree.
    const element = target instanceof Element ? target : target.parentElement;
    const display = element && element.closest(DISPLAY);
    // Changed from inside (a collapsed term opened, a formula edited): its numbers are no longer its own.
    if (display && done.delete(display)) added.add(display);
    const inline = element && element.closest("math-fit[inline]");
    if (inline && target instanceof Text && measured.has(inline)) unwrap(inline);
    const piece = target instanceof Text && element && element.closest(PIECE);
    if (piece) added.add(piece);
    for (const node of addedNodes) {
      if (!(node instanceof Element)) continue;
      if (node.matches(PREVIEW) && element && element.localName === "math-fit-ink") renewText(element);
      if (node.matches(FORMULA) || node.querySelector(FORMULA)) added.add(display || node);
    }
    for (const node of removedNodes) {
      if (node instanceof Element && hasCounters(node)) due.counters = true;
    }
    // An inline formula's wrapper stands in the engine's output, and goes with it.
    const wrapper = removedNodes.length && element && element.closest(FITTED);
    if (wrapper && measured.has(wrapper) && !(wrapper.matches(OURS) && wrapper.querySelector(FORMULA))) clear(wrapper);
  }
  if (added.size || due.counters) schedule();
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
  enter(watch);
  styled ||= !!getComputedStyle(document.documentElement).getPropertyValue("--mathfit");
  if (!styled) {
    added.clear();
    added.add(document);
    return;
  }
  fit(wrappers, again);
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

/** Have an inline formula found once more. @param {Element} wrapper */
const unwrap = (wrapper) => {
  const ink = wrapper.querySelector("math-fit-ink");
  added.add(/** @type {Element} */ (wrapper.parentElement));
  if (!ink) return;
  // MathJax 2 hides from screen readers what has MathML beside it: by then that was the wrapper.
  const hides = wrapper.getAttribute("aria-hidden");
  if (hides) for (const element of ink.children) element.setAttribute("aria-hidden", hides);
  wrapper.replaceWith(...ink.childNodes);
};

/** Measure everything once more. */
export const again = () => {
  waiting = false;
  for (const root of trees) {
    added.add(root);
    for (const display of root.querySelectorAll(DISPLAY)) {
      // To measure what the browser has left out, it would have to be laid out.
      const far = done.has(display) && wrapperOf(display);
      if (far && has(far, "lazy")) {
        stale.add(far);
        near.observe(far);
      } else {
        done.delete(display);
      }
    }
    // Inline formulas are found and wrapped once more.
    for (const wrapper of root.querySelectorAll("math-fit[inline]")) if (measured.has(wrapper)) unwrap(wrapper);
  }
  schedule();
};

/** Have those of the wrappers measured that were too far from the screen. @param {Iterable<Element>} wrappers */
const nearer = (wrappers) => {
  for (const wrapper of wrappers) {
    if (!stale.delete(wrapper)) continue;
    near.unobserve(wrapper);
    for (const display of [wrapper, ...wrapper.querySelectorAll(DISPLAY)]) done.delete(display);
    added.add(wrapper);
  }
};

/**
 * Fit what stands there now, however far from the screen. A part of the public interface.
 * @param {ParentNode} [root]  an element, or the whole document
 */
export const refresh = (root = document) => {
  nearer(root.querySelectorAll(FITTED));
  added.add(root);
  safely(fitAdded);
};
