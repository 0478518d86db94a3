// What only MathJax 2's SVG output needs: a numbered formula has the width of the line that it was typeset in, in px, for
// good. It is laid again here, so that it follows its line.

// Room between formula and number, in em.
const TAG_SEPARATION = 0.8;
// MathJax 2 puts it at both sides of a table (jax/output/SVG/autoload/mtable.js), 1,000 to the em.
const TABLE_MARGIN = 167;
// What letters paint is not centred in the room that they take: off by less than this (1,000 to the em) is in the middle.
const OFF_CENTRE = 200;

/**
 * @param {Element} display
 * @returns {SVGGElement[]} its formula and its label, where the two are still in such an SVG
 */
const numbered = (display) => {
  const svg = display.matches(".MathJax_SVG_Display") && display.querySelector("svg[viewBox]");
  const id = svg ? svg.querySelector('[id^="mjx-eqn"]') : null;
  const root = id && svg ? /** @type {Element} */ (svg.firstElementChild) : null;
  const parts = root ? /** @type {SVGGElement[]} */ ([...root.children]) : [];
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
const stretch = (formula, label, scale, ink) => {
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
  const align = window.MathJax?.Hub?.config.displayAlign;
  if (align === "left" || align === "right") {
    place(formula, +(align === "right"), align === "right" ? box.width : 0);
  } else if (left) {
    // In a line with no room for that the formula stands beside its label, not in the middle.
    const painted = at(formula) + ink.x + ink.width / 2;
    place(formula, 0.5, Math.abs(painted - middle) > OFF_CENTRE ? painted : middle);
  } else {
    // As the table and its label stand in MathJax: beside each other where the middle is too near to the label.
    const start = at(formula) - TABLE_MARGIN;
    const room = box.width - at(label) + TAG_SEPARATION * 1000;
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
 * @param {Element} display
 * @param {(element: Element) => number} width  CSS px
 * @param {number} em    CSS px
 * @param {(() => void)[]} later  changes to make when everything has been read
 * @returns {number} the natural width of formula and label, CSS px; 0 where there is no such SVG
 */
export const numberedWidth = (display, width, em, later) => {
  const [formula, label] = numbered(display);
  if (!label) return 0;
  const svg = /** @type {SVGSVGElement} */ (formula.ownerSVGElement);
  const scale = width(svg) / svg.viewBox.baseVal.width;
  const ink = formula.getBBox();
  later.push(() => stretch(formula, label, scale, ink));
  return width(formula) + 2 * (width(label) + TAG_SEPARATION * em);
};
