import { katex } from '@mdit/plugin-katex';
import { defineConfig } from 'vitepress';

const withKatex = process.env.FORMULAS === 'katex';

export default defineConfig({
  title: 'Formulas',
  outDir: './site',
  markdown: withKatex ? { config: (md) => { md.use(katex); } } : { math: true },
});
