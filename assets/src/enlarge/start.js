// Opens an equation that is shown smaller than it is, by click, tap or key, at its natural size, in a dialog.
//
// The equation is neither copied nor moved in the page's tree: as long as it is enlarged, a slot in a shadow tree of its
// wrapper shows it inside the dialog. So its ids, its CSS counters, its links and the engine's own event handlers stay
// what they are, and no rule of the page reaches the dialog's own parts. All that the script needs of the page is
// mathfit.css and wrappers that have their numbers; mathfit.js does not know of it.

import { followHistory, makeSheet, open, sheet } from "./dialog.js";
import { WRAPPER, safe } from "./dom.js";
import { INTERACTIVE, sizes } from "./shrunken.js";

const start = safe(() => {
  if (customElements.get(WRAPPER)) return;
  makeSheet();
  // Called for wrappers that are there and that come. Until it has its numbers, a wrapper has no size.
  customElements.define(
    WRAPPER,
    class extends HTMLElement {
      connectedCallback() {
        sizes.observe(this);
      }
    },
  );
  document.adoptedStyleSheets.push(sheet);
  followHistory();
  addEventListener(
    "click",
    safe((event) => {
      const { target } = event;
      const opener = target.closest("math-fit-room")?.children[1];
      if (target === opener || !(event.defaultPrevented || target.closest(INTERACTIVE) || String(getSelection()))) open(opener);
    }),
  );
});

start();
