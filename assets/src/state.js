// What is known of the page's equations.

/** Display elements whose numbers are in place. @type {WeakSet<Element>} */
export const done = new WeakSet();

/** Wrappers that this script gave their numbers. @type {WeakSet<Element>} */
export const measured = new WeakSet();

/** Wrappers that this script put in. @type {WeakSet<Element>} */
export const made = new WeakSet();

/** Trees that are looked at: the page's, and shadow trees. @type {Set<Document | ShadowRoot>} */
export const trees = new Set();

/** Work that waits for the next frame. `counters`: a numbered equation went, and those behind it have other numbers. */
export const due = { counters: false };

/** Wrappers that are laid out as fitted and have no numbers yet. @type {Set<Element>} */
export const fresh = new Set();

/** Display elements that were seen to have a size. @type {WeakSet<Element>} */
export const shown = new WeakSet();

/** Formulas that were found without a size, since observe.js last took them over. @type {Set<Element>} */
export const sizeless = new Set();

/** Wrappers measured in other fonts, and too far from the screen to be measured again yet. @type {WeakSet<Element>} */
export const stale = new WeakSet();

/**
 * Where something was put in or changed and has not been looked at since. Never the whole page for one equation: MathJax
 * 2, and 4 with its speech, put each in by itself, and looking at all would take the square of their number.
 * @type {Set<ParentNode>}
 */
export const added = new Set();
