// What a reader sees of each display equation: where its ink and the page's own numbers are, and what is wrong with that.
// Knows nothing of the numbers that were measured. Given the selector of numbers that are not the engine's.
(numbers) => {
  const DISPLAY = 'mjx-container[display="true"],.MathJax_Display,.MJXc-display,.MathJax_SVG_Display,.katex-display,' +
    'math[display="block"]';
  const UNSEEN = ".katex-mathml,mjx-assistive-mml,.MJX_Assistive_MathML,mjx-speech,script,.MathJax_Preview,defs,title,annotation";
  const OWN = "mjx-labels,[data-labels],.tag,.katex-tag,.mjx-label,[id^='mjx-eqn']";
  const leaves = (root) => {
    const found = [];
    const visit = (element, own) => {
      if (element.matches(UNSEEN)) return;
      const is = own || element.matches(OWN);
      if (element.localName === "svg" && element.closest(".katex")) return;
      const clipped = element.matches(".hide-tail,.katex-hide-tail");
      if (clipped || !element.firstElementChild) {
        const ink = clipped || /[^\s\u200b\u2060-\u2064]/.test(element.textContent) || element.matches("mjx-c") ||
          /^(use|path|rect|text)$/.test(element.localName);
        const rect = element.getBoundingClientRect();
        if (ink && rect.width > 0.5 && rect.height > 0.5) found.push({ rect, is });
        return;
      }
      for (const child of element.children) visit(child, is);
    };
    visit(root, false);
    return found;
  };
  const union = (rects) => ({
    left: Math.min(...rects.map((rect) => rect.left)), right: Math.max(...rects.map((rect) => rect.right)),
    top: Math.min(...rects.map((rect) => rect.top)), bottom: Math.max(...rects.map((rect) => rect.bottom)),
  });
  const problems = [];
  const said = [...document.querySelectorAll(numbers || ".no-numbers")].map((number) => ({
    text: number.textContent.trim(), rect: number.getBoundingClientRect(),
  }));
  const displays = [...document.querySelectorAll(DISPLAY)].filter((display) =>
    !display.parentElement.closest(DISPLAY) && !display.closest(UNSEEN));
  const equations = displays.map((display, index) => {
    const boxes = leaves(display);
    const name = `equation ${index + 1}`;
    if (!boxes.length) { problems.push(`${name}: no ink`); return null; }
    if (!display.checkVisibility({ opacityProperty: true, visibilityProperty: true })) problems.push(`${name}: not seen`);
    const ink = union(boxes.map(({ rect }) => rect));
    // What clips it, and whether what is clipped can be scrolled to.
    let scrolls = false;
    for (let at = display; at && at !== document.body; at = at.parentElement) {
      const style = getComputedStyle(at);
      const rect = at.getBoundingClientRect();
      const contained = /paint|strict|content/.test(style.contain);
      if (style.overflowX === "visible" && !contained) continue;
      if (/auto|scroll/.test(style.overflowX) && at.scrollWidth > at.clientWidth + 1) { scrolls = true; break; }
      if (ink.left < rect.left - 1 || ink.right > rect.right + 1) {
        problems.push(`${name}: ${ink.left.toFixed(1)}..${ink.right.toFixed(1)} clipped to ${rect.left.toFixed(1)}..${rect.right.toFixed(1)}`);
        break;
      }
    }
    if (!scrolls && (ink.left < -0.5 || ink.right > innerWidth + 0.5)) problems.push(`${name}: leaves the window`);
    for (const { text, rect } of said) {
      for (const { rect: box } of boxes) {
        if (box.left < rect.right - 0.5 && box.right > rect.left + 0.5 && box.top < rect.bottom - 1 && box.bottom > rect.top + 1) {
          problems.push(`${name}: ${text} lies on it`);
          break;
        }
      }
    }
    const wrapper = display.closest("math-fit") || display;
    return { ...ink, width: ink.right - ink.left, height: ink.bottom - ink.top, scrolls,
      fitted: wrapper.matches("math-fit[fit],[data-mathfit~=fit]") };
  });
  for (const { text, rect } of said) {
    if (rect.left < -0.5 || rect.right > innerWidth + 0.5) problems.push(`${text} leaves the window`);
  }
  const { scrollWidth } = document.documentElement;
  if (scrollWidth > innerWidth + 0.5) problems.push(`page ${scrollWidth} px wide`);
  return { equations, problems, numbers: said.map(({ rect }) => rect.toJSON()) };
}
