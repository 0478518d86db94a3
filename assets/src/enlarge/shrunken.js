// Which equations are shown smaller than they are: each of them has a button.

import { OWN, add, safe, shadowOf } from "./dom.js";

// Around an equation or inside it, these have a use for the click themselves.
export const INTERACTIVE = "a,button,summary,maction,mjx-maction,[data-mml-node=maction]";

/** @param {Element} wrapper @returns {HTMLElement | null | undefined} its button, where it has one */
export const openerOf = (wrapper) =>
  /** @type {HTMLElement | null | undefined} */ (
    wrapper.matches(OWN) ? wrapper.shadowRoot?.querySelector("slot~button") : wrapper.children[0]?.children[1]
  );

export const sizes = new ResizeObserver(
  safe((/** @type {ResizeObserverEntry[]} */ entries) => {
    // All is read before the first is written, and nothing inside an equation: far from the screen nothing is laid out there.
    const found = entries.map(({ target, contentRect: { width } }) => {
      const style = getComputedStyle(target);
      const natural = parseFloat(style.fontSize) * +style.getPropertyValue("--mathfit-w");
      const shrunk = width && width < 0.99 * natural && !target.closest(INTERACTIVE);
      return [target, shrunk, width < natural * +style.getPropertyValue("--mathfit-least")];
    });
    for (const [target, shrunk, scrolls] of /** @type {[Element, boolean, boolean][]} */ (found)) {
      const room = /** @type {HTMLElement | undefined} */ (target.children[0]);
      const opener = openerOf(target);
      // Not every browser lets the keyboard reach what scrolls and holds nothing that can be focused.
      if (room && target.matches(OWN)) {
        if (shrunk && scrolls) room.tabIndex = 0;
        else room.removeAttribute("tabindex");
      }
      if (!shrunk) opener?.remove();
      else if (!room) {
        // The parser is in the midst of it. Asked anew, the observer calls in the next frame.
        sizes.unobserve(target);
        sizes.observe(target);
      } else if (!opener) add(target.matches(OWN) ? shadowOf(target) : room, "button", "Enlarge equation").type = "button";
    }
  }),
);
