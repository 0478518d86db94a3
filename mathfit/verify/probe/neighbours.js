/*
 * The lines before and after a formula.
 */
(parts) => {
  "use strict";
  const { UNSEEN, isWrapper, unitOf, styleOf, boxOf, hasText } = parts;

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
  // Inside a formula, and inside what is wrapped around one, anything may be positioned.
  const formulaAt = (element, unit, inkOf) => {
    const other = unitOf(element);
    if (!other) return null;
    let outer = other;
    while (outer.parentElement && isWrapper(outer.parentElement)) outer = outer.parentElement;
    return { ink: inFlow(outer, unit) ? inkOf(other) : null };
  };
  // How far the foot of a page stands from a formula is for the theme to say: many push that of a
  // short page to the bottom of the window. On a small screen navigation often follows the content.
  const ELSEWHERE = "footer, .footer, nav, aside, " +
    "[role=contentinfo], [role=navigation], [role=complementary]";
  const isElsewhere = (element, unit) => {
    const part = element.closest(ELSEWHERE);
    return !!part && !part.contains(unit);
  };
  const neighbour = (unit, forward, inkOf, beside) => {
    const walker = document.createTreeWalker(document.body,
      NodeFilter.SHOW_TEXT | NodeFilter.SHOW_ELEMENT);
    walker.currentNode = unit;
    let tries = 0;
    let node = forward ? walker.nextNode() : walker.previousNode();
    for (; node && tries < 400; node = forward ? walker.nextNode() : walker.previousNode()) {
      if (unit.contains(node) || node.contains(unit)) continue;
      if (beside.some((element) => element.contains(node))) continue;
      tries += 1;
      if (node.nodeType === Node.TEXT_NODE) {
        const parent = /** @type {Element} */ (node.parentElement);
        if (!hasText(node) || parent.closest(UNSEEN)) continue;
        const formula = formulaAt(parent, unit, inkOf);
        if (formula?.ink) return formula.ink;
        if (formula || !inFlow(node, unit)) continue;
        const range = document.createRange();
        range.selectNodeContents(node);
        const rects = [...range.getClientRects()].filter((rect) => rect.width > 0);
        if (rects.length === 0) continue;
        // A heading or a quote keeps itself apart from what is before it, whatever that is.
        const block = forward && parent.closest("h1,h2,h3,h4,h5,h6,blockquote");
        const style = block && !block.contains(unit) ? styleOf(block) : null;
        const apart = style ? parseFloat(style.marginTop) + parseFloat(style.paddingTop) || 0 : 0;
        const elsewhere = isElsewhere(parent, unit);
        return { ...boxOf(forward ? rects[0] : rects[rects.length - 1]), apart, elsewhere };
      }
      const element = /** @type {Element} */ (node);
      if (!/^(img|svg|video|canvas|iframe|hr|mjx-c)$/.test(element.localName)) continue;
      const formula = formulaAt(element, unit, inkOf);
      if (formula?.ink) return formula.ink;
      if (formula || element.localName === "mjx-c" || !inFlow(node, unit)) continue;
      const rect = element.getBoundingClientRect();
      if (rect.width > 0) return { ...boxOf(rect), elsewhere: isElsewhere(element, unit) };
    }
    return null;
  };
  return { neighbour };
}
