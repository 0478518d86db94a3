// Equations that no wrapper may be put around, and whose output lacks the three levels.
//
// MathJax's has two: there the wrapper is the room as well. As a size container it has no width of its own, and so it is only
// where the page gives it one: not in cells, floats and flex items. There, as in a line, an SVG that is too wide is made
// smaller like any other image, and the rest scrolls in its own box.

import { has, mark } from "./parts.js";

/** @param {Element} display @returns {boolean} its two levels are used */
export const box = (display) => {
  const can = display.matches('mjx-container[display="true"]') && !has(display, "scroll");
  mark(display, "box", can);
  return can;
};

/**
 * Let those scroll that have no width as a size container.
 * @param {HTMLElement[]} displays  with their numbers
 */
export const unbox = (displays) => {
  const width = (/** @type {Element} */ display) => display.getBoundingClientRect().width;
  const widths = displays.map(width);
  // What MathJax numbers has a least width, which says nothing of the page.
  const least = displays.map(({ style }) => style.minWidth);
  for (const display of displays) {
    mark(display, "fit", false);
    display.style.minWidth = "0";
  }
  const before = displays.map(width);
  displays.forEach((display, index) => {
    display.style.minWidth = least[index];
    mark(display, "fit", true);
    if (widths[index] > before[index] - 1) return;
    display.removeAttribute("data-mathfit");
    scroll(display);
  });
};

/** @param {Element} element  a display element, or a box of an inline formula */
export const scroll = (element) => {
  mark(element, "scroll", true);
  const svg = element.matches("svg") ? element : element.querySelector(":scope>svg[viewBox]");
  // The floor is a part of it. What MathJax numbers has a width of 100%, and no smallest one but its own.
  const width = svg && svg.getAttribute("width");
  if (width) /** @type {HTMLElement} */ (element).style.setProperty("--mathfit-width", width);
};
