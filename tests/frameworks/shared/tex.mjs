// KaTeX's display element without its outermost tag, so that an element of the framework's own can be that one: what
// frameworks own in components that people write for their equations.
import katex from 'katex';

export const inside = (tex) =>
  katex.renderToString(tex, { displayMode: true }).replace(/^<span class="katex-display">/, '').replace(/<\/span>$/, '');

export const display = (tex) => katex.renderToString(tex, { displayMode: true });

export const inline = (tex) => katex.renderToString(tex);
