/*
 * What stands beside a formula: numbers that are not its engine's, and text that could give way.
 */
(parts) => {
  "use strict";
  const {
    UNSEEN, selector, root, styleOf, px, join, boxOf, hasText, textBoxes, drawsBefore, inkOf, CELLS,
  } = parts;

  // A longer text is no number.
  const LONGEST = 20;
  // So many elements before and after a formula may hold its number.
  const NEAREST = 3;
  // So many rows of a table are looked at for the least width of its columns.
  const ROWS = 60;

  const ruler = /** @type {CanvasRenderingContext2D} */ (
    document.createElement("canvas").getContext("2d"));

  const isRow = (style) => /flex$/.test(style.display) && /^row/.test(style.flexDirection) &&
    style.flexWrap === "nowrap";
  const isApart = (element, around) => {
    const style = styleOf(element);
    return style.float !== "none" || style.position === "absolute" || CELLS.has(style.display) ||
      /flex$|grid$/.test(styleOf(around).display);
  };
  const seen = (element) =>
    element.checkVisibility?.({ opacityProperty: true, visibilityProperty: true }) !== false;
  const textsIn = (element) => {
    const boxes = [];
    const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const parent = /** @type {Element} */ (node.parentElement);
      if (!hasText(node) || parent.closest(UNSEEN) || !seen(parent)) continue;
      boxes.push(...textBoxes(node, styleOf(parent)));
    }
    // A number that a stylesheet counts has no text in the document.
    if (boxes.length === 0 && drawsBefore(element)) boxes.push(boxOf(element.getBoundingClientRect()));
    return boxes;
  };

  // Up from the formula to its column: the short texts beside it, out of the flow of the words. The
  // loose ones may have found no place beside the formula: a row of cells or of flex items has no
  // second line.
  const numbersBeside = (unit, block) => {
    const boxes = [];
    const loose = [];
    const elements = [];
    let taken = 0;
    const look = (element, around, unitBox) => {
      if (element.matches(UNSEEN) || element.matches(selector) || element.querySelector(selector)) return;
      if (element.textContent.trim().length > LONGEST || !isApart(element, around) || !seen(element)) return;
      const here = textsIn(element);
      const box = here.reduce(join, null);
      if (!box) return;
      boxes.push(...here);
      // A cell is not the formula's number: fixedBeside knows what it takes.
      if (CELLS.has(styleOf(element).display)) return;
      if (!isRow(styleOf(around))) loose.push(...here);
      elements.push(element);
      // Only what shares the formula's line takes room from it.
      if (box.b <= unitBox.top || box.t >= unitBox.bottom) return;
      const sides = styleOf(element).position === "absolute" ? 2 : 1;
      taken = Math.max(taken, sides * (box.r - box.l + px(styleOf(element).fontSize)));
    };
    const unitBox = unit.getBoundingClientRect();
    for (let at = unit; at && at !== block && at !== document.body; at = at.parentElement) {
      const around = at.parentElement;
      if (!around) break;
      for (const step of ["previousElementSibling", "nextElementSibling"]) {
        let other = at[step];
        for (let far = 0; other && far < NEAREST; far += 1, other = other[step]) look(other, around, unitBox);
      }
    }
    return { boxes, loose, elements, taken };
  };

  const edgesOf = (element) => {
    const style = styleOf(element);
    return px(style.paddingLeft) + px(style.paddingRight) + px(style.borderLeftWidth) +
      px(style.borderRightWidth);
  };
  const leasts = new Map();
  // How narrow an element can get: its longest word, its pictures, its formulas as they stand.
  const leastOf = (element) => {
    if (leasts.has(element)) return leasts.get(element);
    let least = 0;
    const visit = (node, style) => {
      if (node.nodeType === Node.TEXT_NODE) {
        if (!hasText(node)) return;
        ruler.font = style.font;
        const words = /nowrap|pre$/.test(style.whiteSpace) ? [node.data.trim()] : node.data.split(/[\s\u200b-]+/);
        for (const word of words) least = Math.max(least, ruler.measureText(word).width);
        return;
      }
      if (node.nodeType !== Node.ELEMENT_NODE || node.matches(UNSEEN)) return;
      if (node.matches(selector)) {
        const ink = inkOf(node);
        if (ink) least = Math.max(least, ink.r - ink.l);
        return;
      }
      const own = styleOf(node);
      if (own.display === "none") return;
      if (/^(img|svg|canvas|video|iframe|input|select|button|pre)$/.test(node.localName)) {
        least = Math.max(least, node.getBoundingClientRect().width);
        return;
      }
      for (const child of node.childNodes) visit(child, own);
    };
    const style = styleOf(element);
    for (const child of element.childNodes) visit(child, style);
    const found = Math.min(least + edgesOf(element), element.getBoundingClientRect().width);
    leasts.set(element, found);
    return found;
  };
  const columns = new Map();
  const columnLeast = (table, index) => {
    const known = columns.get(table) ?? [];
    columns.set(table, known);
    if (known[index] === undefined) {
      known[index] = 0;
      for (const row of [...table.rows].slice(0, ROWS)) {
        const cell = row.cells[index];
        if (cell && cell.colSpan === 1) known[index] = Math.max(known[index], leastOf(cell));
      }
    }
    return known[index];
  };

  // The px of the column that what stands beside the formula in its table or row cannot give away.
  const fixedBeside = (unit, block) => {
    let fixed = 0;
    for (let at = unit.parentElement; at && at !== root && at !== block; at = at.parentElement) {
      const around = at.parentElement;
      if (!around) break;
      if (at instanceof HTMLTableCellElement) {
        const table = /** @type {HTMLTableElement | null} */ (at.closest("table"));
        const row = /** @type {HTMLTableRowElement} */ (at.parentElement);
        fixed += edgesOf(at);
        for (const other of row.cells) {
          if (other !== at && table) fixed += columnLeast(table, other.cellIndex);
        }
        continue;
      }
      const style = styleOf(around);
      if (isRow(style)) {
        fixed += edgesOf(at);
        for (const other of around.children) {
          if (other === at || !seen(other) || /absolute|fixed/.test(styleOf(other).position)) continue;
          fixed += Math.max(leastOf(other), px(styleOf(other).minWidth)) + px(style.columnGap);
        }
      }
    }
    return fixed;
  };
  return { numbersBeside, fixedBeside };
}
