/*
 * Why a formula that ought to be seen cannot be seen.
 *
 * A formula that its reader may open is as it should be: in closed details, in a tab, in a drawer.
 * So is a copy for screen readers.
 */
(parts) => {
  "use strict";
  const {
    UNSEEN, OUTER, PHANTOMS, SHAPES, root, styleOf, px, transparent, boxOf, cut, hasText,
    paddingBox, inkCache, holdsOnly, isFrame,
  } = parts;

  // Opacity below this leaves no trace on a screen of 256 levels.
  const FAINT = 1 / 256;
  // Of 255: colours nearer to each other than this cannot be told apart.
  const SAME_COLOUR = 6;
  // A box smaller than this in CSS px shows nothing.
  const SPECK = 1;

  const OPENED = "details:not([open]), dialog, [hidden], [aria-hidden='true'], [inert], [popover], " +
    "[aria-expanded], [role='tabpanel'], [role='dialog'], [role='menu'], [role='tooltip'], " +
    "[data-aos], [data-scroll-reveal], [x-show], [x-cloak], [v-cloak]";
  const OPENED_NAMES = new RegExp("(^|[-_ ])(" + [
    "tabs?", "tab-?content", "panes?", "panel", "collaps\\w*", "accordion\\w*", "toggle\\w*",
    "spoilers?", "drawer", "modal", "dialog", "popup", "popover", "tooltip\\w*", "dropdown", "menu",
    "carousel\\w*", "slides?", "slider", "swiper\\w*", "slick\\w*", "hidden", "hide", "fold\\w*",
    "reveal\\w*", "lightbox", "offcanvas", "fade\\w*", "animate\\w*", "wow", "aos", "answers?",
    "solutions?", "hints?", "sr-only", "visually-?hidden", "screen-?reader\\w*", "a11y", "print-only",
  ].join("|") + ")($|[-_ ])", "i");
  const OPENERS = "summary, button, label, input, [role='button'], [role='tab'], [aria-controls]";

  const drawn = new Map();

  // The parts that draw something, whatever their styles say: texts, shapes, and what draws before
  // an empty element. A phantom is invisible on purpose.
  const leavesOf = (unit) => {
    if (drawn.has(unit)) return drawn.get(unit);
    const leaves = [];
    const visit = (element) => {
      if (element.matches(UNSEEN)) return;
      if (element !== unit && !element.matches(OUTER) && element.matches(PHANTOMS)) return;
      if (SHAPES.has(element.localName) || element.localName === "mjx-c" || element.localName === "img") {
        leaves.push(element);
        return;
      }
      for (const child of element.childNodes) {
        if (child.nodeType === Node.ELEMENT_NODE) visit(child);
        else if (child.nodeType === Node.TEXT_NODE && hasText(child)) leaves.push(element);
      }
    };
    visit(unit);
    drawn.set(unit, leaves);
    return leaves;
  };

  const shows = (element) =>
    element.checkVisibility?.({ opacityProperty: true, visibilityProperty: true }) !== false;
  const nameOf = (element) => {
    const first = [...element.classList][0];
    return first && !element.localName.includes("-") ? `${element.localName}.${first}` : element.localName;
  };
  // An element whose only purpose is the formula: the engine's own, a wrapper that no script has
  // defined, or a frame that a generator puts around each formula.
  const isItsOwn = (element, unit) => unit.contains(element) || (holdsOnly(element, unit) &&
    (isFrame(element) || (element.localName.includes("-") && !element.matches(":defined"))));

  const isOut = (style) => style.position === "absolute" || style.position === "fixed";
  const isOpened = (element) => element.matches(OPENED) ||
    OPENED_NAMES.test(element.getAttribute("class") ?? "") || OPENED_NAMES.test(element.id);
  const hasOpener = (element) => {
    const before = element.previousElementSibling;
    if (before?.matches(OPENERS)) return true;
    const id = element.id && CSS.escape(element.id);
    return !!id && document.querySelector(`[aria-controls~="${id}"], [data-target="#${id}"], ` +
      `[data-bs-target="#${id}"], label[for="${id}"]`) !== null;
  };
  const mayBeOpened = (unit) => {
    for (let at = unit; at && at !== document.body; at = at.parentElement) {
      if (at !== unit && (isOpened(at) || hasOpener(at))) return true;
      if (at === unit && at.matches(OPENED)) return true;
    }
    return false;
  };
  // Another picture of the same formula stands beside it: Wikipedia's, or what a reader's browser chooses from.
  const isCopy = (unit) => {
    for (let at = unit, depth = 0; at && depth < 4; at = at.parentElement, depth += 1) {
      if (isOut(styleOf(at))) return true;
      const around = at.parentElement;
      if (!around || !holdsOnly(around, unit)) return false;
      for (const other of around.querySelectorAll("img, picture, canvas, svg, object")) {
        if (!unit.contains(other) && shows(other) &&
            other.getBoundingClientRect().width > SPECK) return true;
      }
    }
    return false;
  };

  const outermost = (unit, holds) => {
    let found = null;
    for (let at = unit; at && at !== document.body && at !== root; at = at.parentElement) {
      if (holds(at)) found = at;
    }
    return found;
  };
  // Of what hides more than the formula, only what keeps its place in the page is wrong: it leaves
  // a gap in the middle of the text, and what a reader opens seldom does.
  const isWrong = (element, unit) => {
    if (isItsOwn(element, unit)) return true;
    for (let at = element; at && at !== document.body; at = at.parentElement) {
      if (isOut(styleOf(at))) return false;
    }
    const rect = element.getBoundingClientRect();
    return rect.width > SPECK && rect.height > SPECK;
  };

  const notDisplayed = (unit, leaves) => {
    const hides = (element) => styleOf(element).display === "none";
    const around = outermost(unit, hides);
    if (around) return isItsOwn(around, unit) && `display is none on ${nameOf(around)}`;
    if (unit.checkVisibility?.() === false) return false;
    return leaves.every((leaf) => leaf.checkVisibility?.() === false) && "no part of it is displayed";
  };
  const notVisible = (unit, leaves) => {
    const hidden = (element) => styleOf(element).visibility !== "visible";
    if (!leaves.every(hidden)) return null;
    if (!hidden(unit)) return "visibility is hidden inside it";
    let cause = unit;
    while (cause.parentElement && hidden(cause.parentElement)) cause = cause.parentElement;
    if (cause === document.body || cause === root) return false;
    return isWrong(cause, unit) && `visibility is hidden on ${nameOf(cause)}`;
  };
  const faint = (style) => Number(style.opacity) < FAINT || /opacity\(0(\.0*)?%?\)/.test(style.filter);
  const seenThrough = (unit, leaves) => {
    const cause = outermost(unit, (element) => faint(styleOf(element)));
    if (cause) return isWrong(cause, unit) && `opacity is 0 on ${nameOf(cause)}`;
    const within = (leaf) => {
      for (let at = leaf; at && at !== unit; at = at.parentElement) if (faint(styleOf(at))) return true;
      return false;
    };
    return leaves.every(within) ? "opacity is 0 inside it" : null;
  };

  // What a clip-path leaves of a box: only shapes that can leave nothing. Null for nothing.
  const leftBy = (path, box) => {
    const [, shape, inside] = /^([a-z]+)\((.*)\)/.exec(path) ?? [];
    if (!shape) return box;
    const width = box.r - box.l;
    const height = box.b - box.t;
    const length = (text, whole) => text.endsWith("%") ? px(text) / 100 * whole : px(text);
    if (shape === "inset") {
      const [t, r = t, b = t, l = r] = inside.split(" round ")[0].trim().split(/\s+/);
      return cut(box, { l: box.l + length(l, width), t: box.t + length(t, height),
        r: box.r - length(r, width), b: box.b - length(b, height) });
    }
    if (shape === "circle" || shape === "ellipse") {
      return /^0(px|%)?(\s|$)/.test(inside.trim()) ? null : box;
    }
    if (shape === "polygon") {
      const points = inside.replace(/^\w+,/, "").split(",").map((point) => point.trim().split(/\s+/));
      if (points.some((point) => point.length !== 2)) return box;
      const xs = points.map(([x]) => box.l + length(x, width));
      const ys = points.map(([, y]) => box.t + length(y, height));
      return cut(box, { l: Math.min(...xs), t: Math.min(...ys), r: Math.max(...xs), b: Math.max(...ys) });
    }
    return box;
  };
  const layersOf = (unit) => [...unit.querySelectorAll(OUTER)].filter((layer) => !layer.closest(UNSEEN));
  const cuts = new Map();
  const cutAway = (unit, ink) => {
    if (!cuts.has(unit)) cuts.set(unit, cutAwayAnew(unit, ink));
    return cuts.get(unit);
  };
  const cutAwayAnew = (unit, ink) => {
    const layers = layersOf(unit);
    for (let at = unit; at && at !== document.body && at !== root; at = at.parentElement) layers.push(at);
    for (const element of layers) {
      const style = styleOf(element);
      if (style.clipPath !== "none") {
        const left = leftBy(style.clipPath, boxOf(element.getBoundingClientRect()));
        if (!left || (ink && !cut(ink, left))) {
          return isWrong(element, unit) && `clip-path leaves nothing of it on ${nameOf(element)}`;
        }
      }
      const clips = (value) => /hidden|clip/.test(value);
      if (style.display === "inline" || !(clips(style.overflowX) || clips(style.overflowY))) continue;
      if (!unit.contains(element) && !holdsOnly(element, unit)) continue;
      const box = paddingBox(element, style);
      const seen = ink && cut(ink, {
        l: clips(style.overflowX) ? box.l : -1e9, r: clips(style.overflowX) ? box.r : 1e9,
        t: clips(style.overflowY) ? box.t : -1e9, b: clips(style.overflowY) ? box.b : 1e9,
      });
      if (ink && (!seen || seen.r - seen.l <= SPECK || seen.b - seen.t <= SPECK)) {
        return `overflow is hidden on ${nameOf(element)}, and all of it lies outside`;
      }
    }
    return null;
  };
  // To the left of the page and above it, nobody can scroll.
  const pushedAway = (ink) => {
    if (!ink) return null;
    const rtl = styleOf(root).direction === "rtl";
    if (!rtl && ink.r + scrollX <= 0) return `it stands ${Math.round(-ink.r - scrollX)} px to the left of the page`;
    if (ink.b + scrollY <= 0) return `it stands ${Math.round(-ink.b - scrollY)} px above the page`;
    return null;
  };
  const notDrawn = (ink, leaves) => {
    if (ink) return null;
    const sizeless = leaves.every((leaf) => {
      const { width, height } = leaf.getBoundingClientRect();
      return width * height < 0.01 || px(styleOf(leaf).fontSize) < 0.5;
    });
    return sizeless ? "it has no size" : "nothing of it is drawn";
  };

  const palette = /** @type {CanvasRenderingContext2D} */ (
    Object.assign(document.createElement("canvas"), { width: 1, height: 1 })
      .getContext("2d", { willReadFrequently: true }));
  const colours = new Map();
  // Red, green and blue of 255, and how much of them covers what is behind, of 1.
  const colourOf = (text) => {
    let found = colours.get(text);
    if (!found) {
      palette.clearRect(0, 0, 1, 1);
      palette.fillStyle = "#000";
      palette.fillStyle = text;
      palette.fillRect(0, 0, 1, 1);
      const [r, g, b, a] = palette.getImageData(0, 0, 1, 1).data;
      found = { rgb: [r, g, b], alpha: a / 255 };
      colours.set(text, found);
    }
    return found;
  };
  const over = (top, alpha, below) => top.map((value, place) => value * alpha + below[place] * (1 - alpha));
  const sheet = () => {
    const scheme = styleOf(root).colorScheme;
    const dark = /dark/.test(scheme) && (!/light/.test(scheme) || matchMedia("(prefers-color-scheme: dark)").matches);
    return dark ? [18, 18, 18] : [255, 255, 255];
  };
  const backs = new Map();
  // The colour behind an element; null where a picture may be.
  const behind = (element) => {
    if (!element) return sheet();
    if (!backs.has(element)) backs.set(element, behindAnew(element));
    return backs.get(element);
  };
  const behindAnew = (element) => {
    const style = styleOf(element);
    if (style.backgroundImage !== "none" || style.mixBlendMode !== "normal" ||
        (style.backdropFilter && style.backdropFilter !== "none")) return null;
    for (const pseudo of ["::before", "::after"]) {
      const made = getComputedStyle(element, pseudo);
      if (made.content !== "none" && made.content !== "normal" && isOut(made) &&
          (made.backgroundImage !== "none" || !transparent(made.backgroundColor))) return null;
    }
    const { rgb, alpha } = colourOf(style.backgroundColor);
    if (alpha > 0.995) return rgb;
    const below = behind(element.parentElement);
    return below && over(rgb, alpha, below);
  };
  const paintOf = (leaf) => {
    const style = styleOf(leaf);
    if (style.backgroundClip === "text" || (style.webkitTextStrokeWidth && px(style.webkitTextStrokeWidth) > 0) ||
        style.textShadow !== "none") return null;
    if (!(leaf instanceof SVGElement)) return style.webkitTextFillColor || style.color;
    const paint = style.fill !== "none" ? style.fill : style.stroke;
    return /^url/.test(paint) ? null : paint;
  };
  // Text may stand on a picture or a coloured box that is none of its ancestors.
  const somethingBehind = (unit, ink) => {
    for (const element of document.body.querySelectorAll("*")) {
      if (element.contains(unit) || unit.contains(element)) continue;
      const style = styleOf(element);
      if (!shows(element)) continue;
      const paints = /^(img|video|canvas|svg|iframe|object|picture)$/.test(element.localName) ||
        style.backgroundImage !== "none" || !transparent(style.backgroundColor);
      if (paints && cut(boxOf(element.getBoundingClientRect()), ink)) return true;
    }
    return false;
  };
  // A box that the engine colours is seen, whatever letters are in it.
  const standsInBox = (leaf, unit) => {
    for (let at = leaf; at && at !== unit; at = at.parentElement) {
      if (!at.matches(OUTER) && !transparent(styleOf(at).backgroundColor)) return true;
    }
    return false;
  };
  const likeBackground = (unit, leaves) => {
    const alike = (leaf) => {
      const paint = paintOf(leaf);
      if (!paint || standsInBox(leaf, unit)) return false;
      const { rgb, alpha } = colourOf(paint);
      if (alpha < FAINT) return "transparent";
      const back = behind(leaf);
      if (!back) return false;
      const front = over(rgb, alpha, back);
      return front.every((value, place) => Math.abs(value - back[place]) < SAME_COLOUR) && "same";
    };
    const first = leaves[0] && alike(leaves[0]);
    if (!first) return null;
    for (let at = unit; at; at = at.parentElement) {
      if (styleOf(at).backgroundClip === "text") return false;
    }
    if (!leaves.every(alike)) return null;
    if (leaves.every((leaf) => alike(leaf) === "transparent")) return "its colour is transparent";
    return !somethingBehind(unit, boxOf(unit.getBoundingClientRect())) && "its colour is that of its background";
  };

  const suspicious = (unit, ink, leaves) =>
    !shows(unit) || !ink ||
      pushedAway(ink) || cutAway(unit, ink) || likeBackground(unit, leaves);

  // Why nothing of a display can be seen, or null: also where its reader may open it.
  const whyUnseen = (unit) => {
    const leaves = leavesOf(unit);
    if (leaves.length === 0) return null;
    const { all: ink } = inkCache(unit);
    if (!suspicious(unit, ink, leaves) || isCopy(unit) || mayBeOpened(unit)) return null;
    // A test says why, false where it knows that all is well, and null where it knows nothing.
    const tests = [notDisplayed, notVisible, seenThrough];
    for (const test of tests) {
      const reason = test(unit, leaves);
      if (reason) return reason;
    }
    if (!shows(unit)) return null;
    return (cutAway(unit, ink) ?? likeBackground(unit, leaves) ?? pushedAway(ink) ??
      notDrawn(ink, leaves)) || null;
  };
  // No part of a display is on the page, wherever a reader scrolls.
  const isGone = (unit) => {
    const { all: ink } = inkCache(unit);
    return !!ink && (cutAway(unit, ink) !== null || pushedAway(ink) !== null);
  };
  // Of an inline formula only what costs next to nothing is asked.
  const whyUnseenInline = (unit) => {
    if (shows(unit)) return null;
    return whyUnseen(unit);
  };
  return { isGone, whyUnseen, whyUnseenInline };
}
