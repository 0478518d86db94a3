// Handing an equation's numbers to the stylesheet.

import { floor } from "./options.js";
import { mark } from "./parts.js";
import { done, measured } from "./state.js";

// Below this width (em) even the smallest scale fits everywhere: no scroll container is made for it.
export const LONG_MIN = 3;

/** Round up to a ten-thousandth: a hair of blank space, never a hair too little. @param {number} value */
export const number = (value) => String(Math.ceil(value * 1e4 - 1e-3) / 1e4);

/** @param {import("./measure.js").Size} size @param {boolean} [lazy]  paint the equation when it comes near */
export const write = ({ wrapper, displays, size, w, h, top, bottom, above: line, rtl }, lazy) => {
  const { style } = wrapper;
  style.setProperty("--mathfit-w", number(w));
  style.setProperty("--mathfit-h", number(h));
  style.setProperty("--mathfit-t", number(top));
  style.setProperty("--mathfit-b", number(bottom));
  style.setProperty("--mathfit-size", size + "px");
  if (line) style.setProperty("--mathfit-y", number(line));
  mark(wrapper, "fixed", true);
  mark(wrapper, "long", floor > 0 && w * floor > LONG_MIN);
  mark(wrapper, "rtl", !!rtl);
  mark(wrapper, "lazy", !!lazy);
  mark(wrapper, "fit", true);
  measured.add(wrapper);
  for (const display of displays) done.add(display);
};
