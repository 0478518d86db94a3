// The rehype plugin after the real rehype-katex and rehype-mathjax, in HTML, in MDX and in React.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { evaluate } from '@mdx-js/mdx';
import rehypeMathfit from 'mathfit/rehype';
import { createElement } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import * as runtime from 'react/jsx-runtime';
import Markdown from 'react-markdown';
import rehypeKatex from 'rehype-katex';
import rehypeMathjax from 'rehype-mathjax';
import rehypeMathjaxChtml from 'rehype-mathjax/chtml';
import rehypeRaw from 'rehype-raw';
import rehypeStringify from 'rehype-stringify';
import remarkMath from 'remark-math';
import remarkParse from 'remark-parse';
import remarkRehype from 'remark-rehype';
import { unified } from 'unified';

const SOURCE = 'Text $a$ in $$b$$ line.\n\n$$\nx^2\n$$\n\n- item\n\n  $$\n  y\n  $$\n\n```math\nz\n```\n';
const OPEN = '<math-fit translate="no" class="notranslate"><math-fit-room><math-fit-ink>';
const CLOSE = '</math-fit-ink></math-fit-room></math-fit>';

const OUTPUTS = {
  'KaTeX, MathML': { plugin: [rehypeKatex, { output: 'mathml' }], start: '<math xmlns="http://www.w3.org/1998/Math/MathML" display="block">', end: '</math>' },
  'MathJax, SVG': { plugin: [rehypeMathjax], start: '<mjx-container class="MathJax" jax="SVG" display="true">', end: '</mjx-container>' },
  'MathJax, CHTML': { plugin: [rehypeMathjaxChtml, { chtml: { fontURL: 'fonts' } }], start: '<mjx-container class="MathJax" jax="CHTML" display="true">', end: '</mjx-container>' },
};

const processor = (...plugins) =>
  plugins.reduce((made, [plugin, options]) => made.use(plugin, options), unified().use(remarkParse).use(remarkMath).use(remarkRehype, { allowDangerousHtml: true }));

/** HTML of a source, with these rehype plugins, each in a list with its options. */
const html = async (source, ...plugins) =>
  String(await processor(...plugins).use(rehypeStringify, { allowDangerousHtml: true, closeEmptyElements: false }).process(source));

const count = (text, part) => text.split(part).length - 1;
const unwrapped = (text) => text.replaceAll(OPEN, '').replaceAll(CLOSE, '');

for (const [name, { plugin, start, end }] of Object.entries(OUTPUTS)) {
  test(`${name}: a wrapper stands around each display formula, and nothing else changes`, async () => {
    const plain = await html(SOURCE, plugin);
    const fitted = await html(SOURCE, plugin, [rehypeMathfit]);
    // Two between dollars, one in a fence.
    assert.equal(count(plain, start), 3);
    assert.equal(count(fitted, OPEN + start), 3);
    assert.equal(count(fitted, end + CLOSE), 3);
    assert.equal(count(fitted, '<math-fit '), 3);
    assert.equal(unwrapped(fitted), plain);
  });

  test(`${name}: applying twice is applying once`, async () => {
    assert.equal(await html(SOURCE, plugin, [rehypeMathfit], [rehypeMathfit]), await html(SOURCE, plugin, [rehypeMathfit]));
  });
}

test("KaTeX's HTML output is left alone, its MathML for screen readers too", async () => {
  assert.equal(await html(SOURCE, [rehypeKatex], [rehypeMathfit]), await html(SOURCE, [rehypeKatex]));
});

test("with `katex`, KaTeX's HTML output is wrapped as well", async () => {
  const plain = await html(SOURCE, [rehypeKatex]);
  const fitted = await html(SOURCE, [rehypeKatex], [rehypeMathfit, { katex: true }]);
  assert.equal(count(fitted, `${OPEN}<span class="katex-display">`), 3);
  assert.equal(count(fitted, '<math-fit '), 3);
  assert.equal(unwrapped(fitted), plain);
});

