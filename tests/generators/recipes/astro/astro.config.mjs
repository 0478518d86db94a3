// Astro with remark-math and rehype-katex, as its users set up mathematics in Markdown.
import { defineConfig } from 'astro/config';
import rehypeKatex from 'rehype-katex';
import remarkMath from 'remark-math';

export default defineConfig({
  site: 'https://blog.example',
  build: { format: 'file' },
  markdown: { remarkPlugins: [remarkMath], rehypePlugins: [rehypeKatex] },
});
