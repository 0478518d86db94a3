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
/** KaTeX's own element, where it is the wrapper. */
export const OWN = ".katex-display[data-mathfit]";

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
 * An equation's shadow tree. No rule of the page reaches it, and no framework that owns KaTeX's elements sees it.
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

/**
 * Where an equation's button lies: in the room, so that arrow keys scroll it, where that is an element of mathfit's.
 * @param {Element} wrapper
 * @returns {ParentNode | undefined} undefined while the parser is in the midst of the wrapper
 */
export const placeOf = (wrapper) => (wrapper.matches(OWN) ? shadowOf(wrapper) : wrapper.children[0]);
