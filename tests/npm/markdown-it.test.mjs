// The markdown-it plugin with real plugins for formulas, and in a template of Vue's.
import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import { test } from 'node:test';
import { sfcPlugin } from '@mdit-vue/plugin-sfc';
import { katex as mditKatex } from '@mdit/plugin-katex';
import vscodeKatex from '@vscode/markdown-it-katex';
import MarkdownIt from 'markdown-it';
import mathjax3 from 'markdown-it-mathjax3';
import mathfit, { isMathfitElement } from 'mathfit/markdown-it';
import { createSSRApp } from 'vue';
import { renderToString } from 'vue/server-renderer';

const require = createRequire(import.meta.url);
const SOURCE = 'Text $a$ in line.\n\n$$\nx^2\n$$\n\n- item\n\n  $$\n  y\n  $$\n\n```js\nz\n```\n';
const OPEN = '<math-fit translate="no" class="notranslate"><math-fit-room><math-fit-ink>';
const CLOSE = '</math-fit-ink></math-fit-room></math-fit>';
const MATH = '<math xmlns="http://www.w3.org/1998/Math/MathML" display="block">';
/** It keeps the engine that it was given first. */
const texmath = (engine) => {
  delete require.cache[require.resolve('markdown-it-texmath')];
  return [require('markdown-it-texmath'), { engine, delimiters: 'dollars' }];
};
const vscode = vscodeKatex.default ?? vscodeKatex;

// How a display formula begins and ends.
const OUTPUTS = {
  'markdown-it-mathjax3': { plugin: [mathjax3], start: '<mjx-container class="MathJax" jax="SVG" display="true"', end: '</mjx-container>' },
  '@mdit/plugin-katex, MathML': { plugin: [mditKatex, { output: 'mathml' }], start: MATH, end: '</math>' },
  '@vscode/markdown-it-katex, MathML': { plugin: [vscode, { output: 'mathml' }], start: MATH, end: '</math>' },
  'markdown-it-texmath, Temml': { plugin: texmath(require('temml')), start: '<math display="block"', end: '</math>' },
};
const KATEX = {
  '@mdit/plugin-katex': [mditKatex],
  '@vscode/markdown-it-katex': [vscode],
  'markdown-it-texmath': texmath(require('katex')),
};

const made = (...plugins) => plugins.reduce((md, plugin) => md.use(...plugin), new MarkdownIt({ html: true }));
const html = (...plugins) => made(...plugins).render(SOURCE);
const count = (text, part) => text.split(part).length - 1;
const unwrapped = (text) => text.replaceAll(OPEN, '').replaceAll(CLOSE, '');

for (const [name, { plugin, start, end }] of Object.entries(OUTPUTS)) {
  test(`${name}: a wrapper stands around each display formula, and nothing else changes`, () => {
    const plain = html(plugin);
    const fitted = html(plugin, [mathfit]);
    assert.equal(count(fitted, OPEN + start), 2, fitted.slice(0, 3000));
    assert.equal(count(fitted, end + CLOSE), 2);
    assert.equal(count(fitted, '<math-fit '), 2);
    assert.equal(unwrapped(fitted), plain);
  });

  test(`${name}: in any order, and twice as well as once`, () => {
    const fitted = html(plugin, [mathfit]);
    assert.equal(html([mathfit], plugin), fitted);
    assert.equal(html([mathfit], plugin, [mathfit]), fitted);
    const md = made(plugin, [mathfit]);
    md.render(SOURCE);
    assert.equal(md.render(SOURCE), fitted);
  });
}

for (const [name, plugin] of Object.entries(KATEX)) {
  test(`${name}: KaTeX's HTML output is left alone, unless it is asked for`, () => {
    const plain = html(plugin);
    assert.equal(html(plugin, [mathfit]), plain);
    const fitted = html(plugin, [mathfit, { katex: true }]);
    assert.equal(count(fitted, `${OPEN}<span class="katex-display">`), 2);
    assert.equal(count(fitted, '<math-fit '), 2);
    assert.equal(unwrapped(fitted), plain);
  });
}

