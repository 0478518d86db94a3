// Eleventy with markdown-it-texmath: KaTeX at build time, in elements of its own (<eq>, <eqn>).
import katex from 'katex';
import markdownIt from 'markdown-it';
import texmath from 'markdown-it-texmath';

export default function (eleventy) {
  eleventy.setLibrary('md', markdownIt({ html: true }).use(texmath, { engine: katex, delimiters: 'dollars' }));
}

export const config = {
  dir: { input: 'src', includes: '../_includes', output: '_site' },
  markdownTemplateEngine: false,
};
