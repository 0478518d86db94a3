// Equations beside text that can give way: in cells of a table, and in the items of a flex row.
//
// A table and a flex row share their width out by what each part would like to have, and a paragraph would like a whole
// line: beside it an equation that can be made smaller would be made so, though the text could take one line more. So the
// equations of a row keep a least width: as much of their own as there is when the text takes the least that it can.
// CSS alone cannot say so: what the text can take is known to no rule. It is measured once a row, and a row is given its
// new share when the width around it changes.

import { px } from "./dom.js";
import { floor } from "./options.js";
import { LONG_MIN, number } from "./write.js";

// An item with more characters than that beside its equation is a column of text, wide enough by its own.
const COLUMN = 300;

/**
 * @typedef {object} Row
 * @property {Set<HTMLElement>} wrappers  what stands in it
 * @property {string} [around]  the widths around it for which it was given its share
 */

/** @type {Map<HTMLElement, Row>} */
const rows = new Map();

/** Give those rows their share again that have another width around them. */
const look = () => give([...rows.keys()].filter((row) => rows.get(row)?.around !== widthsAround(row)));

// In the next frame: what changes sizes while these are told is an error of the page (Firefox 153 tells of it).
const widths = new ResizeObserver(() => requestAnimationFrame(look));

/** The size of the window is listened to. @type {boolean | undefined} */
let listening;

/** @param {Element} element @returns {number} how many characters of text that can be broken it has */
const textOf = (element) => {
  const text = /** @type {string} */ (element.textContent).trim();
  return /\s/.test(text) ? text.length : 0;
};

/**
 * @param {Element} wrapper
 * @param {Set<Element>} alone  elements that are in no row, as was seen
 * @returns {HTMLElement | null} the table or flex row whose text can give way to it
 */
const rowOf = (wrapper, alone) => {
  const seen = [];
  for (let at = wrapper; at.parentElement && at.localName !== "body" && !alone.has(at); at = at.parentElement) {
    const { display } = getComputedStyle(at);
    if (display === "table-cell") {
      const table = /** @type {HTMLElement | null} */ (at.closest("table"));
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
const keep = (wrapper, share) => {
  const width = +wrapper.style.getPropertyValue("--mathfit-w");
  const least = Math.min(floor * width, LONG_MIN);
  wrapper.style.setProperty("--mathfit-give", number(least + share * (width - least)));
};

/** @param {Iterable<HTMLElement>} wrappers  with their numbers */
export const giveWay = (wrappers) => {
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
const blockAround = (row) => {
  let block = /** @type {Element} */ (row.parentElement);
  while (!block.clientWidth && block.parentElement) block = block.parentElement;
  return block;
};

/** @param {Element} row @returns {string} */
const widthsAround = (row) => [document.documentElement, blockAround(row)].map(({ clientWidth }) => clientWidth).join();

/**
 * Give the equations of each row their share. What the rest of it can take is measured every time: a theme may change the
 * size of its text, or what is around a cell, with the width of the window.
 * @param {HTMLElement[]} among  rows
 */
const give = (among) => {
  for (const row of among) if (!row.isConnected) rows.delete(row);
  const there = among.filter((row) => rows.has(row));
  if (!there[0]) return;
  const keepAll = (/** @type {number[]} */ shares) => {
    there.forEach((row, index) => {
      for (const wrapper of /** @type {Row} */ (rows.get(row)).wrappers) keep(wrapper, shares[index]);
    });
  };
  const rowWidths = (/** @type {number} */ share) => {
    keepAll(there.map(() => share));
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
  const share = (/** @type {number} */ index) => (rooms[index] - least[index]) / (natural[index] - least[index]);
  keepAll(there.map((row, index) => (natural[index] > least[index] ? Math.max(0, Math.min(1, share(index))) : 1)));
  for (const row of there) /** @type {Row} */ (rows.get(row)).around = widthsAround(row);
};
