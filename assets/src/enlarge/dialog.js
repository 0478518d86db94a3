// The dialog, and its entry in the page's history.

import { WRAPPER, add, safe, shadowOf } from "./dom.js";

/** The dialog that is open, or was last. @type {HTMLDialogElement | undefined} */
let dialog;
/** The page's address when it opened. @type {string} */
let address;
/** Set on the way back to the entry of the history at which it opened. @type {number | undefined} */
let leaving;
const leave = () => {
  leaving = history.state?.mathfit;
  if (leaving) history.back();
};

/** @param {Element} wrapper @param {HTMLElement} opener  its button */
export const open = (wrapper, opener) => {
  if (leaving || dialog?.isConnected) return;
  const [room] = wrapper.children;
  /** @type {HTMLDialogElement} */
  const box = (dialog = add(shadowOf(wrapper), "dialog", "Equation"));
  const shown = add(box, "slot");
  const bar = add(box, "span");

  let zoom = 1;
  /**
   * Enlarge by a factor; what is at the point stays there, or at the dialog's corner.
   * @param {number} factor
   * @param {any} [point]
   */
  const magnify = (factor, { clientX, clientY } = /** @type {any} */ (box)) => {
    const { left, top } = box.getBoundingClientRect();
    factor = Math.min(8 / zoom, factor);
    const x = (box.scrollLeft + (clientX - left || 0)) * (factor - 1);
    const y = (box.scrollTop + (clientY - top || 0)) * (factor - 1);
    shown.style.zoom = zoom *= factor;
    box.scrollBy(x, y);
  };
  let distance = 0;
  // Two fingers on a screen. A touch pad's are the browser's own affair, as on any page.
  box.ontouchstart = () => (distance = 0);
  box.ontouchmove = (event) => {
    const [one, two] = event.touches;
    if (!two) return;
    event.preventDefault();
    const now = Math.hypot(one.clientX - two.clientX, one.clientY - two.clientY);
    if (distance) magnify(now / distance, one);
    distance = now;
  };

  for (const [text, factor] of /** @type {[string, number?][]} */ ([["-", 0.8], ["+", 1.25], ["Close"]])) {
    const button = add(bar, "button");
    button.textContent = text;
    button.onclick = () => (factor ? magnify(factor) : box.close());
  }
  // What hits the dialog and nothing in it is outside.
  box.onclick = ({ target }) => {
    if (target === box) box.close();
  };
  // MathJax's own menu would open behind the dialog: here the browser's is of more use.
  box.addEventListener("contextmenu", (event) => event.stopPropagation(), true);
  box.onclose = () => {
    room.removeAttribute("slot");
    box.remove();
    opener.inert = false;
    opener.focus();
    leave();
  };
  // The arrow keys pan what is focused; the dialog itself, in Chromium, only where it can be reached by Tab.
  box.tabIndex = 0;
  box.showModal();
  box.focus();
  shown.name = room.slot = WRAPPER;
  opener.inert = true;
  address = location.href;
  // Not history.pushState, where a router or a counter of visits may have put its own.
  History.prototype.pushState.call(history, { ...history.state, mathfit: 1 }, "");
};

export const followHistory = () => {
  // Before the page's own: a router has nothing to do where the address is the same.
  addEventListener(
    "popstate",
    safe((event) => {
      if ((leaving || dialog?.isConnected) && location.href === address) event.stopImmediatePropagation();
      dialog?.close();
      // Come back to an entry whose dialog is closed: it is of no use.
      leave();
    }),
    true,
  );
};
