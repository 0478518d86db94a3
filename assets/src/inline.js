// Inline formulas that could be wider than a line: each piece that no line is broken in becomes an image of its own.

import { make, px, zoomOf } from "./dom.js";
import { unbroken } from "./engines/katex.js";
import { runOf } from "./engines/mathjax4.js";
import { find, pieces } from "./find.js";
import { isOwned } from "./owned.js";
import { has } from "./parts.js";
import { scroll } from "./scroll.js";
import { DISPLAY, NOT_OURS } from "./selectors.js";
import { sizeless } from "./state.js";
import { wrap } from "./wrap.js";
import { number, write } from "./write.js";

// A piece of fewer em fits every line there is: it costs nothing.
const INLINE_MIN = 9;

/** @param {Element[]} run  siblings */
const bounds = (run) => {
  const rects = run.map((box) => box.getBoundingClientRect());
  const zoom = zoomOf(run[0]);
  const bottom = Math.max(...rects.map((rect) => rect.bottom)) / zoom;
  return {
    width: (rects[run.length - 1].right - rects[0].left) / zoom,
    height: bottom - Math.min(...rects.map((rect) => rect.top)) / zoom,
    bottom,
    zoom,
  };
};

/**
 * @returns {[Element[], number, ReturnType<typeof bounds>][]} of each such piece in `added`: its boxes, the font size
 *   around it in CSS px, and its place
 */
export const wideInline = () => {
  /** @type {ReturnType<typeof wideInline>} */
  const wide = [];
  for (const box of find(pieces())) {
    // Before asking for a size: what is far from the screen would be laid out for it.
    if (box.closest("math-fit," + DISPLAY + "," + NOT_OURS)) continue;
    const run = unbroken(box) || runOf(box);
    if (!run[0]) continue;
    const place = bounds(run);
    const em = px(/** @type {Element} */ (box.parentElement), "font-size");
    // Hidden, or MathJax 2 at work.
    if (!place.height) sizeless.add(box);
    if (place.width > INLINE_MIN * em && isOwned(box) !== undefined && !has(box, "scroll")) wide.push([run, em, place]);
  }
  return wide;
};

/** @param {ReturnType<typeof wideInline>} wide @returns {HTMLElement[]} the wrappers that were made */
export const fitInline = (wide) => {
  const owned = wide.filter(([[box]]) => isOwned(box));
  // A box that scrolls stands on its lower edge: KaTeX's strut knows how far that is below the baseline.
  const below = owned.map(([[box], em, { bottom, zoom }]) => {
    const strut = box.querySelector(":scope>.strut,:scope>.katex-strut");
    return strut ? (bottom - strut.getBoundingClientRect().bottom / zoom - px(strut, "vertical-align")) / em : 0;
  });
  owned.forEach(([[box]], index) => {
    scroll(box);
    /** @type {HTMLElement} */ (box).style.setProperty("--mathfit-d", number(below[index]));
  });
  wide = wide.filter((piece) => !owned.includes(piece));
  // The baseline is where an empty inline block stands. Without "nowrap" it would stay at the end of a line where the
  // formula begins the next.
  const probes = wide.map(([[box]]) => {
    const probe = make("math-fit-probe");
    const around = make("math-fit-probe");
    around.style.cssText = "white-space:nowrap";
    probe.style.cssText = "display:inline-block;width:0;height:0;margin:0;padding:0";
    box.before(around);
    around.append(probe, box);
    return probe;
  });
  const depths = probes.map((probe, index) => {
    const { bottom, zoom } = bounds(wide[index][0]);
    return bottom - probe.getBoundingClientRect().bottom / zoom;
  });
  return wide.map(([run, em, { width, height }], index) => {
    /** @type {Element} */ (probes[index].parentElement).replaceWith(run[0]);
    const wrapper = wrap(run[0], run[run.length - 1]);
    wrapper.setAttribute("inline", "");
    wrapper.style.setProperty("--mathfit-d", number(depths[index] / em));
    write({ wrapper, displays: [], em, size: em, w: width / em, h: height / em, top: 0, bottom: 0 });
    return wrapper;
  });
};
