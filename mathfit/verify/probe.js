/*
 * What stands on the page, in CSS px of the viewport: one record per formula, nothing judged.
 *
 * It knows the engines' own markup and nothing of mathfit's, so that it sees a raw page, a page
 * after `apply` and a page that somebody fitted by other means with the same eyes. All reads, no
 * writes: the page is left as it was found. The judging is done in checks.py.
 *
 * Evaluated as a function of { inline: boolean }, returns { page, units }.
 */
(options) => {
  "use strict";

  // The outermost element that each engine puts into the page for a formula, and whether it is a
  // display. Order matters where one engine's element lies inside another's.
  const ENGINES = [
    ["MathJax", ".MathJax_Display, .MJXc-display, .MathJax_SVG_Display", true],
    ["MathJax", 'mjx-container[jax][display="true"], mjx-container[jax][display="block"]', true],
    ["KaTeX", ".katex-display", true],
    ["MathML", 'math[display="block"], math[mode="display"]', true],
    ["MathJax", "mjx-container[jax]", false],
    ["MathJax", "span.MathJax, span.mjx-chtml, span.MathJax_SVG, span.MathJax_CHTML", false],
    ["KaTeX", ".katex", false],
    ["MathML", "math", false],
  ];
  // What an engine keeps beside the picture for other readers (speech, MathML, sources).
  const UNSEEN =
    "mjx-assistive-mml, .MJX_Assistive_MathML, .katex-mathml, mjx-speech, mjx-braille, defs, " +
    "script, style, template, noscript, annotation, annotation-xml, .MathJax_Preview, " +
    ".MathJax_Processing, .MJX_HoverRegion, mjx-menu";
  const NUMBERS =
    '[id^="mjx-eqn"], mjx-labels mjx-mtd, .katex-tag, .katex-html > .tag, .tml-tag, .tml-eqn';
  const ERRORS = "mjx-merror, .katex-error, .merror, .mjx-merror, .tml-error, " +
    '[data-mml-node="merror"], merror, .MathJax_Error, .noError';
  // The engine's outer layers: what cuts ink here was put there by a theme. Deeper down, clipping
  // is how engines draw (a radical's tail, a stretched brace).
  const OUTER = ".katex, .katex-html, .katex-display, mjx-container, mjx-math, .MathJax, " +
    ".MathJax_SVG, .mjx-chtml, .MathJax_Display, .MJXc-display, .MathJax_SVG_Display, nobr, " +
    ".math, .mjx-math, math";
  const SHAPES = new Set(["use", "path", "rect", "line", "polygon", "polyline", "ellipse",
    "circle", "text", "image"]);
  // Native MathML draws bars, radicals and stretched operators without elements of their own.
  const MATHML_INK = new Set(["mfrac", "msqrt", "mroot", "mo", "menclose"]);
  const CELLS = new Set(["table-cell", "table-caption"]);
  const CONTENT_SIZED = new Set(["inline-block", "inline-flex", "inline-grid", "inline-table",
    "table", "table-row", "table-row-group", "table-header-group", "table-footer-group"]);
  const BLOCKS = new Set(["block", "flow-root", "list-item", "flex", "grid", ...CELLS,
    ...CONTENT_SIZED]);

  const selector = ENGINES.map(([, css]) => css).join(", ");
  const root = document.documentElement;
  const viewport = root.clientWidth;
  const ruler = /** @type {CanvasRenderingContext2D} */ (document.createElement("canvas").getContext("2d"));
  const glyphs = new Map();
  const rooms = new Map();

  const styleOf = (element) => getComputedStyle(element);
  const px = (value) => Number.parseFloat(value) || 0;
  const transparent = (color) =>
    color === "transparent" || /^rgba\(.*,\s*0\)$|\/\s*0\)$/.test(color);

  const join = (box, other) => {
    if (!box) return other && { ...other };
    if (!other) return box;
    box.l = Math.min(box.l, other.l);
    box.t = Math.min(box.t, other.t);
    box.r = Math.max(box.r, other.r);
    box.b = Math.max(box.b, other.b);
    return box;
  };
  const boxOf = (rect) => ({ l: rect.left, t: rect.top, r: rect.right, b: rect.bottom });
  const cut = (box, clip) => {
    if (!clip) return box;
    const inside = {
      l: Math.max(box.l, clip.l), t: Math.max(box.t, clip.t),
      r: Math.min(box.r, clip.r), b: Math.min(box.b, clip.b),
    };
    return inside.r > inside.l && inside.b > inside.t ? inside : null;
  };
  const round = (value) => Math.round(value * 100) / 100;
  const list = (box) => box && [round(box.l), round(box.t), round(box.r), round(box.b)];

  // The glyphs of a text, not the line box around them: what the font draws, by its own measures.
  const metrics = (font, text) => {
    const key = font + "\n" + text;
    let found = glyphs.get(key);
    if (!found) {
      ruler.font = font;
      const m = ruler.measureText(text);
      const ascent = Math.round(m.fontBoundingBoxAscent);
      const descent = Math.round(m.fontBoundingBoxDescent);
      found = {
        height: ascent + descent,
        above: ascent - m.actualBoundingBoxAscent,
        below: descent - m.actualBoundingBoxDescent,
      };
      glyphs.set(key, found);
    }
    return found;
  };
  const textBoxes = (node, style) => {
    const range = document.createRange();
    range.selectNodeContents(node);
    const m = metrics(style.font, node.data.trim());
    return [...range.getClientRects()].map((rect) => {
      const box = boxOf(rect);
      const scale = m.height > 0 ? rect.height / m.height : 0;
      if (scale > 0 && m.above + m.below < m.height) {
        box.t += m.above * scale;
        box.b -= m.below * scale;
      }
      return box;
    });
  };
  const hasText = (node) => /[^\s\u200b-\u200d\u2060-\u2064\ufeff]/.test(node.data);

  const edges = (style) => {
    for (const side of ["Top", "Right", "Bottom", "Left"]) {
      if (px(style["border" + side + "Width"]) > 0 && style["border" + side + "Style"] !== "none" &&
          !transparent(style["border" + side + "Color"])) return true;
    }
    return !transparent(style.backgroundColor);
  };
  const paddingBox = (element, style) => {
    const rect = element.getBoundingClientRect();
    return {
      l: rect.left + px(style.borderLeftWidth), t: rect.top + px(style.borderTopWidth),
      r: rect.right - px(style.borderRightWidth), b: rect.bottom - px(style.borderBottomWidth),
    };
  };

  // MathJax draws a glyph in thousandths of an em. A stretched brace says nothing about its size.
  const glyphEm = (shape) => {
    const { a, d } = shape.getScreenCTM() ?? { a: 0, d: 0 };
    return Math.abs(Math.abs(a) - Math.abs(d)) < 0.01 * Math.abs(a) ? Math.abs(a) * 1000 : 0;
  };

  // Every box of ink under an engine's element: [{ box, number, em }]
  const collectInk = (unit) => {
    const found = [];
    const add = (box, number, em) => {
      if (box && box.r - box.l > 0.01 && box.b - box.t > 0.01) found.push({ box, number, em });
    };
    const visit = (element, clip, number) => {
      if (element.matches(UNSEEN)) return;
      const style = styleOf(element);
      if (style.display === "none") return;
      const name = element.localName;
      const visible = style.visibility === "visible" && style.opacity !== "0";
      const isNumber = number || element.matches(NUMBERS);
      const em = px(style.fontSize);
      if (element !== unit && !element.matches(OUTER) &&
          (style.overflowX !== "visible" || style.overflowY !== "visible")) {
        clip = cut(paddingBox(element, style), clip) || { l: 0, t: 0, r: 0, b: 0 };
      }
      if (element instanceof SVGElement) {
        if (SHAPES.has(name)) {
          const drawn = style.fill !== "none" || (style.stroke !== "none" && px(style.strokeWidth));
          if (visible && drawn) {
            add(cut(boxOf(element.getBoundingClientRect()), clip), isNumber,
              name === "use" || name === "path" ? glyphEm(element) : 0);
          }
          return;
        }
        for (const child of element.children) visit(child, clip, isNumber);
        return;
      }
      if (visible && element !== unit) {
        if (MATHML_INK.has(name) || name === "img" || (!element.matches(OUTER) && edges(style))) {
          add(cut(boxOf(element.getBoundingClientRect()), clip), isNumber, 0);
        } else if (!element.firstChild && drawsBefore(element)) {
          add(cut(boxOf(element.getBoundingClientRect()), clip), isNumber, em);
        }
      }
      for (const child of element.childNodes) {
        if (child.nodeType === Node.ELEMENT_NODE) {
          visit(child, clip, isNumber);
        } else if (child.nodeType === Node.TEXT_NODE && visible && hasText(child) &&
                   !transparent(style.color)) {
          for (const box of textBoxes(child, style)) add(cut(box, clip), isNumber, em);
        }
      }
    };
    visit(unit, null, false);
    return found;
  };
  // MathJax 3 and KaTeX's counters draw with ::before, on elements that are empty in the document.
  const drawsBefore = (element) => {
    const content = getComputedStyle(element, "::before").content;
    return content !== "none" && content !== "normal" && content !== '""';
  };

  // How much an engine's element is scaled by transforms on it or around it.
  const transformOf = (element) => {
    let scaled = false;
    for (let at = element; at && at !== document.body; at = at.parentElement) {
      const style = styleOf(at);
      if (style.transform !== "none" || style.scale !== "none" || (style.zoom !== "1" && style.zoom)) {
        scaled = true;
        break;
      }
    }
    if (!scaled) return 1;
    const rect = element.getBoundingClientRect();
    if (element.offsetWidth > 0) return rect.width / element.offsetWidth;
    return 1;
  };

  const isFlexItem = (element) => {
    const parent = element.parentElement && styleOf(element.parentElement).display;
    return parent === "flex" || parent === "grid" || parent === "inline-flex" ||
      parent === "inline-grid";
  };
  const sizedByContent = (element, style) => {
    if (CONTENT_SIZED.has(style.display)) return true;
    if (style.float !== "none" || style.position === "absolute" || style.position === "fixed") {
      return true;
    }
    const width = element.computedStyleMap?.().get("width");
    const keyword = width instanceof CSSKeywordValue ? width.value : "";
    return isFlexItem(element) || ["max-content", "min-content", "fit-content"].includes(keyword);
  };
  // Custom elements are nobody's column: they are wrappers that a tool or a script put there.
  const isColumn = (element, style) =>
    BLOCKS.has(style.display) && !element.localName.includes("-") && !isContainer(element);
  // An element that holds the formula and no word beside it is the formula's frame. Its width is
  // the column's, unless a theme made it scroll; the column is what counts.
  const isContainer = (element) => element.matches(
    ".arithmatex, .math, .math-display, .katex-block, .math-block, .MathJax_Display, .MathJax");

  // The column that a formula has to stay in: [left, right] of the nearest block that does not
  // take its width from its content, the scroller on the way, and the cell if it is in a table.
  const roomOf = (start) => {
    if (rooms.has(start)) return rooms.get(start);
    let block = null;
    let scroller = null;
    let cell = null;
    let element = start;
    for (; element && element !== root; element = element.parentElement) {
      const style = styleOf(element);
      if (style.display === "contents") continue;
      if (!scroller && /auto|scroll/.test(style.overflowX) && element !== document.body) {
        scroller = element;
      }
      if (!isColumn(element, style) && element !== document.body) continue;
      if (CELLS.has(style.display)) {
        cell ??= element;
        continue;
      }
      block = element;
      if (element === document.body || !sizedByContent(element, style)) break;
    }
    block ??= document.body;
    const style = styleOf(block);
    const inner = paddingBox(block, style);
    const found = {
      block, scroller, cell,
      l: inner.l + px(style.paddingLeft),
      r: inner.r - px(style.paddingRight),
      em: px(style.fontSize),
    };
    rooms.set(start, found);
    return found;
  };

  // MathJax 2 keeps the source beside its output, in a script that nobody sees.
  const shownLength = (element) => {
    let length = element.textContent.trim().length;
    for (const unseen of element.querySelectorAll("script, style, .MathJax_Preview")) {
      length -= unseen.textContent.length;
    }
    return length;
  };
  const holdsOnly = (element, unit) => element === unit ||
    (shownLength(element) <= shownLength(unit) + 2 &&
      [...element.querySelectorAll(selector)].every((other) => unit.contains(other)));

  // What cuts the ink: every ancestor that hides what leaves it, in px per side.
  const clippedBy = (unit, ink, room) => {
    let seen = { ...ink };
    const lost = { l: 0, t: 0, r: 0, b: 0 };
    let inBlock = true;
    for (let element = unit; element && element !== root; element = element.parentElement) {
      if (element === document.body) break;
      const style = styleOf(element);
      const containsPaint = /paint|strict|content/.test(style.contain) ||
        style.contentVisibility === "auto";
      const x = style.overflowX;
      const y = style.overflowY;
      if (style.display !== "inline" && style.display !== "contents" &&
          (x !== "visible" || y !== "visible" || containsPaint)) {
        const box = paddingBox(element, style);
        const margin = px(style.overflowClipMargin);
        const reach = x === "clip" || (containsPaint && x === "visible") ? margin : 0;
        const scrollsX = /auto|scroll/.test(x);
        if (!scrollsX && (x !== "visible" || containsPaint)) {
          lost.l = Math.max(lost.l, box.l - reach - seen.l);
          lost.r = Math.max(lost.r, seen.r - box.r - reach);
        }
        // A tall box that scrolls or folds up is the page's design; one around the formula isn't.
        const tight = inBlock && holdsOnly(element, unit);
        if (tight && (y !== "visible" || containsPaint)) {
          lost.t = Math.max(lost.t, box.t - reach - seen.t);
          lost.b = Math.max(lost.b, seen.b - box.b - reach);
        }
        if (!tight && /hidden|clip/.test(y) && !cut(seen, { ...box, l: -1e9, r: 1e9 })) return null;
        seen = cut(seen, { l: box.l - reach, t: -1e9, r: box.r + reach, b: 1e9 });
        if (!seen) return null; // wholly out of sight: a closed drawer, another slide
      }
      if (element === room.block) inBlock = false;
    }
    const page = styleOf(root).overflowX;
    const body = styleOf(document.body).overflowX;
    if (seen && (/hidden|clip/.test(page) || (page === "visible" && /hidden|clip/.test(body)))) {
      lost.l = Math.max(lost.l, -seen.l);
      lost.r = Math.max(lost.r, seen.r - viewport);
    }
    return lost;
  };
  // The engine's outer layers inside its own element can cut as well.
  const innerClips = (unit, ink) => {
    const lost = { l: 0, t: 0, r: 0, b: 0 };
    let scroller = null;
    for (const element of unit.querySelectorAll(OUTER)) {
      if (element.closest(UNSEEN)) continue;
      const style = styleOf(element);
      if (style.display === "inline" || style.overflowX === "visible") continue;
      const box = paddingBox(element, style);
      if (/auto|scroll/.test(style.overflowX)) scroller ??= element;
      else {
        lost.l = Math.max(lost.l, box.l - ink.l);
        lost.r = Math.max(lost.r, ink.r - box.r);
      }
      lost.t = Math.max(lost.t, box.t - ink.t);
      lost.b = Math.max(lost.b, ink.b - box.b);
    }
    return { lost, scroller };
  };

  // The line of text (or picture, or formula) right before and after a formula.
  const inFlow = (node, unit) => {
    for (let at = node.nodeType === Node.ELEMENT_NODE ? node : node.parentElement;
      at && !at.contains(unit); at = at.parentElement) {
      const style = styleOf(at);
      if (style.display === "none" || style.visibility !== "visible" || style.float !== "none" ||
          style.position === "absolute" || style.position === "fixed") return false;
    }
    return true;
  };
  const neighbour = (unit, forward, inkOf) => {
    const walker = document.createTreeWalker(document.body,
      NodeFilter.SHOW_TEXT | NodeFilter.SHOW_ELEMENT);
    walker.currentNode = unit;
    let tries = 0;
    let node = forward ? walker.nextNode() : walker.previousNode();
    for (; node && tries < 400; node = forward ? walker.nextNode() : walker.previousNode()) {
      if (unit.contains(node) || node.contains(unit)) continue;
      tries += 1;
      if (node.nodeType === Node.TEXT_NODE) {
        const parent = /** @type {Element} */ (node.parentElement);
        if (!hasText(node) || parent.closest(UNSEEN) || !inFlow(node, unit)) continue;
        const other = unitOf(parent);
        if (other) return inkOf(other);
        const range = document.createRange();
        range.selectNodeContents(node);
        const rects = [...range.getClientRects()].filter((rect) => rect.width > 0);
        if (rects.length === 0) continue;
        return boxOf(forward ? rects[0] : rects[rects.length - 1]);
      }
      const element = /** @type {Element} */ (node);
      if (/^(img|svg|video|canvas|iframe|hr)$/.test(element.localName) && inFlow(node, unit)) {
        const other = unitOf(node);
        if (other) return inkOf(other);
        const rect = element.getBoundingClientRect();
        if (rect.width > 0) return boxOf(rect);
      }
      if (element.localName === "mjx-c" && inFlow(node, unit)) {
        const other = unitOf(node);
        if (other) return inkOf(other);
      }
    }
    return null;
  };

  const sources = new Map();
  try {
    for (const item of window.MathJax?.startup?.document?.math ?? []) {
      sources.set(item.typesetRoot, item.math);
    }
  } catch { /* a page's own object of that name */ }
  const sourceOf = (unit) => {
    const annotation = unit.querySelector('annotation[encoding="application/x-tex"]');
    if (annotation) return annotation.textContent;
    if (sources.has(unit)) return sources.get(unit);
    for (let at = unit; at && at !== document.body; at = at.parentElement) {
      const script = at.nextElementSibling;
      if (script?.matches('script[type^="math/"]')) return script.textContent;
      if (at.parentElement?.childElementCount > 1) break;
    }
    const math = unit.matches("math") ? unit : unit.querySelector("math");
    return math?.getAttribute("alttext") ?? "";
  };

  // --- the walk ---

  const unitsBy = new Map(); // element -> its record while it is being made
  const unitOf = (element) => {
    let outermost = null;
    for (let at = element.closest(selector); at; at = at.parentElement?.closest(selector)) {
      outermost = at;
    }
    return outermost;
  };
  const inks = new Map();
  const inkCache = (unit) => {
    if (!inks.has(unit)) {
      const pieces = collectInk(unit);
      inks.set(unit, { pieces, all: pieces.reduce((box, piece) => join(box, piece.box), null) });
    }
    return inks.get(unit);
  };
  const inkOf = (unit) => inkCache(unit).all;

  const overlapOf = (pieces) => {
    const numbers = pieces.filter((piece) => piece.number);
    if (numbers.length === 0) return 0;
    let worst = 0;
    for (const { box: n } of numbers) {
      for (const { box: f, number } of pieces) {
        if (number) continue;
        const x = Math.min(n.r, f.r) - Math.max(n.l, f.l);
        const y = Math.min(n.b, f.b) - Math.max(n.t, f.t);
        if (x > 0 && y > 0) worst = Math.max(worst, Math.min(x, y));
      }
    }
    return worst;
  };

  const displayRecord = (unit, engine) => {
    const { pieces, all: ink } = inkCache(unit);
    if (!ink) return null;
    const room = roomOf(unit.parentElement);
    const transform = transformOf(unit);
    const join_ = (wanted) => pieces.filter((piece) => piece.number === wanted)
      .reduce((box, piece) => join(box, piece.box), null);
    const outer = clippedBy(unit, ink, room);
    if (!outer) return null;
    const inner = innerClips(unit, ink);
    const scroller = scrollerOf(inner.scroller ?? ownScroller(unit, room), unit, ink);
    const isSvg = pieces.some((piece) => piece.em > 0) && !!unit.querySelector("svg") &&
      !unit.querySelector(".katex");
    const above = neighbour(unit, false, inkOf);
    const below = neighbour(unit, true, inkOf);
    const margin = styleOf(unit);
    const error = unit.querySelector(ERRORS);
    return {
      display: true,
      engine,
      ink: list(ink),
      formula: list(join_(false)),
      number: list(join_(true)),
      overlap: round(overlapOf(pieces)),
      room: [round(room.l + Math.min(0, px(margin.marginLeft))),
        round(room.r - Math.min(0, px(margin.marginRight)))],
      block: room.block.localName,
      blockEm: room.em,
      cell: room.cell ? list(boxOf(room.cell.getBoundingClientRect())) : null,
      em: round(Math.max(...pieces.map((piece) => piece.em)) * (isSvg ? 1 : transform)),
      transform: round(transform * 100) / 100,
      scroller,
      clipped: [outer.l, outer.t, outer.r, outer.b].map((lost, side) =>
        round(Math.max(0, lost, [inner.lost.l, inner.lost.t, inner.lost.r, inner.lost.b][side]))),
      above: above && list(above),
      below: below && list(below),
      error: error ? (error.getAttribute("title") || error.getAttribute("data-mjx-error") ||
        error.textContent || "error").trim().slice(0, 200) : null,
    };
  };
  const ownScroller = (unit, room) => {
    for (let at = unit; at; at = at.parentElement) {
      const style = styleOf(at);
      if (/auto|scroll/.test(style.overflowX) && style.display !== "inline" &&
          at !== document.body && at !== root) return at;
      if (at === room.block) break;
    }
    return null;
  };
  // A box that scrolls a whole table is the page's design; it counts where the formula alone is
  // wider than it. One that holds nothing but the formula is the formula's.
  const scrollerOf = (element, unit, ink) => {
    if (!element) return null;
    const box = paddingBox(element, styleOf(element));
    const excess = element.scrollWidth - element.clientWidth;
    if (excess <= 0) return null;
    const own = unit.contains(element) || holdsOnly(element, unit);
    const sticksOut = ink.l < box.l - 1 || ink.r > box.r + 1 || element.scrollLeft !== 0;
    const tooWide = ink.r - ink.l > box.r - box.l + 1;
    if (!own && !tooWide) return null;
    return { excess: round(excess), needed: own ? sticksOut : tooWide, box: list(box) };
  };

  const inlineRecord = (unit, engine) => {
    const rects = [...unit.getClientRects()].filter((rect) => rect.width > 0);
    if (rects.length === 0) return null;
    const room = roomOf(unit.parentElement);
    let ink = rects.map(boxOf).reduce(join, null);
    if (ink.r > room.r || ink.l < room.l) ink = inkOf(unit) ?? ink;
    const outside = ink.r > room.r + 1 || ink.l < room.l - 1;
    const lost = outside ? clippedBy(unit, ink, room) : { l: 0, t: 0, r: 0, b: 0 };
    if (!lost) return null;
    return {
      display: false,
      engine,
      ink: list(ink),
      room: [round(room.l), round(room.r)],
      block: room.block.localName,
      blockEm: room.em,
      cell: room.cell ? list(boxOf(room.cell.getBoundingClientRect())) : null,
      scroller: outside ? scrollerOf(ownScroller(unit, room), unit, ink) : null,
      clipped: [lost.l, 0, lost.r, 0].map((side) => round(Math.max(0, side))),
    };
  };

  // How far a formula's boxes, its invisible helpers too, push the page: the right edge of all.
  const reachOf = (unit) => {
    let right = -Infinity;
    let left = Infinity;
    const visit = (element, clip) => {
      const style = styleOf(element);
      if (style.display === "none" || style.position === "fixed") return;
      const rect = element.getBoundingClientRect();
      const l = Math.max(rect.left, clip.l);
      const r = Math.min(rect.right, clip.r);
      if (rect.height > 0 && r >= l) {
        right = Math.max(right, r);
        left = Math.min(left, l);
      }
      const inner = style.overflowX === "visible" || style.display === "inline" ? clip
        : { l: Math.max(clip.l, rect.left), r: Math.min(clip.r, rect.right) };
      for (const child of element.children) visit(child, inner);
    };
    let clip = { l: -Infinity, r: Infinity };
    for (let at = unit.parentElement; at && at !== document.body; at = at.parentElement) {
      const style = styleOf(at);
      if (style.overflowX !== "visible" && style.display !== "inline") {
        const rect = at.getBoundingClientRect();
        clip = { l: Math.max(clip.l, rect.left), r: Math.min(clip.r, rect.right) };
      }
    }
    visit(unit, clip);
    return [round(left), round(right)];
  };

  const scrolling = document.scrollingElement ?? root;
  const sideways = scrolling.scrollWidth - viewport;
  const pageOverflow = /hidden|clip/.test(styleOf(root).overflowX) ? "hidden" : "visible";
  const units = [];
  const counts = { true: 0, false: 0 };
  for (const unit of document.querySelectorAll(selector)) {
    if (unitsBy.has(unit) || unit.closest(UNSEEN) || unit.matches(UNSEEN)) continue;
    if (unit.parentElement?.closest(selector)) continue; // a part of another formula
    const [engine, , display] = /** @type {any} */ (ENGINES.find(([, css]) => unit.matches(String(css))));
    unitsBy.set(unit, true);
    counts[display] += 1;
    if (!display && !options.inline) continue;
    const record = unit.checkVisibility?.() === false ? null
      : display ? displayRecord(unit, engine) : inlineRecord(unit, engine);
    if (!record) {
      units.push({ display, engine, index: counts[display], hidden: true, tex: sourceOf(unit) });
      continue;
    }
    record.index = counts[display];
    record.hidden = false;
    record.tex = (sourceOf(unit) ?? "").trim().slice(0, 600);
    if (sideways > 1) record.reach = reachOf(unit);
    units.push(record);
  }
  // KaTeX writes what it cannot read as a span of its own, which is no formula any more.
  const strays = [...document.querySelectorAll(".katex-error")]
    .filter((element) => !element.closest(selector))
    .map((element) => (element.getAttribute("title") || element.textContent || "").trim().slice(0, 200));
  return {
    page: {
      errors: strays,
      viewport,
      scrollX: round(scrollX),
      scrollY: round(scrollY),
      width: scrolling.scrollWidth,
      height: scrolling.scrollHeight,
      sideways: pageOverflow === "hidden" ? 0 : sideways,
    },
    units,
  };
}
