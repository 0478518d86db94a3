// Which elements a framework (React, Vue, Svelte) may own. It removes, moves and compares the elements that it made:
// nothing is put around these.

import { ROOTS } from "./selectors.js";

// What frameworks write on the window.
const GLOBAL = /^(__VP_|__svelte|__NEXT_|__next_f|__NUXT|___gatsby|___webpack|__reactRouter|__remix|qwikevents)/;
// What they write on the elements that they own, or on the one that they were given for them.
const KEY = /^(__react|_react|__vue|_vnode|__svelte|__k$|_\$)/;

/**
 * @returns {boolean} a framework runs the page: it marks the window alone, or has yet to take over what it will own, between
 *   comments that only it has a use for
 */
const running = () => {
  if (Object.keys(window).some((key) => GLOBAL.test(key))) return true;
  // Not every time: the page may have thousands of nodes.
  if (!ready) return false;
  if (hydrates === undefined) {
    const comments = document.createTreeWalker(document, NodeFilter.SHOW_COMMENT);
    hydrates = false;
    while (!hydrates && comments.nextNode()) {
      const { data, parentElement } = /** @type {Comment} */ (comments.currentNode);
      // Those of an island say nothing of the page around it.
      hydrates = /^(\[-?\d*|\$\??)$/.test(data) && !parentElement?.closest(ROOTS);
    }
  }
  return hydrates;
};

/** There are such comments. @type {boolean | undefined} */
let hydrates;

/** Each script that stands in the page has run, so that each framework has taken what is its own. */
let ready = document.readyState === "complete";

/** @param {() => void} call  called when it can be known whose the page's elements are */
export const whenReady = (call) => {
  for (const event of ["DOMContentLoaded", "load"]) {
    addEventListener(event, () => {
      if (!ready) call();
      ready = true;
    });
  }
};

/**
 * @param {Element} element
 * @returns {boolean | undefined} a framework may own it; undefined: that cannot be known yet
 */
export const isOwned = (element) => {
  // MathJax puts what it makes in place of the source, and no framework knows of it.
  if (!element.closest("math,.katex") && (window.MathJax?.Hub || window.MathJax?.startup)) return false;
  if (element.closest(ROOTS)) return true;
  for (let node = /** @type {Element | null} */ (element); node; node = node.parentElement) {
    for (const key of Object.keys(node)) if (KEY.test(key)) return true;
  }
  return running() || (ready ? false : undefined);
};
