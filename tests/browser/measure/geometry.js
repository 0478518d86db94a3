// Where each wrapper of the page stands, where the ink of its formula, and how much the page is scaled and wide.
// Returns { width, all: [{ wrapper: [l, t, r, b], ink: [l, t, r, b], scale }] }, the page's own px.
() => {
  const UNSEEN = ".katex-mathml,mjx-assistive-mml,.MJX_Assistive_MathML,mjx-speech,script,.MathJax_Preview,defs,title";
  const box = ({ left, top, right, bottom }) => [left, top + scrollY, right, bottom + scrollY];
  const inkOf = (root) => {
    let all = [Infinity, Infinity, -Infinity, -Infinity];
    const visit = (element) => {
      if (element.matches(UNSEEN) || (element.localName === "svg" && element.closest(".katex"))) return;
      if (element.firstElementChild && element.localName !== "svg") {
        for (const child of element.children) visit(child);
        return;
      }
      const rect = element.getBoundingClientRect();
      if (rect.width < 0.5 || rect.height < 0.5 || /strut|10000/.test(element.className)) return;
      if (!/[^\s\u200b\u2060-\u2064]/.test(element.textContent) && !element.matches("mjx-c,.eqn-num,svg,use,path,rect")) return;
      const [l, t, r, b] = box(rect);
      all = [Math.min(all[0], l), Math.min(all[1], t), Math.max(all[2], r), Math.max(all[3], b)];
    };
    visit(root);
    return all;
  };
  const all = [...document.querySelectorAll("math-fit:not(math-fit math-fit)")].map((wrapper) => {
    const ink = wrapper.querySelector("math-fit-ink");
    const width = parseFloat(getComputedStyle(ink).width);
    return {
      wrapper: box(wrapper.getBoundingClientRect()), ink: inkOf(ink),
      scale: width ? ink.getBoundingClientRect().width / width : 1,
    };
  });
  return { width: document.documentElement.scrollWidth, all };
}
