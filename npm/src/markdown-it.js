// A markdown-it plugin: wrappers around display formulas in what the renderer's rules return.

import { judge, outerAttributes, WRAPPERS } from './display.js';

/** @typedef {import('./display.js').Options} Options */

/**
 * As much of markdown-it as is needed here, so that nobody has to install its types.
 * @typedef {object} MarkdownIt
 * @property {{ rules: object }} renderer
 * @property {{ ruler: { push: (name: string, rule: () => void) => void } }} core
 */

/** @typedef {(...values: any[]) => unknown} Rule */

/** HTML that the author wrote: it may hold anything, and no plugin has typeset it. */
const WRITTEN = ['html_block', 'html_inline'];

/** The rules that wrap already. @type {WeakSet<Rule>} */
const wrapping = new WeakSet();

/**
 * Put mathfit's wrappers around display formulas, whichever plugin typesets them. It may be used before that plugin or
 * after it: the rules are taken when a text is parsed.
 * @param {MarkdownIt} md
 * @param {Options} [options]
 * @returns {void}
 */
export default function mathfit(md, options = {}) {
  md.core.ruler.push('mathfit', () => {
    const rules = /** @type {{ [name: string]: Rule | undefined }} */ (md.renderer.rules);
    for (const [name, rule] of Object.entries(rules)) {
      if (!rule || wrapping.has(rule) || WRITTEN.includes(name)) continue;
      /** @this {unknown}  @param {any[]} values */
      const wrapper = function (...values) {
        const html = rule.apply(this, values);
        // The rules' fourth parameter is the environment.
        return typeof html === 'string' ? wrapFormulas(html, options, isTemplate(values[3])) : html;
      };
      wrapping.add(wrapper);
      rules[name] = wrapper;
    }
  });
}

/**
 * Tell whether the HTML becomes a template of Vue: @mdit-vue/plugin-sfc, which VitePress, VuePress and
 * unplugin-vue-markdown have, puts its blocks there. Vue takes an element that it does not know for a component, and a
 * server renders nothing in its place and does not say so; so the wrapper says that it is none.
 * @param {{ sfcBlocks?: object } | undefined} environment
 */
const isTemplate = (environment) => !!environment?.sfcBlocks;

/**
 * Tell whether an element is one of mathfit's wrappers: for `isCustomElement` of Vue's compiler, where the wrappers come
 * into a template on another way than by this plugin.
 * @param {string} tag
 * @returns {boolean}
 */
export function isMathfitElement(tag) {
  return WRAPPERS.includes(tag);
}

// A start tag or an end tag; `>` may stand inside quotes.
const TAG = /<(\/?)([a-z][\w-]*)((?:[^<>"']|"[^"]*"|'[^']*')*)>/gi;
const ATTRIBUTE = /([^\s"'=/]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"']+)))?/g;
// Vue: what is inside this element is no template. The outermost one has it, or inner ones would keep it as text.
const PLAIN = /\sv-pre(?:="")?(?=[\s/>])/;
const CLOSE = WRAPPERS.map((name) => `</${name}>`).reverse().join('');

/**
 * @param {string} html     what one rule of the renderer returns: whole elements, mostly one formula
 * @param {Options} options
 * @param {boolean} template  it becomes a template of Vue
 * @returns {string}
 */
const wrapFormulas = (html, options, template) => {
  if (!/<mjx-container|<math|katex-display/i.test(html)) return html;
  const verdictOn = judge(options);
  let result = '';
  let done = 0;
  /** The element whose end is looked for. @type {{ name: string, depth: number, start: number, tag: string, wrap: boolean } | undefined} */
  let open;
  for (const { 0: tag, 1: slash, 2: tagName, 3: rest, index } of html.matchAll(TAG)) {
    const name = tagName.toLowerCase();
    if (open) {
      if (name === open.name && !tag.endsWith('/>')) open.depth += slash ? -1 : 1;
      if (open.depth) continue;
      if (open.wrap) {
        const plain = PLAIN.test(open.tag);
        const end = index + tag.length;
        const start = plain ? open.tag.replace(PLAIN, '') : open.tag;
        result += html.slice(done, open.start) + opening(options, plain || template) + start;
        result += html.slice(open.start + open.tag.length, end) + CLOSE;
        done = end;
      }
      open = undefined;
    } else if (!slash && !tag.endsWith('/>')) {
      const verdict = verdictOn(described(name, rest));
      if (verdict) open = { name, depth: 1, start: index, tag, wrap: verdict === 'wrap' };
    }
  }
  return result + html.slice(done);
};

/**
 * @param {string} name
 * @param {string} rest  what follows the name in the start tag
 * @returns {import('./display.js').Element}
 */
const described = (name, rest) => {
  /** @type {Map<string, string>} */
  const attributes = new Map();
  for (const [, key, double, single, bare] of rest.matchAll(ATTRIBUTE)) {
    attributes.set(key.toLowerCase(), double ?? single ?? bare ?? '');
  }
  return {
    name,
    classes: (attributes.get('class') ?? '').split(/\s+/),
    attribute: (key) => attributes.get(key),
  };
};

/**
 * @param {Options} options
 * @param {boolean} plain  no template of Vue's
 * @returns {string} the wrappers' start tags
 */
const opening = (options, plain) => {
  const attributes = Object.entries(outerAttributes(options)).map(([name, value]) => ` ${name}="${value}"`);
  return WRAPPERS.map((name, depth) => (depth ? `<${name}>` : `<${name}${plain ? ' v-pre' : ''}${attributes.join('')}>`)).join('');
};
