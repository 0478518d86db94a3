// Opens an equation that is shown smaller than it is, by click, tap or key, at its natural size, in a dialog.
//
// The equation is neither copied nor moved in the page's tree: as long as it is enlarged, a slot in a shadow tree of its
// wrapper shows it inside the dialog. So its ids, its CSS counters, its links and the engine's own event handlers stay
// what they are, and no rule of the page reaches the dialog's own parts. All that the script needs of the page is
// mathfit.css and wrappers that have their numbers; mathfit.js does not know of it.

import { followHistory, open } from "./dialog.js";
import { OWN, WRAPPER, makeSheet, safe, sheet } from "./dom.js";
import { INTERACTIVE, openerOf, sizes } from "./shrunken.js";

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
  const look = (/** @type {Element} */ target) => target.matches(OWN) && sizes.observe(target);
  document.querySelectorAll(OWN).forEach(look);
  new MutationObserver(safe((records) => records.forEach((/** @type {any} */ { target }) => look(target)))).observe(document, {
    attributeFilter: ["data-mathfit"],
    subtree: true,
  });
  document.adoptedStyleSheets.push(sheet);
  followHistory();
  addEventListener(
    "click",
    safe((event) => {
      const { target } = event;
      const wrapper = target.closest(WRAPPER + "," + OWN);
      const opener = wrapper && openerOf(wrapper);
      // In a shadow tree the button is not the target, and other buttons are not to open it.
      const [inner] = event.composedPath();
      const free = inner === target && !(event.defaultPrevented || target.closest(INTERACTIVE) || String(getSelection()));
      if (opener && (inner === opener || free)) open(wrapper, opener);
    }),
  );
});

start();
