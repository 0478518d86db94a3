/*! mathfit | MIT */
// Measures each equation's natural size once, when its engine has typeset it, and hands the numbers to mathfit.css.
// At a resize or a rotation nothing here runs: there is no resize listener, and observers watch the tree, not sizes. But
// on long pages an equation that was far from the screen when its fonts came is measured in them once, when it comes near.
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
   * The display elements, which have the margins: MathJax 3 and 4; MathJax 2 in HTML-CSS, CommonHTML and SVG; KaTeX; and
   * the browser's own MathML, also as engines write it. To support another output, add it here and to PIECE.
   */
  const DISPLAY =
    'mjx-container[display="true"],.MathJax_Display,.MJXc-display,.MathJax_SVG_Display,.katex-display,math[display="block"],table.ltx_eqn_table';
  // Boxes as wide as what they hold. KaTeX (until 0.17 without prefixes in its class names) may break an inline formula's
  // line between these and nowhere else.
  const BASE = ".katex-html>.base,.katex-html>.katex-base";
  const PIECE = BASE + ",mjx-container>mjx-math:not([breakable]),mjx-container>svg,.MathJax .math,.mjx-chtml>.mjx-math," +
    ".MathJax_SVG>:not(.MJX_Assistive_MathML),math";
  // In MathJax 4's CHTML each is the first of several. Asked for only where there are any: each element is looked at.
  const BREAKABLE = "[breakable]";
  const BREAKABLE_PIECE =
    ",:is([breakable]>:first-child,[breakable]>[breakable]+*,mjx-break+*):not([breakable],mjx-break)";
  // Numbered formulas that fill their line, in MathJax 3 and 4, and 2: their min-width is the natural width.
  const FULL = 'mjx-container[width="full"],.MathJax_FullWidth .math>span,.mjx-full-width .mjx-mtable[style*="min-width"],.MathJax_SVG>svg[width="100%"]';
  const KATEX_TAG = ".katex-html>.tag,.katex-html>.katex-tag";
  // KaTeX numbers with a CSS counter, and containment would cut it off from the page's.
  // Its HTML and its MathML have a counter each, and count the same.
  const KATEX_NUMBERS = [".eqn-num", ".mml-eqn-num"];
  // Room between formula and number, in em: MathJax's own minimum is 0.8, KaTeX has none.
  const TAG_SEPARATION = 0.5;
  const SVG_TAG_SEPARATION = 0.8;
  // MathJax 2 puts it at both sides of a table (jax/output/SVG/autoload/mtable.js), 1,000 to the em.
  const SVG_TABLE_MARGIN = 167;
  // What letters paint is not centred in the room that they take: off by less than this (1,000 to the em) is in the middle.
  const SVG_OFF_CENTRE = 200;
  // An inline formula of fewer em fits every line there is: it costs nothing.
  const INLINE_MIN = 9;
  // MathML is laid out with the rounded widths of its font's letters: at another size they add up to another sum.
  const MATHML_SLACK = 1.012;
  // From so many equations on, those far from the screen are not kept up to date. Fewer cost little, and what pictures
  // a whole page at once finds all of them painted.
  const LAZY_MIN = 100;
  // Screens within which an equation is kept up to date.
  const NEAR = 3;
  // Below this width (em) even the floor fits everywhere: no scroll container is made for it.
  const LONG_MIN = 3;
  // Copies for the eye or for screen readers, not formulas of the page; and what its author is editing.
  const NOT_OURS =
    "#MathJax_Zoom,.MJX_Assistive_MathML,mjx-assistive-mml,.katex-mathml,mjx-speech,[contenteditable]:not([contenteditable=false])";

  // No box of these has its natural width: the browser's own MathML, and the table that LaTeXML puts around it.
  const NARROWED = /^(math|table)$/;

  /** @type {any} */
  const global = window;
  if (global.mathfit) return;
  const script = /** @type {HTMLScriptElement | null} */ (document.currentScript);
  const options = { ...(script && script.dataset) };
  const floor = options.minScale ? +options.minScale : 0.4;

  /** Display elements whose numbers are in place. @type {WeakSet<Element>} */
  const done = new WeakSet();
  /** Wrappers that this script gave their numbers. @type {WeakSet<Element>} */
  const measured = new WeakSet();
  /** Wrappers that are laid out as fitted and have no numbers yet. @type {Set<Element>} */
  const fresh = new Set();
  /** Display elements that were seen to have a size. @type {WeakSet<Element>} */
  const shown = new WeakSet();
  // Those that have none (closed details, hidden tabs, MathJax 2 at work): told when they have, and fitted before that
  // is painted. Their height counts: an empty block is as wide as its line.
  const hidden = new ResizeObserver((entries) => {
    const found = entries.filter((entry) => entry.contentRect.height);
    for (const { target } of found) {
      hidden.unobserve(target);
      shown.add(target);
      added.add(target);
    }
    if (found[0]) safely(refresh);
  });
  /**
   * Where something was put in or changed and has not been looked at since. Never the whole page for one equation: MathJax
   * 2, and 4 with its speech, put each in by itself, and looking at all would take the square of their number.
   * @type {Set<ParentNode>}
   */
  const added = new Set();
  /** Wrappers measured in other fonts, and too far from the screen to be measured again yet. @type {WeakSet<Element>} */
  const stale = new WeakSet();
  // Not by the event that tells of content-visibility: it does not bubble everywhere, and in WebKit it comes when the
  // equation is on the screen.
  const near = new IntersectionObserver(
    (entries) => {
      nearer(entries.filter((entry) => entry.isIntersecting).map((entry) => entry.target));
      if (added.size) safely(refresh);
    },
    { rootMargin: "150%" },
  );
  const wrappersOfPage = document.getElementsByTagName("math-fit");
  let scheduled = false;
  let waiting = false;
  let styled = false;
  /** KaTeX's numbers were set since the last frame. */
  let counted = false;

  /** @param {string} name @param {string} [content] */
  const make = (name, content) => {
    const element = document.createElement(name);
    if (content) element.setAttribute("translate", content);
    return element;
  };

  /** @param {Element} element @param {string} property */
  const px = (element, property) => parseFloat(getComputedStyle(element).getPropertyValue(property)) || 0;

  /**
   * @param {string} selector
   * @returns {Set<Element>} what matches in, or is, one of `added`
   */
  const find = (selector) => {
    const found = new Set();
    for (const root of added) {
      if (root instanceof Element && root.matches(selector)) found.add(root);
      for (const element of root.querySelectorAll(selector)) found.add(element);
    }
    return found;
  };

  /** @param {ParentNode} root */
  const pieces = (root) => PIECE + (root.querySelector(BREAKABLE) ? BREAKABLE_PIECE : "");

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
   * @param {DOMRect} ink   what the formula paints, in the SVG's units, without its own transform
   */
  const stretch = ([formula, label], scale, ink) => {
    const group = /** @type {Element} */ (formula.parentNode);
    const svg = /** @type {SVGSVGElement} */ (group.parentNode);
    const box = svg.viewBox.baseVal;
    // A percentage in its transform is of the outer SVG's width: Chromium (156) takes no such length as a nested SVG's x.
    const place = (/** @type {Element} */ part, /** @type {number} */ share, /** @type {number} */ from, aside = "0") => {
      const inner = document.createElementNS(svg.namespaceURI, "svg");
      inner.setAttribute("x", share * 100 + "%");
      inner.setAttribute("overflow", "visible");
      const shift = /** @type {SVGGElement} */ (document.createElementNS(svg.namespaceURI, "g"));
      shift.style.transform = `translate(${aside}) scale(${scale}) translate(${-from}px,${-box.y}px)`;
      shift.appendChild(group.cloneNode(false)).appendChild(part);
      svg.appendChild(inner).appendChild(shift);
    };
    const at = (/** @type {SVGGElement} */ part) => part.transform.baseVal.consolidate()?.matrix.e || 0;
    const left = at(label) < at(formula);
    const middle = box.width / 2;
    const align = global.MathJax?.Hub?.config.displayAlign;
    if (align === "left" || align === "right") {
      place(formula, +(align === "right"), align === "right" ? box.width : 0);
    } else if (left) {
      // In a line with no room for that it stands beside its label, not in the middle.
      const painted = at(formula) + ink.x + ink.width / 2;
      place(formula, 0.5, Math.abs(painted - middle) > SVG_OFF_CENTRE ? painted : middle);
    } else {
      // As the table and its label stand in MathJax: beside each other where the middle is too near to the label.
      const start = at(formula) - SVG_TABLE_MARGIN;
      const room = box.width - at(label) + SVG_TAG_SEPARATION * 1000;
      const half = start < room ? (box.width - room - start) / 2 : middle - start;
      place(formula, 0.5, start + half, `min(0px,50% - ${(room + half) * scale}px)`);
    }
    place(label, left ? 0 : 1, left ? 0 : box.width);
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
    /** @param {Element | Range | null} element */
    const width = (element) => (element ? element.getBoundingClientRect().width / zoom : 0);
    const edges =
      px(display, "padding-left") +
      px(display, "padding-right") +
      px(display, "border-left-width") +
      px(display, "border-right-width");
    const bases = display.querySelectorAll(BASE);
    const parts = bases[0] ? null : numberedSvg(display);
    if (parts) {
      const svg = /** @type {SVGSVGElement} */ (parts[0].ownerSVGElement);
      const scale = width(svg) / svg.viewBox.baseVal.width;
      const box = parts[0].getBBox();
      later.push(() => stretch(parts, scale, box));
      return width(parts[0]) + 2 * (width(parts[1]) + SVG_TAG_SEPARATION * em) + edges;
    }
    if (NARROWED.test(display.localName)) {
      // What is in it can be wider: Firefox (153) adds a sum with limits up to less than it takes.
      const inside = document.createRange();
      inside.selectNodeContents(display);
      return Math.max(width(display), width(inside)) * MATHML_SLACK;
    }
    // Where CommonHTML broke the lines itself, only the whole is as wide as the line, and no table of it.
    const full =
      bases[0] ? null : display.matches(FULL) ? display : display.querySelector(FULL) || display.querySelector(".mjx-full-width");
    // CommonHTML guesses the width of letters that its fonts lack, such as CJK: its min-width can be too small.
    if (full) {
      const table = full.querySelector(".mjx-table");
      const guess = table ? width(table) + 2 * width(full.querySelector(".mjx-itable")) : 0;
      const lines = Array.from(full.querySelectorAll(".mjx-stack>.mjx-block>.mjx-box"), width);
      return Math.max(px(full, "min-width"), guess, ...lines) + edges;
    }
    let left = Infinity;
    let right = -Infinity;
    let margins = edges;
    for (const box of bases[0] ? bases : display.querySelectorAll(pieces(display))) {
      if (box.closest(NOT_OURS)) continue;
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
    const tags = tag ? (width(tag) + TAG_SEPARATION * em) * (indent ? 1 : 2) : 0;
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
   * @property {number} [y]   where it stands, CSS px from the top of the window
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
    let top = Infinity;
    let bottom = -Infinity;
    for (const display of displays) {
      width = Math.max(width, naturalWidth(display, zoom, em, later));
      let rect = display.getBoundingClientRect();
      for (let element = display; element !== ink; element = /** @type {Element} */ (element.parentElement)) {
        const { display: box, overflowX } = getComputedStyle(element);
        // WebKit counts the margins of what is in it as part of an inline box.
        if (box === "inline") continue;
        rect = element.getBoundingClientRect();
        if (/auto|scroll/.test(overflowX)) {
          const { offsetHeight, clientHeight } = /** @type {HTMLElement} */ (element);
          bars += offsetHeight - clientHeight - px(element, "border-top-width") - px(element, "border-bottom-width");
        }
        if (display === displays[0]) above = Math.max(above, px(element, "margin-top"));
        if (display === displays[displays.length - 1]) below = Math.max(below, px(element, "margin-bottom"));
      }
      top = Math.min(top, rect.top);
      bottom = Math.max(bottom, rect.bottom);
    }
    const height = (bottom - top) / zoom - bars;
    if (!(width > 0 && height > 0)) return null;
    return { wrapper, displays, w: width / em, h: height / em, top: above / em, bottom: below / em, rtl, y: top };
  };

  /** @param {Size} size @param {boolean} [lazy] */
  const write = ({ wrapper, displays, w, h, top, bottom, rtl }, lazy) => {
    const { style } = wrapper;
    style.setProperty("--mathfit-w", number(w));
    style.setProperty("--mathfit-h", number(h));
    style.setProperty("--mathfit-t", number(top));
    style.setProperty("--mathfit-b", number(bottom));
    wrapper.toggleAttribute("long", floor > 0 && w * floor > LONG_MIN);
    wrapper.toggleAttribute("rtl", !!rtl);
    wrapper.toggleAttribute("lazy", !!lazy);
    wrapper.toggleAttribute("fit", true);
    measured.add(wrapper);
    for (const display of displays) done.add(display);
  };

  /**
   * KaTeX's automatic numbers, as the page counts them: what comes before an equation is set inside it, and what it
   * counts is counted outside. Counters that a page sets back on its own elements are followed.
   * @param {boolean} [early]  ask for no style: for most pages these are the numbers, and stay
   */
  const numberKatex = (early) => {
    let count = 0;
    /** @type {[HTMLElement, HTMLElement, number, number][]} */
    const changes = [];
    const set = (/** @type {HTMLElement} */ { style }, /** @type {string} */ name, /** @type {string} */ value) => {
      if (style.getPropertyValue(name) !== value) style.setProperty(name, value);
    };
    const counters = (/** @type {number} */ value) => `katexEqnNo ${value} mmlEqnNo ${value}`;
    // An equation has hundreds of elements, none of which can set the counter: they are not even visited.
    const walker = document.createTreeWalker(document.documentElement, 1, {
      acceptNode: (node) => (/** @type {Element} */ (node.parentNode).matches("math-fit,.katex") ? 2 : 1),
    });
    for (let node = walker.root; node; node = /** @type {Node} */ (walker.nextNode())) {
      const element = /** @type {HTMLElement} */ (node);
      if (element.matches("math-fit,.katex")) {
        const before = count;
        const numbers = Math.max(...KATEX_NUMBERS.map((selector) => element.querySelectorAll(selector).length));
        const ink = /** @type {HTMLElement | null} */ (element.querySelector("math-fit-ink"));
        count += numbers;
        if (numbers && ink) changes.push([element, ink, numbers, before]);
      } else {
        const reset = !early && getComputedStyle(element).counterReset.match("EqnNo (-?\\d+)");
        if (reset) count = +reset[1];
      }
    }
    for (const [element, ink, numbers, before] of changes) {
      set(element, "counter-increment", counters(numbers));
      set(ink, "counter-reset", counters(before));
    }
  };

  /** @param {Element[]} run  siblings */
  const bounds = (run) => {
    const rects = run.map((box) => box.getBoundingClientRect());
    const bottom = Math.max(...rects.map((rect) => rect.bottom));
    return {
      width: rects[run.length - 1].right - rects[0].left,
      height: bottom - Math.min(...rects.map((rect) => rect.top)),
      bottom,
    };
  };

  /**
   * Find inline formulas that could be wider than a line.
   * @returns {[Element[], number, ReturnType<typeof bounds>][]} the boxes of each piece that cannot break, its font-size
   *   in CSS px, and its place
   */
  const wideInline = () => {
    /** @type {ReturnType<typeof wideInline>} */
    const wide = [];
    for (const box of find(pieces(document))) {
      // Before asking for a size: what is far from the screen would be laid out for it.
      if (box.closest("math-fit," + DISPLAY + "," + NOT_OURS)) continue;
      const parent = /** @type {Element} */ (box.parentElement);
      const run = [box];
      for (let next = box; parent.matches(BREAKABLE); run.push(next)) {
        next = /** @type {Element} */ (next.nextElementSibling);
        if (!next || next.matches("mjx-break,[breakable]")) break;
      }
      const place = bounds(run);
      const em = px(parent, "font-size");
      // Hidden, or MathJax 2 at work.
      if (!place.height) hidden.observe(box);
      if (place.width > INLINE_MIN * em) wide.push([run, em, place]);
    }
    return wide;
  };

  /**
   * Make each of them an inline image of its own.
   * @param {ReturnType<typeof wideInline>} wide
   */
  const fitInline = (wide) => {
    // The baseline is where an empty inline block stands. Without "nowrap" it would stay at the end of a line where the
    // formula begins the next.
    const probes = wide.map(([[box]]) => {
      const probe = make("math-fit-probe");
      const around = make("math-fit-probe");
      around.style.cssText = "white-space:nowrap";
      probe.style.cssText = "display:inline-block;width:0;height:0;margin:0;padding:0";
      box.before(around);
      around.append(probe, box);
      return probe;
    });
    const depths = probes.map((probe, index) => bounds(wide[index][0]).bottom - probe.getBoundingClientRect().bottom);
    wide.forEach(([run, em, { width, height }], index) => {
      /** @type {Element} */ (probes[index].parentElement).replaceWith(run[0]);
      const wrapper = wrap(run[0], run[run.length - 1]);
      wrapper.setAttribute("inline", "");
      wrapper.style.setProperty("--mathfit-d", number(depths[index] / em));
      write({ wrapper, displays: [], w: width / em, h: height / em, top: 0, bottom: 0 });
    });
  };

  /**
   * MathJax 4 can scale a formula to its line by itself (`displayOverflow: "scale"`): once, so that it is wrong when the
   * phone is turned. It gets back the size that it has otherwise (setScale in MathJax's ts/output/common.ts).
   * @param {Set<Element>} displays
   */
  const unscale = (displays) => {
    const typeset = displays.size && global.MathJax?.startup?.document;
    for (const { typesetRoot, metrics } of typeset?.math || []) {
      if (displays.has(typesetRoot)) {
        const initial = typesetRoot.matches('[jax="SVG"]') ? 1 : metrics.scale;
        typesetRoot.style.fontSize = (initial * typeset.outputJax.options.scale * 100).toFixed(1) + "%";
      }
    }
  };

  /**
   * Find what is typeset and not yet fitted in `added`, and lay it out as it will be when it is fitted: so that the
   * browser lays the inside of an equation out once, before it is measured, and not again after that.
   * @param {boolean} [early]  only what no engine works on any more
   * @returns {Map<HTMLElement, Element[]>} the display elements of each wrapper
   */
  const collect = (early) => {
    const wrappers = new Map();
    const scaled = new Set();
    for (const display of find(DISPLAY)) {
      // MathJax 2 measures and moves what it has put in.
      const busy = /MJX|MathJax_/.test(display.className);
      if (done.has(display) || display.closest(NOT_OURS) || (early && busy)) continue;
      const outer = /** @type {Element} */ (display.parentElement).closest(DISPLAY + ",math-fit");
      // MathJax's container in Temml's, a copy for screen readers: the outer one is the equation.
      if (outer && !outer.matches("math-fit")) continue;
      const wrapper = /** @type {HTMLElement} */ (outer || wrapDisplay(display));
      if (busy && !shown.has(display)) {
        hidden.observe(display);
        continue;
      }
      if (!busy && !wrapper.hasAttribute("fit")) {
        wrapper.toggleAttribute("fit", true);
        fresh.add(wrapper);
      }
      wrapper.toggleAttribute("lazy", false);
      // MathJax 4 has a rule against it where it scrolls or truncates.
      const { style } = /** @type {HTMLElement} */ (display);
      if (!busy && style.minWidth) style.setProperty("min-width", style.minWidth, "important");
      if (display.matches('[overflow="scale"]')) scaled.add(display);
      wrappers.set(wrapper, [...(wrappers.get(wrapper) || []), display]);
    }
    unscale(scaled);
    // Before measuring: inside an equation that is laid out as fitted, each number would be the first.
    if (
      !(early && counted) &&
      [...wrappers.keys()].some((wrapper) => wrapper.querySelector(KATEX_NUMBERS.join()))
    ) {
      numberKatex(early);
      counted = true;
    }
    return wrappers;
  };

  /** Fit what is typeset and not yet fitted in `added`. */
  const refresh = () => {
    // Without the stylesheet there is nothing to hand numbers to. Not asked at the start: an answer takes the style of all
    // that is on the page, which changes when it is collected.
    const wrappers = collect();
    counted = false;
    styled ||= !!getComputedStyle(document.documentElement).getPropertyValue("--mathfit");
    if (!styled) {
      added.clear();
      added.add(document);
      return;
    }
    // MathML has no box of its natural width: it is made as narrow as it can be, for the time of reading.
    /** @type {HTMLElement[]} */
    const narrowed = [];
    for (const [wrapper, displays] of wrappers) {
      if (!displays.some((display) => NARROWED.test(display.localName))) continue;
      const ink = /** @type {HTMLElement} */ (wrapper.querySelector("math-fit-ink"));
      ink.style.cssText += ";width:min-content;white-space:nowrap";
      narrowed.push(ink);
    }
    const wide = options.inline === "off" ? [] : wideInline();
    added.clear();
    /** @type {(() => void)[]} */
    const later = [];
    const lazy = wrappersOfPage.length >= LAZY_MIN;
    let heights = 0;
    for (const [wrapper, displays] of wrappers) {
      /** @type {(() => void)[]} */
      const changes = [];
      const size = measure(wrapper, displays, changes);
      if (size) {
        // What is near would be left out of the layout, and in the same frame be taken back into it. Without their
        // numbers those before it have no height yet.
        const far = Math.abs((size.y || 0) + heights) > NEAR * innerHeight;
        if (fresh.has(wrapper)) heights += size.h * px(wrapper, "font-size");
        later.push(...changes, () => write(size, lazy && far));
      } else {
        if (!displays[0].getBoundingClientRect().height) hidden.observe(displays[0]);
        if (fresh.has(wrapper)) later.push(() => wrapper.removeAttribute("fit"));
      }
      fresh.delete(wrapper);
    }
    for (const { style } of narrowed) style.width = style.whiteSpace = "";
    for (const change of later) change();
    if (wide[0]) fitInline(wide);
    // WebKit has no "loadingdone" event. Asking for the promise has the page laid out: not every time.
    if (!waiting && document.fonts.status === "loading") {
      waiting = true;
      document.fonts.ready.then(again);
    }
  };

  /** Measure everything once more. */
  const again = () => {
    waiting = false;
    for (const display of document.querySelectorAll(DISPLAY)) {
      // To measure what the browser has left out, it would have to be laid out.
      const far = done.has(display) && display.closest("math-fit[lazy]");
      if (far) {
        stale.add(far);
        near.observe(far);
      } else {
        done.delete(display);
      }
    }
    // Inline formulas are found and wrapped once more.
    for (const wrapper of document.querySelectorAll("math-fit[inline]")) {
      const ink = wrapper.querySelector("math-fit-ink");
      if (ink && measured.has(wrapper)) wrapper.replaceWith(...ink.childNodes);
    }
    added.add(document);
    schedule();
  };

  /** Have those of the wrappers measured that were too far from the screen. @param {Iterable<Element>} wrappers */
  const nearer = (wrappers) => {
    for (const wrapper of wrappers) {
      if (!stale.delete(wrapper)) continue;
      near.unobserve(wrapper);
      for (const display of wrapper.querySelectorAll(DISPLAY)) done.delete(display);
      added.add(wrapper);
    }
  };

  /** An exception here must never reach the page: it would be taken for the page's own. @param {() => void} work */
  const safely = (work) => {
    try {
      look(tree.takeRecords());
      work();
      // What was changed here is no news.
      tree.takeRecords();
    } catch (error) {
      console.warn("mathfit:", error);
    }
  };

  /** Once a frame, before it is painted. */
  const schedule = () => {
    if (!scheduled) {
      requestAnimationFrame(() => {
        scheduled = false;
        safely(refresh);
      });
    }
    scheduled = true;
  };

  const FORMULA = [DISPLAY, PIECE, BREAKABLE].join();

  // Engines that are slow, late or called again, content that arrives later, a renderer switched in MathJax's menu: all
  // of them put elements into the tree, and one observer sees them all.
  /** @param {MutationRecord[]} records */
  const look = (records) => {
    for (const { target, addedNodes, removedNodes } of records) {
      if (!(target instanceof Element)) continue;
      const display = target.closest(DISPLAY);
      // Changed from inside (a collapsed term opened): its numbers are no longer its own.
      if (display && done.delete(display)) added.add(display);
      for (const node of addedNodes) {
        if (node instanceof Element && (node.matches(FORMULA) || node.querySelector(FORMULA))) added.add(display || node);
      }
      // An inline formula's wrapper stands in the engine's output, and goes with it.
      const wrapper = removedNodes.length && target.closest("math-fit:not([inline])");
      if (wrapper && measured.has(wrapper) && !wrapper.querySelector(FORMULA)) wrapper.removeAttribute("fit");
    }
    if (added.size) schedule();
  };
  const tree = new MutationObserver((records) => {
    look(records);
    if (added.size) safely(() => collect(true));
  });

  const start = () => {
    const root = document.documentElement;
    if (options.minScale) root.style.setProperty("--mathfit-floor", String(floor));
    added.add(document);
    safely(() => collect(true));
    tree.observe(root, { childList: true, subtree: true });
    // A web font that arrives late changes KaTeX's and MathML's widths, and heights even in MathJax's CHTML, whose widths
    // come from its own metrics (its lines stand on a font of no height, MJXZERO).
    document.fonts.addEventListener("loadingdone", again);
    addEventListener("beforeprint", () => global.mathfit.refresh());
    schedule();
  };

  global.mathfit = {
    version: "0.1.0",
    options,
    /** @param {ParentNode} [root]  an element, or the whole document */
    refresh(root = document) {
      nearer(root.querySelectorAll("math-fit"));
      added.add(root);
      safely(refresh);
    },
  };
  if (document.body) start();
  else addEventListener("DOMContentLoaded", start);
})();
