// The widths at which a page's own rules change.

/** @type {Set<string>} */
const watched = new Set();

/** @param {CSSRuleList} rules @param {() => void} call */
const watchRules = (rules, call) => {
  for (const rule of rules) {
    if (rule instanceof CSSMediaRule && !watched.has(rule.media.mediaText)) {
      watched.add(rule.media.mediaText);
      matchMedia(rule.media.mediaText).addEventListener("change", call);
    }
  }
};

/** @param {() => void} call  called when the window comes to another side of one of them; once for each query */
export const atBreakpoints = (call) => {
  for (const sheet of document.styleSheets) {
    try {
      watchRules(sheet.cssRules, call);
    } catch {
      // Another origin's.
    }
  }
};
