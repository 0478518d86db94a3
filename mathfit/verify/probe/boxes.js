/*
 * Boxes in CSS px of the viewport, { l, t, r, b }, and small questions about styles.
 */
() => {
  "use strict";

  const root = document.documentElement;
  const viewport = root.clientWidth;

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

  const hasText = (node) => /[^\s\u200b-\u200d\u2060-\u2064\ufeff]/.test(node.data);

  const paddingBox = (element, style) => {
    const rect = element.getBoundingClientRect();
    return {
      l: rect.left + px(style.borderLeftWidth), t: rect.top + px(style.borderTopWidth),
      r: rect.right - px(style.borderRightWidth), b: rect.bottom - px(style.borderBottomWidth),
    };
  };
  return { root, viewport, styleOf, px, transparent, join, boxOf, cut, round, list, hasText, paddingBox };
}
