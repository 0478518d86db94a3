// Making and reading elements.

/** @param {string} name @param {string} [translate]  the value of that attribute, where it is to have one */
export const make = (name, translate) => {
  const element = document.createElement(name);
  if (translate) element.setAttribute("translate", translate);
  return element;
};

/** @param {Element} element @param {string} property @returns {number} its computed value, CSS px */
export const px = (element, property) => parseFloat(getComputedStyle(element).getPropertyValue(property)) || 0;

/** @param {Element} element @returns {number} painted px to a px of layout (CSS `zoom` on an element around it) */
export const zoomOf = (element) => /** @type {any} */ (element).currentCSSZoom || 1;

/** @param {(rules: CSSRuleList) => void} call  called with the rules of each stylesheet of the page that can be read */
export const withRules = (call) => {
  for (const sheet of document.styleSheets) {
    try {
      call(sheet.cssRules);
    } catch {
      // Another origin's.
    }
  }
};
