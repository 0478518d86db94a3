import rehypeKatex from 'rehype-katex';
import remarkMath from 'remark-math';

export default {
  title: 'Formulas',
  url: 'https://example.org',
  baseUrl: '/',
  trailingSlash: true,
  onBrokenLinks: 'throw',
  plugins: [['@docusaurus/plugin-content-pages', { remarkPlugins: [remarkMath], rehypePlugins: [rehypeKatex] }]],
  themes: [['@docusaurus/theme-classic', { customCss: './shared/beside.css' }]],
  clientModules: ['./src/client.js'],
};
