/*! mathfit | MIT */
(() => {
  // assets/src/enlarge/enlarge.css
  var enlarge_default = String.raw`
/* Beside the equation and not around it, so that what is inside stays what it is. It is there for the keyboard and
 * for screen readers; a pointer goes through it, to links and to text. Where the equation scrolls, it does so by the
 * arrow keys. */
math-fit-room > button,
slot ~ button {
  all: unset !important;
  inset: 0 !important;
  position: absolute !important;
  pointer-events: none !important;
}

math-fit-room > :focus-visible,
slot ~ :focus-visible {
  outline: auto !important;
  outline-offset: -4px !important;
}

math-fit-room:has(button),
slot:has(~ button)::slotted(*) {
  cursor: zoom-in;
}

/* In the dialog nothing of mathfit.css holds: no containment, no overlay, no scale. */
math-fit > [slot] {
  all: unset !important;
}

math-fit > [slot] > * {
  position: static !important;
  width: calc(var(--mathfit-natural) + 0.25em) !important;
  transform: none !important;
}

/* Where KaTeX's own elements are room and ink, they keep their fonts. */
.katex-display[data-mathfit] > [slot] {
  position: static !important;
  display: block;
  padding: 0 !important;
  container-type: normal !important;
  contain: none !important;
  content-visibility: visible !important;
  overflow: visible !important;
  mask: none !important;
  pointer-events: auto;
}

.katex-display[data-mathfit] > [slot] > .katex-html {
  position: relative !important;
  width: calc(var(--mathfit-natural) / var(--mathfit-own, 1) + var(--mathfit-bleed)) !important;
  margin: 0 !important;
  transform: none !important;
}

/* The numbers go down to what is in a slot, though mathfit.css lets nothing inherit them but its own elements. */
:host * {
  --mathfit-w: inherit;
  --mathfit-t: inherit;
  --mathfit-least: inherit;
  --mathfit-size: inherit;
  --mathfit-natural: inherit;
}

:host dialog {
  overscroll-behavior: contain;
  max-height: 75%;
  padding: 0;
  touch-action: pan-x pan-y;
}

:host [name] {
  display: block;
  width: max-content;
  padding: 1em;
}

:host span {
  position: fixed;
  right: 0;
  top: 0;
}

:host span button {
  padding: 1em;
}
`;

  // assets/src/enlarge/dom.js
  // What the parts of enlarging share.
  /** The stylesheet of the page and of every shadow tree. @type {CSSStyleSheet} */
  var sheet;
  var makeSheet = () => {
    // Not a style element: a page's security policy may forbid one, and allows this.
    sheet = new CSSStyleSheet();
    sheet.replaceSync(enlarge_default);
  };
  var WRAPPER = "math-fit";
  /** Wrappers that a framework may own: KaTeX's own elements, and what the npm package's plugins wrote. */
  var OWN = ".katex-display[data-mathfit],math-fit:is(.notranslate,[translate=yes])";
  /**
   * An exception here must never reach the page: it would be taken for the page's own.
   * @param {(input: any) => void} call
   * @returns {(input?: any) => void}
   */
  var safe = (call) => (input) => {
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
  var add = (parent, name, label) => {
    const element = document.createElement(name);
    element.ariaLabel = label;
    parent.append(element);
    return element;
  };
  /**
   * An equation's shadow tree, for all that is put in here: no rule of the page reaches it, and no framework sees it that
   * owns the equation's elements, or has yet to compare them with its own.
   * @param {Element} wrapper
   * @returns {ShadowRoot}
   */
  var shadowOf = (wrapper) => {
    if (wrapper.shadowRoot) return wrapper.shadowRoot;
    const root = wrapper.attachShadow({ mode: "open" });
    root.adoptedStyleSheets = [sheet];
    add(root, "slot");
    return root;
  };

  // assets/src/enlarge/dialog.js
  // The dialog, and its entry in the page's history.
  /** The dialog that is open, or was last. @type {HTMLDialogElement | undefined} */
  var dialog;
  /** The page's address when it opened. @type {string} */
  var address;
  /** Set on the way back to the entry of the history at which it opened. @type {number | undefined} */
  var leaving;
  var leave = () => {
    leaving = history.state?.mathfit;
    if (leaving) history.back();
  };
  /** @param {Element} wrapper @param {HTMLElement} opener  its button */
  var open = (wrapper, opener) => {
    if (leaving || dialog?.isConnected) return;
    const [room] = wrapper.children;
    /** @type {HTMLDialogElement} */
    const box = dialog = add(shadowOf(wrapper), "dialog", "Equation");
    const shown = add(box, "slot");
    const bar = add(box, "span");
    let zoom = 1;
    /**
     * Enlarge by a factor; what is at the point stays there, or at the dialog's corner.
     * @param {number} factor
     * @param {any} [point]
     */
    const magnify = (factor, { clientX, clientY } = box) => {
      const { left, top } = box.getBoundingClientRect();
      factor = Math.min(8 / zoom, factor);
      const x = (box.scrollLeft + (clientX - left || 0)) * (factor - 1);
      const y = (box.scrollTop + (clientY - top || 0)) * (factor - 1);
      shown.style.zoom = zoom *= factor;
      box.scrollBy(x, y);
    };
    let distance = 0;
    // Two fingers on a screen. A touch pad's are the browser's own affair, as on any page.
    box.ontouchstart = () => distance = 0;
    box.ontouchmove = (event) => {
      const [one, two] = event.touches;
      if (!two) return;
      event.preventDefault();
      const now = Math.hypot(one.clientX - two.clientX, one.clientY - two.clientY);
      if (distance) magnify(now / distance, one);
      distance = now;
    };
    for (const [text, factor] of [["-", 0.8], ["+", 1.25], ["Close"]]) {
      const button = add(bar, "button");
      button.textContent = text;
      button.onclick = () => factor ? magnify(factor) : box.close();
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
  var followHistory = () => {
    // Before the page's own: a router has nothing to do where the address is the same.
    addEventListener(
      "popstate",
      safe((event) => {
        if ((leaving || dialog?.isConnected) && location.href === address) event.stopImmediatePropagation();
        dialog?.close();
        // Come back to an entry whose dialog is closed: it is of no use.
        leave();
      }),
      true
    );
  };

  // assets/src/enlarge/shrunken.js
  // Which equations are shown smaller than they are: each of them has a button.
  // Around an equation or inside it, these have a use for the click themselves.
  var INTERACTIVE = "a,button,summary,maction,mjx-maction,[data-mml-node=maction]";
  /** @param {Element} wrapper @returns {HTMLElement | null | undefined} its button, where it has one */
  var openerOf = (wrapper) => wrapper.matches(OWN) ? wrapper.shadowRoot?.querySelector("slot~button") : wrapper.children[0]?.children[1];
  var sizes = new ResizeObserver(
    safe((entries) => {
      // All is read before the first is written, and nothing inside an equation: far from the screen nothing is laid out there.
      const found = entries.map(({ target, contentRect: { width } }) => {
        const style = getComputedStyle(target);
        const natural = parseFloat(style.fontSize) * +style.getPropertyValue("--mathfit-w");
        const shrunk = width && width < 0.99 * natural && !target.closest(INTERACTIVE);
        return [target, shrunk, width < natural * +style.getPropertyValue("--mathfit-least")];
      });
      for (const [target, shrunk, scrolls] of found) {
        const room = target.children[0];
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
    })
  );

  // assets/src/enlarge/start.js
  // Opens an equation that is shown smaller than it is, by click, tap or key, at its natural size, in a dialog.
  //
  // The equation is neither copied nor moved in the page's tree: as long as it is enlarged, a slot in a shadow tree of its
  // wrapper shows it inside the dialog. So its ids, its CSS counters, its links and the engine's own event handlers stay
  // what they are, and no rule of the page reaches the dialog's own parts. All that the script needs of the page is
  // mathfit.css and wrappers that have their numbers; mathfit.js does not know of it.
  var start = safe(() => {
    if (customElements.get(WRAPPER)) return;
    makeSheet();
    // Called for wrappers that are there and that come. Until it has its numbers, a wrapper has no size.
    customElements.define(
      WRAPPER,
      class extends HTMLElement {
        connectedCallback() {
          sizes.observe(this);
        }
      }
    );
    const look = (target) => target.matches(OWN) && sizes.observe(target);
    document.querySelectorAll(OWN).forEach(look);
    new MutationObserver(safe((records) => records.forEach(({ target }) => look(target)))).observe(document, {
      attributeFilter: ["data-mathfit"],
      subtree: true
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
      })
    );
  });
  start();
})();
