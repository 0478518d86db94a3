/*
 * TeX that a reader sees as it was written: no engine has typeset it.
 *
 * Told by the delimiters that every engine takes for an equation, with something behind them that is written in TeX
 * alone. A dollar sign by itself is money, more often.
 */
(parts) => {
  "use strict";
  const { UNSEEN, selector } = parts;

  // What shows sources on purpose, and what the engines are told to leave alone.
  const MEANT = "pre, code, kbd, samp, textarea, [contenteditable], .tex2jax_ignore, .mathjax_ignore, .no-mathjax, " +
    ".katex-error";
  const OPENS = /\\\[|\$\$|\\begin\{(?:equation|align|gather|multline|alignat|flalign|eqnarray)\*?\}/;
  const TEX = /\\[a-zA-Z]{2,}|[_^]/;
  // The text behind a delimiter that is looked at; an element in between ends a text node, not the formula.
  const BEHIND = 200;
  const MOST = 5;

  const untypeset = () => {
    const found = [];
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (found.length < MOST) {
      const node = /** @type {Text | null} */ (walker.nextNode());
      if (!node) break;
      const at = OPENS.exec(node.data)?.index;
      const parent = node.parentElement;
      if (at === undefined || !parent) continue;
      if (parent.closest(`${UNSEEN}, ${MEANT}, ${selector}`) || parent.checkVisibility?.() === false) continue;
      let text = node.data.slice(at);
      for (let next = node.nextSibling; next && text.length < BEHIND; next = next.nextSibling) {
        text += next.textContent;
      }
      text = text.slice(0, BEHIND);
      if (TEX.test(text.replace(OPENS, ""))) found.push(text.replace(/\s+/g, " ").trim().slice(0, 60));
    }
    return found;
  };
  return { untypeset };
}
