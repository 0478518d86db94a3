/*! mathfit | MIT */
// Measures each equation's natural size once, when its engine has typeset it, and hands the numbers to mathfit.css.
// At a resize or a rotation nothing here runs: there is no resize listener, and observers watch the tree, not sizes.
//
// Where the page was not prepared by `mathfit apply`, the wrappers are made here, around what the engine put in.
//
// Options are data attributes of the script's tag:
//   data-min-scale="0.4"   the smallest scale; below it the equation scrolls inside its wrapper. 0: no limit
//   data-inline="off"      leave inline formulas alone
//   data-translate="yes"   let a browser's translation into the formulas
(() => {
  "use strict";

  /**
   * How one engine's output is measured.
   * @typedef {object} Kind
   * @property {string} is       selects the display element, the one that has the margins
   * @property {string} box      selects, inside it, the box that is as wide as the formula
   * @property {string} [full]   selects, inside it, the box whose min-width is the natural width of a formula that
   *                             fills its line (numbers at the margin)
   * @property {string[]} [parts]  where that min-width can be too small (CommonHTML guesses the width of letters that
   *                             its fonts lack, such as CJK): selects the table and its numbers
   */

  /**
   * Every output that is fitted. To support another, add a row.
   * @type {Kind[]}
   */
  const KINDS = [
    // MathJax 3 and 4. `width="full"` and a min-width on the container: a table with numbers.
    { is: 'mjx-container[display="true"]', box: ":scope>mjx-math,:scope>svg", full: ':scope[width="full"]' },
    // MathJax 2, HTML-CSS and CommonHTML: the same, on a box deeper inside. SVG: always of a fixed width.
    { is: ".MathJax_Display", box: ".math", full: ".MathJax_FullWidth .math>span" },
    { is: ".MJXc-display", box: ".mjx-math", full: ".mjx-full-width .mjx-mtable", parts: [".mjx-table", ".mjx-itable"] },
    { is: ".MathJax_SVG_Display", box: ".MathJax_SVG>:not(.MJX_Assistive_MathML)", full: 'svg[width="100%"]' },
    // KaTeX: up to 0.17 and from 0.18 on. A formula may have several bases side by side.
    { is: ".katex-display", box: ".katex-html>.base,.katex-html>.katex-base" },
    // The browser's own MathML, and any engine's MathML output. Measured by the smallest width it can have.
    { is: 'math[display="block"]', box: "" },
  ];

  const DISPLAY = KINDS.map((kind) => kind.is).join();
  const KATEX_TAG = ".katex-html>.tag,.katex-html>.katex-tag";
  // KaTeX numbers with a CSS counter, and containment would cut it off from the page's.
  // Its HTML and its MathML have a counter each, and count the same.
  const KATEX_NUMBERS = [".eqn-num", ".mml-eqn-num"];
  const KATEX_COUNTERS = ["katexEqnNo", "mmlEqnNo"];
  // Room between formula and number, in em: MathJax's own minimum is 0.8, KaTeX has none.
  const TAG_SEPARATION = 0.5;
  const SVG_TAG_SEPARATION = 0.8;
  // One-piece boxes of inline formulas: KaTeX and MathJax 4 may break a line between these and nowhere else.
  const INLINE =
    ".katex-html>.base,.katex-html>.katex-base,mjx-container:not([display])>mjx-math,mjx-container:not([display])>svg," +
    ".MathJax>nobr>.math,.MathJax_CHTML>.mjx-math,.MathJax_SVG>svg,math:not([display=block])";
  // An inline formula of fewer em fits every line there is: it costs nothing.
  const INLINE_MIN = 9;
  // Below this width (em) even the floor fits everywhere: no scroll container is made for it.
  const LONG_MIN = 3;
  // Copies for the eye or for screen readers, not formulas of the page; and what its author is editing.
  const NOT_OURS =
    '#MathJax_Zoom,.MJX_Assistive_MathML,mjx-assistive-mml,.katex-mathml,mjx-speech,[contenteditable=""],[contenteditable="true"]';

  /** @type {any} */
  const global = window;
  if (global.mathfit) return;
  const script = /** @type {HTMLScriptElement | null} */ (document.currentScript);
  const options = { ...(script && script.dataset) };

  /** Display elements whose numbers are in place. @type {WeakSet<Element>} */
  const done = new WeakSet();
  /** Wrappers that this script gave their numbers. @type {WeakSet<Element>} */
  const measured = new WeakSet();
  /** Wrappers that have no size yet (closed details, hidden tabs): told when they have. */
  const hidden = new ResizeObserver((entries) => {
    for (const entry of entries) {
      if (entry.contentRect.width || entry.contentRect.height) {
        hidden.unobserve(entry.target);
        schedule();
      }
    }
  });
  let scheduled = false;

  /** @param {string} name @param {string} [content] */
  const make = (name, content) => {
    const element = document.createElement(name);
    if (content) element.setAttribute("translate", content);
    return element;
  };

  /** @param {Element} element @param {string} property */
  const px = (element, property) => parseFloat(getComputedStyle(element).getPropertyValue(property)) || 0;

  /** Round up to a ten-thousandth: a hair of blank space, never a hair too little. @param {number} value */
  const number = (value) => String(Math.ceil(value * 1e4 - 1e-3) / 1e4);

  /**
   * Put wrapper, room and ink around a run of siblings.
   * @param {Node} first
   * @param {Node} last
   * @returns {HTMLElement} the wrapper
   */
  const wrap = (first, last) => {
    const wrapper = make("math-fit", options.translate === "yes" ? "" : "no");
    const ink = make("math-fit-ink");
    wrapper.appendChild(make("math-fit-room")).appendChild(ink);
    /** @type {Node} */ (first.parentNode).insertBefore(wrapper, first);
    const run = document.createRange();
    run.setStartBefore(first);
    run.setEndAfter(last);
    ink.appendChild(run.extractContents());
    return wrapper;
  };

  /**
   * MathJax 2 keeps a preview before its output and the source behind it, and looks for them beside it.
   * @param {Element} display
   */
  const wrapDisplay = (display) => {
    const before = display.previousElementSibling;
    const after = display.nextElementSibling;
    return wrap(
      before && before.matches(".MathJax_Preview") ? before : display,
      after && after.matches('script[type^="math/"]') ? after : display,
    );
  };

  /**
   * MathJax 2's SVG output sizes a numbered formula for the line that it was typeset in, in px, for good.
   * @param {Element} display
   * @returns {[SVGGElement, SVGGElement] | null} its formula and its label, where the two are still in such an SVG
   */
  const numberedSvg = (display) => {
    const svg = display.matches(".MathJax_SVG_Display") && display.querySelector("svg[viewBox]");
    const id = svg ? svg.querySelector('[id^="mjx-eqn"]') : null;
    const root = id && svg ? /** @type {Element} */ (svg.firstElementChild) : null;
    const parts = root ? /** @type {SVGGElement[]} */ ([...root.children]) : [];
    const label = parts.find((part) => part.contains(id));
    const formula = parts.find((part) => part !== label);
    return label && formula ? [formula, label] : null;
  };

  /**
   * Let such an SVG follow its line, as MathJax 3 has them do: the formula in the middle, the label at the edge.
   * @param {[SVGGElement, SVGGElement]} parts
   * @param {number} scale  CSS px to a unit of the SVG
   */
  const stretch = ([formula, label], scale) => {
    const group = /** @type {Element} */ (formula.parentNode);
    const svg = /** @type {SVGSVGElement} */ (group.parentNode);
    const box = svg.viewBox.baseVal;
    const place = (/** @type {Element} */ part, /** @type {number} */ share) => {
      const inner = document.createElementNS(svg.namespaceURI, "svg");
      inner.setAttribute("x", share * 100 + "%");
      inner.setAttribute("overflow", "visible");
      const shift = document.createElementNS(svg.namespaceURI, "g");
      shift.setAttribute("transform", `scale(${scale}) translate(${-share * box.width},${-box.y})`);
      shift.appendChild(group.cloneNode(false)).appendChild(part);
      svg.appendChild(inner).appendChild(shift);
    };
    const at = (/** @type {SVGGElement} */ part) => part.transform.baseVal.consolidate()?.matrix.e || 0;
    const left = at(label) < at(formula);
    place(formula, 0.5);
    place(label, left ? 0 : 1);
    group.remove();
    svg.removeAttribute("viewBox");
    svg.setAttribute("width", "100%");
    /** @type {HTMLElement} */ (svg.parentElement).style.width = "100%";
  };

  /**
   * The natural width of a display element in CSS px, as laid out (not as painted).
   * @param {Element} display
   * @param {number} zoom  painted px to a px of layout
   * @param {number} em    CSS px
   * @param {(() => void)[]} later  changes to make when everything has been read
   */
  const naturalWidth = (display, zoom, em, later) => {
    const kind = /** @type {Kind} */ (KINDS.find((each) => display.matches(each.is)));
    const edges =
      px(display, "padding-left") +
      px(display, "padding-right") +
      px(display, "border-left-width") +
      px(display, "border-right-width");
    const parts = numberedSvg(display);
    if (parts) {
      const svg = /** @type {SVGSVGElement} */ (parts[0].ownerSVGElement);
      const scale = svg.getBoundingClientRect().width / zoom / svg.viewBox.baseVal.width;
      later.push(() => stretch(parts, scale));
      const [formula, label] = parts.map((part) => part.getBoundingClientRect().width / zoom);
      return formula + 2 * (label + SVG_TAG_SEPARATION * em) + edges;
    }
    if (!kind.box) return display.getBoundingClientRect().width / zoom;
    const full = kind.full && (display.matches(kind.full.replace(":scope", kind.is)) ? display : display.querySelector(kind.full));
    if (full) {
      const [table, label] = (kind.parts || []).map((part) => {
        const element = full.querySelector(part);
        return element ? element.getBoundingClientRect().width / zoom : 0;
      });
      return Math.max(px(full, "min-width"), kind.parts ? table + 2 * label : 0) + edges;
    }
    let left = Infinity;
    let right = -Infinity;
    let margins = edges;
    for (const box of display.querySelectorAll(kind.box)) {
      const rect = box.getBoundingClientRect();
      left = Math.min(left, rect.left);
      right = Math.max(right, rect.right);
      margins += Math.max(0, px(box, "margin-left")) + Math.max(0, px(box, "margin-right"));
    }
    if (right < left) return 0;
    const tag = display.querySelector(KATEX_TAG);
    const inner = display.querySelector(".katex");
    const indent = inner ? px(inner, "padding-left") : 0;
    // A centred formula has its number's room on both sides.
    const tags = tag ? (tag.getBoundingClientRect().width / zoom + TAG_SEPARATION * em) * (indent ? 1 : 2) : 0;
    return (right - left) / zoom + margins + indent + tags;
  };

  /**
   * @typedef {object} Size
   * @property {HTMLElement} wrapper
   * @property {Element[]} displays
   * @property {number} w       natural width, em
   * @property {number} h       natural height, em
   * @property {number} top     margin above, em
   * @property {number} bottom  margin below, em
   * @property {boolean} [rtl]  in text that runs from right to left
   */

  /**
   * Read one wrapper's numbers. Writes nothing: all are read before the first is written.
   * @param {HTMLElement} wrapper
   * @param {Element[]} displays
   * @param {(() => void)[]} later  changes to make when everything has been read
   * @returns {Size | null} null where nothing is laid out
   */
  const measure = (wrapper, displays, later) => {
    const ink = /** @type {HTMLElement} */ (displays[0].closest("math-fit-ink"));
    const em = px(wrapper, "font-size");
    const rtl = getComputedStyle(wrapper).direction === "rtl";
    const laidOut = px(ink, "width");
    const zoom = laidOut ? ink.getBoundingClientRect().width / laidOut : 1;
    let width = 0;
    let above = 0;
    let below = 0;
    // A theme's own scroll bar is no part of the equation, and goes when it is fitted.
    let bars = 0;
    for (const display of displays) {
      width = Math.max(width, naturalWidth(display, zoom, em, later));
      for (let element = display; element !== ink; element = /** @type {Element} */ (element.parentElement)) {
        const { display: box, overflowX } = getComputedStyle(element);
        if (box === "inline") continue;
        if (/auto|scroll/.test(overflowX)) {
          const { offsetHeight, clientHeight } = /** @type {HTMLElement} */ (element);
          bars += offsetHeight - clientHeight - px(element, "border-top-width") - px(element, "border-bottom-width");
        }
        if (display === displays[0]) above = Math.max(above, px(element, "margin-top"));
        if (display === displays[displays.length - 1]) below = Math.max(below, px(element, "margin-bottom"));
      }
    }
    let top = Infinity;
    let bottom = -Infinity;
    for (const child of ink.children) {
      const rect = child.getBoundingClientRect();
      if (!rect.height) continue;
      top = Math.min(top, rect.top);
      bottom = Math.max(bottom, rect.bottom);
    }
    const height = (bottom - top) / zoom - bars;
    if (!(width > 0 && height > 0)) return null;
    return { wrapper, displays, w: width / em, h: height / em, top: above / em, bottom: below / em, rtl };
  };

  /** @param {Size} size */
  const write = ({ wrapper, displays, w, h, top, bottom, rtl }) => {
    const { style } = wrapper;
    style.setProperty("--mathfit-w", number(w));
    style.setProperty("--mathfit-h", number(h));
    style.setProperty("--mathfit-t", number(top));
    style.setProperty("--mathfit-b", number(bottom));
    wrapper.toggleAttribute("long", floor > 0 && w * floor > LONG_MIN);
    wrapper.toggleAttribute("rtl", !!rtl);
    wrapper.toggleAttribute("fit", true);
    measured.add(wrapper);
    for (const display of displays) done.add(display);
  };

  /**
   * KaTeX's automatic numbers, as the page counts them: what comes before an equation is set inside it, and what it
   * counts is counted outside. Counters that a page sets back on its own elements are followed.
   */
  const numberKatex = () => {
    if (!document.querySelector(KATEX_NUMBERS.join())) return;
    let count = 0;
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_ELEMENT);
    /** @type {[HTMLElement, HTMLElement, number, number][]} */
    const found = [];
    for (let node = walker.currentNode, next; node; node = /** @type {Node} */ (next)) {
      const element = /** @type {HTMLElement} */ (node);
      next = null;
      if (element.matches("math-fit,.katex")) {
        const numbers = Math.max(...KATEX_NUMBERS.map((each) => element.querySelectorAll(each).length));
        const ink = element.querySelector("math-fit-ink");
        if (numbers && ink) found.push([element, /** @type {HTMLElement} */ (ink), count, numbers]);
        count += numbers;
        // Skip what is inside: an equation has hundreds of elements, none of which can set the counter.
        for (let up = /** @type {Node | null} */ (element); up && !next; up = up.parentNode) {
          walker.currentNode = up;
          next = walker.nextSibling();
          if (up === document.body) break;
        }
      } else {
        const reset = getComputedStyle(element).counterReset.match("EqnNo (-?\\d+)");
        if (reset) count = +reset[1];
        next = walker.nextNode();
      }
    }
    for (const [wrapper, ink, before, numbers] of found) {
      wrapper.style.counterIncrement = KATEX_COUNTERS.map((counter) => `${counter} ${numbers}`).join(" ");
      ink.style.counterReset = KATEX_COUNTERS.map((counter) => `${counter} ${before}`).join(" ");
    }
  };

  /**
   * Inline formulas that could be wider than a line: each piece that cannot break becomes an inline image of its own.
   * @param {ParentNode} root
   */
  const fitInline = (root) => {
    /** @type {[Element, HTMLElement, DOMRect, number][]} */
    const wide = [];
    for (const box of root.querySelectorAll(INLINE)) {
      if (box.closest("math-fit," + DISPLAY + "," + NOT_OURS)) continue;
      const rect = box.getBoundingClientRect();
      const em = px(/** @type {Element} */ (box.parentElement), "font-size");
      if (rect.width > INLINE_MIN * em) wide.push([box, make("math-fit-probe"), rect, em]);
    }
    // The baseline is where an empty inline block stands.
    for (const [box, probe] of wide) {
      probe.style.cssText = "display:inline-block;width:0;height:0;margin:0;padding:0";
      box.before(probe);
    }
    const depths = wide.map(([, probe, rect]) => rect.bottom - probe.getBoundingClientRect().bottom);
    wide.forEach(([box, probe, rect, em], index) => {
      probe.remove();
      const wrapper = wrap(box, box);
      wrapper.setAttribute("inline", "");
      wrapper.style.setProperty("--mathfit-d", number(depths[index] / em));
      write({ wrapper, displays: [], w: rect.width / em, h: rect.height / em, top: 0, bottom: 0 });
    });
  };

  /**
   * Fit what is typeset and not yet fitted under `root`.
   * @param {ParentNode} [root]  an element, or the whole document
   */
  const refresh = (root = document) => {
    /** @type {Map<HTMLElement, Element[]>} */
    const wrappers = new Map();
    for (const display of root.querySelectorAll(DISPLAY)) {
      if (done.has(display) || display.closest(NOT_OURS)) continue;
      const outer = /** @type {Element} */ (display.parentElement).closest(DISPLAY + ",math-fit");
      // MathJax's container in Temml's, a copy for screen readers: the outer one is the equation.
      if (outer && !outer.matches("math-fit")) continue;
      const wrapper = /** @type {HTMLElement} */ (outer || wrapDisplay(display));
      wrappers.set(wrapper, [...(wrappers.get(wrapper) || []), display]);
    }
    // MathML has no box of its natural width: it is made as narrow as it can be, for the time of reading.
    /** @type {HTMLElement[]} */
    const narrowed = [];
    for (const [wrapper, displays] of wrappers) {
      if (!displays.some((display) => display.localName === "math")) continue;
      const ink = /** @type {HTMLElement} */ (displays[0].closest("math-fit-ink"));
      ink.style.cssText += ";display:block;width:min-content;white-space:nowrap";
      narrowed.push(ink);
      wrapper.removeAttribute("fit");
    }
    const sizes = [];
    /** @type {(() => void)[]} */
    const later = [];
    for (const [wrapper, displays] of wrappers) {
      /** @type {(() => void)[]} */
      const changes = [];
      const size = measure(wrapper, displays, changes);
      if (size) {
        sizes.push(size);
        later.push(...changes);
      } else {
        hidden.observe(displays[0]);
      }
    }
    for (const { style } of narrowed) style.display = style.width = style.whiteSpace = "";
    for (const change of later) change();
    sizes.forEach(write);
    if (sizes.length) numberKatex();
    if (options.inline !== "off") fitInline(root);
  };

  /** An exception here must never reach the page: it would be taken for the page's own. */
  const safely = () => {
    scheduled = false;
    try {
      refresh();
      tree.takeRecords();
    } catch (error) {
      console.warn("mathfit:", error);
    }
  };

  /** Once a frame, before it is painted. */
  const schedule = () => {
    if (!scheduled) requestAnimationFrame(safely);
    scheduled = true;
  };

  const FORMULA = DISPLAY + "," + INLINE;

  // Engines that are slow, late or called again, content that arrives later, a renderer switched in MathJax's menu: all
  // of them put elements into the tree, and one observer sees them all.
  const tree = new MutationObserver((records) => {
    for (const { target, addedNodes, removedNodes } of records) {
      if (!(target instanceof Element)) continue;
      const display = target.closest(DISPLAY);
      // Changed from inside (a collapsed term opened): its numbers are no longer its own.
      if (display) {
        done.delete(display);
        schedule();
      }
      for (const node of addedNodes) {
        if (node instanceof Element && (node.matches(FORMULA) || node.querySelector(FORMULA))) schedule();
      }
      const wrapper = removedNodes.length && target.closest("math-fit");
      if (wrapper && measured.has(wrapper) && !wrapper.querySelector(FORMULA)) wrapper.removeAttribute("fit");
    }
  });

  const floor = options.minScale ? +options.minScale : 0.4;

  const start = () => {
    const root = document.documentElement;
    // Without the stylesheet there is nothing to hand numbers to.
    if (!getComputedStyle(root).getPropertyValue("--mathfit")) return;
    if (options.minScale) root.style.setProperty("--mathfit-floor", String(floor));
    tree.observe(root, { childList: true, subtree: true });
    // A web font that arrives late changes KaTeX's and MathML's widths, and heights even in MathJax's CHTML, whose widths
    // come from its own metrics (its lines stand on a font of no height, MJXZERO).
    document.fonts.addEventListener("loadingdone", () => {
      for (const display of document.querySelectorAll(DISPLAY)) done.delete(display);
      schedule();
    });
    schedule();
  };

  global.mathfit = { version: "0.1.0", options, refresh };
  if (document.body) start();
  else addEventListener("DOMContentLoaded", start);
})();
