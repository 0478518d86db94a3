import react from '@astrojs/react';
import { defineConfig } from 'astro/config';
import remarkMath from 'remark-math';
import { rehypePlugins } from './shared/rehype.mjs';

export default defineConfig({
  outDir: './site',
  integrations: [react()],
  markdown: { remarkPlugins: [remarkMath], rehypePlugins },
  devToolbar: { enabled: false },
});
