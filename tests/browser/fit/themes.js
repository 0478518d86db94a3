// Looks at every equation of a theme's page: what a reader sees of it, with mathfit in the page or without.
// Returns { wide: how much wider than the window the page is without its tables, wideCells: the same with them,
// equations: { "place/kind": seen } }.
() => {
  const UNSEEN = ".katex-mathml,mjx-assistive-mml,mjx-speech,script,title,defs,style";
  const NUMBERS = "mjx-labels,[data-labels],.tag,.katex-tag,.eqno,.eqnos-number,.ltx_tag_equation";
  const DISPLAY = 'mjx-container[display="true"],.katex-display,.ltx_eqn_table';
  // Boxes of what is seen: leaves of the tree. The numbers apart.
  const leaves = (root, ink, numbers) => {
    const visit = (element, number) => {
      if (element.matches(UNSEEN)) return;
      const is = number || element.matches(NUMBERS);
      if (element.localName === "svg" && element.closest(".katex")) return;
      if (!element.firstElementChild && element.localName !== "svg") {
        const rect = element.getBoundingClientRect();
        const shown = /[^\s\u200b\u2060-\u2064]/.test(element.textContent) || element.matches("mjx-c") ||
          /^(use|path|rect)$/.test(element.localName);
        if (shown && rect.width > 0.5 && rect.height > 0.5 && !/strut/.test(element.className)) (is ? numbers : ink).push(rect);
        return;
      }
      for (const child of element.children) visit(child, is);
    };
    visit(root, false);
  };
  const around = (rects) => {
    const l = Math.min(...rects.map((rect) => rect.left));
    const t = Math.min(...rects.map((rect) => rect.top));
    return { l, t, w: Math.max(...rects.map((rect) => rect.right)) - l, h: Math.max(...rects.map((rect) => rect.bottom)) - t };
  };
  const equations = {};
  for (const section of document.querySelectorAll("section[data-kind]")) {
    const seen = {};
    equations[section.dataset.place + "/" + section.dataset.kind] = seen;
    const display = section.querySelector(DISPLAY);
    if (!display) continue;
    const ink = [];
    const numbers = [];
    leaves(display, ink, numbers);
    // A number of the theme's stands beside the display element, or around that.
    for (const number of section.querySelectorAll(".eqno,.eqnos-number")) numbers.push(number.getBoundingClientRect());
    if (!ink.length) continue;
    seen.hidden = !display.checkVisibility({ opacityProperty: true, visibilityProperty: true });
    const box = around(ink);
    const home = section.getBoundingClientRect();
    // Where it is in its section: what stands above that may have shrunk.
    seen.ink = [box.l - home.left, box.t - home.top, box.w, box.h];
    seen.section = home.height;
    const wrapper = section.querySelector("math-fit:not([inline]),[data-mathfit]");
    const scaled = wrapper && (wrapper === display ? wrapper.querySelector(".katex-html") : wrapper.querySelector("math-fit-ink"));
    const em = (element) => parseFloat(getComputedStyle(element).fontSize);
    seen.fitted = !!wrapper && wrapper.matches("[fit],[data-mathfit~=fit]");
    seen.scale = !scaled ? 1 : scaled.getBoundingClientRect().width / parseFloat(getComputedStyle(scaled).width) * em(scaled) /
      em(wrapper === display ? wrapper.firstElementChild : wrapper);
    const room = wrapper && wrapper.firstElementChild;
    // A table can be wider than the block that it stands in.
    const table = section.dataset.place === "cell" && display.closest("table:not(.ltx_eqn_table)");
    if (table) {
      const around = table.parentElement;
      const end = around.getBoundingClientRect().right - parseFloat(getComputedStyle(around).paddingRight);
      seen.wideTable = table.getBoundingClientRect().right > end + 0.5;
    }
    seen.scrolls = !!room && /auto|scroll/.test(getComputedStyle(room).overflowX) && room.scrollWidth > room.clientWidth + 1;
    // The nearest block's content box, and every box around it that cuts what leaves it.
    let block = (wrapper || display).parentElement;
    while (/^(inline|contents)$/.test(getComputedStyle(block).display) || block.localName.startsWith("math-fit")) block = block.parentElement;
    const style = getComputedStyle(block);
    const outer = block.getBoundingClientRect();
    let l = outer.left + parseFloat(style.borderLeftWidth) + parseFloat(style.paddingLeft);
    let r = outer.right - parseFloat(style.borderRightWidth) - parseFloat(style.paddingRight);
    for (let at = block; at !== section; at = at.parentElement) {
      if (getComputedStyle(at).overflowX === "visible") continue;
      // Blank beside a number is something to scroll to as well.
      seen.over ||= at.scrollWidth > at.clientWidth + 1;
      const rect = at.getBoundingClientRect();
      // In a table that scrolls, what is out of sight can be reached.
      if (section.dataset.place === "cell" && at.scrollWidth > at.clientWidth + 1) {
        seen.slid = true;
        continue;
      }
      l = Math.max(l, rect.left);
      r = Math.min(r, rect.right);
    }
    seen.left = l - box.l;
    seen.right = box.l + box.w - r;
    // What is free beside it, the numbers not counted.
    const beside = numbers.length ? around(numbers).w : 0;
    seen.free = r - l - beside * 2 - box.w;
    seen.covered = numbers.some((number) => ink.some((rect) => rect.left < number.right - 0.5 && rect.right > number.left + 0.5 &&
      rect.top < number.bottom - 0.5 && rect.bottom > number.top + 0.5));
    seen.number = numbers.length ? Math.max(around(numbers).l + around(numbers).w - outer.right, outer.left - around(numbers).l) : 0;
  }
  const wideCells = document.documentElement.scrollWidth - innerWidth;
  const cells = document.querySelectorAll("section[data-place=cell]");
  cells.forEach((section) => { section.style.display = "none"; });
  const wide = document.documentElement.scrollWidth - innerWidth;
  cells.forEach((section) => { section.style.display = ""; });
  return { wide, wideCells, equations };
}