test('a fence that a plugin typesets is a formula', () => {
  const md = made([vscode, { output: 'mathml', enableFencedBlocks: true }], [mathfit]);
  assert.equal(count(md.render('```math\nz\n```\n'), OPEN), 1);
  assert.equal(count(md.render('```html\n<math display="block"></math>\n```\n'), OPEN), 0);
});

test('with `translate`, browsers may translate', () => {
  assert.equal(count(html([mathjax3], [mathfit, { translate: true }]), '<math-fit translate="yes"><math-fit-room>'), 2);
});

test('HTML that the author wrote is left alone', () => {
  const written = '<div><math display="block"></math></div>\n\nText <math display="block"></math>\n';
  assert.equal(made([mathfit]).render(written), made().render(written));
});

/** A rule that returns what is given, as a plugin's does. */
const returning = (text, options) => {
  const md = made([mathfit, options]);
  md.renderer.rules.hr = () => text;
  return md.render('---');
};

test('attributes are read as a browser reads them', () => {
  const alone = [
    '<mjx-container title="display=&quot;true&quot;"></mjx-container>',
    '<p title=\'<math display="block"></math>\'></p>',
    '<span class="my-katex-display"></span>',
    '<math display="inline"></math>',
    '<span class="katex"><span class="katex-mathml"><math display="block"></math></span></span>',
    '<math-fit><math-fit-room><math-fit-ink><math display="block"></math></math-fit-ink></math-fit-room></math-fit>',
    // Not closed: a rule that gives a start tag and another its end tag.
    '<math display="block"><mi>',
  ];
  for (const text of alone) assert.equal(returning(text, { katex: true }), text);
  const formulas = [
    "<math display='block' title='>'></math>",
    '<math display=block><mi title="</math>"></mi></math>',
    '<MATH DISPLAY="Block"></MATH>',
    '<span title="a > b" class="x katex-display"><span>1</span><span></span></span>',
  ];
  for (const text of formulas) assert.equal(returning(`<p>${text}</p>`, { katex: true }), `<p>${OPEN}${text}${CLOSE}</p>`);
});

test('what a plugin keeps out of a template of Vue stays out, the wrapper with it', async () => {
  const text = returning('<mjx-container v-pre class="MathJax" display="true">{{ 1 }}</mjx-container>');
  assert.equal(text, `${OPEN.replace('<math-fit ', '<math-fit v-pre ')}<mjx-container class="MathJax" display="true">{{ 1 }}</mjx-container>${CLOSE}`);
  const warnings = [];
  const app = createSSRApp({ template: text });
  app.config.warnHandler = (warning) => warnings.push(warning);
  assert.equal(await renderToString(app), text.replace(' v-pre', ''));
  assert.deepEqual(warnings, []);
});

test('a template of Vue is told that the wrappers are no components, which a server would render as nothing', async () => {
  const text = html([mathjax3], [sfcPlugin], [mathfit]);
  assert.equal(count(text, OPEN.replace('<math-fit ', '<math-fit v-pre ')), 2);
  const app = createSSRApp({ template: text });
  const warnings = [];
  app.config.compilerOptions.isCustomElement = (tag) => tag.startsWith('mjx-');
  app.config.warnHandler = (warning) => warnings.push(warning);
  const rendered = await renderToString(app);
  assert.equal(count(rendered, `${OPEN}<mjx-container`), 2);
  assert.deepEqual(warnings, []);
});

test("Vue's compiler is told which elements are mathfit's", async () => {
  const template = `${OPEN}<math display="block"></math>${CLOSE}`;
  const app = createSSRApp({ template });
  app.config.compilerOptions.isCustomElement = isMathfitElement;
  const warnings = [];
  app.config.warnHandler = (warning) => warnings.push(warning);
  assert.equal(await renderToString(app), template);
  assert.deepEqual(warnings, []);
  assert.deepEqual(['math-fit', 'math-fit-room', 'math-fit-ink', 'math', 'mjx-container'].map(isMathfitElement), [true, true, true, false, false]);
});
