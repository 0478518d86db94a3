// Judges every fitted equation of the matrix page by geometry, and knows nothing of the numbers that were measured.
// Returns { problems: [text], count, fitted }.
() => {
  const problems = [];
  const UNSEEN = ".katex-mathml,mjx-assistive-mml,.MJX_Assistive_MathML,mjx-speech,script,.MathJax_Preview,defs,title";
  const NUMBERS = "mjx-labels,[data-labels],.tag,.katex-tag,.mjx-label,mlabeledtr>mtd:first-child," +
    '[id^="mjx-eqn"]';
  const DISPLAY = 'mjx-container[display="true"],.MathJax_Display,.MJXc-display,.MathJax_SVG_Display,.katex-display,' +
    'math[display="block"]';
  const blockOf = (element) => {
    let at = element.parentElement;
    while (/^(inline|contents)$/.test(getComputedStyle(at).display) || at.localName.startsWith("math-fit")) {
      at = at.parentElement;
    }
    return at;
  };
  const content = (block) => {
    const style = getComputedStyle(block);
    const rect = block.getBoundingClientRect();
    const l = rect.left + parseFloat(style.borderLeftWidth) + parseFloat(style.paddingLeft);
    const r = rect.right - parseFloat(style.borderRightWidth) - parseFloat(style.paddingRight);
    return { l, r, style };
  };
  // Firefox (153) makes the box of a text in an SVG half a pixel larger on each side than what its letters take: one of
  // 8.25 px is 9.28 px wide. In the SVG's own units the width is right.
  const boxOf = (element) => {
    const rect = element.getBoundingClientRect();
    const svg = element.localName === "text" && element.ownerSVGElement;
    if (!svg || !svg.viewBox.baseVal?.width) return rect;
    const width = element.getBBox().width * svg.getBoundingClientRect().width / svg.viewBox.baseVal.width;
    const spare = Math.max(0, Math.min(1, rect.width - width)) / 2;
    return new DOMRect(rect.left + spare, rect.top, rect.width - 2 * spare, rect.height);
  };
  // Boxes of ink: leaves of the engine's tree. KaTeX's stretched SVGs are wider than what they show.
  const leaves = (root) => {
    const found = [];
    const visit = (element, number) => {
      if (element.matches(UNSEEN)) return;
      const is = number || element.matches(NUMBERS);
      if (element.localName === "svg" && element.closest(".katex")) return;
      const clipped = element.matches(".hide-tail,.katex-hide-tail");
      if (clipped || (!element.firstElementChild && element.localName !== "svg")) {
        const rect = boxOf(element);
        const ink = clipped || /[^\s\u200b\u2060-\u2064]/.test(element.textContent) || element.matches("mjx-c,.eqn-num") ||
          /^(use|path|rect|text)$/.test(element.localName);
        if (ink && rect.width > 0.5 && rect.height > 0.5 && !/strut|10000/.test(element.className)) found.push({ rect, is });
        return;
      }
      for (const child of element.children) visit(child, is);
    };
    visit(root, false);
    return found;
  };
  let fitted = 0;
  const sections = [...document.querySelectorAll("section[data-kind]")];
  for (const section of sections) {
    const name = section.dataset.place + "/" + section.dataset.kind;
    const wrapper = section.querySelector("math-fit:not([inline]),[data-mathfit]");
    const display = section.querySelector(DISPLAY);
    if (!display) {
      if (section.dataset.kind !== "error" && section.dataset.kind !== "tag") problems.push(name + ": not typeset");
      continue;
    }
    if (!wrapper || !wrapper.matches("[fit],[data-mathfit~=fit]")) { problems.push(name + ": not fitted"); continue; }
    fitted += 1;
    // KaTeX's own three levels, where no wrapper is put around it.
    const own = wrapper === display;
    const room = wrapper.firstElementChild;
    const ink = own ? room.querySelector(":scope>.katex-html") : room.firstElementChild;
    const block = content(blockOf(wrapper));
    const boxes = leaves(display);
    if (!boxes.length) { problems.push(name + ": no ink"); continue; }
    const l = Math.min(...boxes.map(({ rect }) => rect.left));
    const r = Math.max(...boxes.map(({ rect }) => rect.right));
    const t = Math.min(...boxes.map(({ rect }) => rect.top));
    const b = Math.max(...boxes.map(({ rect }) => rect.bottom));
    const painted = ink.getBoundingClientRect().width / parseFloat(getComputedStyle(ink).width);
    // What is laid out in another size than the text around it is scaled to that size first.
    const em = (element) => parseFloat(getComputedStyle(element).fontSize);
    const scale = painted * em(ink) / em(own ? room : wrapper);
    // A block of columns is as wide as all of them; the wrapper then says which one it stands in.
    const outer = wrapper.getBoundingClientRect();
    const left = section.dataset.place === "columns" ? outer.left : block.l;
    const right = section.dataset.place === "columns" ? outer.right : block.r;
    const numbers = boxes.filter(({ is }) => is);
    const scrolls = room.scrollWidth > room.clientWidth + 1;
    if (scrolls && Math.abs(scale - 0.4) > 0.002) problems.push(`${name}: scrolls at scale ${scale.toFixed(3)}`);
    // Where the engine's own number sticks out of its own line by a hair, it does so at the size it is shown in.
    const spill = numbers.length && display.matches(".MJXc-display,.MathJax_Display,.katex-display") ? 2.1 * scale : 0.5;
    if (!scrolls && (l < left - 0.5 || r > right + spill)) {
      problems.push(`${name}: ink ${l.toFixed(1)}..${r.toFixed(1)} leaves ${left.toFixed(1)}..${right.toFixed(1)}`);
    }
    const space = right - left;
    // What is shrunk fills its room, but for the number's counterpart on the other side.
    const width = Math.max(0, ...numbers.map(({ rect }) => rect.right)) - Math.min(...numbers.map(({ rect }) => rect.left));
    const blank = numbers.length ? 2 * width + 40 * scale : 24 * scale;
    const indent = display.matches(".fleqn") ? 48 * scale : 0;
    // MathML's numbers stand in columns of half the width.
    const halves = display.localName === "math" && /numbered|tag|align|gather/.test(name);
    if (!halves && scale < 0.999 && scale > 0.401 && r - l < space - blank - indent - 3) {
      problems.push(`${name}: ${(r - l).toFixed(1)} of ${space.toFixed(1)} used at scale ${scale.toFixed(3)}`);
    }
    for (const number of numbers) {
      for (const { rect, is } of boxes) {
        if (is || rect.top >= number.rect.bottom - 0.5 || rect.bottom <= number.rect.top + 0.5) continue;
        if (rect.left < number.rect.right - 0.5 && rect.right > number.rect.left + 0.5) {
          problems.push(`${name}: number over formula`);
        }
      }
    }
    // The reserved height is the display's own, scaled.
    const shape = (own ? ink : display).getBoundingClientRect();
    // Chromium (156) makes ascents and descents whole px: measured at 16 px and shown at 64, that is four times as much.
    // Each fraction in a fraction adds to that when a theme changes the size of the text: 3 px of 138 in MathJax 4.
    const nested = section.dataset.kind === "nested" ? outer.height / 40 : 1;
    const spare = Math.max(nested, parseFloat(getComputedStyle(wrapper).fontSize) / 32);
    if (Math.abs(outer.height - shape.height) > spare) {
      problems.push(`${name}: ${shape.height.toFixed(1)} px high in ${outer.height.toFixed(1)}`);
    }
    if (Math.abs(outer.top - shape.top) > 1) problems.push(`${name}: ${(shape.top - outer.top).toFixed(1)} px off`);
    // Space above and below: the engine's own margins, in proportion.
    const style = getComputedStyle(display);
    const margins = getComputedStyle(wrapper);
    // An engine's own scale, found for one width, is none of the page's.
    const short = document.querySelector(`[data-place="${section.dataset.place}"][data-kind="five"] :is(${DISPLAY})`);
    const size = short && parseFloat(getComputedStyle(short).fontSize);
    if (size && Math.abs(parseFloat(style.fontSize) / size - 1) > 0.01) {
      problems.push(`${name}: ${style.fontSize} large, ${size}px expected`);
    }
    for (const side of ["marginTop", "marginBottom"]) {
      const wanted = parseFloat(style[side]) * painted;
      if (!own && section.dataset.place !== "flex" && scale > 0.401 && Math.abs(parseFloat(margins[side]) - wanted) > 1) {
        problems.push(`${name}: ${side} ${margins[side]}, ${wanted.toFixed(2)}px expected`);
      }
    }
    const clip = room.getBoundingClientRect();
    if (t < clip.top - 16 || b > clip.bottom + 16) problems.push(`${name}: clipped`);
  }
  if (document.documentElement.scrollWidth > innerWidth + 0.5) problems.push(`page ${document.documentElement.scrollWidth} px wide`);
  return { problems, count: sections.length, fitted };
}
