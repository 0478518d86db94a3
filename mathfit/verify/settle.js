/*
 * The settle step of wait.js for a page that is to be judged: scrolled to every equation and back, as a reader gets to
 * it. Of a long page the snippet measures what is far from the screen when it comes near, and says so (`lazy`); what it
 * is like before that, no reader sees. No page without that mark is scrolled: nothing would come of it but time.
 */
async (page) => {
  "use strict";
  const { frame, formulas } = page;
  if (!document.querySelector("math-fit[lazy],[data-mathfit~=lazy]")) return;
  const { scrollX, scrollY } = window;
  const go = (x, y) => window.scrollTo({ left: x, top: y, behavior: "instant" });
  let seen = scrollY + innerHeight;
  for (const formula of document.querySelectorAll(formulas)) {
    const { top, bottom, width } = formula.getBoundingClientRect();
    if (!width || bottom + window.scrollY <= seen) continue;
    const before = window.scrollY;
    go(scrollX, top + before);
    seen = Math.max(seen, bottom + before);
    if (window.scrollY === before) continue; // it lies in a box that scrolls on its own
    seen = Math.max(seen, window.scrollY + innerHeight);
    // In the first the browser tells the page what has come near, in the second the page has answered.
    await frame();
    await frame();
  }
  go(scrollX, scrollY);
  await frame();
}
