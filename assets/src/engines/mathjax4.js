// What only MathJax 4 needs.

// In its CHTML each box as wide as what it holds is the first of several, where MathJax may break the line. Asked for only
// where there are any: each element is looked at. With its speech, MathJax puts rows of its own (inline-breaks) around
// what can be broken.
export const BREAKABLE = ":is([breakable],[inline-breaks])";
export const BREAKABLE_PIECE = `,:is(${BREAKABLE}>:first-child,${BREAKABLE}>${BREAKABLE}+*,mjx-break+*):not(${BREAKABLE},mjx-break)`;

/** @param {Element} box  one of BREAKABLE_PIECE, or any other @returns {Element[]} it and those that belong to it */
export const runOf = (box) => {
  const run = [box];
  for (let next = box; /** @type {Element} */ (box.parentElement).matches(BREAKABLE); run.push(next)) {
    next = /** @type {Element} */ (next.nextElementSibling);
    if (!next || next.matches("mjx-break," + BREAKABLE)) break;
  }
  return run;
};

// What MathJax has scaled to the width of its line.
export const SCALED = '[overflow="scale"]';

/**
 * MathJax 4 can scale a formula to its line by itself (`displayOverflow: "scale"`): once, so that it is wrong when the
 * phone is turned. It gets back the size that it has otherwise (setScale in MathJax's ts/output/common.ts).
 * @param {Set<Element>} displays
 */
export const unscale = (displays) => {
  const typeset = displays.size && window.MathJax?.startup?.document;
  for (const { typesetRoot, metrics } of typeset?.math || []) {
    if (displays.has(typesetRoot)) {
      const initial = typesetRoot.matches('[jax="SVG"]') ? 1 : metrics.scale;
      typesetRoot.style.fontSize = (initial * typeset.outputJax.options.scale * 100).toFixed(1) + "%";
    }
  }
};
