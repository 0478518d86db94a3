// Shadow trees in which an element of the page typesets: they are looked at like the page, and have its stylesheet.

import { find } from "./find.js";
import { HOSTS } from "./selectors.js";
import { trees } from "./state.js";

/** @param {CSSStyleSheet} sheet @returns {boolean} it is, or holds, mathfit.css */
const isOurs = (sheet) => {
  try {
    return [...sheet.cssRules].some((rule) => /^@property --mathfit/.test(rule.cssText));
  } catch {
    // Another origin's: its rules cannot be read.
    return /mathfit/.test(sheet.href || "");
  }
};

/** @param {(root: ShadowRoot) => void} watch  called for each that is new, when it is there */
export const enter = (watch) => {
  for (const host of find(HOSTS)) {
    customElements.whenDefined(host.localName).then(() => {
      const root = host.shadowRoot;
      if (!root || trees.has(root)) return;
      for (const { ownerNode } of [...document.styleSheets].filter(isOurs)) if (ownerNode) root.append(ownerNode.cloneNode(true));
      root.adoptedStyleSheets = [...root.adoptedStyleSheets, ...document.adoptedStyleSheets.filter(isOurs)];
      watch(root);
    });
  }
};
