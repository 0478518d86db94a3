// The widths at which a page's own rules change.

import { withRules } from "./dom.js";

/** @type {Set<string>} */
const watched = new Set();

/** @param {() => void} call  called when the window comes to another side of one of them; once for each query */
export const atBreakpoints = (call) => {
  withRules((rules) => {
    for (const rule of rules) {
      if (!(rule instanceof CSSMediaRule) || watched.has(rule.media.mediaText)) continue;
      watched.add(rule.media.mediaText);
      matchMedia(rule.media.mediaText).addEventListener("change", call);
    }
  });
};
