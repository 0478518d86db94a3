// A rehype plugin: wrappers around display formulas, before a framework renders the tree, so that it owns them.

import { judge, outerAttributes, WRAPPERS } from './display.js';

/** @typedef {import('./display.js').Options} Options */

/**
 * As much of a hast node as is needed here, so that nobody has to install hast's types.
 * @typedef {object} Node
 * @property {string} type
 * @property {string} [tagName]
 * @property {string | null} [name]                    MDX
 * @property {{ [name: string]: unknown }} [properties]
 * @property {Node[]} [children]
 * @property {object} [position]
 */

/**
 * Put mathfit's wrappers around display formulas. To be listed after what typesets them (rehype-katex, rehype-mathjax,
 * …), and after rehype-raw where formulas stand in raw HTML: raw nodes are not read.
 * @param {Options | null} [options]
 * @returns {(tree: { type: string }) => void}
 */
export default function rehypeMathfit(options) {
  const settings = options ?? {};
  const verdictOn = judge(settings);

  /** @param {Node} parent */
  const visit = (parent) => {
    parent.children?.forEach((child, index, children) => {
      const verdict = verdictOn(described(child));
      if (verdict === 'wrap') children[index] = wrapped(child, settings);
      else if (!verdict) visit(child);
    });
  };

  return (tree) => visit(tree);
}

/**
 * What MDX calls by a name is a component, or an element that its author wrote: no formula that a plugin has typeset.
 * But a wrapper that the author wrote is a wrapper.
 * @param {Node} node
 * @returns {import('./display.js').Element}
 */
const described = ({ type, tagName, name, properties = {} }) => {
  if (type !== 'element') return { name: name ?? '', classes: [], attribute: () => undefined };
  const { className = properties.class } = properties;
  const classes = Array.isArray(className) ? className.map(String) : String(className ?? '').split(/\s+/);
  return {
    name: tagName?.toLowerCase() ?? '',
    classes,
    attribute: (key) => (properties[key] == null ? undefined : String(properties[key])),
  };
};

/**
 * @param {Node} formula
 * @param {Options} options
 * @returns {Node} the wrapper, which has the formula's place in the source
 */
const wrapped = (formula, options) => {
  const { class: className, ...attributes } = outerAttributes(options);
  const properties = className ? { ...attributes, className: [className] } : attributes;
  const outer = WRAPPERS.reduceRight(
    (/** @type {Node} */ child, tagName) => ({
      type: 'element',
      tagName,
      properties: tagName === WRAPPERS[0] ? properties : {},
      children: [child],
    }),
    formula,
  );
  return formula.position ? { ...outer, position: formula.position } : outer;
};
