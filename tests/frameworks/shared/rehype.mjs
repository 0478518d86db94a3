// What typesets the formulas of Markdown, and mathfit's plugin where the site is built with it.
import rehypeKatex from 'rehype-katex';
import rehypeMathfit from 'mathfit/rehype';

export const rehypePlugins =
  process.env.MATHFIT === 'plugin' ? [rehypeKatex, [rehypeMathfit, { katex: true }]] : [rehypeKatex];
