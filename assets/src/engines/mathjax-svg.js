// What only the SVG output of MathJax 3 and 4 needs: the rows of a multline stand at the left, in the middle and at the
// right of the line that it was typeset in, for good. They are laid again here, so that they follow their line, as they do in
// MathJax's HTML: else a multline would have another natural width on each screen.

// Rows whose ends are nearer than this (1,000 to the em) are aligned: letters do not paint the whole of their room.
const ALIGNED = 200;
const SVG = "http://www.w3.org/2000/svg";

/** The natural width of each such SVG that was laid again, as a share of its height. @type {WeakMap<Element, number>} */
const laid = new WeakMap();

/** @param {SVGGElement} cell @returns {[left: number, right: number]} where what it paints begins and ends */
const ends = (cell) => {
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
const spread = (svg, table) => {
  // Beside a number, a table has an SVG of its own, whose view box begins in its middle.
  const inner = /** @type {SVGSVGElement | null} */ (table.querySelector("svg[data-table]"));
  const { x, y, width, height } = (inner || svg).viewBox.baseVal;
  const total = inner ? 2 * x : width;
  const rows = [.../** @type {NodeListOf<SVGGElement>} */ (table.querySelectorAll(":scope [data-mml-node=mtd]:not([id])"))].filter(
    (cell) => cell.closest("[data-mml-node=mtable]") === table,
  );
  const places = rows.map(ends);
  const left = Math.min(...places.map(([start]) => start));
  const right = Math.max(...places.map(([, end]) => end));
  // As MathJax lays it where the longest row fills the line.
  const natural = total - (right - left) + Math.max(...places.map(([start, end]) => end - start));
  if (!(natural > 0 && height > 0)) return undefined;
  const chain = inner ? [/** @type {Element} */ (inner.firstElementChild)] : [];
  for (let at = inner ? null : table; at && at !== svg; at = at.parentElement) chain.unshift(at);
  /** @param {string} align @param {number} from @param {(place: [number, number]) => boolean} which */
  const group = (align, from, which) => {
    const part = /** @type {SVGSVGElement} */ (inner ? inner.cloneNode(false) : document.createElementNS(SVG, "svg"));
    part.setAttribute("preserveAspectRatio", `x${align}YMid`);
    part.setAttribute("viewBox", `${from} ${y} 1 ${height}`);
    part.setAttribute("overflow", "visible");
    /** @type {Element} */
    let end = part;
    for (const element of chain) end = end.appendChild(/** @type {Element} */ (element.cloneNode(false)));
    rows.forEach((cell, index) => {
      if (which(places[index])) end.append(/** @type {Element} */ (cell.parentElement));
    });
    if (inner) inner.before(part);
    else svg.append(part);
  };
  const lay = () => {
    const atLeft = (/** @type {[number, number]} */ [start]) => start < left + ALIGNED;
    const atRight = (/** @type {[number, number]} */ [, end]) => end > right - ALIGNED;
    group("Min", 0, atLeft);
    group("Max", total - 1, (place) => !atLeft(place) && atRight(place));
    group("Mid", total / 2, (place) => !atLeft(place) && !atRight(place));
    (inner || chain[0]).remove();
    const least = parseFloat(svg.style.minWidth || svg.getAttribute("width") || "0") * (natural / total) + "ex";
    svg.setAttribute("width", "100%");
    svg.removeAttribute("viewBox");
    svg.style.minWidth = least;
    const container = /** @type {HTMLElement} */ (svg.parentElement);
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
export const spreadWidth = (display, zoom, later) => {
  const svg = /** @type {SVGSVGElement | null} */ (display.querySelector(":scope>svg"));
  const table = svg && svg.querySelector("[data-mml-node=math]>[data-width-includes-label]");
  if (!svg || !table) return 0;
  if (!laid.has(svg)) {
    const found = spread(svg, table);
    if (!found) return 0;
    const [natural, height, lay] = found;
    laid.set(svg, natural / height);
    later.push(lay);
  }
  return (/** @type {number} */ (laid.get(svg)) * svg.getBoundingClientRect().height) / zoom;
};
