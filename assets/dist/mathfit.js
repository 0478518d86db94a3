/*! mathfit | MIT */
(() => {
  "use strict";
  // assets/src/dom.js
  // Making and reading elements.
  /** @param {string} name @param {string} [translate]  the value of that attribute, where it is to have one */
  var make = (name, translate) => {
    const element = document.createElement(name);
    if (translate) element.setAttribute("translate", translate);
    return element;
  };
  /** @param {Element} element @param {string} property @returns {number} its computed value, CSS px */
  var px = (element, property) => parseFloat(getComputedStyle(element).getPropertyValue(property)) || 0;
  /** @param {Element} element @returns {number} painted px to a px of layout (CSS `zoom` on an element around it) */
  var zoomOf = (element) => element.currentCSSZoom || 1;
  /** @param {(rules: CSSRuleList) => void} call  called with the rules of each stylesheet of the page that can be read */
  var withRules = (call) => {
    for (const sheet of document.styleSheets) {
      try {
        call(sheet.cssRules);
      } catch {
        // Another origin's.
      }
    }
  };

  // assets/src/selectors.js
  var BOX_INK = ":scope>svg,:scope>mjx-math";
  var DISPLAY = 'mjx-container[display="true"],.MathJax_Display,.MJXc-display,.MathJax_SVG_Display,.mjpage__block,.katex-display,math[display="block"],table.ltx_eqn_table';
  var FITTED = "math-fit:not([inline]),[data-mathfit]";
  var FULL = 'mjx-container[width="full"],.MathJax_FullWidth .math>span,.mjx-full-width .mjx-mtable[style*="min-width"],.MathJax_SVG>svg[width="100%"]';
  var HOSTS = "d-math";
  var KATEX_BASE = ".katex-html>.base,.katex-html>.katex-base";
  var LEVELS = ":scope>.katex>.katex-html";
  var NARROWED = "math,table";
  var NOT_OURS = "mjx-assistive-mml,mjx-speech,#MathJax_Zoom,.MJX_Assistive_MathML,.katex-mathml,[contenteditable]:not([contenteditable=false])";
  var PIECE = "mjx-container>mjx-math:not([breakable]),mjx-container>svg,.MathJax .math,.mjx-chtml>.mjx-math,.MathJax_SVG>:not(.MJX_Assistive_MathML),.mjpage>svg,.katex-html>.base,.katex-html>.katex-base,math";
  var ROOTS = "#__next,#__nuxt,#___gatsby,#__docusaurus,[data-reactroot],[data-server-rendered],[data-v-app],astro-island,[ng-version],[q\\:container],[data-sveltekit-hydrate]";

  // assets/src/state.js
  // What is known of the page's equations.
  /** Display elements whose numbers are in place. @type {WeakSet<Element>} */
  var done = new WeakSet();
  /** Wrappers that this script gave their numbers. @type {WeakSet<Element>} */
  var measured = new WeakSet();
  /** Wrappers that this script put in. @type {WeakSet<Element>} */
  var made = new WeakSet();
  /** Trees that are looked at: the page's, and shadow trees. @type {Set<Document | ShadowRoot>} */
  var trees = new Set();
  /** Work that waits for the next frame. `counters`: a numbered equation went, and those behind it have other numbers. */
  var due = { counters: false };
  /** Wrappers that are laid out as fitted and have no numbers yet. @type {Set<Element>} */
  var fresh = new Set();
  /** Display elements that were seen to have a size. @type {WeakSet<Element>} */
  var shown = new WeakSet();
  /** Formulas that were found without a size, since observe.js last took them over. @type {Set<Element>} */
  var sizeless = new Set();
  /** Wrappers measured in other fonts, and too far from the screen to be measured again yet. @type {WeakSet<Element>} */
  var stale = new WeakSet();
  /**
   * Where something was put in or changed and has not been looked at since. Never the whole page for one equation: MathJax
   * 2, and 4 with its speech, put each in by itself, and looking at all would take the square of their number.
   * @type {Set<ParentNode>}
   */
  var added = new Set();

  // assets/src/parts.js
  // The three levels of an equation: wrapper, room and ink. They are elements of mathfit's own, or KaTeX's.
  //
  // KaTeX has all three in its output, and a framework may own them (React, Vue, Svelte): there mathfit sets an attribute and
  // custom properties, and puts in, moves and takes out nothing.
  var MARK = "data-mathfit";
  /** @param {Element} display @returns {HTMLElement | null} its ink, where its own elements are wrapper, room and ink */
  var ownInk = (display) => display.querySelector(has(display, "box") ? BOX_INK : LEVELS);
  /** @param {Element} element @returns {boolean} it is an element of mathfit's own */
  var isOurs = (element) => element.localName === "math-fit";
  /** @param {Element} display @returns {HTMLElement | null} its wrapper, where it has one */
  var wrapperOf = (display) => display.closest("math-fit") || (ownInk(display) ? display : null);
  /** @param {Element} wrapper @returns {HTMLElement} */
  var inkOf = (wrapper) => isOurs(wrapper) ? wrapper.querySelector("math-fit-ink") : ownInk(wrapper);
  /** @param {Element} wrapper @param {string} name @returns {boolean} */
  var has = (wrapper, name) => isOurs(wrapper) ? wrapper.hasAttribute(name) : (wrapper.getAttribute(MARK) || "").split(" ").includes(name);
  /** Set or take away one of the stylesheet's marks. @param {Element} wrapper @param {string} name @param {boolean} on */
  var mark = (wrapper, name, on) => {
    if (isOurs(wrapper)) wrapper.toggleAttribute(name, on);
    else if (has(wrapper, name) !== on) {
      const marks = (wrapper.getAttribute(MARK) || "").split(" ").filter((other) => other && other !== name);
      if (on) marks.push(name);
      if (marks[0]) wrapper.setAttribute(MARK, marks.join(" "));
      else wrapper.removeAttribute(MARK);
    }
  };
  /** Leave nothing behind where the formula went. @param {Element} wrapper */
  var clear = (wrapper) => {
    const { style } = wrapper;
    if (isOurs(wrapper)) {
      if (made.has(wrapper) && !inkOf(wrapper).firstChild) wrapper.remove();
      else mark(wrapper, "fit", false);
      return;
    }
    wrapper.removeAttribute(MARK);
    for (const name of [...style]) if (name.startsWith("--mathfit")) style.removeProperty(name);
    style.removeProperty("counter-increment");
    // Chromium (156) takes away only what it has written out, which asking makes it do.
    if (!wrapper.getAttribute("style")) wrapper.removeAttribute("style");
  };

  // assets/src/counters.js
  // Numbers that CSS counts: KaTeX's and Temml's automatic ones, and a theme's own.
  //
  // Containment cuts a counter off from the page's: inside, each equation would be the first. So what comes before an
  // equation is set inside it, and what it counts is counted outside.
  /** @typedef {{ selector: string, counts: Map<string, number> }} Rule  what it counts each time, by the counter's name */
  /** @param {string} value  of counter-increment or counter-reset @param {number} each  where no number is said */
  var parse = (value, each) => {
    /** @type {Map<string, number>} */
    const found = new Map();
    for (const [, name, count] of value.matchAll(/([^\s\d-][^\s]*|-[^\s\d]\S*)(?:\s+(-?\d+))?/g)) {
      if (name !== "none") found.set(name, count ? +count : each);
    }
    return found;
  };
  /** @param {Map<string, number>} counts */
  var written = (counts) => [...counts].map(([name, count]) => `${name} ${count}`).join(" ");
  // What engines count by stylesheets that a page cannot read: those of another origin.
  /** @type {Rule[]} */
  var KNOWN = [
    [".eqn-num", "katexEqnNo"],
    [".mml-eqn-num", "mmlEqnNo"],
    [".tml-eqn", "tmlEqnNo"]
  ].map(([selector, name]) => ({ selector, counts: new Map([[name, 1]]) }));
  /** The page's rules that count. @type {Rule[]} */
  var rules = KNOWN;
  /** How many stylesheets the page had when they were looked for. */
  var sheets = 0;
  /** @param {CSSRuleList} list */
  var collectRules = (list) => {
    for (const rule of list) {
      const { selectorText, style, media } = rule;
      const counter = selectorText && style?.counterIncrement;
      if (counter && counter !== "none") {
        // A pseudo-element counts where its element stands.
        const selector = selectorText.replace(/::?(before|after|marker)\b/g, "");
        const isKnown = KNOWN.some((known) => selector.endsWith(known.selector));
        if (!isKnown && CSS.supports(`selector(${selector})`)) rules.push({ selector, counts: parse(counter, 1) });
      }
      const inner = rule.cssRules;
      if (inner && (!media || matchMedia(media.mediaText).matches)) collectRules(inner);
    }
  };
  /** Look for the rules that count, where there are stylesheets that were not there the last time. */
  var findRules = () => {
    if (document.styleSheets.length === sheets) return;
    sheets = document.styleSheets.length;
    rules = [...KNOWN];
    withRules(collectRules);
  };
  /** @param {Element} root @returns {boolean} something in it counts */
  var hasCounters = (root) => rules.some(({ selector }) => root.querySelector(selector));
  var EQUATION = "math-fit:not([inline]),.katex";
  /**
   * Set the counters as the page counts them. Those that it sets back on its own elements are followed.
   * @param {boolean} [early]  ask for no style: for most pages these are the numbers, and stay
   */
  var setCounters = (early) => {
    /** @type {Map<string, number>} */
    const total = new Map();
    /** @type {[HTMLElement, HTMLElement, string, string][]} */
    const changes = [];
    const set = ({ style }, name, value) => {
      if (style.getPropertyValue(name) !== value) style.setProperty(name, value);
    };
    const names = new Set(rules.flatMap(({ counts }) => [...counts.keys()]));
    /** @param {Map<string, number>} sum @param {Map<string, number>} counts @param {number} times */
    const add = (sum, counts, times) => {
      for (const [name, count] of counts) sum.set(name, (sum.get(name) || 0) + times * count);
    };
    // An equation has hundreds of elements, none of which can set the counter: they are not even visited.
    const walker = document.createTreeWalker(document.documentElement, 1, {
      acceptNode: (node) => node.parentNode.matches(EQUATION) ? 2 : 1
    });
    for (let node = walker.root; node; node = walker.nextNode()) {
      const element = node;
      if (element.matches(EQUATION)) {
        const own = new Map();
        for (const { selector, counts } of rules) add(own, counts, element.querySelectorAll(selector).length);
        const counted3 = new Map([...own].filter(([, count]) => count));
        const wrapper = element.closest("math-fit,.katex-display[data-mathfit]");
        // KaTeX's MathML in what a framework owns has no ink: it only scrolls.
        const ink = wrapper && inkOf(wrapper);
        const before = new Map([...counted3.keys()].map((name) => [name, total.get(name) || 0]));
        if (counted3.size && ink) changes.push([wrapper, ink, written(counted3), written(before)]);
        add(total, counted3, 1);
        if (!isOurs(element)) continue;
      }
      if (early || isOurs(element)) continue;
      for (const [name, count] of parse(getComputedStyle(element).counterReset, 0)) if (names.has(name)) total.set(name, count);
      for (const { selector, counts } of rules) if (element.matches(selector)) add(total, counts, 1);
    }
    for (const [wrapper, ink, own, before] of changes) {
      set(wrapper, "counter-increment", own);
      if (ink.localName === "math-fit-ink") set(ink, "counter-reset", before);
      else set(wrapper, "--mathfit-counters", before);
    }
  };

  // assets/src/engines/mathjax2.js
  // What only MathJax 2 needs: for all its outputs, and for CommonHTML.
  /** MathJax 2 measures and moves what it has put in. @param {Element} display @returns {boolean} it may still do so */
  var isBusy = (display) => /MJX|MathJax_/.test(display.className);
  var PREVIEW = ".MathJax_Preview";
  // MathJax 2 keeps a preview before its output and the source behind it, and looks for them beside it.
  /** @param {Element} display @returns {Element} the first of them that are there */
  var firstOf = (display) => {
    const before = display.previousElementSibling;
    return before && before.matches(PREVIEW) ? before : display;
  };
  /** @param {Element} display @returns {Element} the last of them that are there */
  var lastOf = (display) => {
    const after = display.nextElementSibling;
    return after && after.matches('script[type^="math/"]') ? after : display;
  };
  /**
   * Without mathfit, the text behind an equation becomes a node of its own when MathJax takes the equation's source out of
   * the text. Behind a wrapper it is one from the start, and a browser that counts layout shifts (Chromium) counts its move
   * from behind the long source. So it is made new when MathJax comes. Nobody can hold on to it by then: MathJax 2 has taken
   * all sources out of the text of the page.
   * @param {Element} ink  in which MathJax has put its preview
   */
  var renewText = (ink) => {
    const next = ink.closest("math-fit").nextSibling;
    if (next instanceof Text) next.splitText(0);
  };
  // Where CommonHTML broke the lines itself, only the whole is as wide as the line, and no table of it.
  var BROKEN = ".mjx-full-width";
  /**
   * @param {Element} full  a formula that fills its line, of any engine
   * @param {(element: Element | null) => number} width  CSS px
   * @returns {number} its natural width, CSS px
   */
  var fullWidth = (full, width) => {
    // CommonHTML guesses the width of letters that its fonts lack, such as CJK: its min-width can be too small.
    const table = full.querySelector(".mjx-table");
    const guess = table ? width(table) + 2 * width(full.querySelector(".mjx-itable")) : 0;
    const lines = Array.from(full.querySelectorAll(".mjx-stack>.mjx-block>.mjx-box"), width);
    return Math.max(px(full, "min-width"), guess, ...lines);
  };

  // assets/src/engines/mathjax4.js
  // What only MathJax 4 needs.
  // In its CHTML each box as wide as what it holds is the first of several, where MathJax may break the line. Asked for only
  // where there are any: each element is looked at. With its speech, MathJax puts rows of its own (inline-breaks) around
  // what can be broken.
  var BREAKABLE = ":is([breakable],[inline-breaks])";
  var BREAKABLE_PIECE = `,:is(${BREAKABLE}>:first-child,${BREAKABLE}>${BREAKABLE}+*,mjx-break+*):not(${BREAKABLE},mjx-break)`;
  /** @param {Element} box  one of BREAKABLE_PIECE, or any other @returns {Element[]} it and those that belong to it */
  var runOf = (box2) => {
    const run = [box2];
    for (let next = box2; box2.parentElement.matches(BREAKABLE); run.push(next)) {
      next = next.nextElementSibling;
      if (!next || next.matches("mjx-break," + BREAKABLE)) break;
    }
    return run;
  };
  // What MathJax has scaled to the width of its line.
  var SCALED = '[overflow="scale"]';
  /**
   * MathJax 4 can scale a formula to its line by itself (`displayOverflow: "scale"`): once, so that it is wrong when the
   * phone is turned. It gets back the size that it has otherwise (setScale in MathJax's ts/output/common.ts).
   * @param {Set<Element>} displays
   */
  var unscale = (displays) => {
    const typeset = displays.size && window.MathJax?.startup?.document;
    for (const { typesetRoot, metrics } of typeset?.math || []) {
      if (displays.has(typesetRoot)) {
        const initial = typesetRoot.matches('[jax="SVG"]') ? 1 : metrics.scale;
        typesetRoot.style.fontSize = (initial * typeset.outputJax.options.scale * 100).toFixed(1) + "%";
      }
    }
  };

  // assets/src/find.js
  // Finding formulas.
  /**
   * @param {string} selector
   * @returns {Set<Element>} what matches in, or is, one of `added`
   */
  var find = (selector) => {
    const found = new Set();
    for (const root of added) {
      if (root instanceof Element && root.matches(selector)) found.add(root);
      for (const element of root.querySelectorAll(selector)) found.add(element);
    }
    return found;
  };
  /** Something that MathJax 4 may break was seen. @type {boolean | undefined} */
  var breaks;
  /** Look for what MathJax 4 may break, in `added`: in the whole page it would be looked for at every frame. */
  var findBreaks = () => {
    breaks ||= !!find(BREAKABLE).size;
  };
  /** @returns {string} the selectors of the boxes that are as wide as what they hold */
  var pieces = () => PIECE + (breaks ? BREAKABLE_PIECE : "");

  // assets/src/owned.js
  // Which elements a framework (React, Vue, Svelte) may own. It removes, moves and compares the elements that it made:
  // nothing is put around these.
  // What frameworks write on the window.
  var GLOBAL = /^(__VP_|__svelte|__NEXT_|__next_f|__NUXT|___gatsby|___webpack|__reactRouter|__remix|qwikevents)/;
  // What they write on the elements that they own, or on the one that they were given for them.
  var KEY = /^(__react|_react|__vue|_vnode|__svelte|__k$|_\$)/;
  /**
   * @returns {boolean} a framework runs the page: it marks the window alone, or has yet to take over what it will own, between
   *   comments that only it has a use for
   */
  var running = () => {
    if (Object.keys(window).some((key) => GLOBAL.test(key))) return true;
    // Not every time: the page may have thousands of nodes.
    if (!ready) return false;
    if (hydrates === void 0) {
      const comments = document.createTreeWalker(document, NodeFilter.SHOW_COMMENT);
      hydrates = false;
      while (!hydrates && comments.nextNode()) {
        const { data, parentElement } = comments.currentNode;
        // Those of an island say nothing of the page around it.
        hydrates = /^(\[-?\d*|\$\??)$/.test(data) && !parentElement?.closest(ROOTS);
      }
    }
    return hydrates;
  };
  /** There are such comments. @type {boolean | undefined} */
  var hydrates;
  /** Each script that stands in the page has run, so that each framework has taken what is its own. */
  var ready = document.readyState === "complete";
  /** @param {() => void} call  called when it can be known whose the page's elements are */
  var whenReady = (call) => {
    for (const event of ["DOMContentLoaded", "load"]) {
      addEventListener(event, () => {
        if (!ready) call();
        ready = true;
      });
    }
  };
  /**
   * @param {Element} element
   * @returns {boolean | undefined} a framework may own it; undefined: that cannot be known yet
   */
  var isOwned = (element) => {
    // MathJax puts what it makes in place of the source, and no framework knows of it.
    if (!element.closest("math,.katex") && (window.MathJax?.Hub || window.MathJax?.startup)) return false;
    if (element.closest(ROOTS)) return true;
    for (let node = element; node; node = node.parentElement) {
      for (const key of Object.keys(node)) if (KEY.test(key)) return true;
    }
    return running() || (ready ? false : void 0);
  };

  // assets/src/scroll.js
  // Equations that no wrapper may be put around, and whose output lacks the three levels.
  //
  // MathJax's has two: there the wrapper is the room as well. As a size container it has no width of its own, and so it is only
  // where the page gives it one: not in cells, floats and flex items. There, as in a line, an SVG that is too wide is made
  // smaller like any other image, and the rest scrolls in its own box.
  /** @param {Element} display @returns {boolean} its two levels are used */
  var box = (display) => {
    const can = display.matches('mjx-container[display="true"]') && !has(display, "scroll");
    mark(display, "box", can);
    return can;
  };
  /**
   * Let those scroll that have no width as a size container.
   * @param {HTMLElement[]} displays  with their numbers
   */
  var unbox = (displays) => {
    const width = (display) => display.getBoundingClientRect().width;
    const widths2 = displays.map(width);
    // What MathJax numbers has a least width, which says nothing of the page.
    const least = displays.map(({ style }) => style.minWidth);
    for (const display of displays) {
      mark(display, "fit", false);
      display.style.minWidth = "0";
    }
    const before = displays.map(width);
    displays.forEach((display, index) => {
      display.style.minWidth = least[index];
      mark(display, "fit", true);
      if (widths2[index] > before[index] - 1) return;
      display.removeAttribute("data-mathfit");
      scroll(display);
    });
  };
  /** @param {Element} element  a display element, or a box of an inline formula */
  var scroll = (element) => {
    mark(element, "scroll", true);
    const svg = element.matches("svg") ? element : element.querySelector(":scope>svg[viewBox]");
    // The floor is a part of it. What MathJax numbers has a width of 100%, and no smallest one but its own.
    const width = svg && svg.getAttribute("width");
    if (width) element.style.setProperty("--mathfit-width", width);
  };

  // assets/src/options.js
  // What the tag of the script says. The tag is known only while the script is first run.
  var script = document.currentScript;
  var options = { ...script && script.dataset };
  var DEFAULT_FLOOR = 0.4;
  var asked = options.minScale ? +options.minScale : DEFAULT_FLOOR;
  var isScale = asked >= 0 && asked <= 1;
  /** The smallest scale; 0: no limit. */
  var floor = isScale ? asked : DEFAULT_FLOOR;
  if (!isScale) console.warn(`mathfit: data-min-scale is to be a number from 0 to 1, not ${options.minScale}`);

  // assets/src/wrap.js
  // Wrappers where the page was not prepared by `mathfit apply`: around what the engine put in.
  /**
   * Put wrapper, room and ink around a run of siblings.
   * @param {Node} first
   * @param {Node} last
   * @returns {HTMLElement} the wrapper
   */
  var wrap = (first, last) => {
    const wrapper = make("math-fit", options.translate === "yes" ? "" : "no");
    const ink = make("math-fit-ink");
    wrapper.appendChild(make("math-fit-room")).appendChild(ink);
    first.parentNode.insertBefore(wrapper, first);
    const run = document.createRange();
    run.setStartBefore(first);
    run.setEndAfter(last);
    ink.appendChild(run.extractContents());
    made.add(wrapper);
    return wrapper;
  };
  /** @param {Element} display @returns {HTMLElement} its new wrapper */
  var wrapDisplay = (display) => wrap(firstOf(display), lastOf(display));

  // assets/src/collect.js
  // Collecting what is typeset and not yet fitted.
  /** The counters were set since the last frame. @type {boolean | undefined} */
  var counted;
  /**
   * Find what is typeset and not yet fitted in `added`, and lay it out as it will be when it is fitted: so that the
   * browser lays the inside of an equation out once, before it is measured, and not again after that.
   * @param {boolean} [early]  only what no engine works on any more
   * @returns {Map<HTMLElement, Element[]>} the display elements of each wrapper
   */
  var collect = (early) => {
    const wrappers = new Map();
    const scaled = new Set();
    for (const display of find(DISPLAY)) {
      const busy = isBusy(display);
      const known = wrapperOf(display);
      // Moved out of its wrapper by a script of the page, it is to have another.
      if (known && done.has(display) || display.closest(NOT_OURS) || early && busy) continue;
      // A framework has taken out what was in it, and may put in other things.
      if (!busy && !display.firstElementChild) continue;
      // MathJax's container in Temml's, a copy for screen readers: the outer one is the equation.
      if (display.parentElement.closest(DISPLAY + ",math-fit")?.matches(DISPLAY)) continue;
      if (!known) done.delete(display);
      const owned = !known && isOwned(display);
      const boxed = owned && box(display);
      if (owned && !boxed) scroll(display);
      // Where it cannot be known yet, all is collected again.
      if (owned && !boxed || owned === void 0) continue;
      const wrapper = wrapperOf(display) || wrapDisplay(display);
      if (busy && !shown.has(display)) {
        sizeless.add(display);
        continue;
      }
      if (!busy && !has(wrapper, "fit") && !has(wrapper, "box")) {
        mark(wrapper, "fit", true);
        fresh.add(wrapper);
      }
      mark(wrapper, "lazy", false);
      // MathJax 4 has a rule against it where it scrolls or truncates.
      const { style } = display;
      if (!busy && !has(wrapper, "box") && style.minWidth) style.setProperty("min-width", style.minWidth, "important");
      if (display.matches(SCALED)) scaled.add(display);
      wrappers.set(wrapper, [...wrappers.get(wrapper) || [], display]);
    }
    unscale(scaled);
    // Before measuring: inside an equation that is laid out as fitted, each number would be the first.
    if (!early && wrappers.size) findRules();
    const counts = due.counters || [...wrappers.keys()].some(hasCounters);
    if (counts && !(early && counted)) {
      setCounters(early);
      counted = true;
      due.counters = !!early;
    }
    // Not early is once a frame.
    if (!early) counted = false;
    return wrappers;
  };

  // assets/src/write.js
  // Handing an equation's numbers to the stylesheet.
  // Below this width (em) even the smallest scale fits everywhere: no scroll container is made for it.
  var LONG_MIN = 3;
  /** Round up to a ten-thousandth: a hair of blank space, never a hair too little. @param {number} value */
  var number = (value) => String(Math.ceil(value * 1e4 - 1e-3) / 1e4);
  /** @param {import("./measure.js").Size} size @param {boolean} [lazy]  paint the equation when it comes near */
  var write = ({ wrapper, displays, size, w, h, top, bottom, above: line, rtl }, lazy) => {
    const { style } = wrapper;
    style.setProperty("--mathfit-w", number(w));
    style.setProperty("--mathfit-h", number(h));
    style.setProperty("--mathfit-t", number(top));
    style.setProperty("--mathfit-b", number(bottom));
    style.setProperty("--mathfit-size", size + "px");
    if (line) style.setProperty("--mathfit-y", number(line));
    mark(wrapper, "fixed", true);
    mark(wrapper, "long", floor > 0 && w * floor > LONG_MIN);
    mark(wrapper, "rtl", !!rtl);
    mark(wrapper, "lazy", !!lazy);
    mark(wrapper, "fit", true);
    measured.add(wrapper);
    for (const display of displays) done.add(display);
  };

  // assets/src/give.js
  // Equations beside text that can give way: in cells of a table, and in the items of a flex row.
  //
  // A table and a flex row share their width out by what each part would like to have, and a paragraph would like a whole
  // line: beside it an equation that can be made smaller would be made so, though the text could take one line more. So the
  // equations of a row keep a least width: as much of their own as there is when the text takes the least that it can.
  // CSS alone cannot say so: what the text can take is known to no rule. It is measured once a row, and a row is given its
  // new share when the width around it changes.
  // An item with more characters than that beside its equation is a column of text, wide enough by its own.
  var COLUMN = 300;
  /**
   * @typedef {object} Row
   * @property {Set<HTMLElement>} wrappers  what stands in it
   * @property {string} [around]  the widths around it for which it was given its share
   */
  /** @type {Map<HTMLElement, Row>} */
  var rows = new Map();
  /** Give those rows their share again that have another width around them. */
  var look = () => give([...rows.keys()].filter((row) => rows.get(row)?.around !== widthsAround(row)));
  // In the next frame: what changes sizes while these are told is an error of the page (Firefox 153 tells of it).
  var widths = new ResizeObserver(() => requestAnimationFrame(look));
  /** The size of the window is listened to. @type {boolean | undefined} */
  var listening;
  /** @param {Element} element @returns {number} how many characters of text that can be broken it has */
  var textOf = (element) => {
    const text = element.textContent.trim();
    return /\s/.test(text) ? text.length : 0;
  };
  /**
   * @param {Element} wrapper
   * @param {Set<Element>} alone  elements that are in no row, as was seen
   * @returns {HTMLElement | null} the table or flex row whose text can give way to it
   */
  var rowOf = (wrapper, alone) => {
    const seen = [];
    for (let at = wrapper; at.parentElement && at.localName !== "body" && !alone.has(at); at = at.parentElement) {
      const { display } = getComputedStyle(at);
      if (display === "table-cell") {
        const table = at.closest("table");
        return table && getComputedStyle(table).tableLayout !== "fixed" && textOf(table) ? table : null;
      }
      const parent = at.parentElement;
      const { display: outer, flexDirection, flexWrap } = getComputedStyle(parent);
      if (/flex/.test(outer) && !flexDirection.startsWith("column") && flexWrap === "nowrap") {
        const others = [...parent.children].filter((other) => other !== at);
        return textOf(at) - textOf(wrapper) < COLUMN && others.some(textOf) ? parent : null;
      }
      seen.push(at);
    }
    // The wrapper itself is one of many.
    for (const element of seen.slice(1)) alone.add(element);
    return null;
  };
  /** @param {HTMLElement} wrapper @param {number} share  what it has of the width between its least and its own, 0 to 1 */
  var keep = (wrapper, share) => {
    const width = +wrapper.style.getPropertyValue("--mathfit-w");
    const least = Math.min(floor * width, LONG_MIN);
    wrapper.style.setProperty("--mathfit-give", number(least + share * (width - least)));
  };
  /** @param {Iterable<HTMLElement>} wrappers  with their numbers */
  var giveWay = (wrappers) => {
    /** @type {Set<HTMLElement>} */
    const changed = new Set();
    const alone = new Set();
    for (const wrapper of wrappers) {
      const row = rowOf(wrapper, alone);
      if (!row) continue;
      const known = rows.get(row) || { wrappers: new Set() };
      known.wrappers.add(wrapper);
      rows.set(row, known);
      changed.add(row);
    }
    if (!changed.size) return;
    give([...changed]);
    // Not at once: this may be called while other sizes are told.
    requestAnimationFrame(() => {
      for (const row of changed) widths.observe(blockAround(row));
    });
    // The block around a row can be as wide as the row makes it, and stay so when the page gets narrower. And the event comes
    // before the frame is laid out.
    if (!listening) addEventListener("resize", look);
    listening = true;
  };
  /** @param {Element} row @returns {Element} the block that it stands in */
  var blockAround = (row) => {
    let block = row.parentElement;
    while (!block.clientWidth && block.parentElement) block = block.parentElement;
    return block;
  };
  /** @param {Element} row @returns {string} */
  var widthsAround = (row) => [document.documentElement, blockAround(row)].map(({ clientWidth }) => clientWidth).join();
  /**
   * Give the equations of each row their share. What the rest of it can take is measured every time: a theme may change the
   * size of its text, or what is around a cell, with the width of the window.
   * @param {HTMLElement[]} among  rows
   */
  var give = (among) => {
    for (const row of among) if (!row.isConnected) rows.delete(row);
    const there = among.filter((row) => rows.has(row));
    if (!there[0]) return;
    const keepAll = (shares) => {
      there.forEach((row, index) => {
        for (const wrapper of rows.get(row).wrappers) keep(wrapper, shares[index]);
      });
    };
    const rowWidths = (share2) => {
      keepAll(there.map(() => share2));
      return there.map((row) => row.getBoundingClientRect().width);
    };
    const styles = there.map((row) => row.getAttribute("style"));
    for (const row of there) row.style.cssText += ";width:min-content!important;min-width:0!important;max-width:none!important";
    const natural = rowWidths(1);
    const least = rowWidths(0);
    there.forEach((row, index) => {
      const style = styles[index];
      if (style === null) row.removeAttribute("style");
      else row.setAttribute("style", style);
    });
    // With the equations as small as they can be, nothing around a row is wider because of them.
    const rooms = there.map((row) => {
      const block = blockAround(row);
      const sides = ["left", "right"].map((side) => px(block, "padding-" + side) + px(row, "margin-" + side));
      return block.clientWidth - sides[0] - sides[1];
    });
    const share = (index) => (rooms[index] - least[index]) / (natural[index] - least[index]);
    keepAll(there.map((row, index) => natural[index] > least[index] ? Math.max(0, Math.min(1, share(index))) : 1));
    for (const row of there) rows.get(row).around = widthsAround(row);
  };

  // assets/src/engines/katex.js
  // What only KaTeX needs: room for its numbers.
  var TAG = ".katex-html>.tag,.katex-html>.katex-tag";
  // Room between formula and number, in em: KaTeX itself has none.
  var TAG_SEPARATION = 0.5;
  // Where KaTeX's own levels are wrapper, room and ink, mathfit.css puts so much blank before the ink, in em.
  var BLEED = 0.25;
  /**
   * @param {Element} display
   * @param {(element: Element) => number} width  CSS px
   * @param {number} em  CSS px
   * @returns {number} what indent and number take beside the formula, CSS px
   */
  var besideFormula = (display, width, em) => {
    const tag = display.querySelector(TAG);
    const inner = display.querySelector(".katex");
    const own = wrapperOf(display) === display;
    const padding = own ? px(inkOf(display), "padding-left") - BLEED * em : inner ? px(inner, "padding-left") : 0;
    // `fleqn` indents by more than what is rounded here.
    const indent = padding > 1 ? padding : 0;
    // A centred formula has its number's room on both sides.
    return indent + (tag ? (width(tag) + TAG_SEPARATION * em) * (indent ? 1 : 2) : 0);
  };
  /**
   * @param {Element} box  a box of an inline formula
   * @returns {Element[] | null} all boxes of its formula, where a theme forbids breaks between them (Icarus does) and it is the
   *   first; none, where it is another of these; null where the line may be broken
   */
  var unbroken = (box2) => {
    const line = box2.parentElement;
    const boxes = box2.matches(KATEX_BASE) ? [...line.children].filter((child) => child.matches(KATEX_BASE)) : [];
    if (boxes.length < 2 || getComputedStyle(line).whiteSpace !== "nowrap") return null;
    return box2 === boxes[0] ? boxes : [];
  };

  // assets/src/inline.js
  // Inline formulas that could be wider than a line: each piece that no line is broken in becomes an image of its own.
  // A piece of fewer em fits every line there is: it costs nothing.
  var INLINE_MIN = 9;
  /** @param {Element[]} run  siblings */
  var bounds = (run) => {
    const rects = run.map((box2) => box2.getBoundingClientRect());
    const zoom = zoomOf(run[0]);
    const bottom = Math.max(...rects.map((rect) => rect.bottom)) / zoom;
    return {
      width: (rects[run.length - 1].right - rects[0].left) / zoom,
      height: bottom - Math.min(...rects.map((rect) => rect.top)) / zoom,
      bottom,
      zoom
    };
  };
  /**
   * @returns {[Element[], number, ReturnType<typeof bounds>][]} of each such piece in `added`: its boxes, the font size
   *   around it in CSS px, and its place
   */
  var wideInline = () => {
    /** @type {ReturnType<typeof wideInline>} */
    const wide = [];
    for (const box2 of find(pieces())) {
      // Before asking for a size: what is far from the screen would be laid out for it.
      if (box2.closest("math-fit," + DISPLAY + "," + NOT_OURS)) continue;
      const run = unbroken(box2) || runOf(box2);
      if (!run[0]) continue;
      const place2 = bounds(run);
      const em = px(box2.parentElement, "font-size");
      // Hidden, or MathJax 2 at work.
      if (!place2.height) sizeless.add(box2);
      if (place2.width > INLINE_MIN * em && isOwned(box2) !== void 0 && !has(box2, "scroll")) wide.push([run, em, place2]);
    }
    return wide;
  };
  /** @param {ReturnType<typeof wideInline>} wide @returns {HTMLElement[]} the wrappers that were made */
  var fitInline = (wide) => {
    const owned = wide.filter(([[box2]]) => isOwned(box2));
    // A box that scrolls stands on its lower edge: KaTeX's strut knows how far that is below the baseline.
    const below = owned.map(([[box2], em, { bottom, zoom }]) => {
      const strut = box2.querySelector(":scope>.strut,:scope>.katex-strut");
      return strut ? (bottom - strut.getBoundingClientRect().bottom / zoom - px(strut, "vertical-align")) / em : 0;
    });
    owned.forEach(([[box2]], index) => {
      scroll(box2);
      box2.style.setProperty("--mathfit-d", number(below[index]));
    });
    wide = wide.filter((piece) => !owned.includes(piece));
    // The baseline is where an empty inline block stands. Without "nowrap" it would stay at the end of a line where the
    // formula begins the next.
    const probes = wide.map(([[box2]]) => {
      const probe = make("math-fit-probe");
      const around = make("math-fit-probe");
      around.style.cssText = "white-space:nowrap";
      probe.style.cssText = "display:inline-block;width:0;height:0;margin:0;padding:0";
      box2.before(around);
      around.append(probe, box2);
      return probe;
    });
    const depths = probes.map((probe, index) => {
      const { bottom, zoom } = bounds(wide[index][0]);
      return bottom - probe.getBoundingClientRect().bottom / zoom;
    });
    return wide.map(([run, em, { width, height }], index) => {
      probes[index].parentElement.replaceWith(run[0]);
      const wrapper = wrap(run[0], run[run.length - 1]);
      wrapper.setAttribute("inline", "");
      wrapper.style.setProperty("--mathfit-d", number(depths[index] / em));
      write({ wrapper, displays: [], em, size: em, w: width / em, h: height / em, top: 0, bottom: 0 });
      return wrapper;
    });
  };

  // assets/src/engines/mathjax2-svg.js
  // What only MathJax 2's SVG output needs: a numbered formula has the width of the line that it was typeset in, in px, for
  // good. It is laid again here, so that it follows its line.
  // Room between formula and number, in em.
  var TAG_SEPARATION2 = 0.8;
  // MathJax 2 puts it at both sides of a table (jax/output/SVG/autoload/mtable.js), 1,000 to the em.
  var TABLE_MARGIN = 167;
  // What letters paint is not centred in the room that they take: off by less than this (1,000 to the em) is in the middle.
  var OFF_CENTRE = 200;
  /**
   * @param {Element} display
   * @returns {SVGGElement[]} its formula and its label, where the two are still in such an SVG
   */
  var numbered = (display) => {
    const svg = display.matches(".MathJax_SVG_Display") && display.querySelector("svg[viewBox]");
    const id = svg ? svg.querySelector('[id^="mjx-eqn"]') : null;
    const root = id && svg ? svg.firstElementChild : null;
    const parts = root ? [...root.children] : [];
    const label = parts.find((part) => part.contains(id));
    const formula = parts.find((part) => part !== label);
    return label && formula ? [formula, label] : [];
  };
  /**
   * Let such an SVG follow its line, as MathJax 3 has them do: the formula in the middle, the label at the edge.
   * @param {SVGGElement} formula
   * @param {SVGGElement} label
   * @param {number} scale  CSS px to a unit of the SVG
   * @param {DOMRect} ink   what the formula paints, in the SVG's units, without its own transform
   */
  var stretch = (formula, label, scale, ink) => {
    const group = formula.parentNode;
    const svg = group.parentNode;
    const box2 = svg.viewBox.baseVal;
    // A percentage in its transform is of the outer SVG's width: Chromium (156) takes no such length as a nested SVG's x.
    const place2 = (part, share, from, aside = "0") => {
      const inner = document.createElementNS(svg.namespaceURI, "svg");
      inner.setAttribute("x", share * 100 + "%");
      inner.setAttribute("overflow", "visible");
      const shift = document.createElementNS(svg.namespaceURI, "g");
      shift.style.transform = `translate(${aside}) scale(${scale}) translate(${-from}px,${-box2.y}px)`;
      shift.appendChild(group.cloneNode(false)).appendChild(part);
      svg.appendChild(inner).appendChild(shift);
    };
    const at = (part) => part.transform.baseVal.consolidate()?.matrix.e || 0;
    const left = at(label) < at(formula);
    const middle = box2.width / 2;
    const align = window.MathJax?.Hub?.config.displayAlign;
    if (align === "left" || align === "right") {
      place2(formula, +(align === "right"), align === "right" ? box2.width : 0);
    } else if (left) {
      // In a line with no room for that the formula stands beside its label, not in the middle.
      const painted = at(formula) + ink.x + ink.width / 2;
      place2(formula, 0.5, Math.abs(painted - middle) > OFF_CENTRE ? painted : middle);
    } else {
      // As the table and its label stand in MathJax: beside each other where the middle is too near to the label.
      const start2 = at(formula) - TABLE_MARGIN;
      const room = box2.width - at(label) + TAG_SEPARATION2 * 1e3;
      const half = start2 < room ? (box2.width - room - start2) / 2 : middle - start2;
      place2(formula, 0.5, start2 + half, `min(0px,50% - ${(room + half) * scale}px)`);
    }
    place2(label, left ? 0 : 1, left ? 0 : box2.width);
    group.remove();
    svg.removeAttribute("viewBox");
    svg.setAttribute("width", "100%");
    svg.parentElement.style.width = "100%";
  };
  /**
   * @param {Element} display
   * @param {(element: Element) => number} width  CSS px
   * @param {number} em    CSS px
   * @param {(() => void)[]} later  changes to make when everything has been read
   * @returns {number} the natural width of formula and label, CSS px; 0 where there is no such SVG
   */
  var numberedWidth = (display, width, em, later) => {
    const [formula, label] = numbered(display);
    if (!label) return 0;
    const svg = formula.ownerSVGElement;
    const scale = width(svg) / svg.viewBox.baseVal.width;
    const ink = formula.getBBox();
    later.push(() => stretch(formula, label, scale, ink));
    return width(formula) + 2 * (width(label) + TAG_SEPARATION2 * em);
  };

  // assets/src/engines/mathjax-svg.js
  // What only the SVG output of MathJax 3 and 4 needs: the rows of a multline stand at the left, in the middle and at the
  // right of the line that it was typeset in, for good. They are laid again here, so that they follow their line, as they do in
  // MathJax's HTML: else a multline would have another natural width on each screen.
  // Rows whose ends are nearer than this (1,000 to the em) are aligned: letters do not paint the whole of their room.
  var ALIGNED = 200;
  var SVG = "http://www.w3.org/2000/svg";
  /** The natural width of each such SVG that was laid again, as a share of its height. @type {WeakMap<Element, number>} */
  var laid = new WeakMap();
  /** @param {SVGGElement} cell @returns {[left: number, right: number]} where what it paints begins and ends */
  var ends = (cell) => {
    const { x, width } = cell.getBBox();
    const left = (cell.transform.baseVal.consolidate()?.matrix.e || 0) + x;
    return [left, left + width];
  };
  /**
   * @param {SVGSVGElement} svg
   * @param {Element} table
   * @returns {[natural: number, height: number, lay: () => void] | undefined} its natural width and its height, 1,000 to
   *   the em, and what lays it again
   */
  var spread = (svg, table) => {
    // Beside a number, a table has an SVG of its own, whose view box begins in its middle.
    const inner = table.querySelector("svg[data-table]");
    const { x, y, width, height } = (inner || svg).viewBox.baseVal;
    const total = inner ? 2 * x : width;
    const rows2 = [...table.querySelectorAll(":scope [data-mml-node=mtd]:not([id])")].filter(
      (cell) => cell.closest("[data-mml-node=mtable]") === table
    );
    const places = rows2.map(ends);
    const left = Math.min(...places.map(([start2]) => start2));
    const right = Math.max(...places.map(([, end]) => end));
    // As MathJax lays it where the longest row fills the line.
    const natural = total - (right - left) + Math.max(...places.map(([start2, end]) => end - start2));
    if (!(natural > 0 && height > 0)) return void 0;
    const chain = inner ? [inner.firstElementChild] : [];
    for (let at = inner ? null : table; at && at !== svg; at = at.parentElement) chain.unshift(at);
    /** @param {string} align @param {number} from @param {(place: [number, number]) => boolean} which */
    const group = (align, from, which) => {
      const part = inner ? inner.cloneNode(false) : document.createElementNS(SVG, "svg");
      part.setAttribute("preserveAspectRatio", `x${align}YMid`);
      part.setAttribute("viewBox", `${from} ${y} 1 ${height}`);
      part.setAttribute("overflow", "visible");
      /** @type {Element} */
      let end = part;
      for (const element of chain) end = end.appendChild(element.cloneNode(false));
      rows2.forEach((cell, index) => {
        if (which(places[index])) end.append(cell.parentElement);
      });
      if (inner) inner.before(part);
      else svg.append(part);
    };
    const lay = () => {
      const atLeft = ([start2]) => start2 < left + ALIGNED;
      const atRight = ([, end]) => end > right - ALIGNED;
      group("Min", 0, atLeft);
      group("Max", total - 1, (place2) => !atLeft(place2) && atRight(place2));
      group("Mid", total / 2, (place2) => !atLeft(place2) && !atRight(place2));
      (inner || chain[0]).remove();
      const least = parseFloat(svg.style.minWidth || svg.getAttribute("width") || "0") * (natural / total) + "ex";
      svg.setAttribute("width", "100%");
      svg.removeAttribute("viewBox");
      svg.style.minWidth = least;
      const container = svg.parentElement;
      if (container.style.minWidth) container.style.setProperty("min-width", least, "important");
    };
    return [natural, height, lay];
  };
  /**
   * @param {Element} display
   * @param {number} zoom  painted px to a px of layout
   * @param {(() => void)[]} later  changes to make when everything has been read
   * @returns {number} the natural width of a multline and its number, CSS px; 0 for anything else
   */
  var spreadWidth = (display, zoom, later) => {
    const svg = display.querySelector(":scope>svg");
    const table = svg && svg.querySelector("[data-mml-node=math]>[data-width-includes-label]");
    if (!svg || !table) return 0;
    if (!laid.has(svg)) {
      const found = spread(svg, table);
      if (!found) return 0;
      const [natural, height, lay] = found;
      laid.set(svg, natural / height);
      later.push(lay);
    }
    return laid.get(svg) * svg.getBoundingClientRect().height / zoom;
  };

  // assets/src/media.js
  // The widths at which a page's own rules change.
  /** @type {Set<string>} */
  var watched = new Set();
  /** @param {() => void} call  called when the window comes to another side of one of them; once for each query */
  var atBreakpoints = (call) => {
    withRules((rules2) => {
      for (const rule of rules2) {
        if (!(rule instanceof CSSMediaRule) || watched.has(rule.media.mediaText)) continue;
        watched.add(rule.media.mediaText);
        matchMedia(rule.media.mediaText).addEventListener("change", call);
      }
    });
  };

  // assets/src/place.js
  // Where a wrapper stands: in its formula's place, beside what stands there already.
  // Room between a formula and a number of the page's own, in em.
  var SEPARATION = 0.5;
  // What has no width of its own beside the formula, but is there, CSS px.
  var EDGE = 1e-3;
  // The content of the strut in mathfit.css.
  var STRUT = '"\u2060 \u2060"';
  // A number has a few characters; a longer text that lies over a formula is something else.
  var NUMBER = 24;
  // From the wrapper up: generators put an equation and its number into an element or two of their own.
  var LEVELS2 = 3;
  // What an item of a flex or grid container says of itself.
  var ITEM = ["flex-grow", "flex-shrink", "flex-basis", "order", "align-self", "justify-self", "grid-row", "grid-column"];
  /** @param {Element} element @returns {Element} what it stands in: at the top of a shadow tree, the tree's host */
  var parentOf = (element) => element.parentElement || element.getRootNode().host;
  /** @typedef {[style: CSSStyleDeclaration, name: string, value: string]} Change */
  /** What this file has written. @type {WeakMap<Element, Change[]>} */
  var written2 = new WeakMap();
  /** @param {Element} element @param {Change[]} changes */
  var write2 = (element, changes) => {
    for (const [style, name, value] of changes) style.setProperty(name, value, "important");
    if (changes[0]) written2.set(element, changes);
  };
  /** Take back what was written: it is read anew. @param {Element} wrapper */
  var unplace = (wrapper) => {
    for (const [style, name] of written2.get(wrapper) || []) style.removeProperty(name);
    written2.delete(wrapper);
  };
  /**
   * @param {HTMLElement} element
   * @param {HTMLElement} wrapper
   * @returns {HTMLElement} a copy of the element, without its contents, in the wrapper's place
   */
  var ask = (element, wrapper) => {
    const probe = element.cloneNode(false);
    probe.removeAttribute("id");
    // Not shown, it has no place and needs no layout for its answers, and it tells of `auto` and of percentages.
    probe.style.setProperty("display", "none", "important");
    wrapper.before(probe);
    return probe;
  };
  /**
   * A page's rules for the children of an element (`.flow > *`) meet the wrapper, where without it they would meet what
   * stands in it, and other rules would win: MathJax has margins of its own. And rules for the formula (`.math >
   * mjx-container`, an item that grows) do not reach the wrapper. So a copy that is not shown is asked what it would be.
   * Before anything is measured: margins above and below are the formula's own.
   * @param {Iterable<HTMLElement>} wrappers
   * @param {() => void} again  to be called when the answers may be others
   */
  var place = (wrappers, again2) => {
    const tops = [...wrappers].filter(isOurs).map((wrapper) => [wrapper, topOf(inkOf(wrapper))]).filter(([, top]) => top);
    const asked2 = tops.map(([wrapper, top]) => [wrapper, top].map((element) => ask(element, wrapper)));
    const changes = tops.map(([wrapper, top], index) => {
      const [is, would] = asked2[index].map((probe) => getComputedStyle(probe));
      return stand(wrapper, top, is, would);
    });
    for (const probe of asked2.flat()) probe.remove();
    // A block of the page's in a wrapper has sides of its own, on phones perhaps others (Material for MkDocs).
    if (tops.some(([, top]) => !top.matches(DISPLAY) && getComputedStyle(top).display !== "inline")) atBreakpoints(again2);
    tops.forEach(([wrapper], index) => {
      write2(wrapper, changes[index]);
      // What a script of the page says of the formula's parent (NexT's does) is meant for the page's element.
      const { classList } = inkOf(wrapper);
      if (classList.length) parentOf(wrapper).classList.add(...classList);
      classList.remove(...classList);
    });
  };
  /**
   * @param {HTMLElement} ink
   * @returns {Element | undefined} the element in it that has the formula: the engine's, or one of the generator's or of
   *   auto-render's around that
   */
  var topOf = (ink) => [...ink.children].find((child) => child.matches(DISPLAY) || child.querySelector(DISPLAY));
  /**
   * @param {HTMLElement} wrapper
   * @param {HTMLElement} top     what stands in it
   * @param {CSSStyleDeclaration} is     the style that the wrapper has
   * @param {CSSStyleDeclaration} would  the style that `top` would have in the wrapper's place
   * @returns {Change[]}
   */
  var stand = (wrapper, top, is, would) => {
    const { style } = wrapper;
    const inside = getComputedStyle(top);
    /** @type {Change[]} */
    const changes = [];
    const differ = (name, value = would.getPropertyValue(name)) => {
      if (is.getPropertyValue(name) !== value) changes.push([style, name, value]);
    };
    // Around a block, an inline box has no sides.
    const isInline = inside.display === "inline" && would.float === "none";
    let kept = 0;
    for (const side of ["left", "right"]) {
      if (isInline) differ(`border-${side}-width`, "0px");
      for (const name of ["margin-" + side, "padding-" + side]) {
        const value = would.getPropertyValue(name);
        // What it has inside as well stays there. A percentage is of another width there.
        const isInside = value === inside.getPropertyValue(name);
        if (isInside && name.startsWith("p")) kept += parseFloat(value);
        if (isInline || isInside) differ(name, "0px");
        else if (!value.endsWith("%")) differ(name, value);
      }
    }
    const { maxWidth } = would;
    if (isInline || maxWidth === "100%") differ("max-width", "none");
    else if (maxWidth.endsWith("px") && would.boxSizing === "content-box") differ("max-width", parseFloat(maxWidth) + kept + "px");
    else differ("max-width", maxWidth);
    differ("float");
    differ("clear");
    for (const name of ["text-align", "margin-top", "margin-bottom"]) {
      const value = would.getPropertyValue(name);
      if (value !== inside.getPropertyValue(name) && !value.endsWith("%")) changes.push([top.style, name, value]);
    }
    // What scrolls keeps the margins of what is in it, and does not scroll here.
    if (inside.display === "block" && would.overflowX !== "visible") changes.push([top.style, "display", "flow-root"]);
    const around = getComputedStyle(parentOf(wrapper));
    if (/flex|grid/.test(around.display)) {
      for (const name of ITEM) differ(name);
      // MathJax 2 has a width of 100%, and the wrapper has none.
      const row = /flex/.test(around.display) && !around.flexDirection.startsWith("column");
      if (row && would.flexBasis === "auto" && would.width !== "auto") changes.push([style, "flex-basis", would.width]);
    }
    return changes;
  };
  /**
   * The numbers that a theme gives an equation by a pseudo-element at its edge (`.katex-display::before`).
   * @param {Element} display
   * @returns {[left: number, right: number]} what they take of the line at each side, CSS px
   */
  var themeNumbers = (display) => {
    /** @type {[number, number]} */
    const sides = [0, 0];
    for (const pseudo of ["::before", "::after"]) {
      const { content, float, position, left, right, width, paddingLeft, paddingRight } = getComputedStyle(display, pseudo);
      const isPlaced = position === "absolute";
      if (!/["(]./.test(content) || content === STRUT || !(isPlaced || float !== "none")) continue;
      const own = parseFloat(width) + parseFloat(paddingLeft) + parseFloat(paddingRight);
      const isRight = isPlaced ? parseFloat(right) < parseFloat(left) : float === "right";
      const takes = own + (isPlaced ? Math.max(0, parseFloat(isRight ? right : left)) : 0);
      // What lies outside (a bar at the edge has no width to speak of) takes nothing.
      if (own > 1 && takes > 0) sides[+isRight] = Math.max(sides[+isRight], takes);
    }
    return sides;
  };
  /**
   * A number that is not the engine's may lie over the block that the formula stands in (pandoc-eqnos puts it at the right
   * edge): there the formula has no room.
   * @param {HTMLElement} wrapper
   * @param {Element} display
   * @param {number} em  CSS px
   * @returns {(() => void) | undefined} changes to make when everything has been read
   */
  var besideNumbers = (wrapper, display, em) => {
    const box2 = wrapper.getBoundingClientRect();
    const zoom = zoomOf(wrapper);
    // In a wrapper of mathfit's own they are a part of what is scaled.
    let [left, right] = wrapper === display ? themeNumbers(display) : [0, 0];
    for (let at = wrapper, level = 0; level < LEVELS2; level += 1) {
      for (const other of [at.previousElementSibling, at.nextElementSibling]) {
        const length = other ? other.textContent.trim().length : 0;
        if (!other || !length || length > NUMBER) continue;
        const { position, float, opacity, visibility } = getComputedStyle(other);
        if (opacity === "0" || visibility === "hidden") continue;
        // The wrapper ends where it begins.
        if (float === "left") left = Math.max(left, EDGE);
        if (float === "right") right = Math.max(right, EDGE);
        if (position !== "absolute") continue;
        const rect = other.getBoundingClientRect();
        if (!rect.width || rect.right <= box2.left || rect.left >= box2.right) continue;
        if (rect.left + rect.right > box2.left + box2.right) right = Math.max(right, (box2.right - rect.left) / zoom);
        else left = Math.max(left, (rect.right - box2.left) / zoom);
      }
      at = parentOf(at);
      if (at.localName === "body") break;
    }
    if (!left && !right) return void 0;
    const room = (side) => side && side / em + SEPARATION;
    /** @type {Change[]} */
    const changes = [];
    const add = (name, value) => changes.push([wrapper.style, name, value + "em"]);
    if (left) add("--mathfit-left", room(left));
    if (right) add("--mathfit-right", room(right));
    // Where there is room, the formula stays in the middle of the whole line.
    const { textAlign } = getComputedStyle(wrapper === display ? inkOf(wrapper) : display);
    if (textAlign === "center") changes.push([inkOf(wrapper).style, "--mathfit-aside", (room(right) - room(left)) / 2 + "em"]);
    return () => write2(wrapper, [...written2.get(wrapper) || [], ...changes]);
  };

  // assets/src/measure.js
  // Measuring an equation's natural size, as its engine has typeset it.
  // MathML is laid out with the rounded widths of its font's letters: at another size they add up to another sum.
  var MATHML_SLACK = 1.002;
  // The tables in a numbered formula that fills its line.
  var TABLES = "mjx-table,.mjx-table,svg[data-table]";
  // Helper boxes that stick out by less (em) are nothing to see.
  var SPARE = 0.5;
  /**
   * @param {Element} box
   * @param {number} zoom  painted px to a px of layout
   * @returns {number} what sticks out of it at the right, CSS px: what has no width for its engine, or one that its author gave it
   */
  var outOf = (box2, zoom) => {
    if (!(box2 instanceof SVGSVGElement)) return box2.scrollWidth - box2.clientWidth;
    const { x, width } = box2.viewBox.baseVal;
    const inner = box2.querySelector(":scope>g");
    const ink = width && inner ? inner.getBBox() : null;
    if (!ink || !inner || !ink.width) return 0;
    // The view box of a table beside a number begins in its middle.
    const end = box2.matches("[data-table]") ? 2 * x : x + width;
    return (ink.x + ink.width - end) * inner.getBoundingClientRect().width / ink.width / zoom;
  };
  /**
   * The natural width of a display element in CSS px, as laid out (not as painted).
   * @param {Element} display
   * @param {number} zoom  painted px to a px of layout
   * @param {number} em    CSS px
   * @param {(() => void)[]} later  changes to make when everything has been read
   */
  var naturalWidth = (display, zoom, em, later) => {
    /** @param {Element | Range | null} element */
    const width = (element) => element ? element.getBoundingClientRect().width / zoom : 0;
    // What is around the room is no part of what is scaled.
    let edges = 0;
    if (wrapperOf(display) !== display) {
      // The formula is in the middle.
      edges = 2 * Math.max(...themeNumbers(display).map((side) => side && side + SEPARATION * em));
      for (let at = display; at.localName !== "math-fit-ink"; at = at.parentElement) {
        const style = getComputedStyle(at);
        if (style.display === "inline") continue;
        // Those of the display element are a part of what stands in the middle of its line; a negative one gives room.
        const names = ["padding-left", "padding-right", "border-left-width", "border-right-width"];
        if (at !== display) names.push("margin-left", "margin-right");
        for (const name of names) edges += parseFloat(style.getPropertyValue(name)) || 0;
      }
    }
    const bases = display.querySelectorAll(KATEX_BASE);
    const laidAgain = bases[0] ? 0 : numberedWidth(display, width, em, later) || spreadWidth(display, zoom, later);
    if (laidAgain) return laidAgain + edges;
    if (display.matches(NARROWED)) {
      // What is in it can be wider: Firefox (153) adds a sum with limits up to less than it takes.
      const inside = document.createRange();
      inside.selectNodeContents(display);
      return Math.max(width(display), width(inside)) * MATHML_SLACK;
    }
    const full = bases[0] ? null : display.matches(FULL) ? display : display.querySelector(FULL) || display.querySelector(BROKEN);
    /** Of boxes that stand in the middle: what sticks out at the right, and as much blank at the left. */
    const sticksOut = (boxes2) => {
      const out = Math.max(0, ...Array.from(boxes2, (box2) => outOf(box2, zoom)));
      return out > SPARE * em ? 2 * out : 0;
    };
    if (full) return fullWidth(full, width) + edges + sticksOut(display.querySelectorAll(TABLES));
    let left = Infinity;
    let right = -Infinity;
    let margins = edges;
    const boxes = [...bases[0] ? bases : display.querySelectorAll(pieces())].filter((box2) => !box2.closest(NOT_OURS));
    for (const box2 of boxes) {
      const rect = box2.getBoundingClientRect();
      left = Math.min(left, rect.left);
      right = Math.max(right, rect.right);
      margins += Math.max(0, px(box2, "margin-left")) + Math.max(0, px(box2, "margin-right"));
    }
    return right < left ? 0 : (right - left) / zoom + margins + sticksOut(boxes) + besideFormula(display, width, em);
  };
  /** @param {number} one @param {number} other  margins that meet @returns {number} what comes of them */
  var collapsed = (one, other) => Math.max(one, other, 0) + Math.min(one, other, 0);
  /**
   * @typedef {object} Size
   * @property {HTMLElement} wrapper
   * @property {Element[]} displays
   * @property {number} em      font size of the text around it, CSS px
   * @property {number} size    font size that the engine's output is laid out in, CSS px
   * @property {number} w       natural width, em
   * @property {number} h       natural height, em
   * @property {number} top     margin above, em
   * @property {number} bottom  margin below, em
   * @property {number} [above] where the second of its own two levels stands below the top of the first, em
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
  var measure = (wrapper, displays, later) => {
    const ink = inkOf(wrapper);
    const em = px(wrapper, "font-size");
    const boxed = has(wrapper, "box");
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
      // Around the second of two levels there may be a line.
      let rect = (display === wrapper && !boxed ? ink : display).getBoundingClientRect();
      // A theme's own (a number that it counts) is before it: the strut is at the end then.
      if (display === wrapper && !boxed && !has(display, "after") && getComputedStyle(display, "::before").content !== STRUT) {
        later.push(() => mark(display, "after", true));
      }
      // A theme that has it as a table or in a line knows why.
      if (display === wrapper && !boxed && getComputedStyle(display).display === "block") later.push(() => mark(display, "root", true));
      if (display === wrapper) {
        above = px(display, "margin-top");
        below = px(display, "margin-bottom");
      }
      for (let element = display; display !== wrapper && element !== ink; element = element.parentElement) {
        const { display: box2, overflowX } = getComputedStyle(element);
        // WebKit counts the margins of what is in it as part of an inline box.
        if (box2 === "inline") continue;
        rect = element.getBoundingClientRect();
        if (/auto|scroll/.test(overflowX)) {
          const { offsetHeight, clientHeight } = element;
          bars += offsetHeight - clientHeight - px(element, "border-top-width") - px(element, "border-bottom-width");
        }
        // It keeps the margins of what is in it.
        if (box2 === "flow-root") above = below = 0;
        if (display === displays[0]) above = collapsed(above, px(element, "margin-top"));
        if (display === displays[displays.length - 1]) below = collapsed(below, px(element, "margin-bottom"));
      }
      top = Math.min(top, rect.top);
      bottom = Math.max(bottom, rect.bottom);
    }
    const height = (bottom - top) / zoom - bars;
    if (!(width > 0 && height > 0)) return null;
    const line = boxed ? (ink.getBoundingClientRect().top - top) / zoom / em : void 0;
    return { wrapper, displays, em, above: line, size: px(ink, "font-size"), w: width / em, h: height / em, top: above / em, bottom: below / em, rtl, y: top };
  };

  // assets/src/fit.js
  // Fitting what was collected: measuring, then writing.
  // From so many equations on, those far from the screen are not kept up to date. Fewer cost little, and what pictures
  // a whole page at once finds all of them painted.
  var LAZY_MIN = 100;
  // Screens within which an equation is kept up to date.
  var NEAR = 3;
  // Milliseconds for which their number is taken for what it was: to count them takes longer than all else in a frame, on a
  // page that an engine fills little by little.
  var COUNTED_FOR = 1e3;
  /** How many equations there are at most: one that is fitted again counts twice. */
  var most = 0;
  /** There were so many when they were counted. */
  var many = false;
  /** When that was, on the clock of `performance`. */
  var counted2 = -COUNTED_FOR;
  /** @param {number} more  how many are fitted @returns {boolean} there are so many that some are not kept up to date */
  var areMany = (more) => {
    most += more;
    if (most >= LAZY_MIN && performance.now() - counted2 >= COUNTED_FOR) {
      counted2 = performance.now();
      most = Math.max(...["math-fit", ".katex-display"].map((selector) => document.querySelectorAll(selector).length));
      many = most >= LAZY_MIN;
    }
    return many;
  };
  /**
   * Fit what was collected, and the inline formulas of `added`. All is read before the first number is written.
   * @param {ReturnType<typeof import("./collect.js").collect>} wrappers
   * @param {() => void} again  to be called when all is to be measured once more
   */
  var fit = (wrappers, again2) => {
    // MathML has no box of its natural width: it is made as narrow as it can be, for the time of reading.
    /** @type {HTMLElement[]} */
    const narrowed = [];
    // Each is measured at the size of the text around it.
    const fixed = [...wrappers.keys()].filter((wrapper) => has(wrapper, "fixed"));
    for (const wrapper of fixed) mark(wrapper, "fixed", false);
    const boxes = [...wrappers.keys()].filter((wrapper) => has(wrapper, "box"));
    for (const wrapper of boxes) mark(wrapper, "fit", false);
    for (const wrapper of wrappers.keys()) unplace(wrapper);
    place(wrappers.keys(), again2);
    for (const [wrapper, displays] of wrappers) {
      if (!displays.some((display) => display.matches(NARROWED))) continue;
      const ink = inkOf(wrapper);
      ink.style.cssText += ";width:min-content;white-space:nowrap";
      narrowed.push(ink);
    }
    findBreaks();
    const wide = options.inline === "off" ? [] : wideInline();
    added.clear();
    /** @type {(() => void)[]} */
    const later = [];
    const lazy = areMany(wrappers.size);
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
        const aside = besideNumbers(wrapper, displays[0], size.em);
        if (aside) later.push(aside);
      } else {
        // Where nothing can be measured (MathJax 2's numbered SVG, a second time), the size that it has stays.
        if (fixed.includes(wrapper)) later.push(() => mark(wrapper, "fixed", true));
        if (!displays[0].getBoundingClientRect().height) sizeless.add(displays[0]);
        if (fresh.has(wrapper)) later.push(() => mark(wrapper, "fit", false));
      }
      fresh.delete(wrapper);
    }
    for (const { style } of narrowed) style.width = style.whiteSpace = "";
    for (const change of later) change();
    unbox(boxes.filter((wrapper) => has(wrapper, "fit")));
    const inline = wide[0] ? fitInline(wide) : [];
    giveWay([...[...wrappers.keys()].filter((wrapper) => has(wrapper, "fit") && !has(wrapper, "box")), ...inline]);
  };

  // assets/src/shadow.js
  // Shadow trees in which an element of the page typesets: they are looked at like the page, and have its stylesheet.
  /** @param {CSSStyleSheet} sheet @returns {boolean} it is, or holds, mathfit.css */
  var isOurs2 = (sheet) => {
    try {
      return [...sheet.cssRules].some((rule) => /^@property --mathfit/.test(rule.cssText));
    } catch {
      // Another origin's: its rules cannot be read.
      return /mathfit/.test(sheet.href || "");
    }
  };
  /** @param {(root: ShadowRoot) => void} watch  called for each that is new, when it is there */
  var enter = (watch2) => {
    for (const host of find(HOSTS)) {
      customElements.whenDefined(host.localName).then(() => {
        const root = host.shadowRoot;
        if (!root || trees.has(root)) return;
        for (const { ownerNode } of [...document.styleSheets].filter(isOurs2)) if (ownerNode) root.append(ownerNode.cloneNode(true));
        root.adoptedStyleSheets = [...root.adoptedStyleSheets, ...document.adoptedStyleSheets.filter(isOurs2)];
        watch2(root);
      });
    }
  };

  // assets/src/observe.js
  // When to look at the page again: what was put in or changed, what is shown, what comes near, fonts.
  var FORMULA = [DISPLAY, PIECE, BREAKABLE].join();
  // What can have a mark. A framework may take an element for something else, and leave the mark on it.
  var OURS = "math-fit," + DISPLAY + "," + PIECE;
  /** A frame was asked for. @type {boolean | undefined} */
  var scheduled;
  /** To be told when the fonts are there was asked for. @type {boolean | undefined} */
  var waiting;
  /** The page was seen to have the stylesheet. @type {boolean | undefined} */
  var styled;
  // What has no size (closed details, hidden tabs, MathJax 2 at work): told when it has, and fitted before that is painted.
  // Its height counts: an empty block is as wide as its line.
  var hidden = new ResizeObserver((entries) => {
    const found = entries.filter((entry) => entry.contentRect.height);
    for (const { target } of found) {
      hidden.unobserve(target);
      shown.add(target);
      added.add(target);
    }
    if (found[0]) safely(fitAdded);
  });
  // Not by the event that tells of content-visibility: it does not bubble everywhere, and in WebKit it comes when the
  // equation is on the screen.
  var near = new IntersectionObserver(
    (entries) => {
      nearer(entries.filter((entry) => entry.isIntersecting).map((entry) => entry.target));
      if (added.size) safely(fitAdded);
    },
    { rootMargin: "150%" }
  );
  // Engines that are slow, late or called again, content that arrives later, a renderer switched in MathJax's menu: all
  // of them put elements into the tree, and one observer sees them all.
  var tree = new MutationObserver((records) => {
    look2(records);
    if (added.size) collectEarly();
  });
  /** Look at a tree from now on. @param {Document | ShadowRoot} root */
  var watch = (root) => {
    trees.add(root);
    added.add(root);
    tree.observe(root, { childList: true, characterData: true, subtree: true });
    schedule();
  };
  /** @param {MutationRecord[]} records */
  var look2 = (records) => {
    for (const { target, addedNodes, removedNodes } of records) {
      // Text that changes in place; and what has no element above it: the document, a shadow tree.
      const element = target instanceof Element ? target : target.parentElement;
      const display = element && element.closest(DISPLAY);
      // Changed from inside (a collapsed term opened, a formula edited): its numbers are no longer its own.
      if (display && done.delete(display)) added.add(display);
      const inline = element && element.closest("math-fit[inline]");
      if (inline && target instanceof Text && measured.has(inline)) unwrap(inline);
      const piece = target instanceof Text && element && element.closest(PIECE);
      if (piece) added.add(piece);
      for (const node of addedNodes) {
        if (!(node instanceof Element)) continue;
        if (node.matches(PREVIEW) && element && element.localName === "math-fit-ink") renewText(element);
        if (node.matches(FORMULA) || node.querySelector(FORMULA)) added.add(display || node);
      }
      for (const node of removedNodes) {
        if (node instanceof Element && hasCounters(node)) due.counters = true;
      }
      // An inline formula's wrapper stands in the engine's output, and goes with it.
      const wrapper = removedNodes.length && element && element.closest(FITTED);
      if (wrapper && measured.has(wrapper) && !(wrapper.matches(OURS) && wrapper.querySelector(FORMULA))) clear(wrapper);
    }
    if (added.size || due.counters) schedule();
  };
  /** An exception here must never reach the page: it would be taken for the page's own. @param {() => void} work */
  var safely = (work) => {
    try {
      look2(tree.takeRecords());
      work();
      // What was changed here is no news.
      tree.takeRecords();
    } catch (error) {
      console.warn("mathfit:", error);
    }
    for (const formula of sizeless) hidden.observe(formula);
    sizeless.clear();
  };
  var collectEarly = () => safely(() => collect(true));
  /** Fit what is typeset and not yet fitted in `added`. */
  var fitAdded = () => {
    // Without the stylesheet there is nothing to hand numbers to. Not asked at the start: an answer takes the style of all
    // that is on the page, which changes when it is collected.
    const wrappers = collect();
    enter(watch);
    styled ||= !!getComputedStyle(document.documentElement).getPropertyValue("--mathfit");
    if (!styled) {
      added.clear();
      added.add(document);
      return;
    }
    fit(wrappers, again);
    // WebKit has no "loadingdone" event. Asking for the promise has the page laid out: not every time.
    if (!waiting && document.fonts.status === "loading") {
      waiting = true;
      document.fonts.ready.then(again);
    }
  };
  /** Once a frame, before it is painted. */
  var schedule = () => {
    if (!scheduled) {
      requestAnimationFrame(() => {
        scheduled = false;
        safely(fitAdded);
      });
    }
    scheduled = true;
  };
  /** Have an inline formula found once more. @param {Element} wrapper */
  var unwrap = (wrapper) => {
    const ink = wrapper.querySelector("math-fit-ink");
    added.add(wrapper.parentElement);
    if (!ink) return;
    // MathJax 2 hides from screen readers what has MathML beside it: by then that was the wrapper.
    const hides = wrapper.getAttribute("aria-hidden");
    if (hides) for (const element of ink.children) element.setAttribute("aria-hidden", hides);
    wrapper.replaceWith(...ink.childNodes);
  };
  /** Measure everything once more. */
  var again = () => {
    waiting = false;
    for (const root of trees) {
      added.add(root);
      for (const display of root.querySelectorAll(DISPLAY)) {
        // To measure what the browser has left out, it would have to be laid out.
        const far = done.has(display) && wrapperOf(display);
        if (far && has(far, "lazy")) {
          stale.add(far);
          near.observe(far);
        } else {
          done.delete(display);
        }
      }
      // Inline formulas are found and wrapped once more.
      for (const wrapper of root.querySelectorAll("math-fit[inline]")) if (measured.has(wrapper)) unwrap(wrapper);
    }
    schedule();
  };
  /** Have those of the wrappers measured that were too far from the screen. @param {Iterable<Element>} wrappers */
  var nearer = (wrappers) => {
    for (const wrapper of wrappers) {
      if (!stale.delete(wrapper)) continue;
      near.unobserve(wrapper);
      for (const display of [wrapper, ...wrapper.querySelectorAll(DISPLAY)]) done.delete(display);
      added.add(wrapper);
    }
  };
  /**
   * Fit what stands there now, however far from the screen. A part of the public interface.
   * @param {ParentNode} [root]  an element, or the whole document
   */
  var refresh = (root = document) => {
    nearer(root.querySelectorAll(FITTED));
    added.add(root);
    safely(fitAdded);
  };

  // assets/src/start.js
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
  //   data-enlarge="off"     leave away the script in enlarge/, where one file has both (`standalone` in mathfit/page/assets.py)
  //
  // The build joins the modules into one script. They share a page with others: only this one acts when it is loaded, and
  // only once a page; the others declare.
  var start = () => {
    const root = document.documentElement;
    if (options.minScale) root.style.setProperty("--mathfit-floor", String(floor));
    // The whole document: a router may put another root element into it.
    watch(document);
    collectEarly();
    whenReady(() => watch(document));
    // A web font that arrives late changes KaTeX's and MathML's widths, and heights even in MathJax's CHTML, whose widths
    // come from its own metrics (its lines stand on a font of no height, MJXZERO).
    document.fonts.addEventListener("loadingdone", again);
    addEventListener("beforeprint", () => window.mathfit.refresh());
  };
  if (!window.mathfit) {
    window.mathfit = {
      version: "0.1.0",
      options,
      refresh
    };
    if (document.body) start();
    else addEventListener("DOMContentLoaded", start);
  }
})();
