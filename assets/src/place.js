// Where a wrapper stands: in its formula's place, beside what stands there already.

import { zoomOf } from "./dom.js";
import { atBreakpoints } from "./media.js";
import { inkOf, isOurs } from "./parts.js";
import { DISPLAY } from "./selectors.js";

// Room between a formula and a number of the page's own, in em.
export const SEPARATION = 0.5;
// What has no width of its own beside the formula, but is there, CSS px.
const EDGE = 0.001;
// The content of the strut in mathfit.css.
export const STRUT = '"\u2060 \u2060"';
// A number has a few characters; a longer text that lies over a formula is something else.
const NUMBER = 24;
// From the wrapper up: generators put an equation and its number into an element or two of their own.
const LEVELS = 3;
// What an item of a flex or grid container says of itself.
const ITEM = ["flex-grow", "flex-shrink", "flex-basis", "order", "align-self", "justify-self", "grid-row", "grid-column"];

/** @param {Element} element @returns {Element} what it stands in: at the top of a shadow tree, the tree's host */
const parentOf = (element) => element.parentElement || /** @type {ShadowRoot} */ (element.getRootNode()).host;

/** @typedef {[style: CSSStyleDeclaration, name: string, value: string]} Change */

/** What this file has written. @type {WeakMap<Element, Change[]>} */
const written = new WeakMap();

/** @param {Element} element @param {Change[]} changes */
const write = (element, changes) => {
  for (const [style, name, value] of changes) style.setProperty(name, value, "important");
  if (changes[0]) written.set(element, changes);
};

/** Take back what was written: it is read anew. @param {Element} wrapper */
export const unplace = (wrapper) => {
  for (const [style, name] of written.get(wrapper) || []) style.removeProperty(name);
  written.delete(wrapper);
};

/**
 * @param {HTMLElement} element
 * @param {HTMLElement} wrapper
 * @returns {HTMLElement} a copy of the element, without its contents, in the wrapper's place
 */
const ask = (element, wrapper) => {
  const probe = /** @type {HTMLElement} */ (element.cloneNode(false));
  probe.removeAttribute("id");
  // Not shown, it has no place and needs no layout for its answers, and it tells of `auto` and of percentages.
  probe.style.setProperty("display", "none", "important");
  wrapper.before(probe);
  return probe;
};

/**
 * A page's rules for the children of an element (`.flow > *`) meet the wrapper, where without it they would meet what
 * stands in it, and other rules would win: MathJax has margins of its own. And rules for the formula (`.math >
 * mjx-container`, an item that grows) do not reach the wrapper. So a copy that is not shown is asked what it would be.
 * Before anything is measured: margins above and below are the formula's own.
 * @param {Iterable<HTMLElement>} wrappers
 * @param {() => void} again  to be called when the answers may be others
 */
export const place = (wrappers, again) => {
  const tops = /** @type {[HTMLElement, HTMLElement][]} */ (
    [...wrappers].filter(isOurs).map((wrapper) => [wrapper, topOf(inkOf(wrapper))])
  ).filter(([, top]) => top);
  const asked = tops.map(([wrapper, top]) => [wrapper, top].map((element) => ask(element, wrapper)));
  const changes = tops.map(([wrapper, top], index) => {
    const [is, would] = asked[index].map((probe) => getComputedStyle(probe));
    return stand(wrapper, top, is, would);
  });
  for (const probe of asked.flat()) probe.remove();
  // A block of the page's in a wrapper has sides of its own, on phones perhaps others (Material for MkDocs).
  if (tops.some(([, top]) => !top.matches(DISPLAY) && getComputedStyle(top).display !== "inline")) atBreakpoints(again);
  tops.forEach(([wrapper], index) => {
    write(wrapper, changes[index]);
    // What a script of the page says of the formula's parent (NexT's does) is meant for the page's element.
    const { classList } = inkOf(wrapper);
    if (classList.length) parentOf(wrapper).classList.add(...classList);
    classList.remove(...classList);
  });
};

/**
 * @param {HTMLElement} ink
 * @returns {Element | undefined} the element in it that has the formula: the engine's, or one of the generator's or of
 *   auto-render's around that
 */
const topOf = (ink) => [...ink.children].find((child) => child.matches(DISPLAY) || child.querySelector(DISPLAY));

/**
 * @param {HTMLElement} wrapper
 * @param {HTMLElement} top     what stands in it
 * @param {CSSStyleDeclaration} is     the style that the wrapper has
 * @param {CSSStyleDeclaration} would  the style that `top` would have in the wrapper's place
 * @returns {Change[]}
 */
