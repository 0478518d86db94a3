// Making and reading elements.

/** @param {string} name @param {string} [translate]  the value of that attribute, where it is to have one */
export const make = (name, translate) => {
  const element = document.createElement(name);
  if (translate) element.setAttribute("translate", translate);
  return element;
};

/** @param {Element} element @param {string} property @returns {number} its computed value, CSS px */
export const px = (element, property) => parseFloat(getComputedStyle(element).getPropertyValue(property)) || 0;
