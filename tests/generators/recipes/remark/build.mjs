// remark-math and rehype-mathjax, the core that Docusaurus, Gatsby and many scripts share.
//
//     node build.mjs svg|chtml|browser POSTS SITE
import { mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import matter from 'gray-matter';
import rehypeMathjaxSvg from 'rehype-mathjax';
import rehypeMathjaxBrowser from 'rehype-mathjax/browser';
import rehypeMathjaxChtml from 'rehype-mathjax/chtml';
import rehypeStringify from 'rehype-stringify';
import remarkMath from 'remark-math';
import remarkParse from 'remark-parse';
import remarkRehype from 'remark-rehype';
import { unified } from 'unified';

const mathjax = 'https://cdn.jsdelivr.net/npm/mathjax@3/es5';
const plugins = {
  svg: [rehypeMathjaxSvg],
  chtml: [rehypeMathjaxChtml, { chtml: { fontURL: `${mathjax}/output/chtml/fonts/woff-v2` } }],
  browser: [rehypeMathjaxBrowser],
};

const [kind, posts, site] = process.argv.slice(2);
const processor = unified()
  .use(remarkParse)
  .use(remarkMath)
  .use(remarkRehype)
  .use(...plugins[kind])
  .use(rehypeStringify);
const script = kind === 'browser' ? `\n<script async src="${mathjax}/tex-chtml.js"></script>` : '';

mkdirSync(site, { recursive: true });
for (const name of readdirSync(posts)) {
  const { content, data } = matter(readFileSync(join(posts, name), 'utf8'));
  const page = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${data.title}</title>
<style>body { max-width: 42rem; margin: 0 auto; padding: 0 1rem; line-height: 1.6; } pre { overflow-x: auto; }</style>${script}
</head>
<body>
<h1>${data.title}</h1>
${await processor.process(content)}
</body>
</html>
`;
  writeFileSync(join(site, name.replace(/\.md$/, '.html')), page);
}
