/*
 * The lines before and after a formula.
 */
(parts) => {
  "use strict";
  const { UNSEEN, unitOf, styleOf, boxOf, hasText } = parts;

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
  return { neighbour };
}
