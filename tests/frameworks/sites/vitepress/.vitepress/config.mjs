import { katex } from '@mdit/plugin-katex';
import mathfit from 'mathfit/markdown-it';
import { defineConfig } from 'vitepress';

const withKatex = process.env.FORMULAS === 'katex';
const withPlugin = process.env.MATHFIT === 'plugin';

export default defineConfig({
  title: 'Formulas',
  outDir: './site',
  markdown: {
    math: !withKatex,
    config: (md) => {
      if (withKatex) md.use(katex);
      if (withPlugin) md.use(mathfit, { katex: true });
    },
  },
});
