/*
 * What cuts a formula, scrolls it, or is pushed by it.
 */
(parts) => {
  "use strict";
  const {
    OUTER, UNSEEN, isWrapper, selector, root, viewport, styleOf, px, cut, round, list,
    paddingBox,
  } = parts;

  // MathJax 2 keeps the source beside its output, in a script that nobody sees.
  const lengths = new Map();
  const shownLength = (element) => {
    let length = lengths.get(element);
    if (length === undefined) {
      length = element.textContent.trim().length;
      for (const unseen of element.querySelectorAll("script, style, .MathJax_Preview")) {
        length -= unseen.textContent.length;
      }
      lengths.set(element, length);
    }
    return length;
  };
  // What has more children than this is no frame of one formula: its text need not be read.
  const MOST_CHILDREN = 8;
  const isFrameOf = (element, unit) =>
    element.childElementCount <= MOST_CHILDREN && shownLength(element) <= shownLength(unit) + 2 &&
    [...element.querySelectorAll(selector)].every((other) => unit.contains(other));
  // Asked for by many: the page stands still while it is read.
  const frames = new Map();
  const holdsOnly = (element, unit) => {
    if (element === unit) return true;
    let known = frames.get(unit);
    if (!known) frames.set(unit, known = new Map());
    let holds = known.get(element);
    if (holds === undefined) known.set(element, holds = isFrameOf(element, unit));
    return holds;
  };

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
      const { overflowX: x, overflowY: y } = style;
      if (style.display === "inline" || (x === "visible" && y === "visible")) continue;
      const box = paddingBox(element, style);
      if (/auto|scroll/.test(x)) scroller ??= element;
      else if (x !== "visible") {
        lost.l = Math.max(lost.l, box.l - ink.l);
        lost.r = Math.max(lost.r, ink.r - box.r);
      }
      // `clip` is the one value that cuts in one direction alone.
      if (y !== "visible") {
        lost.t = Math.max(lost.t, box.t - ink.t);
        lost.b = Math.max(lost.b, ink.b - box.b);
      }
    }
    return { lost, scroller };
  };

  // What has nothing but the formula in it, from its element inwards.
  const chainOf = (unit) => {
    const chain = [];
    for (let at = unit; at;) {
      chain.push(at);
      const inside = [...at.children].filter((child) => !child.matches(UNSEEN));
      at = inside.length === 1 ? inside[0] : null;
    }
    return chain;
  };
  // What wrappers inside an inline formula's element cut off and scroll, from the ink outwards.
  const wrapperClips = (chain, ink) => {
    const lost = { l: 0, r: 0 };
    let scroller = null;
    let seen = { l: ink.l, r: ink.r };
    for (const element of chain.filter(isWrapper).reverse()) {
      const style = styleOf(element);
      if (style.display === "inline" || style.overflowX === "visible") continue;
      const box = paddingBox(element, style);
      const scrolls = /auto|scroll/.test(style.overflowX) && element.scrollWidth > element.clientWidth + 1;
      if (scrolls) scroller = element;
      else {
        lost.l = Math.max(lost.l, box.l - seen.l);
        lost.r = Math.max(lost.r, seen.r - box.r);
      }
      seen = { l: Math.max(seen.l, box.l), r: Math.min(seen.r, box.r) };
    }
    return { lost, scroller };
  };

  // How much of an inline formula a box around it alone cuts off above and below: lines that the
  // engine broke it into. What is cut off a letter's edge is not worth a word.
  const EDGE_OF_LETTERS_EM = 0.3;
  const linesCut = (unit, room, inkOf) => {
    const lost = { t: 0, b: 0 };
    for (let at = unit; at && at !== room.block && holdsOnly(at, unit); at = at.parentElement) {
      const style = styleOf(at);
      if (style.display === "inline" || !/hidden|clip/.test(style.overflowY)) continue;
      const ink = inkOf(unit);
      if (!ink) break;
      const box = paddingBox(at, style);
      lost.t = Math.max(lost.t, box.t - ink.t);
      lost.b = Math.max(lost.b, ink.b - box.b);
    }
    const least = EDGE_OF_LETTERS_EM * room.em;
    return { t: lost.t > least ? lost.t : 0, b: lost.b > least ? lost.b : 0 };
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
    // LaTeXML's equation is a table: what scrolls may be the space in its outer cells.
    const blank = unit.getBoundingClientRect().width - (ink.r - ink.l);
    if (unit.localName === "table" && !sticksOut && excess <= blank + 1) return null;
    return { excess: round(excess), needed: own ? sticksOut : tooWide, box: list(box) };
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
  return { holdsOnly, chainOf, wrapperClips, linesCut, clippedBy, innerClips, ownScroller, scrollerOf, reachOf };
}
