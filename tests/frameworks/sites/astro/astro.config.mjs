import react from '@astrojs/react';
import { defineConfig } from 'astro/config';
import rehypeKatex from 'rehype-katex';
import remarkMath from 'remark-math';

export default defineConfig({
  outDir: './site',
  integrations: [react()],
  markdown: { remarkPlugins: [remarkMath], rehypePlugins: [rehypeKatex] },
  devToolbar: { enabled: false },
});
