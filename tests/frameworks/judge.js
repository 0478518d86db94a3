// Judges what a reader sees of every formula that is shown, by boxes alone. It knows nothing of how the fit is made but
// for what must not be left behind. `plain` has what the page without mathfit shows at this width, by a formula's source:
// { ink: its width, fits: whether all of it is in its block and in the window }; null where that page is looked at itself.
// `floors` says that a formula may scroll only where it is as small as may be. `keys` has the sources expected, in order.
// Returns { problems: [text], keys: [source], formulas: { source: { ink, fits } } }.
({ plain = null, keys: expected = null, floors = true, floor = 0.4 } = {}) => {
  const problems = [];
  const keys = [];
  const formulas = {};
  const FORMULA = ".katex, mjx-container";
  const DISPLAY = '.katex-display, mjx-container[display="true"]';
  const NUMBER = ".tag, [data-labels]";
  const OURS = /^math-fit/;

  const keyOf = (formula) => {
    const tex = formula.querySelector('annotation[encoding="application/x-tex"]');
    return tex ? tex.textContent.trim() : "mathjax " + formula.querySelector("mjx-assistive-mml").textContent.replace(/\s/g, "");
  };
  const blockOf = (element) => {
    let at = element.parentElement;
    while (/^(inline|contents)$/.test(getComputedStyle(at).display) || OURS.test(at.localName)) at = at.parentElement;
    return at;
  };
  const content = (block) => {
    const style = getComputedStyle(block);
    const { left, right } = block.getBoundingClientRect();
    return {
      left: left + parseFloat(style.borderLeftWidth) + parseFloat(style.paddingLeft),
      right: right - parseFloat(style.borderRightWidth) - parseFloat(style.paddingRight),
    };
  };
  const around = (boxes) => ({
    left: Math.min(...boxes.map(({ left }) => left)),
    right: Math.max(...boxes.map(({ right }) => right)),
  });
  const boxesOf = (elements) => elements.map((element) => element.getBoundingClientRect())
    .filter(({ width, height }) => width > 0.5 && height > 0.5);
  // KaTeX's bases are its lines of ink; MathJax's SVG has the glyphs themselves. Numbers stand apart from both.
  const inkOf = (formula) => {
    const html = formula.querySelector(".katex-html");
    const parts = html ? [...html.querySelectorAll(".base")] : [...formula.querySelectorAll("svg :is(use, path, rect, text)")];
    const drawn = parts.filter((part) => !part.closest("defs"));
    const numbers = [...formula.querySelectorAll(NUMBER)].flatMap((number) => [...number.querySelectorAll("*")])
      .filter((part) => !part.firstElementChild && (part.matches(".eqn-num, use, path") || part.textContent.trim().length));
    return {
      ink: boxesOf(drawn.filter((part) => !part.closest(NUMBER))),
      numbers: boxesOf(numbers.filter((part) => !/strut/.test(part.getAttribute("class") ?? "") && part.textContent !== "\u200b")),
      root: html ?? formula.querySelector("svg").parentElement,
    };
  };

  const shown = (element) => element.checkVisibility({ checkOpacity: true, checkVisibilityCSS: true });
  for (const formula of document.querySelectorAll(FORMULA)) {
    if (!shown(formula)) continue;
    const key = keyOf(formula);
    const name = key.slice(0, 12);
    const display = formula.closest(DISPLAY);
    const { ink, numbers, root } = inkOf(formula);
    keys.push(key);
    if (!ink.length) { problems.push(`${name}: no ink`); continue; }
    const block = blockOf(display ?? formula);
    const room = content(block);
    const own = around(ink);
    const all = around([...ink, ...numbers]);
    let seen = all;
    let scrolls = false;
    for (let at = root; at !== block; at = at.parentElement) {
      const style = getComputedStyle(at);
      const cuts = style.overflowX !== "visible" || /paint|content|strict/.test(style.contain);
      if (!cuts || style.display === "inline") continue;
      const box = at.getBoundingClientRect();
      if (/auto|scroll/.test(style.overflowX) && at.scrollWidth > at.clientWidth + 1) {
        const start = box.left + at.clientLeft - at.scrollLeft;
        if (seen.left < start - 1 || seen.right > start + at.scrollWidth + 1) problems.push(`${name}: cannot be scrolled to`);
        seen = { left: Math.max(seen.left, box.left), right: Math.min(seen.right, box.right) };
        scrolls = true;
      } else if (seen.left < box.left - 1 || seen.right > box.right + 1) {
        problems.push(`${name}: cut off, ${seen.left.toFixed(1)}..${seen.right.toFixed(1)} in ${box.left.toFixed(1)}..${box.right.toFixed(1)}`);
        break;
      }
    }
    // KaTeX's own numbers stick out of their own line by a hair.
    const spare = numbers.length ? 2.5 : 1;
    const inside = seen.left > room.left - spare && seen.right < room.right + spare;
    if (!inside) {
      problems.push(`${name}: ${seen.left.toFixed(1)}..${seen.right.toFixed(1)} leaves ` +
        `${room.left.toFixed(1)}..${room.right.toFixed(1)}`);
    }
    const covered = numbers.some((number) => ink.some((box) => box.left < number.right - 0.5 &&
      box.right > number.left + 0.5 && box.top < number.bottom - 0.5 && box.bottom > number.top + 0.5));
    if (covered) problems.push(`${name}: number over formula`);
    const width = own.right - own.left;
    const natural = plain?.[key];
    formulas[key] = { ink: width, fits: inside && !scrolls && all.right <= innerWidth };
    if (!natural) continue;
    const scale = width / natural.ink;
    const small = scale < floor * 1.02;
    if (scale > 1.01) problems.push(`${name}: ${scale.toFixed(3)} times its size`);
    if (natural.fits && scale < 0.99) problems.push(`${name}: ${scale.toFixed(3)} of its size, though it has room`);
    if (scrolls && floors && !small) problems.push(`${name}: scrolls at ${scale.toFixed(3)} of its size`);
    if (!scrolls && scale < floor * 0.98) problems.push(`${name}: ${scale.toFixed(3)} of its size`);
    if (!scrolls && scale < 0.99 && width < 0.5 * (room.right - room.left)) {
      problems.push(`${name}: uses ${width.toFixed(0)} of ${(room.right - room.left).toFixed(0)} px`);
    }
  }
  const page = document.documentElement.scrollWidth;
  if (page > innerWidth + 0.5) problems.push(`page ${page} px wide in ${innerWidth}`);
  if (expected && keys.join("\n") !== expected.join("\n")) {
    const short = (list) => list.map((key) => key.slice(0, 3)).join();
    problems.push(`shows ${short(keys)} and not ${short(expected)}`);
  }
  // What mathfit left where no formula is any more.
  for (const element of document.body.querySelectorAll("*")) {
    const wrapper = OURS.test(element.localName);
    const marked = !/^(link|script|style)$/.test(element.localName) &&
      (element.hasAttribute("data-mathfit") || /--mathfit-/.test(element.getAttribute("style") ?? ""));
    if ((wrapper || marked) && !element.closest(FORMULA) && !element.querySelector(FORMULA)) {
      problems.push(`leftover ${element.cloneNode().outerHTML.slice(0, 80)}`);
    }
  }
  return { problems, keys, formulas };
}