const stand = (wrapper, top, is, would) => {
  const { style } = wrapper;
  const inside = getComputedStyle(top);
  /** @type {Change[]} */
  const changes = [];
  const differ = (/** @type {string} */ name, value = would.getPropertyValue(name)) => {
    if (is.getPropertyValue(name) !== value) changes.push([style, name, value]);
  };
  // Around a block, an inline box has no sides.
  const isInline = inside.display === "inline" && would.float === "none";
  let kept = 0;
  for (const side of ["left", "right"]) {
    if (isInline) differ(`border-${side}-width`, "0px");
    for (const name of ["margin-" + side, "padding-" + side]) {
      const value = would.getPropertyValue(name);
      // What it has inside as well stays there. A percentage is of another width there.
      const isInside = value === inside.getPropertyValue(name);
      if (isInside && name.startsWith("p")) kept += parseFloat(value);
      if (isInline || isInside) differ(name, "0px");
      else if (!value.endsWith("%")) differ(name, value);
    }
  }
  const { maxWidth } = would;
  if (isInline || maxWidth === "100%") differ("max-width", "none");
  else if (maxWidth.endsWith("px") && would.boxSizing === "content-box") differ("max-width", parseFloat(maxWidth) + kept + "px");
  else differ("max-width", maxWidth);
  differ("float");
  differ("clear");
  for (const name of ["text-align", "margin-top", "margin-bottom"]) {
    const value = would.getPropertyValue(name);
    if (value !== inside.getPropertyValue(name) && !value.endsWith("%")) changes.push([top.style, name, value]);
  }
  // What scrolls keeps the margins of what is in it, and does not scroll here.
  if (inside.display === "block" && would.overflowX !== "visible") changes.push([top.style, "display", "flow-root"]);
  const around = getComputedStyle(parentOf(wrapper));
  if (/flex|grid/.test(around.display)) {
    for (const name of ITEM) differ(name);
    // MathJax 2 has a width of 100%, and the wrapper has none.
    const row = /flex/.test(around.display) && !around.flexDirection.startsWith("column");
    if (row && would.flexBasis === "auto" && would.width !== "auto") changes.push([style, "flex-basis", would.width]);
  }
  return changes;
};

/**
 * The numbers that a theme gives an equation by a pseudo-element at its edge (`.katex-display::before`).
 * @param {Element} display
 * @returns {[left: number, right: number]} what they take of the line at each side, CSS px
 */
export const themeNumbers = (display) => {
  /** @type {[number, number]} */
  const sides = [0, 0];
  for (const pseudo of ["::before", "::after"]) {
    const { content, float, position, left, right, width, paddingLeft, paddingRight } = getComputedStyle(display, pseudo);
    const isPlaced = position === "absolute";
    if (!/["(]./.test(content) || content === STRUT || !(isPlaced || float !== "none")) continue;
    const own = parseFloat(width) + parseFloat(paddingLeft) + parseFloat(paddingRight);
    const isRight = isPlaced ? parseFloat(right) < parseFloat(left) : float === "right";
    const takes = own + (isPlaced ? Math.max(0, parseFloat(isRight ? right : left)) : 0);
    // What lies outside (a bar at the edge has no width to speak of) takes nothing.
    if (own > 1 && takes > 0) sides[+isRight] = Math.max(sides[+isRight], takes);
  }
  return sides;
};

/**
 * A number that is not the engine's may lie over the block that the formula stands in (pandoc-eqnos puts it at the right
 * edge): there the formula has no room.
 * @param {HTMLElement} wrapper
 * @param {Element} display
 * @param {number} em  CSS px
 * @returns {(() => void) | undefined} changes to make when everything has been read
 */
export const besideNumbers = (wrapper, display, em) => {
  const box = wrapper.getBoundingClientRect();
  const zoom = zoomOf(wrapper);
  // In a wrapper of mathfit's own they are a part of what is scaled.
  let [left, right] = wrapper === display ? themeNumbers(display) : [0, 0];
  for (let at = /** @type {Element} */ (wrapper), level = 0; level < LEVELS; level += 1) {
    for (const other of [at.previousElementSibling, at.nextElementSibling]) {
      const length = other ? /** @type {string} */ (other.textContent).trim().length : 0;
      if (!other || !length || length > NUMBER) continue;
      const { position, float, opacity, visibility } = getComputedStyle(other);
      if (opacity === "0" || visibility === "hidden") continue;
      // The wrapper ends where it begins.
      if (float === "left") left = Math.max(left, EDGE);
      if (float === "right") right = Math.max(right, EDGE);
      if (position !== "absolute") continue;
      const rect = other.getBoundingClientRect();
      if (!rect.width || rect.right <= box.left || rect.left >= box.right) continue;
      if (rect.left + rect.right > box.left + box.right) right = Math.max(right, (box.right - rect.left) / zoom);
      else left = Math.max(left, (rect.right - box.left) / zoom);
    }
    at = parentOf(at);
    if (at.localName === "body") break;
  }
  if (!left && !right) return undefined;
  const room = (/** @type {number} */ side) => side && side / em + SEPARATION;
  /** @type {Change[]} */
  const changes = [];
  const add = (/** @type {string} */ name, /** @type {number} */ value) => changes.push([wrapper.style, name, value + "em"]);
  if (left) add("--mathfit-left", room(left));
  if (right) add("--mathfit-right", room(right));
  // Where there is room, the formula stays in the middle of the whole line.
  const { textAlign } = getComputedStyle(wrapper === display ? inkOf(wrapper) : display);
  if (textAlign === "center") changes.push([inkOf(wrapper).style, "--mathfit-aside", (room(right) - room(left)) / 2 + "em"]);
  return () => write(wrapper, [...(written.get(wrapper) || []), ...changes]);
};
