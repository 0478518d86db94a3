// What the parts of enlarging share.

import css from "./enlarge.css";

/** The stylesheet of the page and of every shadow tree. @type {CSSStyleSheet} */
export let sheet;

export const makeSheet = () => {
  // Not a style element: a page's security policy may forbid one, and allows this.
  sheet = new CSSStyleSheet();
  sheet.replaceSync(css);
};

export const WRAPPER = "math-fit";
/** Wrappers that a framework may own: KaTeX's own elements, and what the npm package's plugins wrote. */
export const OWN = ".katex-display[data-mathfit],math-fit:is(.notranslate,[translate=yes])";

/**
 * An exception here must never reach the page: it would be taken for the page's own.
 * @param {(input: any) => void} call
 * @returns {(input?: any) => void}
 */
export const safe = (call) => (input) => {
  try {
    call(input);
  } catch (error) {
    console.warn("mathfit:", error);
  }
};

/**
 * @param {ParentNode} parent
 * @param {string} name
 * @param {string} [label]  what is read out
 * @returns {any}
 */
export const add = (parent, name, label) => {
  const element = document.createElement(name);
  element.ariaLabel = /** @type {string} */ (label);
  parent.append(element);
  return element;
};

/**
 * An equation's shadow tree, for all that is put in here: no rule of the page reaches it, and no framework sees it that
 * owns the equation's elements, or has yet to compare them with its own.
 * @param {Element} wrapper
 * @returns {ShadowRoot}
 */
export const shadowOf = (wrapper) => {
  if (wrapper.shadowRoot) return wrapper.shadowRoot;
  const root = wrapper.attachShadow({ mode: "open" });
  root.adoptedStyleSheets = [sheet];
  add(root, "slot");
  return root;
};
