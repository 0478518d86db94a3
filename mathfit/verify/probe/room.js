/*
 * The column that a formula has to stay in.
 */
(parts) => {
  "use strict";
  const { root, styleOf, px, paddingBox } = parts;

  const CELLS = new Set(["table-cell", "table-caption"]);
  const CONTENT_SIZED = new Set(["inline-block", "inline-flex", "inline-grid", "inline-table",
    "table", "table-row", "table-row-group", "table-header-group", "table-footer-group"]);
  const BLOCKS = new Set(["block", "flow-root", "list-item", "flex", "grid", ...CELLS,
    ...CONTENT_SIZED]);

  const rooms = new Map();

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

  // How deep ink lies in the padding of a box between a formula and its column, in px: of a wrapper, a
  // frame or a cell. The column's own padding is none of its room. A negative margin takes padding
  // back on purpose, and a box that scrolls shows what lies in its padding.
  const paddingFilled = (unit, block, ink) => {
    let worst = 0;
    let back = { l: 0, r: 0 };
    for (let at = unit; at && at !== block && at !== document.body; at = at.parentElement) {
      const style = styleOf(at);
      if (style.display === "inline" || style.display === "contents") continue;
      const rect = at.getBoundingClientRect();
      const scale = at.offsetWidth > 0 ? rect.width / at.offsetWidth : 1;
      const left = px(style.paddingLeft) * scale;
      const right = px(style.paddingRight) * scale;
      const inner = paddingBox(at, style);
      if (style.overflowX === "visible" || style.overflowX === "clip") {
        worst = Math.max(worst, Math.min(inner.l + left - ink.l, left) - back.l,
          Math.min(ink.r - (inner.r - right), right) - back.r);
      }
      back = { l: back.l + Math.max(0, -px(style.marginLeft)), r: back.r + Math.max(0, -px(style.marginRight)) };
    }
    return worst;
  };
  return { CELLS, isFrame: isContainer, roomOf, paddingFilled };
}
