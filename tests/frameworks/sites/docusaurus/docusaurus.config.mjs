import remarkMath from 'remark-math';
import { rehypePlugins } from './shared/rehype.mjs';

export default {
  title: 'Formulas',
  url: 'https://example.org',
  baseUrl: '/',
  trailingSlash: true,
  onBrokenLinks: 'throw',
  plugins: [['@docusaurus/plugin-content-pages', { remarkPlugins: [remarkMath], rehypePlugins }]],
  themes: [['@docusaurus/theme-classic', { customCss: './shared/beside.css' }]],
  clientModules: ['./src/client.js'],
};
