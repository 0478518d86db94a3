/*
 * The walk: one record per formula, and one of the page.
 */
(parts) => {
  "use strict";
  const {
    ENGINES, UNSEEN, ERRORS, selector, sourceOf, root, viewport, styleOf, px, join, boxOf,
    round, list, inkOf, inkCache, overlapOf, transformOf, roomOf, paddingFilled, clippedBy, innerClips, chainOf, wrapperClips, linesCut,
    ownScroller, scrollerOf, reachOf, isGone, whyUnseen, whyUnseenInline, numbersBeside, fixedBeside, countedBy,
    elementCount, neighbour, untypeset,
  } = parts;

  const displayRecord = (unit, engine) => {
    const { pieces, all: ink } = inkCache(unit);
    if (!ink || isGone(unit)) return null;
    const room = roomOf(unit.parentElement);
    const transform = transformOf(unit);
    const join_ = (wanted) => pieces.filter((piece) => piece.number === wanted)
      .reduce((box, piece) => join(box, piece.box), null);
    const outer = clippedBy(unit, ink, room);
    if (!outer) return null;
    const inner = innerClips(unit, ink);
    const scrolling = inner.scroller ?? ownScroller(unit, room);
    const scroller = scrollerOf(scrolling, unit, ink);
    const isSvg = pieces.some((piece) => piece.em > 0) && !!unit.querySelector("svg") &&
      !unit.querySelector(".katex");
    const margin = styleOf(unit);
    const error = unit.querySelector(ERRORS);
    const beside = numbersBeside(unit, room.block);
    let above = neighbour(unit, false, inkOf, beside.elements);
    let below = neighbour(unit, true, inkOf, beside.elements);
    // A number may have found no place beside its formula: then it is the line before or after.
    for (const box of beside.loose) {
      if (box.b <= ink.t + 1 && box.b > (above?.b ?? -Infinity)) above = box;
      if (box.t >= ink.b - 1 && box.t < (below?.t ?? Infinity)) below = box;
    }
    const numbers = pieces.filter((piece) => piece.number).map((piece) => piece.box);
    // Under a number beside what scrolls, nothing of it is seen.
    const view = scrolling ? boxOf(scrolling.getBoundingClientRect()) : { l: -Infinity, r: Infinity };
    const seen = pieces.map(({ box, number }) =>
      ({ number, box: { ...box, l: Math.max(box.l, view.l), r: Math.min(box.r, view.r) } }));
    return {
      display: true,
      engine,
      ink: list(ink),
      formula: list(join_(false)),
      number: list(join_(true)),
      overlap: round(Math.max(overlapOf(pieces, numbers), overlapOf(seen, beside.boxes))),
      room: [round(room.l + Math.min(0, px(margin.marginLeft))),
        round(room.r - Math.min(0, px(margin.marginRight)))],
      block: room.block.localName,
      blockEm: room.em,
      padding: round(px(margin.paddingLeft) + px(margin.paddingRight)),
      counted: countedBy(unit, beside.elements, room.block),
      filled: round(paddingFilled(unit, room.block, ink)),
      beside: round(Math.max(beside.taken, fixedBeside(unit, room.block))),
      cell: room.cell ? list(boxOf(room.cell.getBoundingClientRect())) : null,
      em: round(Math.max(...pieces.map((piece) => piece.em)) * (isSvg ? 1 : transform)),
      transform: round(transform * 100) / 100,
      scroller,
      clipped: [outer.l, outer.t, outer.r, outer.b].map((lost, side) =>
        round(Math.max(0, lost, [inner.lost.l, inner.lost.t, inner.lost.r, inner.lost.b][side]))),
      above: above && list(above),
      below: below && list(below),
      apart: round(below?.apart ?? 0),
      elsewhere: below?.elsewhere ?? false,
      error: error ? (error.getAttribute("title") || error.getAttribute("data-mjx-error") ||
        error.textContent || "error").trim().slice(0, 200) : null,
    };
  };

  const inlineRecord = (unit, engine) => {
    const rects = [...unit.getClientRects()].filter((rect) => rect.width > 0);
    if (rects.length === 0) return null;
    const room = roomOf(unit.parentElement);
    let ink = rects.map(boxOf).reduce(join, null);
    // A wrapper inside may be narrower than what it holds.
    const chain = chainOf(unit);
    const whole = chain.slice(1).map((part) => boxOf(part.getBoundingClientRect())).reduce(join, null);
    const sticksOut = !!whole && (whole.r > ink.r + 1 || whole.l < ink.l - 1);
    if (ink.r > room.r || ink.l < room.l || sticksOut) ink = inkOf(unit) ?? ink;
    const outside = ink.r > room.r + 1 || ink.l < room.l - 1;
    const inner = sticksOut ? wrapperClips(chain, ink) : { lost: { l: 0, r: 0 }, scroller: null };
    const lost = outside ? clippedBy(unit, ink, room) : { l: 0, t: 0, r: 0, b: 0 };
    if (!lost) return null;
    const lines = linesCut(unit, room, inkOf);
    return {
      display: false,
      engine,
      ink: list(ink),
      room: [round(room.l), round(room.r)],
      block: room.block.localName,
      blockEm: room.em,
      cell: room.cell ? list(boxOf(room.cell.getBoundingClientRect())) : null,
      scroller: outside ? scrollerOf(inner.scroller ?? ownScroller(unit, room), unit, ink) : null,
      clipped: [Math.max(lost.l, inner.lost.l), lines.t, Math.max(lost.r, inner.lost.r), lines.b]
        .map((side) => round(Math.max(0, side))),
    };
  };

  const scrolling = document.scrollingElement ?? root;
  const sideways = scrolling.scrollWidth - viewport;
  const pageOverflow = /hidden|clip/.test(styleOf(root).overflowX) ? "hidden" : "visible";

  const read = (options) => {
    /** @type {any[]} */
    const units = [];
    const counts = { true: 0, false: 0 };
    for (const unit of document.querySelectorAll(selector)) {
      if (unit.closest(UNSEEN) || unit.matches(UNSEEN)) continue;
      if (unit.parentElement?.closest(selector)) continue; // a part of another formula
      const [engine, , display] = /** @type {any} */ (ENGINES.find(([, css]) => unit.matches(String(css))));
      counts[display] += 1;
      if (!display && !options.inline) continue;
      const record = unit.checkVisibility?.() === false ? null
        : display ? displayRecord(unit, engine) : inlineRecord(unit, engine);
      const unseen = display ? whyUnseen(unit) : whyUnseenInline(unit);
      if (!record || unseen) {
        units.push({
          display, engine, index: counts[display], hidden: true, unseen,
          tex: (sourceOf(unit) ?? "").trim().slice(0, 600), ink: list(boxOf(unit.getBoundingClientRect())),
        });
        continue;
      }
      record.index = counts[display];
      record.hidden = false;
      record.tex = (sourceOf(unit) ?? "").trim().slice(0, 600);
      if (sideways > 1) record.reach = reachOf(unit);
      units.push(record);
    }
    // KaTeX writes what it cannot read as a span of its own, which is no formula any more.
    const strays = [...document.querySelectorAll(".katex-error")]
      .filter((element) => !element.closest(selector))
      .map((element) => (element.getAttribute("title") || element.textContent || "").trim().slice(0, 200));
    return {
      page: {
        errors: strays,
        untypeset: untypeset(),
        elements: units.some((unit) => unit.counted) ? elementCount() : 0,
        viewport,
        scrollX: round(scrollX),
        scrollY: round(scrollY),
        width: scrolling.scrollWidth,
        height: scrolling.scrollHeight,
        sideways: pageOverflow === "hidden" ? 0 : sideways,
      },
      units,
    };
  };
  return { read };
}
