// Equations that no wrapper may be put around, and whose output has no levels of its own: in a line that is too short for
// it, an SVG is made smaller like any other image, and the rest scrolls in its own box.

import { mark } from "./parts.js";

/** @param {Element} element  a display element, or a box of an inline formula */
export const scroll = (element) => {
  mark(element, "scroll", true);
  const svg = element.matches("svg") ? element : element.querySelector(":scope>svg[viewBox]");
  // The floor is a part of it. What MathJax numbers has a width of 100%, and no smallest one but its own.
  const width = svg && svg.getAttribute("width");
  if (width) /** @type {HTMLElement} */ (element).style.setProperty("--mathfit-width", width);
};
