/*
 * What a formula draws: the glyphs and lines of it, not the boxes around them.
 */
(parts) => {
  "use strict";
  const {
    UNSEEN, NUMBERS, OUTER, isWrapper, styleOf, px, transparent, join, boxOf, cut, hasText,
    paddingBox,
  } = parts;

  const SHAPES = new Set(["use", "path", "rect", "line", "polygon", "polyline", "ellipse",
    "circle", "text", "image"]);
  // Native MathML draws bars, radicals and stretched operators without elements of their own.
  const MATHML_INK = new Set(["mfrac", "msqrt", "mroot", "mo", "menclose"]);

  const ruler = /** @type {CanvasRenderingContext2D} */ (
    document.createElement("canvas").getContext("2d"));
  const glyphs = new Map();
  const inks = new Map();

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

  const edges = (style) => {
    for (const side of ["Top", "Right", "Bottom", "Left"]) {
      if (px(style["border" + side + "Width"]) > 0 && style["border" + side + "Style"] !== "none" &&
          !transparent(style["border" + side + "Color"])) return true;
    }
    return !transparent(style.backgroundColor);
  };

  // MathJax draws a glyph in thousandths of an em. A stretched brace says nothing about its size.
  const glyphEm = (shape) => {
    const { a, d } = shape.getScreenCTM() ?? { a: 0, d: 0 };
    return Math.abs(Math.abs(a) - Math.abs(d)) < 0.01 * Math.abs(a) ? Math.abs(a) * 1000 : 0;
  };

  // What an SVG inside an SVG lets be seen: MathJax stretches braces so. Its own rectangle is that of all it holds.
  const viewportOf = (element) => {
    if (!(element instanceof SVGSVGElement) || !element.ownerSVGElement) return null;
    const matrix = /** @type {any} */ (element.parentElement).getScreenCTM();
    if (!matrix) return null;
    const [x, y, width, height] = [element.x, element.y, element.width, element.height]
      .map((length) => length.baseVal.value);
    const corners = [[x, y], [x + width, y], [x, y + height], [x + width, y + height]]
      .map(([across, down]) => new DOMPoint(across, down).matrixTransform(matrix));
    return {
      l: Math.min(...corners.map((point) => point.x)), t: Math.min(...corners.map((point) => point.y)),
      r: Math.max(...corners.map((point) => point.x)), b: Math.max(...corners.map((point) => point.y)),
    };
  };

  // Every box of ink under an engine's element: [{ box, number, em }]
  const collectInk = (unit) => {
    const found = [];
    const add = (box, number, em) => {
      if (box && box.r - box.l > 0.01 && box.b - box.t > 0.01) found.push({ box, number, em });
    };
    const visit = (element, clip, number, faded) => {
      if (element.matches(UNSEEN)) return;
      const style = styleOf(element);
      if (style.display === "none") return;
      const name = element.localName;
      faded ||= style.opacity === "0";
      const visible = style.visibility === "visible" && !faded;
      const isNumber = number || element.matches(NUMBERS);
      const em = px(style.fontSize);
      if (element !== unit && !element.matches(OUTER) && !isWrapper(element) &&
          (style.overflowX !== "visible" || style.overflowY !== "visible")) {
        clip = cut(viewportOf(element) ?? paddingBox(element, style), clip) || { l: 0, t: 0, r: 0, b: 0 };
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
        for (const child of element.children) visit(child, clip, isNumber, faded);
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
          visit(child, clip, isNumber, faded);
        } else if (child.nodeType === Node.TEXT_NODE && visible && hasText(child) &&
                   !transparent(style.color)) {
          for (const box of textBoxes(child, style)) add(cut(box, clip), isNumber, em);
        }
      }
    };
    visit(unit, null, false, false);
    return found;
  };
  // MathJax 3 and KaTeX's counters draw with ::before, on elements that are empty in the document.
  const drawsBefore = (element) => {
    const content = getComputedStyle(element, "::before").content;
    return content !== "none" && content !== "normal" && content !== '""';
  };

  // How much a formula is scaled by transforms on its engine's outer layers, or around them.
  const transformOf = (unit) => {
    const layers = [...unit.querySelectorAll(`${OUTER}, :scope > svg`)];
    const element = layers.find((layer) => styleOf(layer).transform !== "none") ?? unit;
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
    // MathML and SVG have no such number: the element around it has, and what transforms that transforms it.
    let around = element.parentElement;
    while (around && !(around.offsetWidth > 0)) around = around.parentElement;
    if (!around) return 1;
    const own = new DOMMatrixReadOnly(styleOf(element).transform);
    return around.getBoundingClientRect().width / around.offsetWidth * Math.hypot(own.a, own.b);
  };

  const inkCache = (unit) => {
    if (!inks.has(unit)) {
      const pieces = collectInk(unit);
      inks.set(unit, { pieces, all: pieces.reduce((box, piece) => join(box, piece.box), null) });
    }
    return inks.get(unit);
  };
  const inkOf = (unit) => inkCache(unit).all;

  // How deep boxes of a number lie on the formula that it counts.
  const overlapOf = (pieces, numbers) => {
    let worst = 0;
    for (const n of numbers) {
      for (const { box: f, number } of pieces) {
        if (number) continue;
        const x = Math.min(n.r, f.r) - Math.max(n.l, f.l);
        const y = Math.min(n.b, f.b) - Math.max(n.t, f.t);
        if (x > 0 && y > 0) worst = Math.max(worst, Math.min(x, y));
      }
    }
    return worst;
  };
  return { SHAPES, inkOf, inkCache, textBoxes, drawsBefore, overlapOf, transformOf };
}
