// The equations that the page changes, typeset when it is built, as those in its Markdown are. They cannot stand in the
// Markdown themselves: what VitePress sends for the first page has the texts of static parts left out, as they are in the
// HTML, so that a part which is hidden and shown again comes back empty.
import { createMarkdownRenderer } from 'vitepress';
import content from './shared/content.json';

export default {
  async load() {
    const { srcDir, markdown, site, logger } = globalThis.VITEPRESS_CONFIG;
    const md = await createMarkdownRenderer(srcDir, markdown, site.base, logger);
    const html = (tex) => md.render(`$$\n${tex}\n$$`);
    const { shown, before, after, items } = content;
    return {
      ...{ shown: html(shown), before: html(before), after: html(after) },
      items: Object.fromEntries(Object.entries(items).map(([name, tex]) => [name, html(tex)])),
    };
  },
};
