/*
 * Reads the numbers that mathfit's own script has put into the wrappers of this page, so that the page fits in the same
 * way when they stand in its source. Nothing is measured here: there is one measuring code, the readers'.
 *
 * Evaluated as a function of { count, open }: how many wrappers the page was given, numbered n="0" and on;
 * `open` to show what is hidden first. Returns what mathfit/measure/read.py reads.
 */
async (options) => {
  "use strict";
  const { count, open } = options;
  const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));
  const frames = async () => { await frame(); await frame(); };
  // KaTeX's own elements are wrapper, room and ink where it typeset in the build.
  const NAMED = "math-fit[n],[data-mathfit-n]";
  const wrappers = [...document.querySelectorAll(NAMED)];
  const indexOf = (wrapper) => +(wrapper.getAttribute("n") ?? wrapper.getAttribute("data-mathfit-n"));
  const isOurs = (wrapper) => wrapper.localName === "math-fit";
  const has = (wrapper, name) =>
    isOurs(wrapper) ? wrapper.hasAttribute(name) : (wrapper.getAttribute("data-mathfit") ?? "").split(" ").includes(name);

  // A closed <details>, a hidden tab, a dialog: laid out, whatever hides it, after the engine has typeset what the
  // reader's engine will typeset there as well, hidden.
  if (open) {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync("*{content-visibility:visible!important}" +
      "::details-content{content-visibility:visible!important;display:block!important}");
    document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
    const old = !CSS.supports("selector(::details-content)");
    for (const wrapper of wrappers) {
      for (let at = wrapper; at && !wrapper.getClientRects().length; at = at.parentElement) {
        if (old && at.localName === "details") at.open = true;
        if (getComputedStyle(at).display !== "none") continue;
        at.style.setProperty("display", "revert", "important");
        if (getComputedStyle(at).display === "none") at.style.setProperty("display", "block", "important");
      }
    }
    await frames();
    await document.fonts.ready;
  }
  if (!window.mathfit) return { script: false };
  // Everything again: fonts may have come with what was opened, and the window's width may be another.
  document.fonts.dispatchEvent(new Event("loadingdone"));
  await frames();
  window.mathfit.refresh();
  await frames();

  // MathJax writes its SVG in ex, and sizes its HTML by the x-height of the reader's font where it typesets there
  // (ts/output/common.ts, getMetrics; jax/output/CommonHTML, getMetrics) and its option says nothing else.
  const inEx = (() => {
    const hub = window.MathJax?.Hub;
    const options = hub ? hub.config[hub.outputJax?.["jax/mml"]?.[0]?.id] : window.MathJax?.startup?.output?.options;
    const html = options && options.matchFontHeight !== false;
    return "mjx-container[jax=SVG],.MathJax_SVG,.mjpage>svg" + (html ? ",mjx-container,.MathJax,.mjx-chtml" : "");
  })();
  // The same for all text of one font: asking has the page laid out.
  const known = new Map();
  const emInEx = (wrapper) => {
    const { font } = getComputedStyle(wrapper);
    if (!known.has(font)) known.set(font, measureEmInEx(wrapper));
    return known.get(font);
  };
  const measureEmInEx = (wrapper) => {
    const rule = document.createElement("span");
    rule.style.cssText = "all:initial;font:inherit;position:absolute;visibility:hidden;width:100ex";
    wrapper.append(rule);
    const style = getComputedStyle(rule);
    const found = 100 * parseFloat(style.fontSize) / parseFloat(style.width);
    rule.remove();
    return found;
  };

  // An inline formula of fewer em fits every line (INLINE_MIN in assets/src/inline.js), also in a font that makes it a
  // little wider: it needs no wrapper to fit, only its room until the engine comes.
  const SHORT = 8;
  // The boxes of an inline formula that its line is as high as.
  const BOXES = "mjx-container>mjx-math,mjx-container>svg,.MathJax .math,.mjx-chtml>.mjx-math,.MathJax_SVG>svg," +
    ".katex-html>.base,.katex-html>.katex-base";

  /** The room of each short inline formula that the engine has typeset in the page: [its index, its size]. */
  const readHeld = () => {
    const marks = [...document.querySelectorAll("math-fit-mark[n]")].filter((mark) =>
      mark.querySelector(BOXES) && !mark.querySelector("math-fit"));
    // The baseline is where an empty inline block stands. All are put in before the first is read.
    const probes = marks.map((mark) => {
      const probe = document.createElement("span");
      probe.style.cssText = "all:initial;display:inline-block";
      mark.style.whiteSpace = "nowrap";
      mark.prepend(probe);
      return probe;
    });
    const held = marks.map((mark, index) => {
      const em = parseFloat(getComputedStyle(mark).fontSize);
      const boxes = [...mark.querySelectorAll(BOXES)].map((box) => box.getBoundingClientRect());
      const bottom = Math.max(...boxes.map((box) => box.bottom));
      const width = [...mark.getClientRects()].reduce((sum, rect) => sum + rect.width, 0) / em;
      const size = {
        width, height: (bottom - Math.min(...boxes.map((box) => box.top))) / em,
        depth: (bottom - probes[index].getBoundingClientRect().bottom) / em, held: true,
      };
      if (mark.querySelector(inEx)) size.ex = emInEx(mark);
      return [+mark.getAttribute("n"), size];
    });
    marks.forEach((mark, index) => {
      probes[index].remove();
      mark.style.whiteSpace = "";
    });
    return held.filter(([, { width, height }]) => width > 0 && width < SHORT && height > 0);
  };

  /** What the script made of an inline formula: the numbers that it needs as a whole; null where it can be broken. */
  const readInline = (mark) => {
    const found = mark.querySelectorAll("math-fit[inline]");
    const rect = mark.getBoundingClientRect();
    const em = parseFloat(getComputedStyle(mark).fontSize);
    const [wrapper] = found;
    // In several pieces its line can be broken between them, in one it is as wide as that.
    const around = (rect.width - wrapper.getBoundingClientRect().width) / em;
    if (found.length !== 1 || around > 0.4 || mark.getClientRects().length !== 1) return null;
    const size = read(wrapper);
    const own = parseFloat(getComputedStyle(wrapper).fontSize) / em;
    for (const part of ["width", "height", "depth"]) size[part] *= own;
    size.width += Math.max(0, around);
    if (mark.querySelector(inEx)) size.ex = emInEx(mark);
    return size;
  };

  /** The same of a box of a formula that the build typeset: its wrapper will stand where the script's stands. */
  const readPiece = (piece) => {
    const ink = piece.parentElement;
    if (!ink.matches("math-fit[inline]>math-fit-room>math-fit-ink") || ink.childElementCount !== 1) return null;
    const wrapper = ink.closest("math-fit");
    const size = read(wrapper);
    if (piece.closest(inEx)) size.ex = emInEx(wrapper);
    return size;
  };

  const wrote = ["!important", "--mathfit-left", "--mathfit-right", "--mathfit-give"];
  const number = (style, name) => parseFloat(style.getPropertyValue("--mathfit-" + name));
  // As `none`, or each name with its number: what a stylesheet can hold.
  const counters = (text) => (/^[\w-]+ -?\d+( [\w-]+ -?\d+)*$/.test(text.trim()) ? text.trim() : "");
  const read = (wrapper) => {
    const style = getComputedStyle(wrapper);
    const before = isOurs(wrapper)
      ? getComputedStyle(wrapper.querySelector("math-fit-ink")).counterReset
      : style.getPropertyValue("--mathfit-counters");
    const size = {
      width: number(style, "w"), height: number(style, "h"), top: number(style, "t"), bottom: number(style, "b"),
      long: has(wrapper, "long"), rtl: has(wrapper, "rtl"), lazy: has(wrapper, "lazy"),
      counts: counters(style.counterIncrement), counted: counters(before),
    };
    if (!isOurs(wrapper)) size.px = number(style, "size");
    if (wrapper.hasAttribute("inline")) size.depth = number(style, "d");
    if (wrapper.querySelector(inEx)) {
      size.ex = emInEx(wrapper);
      const font = wrapper.querySelector("mjx-container[jax=CHTML]")?.style.fontSize; // MathJax 3 and 4
      if (font?.endsWith("%")) size.font = parseFloat(font) / 100;
    }
    return size;
  };

  const places = new Map();
  const copied = [];
  for (const wrapper of wrappers) {
    const n = indexOf(wrapper);
    if (places.has(n)) copied.push(n);
    places.set(n, wrapper);
  }
  const sizes = [];
  const gone = [];
  const untypeset = [];
  for (let n = 0; n < count; n += 1) {
    const wrapper = places.get(n);
    if (!wrapper) gone.push(n);
    const size = wrapper && has(wrapper, "fit") ? read(wrapper) : null;
    if (wrapper && !(size && size.width > 0 && size.height > 0)) untypeset.push(n);
    sizes.push(size);
  }
  const inline = [];
  let whole = 0;
  for (const mark of document.querySelectorAll("math-fit-mark:has(math-fit[inline]),math-fit[inline] [math-fit-mark]")) {
    const piece = mark.getAttribute("math-fit-mark");
    const size = piece === null ? readInline(mark) : readPiece(mark);
    if (!size) continue;
    whole += 1;
    const n = +(piece ?? mark.getAttribute("n"));
    // A copy that a script made of a heading, say.
    if (!inline.some(([other]) => other === n)) inline.push([n, size]);
  }
  for (const [n, size] of readHeld()) if (!inline.some(([other]) => other === n)) inline.push([n, size]);
  const policies = [...document.querySelectorAll("meta[http-equiv]")]
    .filter((meta) => meta.httpEquiv.toLowerCase() === "content-security-policy").map((meta) => meta.content);
  return {
    script: true, sizes, copied, gone, untypeset,
    // Display formulas that stand in no wrapper of the source: the script has just wrapped them.
    more: document.querySelectorAll("math-fit:not([n]):not([inline]),.katex-display[data-mathfit]:not([data-mathfit-n])").length,
    inline,
    broken: document.querySelectorAll("math-fit[inline]").length - whole,
    // Broken or scaled to the width of the line that they were typeset in.
    bound: document.querySelectorAll('mjx-container[display="true"]:is([overflow="linebreak"],[overflow="scale"])').length ||
      !!(window.MathJax?.Hub && ["HTML-CSS", "CommonHTML", "SVG"].some((jax) => MathJax.Hub.config[jax]?.linebreaks?.automatic)),
    // The browser's own MathML, in which no two browsers agree.
    native:
      [...document.querySelectorAll(`:is(${NAMED}) math`)].some((math) =>
        !math.closest(".katex-mathml,mjx-assistive-mml,.MJX_Assistive_MathML")),
    // A framework runs them: it writes keys of its own on what it owns, or on what it was given.
    owned: wrappers.some((wrapper) => {
      for (let at = wrapper; at; at = at.parentElement) {
        if (Object.keys(at).some((key) => /^(__react|_react|__vue|_vnode|__svelte|__k$|_\$)/.test(key))) return true;
      }
      return false;
    }),
    stretched: document.querySelectorAll('.MathJax_SVG_Display [id^="mjx-eqn"],mjx-container [data-width-includes-label]').length,
    // What the script has written besides the numbers: a place in the page, room beside numbers of the page's own or beside
    // text that gives way.
    placed: document.querySelectorAll(wrote.map((name) => `math-fit[style*="${name}"],[data-mathfit][style*="${name}"]`).join()).length,
    policies,
    left: window[Symbol.for("mathfit.left")] ?? null,
  };
}