test('with `translate`, browsers may translate', async () => {
  const fitted = await html(SOURCE, [rehypeMathjax], [rehypeMathfit, { translate: true }]);
  assert.equal(count(fitted, '<math-fit translate="yes"><math-fit-room>'), 3);
});

test('raw HTML is not read, unless rehype-raw has made elements of it', async () => {
  const written = 'Text\n\n<div><math display="BLOCK"><mi>x</mi></math></div>\n';
  assert.equal(count(await html(written, [rehypeMathfit]), '<math-fit '), 0);
  assert.equal(count(await html(written, [rehypeRaw], [rehypeMathfit]), `${OPEN}<math display="BLOCK">`), 1);
});

test('copies are no formulas, nor is what stands in a wrapper', async () => {
  const copies = [
    '<span class="katex-mathml"><math display="block"></math></span>',
    '<mjx-container><mjx-assistive-mml display="block"><math display="block"></math></mjx-assistive-mml></mjx-container>',
    '<math-fit><math-fit-room><math-fit-ink><math display="block"></math></math-fit-ink></math-fit-room></math-fit>',
    '<math display="inline"></math>',
  ];
  const written = `<div>${copies.join('')}</div>\n`;
  assert.equal(await html(written, [rehypeRaw], [rehypeMathfit]), await html(written, [rehypeRaw]));
});

test('a wrapper has the place of its formula in the source', async () => {
  const tree = processor([rehypeRaw], [rehypeMathfit]);
  const { children } = await tree.run(tree.parse('<div><math display="block"></math></div>\n'));
  const [wrapper] = children[0].children;
  assert.equal(wrapper.tagName, 'math-fit');
  assert.deepEqual(wrapper.position, wrapper.children[0].children[0].children[0].position);
  assert.ok(wrapper.position.start);
});

test('it needs a tree, no file and no processor', () => {
  const tree = { type: 'root', children: [{ type: 'element', tagName: 'mjx-container', properties: { display: 'true' }, children: [] }] };
  assert.equal(rehypeMathfit()(tree), undefined);
  assert.equal(tree.children[0].tagName, 'math-fit');
});

const mdx = async (source, ...plugins) => {
  const { default: Content } = await evaluate(source, { ...runtime, remarkPlugins: [remarkMath], rehypePlugins: plugins });
  return renderToStaticMarkup(createElement(Content, { components: { Box: ({ children }) => createElement('section', null, children) } }));
};

test('MDX: formulas are wrapped, inside components too', async () => {
  const source = '$$\nx\n$$\n\n<Box>\n\n$$\ny\n$$\n\n</Box>\n';
  const fitted = await mdx(source, rehypeMathjax, rehypeMathfit);
  assert.equal(count(fitted, '<math-fit translate="no" class="notranslate"><math-fit-room><math-fit-ink><mjx-container'), 2);
  assert.equal(unwrapped(fitted), await mdx(source, rehypeMathjax));
});

test('MDX: what the author wrote as JSX is left alone', async () => {
  const own = '<math display="block"><mi>x</mi></math>';
  const source = `${own}\n\n<math-fit>\n\n$$\ny\n$$\n\n</math-fit>\n`;
  assert.equal(await mdx(source, rehypeMathjax, rehypeMathfit), await mdx(source, rehypeMathjax));
});

test('react-markdown renders the wrappers as its own elements', () => {
  const render = (...rehypePlugins) => renderToStaticMarkup(createElement(Markdown, { remarkPlugins: [remarkMath], rehypePlugins }, SOURCE));
  const fitted = render([rehypeKatex, { output: 'mathml' }], rehypeMathfit);
  assert.equal(count(fitted, OPEN), 3);
  assert.equal(unwrapped(fitted), render([rehypeKatex, { output: 'mathml' }]));
});
