// What the parts of enlarging share.

export const WRAPPER = "math-fit";

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
