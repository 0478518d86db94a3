/*
 * Takes out of this page what its engine made of each formula, and the engine's rules that these outputs need.
 *
 * Evaluated as a function of { count, inline }: how many display equations and inline formulas the source has. Each
 * display equation stands in a wrapper with its index, each inline formula in a mark with its index, as
 * mathfit/measure/read.js has them. To be called when the sizes were read in the wide window: mathfit's own script has put
 * a wrapper around each box of an inline formula that may be wider than a line, and its size is read back here.
 *
 * Returns { reason } where a formula has no certain place, else { equations, inline, css }: each output is
 * { html, pieces }, as mathfit/page/typeset.py has them.
 */
async (options) => {
  "use strict";
  const { count, inline } = options;
  const version = window.MathJax?.version ?? "";
  const hub = window.MathJax?.Hub;
  // MathJax 2: the output that its menu or its configuration has chosen.
  const jax = hub?.outputJax?.["jax/mml"]?.[0]?.id;
  if (hub && !["HTML-CSS", "CommonHTML", "SVG"].includes(jax)) return { reason: `MathJax 2's output ${jax} is not taken` };
  if (jax === "HTML-CSS" && !MathJax.OutputJax[jax].webFonts) {
    return { reason: "its engine typeset it in fonts of this machine, which readers may lack" };
  }
  // Rows at the edges of the line, in units of the SVG: another line has them elsewhere.
  const ofLine = (node) => (node?.type === "mtable" && /%$/.test(node.width)) || !!node?.data?.some?.(ofLine);
  if (jax === "SVG" && hub.getAllJax().some(({ root }) => ofLine(root))) {
    return { reason: "a multline in MathJax 2's SVG output has to be laid out for its line" };
  }
  const CONTAINER = "mjx-container,.katex-display,.katex:not(.katex-display>.katex),.katex-error," +
    '[id^="MathJax-Element-"][id$="-Frame"]';
  const containers = (root) => [...root.querySelectorAll(CONTAINER)];

  // Which formula is which.
  const equations = [];
  for (let n = 0; n < count; n += 1) {
    const found = document.querySelectorAll(`math-fit[n="${n}"]`);
    const ink = found[0]?.querySelector(":scope>math-fit-room>math-fit-ink");
    if (found.length !== 1 || !ink || containers(ink).length !== 1) return { reason: "an equation is not typeset once" };
    equations.push(ink);
  }
  const marks = [];
  for (let n = 0; n < inline; n += 1) {
    const found = document.querySelectorAll(`math-fit-mark[n="${n}"]`);
    if (found.length !== 1) return { reason: "an inline formula is gone, or on the page twice" };
    if (containers(found[0]).length !== 1) return { reason: `no typeset formula is in ${JSON.stringify(found[0].textContent.slice(0, 60))}` };
    marks.push(found[0]);
  }
  const all = [...equations, ...marks];
  const other = containers(document).find((container) => !all.some((root) => root.contains(container)));
  if (other) {
    const text = (other.querySelector("annotation") ?? other).textContent.trim().slice(0, 60);
    return { reason: `it has a formula whose place in the source is not known: ${JSON.stringify(text)}` };
  }
  if (document.querySelector("math-fit [data-mathfit~=box],[data-mathfit~=scroll]")) return { reason: "a framework owns its formulas" };

  // MathJax sizes its HTML by the x-height of the text. In ex, the size follows the reader's font as the engine would.
  const html = hub ? hub.config[jax] : window.MathJax?.startup?.output?.options;
  const matches = !!html && html.matchFontHeight !== false;
  const known = new Map();
  const emInEx = (element) => {
    const { font } = getComputedStyle(element);
    if (!known.has(font)) {
      const rule = document.createElement("span");
      rule.style.cssText = "all:initial;font:inherit;position:absolute;visibility:hidden;width:100ex";
      element.append(rule);
      const style = getComputedStyle(rule);
      known.set(font, 100 * parseFloat(style.fontSize) / parseFloat(style.width));
      rule.remove();
    }
    return known.get(font);
  };
  const rounded = (number) => +number.toFixed(4);

  /** The size of a box of an inline formula, as the script has written it into its wrapper. */
  const sizeOf = (wrapper) => {
    const style = getComputedStyle(wrapper);
    const number = (name) => parseFloat(style.getPropertyValue("--mathfit-" + name));
    const size = {
      width: number("w"), height: number("h"), top: 0, bottom: 0, depth: number("d"),
      long: wrapper.hasAttribute("long"), rtl: wrapper.hasAttribute("rtl"),
    };
    if (matches || wrapper.closest("mjx-container[jax=SVG],.MathJax_SVG")) size.ex = emInEx(wrapper);
    return size;
  };

  // One cache of glyphs for the page, whatever the engine's option says.
  // MathJax 2 has names like MJMATHI-61, and E12-MJMATHI-61 where each formula has a cache of its own.
  const GLYPH = /^(?:MJX-(?:\d+-)?|(?:E\d+-)?(?=MJ))(.+)$/;
  const glyphs = new Map();
  let twice = false;
  const share = (use) => {
    const href = use.getAttribute("href") ?? use.getAttributeNS("http://www.w3.org/1999/xlink", "href") ?? "";
    const path = document.getElementById(decodeURIComponent(href.slice(href.indexOf("#") + 1)));
    const name = "MJX-" + (path?.id.match(GLYPH)?.[1] ?? "");
    if (!path || name === "MJX-") return;
    // MathJax 2 draws a line around each glyph.
    const stroke = path.getAttribute("stroke-width");
    const drawn = `${stroke ? `stroke-width="${stroke}" ` : ""}d="${path.getAttribute("d")}"`;
    if ((glyphs.get(name) ?? drawn) !== drawn) twice = true;
    glyphs.set(name, drawn);
    use.setAttributeNS("http://www.w3.org/1999/xlink", "xlink:href", "#" + name);
  };

  // What MathJax 4 works on, and no stylesheet asks for.
  const styles = [...document.querySelectorAll("style")].map((style) =>
    [...(style.sheet?.cssRules ?? [])].map((rule) => rule.selectorText ?? "").join()).join();
  const NOTES = /^data-(semantic|speech|braille|latex|mjx-texclass|mjx-viewBox)|^has-speech$/;
  const strip = (copy) => {
    for (const element of copy.querySelectorAll("mjx-container,mjx-container *")) {
      for (const { name } of [...element.attributes]) {
        if (NOTES.test(name) && !styles.includes("[" + name)) element.removeAttribute(name);
      }
    }
  };

  /** What MathJax 2 needs besides. */
  const clean2 = (copy, root) => {
    const FRAME = '[id^="MathJax-Element-"][id$="-Frame"]';
    const frame = copy.querySelector(FRAME);
    const factor = emInEx(root.querySelector(FRAME).parentElement);
    const inEx = (text) => text.replace(/(-?[\d.]+)em\b/g, (_, number) => rounded(number * factor) + "ex");
    const share = (element) => {
      const { fontSize } = element.style;
      if (matches && fontSize.endsWith("%")) element.style.fontSize = rounded(parseFloat(fontSize) / 100 * factor) + "ex";
    };
    if (jax === "CommonHTML") share(frame);
    for (const math of copy.querySelectorAll(".MathJax .math")) {
      // The first child has the letters and their size. The others, and the whole, are in em of the text.
      share(math.firstElementChild);
      for (const element of matches ? [math, ...[...math.children].slice(1)] : []) {
        element.style.cssText = inEx(element.style.cssText);
      }
    }
    for (const element of copy.querySelectorAll("[id]")) {
      if (/^(MathJax-(Element|Span)|MJXc-Node)-\d+(-Frame)?$/.test(element.id)) element.removeAttribute("id");
    }
    frame.removeAttribute("data-mathml");
    // One that may scroll in its box stays within reach of the keyboard.
    if (!root.closest("math-fit[long]")) frame.removeAttribute("tabindex");
    for (const element of copy.querySelectorAll('[style=""]')) element.removeAttribute("style");
    // A numbered formula as the script has laid it (assets/src/engines/mathjax2-svg.js), its px as ex and as shares of its height.
    const moved = copy.querySelectorAll(".MathJax_SVG>svg>svg>g[style]");
    for (const shift of moved) {
      const [aside, scale, from, top] = /^translate\((.*)\) scale\((.+)\) translate\((.+)px, (.+)px\)$/
        .exec(shift.style.transform)?.slice(1) ?? [];
      const em = parseFloat(getComputedStyle(root.querySelector(FRAME)).fontSize);
      const height = parseFloat(shift.ownerSVGElement.ownerSVGElement.getAttribute("height")) * em / factor;
      const room = document.createElementNS(shift.namespaceURI, "svg");
      // So narrow a box is scaled by its height alone.
      room.setAttribute("viewBox", `${-from} ${-top} 1 ${rounded(height / scale)}`);
      room.setAttribute("preserveAspectRatio", "xMinYMin");
      room.setAttribute("overflow", "visible");
      room.append(...shift.childNodes);
      shift.append(room);
      const place = aside.replace(/(-?[\d.]+)px/g, (_, px) => rounded(px / em * factor) + "ex");
      shift.style.transform = /^0ex(, 0ex)?$/.test(place) ? "" : `translate(${place})`;
    }
    // A paragraph ends where a div begins. The engine's own rule has either displayed as a block.
    for (const element of copy.querySelectorAll("div.MathJax_Display,div.MathJax_SVG_Display")) {
      const span = document.createElement("span");
      for (const { name, value } of element.attributes) span.setAttribute(name, value);
      span.append(...element.childNodes);
      element.replaceWith(span);
    }
  };

  const clean = (copy, root) => {
    strip(copy);
    // In the order of the page, a copy's elements are those of its root.
    const originals = [...root.querySelectorAll("mjx-container")];
    [...copy.querySelectorAll("mjx-container")].forEach((container, index) => {
      for (const name of ["tabindex", "ctxtmenu_counter"]) container.removeAttribute(name);
      for (const name of [...container.classList]) if (/^(CtxtMenu|MJX-)/i.test(name) && name !== "MathJax") container.classList.remove(name);
      const share = parseFloat(container.style.fontSize);
      if (matches && container.getAttribute("jax") === "CHTML" && container.style.fontSize.endsWith("%")) {
        container.style.fontSize = rounded(share / 100 * emInEx(originals[index].parentElement)) + "ex";
      }
    });
    for (const use of copy.querySelectorAll("use")) share(use);
    for (const defs of copy.querySelectorAll("mjx-container defs,.MathJax_SVG defs")) {
      for (const path of [...defs.children]) if (glyphs.has("MJX-" + path.id.match(GLYPH)?.[1])) path.remove();
      if (!defs.childElementCount) defs.remove();
    }
    for (const element of copy.querySelectorAll("[data-mathfit],[style*=mathfit]")) {
      element.removeAttribute("data-mathfit");
      for (const name of [...element.style]) if (name.startsWith("--mathfit")) element.style.removeProperty(name);
      if (!element.getAttribute("style")) element.removeAttribute("style");
    }
    for (const element of copy.querySelectorAll("script,.MathJax_Preview")) element.remove();
    if (hub) clean2(copy, root);
  };

  const take = (root) => {
    const copy = document.createElement("div");
    copy.append(...[...root.childNodes].map((node) => node.cloneNode(true)));
    const pieces = [...root.querySelectorAll("math-fit")].map(sizeOf);
    clean(copy, root);
    [...copy.querySelectorAll("math-fit")].forEach((wrapper, index) => {
      const piece = document.createElement("math-fit-piece");
      piece.setAttribute("n", String(index));
      const ink = wrapper.querySelector("math-fit-ink");
      // MathJax 2 hides what has MathML beside it from screen readers, later: then the wrapper stands there.
      const hides = wrapper.getAttribute("aria-hidden");
      if (hides) for (const element of ink.children) element.setAttribute("aria-hidden", hides);
      piece.append(...ink.childNodes);
      wrapper.replaceWith(piece);
    });
    const html = copy.innerHTML;
    const again = document.createElement("div");
    again.innerHTML = html;
    // Not isEqualNode: a parser puts `xmlns` into a namespace, and the engines do not.
    const shape = (div) => [...div.querySelectorAll("*")].map(({ namespaceURI, localName }) => namespaceURI + localName).join();
    return { html, pieces, same: again.innerHTML === html && shape(again) === shape(copy) };
  };
  const taken = all.map(take);
  if (twice) return { reason: "two of its glyphs have one name" };
  if (taken.some(({ same }) => !same)) return { reason: "its engine's output cannot be written as HTML" };
  if (glyphs.size) {
    const paths = [...glyphs].map(([name, drawn]) => `<path id="${name}" ${drawn}></path>`).join("");
    const first = all.reduce((a, b) => (a.compareDocumentPosition(b) & Node.DOCUMENT_POSITION_PRECEDING ? b : a));
    const cache = `<svg aria-hidden="true" width="0" height="0" style="position:absolute"><defs>${paths}</defs></svg>`;
    taken[all.indexOf(first)].html = cache + taken[all.indexOf(first)].html;
  }

  // The engine's own rules, those that match an element of an output.
  const plain = (selector) => selector.replace(/::?(before|after|hover|focus|active|focus-visible|visited|link)\b/g, "") || "*";
  const used = (selector) => {
    try {
      return all.some((root) => root.querySelector(plain(selector)));
    } catch {
      return true;
    }
  };
  const parts = (list) => list.split(/,(?![^([]*[)\]])/).map((part) => part.trim());
  const absolute = (text, base) => text.replace(/url\("([^"]+)"\)/g, (_, url) => {
    const { href } = new URL(url, base);
    const home = location.origin + "/";
    return `url("${href.startsWith(home) ? "mathfit-site:" + href.slice(home.length) : href}")`;
  });
  // MathJax 2 gives its style elements no name: they are those of its rules that the page's source does not have.
  const sheets = async () => {
    if (!hub) return document.querySelectorAll("style[id^=MJX-]");
    const source = new DOMParser().parseFromString(await (await fetch(location.href)).text(), "text/html");
    const own = new Set([...source.querySelectorAll("style")].map((style) => style.textContent));
    return [...document.head.querySelectorAll("style")].filter((style) =>
      !own.has(style.textContent) && /MathJax|MJX|mjx-/.test(style.textContent));
  };
  const rules = [];
  const faces = [];
  for (const style of await sheets()) {
    for (const rule of style.sheet?.cssRules ?? []) {
      if (rule instanceof CSSFontFaceRule) faces.push(rule);
      else if (rule instanceof CSSStyleRule) {
        const kept = parts(rule.selectorText).filter((part) => used(part) && !part.includes("MathJax_Preview"));
        if (kept.length) rules.push(`${kept.join()}{${rule.style.cssText}}`);
      } else rules.push(rule.cssText);
    }
  }
  const families = rules.join() + taken.map(({ html }) => html.match(/font-family:[^;"]*(?:&quot;[^;"]*)*/g)).join();
  const named = faces.filter((face) => {
    const name = face.style.getPropertyValue("font-family").replace(/["']/g, "");
    return new RegExp(`font-family:[^;}]*\\b${name}(?![\\w-])`).test(families);
  });
  const css = [...named.map((face) => absolute(face.cssText, document.baseURI)), ...rules].join("\n")
    .replace(/[^ -~\n]/gu, (letter) => "\\" + letter.codePointAt(0).toString(16) + " ");
  const origin = taken.some(({ html }) => html.includes(location.origin));
  if (origin) return { reason: "its formulas have addresses of the page as it was built" };
  const outputs = taken.map(({ html, pieces }) => ({ html, pieces }));
  return { equations: outputs.slice(0, count), inline: outputs.slice(count), css, version };
}
