// Numbers that CSS counts: KaTeX's and Temml's automatic ones, and a theme's own.
//
// Containment cuts a counter off from the page's: inside, each equation would be the first. So what comes before an
// equation is set inside it, and what it counts is counted outside.

import { withRules } from "./dom.js";
import { inkOf, isOurs } from "./parts.js";

/** @typedef {{ selector: string, counts: Map<string, number> }} Rule  what it counts each time, by the counter's name */

/** @param {string} value  of counter-increment or counter-reset @param {number} each  where no number is said */
const parse = (value, each) => {
  /** @type {Map<string, number>} */
  const found = new Map();
  for (const [, name, count] of value.matchAll(/([^\s\d-][^\s]*|-[^\s\d]\S*)(?:\s+(-?\d+))?/g)) {
    if (name !== "none") found.set(name, count ? +count : each);
  }
  return found;
};

/** @param {Map<string, number>} counts */
const written = (counts) => [...counts].map(([name, count]) => `${name} ${count}`).join(" ");

// What engines count by stylesheets that a page cannot read: those of another origin.
/** @type {Rule[]} */
const KNOWN = [
  [".eqn-num", "katexEqnNo"],
  [".mml-eqn-num", "mmlEqnNo"],
  [".tml-eqn", "tmlEqnNo"],
].map(([selector, name]) => ({ selector, counts: new Map([[name, 1]]) }));

/** The page's rules that count. @type {Rule[]} */
let rules = KNOWN;
/** How many stylesheets the page had when they were looked for. */
let sheets = 0;

/** @param {CSSRuleList} list */
const collectRules = (list) => {
  for (const rule of list) {
    const { selectorText, style, media } = /** @type {any} */ (rule);
    const counter = selectorText && style?.counterIncrement;
    if (counter && counter !== "none") {
      // A pseudo-element counts where its element stands.
      const selector = selectorText.replace(/::?(before|after|marker)\b/g, "");
      const isKnown = KNOWN.some((known) => selector.endsWith(known.selector));
      if (!isKnown && CSS.supports(`selector(${selector})`)) rules.push({ selector, counts: parse(counter, 1) });
    }
    const inner = /** @type {any} */ (rule).cssRules;
    if (inner && (!media || matchMedia(media.mediaText).matches)) collectRules(inner);
  }
};

/** Look for the rules that count, where there are stylesheets that were not there the last time. */
export const findRules = () => {
  if (document.styleSheets.length === sheets) return;
  sheets = document.styleSheets.length;
  rules = [...KNOWN];
  withRules(collectRules);
};

/** @param {Element} root @returns {boolean} something in it counts */
export const hasCounters = (root) => rules.some(({ selector }) => root.querySelector(selector));

const EQUATION = "math-fit:not([inline]),.katex";

/**
 * Set the counters as the page counts them. Those that it sets back on its own elements are followed.
 * @param {boolean} [early]  ask for no style: for most pages these are the numbers, and stay
 */
export const setCounters = (early) => {
  /** @type {Map<string, number>} */
  const total = new Map();
  /** @type {[HTMLElement, HTMLElement, string, string][]} */
  const changes = [];
  const set = (/** @type {HTMLElement} */ { style }, /** @type {string} */ name, /** @type {string} */ value) => {
    if (style.getPropertyValue(name) !== value) style.setProperty(name, value);
  };
  const names = new Set(rules.flatMap(({ counts }) => [...counts.keys()]));
  /** @param {Map<string, number>} sum @param {Map<string, number>} counts @param {number} times */
  const add = (sum, counts, times) => {
    for (const [name, count] of counts) sum.set(name, (sum.get(name) || 0) + times * count);
  };
  // An equation has hundreds of elements, none of which can set the counter: they are not even visited.
  const walker = document.createTreeWalker(document.documentElement, 1, {
    acceptNode: (node) => (/** @type {Element} */ (node.parentNode).matches(EQUATION) ? 2 : 1),
  });
  for (let node = walker.root; node; node = /** @type {Node} */ (walker.nextNode())) {
    const element = /** @type {HTMLElement} */ (node);
    if (element.matches(EQUATION)) {
      const own = new Map();
      for (const { selector, counts } of rules) add(own, counts, element.querySelectorAll(selector).length);
      const counted = new Map([...own].filter(([, count]) => count));
      const wrapper = /** @type {HTMLElement | null} */ (element.closest("math-fit,.katex-display[data-mathfit]"));
      // KaTeX's MathML in what a framework owns has no ink: it only scrolls.
      const ink = wrapper && inkOf(wrapper);
      const before = new Map([...counted.keys()].map((name) => [name, total.get(name) || 0]));
      if (counted.size && ink) changes.push([wrapper, ink, written(counted), written(before)]);
      add(total, counted, 1);
      if (!isOurs(element)) continue;
    }
    if (early || isOurs(element)) continue;
    for (const [name, count] of parse(getComputedStyle(element).counterReset, 0)) if (names.has(name)) total.set(name, count);
    for (const { selector, counts } of rules) if (element.matches(selector)) add(total, counts, 1);
  }
  for (const [wrapper, ink, own, before] of changes) {
    set(wrapper, "counter-increment", own);
    if (ink.localName === "math-fit-ink") set(ink, "counter-reset", before);
    else set(wrapper, "--mathfit-counters", before);
  }
};
